"""What is said of records beside them: noise floors, files that are left out, repetitions by others."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

LATEST_UTC_NS = 4_102_444_800 * 10**9
"""The year 2100."""
LONGEST_NAME, MOST_STATEMENTS = 80, 1_000_000
"""Letters of a name, and statements of a page, that somebody else may tell of."""


@dataclass(frozen=True, kw_only=True)
class Interval:
    """An estimate with its interval: `value` within `low` and `high`; NaN bounds where rounds are too few."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, kw_only=True)
class NoiseFloor:
    """How far apart two labels of one configuration came out on a host (`ovreport aa`).

    Attributes:
        ratio: With its 95 % interval.
        floor: Smallest relative difference that this host can vouch for: the farther bound of the interval.
        rounds: How many rounds it rests on.
        measured_utc_ns: When.
        network, device: Of the configuration; empty where an earlier release did not note them.
    """

    ratio: Interval
    floor: float
    rounds: int
    measured_utc_ns: int
    network: str = ""
    device: str = ""


@dataclass(frozen=True, kw_only=True)
class LeftOut:
    """Sound records that are not told of, and why.

    Attributes:
        why: Measured with another `openvino`, with another file of the `network`, fed from other files
            (`inputs`), in another way (`measure`), or in a `cell` that the experiment file does not have.
        was, now: What it was then and what is told of; of `measure` the keys that differ, as the file has
            them. Both are empty for a `cell`.
        records: How many.
        network: Its name in the experiment, where that is the reason.
    """

    why: Literal["openvino", "network", "inputs", "measure", "cell"]
    records: int
    was: str = ""
    now: str = ""
    network: str = ""


@dataclass(frozen=True, kw_only=True)
class Unreadable:
    """A file in the results folder that is no usable record, and why it was left out."""

    path: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class StatedReplication:
    """What somebody else says who measured the plan of a page again (`ovreport replicate`).

    Attributes:
        of_utc_ns: When the measurements began that were repeated, and `measured_utc_ns` when those there.
        confirmed, contradicted, not_resolved, not_here: Statements of the page, by what became of them.
        page: Address of the page about it, empty where it has none.
    """

    host: str
    openvino: str
    of_utc_ns: int
    measured_utc_ns: int
    confirmed: int
    contradicted: int
    not_resolved: int
    not_here: int
    page: str = ""

    def __post_init__(self) -> None:
        """Hold it to what a stranger may say.

        Raises:
            ValueError: A text, a number or the address is none that a page can tell.
        """
        for name in ("host", "openvino"):
            text = getattr(self, name)
            if not (text.isprintable() and 0 < len(text) <= LONGEST_NAME):
                raise ValueError(
                    f"{name}: at most {LONGEST_NAME} printable letters expected, found {text[:80]!a}"
                )
        for name in ("of_utc_ns", "measured_utc_ns"):
            if not 0 < getattr(self, name) < LATEST_UTC_NS:
                raise ValueError(f"{name}: {getattr(self, name)} is no time since 1970, in ns")
        for name in ("confirmed", "contradicted", "not_resolved", "not_here"):
            if not 0 <= getattr(self, name) <= MOST_STATEMENTS:
                raise ValueError(f"counts: {getattr(self, name)} is no number of statements of a page")
        if not re.fullmatch(r"(https://[^\s<>\"'\\]{1,2000})?", self.page):
            raise ValueError(f"page: {self.page[:80]!a} is no address that begins with https://")
