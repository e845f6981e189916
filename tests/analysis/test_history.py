"""Results over time: change points, and the levels of sessions."""

from __future__ import annotations

import dataclasses
import math

import numpy as np
import pytest

from ovreport.analysis import history
from ovreport.analysis.change_points import FEWEST_SESSIONS, change_points
from ovreport.records import Record
from tests.simulation import World, make_plan, measure

PLAN = make_plan(factors={"requests": [1, 2]}, rounds=2)
DAY_NS = 86_400_000_000_000
MARGIN = math.log(1.03)


def test_a_step_is_found_where_it_is() -> None:
    logs = np.random.default_rng(1).normal(0, 0.01, 20)
    logs[12:] -= 0.1
    (found,) = change_points(logs, margin=MARGIN)
    assert (found.at, found.sessions) == (12, (12, 8))
    assert found.ratio.low <= math.exp(-0.1) <= found.ratio.high


def test_two_steps_are_found_even_where_the_second_undoes_the_first() -> None:
    logs = np.random.default_rng(2).normal(0, 0.01, 30)
    logs[10:20] += 0.1
    assert [each.at for each in change_points(logs, margin=MARGIN)] == [10, 20]


@pytest.mark.slow
@pytest.mark.parametrize("count", [9, 20, 40])
def test_a_change_is_found_where_there_is_none_in_at_most_one_history_in_twenty(count: int) -> None:
    rng = np.random.default_rng(count)
    found = [bool(change_points(rng.normal(0, 0.03, count), margin=0.0)) for _ in range(200)]
    assert np.mean(found) <= 0.08  # three standard errors above 5 %


def test_a_step_within_the_margin_is_none() -> None:
    logs = np.random.default_rng(3).normal(0, 0.001, 20)
    logs[10:] += 0.02
    assert change_points(logs, margin=MARGIN) == ()


@pytest.mark.parametrize(("after", "found"), [(4, 0), (5, 1)])
def test_with_fewer_than_nine_sessions_no_step_is_large_enough(after: int, found: int) -> None:
    logs = np.array([0.0] * 4 + [1.0] * after)
    assert len(change_points(logs, margin=MARGIN)) == found
    assert (len(logs) >= FEWEST_SESSIONS) == bool(found)


def test_equal_sessions_have_no_change() -> None:
    assert change_points(np.zeros(12), margin=0.0) == ()


def sessions(count: int, changed_from: int) -> list[tuple[Record, str]]:
    """A session a day; from one on a request takes a fifth longer, with the next release."""
    found = []
    for number in range(count):
        new = number >= changed_from
        ratios = dict.fromkeys((cell.id for cell in PLAN.cells), 1.2 if new else 1.0)
        world = World(seed=number, ratios=ratios, round_sd=0.005, trial_sd=0.005)
        found += [
            (
                dataclasses.replace(
                    record,
                    session=f"s{number}",
                    started_utc_ns=record.started_utc_ns + number * DAY_NS,
                    openvino_version="2026.2.0" if new else "2026.1.0",
                ),
                f"{number}/{sha256}",
            )
            for record, sha256 in measure(PLAN, world)
        ]
    return found


@pytest.fixture(scope="module")
def records() -> list[tuple[Record, str]]:
    return sessions(10, 6)


def test_a_change_is_told_with_what_else_changed_there(records: list[tuple[Record, str]]) -> None:
    found = history.history(PLAN, "bench", reversed(records), by="session", margin=0.03)
    assert [point.name for point in found.points] == [f"s{number}" for number in range(10)]
    assert {(each.cell, each.at) for each in found.changes} == {(cell.id, 6) for cell in PLAN.cells}
    assert {(one.key, one.second) for each in found.changes for one in each.differences} == {
        ("openvino", "2026.2.0")
    }


@pytest.mark.parametrize(("by", "points"), [("session", 10), ("day", 10), ("release", 2)])
def test_points_are_sessions_days_or_releases(
    records: list[tuple[Record, str]], by: history.By, points: int
) -> None:
    assert len(history.history(PLAN, "bench", records, by=by, margin=0.03).points) == points
