"""Everything that a report states about a simulated machine, and where it contradicts itself.

The truth conditions are the claims' own (`Claim.statements`); a claim that tells what records hold, and no
more than that, has none. Every ratio of the truth is that of totals: what a user pays.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ovreport.analysis import choice
from ovreport.analysis.results import Verdict
from ovreport.claims.best import Best, OnlyOne
from ovreport.claims.best_in_both import BestInBoth
from ovreport.claims.claim import Claim, Report
from ovreport.claims.front import Front
from ovreport.claims.sameness import SameInForce, SameYetApart
from ovreport.claims.saturation import Saturated
from ovreport.claims.smallest import SmallerIsEnough
from ovreport.claims.truth import Statement, Truth


def statements(report: Report, truth: Truth) -> list[Statement]:
    """Everything that a report states: its conclusions, blocks, captions, and what found no room."""
    found: dict[Statement, None] = {}
    for claim in told(report):
        for statement in claim.statements(truth):
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


# ---------------------------------------------------------------- contradictions


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
    if not isinstance(claim, Best | BestInBoth | Front) or isinstance(claim, OnlyOne):
        return
    if claim.among.configurations != len(choices):
        yield f"{claim.id} is a choice between {len(choices)}, and counts {claim.among.configurations}"
    if not choices.issuperset(claim.cells):
        yield f"{claim.id} names what is no choice"
    for group in report.analysis.same_in_force:
        left = set(group) & choices - set(claim.cells) - set(claim.one_in_force)
        if left and claim.cells[0] in group and not isinstance(claim, Front):
            yield f"{claim.cells[0]} is chosen, and {min(left)} is the same setting"


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
    if isinstance(claim, Best):
        for cell in claim.cells:
            ahead = [other for each, one, other in slower if (each, one) == (claim.metric, cell)]
            if ahead:
                yield f"{cell} may be the best in {claim.metric}, and is behind {ahead[0]}"
    if isinstance(claim, Front):
        for metric, cell, other in slower:
            if metric == "throughput" and cell in claim.cells and ("latency", cell, other) in slower:
                yield f"{cell} is on the front, and behind {other} in both"
    if isinstance(claim, Saturated):
        first = claim.first.cell
        for cell in claim.cells[claim.cells.index(first) + 1 :]:
            if Verdict.FASTER in said.get(("throughput", cell, first), set()):
                yield f"{cell} gains over {first}, and more requests gain nothing"
    if isinstance(claim, SmallerIsEnough):
        pair = ("throughput", claim.smallest.cell, claim.best.cell)
        if pair in slower:
            yield f"{pair[1]} is good enough, and behind {pair[2]}"
