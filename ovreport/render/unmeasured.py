"""What is told of a configuration that was not measured: what a source prints, or why there is nothing."""

from __future__ import annotations

from ovreport import units
from ovreport.analysis.results import CellResult, Status
from ovreport.plan import PublishedFigure
from ovreport.render.context import Context


def printed(context: Context, figure: PublishedFigure) -> tuple[units.Quantity | None, units.Quantity | None]:
    """Latency and throughput of a source, with the digits that it printed."""
    given, ms, fps = context.numbers.as_given, figure.latency_ms, figure.throughput_fps
    return (
        None if ms is None else units.Quantity(given(ms), "ms"),
        None if fps is None else units.Quantity(given(fps), context.rate),
    )


def first_published(context: Context, result: CellResult) -> PublishedFigure | None:
    """The first figure that a source prints for a cell."""
    for published in context.plan.published:
        for figure in published.figures:
            if figure.cell_id == result.cell.id:
                return figure
    return None


def only_printed(context: Context) -> str:
    """Of how many configurations a source prints figures, on a page that has measured none."""
    cells, locale = context.analysis.cells, context.locale
    number = sum(first_published(context, result) is not None for result in cells)
    if number == len(cells):
        return locale("published figures only")
    return locale("{number} with published figures", number=number)


def status_word(context: Context, result: CellResult) -> str:
    """Why a cell has no figures, in a word or two."""
    locale, device = context.locale, result.cell.setting.device
    words = {
        Status.MEASURED: "",
        Status.FAILED: locale("failed"),
        Status.NO_DEVICE: locale("not measured here: not every device of {device} is here", device=device)
        if ":" in device
        else locale("not measured here: no device {device}", device=device),
        Status.PENDING: locale("not measured yet"),
        Status.PUBLISHED: locale("published figures only"),
    }
    return words[result.status]
