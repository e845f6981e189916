"""One setting under two labels: what a host sees where there is nothing to see."""

from __future__ import annotations

import tempfile
import time
from dataclasses import replace
from pathlib import Path

from rich.console import Console

from ovreport import reports
from ovreport.analysis import LEAST_MARGIN, Contrast
from ovreport.cli import experiments, measuring
from ovreport.cli.words import counted
from ovreport.errors import OvreportError, SpecError, StoreError
from ovreport.plan import Cell, Factor, Plan, cell_id
from ovreport.records import Interval, NoiseFloor
from ovreport.reports import Asked
from ovreport.spec import Overrides

SLUG = "aa"
"""Names the folder of the records; no experiment file may have this name."""
LABELS = ("first", "second")
FEWEST_ROUNDS = 5
"""Of a floor: with three the interval of two labels is four times as wide as with many, or by luck none."""
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
        file = Path(folder) / "built-in.yaml"
        file.write_text(BUILT_IN, encoding="utf-8")
        (asked,) = experiments.load([file], overrides=overrides, results=results)
    place = results if results is not None else experiments.FOLDER / "results"
    return replace(asked, plan=twice(asked.plan), results=place, path=experiments.FOLDER / file.name)


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


def check_wanted(asked: Asked, host: str, *, replace_floor: bool) -> None:
    """That what will be measured may become this host's floor, said before any time is spent.

    Raises:
        OvreportError: The floor that is there rests on more rounds.
    """
    known, rounds = _known(asked, host), asked.plan.measure.rounds
    if known and known.rounds > rounds and not replace_floor:
        raise OvreportError(
            f"{host} has a noise floor of {known.floor:.1%} already ({basis(known)}); {rounds} rounds know "
            f"less. Measure at least as many (--rounds {known.rounds}), or replace it all the same with "
            "--replace."
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
        basis = next((each for each in reports.bases(asked, noise=False) if each.host == host), None)
        contrasts = reports.report(asked, basis).analysis.contrasts if basis else ()
    setting = asked.plan.cells[0].setting
    return replace(floor_of(contrasts), network=setting.model.name, device=setting.device)


def floor_of(contrasts: tuple[Contrast, ...]) -> NoiseFloor:
    """The farther bound of the interval of the two labels' throughput ratio, as a relative difference.

    Raises:
        OvreportError: Too few rounds have both labels: the interval of fewer says next to nothing, or by
            luck too much.
    """
    for contrast in contrasts:
        estimate = contrast.estimate
        if contrast.metric == "throughput" and estimate and estimate.rounds >= FEWEST_ROUNDS:
            far = max(estimate.high, 1 / estimate.low) - 1
            ratio = Interval(value=estimate.ratio, low=estimate.low, high=estimate.high)
            return NoiseFloor(ratio=ratio, floor=far, rounds=estimate.rounds, measured_utc_ns=time.time_ns())
    raise OvreportError(
        f"no noise floor: fewer than {FEWEST_ROUNDS} rounds have both labels. Try more with --rounds."
    )


def kept(asked: Asked, floor: NoiseFloor, host: str, *, replace_floor: bool) -> str:
    """Keep the floor, or the one that is there if it is better founded, and say which.

    More rounds know better. Of two networks with equally many rounds the noisier one counts, since the floor
    holds for every experiment of the host.
    """
    known = _known(asked, host)
    if known and not replace_floor and not _better(floor, known):
        return (
            f"The floor of {host} stays {known.floor:.1%} ({basis(known)}). "
            "`ovreport aa --replace` puts a new one in its place."
        )
    path = asked.store().save_noise(host, floor)
    before = f", in place of {known.floor:.1%} ({basis(known)})" if known else ""
    return f"{path}: kept for all pages about {host}{before}."


def _known(asked: Asked, host: str) -> NoiseFloor | None:
    """The floor that is there; a damaged one is as good as none here, where it is measured again."""
    try:
        return asked.store().noise(host)
    except StoreError:
        return None


def _better(new: NoiseFloor, known: NoiseFloor) -> bool:
    if new.rounds != known.rounds:
        return new.rounds > known.rounds
    return (new.network, new.device) == (known.network, known.device) or new.floor >= known.floor


def basis(floor: NoiseFloor) -> str:
    """What a floor rests on: `tiny on CPU, 8 rounds`."""
    rounds = counted(floor.rounds, "round")
    return f"{floor.network} on {floor.device}, {rounds}" if floor.network else rounds


def described(floor: NoiseFloor, host: str) -> str:
    """The floor in words, and what pages make of it."""
    ratio = floor.ratio
    effect = (
        f"Pages about {host} claim no smaller difference, unless the experiment file sets `margin`."
        if floor.floor > LEAST_MARGIN
        else f"That is below the {LEAST_MARGIN:.0%} that pages ask for anyway."
    )
    return (
        f"{host}: one setting under two labels came out at a ratio of {ratio.value:.3f} "
        f"(95 % CI {ratio.low:.3f} to {ratio.high:.3f}; {basis(floor)}). Differences below {floor.floor:.1%} "
        f"cannot be told from noise here. {effect}"
    )
