"""The commands that look without measuring: check, list, schema, devices, init, doctor, serve."""

from __future__ import annotations

import contextlib
import math
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ovreport.bounds import MOST_CELLS
from ovreport.cli import experiments, left_out, options, places
from ovreport.errors import FileError, OvreportError, StoreError
from ovreport.workflow.words import counted, duration

if TYPE_CHECKING:
    from ovreport.workflow import Job
    from ovreport.workflow.estimate import WorkEstimate


def check(
    paths: options.Experiments = None,
    results: options.Results = None,
    profile: options.HowThorough = None,
    rounds: options.Rounds = None,
    budget: options.Budget = None,
    seconds: options.Seconds = None,
    seed: options.Seed = None,
    host: options.Host = None,
    allow_outside: options.AllowOutside = False,
    as_json: options.AsJson = False,
    max_cells: options.MaxCells = MOST_CELLS,
) -> None:
    """Check experiment files without measuring, and say how many trials are left and about how long.

    Models are looked for and devices are asked for; nothing is downloaded, compiled or run.

    Example: ovreport check experiments/
    """
    from ovreport.cli.commands.building import overrides
    from ovreport.workflow import estimate, preflight

    checks = preflight.PreflightChecks()
    jobs = experiments.load(
        paths,
        overrides=overrides(profile, rounds, budget, seconds, seed),
        results=results,
        allow_outside=allow_outside,
        max_cells=max_cells,
        further=checks,
    )
    experiments.site(paths)
    known = [(each, estimate.work(each, checks.found[each.path], lambda: places.host(host))) for each in jobs]
    if as_json:
        options.print_json([_as_json(each, work, checks.found[each.path].notes) for each, work in known])
        return
    for each, work in known:
        typer.echo(_work(each, work))
        for line in (*left_out.lines(work.left_out, str(each.path)), *checks.found[each.path].notes):
            typer.echo(line)
    _told_quota()


def _as_json(job: Job, found: WorkEstimate, notes: Iterable[str]) -> dict[str, Any]:
    """What `ovreport check --json` prints of an experiment; `docs/json.md` describes it."""
    from ovreport import codec  # NumPy is needed by few commands

    measure, told = job.plan.measure, codec.to_json(found)
    return {
        "experiment": job.slug,
        "file": str(job.path),
        "configurations": told.pop("cells"),
        "rounds": measure.rounds,
        "most_rounds": measure.most_rounds,
        **told,
        "left_out": [left_out.as_json(each) for each in found.left_out],
        "notes": list(notes),
    }


def _work(job: Job, found: WorkEstimate) -> str:
    """One line: cells, rounds, trials, what of them is left, and about how long."""
    if not found.cells:
        cells = counted(len(job.plan.cells), "configuration")
        return f"{job.path}: sound. Published figures of {cells}; nothing to measure."
    measure = job.plan.measure
    time = f"about {duration(found.seconds)}"
    if found.most_seconds > found.seconds:
        time += f", at most {duration(found.most_seconds)} with further rounds for open questions"
    if math.isnan(found.seconds):
        time = f"{measure.requests or 0:,} requests each, as long as that takes"
    most = counted(measure.most_rounds, "round")
    rounds = most if measure.fixed else f"{measure.rounds} to {most}"
    least = "" if measure.fixed else "at least "
    whole = f"{counted(found.cells, 'configuration')} in {rounds}: {least}{counted(found.trials, 'trial')}"
    parts = [
        f"{found.measured:,} measured" if found.measured else "",
        f"{found.absent:,} without their device on this machine" if found.absent else "",
        f"{found.failed:,} failed and not tried again" if found.failed else "",
    ]
    some = ", ".join(part for part in parts if part)
    if not some:
        return f"{job.path}: sound. {whole}, {time}."
    left = f"{found.left:,} left to measure, {time}" if found.left else "nothing to measure"
    if not found.left and found.most_seconds > 0:
        left = f"further rounds for open questions would take at most {duration(found.most_seconds)}"
    return f"{job.path}: sound. {whole}, {some}; {left}."


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
    as_json: options.AsJson = False,
    max_cells: options.MaxCells = MOST_CELLS,
) -> None:
    """List experiments with what was measured of them, and where.

    Example: ovreport list experiments/
    """
    from ovreport.cli import listing  # rich and pyarrow are needed by few commands

    jobs = experiments.load(paths, results=results, allow_outside=True, max_cells=max_cells)
    listing.show(jobs, as_json=as_json)


def schema(
    of_site: Annotated[bool, typer.Option("--site", help="That of site.yaml instead.")] = False,
) -> None:
    """Print the JSON Schema of experiment files, for editors that complete and check them.

    Example: ovreport schema > experiments/schema.json
    """
    import json  # saves every other command a millisecond

    from ovreport import spec  # pydantic takes 0.2 s to import

    found = spec.site_schema() if of_site else spec.json_schema()
    typer.echo(json.dumps(found, indent=2, ensure_ascii=False))


def devices(
    details: Annotated[bool, typer.Option("--details", help="All that describes the hardware.")] = False,
    as_json: options.AsJson = False,
) -> None:
    """List the devices that OpenVINO sees on this machine.

    Example: ovreport devices --details
    """
    from ovreport.run import session  # the runner is needed by few commands

    found = session.devices()
    if as_json:
        from ovreport import codec

        options.print_json([{**codec.to_json(one), "properties": dict(one.properties)} for one in found])
        return
    for device in found:
        typer.echo(f"{device.name:<8} {device.full_name}  ({' '.join(device.capabilities)})")
        for name, value in device.properties if details else ():
            typer.echo(f"         {name}: {value}")


STARTER = """\
# A first experiment. `ovreport build` measures it and writes site/index.html.
# `ovreport schema > experiments/schema.json` lets an editor complete and check this file:
# yaml-language-server: $schema=schema.json

title: How many requests does this processor need?
question: What do more requests in flight buy, and what do they cost?
description: |
  Write here what you want to find out and why. *Markdown* is welcome.
tags: [first steps]

# A built-in model (mobilenet-ssd), a file beside this one (model.xml, model.onnx),
# or a download: {url: https://..., sha256: ...}
model: mobilenet-ssd

# A list makes an axis of the matrix; every combination is measured.
device: CPU # ovreport devices lists those of this machine
streams: [1, 2]
requests: [1, 2]
# precision: [f32, bf16]
# batch: [1, 4]

# How thoroughly; the command line goes before: ovreport build --profile quick
measure:
  rounds: 5..20 # each in fresh processes; 5 of every combination, then further ones where a question is open
  seconds: 2 # of measuring in every round
  budget: 5 min # no round beyond the first 3 is begun that would end later
"""
"""The first experiment file, which `init` writes."""


def init(
    name: Annotated[str, typer.Argument(help="Name of the experiment and of its page.")] = "first",
    github: Annotated[
        bool,
        typer.Option(
            "--github",
            help="Write a workflow instead, by which GitHub renders and shows committed records.",
        ),
    ] = False,
) -> None:
    """Write a commented first experiment into the folder experiments; nothing that exists is overwritten.

    Example: ovreport init && ovreport build
    """
    if github:
        _init_workflow()
        return
    from ovreport import spec  # pydantic takes 0.2 s to import

    name = name.removesuffix(".yaml")
    path = experiments.FOLDER / f"{name}.yaml"
    if "/" in name or "\\" in name:
        raise FileError(f"{name}: give a name without a folder; the file goes into {experiments.FOLDER}.")
    if path.name in experiments.SITE_FILES:
        raise FileError(f"{path}: says what all pages of a site share. Give the experiment another name.")
    spec.check_name(name, path)
    _write_new(path, STARTER, "Give another name.")
    typer.echo(f"{path}: written. `ovreport build` measures it and writes site/index.html.")


def _init_workflow() -> None:
    from ovreport.publish import github  # rendering and the analysis are needed by few commands

    _write_new(github.PATH, github.workflow(), "Move it away for a new one.")
    typer.echo(
        f"{github.PATH}: written. GitHub finds it at the top of a repository: commit it with the "
        "experiments and their records, and choose GitHub Actions under Settings > Pages."
    )


def _write_new(path: Path, text: str, advice: str) -> None:
    """Write a file that is not there yet.

    Raises:
        FileError: It is there, or cannot be written.
    """
    try:
        with contextlib.suppress(FileExistsError):  # a file in its place is named below
            path.parent.mkdir(parents=True)
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError as error:
        raise FileError(f"{path}: exists already and was left alone. {advice}") from error
    except OSError as error:
        raise FileError(f"{path}: cannot be written: {error.strerror}.") from error


def doctor(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="FOLDER", help="Results folders, or folders of experiments with one.", show_default=False
        ),
    ] = None,
    as_json: options.AsJson = False,
) -> None:
    """Say what on this host disturbs measurements and what is wrong in results folders, and how to mend it.

    Looks at the host for two seconds; changes and deletes nothing. Ends with exit code 1 where there is a
    file that should count and cannot be used.

    Example: ovreport doctor experiments/results
    """
    from ovreport.cli import findings  # the runner and pyarrow are needed by few commands
    from ovreport.run import health

    roots = _results_folders(paths)
    host, folders = health.examine(), [findings.examined(root) for root in roots]
    if as_json:
        options.print_json(findings.as_json(host, folders))
    else:
        folder_lines = (line for one in folders for line in findings.lines(one))
        typer.echo("\n".join((*findings.host_lines(host), *folder_lines)))
    if any(one.bad for one in folders):
        raise typer.Exit(1)


def _results_folders(paths: list[Path] | None) -> list[Path]:
    """The results folders that are meant; without `paths` that of the folder experiments, if there is one.

    Raises:
        StoreError: One that is named is not there.
    """
    found = []
    for folder in paths or [experiments.FOLDER]:
        beside = places.results(folder)
        found.append(beside if beside.is_dir() or not paths else folder)
    for root in found if paths else ():
        if not root.is_dir():
            raise StoreError(f"{root}: there is no such folder.")
    return [root for root in found if root.is_dir()]


def serve(
    site: Annotated[Path, typer.Argument(help="Folder of the site.")] = Path("site"),
    port: Annotated[int, typer.Option("--port", min=0, max=65_535, help="0 takes any free one.")] = 8000,
    bind: Annotated[
        str, typer.Option("--bind", help="Another address, at which others can see the site: 0.0.0.0 is all.")
    ] = "127.0.0.1",
    watch: Annotated[
        list[Path] | None,
        typer.Option(
            "--watch",
            metavar="FILE|FOLDER",
            help="Experiments whose pages are made anew when they change, as by `render`. Without it: those "
            "of the folder experiments that the site has.",
            show_default=False,
        ),
    ] = None,
    no_watch: Annotated[bool, typer.Option("--no-watch", help="Leave the site as it is.")] = False,
    results: options.Results = None,
    templates: options.Templates = None,
) -> None:
    """Show the site at an address of this machine; nobody else can see it, unless --bind says so.

    When an experiment file, records or templates change, its pages are made anew, and those that are open in
    a browser load themselves again. Where they cannot be made they stay as they are, and it is said why.

    Example: ovreport serve site --port 8000
    """
    from ovreport.cli import watching
    from ovreport.cli.pages_server import PagesServer  # http.server costs every other command 20 ms

    if not (site / "index.html").is_file():
        raise OvreportError(f"{site}: there is no site in this folder; `ovreport build` writes one.")
    watcher = None if no_watch else watching.watcher(site, watch, results, templates)
    state = watcher.state if watcher else None
    with PagesServer(site, port=port, address=bind, state=state) as server:
        typer.echo(f"{server.url} shows {site}. Ctrl-C ends it.")
        if watcher:
            watcher.keep_looking()
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            raise typer.Exit(130) from None
