"""One setting under two labels: what a host sees where there is nothing to see."""

from __future__ import annotations

import tempfile
import time
from dataclasses import replace
from pathlib import Path

from rich.console import Console

from ovreport.analysis import Contrast
from ovreport.cli import experiments, measuring, reports
from ovreport.cli.experiments import Asked
from ovreport.errors import OvreportError, SpecError
from ovreport.plan import Cell, Factor, Plan, cell_id
from ovreport.records import Interval, NoiseFloor
from ovreport.spec import Overrides

SLUG = "aa"
LABELS = ("first", "second")
BUILT_IN = "title: One setting under two labels\nmodel: mobilenet-ssd\ndevice: CPU\nstreams: auto\n"


def doubled(
    path: Path | None,
    *,
    results: Path | None,
    rounds: int,
    seconds: float | None,
    allow_outside: bool,
    allow_commands: bool = False,
) -> Asked:
    """The baseline cell of an experiment, or a built-in one, under two labels.

    Raises:
        SpecError: The experiment file is wrong, or there are several.
    """
    overrides = Overrides(rounds=rounds, seconds=seconds)
    if path is not None:
        asked, *others = experiments.load(
            [path],
            overrides=overrides,
            results=results,
            allow_outside=allow_outside,
            allow_commands=allow_commands,
        )
        if others:
            raise SpecError(f"{path}: holds {1 + len(others)} experiments; name one of them.")
        return replace(asked, plan=twice(asked.plan))
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / f"{SLUG}.yaml"
        file.write_text(BUILT_IN, encoding="utf-8")
        (asked,) = experiments.load([file], overrides=overrides, results=results)
    place = results if results is not None else experiments.FOLDER / "results"
    return replace(asked, plan=twice(asked.plan), results=place, path=experiments.FOLDER / f"{SLUG}.yaml")


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


def measured(asked: Asked, *, host: str, wait: bool, quiet: bool) -> NoiseFloor:
    """Measure both labels anew and take the floor from their throughput.

    Raises:
        OvreportError: The setting failed, or too few rounds have both labels.
    """
    console = Console(stderr=True)
    experiment = measuring.prepared(asked, host=host, rerun=True)
    with measuring.locked([experiment], host=host, console=console, wait=wait):
        outcome = measuring.measure(experiment, host=host, console=console, quiet=quiet)
        if problems := measuring.failures(asked, outcome):
            raise OvreportError("no noise floor: " + "; ".join(problems))
        basis = next((each for each in reports.bases(asked) if each.host == host), None)
        contrasts = reports.report(asked, basis).analysis.contrasts if basis else ()
    return floor_of(contrasts)


def floor_of(contrasts: tuple[Contrast, ...]) -> NoiseFloor:
    """The farther bound of the interval of the two labels' throughput ratio, as a relative difference.

    Raises:
        OvreportError: There is no interval.
    """
    for contrast in contrasts:
        estimate = contrast.estimate
        if contrast.metric == "throughput" and estimate and estimate.low > 0:
            far = max(estimate.high, 1 / estimate.low) - 1
            ratio = Interval(value=estimate.ratio, low=estimate.low, high=estimate.high)
            return NoiseFloor(ratio=ratio, floor=far, rounds=estimate.rounds, measured_utc_ns=time.time_ns())
    raise OvreportError("no noise floor: fewer than two rounds have both labels. Try more with --rounds.")


def described(floor: NoiseFloor, host: str) -> str:
    """The floor in a sentence."""
    ratio = floor.ratio
    return (
        f"{host}: one setting under two labels came out at a ratio of {ratio.value:.3f} "
        f"(95 % CI {ratio.low:.3f} to {ratio.high:.3f}, {floor.rounds} rounds). Differences below "
        f"{floor.floor:.1%} cannot be told from noise here."
    )
