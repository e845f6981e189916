"""A claim with the analysis that it is about."""

from __future__ import annotations

from dataclasses import dataclass

from ovreport.analysis.results import Analysis
from ovreport.claims.claim import Claim


@dataclass(frozen=True, eq=False)
class Sample:
    """A claim to be told.

    Attributes:
        about: What its names, units and rounding come from.
    """

    claim: Claim
    about: Analysis
