"""Measure what is missing of an experiment, and keep each trial as soon as it is finished."""

from __future__ import annotations

import contextlib
import re
import secrets
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

from ovreport import models, run, store
from ovreport import plan as plans
from ovreport.claims import cell_name
from ovreport.cli import fed, left_out, places
from ovreport.cli.display import Display
from ovreport.cli.words import counted, duration
from ovreport.errors import ModelError, StoreError, TrialError
from ovreport.run.hardware import missing

if TYPE_CHECKING:
    from rich.console import Console

    from ovreport.models import ModelFiles
    from ovreport.plan import Block
    from ovreport.records import LeftOut, Record
    from ovreport.reports import Asked
    from ovreport.store import Head, Listing


@dataclass(kw_only=True)
class Outcome:
    """What measuring an experiment came to.

    Attributes:
        failed: The first failed record of every cell that failed.
        errors: Why cells could not even be tried.
        lasting: Cells that were not tried again, as they failed before and would again.
        unkept: The first trial of every cell that was measured and could not be kept.
        summary: Where the time went; `None` where nothing was measured.
    """

    failed: dict[str, Record] = field(default_factory=dict)
    errors: list[ModelError] = field(default_factory=list)
    lasting: frozenset[str] = frozenset()
    unkept: dict[str, TrialError] = field(default_factory=dict)
    summary: run.Summary | None = None


@dataclass(frozen=True, kw_only=True)
class Left:
    """What is still to be measured of one experiment on this host.

    Attributes:
        data: SHA-256 of what is fed from files, by cell; `None` where that is no file.
        alike: The trials that are there and belong.
        left_out: Those that are there and do not, by the reason.
    """

    blocks: tuple[Block, ...]
    files: Mapping[str, ModelFiles]
    data: Mapping[str, str | None]
    listing: Listing
    alike: tuple[Head, ...]
    left_out: tuple[LeftOut, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Prepared:
    """An experiment whose networks are at hand.

    Attributes:
        files: The networks by name.
        outcome: Has the networks that cannot be had; measuring adds to it.
        open: Whether there is anything to measure, and so a results folder to keep others out of.
    """

    asked: Asked
    files: Mapping[str, ModelFiles]
    outcome: Outcome
    rerun: bool
    open: bool


def prepared(asked: Asked, *, host: str, rerun: bool = False) -> Prepared:
    """Obtain the networks of an experiment, and look whether anything is left to measure on this host."""
    outcome = Outcome()
    files = _networks(asked, outcome)
    fed.data_of(asked.plan, lambda error: outcome.errors.append(ModelError(f"{asked.path}: {error}")))
    left = None if rerun else left_of(asked, asked.store(), host, files)
    if left is not None:
        outcome.lasting = store.lasting(left.alike)
    is_open = left is None or bool(left.blocks)
    return Prepared(asked=asked, files=files, outcome=outcome, rerun=rerun, open=is_open)


@contextlib.contextmanager
def locked(experiments: Iterable[Prepared], *, host: str, console: Console, wait: bool) -> Iterator[None]:
    """Keep others out of the results folders in which something is to be measured, all at once.

    A command takes them before it measures anything and has them until it ends. Were they taken one
    experiment after the other, a second command that waits could come in between. All commands take them in
    one order, that of their paths, so that no two of them can wait for each other.

    Raises:
        BusyError: Another ovreport works in one of the folders.
        StoreError: A folder cannot be written.
    """
    # one folder may be reached in several ways, and would be waited for in vain the second time
    roots = {each.asked.results.resolve(): each.asked.store() for each in experiments if each.open}
    with contextlib.ExitStack() as taken:
        for _, records in sorted(roots.items()):
            taken.enter_context(records.lock(host=host, wait=wait, waiting=console.print))
        yield


def measure(
    experiment: Prepared, *, host: str, console: Console, quiet: bool = False, own_load: bool = False
) -> Outcome:
    """Measure the missing trials of an experiment on this host, inside of `locked`.

    What concerns one network, cell or trial is noted in the outcome, and the others are measured. With
    `own_load` the same command has measured another experiment just now.

    Raises:
        StoreError: The folder takes no more records, or records that were kept have vanished from it.
        RunError: Nothing can be measured at all.
    """
    asked, outcome, records = experiment.asked, experiment.outcome, experiment.asked.store()
    if not experiment.open:
        _say_left_out(asked, left_of(asked, records, host, experiment.files), console, quiet=quiet)
        return _said_done(asked, outcome, console, quiet=quiet)
    if experiment.rerun:
        _set_aside(asked, records, host, console)
    left = left_of(asked, records, host, experiment.files)  # another command may have measured some meanwhile
    _say_left_out(asked, left, console, quiet=quiet)
    if not left.blocks:
        return _said_done(asked, outcome, console, quiet=quiet)
    _measure(
        asked, left, records, host=host, console=console, quiet=quiet, own_load=own_load, outcome=outcome
    )
    _check_kept(asked, records, host, left)
    return outcome


def _measure(
    asked: Asked,
    left: Left,
    records: store.Store,
    *,
    host: str,
    console: Console,
    quiet: bool,
    own_load: bool,
    outcome: Outcome,
) -> None:
    shown = Display(asked.plan, console)
    progress: run.Progress = run.Silent() if quiet else shown
    trials = run.measure(
        asked.plan,
        left.blocks,
        host=host,
        files=left.files,
        progress=progress,
        session=secrets.token_hex(4),
        experiments=asked.path.parent,
        own_load=own_load,
    )
    with contextlib.nullcontext() if quiet else shown, contextlib.closing(trials):  # type: ignore[type-var]
        for record in trials:
            try:
                records.save(_with_sources(record, left))
            except TrialError as error:
                outcome.unkept.setdefault(record.cell_id, error)
            if record.failure and record.failure.kind != "no-device":
                outcome.failed.setdefault(record.cell_id, record)
    outcome.summary = shown.summary


def _with_sources(record: Record, left: Left) -> Record:
    return replace(
        record,
        network_sha256=left.files[record.setting.model.name].sha256,
        data_sha256=left.data[record.cell_id],
    )


def _networks(asked: Asked, outcome: Outcome) -> dict[str, ModelFiles]:
    """The networks of the measured cells by name; what cannot be had is noted in `outcome`."""
    sources = {cell.setting.model.name: cell.setting.model for cell in asked.plan.cells if cell.measured}
    found = {}
    for name, source in sources.items():
        try:
            found[name] = models.obtain(source, cache=places.cache() / "models")
        except ModelError as error:
            outcome.errors.append(ModelError(f"{asked.path}: {error}"))
    return found


def left_of(asked: Asked, records: store.Store, host: str, files: Mapping[str, ModelFiles]) -> Left:
    """What is left to measure, of cells whose networks and files can be had and whose devices may be here."""
    listing = records.scan(asked.slug).of(host)
    data = fed.data_of(asked.plan, lambda _: None)  # whoever called has told what is missing
    now = store.present(
        asked.plan,
        openvino_version=openvino_version(),
        models={name: network.sha256 for name, network in files.items()},
        data=fed.known(data),
    )
    alike = store.belonging(asked.plan, listing.heads, now)
    unobtained = {
        cell.id
        for cell in asked.plan.cells
        if cell.setting.model.name not in files or (cell.measured and cell.id not in data)
    }
    out = store.lasting(alike) | _absent(asked, alike) | unobtained
    finished = store.done(asked.plan, alike, hopeless=out)
    blocks = store.remaining(asked.plan, plans.blocks(asked.plan), finished, listing.taken, hopeless=out)
    return Left(
        blocks=blocks,
        files=files,
        data=data,
        listing=listing,
        alike=alike,
        left_out=store.left_out(asked.plan, listing.heads, now),
    )


def _absent(asked: Asked, alike: Iterable[Head]) -> frozenset[str]:
    """Cells that are known to lack their device, if it is still lacking."""
    noted = {head.cell_id for head in alike if head.failure == "no-device"}
    if not noted:
        return frozenset()
    here = tuple(device.name for device in run.devices())
    return frozenset(each for each in noted if missing(asked.plan.cell(each).setting.device, here))


def openvino_version() -> str:
    """Of the installed OpenVINO, as records state it; found without importing it."""
    try:
        found = re.match(r"\d+(?:\.\d+)*", version("openvino"))
    except PackageNotFoundError:
        return ""
    return found[0] if found else ""


def _say_left_out(asked: Asked, left: Left, console: Console, *, quiet: bool) -> None:
    for line in () if quiet else left_out.lines(left.left_out, asked.slug):
        console.print(line, markup=False, highlight=False, soft_wrap=True)


def _said_done(asked: Asked, outcome: Outcome, console: Console, *, quiet: bool) -> Outcome:
    """Say that nothing is left, unless networks are missing: that is said at the end."""
    if not quiet and not outcome.errors:
        console.print(f"{asked.slug}: nothing is left to measure.", markup=False, highlight=False)
    return outcome


def _set_aside(asked: Asked, records: store.Store, host: str, console: Console) -> None:
    heads = records.scan(asked.slug).of(host).heads
    if folder := records.set_aside(heads):
        console.print(
            f"{asked.slug}: {counted(len(heads), 'earlier record')} moved to {folder}.",
            markup=False,
            highlight=False,
            soft_wrap=True,
        )


def _check_kept(asked: Asked, records: store.Store, host: str, before: Left) -> None:
    """That every trial that was measured also lies in the folder now.

    Raises:
        StoreError: Files have vanished while measuring went on.
    """
    there = {head.path for head in records.scan(asked.slug).of(host).heads}
    lost = (records.saved.keys() | {head.path for head in before.listing.heads}) - there
    if lost:
        raise StoreError(
            f"{records.root}: {counted(len(lost), 'record')} vanished or changed while measuring went on, "
            f"the first one {min(lost)}. Run the same command again to measure what is missing."
        )


def failures(asked: Asked, outcome: Outcome) -> list[str]:
    """A sentence for every network that is missing and every cell that failed or could not be kept."""
    failed = [
        f"{_named(asked, cell_id)}: {record.failure.kind}: {record.failure.message}"
        for cell_id, record in outcome.failed.items()
        if record.failure
    ]
    before = [
        f"{_named(asked, cell.id)}: failed before and was not tried again; --rerun tries it, and so does a "
        "change of the setting, of its network or of OpenVINO"
        for cell in asked.plan.cells
        if cell.id in outcome.lasting
    ]
    return [*map(str, outcome.errors), *failed, *before, *map(str, outcome.unkept.values())]


def _named(asked: Asked, cell_id: str) -> str:
    return f"{asked.slug}: {cell_name(asked.plan.cell(cell_id), asked.plan, 'en')}"


def share(asked: Asked, summary: run.Summary) -> str:
    """Where the time of a session went."""
    return (
        f"{asked.slug}: {counted(summary.trials, 'trial')} in {duration(summary.wall_seconds)}; "
        f"{summary.measuring_share:.0%} of that time was measuring or warming up."
    )
