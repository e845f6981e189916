"""Measure what is missing of experiments, and keep each trial as soon as it is finished."""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Protocol

from ovreport import models, store
from ovreport.errors import ModelError, OvreportError, RunError, SpecError, StoreError, TrialError
from ovreport.naming import cell_name
from ovreport.plan import INSTALLED
from ovreport.run import session
from ovreport.run.progress import Progress
from ovreport.workflow import feeds, further, pending, releases
from ovreport.workflow.time_taken import time_taken
from ovreport.workflow.words import counted

if TYPE_CHECKING:
    from pathlib import Path

    from ovreport.models import ModelFiles
    from ovreport.records import LeftOut, Record
    from ovreport.run.releases import Release
    from ovreport.workflow.further import Outlook
    from ovreport.workflow.job import Job
    from ovreport.workflow.pending import Pending
    from ovreport.workflow.releases import Packages


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

    def looked(self, job: Job, look: Outlook) -> None:
        """The questions of an experiment were looked at, and get further rounds or none."""
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
        measured: Whether anything was measured.
        unkept: The first trial of every cell that was measured and could not be kept.
    """

    failed: dict[str, Record] = field(default_factory=dict)
    errors: list[OvreportError] = field(default_factory=list)
    permanent: frozenset[str] = frozenset()
    measured: bool = False
    unkept: dict[str, TrialError] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class PreparedJob:
    """An experiment whose models and releases of OpenVINO are at hand.

    Attributes:
        files: The models by name.
        outcome: Has the models and releases that cannot be had; measuring adds to it.
        open: Whether there is anything to measure, and so a results folder to keep others out of.
        named: Releases of OpenVINO by what they are asked for as.
    """

    job: Job
    files: Mapping[str, ModelFiles]
    outcome: MeasureOutcome
    rerun: bool
    open: bool
    named: Mapping[str, Release] = field(default_factory=dict)


def prepare(
    job: Job,
    *,
    host: str,
    rerun: bool = False,
    say: Callable[[str], None] = lambda _: None,
    packages: Packages | None = None,
) -> PreparedJob:
    """Obtain models and releases of an experiment, and look whether anything is left to measure on this host.

    Args:
        job: The experiment.
        host: Name of this host.
        rerun: Whether earlier records count for nothing.
        say: Told of what is installed.
        packages: Where releases of OpenVINO come from; by default the index that uv or pip knows.

    Raises:
        SpecError: A release of OpenVINO is named that there is not.
    """
    outcome = MeasureOutcome()

    def note(error: ModelError) -> None:
        outcome.errors.append(ModelError(f"{job.path}: {error}"))

    files = _networks(job, note)
    feeds.data_of(job.plan, note)
    named = _named(job, host, packages, rerun=rerun)
    left = None if rerun else pending.of(job, host, files, named)
    if left is not None:
        outcome.permanent = store.permanent_failures(left.alike)
    is_open = left is None or bool(left.blocks) or _looks_again(job, host, left)
    if is_open:
        named = releases.made(named, job.cached(releases.FOLDER), packages or releases.installer(), say)
    problems = [release.problem for release in named.values() if release.problem]
    outcome.errors += [RunError(f"{job.path}: openvino: {problem}") for problem in problems]
    return PreparedJob(job=job, files=files, named=named, outcome=outcome, rerun=rerun, open=is_open)


def _named(job: Job, host: str, packages: Packages | None, *, rerun: bool) -> dict[str, Release]:
    """The releases of OpenVINO that an experiment names.

    Raises:
        SpecError: There is no such release; with the file.
    """
    if set(job.plan.releases) <= {INSTALLED}:
        return {}
    headers = () if rerun else job.store().scan(job.slug).of(host).headers
    folder = job.cached(releases.FOLDER)
    try:
        return releases.named(job.plan, headers, folder, packages or releases.installer())
    except SpecError as error:
        raise SpecError(f"{job.path}: {error}") from error


@contextlib.contextmanager
def lock(jobs: Iterable[Job], *, host: str, wait: bool, waiting: Callable[[str], None]) -> Iterator[None]:
    """Keep others out of the results folders of experiments, all at once.

    A command takes them before it measures anything and has them until it ends. Were they taken one
    experiment after the other, a second command that waits could come in between. All commands take them in
    one order, that of their paths, so that no two of them can wait for each other.

    Raises:
        BusyError: Another ovreport works in one of the folders.
        StoreError: A folder cannot be written.
    """
    # one folder may be reached in several ways, and would be waited for in vain the second time
    roots = {each.results.resolve(): each.store() for each in jobs}
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
    # another command may have measured some meanwhile
    left = pending.of(job, host, experiment.files, experiment.named)
    listener.passed_over(job, left.left_out)
    if not experiment.open or not (left.blocks or _looks_again(job, host, left)):
        if not outcome.errors:  # models that are missing are told at the end
            listener.nothing_left(job)
        return outcome
    with listener.progress(job) as progress:
        _measure(
            experiment,
            left,
            records,
            host=host,
            listener=listener,
            progress=progress,
            own_load=own_load,
            await_quiet=await_quiet,
        )
    _check_kept(job, records, host, left)
    return outcome


def _looks_again(job: Job, host: str, left: Pending) -> bool:
    """Whether open questions get further rounds."""
    return not job.plan.measure.fixed and bool(further.look(job, host, left).blocks)


def _measure(
    experiment: PreparedJob,
    left: Pending,
    records: store.Store,
    *,
    host: str,
    listener: Listener,
    progress: Progress,
    own_load: bool,
    await_quiet: bool,
) -> None:
    """Measure the rounds before the first look, then those that open questions get, look by look."""
    job, outcome = experiment.job, experiment.outcome
    name, tried = secrets.token_hex(4), set[tuple[int, str]]()
    blocks, allow, fewest = left.blocks, time_taken(job.plan, left.alike).guard(), True
    while True:
        before = len(tried)
        if blocks:
            trials = session.measure(
                job.plan,
                blocks,
                host=host,
                files=left.files,
                progress=progress,
                session=name,
                experiments=job.path.parent,
                own_load=own_load or outcome.measured,
                await_quiet=await_quiet,
                allow=allow,
                releases=left.releases,
            )
            outcome.measured = True
            with contextlib.closing(trials):  # type: ignore[type-var]
                for record in trials:
                    tried.add((record.round, record.cell_id))
                    _keep(record, left, records, outcome)
        stuck = not fewest and len(tried) == before  # nothing of what open questions get can be measured
        if job.plan.measure.fixed or stuck:
            return
        found = further.look(job, host, pending.of(job, host, experiment.files, experiment.named), tried)
        if found.asked:
            listener.looked(job, found)
        if not found.blocks:
            return
        blocks, allow, fewest = found.blocks, found.allow, False


def _keep(record: Record, left: Pending, records: store.Store, outcome: MeasureOutcome) -> None:
    """Save a trial with the hashes of what it was measured with."""
    network_sha256 = left.files[record.setting.model.name].sha256
    data_sha256 = left.data[record.cell_id]
    try:
        records.save(replace(record, network_sha256=network_sha256, data_sha256=data_sha256))
    except TrialError as error:
        outcome.unkept.setdefault(record.cell_id, error)
    told = left.releases.get(record.setting.openvino)  # what cannot be had was told before
    if record.failure and record.failure.kind != "no-device" and not (told and told.problem):
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
