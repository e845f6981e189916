"""Whole sites, as the command line writes them: every experiment, then what they share."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from ovreport import render
from ovreport.claims.claim import Report
from ovreport.claims.on_hosts import HostsReport
from ovreport.spec import NOTHING_SAID, SiteDescription
from tests.fleets import together


def with_hosts(reports: Sequence[Report]) -> Iterator[Report | HostsReport]:
    """Reports about one experiment, and last what several of them say together."""
    yield from reports
    if len(reports) > 1:
        yield together(reports)


def write_site(
    reports: Sequence[Report],
    output: Path,
    *,
    records: Mapping[str, Path] | None = None,
    about: SiteDescription = NOTHING_SAID,
) -> None:
    """Write a site of these reports; the first host of an experiment leads."""
    languages = render.languages_of(report.analysis.plan.article.languages for report in reports)
    experiments: dict[str, list[Report]] = {}
    for report in reports:
        experiments.setdefault(report.analysis.plan.article.slug, []).append(report)
    entries = [
        render.write_experiment(
            with_hosts(hosts),
            output,
            hosts=[each.analysis.host for each in hosts],
            languages=languages,
            records=records or {},
            about=about,
        )[0]
        for hosts in experiments.values()
    ]
    render.write_front(entries, output, languages=languages, about=about)
