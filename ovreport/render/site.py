"""Writing the site: all pages of a host are made before one is written, and equal files are left alone."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from ovreport import limits
from ovreport.claims.claim import Report
from ovreport.claims.on_hosts import HostsReport
from ovreport.language.locale import Locale
from ovreport.language.spans import plain
from ovreport.render import assets, atom, card, cards, figures, hosts, layout, pages
from ovreport.render import blocks as block_views
from ovreport.render.card import CardWords
from ovreport.render.cards import Entry, Measured
from ovreport.render.context import Context
from ovreport.render.hosts import HostsContext
from ovreport.render.page import kicker, page
from ovreport.render.places import FEED, SITE_FILE, SITEMAP, Site, data_folder, folder_name, link
from ovreport.render.views import CellPage, Link
from ovreport.spec import NOTHING_SAID, SiteDescription, text_in

Records = Mapping[str, Path]
"""Files of records by their SHA-256."""


@dataclass
class Files:
    """What will be written: texts, and files to copy, by path in the site."""

    texts: dict[str, str | bytes] = field(default_factory=dict)
    copies: dict[str, Path] = field(default_factory=dict)

    def write(self, output: Path) -> tuple[str, ...]:
        """Write everything below `output`.

        Returns:
            The paths, in order.
        """
        for name, text in self.texts.items():
            _write(output / name, text.encode("utf-8", "replace") if isinstance(text, str) else text)
        for name, source in self.copies.items():
            copy_file(source, output / name)
        return tuple(sorted([*self.texts, *self.copies]))


def write_experiment(
    reports: Iterable[Report | HostsReport],
    output: Path,
    *,
    hosts: Sequence[str],
    languages: tuple[str, ...],
    records: Records,
    file: str = "",
    about: SiteDescription = NOTHING_SAID,
) -> tuple[Entry, tuple[str, ...]]:
    """Write the pages of one experiment: every host, every language of its file, and all hosts together.

    Args:
        reports: One for each host, all of the same experiment, and last what several hosts say together. Each
            is let go when its pages are written, so that they may be made one at a time.
        output: The site's folder.
        hosts: Their names, in the same order; the first one leads.
        languages: Of the site, the first one at its top (`languages_of`).
        records: The records' files by SHA-256.
        file: What a command calls the experiment file; its own name where none is given.
        about: What is true of all pages.

    Returns:
        What the index needs to know, and the paths written.

    Raises:
        FileError: A template that takes the place of ovreport's own has a mistake.
    """
    made = _Experiment(output, hosts, languages, records, file, about)
    for report in reports:
        if isinstance(report, HostsReport):
            made.together(report)
        else:
            made.host(report)
    return made.entry(), tuple(sorted(made.paths))


class _Experiment:
    """The pages of one experiment, host after host."""

    def __init__(
        self,
        output: Path,
        hosts: Sequence[str],
        languages: tuple[str, ...],
        records: Records,
        file: str,
        about: SiteDescription,
    ) -> None:
        self.output, self.names, self.records, self.file = output, hosts, records, file
        self.site = Site(languages, about=about)
        self.paths: list[str] = []
        self.measured: list[Measured] = []
        self.first: dict[str, Context] = {}
        self.beside: HostsReport | None = None

    @property
    def homes(self) -> list[tuple[str, str]]:
        """Folder and name of every host."""
        return _homes(next(iter(self.first.values())).plan.article.slug, self.names)

    def host(self, report: Report) -> None:
        """Write the pages of the next host."""
        article, files = report.analysis.plan.article, Files()
        site = self.site.of(article.languages)
        homes = _homes(article.slug, self.names)
        home = homes[len(self.measured)][0]
        downloads = _copies(files, report, self.records)
        for language in site.spoken:
            path = site.page(language, home)
            context = Context(report, Locale(language), site, home, path, file=self.file)
            _host_page(files, context, downloads, homes)
            files.texts[layout.words_of(context)] = pages.script_data("words", figures.words(context))
            if not self.measured:
                self.first[language] = context
                files.texts[f"{home}/experiment.yaml"] = article.source
            if language == site.spoken[0]:
                files.texts[f"{home}/figures.js"] = pages.script_data("data", figures.data(context))
        self.measured.append(cards.measured(report))
        self.paths += files.write(self.output)

    def together(self, found: HostsReport) -> None:
        """Write the page about all hosts."""
        files, homes = Files(), self.homes
        folders = {name: home for home, name in homes}
        for language, first in self.first.items():
            site, slug = first.site, homes[0][0]
            context = HostsContext(found, first.locale, site, site.hosts(language, slug), folders)
            view = hosts.page(context)
            lead = plain(view.conclusions[0].headline) if view.conclusions else view.question
            around = layout.hosts(site, first.locale, slug, view.title, lead)
            own = site.about.templates
            files.texts[context.path] = pages.fill("hosts.html", language, own, page=view, layout=around)
        self.beside = found
        self.paths += files.write(self.output)

    def entry(self) -> Entry:
        """The experiment on the index."""
        made = cards.entry(self.first, self.homes, self.measured)
        return cards.with_hosts(made, self.beside) if self.beside else made


def write_front(
    entries: Iterable[Entry],
    output: Path,
    *,
    languages: tuple[str, ...],
    about: SiteDescription = NOTHING_SAID,
) -> tuple[str, ...]:
    """Write the index and the method page in every language, and the files that all pages share."""
    site, files, known = Site(languages, about=about), Files(), list(entries)
    own, feed = about.templates, atom.feed(site, known)
    for language in languages:
        locale = Locale(language)
        around = layout.index(site, locale, _index_card(files, site, locale, known), feed=feed is not None)
        files.texts[site.index(language)] = pages.fill(
            "index.html",
            language,
            own,
            layout=around,
            heading=text_in(about.keys.title, language) or locale("Experiments"),
            cards=cards.cards(site, locale, known),
            filters=cards.filters(locale, known),
        )
        around = layout.method(site, locale, feed=feed is not None)
        method = f"method.{language}.html"
        files.texts[site.method(language)] = pages.fill(method, language, own, layout=around, limits=limits)
    if feed:
        files.texts[FEED] = pages.fill("feed.xml", languages[0], own, feed=feed)
    if about.keys.base_url:
        mapped = atom.sitemap(site, known)
        files.texts[SITEMAP] = pages.fill("sitemap.xml", languages[0], own, pages=mapped)
    if about.source:
        files.texts[SITE_FILE] = about.source
    return tuple(sorted([*files.write(output), *assets.write(output, about)]))


def write_single_files(
    reports: Sequence[Report], output: Path, *, file: str = "", about: SiteDescription = NOTHING_SAID
) -> tuple[str, ...]:
    """Write the pages of one experiment as files that need nothing else: one for each host and language.

    Args:
        reports: One for each host; all of the same experiment.
        output: Folder, made where it does not exist. Its other files are left alone.
        file: What a command calls the experiment file; its own name where none is given.
        about: What is true of all pages.

    Returns:
        Paths of `<experiment>.html`, `<experiment>.zh-Hans.html` below `output`, sorted.
    """
    article, files = reports[0].analysis.plan.article, Files()
    site = Site(article.languages, about=about)
    slug, names = article.slug, [each.analysis.host for each in reports]
    for (home, _), report in zip(_homes(slug, names), reports, strict=True):
        stem = home.replace("/", ".")
        for language in site.spoken:
            name = layout.single_name(stem, language, site)
            context = Context(report, Locale(language), site, stem, name, single=True, file=file)
            data = pages.script_data("data", figures.data(context))
            inline = assets.inline(data + pages.script_data("words", figures.words(context)), about)
            around = layout.single(context, stem, inline)
            source = Link(text="experiment.yaml", href="")
            view = page(context, downloads={}, source=source)
            files.texts[name] = pages.fill(
                "experiment.html", language, about.templates, page=view, layout=around
            )
    return files.write(output)


def _homes(slug: str, names: Sequence[str]) -> list[tuple[str, str]]:
    """Folder and name of every host; the first one has the experiment's own folder."""
    home = folder_name(slug)
    return [
        (f"{home}/{folder_name(name or 'published')}" if place else home, name)
        for place, name in enumerate(names)
    ]


def _host_page(
    files: Files, context: Context, downloads: dict[str, str], homes: Sequence[tuple[str, str]]
) -> None:
    around = layout.experiment(context, _card(files, context))
    addresses = {sha: link(context.path, path) for sha, path in downloads.items()}
    source = Link(text="experiment.yaml", href=link(context.path, f"{homes[0][0]}/experiment.yaml"))
    view = page(context, downloads=addresses, source=source, hosts=_other_hosts(context, homes))
    own = context.site.about.templates
    files.texts[context.path] = pages.fill(
        "experiment.html", context.locale.tag, own, page=view, layout=around
    )
    if context.many:
        _cell_pages(files, context, addresses)


def _other_hosts(context: Context, homes: Sequence[tuple[str, str]]) -> tuple[Link, ...]:
    """The page about all hosts, and the pages of each where these are few; nothing where there is one."""
    if len(homes) < 2:
        return ()
    tag, few = context.locale.tag, len(homes) <= hosts.MOST_ROWS
    every = Link(
        text=context.locale("all {number} hosts together", number=len(homes)),
        href=link(context.path, context.site.hosts(tag, homes[0][0])),
    )
    named = (
        Link(text=name, href=link(context.path, context.site.page(tag, home)), current=home == context.home)
        for home, name in homes
        if few or home == context.home
    )
    return (every, *named)


def _card(files: Files, context: Context) -> str:
    """Path of the picture for links to a page; empty where no address leads to it, or it cannot be drawn."""
    keys, path = context.site.about.keys, f"{context.home}/card.{context.locale.tag}.png"
    if keys.base_url is None:
        return ""
    own, english = _card_words(context), _card_words(replace(context, locale=Locale("en")))
    words = CardWords(
        kicker=card.spelled(own.kicker, english.kicker),
        title=card.spelled(own.title, english.title, context.plan.article.slug),
        sentence=card.spelled(own.sentence, english.sentence),
        foot=card.spelled(own.foot, english.foot, context.analysis.host),
    )
    return _drawn(files, path, words, keys.accent)


def _card_words(context: Context) -> CardWords:
    analysis, locale = context.analysis, context.locale
    where = (analysis.host, locale.date(analysis.started_utc_ns)) if context.measured else ()
    return CardWords(
        kicker=kicker(context),
        title=context.plan.article.words(locale.tag).title,
        sentence=layout.titles(context)[1],
        foot=" · ".join(filter(None, (*where, context.site.name(locale.tag)))),
    )


def _index_card(files: Files, site: Site, locale: Locale, known: Sequence[Entry]) -> str:
    """The same of the list of experiments: what the site is called, and the titles of its latest pages."""
    keys = site.about.keys
    if keys.base_url is None:
        return ""
    both = (cards.cards(site, each, known) for each in (locale, Locale("en")))
    titles = (card.spelled(one.title, other.title) for one, other in zip(*both, strict=True))
    names = (text_in(keys.title, each) or Locale(each)("Experiments") for each in (locale.tag, "en"))
    words = CardWords(
        kicker=keys.base_url.partition("//")[2].rstrip("/"),
        title=card.spelled(*names, Locale("en")("Experiments")),
        sentence=" · ".join(filter(None, titles)),
        foot=card.spelled(" · ".join(filter(None, (keys.author, "ovreport"))), "ovreport"),
    )
    return _drawn(files, f"card.{locale.tag}.png", words, keys.accent)


def _drawn(files: Files, path: str, words: CardWords, accent: str | None) -> str:
    """The path where the card could be drawn, else nothing."""
    picture = card.draw(words, accent) if words.title else None
    if picture is None:
        return ""
    files.texts[path] = picture
    return path


def _cell_pages(files: Files, context: Context, addresses: Mapping[str, str]) -> None:
    """A page for every configuration, where they are too many for one."""
    cells, language = context.analysis.cells, context.locale.tag
    by_section = block_views.latency_axes(context)
    for number, result in enumerate(cells):
        path = context.site.cell(language, context.home, result.cell.id)
        around = layout.cell(context, result.cell.id)
        view = CellPage(
            block=block_views.block(context, result, by_section[result.cell.id]),
            back=Link(text=context.plan.article.words(language).title, href="index.html"),
            records=block_views.records(context, result, addresses),
            before=_neighbour(context, number - 1),
            after=_neighbour(context, number + 1),
        )
        own = context.site.about.templates
        files.texts[path] = pages.fill("cell.html", language, own, page=view, layout=around)


def _neighbour(context: Context, number: int) -> Link | None:
    if not 0 <= number < len(context.analysis.cells):
        return None
    cell = context.analysis.cells[number].cell
    return Link(text=context.names[cell.id], href=f"{cell.id}.html")


def _copies(files: Files, report: Report, records: Records) -> dict[str, str]:
    """Plan the copies of a report's records.

    Returns:
        Path in the site by SHA-256.
    """
    folder = data_folder(report.analysis.plan.article.slug, report.analysis.host)
    found = {}
    for result in report.analysis.cells:
        for trial in result.trials:
            if path := records.get(trial.sha256):
                found[trial.sha256] = f"{folder}/{path.name}"
                files.copies[found[trial.sha256]] = path
    return found


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.is_file() or path.read_bytes() != content:
        path.write_bytes(content)


def copy_file(source: Path, target: Path) -> None:
    """Copy a record unless that very one is there; a repeated trial has the name of the earlier one."""
    if target.is_file():
        old, new = target.stat(), source.stat()
        if (old.st_size, old.st_mtime_ns) == (new.st_size, new.st_mtime_ns):
            return
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy2(source, target)
