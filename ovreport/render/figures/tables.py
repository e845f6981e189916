"""What the tables of several figures are made of."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from ovreport import units
from ovreport.analysis.results import CellResult
from ovreport.analysis.summaries import GRID, TrialSummary, by_round
from ovreport.render.context import Context
from ovreport.render.views import Column, Row, Table

MOST_ROUND_COLUMNS = 12


def table(heads: Iterable[str], rows: Iterable[Row], words: Iterable[int] = (), note: str = "") -> Table:
    """A table whose first column is words, and those of `words`; the others are numbers."""
    wordy = {0, *words}
    columns = tuple(Column(head=head, words=number in wordy) for number, head in enumerate(heads))
    return Table(columns=columns, rows=tuple(rows), note=note)


class RoundColumns:
    """A column for each round, up to a dozen; of all measured configurations, so that tables are alike."""

    def __init__(self, context: Context) -> None:
        """Find the rounds of a page."""
        found = {trial.round for result in context.measured for trial in result.trials}
        self.written = context.numbers
        self.numbers: Sequence[int] = sorted(found)[:MOST_ROUND_COLUMNS]
        self.heads = [
            str(number) if k else context.locale("round {number}", number=number)
            for k, number in enumerate(self.numbers)
        ]

    def cells(self, result: CellResult, value: Callable[[TrialSummary], float]) -> list[str]:
        """The value of each round; of one measured in several sittings their geometric mean."""
        found = by_round(result.trials, value)
        return [digits(self.written, found[number]) if number in found else "–" for number in self.numbers]


def median_ns(trial: TrialSummary) -> float:
    """The median latency of all counted requests of a trial, not of the sample that is drawn."""
    return float(trial.latency_grid_ns[GRID.index(50)])


def digits(numbers: units.Numbers, value: float) -> str:
    """A number with four significant digits."""
    return numbers.fixed(value, units.significant(value, 4))


def full(shown: units.Quantity) -> str:
    """An estimate with its interval, without its unit."""
    return f"{shown.value} ({shown.interval})" if shown.low else shown.value
