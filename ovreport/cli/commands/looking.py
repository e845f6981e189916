"""The commands that look without measuring: check, list, schema, devices, init, doctor."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Annotated

import typer

from ovreport.bounds import MOST_CELLS
from ovreport.cli import experiments, options, places
from ovreport.cli.words import counted
from ovreport.errors import FileError, StoreError


def check(
    paths: options.Experiments = None,
    results: options.Results = None,
    profile: options.HowThorough = None,
    rounds: options.Rounds = None,
    seconds: options.Seconds = None,
    seed: options.Seed = None,
    host: options.Host = None,
    allow_outside: options.AllowOutside = False,
    max_cells: options.MaxCells = MOST_CELLS,
) -> None:
    """Check experiment files without measuring, and say how many trials are left and about how long.

    Networks are looked for and devices are asked for; nothing is downloaded, compiled or run.

    Example: ovreport check experiments/
    """
    from ovreport.cli import expectation, left_out, obstacles
    from ovreport.cli.commands.building import overrides

    lookout = obstacles.Lookout()
    asked = experiments.load(
        paths,
        overrides=overrides(profile, rounds, seconds, seed),
        results=results,
        allow_outside=allow_outside,
        max_cells=max_cells,
        further=lookout,
    )
    for each in asked:
        found = lookout.found[each.path]
        expected = expectation.expected(each, found, host)
        typer.echo(expectation.described(each, expected))
        for line in left_out.lines(expected.left_out, str(each.path)):
            typer.echo(line)
        for note in found.notes:
            typer.echo(note)
    _told_quota()


def _told_quota() -> None:
    """Say what share of the processors a control group grants, where it does."""
    from ovreport.run import quota  # the runner is needed by few commands

    if (granted := quota.granted()) is not None:
        typer.echo(
            f"A CPU quota grants {granted:g} processors here; where it is used up, processes wait and "
            "latencies grow. Records count how often."
        )


def list_(
    paths: options.Experiments = None,
    results: options.Results = None,
    max_cells: options.MaxCells = MOST_CELLS,
) -> None:
    """List experiments with what was measured of them, and where.

    Example: ovreport list experiments/
    """
    from ovreport.cli import states  # rich and pyarrow are needed by few commands

    asked = experiments.load(paths, results=results, allow_outside=True, max_cells=max_cells)
    states.show(asked)


def schema() -> None:
    """Print the JSON Schema of experiment files, for editors that complete and check them.

    Example: ovreport schema > experiments/schema.json
    """
    import json  # saves every other command a millisecond

    from ovreport import spec  # pydantic takes 0.2 s to import

    typer.echo(json.dumps(spec.json_schema(), indent=2, ensure_ascii=False))


def devices(
    details: Annotated[bool, typer.Option("--details", help="All that describes the hardware.")] = False,
) -> None:
    """List the devices that OpenVINO sees on this machine.

    Example: ovreport devices --details
    """
    from ovreport import run  # the runner is needed by few commands

    for device in run.devices():
        typer.echo(f"{device.name:<8} {device.full_name}  ({' '.join(device.capabilities)})")
        for name, value in device.properties if details else ():
            typer.echo(f"         {name}: {value}")


def init(
    name: Annotated[str, typer.Argument(help="Name of the experiment and of its page.")] = "first",
) -> None:
    """Write a commented first experiment into the folder experiments.

    Example: ovreport init && ovreport build
    """
    from ovreport import spec  # pydantic takes 0.2 s to import
    from ovreport.cli.starter import STARTER

    name = name.removesuffix(".yaml")
    path = experiments.FOLDER / f"{name}.yaml"
    if "/" in name or "\\" in name:
        raise FileError(f"{name}: give a name without a folder; the file goes into {experiments.FOLDER}.")
    spec.check_name(name, path)
    try:
        with contextlib.suppress(FileExistsError):  # a file in its place is named below
            path.parent.mkdir()
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(STARTER)
    except FileExistsError as error:
        raise FileError(f"{path}: exists already and was left alone. Give another name.") from error
    except OSError as error:
        raise FileError(f"{path}: cannot be written: {error.strerror}.") from error
    typer.echo(f"{path}: written. `ovreport build` measures it and writes site/index.html.")


def doctor(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="FOLDER", help="Results folders, or folders of experiments with one.", show_default=False
        ),
    ] = None,
) -> None:
    """List what is wrong in results folders, and what to do about it; never deletes anything.

    Ends with exit code 1 where there is a file that should count and cannot be used.

    Example: ovreport doctor experiments/results
    """
    from ovreport.cli import doctoring
    from ovreport.store import Store, examine  # pyarrow is needed by few commands

    roots = []
    for folder in paths or [experiments.FOLDER]:
        beside = places.results(folder / "any.yaml", None)
        roots.append(beside if beside.is_dir() or not paths else folder)
    for root in roots:
        if not root.is_dir():
            raise StoreError(f"{root}: there is no such folder.")
    bad = False
    for root in roots:
        report = examine(Store(root=root))
        bad = bad or any(finding.bad for finding in report.findings)
        for finding in report.findings:
            typer.echo(f"{root / finding.path}: {finding.what}\n    {finding.advice}")
        for line in doctoring.left_out_of(root):
            typer.echo(line)
        sound = "record is" if report.records == 1 else "records are"
        found = len(report.findings)
        look = f"{counted(found, 'file')} need{'s' * (found == 1)} a look"
        typer.echo(f"{root}: {report.records:,} {sound} sound, {look}.")
    _told_quota()
    if bad:
        raise typer.Exit(1)
