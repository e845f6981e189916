"""Reports about simulated measurements, made once a run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from ovreport.analysis.report import analyse
from ovreport.claims import conclude
from ovreport.claims.claim import Report
from ovreport.language.locale import Locale
from ovreport.plan import Plan
from ovreport.render.context import Context
from ovreport.render.places import Site
from tests.simulation import World, article_plan, failed, large_plan, measure, published_plan
from tests.sites import write_site

SITE = Site(("en", "zh-Hans"))


def report_of(plan: Plan, host: str = "simulated", *, seed: int = 1) -> Report:
    """The report about a plan measured in a simulated world."""
    return conclude(analyse(plan, host, measure(plan, World(seed=seed), host=host)))


def context_of(report: Report, language: str = "en") -> Context:
    """A page of this report in the making."""
    slug = report.analysis.plan.article.slug
    return Context(report, Locale(language), SITE, slug, SITE.page(language, slug))


@pytest.fixture(scope="session")
def article() -> Report:
    """Five configurations, five rounds, and some published figures beside them."""
    return report_of(article_plan())


@pytest.fixture(scope="session")
def published() -> Report:
    """Published figures alone."""
    return conclude(analyse(published_plan(), "", []))


@pytest.fixture(scope="session")
def large() -> Report:
    """A hundred configurations in three rounds."""
    return report_of(large_plan(rounds=3))


@pytest.fixture(scope="session")
def troubled() -> Report:
    """The first configuration crashed in every round, the second found no device."""
    plan = article_plan(rounds=3, published=False)
    crash, absent = plan.cells[0].id, plan.cells[1].id
    records = []
    for record, sha in measure(plan):
        if record.cell_id == crash:
            record = failed(record, message="the worker ended with signal 11")
            record = replace(record, failure=replace(record.failure, last_lines=("out of <luck>",)))  # type: ignore[type-var] # failed() has set it
        elif record.cell_id == absent:
            record = failed(record, "no-device", "available: CPU")
        records.append((record, sha))
    return conclude(analyse(plan, "simulated", records))


@pytest.fixture(scope="session")
def built(article: Report, published: Report, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site of the first two reports."""
    output = tmp_path_factory.mktemp("site")
    write_site([article, published], output)
    return output


@pytest.fixture
def page(tmp_path: Path) -> Callable[[Report, str], str]:
    """Writes a report's site and returns its page in a language."""

    def text(report: Report, language: str = "en") -> str:
        write_site([report], tmp_path / "site")
        slug = report.analysis.plan.article.slug
        tree = "" if language == "en" else f"{language}/"
        return (tmp_path / "site" / f"{tree}{slug}/index.html").read_text(encoding="utf-8")

    return text
