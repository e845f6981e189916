"""Durations and counts as people say them."""

from __future__ import annotations


def duration(seconds: float) -> str:
    """A duration in one unit, as people say it: `40 s`, `7 min`, `2.5 h`."""
    if seconds < 99.5:
        return f"{seconds:.0f} s"
    if seconds < 99.5 * 60:
        return f"{seconds / 60:.0f} min"
    return f"{seconds / 3600:.1f} h"


def counted(number: int, noun: str) -> str:
    """`1 trial`, `2 trials`."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
