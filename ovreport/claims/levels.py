"""Throughput and latency of configurations: as fields of claims, in sentences, and in tables of evidence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ovreport import units
from ovreport.analysis.metrics import CHOSEN_BY, ChosenBy
from ovreport.analysis.results import Analysis, CellResult, Estimate, Interval
from ovreport.claims.basis import of_interval, sharing
from ovreport.claims.evidence import EvidenceTable
from ovreport.claims.number import Number, is_wide
from ovreport.claims.texts import Texts
from ovreport.language.locale import Locale
from ovreport.language.messages import Message, msg, msg_in
from ovreport.language.spans import Text, key, plain
from ovreport.limits import WIDE_LEVEL

INTERVAL = msg("95 % interval")
CONFIGURATION = msg("configuration")

ROUGHLY = "≈"
"""Before a level in a table whose interval is to be read in its place."""
READ_RANGE = msg("≈: the 95 % interval spans a factor of {factor} or more, so read it and not the number.")

MOST_NAMED = 4
"""Configurations that a sentence names; more are only counted."""


@dataclass(frozen=True, kw_only=True)
class CellLevels:
    """Throughput and latency of a configuration, with their intervals."""

    cell: str
    throughput: Number
    latency: Number

    @property
    def levels(self) -> tuple[Number, Number]:
        """Throughput and latency."""
        return self.throughput, self.latency

    def of(self, metric: ChosenBy) -> Number:
        """The level of one metric."""
        match metric:
            case "throughput":
                return self.throughput
            case "latency":
                return self.latency


def levels_of(analysis: Analysis, cell: str) -> CellLevels:
    """The levels of a cell.

    Raises:
        ValueError: It was not measured.
    """
    result = analysis.cell(cell)
    if result.throughput is None or result.latency is None:
        raise ValueError(f"{cell} was not measured")
    return CellLevels(
        cell=cell,
        throughput=of_interval(result.throughput, "fps"),
        latency=of_interval(result.latency, "ns"),
    )


def named(t: Texts, cells: Sequence[str]) -> Text:
    """Configurations by name, or the first few and how many more."""
    told = t.locale.joined([t.cell(cell) for cell in cells[:MOST_NAMED]], msg_in("between names", "; "))
    if len(cells) <= MOST_NAMED:
        return told
    more = msg("{told}; and {more} more", also="all")
    return t.fill(more, told=told, more=len(cells) - MOST_NAMED, all=len(cells))


def with_levels(t: Texts, cells: Sequence[CellLevels], metric: ChosenBy) -> Text:
    """Configurations with one of their levels: `6.8 ms (batch 1 with one request) and 7.2 ms (...)`."""
    told = [
        t.fill(msg("{level} ({cell})"), level=key(t.told(each.of(metric))), cell=t.cell(each.cell))
        for each in cells[:MOST_NAMED]
    ]
    if len(cells) > MOST_NAMED:
        told.append(t.fill(msg_in("after amounts", "{n} more"), n=len(cells) - MOST_NAMED))
    between, last = msg_in("between amounts", ", "), msg_in("between amounts", " and ")
    return t.locale.joined(told, between, last)


def range_of_levels(t: Texts, cells: Sequence[CellLevels], metric: ChosenBy) -> Text:
    """The levels of configurations that are told together: `6.8 and 7.2 ms`, `6.8 to 7.5 ms`.

    Where one of them is known badly, all of their intervals together.
    """
    numbers = [each.of(metric) for each in cells]
    if any(number.wide for number in numbers):
        low = min(number.value if number.low is None else number.low for number in numbers)
        high = max(number.value if number.high is None else number.high for number in numbers)
        return (key(t.told(replace(numbers[0], low=low, high=high))),)
    ends = [numbers[0], numbers[-1]]
    if len(cells) > 2:
        ends.sort(key=lambda number: number.value)
    first, last = (t.told(number) for number in ends)
    if str(first) == str(last):
        return (key(first),)
    return t.fill(
        msg("{start} and {last}", also="first")
        if len(cells) == 2
        else msg("{start} to {last}", also="first"),
        start=key(first.value if first.unit == last.unit else first),
        first=key(first),
        last=key(last),
    )


def levels_table(t: Texts, cells: Sequence[str], percent: float | None = None) -> EvidenceTable:
    """Throughput and latency of every cell in columns, and one of its percentiles where it is asked for."""
    unit = t.latency_unit
    heads: list[Message | str] = [CONFIGURATION, t.counted.rate, INTERVAL]
    heads += [t.locale.format(msg("latency, {unit}"), unit=unit), INTERVAL]
    if percent is not None:
        heads += [f"p{percent:g}, {unit}", INTERVAL, msg("effective requests")]
    rows = [row for cell in cells for row in _rows(t, t.analysis.cell(cell), percent)]
    rough = any(each.startswith(ROUGHLY) for row in rows for each in row[1:])
    caption = read_range(t.locale) if rough else ""
    return EvidenceTable(heads=tuple(heads), rows=tuple(rows), caption=caption, words=frozenset({0}))


def read_range(locale: Locale) -> str:
    """What the mark before a level means."""
    return locale.format(READ_RANGE, factor=locale.numbers.as_given(WIDE_LEVEL))


def level_shown(t: Texts, interval: Interval, metric: ChosenBy) -> units.Quantity:
    """A throughput or a latency in the unit that all of the page's tables have, rounded with the others."""
    bounds = (interval.value, interval.low, interval.high)
    match metric:
        case "throughput":
            rate = t.counted.rate
            return marked(
                t.numbers.throughput(*bounds, unit=rate, sharing=sharing(t.analysis, "fps")), interval
            )
        case "latency":
            unit = t.latency_unit
            return marked(t.numbers.latency(*bounds, unit=unit, sharing=sharing(t.analysis, "ns")), interval)


def quiet_shown(t: Texts, result: CellResult, metric: ChosenBy) -> units.Quantity | None:
    """The level of quiet passes; `None` without one, or where rounding leaves that of all the same."""
    every, quiet = result.level(metric), result.quiet
    if every is None or quiet is None:
        return None
    told, beside = (level_shown(t, each, metric) for each in (quiet.level(metric), every))
    return told if told.value != beside.value else None


def marked(shown: units.Quantity, interval: Interval) -> units.Quantity:
    """A level as tables have it: with a mark where its interval is too wide for it to be read by itself."""
    return replace(shown, value=f"{ROUGHLY}{shown.value}") if is_wide(interval.low, interval.high) else shown


def _rows(t: Texts, result: CellResult, percent: float | None) -> Iterator[tuple[str, ...]]:
    """The levels of a cell, and below them those of quiet passes where they are others."""
    yield _row(t, result, percent)
    if result.quiet is not None and any(quiet_shown(t, result, metric) for metric in CHOSEN_BY):
        name = t.locale.format(msg("{cell}, in quiet passes"), cell=plain(t.full(result.cell.id)))
        shown = [level_shown(t, result.quiet.level(metric), metric) for metric in CHOSEN_BY]
        levels = [text for told in shown for text in (told.value, told.interval or "–")]
        yield (name, *levels, *(("–",) * 3 if percent is not None else ()))


def _row(t: Texts, result: CellResult, percent: float | None) -> tuple[str, ...]:
    row = [plain(t.full(result.cell.id))]
    for metric in CHOSEN_BY:
        interval = result.level(metric)
        told = None if interval is None else level_shown(t, interval, metric)
        row += ("–", "–") if told is None else (told.value, told.interval or "–")
    if percent is not None:
        found = result.percentile(percent)
        told = None if found is None else percentile_shown(t.numbers, found, t.latency_unit)
        row += ("–", "–") if told is None else (told.value, told.interval or "–")
        row += [t.numbers.count(result.effective_requests)]
    return tuple(row)


def percentile_shown(numbers: units.Numbers, found: Interval, unit: str) -> units.Quantity:
    """A percentile of latency in a unit of time: three digits, and its interval at the same decimals."""
    value, low, high = (each / dict(units.TIME_UNITS)[unit] for each in (found.value, found.low, found.high))
    places = units.significant(value, units.PLAIN_DIGITS)
    return marked(numbers.quantity(value, unit, low, high, places=places), found)


def ratio_columns(t: Texts, estimate: Estimate | None) -> tuple[str, str]:
    """A ratio and its 95 % interval; dashes where there is none."""
    if estimate is None:
        return "–", "–"
    shown = t.numbers.ratio(estimate.ratio, estimate.low, estimate.high)
    return str(shown), shown.interval or "–"
