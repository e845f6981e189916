"""What the rounds exclude where they show no difference: that one choice is far behind another."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

import numpy as np

from ovreport.analysis import choice, stats
from ovreport.analysis.choice import is_small
from ovreport.analysis.looks import Looks
from ovreport.analysis.report import compare, in_total
from ovreport.analysis.results import Analysis, Contrast, Verdict
from ovreport.analysis.same_work import differs
from ovreport.claims.amounts import within_that
from ovreport.claims.basis import RESOLVED, hashes, measured
from ovreport.claims.choosing import Choice, candidates, is_choice
from ovreport.claims.claim import Claim, ClaimKind
from ovreport.claims.evidence import FIGURES, NUMPY, Recomputation, printing, written
from ovreport.claims.intervals import Stated, estimate_of, plain_interval, verdict_interval
from ovreport.claims.pairs import Pair, inverted
from ovreport.claims.place import Place
from ovreport.claims.texts import ClaimText, Texts
from ovreport.claims.truth import SLACK, Statement, Truth
from ovreport.language.messages import msg
from ovreport.language.spans import key
from ovreport.limits import FAR_AHEAD, FEWEST_ROUNDS

Total = tuple[float, tuple[float, ...], float]
"""How far an interval reaches, as a log ratio; the log ratios behind it, and its quantile."""

NO_TOTAL: Total = (0.0, (), math.nan)


@dataclass(frozen=True, kw_only=True)
class NoneFarBehind(Choice):
    """No configuration delivers less than another one by more than a bound.

    The bound is the farthest end of the 95 % intervals of all pairs, of typical slices and of whole trials:
    stalls that are too rare to be shown are paid for all the same. It needs no adjustment for the number of
    pairs: it is too low only if the interval of that one pair misses which in truth is farthest apart, so it
    has the confidence of a single interval (an intersection-union test; Berger, Technometrics 24, 1982). An
    interval that the page tells anyway, be it adjusted, lies within it as well, as do the levels in tables.

    Attributes:
        behind: The bound, as a share of the throughput that is ahead.
        rounds: The fewest of a pair.
        totals: Where whole trials reach farthest: the log ratios of that pair.
        quantile: Of Student's t, by which that interval was formed.
    """

    kind: ClaimKind = field(init=False, default=ClaimKind.NONE_FAR_BEHIND)
    place: Place = field(init=False, default=Place.NONE_FAR_BEHIND)
    figure: str = field(init=False, default="throughput")
    behind: float
    rounds: int
    totals: tuple[float, ...] = ()
    quantile: float = math.nan

    def text(self, t: Texts) -> ClaimText:
        headline = msg("None of the {n} configurations is more than {behind} behind another in throughput")
        if self.among.configurations == 2:
            headline = msg("Neither configuration is more than {behind} behind the other in throughput")
        behind = key(t.numbers.percent(self.behind))
        short = t.tell(headline, n=self.among.configurations, behind=behind)
        told = t.fill(msg("{said} {proof}"), said=short, proof=within_that(t, self.rounds))
        return ClaimText(headline=t.locale.sentence(told), short=short, context=self.told_with(t))

    def statements(self, truth: Truth) -> Iterator[Statement]:
        """That it is so."""
        levels = [truth.log_fps[cell] for cell in self.cells]
        so = max(levels) - min(levels) <= -math.log1p(-self.behind) + SLACK
        yield Statement("none is far behind", f"{self.behind:.1%}", so)

    def interval(self, contrast: Contrast) -> Stated:
        """The one whose lower end is the bound."""
        plain = plain_interval(contrast)
        return plain if math.isclose(plain.low, 1 - self.behind) else verdict_interval(contrast)

    def program(self, analysis: Analysis) -> Recomputation | None:  # noqa: ARG002 - of some kinds
        """The lower end of the interval of whole trials, where that is the bound."""
        if not self.totals:
            return None
        body = (
            f"{NUMPY}d = np.array([{written(self.totals)}])  # ln ratio of whole trials, every round\n"
            f"half = {self.quantile:.{FIGURES}g} * d.std(ddof=1) / len(d) ** 0.5  # Student's t\n"
            f"{printing('np.exp(-abs(d.mean()) - half)')}"
        )
        return Recomputation(body=body, prints=(1 - self.behind,))

    def states_ratio(self, contrast: Contrast) -> bool:  # noqa: ARG002 - that of all claims
        """Never: the end of an interval is what it states."""
        return False


@dataclass(frozen=True, kw_only=True)
class LevelsWithin(Claim):
    """Whatever level of a factor is taken, throughput stays within a bound, under every condition.

    The bound is made as that of `NoneFarBehind`, of the pairs that differ in this factor alone. It is told
    with the answer about the factor, which speaks of one of its levels beside another.

    Attributes:
        groups: Ids of the configurations that differ in the factor alone, one group a condition.
        levels: How many levels the factor has at most under a condition.
        change: The bound: a throughput over another one, less 1.
        rounds: The fewest of a pair.
    """

    kind: ClaimKind = field(init=False, default=ClaimKind.NONE_FAR_BEHIND)
    place: Place = field(init=False, default=Place.NONE_FAR_BEHIND)
    groups: tuple[tuple[str, ...], ...]
    levels: int
    change: float
    rounds: int

    def text(self, t: Texts) -> ClaimText:
        message = msg("Whichever of the {n} levels is taken, throughput differs by at most {change}")
        short = t.tell(message, n=self.levels, change=key(t.numbers.percent(self.change)))
        told = t.fill(msg("{said} {proof}"), said=short, proof=within_that(t, self.rounds))
        return ClaimText(headline=t.locale.sentence(told), short=short)

    def statements(self, truth: Truth) -> Iterator[Statement]:
        """That it is so under every condition."""
        levels = [[truth.log_fps[cell] for cell in group] for group in self.groups]
        so = all(max(each) - min(each) <= math.log1p(self.change) + SLACK for each in levels)
        yield Statement("levels within a bound", f"{self.id} {self.change:.1%}", so)


def none_far_behind(analysis: Analysis, told: Iterable[Contrast]) -> NoneFarBehind | None:
    """The bound on all choices, where nothing sets them apart in throughput and it leaves out what is far.

    `None` where that is said already: of two that an effect compares, and of those that are all equivalent.

    Args:
        analysis: Of all rounds.
        told: The comparisons that the page tells.
    """
    cells = tuple(result.cell.id for result in choice.candidates(analysis.cells))
    said_already = len(cells) == 2 and bool(analysis.effects)
    if len(cells) < 2 or said_already or differs(measured(analysis)) or not is_choice(analysis):
        return None
    bound = _bound(analysis, tuple(itertools.combinations(cells, 2)), told)
    if bound is None:
        return None
    return NoneFarBehind(
        id=ClaimKind.NONE_FAR_BEHIND.value,
        behind=1 - 1 / bound.ratio,
        rounds=bound.rounds,
        totals=bound.totals,
        quantile=bound.quantile,
        among=candidates(analysis),
        cells=cells,
        contrasts=bound.farthest,
        records=hashes(analysis, cells),
    )


def levels_within(analysis: Analysis, factor: str, told: Iterable[Contrast]) -> LevelsWithin | None:
    """The bound on the levels of a factor; `None` where it has two, which its answer compares already.

    Args:
        analysis: Of all rounds.
        factor: By its name.
        told: The comparisons that the page tells.
    """
    groups: dict[tuple[tuple[str, str], ...], list[str]] = {}
    for result in measured(analysis):
        others = tuple(level for level in result.cell.levels if level[0] != factor)
        groups.setdefault(others, []).append(result.cell.id)
    compared = tuple(tuple(group) for group in groups.values() if len(group) > 1)
    levels = max(map(len, compared), default=0)
    if levels < 3 or differs(measured(analysis)):
        return None
    pairs = tuple(pair for group in compared for pair in itertools.combinations(group, 2))
    bound = _bound(analysis, pairs, told)
    if bound is None:
        return None
    cells = tuple(cell for group in compared for cell in group)
    return LevelsWithin(
        id=f"{ClaimKind.NONE_FAR_BEHIND.value}/{factor}",
        groups=compared,
        levels=levels,
        change=bound.ratio - 1,
        rounds=bound.rounds,
        cells=cells,
        records=hashes(analysis, cells),
    )


@dataclass(frozen=True)
class Bound:
    """How far apart the throughputs of pairs may be; see `NoneFarBehind`.

    Attributes:
        ratio: Of the larger over the smaller.
        rounds: The fewest of a pair.
        farthest: The comparison whose interval is the bound, if one is, the slower side first.
        totals, quantile: See `NoneFarBehind`.
    """

    ratio: float
    rounds: int
    farthest: tuple[Contrast, ...]
    totals: tuple[float, ...]
    quantile: float


def _bound(analysis: Analysis, pairs: tuple[Pair, ...], told: Iterable[Contrast]) -> Bound | None:
    """The bound on pairs none of which is set apart; `None` where it is far or all are equivalent."""
    asked = frozenset(map(frozenset, pairs))
    said = [each for each in told if _is_one_of(each, asked)]
    if _sets_apart([*said, *(each for each in analysis.contrasts if _is_one_of(each, asked))]):
        return None
    if all(each.verdict is Verdict.EQUIVALENT for each in said):
        return None
    every = compare(analysis, "throughput", pairs, "all pairs")
    rounds = min(0 if each.estimate is None else each.estimate.rounds for each in every)
    if rounds < FEWEST_ROUNDS or _sets_apart(every):
        return None
    open_ = [each for each in said if each.verdict is Verdict.NOT_RESOLVED]
    ends = [
        *((plain_interval(each), each) for each in (*map(_by_itself, every), *said)),
        *((verdict_interval(each), each) for each in open_),
    ]
    found, farthest = max(ends, key=lambda end: max(end[0].high, 1 / end[0].low))
    looks = estimate_of(every[0]).looks
    whole = max((_total(logs, looks) for logs in in_total(analysis, "throughput", pairs)), default=NO_TOTAL)
    levels = {
        result.cell.id: math.log(result.throughput.value)
        for result in measured(analysis)
        if result.throughput
    }
    apart = math.exp(max(abs(levels[cell] - levels[other]) for cell, other in pairs))
    reach, total = max(found.high, 1 / found.low), math.exp(whole[0])
    ratio = max(apart, reach, total)
    if ratio >= FAR_AHEAD:
        return None
    slower = inverted(farthest) if found.high * found.low > 1 else farthest
    _, totals, quantile = whole if ratio == total else NO_TOTAL
    return Bound(ratio, rounds, (slower,) if ratio == reach else (), totals, quantile)


def _total(logs: tuple[float, ...], looks: Looks) -> Total:
    """How far the interval of the ratio of whole trials reaches, with what it is made of."""
    if len(logs) < FEWEST_ROUNDS:
        return NO_TOTAL
    mean, errors = stats.paired(np.array([logs]))
    quantile = float(stats.t_quantile(1 - stats.ALPHA / 2, len(logs) - 1, looks))
    return abs(float(mean[0])) + quantile * float(errors.standard_error[0]), logs, quantile


def _by_itself(contrast: Contrast) -> Contrast:
    """A comparison with its plain interval alone: it stands for no question among several."""
    plain = plain_interval(contrast)
    own = replace(
        estimate_of(contrast),
        adjusted_low=plain.low,
        adjusted_high=plain.high,
        adjusted_level=plain.confidence,
    )
    return replace(contrast, estimate=own)


def _is_one_of(contrast: Contrast, pairs: frozenset[frozenset[str]]) -> bool:
    known = contrast.metric == "throughput" and contrast.estimate is not None
    return known and frozenset((contrast.cell, contrast.reference)) in pairs


def _sets_apart(contrasts: Iterable[Contrast]) -> bool:
    """Whether any of these tells a difference, be its size open."""
    return any(each.verdict in RESOLVED or is_small(each) for each in contrasts)
