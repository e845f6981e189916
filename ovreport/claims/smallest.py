"""The smallest configuration whose throughput is good enough."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field

from ovreport.analysis import choice
from ovreport.analysis.results import Analysis, Contrast
from ovreport.claims.amounts import interval
from ovreport.claims.basis import hashes, records_of
from ovreport.claims.choosing import Choice, best_of, candidates
from ovreport.claims.claim import ClaimKind
from ovreport.claims.comparing import verbs_after
from ovreport.claims.evidence import Level
from ovreport.claims.intervals import Stated, estimate_of, plain_interval
from ovreport.claims.levels import CellLevels, levels_of
from ovreport.claims.pairs import compared
from ovreport.claims.place import Place
from ovreport.claims.texts import ClaimText, Texts
from ovreport.claims.truth import SLACK, Statement, Truth
from ovreport.language.messages import msg
from ovreport.language.spans import key


@dataclass(frozen=True, kw_only=True)
class Smallest(Choice):
    """Whether a smaller configuration does nearly as well as the best one.

    Attributes:
        good_enough: What of the best throughput may be given up, as a share.
    """

    kind: ClaimKind = field(init=False, default=ClaimKind.SMALLEST)
    figure: str = field(init=False, default="trade")
    best: CellLevels
    good_enough: float

    def leading(self, analysis: Analysis) -> Level | None:
        """The throughput of the best one."""
        return Level(analysis.cell(self.best.cell), "throughput")


@dataclass(frozen=True, kw_only=True)
class SmallerIsEnough(Smallest):
    """One does, by a test."""

    place: Place = field(init=False, default=Place.SMALLER)
    smallest: CellLevels

    def interval(self, contrast: Contrast) -> Stated:
        """The plain one, whatever the verdict: the sentence states a share of the best."""
        return plain_interval(contrast)

    def states_ratio(self, contrast: Contrast) -> bool:
        """As a share, where it is one."""
        return estimate_of(contrast).ratio < 1

    def statements(self, truth: Truth) -> Iterator[Statement]:
        """It loses no more than may be given up of the truly best."""
        yield from super().statements(truth)
        lost = max(truth.log_fps.values()) - truth.log_fps[self.smallest.cell]
        so = lost <= -math.log(1 - self.good_enough) + SLACK
        yield Statement("smaller is good enough", self.smallest.cell, so)

    def text(self, t: Texts) -> ClaimText:
        """The claim in words, with its share of the best throughput."""
        estimate = estimate_of(self.contrasts[0])
        shown = t.numbers.percent(estimate.ratio, estimate.low, estimate.high)
        share = msg("{share} of the best throughput") if estimate.ratio < 1 else msg("the best throughput")
        context = msg(
            "The best is {best}, with {fps}. Up to {loss} may be given up by the experiment's own rule; "
            "what the smaller configuration leaves over is free for the rest of the system."
        )
        return t.claim_text(
            msg("A smaller configuration is good enough: {small} {reach} {what} {proof}."),
            msg("{small} {reach} {what}"),
            t.tell(
                context,
                best=t.cell(self.best.cell),
                fps=t.told(self.best.throughput),
                loss=t.numbers.percent_as_given(self.good_enough),
            ),
            small=t.cell(self.smallest.cell),
            what=t.fill(share, share=key(shown)),
            proof=interval(t, f"{shown.interval}{shown.gap}%", estimate.rounds),
            **verbs_after(t, self.smallest.cell),
        )


@dataclass(frozen=True, kw_only=True)
class NoSmaller(Smallest):
    """None is shown to do; whether one does may be open."""

    place: Place = field(init=False, default=Place.NO_SMALLER)

    def text(self, t: Texts) -> ClaimText:
        return t.claim_text(
            msg(
                "No smaller configuration is shown to come within {loss} of the best throughput, {fps} "
                "with {best}."
            ),
            msg("No smaller configuration is shown to come within {loss} of the best"),
            loss=key(t.numbers.percent_as_given(self.good_enough)),
            fps=self.level(t, self.best.throughput),
            best=t.cell(self.best.cell),
        )


def smallest(analysis: Analysis) -> Smallest | None:
    """The cheapest cell whose throughput is good enough."""
    chosen, among = best_of(analysis, "throughput"), candidates(analysis)
    if analysis.smallest is None or chosen is None or among.configurations < 2:
        return None
    cells, best = (analysis.smallest, chosen.best), levels_of(analysis, chosen.best)
    good_enough = analysis.plan.good_enough
    if analysis.smallest == chosen.best:
        if len(chosen.tied) > 1 or not has_smaller(analysis, chosen.best):
            return None
        return NoSmaller(
            id="smallest",
            best=best,
            good_enough=good_enough,
            among=among,
            cells=cells[:1],
            records=hashes(analysis, cells[:1]),
        )
    (contrast,) = compared(analysis, "throughput", [cells], "smallest good enough")
    if contrast is None or contrast.estimate is None:
        return None
    return SmallerIsEnough(
        id="smallest",
        smallest=levels_of(analysis, analysis.smallest),
        best=best,
        good_enough=good_enough,
        among=among,
        verdict=contrast.verdict,
        contrasts=(contrast,),
        cells=cells,
        records=records_of((contrast,)) or hashes(analysis, cells),
    )


def has_smaller(analysis: Analysis, best: str) -> bool:
    """Whether any cell takes less than the best one, so that one may ask if it would do."""
    taken = choice.cost(analysis.cell(best))
    return any(choice.cost(result) < taken for result in choice.candidates(analysis.cells))
