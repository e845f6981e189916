"""The page about several results over time: a file that needs nothing else, one in each language and host."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from ovreport import naming
from ovreport.analysis.history import History, Point
from ovreport.claims import compared as words
from ovreport.language.locale import Locale
from ovreport.language.spans import Text, plain
from ovreport.naming import cell_name
from ovreport.records import Interval
from ovreport.render import layout, pages
from ovreport.render.compared import difference_name
from ovreport.render.places import folder_name
from ovreport.render.scales import Scale, ratios
from ovreport.render.site import Files
from ovreport.render.views import Column, Table
from ovreport.spec import NOTHING_SAID, SiteDescription
from ovreport.units import NO_BREAK, joined

STEM = "history"
WIDTH, HEIGHT, EDGE = 640.0, 96.0, 10.0
"""Of a drawing, and what is left free around it."""


@dataclass(frozen=True, kw_only=True)
class Mark:
    """A result in a drawing: where it stands, its interval where it has one, and what it says."""

    x: float
    y: float
    low: float | None
    high: float | None
    title: str


@dataclass(frozen=True, kw_only=True)
class Plateau:
    """The level between two changes, as a horizontal line."""

    y: float
    begin: float
    end: float


@dataclass(frozen=True, kw_only=True)
class Drawing:
    """The throughput of a configuration over time."""

    name: str
    label: str
    marks: tuple[Mark, ...]
    levels: tuple[Plateau, ...]
    changes: tuple[float, ...]


@dataclass(frozen=True, kw_only=True)
class HistoryPage:
    """What stands on the page."""

    title: str
    width: float
    height: float
    changes: tuple[tuple[Text, str], ...]
    stable: Text
    drawings: tuple[Drawing, ...]
    results: Table
    reservations: Text


def write_history(found: History, output: Path, *, about: SiteDescription = NOTHING_SAID) -> tuple[str, ...]:
    """Write the page in every language of the experiment file; returns the paths."""
    tags, files, stem = found.plan.article.languages, Files(), f"{STEM}.{folder_name(found.host)}"
    for tag in tags:
        view = page(found, Locale(tag))
        lead = view.changes[0][0] if view.changes else view.stable
        around = layout.alone(stem, tag, tags, view.title, plain(lead), about)
        files.texts[layout.alone_name(stem, tag, tags)] = pages.fill(
            "history.html", tag, page=view, layout=around
        )
    return files.write(output)


def point_names(found: History, locale: Locale) -> tuple[str, ...]:
    """What the results are called: releases, days, or the minutes in which sessions began."""
    if found.by == "session":
        return tuple(locale.moment(each.started_utc_ns) for each in found.points)
    return tuple(f"OpenVINO {each.name}" if found.by == "release" else each.name for each in found.points)


def page(found: History, locale: Locale) -> HistoryPage:
    """The page in one language."""
    names = point_names(found, locale)
    changes = tuple(
        (
            words.changed(found, each, names[each.at], locale),
            locale.list(
                f"{difference_name(one, locale)} {one.first or '–'} → {one.second or '–'}"
                for one in each.differences
            ),
        )
        for each in found.changes
    )
    return HistoryPage(
        title=locale(
            "{title} – {host} over time",
            title=found.plan.article.words(locale.tag).title,
            host=found.host,
        ),
        width=WIDTH,
        height=HEIGHT,
        changes=changes,
        stable=() if changes else words.stable(found, locale),
        drawings=tuple(_drawings(found, names, locale)),
        results=_results(found, names, locale),
        reservations=words.reservations_over_time(found, locale),
    )


def _drawings(found: History, names: tuple[str, ...], locale: Locale) -> list[Drawing]:
    drawn = []
    for cell in found.plan.cells:
        levels = {place: _throughput(point, cell.id) for place, point in enumerate(found.points)}
        known = {place: level for place, level in levels.items() if level}
        if not known:
            continue
        ends = [end for level in known.values() for end in (level.low, level.high) if math.isfinite(end)]
        middle = math.exp(sum(math.log(each.value) for each in known.values()) / len(known))
        values = [*ends, *(each.value for each in known.values())]
        scale = ratios([value / middle for value in values])
        ends_told = (_fps(min(values), locale), _fps(max(values), locale))
        at = sorted(each.at for each in found.changes if each.cell == cell.id)
        drawn.append(
            Drawing(
                name=cell_name(cell, found.plan, locale.tag),
                label=f"{joined(*ends_told)}{NO_BREAK}{naming.rate_before(found.plan, locale.tag)}",
                marks=tuple(
                    _mark(found, place, level, scale, middle, f"{names[place]}{locale.colon}", locale)
                    for place, level in known.items()
                ),
                levels=tuple(_steps(found, known, at, scale, middle)),
                changes=tuple(round(_x(found, each - 0.5), 1) for each in at),
            )
        )
    return drawn


def _throughput(point: Point, cell: str) -> Interval | None:
    return point.levels.get(("throughput", cell))


def _fps(value: float, locale: Locale) -> str:
    return locale.numbers.throughput(value, unit="").value


def _x(found: History, place: float) -> float:
    return EDGE + (place + 0.5) / len(found.points) * (WIDTH - 2 * EDGE)


def _y(scale: Scale, value: float) -> float:
    return round(HEIGHT - EDGE - scale.at(value) / 100 * (HEIGHT - 2 * EDGE), 1)


def _mark(
    found: History, place: int, level: Interval, scale: Scale, middle: float, name: str, locale: Locale
) -> Mark:
    low, high = (_y(scale, end / middle) if math.isfinite(end) else None for end in (level.low, level.high))
    value = locale.numbers.throughput(level.value, level.low, level.high, unit="")
    title = f"{name}{value.value} ({value.interval})" if value.interval else f"{name}{value.value}"
    x, y = round(_x(found, place), 1), _y(scale, level.value / middle)
    return Mark(x=x, y=y, low=low, high=high, title=title)


def _steps(
    found: History, known: dict[int, Interval], at: list[int], scale: Scale, middle: float
) -> list[Plateau]:
    """Geometric means of the results between changes."""
    steps = []
    ends = [0, *at, len(found.points)]
    for begin, end in pairwise(ends):
        logs = [math.log(level.value) for place, level in known.items() if begin <= place < end]
        if logs:
            y = _y(scale, math.exp(sum(logs) / len(logs)) / middle)
            steps.append(
                Plateau(y=y, begin=round(_x(found, begin - 0.4), 1), end=round(_x(found, end - 0.6), 1))
            )
    return steps


def _results(found: History, names: tuple[str, ...], locale: Locale) -> Table:
    """A row a result with the throughput of every configuration."""
    cells = [cell for cell in found.plan.cells if any(_throughput(each, cell.id) for each in found.points)]
    heads = (locale("result"), locale("rounds"), "OpenVINO")
    columns = (
        *(Column(head=head, words=True) for head in heads),
        *(Column(head=cell_name(cell, found.plan, locale.tag)) for cell in cells),
    )
    rows = tuple(
        (
            name,
            str(point.rounds),
            point.circumstances.openvino_version,
            *(_fps(level.value, locale) if (level := _throughput(point, cell.id)) else "–" for cell in cells),
        )
        for name, point in zip(names, found.points, strict=True)
    )
    return Table(
        columns=columns, rows=rows, note=locale("Throughput, geometric means over the rounds of a result.")
    )
