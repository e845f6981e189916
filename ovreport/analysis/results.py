"""What the analysis knows when it is done: plain numbers, no words and no markup.

Ratios are kept as ratios (1.16), times in nanoseconds, rates in images per second (FPS). Intervals have a
confidence of 95 % unless a field says otherwise.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from ovreport.analysis import mismatches
from ovreport.analysis.frequency import Frequencies
from ovreport.analysis.metrics import ChosenBy, Metric
from ovreport.analysis.mismatches import SettingMismatch
from ovreport.analysis.quiet import QuietLevels
from ovreport.analysis.summaries import TrialSummary
from ovreport.plan import Cell, Plan
from ovreport.records import (
    Fact,
    Failure,
    InForce,
    Memory,
    ModelFacts,
    OutputSample,
    Startup,
    images_a_request,
)
from ovreport.records import Interval as Interval  # stored as well, so they are defined with the records
from ovreport.records import LeftOut as LeftOut
from ovreport.records import NoiseFloor as NoiseFloor
from ovreport.records import Unreadable as Unreadable

Method = Literal["paired", "max-variance"]
"""Where the standard error of a test comes from: its own pair, or also the spread of all cells."""

Shape = Literal["uniform", "conditional", "reversed", "single"]
"""How the comparisons of an effect go together; `Effect` tells each."""


class Verdict(Enum):
    """What a comparison says about the first cell beside the second."""

    FASTER = "faster"
    SLOWER = "slower"
    EQUIVALENT = "equivalent"
    NOT_RESOLVED = "not-resolved"


class Status(Enum):
    """What became of a cell."""

    MEASURED = "measured"
    FAILED = "failed"
    NO_DEVICE = "no-device"
    PENDING = "pending"
    PUBLISHED = "published"


@dataclass(frozen=True, kw_only=True)
class Percentile:
    """A percentile of latency over all counted requests of a cell, nearest rank.

    Attributes:
        percent: 50, 90, 95, 99 or 99.9, or one that a bound is put on.
        latency_ns: `None` where the effective number of requests does not support it.
        needed: Effective requests that it needs.
        low, high: Its 95 % interval: between rounds (see `tails`), or of two rounds from order statistics
            among the effective requests. `None` where it is not supported.
        shift: What further rounds would add to its logarithm.
        error, df: Standard error of that between rounds, and its degrees of freedom; `None` where rounds are
            too few for a test.
    """

    percent: float
    latency_ns: float | None
    needed: int
    low: float | None = None
    high: float | None = None
    shift: float = 0.0
    error: float | None = None
    df: float | None = None


@dataclass(frozen=True, kw_only=True, eq=False)
class CellResult:
    """Everything about one cell on one host.

    Attributes:
        throughput: Images per second: geometric mean over rounds with its interval.
        latency: Mean latency of a request in ns: geometric mean over rounds with its interval.
        quiet: The same of quiet passes alone, where there are enough of them beside others.
        percentiles: p50, p90, p95, p99, p99.9 and those asked for, pooled over rounds; see `percentile`.
        latency_grid_ns: Pooled latency at `summaries.GRID` percentiles.
        effective_requests: Sum over trials.
        slot_shares: Share of the counted requests of each slot.
        share_spread: Largest minus smallest share of a slot.
        openvino_version: That it was measured with, where the experiment names releases; else empty.
        emulating: Of several devices that compute in precisions of their own those that lack theirs.
        trials: In order of round and group.
        failures: Of the trials that failed.
        floor_share: Median over the trials.
    """

    cell: Cell
    status: Status
    throughput: Interval | None = None
    latency: Interval | None = None
    quiet: QuietLevels | None = None
    percentiles: tuple[Percentile, ...] = ()
    latency_grid_ns: NDArray[np.float64] | None = None
    effective_requests: float = 0.0
    slot_shares: tuple[float, ...] = ()
    share_spread: float | None = None
    in_order: float | None = None
    floor_share: float | None = None
    denormal_share: float | None = None
    trials: tuple[TrialSummary, ...] = ()
    failures: tuple[Failure, ...] = ()
    model: ModelFacts | None = None
    in_force: InForce | None = None
    openvino_version: str = ""
    emulating: tuple[str, ...] = ()
    startup: Startup | None = None
    memory: Memory | None = None
    outputs: tuple[OutputSample, ...] = ()

    def level(self, metric: ChosenBy) -> Interval | None:
        """Geometric mean over rounds with its interval; `None` where the cell was not measured."""
        match metric:
            case "throughput":
                return self.throughput
            case "latency":
                return self.latency

    @property
    def batch(self) -> int:
        """Images that a request carries; see `records.images_a_request`."""
        return images_a_request(self.cell.setting, self.model)

    @property
    def batch_is_known(self) -> bool:
        """Whether some input has a dimension that is the batch, and a request is not merely one sample."""
        return self.model is not None and any(each.batch_place is not None for each in self.model.inputs)

    def percentile(self, percent: float) -> Interval | None:
        """A percentile of latency in ns with its 95 % interval; `None` where the run does not support it."""
        for each in self.percentiles:
            if each.percent == percent and each.latency_ns is not None:
                low, high = (math.nan if end is None else end for end in (each.low, each.high))
                return Interval(value=each.latency_ns, low=low, high=high)
        return None

    @property
    def computed(self) -> tuple[tuple[str, bool], ...]:
        """The precisions in force, and whether a device emulates them; empty where no device tells."""
        given = self.in_force
        if given is None:
            return ()
        if given.precision:
            return ((given.precision, given.emulated),)
        own = mismatches.beneath(given, "INFERENCE_PRECISION_HINT")
        return tuple(dict.fromkeys((precision, device in self.emulating) for device, precision in own))

    @property
    def mismatches(self) -> tuple[SettingMismatch, ...]:
        """What was asked for and not given; see `mismatches.between` for the rule."""
        return mismatches.between(self.cell.setting, self.in_force)


@dataclass(frozen=True, kw_only=True)
class Estimate:
    """A ratio between two cells, from one log ratio a round.

    Attributes:
        ratio: Geometric mean of the rounds' ratios; with `low`, `high` at 95 %.
        adjusted_low, adjusted_high: The interval that the verdict can be read off.
        adjusted_level: Its confidence: at least 0.95 by Holm's procedure for a difference and where nothing
            is resolved; 0.90 or more for equivalence (two one-sided tests at 5 %).
        p: p-value of "the ratio lies within the margin", adjusted by Holm's procedure (a difference needs
            p < 0.05).
        p_equivalent: p-value of "the ratio lies outside the margin" (two one-sided tests), adjusted by
            Hochberg's procedure (equivalence needs p < 0.05).
        p_none: p-value of "there is no difference", adjusted by Holm's procedure.
        standard_error: Of the mean log ratio, as the verdict's test takes it.
        df: Its degrees of freedom.
        rounds: Number of rounds that have both cells.
        method: `paired` or `max-variance` (pooled residual variance, see analysis.stats).
        log_ratios: One a round, natural logarithm: of typical slices, or of totals where `typical` is known.
        weights: What each round counts, with a mean of 1, see `analysis.weights`; empty where all do alike.
        typical: The ratio of typical slices, where it differs from that of totals beyond chance: one of both
            cells stalls by itself, and the ratio of totals is judged.
        carried: Log ratio by which each side of the intervals is widened for what neighbours leave behind.
        looks: Numbers of rounds at which the measuring might have ended for what was seen: its intervals and
            p-values hold at all of them (see `analysis.looks`).
    """

    ratio: float
    low: float
    high: float
    adjusted_low: float
    adjusted_high: float
    adjusted_level: float
    p: float
    p_equivalent: float
    p_none: float
    standard_error: float
    df: float
    rounds: int
    method: Method
    log_ratios: tuple[float, ...]
    round_numbers: tuple[int, ...]
    weights: tuple[float, ...] = ()
    typical: float | None = None
    carried: float = 0.0
    looks: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Contrast:
    """One comparison: `cell` beside `reference`. A ratio of latencies or start-ups above 1 is slower.

    Attributes:
        factor, level, reference_level: What differs; empty where whole cells are compared.
        conditions: Factor and level pairs that both cells share.
        family: Name of the question whose contrasts are adjusted together: the metric, a colon, and a factor
            with its conditions, "steps: ..." (neighbouring numbers of requests), "baseline" or "best".
        comparisons: How many of that question were made and are adjusted together.
        estimate: `None` where fewer than two rounds have both cells.
        margin: What a difference must exceed, e.g. 0.03.
        alike: What equivalent sides differ by at most: a noisy host widens `margin`, never this.
        rounds_needed: Rounds that would resolve it, where it is not resolved; `None` beyond 1,000.
        rounds_range: Between which numbers that lies, as far as the noise is known; `None` where nothing can
            be foretold.
        seconds_needed: How long the missing rounds take on this host.
        records: SHA-256 of the records behind it.
        same_in_force: Both cells turned out to be the same setting on this device.
    """

    metric: Metric
    factor: str
    level: str
    reference_level: str
    conditions: tuple[tuple[str, str], ...]
    cell: str
    reference: str
    family: str
    estimate: Estimate | None
    verdict: Verdict
    margin: float
    alike: float
    rounds_needed: int | None = None
    rounds_range: tuple[int | None, int | None] | None = None
    seconds_needed: float | None = None
    records: tuple[str, ...] = ()
    same_in_force: bool = False
    comparisons: int = 1


@dataclass(frozen=True, kw_only=True)
class Effect:
    """What a level of a factor does beside the reference level, over all conditions it was measured under.

    Attributes:
        shape: `uniform` (one verdict everywhere and ratios that agree), `conditional` (the size or the
            verdict depends on the conditions), `reversed` (faster somewhere, slower elsewhere), `single`
            (only one condition).
        contrasts: One a condition, in the order of the cells.
    """

    metric: Metric
    factor: str
    level: str
    reference_level: str
    shape: Shape
    contrasts: tuple[Contrast, ...]


@dataclass(frozen=True, kw_only=True)
class BestSet:
    """The best cell by a metric and those not shown to be behind by more than the margin.

    Attributes:
        best: The cell with the best estimate.
        tied: Cells that may be the best or come within the margin of it, `best` included, best first.
    """

    metric: ChosenBy
    best: str
    tied: tuple[str, ...]


Mismatch = Literal["", "numbers", "shape"]

Counts = Literal["image", "request", "sample", "named"]
"""What throughputs count; `named` by the experiment file."""


@dataclass(frozen=True, kw_only=True)
class OutputComparison:
    """Outputs of `cell` beside those of `reference` for the same fixed input.

    Attributes:
        largest: Largest absolute difference over the sampled values of the output that differs most.
        relative: `largest` over the largest absolute value of the reference's output: each output is judged
            by its own scale. Both are infinite where outputs cannot be subtracted, see `mismatch`.
        sampled: Number of values compared.
        total: Number of values that the outputs have.
        identical: All bytes are equal.
        informative: False where both agree and hold many values of which no more than three are different
            (empty detections), so that agreement proves little.
        output: Which output differs most; empty where there is only one.
        mismatch: Why that output cannot be subtracted: one holds numbers where the other holds none, or they
            are of different shapes.
        scores: The output of scores in which another one comes first, in `moved` of its `rows`.
        across: The two cells run different models that take and give the same.
    """

    cell: str
    reference: str
    largest: float
    relative: float
    sampled: int
    total: int
    identical: bool
    informative: bool
    output: str = ""
    mismatch: Mismatch = ""
    scores: str = ""
    moved: int = 0
    rows: int = 0
    across: bool = False


@dataclass(frozen=True, kw_only=True)
class Caveat:
    """A reason to distrust. Each kind is a class in `caveats`, whose fields are its numbers.

    Attributes:
        cells: Ids of the cells it touches; empty means all.
    """

    cells: tuple[str, ...] = ()

    @classmethod
    def find(cls, analysis: Analysis) -> Iterator[Caveat]:
        """Those of this kind that there are in `analysis`."""
        raise NotImplementedError


@dataclass(frozen=True, kw_only=True, eq=False)
class Analysis:
    """All that is known about one experiment on one host.

    Attributes:
        host: Empty where nothing was measured (published figures only).
        cells: In the order of the plan.
        effects: By factor in the order of `plan.discuss`, and by throughput, latency and, where these are
            compared, undisturbed requests.
        contrasts: Every contrast of the effects, then neighbouring numbers of requests (families with
            "steps"), each cell against the baseline, and each against the best by throughput (throughput
            only); see `Contrast.family`.
        same_in_force: Groups of cells that are one setting on this device.
        best: For throughput and for latency.
        smallest: Cheapest cell shown to be at most `good_enough` below the best throughput (the best itself
            where no cheaper one is), or `None` where nothing was measured.
        pareto: Cells that no other is shown to beat, by throughput falling; see `choice.pareto`.
        within_bound: For every latency bound of the plan: percentile, bound in ms, the cell with the best
            estimate among those shown to keep it, or `None`.
        margin: What a difference must exceed.
        alike: What equivalent sides differ by at most.
        measured_seconds: Wall time of all sessions, from first to last record.
        seconds_per_round: Median wall time of a round, NaN where nothing was measured.
        measuring_share: Share of that time spent in slices.
        passes, passes_repeated: How many passes were measured, and how many of these were repeated and count
            for nothing, since others were busy meanwhile.
        slices, slices_hit: Of the passes that count, and how many of these are left out of pairs where enough
            remain, since others hit them; see `TrialSummary.slice_hit`.
        slice_noise: Standard deviation of the log ratio of two slices of one cell in a row, or `None`.
        left_out: Records of this host that are not told of, by the reason.
        throttled: Throttle events while measuring, or `None` where the host does not count them.
        frequencies: Of the processor while measuring, or `None` where no slice tells.
        counts: What throughputs count, all `..._fps` of this analysis.
    """

    plan: Plan
    host: str
    facts: tuple[Fact, ...]
    cells: tuple[CellResult, ...]
    effects: tuple[Effect, ...] = ()
    contrasts: tuple[Contrast, ...] = ()
    same_in_force: tuple[tuple[str, ...], ...] = ()
    best: tuple[BestSet, ...] = ()
    smallest: str | None = None
    pareto: tuple[str, ...] = ()
    within_bound: tuple[tuple[float, float, str | None], ...] = ()
    outputs: tuple[OutputComparison, ...] = ()
    caveats: tuple[Caveat, ...] = ()
    noise: NoiseFloor | None = None
    margin: float = 0.03
    alike: float = 0.03
    rounds: int = 0
    measured_seconds: float = 0.0
    seconds_per_round: float = math.nan
    measuring_share: float = 0.0
    started_utc_ns: int = 0
    newest_utc_ns: int = 0
    openvino_version: str = ""
    unreadable: tuple[Unreadable, ...] = field(default=())
    left_out: tuple[LeftOut, ...] = ()
    passes: int = 0
    passes_repeated: int = 0
    slices: int = 0
    slices_hit: int = 0
    slice_noise: float | None = None
    throttled: int | None = None
    frequencies: Frequencies | None = None
    counts: Counts = "image"

    def cell(self, cell_id: str) -> CellResult:
        """The result of the cell with this id.

        Raises:
            KeyError: No such cell.
        """
        return {result.cell.id: result for result in self.cells}[cell_id]

    @property
    def mismatches(self) -> Mapping[SettingMismatch, tuple[CellResult, ...]]:
        """Every request that was not granted, with the measured cells that it touches."""
        groups: dict[SettingMismatch, list[CellResult]] = {}
        for result in self.cells:
            if result.status is Status.MEASURED:
                for mismatch in result.mismatches:
                    groups.setdefault(mismatch, []).append(result)
        return {mismatch: tuple(results) for mismatch, results in groups.items()}
