"""What the colours and marks of a page stand for, in words."""

from __future__ import annotations

from collections.abc import Sequence

from ovreport import naming
from ovreport.analysis.results import CellResult
from ovreport.plan import Factor
from ovreport.render.context import Context
from ovreport.render.views import Key, LegendEntry, LegendRow

NEUTRAL = "c0"
"""The hue of a mark that stands for a fill or a shape alone: ink."""


def legend(context: Context, results: Sequence[CellResult]) -> tuple[LegendRow, ...]:
    """A row for colour, for fill and for shape, each where it sets some of these cells apart."""
    encoding, keys = context.encoding, [context.key(result.cell) for result in results]
    hues, fills, shapes = ({getattr(key, name) for key in keys} for name in ("hue", "fill", "shape"))
    found = []
    if encoding.hue is not None and len(hues) > 1:
        by_hue = {key.hue: result for key, result in zip(keys, results, strict=True)}
        levels = {dict(by_hue[hue].cell.levels).get(encoding.hue.name): Key(hue=hue) for hue in by_hue}
        marks = [((level,), levels[level]) for level in encoding.hue.levels if level in levels]
        found.append(_row(context, (encoding.hue,), marks))
    if encoding.fill is not None and len(fills) > 1:
        named = enumerate(encoding.fill.levels)
        marks = [((level,), Key(hue=NEUTRAL, fill=fill)) for fill, level in named if fill in fills]
        found.append(_row(context, (encoding.fill,), marks))
    if len(shapes) > 1:
        drawn = [(each, Key(hue=NEUTRAL, shape=k)) for k, each in enumerate(encoding.shapes) if k in shapes]
        found.append(_row(context, encoding.shape, drawn))
    return tuple(found)


def _row(
    context: Context, factors: Sequence[Factor], marks: Sequence[tuple[Sequence[str], Key]]
) -> LegendRow:
    """The levels of factors that are drawn together, in words beside their marks."""
    locale, plan = context.locale, context.plan
    entries = []
    for levels, key in marks:
        words = [
            naming.level_name(factor.name, level, plan, locale.tag)
            for factor, level in zip(factors, levels, strict=True)
        ]
        entries.append(LegendEntry(name=locale.list(words), key=key))
    titles = [context.factor_title(factors[0].name)]
    titles += [naming.factor_name(factor.name, plan, locale.tag) for factor in factors[1:]]
    return LegendRow(title=locale.list(titles), entries=tuple(entries))


def lines_legend(context: Context) -> tuple[LegendEntry, ...]:
    """What sets the lines of a figure apart, or their names where marks alone do not."""
    cells = [result.cell for result in context.selected]
    rows = legend(context, context.selected)
    if len(rows) > 1 and context.encoding.tells_apart(cells):
        return tuple(entry for row in rows for entry in row.entries)
    return tuple(LegendEntry(name=context.names[cell.id], key=context.key(cell)) for cell in cells)


def colours(context: Context) -> tuple[LegendEntry, ...]:
    """The levels of the factor that is drawn by colour."""
    factor = context.encoding.hue
    if factor is None:
        return ()
    found: dict[str, LegendEntry] = {}
    for result in context.analysis.cells:
        level = dict(result.cell.levels).get(factor.name)
        if level is not None and level not in found:
            key = Key(hue=context.key(result.cell).hue)
            found[level] = LegendEntry(name=context.level_title(factor.name, level), key=key)
    return tuple(found[level] for level in factor.levels if level in found)
