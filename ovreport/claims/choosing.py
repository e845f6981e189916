"""What claims about choices share: what may be chosen, and what is told beside every choice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ovreport.analysis import choice
from ovreport.analysis.metrics import ChosenBy
from ovreport.analysis.results import Analysis, BestSet
from ovreport.claims.amounts import interval
from ovreport.claims.basis import measured
from ovreport.claims.claim import Claim
from ovreport.claims.comparing import PROVEN
from ovreport.claims.evidence import EvidenceTable
from ovreport.claims.levels import levels_table, named
from ovreport.claims.number import Number
from ovreport.claims.texts import Texts
from ovreport.language.messages import msg, msgs
from ovreport.language.spans import Text, key


@dataclass(frozen=True, kw_only=True)
class Candidates:
    """What a choice is between.

    Attributes:
        configurations: How many configurations.
        disturbed: How many others were measured beside another program: they are no choice.
        margin: What a difference must exceed, as a share.
    """

    configurations: int
    disturbed: int
    margin: float


@dataclass(frozen=True, kw_only=True)
class Choice(Claim):
    """A claim about configurations that one may choose between.

    Attributes:
        among: All of them.
        one_in_force: The chosen one, and others that are the very same in force and yet came out behind it:
            what sets them apart is no reason to choose. Empty where there is none such.
    """

    among: Candidates
    one_in_force: tuple[str, ...] = ()

    def told_with(self, t: Texts, *told: Text) -> Text:
        """The context of a choice: what is told of it, and what is true of every choice."""
        same: Text = ()
        if self.one_in_force:
            best, *twins = self.one_in_force
            message = msgs(
                "In force, {named} and {best} are one and the same: what sets the two apart is no reason to "
                "choose.",
                "In force, {n} others are one and the same with {best}: what sets them apart is no reason to "
                "choose.",
            ).of(len(twins))
            same = t.tell(message, n=len(twins), named=named(t, twins), best=t.cell(best))
        quiet = msg("Only undisturbed configurations are chosen between.")
        return t.together(*told, same, t.tell(quiet) if self.among.disturbed else ())

    def margin(self, t: Texts) -> str:
        """The margin as it was given: `3 %`."""
        return str(t.numbers.percent_as_given(self.among.margin))

    def level(self, t: Texts, number: Number) -> Text:
        """A level with its interval, or its interval alone: `133 FPS (95 % CI 128–138)`, `90 to 190 FPS`."""
        told = t.told(number)
        if number.wide:
            level = t.numbers.confidence(0.95)
            return t.fill(msg("{range} ({level} CI)"), range=key(told), level=level)
        if not told.low:
            return (key(told),)
        return t.fill(PROVEN, said=key(told), proof=interval(t, told.interval))

    def rows(self, t: Texts) -> tuple[EvidenceTable, ...]:
        """The levels of all configurations that it speaks of."""
        return (levels_table(t, self.cells),)


def candidates(analysis: Analysis) -> Candidates:
    """What there is to choose between: undisturbed configurations, where there are such."""
    configurations = len(choice.candidates(analysis.cells))
    return Candidates(
        configurations=configurations,
        disturbed=len(measured(analysis)) - configurations,
        margin=analysis.margin,
    )


def is_choice(analysis: Analysis) -> bool:
    """Whether there is anything to choose between; a configuration that was measured alone is told as it is.

    No choice are one undisturbed configuration beside disturbed ones, different disturbances, and those that
    are all one in force: whatever sets them apart would be no reason.
    """
    found = choice.candidates(analysis.cells)
    if len(found) == 1:
        return len(measured(analysis)) == 1
    ids = {result.cell.id for result in found}
    one = any(ids <= set(group) for group in analysis.same_in_force)
    return not one and len({result.cell.setting.disturbance for result in found}) == 1


def best_of(analysis: Analysis, metric: ChosenBy) -> BestSet | None:
    """The best set by a metric."""
    return next((each for each in analysis.best if each.metric == metric), None)


def one_in_force(analysis: Analysis, best: str, told: Sequence[str]) -> tuple[str, ...]:
    """The best one and the choices that are the same in force and not among those told; empty without any."""
    there = {result.cell.id for result in choice.candidates(analysis.cells)} - set(told)
    group = next((cells for cells in analysis.same_in_force if best in cells), ())
    twins = tuple(cell for cell in group if cell in there)
    return (best, *twins) if twins else ()


def bound_id(percent: float, bound_ms: float) -> str:
    """The id of what is said of a bound."""
    return f"within-bound/p{percent:g}-{bound_ms:g}ms"
