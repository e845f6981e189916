"""What all drawings are given: the configurations with their marks and estimates, and their names.

The data is the same in every language: latencies in milliseconds, rates in images per second. Figures refer
to a configuration by its place in `cells`.
"""

from __future__ import annotations

import math
from typing import Any

from ovreport.analysis.results import CellResult, Interval
from ovreport.render.context import Context
from ovreport.render.figures.tables import full
from ovreport.units import significant

MS = 1e6
"""Nanoseconds."""

Data = dict[str, Any]
"""What becomes JSON: numbers, texts, lists and objects of them."""


def data(context: Context) -> Data:
    """The configurations, and which of them figures of lines draw."""
    return {
        "cells": [_cell(context, result) for result in context.analysis.cells],
        "chosen": [context.places[result.cell.id] for result in context.selected],
    }


def _cell(context: Context, result: CellResult) -> Data:
    key = context.key(result.cell)
    found: Data = {"id": result.cell.id, "hue": key.hue, "fill": key.fill, "shape": key.shape}
    if result.throughput and result.latency:
        found["fps"] = _interval(result.throughput, 1.0)
        found["ms"] = _interval(result.latency, MS)
        found["rounds"] = [trial.round for trial in result.trials]
        found["fpsRounds"] = [short(trial.throughput_fps) for trial in result.trials]
        found["msRounds"] = [short(trial.latency_mean_ns / MS) for trial in result.trials]
    return found


def _interval(interval: Interval, size: float) -> list[float | None]:
    ends = (interval.value, interval.low, interval.high)
    return [short(end / size) if math.isfinite(end) else None for end in ends]


def short(value: float) -> float:
    """Five significant digits: more than a screen can show."""
    return round(value, significant(value, 5))


def words(context: Context) -> dict[str, object]:
    """Names and estimates of the configurations, units, marks, and what several drawings say."""
    locale, results = context.locale, context.analysis.cells
    return {
        "names": list(context.names.values()),
        "short": list(context.short_names.values()),
        "fpsText": [full(context.throughput(one.throughput)) if one.throughput else "" for one in results],
        "msText": [full(context.latency(one.latency)) if one.latency else "" for one in results],
        "unit": context.latency_unit,
        "round": locale("round {n}"),
        "interval": locale("95 % interval {interval}"),
        "fps": context.per_second,
        "rate": context.rate,
        "logScale": locale("log scale"),
        "colon": locale.colon,
        "comma": locale.clause_comma,
        "percent": f"{locale.numbers.percent_gap}%",
    }
