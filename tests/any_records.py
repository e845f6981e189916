"""Experiments whose records hold anything that the format has room for, as Hypothesis strategies.

What a recorder of another machine may leave: clocks of any coarseness, requests of no time and of a hundred
days, slices and slots without a request, readings that are missing or run backwards, answers of NaN.
"""

from __future__ import annotations

import dataclasses
import hashlib
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from hypothesis import strategies as st
from numpy.typing import NDArray

from ovreport.plan import Plan
from ovreport.records import (
    LONGEST_NS,
    REPEAT_OFFSET,
    SURROUNDINGS,
    UNKNOWN,
    InForce,
    Interval,
    Memory,
    NoiseFloor,
    OutputSample,
    Phase,
    Readings,
    Record,
    Requests,
    Slices,
    Startup,
    slices_of,
)
from tests import simulation
from tests.rows import requests_of
from tests.simulated_plans import Levels, article_plan, make_plan

Integers = NDArray[np.int64]
Draw = Callable[[st.SearchStrategy[Any]], Any]

TIMES_NS = (0, 1, 2, 50, 10_000, 1_000_000, 6_000_000, 7_000_000, 10**9, 10**12, 1 << 32, LONGEST_NS)
"""Nothing, a tick, a request of a small network, of a large one, and what a clock leaves that was set."""

MATRICES: tuple[Mapping[str, Levels], ...] = (
    {"requests": [1, 4]},
    {"label": ["first", "second"]},
    {"streams": [1, 2], "requests": [1, 2]},
    {"batch": [1, 3], "mode": ["sync", "async"]},
    {"storage": ["f32", "f16"], "precision": ["f32", "bf16"]},
    {"disturbance": ["none", "cpu", "memory"]},
    {"hint": ["latency", "throughput"], "device": ["CPU", "GPU"]},
)


@dataclass(frozen=True, kw_only=True)
class Measured:
    """An experiment with the records of a host; records are told apart by their invented hashes."""

    plan: Plan
    records: tuple[tuple[Record, str], ...] = field(repr=False)  # megabytes would hide what failed
    noise: NoiseFloor | None


@st.composite
def measured(draw: Draw) -> Measured:
    """A small experiment whose records are as strange as they can be, or quite alike."""
    plan = draw(st.sampled_from(MATRICES).map(_plan) | st.just(article_plan(rounds=3)))
    rounds = draw(st.integers(1, 4))
    alike = draw(st.sampled_from(("none", "rounds", "all")))  # which records are one and the same
    kept: dict[str, Record] = {}
    records = []
    for number in range(1, rounds + 1):
        for cell in plan.cells:
            key = {"none": f"{number}/{cell.id}", "rounds": cell.id, "all": ""}[alike]
            record = kept.setdefault(key, _any(draw, _sound(plan, cell.id)))
            record = dataclasses.replace(
                record, cell_id=cell.id, levels=cell.levels, setting=cell.setting, round=number,
                group=draw(st.integers(0, 1)), started_utc_ns=number * 10**10,
            )  # fmt: skip
            records.append((record, hashlib.sha256(f"{cell.id}/{number}".encode()).hexdigest()))
    margin = draw(st.sampled_from((None, None, 0.0, 0.01, 0.5)))
    bounds = draw(st.sampled_from(((), ((99.0, 20.0),), ((50.0, 1e-6), (99.9, 1e9)))))
    return Measured(
        plan=dataclasses.replace(plan, margin=margin, latency_bounds_ms=bounds),
        records=tuple(records),
        noise=draw(st.none() | st.sampled_from((0.0, 0.02, 5.0)).map(_floor)),
    )


def _plan(factors: Mapping[str, Levels]) -> Plan:
    return make_plan(factors=factors, rounds=3)


_SOUND: dict[tuple[Any, ...], Record] = {}


def _sound(plan: Plan, cell_id: str) -> Record:
    """An ordinary record of a cell, simulated once."""
    key = (plan.article.slug, cell_id)
    if key not in _SOUND:
        once = dataclasses.replace(plan.measure, rounds=1, most_rounds=1, seconds=0.6)
        short = dataclasses.replace(plan, measure=once)
        for record, _ in simulation.measure(short):
            _SOUND[plan.article.slug, record.cell_id] = record
    return _SOUND[key]


def _any(draw: Draw, sound: Record) -> Record:
    chosen = draw(st.sampled_from(("sound", "strange", "strange", "strange", "failed")))
    if chosen == "failed":
        return simulation.failed(sound, draw(st.sampled_from(("crash", "no-device", "compile"))))
    return _strange(draw, sound) if chosen == "strange" else sound


def _strange(draw: Draw, record: Record) -> Record:
    kind = draw(st.sampled_from(tuple(LATENCIES)))
    rng = np.random.default_rng(draw(st.integers(0, 9)))
    requests, slices = _rows(draw, rng, kind)
    flight = int(requests.slot.max()) + 1
    outputs = draw(st.none() | st.sampled_from(tuple(ANSWERS)))
    parts: dict[str, Any] = {
        "before": draw(readings()),
        "after": draw(readings()),
        "startup": draw(st.none() | _startups()),
        "memory": draw(st.none() | _memories()),
        "floor_ns": draw(st.none() | st.sampled_from((0, 1, 50_000, LONGEST_NS))),
        "denormal_share": draw(st.sampled_from((None, 0.0, 0.5, 1.0))),
        "in_force": draw(_forces(record.in_force, flight)),
    }
    if outputs:
        parts["outputs"] = (_output(outputs, rng),)
    if draw(st.booleans()):
        assert record.model is not None
        counts = draw(st.sampled_from((None, 0, 1, 10**15)))
        parts["model"] = dataclasses.replace(record.model, macs=counts, parameters=counts, size_bytes=counts)
    return dataclasses.replace(record, requests=requests, slices=slices, **parts)


# ---------------------------------------------------------------- latencies

LATENCIES: dict[str, Callable[[np.random.Generator, int, int, int], Integers]] = {
    "constant": lambda rng, count, a, b: np.full(count, a),
    "two values": lambda rng, count, a, b: np.where(rng.random(count) < rng.random(), a, b),
    "coarse clock": lambda rng, count, a, b: _ticks(rng, count, min(a, b), max(a, b)),
    "ordinary": lambda rng, count, a, b: _bounded(a * np.exp(0.05 * rng.standard_normal(count))),
    "wild": lambda rng, count, a, b: _bounded(np.exp(rng.uniform(0, 36, count))),
    "one in the last": lambda rng, count, a, b: np.where(np.arange(count) == count - 1, b, a),
    "growing": lambda rng, count, a, b: np.linspace(a, b, count).astype(np.int64),
}
"""How the latencies of a trial are drawn from two of `TIMES_NS`."""


def _ticks(rng: np.random.Generator, count: int, tick: int, middle: int) -> Integers:
    spread = middle * np.exp(0.1 * rng.standard_normal(count))
    return _bounded(np.round(spread / max(tick, 1)) * max(tick, 1))


def _bounded(values: NDArray[np.float64]) -> Integers:
    return np.clip(np.nan_to_num(values), 0, LONGEST_NS).astype(np.int64)


def _rows(draw: Draw, rng: np.random.Generator, kind: str) -> tuple[Requests, Slices]:
    """Rows and slices that the format takes; of the rows at least one is measured, if it has any time."""
    count = draw(st.sampled_from((1, 2, 10, 60, 200, 1500)))
    pieces = draw(st.sampled_from((1, 2, 7, 30)))
    flight = draw(st.sampled_from((1, 2, 4, 17)))
    times = st.sampled_from(TIMES_NS) | st.integers(1, 20).map(lambda tick: tick * 1_000_000)
    latency = LATENCIES[kind](rng, count, draw(times), draw(times))
    used = draw(st.integers(1, pieces))  # the others stay empty
    chosen = np.sort(rng.choice(pieces, used, replace=False))
    slices = chosen[np.arange(count) * used // count]
    steps = latency // flight if draw(st.booleans()) else np.full(count, draw(st.sampled_from((0, 1000))))
    submit = np.minimum(np.cumsum(np.minimum(steps, LONGEST_NS // count)), LONGEST_NS)
    phases = draw(st.sampled_from(("all", "some", "one")))
    phase = np.full(count, Phase.MEASURED, np.uint8)
    if phases != "all":
        phase[:] = rng.integers(0, 3, count) if phases == "some" else Phase.WARMUP
        phase[-1] = Phase.MEASURED
    slot = np.arange(count) % flight
    if draw(st.booleans()):
        slot = rng.integers(0, flight, count)
    requests = requests_of(
        slot=slot,
        slice=slices,
        submit_ns=submit,
        latency_ns=latency,
        phase=phase,
        suspect=rng.random(count) < draw(st.sampled_from((0.0, 0.0, 0.3))),
    )
    return requests, _slices(draw, submit + latency, submit, slices, pieces)


def _slices(draw: Draw, end: Integers, submit: Integers, owner: Integers, pieces: int) -> Slices:
    """Slices around their rows, or of no time, with any use of the processor."""
    begins, ends = np.zeros(pieces, np.int64), np.zeros(pieces, np.int64)
    last = 0
    for piece in range(pieces):
        mine = owner == piece
        begins[piece] = submit[mine].min() if mine.any() else last
        last = ends[piece] = min(max(int(end[mine].max()) if mine.any() else last, last), LONGEST_NS)
    if draw(st.booleans()):
        ends = begins.copy()
    spent = draw(st.sampled_from((0, 1, 10**6, LONGEST_NS)))
    turns = np.arange(pieces)
    if draw(st.booleans()):  # every other one follows a slice of its own cell
        turns = turns // 2 + REPEAT_OFFSET * (turns % 2)
    columns = {
        "turn": turns,
        "position": np.zeros(pieces),
        "begin_ns": begins,
        "end_ns": np.maximum(begins, ends),
        "cpu_ns": np.full(pieces, spent),
        "other_cpu_ns": np.full(pieces, draw(st.sampled_from((0, 10**6, LONGEST_NS)))),
    }
    return slices_of(columns | draw(_surroundings(pieces)))


def _surroundings(pieces: int) -> st.SearchStrategy[dict[str, NDArray[Any]]]:
    """Nothing, or of each of them anything that a file may hold; some slices set aside, or all."""

    def column(*values: int) -> st.SearchStrategy[NDArray[Any]]:
        return st.lists(st.sampled_from(values), min_size=pieces, max_size=pieces).map(np.array)

    times = column(UNKNOWN, 0, -3_000_000, 10**7, LONGEST_NS)
    told = {name: times if name.endswith("_ns") else column(UNKNOWN, 0, 2**31 - 1) for name in SURROUNDINGS}
    whole = st.fixed_dictionaries(told | {"set_aside": column(0, 0, 0, 1) | column(1)})
    return st.just({}) | whole


# ---------------------------------------------------------------- what surrounds them

ANSWERS: dict[str, tuple[float, ...]] = {
    "nothing": (),
    "zeros": (0.0,) * 10,
    "constant": (3.0,) * 10,
    "no numbers": (math.nan,) * 10,
    "infinities": (math.inf, -math.inf) * 5,
    "some of each": (math.nan, math.inf, 0.0, 1.0, -1e-320, 1e38, 5e-40, 2.0, 3.0, 4.0),
    "ordinary": tuple(math.sin(step) for step in range(10)),
}


def _output(kind: str, rng: np.random.Generator) -> OutputSample:
    if rng.random() < 0.3:
        return _detections(ANSWERS[kind])
    values = np.array(ANSWERS[kind], np.float64)
    if rng.random() < 0.5:
        values = values * 1.001
    sha256 = hashlib.sha256(values.tobytes()).hexdigest()
    return OutputSample(name="out", shape=(1, len(values)), values=values, sha256=sha256)


def _detections(values: tuple[float, ...]) -> OutputSample:
    """A list of detections of nothing but these values."""
    rows = np.resize(values, 7 * len(values)) if values else np.empty(0)
    sha256 = hashlib.sha256(rows.tobytes()).hexdigest()
    return OutputSample(name="found", shape=(1, 1, len(values), 7), values=rows, sha256=sha256)


def readings() -> st.SearchStrategy[Readings]:
    """Any readings: missing, standing still, running backwards."""
    shares = st.none() | st.sampled_from((0.0, 1e-9, 1.0, 1e9))
    times = st.sampled_from((0, 1, 10**9, LONGEST_NS))
    return st.builds(
        Readings,
        load_1min=shares,
        steal_seconds=shares,
        busy_seconds=shares,
        throttle_count=st.none() | st.sampled_from((0, 1, 10**6)),
        frequency_mhz=shares,
        temperature_celsius=st.none() | st.sampled_from((-40.0, 0.0, 55.0, 1000.0)),
        monotonic_ns=times,
        boottime_ns=st.none() | times,
        utc_ns=times,
    )


def _startups() -> st.SearchStrategy[Startup]:
    times = st.sampled_from((1, 10**6, LONGEST_NS))
    return st.builds(
        Startup,
        import_ns=times,
        read_ns=times,
        compile_ns=times,
        first_inference_ns=times,
        from_cache=st.sampled_from((None, True, False)),
    )


def _memories() -> st.SearchStrategy[Memory]:
    sizes = st.none() | st.sampled_from((0, 1, 2**50))
    return st.builds(Memory, compiled_bytes=sizes, end_bytes=sizes, peak_bytes=sizes)


def _forces(sound: InForce | None, flight: int) -> st.SearchStrategy[InForce]:
    """What a device may tell, down to nothing."""
    assert sound is not None
    silent = dataclasses.replace(
        sound, precision=None, primitives=(), streams=None, threads=None, advised_requests=None, hint=None,
        properties=(), requests=flight,
    )  # fmt: skip
    odd = dataclasses.replace(sound, primitives=(), streams=0, threads=0, advised_requests=0, requests=0)
    return st.sampled_from((dataclasses.replace(sound, requests=flight), sound, silent, odd))


def _floor(size: float) -> NoiseFloor:
    ratio = Interval(value=1.0, low=1 / (1 + size), high=1 + size)
    return NoiseFloor(ratio=ratio, floor=size, rounds=5, measured_utc_ns=1)
