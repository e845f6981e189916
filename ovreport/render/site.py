"""Writing the site: all pages of a host are made before one is written, and equal files are left alone."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from ovreport import limits
from ovreport.claims.claim import Report
from ovreport.claims.hosts import all_together
from ovreport.claims.on_hosts import HostsReport
from ovreport.language.locale import Locale
from ovreport.language.spans import plain
from ovreport.render import assets, atom, card, cards, figures, hosts, layout, pages
from ovreport.render import blocks as block_views
from ovreport.render.card import CardWords
from ovreport.render.cards import Entry, Measured
from ovreport.render.context import Context
from ovreport.render.hosts import HostsContext, HostsPage
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


@dataclass(frozen=True)
class HostPaths:
    """Where the pages of an experiment lie in one language: the one about all hosts, and those of each."""

    together: str
    hosts: Mapping[str, str]


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
        self.homes: list[tuple[str, str]] = []
        self.places: dict[str, HostPaths] = {}

    def host(self, report: Report) -> None:
        """Write the pages of the next host."""
        article, files = report.analysis.plan.article, Files()
        site = self.site.of(article.languages)
        if not self.measured:  # once, not for each of what may be hundreds
            self.homes = _homes(article.slug, self.names)
            self.places = {tag: _in_site(site, tag, self.homes) for tag in site.spoken}
        home = self.homes[len(self.measured)][0]
        downloads = _copies(files, report, self.records)
        for language in site.spoken:
            path = site.page(language, home)
            context = Context(report, Locale(language), site, home, path, file=self.file)
            _host_page(files, context, downloads, self.places[language])
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
        files, slug = Files(), found.about.plan.article.slug
        for language, first in self.first.items():
            site = first.site
            context, view = _all_hosts(found, first.locale, self.places[language])
            picture = _all_hosts_card(files, context, site)
            around = layout.hosts(site, first.locale, folder_name(slug), view.title, _lead(view), picture)
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
    reports: Iterable[Report | HostsReport],
    output: Path,
    *,
    hosts: Sequence[str],
    file: str = "",
    about: SiteDescription = NOTHING_SAID,
) -> tuple[str, ...]:
    """Write the pages of one experiment as files that need nothing else: one for each host and language.

    Args:
        reports: As `write_experiment` takes them.
        output: Folder, made where it does not exist. Its other files are left alone.
        hosts: Their names, in the same order.
        file: What a command calls the experiment file; its own name where none is given.
        about: What is true of all pages.

    Returns:
        Paths of `<experiment>.html`, `<experiment>.zh-Hans.html` below `output`, sorted.
    """
    written: list[str] = []
    for place, report in enumerate(reports):
        article = (report.about if isinstance(report, HostsReport) else report.analysis).plan.article
        site, files = Site(article.languages, about=about), Files()
        stems = [home.replace("/", ".") for home, _ in _homes(article.slug, hosts)]
        common = f"{stems[0]}.hosts"
        common += "-together" if common in stems else ""  # a host may be called “hosts”
        for language in site.spoken:
            locale = Locale(language)
            together, *own = (layout.alone_name(stem, language, site.spoken) for stem in (common, *stems))
            paths = HostPaths(together, dict(zip(hosts, own, strict=True)))
            if isinstance(report, HostsReport):
                _, view = _all_hosts(report, locale, paths)
                around = layout.alone(common, language, site.spoken, view.title, _lead(view), about)
                made = pages.fill("hosts.html", language, about.templates, page=view, layout=around)
                files.texts[together] = made
            else:
                context = Context(report, locale, site, stems[place], own[place], single=True, file=file)
                files.texts[own[place]] = _single(context, paths)
        written += files.write(output)
    return tuple(sorted(written))


def _single(context: Context, paths: HostPaths) -> str:
    """A host's page that needs nothing else."""
    about, source = context.site.about, Link(text="experiment.yaml", href="")
    data = pages.script_data("data", figures.data(context))
    inline = assets.inline(data + pages.script_data("words", figures.words(context)), about)
    view = page(context, downloads={}, source=source, hosts=_other_hosts(context, paths))
    around = layout.single(context, context.home, inline)
    return pages.fill("experiment.html", context.locale.tag, about.templates, page=view, layout=around)


def _homes(slug: str, names: Sequence[str]) -> list[tuple[str, str]]:
    """Folder and name of every host; the first one has the experiment's own folder."""
    home = folder_name(slug)
    return [
        (f"{home}/{folder_name(name or 'published')}" if place else home, name)
        for place, name in enumerate(names)
    ]


def _in_site(site: Site, language: str, homes: Sequence[tuple[str, str]]) -> HostPaths:
    """Where the pages of an experiment lie in a site."""
    found = {name: site.page(language, home) for home, name in homes}
    return HostPaths(site.hosts(language, homes[0][0]), found)


def _host_page(files: Files, context: Context, downloads: dict[str, str], paths: HostPaths) -> None:
    around = layout.experiment(context, _card(files, context))
    addresses = {sha: link(context.path, path) for sha, path in downloads.items()}
    file = f"{folder_name(context.plan.article.slug)}/experiment.yaml"
    source = Link(text="experiment.yaml", href=link(context.path, file))
    view = page(context, downloads=addresses, source=source, hosts=_other_hosts(context, paths))
    own = context.site.about.templates
    files.texts[context.path] = pages.fill(
        "experiment.html", context.locale.tag, own, page=view, layout=around
    )
    if context.many:
        _cell_pages(files, context, addresses)


def _other_hosts(context: Context, paths: HostPaths) -> tuple[Link, ...]:
    """The page about all hosts, and the pages of each where these are few; nothing where there is one."""
    number = len(paths.hosts)
    if number < 2:
        return ()
    every = Link(text=all_together(context.locale, number), href=link(context.path, paths.together))
    named = (
        Link(text=name, href=link(context.path, path), current=path == context.path)
        for name, path in paths.hosts.items()
        if number <= hosts.MOST_ROWS or path == context.path
    )
    return (every, *named)


def _all_hosts(found: HostsReport, locale: Locale, paths: HostPaths) -> tuple[HostsContext, HostsPage]:
    """The page about all hosts."""
    context = HostsContext(found, locale, paths.together, paths.hosts)
    return context, hosts.page(context)


def _lead(view: HostsPage) -> str:
    """What it says first."""
    return plain(view.conclusions[0].headline) if view.conclusions else view.question


def _card(files: Files, context: Context) -> str:
    """Path of the picture for links to a page; empty where no address leads to it, or it cannot be drawn."""
    if context.site.about.keys.base_url is None:
        return ""
    path, english = f"{context.home}/card.{context.locale.tag}.png", replace(context, locale=Locale("en"))
    last = CardWords(kicker="", title=context.plan.article.slug, sentence="", foot=context.analysis.host)
    return _drawn(files, path, context.site, _card_words(context), _card_words(english), last)


def _all_hosts_card(files: Files, context: HostsContext, site: Site) -> str:
    """The same of the page about all hosts."""
    if site.about.keys.base_url is None:
        return ""
    slug = context.found.about.plan.article.slug
    told = []
    for locale in (context.locale, Locale("en")):
        view = hosts.page(replace(context, locale=locale))
        foot = f"{all_together(locale, len(context.pages))} · {site.name(locale.tag)}"
        told.append(
            CardWords(kicker=view.extent, title=view.title, sentence=_lead(view), foot=locale.initial(foot))
        )
    path = f"{folder_name(slug)}/hosts-card.{context.locale.tag}.png"
    return _drawn(files, path, site, *told, CardWords(kicker="", title=slug, sentence="", foot=""))


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
    return _drawn(files, f"card.{locale.tag}.png", site, words)


def _drawn(files: Files, path: str, site: Site, *told: CardWords) -> str:
    """The path where the card could be drawn, else nothing; of each text the first that can be spelled."""
    words = CardWords(
        kicker=card.spelled(*(each.kicker for each in told)),
        title=card.spelled(*(each.title for each in told)),
        sentence=card.spelled(*(each.sentence for each in told)),
        foot=card.spelled(*(each.foot for each in told)),
    )
    picture = card.draw(words, site.about.keys.accent) if words.title else None
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
