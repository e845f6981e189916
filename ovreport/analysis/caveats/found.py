"""How caveats are made from an analysis."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from ovreport.analysis.results import Analysis, Caveat, CaveatKind, CellResult, Status

Finder = Callable[[Analysis], Iterator[Caveat]]


def measured(analysis: Analysis) -> list[CellResult]:
    """Cells with timings."""
    return [cell for cell in analysis.cells if cell.status is Status.MEASURED]


def about(
    kind: CaveatKind,
    cells: Sequence[CellResult],
    *,
    names: tuple[tuple[str, str], ...] = (),
    **numbers: float,
) -> Caveat:
    """A caveat about some cells, with named numbers and words."""
    return Caveat(
        kind=kind,
        cells=tuple(cell.cell.id for cell in cells),
        numbers=tuple((name, float(value)) for name, value in numbers.items()),
        names=names,
    )


def where(
    analysis: Analysis, kind: CaveatKind, name: str, value: Callable[[CellResult], float], limit: float
) -> Iterator[Caveat]:
    """One caveat for all cells whose `value` exceeds `limit`, with the largest value as its number."""
    values = [(value(cell), cell) for cell in measured(analysis)]
    touched = [(number, cell) for number, cell in values if number > limit]
    if touched:
        worst = max(number for number, _ in touched)
        yield Caveat(
            kind=kind,
            cells=tuple(cell.cell.id for _, cell in touched),
            numbers=((name, worst), ("limit", limit)),
        )
