"""A session: survey the host, measure block after block, and yield each record as soon as it is known."""

from __future__ import annotations

import contextlib
import dataclasses
import os
import tempfile
import time
from collections import Counter, deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from types import MappingProxyType

import psutil

from ovreport import __version__
from ovreport.codec import from_json
from ovreport.errors import RunError
from ovreport.models import ModelFiles
from ovreport.plan import INSTALLED, Block, Cell, Plan, Storage
from ovreport.records import CERTAIN, Failure, FailureKind, Record
from ovreport.run import quiet, readings, signals
from ovreport.run.block import BlockRun, Runner, Spent
from ovreport.run.engine import Survey
from ovreport.run.hardware import Device, missing
from ovreport.run.host import facts
from ovreport.run.interrupts import InterruptGuard, held
from ovreport.run.process import WORKER, Answer
from ovreport.run.progress import Progress, Summary
from ovreport.run.releases import Command, Release, numbers
from ovreport.run.rows import requests_from, slices_from
from ovreport.run.scout import AtWork, Scout
from ovreport.run.trial import Finished

_CHANCES = 2
"""A cell that fails otherwise this many times is not tried again in this session."""

_NOTHING = Survey(versions=(), devices=())
"""What a release that cannot be used tells of this machine."""


@dataclass
class _Session:
    plan: Plan
    host: str
    name: str
    files: Mapping[tuple[str, Storage | None], ModelFiles]
    progress: Progress
    at_work: Mapping[str, AtWork]
    unusable: Mapping[str, Release]
    experiments: Path | None
    patience: quiet.Patience | None = None
    spent: Spent = field(default_factory=Spent)
    given_up: set[str] = field(default_factory=set)
    failures: Counter[str] = field(default_factory=Counter)
    trials: int = 0


def devices(command: Command = WORKER) -> tuple[Device, ...]:
    """The devices that OpenVINO, or another release of it, sees on this machine.

    Raises:
        RunError: OpenVINO cannot be loaded.
    """
    with Scout(command) as scout:
        return scout.survey().devices


def cores() -> int:
    """Physical cores of this machine, or its logical processors where the system does not tell."""
    return psutil.cpu_count(logical=False) or os.cpu_count() or 1


def measure(
    plan: Plan,
    blocks: Sequence[Block],
    *,
    host: str,
    files: Mapping[str, ModelFiles],
    progress: Progress | None = None,
    session: str,
    experiments: Path | None = None,
    own_load: bool = False,
    await_quiet: bool = False,
    allow: Callable[[Block], bool] | None = None,
    command: Command = WORKER,
    releases: Mapping[str, Release] = MappingProxyType({}),
) -> Iterator[Record]:
    """Measure `blocks` and yield one record a trial, a failed one as soon as it is known.

    Close the iterator (`contextlib.closing`) to end all workers at once; an interrupt inside does so too.

    Args:
        plan: What the blocks belong to.
        blocks: In the order of measuring; those of a resumed run hold only what is missing.
        progress: Told between slices; silent if not given.
        host: Name under which the records go.
        files: The models by `ModelSource.name`.
        session: Random name of this run.
        experiments: Folder of the experiment file, whose git commit is recorded.
        own_load: Another session of ours has ended just now, so the load average tells of that and is left
            out of the records.
        await_quiet: Wait, within the bounds of `quiet.Patience`, while others keep the host busy, and repeat
            passes that they disturb, within those of `gate.Gate`; not where what they do is part of the
            question.
        allow: Asked before a block begins; once it refuses one, that and all others are left out.
        command: Starts a worker with the release that is installed; tests put a fake engine here.
        releases: The other releases that cells ask for, by what they are asked for as.

    Raises:
        RunError: Nothing can be measured at all.
    """
    if not signals.CAN_END_GROUPS:
        raise RunError("measuring works on Linux and macOS only; on Windows use WSL")
    begin = time.monotonic()
    shown = progress if progress is not None else Progress()
    planned = sum(len(block.cells) for block in blocks)
    expected_seconds = planned * (plan.measure.seconds or 0.0)
    shown.session_started(len(blocks), planned, expected_seconds)
    patience = quiet.Patience(shown, expected_seconds) if await_quiet and plan.wants_quiet else None
    with (
        tempfile.TemporaryDirectory(prefix="ovreport-", ignore_cleanup_errors=True) as folder,
        contextlib.ExitStack() as scouts,
    ):
        at_work, unusable = _at_work(plan, command, releases, experiments, scouts)
        wanted = {(cell.setting.model.name, cell.setting.storage) for block in blocks for cell in block.cells}
        kept = {
            (name, storage): _keeper(at_work).keep(files[name], storage, folder)
            for name, storage in sorted(wanted, key=str)
            if at_work
        }
        state = _Session(plan, host, session, kept, shown, at_work, unusable, experiments, patience)
        for record in _blocks(state, blocks, allow or (lambda _: True)):
            state.trials += 1
            shown.trial_done(record)
            yield _without_load(record) if own_load else record
    shown.session_done(
        Summary(
            wall_seconds=time.monotonic() - begin,
            slices_seconds=state.spent.slices_ns / 1e9,
            warmup_seconds=state.spent.warmup_ns / 1e9,
            trials=state.trials,
            failed=sum(state.failures.values()),
            waited_seconds=patience.waited_seconds if patience else 0.0,
        )
    )


def _at_work(
    plan: Plan,
    command: Command,
    releases: Mapping[str, Release],
    experiments: Path | None,
    scouts: contextlib.ExitStack,
) -> tuple[dict[str, AtWork], dict[str, Release]]:
    """The releases that cells ask for: those that have looked around here, and those that cannot be used.

    Raises:
        RunError: The release that is installed cannot be loaded.
    """
    at_work, unusable = dict[str, AtWork](), dict[str, Release]()
    for asked in plan.releases:
        release = Release(version="", command=command) if asked == INSTALLED else releases[asked]
        if release.problem:
            unusable[asked] = release
            continue
        try:
            scout = scouts.enter_context(Scout(release.command))
            survey = scout.survey()
        except RunError as error:
            if asked == INSTALLED:
                raise
            unusable[asked] = dataclasses.replace(release, problem=" ".join(str(error).split()))
            continue
        known = facts(survey, experiments)
        at_work[asked] = AtWork(command=release.command, scout=scout, survey=survey, facts=known)
    return at_work, unusable


def _keeper(at_work: Mapping[str, AtWork]) -> Scout:
    """Who writes models for all: the oldest release, for the others read what it has written."""
    return min(at_work.values(), key=lambda one: numbers(_version(one))).scout


def _version(one: AtWork) -> str:
    return dict(one.survey.versions).get("openvino", "")


def _without_load(record: Record) -> Record:
    before, after = (dataclasses.replace(each, load_1min=None) for each in (record.before, record.after))
    return dataclasses.replace(record, before=before, after=after)


def _blocks(state: _Session, blocks: Sequence[Block], allow: Callable[[Block], bool]) -> Iterator[Record]:
    """All records. The next block's workers start to import before the last one's records are yielded.

    An interrupt ends the session, but not before every trial that is finished was yielded, and kept.
    """
    waiting = deque(blocks)
    current: BlockRun | None = None
    try:
        while waiting or current is not None:
            if current is None:
                if not allow(waiting[0]):
                    return
                block = waiting.popleft()
                yield from _absent(state, block)
                current = _started(state, block)
                continue
            pressed = False
            try:
                yield from _measured(state, current)
            except KeyboardInterrupt:
                pressed = True
            with held(pressed=pressed) as guard:
                finished = _handed_over(current, guard)
                current.end()
                last, current = current, None
                if last.deferred:
                    waiting.appendleft(_further(last, waiting))
                if waiting and not allow(waiting[0]):
                    waiting.clear()
                if waiting and not guard.pressed and not _has_absent(state, waiting[0]):
                    with contextlib.suppress(RunError):  # if it stays so, that is said when all is kept
                        current = _started(state, waiting[0])
                        waiting.popleft()
                for runner, answer in finished:
                    yield _record(state, last, runner, answer)
    finally:
        if current is not None:
            current.end()


def _handed_over(run: BlockRun, guard: InterruptGuard) -> list[tuple[Runner, Answer | None]]:
    """The runners that have measured all that they should, with what they recorded; `None` if they fail now.

    After an interrupt nobody is waited for who does not answer at once.
    """
    finished = []
    for runner in run.complete():
        try:
            with guard.hurried():
                finished.append((runner, run.finish(runner)))
        except KeyboardInterrupt:
            guard.pressed = True
    return finished


def _started(state: _Session, block: Block) -> BlockRun | None:
    """The block without the cells that cannot or will not be measured; `None` if nothing is left of it."""
    cells = tuple(
        cell for cell in block.cells if cell.id not in state.given_up and _lacking(state, cell) is None
    )
    if not cells:
        return None
    return BlockRun(
        state.plan,
        dataclasses.replace(block, cells=cells),
        files=state.files,
        at_work=state.at_work,
        progress=state.progress,
        spent=state.spent,
        patience=state.patience,
    )


def _measured(state: _Session, run: BlockRun) -> Iterator[Record]:
    """Prepare and measure a block; yields the records of the cells that fail."""
    state.progress.block_started(run.block)
    for runner in chain(run.prepare(), run.measure()):
        with held(pressed=False):
            yield _record(state, run, runner, None)


def _further(run: BlockRun, waiting: Sequence[Block]) -> Block:
    """The group of the cells that did not fit; its number is free in this round."""
    taken = [block.group for block in (run.block, *waiting) if block.round == run.block.round]
    return Block(round=run.block.round, group=max(taken) + 1, cells=tuple(run.deferred))


def _lacking(state: _Session, cell: Cell) -> Failure | None:
    """What a cell needs and is not here: its release of OpenVINO, or its device."""
    asked, device = cell.setting.openvino, cell.setting.device
    if asked in state.unusable:
        return Failure(kind="no-release", message=state.unusable[asked].problem)
    present = tuple(device.name for device in state.at_work[asked].survey.devices)
    absent = missing(device, present)
    if absent is None:
        return None
    there = ", ".join(present) or "none"
    return Failure(kind="no-device", message=f"no device {absent} here; OpenVINO sees: {there}")


def _has_absent(state: _Session, block: Block) -> bool:
    return any(cell.id not in state.given_up and _lacking(state, cell) for cell in block.cells)


def _absent(state: _Session, block: Block) -> Iterator[Record]:
    """A failed record for every cell whose release or device is not there; no worker is started for it."""
    for cell in block.cells:
        failure = _lacking(state, cell)
        if failure is None or cell.id in state.given_up:
            continue
        _count_failure(state, cell, failure.kind)
        yield dataclasses.replace(_bare(state, block, cell), failure=failure)


def _count_failure(state: _Session, cell: Cell, kind: FailureKind) -> None:
    state.failures[cell.id] += 1
    if kind in CERTAIN or state.failures[cell.id] >= _CHANCES:
        state.given_up.add(cell.id)


def _bare(state: _Session, block: Block, cell: Cell) -> Record:
    """A record with everything that is known before anything is measured."""
    now, asked = readings.read(), cell.setting.openvino
    release = state.at_work.get(asked)
    version = state.unusable[asked].version if release is None else _version(release)
    return Record(
        experiment=state.plan.article.slug,
        host=state.host,
        cell_id=cell.id,
        levels=cell.levels,
        setting=cell.setting.without_folders(),
        measure=state.plan.measure,
        round=block.round,
        group=block.group,
        session=state.name,
        order=block.cells.index(cell),
        started_utc_ns=now.utc_ns,
        ovreport_version=__version__,
        openvino_version=version,
        facts=facts(_NOTHING, state.experiments) if release is None else release.facts,
        before=now,
        after=now,
    )


def _record(state: _Session, run: BlockRun, runner: Runner, answer: Answer | None) -> Record:
    """The record of a runner that has left its block, with or without timings."""
    record = dataclasses.replace(
        _bare(state, run.block, runner.cell),
        order=runner.order,
        started_utc_ns=run.started_utc_ns,
        before=run.before,
    )
    if runner.prepared is not None:
        record = dataclasses.replace(
            record,
            model=runner.prepared.model,
            startup=runner.prepared.startup,
            in_force=runner.prepared.in_force,
            floor_ns=runner.floor_ns,
            floor_requests=runner.prepared.in_force.requests if runner.floor_ns is not None else None,
        )
    if answer is None:
        assert runner.failure is not None
        _count_failure(state, runner.cell, runner.failure.kind)
        return dataclasses.replace(record, failure=runner.failure)
    header, columns = answer
    finished = from_json(Finished, header["finished"])
    return dataclasses.replace(
        record,
        after=run.after,
        in_force=finished.in_force,
        memory=finished.memory,
        denormal_share=finished.denormal_share,
        outputs=finished.samples,
        requests=requests_from(columns),
        slices=slices_from(columns, runner.around),
    )
