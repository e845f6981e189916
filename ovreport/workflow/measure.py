"""Measure what is missing of experiments, and keep each trial as soon as it is finished."""

from __future__ import annotations

import contextlib
import re
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Protocol

from ovreport import models, store
from ovreport import plan as plans
from ovreport.errors import ModelError, StoreError, TrialError
from ovreport.naming import cell_name
from ovreport.run import hardware, session
from ovreport.run.progress import Progress
from ovreport.workflow import feeds
from ovreport.workflow.words import counted

if TYPE_CHECKING:
    from pathlib import Path

    from ovreport.models import ModelFiles
    from ovreport.plan import Block
    from ovreport.records import LeftOut, Record
    from ovreport.store import Listing, RecordHeader
    from ovreport.workflow.job import Job


class Listener(Protocol):
    """Hears what becomes of experiments while they are measured; the command line prints it."""

    def waiting(self, why: str) -> None:
        """Another ovreport uses a results folder, and is waited for."""
        ...

    def moved(self, job: Job, records: int, folder: Path) -> None:
        """Earlier records were moved aside, into this folder."""
        ...

    def passed_over(self, job: Job, found: Sequence[LeftOut]) -> None:
        """Records are there that do not belong to the experiment any more; perhaps none."""
        ...

    def nothing_left(self, job: Job) -> None:
        """Every trial that can be measured is there."""
        ...

    def progress(self, job: Job) -> contextlib.AbstractContextManager[Progress]:
        """What the runner tells while it measures, until the manager is left."""
        ...


@dataclass(kw_only=True)
class MeasureOutcome:
    """What measuring an experiment came to.

    Attributes:
        failed: The first failed record of every cell that failed.
        errors: Why cells could not even be tried.
        permanent: Cells that were not tried again, as they failed before and would again.
        unkept: The first trial of every cell that was measured and could not be kept.
    """

    failed: dict[str, Record] = field(default_factory=dict)
    errors: list[ModelError] = field(default_factory=list)
    permanent: frozenset[str] = frozenset()
    unkept: dict[str, TrialError] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Pending:
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
    alike: tuple[RecordHeader, ...]
    left_out: tuple[LeftOut, ...] = ()


@dataclass(frozen=True, kw_only=True)
class PreparedJob:
    """An experiment whose models are at hand.

    Attributes:
        files: The models by name.
        outcome: Has the models that cannot be had; measuring adds to it.
        open: Whether there is anything to measure, and so a results folder to keep others out of.
    """

    job: Job
    files: Mapping[str, ModelFiles]
    outcome: MeasureOutcome
    rerun: bool
    open: bool


def prepare(job: Job, *, host: str, rerun: bool = False) -> PreparedJob:
    """Obtain the models of an experiment, and look whether anything is left to measure on this host."""
    outcome = MeasureOutcome()

    def note(error: ModelError) -> None:
        outcome.errors.append(ModelError(f"{job.path}: {error}"))

    files = _networks(job, note)
    feeds.data_of(job.plan, note)
    left = None if rerun else pending(job, host, files)
    if left is not None:
        outcome.permanent = store.permanent_failures(left.alike)
    is_open = left is None or bool(left.blocks)
    return PreparedJob(job=job, files=files, outcome=outcome, rerun=rerun, open=is_open)


@contextlib.contextmanager
def lock(
    experiments: Iterable[PreparedJob], *, host: str, wait: bool, waiting: Callable[[str], None]
) -> Iterator[None]:
    """Keep others out of the results folders in which something is to be measured, all at once.

    A command takes them before it measures anything and has them until it ends. Were they taken one
    experiment after the other, a second command that waits could come in between. All commands take them in
    one order, that of their paths, so that no two of them can wait for each other.

    Raises:
        BusyError: Another ovreport works in one of the folders.
        StoreError: A folder cannot be written.
    """
    # one folder may be reached in several ways, and would be waited for in vain the second time
    roots = {each.job.results.resolve(): each.job.store() for each in experiments if each.open}
    with contextlib.ExitStack() as taken:
        for _, records in sorted(roots.items()):
            taken.enter_context(records.lock(host=host, wait=wait, waiting=waiting))
        yield


def execute(
    experiment: PreparedJob,
    *,
    host: str,
    listener: Listener,
    own_load: bool = False,
    await_quiet: bool = False,
) -> MeasureOutcome:
    """Measure the missing trials of an experiment on this host, inside of `lock`.

    What concerns one model, cell or trial is noted in the outcome, and the others are measured. With
    `own_load` the same command has measured another experiment just now; with `await_quiet` it is measured
    while the rest of the host is quiet, as far as there is time to wait for that (see `run.quiet`).

    Raises:
        StoreError: The folder takes no more records, or records that were kept have vanished from it.
        RunError: Nothing can be measured at all.
    """
    job, outcome, records = experiment.job, experiment.outcome, experiment.job.store()
    if experiment.rerun:
        headers = records.scan(job.slug).of(host).headers
        if folder := records.set_aside(headers):
            listener.moved(job, len(headers), folder)
    left = pending(job, host, experiment.files)  # another command may have measured some meanwhile
    listener.passed_over(job, left.left_out)
    if not experiment.open or not left.blocks:
        if not outcome.errors:  # models that are missing are told at the end
            listener.nothing_left(job)
        return outcome
    with listener.progress(job) as progress:
        trials = session.measure(
            job.plan,
            left.blocks,
            host=host,
            files=left.files,
            progress=progress,
            session=secrets.token_hex(4),
            experiments=job.path.parent,
            own_load=own_load,
            await_quiet=await_quiet,
        )
        with contextlib.closing(trials):  # type: ignore[type-var]
            for record in trials:
                _keep(record, left, records, outcome)
    _check_kept(job, records, host, left)
    return outcome


def _keep(record: Record, left: Pending, records: store.Store, outcome: MeasureOutcome) -> None:
    """Save a trial with the hashes of what it was measured with."""
    network_sha256 = left.files[record.setting.model.name].sha256
    data_sha256 = left.data[record.cell_id]
    try:
        records.save(replace(record, network_sha256=network_sha256, data_sha256=data_sha256))
    except TrialError as error:
        outcome.unkept.setdefault(record.cell_id, error)
    if record.failure and record.failure.kind != "no-device":
        outcome.failed.setdefault(record.cell_id, record)


def _networks(job: Job, note: Callable[[ModelError], None]) -> dict[str, ModelFiles]:
    """The models of the measured cells by name; what cannot be had is noted."""
    sources = {cell.setting.model.name: cell.setting.model for cell in job.plan.cells if cell.measured}
    found = {}
    for name, source in sources.items():
        try:
            found[name] = models.obtain(source, cache=job.cached("models"))
        except ModelError as error:
            note(error)
    return found


def pending(job: Job, host: str, files: Mapping[str, ModelFiles]) -> Pending:
    """What is left to measure, of cells whose models and files can be had and whose devices may be here."""
    listing = job.store().scan(job.slug).of(host)
    data = feeds.data_of(job.plan, lambda _: None)  # whoever called has told what is missing
    now = store.Present(
        measure=store.measure_key(job.plan.measure),
        openvino_version=openvino_version(),
        models={name: network.sha256 for name, network in files.items()},
        data={cell: sha256 for cell, sha256 in data.items() if sha256 is not None},
    )
    alike = store.belonging(job.plan, listing.headers, now)
    unobtained = {
        cell.id
        for cell in job.plan.cells
        if cell.setting.model.name not in files or (cell.measured and cell.id not in data)
    }
    out = store.permanent_failures(alike) | _absent(job, alike) | unobtained
    finished = store.done(job.plan, alike, unmeasurable=out)
    blocks = store.remaining(job.plan, plans.blocks(job.plan), finished, listing.taken, unmeasurable=out)
    return Pending(
        blocks=blocks,
        files=files,
        data=data,
        listing=listing,
        alike=alike,
        left_out=store.left_out(job.plan, listing.headers, now),
    )


def _absent(job: Job, alike: Iterable[RecordHeader]) -> frozenset[str]:
    """Cells that are known to lack their device, if it is still lacking."""
    noted = {header.cell_id for header in alike if header.failure == "no-device"}
    if not noted:
        return frozenset()
    here = tuple(device.name for device in session.devices())
    return frozenset(each for each in noted if hardware.missing(job.plan.cell(each).setting.device, here))


def openvino_version() -> str:
    """Of the installed OpenVINO, as records state it; found without importing it."""
    try:
        found = re.match(r"\d+(?:\.\d+)*", version("openvino"))
    except PackageNotFoundError:
        return ""
    return found[0] if found else ""


def _check_kept(job: Job, records: store.Store, host: str, before: Pending) -> None:
    """That every trial that was measured also lies in the folder now.

    Raises:
        StoreError: Files have vanished while measuring went on.
    """
    there = {header.path for header in records.scan(job.slug).of(host).headers}
    lost = (records.saved.keys() | {header.path for header in before.listing.headers}) - there
    if lost:
        raise StoreError(
            f"{records.root}: {counted(len(lost), 'record')} vanished or changed while measuring went on, "
            f"the first one {min(lost)}. Run the same command again to measure what is missing."
        )


def failures(job: Job, outcome: MeasureOutcome) -> list[str]:
    """A sentence for every model that is missing and every cell that failed or could not be kept."""

    def named(cell_id: str) -> str:
        return f"{job.slug}: {cell_name(job.plan.cell(cell_id), job.plan, 'en')}"

    failed = [
        f"{named(cell_id)}: {record.failure.kind}: {record.failure.message}"
        for cell_id, record in outcome.failed.items()
        if record.failure
    ]
    before = [
        f"{named(cell.id)}: failed before and was not tried again; --rerun tries it, and so does a "
        "change of the configuration, of its model or of OpenVINO"
        for cell in job.plan.cells
        if cell.id in outcome.permanent
    ]
    return [*map(str, outcome.errors), *failed, *before, *map(str, outcome.unkept.values())]
