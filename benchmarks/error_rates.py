"""How often the analysis is wrong, and how often it finds what is there: tables from simulated reports.

Run it from the root of a checkout: `python -m benchmarks.error_rates [--reports 500] [--seed 1]`.

Every row draws reports with a known answer (`tests/simulation.py`) and sends them through the real pairing,
tests, adjustments and verdicts. What the sentences around the verdicts state is counted by `statements`.
"""

from __future__ import annotations

import argparse
import math
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy import stats as distributions

from benchmarks import statements
from ovreport.analysis import stats
from ovreport.analysis.results import Contrast, Verdict
from ovreport.claims import conclude
from ovreport.plan import Plan
from ovreport.plan.measuring import SLICE_SECONDS
from tests.simulation import World, identical_plan, make_plan, quick_analysis, quick_trials

Floats = NDArray[np.float64]
CELLS = 24
DIFFERENT = {Verdict.FASTER, Verdict.SLOWER}
REAL = World(trial_sd=0.01, drift_per_turn=0.01)
"""One per cent between trials, three between rounds, AR(1) requests (phi 0.7), 10 % drift within a round."""


@dataclass(frozen=True)
class Rates:
    """Shares over simulated reports, and over contrasts for coverage and equivalence.

    Attributes:
        false_claims: Reports that say faster or slower anywhere where it is not so.
        false_equivalent: Reports that call anything equivalent which is not.
        false_share: Of the contrasts called equivalent, those that are not (the false-discovery rate).
    """

    false_claims: float
    coverage: float
    equivalent: float
    false_equivalent: float
    false_share: float
    deviation: float


def grid_plan(rounds: int = 5) -> Plan:
    """Identical cells in a table of four by six: more questions, smaller families."""
    levels = {"label": [f"{n}" for n in range(6)], "MODEL_PRIORITY": ["a", "b", "c", "d"]}
    return make_plan(factors=levels, rounds=rounds)


def as_shipped(plan: Plan) -> Plan:
    """The plan with slices of the default length."""
    return replace(plan, measure=replace(plan.measure, slice_seconds=SLICE_SECONDS))


def report_contrasts(plan: Plan, world: World) -> tuple[Contrast, ...]:
    """Every contrast of one simulated report: those of the analysis and those of all its claims."""
    analysis = quick_analysis(plan, world)
    report = conclude(analysis)
    commentary = [claim for _, claims in report.commentary for claim in claims]
    captions = [claim for _, claim in report.captions]
    claims = [*report.conclusions, *commentary, *captions]
    claims += [note for claim in claims for note in claim.notes]
    return (*analysis.contrasts, *(each for claim in claims for each in claim.contrasts))


def null_rates(plan: Plan, world: World, reports: int, seed: int) -> Rates:
    """What is said about cells whose true ratios are those of `world.ratios`."""
    plan = as_shipped(plan)
    false, covered, same, false_same, shares, deviations = [], [], [], [], [], []
    for number in range(reports):
        found = report_contrasts(plan, replace(world, seed=seed + number))
        truths = [_truth(world, contrast) for contrast in found]
        false.append(any(map(_false_difference, found, truths)))
        false_same.append(any(map(_false_equivalence, found, truths)))
        shares.append(_false_share(found, truths))
        for contrast, truth in zip(found, truths, strict=True):
            estimate = contrast.estimate
            if estimate is not None and contrast.family == "throughput: baseline":
                covered.append(estimate.low <= math.exp(truth) <= estimate.high)
                same.append(contrast.verdict is Verdict.EQUIVALENT)
                deviations.append(float(np.std(estimate.log_ratios, ddof=1)))
    return Rates(
        false_claims=float(np.mean(false)),
        coverage=float(np.mean(covered)),
        equivalent=float(np.mean(same)),
        false_equivalent=float(np.mean(false_same)),
        false_share=float(np.mean(shares)),
        deviation=float(np.sqrt(np.mean(np.square(deviations)))),
    )


def _truth(world: World, contrast: Contrast) -> float:
    """True log ratio of the contrast's metric; `ratios` are factors on service time, not on start-up."""
    if contrast.metric == "startup":
        return 0.0
    log = math.log(world.ratios.get(contrast.cell, 1.0) / world.ratios.get(contrast.reference, 1.0))
    return log if contrast.metric == "latency" else -log


def _false_difference(contrast: Contrast, truth: float) -> bool:
    if contrast.verdict not in DIFFERENT:
        return False
    claimed = 1.0 if contrast.verdict is Verdict.FASTER else -1.0
    faster = truth if contrast.metric == "throughput" else -truth  # of latency and start-up less is faster
    return claimed * faster < math.log1p(contrast.margin) - 1e-9


def _false_equivalence(contrast: Contrast, truth: float) -> bool:
    return contrast.verdict is Verdict.EQUIVALENT and abs(truth) > math.log1p(contrast.margin) + 1e-9


def _false_share(found: Sequence[Contrast], truths: Sequence[float]) -> float:
    """Of the contrasts with the baseline that are called equivalent, those that are not; 0 without any."""
    wrong = [
        _false_equivalence(contrast, truth)
        for contrast, truth in zip(found, truths, strict=True)
        if contrast.family == "throughput: baseline" and contrast.verdict is Verdict.EQUIVALENT
    ]
    return float(np.mean(wrong)) if wrong else 0.0


def scenarios() -> Iterator[tuple[str, Plan, World]]:
    """Identical cells under ever worse conditions."""
    plan = identical_plan(CELLS)
    first, second = plan.cells[0].id, plan.cells[1].id
    every_other = {cell.id: 4.0 for cell in plan.cells[::2]}
    yield "drift, AR(1), trials 1 %", plan, REAL
    yield "the same as a table of 4 x 6", grid_plan(), REAL
    yield "trials 3 %", plan, replace(REAL, trial_sd=0.03)
    yield "trials 8 %", plan, replace(REAL, trial_sd=0.08)
    yield "trials 8 %, table of 4 x 6", grid_plan(), replace(REAL, trial_sd=0.08)
    yield "bursts of 2 s, a tenth of the time", plan, replace(REAL, bursts_per_second=0.05)
    yield "heavy tails, 2 % of requests x4", plan, replace(REAL, heavy_share=0.02, heavy_factor=4.0)
    yield "heat, half the speed at the end of a round", plan, replace(REAL, heat_per_second=0.01)
    noisy = replace(REAL, trial_sd=0.03)
    yield "trials 3 %, baseline x4", plan, replace(noisy, sd_factors={first: 4.0})
    yield "trials 3 %, one other x4", plan, replace(noisy, sd_factors={second: 4.0})
    yield "trials 3 %, every second x4", plan, replace(noisy, sd_factors=every_other)


def boundary_scenarios() -> Iterator[tuple[str, Plan, World]]:
    """All others exactly the margin slower than the baseline: the worst case of a false claim."""
    plan = identical_plan(CELLS)
    first, second = plan.cells[0].id, plan.cells[1].id
    ratios = {cell.id: 1.03 for cell in plan.cells[1:]}
    edge = replace(REAL, ratios=ratios)
    yield "all at the margin, trials 1 %", plan, edge
    yield "the same, baseline x4", plan, replace(edge, sd_factors={first: 4.0})
    yield "the same, one other x4", plan, replace(edge, sd_factors={second: 4.0})
    yield "the same, every second x4", plan, replace(edge, sd_factors=dict.fromkeys(_every_other(plan), 4.0))
    beyond = replace(REAL, ratios=dict.fromkeys(ratios, 1.0301))
    yield "all just beyond the margin (equivalence)", plan, beyond
    yield "one just beyond it, the others equal", plan, replace(REAL, ratios={second: 1.0301})
    half = dict.fromkeys([cell.id for cell in plan.cells[1::2]], 1.0301)
    yield "half just beyond it, the others equal", plan, replace(REAL, ratios=half)


def _every_other(plan: Plan) -> list[str]:
    return [cell.id for cell in plan.cells[::2]]


# ---------------------------------------------------------------- power


@dataclass(frozen=True)
class Power:
    """Share of reports in which one cell's true effect is found, by method."""

    ours: float
    paired: float
    pooled: float


def power(effect: float, rounds: int, reports: int, seed: int) -> Power:
    """How often the 23 contrasts with the baseline find the one cell that is `effect` faster."""
    plan = as_shipped(identical_plan(CELLS, rounds=rounds))
    different = plan.cells[1].id
    world = replace(REAL, trial_sd=0.009, ratios={different: 1 / (1 + effect)})
    found = [_found(plan, replace(world, seed=seed + number), different) for number in range(reports)]
    return Power(*(float(share) for share in np.mean(found, axis=0)))


def _found(plan: Plan, world: World, different: str) -> tuple[bool, bool, bool]:
    trials = quick_trials(plan, world)
    analysis = quick_analysis(plan, world, trials=trials)
    found = [contrast for contrast in analysis.contrasts if contrast.family == "throughput: baseline"]
    place = next(number for number, contrast in enumerate(found) if contrast.cell == different)
    logs = np.array([contrast.estimate.log_ratios for contrast in found if contrast.estimate])
    margin = math.log1p(analysis.margin)
    mean, errors = stats.paired(logs)
    plain = stats.holm(stats.p_within(mean, errors, margin))[0][place] < stats.ALPHA
    layout = stats.two_way(np.vstack([np.zeros(logs.shape[1]), logs]))
    pool = np.full(len(mean), math.sqrt(2 * layout.pooled / layout.weights.shape[1]))
    df = np.full(len(mean), (layout.weights.shape[1] - 1.0) * len(mean))
    pooled = stats.holm(stats.p_within(mean, stats.Errors(pool, df), margin))[0][place] < stats.ALPHA
    return found[place].verdict is Verdict.FASTER, bool(plain and mean[place] > 0), bool(pooled)


# ---------------------------------------------------------------- estimators

ESTIMATORS: dict[str, Callable[[Floats, Floats], float]] = {
    "ratio of totals": lambda a, b: math.log(b.sum() / a.sum()),
    "mean of slice pairs": lambda a, b: float(np.log(b / a).mean()),
    "trimmed mean (20 %)": lambda a, b: float(distributions.trim_mean(np.log(b / a), 0.2)),
    "Hodges-Lehmann": lambda a, b: _hodges_lehmann(np.log(b / a)),
    "median of slice pairs": lambda a, b: float(np.median(np.log(b / a))),
    "ratio of medians": lambda a, b: math.log(np.median(b) / np.median(a)),
}


def _hodges_lehmann(values: Floats) -> float:
    first, second = np.triu_indices(len(values))
    return float(np.median((values[first] + values[second]) / 2))


def estimator_worlds() -> Iterator[tuple[str, World]]:
    """Machines on which the candidates are compared; fresh processes differ by 0.3 % there."""
    calm = World(trial_sd=0.003)
    yield "quiet", calm
    yield "drift of 1 % a pass", replace(calm, drift_per_turn=0.01)
    yield "heavy tails", replace(calm, heavy_share=0.02, heavy_factor=4.0)
    yield "bursts of 2 s, x1.5", replace(calm, bursts_per_second=0.1)
    yield "bursts of 0.5 s, x1.5", replace(calm, bursts_per_second=0.3, burst_seconds=0.5)
    yield "bursts of 2 s, x2, a third of the time", replace(calm, bursts_per_second=0.25, burst_factor=2.0)


def estimator_errors(world: World, cells: int, rounds: int) -> list[tuple[str, float, float]]:
    """Name, standard deviation and mean of each candidate's log ratio over rounds; the truth is 0."""
    plan = identical_plan(cells, rounds=rounds)
    trials = quick_trials(plan, world)
    first, second = (trials[cell.id] for cell in plan.cells[:2])
    rows = []
    for name, estimator in ESTIMATORS.items():
        logs = [estimator(1 / a.slice_fps, 1 / b.slice_fps) for a, b in zip(first, second, strict=True)]
        rows.append((name, float(np.std(logs, ddof=1)), float(np.mean(logs))))
    return rows


# ---------------------------------------------------------------- tables


def _print_rates(title: str, rows: Iterator[tuple[str, Plan, World]], reports: int, seed: int) -> None:
    print(f"\n{title}, {reports} reports a row")
    print(f"{'':44}{'false':>8}{'false':>8}{'share':>8}{'95 % CI':>9}{'called':>8}{'sd of':>8}")
    print(f"{'':44}{'claim':>8}{'equiv.':>8}{'false':>8}{'covers':>9}{'equiv.':>8}{'ratio':>8}")
    for name, plan, world in rows:
        r = null_rates(plan, world, reports, seed)
        print(
            f"{name:44}{r.false_claims:8.1%}{r.false_equivalent:8.1%}{r.false_share:8.1%}{r.coverage:9.1%}"
            f"{r.equivalent:8.1%}{r.deviation:8.2%}",
            flush=True,
        )


def _print_power(reports: int, seed: int) -> None:
    print(f"\nPower: one of {CELLS} configurations differs, margin 3 %, trials 1 %, {reports} reports a row")
    print(f"{'effect':>8}{'rounds':>8}{'ovreport':>10}{'paired + Holm':>15}{'pooled + Holm (unsafe)':>24}")
    for effect in (0.05, 0.10):
        for rounds in (3, 5, 7, 10):
            p = power(effect, rounds, reports, seed)
            print(f"{effect:8.0%}{rounds:8}{p.ours:10.1%}{p.paired:15.1%}{p.pooled:24.1%}", flush=True)


def _print_estimators(rounds: int) -> None:
    print(f"\nEstimators of a round's log ratio, standard deviation (mean) in %, {rounds} rounds")
    for cells in (2, 6):
        for name, world in estimator_worlds():
            print(f"{cells} configurations, {name}")
            for estimator, deviation, mean in estimator_errors(world, cells, rounds):
                print(f"    {estimator:24}{deviation:8.2%} ({mean:+.2%})")


def main(arguments: Sequence[str] | None = None) -> int:
    """Print all tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args(arguments)
    _print_rates(f"Identical configurations ({CELLS}, 5 rounds)", scenarios(), chosen.reports, chosen.seed)
    _print_rates(f"At the margin ({CELLS}, 5 rounds)", boundary_scenarios(), chosen.reports, chosen.seed)
    _print_power(chosen.reports, chosen.seed)
    _print_estimators(chosen.reports)
    print()
    return statements.main(["--reports", str(chosen.reports), "--seed", str(chosen.seed)])


if __name__ == "__main__":
    sys.exit(main())
