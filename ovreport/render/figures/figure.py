"""What every kind of figure has: a drawing, a claim or a question above it, a table and words below."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import ClassVar

from ovreport.claims.claim import Claim
from ovreport.language.messages import Message
from ovreport.language.spans import Span, Text
from ovreport.render.context import Context
from ovreport.render.legend import lines_legend
from ovreport.render.views import Figure, LegendEntry, NumberCell, Row, Table

MOST_TOLD_ROWS = 8
"""Rows of a figure's table that its text for those who cannot see it tells."""

MOST_TOLD_NUMBERS = 3

Labels = Mapping[str, Message]


class FigureKind(ABC):
    """One kind of figure, on one page.

    A kind is two files: its subclass, which decides and tells, and `templates/assets/charts/<kind>.js`, which
    draws. A module of this folder is found by itself.

    Attributes:
        kind: Names the drawing and the anchor, and the caption where the report has one.
        place: Where it stands on a page: figures follow one another by these numbers, which leave gaps for
            new ones.
        question: What the figure answers, told where no claim does; it may have the gap `{things}`.
        how: How it is read, with the gap `{rate}` or none.
        labels: What the drawing prints in the page's language, beside the names of the configurations.
        leading: By which column of the table the figure is told in words, and whether the largest (-1) or the
            smallest (1) number comes first; rows keep their order where it is `None`.
        lines: It draws a line for each configuration: of many it shows a selection, and a narrow page lacks
            room for their names.
    """

    kind: ClassVar[str]
    place: ClassVar[int]
    question: ClassVar[Message]
    how: ClassVar[Message]
    labels: ClassVar[Labels] = {}
    leading: ClassVar[tuple[int, int] | None] = None
    lines: ClassVar[bool] = False

    def __init__(self, context: Context) -> None:
        """Look at one page."""
        self.context = context
        self.locale = context.locale

    @classmethod
    def anchor(cls) -> str:
        """Where figures of this kind stand on every page."""
        return f"figure-{cls.kind}"

    def wanted(self) -> bool:
        """Whether the figure has something to say on this page: one of measurements where there are any."""
        return bool(self.context.measured)

    @abstractmethod
    def table(self) -> Table:
        """The numbers of the figure, as far as a reader wants them."""

    def reading(self) -> str:
        """How the figure is read."""
        return self.locale.format(self.how, rate=self.context.per_second_title)

    def data(self) -> object:
        """What the drawing needs beside the configurations; `None` for nothing."""
        return None

    def words(self) -> dict[str, object]:
        """What the drawing prints beside the names of the configurations, in the page's language."""
        return {name: self.locale.word(label) for name, label in self.labels.items()}

    def claim(self) -> Claim | None:
        """The claim that answers the question."""
        return dict(self.context.report.captions).get(self.kind)

    def answer(self) -> Text:
        """The claim as half a line, or the question."""
        claim = self.claim()
        if claim:
            return self.context.say(claim).short
        return (Span(text=self.locale.format(self.question, things=self.context.counted.many)),)

    def legend(self) -> tuple[LegendEntry, ...]:
        """What colours and marks stand for: shown where lines lack room for names, or for good."""
        return lines_legend(self.context) if self.lines else ()

    def figure(self, number: int) -> Figure:
        """The figure as the page shows it.

        Args:
            number: Its place on the page, from 1.
        """
        answer, table, legend = self.answer(), self.table(), self.legend()
        return Figure(
            anchor=self.anchor(),
            kind=self.kind,
            number=number,
            answer=answer,
            how=self._how(number),
            alt=self._alternative(answer, table),
            table=table,
            legend=legend,
            always=bool(legend) and not self.lines,
        )

    def _how(self, number: int) -> str:
        context, locale, left_out = self.context, self.locale, ""
        if self.lines and context.selective:
            shown, measured = len(context.selected), len(context.measured)
            left_out = locale("{number} of {all} configurations.", number=shown, all=measured)
        return locale.sentences(locale("Figure {number}.", number=number), self.reading(), left_out)

    def _alternative(self, answer: Text, table: Table) -> str:
        """The claim, and the first numbers of the figure's own table, the best ones first."""
        locale, heads = self.locale, [column.head for column in table.columns]
        rows = list(table.rows)
        if self.leading:
            column, sign = self.leading
            rows.sort(key=lambda row: sign * _value(row, column))
        told = []
        for name, *cells in ([str(cell) for cell in row] for row in rows[:MOST_TOLD_ROWS]):
            known = [
                (head, cell) for head, cell in zip(heads[1:], cells, strict=True) if cell not in {"", "–"}
            ]
            numbers = [f"{head} {cell}" for head, cell in known[:MOST_TOLD_NUMBERS]]
            told.append(f"{name}{locale.colon}{locale.clause_comma.join(numbers)}")
        claim = "".join(part.text for part in answer)
        ended = claim if claim.endswith(("?", "？")) else f"{claim}{locale.stop}"
        return locale.sentences(ended, locale.semicolon.join(told))


def _value(row: Row, column: int) -> float:
    """The number in a column, by which rows are ordered."""
    cell = row[column]
    return cell.value if isinstance(cell, NumberCell) else math.inf
