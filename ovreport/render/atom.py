"""What programs read of the whole site: the Atom feed of its experiments, and the sitemap."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from ovreport.language.spans import plain
from ovreport.render.cards import Entry
from ovreport.render.citation import moment
from ovreport.render.places import FEED, Site, link

UNREADABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""What XML 1.0 has no way to write, and an experiment file may hold."""


@dataclass(frozen=True, kw_only=True)
class AtomEntry:
    """An experiment in the feed."""

    id: str
    language: str
    title: str
    summary: str
    author: str
    updated: str
    href: str


@dataclass(frozen=True, kw_only=True)
class AtomFeed:
    """The feed of a site.

    Attributes:
        home: Address of the list of experiments.
        itself: Address of the feed.
    """

    language: str
    id: str
    title: str
    author: str
    updated: str
    home: str
    itself: str
    entries: tuple[AtomEntry, ...]


@dataclass(frozen=True, kw_only=True)
class SitemapPage:
    """A page of the site: languages and addresses, and when it changed; empty where that is not known."""

    others: tuple[tuple[str, str], ...]
    changed: str = ""


def feed(site: Site, entries: Iterable[Entry]) -> AtomFeed | None:
    """The experiments by their newest records; `None` where nothing was measured.

    An experiment is known by its address, or, where the site has none, by its first record: both stay as they
    are when further ones come.
    """
    found = sorted((one for one in entries if one.newest_utc_ns), key=lambda one: one.slug)
    if not found:
        return None
    found.sort(key=lambda one: one.newest_utc_ns, reverse=True)
    first = min(found, key=lambda one: one.first_record)
    language = site.languages[0]
    return AtomFeed(
        language=language,
        id=site.address(FEED) or _urn("feed", first),
        title=_readable(site.name(language)),
        author=_readable(site.about.keys.author or "ovreport"),
        updated=moment(found[0].newest_utc_ns),
        home=site.address(site.index(language)) or site.index(language),
        itself=site.address(FEED) or FEED,
        entries=tuple(_entry(site, one) for one in found),
    )


def _entry(site: Site, one: Entry) -> AtomEntry:
    language, told = one.told[0]
    page = site.of(tuple(dict(one.told))).page(language, one.homes[0][0])
    return AtomEntry(
        id=site.address(page) or _urn("experiment", one),
        language=language,
        title=_readable(told.title),
        summary=_readable(plain(told.headline) or told.question),
        author=_readable(one.author),
        updated=moment(one.newest_utc_ns),
        href=site.address(page) or link(FEED, page),
    )


def _urn(what: str, one: Entry) -> str:
    _, record = one.first_record
    return uuid.uuid5(uuid.NAMESPACE_OID, f"ovreport {what} {one.slug} {record}").urn


def _readable(words: str) -> str:
    return UNREADABLE.sub("\N{REPLACEMENT CHARACTER}", words)


def sitemap(site: Site, entries: Iterable[Entry]) -> tuple[SitemapPage, ...]:
    """All pages of the site but those of single configurations, in every language."""
    pages = [
        SitemapPage(others=_others(site, {tag: path(tag) for tag in site.languages}))
        for path in (site.index, site.method)
    ]
    for one in sorted(entries, key=lambda one: one.slug):
        own = site.of(tuple(dict(one.told)))
        changed = moment(one.newest_utc_ns) if one.newest_utc_ns else ""
        homes = [{tag: own.page(tag, home) for tag in own.spoken} for home, _ in one.homes]
        if len(homes) > 1:
            homes.append({tag: own.hosts(tag, one.homes[0][0]) for tag in own.spoken})
        pages += [SitemapPage(others=_others(site, each), changed=changed) for each in homes]
    return tuple(pages)


def _others(site: Site, paths: dict[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple((tag, site.address(path)) for tag, path in paths.items())
