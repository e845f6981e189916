"""What stands behind a claim: its values as tables, and a program that computes its numbers again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ovreport.analysis.metrics import METRICS, ChosenBy
from ovreport.analysis.results import CellResult
from ovreport.analysis.summaries import TrialSummary, by_round
from ovreport.language.messages import Message

FIGURES = 9
"""Significant digits of the values in a program: enough for any digit that it prints."""

QUANTILE_FIGURES = 13
"""Significant digits of a share near 1, of which what is missing to 1 counts."""

PRINTED = ".5g"
"""How a program prints its numbers: more digits than any sentence states."""

MOST_ROWS = 200
"""Values of cells or figures in one program: a page that holds it must stay light."""

MOST_COMPARED = 30
"""Comparisons in one program, each with a value a round and perhaps a weight."""

MOST_SHOWN = 30
"""Rows of the longest table."""

NUMPY = "import numpy as np\n"
SCIPY = "import scipy.stats as st\n"


@dataclass(frozen=True, kw_only=True)
class Recomputation:
    """A program and the numbers that it prints, in one line and in this order.

    Latencies and start-ups are in ms, shares are fractions.
    """

    body: str
    prints: tuple[float, ...]

    @property
    def python(self) -> str:
        """The program, with what it prints as its last line."""
        return f"{self.body}\n# {' '.join(format(number, PRINTED) for number in self.prints)}"


@dataclass(frozen=True)
class Level:
    """One value a round of one cell: what a level's mean and interval are computed from."""

    result: CellResult
    metric: ChosenBy

    @property
    def what(self) -> str:
        """What the values are, in the words of a program."""
        match self.metric:
            case "throughput":
                return "throughput"
            case "latency":
                return "latency in ms"

    @property
    def size(self) -> float:
        """The unit of the values in that of the analysis: times are told in ms."""
        return {"fps": 1.0, "ns": 1e6}[METRICS[self.metric].unit]

    @property
    def rounds(self) -> Mapping[int, float]:
        """The value of every round."""
        return self._by_round(self.result.trials)

    @property
    def quiet_rounds(self) -> Mapping[int, float]:
        """The value of the quiet passes of every round that has enough; empty where they are not told."""
        return {} if self.result.quiet is None else self._by_round(self.result.quiet.trials)

    def _by_round(self, trials: Sequence[TrialSummary]) -> Mapping[int, float]:
        of_trial = METRICS[self.metric].of_trial
        return by_round(trials, lambda trial: of_trial(trial) / self.size)


def written(numbers: Sequence[float]) -> str:
    """Numbers as the inside of a Python list."""
    return ", ".join(f"{number:.{FIGURES}g}" for number in numbers)


def printing(*expressions: str) -> str:
    """A line that prints these expressions, as `Recomputation.python` tells them."""
    return f"print(*(f'{{number:{PRINTED}}}' for number in [{', '.join(expressions)}]))"


@dataclass(frozen=True, kw_only=True)
class EvidenceTable:
    """Values behind a claim.

    Attributes:
        heads: What stands above the columns, translated or a name or unit.
        rows: Texts of the cells, one for each head.
        caption: What the table is about; may be empty.
        words: Places of columns that hold words, not numbers.
        of: How many rows there would be, where there are more than these.
        whole: Whether all of these rows are shown, however many there are.
    """

    heads: tuple[Message | str, ...]
    rows: tuple[tuple[str, ...], ...]
    caption: str = ""
    words: frozenset[int] = frozenset()
    of: int | None = None
    whole: bool = False
