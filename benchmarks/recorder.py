"""The runner against OpenVINO's own `benchmark_app`, slices against whole trials, and what recording costs.

    python benchmarks/recorder.py [--pairs 10] [--seconds 1] [--networks FILE.xml ...]

Every comparison is made of pairs that follow one another directly, in alternating order; what is printed is
the median of the pairs' ratios with its distribution-free 95 % interval. Run it on a quiet machine.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import numpy as np
import openvino as ov
from scipy import stats

from ovreport import models
from ovreport.models import ModelFiles
from ovreport.plan import Article, Block, Cell, Measure, ModelSource, Plan, Setting, cell_id
from ovreport.records import Phase, Record
from ovreport.run import measure
from ovreport.run.openvino_engine import starter, synchronous
from ovreport.run.recorder import Buffer, Limits, Queue, record_async, record_sync


@dataclass(frozen=True)
class Figures:
    """Images per second and median latency in milliseconds."""

    throughput_fps: float
    latency_ms: float


@dataclass(frozen=True)
class Ratio:
    """Median of paired ratios with its 95 % interval."""

    median: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.median:.3f} ({self.low:.3f} to {self.high:.3f})"


def ratio_of(first: Sequence[float], second: Sequence[float]) -> Ratio:
    """Ratios first/second pair by pair; the interval is that of the sign test (6 pairs or more for 95 %)."""
    ratios = sorted(a / b for a, b in zip(first, second, strict=True))
    rank = max(int(stats.binom.ppf(0.025, len(ratios), 0.5)), 1)
    return Ratio(statistics.median(ratios), ratios[rank - 1], ratios[-rank])


def plan_of(settings: Sequence[Setting], seconds: float, schedule: str) -> Plan:
    """A plan with one round."""
    cells = tuple(Cell(id=cell_id(s, n), levels=(("n", str(n)),), setting=s) for n, s in enumerate(settings))
    article = Article(
        slug="recorder",
        title="",
        question="",
        description="",
        languages=("en",),
        author="",
        tags=(),
        source=b"",
    )
    how = Measure(
        rounds=1,
        seconds=seconds,
        requests=None,
        warmup_requests=5,
        slice_seconds=0.15,
        slice_requests=3,
        schedule="whole" if schedule == "whole" else "slices",
        seed=0,
        timeout_seconds=120,
        memory_limit_mib=None,
    )
    return Plan(
        article=article,
        factors=(),
        cells=cells,
        baseline=cells[0].id,
        discuss=(),
        measure=how,
        margin=None,
        good_enough=0.02,
        latency_bounds_ms=(),
        published=(),
    )


def figures_of(record: Record) -> Figures:
    """Throughput by cycles (see `recorder`), summed over slots, averaged over slices by their length."""
    assert record.failure is None, record.failure
    rows = record.requests
    counted = rows.phase == Phase.MEASURED
    end_ns = rows.submit_ns + rows.latency_ns
    requests = slot_seconds = 0.0
    for index in range(len(record.slices)):
        for slot in np.unique(rows.slot):
            mine = counted & (rows.slice == index) & (rows.slot == slot)
            if mine.any():
                requests += np.count_nonzero(mine)
                slot_seconds += float(end_ns[mine].max() - rows.submit_ns[mine].min()) / 1e9
    slots = len(np.unique(rows.slot))
    images = requests * record.setting.batch
    return Figures(images / (slot_seconds / slots), float(np.median(rows.latency_ns[counted])) / 1e6)


def ours(settings: Sequence[Setting], files: ModelFiles, seconds: float, schedule: str) -> list[Figures]:
    """Measure settings beside one another; figures in their order."""
    plan = plan_of(settings, seconds, schedule)
    block = Block(round=1, group=0, cells=plan.cells)
    found = {
        record.cell_id: figures_of(record)
        for record in measure(plan, (block,), host="", files={settings[0].model.name: files}, session="")
    }
    return [found[cell.id] for cell in plan.cells]


def theirs(setting: Setting, xml: Path, seconds: float) -> Figures:
    """The same setting through `benchmark_app`."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-c", "from openvino.tools.benchmark.main import main; main()"]
        command += ["-m", str(xml), "-d", setting.device, "-t", str(max(round(seconds), 1)), "-ip", "f32"]
        command += ["-b", str(setting.batch), "-infer_precision", setting.precision or "f32"]
        command += [
            "-json_stats",
            "-report_type",
            "no_counters",
            "-report_folder",
            folder,
            "-api",
            setting.mode,
        ]
        if setting.mode == "async":
            command += ["-hint", "none", "-nstreams", str(setting.streams), "-nireq", str(setting.requests)]
        else:
            command += ["-hint", "none", "-nstreams", "1"]
        subprocess.run(command, check=True, capture_output=True)
        (report,) = Path(folder).glob("*.json")
        told = json.loads(report.read_text())["execution_results"]
    return Figures(float(told["throughput"]), float(told["latency (ms)"]))


def paired(
    first: Callable[[], Figures], second: Callable[[], Figures], pairs: int
) -> tuple[Ratio, Ratio, Figures]:
    """Ratios of throughput and median latency, and the first one's median figures."""
    left: list[Figures] = []
    right: list[Figures] = []
    for number in range(pairs):
        for step, kept in [(first, left), (second, right)][:: 1 if number % 2 else -1]:
            kept.append(step())
    throughput = ratio_of([f.throughput_fps for f in left], [f.throughput_fps for f in right])
    latency = ratio_of([f.latency_ms for f in left], [f.latency_ms for f in right])
    middle = Figures(
        statistics.median(f.throughput_fps for f in left), statistics.median(f.latency_ms for f in left)
    )
    return throughput, latency, middle


def print_row(what: str, throughput: Ratio, latency: Ratio, middle: Figures) -> None:
    """One line of the table, at once, since a run takes minutes."""
    # benchmark_app writes latency in steps of 0.01 ms: below 1 ms a ratio would show its rounding
    if middle.latency_ms < 1 and what.endswith("app"):
        print(f"| {what} | {throughput} | too short | {middle.throughput_fps:.4g} FPS |", flush=True)
        return
    shown = f"{middle.throughput_fps:.4g} FPS, {middle.latency_ms:.4g} ms"
    print(f"| {what} | {throughput} | {latency} | {shown} |", flush=True)


def compare(source: ModelSource, xml: Path, base: Setting, arguments: argparse.Namespace) -> None:
    """All rows of one network."""
    files = models.obtain(source, cache=xml.parent)
    seconds = arguments.seconds
    for streams, requests, batch in ((1, 1, 1), (2, 2, 1), (2, 4, 1), (2, 2, 3)):
        setting = replace(base, streams=streams, requests=requests, batch=batch)
        row = paired(
            lambda s=setting: ours([s], files, seconds, "whole")[0],  # type: ignore[misc]
            lambda s=setting: theirs(s, xml, seconds),  # type: ignore[misc]
            arguments.pairs,
        )
        print_row(
            f"{source.name}, {streams} streams, {requests} requests, batch {batch}: ovreport / app", *row
        )
    two = replace(base, streams=2, requests=2)
    row = paired(
        lambda: ours([two, two], files, seconds, "slices")[0],
        lambda: ours([two, two], files, seconds, "whole")[0],
        arguments.pairs,
    )
    print_row(f"{source.name}, 2 streams, 2 requests: slices / whole trials", *row)
    one = replace(base, streams=1, requests=1)
    row = paired(
        lambda: ours([replace(one, mode="sync")], files, seconds, "whole")[0],
        lambda: theirs(replace(one, mode="sync"), xml, seconds),
        arguments.pairs,
    )
    print_row(f"{source.name}, synchronous: ovreport / app", *row)


def cost_of_recording(blocks: int = 40, requests: int = 2000) -> None:
    """Best of many blocks in microseconds a request on the no-op network: a bare loop, and the recorder."""
    source = ModelSource(name="no-op", kind="builtin", location="no-op")
    model = models.read(models.obtain(source, cache=Path()))
    print("\n| no-op network, us a request | bare loop | recorder | difference |\n|---|---|---|---|")
    for streams, count in ((1, 1), (2, 2), (2, 4)):
        compiled = ov.Core().compile_model(model, "CPU", {"NUM_STREAMS": str(streams)})
        infer_queue = ov.AsyncInferQueue(compiled, count)
        slots = [infer_queue[index] for index in range(count)]
        for slot in slots:
            slot.get_input_tensor(0).data[:] = 1
        queue = Queue(
            slots=slots,
            idle=infer_queue.get_idle_request_id,
            start=starter(infer_queue),
            wait=infer_queue.wait_all,
            infer=synchronous(slots[0]),
            now=time.perf_counter_ns,
        )
        buffer, limits = Buffer(2 * requests), Limits(length_ns=1 << 60, most=requests)
        steps = {"async": (partial(_bare, queue, requests), partial(record_async, queue, buffer, limits))}
        if count == 1:
            steps["sync"] = (
                partial(_bare_sync, queue, requests),
                partial(record_sync, queue, buffer, limits),
            )
        for mode, (bare, recorder) in steps.items():
            times = [
                (_microseconds(bare, requests), _microseconds(recorder, requests)) for _ in range(blocks)
            ]
            best, kept = min(a for a, _ in times), min(b for _, b in times)
            what = f"{mode}, {streams} streams, {count} requests"
            print(f"| {what} | {best:.2f} | {kept:.2f} | {kept - best:+.2f} |")


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
    begin = time.perf_counter_ns()
    step()
    return (time.perf_counter_ns() - begin) / requests / 1000


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=10)
    parser.add_argument("--seconds", type=float, default=1.0)
    parser.add_argument("--networks", type=Path, nargs="*", default=[])
    parser.add_argument("--built-in", nargs="*", default=["mobilenet-ssd", "no-op"])
    arguments = parser.parse_args()
    load = os.getloadavg()[0]
    print(
        f"{datetime.now(UTC):%Y-%m-%d}, OpenVINO {ov.__version__}, Python {platform.python_version()}, ",
        end="",
    )
    print(
        f"{os.cpu_count()} processors, load {load:.1f}; {arguments.pairs} pairs of {arguments.seconds:g} s\n"
    )
    print("| comparison | throughput ratio | median latency ratio | left side |\n|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        for name in arguments.built_in:
            source = ModelSource(name=name, kind="builtin", location=name)
            xml = Path(folder) / f"{name}.xml"
            ov.save_model(models.read(models.obtain(source, cache=Path(folder))), xml, compress_to_fp16=False)
            compare(source, xml, Setting(model=source, device="CPU", precision="f32"), arguments)
    for xml in arguments.networks:
        name = f"{xml.stem} {xml.parent.name}"
        source = ModelSource(name=name, kind="file", location=str(xml.resolve()))
        compare(source, xml, Setting(model=source, device="CPU", precision="f32"), arguments)
    cost_of_recording()


if __name__ == "__main__":
    main()
