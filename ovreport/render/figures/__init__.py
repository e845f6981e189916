"""The figures of a page: which ones have something to say, in what order, and what their drawings get."""

from __future__ import annotations

import importlib
import pkgutil

from ovreport.render.context import Context
from ovreport.render.figures import common
from ovreport.render.figures.figure import FigureKind
from ovreport.render.figures.interval_rows import crowd


def _found() -> tuple[type[FigureKind], ...]:
    """Every kind that a module of this folder defines, in the order of their places."""
    names = [f"{__name__}.{module.name}" for module in pkgutil.iter_modules(__path__)]
    defined = [each for name in names for each in vars(importlib.import_module(name)).values()]
    kinds = {each for each in defined if isinstance(each, type) and issubclass(each, FigureKind)}
    return tuple(sorted((kind for kind in kinds if "kind" in vars(kind)), key=lambda kind: kind.place))


FIGURES = _found()
"""In the order of a page. Each says its own place, so that a new one is its two files and nothing else."""


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
