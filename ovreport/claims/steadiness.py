"""How steady the measurement was: between rounds, within one, over windows of 100 requests, and throttling.

These claims tell what the records hold. They say nothing about the machine that could be false of it, so they
have no truth condition.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from statistics import median

from ovreport import units
from ovreport.analysis.report import throttle_events
from ovreport.analysis.results import Analysis, CellResult
from ovreport.analysis.summaries import WINDOW, Window
from ovreport.claims.basis import hashes, measured, takes_turns
from ovreport.claims.claim import Claim, ClaimKind
from ovreport.claims.evidence import MOST_ROWS, EvidenceTable, Level, Recomputation, printing, written
from ovreport.claims.number import Number
from ovreport.claims.place import Place
from ovreport.claims.texts import ClaimText, Texts
from ovreport.language.messages import msg, msgs
from ovreport.language.spans import Text, key, plain
from ovreport.limits import DRIFT, STEADY


@dataclass(frozen=True, kw_only=True)
class Steadiness(Claim):
    """How far single rounds depart from their configuration's mean.

    Attributes:
        cell: The configuration whose round departs farthest.
        departure: Of that round, as a share of the mean.
        round: That round.
        rounds, configurations: Of the run.
        throttled: Throttle events of the processor; `None` where they could not be read.
    """

    kind: ClaimKind = field(init=False, default=ClaimKind.STEADINESS)
    figure: str = field(init=False, default="rounds")
    place: Place = field(init=False, default=Place.STEADY)
    cell: str
    departure: float
    round: int
    rounds: int
    configurations: int
    throttled: int | None

    def throttling(self, t: Texts) -> Text:
        """What is known about throttling."""
        if self.throttled is None:
            return t.tell(msg("This host does not tell whether it throttled, so nothing is said about heat."))
        return t.tell(msg("No throttling was recorded.")) if self.throttled == 0 else ()

    def program(self, analysis: Analysis) -> Recomputation | None:
        """The farthest round from its cell's mean."""
        result = analysis.cell(self.cell)
        trials = [trial.throughput_fps for trial in result.trials]
        if len(trials) != len(Level(result, "throughput").rounds):
            return None  # several trials a round: the mean is not that of the trials
        body = (
            f"import math\nfps = [{written(trials)}]  # of every round\n"
            "mean = math.exp(sum(map(math.log, fps)) / len(fps))\n"
            "worst = max(fps, key=lambda value: abs(math.log(value / mean)))\n"
            f"{printing('abs(worst / mean - 1)')}"
        )
        return Recomputation(body=body, prints=(self.departure,))

    def rows(self, t: Texts) -> tuple[EvidenceTable, ...]:
        """Every round of the least steady configuration beside the mean of all."""
        result = t.analysis.cell(self.cell)
        if not result.trials or result.throughput is None:
            return ()
        mean = result.throughput.value
        return (
            EvidenceTable(
                heads=(msg("round"), t.counted.rate, msg("from the mean, %"), msg("throttle events")),
                rows=tuple(
                    (
                        str(trial.round),
                        t.numbers.fixed(trial.throughput_fps, units.significant(trial.throughput_fps, 4)),
                        t.numbers.fixed(100 * (trial.throughput_fps / mean - 1), 1),
                        "–" if trial.throttled is None else t.numbers.count(trial.throttled),
                    )
                    for trial in result.trials
                ),
                caption=plain(t.full(self.cell)),
            ),
        )


@dataclass(frozen=True, kw_only=True)
class Steady(Steadiness):
    """All rounds lie close to their configuration's mean."""

    def text(self, t: Texts) -> ClaimText:
        return t.claim_text(
            msg("Every one of the {rounds} stayed within {far} of its configuration’s mean throughput."),
            msg("Every round stayed within {far} of its configuration’s mean throughput", also="rounds"),
            self.throttling(t),
            far=key(t.numbers.percent_at_most(self.departure)),
            rounds=t.locale.counted(self.rounds, "round"),
        )


@dataclass(frozen=True, kw_only=True)
class Moving(Steadiness):
    """Some round lies far from its configuration's mean."""

    def text(self, t: Texts) -> ClaimText:
        """The claim in words, with what a slow moment does to ratios."""
        slow_moment = msg(
            "Within a round one configuration was measured after the other, so a slow moment falls on some "
            "of them alone and is part of their ratios."
        )
        if takes_turns(t.plan):
            slow_moment = msg(
                "Ratios are formed within a round, where a slow moment falls on all configurations."
            )
        return t.claim_text(
            msg("Round {round} of {cell} lay {far} from its mean throughput, farther than any other round."),
            msg("Round {round} of {cell} lay {far} from its mean throughput"),
            t.together(t.tell(slow_moment) if self.configurations > 1 else (), self.throttling(t)),
            far=key(t.numbers.percent(self.departure)),
            round=str(self.round),
            cell=t.cell(self.cell),
        )


@dataclass(frozen=True, kw_only=True)
class Throttled(Steadiness):
    """The processor throttled."""

    place: Place = field(init=False, default=Place.THROTTLED)

    def text(self, t: Texts) -> ClaimText:
        """The claim in words, and what to do."""
        cool = msg(
            "One round lay {far} from its configuration’s mean throughput. Cool the machine, or lengthen "
            "the pauses, and measure again."
        )
        n = self.throttled or 0
        times = msgs("once", "{n} times").of(n)
        return t.claim_text(
            msg("The processor throttled {n} during the run: levels belong to a hot machine."),
            msg("The processor throttled {n}"),
            t.tell(cool, far=t.numbers.percent(self.departure)),
            n=key(t.locale.format(times, n=t.numbers.count(n))),
        )

    def program(self, analysis: Analysis) -> Recomputation | None:
        """Throttle events of every block, summed; the configurations of a block share their readings."""
        sums = throttle_events(analysis.cells)
        if len(sums) > MOST_ROWS:
            return None
        body = f"events = [{written(sums)}]  # of every block of configurations\n{printing('sum(events)')}"
        return Recomputation(body=body, prints=(sum(sums),))


def steadiness(analysis: Analysis) -> Steadiness | None:
    """How far single rounds depart from their setting's mean, and whether the processor throttled."""
    results = [result for result in measured(analysis) if len(result.trials) > 1]
    if not results:
        return None
    worst = max(results, key=lambda result: departure(result)[0])
    far, round_number = departure(worst)
    made: type[Steadiness] = Steady if far <= STEADY else Moving
    if analysis.throttled:
        made = Throttled
    cells = tuple(result.cell.id for result in results)
    return made(
        id="steadiness",
        cell=worst.cell.id,
        departure=far,
        round=round_number,
        rounds=analysis.rounds,
        configurations=len(results),
        throttled=analysis.throttled,
        cells=cells,
        records=hashes(analysis, cells),
    )


def departure(result: CellResult) -> tuple[float, int]:
    """The largest departure of a round's throughput from the cell's geometric mean, and the round."""
    if result.throughput is None or not result.trials:
        return 0.0, 0
    mean = result.throughput.value
    worst = max(result.trials, key=lambda trial: abs(math.log(trial.throughput_fps / mean)))
    return abs(worst.throughput_fps / mean - 1), worst.round


@dataclass(frozen=True, kw_only=True)
class WithinRounds(Claim):
    """How latency moves from the first slice of a typical round to its last.

    Attributes:
        cell: The configuration where it moves most.
        change: By how much, as a share; below zero where it falls.
        configurations: Of the run.
    """

    kind: ClaimKind = field(init=False, default=ClaimKind.STEADINESS)
    figure: str = field(init=False, default="time")
    place: Place = field(init=False, default=Place.WITHIN_ROUNDS)
    cell: str
    change: float
    configurations: int


@dataclass(frozen=True, kw_only=True)
class NoTrend(WithinRounds):
    """Latency has no trend within a round."""

    def text(self, t: Texts) -> ClaimText:
        return t.claim_text(
            msg(
                "Latency has no trend within a typical round: from the first slice to the last it moves "
                "by less than {far} in every configuration."
            ),
            msg("Latency has no trend within a typical round: it moves by less than {far}"),
            far=key(t.numbers.percent_at_most(self.change)),
        )


@dataclass(frozen=True, kw_only=True)
class Drifting(WithinRounds):
    """Latency drifts within a round."""

    def text(self, t: Texts) -> ClaimText:
        """The claim in words, with whom else a drift of the machine touches."""
        shared = (
            msg("Slices of all configurations take turns, so a drift of the machine falls on all.")
            if takes_turns(t.plan)
            else msg(
                "Each configuration was measured in one go, so a drift of the machine falls on one at a time."
            )
        )
        return t.claim_text(
            msg(
                "In a typical round of {cell}, latency drifts {moves} by {far} from the first slice to the "
                "last."
            ),
            msg("{cell}: latency drifts {moves} by {far} in a typical round"),
            t.tell(shared) if self.configurations > 1 else (),
            moves=msg("up") if self.change > 0 else msg("down"),
            far=key(t.numbers.percent(abs(self.change))),
            cell=t.cell(self.cell),
        )


def within(analysis: Analysis) -> WithinRounds | None:
    """How latency moves within a trial."""
    results = [
        result
        for result in measured(analysis)
        if any(len(trial.slice_begin_ns) > 1 for trial in result.trials)
    ]
    if not results:
        return None
    worst = max(results, key=lambda result: abs(drift(result)))
    change, cell = drift(worst), worst.cell.id
    made = Drifting if abs(change) > DRIFT else NoTrend
    return made(
        id="steadiness/within",
        cell=cell,
        change=change,
        configurations=len(results),
        cells=(cell,),
        records=hashes(analysis, (cell,)),
    )


def drift(result: CellResult) -> float:
    """Relative change of latency over a trial, the median of the cell's trials; 0 where not known."""
    known = [trial for trial in result.trials if len(trial.slice_begin_ns) > 1]
    changes = [trial.latency_change for trial in known if math.isfinite(trial.slope_per_minute)]
    return median(changes) if changes else 0.0


@dataclass(frozen=True, kw_only=True)
class Windows(Claim):
    """The slowest and the fastest full window of a hundred requests of one configuration.

    Attributes:
        lowest_fps, highest_fps: Throughput of these windows.
        windows: How many there are.
        first: How many of each round were kept, from its start on; `None` where all of them were.
    """

    kind: ClaimKind = field(init=False, default=ClaimKind.STEADINESS)
    figure: str = field(init=False, default="windows")
    place: Place = field(init=False, default=Place.WITHIN_ROUNDS)
    cell: str
    lowest_fps: float
    highest_fps: float
    windows: int
    first: int | None

    def text(self, t: Texts) -> ClaimText:
        lowest, highest = (
            t.told(Number(value=fps, unit="fps")) for fps in (self.lowest_fps, self.highest_fps)
        )
        first = msg(", the first {first} of each round")
        return t.claim_text(
            msg(
                "{cell}: throughput over 100 requests lies between {low} and {high} ({n} full "
                "windows{first}).",
                also="span",
            ),
            msg("{cell}: throughput over 100 requests lies between {low} and {high}", also="span"),
            low=key(lowest.value),
            high=key(highest),
            span=key(units.joined(lowest.value, str(highest))),
            n=self.windows,
            first="" if self.first is None else t.fill(first, first=str(self.first)),
            cell=t.start(self.cell),
        )


def windows(analysis: Analysis, result: CellResult) -> Windows | None:
    """The slowest and the fastest full window of a hundred requests of one cell.

    `None` where they are not like the rest: slow rounds may hold no full one, and the last requests of a
    round are in none.
    """
    full, first = full_windows(result), first_windows(result)
    if len(full) < 2 or result.throughput is None:
        return None
    rates = [window.throughput_fps for window in full]
    if first is None and not min(rates) <= result.throughput.value <= max(rates):
        return None
    cell = result.cell.id
    return Windows(
        id=f"steadiness/windows/{cell}",
        cell=cell,
        lowest_fps=min(rates),
        highest_fps=max(rates),
        windows=len(full),
        first=first,
        cells=(cell,),
        records=hashes(analysis, (cell,)),
    )


def full_windows(result: CellResult) -> tuple[Window, ...]:
    """The windows of a cell that hold all their hundred requests; the last one of a round may not."""
    return tuple(window for trial in result.trials for window in trial.windows if window.requests == WINDOW)


def first_windows(result: CellResult) -> int | None:
    """How many windows of every round were kept, from its start on; `None` where all of them were."""
    kept = max((len(trial.windows) for trial in result.trials), default=0)
    cut = any(math.ceil(trial.requests / WINDOW) > len(trial.windows) for trial in result.trials)
    return kept if cut else None


def every_window(result: CellResult) -> int:
    """How many windows all counted requests make, kept or not."""
    return sum(math.ceil(trial.requests / WINDOW) for trial in result.trials)
