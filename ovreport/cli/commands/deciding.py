"""The commands that say how well this host can measure and how long to measure: aa, plan."""

from __future__ import annotations

import dataclasses
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ovreport import bounds
from ovreport.bounds import MOST_CELLS
from ovreport.cli import experiments, options, places, stopping
from ovreport.errors import SpecError

if TYPE_CHECKING:
    from ovreport.records import NoiseFloor
    from ovreport.spec import Overrides
    from ovreport.workflow import Job

BUILT_IN = "title: One configuration under two labels\nmodel: mobilenet-ssd\ndevice: CPU\nstreams: auto\n"


def aa(
    path: Annotated[
        Path | None,
        typer.Argument(
            metavar="FILE",
            help="Takes this experiment's baseline. Without it: mobilenet-ssd on the CPU.",
            show_default=False,
        ),
    ] = None,
    results: options.Results = None,
    rounds: Annotated[int, typer.Option("--rounds", min=5, max=bounds.ROUNDS.high, help="Rounds.")] = 8,
    seconds: options.Seconds = None,
    replace: Annotated[
        bool, typer.Option("--replace", help="Even if the floor that is there rests on more.")
    ] = False,
    host: options.Host = None,
    wait: options.Wait = False,
    no_wait: options.NoWait = False,
    allow_outside: options.AllowOutside = False,
    allow_commands: options.AllowCommands = False,
    quiet: options.Quiet = False,
) -> None:
    """Measure one configuration under two labels, and keep how far apart they come out: the noise floor.

    Pages about this host then claim no difference that is smaller. A floor that rests on more rounds, or on
    as many of a noisier model, stays.

    Example: ovreport aa --rounds 10
    """
    from ovreport.cli.display import Terminal  # the runner and the analysis are needed by few commands
    from ovreport.spec import Overrides
    from ovreport.workflow import noise_floor

    name = places.host(host)
    job = _measured_twice(
        path,
        results,
        Overrides(rounds=bounds.RoundNumbers(rounds, rounds), seconds=seconds),
        allow_outside=allow_outside,
        allow_commands=allow_commands,
    )
    noise_floor.check_wanted(job, name, replace_floor=replace)
    with stopping.saying(
        f"Stopped. What was known of the noise of {name} is as it was; the same command begins anew."
    ):
        floor = noise_floor.measured(
            job, host=name, wait=wait, await_quiet=not no_wait, listener=Terminal(quiet=quiet)
        )
        typer.echo(described(floor, name))
        kept, known = noise_floor.keep(job, floor, name, replace_floor=replace)
        typer.echo(_kept(name, kept, known))


def _measured_twice(
    path: Path | None,
    results: Path | None,
    overrides: Overrides,
    *,
    allow_outside: bool,
    allow_commands: bool,
) -> Job:
    """The baseline cell of an experiment, or a built-in one, under two labels.

    Raises:
        SpecError: The experiment file is wrong, or there are several.
    """
    from ovreport.workflow import noise_floor

    if path is None:
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "built-in.yaml"
            file.write_text(BUILT_IN, encoding="utf-8")
            (job,) = experiments.load([file], overrides=overrides, results=results)
        place = results if results is not None else experiments.FOLDER / "results"
        job = dataclasses.replace(job, results=place, path=experiments.FOLDER / file.name)
    else:
        job, *others = experiments.load(
            [path],
            overrides=overrides,
            results=results,
            allow_outside=allow_outside,
            allow_commands=allow_commands,
        )
        if others:
            raise SpecError(f"{path}: holds {1 + len(others)} experiments; name one of them.")
    return dataclasses.replace(job, plan=noise_floor.twice(job.plan))


def described(floor: NoiseFloor, host: str) -> str:
    """The floor in words, and what pages make of it."""
    from ovreport.limits import LEAST_MARGIN
    from ovreport.workflow.noise_floor import basis

    ratio = floor.ratio
    effect = (
        f"Pages about {host} claim no smaller difference, unless the experiment file sets `margin`."
        if floor.floor > LEAST_MARGIN
        else f"That is below the {LEAST_MARGIN:.0%} that pages ask for anyway."
    )
    return (
        f"{host}: one configuration under two labels came out at a ratio of {ratio.value:.3f} "
        f"(95 % CI {ratio.low:.3f} to {ratio.high:.3f}; {basis(floor)}). Differences below {floor.floor:.1%} "
        f"cannot be told from noise here. {effect}"
    )


def _kept(host: str, path: Path | None, known: NoiseFloor | None) -> str:
    """Which floor counts from now on."""
    from ovreport.workflow.noise_floor import basis

    before = f"{known.floor:.1%} ({basis(known)})" if known else ""
    if path is None:
        return f"The floor of {host} stays {before}. `ovreport aa --replace` puts a new one in its place."
    instead = f", in place of {before}" if before else ""
    return f"{path}: kept for all pages about {host}{instead}."


def plan(
    paths: options.Experiments = None,
    resolve: Annotated[
        float | None,
        typer.Option(
            "--resolve",
            parser=options.share,
            metavar="SHARE",
            help="Smallest difference that matters, such as 5%. Without it: the margin of the page.",
            show_default=False,
        ),
    ] = None,
    budget: Annotated[
        float | None,
        typer.Option(
            "--budget",
            parser=options.time,
            metavar="TIME",
            help="Time that may be spent, such as 20m or 1.5h.",
        ),
    ] = None,
    results: options.Results = None,
    host: options.Host = None,
    wait: options.Wait = False,
    no_wait: options.NoWait = False,
    as_json: options.AsJson = False,
    allow_outside: options.AllowOutside = False,
    allow_commands: options.AllowCommands = False,
    max_cells: options.MaxCells = MOST_CELLS,
    quiet: options.Quiet = False,
) -> None:
    """Say how many rounds each question needs, and what remains open; measures a short pilot where needed.

    The pilot's rounds are kept: a later build goes on from them. What is planned for is never smaller than
    the margin by which the page will judge.

    Example: ovreport plan experiments/mobilenet-ssd-cpu.yaml --resolve 3% --budget 20m
    """
    from ovreport.cli import planning  # the runner and the analysis are needed by few commands
    from ovreport.cli.display import Terminal
    from ovreport.workflow import rounds

    jobs = experiments.load(
        paths,
        results=results,
        allow_outside=allow_outside,
        allow_commands=allow_commands,
        max_cells=max_cells,
    )
    with stopping.saying(
        "Stopped. Every finished trial is kept; the same command goes on from there.",
        "Stopped at once. What was saved until then is kept; the same command goes on from there.",
    ):
        found = rounds.forecasts(
            jobs,
            places.host(host),
            wanted=resolve,
            wait=wait,
            await_quiet=not no_wait,
            listener=Terminal(quiet=quiet),
        )
        if as_json:
            options.print_json([planning.as_json(each, one, budget) for each, one in found])
            return
        for each, one in found:
            typer.echo(planning.described(each, one, budget))
