"""Reasons to distrust a result, found in its own data; each with its numbers."""

from __future__ import annotations

import math
import statistics
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import get_args

import numpy as np

from ovreport.analysis import memory, neighbours, series
from ovreport.analysis.mismatches import What
from ovreport.analysis.results import (
    GRID,
    Analysis,
    CellResult,
    Contrast,
    Doubt,
    DoubtKind,
    Status,
    TrialSummary,
)
from ovreport.records import OutputSample

FEW_ROUNDS = 5
SUSPEND_NS = 100_000_000
STANDSTILL_NS = 1e9
STANDSTILL_TIMES = 100
"""Of the usual latency, that an answer takes where the process was held rather than slow."""
OUTPUTS_RELATIVE = 0.05
SATURATED_SHARE = 0.9
DENORMAL_SHARE = 0.001
FLOOR_SHARE = 0.02
STEAL_SHARE = 0.02
OWN_CPU_SHARE = 0.01
LOAD = 0.5
FREQUENCY_SHARE = 0.05
NOISE = 0.10
OUTLIER_SHARE = 0.01
SHORT_SLICE = 3.0

Finder = Callable[[Analysis], Iterator[Doubt]]


def doubts(analysis: Analysis) -> tuple[Doubt, ...]:
    """All reasons to distrust `analysis`, from the most to the least serious."""
    if not analysis.host:
        return ()
    rank = {kind: number for number, kind in enumerate(DoubtKind)}
    found = [doubt for finder in FINDERS for doubt in finder(analysis)]
    return tuple(sorted(found, key=lambda doubt: rank[doubt.kind]))


def _measured(analysis: Analysis) -> list[CellResult]:
    return [cell for cell in analysis.cells if cell.status is Status.MEASURED]


def _about(
    kind: DoubtKind, cells: Sequence[CellResult], *, names: tuple[tuple[str, str], ...] = (), **numbers: float
) -> Doubt:
    return Doubt(
        kind=kind,
        cells=tuple(cell.cell.id for cell in cells),
        numbers=tuple((name, float(value)) for name, value in numbers.items()),
        names=names,
    )


def _where(
    analysis: Analysis, kind: DoubtKind, name: str, value: Callable[[CellResult], float], limit: float
) -> Iterator[Doubt]:
    """One doubt for all cells whose `value` exceeds `limit`, with the largest value as its number."""
    values = [(value(cell), cell) for cell in _measured(analysis)]
    touched = [(number, cell) for number, cell in values if number > limit]
    if touched:
        worst = max(number for number, _ in touched)
        yield Doubt(
            kind=kind,
            cells=tuple(cell.cell.id for _, cell in touched),
            numbers=((name, worst), ("limit", limit)),
        )


def _mean(trials: Sequence[TrialSummary], value: Callable[[TrialSummary], float | None]) -> float:
    known = [number for trial in trials if (number := value(trial)) is not None]
    return statistics.fmean(known) if known else 0.0


# ---------------------------------------------------------------- what went wrong


def _failed(analysis: Analysis) -> Iterator[Doubt]:
    """One doubt for each kind of failure, and the cells that fail so most often."""
    by_kind: dict[str, list[CellResult]] = {}
    for cell in analysis.cells:
        if cell.failures and cell.status is not Status.NO_DEVICE:
            kind, _ = Counter(failure.kind for failure in cell.failures).most_common(1)[0]
            by_kind.setdefault(kind, []).append(cell)
    for reason, cells in by_kind.items():
        failed = sum(failure.kind == reason for cell in cells for failure in cell.failures)
        trials = sum(len(cell.failures) + len(cell.trials) for cell in cells)
        yield _about(DoubtKind.FAILED, cells, names=(("kind", reason),), failed=failed, trials=trials)


def _suspended(analysis: Analysis) -> Iterator[Doubt]:
    yield from _where(
        analysis,
        DoubtKind.SUSPEND,
        "seconds",
        lambda cell: max(trial.suspend_ns for trial in cell.trials) / 1e9,
        SUSPEND_NS / 1e9,
    )


def _stood_still(analysis: Analysis) -> Iterator[Doubt]:
    """Trials in which nothing went on for a while: a stopped process, a paused virtual machine, a sleep.

    A pause makes a request long that is in flight, or the next one late where the recorder itself was held.
    """
    held = []
    for cell in _measured(analysis):
        for trial in cell.trials:
            usual_ns, longest_ns = trial.latency_grid_ns[[GRID.index(50), GRID.index(100)]]
            longest_ns = max(longest_ns, trial.pause_ns)
            if longest_ns > max(STANDSTILL_NS, STANDSTILL_TIMES * usual_ns):
                held.append((float(longest_ns), float(usual_ns), trial.round, cell))
    if held:
        longest_ns, usual_ns, number, _ = max(held, key=lambda each: each[0])
        yield _about(
            DoubtKind.STANDSTILL,
            tuple({each.cell.id: each for *_, each in held}.values()),
            seconds=longest_ns / 1e9,
            usual_ns=usual_ns,
            round=number,
        )


def _clock(analysis: Analysis) -> Iterator[Doubt]:
    touched = [cell for cell in _measured(analysis) if any(trial.suspect for trial in cell.trials)]
    if touched:
        suspect = sum(trial.suspect for cell in touched for trial in cell.trials)
        counted = sum(trial.requests for cell in touched for trial in cell.trials)
        yield _about(DoubtKind.CLOCK, touched, requests=suspect, share=suspect / (suspect + counted))


def _not_numbers(analysis: Analysis) -> Iterator[Doubt]:
    """NaN and infinities in the outputs of cells, whether other cells have them or not."""
    counts = [(sum(map(_not_finite, cell.outputs)), cell) for cell in _measured(analysis)]
    touched = [(number, cell) for number, cell in counts if number]
    if touched:
        worst, cell = max(touched, key=lambda pair: pair[0])
        total = sum(math.prod(output.shape) for output in cell.outputs)
        yield _about(DoubtKind.NOT_NUMBERS, [cell for _, cell in touched], values=worst, of=total)


def _not_finite(output: OutputSample) -> int:
    return max(output.not_finite, int(np.count_nonzero(~np.isfinite(output.values))))


def _outputs(analysis: Analysis) -> Iterator[Doubt]:
    """Outputs that are far apart; those that cannot be subtracted are told by the conclusions.

    A cell that answers as one does that is far from others is as far from them.
    """
    informative = [entry for entry in analysis.outputs if entry.informative and not entry.mismatch]
    far = [entry for entry in informative if entry.relative > OUTPUTS_RELATIVE]
    if far:
        alike = {entry.cell: entry.reference for entry in informative if entry not in far}
        touched = {entry.cell for entry in far}
        cells = [
            result
            for result in analysis.cells
            if result.cell.id in touched or alike.get(result.cell.id) in touched
        ]
        worst = max(far, key=lambda entry: entry.relative)
        yield _about(DoubtKind.OUTPUTS, cells, largest=worst.largest, relative=worst.relative)


def _saturated(analysis: Analysis) -> Iterator[Doubt]:
    """Outputs that were compared and hold hardly anything but 0 and 1."""
    compared = {cell for entry in analysis.outputs for cell in (entry.cell, entry.reference)}
    found = [
        (output.saturated, output.name, cell)
        for cell in _measured(analysis)
        if cell.cell.id in compared
        for output in cell.outputs
        if output.saturated is not None and output.saturated >= SATURATED_SHARE
    ]
    if found:
        share, name, _ = max(found, key=lambda each: each[0])
        cells = tuple({cell.cell.id: cell for *_, cell in found}.values())
        yield _about(DoubtKind.SATURATED, cells, names=(("output", name),), share=share)


def _stateful(analysis: Analysis) -> Iterator[Doubt]:
    """Cells whose requests follow on those before them."""
    touched = [
        cell
        for cell in _measured(analysis)
        if cell.cell.setting.state == "keep" and cell.model is not None and cell.model.variables
    ]
    if touched:
        yield _about(DoubtKind.STATEFUL, touched)


def _denormals(analysis: Analysis) -> Iterator[Doubt]:
    yield from _where(
        analysis, DoubtKind.DENORMALS, "share", lambda cell: cell.denormal_share or 0.0, DENORMAL_SHARE
    )


def _throttled(analysis: Analysis) -> Iterator[Doubt]:
    """Events while measuring, and the cells of the blocks in which they came."""
    if analysis.throttled:
        cells = [cell for cell in _measured(analysis) if any(trial.throttled for trial in cell.trials)]
        yield _about(DoubtKind.THROTTLED, cells, events=analysis.throttled)


def _quota(analysis: Analysis) -> Iterator[Doubt]:
    """Periods while measuring in which the quota of a control group was used up.

    The cells of a block share its readings, so they count once.
    """
    blocks: dict[tuple[str, int, int], tuple[int, float]] = {}
    touched = []
    for cell in _measured(analysis):
        held = [(trial, found) for trial in cell.trials if (found := _held(trial)) is not None]
        blocks |= {(trial.session, trial.round, trial.group): found for trial, found in held}
        if any(periods for _, (periods, _) in held):
            touched.append(cell)
    if touched:
        granted = {fact.key: fact.value for fact in analysis.facts}.get("granted_processors", "")
        yield _about(
            DoubtKind.QUOTA,
            touched,
            names=(("granted", granted),),
            periods=sum(periods for periods, _ in blocks.values()),
            seconds=sum(seconds for _, seconds in blocks.values()),
        )


def _held(trial: TrialSummary) -> tuple[int, float] | None:
    """Periods and seconds that a quota held the trial's block back; `None` where there is none."""
    before, after = trial.before, trial.after
    if before.held_periods is None or after.held_periods is None:
        return None
    seconds = (after.held_seconds or 0.0) - (before.held_seconds or 0.0)
    return max(after.held_periods - before.held_periods, 0), max(seconds, 0.0)


def _frequency(analysis: Analysis) -> Iterator[Doubt]:
    """Clocks right after measuring, when the processor has had work for seconds, that differ by round."""
    clocks = [
        trial.after.frequency_mhz
        for cell in _measured(analysis)
        for trial in cell.trials
        if trial.after.frequency_mhz
    ]
    if clocks and min(clocks) < max(clocks) * (1 - FREQUENCY_SHARE):
        yield _about(DoubtKind.FREQUENCY, (), lowest=min(clocks), highest=max(clocks))


# ---------------------------------------------------------------- how much was measured


def _few_rounds(analysis: Analysis) -> Iterator[Doubt]:
    if _measured(analysis) and analysis.rounds < FEW_ROUNDS:
        yield _about(DoubtKind.FEW_ROUNDS, (), rounds=analysis.rounds, wanted=FEW_ROUNDS)


def _unequal_rounds(analysis: Analysis) -> Iterator[Doubt]:
    short = [cell for cell in _measured(analysis) if _rounds(cell) < analysis.rounds]
    if short:
        fewest = min(_rounds(cell) for cell in short)
        yield _about(DoubtKind.UNEQUAL_ROUNDS, short, fewest=fewest, rounds=analysis.rounds)


def _rounds(cell: CellResult) -> int:
    return len({trial.round for trial in cell.trials})


def _split(analysis: Analysis) -> Iterator[Doubt]:
    """Rounds whose cells were measured in several sessions: their slices were no neighbours in time."""
    sessions: dict[tuple[int, int], set[str]] = {}
    for cell in _measured(analysis):
        for trial in cell.trials:
            sessions.setdefault((trial.round, trial.group), set()).add(trial.session)
    split = {number for (number, _), names in sessions.items() if len(names) > 1}
    if split:
        yield _about(DoubtKind.SINGLE_SESSION_SPLIT, (), rounds=len(split), of=analysis.rounds)


def _percentiles(analysis: Analysis) -> Iterator[Doubt]:
    needed = series.requests_needed(99)
    short = [cell for cell in _measured(analysis) if cell.effective_requests < needed]
    if short:
        fewest = min(cell.effective_requests for cell in short)
        yield _about(DoubtKind.PERCENTILES, short, percent=99, effective=fewest, needed=needed)


def _short_slices(analysis: Analysis) -> Iterator[Doubt]:
    short = [(_per_slot(cell), cell) for cell in _measured(analysis) if _per_slot(cell) < SHORT_SLICE]
    if short:
        fewest = min(number for number, _ in short)
        cells = [cell for _, cell in short]
        yield _about(DoubtKind.SHORT_SLICES, cells, requests=fewest, wanted=SHORT_SLICE)


def _per_slot(cell: CellResult) -> float:
    """Counted requests of a slot in a slice."""
    slots = max(1, len(cell.slot_shares))
    slices = sum(len(trial.slice_turn) for trial in cell.trials)
    return sum(trial.requests for trial in cell.trials) / max(1, slices * slots)


# ---------------------------------------------------------------- what was not given


def _fallback(analysis: Analysis) -> Iterator[Doubt]:
    """One doubt for everything that was not granted, in the order of `What`; `_emulated` tells the rest."""
    found, order = analysis.mismatches, get_args(What)
    for each in sorted(found, key=lambda one: order.index(one.what)):
        if each.what != "emulated":
            names = (("what", each.what), ("asked", each.requested), ("given", each.effective))
            yield _about(DoubtKind.FALLBACK, found[each], names=names)


def _emulated(analysis: Analysis) -> Iterator[Doubt]:
    """A precision in force that the device lacks, whether it was asked for or not."""
    touched: dict[str, list[CellResult]] = {}
    for cell in _measured(analysis):
        if cell.in_force is not None and cell.in_force.emulated:
            touched.setdefault(cell.in_force.precision or "", []).append(cell)
    for precision, cells in touched.items():
        yield _about(DoubtKind.EMULATED, cells, names=(("precision", precision),))


# ---------------------------------------------------------------- what ran beside


def _floor(analysis: Analysis) -> Iterator[Doubt]:
    yield from _where(analysis, DoubtKind.FLOOR, "share", lambda cell: cell.floor_share or 0.0, FLOOR_SHARE)


def _steal(analysis: Analysis) -> Iterator[Doubt]:
    yield from _where(
        analysis,
        DoubtKind.STEAL,
        "share",
        lambda cell: _mean(cell.trials, lambda trial: trial.steal_share),
        STEAL_SHARE,
    )


def _own_cpu(analysis: Analysis) -> Iterator[Doubt]:
    yield from _where(
        analysis,
        DoubtKind.OWN_CPU,
        "share",
        lambda cell: _mean(cell.trials, lambda trial: trial.other_cpu_share),
        OWN_CPU_SHARE,
    )


def _load(analysis: Analysis) -> Iterator[Doubt]:
    """Load average before the first trial of a session, when nothing of ours has run yet."""
    first: dict[str, TrialSummary] = {}
    for cell in _measured(analysis):
        for trial in cell.trials:
            known = first.get(trial.session)
            if known is None or trial.started_utc_ns < known.started_utc_ns:
                first[trial.session] = trial
    loads = [trial.before.load_1min for trial in first.values() if trial.before.load_1min is not None]
    if loads and max(loads) > LOAD:
        yield _about(DoubtKind.LOAD, (), load=max(loads), limit=LOAD)


def _no_frequency(analysis: Analysis) -> Iterator[Doubt]:
    trials = [trial for cell in _measured(analysis) for trial in cell.trials]
    if trials and all(trial.before.frequency_mhz is None for trial in trials):
        yield _about(DoubtKind.NO_FREQUENCY, ())


def _no_floor(analysis: Analysis) -> Iterator[Doubt]:
    """No A/A comparison of this host is known, unless the experiment itself is one."""
    measured = _measured(analysis)
    is_one = len(measured) > 1 and len({cell.cell.setting for cell in measured}) == 1
    if measured and analysis.noise is None and not is_one:
        source = "default" if analysis.plan.margin is None else "experiment"
        yield _about(DoubtKind.NO_FLOOR, (), names=(("source", source),), margin=analysis.margin)


def _left_out(analysis: Analysis) -> Iterator[Doubt]:
    """Records that do not belong to what is told, a doubt for every reason."""
    for one in analysis.left_out:
        names = (("why", one.why), ("was", one.was), ("now", one.now), ("network", one.network))
        yield _about(DoubtKind.LEFT_OUT, (), names=names, records=one.records)


def _unreadable(analysis: Analysis) -> Iterator[Doubt]:
    if analysis.unreadable:
        first = analysis.unreadable[0]
        names = (("path", first.path), ("reason", first.reason))
        yield _about(DoubtKind.UNREADABLE, (), names=names, files=len(analysis.unreadable))


# ---------------------------------------------------------------- how steady it was


def _drift(analysis: Analysis) -> Iterator[Doubt]:
    """A slope that has one sign over the rounds and adds up to more than the margin within a trial."""
    touched = []
    for cell in _measured(analysis):
        changes = [trial.latency_change for trial in cell.trials]
        if neighbours.consistent(changes) and abs(statistics.fmean(changes)) > analysis.margin:
            touched.append((statistics.fmean(changes), cell))
    if touched:
        worst = max((change for change, _ in touched), key=abs)
        cells = [cell for _, cell in touched]
        yield _about(DoubtKind.DRIFT, cells, change=worst, limit=analysis.margin)


def _shift(analysis: Analysis) -> Iterator[Doubt]:
    """Trials whose level steps by more than the margin, whether other cells step with it or not."""
    limit = math.log1p(analysis.margin)
    touched, steps, worst = [], 0, 0.0
    for cell in _measured(analysis):
        sizes = [math.log(trial.shift[0]) for trial in cell.trials if trial.shift[1] >= 0]
        large = [size for size in sizes if abs(size) > limit]
        if large:
            touched.append(cell)
            steps += len(large)
            worst = max([worst, *large], key=abs)
    trials = sum(len(cell.trials) for cell in _measured(analysis))
    if touched and steps > 0.02 * trials:
        yield _about(DoubtKind.SHIFT, touched, ratio=math.exp(worst), trials=steps, of=trials)


def _modes(analysis: Analysis) -> Iterator[Doubt]:
    """Cells with several modes in most of their trials."""
    touched = [
        cell for cell in _measured(analysis) if statistics.median_low(t.modes for t in cell.trials) > 1
    ]
    if touched:
        most = max(statistics.median_low(trial.modes for trial in cell.trials) for cell in touched)
        yield _about(DoubtKind.MODES, touched, modes=most)


def _outliers(analysis: Analysis) -> Iterator[Doubt]:
    yield from _where(
        analysis,
        DoubtKind.OUTLIERS,
        "share",
        lambda cell: sum(t.outliers for t in cell.trials) / max(1, sum(t.requests for t in cell.trials)),
        OUTLIER_SHARE,
    )


def _noisy(analysis: Analysis) -> Iterator[Doubt]:
    """Levels that scatter from round to round, as pyperf judges it: a standard deviation of a tenth."""
    yield from _where(analysis, DoubtKind.NOISY, "deviation", _scatter, NOISE)


def _scatter(cell: CellResult) -> float:
    logs = [math.log(trial.throughput_fps) for trial in cell.trials]
    return statistics.stdev(logs) if len(logs) > 1 else 0.0


def _memory(analysis: Analysis) -> Iterator[Doubt]:
    """Levels that resemble those of the round before, beside the other cells'."""
    found = memory.remembered(_measured(analysis))
    if found is not None and found.p <= memory.SHOWN and found.correlation > 0:
        yield _about(DoubtKind.MEMORY, (), correlation=found.correlation, p=found.p, rounds=found.rounds)


def _no_spread(analysis: Analysis) -> Iterator[Doubt]:
    """Ratios that repeat themselves exactly: no clock does that, so nothing is claimed from them."""
    still = [contrast for contrast in analysis.contrasts if _is_still(contrast)]
    if still:
        cells = dict.fromkeys(cell for contrast in still for cell in (contrast.cell, contrast.reference))
        results = [analysis.cell(cell) for cell in cells]
        yield _about(DoubtKind.NO_SPREAD, results, rounds=analysis.rounds)


def _is_still(contrast: Contrast) -> bool:
    estimate = contrast.estimate
    return estimate is not None and estimate.rounds > 1 and float(np.ptp(estimate.log_ratios)) < 1e-12


def _neighbours(analysis: Analysis) -> Iterator[Doubt]:
    """Cells that are slower after others had the caches than after themselves."""
    found = neighbours.touched(_measured(analysis))
    if found:
        ratio = math.exp(max(found.values()))
        yield _about(DoubtKind.NEIGHBOURS, [analysis.cell(cell) for cell in found], ratio=ratio)


FINDERS: tuple[Finder, ...] = (
    _failed,
    _suspended,
    _stood_still,
    _clock,
    _not_numbers,
    _outputs,
    _saturated,
    _stateful,
    _denormals,
    _throttled,
    _quota,
    _frequency,
    _few_rounds,
    _unequal_rounds,
    _split,
    _fallback,
    _emulated,
    _floor,
    _steal,
    _own_cpu,
    _load,
    _drift,
    _shift,
    _modes,
    _outliers,
    _noisy,
    _memory,
    _no_spread,
    _short_slices,
    _neighbours,
    _percentiles,
    _no_frequency,
    _no_floor,
    _left_out,
    _unreadable,
)
