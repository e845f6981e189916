"""What surrounds a page: title, trail, the same place in other languages, where shared files lie."""

from __future__ import annotations

from ovreport.language.locale import Locale
from ovreport.language.registry import LANGUAGES
from ovreport.language.spans import plain
from ovreport.render import assets
from ovreport.render.context import Context
from ovreport.render.places import Site, link, root
from ovreport.render.views import Inline, Link, PageLayout

LONGEST_DESCRIPTION = 300


def index(site: Site, locale: Locale) -> PageLayout:
    """The layout of the list of experiments."""
    path = site.index(locale.tag)
    others = {language: site.index(language) for language in site.languages}
    description = locale("Reproducible write-ups of OpenVINO inference performance.")
    return _layout(site, locale, path, "ovreport", description, others)


def method(site: Site, locale: Locale) -> PageLayout:
    """The layout of the method page."""
    path = site.method(locale.tag)
    others = {language: site.method(language) for language in site.languages}
    title = locale("How ovreport measures and judges")
    return _layout(site, locale, path, f"{title} · ovreport", title, others)


def experiment(context: Context) -> PageLayout:
    """The layout of an experiment's page."""
    site = context.site
    others = {other: site.page(other, context.home) for other in site.spoken}
    titles = _titles(context)
    own = (f"{context.home}/figures.js", words_of(context))
    figures = tuple(link(context.path, each) for each in own)
    return _layout(site, context.locale, context.path, *titles, others, figures=figures)


def words_of(context: Context) -> str:
    """The file of what the drawings of a page say: beside their data, and fetched only with the drawings."""
    return f"{context.home}/words.{context.locale.tag}.js"


def cell(context: Context, cell_id: str) -> PageLayout:
    """The layout of a configuration's own page."""
    site = context.site
    path = site.cell(context.locale.tag, context.home, cell_id)
    others = {other: site.cell(other, context.home, cell_id) for other in site.spoken}
    name, (title, _) = context.names[cell_id], _titles(context)
    return _layout(site, context.locale, path, f"{name} · {title}", name, others)


def single(context: Context, stem: str, inline: Inline) -> PageLayout:
    """The layout of a page in a single file; its only links lead to the same page in other languages."""
    title, description = _titles(context)
    others = {other: single_name(stem, other, context.site) for other in context.site.spoken}
    return PageLayout(
        language=context.locale.tag,
        title=title,
        description=description,
        root="",
        home="",
        trail=(),
        languages=_languages(context.locale.tag, context.path, others),
        inline=inline,
    )


def single_name(stem: str, language: str, site: Site) -> str:
    """The file name of a self-contained page."""
    return f"{stem}.html" if language == site.spoken[0] else f"{stem}.{language}.html"


def alone(stem: str, language: str, languages: tuple[str, ...], title: str, description: str) -> PageLayout:
    """The layout of a page about several results, in a single file that needs nothing else."""
    others = {other: alone_name(stem, other, languages) for other in languages}
    return PageLayout(
        language=language,
        title=f"{title} · ovreport",
        description=description[:LONGEST_DESCRIPTION],
        root="",
        home="",
        trail=(),
        languages=_languages(language, alone_name(stem, language, languages), others),
        inline=assets.inline(),
    )


def alone_name(stem: str, language: str, languages: tuple[str, ...]) -> str:
    """Its file name; the first one of its languages needs no tag."""
    return f"{stem}.html" if language == languages[0] else f"{stem}.{language}.html"


def _titles(context: Context) -> tuple[str, str]:
    """Title and description for search engines and link previews."""
    words = context.plan.article.words(context.locale.tag)
    first = context.report.abstract[:1]
    lead = plain(context.say(context.report.conclusions[first[0]]).short) if first else words.question
    return f"{words.title} · ovreport", lead[:LONGEST_DESCRIPTION]


def _layout(
    site: Site,
    locale: Locale,
    path: str,
    title: str,
    description: str,
    others: dict[str, str],
    *,
    figures: tuple[str, ...] = (),
) -> PageLayout:
    language = locale.tag
    home, how = site.index(language), site.method(language)
    trail = (
        Link(text=locale("Experiments"), href=link(path, home), current=path == home),
        Link(text=locale("Method"), href=link(path, how), current=path == how),
    )
    return PageLayout(
        language=language,
        title=title,
        description=description,
        root=root(path),
        home=link(path, home),
        trail=trail,
        languages=_languages(language, path, others),
        figures=figures,
    )


def _languages(spoken: str, path: str, others: dict[str, str]) -> tuple[Link, ...]:
    """The page in every language that it has; none where that is one."""
    links = tuple(
        Link(text=LANGUAGES[tag].name, href=link(path, target), language=tag, current=tag == spoken)
        for tag, target in others.items()
    )
    return links if len(links) > 1 else ()
