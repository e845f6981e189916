"""The page about two results beside one another: a file that needs nothing else, one in each language."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ovreport.analysis.circumstances import Difference
from ovreport.analysis.compared import Compared, Comparison
from ovreport.analysis.metrics import Metric
from ovreport.analysis.results import Verdict
from ovreport.claims import Texts
from ovreport.claims import compared as words
from ovreport.claims.wordings import METRIC_WORDS
from ovreport.language.locale import Locale
from ovreport.language.spans import Text, plain
from ovreport.naming import cell_name, names
from ovreport.records import Fact
from ovreport.render import layout, pages, platform
from ovreport.render.evidence import badge
from ovreport.render.scales import Scale, ratios
from ovreport.render.site import Files
from ovreport.render.views import Badge, Column, Strip, Table, Tick
from ovreport.spec import NOTHING_SAID, SiteDescription
from ovreport.units import Quantity

STEM = "compare"


@dataclass(frozen=True, kw_only=True)
class RatioRow:
    """A configuration: both levels, their ratio and what is said of it."""

    name: str
    first: Quantity
    second: Quantity
    ratio: Quantity
    rounds: str
    strip: Strip
    badge: Badge | None


@dataclass(frozen=True, kw_only=True)
class RatioTable:
    """All configurations by one metric; `one` is where a ratio of 1 lies on the axis."""

    metric: Metric
    title: str
    rows: tuple[RatioRow, ...]
    ticks: tuple[Tick, ...]
    one: float


@dataclass(frozen=True, kw_only=True)
class ComparedPage:
    """What stands on the page."""

    title: str
    names: tuple[str, str]
    headline: Text
    shown: tuple[Text, ...]
    tables: tuple[RatioTable, ...]
    differences: Table
    unmatched: tuple[str, ...]
    reservations: tuple[Text, ...]


def write_compared(
    found: Compared, output: Path, *, about: SiteDescription = NOTHING_SAID
) -> tuple[str, ...]:
    """Write the page in every language of the second result's experiment file; returns the paths."""
    tags, files = found.second.plan.article.languages, Files()
    for tag in tags:
        view = page(found, tag)
        around = layout.alone(STEM, tag, tags, view.title, plain(view.headline), about)
        files.texts[layout.alone_name(STEM, tag, tags)] = pages.fill(
            "compare.html", tag, page=view, layout=around
        )
    return files.write(output)


def page(found: Compared, language: str) -> ComparedPage:
    """The page in one language."""
    t = Texts(found.second, language)
    shown = [each for each in found.comparisons if each.verdict in (Verdict.FASTER, Verdict.SLOWER)]
    metrics = dict.fromkeys(each.metric for each in found.comparisons)
    return ComparedPage(
        title=t.locale(
            "{title} – {second} beside {first}",
            title=t.plan.article.words(language).title,
            first=found.names[0],
            second=found.names[1],
        ),
        names=found.names,
        headline=words.headline(found, t),
        shown=tuple(words.sentence(found, each, t) for each in shown),
        tables=tuple(_table(found, metric, t) for metric in metrics),
        differences=differences(found.differences, found.names, t.locale),
        unmatched=_unmatched(found, language),
        reservations=words.reservations(found, t),
    )


def _table(found: Compared, metric: Metric, t: Texts) -> RatioTable:
    mine = [each for each in found.comparisons if each.metric == metric]
    ends = [end for each in mine for end in (each.ratio.low, each.ratio.high) if math.isfinite(end)]
    scale = ratios([*ends, *(each.ratio.value for each in mine)])
    return RatioTable(
        metric=metric,
        title=t.locale.initial(t.locale.word(METRIC_WORDS[metric])),
        rows=tuple(_row(found, each, scale, t) for each in mine),
        ticks=scale.marks(t.numbers),
        one=scale.at(1.0),
    )


def _row(found: Compared, one: Comparison, scale: Scale, t: Texts) -> RatioRow:
    plan, ratio = found.second.plan, one.ratio
    rates = (Texts(side, t.language).counted.rate for side in (found.first, found.second))
    first, second = (
        t.numbers.throughput(level.value, level.low, level.high, unit=rate)
        if one.metric == "throughput"
        else t.numbers.latency(level.value, level.low, level.high, unit=t.latency_unit)
        for level, rate in zip((one.first, one.second), rates, strict=True)
    )
    return RatioRow(
        name=cell_name(plan.cell(one.second_cell), plan, t.language),
        first=first,
        second=second,
        ratio=t.numbers.ratio(ratio.value, ratio.low, ratio.high),
        rounds=t.locale("{first} and {second} rounds", first=one.rounds[0], second=one.rounds[1]),
        strip=scale.strip(ratio.value, ratio.low, ratio.high),
        badge=badge(one.verdict, t.locale),
    )


def _unmatched(found: Compared, language: str) -> tuple[str, ...]:
    sides = zip((found.first, found.second), found.names, found.unmatched, strict=True)
    return tuple(
        Locale(language)(
            "{cell} was measured by {name} alone.",
            cell=cell_name(side.plan.cell(cell), side.plan, language),
            name=name,
        )
        for side, name, cells in sides
        for cell in cells
    )


def differences(found: Sequence[Difference], names: tuple[str, str], locale: Locale) -> Table:
    """What differs between two results, a row each; a dash where it is not known."""
    columns = tuple(Column(head=head, words=True) for head in (locale("What differs"), *names))
    rows = tuple(
        (
            difference_name(each, locale),
            *(_value(each, side, locale) for side in (each.first, each.second)),
        )
        for each in found
    )
    return Table(columns=columns, rows=rows)


def difference_name(one: Difference, locale: Locale) -> str:
    """What differs, in words."""
    match one.group:
        case "model":
            return locale.list(filter(None, (locale("Model"), one.key)))
        case "inputs":
            return locale("files that inputs are fed from")
        case "counts":
            return locale("what throughput counts")
        case "measure":
            return f"measure{locale.colon}{one.key}"
        case "device":
            device, _, fact = one.key.rpartition(".")
            return f"{device}{locale.colon}{platform.fact_name(fact, locale)}"
    if one.key in platform.BARE:
        return locale.word(platform.GROUPS[one.group])
    return platform.fact_name(one.key, locale)


def _value(one: Difference, value: str, locale: Locale) -> str:
    if one.group == "counts":
        return names(locale.tag).counted(value, value).many if value else "–"
    fact = Fact(group=one.group, key=one.key, value=value, unit=one.unit)
    return platform.fact_value(replace(fact, value=value), locale) if value else "–"
