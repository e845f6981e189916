"""What the index knows of an experiment, and the index made from it.

An entry is plain data, so that it can be kept while the experiment has not changed.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from ovreport.analysis.results import Verdict
from ovreport.claims import Texts
from ovreport.claims.claim import Claim, Report
from ovreport.claims.hosts import all_together
from ovreport.claims.on_hosts import HostsReport
from ovreport.language.locale import Locale
from ovreport.language.spans import Text
from ovreport.render import markdown
from ovreport.render.context import MOST_LINES, Context
from ovreport.render.evidence import badge
from ovreport.render.places import Site, link
from ovreport.render.scales import linear
from ovreport.render.unmeasured import first_published, only_printed
from ovreport.render.views import Badge, Key, Link, Strip

MOST_ROWS = MOST_LINES
MOST_HOSTS = 6
"""Hosts that a card names; of more it leads to their common page alone."""


@dataclass(frozen=True, kw_only=True)
class Told:
    """What an entry says in one language.

    Attributes:
        unmeasured: Why nothing was measured, or what is shown instead; empty where something was.
    """

    title: str
    question: str
    tags: tuple[str, ...]
    headline: Text
    picture_label: str
    search: str
    unmeasured: str


@dataclass(frozen=True, kw_only=True)
class Entry:
    """An experiment on the index.

    Attributes:
        homes: Folder of every host's page, and the host's name.
        told: By language.
        picture: Marks and intervals of the first configurations.
        levels: Values to filter by: `tag`, `model`, `device`, `host`.
        newest_utc_ns: When the newest record began; 0 where there is none.
        first_record: When the oldest trial began, and its SHA-256.
    """

    slug: str
    homes: tuple[tuple[str, str], ...]
    started_utc_ns: int
    cells: int
    measured: bool
    rounds: int
    verdict: str
    told: tuple[tuple[str, Told], ...]
    picture: tuple[tuple[Key, Strip], ...]
    levels: tuple[tuple[str, tuple[str, ...]], ...]
    author: str
    newest_utc_ns: int
    first_record: tuple[int, str]


@dataclass(frozen=True, kw_only=True)
class Card:
    """An experiment on the index.

    Attributes:
        picture: Mark and interval of the first configurations.
        filters: What it is found by, under the names of the index's filters.
    """

    title: str
    href: str
    question: str
    date: str
    hosts: tuple[Link, ...]
    headline: Text
    badge: Badge | None
    picture: tuple[tuple[Key, Strip], ...]
    picture_label: str
    facts: str
    tags: tuple[str, ...]
    filters: dict[str, tuple[str, ...]]
    search: str


@dataclass(frozen=True, kw_only=True)
class Measured:
    """What an entry takes of the report of each host; see `Entry`."""

    host: str
    rounds: int
    started_utc_ns: int
    newest_utc_ns: int
    first_record: tuple[int, str] | None


def measured(report: Report) -> Measured:
    """What an entry takes of a report."""
    analysis = report.analysis
    trials = (trial for result in analysis.cells for trial in result.trials)
    return Measured(
        host=analysis.host,
        rounds=analysis.rounds,
        started_utc_ns=analysis.started_utc_ns,
        newest_utc_ns=analysis.newest_utc_ns,
        first_record=min(((trial.started_utc_ns, trial.sha256) for trial in trials), default=None),
    )


def entry(
    contexts: Mapping[str, Context], homes: Sequence[tuple[str, str]], found: Sequence[Measured]
) -> Entry:
    """An experiment's entry, from its first host's page in every language and what is known of all hosts."""
    context = next(iter(contexts.values()))
    analysis = context.analysis
    lead = _lead(context.report)
    return Entry(
        slug=context.plan.article.slug,
        homes=tuple(homes),
        started_utc_ns=max((each.started_utc_ns for each in found), default=0),
        cells=len(analysis.cells),
        measured=bool(context.measured),
        rounds=analysis.rounds,
        verdict=lead.verdict.value if lead and lead.verdict else "",
        told=tuple((language, _told(one)) for language, one in contexts.items()),
        picture=_picture(context),
        levels=_levels(context, found),
        author=context.author,
        newest_utc_ns=max((each.newest_utc_ns for each in found), default=0),
        first_record=min((each.first_record for each in found if each.first_record), default=(0, "")),
    )


def with_hosts(one: Entry, found: HostsReport) -> Entry:
    """The same entry, told by what all hosts say together, where they say anything."""
    if not found.conclusions:
        return one
    told = tuple(
        (tag, replace(words, headline=found.conclusions[0].text(Texts(found.about, tag)).short))
        for tag, words in one.told
    )
    return replace(one, told=told, verdict="")


def _lead(report: Report) -> Claim | None:
    """What the abstract tells that is told first by its kind and size, if it is settled."""
    told = [report.conclusions[place] for place in report.abstract] or list(report.conclusions[:1])
    settled = [claim for claim in told if claim.verdict is not Verdict.NOT_RESOLVED]
    return min(settled or told, key=lambda each: each.rank, default=None)


def _told(context: Context) -> Told:
    words = context.plan.article.words(context.locale.tag)
    lead = _lead(context.report)
    headline = context.say(lead).short if lead else ()
    shown = context.locale.semicolon.join(
        context.names[result.cell.id] for result in context.analysis.cells[:MOST_ROWS]
    )
    search = " ".join([words.title, words.question, markdown.to_text(words.description), context.author])
    label = context.locale("Throughput of the configurations: {names}", names=shown)
    return Told(
        title=words.title,
        question=words.question,
        tags=tuple(words.label(tag) for tag in context.plan.article.tags),
        headline=headline,
        picture_label=label,
        search=search.lower()[:2000],
        unmeasured="" if context.measured else context.bare or only_printed(context),
    )


def _picture(context: Context) -> tuple[tuple[Key, Strip], ...]:
    """A row for each of the first configurations, as in the page's first table."""
    chosen = context.selected if len(context.measured) > MOST_ROWS else context.analysis.cells
    rows = []
    for result in chosen[:MOST_ROWS]:
        figure = first_published(context, result)
        if result.throughput:
            level = result.throughput
            rows.append((context.key(result.cell), level.value, level.low, level.high))
        elif figure and figure.throughput_fps:
            rows.append((context.key(result.cell), figure.throughput_fps, math.nan, math.nan))
    scale = linear([value for row in rows for value in row[1:] if value == value], zero=True)
    return tuple((key, scale.strip(value, low, high)) for key, value, low, high in rows)


def _levels(context: Context, found: Sequence[Measured]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    settings = [result.cell.setting for result in context.analysis.cells]
    hosts = [each.host for each in found if each.host and each.rounds]
    levels = {
        "tag": context.plan.article.tags,
        "model": [setting.model.name for setting in settings],
        "device": [setting.device for setting in settings],
        "host": hosts,
    }
    return tuple((name, tuple(sorted(set(values)))) for name, values in levels.items())


# ---------------------------------------------------------------- the page


def cards(site: Site, locale: Locale, entries: Iterable[Entry]) -> tuple[Card, ...]:
    """The list of experiments, the latest first."""
    ordered = sorted(entries, key=lambda one: (-one.started_utc_ns, one.slug))
    return tuple(_card(site, locale, one) for one in ordered)


def _card(site: Site, locale: Locale, one: Entry) -> Card:
    told = dict(one.told)
    language = locale.tag if locale.tag in told else one.told[0][0]
    words, here, own = told[language], site.index(locale.tag), site.of(tuple(told))
    hosts = tuple(Link(text=name, href=link(here, own.page(language, home))) for home, name in one.homes)
    href, named = hosts[0].href, tuple(host for host in hosts if host.text)
    if len(hosts) > 1:
        href = link(here, own.hosts(language, one.homes[0][0]))
    if len(hosts) > MOST_HOSTS:
        named = (Link(text=all_together(locale, len(hosts)), href=href),)
    facts = [locale.plural("One configuration", "{number} configurations", one.cells)]
    if one.measured:
        facts.append(locale.plural("one round", "{number} rounds", one.rounds))
    else:
        facts.append(words.unmeasured)
    return Card(
        title=words.title,
        href=href,
        question=words.question,
        date=locale.date(one.started_utc_ns) if one.measured else "",
        hosts=named if one.measured else (),
        headline=words.headline,
        badge=badge(Verdict(one.verdict), locale) if one.verdict else None,
        picture=one.picture,
        picture_label=words.picture_label,
        facts=locale.list(facts),
        tags=words.tags,
        filters=_values(locale, one),
        search=words.search,
    )


def _values(locale: Locale, one: Entry) -> dict[str, tuple[str, ...]]:
    """What an entry is filtered by, its tags as this language says them."""
    words = dict(one.told).get(locale.tag) or one.told[0][1]
    return dict(one.levels) | {"tag": tuple(sorted(set(words.tags)))}


def filters(locale: Locale, entries: Sequence[Entry]) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    """The choices of the index: name, label, and the values to choose from where there are several."""
    labels = {
        "tag": locale("Tag"),
        "model": locale("Model"),
        "device": locale("Device"),
        "host": locale("Host"),
    }
    found = []
    for name, label in labels.items():
        values = sorted({value for one in entries for value in _values(locale, one)[name]})
        if len(values) > 1:
            found.append((name, label, tuple(values)))
    return tuple(found)
