"""Several results of one experiment on one host over time: levels of sessions, and where they changed."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Literal

import numpy as np

from ovreport.analysis import counting, stats, trials, unpaired
from ovreport.analysis.change_points import FEWEST_SESSIONS as FEWEST_SESSIONS
from ovreport.analysis.change_points import ChangePoint, change_points
from ovreport.analysis.circumstances import Circumstances, Difference, asked, differing
from ovreport.analysis.metrics import CHOSEN_BY, ChosenBy
from ovreport.analysis.summaries import TrialSummary
from ovreport.plan import Plan
from ovreport.records import Interval, Record

By = Literal["session", "day", "release"]
"""What makes a point of a history: an uninterrupted run, a day in UTC, or a release of OpenVINO."""


@dataclass(frozen=True, kw_only=True)
class Point:
    """Results that are told together.

    Attributes:
        started_utc_ns: When the first of its trials began.
        levels: By metric and cell the geometric mean over rounds with its 95 % interval, whose ends are NaN
            for fewer than three rounds.
        rounds: The most that a cell has.
    """

    name: str
    started_utc_ns: int
    circumstances: Circumstances
    levels: dict[tuple[ChosenBy, str], Interval]
    rounds: int


@dataclass(frozen=True, kw_only=True)
class LevelChange:
    """A change of a configuration's throughput.

    Attributes:
        at: Place of the first point after it among all points.
        differences: In what that point's circumstances differ from those of the one before.
    """

    cell: str
    at: int
    point: ChangePoint
    differences: tuple[Difference, ...]


@dataclass(frozen=True, kw_only=True, eq=False)
class History:
    """Results of one host over time.

    Attributes:
        points: In the order of time.
        changes: In the order of the plan's cells, then of time.
        margin: What a change must exceed.
    """

    plan: Plan
    host: str
    by: By
    margin: float
    points: tuple[Point, ...]
    changes: tuple[LevelChange, ...]


@dataclass
class _Gathered:
    """What the records of one point leave behind."""

    started_utc_ns: int
    circumstances: Circumstances
    models: dict[str, str] = field(default_factory=dict)
    fed: set[str] = field(default_factory=set)
    trials: dict[str, list[TrialSummary]] = field(default_factory=dict)


def history(
    plan: Plan, host: str, records: Iterable[tuple[Record, str]], *, by: By, margin: float
) -> History:
    """Levels of every point and the changes between them.

    Args:
        plan: The experiment; records of other cells are passed over.
        host: Whose results these are.
        records: Each with the SHA-256 of its file, read once and not kept.
        by: What makes a point.
        margin: What a change must exceed.
    """
    points = _points(plan, records, by)
    cells = [cell.id for cell in plan.cells if any(("throughput", cell.id) in one.levels for one in points)]
    changes = []
    for cell in cells:
        known = [place for place, one in enumerate(points) if ("throughput", cell) in one.levels]
        logs = np.log([points[place].levels["throughput", cell].value for place in known])
        for found in change_points(logs, margin=math.log1p(margin), questions=len(cells)):
            at, before = known[found.at], known[found.at - 1]
            told = differing(points[before].circumstances, points[at].circumstances)
            changes.append(LevelChange(cell=cell, at=at, point=found, differences=told))
    return History(plan=plan, host=host, by=by, margin=margin, points=tuple(points), changes=tuple(changes))


def _points(plan: Plan, records: Iterable[tuple[Record, str]], by: By) -> list[Point]:
    ids = {cell.id for cell in plan.cells}
    gathered: dict[str, _Gathered] = {}
    for record, sha256 in records:
        if record.cell_id in ids and counting.usable(record):
            new = _Gathered(record.started_utc_ns, _under(record, plan))
            found = gathered.setdefault(KEYS[by](record), new)
            found.started_utc_ns = min(found.started_utc_ns, record.started_utc_ns)
            found.models |= {record.model.name: record.model.sha256} if record.model else {}
            found.fed |= {record.data_sha256} if record.data_sha256 else set()
            found.trials.setdefault(record.cell_id, []).append(trials.reduce(record, sha256).summary)
    ordered = sorted(gathered.items(), key=lambda each: (each[1].started_utc_ns, each[0]))
    return [_point(name, found) for name, found in ordered]


def _point(name: str, found: _Gathered) -> Point:
    logs = {
        (metric, cell): unpaired.log_levels(each, metric)
        for metric in CHOSEN_BY
        for cell, each in found.trials.items()
    }
    return Point(
        name=name,
        started_utc_ns=found.started_utc_ns,
        circumstances=replace(found.circumstances, models=found.models, fed=frozenset(found.fed)),
        levels={key: stats.geometric_interval(np.exp(each)) for key, each in logs.items() if len(each)},
        rounds=max(len(each) for each in logs.values()),
    )


def _under(record: Record, plan: Plan) -> Circumstances:
    return Circumstances(
        facts=asked(record.facts, plan),
        openvino_version=record.openvino_version,
        measure=record.measure,
    )


def _day(record: Record) -> str:
    return datetime.fromtimestamp(record.started_utc_ns // 1_000_000_000, tz=UTC).date().isoformat()


KEYS: dict[By, Callable[[Record], str]] = {
    "session": lambda record: record.session,
    "day": _day,
    "release": lambda record: record.openvino_version,
}
