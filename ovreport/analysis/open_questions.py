"""Which questions the rounds leave open, what they would take, and whether more rounds may answer them.

A question is one level of a discussed factor beside its reference, under one condition. It is answered by a
difference or by equivalence in any of the metrics that answer it (`metrics.ANSWERING`): not by latency, which
says the same as throughput where the requests in flight are the same, and is bound to differ where not.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from ovreport.analysis import stats
from ovreport.analysis.metrics import ANSWERING
from ovreport.analysis.questions import BASELINE, STEPS
from ovreport.analysis.results import Analysis, Contrast, Verdict
from ovreport.limits import FEWEST_ROUNDS
from ovreport.plan import looks

HOPEFUL = 0.1
"""Probability of an answer below which a question is given up: nine of ten would be asked in vain."""


@dataclass(frozen=True, kw_only=True)
class OpenQuestion:
    """A question that no metric answers.

    Attributes:
        contrast: Of the metric by which an answer is nearest.
        cells: What a further round needs: the level's cell and the reference's.
        rounds: How many of them, all together, would answer it if what was seen so far is the truth; `None`
            beyond 1,000, and where nothing can be foretold.
        hope: Probability that the most rounds of the plan answer it, see `chance`.
    """

    contrast: Contrast
    cells: tuple[str, ...]
    rounds: int | None
    hope: float

    @property
    def hopeful(self) -> bool:
        """Whether it is worth further rounds."""
        return self.hope >= HOPEFUL


def open_cells(analysis: Analysis) -> tuple[OpenQuestion, ...]:
    """The open questions with the cells that they need, those first that would take the fewest rounds.

    Where no factor is discussed, every cell beside the baseline is a question. Cells that are one
    configuration in force leave none open: whatever sets them apart, nothing is to be chosen.
    """
    most = looks(analysis.plan.measure)[-1]
    found = []
    for cells, contrasts in asked(analysis).items():
        if all(each.verdict is Verdict.NOT_RESOLVED and not each.same_in_force for each in contrasts):
            nearest = min(contrasts, key=lambda each: each.rounds_needed or math.inf)
            hope = max(chance(each, most) for each in contrasts)
            found.append(OpenQuestion(contrast=nearest, cells=cells, rounds=nearest.rounds_needed, hope=hope))
    return tuple(sorted(found, key=lambda each: (each.rounds or math.inf, -each.hope)))


def asked(analysis: Analysis) -> dict[tuple[str, str], list[Contrast]]:
    """Every question, open or not: its two cells, with their comparisons by all metrics that answer."""
    known = [each for each in analysis.contrasts if each.metric in ANSWERING]
    discussed = [each for each in known if each.factor in analysis.plan.discuss and not _is(each, STEPS)]
    found: dict[tuple[str, str], list[Contrast]] = {}
    for contrast in discussed or [each for each in known if _is(each, BASELINE)]:
        found.setdefault((contrast.cell, contrast.reference), []).append(contrast)
    return found


def _is(contrast: Contrast, family: str) -> bool:
    return contrast.family.startswith(f"{contrast.metric}: {family}")


def chance(contrast: Contrast, rounds: int) -> float:
    """Probability that an open comparison is answered once both of its cells have so many rounds in all.

    The predictive power of D. J. Spiegelhalter, L. S. Freedman and P. R. Blackburn ("Monitoring clinical
    trials: conditional or predictive power?", Controlled Clinical Trials 7, 1986,
    doi 10.1016/0197-2456(86)90003-6): the rounds to come are drawn as those that are there lead to expect,
    with what is not known of their mean (a flat prior, hence Student's t), and then judged at the confidence
    of the present verdict. So a ratio that lies near the margin by chance alone is not given up. 1 where
    rounds are too few to say, 0 where none are to come or those that are there have no spread.
    """
    estimate = contrast.estimate
    if estimate is None or estimate.rounds < FEWEST_ROUNDS:
        return 1.0
    if rounds <= estimate.rounds or estimate.standard_error <= 0:
        return 0.0
    deviation = estimate.standard_error * math.sqrt(estimate.rounds)
    moves = deviation * math.sqrt(1 / estimate.rounds - 1 / rounds)
    df = estimate.df * (rounds - 1) / (estimate.rounds - 1)
    held = float(stats.t_quantile((1 + estimate.adjusted_level) / 2, df, estimate.looks))
    reach = held * deviation / math.sqrt(rounds)
    beyond = math.log1p(contrast.margin) + reach + estimate.carried
    within = max(math.log1p(contrast.alike) - reach - estimate.carried, 0.0)
    bounds = np.array([-beyond, -within, within, beyond])
    below = stats.t_above((math.log(estimate.ratio) - bounds) / moves, estimate.df)
    return float(below[0] + (below[2] - below[1]) + (1 - below[3]))
