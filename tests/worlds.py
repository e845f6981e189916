"""Machines that keep to no assumption of the analysis, with reports about them: fast enough for thousands.

`World` of `simulation` knows one kind of noise; a `Machine` is drawn slice by slice from whatever its parts
say, and knows the true level of each of its cells. All times and ratios are logarithms.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from ovreport.analysis import caveats
from ovreport.analysis.cells import level, percentiles
from ovreport.analysis.report import alike, margin, with_comparisons
from ovreport.analysis.results import Analysis, CellResult, NoiseFloor, Status
from ovreport.analysis.summaries import TrialSummary
from ovreport.claims.truth import Truth
from ovreport.plan import Cell, Plan
from ovreport.records import REPEAT_OFFSET, Interval, Startup
from tests.simulation import in_force, quick_summary, requests_in_flight

Floats = NDArray[np.float64]
Draw = Callable[[np.random.Generator, tuple[int, int]], Floats]
"""Draws of the shape (cells, rounds)."""

TURNS = 60
AGAIN_EVERY = 8
REQUESTS = 10
"""Requests of a slice."""
BASE_MS = 10.0
START_SD = 0.05
TAIL_REQUESTS = 400
"""Requests of a trial whose latencies are drawn one by one, where percentiles are judged."""


class Slices(Protocol):
    """Noise of the slices of one cell."""

    @property
    def total(self) -> float:
        """Logarithm of the mean factor on the time of a slice: what totals have over typical slices."""

    @property
    def typical(self) -> float:
        """Logarithm of the median factor."""

    def draw(self, rng: np.random.Generator, shape: tuple[int, ...]) -> Floats:
        """Logarithms of factors on the time of a slice."""


@dataclass(frozen=True)
class Even:
    """Log-normal noise, the same in every slice."""

    deviation: float = 0.02

    @property
    def total(self) -> float:
        """See `Slices`."""
        return self.deviation**2 / 2

    @property
    def typical(self) -> float:
        """See `Slices`."""
        return 0.0

    def draw(self, rng: np.random.Generator, shape: tuple[int, ...]) -> Floats:
        """See `Slices`."""
        return rng.normal(0, self.deviation, shape)


@dataclass(frozen=True)
class Stalls:
    """Some requests of each slice take a multiple."""

    share: float
    factor: float

    @property
    def total(self) -> float:
        """See `Slices`."""
        return math.log1p((self.factor - 1) * self.share) + Even().total

    @property
    def typical(self) -> float:
        """See `Slices`."""
        return 0.0

    def draw(self, rng: np.random.Generator, shape: tuple[int, ...]) -> Floats:
        """See `Slices`."""
        stalled = rng.binomial(REQUESTS, self.share, shape) / REQUESTS
        return np.asarray(np.log1p((self.factor - 1) * stalled) + Even().draw(rng, shape))


@dataclass(frozen=True)
class SlowSlices:
    """Some slices are slower as a whole."""

    share: float
    factor: float

    @property
    def total(self) -> float:
        """See `Slices`."""
        return math.log1p((self.factor - 1) * self.share) + Even().total

    @property
    def typical(self) -> float:
        """See `Slices`."""
        return 0.0

    def draw(self, rng: np.random.Generator, shape: tuple[int, ...]) -> Floats:
        """See `Slices`."""
        slow = rng.random(shape) < self.share
        return np.asarray(np.log(self.factor) * slow + Even().draw(rng, shape))


@dataclass(frozen=True)
class Skewed:
    """Exponential noise above a floor."""

    mean: float

    @property
    def total(self) -> float:
        """See `Slices`."""
        return math.log1p(self.mean)

    @property
    def typical(self) -> float:
        """See `Slices`."""
        return math.log1p(self.mean * math.log(2))

    def draw(self, rng: np.random.Generator, shape: tuple[int, ...]) -> Floats:
        """See `Slices`."""
        return np.asarray(np.log1p(rng.exponential(self.mean, shape)))


@dataclass(frozen=True)
class Normal:
    """Independent processes."""

    deviation: float

    def __call__(self, rng: np.random.Generator, shape: tuple[int, int]) -> Floats:
        """See `Draw`."""
        return rng.normal(0, self.deviation, shape)


PROCESSES = Normal(0.01)
"""What fresh processes change where nothing else is said."""


@dataclass(frozen=True)
class Unequal:
    """The same, but every so many cells are noisier."""

    deviation: float
    factor: float
    every: int

    def __call__(self, rng: np.random.Generator, shape: tuple[int, int]) -> Floats:
        """See `Draw`."""
        found = rng.normal(0, self.deviation, shape)
        found[:: self.every] *= self.factor
        return found


@dataclass(frozen=True)
class Bimodal:
    """Each process lands in one of two states."""

    apart: float
    deviation: float = 0.005

    def __call__(self, rng: np.random.Generator, shape: tuple[int, int]) -> Floats:
        """See `Draw`."""
        return np.asarray(self.apart * rng.integers(0, 2, shape) + rng.normal(0, self.deviation, shape))


@dataclass(frozen=True)
class Heavy:
    """Cauchy's distribution, cut where a trial would be ten times off."""

    scale: float

    def __call__(self, rng: np.random.Generator, shape: tuple[int, int]) -> Floats:
        """See `Draw`."""
        return np.clip(self.scale * rng.standard_cauchy(shape), -math.log(10), math.log(10))


@dataclass(frozen=True)
class Remembering:
    """An AR(1) process from round to round, each cell by itself."""

    deviation: float
    phi: float

    def __call__(self, rng: np.random.Generator, shape: tuple[int, int]) -> Floats:
        """See `Draw`."""
        found = rng.normal(0, self.deviation, shape)
        for number in range(1, shape[1]):
            fresh = math.sqrt(1 - self.phi**2) * found[:, number]
            found[:, number] = self.phi * found[:, number - 1] + fresh
        return found


@dataclass(frozen=True)
class HalfShared:
    """Every second cell has the same luck in a round."""

    deviation: float
    shared: float

    def __call__(self, rng: np.random.Generator, shape: tuple[int, int]) -> Floats:
        """See `Draw`."""
        found = rng.normal(0, self.deviation, shape)
        found[1::2] += rng.normal(0, self.shared, shape[1])
        return found


@dataclass(frozen=True, kw_only=True)
class Machine:
    """The truth about a machine and the cells of a plan.

    Attributes:
        slower: True logarithm of each cell's time an image beside the first one's, typical slices, by place;
            0 where there is none.
        trial: What each fresh process changes.
        slices: Noise within trials by place of the cell; `Even()` where there is none.
        round_sd, drift, bursts: What a round, a turn and the share of turns in a burst change for all cells.
        missing: Share of trials that are missing.
        carried: Factor on the slice of whichever other cell follows the first one, as a logarithm.
        floor: The noise floor that the host is known for.
        slots: Standard deviation of the log latency of a slot in a trial, and by how much the
            last slot of the first cell is slower (a logarithm); `None` leaves a cell one slot.
        tails: Standard deviation of a request's latency and of its rounds; with it percentiles are drawn.
        calm: Nothing but noise that the analysis expects.
    """

    name: str
    plan: Plan
    slower: Mapping[int, float] = field(default_factory=dict)
    trial: Draw = PROCESSES
    slices: Mapping[int, Slices] = field(default_factory=dict)
    round_sd: float = 0.03
    drift: float = 0.002
    bursts: float = 0.0
    missing: float = 0.0
    carried: float = 0.0
    floor: float | None = None
    slots: tuple[float, float] | None = None
    tails: tuple[float, float] | None = None
    calm: bool = False

    @property
    def cells(self) -> tuple[Cell, ...]:
        """Those that are measured."""
        return tuple(cell for cell in self.plan.cells if cell.measured)

    def truth(self) -> Truth:
        """What is so."""
        every = self.cells
        every_one = list(enumerate(every))
        fast = {cell.id: -self.slower.get(place, 0.0) for place, cell in every_one}
        typical = {cell.id: fast[cell.id] - self._slices(place).typical for place, cell in every_one}
        totals = {cell.id: fast[cell.id] - self._slices(place).total for place, cell in every_one}
        return Truth(
            log_fps=totals,
            typical=typical,
            images={cell.id: requests_in_flight(cell.setting) * (cell.setting.batch or 1) for cell in every},
            percentiles_ms={} if self.tails is None else self._percentiles(every),
            slots={} if self.slots is None else {(every[0].id, self._flight(every[0]) - 1): self.slots[1]},
        )

    def _slices(self, place: int) -> Slices:
        return self.slices.get(place, Even())

    def _percentiles(self, every: tuple[Cell, ...]) -> dict[tuple[str, float], float]:
        rng = np.random.default_rng(99)
        request_sd, round_sd = self.tails or (0.0, 0.0)
        logs = rng.normal(0, round_sd, 400_000) + rng.normal(0, request_sd, 400_000)
        return {
            (cell.id, percent): self.latency_ms(place, cell) * math.exp(np.percentile(logs, percent))
            for place, cell in enumerate(every)
            for percent, _ in self.plan.latency_bounds_ms
        }

    def latency_ms(self, place: int, cell: Cell) -> float:
        """Typical latency of a request."""
        images = requests_in_flight(cell.setting) * (cell.setting.batch or 1)
        return BASE_MS * images * math.exp(self.slower.get(place, 0.0))

    def analysis(self, seed: int, *, doubted: bool = False) -> Analysis:
        """A report's analysis of one simulated run; `doubted` with its reasons to distrust."""
        rng = np.random.default_rng((seed, 7))
        cells = self.cells
        logs = self._draw(rng)
        starts = 2e8 * np.exp(rng.normal(0, START_SD, logs.shape[:2]))
        here = rng.random(logs.shape[:2]) >= self.missing
        here[:, :3] |= here.sum(axis=1, keepdims=True) < 3
        results = tuple(
            self._result(place, cell, logs[place], starts[place], here[place], rng)
            for place, cell in enumerate(cells)
        )
        if self.slots is not None:
            results = tuple(self._with_slots(place, result, seed) for place, result in enumerate(results))
        noise = None if self.floor is None else noise_floor(self.floor)
        bare = Analysis(
            plan=self.plan,
            host="simulated",
            facts=(),
            cells=results,
            noise=noise,
            margin=margin(self.plan, noise),
            alike=alike(self.plan),
            rounds=self.plan.measure.rounds,
            seconds_per_round=60.0,
        )
        found = with_comparisons(bare)
        return replace(found, caveats=caveats.find(found)) if doubted else found

    def _draw(self, rng: np.random.Generator) -> Floats:
        """Log time an image of every slice; shape (cells, rounds, slices), second slices last."""
        cells, rounds = len(self.cells), self.plan.measure.rounds
        again = len(range(0, TURNS, AGAIN_EVERY))
        shape = (cells, rounds, TURNS + again)
        logs = np.stack([self._slices(place).draw(rng, shape[1:]) for place in range(cells)])
        turns = np.concatenate([np.arange(TURNS), np.arange(0, TURNS, AGAIN_EVERY)])
        common = rng.normal(0, self.round_sd, (rounds, 1)) + self.drift * turns
        logs += common + self.trial(rng, (cells, rounds))[:, :, None]
        logs += np.array([self.slower.get(place, 0.0) for place in range(cells)])[:, None, None]
        if self.bursts:
            logs += self._bursts(rng, shape, turns)
        if self.carried:
            logs[:, :, :TURNS] += self.carried * _followers(rng, cells, rounds)
        return logs

    def _bursts(self, rng: np.random.Generator, shape: tuple[int, int, int], turns: Floats) -> Floats:
        """Half as slow again for some turns, for whichever cells run in them."""
        busy = rng.random((shape[1], len(turns))) < self.bursts
        hit = rng.random(shape) < 0.5  # a burst begins or ends within the turn
        return np.asarray(math.log(1.5) * (busy & hit))

    def _result(
        self,
        place: int,
        cell: Cell,
        logs: Floats,
        starts: Floats,
        here: NDArray[np.bool_],
        rng: np.random.Generator,
    ) -> CellResult:
        trials = tuple(
            _summary(self.plan, cell, number + 1, logs[number], int(starts[number]))
            for number in np.flatnonzero(here).tolist()
        )
        bare = CellResult(
            cell=cell,
            status=Status.MEASURED,
            throughput=level(trials, "throughput"),
            latency=level(trials, "latency"),
            trials=trials,
            in_force=in_force(cell.setting),
        )
        return bare if self.tails is None else self._with_tails(place, bare, rng)

    def _with_slots(self, place: int, bare: CellResult, seed: int) -> CellResult:
        spread, slower = self.slots or (0.0, 0.0)
        rng, flight = np.random.default_rng((seed, place, 11)), self._flight(bare.cell)
        trials = []
        for trial in bare.trials:
            logs = rng.normal(0, spread, flight)
            logs[-1] += slower if place == 0 else 0.0
            trials.append(replace(trial, slot_latency_ns=tuple(trial.latency_mean_ns * np.exp(logs))))
        return replace(bare, trials=tuple(trials))

    def _flight(self, cell: Cell) -> int:
        return requests_in_flight(cell.setting)

    def _with_tails(self, place: int, bare: CellResult, rng: np.random.Generator) -> CellResult:
        request_sd, round_sd = self.tails or (0.0, 0.0)
        latencies = [
            np.sort(
                self.latency_ms(place, bare.cell)
                * 1e6
                * np.exp(rng.normal(0, round_sd) + rng.normal(0, request_sd, TAIL_REQUESTS))
            ).astype(np.int64)
            for _ in bare.trials
        ]
        effective = float(TAIL_REQUESTS * len(latencies))
        wanted = [percent for percent, _ in self.plan.latency_bounds_ms]
        trials = tuple(replace(trial, effective_requests=float(TAIL_REQUESTS)) for trial in bare.trials)
        return replace(
            bare,
            trials=trials,
            effective_requests=effective,
            percentiles=percentiles(trials, latencies, wanted),
        )


def noise_floor(floor: float) -> NoiseFloor:
    """A host whose labels of one setting came out so far apart."""
    return NoiseFloor(
        ratio=Interval(value=1.0, low=1 / (1 + floor), high=1 + floor),
        floor=floor,
        rounds=10,
        measured_utc_ns=0,
    )


def _followers(rng: np.random.Generator, cells: int, rounds: int) -> Floats:
    """Where a slice comes right after one of the first cell; shape (cells, rounds, TURNS)."""
    found = np.zeros((cells, rounds, TURNS))
    for number in range(rounds):
        order = np.argsort(rng.random((TURNS, cells)), axis=1).ravel()
        after = np.flatnonzero(order[:-1] == 0) + 1
        hit = after[order[after] != 0]
        found[order[hit], number, hit // cells] = 1.0
    return found


def _summary(plan: Plan, cell: Cell, number: int, logs: Floats, start_ns: int) -> TrialSummary:
    images = requests_in_flight(cell.setting) * (cell.setting.batch or 1)
    milliseconds = BASE_MS * np.exp(logs)  # an image
    first = np.arange(TURNS, dtype=np.int32)
    turns = np.concatenate([first, first[::AGAIN_EVERY] + REPEAT_OFFSET]).astype(np.int32)
    begin = np.concatenate([np.arange(TURNS), np.arange(0, TURNS, AGAIN_EVERY) + 0.5]) * 50e6
    bare = quick_summary(cell, number, np.ones(1), start_ns, plan)
    return replace(
        bare,
        throughput_fps=float(1000.0 / milliseconds.mean()),
        latency_mean_ns=float(milliseconds.mean() * images * 1e6),
        slice_turn=turns,
        slice_begin_ns=begin.astype(np.int64),
        slice_fps=1000.0 / milliseconds,
        slice_latency_ns=milliseconds * images * 1e6,
        slice_least_ns=milliseconds * images * 1e6,
        startup=Startup(import_ns=0, read_ns=0, compile_ns=start_ns, first_inference_ns=0, from_cache=None),
    )


def seeds(first: int, reports: int) -> Iterator[int]:
    """One a report."""
    return iter(range(first, first + reports))
