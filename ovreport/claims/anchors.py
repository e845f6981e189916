"""What a page calls its conclusions in addresses: the same whatever new records say.

A conclusion is called by the question that it answers (`Claim.topic`), never by its place among the others
nor by what was measured. Whatever may be asked of an experiment has its name on every page of it: where a
question has no conclusion of its own, the name leads to one that answers it as well, or to a line that says
so.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from ovreport.analysis.results import Analysis
from ovreport.analysis.same_work import differs
from ovreport.claims.basis import measured
from ovreport.claims.choosing import bound_id
from ovreport.claims.claim import ClaimKind, PlacedClaim, Report
from ovreport.claims.granted import wishes
from ovreport.claims.published_beside import beside_id, published_claims
from ovreport.claims.recommendations import equal_work, within_topic

PREFIX = "conclusion-"
LONGEST_SLUG = 60

CHOICES = (
    ClaimKind.BEST_THROUGHPUT,
    ClaimKind.BEST_LATENCY,
    ClaimKind.BEST_OVERALL,
    ClaimKind.PARETO,
    ClaimKind.SMALLEST,
)
"""What is asked again of configurations that do the same work."""

HEIRS: dict[str, tuple[str, ...]] = {
    "effect": ("same-in-force",),
    "same-in-force": ("effect",),
    "same-yet-apart": ("same-in-force",),
    "slot": ("evenness",),
    "best-throughput": ("best-overall",),
    "best-latency": ("best-overall", "best-throughput"),
    "best-overall": ("best-throughput",),
    "none-far-behind": ("best-overall", "best-throughput"),
    "pareto": ("best-overall", "best-throughput"),
}
"""For a question, by the beginning of its topic, others whose conclusion answers it too, nearest first."""


@dataclass(frozen=True, kw_only=True)
class Permalinks:
    """Names in addresses, unique on a page.

    Attributes:
        claims: Of all conclusions, and of what found no room among them, by the id of the claim.
        inherited: By the id of a claim the names of the questions that it answers beside its own.
        unanswered: Names of the questions that no claim answers.
    """

    claims: Mapping[str, str]
    inherited: Mapping[str, tuple[str, ...]]
    unanswered: tuple[str, ...]

    def of(self, told: PlacedClaim) -> str:
        """What the place is called at which a claim is told."""
        match told.part:
            case "commentary":
                return f"cell-{told.of}"
            case "captions":
                return f"figure-{told.of}"
        return self.claims[told.claim.id]


def permalinks(report: Report) -> Permalinks:
    """The names of a report's conclusions, and of what might have been one with other records."""
    told = (*report.conclusions, *report.further)
    topics = dict.fromkeys((*questions(report.analysis), *(each.topic for each in told)))
    named = slugs(topics)
    holders: dict[str, str] = {}
    claims: dict[str, str] = {}
    for claim in told:
        name = f"{PREFIX}{named[claim.topic]}"
        claims[claim.id] = f"{name}-{_digest(claim.id)}" if claim.topic in holders else name
        holders.setdefault(claim.topic, claim.id)
    own = frozenset(holders)
    for claim in told:
        for note in claim.notes:
            holders.setdefault(note.topic, claim.id)
    places: dict[str, list[str]] = {}
    for topic in (each for each in topics if each not in own):
        holder = next((holders[each] for each in (topic, *_heirs(topic)) if each in holders), "")
        places.setdefault(holder, []).append(f"{PREFIX}{named[topic]}")
    unanswered = tuple(places.pop("", ()))
    inherited = {claim: tuple(names) for claim, names in places.items()}
    return Permalinks(claims=claims, inherited=inherited, unanswered=unanswered)


def questions(analysis: Analysis) -> Iterator[str]:
    """The topics of all conclusions that records of a plan may bear.

    All follow from the plan, but for who does the same work, which the model tells.
    """
    plan = analysis.plan
    yield from (kind.value for kind in ClaimKind if kind is not ClaimKind.ON_HOSTS)
    yield from ("slot", "same-yet-apart", "outputs/networks", "startup/cache")
    yield from (f"not-measured/{what}" for what in ("failed", "pending", "steadiness", "graphics"))
    yield from (f"not-measured/device/{cell.setting.device}" for cell in plan.cells)
    yield from (f"{head}/{factor.name}" for factor in plan.factors for head in ("effect", "same-in-force"))
    yield from (bound_id(*each) for each in plan.latency_bounds_ms)
    yield from (wish for cell in plan.cells for wish in wishes(cell.setting))
    yield from (beside_id(plan, place) for place in range(len(plan.published)))
    yield from (claim.topic for claim in published_claims(plan))
    groups = equal_work(analysis) if differs(measured(analysis)) else ()
    yield from (within_topic(each.value, conditions) for conditions, _ in groups for each in CHOICES)


def slugs(texts: Iterable[str]) -> dict[str, str]:
    """Each text as a part of an address: letters of any script, digits and hyphens.

    Of a long one the beginning is kept. It and those that would be called alike end in a mark of their own.
    """
    short = {text: re.sub(r"[\W_]+", "-", text).strip("-").lower() for text in texts}
    cut = {text: slug[:LONGEST_SLUG].strip("-") for text, slug in short.items()}
    used = Counter(cut.values())
    alone = {text for text, slug in cut.items() if slug and slug == short[text] and used[slug] == 1}
    return {text: slug if text in alone else f"{slug}-{_digest(text)}" for text, slug in cut.items()}


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:6]


def _heirs(topic: str) -> tuple[str, ...]:
    head, slash, part = topic.partition("/")
    return tuple(f"{each}{slash}{part}" for each in HEIRS.get(head, ()))
