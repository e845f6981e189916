"""Where things lie in the site, and the relative links between them.

The address of a page depends on nothing but its own experiment file: the file's first language is at the top,
each of its other languages below a folder of its tag. The list of experiments and the method page belong to
all experiments: they are at the top in the language that most of them show first, and below its tag in every
other one.
"""

from __future__ import annotations

import hashlib
import posixpath
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from urllib.parse import quote

from ovreport.language.registry import LANGUAGES
from ovreport.spec import NOTHING_SAID, SiteDescription, text_in

FEED = "feed.xml"
SITEMAP = "sitemap.xml"
HOSTS = "hosts.html"
SITE_FILE = "assets/site.yaml"
"""A copy of the site.yaml that pages were made with, so that they can be recomputed."""
CARDS = tuple(f"card.{tag}.png" for tag in LANGUAGES)
"""Pictures for links to the list of experiments."""
RESERVED = frozenset(
    {
        *("assets", "index.html", "method.html", FEED, SITEMAP, HOSTS),
        *map(str.lower, (*LANGUAGES, *CARDS)),
    }
)
LONGEST_NAME = 80


@dataclass(frozen=True)
class Site:
    """The languages of a site, and of the experiment that is spoken of; the first one of each is at the top.

    Attributes:
        languages: Of the list of experiments and of the method page.
        own: Of the experiment's pages; empty where they are the site's.
        about: What is true of all pages.
    """

    languages: tuple[str, ...] = ("en",)
    own: tuple[str, ...] = ()
    about: SiteDescription = NOTHING_SAID

    def of(self, own: tuple[str, ...]) -> Site:
        """The same site, and an experiment in these languages."""
        return replace(self, own=own)

    @property
    def spoken(self) -> tuple[str, ...]:
        """The languages of the experiment's pages."""
        return self.own or self.languages

    def tree(self, language: str) -> str:
        """Folder of the experiment's pages in a language: empty for its first one, else `<tag>/`."""
        return "" if language == self.spoken[0] else f"{language}/"

    def _front(self, language: str) -> str:
        return "" if language == self.languages[0] else f"{language}/"

    def index(self, language: str) -> str:
        """Path of the list of experiments."""
        return f"{self._front(language)}index.html"

    def method(self, language: str) -> str:
        """Path of the method page."""
        return f"{self._front(language)}method.html"

    def name(self, language: str) -> str:
        """What the site is called."""
        return text_in(self.about.keys.title, language) or "ovreport"

    def address(self, path: str) -> str:
        """Where a file of the site will be in the web; empty where nobody says where the site will be."""
        base = self.about.keys.base_url
        return base + quote(re.sub(r"(^|/)index\.html$", r"\1", path)) if base else ""

    def page(self, language: str, home: str) -> str:
        """Path of the page in a folder such as `same-twice` or `same-twice/laptop`."""
        return f"{self.tree(language)}{home}/index.html"

    def hosts(self, language: str, home: str) -> str:
        """Path of the page about all hosts of an experiment, in the folder of its first one."""
        return f"{self.tree(language)}{home}/{HOSTS}"

    def cell(self, language: str, home: str, cell_id: str) -> str:
        """Path of a configuration's own page."""
        return f"{self.tree(language)}{home}/{cell_id}.html"


def languages_of(declared: Iterable[tuple[str, ...]], first: tuple[str, ...] = ()) -> tuple[str, ...]:
    """All languages of a site: `first`, then the one that most experiments show first, the others by name."""
    lists = [languages for languages in declared if languages]
    leading = Counter(languages[0] for languages in lists)
    everything = {language for languages in lists for language in languages} or {"en"}
    return tuple(dict.fromkeys((*first, *sorted(everything, key=lambda name: (-leading[name], name)))))


def folder_name(name: str) -> str:
    """A name as a folder that every file system and server takes; what had to change is made unique."""
    safe = re.sub(r"[^\w.-]+", "-", name).strip("-.")[:LONGEST_NAME]
    if safe and safe == name and safe.lower() not in RESERVED:
        return safe
    mark = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:6]
    return f"{safe or 'experiment'}-{mark}"


def data_folder(slug: str, host: str) -> str:
    """Path in the site of the records of one host."""
    return f"{folder_name(slug)}/data/{folder_name(host or 'host')}"


def link(source: str, target: str) -> str:
    """The relative address of one file of the site from another, quoted for HTML attributes."""
    start = posixpath.dirname(source) or "."
    return quote(posixpath.relpath(target, start))


def root(source: str) -> str:
    """The way from a file's folder to the top of the site: empty, or ending in a slash."""
    return "../" * source.count("/")
