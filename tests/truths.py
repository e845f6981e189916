"""Whether what a report states is so: one truth condition for every kind of claim.

A function takes a claim and the truth about the simulated machine and yields its statements, each true or
false. A kind that tells what records hold, and no more than that, has `described`: it cannot be false of the
machine. Every ratio of the truth is that of totals: what a user pays.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping

from ovreport.analysis import choice
from ovreport.analysis.results import Verdict
from ovreport.claims.claim import Claim, ClaimKind, Report
from ovreport.claims.sameness import SameInForce, SameYetApart
from ovreport.claims.truth import SLACK, Statement, Truth
from ovreport.plan import Plan

Statements = Iterator[Statement]
Condition = Callable[[Claim, Truth, Plan], Statements]


def statements(report: Report, truth: Truth) -> list[Statement]:
    """Everything that a report states: its conclusions, blocks, captions, and what found no room."""
    found: dict[Statement, None] = {}
    for claim in told(report):
        made = CONDITIONS.get(claim.kind)
        plan = report.analysis.plan
        for statement in claim.statements(truth) if made is None else made(claim, truth, plan):
            found[statement] = None
    for contrast in report.analysis.contrasts:
        for statement in truth.of_verdict(contrast):
            found[statement] = None
    return list(found)


def told(report: Report) -> Iterator[Claim]:
    """Every claim of a report with its notes."""
    every = [*report.conclusions, *report.further]
    every += [claim for _, claims in report.commentary for claim in claims]
    every += [claim for _, claim in report.captions]
    while every:
        claim = every.pop()
        every += claim.notes
        yield claim


# ---------------------------------------------------------------- comparisons


def compared(claim: Claim, truth: Truth, _: Plan) -> Statements:
    """The verdicts of its comparisons."""
    for contrast in claim.contrasts:
        yield from truth.of_verdict(contrast)


def saturation(claim: Claim, truth: Truth, plan: Plan) -> Statements:
    """Of a chain: beyond its knee no cell gains as much as the margin."""
    yield from compared(claim, truth, plan)
    first = claim.name("first")
    if claim.variant == "saturated":
        beyond = claim.cells[claim.cells.index(first) + 1 :]
        limit = math.log1p(claim.contrasts[0].alike) + SLACK
        so = all(truth.ratio("throughput", cell, first) <= limit for cell in beyond)
        yield Statement("more requests gain less than the margin", claim.id, so)


# ---------------------------------------------------------------- choices


def best(claim: Claim, truth: Truth, plan: Plan) -> Statements:
    """Those outside of the set are behind its first one, by more than the margin."""
    if claim.variant not in {"single", "tied"}:
        return
    metric = "throughput" if claim.kind is ClaimKind.BEST_THROUGHPUT else "latency"
    lead, *_ = claim.cells
    behind = [cell for cell in truth.log_fps if cell not in claim.cells]
    yield from are_behind(f"best {metric}", metric, lead, behind, truth, plan)


def overall(claim: Claim, truth: Truth, plan: Plan) -> Statements:
    """In each metric all others but those named as its rivals are behind."""
    if claim.variant != "leads":
        return
    lead = claim.name("best")
    kinds = {"throughput": ClaimKind.BEST_THROUGHPUT, "latency": ClaimKind.BEST_LATENCY}
    for metric, kind in kinds.items():
        rivals = {cell for note in claim.notes if note.kind is kind for cell in note.cells}
        behind = [cell for cell in truth.log_fps if cell not in {lead, *rivals}]
        yield from are_behind("leads", metric, lead, behind, truth, plan)


def are_behind(kind: str, metric: str, lead: str, behind: list[str], truth: Truth, plan: Plan) -> Statements:
    """Whether some cells are all worse than one by the margin."""
    limit = math.log1p(0.03 if plan.margin is None else plan.margin) - SLACK
    wrong = [cell for cell in behind if truth.ahead(metric, lead, cell) < limit]
    yield Statement(kind, f"{metric}: {lead} ahead of {','.join(wrong) or 'all'}", not wrong)


def front(claim: Claim, truth: Truth, plan: Plan) -> Statements:
    """Each cell outside is behind another one in one metric, and not ahead by the margin in the other."""
    if claim.variant == "alike":
        return
    limit = math.log1p(0.03 if plan.margin is None else plan.margin)

    def beaten(cell: str) -> bool:
        for other in truth.log_fps:
            gains = [truth.ahead(metric, other, cell) for metric in ("throughput", "latency")]
            if max(gains) >= limit - SLACK and min(gains) >= -limit - SLACK:
                return True
        return False

    wrong = [cell for cell in truth.log_fps if cell not in claim.cells and not beaten(cell)]
    yield Statement("front", f"beaten: {','.join(wrong) or 'all others'}", not wrong)


def smallest(claim: Claim, truth: Truth, plan: Plan) -> Statements:
    """The smaller one loses no more than may be given up of the truly best."""
    yield from compared(claim, truth, plan)
    if claim.variant == "smaller":
        lost = max(truth.log_fps.values()) - truth.log_fps[claim.name("smallest")]
        so = lost <= -math.log(1 - plan.good_enough) + SLACK
        yield Statement("smaller is good enough", claim.name("smallest"), so)


def bound(claim: Claim, truth: Truth, plan: Plan) -> Statements:
    """The cells that it names keep the bound; those it counts as breaking it do."""
    percent, bound_ms = claim.number("percentile").value, claim.number("bound").value / 1e6
    known = {cell: value for (cell, each), value in truth.percentiles_ms.items() if each == percent}
    if claim.variant in {"kept", "tied"}:
        for cell in claim.cells:
            yield Statement("keeps the bound", cell, known[cell] <= bound_ms + SLACK)
    if claim.variant == "none":
        yield Statement("no setting keeps the bound", "", all(known[cell] > bound_ms for cell in claim.cells))


def described(claim: Claim, truth: Truth, plan: Plan) -> Statements:
    """What records hold, and no statement about the machine behind them."""
    yield from compared(claim, truth, plan)


CONDITIONS: Mapping[ClaimKind, Condition] = {
    ClaimKind.EFFECT: compared,
    ClaimKind.DISTURBANCE: compared,
    ClaimKind.SATURATION: saturation,
    ClaimKind.SMALLEST: smallest,
    ClaimKind.BEST_THROUGHPUT: best,
    ClaimKind.BEST_LATENCY: best,
    ClaimKind.BEST_OVERALL: overall,
    ClaimKind.PARETO: front,
    ClaimKind.WITHIN_BOUND: bound,
    ClaimKind.DIFFERENT_WORK: described,
    ClaimKind.STARTUP: compared,
    ClaimKind.BESIDE_PUBLISHED: described,
    ClaimKind.PUBLISHED_EFFECT: described,
    ClaimKind.PUBLISHED_SATURATION: described,
    ClaimKind.PUBLISHED_CONTRADICTION: described,
    ClaimKind.PUBLISHED_SMALLEST: described,
}


# ---------------------------------------------------------------- contradictions


CHOSEN = frozenset(
    {ClaimKind.BEST_THROUGHPUT, ClaimKind.BEST_LATENCY, ClaimKind.BEST_OVERALL, ClaimKind.PARETO}
)
"""Claims that choose between settings."""


def contradictions(report: Report) -> list[str]:
    """Statements of one report that cannot both be so."""
    claims = list(told(report))
    every = [*report.analysis.contrasts, *(each for claim in claims for each in claim.contrasts)]
    said: dict[tuple[str, str, str], set[Verdict]] = {}
    for contrast in every:
        sides = {Verdict.FASTER: Verdict.SLOWER, Verdict.SLOWER: Verdict.FASTER}
        there, back = (contrast.cell, contrast.reference), (contrast.reference, contrast.cell)
        said.setdefault((contrast.metric, *there), set()).add(contrast.verdict)
        said.setdefault((contrast.metric, *back), set()).add(sides.get(contrast.verdict, contrast.verdict))
    found = [
        f"{metric} of {cell} and {other}: {sorted(each.value for each in verdicts)}"
        for (metric, cell, other), verdicts in said.items()
        if len(verdicts - {Verdict.NOT_RESOLVED}) > 1
    ]
    choices = {result.cell.id for result in choice.candidates(report.analysis.cells)}
    slower = {
        place
        for place, verdicts in said.items()
        if Verdict.SLOWER in verdicts and choices.issuperset(place[1:])
    }
    for claim in claims:
        found += list(_against(claim, slower, said))
        found += list(_against_what_is_chosen_between(claim, report, choices))
        found += list(_against_sameness(claim, said))
    return found


def _against_what_is_chosen_between(claim: Claim, report: Report, choices: set[str]) -> Iterator[str]:
    """A choice that counts others than it is between, or sets what is one in force apart without a word."""
    numbers, names = dict(claim.numbers), dict(claim.names)
    chosen = claim.kind in CHOSEN and claim.variant != "only"
    if chosen and "settings" in numbers and numbers["settings"].value != len(choices):
        yield f"{claim.id} is a choice between {len(choices)}, and counts {numbers['settings'].value:g}"
    if chosen and not choices.issuperset(claim.cells):
        yield f"{claim.id} names what is no choice"
    for group in report.analysis.same_in_force:
        left = set(group) & choices - set(claim.cells) - set(names.values())
        if "best" in names and names["best"] in group and claim.kind is not ClaimKind.SMALLEST and left:
            yield f"{names['best']} is chosen, and {min(left)} is the same setting"


def _against_sameness(claim: Claim, said: Mapping[tuple[str, str, str], set[Verdict]]) -> Iterator[str]:
    """Settings that are one in force, one of which is told to be faster."""
    if not isinstance(claim, SameInForce) or isinstance(claim, SameYetApart):
        return
    for contrast in claim.contrasts:
        told_elsewhere = said[contrast.metric, contrast.cell, contrast.reference]
        if told_elsewhere & {Verdict.FASTER, Verdict.SLOWER}:
            yield f"{contrast.cell} and {contrast.reference} are one in force, and are told apart"


def _against(
    claim: Claim, slower: set[tuple[str, str, str]], said: Mapping[tuple[str, str, str], set[Verdict]]
) -> Iterator[str]:
    if claim.kind in {ClaimKind.BEST_THROUGHPUT, ClaimKind.BEST_LATENCY}:
        metric = "throughput" if claim.kind is ClaimKind.BEST_THROUGHPUT else "latency"
        for cell in claim.cells:
            ahead = [other for each, one, other in slower if (each, one) == (metric, cell)]
            if ahead:
                yield f"{cell} may be the best in {metric}, and is behind {ahead[0]}"
    if claim.kind is ClaimKind.PARETO:
        for metric, cell, other in slower:
            if metric == "throughput" and cell in claim.cells and ("latency", cell, other) in slower:
                yield f"{cell} is on the front, and behind {other} in both"
    if claim.kind is ClaimKind.SATURATION and claim.variant == "saturated":
        first = claim.name("first")
        for cell in claim.cells[claim.cells.index(first) + 1 :]:
            if Verdict.FASTER in said.get(("throughput", cell, first), set()):
                yield f"{cell} gains over {first}, and more requests gain nothing"
    if claim.kind is ClaimKind.SMALLEST and claim.variant == "smaller":
        pair = ("throughput", claim.name("smallest"), claim.name("best"))
        if pair in slower:
            yield f"{pair[1]} is good enough, and behind {pair[2]}"
