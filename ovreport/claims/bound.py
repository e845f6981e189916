"""The best throughput under a bound of a latency percentile."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TypedDict

from ovreport import units
from ovreport.analysis import choice, stats
from ovreport.analysis.choice import Outcome
from ovreport.analysis.results import Analysis, BestSet, CellResult, Interval
from ovreport.analysis.summaries import GRID
from ovreport.claims.basis import hashes, measured, of_interval
from ovreport.claims.choosing import Candidates, Choice, bound_id, candidates
from ovreport.claims.claim import ClaimKind
from ovreport.claims.evidence import MOST_ROWS, EvidenceTable, Level, Recomputation, printing, written
from ovreport.claims.levels import CellLevels, levels_of, levels_table, named, range_of_levels, with_levels
from ovreport.claims.number import Number, is_wide
from ovreport.claims.pairs import compared
from ovreport.claims.place import Place
from ovreport.claims.texts import ClaimText, Texts
from ovreport.claims.truth import SLACK, Statement, Truth
from ovreport.language.locale import Gap
from ovreport.language.messages import msg, msgs
from ovreport.language.spans import Text, key


@dataclass(frozen=True, kw_only=True)
class LatencyBound:
    """A bound, and how far the run can judge it.

    Attributes:
        percent: The percentile that it is put on.
        unjudged: How many configurations have too few requests for it.
        open: How many may keep it or break it.
        needed: Effective requests that the percentile needs; `None` where it was not computed.
        most: The most that a configuration has.
        rounds_enough: Rounds that would give all of them enough; `None` where they are too many to ask for.
    """

    percent: float
    bound_ns: float
    unjudged: int
    open: int
    needed: int | None
    most: float
    rounds_enough: int | None


@dataclass(frozen=True, kw_only=True)
class WithinBound(Choice):
    """What keeps a latency bound."""

    kind: ClaimKind = field(init=False, default=ClaimKind.WITHIN_BOUND)
    figure: str = field(init=False, default="trade")
    bound: LatencyBound

    def pieces(self) -> dict[str, Gap]:
        """The percentile and its bound: `p99`, `20 ms`."""
        limit = f"{self.bound.bound_ns / 1e6:g}{units.NO_BREAK}ms"
        return {"p": f"p{self.bound.percent:g}", "bound": limit}

    def unjudged(self, t: Texts) -> Text:
        """How many configurations may keep it or not: too near to it, or with too few requests to tell."""
        n, near = self.bound.unjudged, self.bound.open
        near_it = msgs(
            "Whether {n} other configuration keeps the bound is open.",
            "Whether {n} other configurations keep the bound is open.",
        ).of(near)
        too_few = msgs(
            "{n} other configuration could not be judged: {p} needs {needed} effective requests.",
            "{n} other configurations could not be judged: {p} needs {needed} effective requests.",
        ).of(n)
        needed = t.numbers.count(self.bound.needed or 0)
        return t.together(
            t.tell(near_it, n=near) if near else (),
            t.tell(too_few, n=n, needed=needed, **self.pieces()) if n else (),
        )

    def rows(self, t: Texts) -> tuple[EvidenceTable, ...]:
        """The levels of the configurations that it speaks of, with the percentile."""
        return (levels_table(t, self.cells, self.bound.percent),)


@dataclass(frozen=True, kw_only=True)
class BoundHeld(WithinBound):
    """Some configuration keeps the bound.

    Attributes:
        tied: Those that keep it and may have the highest throughput among those that do, the best estimate
            first.
    """

    place: Place = field(init=False, default=Place.BOUND_KEPT)
    tied: tuple[CellLevels, ...]

    def leading(self, analysis: Analysis) -> Level | None:
        """The throughput of the first one."""
        return Level(analysis.cell(self.tied[0].cell), "throughput")

    def statements(self, truth: Truth) -> Iterator[Statement]:
        """All of them keep the bound."""
        for cell in self.cells:
            so = truth.percentiles_ms[cell, self.bound.percent] <= self.bound.bound_ns / 1e6 + SLACK
            yield Statement("keeps the bound", cell, so)


@dataclass(frozen=True, kw_only=True)
class BoundKept(BoundHeld):
    """One configuration has the most throughput of those that keep the bound.

    Attributes:
        reached: Its percentile.
        rounds_kept, rounds: How many rounds, taken alone, keep the bound, of how many; none where records do
            not hold the percentile of every round.
    """

    reached: Number | None
    rounds_kept: int
    rounds: int

    def text(self, t: Texts) -> ClaimText:
        """The claim in words, with what it reached."""
        (best,) = self.tied
        return t.claim_text(
            msg("With {p} held to {bound}, the most throughput comes from {cell}: {fps}."),
            msg("Within {bound} at {p}: {cell}, {level}"),
            self.told_with(t, self.reaching(t), self.unjudged(t)),
            **self.pieces(),
            cell=t.cell(best.cell),
            fps=self.level(t, best.throughput),
            level=key(t.told(best.throughput)),
        )

    def reaching(self, t: Texts) -> Text:
        """The percentile that it reached, and in how many rounds it keeps the bound."""
        if self.reached is None:
            return ()
        message = msg("Its {p} is {reached}.")
        if self.rounds_kept == self.rounds > 1:
            message = msg("Its {p} is {reached}, and each of the {rounds} rounds keeps the bound by itself.")
        elif self.rounds_kept != self.rounds:
            message = msg(
                "Its {p} is {reached} over all rounds; {kept} of {rounds} rounds keep the bound by "
                "themselves."
            )
        return t.tell(
            message,
            **self.pieces(),
            reached=self.level(t, self.reached),
            kept=self.rounds_kept,
            rounds=self.rounds,
        )


@dataclass(frozen=True, kw_only=True)
class BoundTied(BoundHeld):
    """Several configurations keep the bound and may have the highest throughput."""

    def text(self, t: Texts) -> ClaimText:
        """The claim in words, each with its throughput."""
        untold = msg("None of them is shown to be ahead; the first has the highest estimate.")
        return t.claim_text(
            msg("With {p} held to {bound}, {n} configurations may have the highest throughput: {named}."),
            msg("Within {bound} at {p}, {n} configurations may be the best: {levels}"),
            self.told_with(t, t.tell(untold), self.unjudged(t)),
            **self.pieces(),
            n=len(self.tied),
            named=with_levels(t, self.tied, "throughput"),
            levels=range_of_levels(t, self.tied, "throughput"),
        )


@dataclass(frozen=True, kw_only=True)
class BoundOpen(WithinBound):
    """No configuration is shown to keep the bound, and those of its `cells` may.

    Attributes:
        lowest: The lowest percentile of these.
    """

    place: Place = field(init=False, default=Place.BOUND_OPEN)
    lowest: Number

    def text(self, t: Texts) -> ClaimText:
        n, configurations = len(self.cells), self.among.configurations
        headline = msg(
            "No configuration is shown to keep its {p} within {bound}, but {n} of {all} may: {named}. The "
            "lowest {p} of these is {level}."
        )
        short = msg("Whether any configuration keeps {p} within {bound} is open")
        if n == configurations == 1:
            headline = msg("Whether {p} stays within {bound} is open: it is {level}.")
            short = msg("Whether {p} stays within {bound} is open")
        elif n == configurations:
            headline = msg(
                "No configuration is shown to keep its {p} within {bound}, but each of the {n} may. The "
                "lowest {p} is {level}."
            )
        pieces = self.pieces()
        return t.claim_text(
            headline,
            short,
            self.told_with(t),
            p=pieces["p"],
            bound=key(pieces["bound"]),
            n=n,
            all=configurations,
            named=named(t, self.cells),
            level=self.level(t, self.lowest),
        )

    def program(self, analysis: Analysis) -> Recomputation | None:
        """The lowest percentile of those that may keep the bound."""
        return lowest_of(
            analysis, self.cells, self.bound.percent, "of every configuration that may keep the bound"
        )


@dataclass(frozen=True, kw_only=True)
class BoundMissed(WithinBound):
    """No configuration keeps the bound, of those that could be judged, which are its `cells`.

    Attributes:
        shown: The highest percentile beyond the bound that the run of each of them supports; `None` where
            no one percentile decides for all.
        least: The lowest of these, with its interval where that is told in its place.
    """

    place: Place = field(init=False, default=Place.BOUND_MISSED)
    shown: float | None
    least: Number

    def statements(self, truth: Truth) -> Iterator[Statement]:
        """None of them keeps the bound."""
        limit = self.bound.bound_ns / 1e6
        so = all(truth.percentiles_ms[cell, self.bound.percent] > limit for cell in self.cells)
        yield Statement("no configuration keeps the bound", "", so)

    def text(self, t: Texts) -> ClaimText:
        """The claim in words, with what they reach."""
        n, pieces = len(self.cells), self.pieces()
        headline = msg("No configuration keeps its {p} within {bound}: {why}.")
        short = msg("No configuration keeps {p} within {bound}")
        if self.bound.unjudged and n == 1:
            headline = msg(
                "The one configuration that could be judged does not keep its {p} within {bound}: {why}."
            )
            short = msg("The one configuration that could be judged does not keep {p} within {bound}")
        elif self.bound.unjudged:
            headline = msg(
                "Of the {n} configurations that could be judged none keeps its {p} within {bound}: {why}."
            )
            short = msg("Of the {n} configurations that could be judged none keeps {p} within {bound}")
        return t.claim_text(
            headline,
            short,
            self.told_with(t, self.unjudged(t)),
            n=n,
            p=pieces["p"],
            bound=key(pieces["bound"]),
            why=self.why(t),
        )

    def why(self, t: Texts) -> Text:
        """What they reach."""
        if self.shown is None:
            return t.fill(msg("some lower percentile takes longer already"))
        only = len(self.cells) == 1
        return t.fill(
            msg("its {p} is {least}{already}") if only else msg("the lowest {p} is {least}{already}"),
            p=f"p{self.shown:g}",
            least=t.told(self.least),
            already="" if self.shown == self.bound.percent else msg(" already"),
        )

    def program(self, analysis: Analysis) -> Recomputation | None:
        """The lowest percentile beyond the bound."""
        if self.shown is None:
            return None
        return lowest_of(analysis, self.cells, self.shown, "of every configuration that could be judged")


@dataclass(frozen=True, kw_only=True)
class BoundUnsupported(WithinBound):
    """No configuration has enough requests to say anything about the percentile."""

    place: Place = field(init=False, default=Place.BOUND_OPEN)

    def text(self, t: Texts) -> ClaimText:
        """The claim in words, with what would help."""
        pieces, enough = self.pieces(), self.bound.rounds_enough
        help_out = t.tell(msg("Measure longer, or ask for a lower percentile."))
        if enough is not None:
            rounds = msg(
                "About {n} such rounds would tell for every configuration; or ask for a lower percentile."
            )
            help_out = t.tell(rounds, n=enough)
        return t.claim_text(
            msg(
                "Whether any configuration keeps its {p} within {bound} is not known: {p} needs {needed} "
                "effective requests, and no configuration has more than {most}."
            ),
            msg("This run does not support {p}"),
            help_out,
            p=pieces["p"],
            bound=key(pieces["bound"]),
            needed=t.numbers.count(self.bound.needed or 0),
            most=t.numbers.count(self.bound.most),
        )

    def program(self, analysis: Analysis) -> Recomputation | None:
        """The most effective requests that a configuration has."""
        if len(self.cells) > MOST_ROWS:
            return None
        effective = [analysis.cell(cell).effective_requests for cell in self.cells]
        head = f"requests = [{written(effective)}]  # effective, of every configuration"
        body = f"{head}\n{printing('max(requests)')}"
        return Recomputation(body=body, prints=(max(effective),))


def within_bounds(analysis: Analysis) -> tuple[WithinBound, ...]:
    """The best throughput under every latency bound of the plan."""
    return tuple(within_bound(analysis, *bound) for bound in analysis.within_bound)


def within_bound(analysis: Analysis, percent: float, bound_ms: float, cell: str | None) -> WithinBound:
    """The best throughput under one latency bound: `cell`, or those that cannot be told from it."""
    results = choice.candidates(analysis.cells)
    found = choice.outcomes(analysis.cells, percent, bound_ms)
    broken, unknown, unjudged = (
        [each for each in results if found[each.cell.id] is outcome]
        for outcome in (Outcome.BREAKS, Outcome.OPEN, Outcome.UNSUPPORTED)
    )
    held = None if cell is None else keepers(analysis, percent, bound_ms, cell)
    cells = tuple(each.cell.id for each in unknown or broken or results)
    every: _Common = {
        "id": bound_id(percent, bound_ms),
        "bound": latency_bound(analysis, percent, bound_ms * 1e6, unjudged=len(unjudged), near=len(unknown)),
        "among": candidates(analysis),
        "cells": cells if held is None else held.tied,
        "records": hashes(analysis, cells if held is None else held.tied),
    }
    if held is not None:
        tied = tuple(levels_of(analysis, each) for each in held.tied)
        if len(tied) > 1:
            return BoundTied(tied=tied, **every)
        best = analysis.cell(held.best)
        kept, reached = rounds_kept(best, percent, bound_ms), best.percentile(percent)
        return BoundKept(
            tied=tied,
            reached=None if reached is None else of_interval(reached, "ns"),
            rounds_kept=sum(kept.values()),
            rounds=len(kept),
            **every,
        )
    if unknown:
        lowest = min(_known(unknown, percent), key=lambda each: each.value)
        return BoundOpen(lowest=of_interval(lowest, "ns"), **every)
    if broken:
        shown = choice.beyond(broken, percent, bound_ms)
        return BoundMissed(shown=shown, least=_least(broken, shown), **every)
    return BoundUnsupported(**every)


def _least(broken: Sequence[CellResult], shown: float | None) -> Number:
    """The lowest of a percentile, with its interval where that is told in its place."""
    if shown is None:
        return Number(value=math.nan, unit="ns")
    least = of_interval(min(_known(broken, shown), key=lambda each: each.value), "ns")
    # Rounded with the other levels it might be printed as the bound itself.
    return least if least.wide else replace(least, low=None, high=None)


def _known(results: Sequence[CellResult], percent: float) -> list[Interval]:
    """A percentile of those cells whose runs support it."""
    return [found for result in results if (found := result.percentile(percent)) is not None]


class _Common(TypedDict):
    """Fields that all claims about a bound have."""

    id: str
    bound: LatencyBound
    among: Candidates
    cells: tuple[str, ...]
    records: tuple[str, ...]


def latency_bound(
    analysis: Analysis, percent: float, bound_ns: float, *, unjudged: int, near: int
) -> LatencyBound:
    """A bound, with the effective requests that its percentile needs and the rounds enough for all."""
    results = measured(analysis)
    needed = next((p.needed for each in results for p in each.percentiles if p.percent == percent), None)
    have = [each.effective_requests for each in results]
    fewest = min(results, key=lambda each: each.effective_requests)
    number = len({trial.round for trial in fewest.trials})
    rounds = None if needed is None else math.ceil(number * needed / max(min(have), 1.0))
    return LatencyBound(
        percent=percent,
        bound_ns=bound_ns,
        unjudged=unjudged,
        open=near,
        needed=needed,
        most=max(have),
        rounds_enough=rounds if rounds is not None and rounds <= stats.MOST_ROUNDS else None,
    )


def keepers(analysis: Analysis, percent: float, bound_ms: float, lead: str) -> BestSet:
    """The cells that keep a bound and may have the highest throughput among those that do, `lead` first.

    A cell that too few rounds compare with the first one may be as good.
    """
    keeping = choice.keeping(analysis.cells, percent, bound_ms)
    others = [result.cell.id for result in keeping if result.cell.id != lead]
    family = f"best within p{percent:g} of {bound_ms:g} ms"
    found = compared(analysis, "throughput", [(cell, lead) for cell in others], family)
    known = [contrast for contrast in found if contrast is not None]
    chosen = choice.tied(keeping, "throughput", lead, known)
    unknown = [cell for cell, contrast in zip(others, found, strict=True) if contrast is None]
    return replace(chosen, tied=(*chosen.tied, *unknown))


def rounds_kept(result: CellResult, percent: float, bound_ms: float) -> dict[int, bool]:
    """Whether each round, taken alone, keeps a bound; empty for a percentile that records do not hold."""
    if percent not in GRID:
        return {}
    place = GRID.index(percent)
    kept: dict[int, bool] = {}
    for trial in result.trials:
        within = float(trial.latency_grid_ns[place]) <= bound_ms * 1e6
        kept[trial.round] = kept.get(trial.round, True) and within
    return kept


def lowest_of(analysis: Analysis, cells: Sequence[str], percent: float, told: str) -> Recomputation | None:
    """A program for the lowest of a percentile of cells that support it."""
    if len(cells) > MOST_ROWS:
        return None
    known = _known([analysis.cell(cell) for cell in cells], percent)
    lowest = min(known, key=lambda each: each.value)
    if is_wide(lowest.low, lowest.high):
        return None  # its sentence tells the interval, which a program would need all requests for
    times = [each.value / 1e6 for each in known]
    body = f"times = [{written(times)}]  # p{percent:g} in ms, {told}\n{printing('min(times)')}"
    return Recomputation(body=body, prints=(min(times),))
