"""From records, one at a time, to what is known about each cell."""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from ovreport.analysis import counting, mismatches, series, stats, tails, trials
from ovreport.analysis.metrics import METRICS, Metric
from ovreport.analysis.results import CellResult, Interval, Percentile, Status
from ovreport.analysis.summaries import GRID, TrialSummary, by_round
from ovreport.limits import FEWEST_ROUNDS
from ovreport.plan import INSTALLED, Cell, Plan
from ovreport.records import (
    Fact,
    Failure,
    InForce,
    Memory,
    ModelFacts,
    OutputSample,
    Record,
    Startup,
    Unreadable,
)

Key = TypeVar("Key")
Latencies = NDArray[np.uint32] | NDArray[np.int64]


@dataclass
class Gathered:
    """What the records of one cell leave behind.

    Attributes:
        version: Of OpenVINO, where the experiment names releases.
    """

    trials: list[TrialSummary] = field(default_factory=list)
    latencies: list[Latencies] = field(default_factory=list)
    versions: list[str] = field(default_factory=list)
    version: str = ""
    failures: list[Failure] = field(default_factory=list)
    failed_rounds: list[int] = field(default_factory=list)
    model: ModelFacts | None = None
    in_force: InForce | None = None
    denormal_share: float | None = None
    outputs: tuple[OutputSample, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Newest:
    """What the newest record of a release tells."""

    started_utc_ns: int = 0
    openvino_version: str = ""
    facts: tuple[Fact, ...] = ()


@dataclass
class Harvest:
    """What all records leave behind.

    Attributes:
        releases: By the release of OpenVINO that cells ask for, in their order.
        slices_ns: Time spent in slices, all trials together.
        sessions: First start and last end of each session on the wall clock, ns.
        rounds: First start and last end of each round within a session.
    """

    cells: dict[str, Gathered]
    releases: dict[str, Newest] = field(default_factory=dict)
    started_utc_ns: int = 0
    slices_ns: int = 0
    sessions: dict[str, tuple[int, int]] = field(default_factory=dict)
    rounds: dict[tuple[str, int], tuple[int, int]] = field(default_factory=dict)
    left_out: list[Unreadable] = field(default_factory=list)

    @property
    def newest(self) -> Newest:
        """The newest record of all."""
        return max(self.releases.values(), key=lambda one: one.started_utc_ns, default=Newest())

    @property
    def openvino_version(self) -> str:
        """That of all cells, or the versions of several releases in the order of the cells."""
        return ", ".join(dict.fromkeys(one.openvino_version for one in self.releases.values()))

    @property
    def facts(self) -> tuple[Fact, ...]:
        """As the newest record has them; where releases differ in a version, with those of all of them."""
        return tuple(self._of_all(fact) for fact in self.newest.facts)

    def _of_all(self, fact: Fact) -> Fact:
        if fact.group != "software" or len(self.releases) == 1:
            return fact
        known = (one for newest in self.releases.values() for one in newest.facts)
        same = (one.value for one in known if (one.group, one.key) == (fact.group, fact.key))
        return replace(fact, value=", ".join(dict.fromkeys(same)))

    @property
    def measured_seconds(self) -> float:
        """Wall time of all sessions, from first to last record."""
        return sum(end - begin for begin, end in self.sessions.values()) / 1e9

    @property
    def seconds_per_round(self) -> float:
        """Median wall time of a round, NaN where nothing was measured."""
        lengths = [(end - begin) / 1e9 for begin, end in self.rounds.values()]
        return statistics.median(lengths) if lengths else math.nan


def gather(plan: Plan, records: Iterable[tuple[Record, str]]) -> Harvest:
    """Read every record once and keep what later steps need."""
    harvest = Harvest({cell.id: Gathered() for cell in plan.cells})
    for record, sha256 in records:
        found = harvest.cells.get(record.cell_id)
        if found is None:
            reason = f"configuration {record.cell_id} is not in this experiment"
            harvest.left_out.append(Unreadable(path=sha256, reason=reason))
            continue
        _note_session(harvest, record)
        _note_release(harvest, plan.cell(record.cell_id).setting.openvino, record)
        _add(found, record, sha256)
        harvest.slices_ns += int(record.slices.length_ns)
    found_first = harvest.releases
    harvest.releases = {
        asked: found_first[asked] for asked in (*plan.releases, *found_first) if asked in found_first
    }
    for found in harvest.cells.values():
        _drop_repeats(found)
    _drop_older_versions(plan, harvest)
    return harvest


def _note_session(harvest: Harvest, record: Record) -> None:
    begin, end = min(record.started_utc_ns, record.before.utc_ns), record.after.utc_ns
    _widen(harvest.sessions, record.session, begin, end)
    _widen(harvest.rounds, (record.session, record.round), begin, end)
    harvest.started_utc_ns = min(first for first, _ in harvest.sessions.values())


def _note_release(harvest: Harvest, asked: str, record: Record) -> None:
    """Keep the newest record of a release; one without its release knows nothing of it."""
    known = record.failure is None or record.failure.kind != "no-release"
    if known and record.started_utc_ns >= harvest.releases.get(asked, Newest()).started_utc_ns:
        harvest.releases[asked] = Newest(
            started_utc_ns=record.started_utc_ns,
            openvino_version=record.openvino_version,
            facts=record.facts,
        )


def _widen(spans: dict[Key, tuple[int, int]], key: Key, begin: int, end: int) -> None:
    first, last = spans.get(key, (begin, end))
    spans[key] = (min(first, begin), max(last, end))


def _add(found: Gathered, record: Record, sha256: str) -> None:
    if record.model is not None:
        found.model = record.model
    if not counting.usable(record):
        nothing = Failure(kind="inference", message="no request was counted")
        found.failures.append(record.failure or nothing)
        found.failed_rounds.append(record.round)
        return
    reduced = trials.reduce(record, sha256)
    found.trials.append(reduced.summary)
    found.latencies.append(reduced.latencies)
    found.versions.append(record.openvino_version)
    found.in_force = record.in_force
    found.outputs = record.outputs or found.outputs
    if record.denormal_share is not None:
        found.denormal_share = max(found.denormal_share or 0.0, record.denormal_share)


def _keep(found: Gathered, rows: Sequence[int]) -> None:
    found.trials = [found.trials[row] for row in rows]
    found.latencies = [found.latencies[row] for row in rows]
    found.versions = [found.versions[row] for row in rows]


def _drop_repeats(found: Gathered) -> None:
    """Of several trials of one round and group the newest counts; the rest in order of round and group."""
    newest: dict[tuple[int, int], int] = {}
    for row, trial in enumerate(found.trials):
        key = (trial.round, trial.group)
        if key not in newest or trial.started_utc_ns > found.trials[newest[key]].started_utc_ns:
            newest[key] = row
    _keep(found, [newest[key] for key in sorted(newest)])


def _drop_older_versions(plan: Plan, harvest: Harvest) -> None:
    """Trials of another version than the newest of the release that a cell asks for are not pooled."""
    for cell in plan.cells:
        found = harvest.cells[cell.id]
        newest = harvest.releases.get(cell.setting.openvino, Newest()).openvino_version
        found.version = "" if plan.releases == (INSTALLED,) else newest
        kept = [row for row, version in enumerate(found.versions) if version == newest]
        for row in set(range(len(found.trials))) - set(kept):
            reason = f"measured with OpenVINO {found.versions[row]}, the newest with {newest}"
            harvest.left_out.append(Unreadable(path=found.trials[row].sha256, reason=reason))
        _keep(found, kept)


def result(cell: Cell, found: Gathered, percents: Sequence[float], facts: Sequence[Fact]) -> CellResult:
    """Everything about one cell; `percents` are asked for beside the usual percentiles."""
    status = _status(cell, found)
    bare = CellResult(cell=cell, status=status, failures=tuple(found.failures), model=found.model)
    if status is not Status.MEASURED:
        return bare
    ascending = np.sort(np.concatenate(found.latencies))
    effective = sum(trial.effective_requests for trial in found.trials)
    slots = _slot_shares(found.trials)
    counted = sum(trial.requests for trial in found.trials)
    floors = [trial.floor_share for trial in found.trials if trial.floor_share is not None]
    return replace(
        bare,
        throughput=level(found.trials, "throughput"),
        latency=level(found.trials, "latency"),
        percentiles=percentiles(found.trials, found.latencies, percents),
        latency_grid_ns=series.nearest_rank(ascending, GRID),
        effective_requests=effective,
        slot_shares=slots,
        share_spread=max(slots) - min(slots) if slots else None,
        in_order=sum(trial.in_order * trial.requests for trial in found.trials) / counted,
        floor_share=statistics.median(floors) if floors else None,
        denormal_share=found.denormal_share,
        trials=tuple(found.trials),
        in_force=found.in_force,
        openvino_version=found.version,
        emulating=mismatches.emulating(found.in_force, facts) if found.in_force else (),
        startup=middle_start([trial.startup for trial in found.trials if trial.startup is not None]),
        memory=_memory(found.trials),
        outputs=found.outputs,
    )


def _status(cell: Cell, found: Gathered) -> Status:
    if found.trials:
        return Status.MEASURED
    if found.failures:
        missing = all(failure.kind == "no-device" for failure in found.failures)
        return Status.NO_DEVICE if missing else Status.FAILED
    return Status.PENDING if cell.measured else Status.PUBLISHED


def level(found: Sequence[TrialSummary], metric: Metric) -> Interval:
    """Geometric mean over rounds with its interval."""
    rounds = by_round(found, METRICS[metric].of_trial)
    return stats.geometric_interval(np.array(list(rounds.values())))


def percentiles(
    found: Sequence[TrialSummary], latencies: Sequence[Latencies], percents: Sequence[float]
) -> tuple[Percentile, ...]:
    """The usual percentiles of a cell and those asked for; `latencies` of each trial, ascending."""
    wanted = sorted({percent for percent, _ in series.NEEDED} | set(percents))
    rounds: dict[int, list[Latencies]] = {}
    for trial, each in zip(found, latencies, strict=True):
        rounds.setdefault(trial.round, []).append(each)
    parts = [each[0] if len(each) == 1 else np.sort(np.concatenate(each)) for each in rounds.values()]
    ascending = np.sort(np.concatenate(parts))
    effective = sum(trial.effective_requests for trial in found)
    return tuple(_percentile(percent, ascending, parts, effective) for percent in wanted)


def _percentile(
    percent: float, ascending: Latencies, parts: Sequence[Latencies], effective: float
) -> Percentile:
    needed = series.requests_needed(percent)
    if effective < needed:
        return Percentile(percent=percent, latency_ns=None, needed=needed)
    value = float(series.nearest_rank(ascending, (percent,))[0])
    bare = Percentile(percent=percent, latency_ns=value, needed=needed)
    if len(parts) < FEWEST_ROUNDS:
        low, high = series.order_interval(ascending, percent, effective)
        return replace(bare, low=low, high=high)
    shift, error = tails.between_rounds(percent, ascending, parts)
    df = len(parts) - 1.0
    reach = float(stats.t_quantile(1 - stats.ALPHA / 2, df)) * error
    return replace(
        bare,
        low=value * math.exp(min(shift - reach, 0.0)),
        high=value * math.exp(shift + reach),
        shift=shift,
        error=error,
        df=df,
    )


def _slot_shares(found: Sequence[TrialSummary]) -> tuple[float, ...]:
    slots = max(len(trial.slot_requests) for trial in found)
    sums = np.zeros(slots)
    for trial in found:
        sums[: len(trial.slot_requests)] += trial.slot_requests
    return tuple((sums / sums.sum()).tolist())


def middle_start(starts: Sequence[Startup]) -> Startup | None:
    """The start whose time to the first answer is the median, or the mean of the two in the middle.

    So its parts add up to its total; medians of the parts would not. Starts that took the compiled model
    from a cache are another thing: they count only where there are no others. `None` without starts.
    """
    alike = [start for start in starts if not start.from_cache] or list(starts)
    if not alike:
        return None
    alike.sort(key=lambda start: start.total_ns)
    low, high = alike[(len(alike) - 1) // 2], alike[len(alike) // 2]
    return Startup(
        import_ns=(low.import_ns + high.import_ns) // 2,
        read_ns=(low.read_ns + high.read_ns) // 2,
        compile_ns=(low.compile_ns + high.compile_ns) // 2,
        first_inference_ns=(low.first_inference_ns + high.first_inference_ns) // 2,
        from_cache=low.from_cache,
    )


def _memory(found: Sequence[TrialSummary]) -> Memory | None:
    known = [trial.memory for trial in found if trial.memory is not None]
    if not known:
        return None
    return Memory(
        compiled_bytes=_middle([entry.compiled_bytes for entry in known]),
        end_bytes=_middle([entry.end_bytes for entry in known]),
        peak_bytes=_middle([entry.peak_bytes for entry in known]),
    )


def _middle(values: Sequence[int | None]) -> int | None:
    known = [value for value in values if value is not None]
    return round(statistics.median(known)) if known else None
