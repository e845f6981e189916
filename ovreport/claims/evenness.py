"""How evenly the requests in flight share the work, and how many complete in their order.

These claims tell what the records hold, and have no truth condition.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from ovreport.analysis.results import Analysis, CellResult
from ovreport.claims.basis import hashes, measured
from ovreport.claims.claim import Claim, ClaimKind
from ovreport.claims.evidence import EvidenceTable, Recomputation, printing, written
from ovreport.claims.place import Place
from ovreport.claims.texts import ClaimText, Texts
from ovreport.language.locale import Gap
from ovreport.language.messages import Message, msg
from ovreport.language.spans import Text, key, plain
from ovreport.limits import COARSE, EVEN, SLIGHTLY_UNEVEN


@dataclass(frozen=True, kw_only=True)
class Evenness(Claim):
    """How evenly the requests of the least even configuration share the work, or those of one alone.

    Attributes:
        cell: That configuration.
        requests: Its requests in flight.
        lowest, highest: The smallest and the largest share of one of them over the whole run.
        spread: Largest minus smallest share, relative to an equal share.
        configurations: Those with several requests in flight that do at least as well, itself counted.
        per_slice: Requests that a slice of it holds, where that is so few that shares are coarse.
        in_order: Share of its requests that completed in the order in which they were submitted.
    """

    kind: ClaimKind = field(init=False, default=ClaimKind.EVENNESS)
    figure: str = field(init=False, default="shares")
    cell: str
    requests: int
    lowest: float
    highest: float
    spread: float
    configurations: int
    per_slice: int | None
    in_order: float | None

    @property
    def topic(self) -> str:
        """One a report, of whichever configurations have several requests."""
        return self.kind.value

    @property
    def percents(self) -> tuple[int, int]:
        """The smallest and the largest share as they are told."""
        return round(100 * self.lowest), round(100 * self.highest)

    @property
    def look_alike(self) -> bool:
        """Whether the shares do not differ in a whole percent, so that telling them would tell nothing."""
        low, high = self.percents
        return low == high

    def scope(self) -> Message:
        """Whose requests share the work, as a clause that ends with `{verb}`."""
        raise NotImplementedError

    def verb(self) -> Message:
        """How they share it."""
        raise NotImplementedError

    def text(self, t: Texts) -> ClaimText:
        even, several = isinstance(self, Even), self.configurations > 1
        low, high = self.percents
        shares = t.locale.format(
            msg("{low}\xa0%") if self.look_alike else msg("{low} to {high}\xa0%"), low=low, high=high
        )
        pieces: dict[str, Gap] = {
            "verb": self.verb(),
            "cell": t.cell(self.cell),
            "shares": t.fill(msg("{n} each over the whole run"), n=key(shares)),
        }
        scope = t.fill(self.scope(), n=self.requests, all=self.configurations, **pieces)
        told = msg("{scope}: {shares}")
        if self.look_alike and (several or not even):
            told = msg("{scope}: their shares differ by less than {far} of an equal one")
            if not self.spread:
                told = msg("{scope}: each did the same number")
        elif even and several:
            told = msg("{scope}: at worst {shares} ({cell})")
        headline = t.fill(told, scope=scope, far=key(t.numbers.percent_at_most(self.spread)), **pieces)
        worst = t.tell(msg("The requests {verb}: at worst {shares}"), **pieces)
        return ClaimText(
            headline=t.locale.sentence(headline),
            short=worst if several and not self.look_alike else t.locale.capital(headline),
            context=t.together(self.order(t), self.coarseness(t)),
        )

    def order(self, t: Texts) -> Text:
        """How many requests completed in the order in which they were submitted."""
        if self.in_order is None:
            return ()
        told = msg("{share} of the requests completed in the order in which they were submitted.")
        if self.configurations > 1:
            told = msg(
                "There, {share} of the requests completed in the order in which they were submitted.",
                also="cell",
            )
            if self.look_alike and isinstance(self, Even):  # no setting was named
                told = msg(
                    "With {cell}, {share} of the requests completed in the order in which they were "
                    "submitted."
                )
        return t.tell(told, share=t.numbers.percent(self.in_order), cell=t.cell(self.cell))

    def coarseness(self, t: Texts) -> Text:
        """That a slice holds too few requests for fine shares, where it does."""
        if self.per_slice is None:
            return ()
        return t.tell(
            msg("A slice holds only about {requests}, so the shares are coarse."),
            requests=t.locale.counted(self.per_slice, "request"),
        )

    def program(self, analysis: Analysis) -> Recomputation | None:
        """The smallest and the largest share from the counts of every slot."""
        result = analysis.cell(self.cell)
        if not result.trials:
            return None
        body = (
            f"counts = [{written(slot_counts(result))}]  # requests of every slot\n"
            f"{printing('min(counts) / sum(counts)', 'max(counts) / sum(counts)')}"
        )
        return Recomputation(body=body, prints=(self.lowest, self.highest))

    def rows(self, t: Texts) -> tuple[EvidenceTable, ...]:
        """Counted requests and share of every slot."""
        result = t.analysis.cell(self.cell)
        if not result.trials:
            return ()
        counts = slot_counts(result)
        rows = tuple(
            (str(slot), t.numbers.count(number), t.numbers.fixed(100 * number / max(sum(counts), 1), 1))
            for slot, number in enumerate(counts)
        )
        heads = (msg("slot"), msg("requests"), msg("share, %"))
        return (EvidenceTable(heads=heads, rows=rows, caption=plain(t.full(self.cell))),)


@dataclass(frozen=True, kw_only=True)
class Even(Evenness):
    """The requests share the work evenly, in all configurations that have several."""

    def scope(self) -> Message:
        if self.configurations == 1:
            return msg("the {n} requests {verb}")
        if self.configurations == 2:
            return msg("in both configurations with more than one request in flight, the requests {verb}")
        return msg("in all {all} configurations with more than one request in flight, the requests {verb}")

    def verb(self) -> Message:
        return msg("share the work evenly")


@dataclass(frozen=True, kw_only=True)
class Uneven(Evenness):
    """The requests of some configuration share the work unevenly, or slightly so."""

    def scope(self) -> Message:
        alone = self.configurations == 1
        return msg("the {n} requests {verb}") if alone else msg("with {cell}, the requests {verb}", also="n")

    def verb(self) -> Message:
        slightly = self.spread <= SLIGHTLY_UNEVEN
        return msg("share the work slightly unevenly") if slightly else msg("share the work unevenly")


def evenness(analysis: Analysis) -> Evenness | None:
    """The least even configuration, standing for all."""
    queued = [result for result in measured(analysis) if unevenness(result) is not None]
    if not queued:
        return None
    worst = max(queued, key=lambda result: unevenness(result) or 0.0)
    return evenness_of(analysis, worst, len(queued))


def evenness_of(analysis: Analysis, result: CellResult, configurations: int = 1) -> Evenness | None:
    """How evenly the requests of one cell share the work; `configurations` cells do at least as well.

    Where shares are coarse, uneven ones are no finding: they are told where even ones are.
    """
    spread, cell = unevenness(result), result.cell.id
    if spread is None:
        return None
    held, slots = per_slice(result), len(result.slot_shares)
    coarse = held is not None and held < COARSE * slots
    found = Even if spread <= EVEN else Uneven
    place = Place.SLIGHTLY_UNEVEN if spread <= SLIGHTLY_UNEVEN else Place.UNEVEN
    return found(
        id="evenness" if configurations > 1 else f"evenness/{cell}",
        place=Place.EVEN if coarse or found is Even else place,
        cell=cell,
        requests=slots,
        lowest=min(result.slot_shares),
        highest=max(result.slot_shares),
        spread=spread,
        configurations=configurations,
        per_slice=max(1, round(held)) if held is not None and coarse else None,
        in_order=result.in_order,
        cells=(cell,),
        records=hashes(analysis, (cell,)),
    )


def unevenness(result: CellResult) -> float | None:
    """Largest minus smallest share of a request, relative to an equal share."""
    if result.share_spread is None or len(result.slot_shares) < 2:
        return None
    return result.share_spread * len(result.slot_shares)


def per_slice(result: CellResult) -> float | None:
    """Counted requests of a slice, on average."""
    slices = sum(len(trial.slice_turn) for trial in result.trials)
    return sum(trial.requests for trial in result.trials) / slices if slices else None


def slot_counts(result: CellResult) -> tuple[int, ...]:
    """Counted requests of every slot, all rounds together."""
    slots = max(len(trial.slot_requests) for trial in result.trials)
    return tuple(
        sum(trial.slot_requests[slot] for trial in result.trials if slot < len(trial.slot_requests))
        for slot in range(slots)
    )
