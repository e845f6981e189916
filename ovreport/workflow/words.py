"""Durations and counts as people say them."""

from __future__ import annotations

TYPESETTING = dict.fromkeys(map(ord, "\u00a0\u2009\u202f"), " ") | dict.fromkeys(map(ord, "\u200b\u2060"), "")


def duration(seconds: float) -> str:
    """A duration in one unit, as people say it: `40 s`, `4.5 min`, `17 min`, `2.5 h`."""
    if seconds < 99.5:
        return f"{seconds:.0f} s"
    if seconds < 9.95 * 60:
        return f"{seconds / 60:.1f}".removesuffix(".0") + " min"
    if seconds < 99.5 * 60:
        return f"{seconds / 60:.0f} min"
    return f"{seconds / 3600:.1f} h"


def plain(text: str) -> str:
    """Text without the signs that only set type: every space is a plain one, and nothing is invisible."""
    return text.translate(TYPESETTING)


def counted(number: int, noun: str) -> str:
    """`1 trial`, `2 trials`."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
