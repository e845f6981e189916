"""Recompute a site from the records and files that lie in it, and compare what its pages say."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, kw_only=True)
class Mismatch:
    """A piece of text on a page that the records do not bear out; one of the two may be empty."""

    page: str
    stated: str
    recomputed: str


@dataclass(frozen=True, kw_only=True)
class Checked:
    """What was compared."""

    pages: int
    records: int
    sentences: int
    mismatches: tuple[Mismatch, ...]


def verify(site: Path) -> Checked:
    """Recompute a site.

    Raises:
        VerifyError: There is no site, or its data cannot be put through the pipeline at all.
    """
    raise NotImplementedError


def described(checked: Checked) -> str:
    """The mismatches, a line each."""
    raise NotImplementedError
