"""The configurations that no other beats in both throughput and latency: the Pareto front, shown by tests."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field

from ovreport.analysis import choice
from ovreport.analysis.metrics import CHOSEN_BY
from ovreport.analysis.report import compare
from ovreport.analysis.results import Analysis
from ovreport.claims.basis import hashes
from ovreport.claims.choosing import Choice, candidates
from ovreport.claims.claim import ClaimKind
from ovreport.claims.comparing import verbs_after
from ovreport.claims.evidence import MOST_SHOWN, EvidenceTable, Level
from ovreport.claims.levels import (
    CONFIGURATION,
    INTERVAL,
    CellLevels,
    levels_of,
    levels_table,
    named,
    ratio_columns,
)
from ovreport.claims.place import Place
from ovreport.claims.texts import ClaimText, Texts
from ovreport.claims.truth import SLACK, Statement, Truth
from ovreport.language.locale import Gaps
from ovreport.language.messages import msg, msgs
from ovreport.language.spans import key, plain


@dataclass(frozen=True, kw_only=True)
class Front(Choice):
    """The configurations that none is shown to beat, which are its `cells`, by throughput falling.

    Attributes:
        fastest, quickest: Those of them with the best estimate of throughput and of latency.
    """

    kind: ClaimKind = field(init=False, default=ClaimKind.PARETO)
    place: Place = field(init=False, default=Place.FRONT)
    figure: str = field(init=False, default="trade")
    fastest: CellLevels
    quickest: CellLevels

    def leading(self, analysis: Analysis) -> Level | None:
        """The throughput of the fastest one."""
        return Level(analysis.cell(self.fastest.cell), "throughput")

    def statements(self, truth: Truth) -> Iterator[Statement]:
        """Each cell outside is behind another one in one metric, and not ahead by the margin in the other."""
        limit = math.log1p(self.among.margin)

        def beaten(cell: str) -> bool:
            for other in truth.log_fps:
                gains = [truth.ahead(metric, other, cell) for metric in CHOSEN_BY]
                if max(gains) >= limit - SLACK and min(gains) >= -limit - SLACK:
                    return True
            return False

        wrong = [cell for cell in truth.log_fps if cell not in self.cells and not beaten(cell)]
        yield Statement("front", f"beaten: {','.join(wrong) or 'all others'}", not wrong)

    def rows(self, t: Texts) -> tuple[EvidenceTable, ...]:
        """The levels of those on the front, and who is off it."""
        return (levels_table(t, self.cells), beaten_table(t))


@dataclass(frozen=True, kw_only=True)
class OneOnFront(Front):
    """One configuration beats all others."""

    def text(self, t: Texts) -> ClaimText:
        return t.claim_text(
            msg(
                "{best} {has} both the highest estimate of throughput and the lowest of latency: {fps}, "
                "{latency}."
            ),
            msg("{best} {has} the best estimates of throughput and latency"),
            self.told_with(t),
            best=t.cell(self.fastest.cell),
            fps=self.level(t, self.fastest.throughput),
            latency=self.level(t, self.fastest.latency),
            **verbs_after(t, self.fastest.cell),
        )


@dataclass(frozen=True, kw_only=True)
class SeveralOnFront(Front):
    """What is gained in throughput is lost in latency."""

    def text(self, t: Texts) -> ClaimText:
        """The claim in words, from the quickest configuration to the fastest one."""
        front, configurations = len(self.cells), self.among.configurations
        headline = msgs(
            "{n} of {all} configurations are on the Pareto front; the other is behind another one in "
            "throughput or latency, and not ahead of it by {margin} in the other.",
            "{n} of {all} configurations are on the Pareto front; each of the others is behind another "
            "one in throughput or latency, and not ahead of it by {margin} in the other.",
        ).of(configurations - front)
        short = msg(
            "From {low} at {few} to {high} at {many}: {n} of {all} configurations are on the Pareto front"
        )
        if front == configurations == 2:
            short = NEITHER
            headline = msg(
                "Neither configuration is shown to be the lesser choice: what one loses in latency it may "
                "gain in throughput."
            )
        elif front == configurations:
            short = NONE
            headline = msg(
                "None of the {n} configurations is shown to be the lesser choice: what one loses in latency "
                "it may gain in throughput."
            )
        elif any(level.wide for each in (self.quickest, self.fastest) for level in each.levels):
            short = msg("{n} of {all} configurations are on the Pareto front")
        ends = msg("They run from {quick} ({low}, {few}) to {fast} ({high}, {many}).")
        pieces: Gaps = {
            "quick": t.cell(self.quickest.cell),
            "low": t.told(self.quickest.latency),
            "few": t.told(self.quickest.throughput),
            "fast": t.cell(self.fastest.cell),
            "high": t.told(self.fastest.latency),
            "many": t.told(self.fastest.throughput),
        }
        return t.claim_text(
            headline,
            short,
            self.told_with(t, t.tell(ends, **pieces)),
            **pieces,
            n=key(t.locale.digits(front)),
            all=configurations,
            margin=self.margin(t),
        )


@dataclass(frozen=True, kw_only=True)
class LeadersOfFront(Front):
    """Several configurations may be the best in both metrics, and others are shown not to be."""

    place: Place = field(init=False, default=Place.FRONT_LEADER)

    def text(self, t: Texts) -> ClaimText:
        """The claim in words, with the highest throughput."""
        highest = t.tell(msg("The highest estimate is {fps}."), fps=self.level(t, self.fastest.throughput))
        return t.claim_text(
            msg(
                "{n} of {all} configurations may be the best choice for throughput and for latency: "
                "{named}. Each of the others is behind another one in one of them, and not ahead of it by "
                "{margin} in the other."
            ),
            msg("{n} of {all} configurations may be the best choice for throughput and for latency"),
            self.told_with(t, highest),
            n=key(t.locale.digits(len(self.cells))),
            all=self.among.configurations,
            margin=self.margin(t),
            named=named(t, self.cells),
        )


@dataclass(frozen=True, kw_only=True)
class NoFront(Front):
    """All configurations are on the front, and nothing stands out."""

    place: Place = field(init=False, default=Place.NO_FRONT)

    def statements(self, truth: Truth) -> Iterator[Statement]:  # noqa: ARG002 - no one is outside
        """Nothing: no configuration is outside of it."""
        yield from ()

    def text(self, t: Texts) -> ClaimText:
        headline = msg(
            "None of the {n} configurations is shown to be the lesser choice, that is, behind another one in "
            "throughput or latency and not ahead of it by {margin} in the other."
        )
        if self.among.configurations == 2:
            headline = msg(
                "Neither configuration is shown to be the lesser choice, that is, behind the other one in "
                "throughput or latency and not ahead of it by {margin} in the other."
            )
        short = NEITHER if self.among.configurations == 2 else NONE
        return t.claim_text(
            headline, short, self.told_with(t), n=self.among.configurations, margin=self.margin(t)
        )


NEITHER = msg("Neither configuration is shown to be the lesser choice")
NONE = msg("No configuration is shown to be the lesser choice")


def pareto(analysis: Analysis) -> Front | None:
    """The cells that no other is shown to beat; `None` where there is nothing to choose between."""
    front, among = analysis.pareto, candidates(analysis)
    if not front or among.configurations < 2:
        return None
    every = [levels_of(analysis, cell) for cell in front]
    fastest = every[0]
    # Not the last one: a front by tests also holds who is slow in both, where the rounds do not show it.
    quickest = min(every, key=lambda each: each.latency.value)
    trades = (
        fastest.throughput.value > quickest.throughput.value
        and fastest.latency.value > quickest.latency.value
    )
    made: type[Front] = OneOnFront if len(front) == 1 else SeveralOnFront if trades else LeadersOfFront
    nothing_stands_out = all(len(each.tied) == among.configurations for each in analysis.best)
    if len(front) == among.configurations and (made is LeadersOfFront or nothing_stands_out):
        made = NoFront
    return made(
        id="pareto",
        fastest=fastest,
        quickest=quickest,
        among=among,
        cells=front,
        records=hashes(analysis, front),
    )


def beaten_table(t: Texts) -> EvidenceTable:
    """Those off the front, beside one that is ahead of it in a metric, and alike or ahead in the other."""
    analysis = t.analysis
    near = choice.rivals(analysis.cells, math.log1p(analysis.alike))
    pairs = [pair for pair in near if pair[0] not in analysis.pareto]
    rates, times = (compare(analysis, metric, pairs[:MOST_SHOWN], "front") for metric in CHOSEN_BY)
    caption = t.fill(
        msg(
            "Ratios to one that is ahead in one of the two by its estimates, and not {margin} behind in the "
            "other."
        ),
        margin=str(t.numbers.percent_as_given(analysis.alike)),
    )
    return EvidenceTable(
        heads=(CONFIGURATION, msg("beside"), msg("throughput"), INTERVAL, msg("latency"), INTERVAL),
        rows=tuple(
            (
                plain(t.full(rate.cell)),
                plain(t.full(rate.reference)),
                *ratio_columns(t, rate.estimate),
                *ratio_columns(t, time.estimate),
            )
            for rate, time in zip(rates, times, strict=True)
        ),
        caption=plain(caption),
        words=frozenset({0, 1}),
        of=len(pairs),
    )
