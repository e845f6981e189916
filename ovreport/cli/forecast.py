"""How many rounds each question needs, from the records that are there or from a short pilot."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import typer
from rich.console import Console

from ovreport import conclusions
from ovreport.analysis import Analysis, Contrast, Verdict
from ovreport.cli import measuring, reports
from ovreport.cli.experiments import Asked
from ovreport.cli.words import counted, duration
from ovreport.errors import OvreportError
from ovreport.plan import Plan

PILOT_ROUNDS = 3
FEWEST_ROUNDS = 2
UNITS = {"s": 1.0, "m": 60.0, "min": 60.0, "h": 3600.0}


@dataclass(frozen=True, kw_only=True)
class Forecast:
    """What each comparison needs.

    Attributes:
        rounds: That are there now.
        seconds_per_round: On this host, start-up included; NaN where unknown.
    """

    analysis: Analysis
    contrasts: tuple[Contrast, ...]
    rounds: int
    seconds_per_round: float


def share(text: str) -> float:
    """`3%` or `0.03` as 0.03.

    Raises:
        BadParameter: It is neither, or not between 0.1 % and 50 %.
    """
    found = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*(%?)\s*", text)
    value = float(found[1]) / (100 if found[2] else 1) if found else math.nan
    if not 0.001 <= value <= 0.5:
        raise typer.BadParameter(
            f"{text!r}: give a share between 0.1% and 50%, such as 3%.", param_hint="--resolve"
        )
    return value


def seconds(text: str | None) -> float | None:
    """`90s`, `20m` or `1.5h` in seconds.

    Raises:
        BadParameter: It is no time.
    """
    if text is None:
        return None
    found = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*(s|m|min|h)\s*", text)
    if not found or float(found[1]) <= 0:
        raise typer.BadParameter(f"{text!r}: give a time such as 90s, 20m or 1.5h.", param_hint="--budget")
    return float(found[1]) * UNITS[found[2]]


def forecasts(
    asked: Sequence[Asked], host: str, *, margin: float, wait: bool, quiet: bool
) -> Iterator[tuple[Asked, Forecast]]:
    """What each comparison needs to be told apart at `margin`; measures a pilot where records are missing.

    All pilots are measured first, while nobody else is let into the results folders.

    Raises:
        OvreportError: Even then there is nothing to go by.
    """
    judged = [replace(each, plan=replace(each.plan, margin=margin)) for each in asked]
    known = [_analysed(each, host) for each in judged]
    short = [replace(each, plan=_short(each)) for each, one in zip(judged, known, strict=True) if _few(one)]
    pilots = [measuring.prepared(each, host=host) for each in short]
    console = Console(stderr=True)
    with measuring.locked(pilots, host=host, console=console, wait=wait):
        for pilot in pilots:
            measuring.measure(pilot, host=host, console=console, quiet=quiet)
        for each, one in zip(judged, known, strict=True):
            yield each, _forecast(each, _analysed(each, host) if _few(one) else one)


def _few(analysis: Analysis | None) -> bool:
    return analysis is None or analysis.rounds < FEWEST_ROUNDS


def _forecast(asked: Asked, analysis: Analysis | None) -> Forecast:
    if analysis is None or analysis.rounds < FEWEST_ROUNDS:
        raise OvreportError(f"{asked.slug}: the pilot gave no two rounds to go by; `ovreport run` says why.")
    per_round = analysis.measured_seconds / analysis.rounds
    return Forecast(
        analysis=analysis, contrasts=_questions(analysis), rounds=analysis.rounds, seconds_per_round=per_round
    )


def _questions(analysis: Analysis) -> tuple[Contrast, ...]:
    """What is asked about throughput, then about latency.

    Each pair of cells counts once a metric: in its first family, that is a factor's own.
    """
    first: dict[tuple[str, frozenset[str]], Contrast] = {}
    for contrast in analysis.contrasts:
        if contrast.estimate:
            pair = frozenset((contrast.cell, contrast.reference))
            first.setdefault((contrast.metric, pair), contrast)
    return tuple(sorted(first.values(), key=lambda contrast: contrast.metric == "latency"))


def described(asked: Asked, found: Forecast, margin: float, budget: float | None) -> str:
    """A line for every comparison, then what it all comes to."""
    open_ones = [each for each in found.contrasts if each.verdict is Verdict.NOT_RESOLVED]
    lines = [
        f"{asked.slug}: {counted(found.rounds, 'round')} on {found.analysis.host}, resolving {margin:.1%}"
    ]
    lines += [f"  {_line(each, found)}" for each in found.contrasts]
    needed = max((each.rounds_needed or found.rounds for each in open_ones), default=found.rounds)
    more = max(needed - found.rounds, 0)
    if more:
        time = duration(more * found.seconds_per_round)
        lines.append(
            f"All questions need {needed} rounds: {more} more, about {time}: "
            f"ovreport build {asked.path} --rounds {needed}"
        )
    elif not open_ones:
        lines.append("Nothing is open: the rounds that are there answer all questions.")
    if budget is not None:
        lines += _within(asked, found, open_ones, budget)
    return "\n".join(lines)


def _line(contrast: Contrast, found: Forecast) -> str:
    assert contrast.estimate is not None
    ratio = contrast.estimate
    told = f"{_name(contrast, found)}: {ratio.ratio:.3g} ({ratio.low:.3g} to {ratio.high:.3g})"
    if contrast.verdict is not Verdict.NOT_RESOLVED:
        return f"{told}, {contrast.verdict.value}"
    if contrast.rounds_needed is None:
        return f"{told}, open; no number of rounds can be foretold"
    more = max(contrast.rounds_needed - found.rounds, 1)
    time = duration(more * found.seconds_per_round)
    return f"{told}, open; {contrast.rounds_needed} rounds would tell, {more} more, about {time}"


def _name(contrast: Contrast, found: Forecast) -> str:
    """What is compared and by which metric, in terms of the factor where there is one."""
    return f"{contrast.metric}, {_compared(contrast, found)}"


def _compared(contrast: Contrast, found: Forecast) -> str:
    plan = found.analysis.plan
    if not contrast.factor:
        cells = (contrast.cell, contrast.reference)
        return " beside ".join(conclusions.cell_name(plan.cell(cell), plan, "en") for cell in cells)
    under = ", ".join(f"{factor} {level}" for factor, level in contrast.conditions)
    name = f"{contrast.factor}: {contrast.level} beside {contrast.reference_level}"
    return f"{name} ({under})" if under else name


def _within(asked: Asked, found: Forecast, open_ones: Sequence[Contrast], budget: float) -> list[str]:
    more = int(budget / found.seconds_per_round) if found.seconds_per_round > 0 else 0
    total = found.rounds + more
    remaining = [each for each in open_ones if each.rounds_needed is None or each.rounds_needed > total]
    first = (
        f"Within {duration(budget)}: {counted(more, 'more round')}, {total} in all; "
        f"{counted(len(remaining), 'question')} of {len(found.contrasts)} will remain open."
    )
    names = [f"  open: {_name(each, found)}" for each in remaining]
    command = [f"  ovreport build {asked.path} --rounds {total}"] if more else []
    return [first, *names, *command]


def _analysed(asked: Asked, host: str) -> Analysis | None:
    basis = next((each for each in reports.bases(asked) if each.host == host and each.heads), None)
    return reports.report(asked, basis).analysis if basis else None


def _short(asked: Asked) -> Plan:
    return replace(asked.plan, measure=replace(asked.plan.measure, rounds=PILOT_ROUNDS))
