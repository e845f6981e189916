"""What recording adds to a request: the recorder's loop against a loop that only submits."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import openvino as ov

from benchmarks.tables import Effort, Table, median_of
from ovreport import models
from ovreport.models import reading
from ovreport.plan import ModelSource
from ovreport.run.openvino_engine import starter, synchronous
from ovreport.run.recorder import Buffer, Queue, SliceLimits, record_async, record_sync


def cost_of_recording(effort: Effort) -> Table:
    """Alternating blocks on the no-op network: a bare loop, and the recorder."""
    table = Table(
        title="What recording a request costs",
        columns=(
            "mode",
            "bare loop, best block",
            "recorder, best block",
            "difference of the best",
            "median difference of neighbouring blocks",
            "at most 1 us",
        ),
        before=(
            "Microseconds a request on the no-op model. The bare loop finds an idle request and starts it. "
            "A block is as many requests as a short slice has; the best one is least disturbed."
        ),
    )
    requests, blocks = effort.count(1500, 1500, 50), effort.count(40, 12, 6)
    for mode, streams, count in (("async", 1, 1), ("async", 2, 2), ("async", 2, 4), ("sync", 1, 1)):
        bare, recorder = _loops(mode, streams, count, requests)
        times = [(_microseconds(bare, requests), _microseconds(recorder, requests)) for _ in range(blocks)]
        best, kept = min(a for a, _ in times), min(b for _, b in times)
        middle = median_of([b - a for a, b in times])
        name = "sync" if mode == "sync" else f"async {streams}/{count}"
        differences = f"{middle.median:+.2f} ({middle.low:+.2f} to {middle.high:+.2f})"
        met = "yes" if max(kept - best, middle.median) <= 1 else "no"
        table.rows.append((name, f"{best:.2f}", f"{kept:.2f}", f"{kept - best:+.2f}", differences, met))
    return table


def _loops(
    mode: str, streams: int, count: int, requests: int
) -> tuple[Callable[[], object], Callable[[], object]]:
    queue, buffer = _queue(streams, count), Buffer(4 * requests)
    limits = SliceLimits(length_ns=1 << 60, most=requests)
    if mode == "sync":
        return partial(_bare_sync, queue, requests), partial(record_sync, queue, buffer, limits)
    return partial(_bare, queue, requests), partial(record_async, queue, buffer, limits)


def _queue(streams: int, count: int) -> Queue:
    source = ModelSource(name="no-op", kind="builtin", location="no-op")
    model = reading.read(models.obtain(source, cache=Path()))
    compiled = ov.Core().compile_model(model, "CPU", {"NUM_STREAMS": str(streams)})
    infer_queue = ov.AsyncInferQueue(compiled, count)
    slots = [infer_queue[index] for index in range(count)]
    for slot in slots:
        slot.get_input_tensor(0).data[:] = 1
    return Queue(
        slots=slots,
        idle=infer_queue.get_idle_request_id,
        start=starter(infer_queue),
        wait=infer_queue.wait_all,
        infer=synchronous(slots[0]),
        now=time.perf_counter_ns,
    )


def _bare(queue: Queue, requests: int) -> None:
    idle, start = queue.idle, queue.start
    for _ in range(requests):
        idle()
        start()
    queue.wait()


def _bare_sync(queue: Queue, requests: int) -> None:
    infer = queue.infer
    for _ in range(requests):
        infer()


def _microseconds(step: Callable[[], object], requests: int) -> float:
    gc.disable()  # on both sides
    begin = time.perf_counter_ns()
    step()
    spent = time.perf_counter_ns() - begin
    gc.enable()
    return spent / requests / 1000
