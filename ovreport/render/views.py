"""What stands on a page, as plain data: templates loop over these objects and print them, no more.

Texts are `str` where they are one piece and `tuple[Span, ...]` where a number or a name in them is set apart.
Positions are percentages of the width of what they are drawn on.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup

from ovreport.language.spans import Text
from ovreport.units import Quantity

NO_MARKUP = Markup()


@dataclass(frozen=True, kw_only=True)
class Link:
    """Where a word leads; `current` marks the page or language that is being read."""

    text: str
    href: str
    language: str = ""
    current: bool = False


@dataclass(frozen=True, kw_only=True)
class Key:
    """How a configuration is drawn everywhere on a page.

    Attributes:
        hue: A colour variable of the style sheet: `c1` to `c7` for levels, `q0` to `q8` for steps of a ramp.
        fill: 0 filled and solid, 1 hollow and dashed, 2 hollow with a dot inside, and dotted.
        shape: 0 circle, 1 square, 2 triangle, 3 triangle upside down, 4 cross; diamonds are published.
    """

    hue: str = "c1"
    fill: int = 0
    shape: int = 0

    @property
    def css(self) -> str:
        """Classes that set the colour and the mark."""
        fill, shape = f" f{self.fill}" if self.fill else "", f" s{self.shape}" if self.shape else ""
        return f"{self.hue}{fill}{shape}"


@dataclass(frozen=True, kw_only=True)
class Tick:
    """A labelled position on an axis."""

    at: float
    label: str = ""


@dataclass(frozen=True, kw_only=True)
class Strip:
    """An interval on an axis; `low` and `width` are `None` where there is no interval."""

    at: float
    low: float | None = None
    width: float | None = None


@dataclass(frozen=True, kw_only=True)
class NumberCell:
    """A number in a table: its text, and the value by which rows are ordered."""

    text: str
    value: float

    def __str__(self) -> str:
        """As it is printed."""
        return self.text


Row = tuple[str | NumberCell | Link, ...]


@dataclass(frozen=True, kw_only=True)
class Column:
    """A table column; `words` columns are set to the left and may wrap."""

    head: str
    words: bool = False


@dataclass(frozen=True, kw_only=True)
class Table:
    """A table of data; every row has one cell a column."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class GlanceRow:
    """One configuration of a page's first table.

    Attributes:
        quiet: Latency and throughput of quiet passes, each empty where it is not told.
        anchor: Its configuration's, for tables whose rows are all that the page tells of one.
    """

    name: str
    anchor: str
    href: str
    key: Key
    latency: Quantity | None = None
    throughput: Quantity | None = None
    quiet: tuple[str, str] = ("", "")
    strip: Strip | None = None
    remark: str = ""


@dataclass(frozen=True, kw_only=True)
class GlanceTable:
    """Configurations with their estimates: the first table of a page, and that of a section.

    Attributes:
        groups: Rows below a title, which is empty where there is only one group.
        tight: Each row is set in one line, and is all that the page tells of its configuration.
    """

    groups: tuple[tuple[str, tuple[GlanceRow, ...]], ...]
    ticks: tuple[Tick, ...]
    note: str
    tight: bool = False


@dataclass(frozen=True, kw_only=True)
class RequestPlot:
    """Every request as a dot: one path in a box of 1000 x 100, requests from left to right, latency upwards.

    Attributes:
        rounds: Labels below, evenly spaced.
        bounds: Path of the lines between rounds.
        medians: Path of the rounds' medians.
        beyond: Path of the arrows at the upper edge: requests above the axis.
        farthest: The slowest of them, from the left in percent.
        ticks: Of the latency axis, from the top in percent.
        label: The same in words.
        note: What the picture leaves out, if it does.
    """

    points: str
    bounds: str
    medians: str
    ticks: tuple[Tick, ...]
    rounds: tuple[str, ...]
    label: str
    note: str = ""
    beyond: str = ""
    farthest: Tick | None = None


@dataclass(frozen=True, kw_only=True)
class PrintedFigures:
    """Figures of a source for one configuration, never mixed with measured ones.

    Attributes:
        figures: Empty where they stand in the block's own figures.
        in_force: Streams and requests that the source states and the setting leaves open.
    """

    label: str
    figures: str
    source: Link
    platform: str
    in_force: str = ""
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class BigFigure:
    """A figure set large, its name, and what is said below it.

    Attributes:
        proof: Its interval in words.
        quiet: The level of quiet passes in words; empty where it is not told.
    """

    name: str
    shown: Quantity
    proof: str = ""
    quiet: str = ""
    remark: str


@dataclass(frozen=True, kw_only=True)
class CellBlock:
    """A configuration: setting, figures, picture, comparing sentences, details.

    Attributes:
        figures: Latency and throughput, measured here or (`foreign`) printed by a source.
        details: Tables that open in place, each below its title.
    """

    anchor: str
    name: str
    key: Key
    setting: Text
    figures: tuple[BigFigure, ...] = ()
    foreign: bool = False
    request_plot: RequestPlot | None = None
    sentences: tuple[Text, ...] = ()
    way_out: str = ""
    details: tuple[tuple[str, Table], ...] = ()
    trouble: str = ""
    trouble_lines: tuple[str, ...] = ()
    published: tuple[PrintedFigures, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Section:
    """A heading of the article with the configurations below it; `glance` lists those with own pages.

    Attributes:
        bare: Anchor and name of configurations that nobody has a figure of.
    """

    anchor: str
    title: str
    intro: str
    blocks: tuple[CellBlock, ...]
    glance: GlanceTable | None = None
    bare: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, kw_only=True)
class LegendEntry:
    """What a colour or a mark stands for."""

    name: str
    key: Key


@dataclass(frozen=True, kw_only=True)
class LegendRow:
    """The colours, the fills or the shapes, and the factor that they stand for."""

    title: str
    entries: tuple[LegendEntry, ...]


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A figure that answers one question.

    Attributes:
        kind: Which drawing of charts.js makes it.
        answer: The claim that answers its question, or the question.
        how: How to read it.
        alt: The picture in words.
        legend: For figures that may lack room for direct labels; those that have none show it `always`.
    """

    anchor: str
    kind: str
    number: int
    answer: Text
    how: str
    alt: str
    table: Table
    legend: tuple[LegendEntry, ...] = ()
    always: bool = False


@dataclass(frozen=True, kw_only=True)
class Badge:
    """A verdict: its word and its shape (`faster`, `slower`, `equivalent`, `not-resolved`)."""

    kind: str
    word: str


@dataclass(frozen=True, kw_only=True)
class Ruler:
    """A ratio, its intervals and the margin on a logarithmic scale."""

    band: Strip
    one: float
    interval: Strip
    adjusted: Strip
    ticks: tuple[Tick, ...]


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """What proves a comparison: facts, values per round, hashes of records, a program to check it."""

    facts: tuple[tuple[str, str], ...]
    tables: tuple[Table, ...]
    hashes: tuple[str, ...]
    python: str


@dataclass(frozen=True, kw_only=True)
class Conclusion:
    """One numbered conclusion.

    Attributes:
        inherited: Anchors of the questions that it answers beside its own.
    """

    anchor: str
    number: int
    headline: Text
    context: Text
    badge: Badge | None
    ruler: Ruler | None
    evidence: Evidence | None
    notes: tuple[Text, ...] = ()
    published: bool = False
    inherited: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class CaveatLine:
    """A reason to distrust."""

    title: Text
    text: Text
    touches: str
    remedy: Text


@dataclass(frozen=True, kw_only=True)
class PageLayout:
    """What surrounds every page.

    Attributes:
        root: Relative path from the page to the top of the site, `""` or `"../../"`.
        home: Relative path to the index of the same language; empty in a single file.
        trail: Links beside the wordmark.
        languages: The same page in every language, this one too; empty where there is one.
        figures: Relative paths to data and words of the figures; empty where there are none, or inline.
        inline: What a page in a single file carries along; `None` where it lies beside the page.
        site: What the site is called.
        kind: `website` or `article`, as Open Graph has it.
        address: Where the page will be in the web; empty where nobody says so, like those that follow.
        elsewhere: Addresses of the page in its languages, by their tags; empty where there is one.
        card: Address of the picture for links to the page.
        feed: Relative path of the feed; empty where there is none.
        author: Who asks, at the foot of pages that do not say it above.
    """

    language: str
    title: str
    description: str
    root: str
    home: str
    trail: tuple[Link, ...]
    languages: tuple[Link, ...]
    figures: tuple[str, ...] = ()
    inline: Inline | None = None
    site: str = "ovreport"
    kind: str = "website"
    address: str = ""
    elsewhere: tuple[tuple[str, str], ...] = ()
    card: str = ""
    feed: str = ""
    author: str = ""
    footer: Markup = NO_MARKUP


@dataclass(frozen=True, kw_only=True)
class Inline:
    """Everything that a page in a single file carries along."""

    css: str
    site_js: str
    charts_js: str
    plotly_js: str
    figures_js: str


@dataclass(frozen=True, kw_only=True)
class Page:
    """An experiment page on one host, in one language.

    Attributes:
        contents: Anchor and title of every part.
        abstract: Sentences, each with the number and the anchor of the conclusion that carries it.
        absent: By the anchor of a part those of parts and figures that the page could have had in its place.
        further: What found no room among the conclusions, after its anchor and what it inherits as they do.
        unanswered: Anchors of the questions that the records leave without an answer.
        unchecked: Why the checks for reasons to distrust found nothing to look at; empty where they did.
        repeated: What others say who measured the same again, each with the address of its page, or none.
        dataset: JSON-LD.
        licence: Of the data.
    """

    kicker: str
    title: str
    question: str
    byline: tuple[Text, ...]
    contents: tuple[tuple[str, str], ...]
    abstract: tuple[tuple[Text, int, str], ...]
    notice: str
    glance: GlanceTable
    platform: tuple[tuple[str, str], ...]
    description: str
    measuring: str
    things: str
    amount: str
    sections: tuple[Section, ...]
    figures: tuple[Figure, ...]
    figures_intro: str
    legend: tuple[LegendRow, ...]
    absent: Mapping[str, tuple[str, ...]]
    conclusions: tuple[Conclusion, ...]
    further: tuple[tuple[str, tuple[str, ...], Text], ...]
    unanswered: tuple[str, ...]
    scope: str
    use: tuple[Text, ...]
    caveats: tuple[CaveatLine, ...]
    unchecked: str
    command: str
    repeated: tuple[tuple[Text, str], ...]
    source: str
    download: Link
    records: Table | None
    citation: str
    bibtex: str
    dataset: Markup | None
    licence: Link | None
    hosts: tuple[Link, ...]
    many: bool = False


@dataclass(frozen=True, kw_only=True)
class CellPage:
    """A configuration's own page, where an experiment has too many for one."""

    block: CellBlock
    back: Link
    records: Table | None
    before: Link | None
    after: Link | None
