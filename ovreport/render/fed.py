"""What the networks were fed with, and whether they keep a state: two rows of the platform table."""

from __future__ import annotations

from collections.abc import Iterable

from ovreport import units
from ovreport.analysis.results import CellResult
from ovreport.records import Fed
from ovreport.render.context import Context
from ovreport.render.tongue import Tongue

_DRAWN = frozenset({"uniform", "whole", "normal"})
_MOST_INPUTS = 12
"""That are told one by one; a decoder may have a hundred for its past, fed alike."""


def inputs(context: Context) -> tuple[str, str]:
    """What every input was given; where cells differ in it, every way with the number of its cells."""
    tongue = context.tongue
    ways: dict[tuple[Fed, ...], list[CellResult]] = {}
    for result in context.measured:
        if result.model and result.model.fed:
            ways.setdefault(result.model.fed, []).append(result)
    whole = context.plan.measure.schedule == "whole"
    parts = []
    for fed, cells in ways.items():
        text = _way(fed, cells, tongue, whole=whole)
        if len(ways) > 1:
            text = tongue.plural(
                "{inputs} (in one configuration)",
                "{inputs} (in {number} configurations)",
                len(cells),
                inputs=text,
            )
        parts.append(text)
    drawn = any(each.how in _DRAWN for fed in ways for each in fed)
    seed = tongue("drawn from seed {seed}", seed=context.plan.measure.seed) if drawn else ""
    return tongue("Fed with"), tongue.semicolon.join(filter(None, (*parts, seed)))


def _way(fed: Iterable[Fed], cells: list[CellResult], tongue: Tongue, *, whole: bool) -> str:
    """Inputs with what they were given, those that got the same together."""
    alike: dict[str, list[str]] = {}
    for each in fed:
        alike.setdefault(_one(each, cells, tongue, whole=whole), []).append(each.input)
    texts = []
    for text, names in alike.items():
        named = names[:_MOST_INPUTS]
        if len(names) > _MOST_INPUTS:
            named = [*names[:2], tongue("{number} more", number=len(names) - 2)]
        texts.append(f"{tongue.list(named)}{tongue.colon}{text}")
    return tongue.semicolon.join(texts)


def _one(fed: Fed, cells: list[CellResult], tongue: Tongue, *, whole: bool) -> str:
    """What one input was given."""
    low, high = (_number(tongue, fed, 0), _number(tongue, fed, 1)) if len(fed.numbers) > 1 else ("", "")
    match fed.how:
        case "constant":
            return _constant(fed, tongue)
        case "whole":
            if fed.why == "table" and low == high:
                return tongue("0, the only row of its table")
            if fed.why == "table":
                return tongue("whole numbers {low} to {high}, the rows of its table", low=low, high=high)
            return tongue("whole numbers {low} to {high}", low=low, high=high)
        case "uniform":
            return tongue("values from {low} to {high}", low=low, high=high)
        case "normal":
            return tongue(
                "normal values, mean {mean}, standard deviation {deviation}", mean=low, deviation=high
            )
        case "counting":
            return "0, 1, 2, …"
        case "size":
            return tongue("the size of the image")
        case "text" if fed.files > 1:
            return tongue("“{text}” and {number} more strings in turn", text=fed.text, number=fed.files - 1)
        case "text":
            return tongue("“{text}”", text=fed.text)
    return _files(fed, cells, tongue, whole=whole)


def _constant(fed: Fed, tongue: Tongue) -> str:
    value = fed.numbers[0]
    named = {0.0: tongue("zeros"), 1.0: tongue("ones")}.get(value, _number(tongue, fed, 0))
    match fed.why:
        case "state":
            return tongue("zeros, as a state begins")
        case "length":
            return tongue("{number}, the whole length", number=_number(tongue, fed, 0))
        case "single":
            return _number(tongue, fed, 0)
    return named


def _files(fed: Fed, cells: list[CellResult], tongue: Tongue, *, whole: bool) -> str:
    what = {
        "images": tongue("pictures {paths}", paths=tongue.list(list(fed.paths))),
        "lines": tongue("lines of {paths}", paths=tongue.list(list(fed.paths))),
    }.get(fed.how, tongue.list(list(fed.paths)))
    parts = [what]
    if fed.how == "images":
        parts.append(
            tongue(
                "black as {low}, white as {high}", low=_number(tongue, fed, 0), high=_number(tongue, fed, 1)
            )
        )
    if fed.files > 1:
        parts.append(_in_turn(fed, cells, tongue, whole=whole))
    parts.append(tongue("SHA-256 {hash}", hash=(fed.sha256 or "")[:12]))
    return tongue.clause_comma.join(parts)


def _in_turn(fed: Fed, cells: list[CellResult], tongue: Tongue, *, whole: bool) -> str:
    """How many files there are, and how many of them the cell with the fewest turns came to."""
    came = min(_turns(cell, whole=whole) for cell in cells)
    if came >= fed.files:
        return tongue("{number} in turn, another one with each slice", number=fed.files)
    return tongue("{number} in turn, of which {came} came to theirs", number=fed.files, came=came)


def _turns(cell: CellResult, *, whole: bool) -> int:
    """Files that a trial of a cell can have come to: one for every infer request in every slice.

    A whole trial is one slice, whatever pieces its record has. Pictures of one batch are counted as
    one, so that rather too little is said.
    """
    slots = max(1, len(cell.slot_shares))
    return slots if whole else slots * min(max(1, len(trial.slice_turn)) for trial in cell.trials)


def _number(tongue: Tongue, fed: Fed, place: int) -> str:
    """A number as it was given; rounding would tell another one."""
    value = float(fed.numbers[place])
    if value.is_integer():
        return tongue.numbers.fixed(value, 0)
    return f"{value:g}".translate(tongue.numbers.marks).replace("-", units.MINUS)


def state(context: Context) -> tuple[str, str]:
    """Whether a network keeps a state, and what becomes of it between two requests."""
    tongue = context.tongue
    told: dict[str, None] = {}
    for result in context.measured:
        if result.model is None or not result.model.variables:
            continue
        values = {"name": result.model.name, "number": result.model.variables}
        if result.cell.setting.state == "keep":
            text = tongue(
                "{name} keeps a state from request to request (variables: {number})",
                **values,
            )
        else:
            text = tongue(
                "{name} has a state (variables: {number}), reset before every request; that takes time of "
                "the throughput, not of the latency",
                **values,
            )
        told[text] = None
    return tongue("State"), tongue.semicolon.join(told)
