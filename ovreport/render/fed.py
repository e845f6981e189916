"""What the models were fed with, and whether they keep a state: two rows of the platform table."""

from __future__ import annotations

from collections.abc import Iterable

from ovreport.analysis.results import CellResult
from ovreport.language.locale import Locale
from ovreport.records import Fed
from ovreport.render.context import Context

_DRAWN = frozenset({"uniform", "whole", "normal"})
_MOST_INPUTS = 12
"""That are told one by one; a decoder may have a hundred for its past, fed alike."""


def inputs(context: Context) -> tuple[str, str]:
    """What every input was given; where cells differ in it, every way with the number of its cells."""
    locale = context.locale
    ways: dict[tuple[Fed, ...], list[CellResult]] = {}
    for result in context.measured:
        if result.model and result.model.fed:
            ways.setdefault(result.model.fed, []).append(result)
    whole = context.plan.measure.schedule == "whole"
    parts = []
    for fed, cells in ways.items():
        text = _way(fed, cells, locale, whole=whole)
        if len(ways) > 1:
            text = locale.plural(
                "{inputs} (in one configuration)",
                "{inputs} (in {number} configurations)",
                len(cells),
                inputs=text,
            )
        parts.append(text)
    drawn = any(each.how in _DRAWN for fed in ways for each in fed)
    seed = locale("drawn from seed {seed}", seed=context.plan.measure.seed) if drawn else ""
    return locale("Fed with"), locale.semicolon.join(filter(None, (*parts, seed)))


def _way(fed: Iterable[Fed], cells: list[CellResult], locale: Locale, *, whole: bool) -> str:
    """Inputs with what they were given, those that got the same together."""
    alike: dict[str, list[str]] = {}
    for each in fed:
        alike.setdefault(_one(each, cells, locale, whole=whole), []).append(each.input)
    texts = []
    for text, names in alike.items():
        named = names[:_MOST_INPUTS]
        if len(names) > _MOST_INPUTS:
            named = [*names[:2], locale("{number} more", number=len(names) - 2)]
        texts.append(f"{locale.list(named)}{locale.colon}{text}")
    return locale.semicolon.join(texts)


def _one(fed: Fed, cells: list[CellResult], locale: Locale, *, whole: bool) -> str:
    """What one input was given."""
    low, high = (_number(locale, fed, 0), _number(locale, fed, 1)) if len(fed.numbers) > 1 else ("", "")
    match fed.how:
        case "constant":
            return _constant(fed, locale)
        case "whole":
            if fed.why == "table" and low == high:
                return locale("0, the only row of its table")
            if fed.why == "table":
                return locale("whole numbers {low} to {high}, the rows of its table", low=low, high=high)
            return locale("whole numbers {low} to {high}", low=low, high=high)
        case "uniform":
            return locale("values from {low} to {high}", low=low, high=high)
        case "normal":
            return locale(
                "normal values, mean {mean}, standard deviation {deviation}", mean=low, deviation=high
            )
        case "counting":
            return "0, 1, 2, …"
        case "size":
            return locale("the size of the image")
        case "text" if fed.files > 1:
            return locale("“{text}” and {number} more strings in turn", text=fed.text, number=fed.files - 1)
        case "text":
            return locale("“{text}”", text=fed.text)
    return _files(fed, cells, locale, whole=whole)


def _constant(fed: Fed, locale: Locale) -> str:
    value = fed.numbers[0]
    named = {0.0: locale("zeros"), 1.0: locale("ones")}.get(value, _number(locale, fed, 0))
    match fed.why:
        case "state":
            return locale("zeros, as a state begins")
        case "length":
            return locale("{number}, the whole length", number=_number(locale, fed, 0))
        case "single":
            return _number(locale, fed, 0)
    return named


def _files(fed: Fed, cells: list[CellResult], locale: Locale, *, whole: bool) -> str:
    what = {
        "images": locale("pictures {paths}", paths=locale.list(list(fed.paths))),
        "lines": locale("lines of {paths}", paths=locale.list(list(fed.paths))),
    }.get(fed.how, locale.list(list(fed.paths)))
    parts = [what]
    if fed.how == "images":
        parts.append(
            locale(
                "black as {low}, white as {high}", low=_number(locale, fed, 0), high=_number(locale, fed, 1)
            )
        )
    if fed.files > 1:
        parts.append(_in_turn(fed, cells, locale, whole=whole))
    parts.append(locale("SHA-256 {hash}", hash=(fed.sha256 or "")[:12]))
    return locale.clause_comma.join(parts)


def _in_turn(fed: Fed, cells: list[CellResult], locale: Locale, *, whole: bool) -> str:
    """How many files there are, and how many of them the cell with the fewest turns came to."""
    came = min(_turns(cell, whole=whole) for cell in cells)
    if came >= fed.files:
        return locale("{number} in turn, another one with each slice", number=fed.files)
    return locale("{number} in turn, of which {came} came to theirs", number=fed.files, came=came)


def _turns(cell: CellResult, *, whole: bool) -> int:
    """Files that a trial of a cell can have come to: one for every infer request in every slice.

    A whole trial is one slice, whatever pieces its record has. Pictures of one batch are counted as
    one, so that rather too little is said.
    """
    slots = max(1, len(cell.slot_shares))
    return slots if whole else slots * min(max(1, len(trial.slice_turn)) for trial in cell.trials)


def _number(locale: Locale, fed: Fed, place: int) -> str:
    """A number as it was given; rounding would tell another one."""
    value = float(fed.numbers[place])
    if value.is_integer():
        return locale.numbers.fixed(value, 0)
    return locale.numbers.as_given(value, 6)


def state(context: Context) -> tuple[str, str]:
    """Whether a model keeps a state, and what becomes of it between two requests."""
    locale = context.locale
    told: dict[str, None] = {}
    for result in context.measured:
        if result.model is None or not result.model.variables:
            continue
        values = {"name": result.model.name, "number": result.model.variables}
        if result.cell.setting.state == "keep":
            text = locale(
                "{name} keeps a state from request to request (variables: {number})",
                **values,
            )
        else:
            text = locale(
                "{name} has a state (variables: {number}), reset before every request; that takes time of "
                "the throughput, not of the latency",
                **values,
            )
        told[text] = None
    return locale("State"), locale.semicolon.join(told)
