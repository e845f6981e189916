"""What another machine says of what a page states: its conclusions, and what its blocks compare."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from ovreport.analysis import circumstances, replication
from ovreport.analysis.circumstances import Difference
from ovreport.analysis.metrics import Metric
from ovreport.analysis.replication import RepeatedContrast, ReplicationOutcome
from ovreport.analysis.results import Contrast, Status
from ovreport.claims.claim import Claim, Report
from ovreport.claims.pairs import Pair, compared
from ovreport.language.locale import Locale
from ovreport.language.messages import Message, msg
from ovreport.language.spans import Text, key, name, number
from ovreport.records import StatedReplication

OUTCOMES: dict[ReplicationOutcome, Message] = {
    ReplicationOutcome.CONFIRMED: msg("confirmed here"),
    ReplicationOutcome.CONTRADICTED: msg("contradicted here"),
    ReplicationOutcome.NOT_RESOLVED: msg("not resolved here"),
    ReplicationOutcome.NOT_HERE: msg("does not apply here"),
}


@dataclass(frozen=True, kw_only=True, eq=False)
class RepeatedClaim:
    """A statement there, and what became of it here.

    Attributes:
        contrasts: The comparisons that it rests on.
    """

    claim: Claim
    outcome: ReplicationOutcome
    contrasts: tuple[RepeatedContrast, ...]


@dataclass(frozen=True, kw_only=True, eq=False)
class Replication:
    """A report and one of the same plan, measured elsewhere or later.

    Attributes:
        claims: The conclusions there, in their order, then what else the blocks tell of measurements.
        differing: In what the circumstances there and here differ.
    """

    there: Report
    here: Report
    claims: tuple[RepeatedClaim, ...]
    differing: tuple[Difference, ...]

    def counted(self) -> Mapping[ReplicationOutcome, int]:
        """How many statements came to each outcome."""
        found = Counter(each.outcome for each in self.claims)
        return {outcome: found[outcome] for outcome in ReplicationOutcome}


def replicate(there: Report, here: Report) -> Replication:
    """Judge every statement of `there` by `here`, which measured the same plan."""
    stated = _stated(there)
    differing = circumstances.differing(*(circumstances.of(each.analysis) for each in (there, here)))
    told = [contrast for claim in stated for contrast in claim.contrasts if contrast.estimate]
    distinct = {(each.metric, each.cell, each.reference): each for each in told}
    repeats = _repeats(here, distinct)
    pairs = [(contrast, repeats.get(place)) for place, contrast in distinct.items()]
    judged = dict(zip(distinct, replication.repeated(pairs, alike=not differing), strict=True))
    said = {claim.id for claim in (*_stated(here), *here.further)}
    claims = []
    for claim in stated:
        places = dict.fromkeys((each.metric, each.cell, each.reference) for each in claim.contrasts)
        own = tuple(judged[place] for place in places if place in judged)
        claims.append(
            RepeatedClaim(claim=claim, outcome=_outcome(claim, own, there, here, said), contrasts=own)
        )
    return Replication(there=there, here=here, claims=tuple(claims), differing=differing)


def _stated(report: Report) -> tuple[Claim, ...]:
    """The conclusions and what the blocks tell of measurements beside them, each once."""
    beside = [claim for _, claims in report.commentary for claim in claims if claim.provenance == "measured"]
    every = {claim.id: claim for claim in reversed((*report.conclusions, *beside))}
    return tuple(reversed(every.values()))


def _repeats(
    here: Report, wanted: Mapping[tuple[Metric, str, str], Contrast]
) -> dict[tuple[Metric, str, str], Contrast]:
    """The comparisons of the same configurations here, where both were measured."""
    found: dict[tuple[Metric, str, str], Contrast] = {}
    for metric in dict.fromkeys(metric for metric, _, _ in wanted):
        pairs: list[Pair] = [
            (cell, reference)
            for each, cell, reference in wanted
            if each == metric and _measured(here, cell) and _measured(here, reference)
        ]
        made = compared(here.analysis, metric, pairs, "replication")
        found |= {(metric, *pair): each for pair, each in zip(pairs, made, strict=True) if each is not None}
    return found


def _outcome(
    claim: Claim, own: tuple[RepeatedContrast, ...], there: Report, here: Report, said: set[str]
) -> ReplicationOutcome:
    if claim.provenance == "printed":
        return ReplicationOutcome.NOT_HERE
    if any(_measured(there, cell) and not _measured(here, cell) for cell in claim.cells):
        return ReplicationOutcome.NOT_HERE
    if own:
        return replication.together([each.outcome for each in own])
    return ReplicationOutcome.CONFIRMED if claim.id in said else ReplicationOutcome.NOT_RESOLVED


def _measured(report: Report, cell: str) -> bool:
    return report.analysis.cell(cell).status is Status.MEASURED


def headline(found: Replication, locale: Locale) -> Text:
    """How many statements came out how."""
    counts = found.counted()
    return locale.tell(
        msg(
            "{confirmed} of {all} statements confirmed here, {contradicted} contradicted, {open} not "
            "resolved, {absent} not applicable."
        ),
        all=number(len(found.claims)),
        confirmed=key(counts[ReplicationOutcome.CONFIRMED]),
        contradicted=key(counts[ReplicationOutcome.CONTRADICTED]),
        open=key(counts[ReplicationOutcome.NOT_RESOLVED]),
        absent=key(counts[ReplicationOutcome.NOT_HERE]),
    )


def stated(one: StatedReplication, locale: Locale, *, of_utc_ns: int) -> Text:
    """What somebody else says who repeated a page; `of_utc_ns`: when its measurements began."""
    found = locale.tell(
        msg(
            "{host} (OpenVINO {version}, {date}): {confirmed} of {all} confirmed, {contradicted} "
            "contradicted, {open} not resolved, {absent} not applicable."
        ),
        host=name(one.host),
        version=one.openvino,
        date=locale.date(one.measured_utc_ns),
        all=number(one.confirmed + one.contradicted + one.not_resolved + one.not_here),
        confirmed=key(one.confirmed),
        contradicted=key(one.contradicted),
        open=key(one.not_resolved),
        absent=key(one.not_here),
    )
    if one.of_utc_ns == of_utc_ns:
        return found
    earlier = msg("This repeats measurements of {date}, not those that this page shows now.")
    return locale.together(found, locale.tell(earlier, date=locale.date(one.of_utc_ns)))


def reservations(found: Replication, locale: Locale) -> tuple[Text, ...]:
    """What the outcomes mean, and what they do not."""
    rule = (
        msg(
            "The two machines differ in what is listed above. A comparison is therefore contradicted only "
            "where the verdicts exclude one another and the two ratios are shown to differ by more than the "
            "margin; the size of a ratio is each machine’s own."
        )
        if found.differing
        else msg(
            "The two machines differ in nothing that was recorded. A comparison is therefore contradicted "
            "where the two ratios are shown to differ by more than the margin."
        )
    )
    return (
        locale.tell(rule),
        locale.tell(
            msg(
                "The ratio of the two ratios has Welch’s interval, from the rounds of either side. "
                "Contradictions are adjusted over all comparisons of the page (Holm, {level}): where nothing "
                "differs, at most about one page in a hundred has any."
            ),
            level=locale.numbers.percent_as_given(replication.ALPHA),
        ),
    )
