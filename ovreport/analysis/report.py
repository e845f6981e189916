"""From all records of one experiment on one host to everything that is known about them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from ovreport.analysis import (
    agreement,
    answers,
    caveats,
    choice,
    counted,
    neighbours,
    questions,
    same_work,
    surroundings,
    undisturbed,
)
from ovreport.analysis.cells import gather, result
from ovreport.analysis.contrasts import Measurements, all_families, contrasts, effects
from ovreport.analysis.frequency import frequencies
from ovreport.analysis.metrics import CHOSEN_BY, ChosenBy, Metric
from ovreport.analysis.pairing import Ratios, Trials
from ovreport.analysis.results import (
    Analysis,
    BestSet,
    CellResult,
    Contrast,
    Effect,
    NoiseFloor,
    Status,
    Unreadable,
    Verdict,
)
from ovreport.limits import LEAST_MARGIN
from ovreport.plan import Plan, looks
from ovreport.records import LeftOut, Record


def analyse(
    plan: Plan,
    host: str,
    records: Iterable[tuple[Record, str]],
    *,
    noise: NoiseFloor | None = None,
    unreadable: tuple[Unreadable, ...] = (),
    left_out: tuple[LeftOut, ...] = (),
) -> Analysis:
    """Everything that the records of one host tell about an experiment.

    Args:
        plan: What was to be measured.
        host: Whose records these are; empty where only figures of others are to be told.
        records: Each with the SHA-256 of its file. Read once, one at a time, and not kept.
        noise: What this host's A/A comparison showed.
        unreadable: Files that could not be read.
        left_out: Records of this host that are not among `records`, by the reason.
    """
    harvest = gather(plan, records)
    percents = [percent for percent, _ in plan.latency_bounds_ms]
    alone = [result(cell, harvest.cells[cell.id], percents, harvest.facts) for cell in plan.cells]
    cells = surroundings.with_quiet_levels(plan, alone)
    for found in harvest.cells.values():
        found.latencies = []  # nothing needs single latencies any more
    seconds = harvest.measured_seconds
    blocks = surroundings.passes(trial for cell in cells for trial in cell.trials).values()
    repeated = sum(each.set_aside for each in blocks)
    trials = [trial for cell in cells for trial in cell.trials] if plan.wants_quiet else []
    analysis = Analysis(
        plan=plan,
        host=host,
        facts=harvest.facts,
        cells=cells,
        same_in_force=agreement.same_in_force(cells),
        outputs=answers.outputs(plan, cells),
        counts=counted.counts(plan, cells),
        noise=noise,
        margin=margin(plan, noise),
        alike=alike(plan),
        rounds=len({trial.round for cell in cells for trial in cell.trials}),
        measured_seconds=seconds,
        seconds_per_round=harvest.seconds_per_round,
        measuring_share=min(1.0, harvest.slices_ns / 1e9 / seconds) if seconds > 0 else 0.0,
        started_utc_ns=harvest.started_utc_ns,
        newest_utc_ns=harvest.newest.started_utc_ns,
        openvino_version=harvest.openvino_version,
        unreadable=(*unreadable, *harvest.left_out),
        left_out=left_out,
        passes=sum(len(each.numbers) for each in blocks) + repeated,
        passes_repeated=repeated,
        slices=sum(len(trial.slice_turn) for trial in trials),
        slices_hit=sum(int(trial.slice_hit.sum()) for trial in trials),
        slice_noise=neighbours.noise(cells),
        frequencies=frequencies(trial for cell in cells for trial in cell.trials),
        throttled=sum(events) if (events := throttle_events(cells)) else None,
    )
    if any(cell.status is Status.MEASURED for cell in cells):
        analysis = with_comparisons(analysis)
    return replace(analysis, caveats=caveats.find(analysis))


def throttle_events(cells: Sequence[CellResult]) -> tuple[int, ...]:
    """Throttle events of every block that counted them; its cells share their readings, so it counts once."""
    blocks: dict[tuple[str, int, int], int] = {}
    for trial in (trial for cell in cells for trial in cell.trials):
        if trial.throttled is not None:
            blocks[trial.session, trial.round, trial.group] = trial.throttled
    return tuple(blocks.values())


def margin(plan: Plan, noise: NoiseFloor | None) -> float:
    """What a difference must exceed: the plan's margin, or the larger of 3 % and the noise floor."""
    if plan.margin is not None:
        return plan.margin
    return max(LEAST_MARGIN, noise.floor) if noise is not None else LEAST_MARGIN


def alike(plan: Plan) -> float:
    """What equivalent sides differ by at most: noise makes nothing the same."""
    return LEAST_MARGIN if plan.margin is None else plan.margin


def measurements(analysis: Analysis, metric: Metric) -> Measurements:
    """What comparing by `metric` needs."""
    trials: Trials = {cell.cell.id: cell.trials for cell in analysis.cells}
    return Measurements(
        ratios=Ratios(trials, metric, analysis.plan.baseline, quiet=analysis.plan.wants_quiet),
        metric=metric,
        margin=analysis.margin,
        alike=analysis.alike,
        trials=trials,
        kinds={cell.cell.id: _kind(cell, metric) for cell in analysis.cells},
        same={cell: number for number, group in enumerate(analysis.same_in_force) for cell in group},
        seconds_per_round=analysis.seconds_per_round,
        carried=neighbours.carried(analysis.cells, metric),
        looks=looks(analysis.plan.measure),
    )


def _kind(result: CellResult, metric: Metric) -> object:
    if metric == "undisturbed":
        return undisturbed.concurrency(result)
    return "+".join(result.in_force.devices) if result.in_force else result.cell.setting.device


def compare(
    analysis: Analysis,
    metric: Metric,
    pairs: Sequence[tuple[str, str]],
    family: str,
    *,
    picked_from: int = 1,
) -> tuple[Contrast, ...]:
    """Further comparisons of measured cells, judged as one family: pairs of a cell and its reference.

    A contrast's `estimate` is `None` where fewer than two rounds have both cells. Where the analysis itself
    found no difference anywhere, the family stands behind the same gate as its own (see `stats`). Where the
    pairs were picked by the very data that they are judged by, `picked_from` is the number of such families
    that there might have been.
    """
    several = _gate(analysis.contrasts, metric)
    measured = measurements(analysis, metric)
    whole = [questions.whole(analysis.plan.cell(cell), reference) for cell, reference in pairs]
    return tuple(contrasts(measured, family, whole, questions=several * picked_from))


def in_total(
    analysis: Analysis, metric: Metric, pairs: Sequence[tuple[str, str]]
) -> tuple[tuple[float, ...], ...]:
    """Of each pair of a cell and its reference the log ratios of whole trials, one a round that has both.

    Empty where the two did not take turns: there, whole trials are compared anyway.
    """
    ratios = measurements(analysis, metric).ratios
    rows = (ratios.totals(reference)[ratios.row(cell)] for cell, reference in pairs)
    return tuple(tuple(row[np.isfinite(row)].tolist()) for row in rows)


def with_comparisons(analysis: Analysis) -> Analysis:
    """The analysis with everything that compares its cells, of which at least one was measured."""
    measured = {metric: measurements(analysis, metric) for metric in CHOSEN_BY}
    judged, told = judge(analysis, measured)
    if same_work.differs(cell for cell in analysis.cells if cell.status is Status.MEASURED):
        return replace(analysis, contrasts=judged, effects=told)  # none of them can stand in for another
    best, families = _best(analysis, measured, judged)
    beside = families[0]
    smallest = choice.smallest(analysis.plan, analysis.cells, best[0].best, beside)
    front = _front(analysis, measured, judged)
    return replace(
        analysis,
        contrasts=(*judged, *beside),
        effects=told,
        best=best,
        smallest=smallest,
        pareto=choice.pareto(analysis.cells, (*judged, *families[0], *families[1], *front)),
        within_bound=tuple(
            (percent, bound_ms, choice.best_within(analysis.cells, percent, bound_ms))
            for percent, bound_ms in analysis.plan.latency_bounds_ms
        ),
    )


def judge(
    analysis: Analysis, measured: Mapping[ChosenBy, Measurements]
) -> tuple[tuple[Contrast, ...], tuple[Effect, ...]]:
    """The contrasts of every question, and the effects that those of the factors add up to.

    Each metric has a gate of its own over its families.
    """
    present = [cell for cell in analysis.cells if cell.status is Status.MEASURED]
    asked = questions.families(analysis.plan, [cell.cell for cell in present])
    judged: list[Contrast] = []
    of_factors: list[Contrast] = []
    for metric in CHOSEN_BY:
        for family, found in all_families(measured[metric], asked).items():
            judged += found
            if family != questions.BASELINE and not family.startswith(questions.STEPS):
                of_factors += found
    if least := undisturbed.families(analysis.plan, present):
        for found in all_families(measurements(analysis, "undisturbed"), least).values():
            judged += found
            of_factors += found
    return tuple(judged), tuple(effects(analysis.plan, of_factors))


def _best(
    analysis: Analysis, measured: Mapping[ChosenBy, Measurements], judged: Sequence[Contrast]
) -> tuple[tuple[BestSet, ...], list[list[Contrast]]]:
    """The best sets of both metrics, throughput first, and the contrasts with the best one behind each."""
    present = choice.candidates(analysis.cells)
    found, families = [], []
    for metric in CHOSEN_BY:
        behind = choice.slower(judged, metric)
        leaders = [cell for cell in present if cell.cell.id not in behind] or present
        best = choice.front_runner(leaders, metric)
        pairs = [questions.whole(cell.cell, best) for cell in present if cell.cell.id != best]
        # any of the candidates might have come out best, so as many families were possible
        several = len(present) * _gate(judged, metric)
        families.append(contrasts(measured[metric], questions.BEST, pairs, questions=several))
        found.append(choice.tied(analysis.cells, metric, best, families[-1], behind.keys()))
    return tuple(found), families


def _front(
    analysis: Analysis, measured: Mapping[ChosenBy, Measurements], judged: Sequence[Contrast]
) -> list[Contrast]:
    """Cells beside the one that beats them by its estimates, picked among all others."""
    picked = choice.rivals(analysis.cells)
    whole = [questions.whole(analysis.plan.cell(cell), other) for cell, other in picked]
    others = max(1, len(choice.candidates(analysis.cells)) - 1)
    return [
        contrast
        for metric in CHOSEN_BY
        for contrast in contrasts(measured[metric], "front", whole, questions=others * _gate(judged, metric))
    ]


def _gate(judged: Iterable[Contrast], metric: Metric) -> int:
    """By how much a further family is adjusted: by the number of families where none finds a difference."""
    own = [contrast for contrast in judged if contrast.metric == metric]
    different = any(contrast.verdict in (Verdict.FASTER, Verdict.SLOWER) for contrast in own)
    return 1 if different else 1 + len({contrast.family for contrast in own})
