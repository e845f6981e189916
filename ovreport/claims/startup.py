"""Claims about start-up: what reading, compiling and the first inference take, and when that matters."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace

from ovreport.analysis import compare
from ovreport.analysis.cells import middle_start
from ovreport.analysis.choice import candidates
from ovreport.analysis.results import Analysis, CellResult, Contrast, TrialSummary, Verdict
from ovreport.claims.basis import RESOLVED, count, hashes, measured, of_estimate
from ovreport.claims.choosing import best_of
from ovreport.claims.claim import Claim, ClaimKind
from ovreport.claims.number import Number
from ovreport.records import Startup

ASIDE = 5
"""Start-ups are beside what a page asks about: judged at 1 %, for statements of all kinds share the 5 %."""


def middle(result: CellResult) -> Startup | None:
    """The start in the middle of the cell's trials: what the sentence, the table and the picture tell."""
    return middle_start([trial.startup for trial in result.trials if trial.startup is not None])


def start_ns(result: CellResult) -> float | None:
    """Median start-up time over the cell's trials."""
    start = middle(result)
    return None if start is None else float(start.total_ns)


def compile_ns(result: CellResult) -> float:
    """What of the median start went into compiling."""
    start = middle(result)
    return 0.0 if start is None else float(start.compile_ns)


def break_even(slow: CellResult, fast: CellResult) -> float | None:
    """Images after which the longer start of `fast` is earned back by its throughput; `None` if never."""
    first, second = start_ns(slow), start_ns(fast)
    if first is None or second is None or slow.throughput is None or fast.throughput is None:
        return None
    saved_ns = 1e9 / slow.throughput.value - 1e9 / fast.throughput.value
    return (second - first) / saved_ns if saved_ns > 0 and second > first else None


def starts_of(results: Iterable[CellResult]) -> list[Startup]:
    """All starts of these cells."""
    return [trial.startup for result in results for trial in result.trials if trial.startup is not None]


def compiled_alike(analysis: Analysis) -> Analysis:
    """The analysis without the starts that took the compiled network from a cache, where there are others.

    A start that compiles and one that does not are different things; a mean over both describes neither.
    """
    starts = starts_of(measured(analysis))
    if len({bool(start.from_cache) for start in starts}) < 2:
        return analysis
    cells = tuple(
        replace(result, trials=tuple(without_cached(trial) for trial in result.trials))
        for result in analysis.cells
    )
    return replace(analysis, cells=cells)


def without_cached(trial: TrialSummary) -> TrialSummary:
    """The trial, without its start where that came from a cache."""
    cached = trial.startup is not None and trial.startup.from_cache
    return replace(trial, startup=None) if cached else trial


def often_enough(analysis: Analysis) -> Analysis:
    """The analysis without the starts of cells that have one alone, where others have more.

    A cell with a cache compiles once, when it fills it: that is no median.
    """
    if not any(rounds_of(result) > 1 for result in measured(analysis)):
        return analysis
    return replace(
        analysis,
        cells=tuple(
            result
            if rounds_of(result) > 1
            else replace(result, trials=tuple(replace(trial, startup=None) for trial in result.trials))
            for result in analysis.cells
        ),
    )


def rounds_of(result: CellResult) -> int:
    """In how many rounds the cell has a start."""
    return len({trial.round for trial in result.trials if trial.startup is not None})


CACHING = "CACHE_"
"""What the names of OpenVINO's properties of its cache begin with."""


def of_kind(result: CellResult, *, cached: bool) -> CellResult:
    """The cell with nothing but its starts from the cache, or nothing but those that compiled."""
    trials = tuple(
        trial
        if trial.startup is not None and bool(trial.startup.from_cache) is cached
        else replace(trial, startup=None)
        for trial in result.trials
    )
    return replace(result, trials=trials)


def cached_starts(analysis: Analysis) -> Claim | None:
    """The start from the cache beside the one that compiles the same network in the same setting.

    That is one of the cell without a cache, round by round, or else the one that filled the cache. `None`
    where no start came from a cache or none compiled.
    """
    for result in measured(analysis):
        warm = of_kind(result, cached=True)
        cold = of_kind(without_cache(analysis, result), cached=False)
        if start_ns(warm) is not None and start_ns(cold) is not None:
            return _cached_claim(analysis, warm, cold, of_kind(result, cached=False))
    return None


def without_cache(analysis: Analysis, result: CellResult) -> CellResult:
    """The first cell whose setting differs in properties of the cache alone; the cell itself else."""

    def bare(one: CellResult) -> object:
        setting = one.cell.setting
        kept = tuple(each for each in setting.properties if not each[0].startswith(CACHING))
        return replace(setting, properties=kept)

    others = (one for one in measured(analysis) if one is not result and bare(one) == bare(result))
    return next((one for one in others if not any(s.from_cache for s in starts_of([one]))), result)


def _cached_claim(analysis: Analysis, warm: CellResult, cold: CellResult, filling: CellResult) -> Claim:
    same = warm.cell.id == cold.cell.id
    contrast = None
    if not same:
        apart = {each.cell.id: each for each in (warm, cold)}
        cells = tuple(apart.get(each.cell.id, each) for each in analysis.cells)
        contrast = _beside(replace(analysis, cells=cells), cold, warm, 2)
    fill = None if same else start_ns(filling)
    told = (
        ("shortest", Number(value=start_ns(warm) or 0.0, unit="ns")),
        ("longest", Number(value=start_ns(cold) or 0.0, unit="ns")),
        ("rounds", count(rounds_of(warm))),
        ("rounds:longest", count(rounds_of(cold))),
        *(() if fill is None else (("fill", Number(value=fill, unit="ns")),)),
        *of_cache(analysis),
    )
    resolved = contrast is not None and contrast.verdict in RESOLVED
    names = (("quick", warm.cell.id), ("slow", cold.cell.id))
    claim = _claim(
        analysis,
        "cached" if resolved else "cached-filled" if same else "cached-open",
        told,
        names,
        () if contrast is None else (contrast,),
    )
    return replace(claim, id="startup/cache")


def sooner_of(claim: Claim) -> str:
    """The cell that a comparison of start-up times shows to be sooner."""
    (contrast,) = claim.contrasts
    return contrast.cell if contrast.verdict is Verdict.FASTER else contrast.reference


def told_starts(claim: Claim, analysis: Analysis, word: str) -> list[Startup]:
    """Every start of the cell with this name that a claim counts, in the order of its trials."""
    result = analysis.cell(claim.name(word))
    if claim.id != "startup":
        return starts_of([of_kind(result, cached=word == "quick")])
    return starts_of([compiled_alike(analysis).cell(result.cell.id)])


def of_cache(analysis: Analysis) -> tuple[tuple[str, Number], ...]:
    """How many starts took the compiled network from a cache, of how many; empty where none did."""
    starts = starts_of(measured(analysis))
    cached = sum(bool(start.from_cache) for start in starts)
    return (("cached", count(cached)), ("starts", count(len(starts)))) if cached else ()


def startup(analysis: Analysis) -> Claim | None:
    """The shortest and the longest start, compared, and the images that earn the difference back.

    Only starts that came about alike are compared: see `compiled_alike`.
    """
    cache = of_cache(analysis)
    claim = startup_of(often_enough(compiled_alike(analysis)))
    return claim and replace(claim, numbers=(*claim.numbers, *cache))


def startup_of(analysis: Analysis) -> Claim | None:
    """The same for starts that are alike."""
    timed = [(result, start) for result in measured(analysis) if (start := start_ns(result)) is not None]
    if not timed:
        return None
    quick, shortest = min(timed, key=lambda each: each[1])
    slow, longest = max(timed, key=lambda each: each[1])
    begun = min(rounds_of(result) for result, _ in timed)
    numbers = (
        ("shortest", Number(value=shortest, unit="ns")),
        ("longest", Number(value=longest, unit="ns")),
        ("compile", Number(value=compile_ns(slow), unit="ns")),
        ("settings", count(len(timed))),
        ("rounds", count(begun)),
    )
    names = (("quick", quick.cell.id), ("slow", slow.cell.id))
    if len(timed) == 1:
        return _claim(analysis, "single", numbers, names, ())
    contrast = _beside(analysis, slow, quick, len(timed))
    if contrast is None:
        return _claim(analysis, "levels", numbers, names, ())
    paid = _paid(analysis, quick, len(timed)) if contrast.verdict in RESOLVED else None
    if paid is not None:
        best, images, contrast = paid
        extra = (("images", count(images)), ("start", Number(value=start_ns(best) or 0.0, unit="ns")))
        return _claim(
            analysis, "break-even", (*numbers, *extra), (*names, ("best", best.cell.id)), (contrast,)
        )
    variant = {Verdict.EQUIVALENT: "alike", Verdict.NOT_RESOLVED: "open"}.get(contrast.verdict, "apart")
    return _claim(analysis, variant, numbers, names, (contrast,))


def _beside(analysis: Analysis, slow: CellResult, quick: CellResult, settings: int) -> Contrast | None:
    """The longer start beside the shorter one; the two were picked among all pairs by their own data."""
    pairs = [(slow.cell.id, quick.cell.id)]
    several = math.comb(settings, 2) * ASIDE
    (found,) = compare(analysis, "startup", pairs, "start-up", picked_from=several)
    return found if found.estimate is not None else None


def _paid(analysis: Analysis, quick: CellResult, settings: int) -> tuple[CellResult, float, Contrast] | None:
    """The best setting where its longer start is shown and earned back: after how many images."""
    chosen = best_of(analysis, "throughput")
    choices = {result.cell.id for result in candidates(analysis.cells)}
    if chosen is None or quick.cell.id in chosen.tied or quick.cell.id not in choices:
        return None
    best = analysis.cell(chosen.best)
    images = break_even(quick, best)
    contrast = _beside(analysis, best, quick, settings) if images is not None else None
    if images is None or contrast is None or contrast.verdict not in RESOLVED:
        return None
    return best, images, contrast


def _claim(
    analysis: Analysis,
    variant: str,
    numbers: Sequence[tuple[str, Number]],
    names: Sequence[tuple[str, str]],
    contrasts: tuple[Contrast, ...],
) -> Claim:
    cells = tuple(dict.fromkeys(cell for _, cell in names))
    ratios = tuple(("ratio", of_estimate(each.estimate)) for each in contrasts if each.estimate)
    return Claim(
        id="startup",
        kind=ClaimKind.STARTUP,
        variant=variant,
        numbers=(*numbers, *ratios),
        names=tuple(names),
        verdict=contrasts[0].verdict if contrasts else None,
        contrasts=contrasts,
        cells=cells,
        records=hashes(analysis, cells),
        figure="startup",
    )
