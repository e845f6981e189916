"""What is said of records beside them: a host's noise floor, and which files are not told of, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


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
