"""One setting under two labels: what a host sees where there is nothing to see."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

from ovreport.analysis.results import Contrast
from ovreport.errors import OvreportError, StoreError
from ovreport.plan import Cell, Factor, Plan, cell_id
from ovreport.records import Interval, NoiseFloor
from ovreport.workflow import measure, report
from ovreport.workflow.job import Job
from ovreport.workflow.words import counted

SLUG = "aa"
"""Names the folder of the records; no experiment file may have this name."""
LABELS = ("first", "second")
FLOOR_ROUNDS = 5
"""Of a floor: with three the interval of two labels is four times as wide as with many, or by luck none."""


def twice(plan: Plan) -> Plan:
    """A plan of the baseline cell's setting alone, as two cells that differ in their label only."""
    setting = plan.cell(plan.baseline).setting
    cells = tuple(
        Cell(id=cell_id(setting, rank), levels=(("label", label),), setting=setting)
        for rank, label in enumerate(LABELS)
    )
    return replace(
        plan,
        article=replace(plan.article, slug=SLUG),
        factors=(Factor(name="label", levels=LABELS),),
        cells=cells,
        baseline=cells[0].id,
        discuss=("label",),
        published=(),
        latency_bounds_ms=(),
    )


def check_wanted(job: Job, host: str, *, replace_floor: bool) -> None:
    """That what will be measured may become this host's floor, said before any time is spent.

    Raises:
        OvreportError: The floor that is there rests on more rounds.
    """
    known, rounds = known_floor(job, host), job.plan.measure.rounds
    if known and known.rounds > rounds and not replace_floor:
        raise OvreportError(
            f"{host} has a noise floor of {known.floor:.1%} already ({basis(known)}); {rounds} rounds know "
            f"less. Measure at least as many (--rounds {known.rounds}), or replace it all the same with "
            "--replace."
        )


def measured(
    job: Job, *, host: str, wait: bool, listener: measure.Listener, await_quiet: bool = False
) -> NoiseFloor:
    """Measure both labels anew and take the floor from their throughput.

    Raises:
        OvreportError: The setting failed, or too few rounds have both labels.
    """
    experiment = measure.prepare(job, host=host, rerun=True, say=listener.waiting)
    with measure.lock([job], host=host, wait=wait, waiting=listener.waiting):
        outcome = measure.execute(experiment, host=host, listener=listener, await_quiet=await_quiet)
        if problems := measure.failures(job, outcome):
            raise OvreportError("no noise floor: " + "; ".join(problems))
        found = report.inputs_of(job, host, noise=False)
        contrasts = report.build(job, found).analysis.contrasts if found else ()
    setting = job.plan.cells[0].setting
    return replace(floor_of(contrasts), network=setting.model.name, device=setting.device)


def floor_of(contrasts: tuple[Contrast, ...]) -> NoiseFloor:
    """The farther bound of the interval of the two labels' throughput ratio, as a relative difference.

    Raises:
        OvreportError: Too few rounds have both labels: the interval of fewer says next to nothing, or by
            luck too much.
    """
    for contrast in contrasts:
        estimate = contrast.estimate
        if contrast.metric == "throughput" and estimate and estimate.rounds >= FLOOR_ROUNDS:
            far = max(estimate.high, 1 / estimate.low) - 1
            ratio = Interval(value=estimate.ratio, low=estimate.low, high=estimate.high)
            return NoiseFloor(ratio=ratio, floor=far, rounds=estimate.rounds, measured_utc_ns=time.time_ns())
    raise OvreportError(
        f"no noise floor: fewer than {FLOOR_ROUNDS} rounds have both labels. Try more with --rounds."
    )


def known_floor(job: Job, host: str) -> NoiseFloor | None:
    """The floor that is there; a damaged one is as good as none here, where it is measured again."""
    try:
        return job.store().noise(host)
    except StoreError:
        return None


def keep(
    job: Job, floor: NoiseFloor, host: str, *, replace_floor: bool
) -> tuple[Path | None, NoiseFloor | None]:
    """Keep a floor unless the one that is there is better founded.

    More rounds know better. Of two models with equally many rounds the noisier one counts, since the floor
    holds for every experiment of the host.

    Returns:
        The file in which it is kept, `None` where the other one stays; and the one that was there.
    """
    known = known_floor(job, host)
    if known and not replace_floor and not _better(floor, known):
        return None, known
    return job.store().save_noise(host, floor), known


def _better(new: NoiseFloor, known: NoiseFloor) -> bool:
    if new.rounds != known.rounds:
        return new.rounds > known.rounds
    return (new.network, new.device) == (known.network, known.device) or new.floor >= known.floor


def basis(floor: NoiseFloor) -> str:
    """What a floor rests on: `tiny on CPU, 8 rounds`."""
    rounds = counted(floor.rounds, "round")
    return f"{floor.network} on {floor.device}, {rounds}" if floor.network else rounds
