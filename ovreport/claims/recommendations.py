"""What to choose: which claims about that are made, none of which says what another one does."""

from __future__ import annotations

from dataclasses import dataclass, field

from ovreport.analysis.results import Analysis
from ovreport.analysis.work import differs, work
from ovreport.claims.basis import hashes, measured
from ovreport.claims.best import best
from ovreport.claims.best_in_both import NothingLeads, best_in_both
from ovreport.claims.bound import within_bounds
from ovreport.claims.choosing import candidates, is_choice
from ovreport.claims.claim import Claim, ClaimKind
from ovreport.claims.front import NoFront, SeveralOnFront, pareto
from ovreport.claims.place import Place
from ovreport.claims.smallest import NoSmaller, smallest
from ovreport.claims.texts import ClaimText, Texts
from ovreport.language.messages import msg


@dataclass(frozen=True, kw_only=True)
class DifferentWork(Claim):
    """Nothing is recommended, since a request does other work in other configurations.

    Attributes:
        shapes: In how many different shapes inputs were fed.
    """

    kind: ClaimKind = field(init=False, default=ClaimKind.DIFFERENT_WORK)
    place: Place = field(init=False, default=Place.DIFFERENT_WORK)
    shapes: int

    def text(self, t: Texts) -> ClaimText:
        """The claim in words."""
        fed_in = msg(
            "Inputs were fed in {n} different shapes; compared is how long a request takes, and how many "
            "complete a second."
        )
        return t.claim_text(
            msg(
                "A request does other work in other configurations, so none of them is recommended over "
                "another."
            ),
            msg("A request does other work in other configurations"),
            t.tell(fed_in, n=self.shapes),
        )


def recommendations(analysis: Analysis) -> tuple[Claim, ...]:
    """All claims about what to choose, none of which says what another one does."""
    if differs(measured(analysis)):
        return (different_work(analysis),)
    if not is_choice(analysis):
        undisturbed = any(each.cell.setting.disturbance == "none" for each in measured(analysis))
        return within_bounds(analysis) if undisturbed else ()
    both, front, small = best_in_both(analysis), pareto(analysis), smallest(analysis)
    chosen: list[Claim] = []
    if both is None:
        several = candidates(analysis).settings > 1
        chosen += [best(analysis, each) for each in analysis.best if several or each.metric == "throughput"]
    elif not (isinstance(both, NothingLeads) and is_one_comparison(analysis)):
        chosen.append(both)
    if (
        front is not None
        and not isinstance(front, NoFront)
        and (both is None or isinstance(front, SeveralOnFront))
    ):
        chosen.append(front)
    if small is not None and (not isinstance(small, NoSmaller) or both is None):
        chosen.append(small)
    return (*chosen, *within_bounds(analysis))


def is_one_comparison(analysis: Analysis) -> bool:
    """Whether all that was measured is two settings that an effect compares already."""
    return len(measured(analysis)) == 2 and bool(analysis.effects)


def different_work(analysis: Analysis) -> DifferentWork:
    """That nothing is recommended, since a request does other work in other settings."""
    results = [result for result in measured(analysis) if result.model is not None]
    cells = tuple(result.cell.id for result in results)
    shapes = {(result.cell.setting.model.name, work(result)) for result in results}
    return DifferentWork(
        id=ClaimKind.DIFFERENT_WORK.value,
        shapes=len(shapes),
        cells=cells,
        records=hashes(analysis, cells),
    )
