"""What to choose: which claims about that are made, none of which says what another one does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from ovreport.analysis import choice
from ovreport.analysis.metrics import CHOSEN_BY, ChosenBy
from ovreport.analysis.report import compare
from ovreport.analysis.results import Analysis, BestSet, CellResult
from ovreport.analysis.same_work import differs, work
from ovreport.claims.basis import hashes, measured
from ovreport.claims.best import best
from ovreport.claims.best_in_both import NothingLeads, best_in_both
from ovreport.claims.bound import within_bounds
from ovreport.claims.choosing import candidates, is_choice
from ovreport.claims.claim import Claim, ClaimKind
from ovreport.claims.evidence import EvidenceTable, Level
from ovreport.claims.front import NoFront, SeveralOnFront, pareto
from ovreport.claims.levels import levels_table
from ovreport.claims.place import Place
from ovreport.claims.smallest import NoSmaller, smallest
from ovreport.claims.texts import ClaimText, Texts
from ovreport.claims.truth import Statement, Truth
from ovreport.language.messages import msg, msg_in
from ovreport.language.spans import Text

Conditions = tuple[tuple[str, str], ...]
"""Factors and levels."""


@dataclass(frozen=True, kw_only=True)
class DifferentWork(Claim):
    """Nothing is recommended over what does other work: requests do in other configurations.

    Attributes:
        shapes: In how many different shapes inputs were fed.
        within: Whether configurations that do the same work are recommended over one another.
    """

    kind: ClaimKind = field(init=False, default=ClaimKind.DIFFERENT_WORK)
    place: Place = field(init=False, default=Place.DIFFERENT_WORK)
    shapes: int
    within: bool = False

    def text(self, t: Texts) -> ClaimText:
        fed_in = msg(
            "Inputs were fed in {n} different shapes; compared is how long a request takes, and how many "
            "complete a second."
        )
        none = msg(
            "Not every configuration does the same work in a request, so none of them is recommended over "
            "another."
        )
        same = msg(
            "Not every configuration does the same work in a request, so none of them is recommended over "
            "another that does not do the same."
        )
        return t.claim_text(
            same if self.within else none,
            msg("Not every configuration does the same work in a request"),
            t.tell(fed_in, n=self.shapes),
        )


@dataclass(frozen=True, kw_only=True)
class WithinEqualWork(Claim):
    """What is best among configurations that do the same work, where others do other work.

    Attributes:
        conditions: Factors and levels that these have and no others.
        group: Ids of all of them.
        chosen: What is said of them.
    """

    conditions: Conditions
    group: tuple[str, ...]
    chosen: Claim

    def text(self, t: Texts) -> ClaimText:
        """The claim in words, after the conditions under which it holds."""
        said = self.chosen.text(t)
        where = t.locale.joined((t.condition(*each) for each in self.conditions), t.locale.comma)

        def within(told: Text) -> Text:
            message = msg_in("among those that do the same work", "{where}, {told}")
            return t.tell(message, where=where, told=t.locale.continued(told))

        return ClaimText(headline=within(said.headline), short=within(said.short), context=said.context)

    def statements(self, truth: Truth) -> Iterator[Statement]:
        """What is said of them, beside one another alone."""
        beside = {cell: truth.log_fps[cell] for cell in self.group}
        yield from self.chosen.statements(replace(truth, log_fps=beside))

    def leading(self, analysis: Analysis) -> Level | None:
        """The level that it leads with."""
        return self.chosen.leading(analysis)

    def rows(self, t: Texts) -> tuple[EvidenceTable, ...]:
        """The levels of all of them."""
        return (levels_table(t, self.group),)


def equal_work(analysis: Analysis) -> Iterator[tuple[Conditions, list[CellResult]]]:
    """Configurations that do the same work, where levels tell which these are, and those levels."""
    choices = choice.candidates(analysis.cells)
    groups: dict[object, list[CellResult]] = {}
    for result in choices:
        groups.setdefault((result.cell.setting.model.name, work(result)), []).append(result)
    for group in groups.values():
        shared = set.intersection(*(set(result.cell.levels) for result in group))
        told = tuple(pair for pair in group[0].cell.levels if pair in shared)
        conditions = tuple(pair for pair in told if not all(pair in result.cell.levels for result in choices))
        like_it = [result for result in choices if set(conditions) <= set(result.cell.levels)]
        if len(group) > 1 and like_it == group:
            yield conditions, group


def within_topic(topic: str, conditions: Conditions) -> str:
    """A question, asked of some configurations alone."""
    return "/".join((topic, *(f"{factor}-{label}" for factor, label in conditions)))


def within_equal_work(analysis: Analysis) -> Iterator[WithinEqualWork]:
    """What is best among configurations that do the same work."""
    for conditions, group in equal_work(analysis):
        best_sets = tuple(best_within(analysis, group, metric) for metric in CHOSEN_BY)
        alone = replace(analysis, cells=tuple(group), best=best_sets, within_bound=())
        for claim in recommendations(alone):
            yield WithinEqualWork(
                id=within_topic(claim.id, conditions),
                kind=claim.kind,
                place=claim.place,
                conditions=conditions,
                group=tuple(result.cell.id for result in group),
                chosen=claim,
                cells=claim.cells,
                records=claim.records,
            )


def best_within(analysis: Analysis, group: Sequence[CellResult], metric: ChosenBy) -> BestSet:
    """The best of some cells, and those not shown to be behind it."""
    ids = {result.cell.id for result in group}
    inner = [each for each in analysis.contrasts if {each.cell, each.reference} <= ids]
    behind = choice.slower(inner, metric).keys()
    best = choice.front_runner([each for each in group if each.cell.id not in behind] or group, metric)
    pairs = [(cell, best) for cell in sorted(ids - {best})]
    made = compare(analysis, metric, pairs, "best within equal work", picked_from=len(group))
    return choice.tied(group, metric, best, made, behind)


def recommendations(analysis: Analysis) -> tuple[Claim, ...]:
    """All claims about what to choose, none of which says what another one does."""
    if differs(measured(analysis)):
        fed = [result for result in measured(analysis) if result.model is not None]
        cells, within = tuple(result.cell.id for result in fed), tuple(within_equal_work(analysis))
        different = DifferentWork(
            id=ClaimKind.DIFFERENT_WORK.value,
            shapes=len({(result.cell.setting.model.name, work(result)) for result in fed}),
            within=bool(within),
            cells=cells,
            records=hashes(analysis, cells),
        )
        return (different, *within)
    if not is_choice(analysis):
        undisturbed = any(each.cell.setting.disturbance == "none" for each in measured(analysis))
        return within_bounds(analysis) if undisturbed else ()
    both, front, small = best_in_both(analysis), pareto(analysis), smallest(analysis)
    chosen: list[Claim] = []
    if both is None:
        several = candidates(analysis).configurations > 1
        chosen += [best(analysis, each) for each in analysis.best if several or each.metric == "throughput"]
    elif not (isinstance(both, NothingLeads) and len(measured(analysis)) == 2 and analysis.effects):
        chosen.append(both)  # of two configurations that an effect compares already, that says it again
    if (
        front is not None
        and not isinstance(front, NoFront)
        and (both is None or isinstance(front, SeveralOnFront))
    ):
        chosen.append(front)
    if small is not None and (not isinstance(small, NoSmaller) or both is None):
        chosen.append(small)
    return (*chosen, *within_bounds(analysis))
