"""From a claim or a caveat to its sentences in one language."""

from __future__ import annotations

from collections.abc import Sequence

from ovreport.analysis.metrics import Metric
from ovreport.analysis.results import Analysis, Caveat
from ovreport.claims.caveats import caveat_text
from ovreport.claims.claim import CaveatText, Claim, Report
from ovreport.claims.settling import way_out_of_all
from ovreport.claims.texts import ClaimText, Texts
from ovreport.language.spans import Text


def say(claim: Claim, about: Analysis | Report, language: str) -> ClaimText:
    """A claim in words.

    Args:
        claim: Of the report.
        about: The report, or the analysis behind it.
        language: BCP 47 tag of a language that is spoken.
    """
    return claim.text(Texts(_analysis(about), language))


def say_way_out(claims: Sequence[Claim], metric: Metric, about: Analysis | Report, language: str) -> Text:
    """What would settle what claims leave open in this metric, as a sentence; empty where nothing is open."""
    contrasts = [each for claim in claims for each in claim.contrasts if each.metric == metric]
    return way_out_of_all(Texts(_analysis(about), language), contrasts)


def say_caveat(caveat: Caveat, about: Analysis | Report, language: str) -> CaveatText:
    """A reason to distrust in words: a bold claim, its number, the remedy."""
    return caveat_text(caveat, _analysis(about), language)


def _analysis(about: Analysis | Report) -> Analysis:
    return about.analysis if isinstance(about, Report) else about
