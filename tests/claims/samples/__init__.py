"""A claim of every class and a caveat of every kind, for what must hold of every sentence."""

from tests.claims.samples.caveats import caveats
from tests.claims.samples.choices import choices
from tests.claims.samples.comparisons import comparisons
from tests.claims.samples.doubtful import doubtful
from tests.claims.samples.hosts import on_hosts
from tests.claims.samples.printed import printed
from tests.claims.samples.requests import requests
from tests.claims.samples.sample import Sample
from tests.claims.samples.steady import steady

__all__ = ["Sample", "caveats", "samples"]


def samples() -> tuple[Sample, ...]:
    """At least one claim of every class, family by family."""
    return (
        *comparisons(),
        *requests(),
        *choices(),
        *doubtful(),
        *steady(),
        *printed(),
        *on_hosts(),
    )
