"""Claims about what to choose: the best, the smallest that is good enough, the trade, the bound."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from ovreport.analysis import choice, stats
from ovreport.analysis.choice import Outcome
from ovreport.analysis.results import GRID, Analysis, BestSet, CellResult, Metric
from ovreport.analysis.work import differs, work
from ovreport.claims.basis import count, hashes, measured, of_estimate, of_interval, records_of
from ovreport.claims.claim import Claim, ClaimKind
from ovreport.claims.number import Number
from ovreport.claims.pairs import compared


def levels(result: CellResult, ending: str = "") -> tuple[tuple[str, Number], ...]:
    """Throughput and latency of a cell as numbers of a claim."""
    found = []
    if result.throughput is not None:
        found.append((f"fps{ending}", of_interval(result.throughput, "fps")))
    if result.latency is not None:
        found.append((f"latency{ending}", of_interval(result.latency, "ns")))
    return tuple(found)


def eligible(analysis: Analysis) -> int:
    """How many settings a choice is between: undisturbed ones, where there are such."""
    return len(choice.candidates(analysis.cells))


def is_choice(analysis: Analysis) -> bool:
    """Whether there is anything to choose between; one setting that was measured alone is told as it is.

    No choice are one undisturbed setting beside disturbed ones, different disturbances, and settings that are
    all one in force: whatever sets them apart would be no reason.
    """
    found = choice.candidates(analysis.cells)
    if len(found) == 1:
        return len(measured(analysis)) == 1
    ids = {result.cell.id for result in found}
    one = any(ids <= set(group) for group in analysis.same_in_force)
    return not one and len({result.cell.setting.disturbance for result in found}) == 1


def of_choice(analysis: Analysis) -> tuple[tuple[str, Number], ...]:
    """How many settings a choice is between, and how many others were disturbed."""
    number, disturbed = eligible(analysis), len(measured(analysis)) - eligible(analysis)
    return (("settings", count(number)), *((("disturbed", count(disturbed)),) if disturbed else ()))


def twins(analysis: Analysis, best: str, told: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """Settings that are the best one in force, and yet are none of those told: no reason to choose it."""
    there = {result.cell.id for result in choice.candidates(analysis.cells)} - set(told)
    group = next((cells for cells in analysis.same_in_force if best in cells), ())
    return tuple((f"twin:{cell}", cell) for cell in group if cell in there)


def best(analysis: Analysis, chosen: BestSet) -> Claim:
    """The best cell by a metric, or the set that cannot be told from it."""
    kind = ClaimKind.BEST_THROUGHPUT if chosen.metric == "throughput" else ClaimKind.BEST_LATENCY
    everything = eligible(analysis)
    variant = "single" if len(chosen.tied) == 1 else "all" if len(chosen.tied) == everything else "tied"
    if everything == 1:
        variant = "only"
    return Claim(
        id=kind.value,
        kind=kind,
        variant=variant,
        numbers=(
            *levels(analysis.cell(chosen.best)),
            *tied_levels(analysis, chosen),
            ("tied", count(len(chosen.tied))),
            *of_choice(analysis),
            ("rounds", count(analysis.rounds)),
            ("margin", share(analysis.margin)),
        ),
        names=(("best", chosen.best), *twins(analysis, chosen.best, chosen.tied)),
        cells=chosen.tied,
        records=hashes(analysis, chosen.tied),
        figure="throughput" if chosen.metric == "throughput" else "ecdf",
    )


def tied_levels(analysis: Analysis, chosen: BestSet) -> tuple[tuple[str, Number], ...]:
    """What every cell of a tied set came to, by its place."""
    ending = "fps" if chosen.metric == "throughput" else "latency"
    every = [dict(levels(analysis.cell(cell))) for cell in chosen.tied]
    return tuple((f"level:{place}", found[ending]) for place, found in enumerate(every) if ending in found)


def best_overall(analysis: Analysis) -> Claim | None:
    """One cell that leads in throughput and in latency alike, or none that leads in either.

    `None` where the two metrics have different leaders. Cells of one metric's set that may be as good are the
    claim's notes.
    """
    sets = [best_of(analysis, metric) for metric in ("throughput", "latency")]
    throughput, latency = sets
    everything = eligible(analysis)
    if throughput is None or latency is None or everything < 2:
        return None
    nothing = all(len(each.tied) == everything for each in (throughput, latency))
    if not nothing and throughput.best != latency.best:
        return None
    tied = tuple(dict.fromkeys((*throughput.tied, *latency.tied)))
    return Claim(
        id=ClaimKind.BEST_OVERALL.value,
        kind=ClaimKind.BEST_OVERALL,
        variant="none" if nothing else "leads",
        numbers=(
            *levels(analysis.cell(throughput.best)),
            *(
                ("latency:least", found)
                for name, found in levels(analysis.cell(latency.best))
                if name == "latency"
            ),
            *of_choice(analysis),
            ("rounds", count(analysis.rounds)),
            ("margin", share(analysis.margin)),
        ),
        names=(("best", throughput.best), *twins(analysis, throughput.best, tied)),
        cells=tied,
        records=hashes(analysis, tied),
        figure="trade",
        notes=tuple(best(analysis, each) for each in (throughput, latency) if len(each.tied) > 1),
    )


def best_of(analysis: Analysis, metric: Metric) -> BestSet | None:
    """The best set by a metric."""
    return next((each for each in analysis.best if each.metric == metric), None)


def smallest(analysis: Analysis) -> Claim | None:
    """The cheapest cell whose throughput is good enough."""
    chosen = best_of(analysis, "throughput")
    if analysis.smallest is None or chosen is None or eligible(analysis) < 2:
        return None
    top = chosen.best
    small, large = analysis.cell(analysis.smallest), analysis.cell(top)
    ending = ":best"
    numbers = (*levels(small), *levels(large, ending), ("good-enough", share(analysis.plan.good_enough)))
    cells = (small.cell.id, top)
    names = (("smallest", small.cell.id), ("best", top))
    if analysis.smallest == top and (len(chosen.tied) > 1 or not has_smaller(analysis, top)):
        return None
    if analysis.smallest == top:
        return Claim(
            id="smallest",
            kind=ClaimKind.SMALLEST,
            variant="itself",
            numbers=numbers,
            names=names,
            cells=cells[:1],
            records=hashes(analysis, cells[:1]),
            figure="trade",
        )
    (contrast,) = compared(analysis, "throughput", [cells], "smallest good enough")
    if contrast is None or contrast.estimate is None:
        return None
    return Claim(
        id="smallest",
        kind=ClaimKind.SMALLEST,
        variant="smaller",
        numbers=(
            *numbers,
            ("ratio", of_estimate(contrast.estimate)),
            ("rounds", count(contrast.estimate.rounds)),
        ),
        names=names,
        verdict=contrast.verdict,
        contrasts=(contrast,),
        cells=cells,
        records=records_of((contrast,)) or hashes(analysis, cells),
        figure="trade",
    )


def has_smaller(analysis: Analysis, best: str) -> bool:
    """Whether any cell takes less than the best one, so that one may ask if it would do."""
    taken = choice.cost(analysis.cell(best))
    return any(choice.cost(result) < taken for result in choice.candidates(analysis.cells))


def share(value: float) -> Number:
    """A share as a number of a claim."""
    return Number(value=value, unit="share")


def pareto(analysis: Analysis) -> Claim | None:
    """The cells that no other beats in both throughput and latency."""
    front = analysis.pareto
    everything = eligible(analysis)
    if not front or everything < 2:
        return None
    fastest = analysis.cell(front[0])
    # Not the last one: a front by tests also holds who is slow in both, where the rounds do not show it.
    quickest = min(
        map(analysis.cell, front), key=lambda cell: cell.latency.value if cell.latency else math.inf
    )
    variant = "one" if len(front) == 1 else "several" if trades(fastest, quickest) else "lead"
    if len(front) == everything and (variant == "lead" or nothing_stands_out(analysis, everything)):
        variant = "alike"
    return Claim(
        id="pareto",
        kind=ClaimKind.PARETO,
        variant=variant,
        numbers=(
            *levels(fastest, ":throughput"),
            *levels(quickest, ":latency"),
            ("front", count(len(front))),
            *of_choice(analysis),
            ("margin", share(analysis.margin)),
        ),
        names=(("throughput", fastest.cell.id), ("latency", quickest.cell.id)),
        cells=front,
        records=hashes(analysis, front),
        figure="trade",
    )


def nothing_stands_out(analysis: Analysis, everything: int) -> bool:
    """Whether all cells may be the best by either metric."""
    return all(len(each.tied) == everything for each in analysis.best)


def trades(fastest: CellResult, quickest: CellResult) -> bool:
    """Whether the ends of a front differ in the way that a trade does."""
    if fastest.latency is None or quickest.latency is None:
        return False
    if fastest.throughput is None or quickest.throughput is None:
        return False
    return (
        fastest.throughput.value > quickest.throughput.value
        and fastest.latency.value > quickest.latency.value
    )


def within_bounds(analysis: Analysis) -> tuple[Claim, ...]:
    """The best throughput under every latency bound of the plan."""
    return tuple(within_bound(analysis, *bound) for bound in analysis.within_bound)


def within_bound(analysis: Analysis, percent: float, bound_ms: float, cell: str | None) -> Claim:
    """The best throughput under one latency bound: a setting, or those that cannot be told from it."""
    results = choice.candidates(analysis.cells)
    found = choice.outcomes(analysis.cells, percent, bound_ms)
    broken, unknown, unjudged = (
        [each for each in results if found[each.cell.id] is outcome]
        for outcome in (Outcome.BREAKS, Outcome.OPEN, Outcome.UNSUPPORTED)
    )
    chosen = None if cell is None else keepers(analysis, percent, bound_ms, cell)
    variant = "open" if unknown else "none" if broken else "unsupported"
    if chosen is not None:
        variant = "kept" if len(chosen.tied) == 1 else "tied"
    about = {"open": unknown, "none": broken}.get(variant, results)
    cells = chosen.tied if chosen else tuple(each.cell.id for each in about)
    return Claim(
        id=f"within-bound/p{percent:g}-{bound_ms:g}ms",
        kind=ClaimKind.WITHIN_BOUND,
        variant=variant,
        numbers=(
            ("percentile", Number(value=percent, unit="plain")),
            ("bound", Number(value=bound_ms * 1e6, unit="ns")),
            *of_keepers(analysis, percent, bound_ms, chosen),
            *of_judged(broken, percent, bound_ms),
            *nearest(unknown, percent),
            ("unjudged", count(len(unjudged))),
            ("open", count(len(unknown))),
            *of_choice(analysis),
            *support(analysis, percent),
        ),
        names=() if cell is None else (("cell", cell),),
        cells=cells,
        records=hashes(analysis, cells),
        figure="trade",
    )


def nearest(unknown: Sequence[CellResult], percent: float) -> tuple[tuple[str, Number], ...]:
    """The lowest percentile of those that may keep a bound or break it."""
    found = [number for each in unknown if (number := of_percentile(each, percent)) is not None]
    return (("lowest", min(found, key=lambda number: number.value)),) if found else ()


def of_percentile(result: CellResult, percent: float) -> Number | None:
    """A percentile as a number of a claim; `None` where the run does not support it."""
    value = choice.percentile_ns(result, percent)
    if value is None:
        return None
    found = next(each for each in result.percentiles if each.percent == percent)
    return Number(value=value, unit="ns", low=found.low, high=found.high)


def keepers(analysis: Analysis, percent: float, bound_ms: float, lead: str) -> BestSet:
    """The cells that keep a bound and may have the highest throughput among those that do, `lead` first.

    A cell that too few rounds compare with the first one may be as good.
    """
    keeping = choice.keeping(analysis.cells, percent, bound_ms)
    others = [result.cell.id for result in keeping if result.cell.id != lead]
    family = f"best within p{percent:g} of {bound_ms:g} ms"
    found = compared(analysis, "throughput", [(cell, lead) for cell in others], family)
    known = [contrast for contrast in found if contrast is not None]
    chosen = choice.tied(keeping, "throughput", lead, known)
    unknown = [cell for cell, contrast in zip(others, found, strict=True) if contrast is None]
    return replace(chosen, tied=(*chosen.tied, *unknown))


def of_keepers(
    analysis: Analysis, percent: float, bound_ms: float, chosen: BestSet | None
) -> tuple[tuple[str, Number], ...]:
    """The levels of the cells that keep a bound, what the first of them reached, and in how many rounds."""
    if chosen is None:
        return ()
    result = analysis.cell(chosen.best)
    reached = of_percentile(result, percent)
    return (
        *levels(result),
        *tied_levels(analysis, chosen),
        ("tied", count(len(chosen.tied))),
        *(() if reached is None else (("reached", reached),)),
        *rounds_kept(result, percent, bound_ms),
    )


def rounds_kept(result: CellResult, percent: float, bound_ms: float) -> tuple[tuple[str, Number], ...]:
    """In how many rounds, taken alone, a percentile keeps a bound; empty for one that records do not hold."""
    if percent not in GRID or not result.trials:
        return ()
    place = GRID.index(percent)
    kept: dict[int, bool] = {}
    for trial in result.trials:
        within = float(trial.latency_grid_ns[place]) <= bound_ms * 1e6
        kept[trial.round] = kept.get(trial.round, True) and within
    return ("kept", count(sum(kept.values()))), ("rounds", count(len(kept)))


def of_judged(
    judged: Sequence[CellResult], percent: float, bound_ms: float
) -> tuple[tuple[str, Number], ...]:
    """How many cells could be judged, and the lowest of their highest percentile beyond the bound."""
    found: tuple[tuple[str, Number], ...] = (("judged", count(len(judged))),)
    shown = choice.beyond(judged, percent, bound_ms) if judged else None
    if shown is None:
        return found
    least = min(choice.percentile_ns(each, shown) or math.inf for each in judged)
    return (*found, ("shown", Number(value=shown, unit="plain")), ("least", Number(value=least, unit="ns")))


def support(analysis: Analysis, percent: float) -> tuple[tuple[str, Number], ...]:
    """Effective requests that a percentile needs, the most that a cell has, and rounds enough for all."""
    results = measured(analysis)
    needed = next((p.needed for each in results for p in each.percentiles if p.percent == percent), None)
    if needed is None:
        return ()
    have = [each.effective_requests for each in results]
    rounds = math.ceil(analysis.rounds * needed / max(min(have), 1.0))
    return (
        ("needed", count(needed)),
        ("most", count(max(have))),
        *((("enough", count(rounds)),) if rounds <= stats.MOST_ROUNDS else ()),
    )


def recommendations(analysis: Analysis) -> tuple[Claim, ...]:
    """All claims about what to choose, none of which says what another one does."""
    if differs(measured(analysis)):
        return (different_work(analysis),)
    if not is_choice(analysis):
        return within_bounds(analysis) if undisturbed(analysis) else ()
    overall, front = best_overall(analysis), pareto(analysis)
    chosen = [best(analysis, each) for each in analysis.best if told_by_itself(analysis, each, overall)]
    if overall is not None and not (overall.variant == "none" and is_one_comparison(analysis)):
        chosen.append(overall)
    if front is not None and front.variant != "alike" and (overall is None or front.variant == "several"):
        chosen.append(front)
    small = smallest(analysis)
    if small is not None and (small.variant != "itself" or overall is None):
        chosen.append(small)
    return (*chosen, *within_bounds(analysis))


def undisturbed(analysis: Analysis) -> bool:
    """Whether any setting was measured without another program beside it."""
    return any(result.cell.setting.disturbance == "none" for result in measured(analysis))


def different_work(analysis: Analysis) -> Claim:
    """That nothing is recommended, since a request does other work in other settings."""
    results = [result for result in measured(analysis) if result.model is not None]
    cells = tuple(result.cell.id for result in results)
    shapes = {(result.cell.setting.model.name, work(result)) for result in results}
    return Claim(
        id=ClaimKind.DIFFERENT_WORK.value,
        kind=ClaimKind.DIFFERENT_WORK,
        variant="",
        numbers=(("shapes", count(len(shapes))),),
        cells=cells,
        records=hashes(analysis, cells),
    )


def told_by_itself(analysis: Analysis, chosen: BestSet, overall: Claim | None) -> bool:
    """Whether a best set is a conclusion: not where one setting leads in all, nor twice for a single cell."""
    return overall is None and (chosen.metric == "throughput" or eligible(analysis) > 1)


def is_one_comparison(analysis: Analysis) -> bool:
    """Whether all that was measured is two settings that an effect compares already."""
    return len(measured(analysis)) == 2 and bool(analysis.effects)
