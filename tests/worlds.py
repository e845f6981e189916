"""Machines that keep to no assumption of the analysis, with reports about them: fast enough for thousands.

`World` of `simulation` knows one kind of noise; a `Machine` is drawn slice by slice from whatever its parts
say, and knows the true level of each of its cells. All times and ratios are logarithms.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from ovreport.analysis import caveats, open_questions
from ovreport.analysis.cells import level, percentiles
from ovreport.analysis.report import alike, margin, with_comparisons
from ovreport.analysis.results import Analysis, CellResult, NoiseFloor, Status
from ovreport.analysis.summaries import TrialSummary
from ovreport.claims.truth import Truth
from ovreport.plan import Cell, Plan, looks
from ovreport.records import REPEAT_OFFSET, Interval, Startup
from ovreport.run.gate import Gate
from tests.noises import PROCESSES, Draw, Even, Slices
from tests.simulation import in_force, quick_summary, requests_in_flight

Floats = NDArray[np.float64]

TURNS = 60
AGAIN_EVERY = 8
BASE_MS = 10.0
START_SD = 0.05
HIT = 0.8
"""Share of the slices of a pass that another program reaches."""
SLOWED = 1.5
"""What another program makes of the time of a slice."""
TAIL_REQUESTS = 400
"""Requests of a trial whose latencies are drawn one by one, where percentiles are judged."""


@dataclass(frozen=True, kw_only=True)
class Machine:
    """The truth about a machine and the cells of a plan.

    Attributes:
        slower: True logarithm of each cell's time an image beside the first one's, typical slices, by place;
            0 where there is none.
        trial: What each fresh process changes.
        slices: Noise within trials by place of the cell; `Even()` where there is none.
        round_sd, drift, bursts: What a round, a turn and the share of turns in a burst change for all cells.
        quality: Standard deviation of the logarithm of how far slices of a round scatter.
        neighbour: Share of passes in which another program takes a processor, as the host sees, and makes
            most slices half as slow again; passes are repeated for that as `run` repeats them.
        provoked: Share of the second cell's slices beside which it brings such a program about by itself.
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
    quality: float = 0.0
    neighbour: float = 0.0
    provoked: float = 0.0
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
        if self.provoked:
            totals[every[1].id] -= math.log1p(self.provoked * (SLOWED - 1))
        return Truth(
            log_fps=totals,
            typical=typical,
            images={cell.id: requests_in_flight(cell.setting) * (cell.setting.batch or 1) for cell in every},
            percentiles_ms={} if self.tails is None else self._percentiles(every),
            slots={} if self.slots is None else {(every[0].id, self._flight(every[0]) - 1): self.slots[1]},
            undisturbed={cell.id: math.log(self.latency_ms(place, cell)) for place, cell in every_one},
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
        """A report's analysis of one simulated run; `doubted` with its reasons to distrust.

        Where the plan's number of rounds is not fixed, cells whose questions are open get further ones.
        """
        every = self._everything(seed)
        kept: dict[str, list[int]] = {cell: [] for cell in every}
        first, asked = 0, frozenset(every)
        for last in looks(self.plan.measure):
            for cell in asked:
                kept[cell] += range(first, last)
            found = self._judged(seed, every, kept)
            first, asked = last, _asked(found)
            if not asked:
                break
        return replace(found, caveats=caveats.find(found)) if doubted else found

    def _everything(self, seed: int) -> dict[str, _Trials]:
        """What every cell would show in every round that there may be."""
        rng = np.random.default_rng((seed, 7))
        logs, least = self._draw(rng, np.random.default_rng((seed, 13)))
        elsewhere = self._gated(np.random.default_rng((seed, 16)))
        for each in (logs, least):
            each[:, :, :TURNS] += math.log(SLOWED) * (elsewhere > 0)
        starts = 2e8 * np.exp(rng.normal(0, START_SD, logs.shape[:2]))
        here = rng.random(logs.shape[:2]) >= self.missing
        here[:, :3] |= here.sum(axis=1, keepdims=True) < 3
        return {
            cell.id: _Trials(
                logs[place],
                least[place],
                elsewhere[place],
                starts[place],
                here[place],
                self._tails(place, cell, here, rng),
            )
            for place, cell in enumerate(self.cells)
        }

    def _judged(self, seed: int, every: Mapping[str, _Trials], kept: Mapping[str, Sequence[int]]) -> Analysis:
        """The analysis of some rounds of each cell."""
        results = tuple(self._result(cell, every[cell.id], kept[cell.id]) for cell in self.cells)
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
            rounds=max(map(max, kept.values())) + 1,
            seconds_per_round=60.0,
        )
        return with_comparisons(bare)

    def _draw(self, rng: np.random.Generator, lucky: np.random.Generator) -> tuple[Floats, Floats]:
        """Log time an image of every slice, and of its least request, drawn with `lucky`.

        Both have the shape (cells, rounds, slices), second slices last. Processes, rounds and what neighbours
        leave behind touch all requests of a slice; every second burst leaves one of them alone.
        """
        cells, rounds = len(self.cells), self.plan.measure.most_rounds
        again = len(range(0, TURNS, AGAIN_EVERY))
        shape = (cells, rounds, TURNS + again)
        logs = np.stack([self._slices(place).draw(rng, shape[1:]) for place in range(cells)])
        least = np.stack([self._slices(place).least(lucky, shape[1:]) for place in range(cells)])
        if self.quality:
            scatter = np.exp(rng.normal(0, self.quality, (rounds, 1)))
            logs, least = logs * scatter, least * scatter
        turns = np.concatenate([np.arange(TURNS), np.arange(0, TURNS, AGAIN_EVERY)])
        common = rng.normal(0, self.round_sd, (rounds, 1)) + self.drift * turns
        shared = common + self.trial(rng, (cells, rounds))[:, :, None]
        shared += np.array([self.slower.get(place, 0.0) for place in range(cells)])[:, None, None]
        if self.bursts:
            burst = self._bursts(rng, shape, turns)
            logs += burst
            least += burst * (lucky.random(shape) < 0.5)
        if self.carried:
            shared[:, :, :TURNS] += self.carried * _followers(rng, cells, rounds)
        return logs + shared, least + shared

    def _gated(self, rng: np.random.Generator) -> Floats:
        """What others take in the slices of passes that are kept, NaN where nobody tells.

        Shape (cells, rounds, TURNS).
        """
        cells, rounds = len(self.cells), self.plan.measure.most_rounds
        found = np.full((cells, rounds, TURNS), np.nan)
        if not self.neighbour and not self.provoked:
            return found
        for number in range(rounds):
            gate, kept = Gate(), 0
            while kept < TURNS:
                taken = (rng.random() < self.neighbour) * (rng.random(cells) < HIT)
                taken[1] |= rng.random() < self.provoked
                if not gate.repeats([(float(each), 1.0) for each in taken]):
                    found[:, number, kept] = taken
                    kept += 1
        return found

    def _bursts(self, rng: np.random.Generator, shape: tuple[int, int, int], turns: Floats) -> Floats:
        """Half as slow again for some turns, for whichever cells run in them."""
        busy = rng.random((shape[1], len(turns))) < self.bursts
        hit = rng.random(shape) < 0.5  # a burst begins or ends within the turn
        return np.asarray(math.log(1.5) * (busy & hit))

    def _result(self, cell: Cell, every: _Trials, kept: Sequence[int]) -> CellResult:
        there = [number for number in kept if every.here[number]]
        trials = tuple(_summary(self.plan, cell, every, number) for number in there)
        bare = CellResult(
            cell=cell,
            status=Status.MEASURED,
            throughput=level(trials, "throughput"),
            latency=level(trials, "latency"),
            trials=trials,
            in_force=in_force(cell.setting),
        )
        if self.tails is None:
            return bare
        each = float(TAIL_REQUESTS)
        trials = tuple(replace(trial, effective_requests=each) for trial in trials)
        latencies = [every.tails[number] for number in there]
        wanted = [percent for percent, _ in self.plan.latency_bounds_ms]
        return replace(
            bare,
            trials=trials,
            effective_requests=each * len(trials),
            percentiles=percentiles(trials, latencies, wanted),
        )

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

    def _tails(
        self, place: int, cell: Cell, here: NDArray[np.bool_], rng: np.random.Generator
    ) -> dict[int, NDArray[np.int64]]:
        """Latencies of the requests of every trial that is there, ascending."""
        if self.tails is None:
            return {}
        request_sd, round_sd = self.tails
        return {
            number: np.sort(
                self.latency_ms(place, cell)
                * 1e6
                * np.exp(rng.normal(0, round_sd) + rng.normal(0, request_sd, TAIL_REQUESTS))
            ).astype(np.int64)
            for number in np.flatnonzero(here[place]).tolist()
        }


@dataclass(frozen=True, eq=False)
class _Trials:
    """What a cell would show in each of the rounds that there may be.

    Attributes:
        logs, least: Log time an image of every slice, and of its least request. Shape `(rounds, slices)`.
        elsewhere: Share of a processor that others took in every pass. Shape `(rounds, TURNS)`.
        starts: How long it takes to start, in ns.
        here: Whether the trial is there at all.
        tails: Latencies of its requests by round, where percentiles are judged.
    """

    logs: Floats
    least: Floats
    elsewhere: Floats
    starts: Floats
    here: NDArray[np.bool_]
    tails: Mapping[int, NDArray[np.int64]]


def _asked(analysis: Analysis) -> frozenset[str]:
    """The cells of the next rounds: those of questions that may be answered, and the baseline."""
    hopeful = [each for each in open_questions.open_cells(analysis) if each.hopeful]
    cells = {cell for question in hopeful for cell in question.cells}
    return frozenset(cells | {analysis.plan.baseline}) if cells else frozenset()


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


def _summary(plan: Plan, cell: Cell, every: _Trials, number: int) -> TrialSummary:
    """The trial of a cell in a round, which is counted from 0 here."""
    images = requests_in_flight(cell.setting) * (cell.setting.batch or 1)
    milliseconds, least = (BASE_MS * np.exp(each[number]) for each in (every.logs, every.least))  # an image
    first = np.arange(TURNS, dtype=np.int32)
    turns = np.concatenate([first, first[::AGAIN_EVERY] + REPEAT_OFFSET]).astype(np.int32)
    begin = np.concatenate([np.arange(TURNS), np.arange(0, TURNS, AGAIN_EVERY) + 0.5]) * 50e6
    again, start_ns = np.full(len(turns) - TURNS, np.nan), int(every.starts[number])
    bare = quick_summary(cell, number + 1, np.ones(1), start_ns, plan)
    return replace(
        bare,
        throughput_fps=float(1000.0 / milliseconds.mean()),
        latency_mean_ns=float(milliseconds.mean() * images * 1e6),
        slice_turn=turns,
        slice_begin_ns=begin.astype(np.int64),
        slice_fps=1000.0 / milliseconds,
        slice_latency_ns=milliseconds * images * 1e6,
        slice_least_ns=least * images * 1e6,
        slice_requests=np.full(len(turns), 10),
        slice_length_ns=np.full(len(turns), 50e6),
        slice_elsewhere_ns=50e6 * np.concatenate([every.elsewhere[number], again]),
        startup=Startup(import_ns=0, read_ns=0, compile_ns=start_ns, first_inference_ns=0, from_cache=None),
    )


def seeds(first: int, reports: int) -> Iterator[int]:
    """One a report."""
    return iter(range(first, first + reports))
