"""Whether the requests of one slot take longer than those of the others of its configuration."""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterator
from dataclasses import dataclass, field

from ovreport.analysis import stats
from ovreport.analysis.results import Analysis, CellResult
from ovreport.claims.amounts import amount, bounds, interval
from ovreport.claims.basis import hashes, measured
from ovreport.claims.claim import Claim, ClaimKind
from ovreport.claims.comparing import PROVEN
from ovreport.claims.evidence import EvidenceTable
from ovreport.claims.place import Place
from ovreport.claims.texts import ClaimText, Texts
from ovreport.claims.truth import SLACK, Statement, Truth
from ovreport.language.messages import msg, msgs_in
from ovreport.language.spans import key, plain
from ovreport.limits import FEWEST_ROUNDS, TIMES_FROM


@dataclass(frozen=True, kw_only=True)
class SlowSlot(Claim):
    """The requests of one slot are shown to take longer, by more than the margin, than those of the others.

    Attributes:
        slot: Its number, from 0.
        others: How many other slots the configuration has.
        ratio, low, high: Its latency over the geometric mean of the others', with a 95 % interval.
        slots: Of all configurations together; the test is adjusted for so many.
        margin: What the ratio is shown to exceed, as a share.
    """

    kind: ClaimKind = field(init=False, default=ClaimKind.EVENNESS)
    place: Place = field(init=False, default=Place.UNEVEN)
    figure: str = field(init=False, default="shares")
    cell: str
    slot: int
    others: int
    ratio: float
    low: float
    high: float
    rounds: int
    slots: int
    margin: float

    @property
    def topic(self) -> str:
        """One a report, of whichever slot is slow."""
        return "slot"

    def text(self, t: Texts) -> ClaimText:
        told = amount(t, self.ratio, self.low, self.high)
        longer = msg("with {cell}, requests of slot {slot} take {n} longer than those of {others}")
        if self.ratio >= TIMES_FROM:
            longer = msg("with {cell}, requests of slot {slot} take {n} as long as those of {others}")
        others = msgs_in("slots", "the other one", "the other {n}").of(self.others)
        said = t.fill(
            longer,
            cell=t.cell(self.cell),
            slot=str(self.slot),
            n=key(told),
            others=t.fill(others, n=self.others),
        )
        proof = interval(t, bounds(t, told), self.rounds)
        tested = msg(
            "Of the {slots} slots of all configurations it is farthest behind the others; a test adjusted "
            "for all of them shows that it is by more than {margin}."
        )
        return ClaimText(
            headline=t.locale.sentence(t.fill(PROVEN, said=said, proof=proof)),
            short=t.locale.capital(said),
            context=t.tell(tested, slots=self.slots, margin=t.numbers.percent_as_given(self.margin)),
        )

    def statements(self, truth: Truth) -> Iterator[Statement]:
        """Its requests take longer by more than the margin."""
        longer = truth.slots.get((self.cell, self.slot), 0.0)
        what = f"slot {self.slot} of {self.cell}"
        yield Statement("a slot is slower", what, longer > math.log1p(self.margin) - SLACK)

    def rows(self, t: Texts) -> tuple[EvidenceTable, ...]:
        """Its ratio in every round."""
        logs = by_round(t.analysis.cell(self.cell), self.slot)
        return (
            EvidenceTable(
                heads=(msg("round"), msg("ratio")),
                rows=tuple((str(each), t.numbers.fixed(math.exp(log), 3)) for each, log in logs.items()),
                caption=plain(t.full(self.cell)),
            ),
        )


def slow_slot(analysis: Analysis) -> SlowSlot | None:
    """The slot that is farthest behind the others of its cell, where that is shown.

    One-sided t tests over the rounds of "the log ratio is at most that of the margin", by Bonferroni for all
    slots of all cells: a report in which no slot is slower claims one at most once in twenty.
    """
    every = {
        (result.cell.id, slot): list(by_round(result, slot).values())
        for result in measured(analysis)
        for slot in range(max((len(trial.slot_latency_ns) for trial in result.trials), default=0))
    }
    tested = {place: logs for place, logs in every.items() if len(logs) >= FEWEST_ROUNDS}
    limit, found = math.log1p(analysis.margin), []
    for (cell, slot), logs in tested.items():
        mean, freedom = statistics.fmean(logs), len(logs) - 1
        error = statistics.stdev(logs) / math.sqrt(len(logs))
        if error > 0 and float(stats.t_above((mean - limit) / error, freedom)) * len(tested) <= stats.ALPHA:
            reach = float(stats.t_quantile(1 - stats.ALPHA / 2, freedom)) * error
            found.append((mean, reach, len(logs), slot, cell))
    if not found:
        return None
    mean, reach, rounds, slot, cell = max(found)
    return SlowSlot(
        id=f"slot/{cell}/{slot}",
        cell=cell,
        slot=slot,
        others=max(len(trial.slot_latency_ns) for trial in analysis.cell(cell).trials) - 1,
        ratio=math.exp(mean),
        low=math.exp(mean - reach),
        high=math.exp(mean + reach),
        rounds=rounds,
        slots=len(tested),
        margin=analysis.margin,
        cells=(cell,),
        records=hashes(analysis, (cell,)),
        size=mean,
    )


def by_round(result: CellResult, slot: int) -> dict[int, float]:
    """Log ratio of a slot's latency to the geometric mean of the others', by round."""
    found: dict[int, list[float]] = {}
    for trial in result.trials:
        latency_ns = trial.slot_latency_ns
        if len(latency_ns) > max(slot, 1) and all(value > 0 for value in latency_ns):
            logs = [math.log(value) for value in latency_ns]
            own = logs.pop(slot)
            found.setdefault(trial.round, []).append(own - statistics.fmean(logs))
    return {number: statistics.fmean(logs) for number, logs in sorted(found.items())}
