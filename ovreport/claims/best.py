"""The best configuration by throughput or by latency, and those that cannot be told from it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ovreport.analysis import choice
from ovreport.analysis.metrics import METRICS, ChosenBy
from ovreport.analysis.report import compare
from ovreport.analysis.results import Analysis, BestSet, CellResult, Estimate
from ovreport.claims.basis import hashes
from ovreport.claims.choosing import Choice, candidates, one_in_force
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
    range_of_levels,
    ratio_columns,
    with_levels,
)
from ovreport.claims.place import Place
from ovreport.claims.texts import ClaimText, Texts
from ovreport.claims.truth import SLACK, Statement, Truth
from ovreport.language.locale import Gap
from ovreport.language.messages import msg, msg_in, msgs
from ovreport.language.spans import Text, key, plain
from ovreport.limits import FAR_AHEAD


def words_for(metric: ChosenBy) -> dict[str, Gap]:
    """The words for a metric and its best, as gaps; languages take those that agree with their grammar.

    Most: `highest throughput`. Where: `in throughput`. Metric and extreme: both words alone.
    """
    match metric:
        case "throughput":
            return {
                "most": msg_in("what is best", "highest throughput"),
                "where": msg("in throughput"),
                "metric": msg_in("what is best", "throughput"),
                "extreme": msg_in("of an estimate", "highest"),
            }
        case "latency":
            return {
                "most": msg_in("what is best", "lowest latency"),
                "where": msg("in latency"),
                "metric": msg_in("what is best", "latency"),
                "extreme": msg_in("of an estimate", "lowest"),
            }


@dataclass(frozen=True, kw_only=True)
class Best(Choice):
    """The best configuration by one metric.

    Attributes:
        tied: The one with the best estimate, and those not shown to be behind it.
        rounds: Of the run.
    """

    metric: ChosenBy
    tied: tuple[CellLevels, ...]
    rounds: int

    @property
    def best(self) -> CellLevels:
        """The one with the best estimate."""
        return self.tied[0]

    def leading(self, analysis: Analysis) -> Level | None:
        """The level of the best one."""
        return Level(analysis.cell(self.best.cell), self.metric)

    def rows(self, t: Texts) -> tuple[EvidenceTable, ...]:
        """The levels of those that may be the best, and who is behind."""
        return (levels_table(t, self.cells), *behind_tables(t, (self.metric,)))

    def as_good(self, t: Texts) -> Text:
        """Who cannot be told from the one with the best estimate, as a sentence about that one."""
        others = self.tied[1:]
        pieces = words_for(self.metric) | {"margin": self.margin(t)}
        if len(others) == 1:
            (other,) = others
            return t.tell(
                msg("{where}, {cell} {is} not shown to be more than {margin} behind, with {level}."),
                **pieces,
                cell=t.cell(other.cell),
                level=t.told(other.of(self.metric)),
                **verbs_after(t, other.cell),
            )
        return t.tell(
            msg("{where}, {n} others are not shown to be more than {margin} behind: {named}."),
            **pieces,
            n=len(others),
            named=named(t, [each.cell for each in others]),
        )


@dataclass(frozen=True, kw_only=True)
class BestShown(Best):
    """All others are shown to be behind one."""

    def statements(self, truth: Truth) -> Iterator[Statement]:
        """All others are behind it."""
        yield are_behind(f"best {self.metric}", self.metric, self.cells, truth, self.among.margin)

    def text(self, t: Texts) -> ClaimText:
        """The claim in words, with the other metric beside it."""
        throughput, latency = t.told(self.best.throughput), t.told(self.best.latency)
        best, others = t.cell(self.best.cell), self.among.configurations - 1
        match self.metric:
            case "throughput":
                behind = msgs(
                    "The other configuration is shown to be behind. A request takes {latency}.",
                    "The other {n} configurations are shown to be behind. A request takes {latency}.",
                ).of(others)
                return t.claim_text(
                    msg("For throughput, use {best}: {fps}."),
                    msg("Most throughput: {level}, from {best}"),
                    self.told_with(t, t.tell(behind, n=others, latency=latency)),
                    best=best,
                    fps=self.level(t, self.best.throughput),
                    level=key(throughput),
                )
            case "latency":
                return t.claim_text(
                    msg("For latency, use {best}: {latency} a request."),
                    msg("Least latency: {level}, from {best}"),
                    self.told_with(t, t.tell(msg("Its throughput is {fps}."), fps=throughput)),
                    best=best,
                    latency=self.level(t, self.best.latency),
                    level=key(latency),
                )


@dataclass(frozen=True, kw_only=True)
class BestTied(Best):
    """Several may be the best; the rounds cannot tell which."""

    def statements(self, truth: Truth) -> Iterator[Statement]:
        """Those outside of the set are behind its first one."""
        yield are_behind(f"best {self.metric}", self.metric, self.cells, truth, self.among.margin)

    def text(self, t: Texts) -> ClaimText:
        """The claim in words, each with its level."""
        untold = msg("{rounds} show none of them to be farther behind.")
        if self.metric == "throughput":
            untold = msg(
                "{rounds} show none of them to be farther behind; the first has the highest estimate, which "
                "does not make it best."
            )
        return t.claim_text(
            msg(
                "{n} of {all} configurations may have the {most}, or come within {margin} of it: {named}.",
                also="metric extreme",
            ),
            msg(
                "{n} of {all} configurations may have the {most}, or nearly: {levels}", also="metric extreme"
            ),
            self.told_with(t, t.tell(untold, rounds=t.locale.counted(self.rounds, "round"))),
            **words_for(self.metric),
            n=len(self.tied),
            all=self.among.configurations,
            margin=self.margin(t),
            named=with_levels(t, self.tied, self.metric),
            levels=range_of_levels(t, self.tied, self.metric),
        )


@dataclass(frozen=True, kw_only=True)
class BestByEstimate(BestTied):
    """One has by far the best estimate, and the rounds cannot rule out others all the same."""

    def text(self, t: Texts) -> ClaimText:
        n = len(self.cells) - 1
        headline = msgs(
            "The {most} by estimate is that of {best}, {level}, but {rounds} cannot rule out {others}.",
            "The {most} by estimate is that of {best}, {level}, but {rounds} cannot rule out {n} others: "
            "{others}.",
            also="metric extreme",
        )
        return t.claim_text(
            headline.of(n),
            msg("{most} by estimate: {level}, from {best}", also="metric extreme"),
            self.told_with(t),
            **words_for(self.metric),
            best=t.cell(self.best.cell),
            level=key(t.told(self.best.of(self.metric))),
            rounds=t.locale.counted(self.rounds, "round"),
            n=n,
            others=named(t, self.cells[1:]),
        )


@dataclass(frozen=True, kw_only=True)
class NoBest(Best):
    """Any of the configurations may be the best."""

    def text(self, t: Texts) -> ClaimText:
        """The claim in words, with the best estimate."""
        number = self.best.of(self.metric)
        headline = msg(
            "No configuration is shown to stand out {where}: any of the {n} may be the best, or within "
            "{margin} of it. The {extreme} estimate is {best}.",
            also="metric",
        )
        short = msg(
            "None of {n} configurations is shown to stand out {where}, with {level} at best", also="metric"
        )
        if self.among.configurations == 2:
            headline = msg(
                "Neither configuration is shown to stand out {where}: either may be the best, or within "
                "{margin} of it. The {extreme} estimate is {best}.",
                also="n metric",
            )
            short = msg(
                "Neither configuration is shown to stand out {where}, with {level} at best", also="n metric"
            )
        if number.wide:
            alone = (
                msg("Neither configuration is shown to stand out {where}", also="n metric level"),
                msg("None of {n} configurations is shown to stand out {where}", also="metric level"),
            )
            short = alone[self.among.configurations > 2]
        return t.claim_text(
            headline,
            short,
            self.told_with(t),
            **words_for(self.metric),
            n=self.among.configurations,
            margin=self.margin(t),
            best=self.level(t, number),
            level=key(t.told(number)),
        )


@dataclass(frozen=True, kw_only=True)
class OnlyOne(Best):
    """One configuration was measured, so there is nothing to compare it with."""

    def text(self, t: Texts) -> ClaimText:
        throughput, latency = self.level(t, self.best.throughput), self.level(t, self.best.latency)
        wait = t.told(self.best.latency)
        match self.metric:
            case "latency":
                return t.claim_text(
                    msg("A request takes {latency}."),
                    msg("{level} a request"),
                    latency=latency,
                    level=key(wait),
                )
            case "throughput":
                return t.claim_text(
                    msg("Throughput is {fps}, and a request takes {latency}."),
                    msg("{level}, {wait} a request"),
                    t.tell(msg("One configuration was measured, so nothing is compared here.")),
                    fps=throughput,
                    latency=latency,
                    level=key(t.told(self.best.throughput)),
                    wait=wait,
                )


def best(analysis: Analysis, chosen: BestSet) -> Best:
    """The best cell by a metric, or the set that cannot be told from it."""
    among = candidates(analysis)
    match chosen.metric:
        case "throughput":
            kind, place, open_place = ClaimKind.BEST_THROUGHPUT, Place.BEST_THROUGHPUT, Place.NO_FASTEST
        case "latency":
            kind, place, open_place = ClaimKind.BEST_LATENCY, Place.BEST_LATENCY, Place.NO_QUICKEST
    tied = tuple(levels_of(analysis, cell) for cell in chosen.tied)
    made: type[Best] = BestTied
    if among.configurations == 1:
        made = OnlyOne
    elif len(tied) == 1:
        made = BestShown
    elif len(tied) == among.configurations:
        made, place = NoBest, open_place
    elif abs(math.log(tied[0].of(chosen.metric).value / tied[1].of(chosen.metric).value)) > math.log(
        FAR_AHEAD
    ):
        made = BestByEstimate
    return made(
        id=kind.value,
        kind=kind,
        place=place,
        metric=chosen.metric,
        tied=tied,
        rounds=analysis.rounds,
        among=among,
        one_in_force=one_in_force(analysis, chosen.best, chosen.tied),
        cells=chosen.tied,
        records=hashes(analysis, chosen.tied),
        figure=chosen.metric,
    )


def are_behind(kind: str, metric: ChosenBy, apart: Sequence[str], truth: Truth, margin: float) -> Statement:
    """That the first of these cells is ahead, by the margin, of all that are not among them."""
    limit, lead = math.log1p(margin) - SLACK, apart[0]
    behind = [cell for cell in truth.log_fps if cell not in apart]
    wrong = [cell for cell in behind if truth.ahead(metric, lead, cell) < limit]
    return Statement(kind, f"{metric}: {lead} ahead of {','.join(wrong) or 'all'}", not wrong)


def beside_best(analysis: Analysis, best: BestSet) -> list[tuple[str, Estimate | None, bool]]:
    """The others beside the best one, nearest first: cell, ratio, and whether it is shown to be behind."""
    sign = -1.0 if METRICS[best.metric].larger_is_better else 1.0

    def level(result: CellResult) -> float:
        interval = result.level(best.metric)
        return sign * (math.inf if interval is None else interval.value)

    others = sorted(choice.candidates(analysis.cells), key=level)
    pairs = [(other.cell.id, best.best) for other in others if other.cell.id != best.best]
    made = compare(analysis, best.metric, pairs[:MOST_SHOWN], "best")
    return [(each.cell, each.estimate, each.cell not in best.tied) for each in made]


def behind_tables(t: Texts, metrics: Sequence[ChosenBy]) -> Iterator[EvidenceTable]:
    """Who is shown to be behind the best one, for each of these metrics."""
    note = msg(
        "Ratios of {metric} to “{name}”. Behind is by more than {margin}, by verdicts adjusted for all that "
        "might have come out best."
    )
    shown, not_shown = (t.locale.word(each) for each in (msg("shown"), msg("not shown")))
    for found in t.analysis.best:
        if found.metric not in metrics:
            continue
        caption = t.fill(
            note,
            metric=words_for(found.metric)["metric"],
            name=t.full(found.best),
            margin=str(t.numbers.percent_as_given(t.analysis.margin)),
        )
        yield EvidenceTable(
            heads=(CONFIGURATION, msg("ratio"), INTERVAL, msg("behind")),
            rows=tuple(
                (plain(t.full(cell)), *ratio_columns(t, estimate), shown if behind else not_shown)
                for cell, estimate, behind in beside_best(t.analysis, found)
            ),
            caption=plain(caption),
            words=frozenset({0, 3}),
            of=len(choice.candidates(t.analysis.cells)) - 1,
        )
