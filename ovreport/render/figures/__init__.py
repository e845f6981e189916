"""The figures of a page: which ones have something to say, in what order, and what their drawings get."""

from __future__ import annotations

from ovreport.render.context import Context
from ovreport.render.figures import common
from ovreport.render.figures.ecdf import EcdfChart
from ovreport.render.figures.figure import FigureKind
from ovreport.render.figures.heat import HeatChart
from ovreport.render.figures.interval_rows import crowd
from ovreport.render.figures.latency import LatencyChart
from ovreport.render.figures.published import PublishedChart
from ovreport.render.figures.rounds import RoundsChart
from ovreport.render.figures.shares import SharesChart
from ovreport.render.figures.startup import StartupChart
from ovreport.render.figures.throughput import ThroughputChart
from ovreport.render.figures.time import TimeChart
from ovreport.render.figures.timeline import TimelineChart
from ovreport.render.figures.trade import TradeChart
from ovreport.render.figures.windows import WindowsChart

FIGURES: tuple[type[FigureKind], ...] = (
    ThroughputChart,
    LatencyChart,
    TradeChart,
    HeatChart,
    RoundsChart,
    EcdfChart,
    TimelineChart,
    TimeChart,
    WindowsChart,
    SharesChart,
    StartupChart,
    PublishedChart,
)
"""In the order of a page.

The list is written down because that order is one decision, to be seen in one place: the names in a folder
would not tell it.
"""


def figures(context: Context) -> tuple[FigureKind, ...]:
    """The figures that have something to say about a report, in their order."""
    return tuple(figure for kind in FIGURES if (figure := kind(context)).wanted())


def data(context: Context) -> common.Data:
    """Everything that the drawings of a page are given in every language: what becomes its figures.js."""
    own = {figure.kind: figure.data() for figure in figures(context)}
    return {**common.data(context), "figures": {kind: each for kind, each in own.items() if each is not None}}


def words(context: Context) -> dict[str, object]:
    """Names and words that the drawings of a page print, in its language."""
    own = {figure.kind: figure.words() for figure in figures(context)}
    return {
        **common.words(context),
        "crowd": crowd(context),
        "figures": {kind: each for kind, each in own.items() if each},
    }
