"""Arguments and options that several commands share, declared once."""

from __future__ import annotations

import math
import re
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from ovreport import bounds


class Profile(StrEnum):
    """How thoroughly to measure."""

    quick = "quick"
    default = "default"
    publish = "publish"


Experiments = Annotated[
    list[Path] | None,
    typer.Argument(
        metavar="FILE|FOLDER",
        help="Experiment files, or folders of them. Without any: the folder experiments.",
        show_default=False,
    ),
]
Output = Annotated[
    Path,
    typer.Option(
        "--output",
        "-o",
        help="Folder of the site. Naming files keeps its other experiments; naming a folder lets go of those "
        "that are not in it.",
    ),
]
Results = Annotated[
    Path | None,
    typer.Option("--results", help="Folder of the records. Without it: results beside the experiment file."),
]
Host = Annotated[
    str | None,
    typer.Option(
        "--host",
        envvar="OVREPORT_HOST",
        help="Name of this machine in records and pages. Without it: a short name that reveals nothing.",
    ),
]
Wait = Annotated[bool, typer.Option("--wait", help="Wait while another ovreport uses the results folder.")]
NoWait = Annotated[
    bool,
    typer.Option(
        "--no-wait",
        envvar="OVREPORT_NO_WAIT",
        help="Measure at once, also while others keep this machine busy, and repeat no disturbed pass.",
    ),
]
Rerun = Annotated[bool, typer.Option("--rerun", help="Measure anew; earlier records are moved aside.")]
Scheduler = Annotated[
    str | None,
    typer.Option(
        "--scheduler",
        metavar="ADDRESS",
        help="Measure on the hosts of a fleet: the address of its Dask scheduler, such as tls://desk:8786.",
    ),
]
Hosts = Annotated[
    list[str] | None,
    typer.Option("--hosts", metavar="NAME,...", help="Hosts of the fleet; goes before the files' `hosts`."),
]
Local = Annotated[
    int | None,
    typer.Option(
        "--local", min=1, max=64, help="Try a fleet: so many workers on this machine, which take turns."
    ),
]
Attach = Annotated[
    bool,
    typer.Option("--attach", help="Go on with what a fleet measures for a command that was closed."),
]
Certificates = Annotated[
    Path | None,
    typer.Option(
        "--certificates",
        metavar="DIR",
        envvar="OVREPORT_CERTIFICATES",
        help="Folder that `ovreport fleet certificates` wrote.",
    ),
]
HowThorough = Annotated[
    Profile | None, typer.Option("--profile", help="Rounds and seconds in one word; goes before the file.")
]


def _rounds(text: str) -> bounds.RoundNumbers:
    """`5` or `5..30`.

    Raises:
        BadParameter: It is neither, or out of bounds.
    """
    if (found := bounds.round_numbers(text)) is None:
        low, high = bounds.ROUNDS
        raise typer.BadParameter(f"{text!r}: give a number from {low} to {high:,}, or a range such as 5..30.")
    return found


def _budget(text: str) -> float:
    """A time in seconds.

    Raises:
        BadParameter: It is none, or out of bounds.
    """
    low, high = bounds.BUDGET_SECONDS
    if not low <= (found := time(text)) <= high:
        raise typer.BadParameter(f"{text!r}: give a time from {low}s to {high // 3600}h.")
    return found


Rounds = Annotated[
    bounds.RoundNumbers | None,
    typer.Option(
        "--rounds",
        parser=_rounds,
        metavar="N|N..M",
        help="Rounds: a number, or the fewest and the most, such as 5..30. Beyond the fewest those "
        "configurations are measured whose questions are open and can be answered.",
    ),
]
Budget = Annotated[
    float | None,
    typer.Option(
        "--budget",
        parser=_budget,
        metavar="TIME",
        help="Time of measuring an experiment, such as 90s or '5 min', after which no round beyond the "
        "fewest is begun. Does nothing where the number of rounds is fixed.",
    ),
]
Seconds = Annotated[
    float | None,
    typer.Option(
        "--seconds",
        min=bounds.TRIAL_SECONDS.low,
        max=bounds.TRIAL_SECONDS.high,
        help="Measuring time of a trial.",
    ),
]
Seed = Annotated[
    int | None,
    typer.Option("--seed", min=bounds.SEED.low, max=bounds.SEED.high, help="Seed of all orders."),
]
SingleFile = Annotated[
    bool, typer.Option("--single-file", help="One self-contained HTML file for each experiment.")
]
AllowOutside = Annotated[
    bool,
    typer.Option(
        "--allow-outside", help="Models may lie outside the experiment's folder, properties may name files."
    ),
]
AllowCommands = Annotated[
    bool, typer.Option("--allow-commands", help="Run the commands that experiment files name.")
]
MaxCells = Annotated[int, typer.Option("--max-cells", min=1, help="Largest matrix of an experiment.")]
AsJson = Annotated[bool, typer.Option("--json", help="For other programs; docs/json.md describes it.")]
Templates = Annotated[
    Path | None,
    typer.Option(
        "--templates",
        metavar="DIR",
        help="Folder of templates and assets that take the place of those of the same names.",
    ),
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Print warnings and errors only.")]

_SECONDS = {"s": 1.0, "m": 60.0, "min": 60.0, "h": 3600.0}


def share(text: str) -> float:
    """`3%` or `0.03` as 0.03.

    Raises:
        BadParameter: It is neither, or not between 0.1 % and 50 %.
    """
    found = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*(%?)\s*", text)
    value = float(found[1]) / (100 if found[2] else 1) if found else math.nan
    if not 0.001 <= value <= 0.5:
        raise typer.BadParameter(f"{text!r}: give a share between 0.1% and 50%, such as 3%.")
    return value


def time(text: str) -> float:
    """`90s`, `20m` or `1.5h` in seconds.

    Raises:
        BadParameter: It is no time.
    """
    found = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*(s|m|min|h)\s*", text)
    if not found or float(found[1]) <= 0:
        raise typer.BadParameter(f"{text!r}: give a time such as 90s, 20m or 1.5h.")
    return float(found[1]) * _SECONDS[found[2]]


def print_json(value: object) -> None:
    """Print what a command found for another program."""
    import json  # saves every other command a millisecond

    typer.echo(json.dumps(value, indent=1, ensure_ascii=False))
