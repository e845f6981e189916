"""How many rounds each question needs, from the records that are there or from a short pilot."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import typer
from rich.console import Console

from ovreport import reports, units
from ovreport.analysis import (
    MOST_ROUNDS,
    Analysis,
    Contrast,
    Foretold,
    NoiseFloor,
    Verdict,
    foretold,
    margin,
    near_margin,
)
from ovreport.claims import cell_name
from ovreport.cli import measuring
from ovreport.cli import noise as noises
from ovreport.cli.words import counted, duration, plain
from ovreport.errors import OvreportError
from ovreport.plan import Plan
from ovreport.reports import Asked

PILOT_ROUNDS = 3
FEWEST_ROUNDS = 2
UNITS = {"s": 1.0, "m": 60.0, "min": 60.0, "h": 3600.0}


@dataclass(frozen=True, kw_only=True)
class Judged:
    """By which margin a plan goes, and by which one the page will judge.

    Attributes:
        wanted: With --resolve; `None` leaves it to the page.
        page: See `analysis.margin`.
        in_file: Whether the experiment file sets the page's margin.
        noise: What `ovreport aa` found on this host.
    """

    wanted: float | None
    page: float
    in_file: bool = False
    noise: NoiseFloor | None = None

    @property
    def margin(self) -> float:
        """Never below the page's: no number of rounds would make the page claim less than its margin."""
        return max(self.page, self.wanted or 0.0)


@dataclass(frozen=True, kw_only=True)
class Forecast:
    """What each comparison needs.

    Attributes:
        rounds: That are there now.
        seconds_per_round: On this host, start-up included; NaN where unknown.
        unmeasured: How many cells have no two rounds.
    """

    judged: Judged
    analysis: Analysis
    contrasts: tuple[Contrast, ...]
    rounds: int
    seconds_per_round: float
    unmeasured: int = 0


def share(text: str | None) -> float | None:
    """`3%` or `0.03` as 0.03.

    Raises:
        BadParameter: It is neither, or not between 0.1 % and 50 %.
    """
    if text is None:
        return None
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
    asked: Sequence[Asked], host: str, *, wanted: float | None, wait: bool, quiet: bool
) -> Iterator[tuple[Asked, Forecast]]:
    """What each comparison needs to be told apart; measures a pilot where records are missing.

    All pilots are measured first, while nobody else is let into the results folders.

    Raises:
        OvreportError: Even then there is nothing to go by.
    """
    margins = [_judged(each, host, wanted) for each in asked]
    planned = [
        replace(each, plan=replace(each.plan, margin=one.margin))
        for each, one in zip(asked, margins, strict=True)
    ]
    known = [_analysed(each, host) for each in planned]
    short = [replace(each, plan=_short(each)) for each, one in zip(planned, known, strict=True) if _few(one)]
    pilots = [measuring.prepared(each, host=host) for each in short]
    console = Console(stderr=True)
    with measuring.locked(pilots, host=host, console=console, wait=wait):
        for pilot in pilots:
            measuring.measure(pilot, host=host, console=console, quiet=quiet)
        for each, judged, one in zip(planned, margins, known, strict=True):
            yield each, _forecast(each, judged, _analysed(each, host) if _few(one) else one)


def _judged(asked: Asked, host: str, wanted: float | None) -> Judged:
    noise = asked.store().noise(host)
    in_file = asked.plan.margin is not None
    return Judged(wanted=wanted, page=margin(asked.plan, noise), in_file=in_file, noise=noise)


def _few(analysis: Analysis | None) -> bool:
    """Whether some comparison has fewer rounds than a pilot; an interrupted pilot leaves such."""
    if analysis is None or analysis.rounds < PILOT_ROUNDS:
        return True
    rounds = [each.estimate.rounds if each.estimate else 0 for each in _questions(analysis)]
    return min(rounds, default=0) < PILOT_ROUNDS


def _forecast(asked: Asked, judged: Judged, analysis: Analysis | None) -> Forecast:
    if analysis is None or analysis.rounds < FEWEST_ROUNDS:
        raise OvreportError(f"{asked.slug}: the pilot gave no two rounds to go by; `ovreport run` says why.")
    bare = [cell for cell in analysis.cells if cell.cell.measured and len(cell.trials) < FEWEST_ROUNDS]
    return Forecast(
        judged=judged,
        analysis=analysis,
        contrasts=tuple(each for each in _questions(analysis) if each.estimate),
        rounds=analysis.rounds,
        seconds_per_round=analysis.measured_seconds / analysis.rounds,
        unmeasured=len(bare),
    )


def _questions(analysis: Analysis) -> tuple[Contrast, ...]:
    """What is asked about throughput, then about latency.

    Each pair of cells counts once a metric: in its first family, that is a factor's own.
    """
    first: dict[tuple[str, frozenset[str]], Contrast] = {}
    for contrast in analysis.contrasts:
        pair = frozenset((contrast.cell, contrast.reference))
        first.setdefault((contrast.metric, pair), contrast)
    return tuple(sorted(first.values(), key=lambda contrast: contrast.metric == "latency"))


def described(asked: Asked, found: Forecast, budget: float | None) -> str:
    """By which margin, a line for every comparison, then what it all comes to."""
    needs = {index: foretold(each) for index, each in enumerate(found.contrasts) if _is_open(each)}
    known = [need for need in needs.values() if need and need.rounds]
    lines = [
        f"{asked.slug}: {counted(found.rounds, 'round')} on {found.analysis.host}, "
        f"{_percent(found.judged.margin)} as the smallest difference that matters.",
        *_margin(found.judged, found.analysis.host),
        *(f"  {_line(each, needs.get(index), found)}" for index, each in enumerate(found.contrasts)),
    ]
    if found.unmeasured:
        lines.append(
            f"{_cells(found.unmeasured)} not two rounds yet, so that nothing is said about "
            f"{'it' if found.unmeasured == 1 else 'them'}; `ovreport run` says why."
        )
    if known:
        lines += _sum(asked, found, known, every=len(known) == len(needs) and not found.unmeasured)
    lines += _unknown(list(needs.values()), found)
    if not needs:
        lines.append("Nothing is open: the rounds that are there answer every question.")
    if budget is not None and needs:
        lines += _within(asked, found, needs, budget)
    return "\n".join(lines)


def _margin(judged: Judged, host: str) -> Iterator[str]:
    """What the page will do, where that is not what was asked for."""
    if judged.wanted is None or judged.wanted == judged.page:
        return
    page, wanted = _percent(judged.page), _percent(judged.wanted)
    noisy = not judged.in_file and judged.noise is not None and judged.noise.floor >= judged.page
    if judged.wanted > judged.page:
        yield (
            f"  The page judges by {page}, so that it may leave open what is answered here; "
            f"`margin: {wanted}` in the file makes it judge by that."
        )
    elif judged.in_file:
        yield f"  You asked for {wanted}, but the page judges by `margin: {page}`, as the file says."
    elif noisy and judged.noise is not None:
        yield (
            f"  You asked for {wanted}, but the page claims nothing below {page}, the noise floor of {host} "
            f"({noises.basis(judged.noise)}). `margin: {wanted}` in the file overrules that, and then noise "
            "may pass for a difference."
        )
    else:
        yield (
            f"  You asked for {wanted}, but the page claims nothing below {page}, which is the default; "
            f"`margin: {wanted}` in the file makes it judge by that."
        )


def _is_open(contrast: Contrast) -> bool:
    return contrast.verdict is Verdict.NOT_RESOLVED


def _line(contrast: Contrast, need: Foretold | None, found: Forecast) -> str:
    assert contrast.estimate is not None
    ratio = contrast.estimate
    told = f"{_name(contrast, found)}: {ratio.ratio:.3g} ({ratio.low:.3g} to {ratio.high:.3g})"
    if not _is_open(contrast):
        return f"{told}, {contrast.verdict.value}"
    if need is None:
        return f"{told}, open: its rounds show no spread to go by"
    near = ", and near the margin" if near_margin(contrast) else ""
    if need.rounds is None:
        return f"{told}, open{near}: more than {MOST_ROUNDS:,} rounds"
    return f"{told}, open{near}: about {need.rounds:,} rounds ({_between(need)})"


def _between(need: Foretold) -> str:
    """The range of rounds in words."""
    low = f"{need.fewest or 0:,}"
    return f"{low} to {need.most:,}" if need.most else f"{low} to more than {MOST_ROUNDS:,}"


def _sum(asked: Asked, found: Forecast, known: Sequence[Foretold], *, every: bool) -> Iterator[str]:
    """How many rounds settle all that can be foretold, and what such a number is worth."""
    rounds = max(need.rounds or 0 for need in known)
    most = max(need.most or MOST_ROUNDS + 1 for need in known)
    more = rounds - found.rounds
    time = duration(more * found.seconds_per_round)
    least = "" if most <= MOST_ROUNDS else "more than "
    longest = duration((min(most, MOST_ROUNDS) - found.rounds) * found.seconds_per_round)
    larger = f"{least}{longest} by the larger numbers"
    what = "All open questions need" if every else "Those that can be foretold need"
    yield f"{what} about {rounds:,} rounds: {more:,} more, about {time} ({larger})."
    yield f"  ovreport build {asked.path} --rounds {rounds}"
    yield (
        f"A forecast from {counted(found.rounds, 'round')}: in simulations such a number sufficed for 7 to 9 "
        "of 10 questions, the larger one in brackets for 9 of 10."
    )


def _unknown(needs: Sequence[Foretold | None], found: Forecast) -> Iterator[str]:
    """Questions without a number of rounds, and what may be done about them."""
    if bare := needs.count(None):
        which = "Of one question" if bare == 1 else f"Of {bare} questions"
        yield f"{which} nothing can be foretold: the rounds show no spread. More rounds may have some."
    if beyond := sum(need is not None and need.rounds is None for need in needs):
        which = "One question needs" if beyond == 1 else f"{beyond} questions need"
        wider = _percent(_wider(found.judged.margin))
        yield (
            f"{which} more than {MOST_ROUNDS:,} rounds, as it looks now. Measure each trial longer "
            f"(`measure: {{seconds: ...}}`) or on a quieter machine, widen the margin (`margin: {wider}` in "
            "the file), or leave it open: the page then says so."
        )


def _wider(margin: float) -> float:
    """The next round share that is at least half as large again."""
    return next((step for step in (0.02, 0.03, 0.05, 0.1, 0.15, 0.2, 0.3) if step >= 1.5 * margin), 0.5)


def _name(contrast: Contrast, found: Forecast) -> str:
    """What is compared and by which metric, in terms of the factor where there is one."""
    return f"{contrast.metric}, {_compared(contrast, found)}"


def _compared(contrast: Contrast, found: Forecast) -> str:
    plan = found.analysis.plan
    if not contrast.factor:
        cells = (contrast.cell, contrast.reference)
        return " beside ".join(cell_name(plan.cell(cell), plan, "en") for cell in cells)
    under = ", ".join(f"{factor} {level}" for factor, level in contrast.conditions)
    name = f"{contrast.factor}: {contrast.level} beside {contrast.reference_level}"
    return f"{name} ({under})" if under else name


def _within(
    asked: Asked, found: Forecast, needs: Mapping[int, Foretold | None], budget: float
) -> Iterator[str]:
    more = int(budget / found.seconds_per_round) if found.seconds_per_round > 0 else 0
    total = found.rounds + more
    enough = max((need.rounds for need in needs.values() if need and need.rounds), default=total)
    more, total = min(more, enough - found.rounds), min(total, enough)
    remaining = [
        found.contrasts[index]
        for index, need in needs.items()
        if need is None or need.rounds is None or need.rounds > total
    ]
    yield (
        f"Within {duration(budget)}: {counted(more, 'more round')}, {total} in all; "
        f"{counted(len(remaining), 'question')} of {len(found.contrasts)} will probably remain open."
    )
    yield from (f"  open: {_name(each, found)}" for each in remaining)
    if more:
        yield f"  ovreport build {asked.path} --rounds {total}"


def _cells(count: int) -> str:
    return "1 cell has" if count == 1 else f"{count} cells have"


def _percent(share: float) -> str:
    """As the page prints it, with a plain space."""
    return plain(str(units.percent_as_given(float(f"{share:.3g}"))))


def _analysed(asked: Asked, host: str) -> Analysis | None:
    basis = next((each for each in reports.bases(asked) if each.host == host and each.heads), None)
    return reports.report(asked, basis).analysis if basis else None


def _short(asked: Asked) -> Plan:
    return replace(asked.plan, measure=replace(asked.plan.measure, rounds=PILOT_ROUNDS))
