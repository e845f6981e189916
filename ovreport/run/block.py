"""One block: its workers are started together, prepared one at a time, and measured in interleaved slices."""

from __future__ import annotations

import contextlib
import random
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from functools import partial
from typing import TypeVar

from ovreport.codec import from_json, to_json
from ovreport.models import ModelFiles
from ovreport.plan import Block, Cell, Measure, Plan, Storage
from ovreport.records import (
    MOST_ROWS,
    MOST_SLICES,
    REPEAT_OFFSET,
    UNKNOWN,
    Failure,
    Readings,
    images_a_request,
)
from ovreport.run import readings
from ovreport.run.disturbance import Disturbance
from ovreport.run.engine import Task
from ovreport.run.floor import Flight, flight_of
from ovreport.run.gate import SPELL, Gate
from ovreport.run.heat import Heat, Thermometer
from ovreport.run.process import Answer, Worker, WorkerError, WorkerPool
from ovreport.run.progress import Progress, Running
from ovreport.run.quiet import Patience
from ovreport.run.rows import Around
from ovreport.run.scout import AtWork
from ovreport.run.surroundings import Meanwhile, Surroundings
from ovreport.run.trial import Order, Prepared, SliceDone
from ovreport.run.waiting import Waiting

T = TypeVar("T")

_SPARE_BYTES = 512 << 20
"""Memory that stays free when another worker is prepared beside those of its block."""

_ROOM = 1.25
"""A further worker is taken to need this many times as much as the largest one so far."""

_START_SECONDS = 120.0
"""All workers import at once, perhaps on a busy host; that says nothing about a model's own time limit."""

_AGAIN_EVERY = 8
"""In every so many passes each cell runs two slices in a row: the second one comes after no neighbour."""

_LEAST_SHARE = 0.25
"""Of the slices that a cell of short requests gets, a cell whose every slice takes longer gets so many."""

_MOST_TIMES = 2.5
"""A cell is measured at most this many times as long as asked for to get them."""

_MOST_LONGER = 0.2
"""Of the time that all cells of a block are measured, that all together may be measured longer for it; one
cell may always. On a busy machine the slices of all cells get long, and a block must end in time."""

_WHOLE_TURNS = 1_000_000
"""Turns of whole trials are this far apart, so that no two cells ever share one: they are no neighbours."""


@dataclass(eq=False)
class Runner:
    """A cell of a block and its worker.

    Attributes:
        order: Place in the seeded order of start-up.
        counted, counted_ns, slices: Measured requests, their time, and slices so far; of passes that were
            set aside, and of the second slices in a row, none.
        rows: All requests so far.
        around: What went on around each slice so far.
        floor_ns: See `records.Record`.
        waiting: Between its steps.
        failure: Set when the runner has left the block.
    """

    cell: Cell
    order: int
    worker: Worker
    prepared: Prepared | None = None
    counted: int = 0
    counted_ns: int = 0
    slices: int = 0
    rows: int = 0
    around: list[Around] = field(default_factory=list)
    disturbance: Disturbance | None = None
    floor_ns: int | None = None
    failure: Failure | None = None

    def __post_init__(self) -> None:
        self.waiting = Waiting(self.worker)
        self.begin_pass()

    def begin_pass(self) -> None:
        """Remember where it stands, should the pass be set aside."""
        self._before = (len(self.around), self.counted, self.counted_ns, self.slices)

    def end_pass(self, heat: Heat) -> None:
        """Note with its slices what was read after them."""
        first = self._before[0]
        self.around[first:] = [replace(each, **asdict(heat)) for each in self.around[first:]]

    def set_aside(self) -> int:
        """Take back what the pass counted, and tell how much time that was; its slices stay, marked."""
        counted_ns = self.counted_ns
        first, self.counted, self.counted_ns, self.slices = self._before
        self.around[first:] = [replace(each, set_aside=True) for each in self.around[first:]]
        return counted_ns - self.counted_ns


@dataclass
class Spent:
    """Where the time of a session goes, in nanoseconds."""

    slices_ns: int = 0
    warmup_ns: int = 0
    counted_ns: int = 0


class BlockRun:
    """The workers of one block, from their start to their end.

    Starting them is all that the constructor does, so the next block's workers can import while the records
    of the last one are being saved.

    Args:
        at_work: The releases of OpenVINO that the cells ask for.
        progress: Told of what is done.
        spent: Grows by the time that it takes.
        patience: Waits for quiet moments, and has disturbed passes repeated; `None` measures at once.

    Attributes:
        deferred: Cells that did not fit into memory beside the others, with the baseline before them.
        before, after: Readings around the slices.
    """

    def __init__(
        self,
        plan: Plan,
        block: Block,
        *,
        files: Mapping[tuple[str, Storage | None], ModelFiles],
        at_work: Mapping[str, AtWork],
        progress: Progress,
        spent: Spent,
        patience: Patience | None = None,
    ) -> None:
        self.block = block
        self.deferred: list[Cell] = []
        self.runners: list[Runner] = []
        self.started_utc_ns = time.time_ns()
        self.before: Readings = readings.read()
        self.after: Readings = self.before
        self._plan = plan
        self._measure = plan.measure
        self._files = files
        self._at_work = at_work
        self._progress = progress
        self._spent = spent
        self._patience = patience
        self._began = patience.look() if patience else None
        self._surroundings = Surroundings()
        self._thermometer = Thermometer()
        self._gate = Gate() if patience else None
        self._pass: dict[str, tuple[int, int]] = {}
        self._longer = True
        self._pool = WorkerPool()
        try:
            for order, cell in enumerate(shuffled(block.cells, plan.measure, block, "start")):
                self.runners.append(Runner(cell, order, self._pool.start(self._of(cell).command)))
        except BaseException:
            self.end()
            raise

    def _of(self, cell: Cell) -> AtWork:
        return self._at_work[cell.setting.openvino]

    def prepare(self) -> Iterator[Runner]:
        """Wait for all imports, then compile and warm the cells one at a time; yields those that fail.

        Where the next worker would not fit into memory, its cell is deferred.
        """
        for runner in list(self.runners):
            if self._failed(runner, partial(self._import, runner)):
                yield runner
        # in their shuffled order, for the first one of a block takes longer to start
        for runner in list(self.runners):
            if not self._fits(runner):
                self.deferred.append(runner.cell)
                self._dismiss(runner)
            elif self._failed(runner, partial(self._prepare, runner)):
                yield runner
            else:
                assert runner.prepared is not None
                self._spent.warmup_ns += runner.prepared.warmup_ns
                self._progress.cell_prepared(self.block, runner.cell)
        # a further group repeats the baseline, unless the baseline itself did not fit into this one
        if self.deferred and all(cell.id != self._plan.baseline for cell in self.deferred):
            self.deferred[:0] = [cell for cell in self.block.cells if cell.id == self._plan.baseline]

    def _failed(self, runner: Runner, step: Callable[[], None]) -> bool:
        """Do a step of a runner; one whose worker fails in it leaves the block."""
        try:
            step()
        except WorkerError as error:
            runner.failure = error.failure
            self._dismiss(runner)
        return runner.failure is not None

    def _import(self, runner: Runner) -> None:
        seconds = max(self._measure.timeout_seconds, _START_SECONDS)
        self._pool.receive(runner.worker, "starting the worker", seconds)

    def _prepare(self, runner: Runner) -> None:
        setting = runner.cell.setting
        task = Task(
            setting=setting, measure=self._measure, files=self._files[setting.model.name, setting.storage]
        )
        command = {"do": "prepare", "task": to_json(task)}
        step = "reading, compiling and warming up"
        header, _ = self._pool.ask(runner.worker, command, step, self._measure.timeout_seconds)
        runner.prepared = from_json(Prepared, header["prepared"])
        self._check_memory(runner, runner.prepared.resident_bytes)
        runner.waiting.watch()
        if setting.disturbance != "none":
            runner.disturbance = Disturbance(setting.disturbance)

    def _fits(self, runner: Runner) -> bool:
        """Whether a worker like the largest so far finds room; two always do, one of them the baseline."""
        baseline = self._plan.baseline
        if runner.cell.id == baseline:
            return True
        prepared = [each.prepared for each in self.runners if each.prepared is not None]
        kept = any(each.cell.id == baseline and each.prepared is None for each in self.runners)
        largest = max((each.resident_bytes or 0 for each in prepared), default=0)
        wanted = _ROOM * largest * (1 + kept) + _SPARE_BYTES
        return len(prepared) + kept < 2 or readings.available_bytes() > wanted

    def measure(self) -> Iterator[Runner]:
        """Measure all cells in turn, pass after pass, until each has its share; yields those that fail."""
        if self._patience is not None:
            self._patience.wait(since=self._began)
        self._measure_floors()
        self.before = readings.read()
        turn = repeated = 0
        try:
            while active := self._active():
                self._begin_pass(active)
                kept = turn - repeated
                again = self._measure.schedule == "slices" and len(active) > 1 and kept % _AGAIN_EVERY == 0
                for position, runner in enumerate(shuffled(active, self._measure, self.block, str(turn))):
                    if self._failed(runner, partial(self._slices, runner, turn, position, again=again)):
                        yield runner
                repeated += self._end_pass(active)
                turn += 1
        finally:  # an interrupt leaves those that have enough by then
            self.after = readings.read()

    def _active(self) -> list[Runner]:
        """Those that the next pass is measured with."""
        if (seconds := self._measure.seconds) is not None:
            longer = sum(max(runner.counted_ns / 1e9 / seconds - 1, 0) for runner in self.runners)
            self._longer = longer < max(_MOST_LONGER * len(self.runners), _MOST_TIMES - 1)
        return [runner for runner in self.runners if not self._has_enough(runner)]

    def _begin_pass(self, active: Sequence[Runner]) -> None:
        self._look_around()  # what happened between passes belongs to no slice
        self._pass.clear()
        for runner in active:
            runner.begin_pass()

    def _end_pass(self, active: Sequence[Runner]) -> bool:
        """Whether it is repeated: where others disturbed it, all of its cells go on for as much longer."""
        heat = self._thermometer.read()
        for runner in active:
            runner.end_pass(heat)
        if self._gate is None or self._patience is None:
            return False
        if repeated := self._gate.repeats(self._pass.values()):
            for runner in active:
                self._spent.counted_ns -= runner.set_aside()
        if self._gate.in_a_row and self._gate.in_a_row % SPELL == 0:
            self._patience.wait()
        return repeated

    def _measure_floors(self) -> None:
        """The floor of every cell beside the waiting workers of the block, each way to be in flight once."""
        floors: dict[tuple[str, Flight], int | None] = {}
        for runner in self.runners:
            assert runner.prepared is not None
            flight = flight_of(runner.cell.setting, runner.prepared.in_force)
            key = (runner.cell.setting.openvino, flight)
            if key not in floors:
                floors[key] = self._of(runner.cell).scout.floor_ns(flight)
            runner.floor_ns = floors[key]

    def _slices(self, runner: Runner, turn: int, position: int, *, again: bool) -> None:
        """A cell's slice of a pass, and sometimes another one right after it."""
        self._slice(runner, self._order(runner, turn, position))
        if again and not self._has_enough(runner):
            self._slice(runner, self._order(runner, turn + REPEAT_OFFSET, position))

    def _has_enough(self, runner: Runner) -> bool:
        full = runner.rows >= MOST_ROWS or len(runner.around) >= MOST_SLICES
        return full or self._share(runner) >= 1

    def _share(self, runner: Runner) -> float:
        """Of what this runner is to measure; half a slice short is enough, so trials are right on average.

        Long requests make long slices. A comparison rests on pairs of slices, so that such a cell goes on for
        longer than asked, until it has a part of what others get.
        """
        measure = self._measure
        if measure.requests is not None:
            return runner.counted / measure.requests
        assert measure.seconds is not None
        if measure.schedule == "whole":
            return float(runner.counted > 0)
        wanted_ns = max(measure.seconds - measure.slice_seconds / 2, measure.slice_seconds / 2) * 1e9
        least = max(round(_LEAST_SHARE * measure.seconds / measure.slice_seconds), 1)
        share = runner.counted_ns / wanted_ns
        return max(min(share, runner.slices / least), share / _MOST_TIMES) if self._longer else share

    def _order(self, runner: Runner, turn: int, position: int) -> Order:
        measure = self._measure
        most = MOST_ROWS - runner.rows
        if measure.requests is not None:
            most = min(most, measure.requests - runner.counted)
        if measure.schedule == "slices":
            seconds = measure.slice_seconds
        else:
            # as long as all the requests take; bounded so that a mistake ends some day
            seconds = measure.seconds if measure.seconds is not None else measure.timeout_seconds
            turn = position * _WHOLE_TURNS
        least = min(measure.slice_requests, most)
        return Order(turn=turn, position=position, length_ns=round(seconds * 1e9), least=least, most=most)

    def _slice(self, runner: Runner, order: Order) -> None:
        seconds = self._measure.timeout_seconds + order.length_ns / 1e9
        command = {"do": "slice", "order": to_json(order)}
        others = [each.waiting for each in self.runners if each is not runner]
        for waiting in others:
            waiting.look()
        own_ns = time.process_time_ns()
        with runner.disturbance.running() if runner.disturbance else contextlib.nullcontext():
            header, _ = self._pool.ask(runner.worker, command, "measuring a slice", seconds)
        own_ns = time.process_time_ns() - own_ns
        done = from_json(SliceDone, header["slice"])
        meanwhile = self._look_around()
        runner.around.append(
            Around(
                other_cpu_ns=own_ns + sum(waiting.look() for waiting in others),
                switches=UNKNOWN if done.switches is None else done.switches,
                **asdict(meanwhile),
            )
        )
        taken_ns, length_ns = self._pass.get(runner.cell.id, (0, 0))
        self._pass[runner.cell.id] = (taken_ns + meanwhile.taken_ns, length_ns + done.length_ns)
        runner.waiting.begin()
        self._check_memory(runner, done.resident_bytes)
        _check_disturbance(runner)
        runner.rows = done.rows
        runner.counted += done.measured
        runner.counted_ns += done.measured_ns
        runner.slices += order.turn < REPEAT_OFFSET
        self._spent.slices_ns += done.length_ns
        self._spent.counted_ns += done.measured_ns
        self._progress.slice_done(self._running(runner, order.turn, done))

    def _look_around(self) -> Meanwhile:
        """What everybody else did since the last look."""
        own = [runner.worker.pid for runner in self.runners]
        own += [runner.disturbance.pid for runner in self.runners if runner.disturbance is not None]
        return self._surroundings.look(own)

    def _check_memory(self, runner: Runner, resident_bytes: int | None) -> None:
        limit = self._measure.memory_limit_mib
        if limit is None or resident_bytes is None or resident_bytes <= limit << 20:
            return
        message = f"the worker holds {resident_bytes >> 20} MiB, more than the limit of {limit} MiB"
        raise WorkerError(Failure(kind="memory", message=message, last_lines=runner.worker.last_lines()))

    def _running(self, runner: Runner, turn: int, done: SliceDone) -> Running:
        shares = [min(self._share(each), 1.0) for each in self.runners]
        model = runner.prepared.model if runner.prepared else None
        images = done.measured * images_a_request(runner.cell.setting, model)
        return Running(
            block=self.block,
            cell=runner.cell,
            turn=turn,
            share=min(self._share(runner), 1.0),
            block_share=sum(shares) / len(shares),
            throughput_fps=images / max(done.measured_ns, 1) * 1e9,
            measured_seconds=self._spent.counted_ns / 1e9,
        )

    def complete(self) -> list[Runner]:
        """Those that have measured all that they should."""
        return [runner for runner in self.runners if self._has_enough(runner)]

    def finish(self, runner: Runner) -> Answer | None:
        """Take everything that a worker has recorded, and end it; `None` if it fails in doing so."""
        try:
            return self._pool.ask(
                runner.worker, {"do": "finish"}, "handing over the rows", self._measure.timeout_seconds
            )
        except WorkerError as error:
            runner.failure = error.failure
            return None
        finally:
            self._dismiss(runner)

    def _dismiss(self, runner: Runner) -> None:
        self.runners.remove(runner)
        self._pool.stop(runner.worker)
        if runner.disturbance is not None:
            runner.disturbance.end()

    def end(self) -> None:
        """End every worker and every disturbance that is left."""
        for runner in self.runners:
            if runner.disturbance is not None:
                runner.disturbance.end()
        self._pool.end()


def _check_disturbance(runner: Runner) -> None:
    if runner.disturbance is not None and runner.disturbance.ended:
        what = runner.cell.setting.disturbance
        message = f"the disturbance ({what}) ended by itself; it must go on for as long as it is needed"
        raise WorkerError(Failure(kind="crash", message=message))


def shuffled(items: Sequence[T], measure: Measure, block: Block, what: str) -> list[T]:
    """`items` in an order that the stored seed, the block and `what` decide, the same on every host."""
    order = list(items)
    random.Random(f"{measure.seed}/{block.round}/{block.group}/{what}").shuffle(order)  # noqa: S311 - no secret
    return order
