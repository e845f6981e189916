"""What the caveats are made with: the cells that were measured, and a share that is too large in some."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import ClassVar

from ovreport.analysis.results import Analysis, Caveat, CellResult, Status


def measured(analysis: Analysis) -> list[CellResult]:
    """Cells with timings."""
    return [cell for cell in analysis.cells if cell.status is Status.MEASURED]


def ids(cells: Iterable[CellResult]) -> tuple[str, ...]:
    """Their ids, each once."""
    return tuple(dict.fromkeys(cell.cell.id for cell in cells))


@dataclass(frozen=True, kw_only=True)
class LargeShare(Caveat):
    """A share that is above `LIMIT` in some cells; `share` is the largest of them."""

    LIMIT: ClassVar[float]
    share: float

    @staticmethod
    def of(cell: CellResult) -> float:
        """The share of a cell."""
        raise NotImplementedError

    @classmethod
    def find(cls, analysis: Analysis) -> Iterator[Caveat]:
        """One caveat for all cells whose share is above the limit."""
        shares = {cell.cell.id: cls.of(cell) for cell in measured(analysis)}
        touched = tuple(cell for cell, share in shares.items() if share > cls.LIMIT)
        if touched:
            yield cls(cells=touched, share=max(shares.values()))
