"""A few lines of Python that print the numbers that a claim states, from the values that it rests on."""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence

from ovreport.analysis import looks
from ovreport.analysis.results import Analysis, Contrast, Estimate
from ovreport.claims.claim import Claim
from ovreport.claims.evidence import (
    FIGURES,
    MOST_COMPARED,
    NUMPY,
    QUANTILE_FIGURES,
    SCIPY,
    Level,
    Recomputation,
    printing,
    written,
)
from ovreport.claims.intervals import Stated, estimate_of
from ovreport.claims.number import is_wide


def recompute(claim: Claim, analysis: Analysis) -> Recomputation | None:
    """The program behind a claim; `None` where nothing is computed or the values are too many to print.

    The page shows it in the drawer of every conclusion, and tells what it prints, so that a reader sees at
    once whether it came out. A claim whose sentence does not state what a program would print has none.
    """
    compared = claim.stated(analysis)
    if compared:
        return hull(claim, compared) if len(compared) > 1 else comparison(claim, compared[0])
    level = claim.leading(analysis)
    if level is not None:
        return of_level(level) if level.result.trials else None
    return claim.program(analysis)


def comparison(claim: Claim, contrast: Contrast) -> Recomputation:
    """A ratio and its interval from one log ratio a round."""
    estimate, shown = estimate_of(contrast), claim.interval(contrast)
    values = f"d = np.array([{written(estimate.log_ratios)}])  # ln ratio of every round\n"
    mean = "mean = d.mean()\n"
    if estimate.weights:
        values += f"w = np.array([{written(estimate.weights)}])  # what each round counts\n"
        mean = "mean = np.average(d, weights=w)\n"
    if not math.isfinite(shown.low):
        body = f"{NUMPY}{values}{mean}{printing('np.exp(mean)')}"
        return Recomputation(body=body, prints=(estimate.ratio,))
    names = ("np.exp(mean)", "low", "high") if claim.states_ratio(contrast) else ("low", "high")
    body = (
        f"{NUMPY}{SCIPY}{values}{mean}"
        f"{half_width(estimate, shown)}"
        f"low, high = np.exp(mean - half), np.exp(mean + half)\n"
        f"{printing(*names)}"
    )
    return Recomputation(body=body, prints=(estimate.ratio, shown.low, shown.high)[-len(names) :])


def half_width(estimate: Estimate, shown: Stated) -> str:
    """The half width of an interval: from the rounds themselves, or from a variance that all cells share.

    The plain interval always is the rounds' own; the verdict's may rest on the pooled variance, which one
    comparison alone cannot give back, so that its standard error is told as a value.
    """
    plain = math.isclose(shown.low, estimate.low, rel_tol=1e-9)
    own = plain or estimate.method == "paired"
    freedom = len(estimate.log_ratios) - 1 if own else estimate.df
    level = 0.95 if plain else shown.confidence
    share = float(looks.share((1 + level) / 2, estimate.looks))
    quantile = f"st.t.ppf({share:.{QUANTILE_FIGURES}g}, {freedom:.{FIGURES}g})"
    wider = ""
    if estimate.carried:
        wider = f" + {estimate.carried:.{FIGURES}g}  # and what neighbours may have left behind"
    if own and estimate.weights:
        return f"half = {quantile} * (np.average((d - mean) ** 2, weights=w) / (len(d) - 1)) ** 0.5{wider}\n"
    if own:
        return f"half = {quantile} * d.std(ddof=1) / len(d) ** 0.5{wider}\n"
    error = f"error = {estimate.standard_error:.{FIGURES}g}  # with the pooled variance\n"
    return f"{error}half = {quantile} * error{wider}\n"


def hull(claim: Claim, contrasts: Sequence[Contrast]) -> Recomputation | None:
    """The smallest and the largest of several ratios where they are stated, and the interval around all."""
    if len(contrasts) > MOST_COMPARED:
        return None
    estimates = [estimate_of(contrast) for contrast in contrasts]
    intervals = [claim.interval(contrast) for contrast in contrasts]
    if not all(math.isfinite(bound) for each in intervals for bound in (each.low, each.high)):
        return None
    ratios = [estimate.ratio for estimate in estimates]
    weights = [f"[{written(each.weights or [1.0] * len(each.log_ratios))}]" for each in estimates]
    alike = len(set(weights)) == 1  # as they are where all comparisons have the same rounds
    once = f"w = {weights[0]}\n" if alike else ""
    rows = "".join(
        f"    ([{written(each.log_ratios)}], {'w' if alike else counts}, "
        f"{written([math.log(stated.high / each.ratio)])}),\n"
        for each, counts, stated in zip(estimates, weights, intervals, strict=True)
    )
    names: tuple[str, ...] = ("min(ratios)", "max(ratios)", "min(lows)", "max(highs)")
    if not all(claim.states_ratio(contrast) for contrast in contrasts):
        names = names[2:]
    body = (
        f"{NUMPY}"
        "# one comparison a line: ln ratio of every round, what each counts, and half the interval's width\n"
        f"{once}rows = [\n{rows}]\n"
        "ratios = [np.exp(np.average(logs, weights=w)) for logs, w, half in rows]\n"
        "lows = [np.exp(np.average(logs, weights=w) - half) for logs, w, half in rows]\n"
        "highs = [np.exp(np.average(logs, weights=w) + half) for logs, w, half in rows]\n"
        f"{printing(*names)}"
    )
    low, high = min(each.low for each in intervals), max(each.high for each in intervals)
    prints = (min(ratios), max(ratios), low, high)
    return Recomputation(body=body, prints=prints[-len(names) :])


def of_level(level: Level) -> Recomputation:
    """Geometric mean and t interval over rounds; of quiet passes as well, where they have levels."""
    values = list(level.rounds.values())
    found, size = level.result.level(level.metric), level.size
    head = f"logs = np.log([{written(values)}])  # {level.what}, of every round\n"
    if found is None or not math.isfinite(found.low):
        mean = math.exp(statistics.fmean(map(math.log, values)))
        return Recomputation(body=f"{NUMPY}{head}{printing('np.exp(logs.mean())')}", prints=(mean,))
    ends = ("low", "high")
    # Of a level that is known badly the sentence tells the ends alone.
    names: tuple[str, ...] = ("np.exp(logs.mean())", *ends)
    names = names[is_wide(found.low, found.high) :]
    body = f"{NUMPY}{SCIPY}{head}{_interval('logs', len(values), *ends)}"
    prints = (found.value / size, found.low / size, found.high / size)[-len(names) :]
    quiet = level.quiet_rounds
    if level.result.quiet is not None:
        beside = level.result.quiet.level(level.metric)
        ends = ("quiet_low", "quiet_high")
        body += (
            f"quiet = np.log([{written(list(quiet.values()))}])  # of quiet passes, of every such round\n"
            f"{_interval('quiet', len(quiet), *ends)}"
        )
        names += ("np.exp(quiet.mean())", *ends)
        prints += (beside.value / size, beside.low / size, beside.high / size)
    return Recomputation(body=f"{body}{printing(*names)}", prints=prints)


def _interval(logs: str, rounds: int, low: str, high: str) -> str:
    """Lines that compute the ends of a t interval on logarithms, one a round."""
    return (
        f"half = st.t.ppf(0.975, {rounds - 1}) * {logs}.std(ddof=1) / len({logs}) ** 0.5\n"
        f"{low}, {high} = np.exp({logs}.mean() - half), np.exp({logs}.mean() + half)\n"
    )
