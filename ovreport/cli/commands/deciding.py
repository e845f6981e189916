"""The commands that say how well this host can measure and how long to measure: aa, plan."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ovreport import bounds
from ovreport.bounds import MOST_CELLS
from ovreport.cli import experiments, options, places, stopping


def aa(
    path: Annotated[
        Path | None,
        typer.Argument(
            metavar="FILE",
            help="Takes this experiment's baseline cell. Without it: mobilenet-ssd on the CPU.",
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
    allow_outside: options.AllowOutside = False,
    allow_commands: options.AllowCommands = False,
    quiet: options.Quiet = False,
) -> None:
    """Measure one setting under two labels, and keep how far apart they come out: this host's noise floor.

    Pages about this host then claim no difference that is smaller. A floor that rests on more rounds, or on
    as many of a noisier network, stays.

    Example: ovreport aa --rounds 10
    """
    from ovreport.cli import noise  # the runner and the analysis are needed by few commands

    name = places.host(host)
    asked = noise.doubled(
        path,
        results=results,
        rounds=rounds,
        seconds=seconds,
        allow_outside=allow_outside,
        allow_commands=allow_commands,
    )
    noise.check_wanted(asked, name, replace_floor=replace)
    with stopping.saying(
        f"Stopped. What was known of the noise of {name} is as it was; the same command begins anew."
    ):
        floor = noise.measured(asked, host=name, wait=wait, quiet=quiet)
        typer.echo(noise.described(floor, name))
        typer.echo(noise.kept(asked, floor, name, replace_floor=replace))


def plan(
    paths: options.Experiments = None,
    resolve: Annotated[
        str | None,
        typer.Option(
            "--resolve",
            help="Smallest difference that matters, such as 5%. Without it: the margin of the page.",
            show_default=False,
        ),
    ] = None,
    budget: Annotated[
        str | None, typer.Option("--budget", help="Time that may be spent, such as 20m or 1.5h.")
    ] = None,
    results: options.Results = None,
    host: options.Host = None,
    wait: options.Wait = False,
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
    from ovreport.cli import forecast  # the runner and the analysis are needed by few commands

    wanted, seconds = forecast.share(resolve), forecast.seconds(budget)
    asked = experiments.load(
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
        found = forecast.forecasts(asked, places.host(host), wanted=wanted, wait=wait, quiet=quiet)
        for each, one in found:
            typer.echo(forecast.described(each, one, seconds))
