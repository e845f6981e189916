"""One trial inside its worker: prepare, measure slices when told, hand over everything at the end."""

from __future__ import annotations

import dataclasses
import gc
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from numpy.typing import NDArray

from ovreport.models import shortened
from ovreport.records import InForce, Memory, ModelFacts, OutputSample, Startup
from ovreport.run.engine import Engine, Outputs, StepError, Task
from ovreport.run.recorder import Buffer, RecordedSlice, SliceLimits, record_async, record_sync
from ovreport.run.rows import Clocked, Tables
from ovreport.run.usage import involuntary_switches, peak_bytes, resident_bytes

T = TypeVar("T")

_MOST_RESERVED = 1 << 18
"""Rows that are made room for before a slice; 5 MB. A longer slice grows as it goes."""


@dataclass(frozen=True, kw_only=True)
class Prepared:
    """What a worker tells when it is ready to measure.

    Attributes:
        warmup_ns: Time of the first inference and the warm-up.
    """

    model: ModelFacts
    in_force: InForce
    startup: Startup
    warmup_ns: int
    resident_bytes: int | None


@dataclass(frozen=True, kw_only=True)
class Order:
    """Which slice to measure next; see `recorder.SliceLimits` and `records.Slices`."""

    turn: int
    position: int
    length_ns: int
    least: int
    most: int = sys.maxsize


@dataclass(frozen=True, kw_only=True)
class SliceDone:
    """What a worker tells after a slice.

    Attributes:
        measured: Number of measured requests.
        measured_ns: From the first measured submission to the end of the slice.
        length_ns: From the first submission to the end of the slice, warm-up and tail included.
        rows: All that the trial has by now.
        switches: How often the worker was taken off a processor meanwhile; `None` where nobody tells.
    """

    measured: int
    measured_ns: int
    length_ns: int
    rows: int
    switches: int | None
    resident_bytes: int | None


@dataclass(frozen=True, kw_only=True)
class Finished:
    """Everything but the rows that a worker hands over at the end."""

    in_force: InForce
    memory: Memory
    denormal_share: float | None
    samples: tuple[OutputSample, ...]


class Trial:
    """The steps of one trial, in the order of their definition.

    Args:
        import_ns: What importing the engine took; part of the start-up times.
    """

    def __init__(self, engine: Engine, task: Task, *, import_ns: int) -> None:
        self._engine = engine
        self._task = task
        self._import_ns = import_ns
        whole = task.measure.schedule == "whole"
        self._tables = Tables(piece_ns=round(task.measure.slice_seconds * 1e9) if whole else None)
        self._buffer = Buffer()
        self._record = record_sync if task.setting.mode == "sync" else record_async
        self._slices = 0
        self._shortest_ns = 1 << 62

    def prepare(self) -> Prepared:
        """Read, compile, fill, run once, take the outputs, warm every slot.

        Raises:
            StepError: A step failed.
        """
        task, engine = self._task, self._engine
        read_ns = _timed(lambda: engine.read(task))
        compile_ns = _timed(lambda: engine.compile(task.setting))
        engine.settle(task.measure.timeout_seconds / 2)
        self._queue = _inferring(lambda: engine.queue(task))
        first_ns = _timed(lambda: _inferring(self._queue.infer))
        self._outputs: Outputs = engine.outputs()
        self._compiled_bytes = resident_bytes()
        warmup_ns = _timed(self._warm_up)
        self._peak_bytes = peak_bytes()
        self._first_in_force = engine.in_force()
        startup = Startup(
            import_ns=self._import_ns,
            read_ns=read_ns,
            compile_ns=compile_ns,
            first_inference_ns=first_ns,
            from_cache=engine.from_cache(),
        )
        facts = engine.model(task)
        gc.collect()
        gc.freeze()  # what lives now lives to the end; later collections need not look at it
        return Prepared(
            model=facts,
            in_force=self._first_in_force,
            startup=startup,
            warmup_ns=first_ns + warmup_ns,
            resident_bytes=resident_bytes(),
        )

    def _warm_up(self) -> None:
        limits = SliceLimits(length_ns=0, least=max(self._task.measure.warmup_requests - 1, 0))
        total = _inferring(lambda: self._record(self._queue, self._buffer, limits)).total
        before = Clocked(turn=-1, position=-1, cpu_ns=0, wall_step_ns=0)
        submitted = self._buffer.submit_ns
        span = RecordedSlice(
            first=total, cut=total, total=total, begin_ns=submitted[0], end_ns=self._queue.now()
        )
        self._tables.add(self._buffer, span, before)
        self._shortest_ns = max((span.end_ns - span.begin_ns) // total, 1_000)

    def measure(self, order: Order) -> SliceDone:
        """Record one slice.

        Raises:
            StepError: An inference failed.
        """
        limits = SliceLimits(length_ns=order.length_ns, least=order.least, most=order.most)
        # three times as many as the fastest pace so far would need; a slice that outruns it grows the buffer
        expected = min(3 * order.length_ns // self._shortest_ns, order.most, _MOST_RESERVED)
        self._buffer.reserve(expected + 8 * len(self._queue.slots) * (order.least + 1))
        if self._queue.renew is not None:
            self._queue.renew(self._slices)
        self._slices += 1
        switches = involuntary_switches()
        cpu_ns, lead_ns = time.process_time_ns(), time.time_ns() - self._queue.now()
        span = _inferring(lambda: self._record(self._queue, self._buffer, limits))
        clocked = Clocked(
            turn=order.turn,
            position=order.position,
            cpu_ns=time.process_time_ns() - cpu_ns,
            wall_step_ns=time.time_ns() - self._queue.now() - lead_ns,
        )
        self._tables.add(self._buffer, span, clocked)
        after = involuntary_switches()
        return self._told(span, None if switches is None or after is None else after - switches)

    def _told(self, span: RecordedSlice, switches: int | None) -> SliceDone:
        measured = span.cut - span.first
        begin_ns = self._buffer.submit_ns[span.first] if measured else span.end_ns
        length_ns = span.end_ns - span.begin_ns
        self._shortest_ns = max(min(self._shortest_ns, length_ns // span.total), 1_000)
        return SliceDone(
            measured=measured,
            measured_ns=span.end_ns - begin_ns,
            length_ns=length_ns,
            rows=len(self._tables),
            switches=switches,
            resident_bytes=resident_bytes(),
        )

    def finish(self) -> tuple[Finished, dict[str, NDArray[Any]]]:
        """All rows and what is in force now; devices that came and went while measuring are all named."""
        now = self._engine.in_force()
        before = self._first_in_force.devices
        devices = before if now.devices == before else tuple(dict.fromkeys((*before, *now.devices)))
        memory = Memory(
            compiled_bytes=self._compiled_bytes,
            end_bytes=resident_bytes(),
            peak_bytes=self._peak_bytes,
        )
        finished = Finished(
            in_force=dataclasses.replace(now, devices=devices),
            memory=memory,
            denormal_share=self._outputs.denormal_share,
            samples=self._outputs.samples,
        )
        return finished, self._tables.columns()


def _timed(step: Callable[[], object]) -> int:
    begin = time.perf_counter_ns()
    step()
    return time.perf_counter_ns() - begin


def _inferring(step: Callable[[], T]) -> T:
    """Make infer requests or run them; what OpenVINO raises meanwhile is a failed inference."""
    try:
        return step()
    except RuntimeError as error:
        raise StepError("inference", shortened(error)) from error
