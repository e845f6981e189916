"""What every builder of a page needs to know: the report, the language, the place, the marks of the cells."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from ovreport import naming, units
from ovreport.analysis.metrics import ChosenBy
from ovreport.analysis.results import Analysis, CellResult, Interval, Status
from ovreport.claims import Texts, permalinks, say
from ovreport.claims.anchors import Permalinks
from ovreport.claims.basis import sharing
from ovreport.claims.claim import Claim, Report
from ovreport.claims.levels import marked, percentile_shown, quiet_shown
from ovreport.claims.number import is_wide
from ovreport.claims.texts import ClaimText, as_range
from ovreport.language.locale import Locale
from ovreport.language.spans import plain
from ovreport.naming import Counted
from ovreport.plan import Cell, Plan
from ovreport.render.encoding import Encoding, encode
from ovreport.render.places import Site, link
from ovreport.render.views import Key

MANY_CELLS = 24
"""From here on every configuration has a page of its own, and pictures show a selection."""

MOST_LINES = 9
"""Configurations in a picture that draws a line for each."""


@dataclass(frozen=True)
class Context:
    """One page in the making.

    Attributes:
        home: The folder of the page below the language's tree, e.g. `same-twice`.
        path: The page's own path in the site.
        single: The page carries everything along and leads to no other page.
        file: What a command calls the experiment file; empty for its own name.
    """

    report: Report
    locale: Locale
    site: Site
    home: str
    path: str
    single: bool = False
    file: str = ""

    @property
    def analysis(self) -> Analysis:
        """The numbers."""
        return self.report.analysis

    @property
    def plan(self) -> Plan:
        """The experiment."""
        return self.report.analysis.plan

    @property
    def author(self) -> str:
        """Who asks: of the experiment, else of the site; may be empty."""
        return self.plan.article.author or self.site.about.keys.author

    @cached_property
    def permalinks(self) -> Permalinks:
        """What conclusions are called in addresses."""
        return permalinks(self.report)

    @cached_property
    def encoding(self) -> Encoding:
        """Which factor is drawn by what."""
        return encode(self.plan)

    @cached_property
    def results(self) -> dict[str, CellResult]:
        """Cells by id, in the order of the plan."""
        return {result.cell.id: result for result in self.analysis.cells}

    @cached_property
    def places(self) -> dict[str, int]:
        """By id the place of each cell in `results`, by which drawings call it."""
        return {cell_id: place for place, cell_id in enumerate(self.results)}

    @cached_property
    def measured(self) -> tuple[CellResult, ...]:
        """Cells with timings."""
        return tuple(result for result in self.analysis.cells if result.status is Status.MEASURED)

    @cached_property
    def bare(self) -> str:
        """Why the page has no figures, in a word or two; empty where it has measured or printed ones."""
        if self.measured or self.plan.published:
            return ""
        if any(result.status is Status.PENDING for result in self.analysis.cells):
            return self.locale("not measured yet")
        return self.locale("could not be measured")

    @cached_property
    def many(self) -> bool:
        """Whether the cells are too many for one page."""
        return len(self.analysis.cells) > MANY_CELLS and not self.single

    @cached_property
    def names(self) -> dict[str, str]:
        """What the cells are called in this language."""
        return {
            result.cell.id: naming.cell_name(result.cell, self.plan, self.locale.tag)
            for result in self.analysis.cells
        }

    @cached_property
    def short_names(self) -> dict[str, str]:
        """The same for narrow pictures."""
        return {
            result.cell.id: naming.short_name(result.cell, self.plan, self.locale.tag)
            for result in self.analysis.cells
        }

    @cached_property
    def latency_unit(self) -> str:
        """The unit of every latency on the page, so that numbers can be compared by eye."""
        return units.time_unit(result.latency.value for result in self.measured if result.latency)

    @cached_property
    def latency_size(self) -> float:
        """Nanoseconds in that unit."""
        return dict(units.TIME_UNITS)[self.latency_unit]

    @cached_property
    def selected(self) -> tuple[CellResult, ...]:
        """The cells that line pictures show: all if they are few.

        Else those that the claims turn on, and those that differ from the baseline in one factor.
        """
        if len(self.measured) <= MOST_LINES:
            return self.measured
        wanted = [self.plan.baseline, *(best.best for best in self.analysis.best)]
        wanted += [self.analysis.smallest or "", *self.analysis.pareto]
        wanted += [result.cell.id for result in self.measured if self.distance(result.cell) == 1]
        chosen = list(dict.fromkeys(cell_id for cell_id in wanted if cell_id in self.results))[:MOST_LINES]
        return tuple(result for result in self.measured if result.cell.id in chosen)

    @property
    def selective(self) -> bool:
        """Whether figures of lines leave configurations out."""
        return len(self.selected) < len(self.measured)

    def distance(self, cell: Cell) -> int:
        """In how many factors a cell differs from the baseline."""
        base = dict(self.plan.cell(self.plan.baseline).levels)
        return sum(base.get(name) != level for name, level in cell.levels)

    def key(self, cell: Cell) -> Key:
        """How a cell is drawn."""
        return self.encoding.key(cell)

    def say(self, claim: Claim) -> ClaimText:
        """A claim in the language of the page."""
        return say(claim, self.analysis, self.locale.tag)

    def cell_href(self, cell_id: str) -> str:
        """Where a cell is described."""
        if self.many:
            return link(self.path, self.site.cell(self.locale.tag, self.home, cell_id))
        return f"#cell-{cell_id}"

    def label(self, name: str) -> str:
        """How the author calls a factor or level in this language."""
        return self.plan.article.words(self.locale.tag).label(name)

    def level_title(self, factor: str, level: str) -> str:
        """A level as a heading: `Batch 3`, `Inference precision f16`, `Four requests in flight`."""
        noun = naming.level_noun(self.plan, factor, level, self.locale.tag)
        words = plain(noun.words)
        if noun.words and noun.words[0].role == "name":
            field = naming.field_of(naming.factor_of(self.plan, factor))
            if field in {"bundle", "model", "openvino", "property"}:
                return words
            words = f"{self.factor_title(factor)} {words}"
        return self.locale.initial(words)

    def factor_title(self, factor: str) -> str:
        """A factor as the title of an axis."""
        return self.locale.initial(naming.factor_name(factor, self.plan, self.locale.tag))

    @cached_property
    def counted(self) -> Counted:
        """What throughput counts on this page."""
        return Texts(self.analysis, self.locale.tag).counted

    @property
    def rate(self) -> str:
        """The unit of every throughput on the page: `FPS`, `requests/s`."""
        return self.counted.rate

    @property
    def numbers(self) -> units.Numbers:
        """How the language of the page writes numbers."""
        return self.locale.numbers

    @property
    def per_second(self) -> str:
        """The unit of throughput in words: `images per second`."""
        return self.locale("{things} per second", things=self.counted.many)

    @property
    def per_second_title(self) -> str:
        """The unit of throughput in words, where a line begins with it."""
        return self.locale.initial(self.per_second)

    def latency(self, interval: Interval) -> units.Quantity:
        """A latency in the unit of the page, rounded as all of them are."""
        bounds = (interval.low, interval.high)
        rounding = sharing(self.analysis, "ns")
        shown = self.numbers.latency(interval.value, *bounds, unit=self.latency_unit, sharing=rounding)
        return marked(shown, interval)

    def percentile(self, found: Interval) -> units.Quantity:
        """A percentile of latency in the unit of the page, as `CellResult.percentile` gives it."""
        return percentile_shown(self.numbers, found, self.latency_unit)

    def throughput(self, interval: Interval) -> units.Quantity:
        """A throughput, rounded as all of the page are."""
        bounds = (interval.low, interval.high)
        rounding = sharing(self.analysis, "fps")
        shown = self.numbers.throughput(interval.value, *bounds, unit=self.rate, sharing=rounding)
        return marked(shown, interval)

    def quiet(self, result: CellResult, metric: ChosenBy) -> str:
        """The level of quiet passes with its interval; empty where it is not told beside that of all."""
        shown = quiet_shown(Texts(self.analysis, self.locale.tag), result, metric)
        if shown is None:
            return ""
        level, interval = str(shown), shown.interval
        return self.locale("in quiet passes {level} ({interval})", level=level, interval=interval)

    def in_sentence(self, shown: units.Quantity, level: Interval) -> units.Quantity:
        """A level of the page as sentences tell it: by its interval where that is too wide for its middle."""
        return as_range(self.locale, shown) if is_wide(level.low, level.high) else shown

    def time(self, ns: float) -> str:
        """A time without an interval, in the unit of the page."""
        return str(self.numbers.latency(ns, unit=self.latency_unit))
