"""What surrounds a page: title, trail, the same place in other languages, where shared files lie."""

from __future__ import annotations

from dataclasses import replace

from markupsafe import Markup

from ovreport.language.locale import Locale
from ovreport.language.registry import LANGUAGES
from ovreport.language.spans import plain
from ovreport.render import assets, markdown
from ovreport.render.context import Context
from ovreport.render.places import FEED, Site, link, root
from ovreport.render.views import Inline, Link, PageLayout
from ovreport.spec import SiteDescription, text_in

LONGEST_DESCRIPTION = 300


def index(site: Site, locale: Locale, card: str = "", *, feed: bool) -> PageLayout:
    """The layout of the list of experiments; `card` as of an experiment, `feed`: whether the site has one."""
    path = site.index(locale.tag)
    others = {language: site.index(language) for language in site.languages}
    description = locale("Reproducible write-ups of OpenVINO inference performance.")
    around = _layout(site, locale, path, site.name(locale.tag), description, others, feed=feed)
    return replace(around, card=card and site.address(card))


def method(site: Site, locale: Locale, *, feed: bool) -> PageLayout:
    """The layout of the method page."""
    path = site.method(locale.tag)
    others = {language: site.method(language) for language in site.languages}
    title = locale("How ovreport measures and judges")
    return _layout(site, locale, path, f"{title} · {site.name(locale.tag)}", title, others, feed=feed)


def experiment(context: Context, card: str = "") -> PageLayout:
    """The layout of an experiment's page; `card` is the path of the picture for links to it, or empty."""
    site = context.site
    others = {other: site.page(other, context.home) for other in site.spoken}
    own = (f"{context.home}/figures.js", words_of(context))
    figures = tuple(link(context.path, each) for each in own)
    around = _layout(
        site, context.locale, context.path, *titles(context), others, feed=bool(context.measured)
    )
    return replace(around, figures=figures, kind="article", card=card and site.address(card))


def hosts(site: Site, locale: Locale, slug: str, title: str, description: str, card: str = "") -> PageLayout:
    """The layout of the page about all hosts of an experiment, whose folder is `slug`; `card` as above."""
    others = {other: site.hosts(other, slug) for other in site.spoken}
    title = f"{title} · {site.name(locale.tag)}"
    lead, path = description[:LONGEST_DESCRIPTION], site.hosts(locale.tag, slug)
    around = _layout(site, locale, path, title, lead, others)
    return replace(around, kind="article", card=card and site.address(card))


def words_of(context: Context) -> str:
    """The file of what the drawings of a page say: beside their data, and fetched only with the drawings."""
    return f"{context.home}/words.{context.locale.tag}.js"


def cell(context: Context, cell_id: str) -> PageLayout:
    """The layout of a configuration's own page."""
    site = context.site
    path = site.cell(context.locale.tag, context.home, cell_id)
    others = {other: site.cell(other, context.home, cell_id) for other in site.spoken}
    name, (title, _) = context.names[cell_id], titles(context)
    return _layout(site, context.locale, path, f"{name} · {title}", name, others)


def single(context: Context, stem: str, inline: Inline) -> PageLayout:
    """The layout of a page in a single file; its only links lead to other languages and other hosts."""
    title, description = titles(context)
    others = {other: alone_name(stem, other, context.site.spoken) for other in context.site.spoken}
    return PageLayout(
        language=context.locale.tag,
        title=title,
        description=description,
        root="",
        home="",
        trail=(),
        languages=_languages(context.locale.tag, context.path, others),
        inline=inline,
        site=context.site.name(context.locale.tag),
        footer=_footer(context.site, context.locale),
    )


def alone(
    stem: str, language: str, languages: tuple[str, ...], title: str, description: str, about: SiteDescription
) -> PageLayout:
    """The layout of a page about several results, in a single file that needs nothing else."""
    others = {other: alone_name(stem, other, languages) for other in languages}
    site = Site(languages, about=about)
    name = site.name(language)
    return PageLayout(
        language=language,
        title=f"{title} · {name}",
        description=description[:LONGEST_DESCRIPTION],
        root="",
        home="",
        trail=(),
        languages=_languages(language, alone_name(stem, language, languages), others),
        inline=assets.inline(about=about),
        site=name,
        author=about.keys.author,
        footer=_footer(site, Locale(language)),
    )


def alone_name(stem: str, language: str, languages: tuple[str, ...]) -> str:
    """Its file name; the first one of its languages needs no tag."""
    return f"{stem}.html" if language == languages[0] else f"{stem}.{language}.html"


def titles(context: Context) -> tuple[str, str]:
    """Title and description for search engines and link previews."""
    words = context.plan.article.words(context.locale.tag)
    first = context.report.abstract[:1]
    lead = plain(context.say(context.report.conclusions[first[0]]).short) if first else words.question
    return f"{words.title} · {context.site.name(context.locale.tag)}", lead[:LONGEST_DESCRIPTION]


def _layout(
    site: Site,
    locale: Locale,
    path: str,
    title: str,
    description: str,
    others: dict[str, str],
    *,
    feed: bool = False,
) -> PageLayout:
    language = locale.tag
    home, how = site.index(language), site.method(language)
    trail = (
        Link(text=locale("Experiments"), href=link(path, home), current=path == home),
        Link(text=locale("Method"), href=link(path, how), current=path == how),
    )
    elsewhere = tuple((tag, site.address(target)) for tag, target in others.items())
    return PageLayout(
        language=language,
        title=title,
        description=description,
        root=root(path),
        home=link(path, home),
        trail=trail,
        languages=_languages(language, path, others),
        site=site.name(language),
        address=site.address(path),
        elsewhere=elsewhere if len(elsewhere) > 1 else (),
        feed=link(path, FEED) if feed else "",
        footer=_footer(site, locale),
    )


def _footer(site: Site, locale: Locale) -> Markup:
    return markdown.to_html(text_in(site.about.keys.footer, locale.tag))


def _languages(spoken: str, path: str, others: dict[str, str]) -> tuple[Link, ...]:
    """The page in every language that it has, in one order everywhere; none where that is one."""
    links = tuple(
        Link(text=language.name, href=link(path, others[tag]), language=tag, current=tag == spoken)
        for tag, language in LANGUAGES.items()
        if tag in others
    )
    return links if len(links) > 1 else ()
