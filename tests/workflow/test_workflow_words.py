"""Durations as people say them."""

from __future__ import annotations

import pytest

from ovreport.workflow import words


@pytest.mark.parametrize(
    ("seconds", "told"),
    [
        (40, "40 s"),
        (99.4, "99 s"),
        (99.5, "1.7 min"),
        (270, "4.5 min"),
        (300, "5 min"),
        (630, "10 min"),
        (5969, "99 min"),
        (9000, "2.5 h"),
    ],
)
def test_durations_are_said_in_one_unit(seconds: float, told: str) -> None:
    assert words.duration(seconds) == told
