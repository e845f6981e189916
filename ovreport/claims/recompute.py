"""A few lines of Python that print the number that a claim leads with, from the values that it rests on.

The page shows them in the drawer of every conclusion. What they print is told beside them, so that a reader
sees at once whether it came out; a program that would print a number that the sentence does not state is
none: such a claim has no program.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence

from ovreport.analysis.results import Analysis, CellResult
from ovreport.claims.claim import Claim, ClaimKind
from ovreport.claims.evidence import FIGURES, MOST_ROWS, Recomputation, printing, written
from ovreport.claims.programs import comparison, hull, of_level, stated_together
from ovreport.claims.published import SAME, direction, figures_of, machines, requests_of
from ovreport.claims.startup import told_starts
from ovreport.plan import Plan, PublishedFigure, PublishedSet


def recompute(claim: Claim, analysis: Analysis) -> Recomputation | None:
    """The program behind a claim; `None` where nothing is computed or the values are too many to print."""
    compared = stated_together(claim, analysis)
    if compared:
        return hull(claim, compared) if len(compared) > 1 else comparison(claim, compared[0])
    level = claim.leading(analysis)
    if level is not None:
        return of_level(level) if level.result.trials else None
    make = PROGRAMS.get(claim.kind)
    return claim.program(analysis) if make is None else make(claim, analysis)


def starts_ms(claim: Claim, analysis: Analysis, word: str) -> tuple[float, ...]:
    """Every start-up that a claim counts of the cell with this name, in the order of its trials."""
    return tuple(start.total_ns / 1e6 for start in told_starts(claim, analysis, word))


def of_startup(claim: Claim, analysis: Analysis) -> Recomputation | None:
    """The medians of the shortest and the longest start."""
    quick, slow = (starts_ms(claim, analysis, word) for word in ("quick", "slow"))
    if not quick or not slow:
        return None
    single = claim.variant == "single"
    lines = f"quick = [{written(quick)}]  # ms, every start\nslow = [{written(slow)}]\n"
    if single:
        lines = f"starts = [{written(slow)}]  # ms, every start\n"
    names = ("starts",) if single else ("quick", "slow")
    body = f"from statistics import median\n{lines}{printing(*(f'median({name})' for name in names))}"
    longest = claim.number("longest").value / 1e6
    return Recomputation(
        body=body, prints=(longest,) if single else (claim.number("shortest").value / 1e6, longest)
    )


# Published figures


def figures_behind(claim: Claim, analysis: Analysis) -> tuple[tuple[PublishedFigure, PublishedFigure], ...]:
    """The two printed figures behind every ratio of a published claim, in the order of its pairs."""
    found = []
    named = dict(claim.names)
    place = 0
    while f"cell:{place}" in named:
        source = int(named[f"source:{place}"])
        group = next(group for group in machines(analysis.plan) if source in group)
        figures = figures_of(analysis.plan, group)
        found.append((figures[named[f"cell:{place}"]][1], figures[named[f"reference:{place}"]][1]))
        place += 1
    return tuple(found)


def division(pair: tuple[PublishedFigure, PublishedFigure], *, longer: bool) -> str:
    """What is divided by what; empty where neither throughput nor latency is printed by both.

    `longer`: latency is told as latency, and not as the speed that follows from it.
    """
    first, second = pair
    if first.throughput_fps and second.throughput_fps:
        return f"{first.throughput_fps:g} / {second.throughput_fps:g}"
    if first.latency_ms and second.latency_ms:
        over, under = (first, second) if longer else (second, first)
        return f"{over.latency_ms:g} / {under.latency_ms:g}"
    return ""


def of_published(claim: Claim, analysis: Analysis) -> Recomputation | None:
    """The divisions behind published ratios, and of them what the sentence states."""
    longer = dict(claim.names).get("metric") == "latency"
    divisions = [division(pair, longer=longer) for pair in figures_behind(claim, analysis)]
    if not divisions or len(divisions) > MOST_ROWS or not all(divisions):
        return None
    ratios = [claim.number(f"ratio:{place}").value for place in range(len(divisions))]
    shown, prints = of_ratios(claim, ratios)
    head = "import math\n" if any("math." in each for each in shown) else ""
    body = f"{head}ratios = [{', '.join(divisions)}]  # as printed\n{printing(*shown)}"
    return Recomputation(body=body, prints=prints)


def of_ratios(claim: Claim, ratios: Sequence[float]) -> tuple[tuple[str, ...], tuple[float, ...]]:
    """What a sentence states of several published ratios: how far they go, how many win, or all of them."""
    if claim.variant == "same":
        return ("max(abs(ratio - 1) for ratio in ratios)",), (max(abs(ratio - 1) for ratio in ratios),)
    if claim.variant == "combined":
        wins = sum(math.log(ratio) > math.log1p(SAME) for ratio in ratios)
        return (f"sum(ratio > {1 + SAME:g} for ratio in ratios)",), (float(wins),)
    if claim.variant == "partly":
        told = [ratio for ratio in ratios if direction(ratio)]
        beyond = f"abs(math.log(ratio)) > math.log({1 + SAME:g})"
        return (f"sum({beyond} for ratio in ratios)",), (float(len(told)),)
    if claim.variant == "reversed" or (len(ratios) > 3 and claim.kind is ClaimKind.PUBLISHED_EFFECT):
        return ("min(ratios)", "max(ratios)"), (min(ratios), max(ratios))
    return ("*ratios",), tuple(ratios)


def of_contradiction(claim: Claim, analysis: Analysis) -> Recomputation | None:
    """Words beside ratios, or a printed latency beside what Little's law makes of the printed throughput."""
    if not claim.variant.startswith("little"):
        return of_published(claim, analysis)
    rows = printed_rows(analysis, claim.name("cell") if claim.variant == "little" else "")
    if not rows or len(rows) > MOST_ROWS:
        return None
    told = ", ".join(f"({written(row)})" for row in rows)
    head = f"rows = [{told}]  # images in flight, FPS, ms as printed\n"
    if claim.variant == "little":
        shown = printing("min(1000 * n / fps for n, fps, ms in rows)", "rows[0][2]")
        prints = (claim.number("predicted").value / 1e6, claim.number("printed").value / 1e6)
        return Recomputation(body=f"{head}{shown}", prints=prints) if len(rows) == 1 else None
    farthest = "max(abs(ms * fps / 1000 / n - 1) for n, fps, ms in rows)"
    return Recomputation(body=f"{head}{printing(farthest)}", prints=(claim.number("off").value,))


def printed_rows(analysis: Analysis, cell: str) -> list[tuple[float, float, float]]:
    """Images in flight, throughput and latency of all printed rows that have them, or of one cell's."""
    rows = []
    for figure in (figure for source in analysis.plan.published for figure in source.figures):
        requests = requests_of(analysis.plan, figure)
        if cell in {"", figure.cell_id} and requests and figure.throughput_fps and figure.latency_ms:
            images = requests * analysis.plan.cell(figure.cell_id).setting.images
            rows.append((float(images), figure.throughput_fps, figure.latency_ms))
    return rows


def source_of(claim: Claim, plan: Plan) -> PublishedSet:
    """The one source that a claim is about, by its place among those of the experiment."""
    return plan.published[int(claim.name("place"))]


def of_published_smallest(claim: Claim, analysis: Analysis) -> Recomputation | None:
    """The smaller setting's printed throughput over the best one's; words alone are not computed."""
    if claim.variant != "figures":
        return None
    printed = {figure.cell_id: figure.throughput_fps for figure in source_of(claim, analysis.plan).figures}
    small, best = (printed[claim.name(word)] for word in ("smallest", "best"))
    return Recomputation(body=printing(f"{small:g} / {best:g}"), prints=(claim.number("ratio").value,))


def beside_rows(claim: Claim, analysis: Analysis) -> tuple[tuple[CellResult, PublishedFigure], ...]:
    """The measured cells of a claim with the figures printed for them."""
    figures = {figure.cell_id: figure for figure in source_of(claim, analysis.plan).figures}
    return tuple((analysis.cell(cell), figures[cell]) for cell in claim.cells)


def beside_division(result: CellResult, figure: PublishedFigure) -> tuple[float, float]:
    """What is divided by what for a ratio above 1 where this machine is the faster one."""
    if result.throughput is not None and figure.throughput_fps:
        return result.throughput.value, figure.throughput_fps
    latency = result.latency.value / 1e6 if result.latency is not None else math.nan
    return figure.latency_ms or math.nan, latency


def of_beside(claim: Claim, analysis: Analysis) -> Recomputation | None:
    """The smallest and the largest ratio of measured to printed figures."""
    rows = [beside_division(*row) for row in beside_rows(claim, analysis)]
    if len(rows) > MOST_ROWS:
        return None
    divisions = ", ".join(f"{first:.{FIGURES}g} / {second:.{FIGURES}g}" for first, second in rows)
    shown = ("min(ratios)", "max(ratios)")[: 1 if len(rows) == 1 else 2]
    prints = (claim.number("lowest").value, claim.number("highest").value)[: len(shown)]
    return Recomputation(body=f"ratios = [{divisions}]\n{printing(*shown)}", prints=prints)


PROGRAMS: Mapping[ClaimKind, Callable[[Claim, Analysis], Recomputation | None]] = {
    ClaimKind.STARTUP: of_startup,
    ClaimKind.BESIDE_PUBLISHED: of_beside,
    ClaimKind.PUBLISHED_EFFECT: of_published,
    ClaimKind.PUBLISHED_SATURATION: of_published,
    ClaimKind.PUBLISHED_CONTRADICTION: of_contradiction,
    ClaimKind.PUBLISHED_SMALLEST: of_published_smallest,
}
