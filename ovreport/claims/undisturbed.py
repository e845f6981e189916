"""Where what a request takes undisturbed, and what is delivered in total, are not the same."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field

from ovreport.analysis import stats
from ovreport.analysis.results import Analysis, Contrast, Verdict
from ovreport.analysis.undisturbed import Apart, apart
from ovreport.claims.amounts import amount, bounds, interval
from ovreport.claims.basis import find, records_of
from ovreport.claims.claim import Claim, ClaimKind
from ovreport.claims.comparing import brief, clause
from ovreport.claims.evidence import FIGURES, NUMPY, EvidenceTable, Recomputation, printing, written
from ovreport.claims.place import Place
from ovreport.claims.texts import ClaimText, Texts
from ovreport.claims.truth import SLACK, Statement, Truth
from ovreport.language.messages import msg
from ovreport.language.spans import key, plain


@dataclass(frozen=True, kw_only=True)
class UndisturbedApart(Claim):
    """Undisturbed requests get one verdict and throughput another one, and the two are shown to differ.

    Attributes:
        found: The paired difference of the two.
    """

    kind: ClaimKind = field(init=False, default=ClaimKind.UNDISTURBED)
    place: Place = field(init=False, default=Place.UNDISTURBED_APART)
    figure: str = field(init=False, default="throughput")
    found: Apart

    @property
    def topic(self) -> str:
        """One a report, of whichever pair shows it."""
        return self.kind.value

    @property
    def compared(self) -> tuple[Contrast, Contrast]:
        """Of throughput, and of undisturbed requests."""
        throughput, undisturbed = self.contrasts
        return throughput, undisturbed

    def text(self, t: Texts) -> ClaimText:
        """Both comparisons, and by how much they differ."""
        throughput, undisturbed = self.compared
        found = self.found
        told = amount(t, found.ratio, found.low, found.high)
        less, more = throughput.cell, throughput.reference
        if found.ratio > 1:
            less, more = more, less
        beyond = msg(
            "Round by round, the two differ by {n} {proof}: requests take longer than the quickest one of "
            "their slice, and with {less} by more than with {more}."
        )
        frame = msg("{undisturbed}; but over all requests, {throughput}", also="sentence")
        both = [(said(t, undisturbed), said(t, throughput)) for said in (clause, brief)]
        headline, short = (
            t.fill(frame, undisturbed=quiet, throughput=total, sentence=t.locale.capital(total))
            for quiet, total in both
        )
        return ClaimText(
            headline=t.locale.sentence(headline),
            short=t.locale.capital(short),
            context=t.tell(
                beyond,
                n=key(told),
                proof=interval(t, bounds(t, told), len(found.logs)),
                less=t.cell(less),
                more=t.cell(more),
            ),
        )

    def statements(self, truth: Truth) -> Iterator[Statement]:
        """The two ratios differ, by more than the margin and in the way that is told."""
        yield from super().statements(truth)
        throughput, _ = self.compared
        pair = throughput.cell, throughput.reference
        both = truth.ratio("throughput", *pair) + truth.ratio("undisturbed", *pair)
        way = 1 if self.found.ratio > 1 else -1
        limit = math.log1p(throughput.margin) - SLACK
        yield Statement("undisturbed and total apart", f"{pair[0]} beside {pair[1]}", both * way > limit)

    def stated(self, analysis: Analysis) -> tuple[Contrast, ...]:  # noqa: ARG002 - of some kinds
        """None as the one ratio of its headline: its program has the difference of the two."""
        return ()

    def program(self, analysis: Analysis) -> Recomputation:  # noqa: ARG002 - of some kinds
        """The difference of both comparisons, round by round."""
        found = self.found
        return Recomputation(
            body=(
                f"{NUMPY}"
                f"total = np.array([{written(found.throughput)}])  # ln ratio of throughput, every round\n"
                f"least = np.array([{written(found.undisturbed)}])  # ln ratio of undisturbed latency\n"
                "d = total + least\n"
                f"half = {found.quantile:.{FIGURES}g} * d.std(ddof=1) / len(d) ** 0.5  # Student's t\n"
                f"{printing('np.exp(d.mean())', 'np.exp(d.mean() - half)', 'np.exp(d.mean() + half)')}"
            ),
            prints=(found.ratio, found.low, found.high),
        )

    def rows(self, t: Texts) -> tuple[EvidenceTable, ...]:
        """Both ratios in every round, and their product: 1 where totals tell the same."""
        found = self.found
        rows = zip(found.rounds, found.throughput, found.undisturbed, found.logs, strict=True)
        return (
            EvidenceTable(
                heads=(
                    msg("round"),
                    msg("ratio of throughput"),
                    msg("ratio of undisturbed latency"),
                    msg("product"),
                ),
                rows=tuple(
                    (str(number), *(t.numbers.fixed(math.exp(log), 3) for log in logs))
                    for number, *logs in rows
                ),
                caption=t.locale(
                    "{cell} beside {reference}; a product of 1 means that both tell the same.",
                    cell=plain(t.full(self.compared[0].cell)),
                    reference=plain(t.full(self.compared[0].reference)),
                ),
            ),
        )


def undisturbed_apart(analysis: Analysis) -> UndisturbedApart | None:
    """Of the comparisons of a factor the one where both differ most, if that is shown.

    Two verdicts that are not the same are not enough: one ratio may lie just inside the margin and the other
    just beyond, and luck moves both. So their paired difference must exceed the margin as well, by Bonferroni
    over all comparisons that have both.
    """
    both = [
        (throughput, each, found)
        for each in analysis.contrasts
        if each.metric == "undisturbed"
        and (throughput := find(analysis, "throughput", each.cell, each.reference)) is not None
        and (found := apart(throughput, each)) is not None
    ]
    shown = [
        (throughput, each, found)
        for throughput, each, found in both
        if Verdict.NOT_RESOLVED not in {throughput.verdict, each.verdict}
        and throughput.verdict is not each.verdict
        and found.p * len(both) < stats.ALPHA
    ]
    if not shown:
        return None
    throughput, undisturbed, found = max(shown, key=lambda each: abs(math.log(each[2].ratio)))
    compared = (throughput, undisturbed)
    return UndisturbedApart(
        id=f"undisturbed/{throughput.cell}-{throughput.reference}",
        verdict=None,
        found=found,
        contrasts=compared,
        cells=(throughput.cell, throughput.reference),
        records=records_of(compared),
        size=abs(math.log(found.ratio)),
    )
