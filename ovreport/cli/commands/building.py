"""The commands that measure and write pages: build, run, render."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from ovreport.bounds import MOST_CELLS
from ovreport.cli import experiments, options, places, stopping
from ovreport.errors import OvreportError, together
from ovreport.workflow.words import counted, duration

if TYPE_CHECKING:
    from ovreport.bounds import RoundNumbers
    from ovreport.cli.fleet_desk import FleetOptions
    from ovreport.cli.options import Profile
    from ovreport.publish import Written
    from ovreport.run.progress import Summary
    from ovreport.spec import Overrides, SiteDescription
    from ovreport.workflow import Job

GO_ON = "the same command without --rerun goes on from there."


def build(
    paths: options.Experiments = None,
    output: options.Output = Path("site"),
    results: options.Results = None,
    profile: options.HowThorough = None,
    rounds: options.Rounds = None,
    budget: options.Budget = None,
    seconds: options.Seconds = None,
    seed: options.Seed = None,
    host: options.Host = None,
    rerun: options.Rerun = False,
    wait: options.Wait = False,
    no_wait: options.NoWait = False,
    scheduler: options.Scheduler = None,
    hosts: options.Hosts = None,
    local: options.Local = None,
    attach: options.Attach = False,
    certificates: options.Certificates = None,
    single_file: options.SingleFile = False,
    templates: options.Templates = None,
    allow_outside: options.AllowOutside = False,
    allow_commands: options.AllowCommands = False,
    max_cells: options.MaxCells = MOST_CELLS,
    quiet: options.Quiet = False,
) -> None:
    """Measure what is missing and write the site.

    Example: ovreport build experiments/ --profile quick
    """
    from ovreport.cli import fleet_desk  # rich is needed by few commands

    jobs = experiments.load(
        paths,
        overrides=overrides(profile, rounds, budget, seconds, seed),
        results=results,
        allow_outside=allow_outside,
        allow_commands=allow_commands,
        max_cells=max_cells,
    )
    about = experiments.site(paths, templates)
    with contextlib.ExitStack() as kept:
        failed = measure(
            jobs,
            host=places.host(host),
            rerun=rerun,
            wait=wait,
            await_quiet=not no_wait,
            fleet=fleet_desk.asked(scheduler, local, hosts, attach, certificates, rerun=rerun),
            quiet=quiet,
            kept=kept,
        )
        unwritten = write(jobs, output, paths, about, single_file=single_file, quiet=quiet, conclusions=True)
    finish(failed, unwritten)


def run(
    paths: options.Experiments = None,
    results: options.Results = None,
    profile: options.HowThorough = None,
    rounds: options.Rounds = None,
    budget: options.Budget = None,
    seconds: options.Seconds = None,
    seed: options.Seed = None,
    host: options.Host = None,
    rerun: options.Rerun = False,
    wait: options.Wait = False,
    no_wait: options.NoWait = False,
    scheduler: options.Scheduler = None,
    hosts: options.Hosts = None,
    local: options.Local = None,
    attach: options.Attach = False,
    certificates: options.Certificates = None,
    allow_outside: options.AllowOutside = False,
    allow_commands: options.AllowCommands = False,
    max_cells: options.MaxCells = MOST_CELLS,
    quiet: options.Quiet = False,
) -> None:
    """Measure what is missing, write no pages, and say which share of the time was measuring.

    Example: ovreport run experiments/same-twice.yaml --rounds 10
    """
    from ovreport.cli import fleet_desk  # rich is needed by few commands

    jobs = experiments.load(
        paths,
        overrides=overrides(profile, rounds, budget, seconds, seed),
        results=results,
        allow_outside=allow_outside,
        allow_commands=allow_commands,
        max_cells=max_cells,
    )
    with contextlib.ExitStack() as kept:
        failed = measure(
            jobs,
            host=places.host(host),
            rerun=rerun,
            wait=wait,
            await_quiet=not no_wait,
            fleet=fleet_desk.asked(scheduler, local, hosts, attach, certificates, rerun=rerun),
            quiet=quiet,
            kept=kept,
        )
    finish(failed)


def render(
    paths: options.Experiments = None,
    output: options.Output = Path("site"),
    results: options.Results = None,
    single_file: options.SingleFile = False,
    templates: options.Templates = None,
    max_cells: options.MaxCells = MOST_CELLS,
    quiet: options.Quiet = False,
) -> None:
    """Write the site from the records that are there; measures nothing and needs no device.

    Example: ovreport render experiments/ --output site
    """
    # Neither models nor commands are touched, so nothing has to be allowed.
    jobs = experiments.load(paths, results=results, allow_outside=True, max_cells=max_cells)
    about = experiments.site(paths, templates)
    finish([], write(jobs, output, paths, about, single_file=single_file, quiet=quiet, conclusions=False))


def overrides(
    profile: Profile | None,
    rounds: RoundNumbers | None,
    budget: float | None,
    seconds: float | None,
    seed: int | None,
) -> Overrides:
    """What the command line says about measuring."""
    from ovreport.spec import Overrides  # pydantic takes 0.2 s to import

    return Overrides(
        profile=profile.value if profile else None, rounds=rounds, budget=budget, seconds=seconds, seed=seed
    )


def measure(
    jobs: Sequence[Job],
    *,
    host: str,
    rerun: bool,
    wait: bool,
    await_quiet: bool,
    quiet: bool,
    kept: contextlib.ExitStack,
    fleet: FleetOptions | None = None,
) -> list[str]:
    """Measure every experiment, the others too where something of one cannot be had, measured or kept.

    An error that would befall the next experiment as well ends the command: a folder that is busy, full or
    gone, an OpenVINO that does not load. What was kept until then is there for the next command.

    The results folders are held until `kept` ends, so that pages are written before somebody else who waits
    for the folders changes anything in them.

    Returns:
        A sentence for everything that failed.

    Raises:
        StoreError: Records cannot be kept any more, or were taken away.
        RunError: Nothing can be measured at all.
    """
    from ovreport.cli import fleet_desk
    from ovreport.cli.display import Terminal  # rich and the runner are needed by few commands
    from ovreport.workflow import measure as work

    if fleet:
        return fleet_desk.measure(jobs, fleet, wait=wait, await_quiet=await_quiet, quiet=quiet, kept=kept)
    terminal = Terminal(quiet=quiet)
    with stopping.saying("Stopped before anything was measured."):
        ready = [work.prepare(each, host=host, rerun=rerun, say=terminal.waiting) for each in jobs]
        wanted = [each.job for each in ready if each.open]
        kept.enter_context(work.lock(wanted, host=host, wait=wait, waiting=terminal.waiting))
    failed: list[str] = []
    own_load = False
    for each in ready:
        job = each.job
        on = f"of {job.slug} is kept in {job.results}; {GO_ON}"
        with stopping.saying(
            f"Stopped. Every finished trial {on}", f"Stopped at once. What was saved until then {on}"
        ):
            outcome = work.execute(
                each, host=host, listener=terminal, own_load=own_load, await_quiet=await_quiet
            )
        own_load |= outcome.measured
        failed += work.failures(job, outcome)
        if summary := terminal.summaries.get(job.slug):
            typer.echo(_share(job, summary))
        _warn_if_changed(job)
    return failed


def write(
    jobs: Sequence[Job],
    output: Path,
    paths: Sequence[Path] | None,
    about: SiteDescription,
    *,
    single_file: bool,
    quiet: bool,
    conclusions: bool,
) -> tuple[OvreportError, ...]:
    """Write the site and say where it lies; with `conclusions` also print what it says.

    Returns:
        Why the pages of some experiments could not be made.
    """
    from ovreport import publish  # Jinja and the analysis are needed by few commands
    from ovreport.cli import speaking

    written = publish.write(
        jobs,
        output,
        cache=places.cache(),
        say=speaking.told,
        about=about,
        whole=experiments.whole(paths),
        single_file=single_file,
    )
    if quiet or not (written.pages or written.others):
        return written.failed
    for page in written.pages if conclusions else ():
        typer.echo(page.told)
    typer.echo(_where(written, output, single_file=single_file))
    return written.failed


def _where(written: Written, output: Path, *, single_file: bool) -> str:
    """A line about what was written, and one about what is gone."""
    first = output if single_file else output / "index.html"
    number = len(written.pages)
    fresh = "all new" if len(written.fresh) == number else f"{len(written.fresh)} of them new"
    lines = [f"{first}: {counted(number, 'experiment')}, {fresh}{_beside(written)}."]
    if written.gone:
        names, they = ", ".join(written.gone), "it is" if len(written.gone) == 1 else "they are"
        lines.append(f"{names} left the site: {they} not among the experiment files any more.")
    lines += [f"{slug} could not be made anew: its earlier page stays as it is." for slug in written.stale]
    lines += [f"not on the index, and left as it is: {why}" for why in written.unread]
    lines += written.unplaced
    return "\n".join(lines)


def _beside(written: Written) -> str:
    if not written.others:
        return ""
    renewed = f", {len(written.renewed)} of them written anew" if written.renewed else ""
    number = len(written.others)
    return f", beside {number} that {'was' if number == 1 else 'were'} there{renewed}"


def finish(failed: Sequence[str], unwritten: Sequence[OvreportError] = ()) -> None:
    """End with the names of what failed, if anything did: with code 1 for cells, else that of the first page.

    Raises:
        OvreportError: Something failed.
    """
    told = "some configurations could not be measured or kept:\n  " + "\n  ".join(failed)
    if errors := [*([OvreportError(told)] if failed else []), *unwritten]:
        raise together(errors)


def _share(job: Job, summary: Summary) -> str:
    """Where the time of a session went."""
    waited = summary.waited_seconds
    return (
        f"{job.slug}: {counted(summary.trials, 'trial')} in {duration(summary.wall_seconds)}; "
        f"{summary.measuring_share:.0%} of that time was measuring or warming up"
        f"{f'; waited {duration(waited)} for a quiet moment' if waited >= 0.5 else ''}."
    )


def _warn_if_changed(job: Job) -> None:
    try:
        same = job.path.read_bytes() == job.plan.article.source
    except OSError:
        same = False
    if not same:
        typer.echo(
            f"{job.path}: the file was changed while it was being measured. What was measured is what it "
            "said at the beginning; run the same command again for what it says now.",
            err=True,
        )
