"""Records and trial summaries with a known answer: the generator that every room's tests use.

`measure(plan, world)` yields full records, a row per request: infer requests wait in a closed queue for a
free stream, so that Little's law holds, in slices, turns and phases as `run` leaves them. `quick_trials`
makes only what comparisons need (throughput and latency of each slice) and is fast enough for thousands of
reports. Both draw from one `World`, which holds the truth.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray
from scipy.signal import lfilter

from ovreport import __version__
from ovreport.analysis.cells import level
from ovreport.analysis.report import margin, with_comparisons
from ovreport.analysis.results import Analysis, CellResult, Status
from ovreport.analysis.summaries import GRID, TrialSummary
from ovreport.plan import Cell, Plan, Setting
from ovreport.records import (
    Fact,
    Failure,
    FailureKind,
    InForce,
    Memory,
    ModelFacts,
    OutputSample,
    Phase,
    Readings,
    Record,
    Requests,
    Slices,
    Startup,
    Tensor,
    no_requests,
    no_slices,
    slices_of,
)
from tests.rows import requests_of
from tests.simulated_plans import (
    article_plan,
    cell_with,
    identical_plan,
    large_plan,
    make_plan,
    published_plan,
)

__all__ = [
    "World",
    "article_plan",
    "article_records",
    "cell_with",
    "failed",
    "identical_plan",
    "in_force",
    "large_plan",
    "make_plan",
    "measure",
    "published_plan",
    "quick_analysis",
    "quick_summary",
    "quick_trials",
    "requests_in_flight",
    "typical_service_ms",
]

Floats = NDArray[np.float64]
START_SD = 0.05
"""Of the logarithm of a start-up time between trials."""

START_UTC_NS = 1_780_000_000_000_000_000
MODEL_SHA256 = hashlib.sha256(b"simulated network").hexdigest()


def typical_service_ms(setting: Setting) -> float:
    """Time of a request on a stream of two imagined cores: streams share them, batches pay a little."""
    milliseconds_per_image = 11.0 * math.pow(setting.images, -0.08)
    streams = streams_in_force(setting)
    return milliseconds_per_image * setting.images * streams / (1.0 + 0.16 * (streams - 1))


def streams_in_force(setting: Setting) -> int:
    """What an imagined CPU of two cores grants: no more streams than cores, AUTO gives two."""
    return 2 if setting.streams == "auto" else min(setting.streams or 1, 2)


def requests_in_flight(setting: Setting) -> int:
    """The length of the queue; AUTO takes as many as there are streams."""
    if setting.mode == "sync":
        return 1
    return streams_in_force(setting) if setting.requests == "auto" else setting.requests


@dataclass(frozen=True, kw_only=True)
class World:
    """The truth about a machine and its cells. Noise is given as standard deviations of logarithms.

    Attributes:
        service_ms: Time of one request on a free stream, for each setting.
        ratios: Factors on the service time by cell id (2.0 is twice as slow).
        request_sd, phi: Noise of a request, an AR(1) process within a trial.
        heavy_share, heavy_factor: Share of requests that take much longer, and by how much.
        trial_sd: What a fresh process changes, by itself.
        sd_factors: Multiples of `trial_sd` by cell id.
        round_sd: What a round changes for all its cells.
        drift_per_turn: Relative slowing from one turn of a round to the next, for all cells.
        heat_per_second: Relative slowing from one second of a round to the next, whoever is measured.
        bursts_per_second, burst_seconds, burst_factor: Machine noise that all cells share in time.
        step: Factor on the service time from the middle of every trial on.
    """

    service_ms: Callable[[Setting], float] = typical_service_ms
    ratios: Mapping[str, float] = field(default_factory=dict)
    request_sd: float = 0.03
    phi: float = 0.7
    heavy_share: float = 0.005
    heavy_factor: float = 2.0
    trial_sd: float = 0.01
    sd_factors: Mapping[str, float] = field(default_factory=dict)
    round_sd: float = 0.03
    drift_per_turn: float = 0.0
    heat_per_second: float = 0.0
    bursts_per_second: float = 0.0
    burst_seconds: float = 2.0
    burst_factor: float = 1.5
    step: float = 1.0
    seed: int = 1

    def true_service_ms(self, cell: Cell) -> float:
        """Median service time of a request of `cell` on an undisturbed machine."""
        return self.service_ms(cell.setting) * self.ratios.get(cell.id, 1.0)

    def true_fps(self, cell: Cell) -> float:
        """Images per second of `cell` at its median service time."""
        busy = min(streams_in_force(cell.setting), requests_in_flight(cell.setting))
        return 1000.0 * busy * cell.setting.images / self.true_service_ms(cell)


@dataclass(frozen=True)
class _Round:
    """Random numbers that the cells of a round share: its level, its bursts, the order of its turns."""

    number: int
    level: float
    burst_begin_s: Floats
    burst_end_s: Floats
    positions: NDArray[np.int64]  # (turns, cells): place of the cell in the turn

    def slowing(self, world: World, turn: float, at_s: Floats) -> Floats:
        """Factor on service times at wall times `at_s`."""
        disturbed = np.zeros(len(at_s), bool)
        for begin, end in zip(self.burst_begin_s, self.burst_end_s, strict=True):
            disturbed |= (at_s >= begin) & (at_s < end)
        level = np.exp(self.level + world.drift_per_turn * turn + world.heat_per_second * at_s)
        return np.asarray(np.where(disturbed, level * world.burst_factor, level))


def _draw_round(plan: Plan, world: World, number: int, rng: np.random.Generator) -> _Round:
    cells = sum(cell.measured for cell in plan.cells)
    turns = max(2, round((plan.measure.seconds or 3.0) / plan.measure.slice_seconds))
    length = turns * cells * plan.measure.slice_seconds * 1.3
    begins = np.sort(rng.uniform(0, length, rng.poisson(world.bursts_per_second * length)))
    positions = np.argsort(rng.random((turns, cells)), axis=1)
    return _Round(
        number=number,
        level=world.round_sd * rng.standard_normal(),
        burst_begin_s=begins,
        burst_end_s=begins + rng.exponential(world.burst_seconds, len(begins)),
        positions=positions,
    )


def _autocorrelated(rng: np.random.Generator, shape: tuple[int, ...], world: World) -> Floats:
    """An AR(1) process of `world.request_sd` along the last axis."""
    innovations = rng.standard_normal(shape) * np.sqrt(1 - world.phi**2)
    innovations[..., 0] /= np.sqrt(1 - world.phi**2)
    noise = np.asarray(lfilter([1.0], [1.0, -world.phi], innovations, axis=-1)) * world.request_sd
    if world.heavy_share:
        noise += np.log(world.heavy_factor) * (rng.random(shape) < world.heavy_share)
    return noise


# ---------------------------------------------------------------- full records


def measure(
    plan: Plan,
    world: World | None = None,
    *,
    host: str = "simulated",
    rounds: tuple[int, ...] | None = None,
    facts: tuple[Fact, ...] | None = None,
) -> Iterator[tuple[Record, str]]:
    """One record (and the hash of its imagined file) a measured cell and round, round by round."""
    world = world or World()
    rng = np.random.default_rng(world.seed)
    cells = [cell for cell in plan.cells if cell.measured]
    for number in range(1, plan.measure.rounds + 1):
        shared = _draw_round(plan, world, number, rng)
        for index, cell in enumerate(cells):
            record = _record(plan, world, shared, index, cell, host, rng, facts or sample_facts())
            if rounds is None or number in rounds:
                yield record, _sha(f"{host}/{cell.id}/{number}/{world.seed}")


def article_records(world: World | None = None, *, rounds: int = 5) -> list[tuple[Record, str]]:
    """Records of `article_plan` on a somewhat busy machine."""
    return list(measure(article_plan(rounds=rounds), world or World(bursts_per_second=0.02)))


def failed(record: Record, kind: FailureKind = "crash", message: str = "the worker ended") -> Record:
    """The same trial, had it come to nothing."""
    bare = replace(record, model=None, in_force=None, startup=None, memory=None, outputs=())
    return replace(
        bare,
        failure=Failure(kind=kind, message=message),
        requests=no_requests(),
        slices=no_slices(),
    )


def _sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _record(
    plan: Plan,
    world: World,
    shared: _Round,
    index: int,
    cell: Cell,
    host: str,
    rng: np.random.Generator,
    facts: tuple[Fact, ...],
) -> Record:
    requests, slices = _trial(plan, world, shared, index, cell, rng)
    length_ns = int(slices.end_ns[-1])
    started = START_UTC_NS + shared.number * 60_000_000_000 + index * 50_000_000
    service_ns = int(world.true_service_ms(cell) * 1e6)
    return Record(
        experiment=plan.article.slug,
        host=host,
        cell_id=cell.id,
        levels=cell.levels,
        setting=cell.setting,
        measure=plan.measure,
        round=shared.number,
        group=0,
        session="simulated",
        order=int(shared.positions[0, index]),
        started_utc_ns=started,
        ovreport_version=__version__,
        openvino_version="2026.4.1-22982-simulated",
        facts=facts,
        before=_readings(started, 10.0),
        after=_readings(started + length_ns, 10.0 + 2e-9 * length_ns),
        model=_model(cell.setting),
        in_force=in_force(cell.setting),
        startup=Startup(
            import_ns=300_000_000,
            read_ns=int(25e6 * rng.uniform(0.9, 1.2)),
            compile_ns=int(150e6 * rng.uniform(0.9, 1.2)),
            first_inference_ns=int(service_ns * rng.uniform(1.1, 1.5)),
            from_cache=False,
        ),
        memory=Memory(compiled_bytes=220 << 20, end_bytes=230 << 20, peak_bytes=260 << 20),
        floor_ns=12_000,
        floor_requests=in_force(cell.setting).requests,
        denormal_share=0.0,
        outputs=(_output(cell.setting),),
        requests=requests,
        slices=slices,
    )


def _trial(
    plan: Plan, world: World, shared: _Round, index: int, cell: Cell, rng: np.random.Generator
) -> tuple[Requests, Slices]:
    """All slices of one trial on the worker's clock, warm-up first."""
    turns, cells = shared.positions.shape
    flight = requests_in_flight(cell.setting)
    effect = world.trial_sd * world.sd_factors.get(cell.id, 1.0) * rng.standard_normal()
    base_ns = world.true_service_ms(cell) * 1e6 * np.exp(effect)
    slot_ns = plan.measure.slice_seconds * 1e9
    rows = [
        _queue(cell.setting, np.full((plan.measure.warmup_requests * flight, 1), base_ns * 1.4), 0, 0, -1)
    ]
    offset_ns = -int(rows[0][:, 2].max() + rows[0][:, 3].max()) - 1_000_000
    rows[0][:, 2] += offset_ns
    first_ns = int(shared.positions[0, index] * slot_ns)
    begins: list[int] = []
    ends = [first_ns]
    count = _slice_capacity(cell.setting, plan, base_ns)
    streams = min(streams_in_force(cell.setting), flight)
    noise = _autocorrelated(rng, (turns * count * streams,), world).reshape(turns, count, streams)
    for turn in range(turns):
        planned_ns = int((turn * cells + shared.positions[turn, index]) * slot_ns)
        begin_ns = max(planned_ns, ends[-1] + 100_000 * (turn > 0))  # the slice before may run on
        begins.append(begin_ns)
        at_s = (begin_ns + np.arange(count) * base_ns) / 1e9
        slowing = shared.slowing(world, turn, at_s) * (world.step if turn >= turns // 2 else 1.0)
        service_ns = base_ns * np.exp(noise[turn]) * slowing[:, None]
        part = _queue(cell.setting, service_ns, plan.measure.slice_seconds, plan.measure.slice_requests, turn)
        ends.append(begin_ns + int((part[:, 2] + part[:, 3]).max()))
        part[:, 2] += begin_ns - first_ns
        rows.append(part)
    bounds = np.array([begins, ends[1:]], np.int64) - first_ns
    return _requests(np.concatenate(rows)), _slices(shared, index, bounds[0], bounds[1])


def _slice_capacity(setting: Setting, plan: Plan, base_ns: float) -> int:
    """Requests that a stream can at most be asked for in a slice."""
    flight = requests_in_flight(setting)
    streams = min(streams_in_force(setting), flight)
    by_time = plan.measure.slice_seconds * 1e9 / base_ns
    by_count = (plan.measure.slice_requests + 4) * flight / streams
    return int(1.6 * max(by_time, by_count)) + 4 * flight


def _queue(
    setting: Setting, service_ns: Floats, seconds: float, fewest: int, slice_number: int
) -> NDArray[np.int64]:
    """Requests through a closed first-come-first-served queue: columns slot, slice, submit, latency, phase.

    `service_ns` has the shape (requests, streams). Request m is submitted when request m - n completes (n in
    flight) and starts when a stream falls free, that is at the (m - streams)-th completion.
    """
    flight = requests_in_flight(setting)
    completions = np.cumsum(service_ns, axis=0)
    starts = completions - service_ns
    order = np.argsort(starts, axis=None, kind="stable")
    end = completions.ravel()[order]  # by order of starting, which is the order of submission
    horizon = completions[-1].min()  # later, a stream would already have run out of work
    by_end = np.argsort(end, kind="stable")
    submit = np.concatenate([np.zeros(flight), end[by_end]])[: len(end)]
    slots = _slots(by_end, flight, len(end))
    phase = _phases(submit, end, slots, flight, seconds, fewest, warmup=slice_number < 0)
    kept: NDArray[np.bool_] = (phase != 255) & (submit < horizon)
    columns = [
        slots,
        np.full(len(end), slice_number),
        np.round(submit),
        np.round(end) - np.round(submit),
        phase,
    ]
    rows: NDArray[np.int64] = np.stack(columns, axis=1).astype(np.int64)
    return rows[kept]


def _slots(by_end: NDArray[np.int64], flight: int, count: int) -> NDArray[np.int64]:
    """The slot of each request: the one that fell free when it was submitted."""
    slots = list(range(min(flight, count)))
    for done in by_end[: max(0, count - flight)].tolist():
        slots.append(slots[done])
    return np.array(slots, np.int64)


def _phases(
    submit: Floats,
    end: Floats,
    slots: NDArray[np.int64],
    flight: int,
    seconds: float,
    fewest: int,
    *,
    warmup: bool,
) -> NDArray[np.int64]:
    """`Phase` of each request, 255 for those that were never submitted."""
    phase = np.full(len(submit), int(Phase.WARMUP), np.int64)
    if warmup:
        return phase
    number = np.zeros(len(submit), np.int64)  # which request of its slot
    for slot in range(flight):
        mine = slots == slot
        number[mine] = np.arange(mine.sum())
    stop = max(seconds * 1e9, float(submit[number <= fewest].max()))
    phase[number > 0] = Phase.MEASURED
    phase[submit > stop] = Phase.TAIL
    last = end[phase == Phase.MEASURED].max()
    phase[(phase == Phase.TAIL) & (submit >= last)] = 255
    return phase


def _requests(rows: NDArray[np.int64]) -> Requests:
    slot, piece, submit, latency, phase = rows.T
    return requests_of(
        slot=slot, slice=piece, submit_ns=submit.copy(), latency_ns=latency.copy(), phase=phase
    )


def _slices(shared: _Round, index: int, begin: NDArray[np.int64], end: NDArray[np.int64]) -> Slices:
    return slices_of(
        {
            "turn": np.arange(len(begin)),
            "position": shared.positions[:, index],
            "begin_ns": begin,
            "end_ns": end,
            "cpu_ns": (end - begin) * 1.9,
            "other_cpu_ns": (end - begin) * 0.002,
        }
    )


# ---------------------------------------------------------------- what surrounds the timings


def sample_facts() -> tuple[Fact, ...]:
    """A host that does not exist."""
    return (
        Fact(group="processor", key="name", value="Simulated CPU, 2 cores"),
        Fact(group="processor", key="cores", value="2"),
        Fact(group="processor", key="frequency", value="2600", unit="MHz"),
        Fact(group="memory", key="total", value=str(8 << 30), unit="bytes"),
        Fact(group="system", key="os", value="Simulated Linux"),
        Fact(group="software", key="openvino", value="2026.4.1-22982-simulated"),
        Fact(group="software", key="python", value="3.11.7"),
    )


def _readings(utc_ns: int, busy_seconds: float) -> Readings:
    return Readings(
        load_1min=0.2,
        steal_seconds=0.001 * busy_seconds,
        busy_seconds=busy_seconds,
        throttle_count=0,
        frequency_mhz=2600.0,
        temperature_celsius=55.0,
        monotonic_ns=utc_ns - START_UTC_NS,
        boottime_ns=utc_ns - START_UTC_NS,
        utc_ns=utc_ns,
    )


def _model(setting: Setting) -> ModelFacts:
    return ModelFacts(
        name=setting.model.name,
        sha256=MODEL_SHA256,
        inputs=(Tensor(name="data", type="f32", shape=(setting.images, 3, 300, 300)),),
        outputs=(Tensor(name="detection_out", type="f32", shape=(1, 1, 100 * setting.images, 7)),),
        parameters=5_800_000,
        macs=1_160_000_000,
        operations=170,
        size_bytes=23_200_000,
    )


def in_force(setting: Setting) -> InForce:
    """What an imagined CPU of two cores makes of a setting."""
    streams = streams_in_force(setting)
    computed = "bf16" if setting.precision == "bf16" else "f32"  # this imagined CPU has no f16
    return InForce(
        devices=(setting.device,),
        precision=computed,
        emulated=computed == "bf16",
        primitives=((computed, 46), ("undef", 3)),
        streams=streams,
        threads=setting.threads or 2,
        requests=requests_in_flight(setting),
        advised_requests=streams,
        hint=(setting.hint or "latency").upper(),
        properties=(
            ("INFERENCE_NUM_THREADS", str(setting.threads or 2)),
            ("INFERENCE_PRECISION_HINT", computed),
            ("NUM_STREAMS", str(streams)),
            *setting.properties,
        ),
    )


def _output(setting: Setting) -> OutputSample:
    """A hundred detections: image, label, confidence and box."""
    found = np.random.default_rng(7).random((100, 7))
    found[:, 0], found[:, 1] = 0, np.ceil(found[:, 1] * 20)
    found[:, 5:] = found[:, 3:5] + 0.1 + 0.1 * found[:, 5:]
    if setting.storage == "f16" or setting.precision == "bf16":
        found[:, 2:] *= 1 + (3e-4 if setting.storage == "f16" else 3e-3) * np.sin(
            np.arange(500).reshape(-1, 5)
        )
    values = found.reshape(-1)
    return OutputSample(
        name="detection_out",
        shape=(1, 1, 100, 7),
        values=values,
        sha256=hashlib.sha256(values.tobytes()).hexdigest(),
    )


# ---------------------------------------------------------------- fast path


def quick_analysis(
    plan: Plan, world: World, *, trials: Mapping[str, tuple[TrialSummary, ...]] | None = None
) -> Analysis:
    """An analysis of `quick_trials`: levels and all comparisons, judged by the real code; no caveats."""
    trials = quick_trials(plan, world) if trials is None else trials
    cells = tuple(
        CellResult(
            cell=cell,
            status=Status.MEASURED,
            throughput=level(trials[cell.id], "throughput"),
            latency=level(trials[cell.id], "latency"),
            trials=trials[cell.id],
        )
        for cell in plan.cells
    )
    bare = Analysis(
        plan=plan,
        host="simulated",
        facts=(),
        cells=cells,
        margin=margin(plan, None),
        rounds=plan.measure.rounds,
        seconds_per_round=60.0,
    )
    return with_comparisons(bare)


def quick_trials(plan: Plan, world: World) -> dict[str, tuple[TrialSummary, ...]]:
    """Trial summaries by cell id, without request rows: each slice is the mean of its AR(1) requests."""
    rng, starts = np.random.default_rng(world.seed), np.random.default_rng((world.seed, 1))
    cells = [cell for cell in plan.cells if cell.measured]
    trials: dict[str, list[TrialSummary]] = {cell.id: [] for cell in cells}
    service_ms = np.array([world.true_service_ms(cell) for cell in cells])
    sds = np.array([world.trial_sd * world.sd_factors.get(cell.id, 1.0) for cell in cells])
    for number in range(1, plan.measure.rounds + 1):
        shared = _draw_round(plan, world, number, rng)
        slice_ms = _quick_round(plan, world, shared, service_ms, sds, rng)
        for index, cell in enumerate(cells):
            start_ns = round(2e8 * math.exp(starts.normal(0, START_SD)))
            trials[cell.id].append(quick_summary(cell, number, slice_ms[index], start_ns, plan))
    return {cell_id: tuple(found) for cell_id, found in trials.items()}


def _quick_round(
    plan: Plan, world: World, shared: _Round, service_ms: Floats, sds: Floats, rng: np.random.Generator
) -> Floats:
    """Mean service time of every cell's slices. Shape `(cells, turns)`."""
    turns, cells = shared.positions.shape
    count = max(2, int(plan.measure.slice_seconds * 1000 / np.median(service_ms)))
    noise = _autocorrelated(rng, (cells, turns * count), world).reshape(cells, turns, count)
    at_s = (np.arange(turns)[:, None] * cells + shared.positions).ravel() * plan.measure.slice_seconds
    turn_of = np.repeat(np.arange(turns), cells)
    slowing = np.concatenate([shared.slowing(world, turn, at_s[turn_of == turn]) for turn in range(turns)])
    slowing = slowing.reshape(turns, cells).T * np.where(np.arange(turns) >= turns // 2, world.step, 1.0)
    level = service_ms * np.exp(sds * rng.standard_normal(cells))
    return np.asarray(level[:, None] * slowing * np.exp(noise).mean(axis=2))


def quick_summary(cell: Cell, number: int, slice_ms: Floats, start_ns: int, plan: Plan) -> TrialSummary:
    """A trial of slices of known mean service times, with whatever else a summary holds made up."""
    setting = cell.setting
    busy = min(streams_in_force(setting), requests_in_flight(setting))
    fps = 1000.0 * busy * setting.images / slice_ms
    latency_ns = slice_ms * 1e6 * requests_in_flight(setting) / busy
    turns = len(slice_ms)
    started = START_UTC_NS + number * 60_000_000_000
    reading = _readings(started, 10.0)
    return TrialSummary(
        sha256=f"{cell.id}/{number}",
        round=number,
        group=0,
        session="simulated",
        order=0,
        started_utc_ns=started,
        requests=1000,
        warmup=4,
        suspect=0,
        throughput_fps=float(turns / np.sum(1.0 / fps)),
        latency_mean_ns=float(latency_ns.mean()),
        latency_grid_ns=np.full(len(GRID), float(latency_ns.mean())),
        effective_requests=200.0,
        slice_turn=np.arange(turns, dtype=np.int32),
        slice_begin_ns=np.arange(turns, dtype=np.int64) * int(plan.measure.slice_seconds * 1e9),
        slice_fps=fps,
        slice_latency_ns=latency_ns,
        slice_least_ns=latency_ns,
        slice_length_ns=np.full(turns, plan.measure.slice_seconds * 1e9),
        slice_elsewhere_ns=np.full(turns, np.nan),
        slice_frequency_mhz=np.full(turns, np.nan),
        slice_requests=np.full(turns, 10),
        slices_set_aside=0,
        passes_set_aside=(),
        slot_requests=(1000,),
        slot_latency_ns=(float(latency_ns.mean()),),
        in_order=1.0,
        slope_per_minute=0.0,
        shift=(1.0, -1),
        modes=1,
        outliers=0,
        windows=(),
        points=np.empty((0, 5), np.int64),
        lane=np.empty((0, 5), np.int64),
        steal_share=0.0,
        other_cpu_share=0.002,
        elsewhere_share=None,
        throttled=0,
        suspend_ns=0,
        pause_ns=0,
        floor_share=None,
        before=reading,
        after=reading,
        startup=Startup(import_ns=0, read_ns=0, compile_ns=start_ns, first_inference_ns=0, from_cache=None),
        memory=None,
    )
