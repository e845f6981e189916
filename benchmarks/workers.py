"""ovreport's own workers in a benchmark: started, prepared and told to measure as its runner does it."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from benchmarks.app import Turn
from ovreport.analysis.summaries import TrialSummary
from ovreport.analysis.trials import reduce
from ovreport.codec import from_json, to_json
from ovreport.models import ModelFiles
from ovreport.plan import Cell, Measure, Setting, cell_id
from ovreport.plan.measuring import SLICE_SECONDS
from ovreport.records import REQUEST_COLUMNS, SLICE_COLUMNS, Phase, Record
from ovreport.run import process, readings
from ovreport.run.engine import Task
from ovreport.run.process import WORKER, WorkerPool
from ovreport.run.rows import Around, requests_from, slices_from
from ovreport.run.trial import Finished, Order, Prepared

PATIENCE_SECONDS = 120.0

MEASURE = Measure(
    rounds=1,
    seconds=1.0,
    requests=None,
    warmup_requests=5,
    slice_seconds=SLICE_SECONDS,
    slice_requests=3,
    schedule="slices",
    seed=0,
    timeout_seconds=PATIENCE_SECONDS,
    memory_limit_mib=None,
)
"""The defaults of an experiment file."""


@dataclass
class Worker:
    """One setting in a worker of the product.

    Attributes:
        turns: Slices so far.
        least: Fewest measured requests of a slot in a slice.
    """

    pool: WorkerPool
    setting: Setting
    files: ModelFiles
    least: int = 3
    turns: int = 0
    number: int = 0
    _prepared: Prepared | None = None
    _started_utc_ns: int = field(default_factory=time.time_ns)

    def __post_init__(self) -> None:
        self._worker = self.pool.start(WORKER)
        self._before = readings.read()

    def prepare(self) -> None:
        """Wait for the imports; then read, compile, fill and warm up."""
        self.pool.receive(self._worker, "starting", PATIENCE_SECONDS)
        task = Task(setting=self.setting, measure=MEASURE, files=self.files)
        command = {"do": "prepare", "task": to_json(task)}
        header, _ = self.pool.ask(self._worker, command, "preparing", PATIENCE_SECONDS)
        self._prepared = from_json(Prepared, header["prepared"])

    def slice(self, seconds: float, turn: int | None = None) -> None:
        """Measure one slice; the rows stay in the worker until it finishes."""
        number = self.turns if turn is None else turn
        order = Order(turn=number, position=0, length_ns=round(seconds * 1e9), least=self.least)
        self.pool.ask(self._worker, {"do": "slice", "order": to_json(order)}, "a slice", PATIENCE_SECONDS)
        self.turns += 1

    @property
    def process(self) -> process.Worker:
        """The process, to be frozen and looked at."""
        return self._worker

    def record(self, number: int = 1) -> Record:
        """Everything that was recorded, as the runner would keep it for round `number`; ends the worker."""
        header, arrays = self.pool.ask(self._worker, {"do": "finish"}, "finishing", PATIENCE_SECONDS)
        self.pool.stop(self._worker)
        finished = from_json(Finished, header["finished"])
        return Record(
            experiment="benchmark",
            host="here",
            cell_id=cell_id(self.setting, self.number),
            levels=(),
            setting=self.setting,
            measure=MEASURE,
            round=number,
            group=0,
            session="benchmark",
            order=0,
            started_utc_ns=self._started_utc_ns,
            ovreport_version="",
            openvino_version="",
            facts=(),
            before=self._before,
            after=readings.read(),
            in_force=finished.in_force,
            memory=finished.memory,
            requests=requests_from(arrays),
            slices=slices_from(arrays, [Around(other_cpu_ns=0)] * self.turns),
        )


def turns_of(record: Record) -> list[Turn]:
    """Every slice of a record: by the analysis, and from end to end as `benchmark_app` counts."""
    summary = reduce(record, "").summary
    assert len(summary.slice_fps) == len(record.slices), "a slice without measured requests"
    return [
        Turn(fps, whole, latency)
        for fps, whole, latency in zip(
            summary.slice_fps.tolist(), _whole_fps(record), _medians_ms(record), strict=True
        )
    ]


def _whole_fps(record: Record) -> list[float]:
    """Images of all requests of a slice, over the time from the first submission to the last completion."""
    rows, slices = record.requests, record.slices
    found = []
    for index in range(len(slices)):
        submitted = rows.submit_ns[rows.slice == index]
        seconds = float(slices.end_ns[index] - submitted[0]) / 1e9
        found.append(len(submitted) * record.setting.images / seconds)
    return found


def _medians_ms(record: Record) -> list[float]:
    rows = record.requests
    measured: NDArray[np.bool_] = rows.phase == Phase.MEASURED
    return [
        float(np.median(rows.latency_ns[measured & (rows.slice == index)])) / 1e6
        for index in range(len(record.slices))
    ]


def summary_of(record: Record, turns: Iterable[int]) -> TrialSummary:
    """The analysis' summary of those slices of a record whose turn is among `turns`."""
    return reduce(part_of(record, turns), "").summary


def part_of(record: Record, turns: Iterable[int]) -> Record:
    """A record with those slices alone whose turn is among `turns`."""
    wanted = np.isin(record.slices.turn, list(turns))
    kept = np.flatnonzero(wanted)
    place = np.full(len(wanted), -1, np.int32)
    place[kept] = np.arange(len(kept), dtype=np.int32)
    rows, slices = record.requests, record.slices
    mine = (rows.slice >= 0) & wanted[np.maximum(rows.slice, 0)]
    part = {
        **{name: getattr(rows, name)[mine] for name in REQUEST_COLUMNS},
        "slice": place[rows.slice[mine]],
        **{f"slices.{name}": getattr(slices, name)[kept] for name in SLICE_COLUMNS},
    }
    return replace(
        record, requests=requests_from(part), slices=slices_from(part, [Around(other_cpu_ns=0)] * len(kept))
    )


def cells_of(settings: Sequence[Setting]) -> tuple[Cell, ...]:
    """A cell for every setting."""
    return tuple(
        Cell(id=cell_id(each, n), levels=(("n", str(n)),), setting=each) for n, each in enumerate(settings)
    )
