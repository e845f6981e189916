"""Claims about published words and figures held against each other, and beside measurements."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from ovreport.analysis.results import Analysis, Interval, Verdict
from ovreport.claims import order
from ovreport.claims.basis import count, measured, of_interval
from ovreport.claims.claim import Claim, ClaimKind
from ovreport.claims.concurrency import LITTLE_TOLERANCE, concurrency_factors
from ovreport.claims.intervals import interval_of
from ovreport.claims.number import Number
from ovreport.claims.pairs import compared
from ovreport.claims.published import (
    SAME,
    STATEMENT_TOLERANCE,
    PublishedPair,
    Rated,
    effects,
    latency_pairs,
    machine,
    pair_names,
    pair_numbers,
    pairs,
    predicted_ms,
    requests_of,
    saturations,
    told_pairs,
)
from ovreport.plan import Plan, Statement


def smallest(plan: Plan) -> tuple[Claim, ...]:
    """The fewest requests that come within `good_enough` of the best, by figures or by the source's words."""
    found = (smallest_of(plan, place) for place in range(len(plan.published)))
    return tuple(claim for claim in found if claim is not None)


def smallest_of(plan: Plan, place: int) -> Claim | None:
    """The same for one source."""
    source = plan.published[place]
    rated = [(figure, figure.throughput_fps, requests_of(plan, figure)) for figure in source.figures]
    known = [(figure, fps, requests) for figure, fps, requests in rated if fps and requests]
    if len(known) < 2:
        return None
    best, top, most = max(known, key=lambda each: each[1])
    enough = [each for each in known if each[1] >= top * (1 - plan.good_enough) and each[2] < most]
    if enough:
        small, fps, _ = min(enough, key=lambda each: each[2])
        return Claim(
            id=f"published-smallest/{place}",
            kind=ClaimKind.PUBLISHED_SMALLEST,
            variant="figures",
            numbers=(
                ("ratio", Number(value=fps / top, unit="share")),
                ("good-enough", Number(value=plan.good_enough, unit="share")),
            ),
            names=(
                ("smallest", small.cell_id),
                ("best", best.cell_id),
                ("source", source.source),
                ("place", str(place)),
            ),
            cells=(small.cell_id, best.cell_id),
            figure="published",
        )
    return smallest_in_words(plan, place)


def smallest_in_words(plan: Plan, place: int) -> Claim | None:
    """A sentence of the source that calls fewer requests nearly as good, where its figures do not."""
    source = plan.published[place]
    factors = concurrency_factors(plan)
    for statement in source.statements:
        enough = statement.relation != "less" and 1 - plan.good_enough <= statement.times <= 1
        if statement.factor in factors and enough:
            return Claim(
                id=f"published-smallest/{place}",
                kind=ClaimKind.PUBLISHED_SMALLEST,
                variant="words",
                numbers=(("ratio", Number(value=statement.times, unit="share")),),
                names=(
                    ("text", statement.text),
                    ("factor", statement.factor),
                    ("level", statement.level),
                    ("reference", statement.reference),
                    ("source", source.source),
                    ("place", str(place)),
                ),
                cells=stated_cells(plan, statement),
                figure="published",
            )
    return None


def stated_cells(plan: Plan, statement: Statement) -> tuple[str, ...]:
    """Cells that a statement speaks of."""
    labels = {statement.level, statement.reference}
    return tuple(
        cell.id
        for cell in plan.cells
        if dict(cell.levels).get(statement.factor) in labels
        and all(dict(cell.levels).get(name) == label for name, label in statement.conditions)
    )


def statements(plan: Plan) -> tuple[Claim, ...]:
    """The sources' sentences held against their own figures."""
    return tuple(
        checked(plan, place, number, statement)
        for place, source in enumerate(plan.published)
        for number, statement in enumerate(source.statements)
    )


def holds(statement: Statement, ratios: Sequence[float]) -> bool:
    """Whether figures bear out what the words say."""
    if statement.relation == "more":
        return all(ratio >= statement.times * (1 - SAME / 3) for ratio in ratios)
    if statement.relation == "less":
        return all(ratio <= statement.times * (1 + SAME / 3) for ratio in ratios)
    return all(abs(ratio / statement.times - 1) <= STATEMENT_TOLERANCE for ratio in ratios)


def speeds(plan: Plan, found: Sequence[PublishedPair]) -> tuple[Rated, ...]:
    """How many times as fast: by throughput, or by latency where a request is the same work on both sides.

    With other requests in flight, or another batch, latency does not tell how fast the whole is.
    """
    turned = tuple(
        (pair, 1 / ratio)
        for pair, ratio in latency_pairs(found)
        if pair.cell.setting.images == pair.reference.setting.images
        and requests_of(plan, pair.figure) == requests_of(plan, pair.other) is not None
    )
    return tuple(sorted((*told_pairs(found), *turned), key=lambda each: -abs(math.log(each[1]))))


def checked(plan: Plan, place: int, number: int, statement: Statement) -> Claim:
    """One sentence of a source beside its figures."""
    every = pairs(plan, statement.factor, statement.level, statement.reference)
    told = speeds(
        plan,
        [
            pair
            for pair in every
            if machine(plan.published[pair.source]) == machine(plan.published[place])
            and all(dict(pair.cell.levels).get(name) == label for name, label in statement.conditions)
        ],
    )
    variant = "statement-open"
    if told:
        variant = "statement-holds" if holds(statement, [ratio for _, ratio in told]) else "statement"
    return Claim(
        id=f"published-contradiction/{place}/statement-{number}",
        kind=ClaimKind.PUBLISHED_CONTRADICTION,
        variant=variant,
        numbers=(
            *pair_numbers(told),
            ("times", Number(value=statement.times, unit="ratio")),
            ("pairs", count(len(told))),
        ),
        names=(
            ("text", statement.text),
            ("factor", statement.factor),
            ("level", statement.level),
            ("reference", statement.reference),
            ("relation", statement.relation),
            ("source", plan.published[place].source),
            *pair_names(told),
        ),
        cells=stated_cells(plan, statement),
        figure="published",
    )


def little(plan: Plan) -> tuple[Claim, ...]:
    """Printed latency beside requests over printed throughput; empty where no row prints both."""
    rows = []
    for source in plan.published:
        for figure in source.figures:
            predicted = predicted_ms(plan, figure)
            if predicted and figure.latency_ms:
                rows.append((figure, predicted, figure.latency_ms / predicted))
    if not rows:
        return ()
    rows.sort(key=lambda row: -abs(math.log(row[2])))
    worst, predicted, ratio = rows[0]
    agrees = abs(ratio - 1) <= LITTLE_TOLERANCE
    return (
        Claim(
            id="published-contradiction/little",
            kind=ClaimKind.PUBLISHED_CONTRADICTION,
            variant="little-agrees" if agrees else "little",
            numbers=(
                ("rows", count(len(rows))),
                ("off", Number(value=abs(ratio - 1), unit="share")),
                ("predicted", Number(value=predicted * 1e6, unit="ns")),
                ("printed", Number(value=(worst.latency_ms or 0.0) * 1e6, unit="ns")),
            ),
            names=(("cell", worst.cell_id),),
            cells=tuple(figure.cell_id for figure, _, _ in rows),
            figure="published",
        ),
    )


def beside(analysis: Analysis) -> tuple[Claim, ...]:
    """Measured throughput over published, for every source that has figures for measured cells."""
    found = (beside_source(analysis, place) for place in range(len(analysis.plan.published)))
    return tuple(claim for claim in found if claim is not None)


def beside_source(analysis: Analysis, place: int) -> Claim | None:
    """The same for one source."""
    source = analysis.plan.published[place]
    levels = {result.cell.id: result for result in measured(analysis)}
    rows = []
    for figure in source.figures:
        result = levels.get(figure.cell_id)
        if result is not None and result.throughput is not None and figure.throughput_fps:
            rows.append((result, result.throughput.value / figure.throughput_fps))
        elif result is not None and result.latency is not None and figure.latency_ms:
            rows.append((result, figure.latency_ms * 1e6 / result.latency.value))
    if not rows:
        return None
    rows.sort(key=lambda row: row[1])
    numbers, names = there_and_here(analysis, place)
    return Claim(
        id=f"beside-published/{place}",
        kind=ClaimKind.BESIDE_PUBLISHED,
        variant="single" if len(rows) == 1 else "several",
        numbers=(
            ("lowest", Number(value=rows[0][1], unit="ratio")),
            ("highest", Number(value=rows[-1][1], unit="ratio")),
            ("rows", count(len(rows))),
            *numbers,
        ),
        names=(
            *names,
            ("source", source.source),
            ("place", str(place)),
            ("platform", source.platform),
            ("lowest", rows[0][0].cell.id),
            ("highest", rows[-1][0].cell.id),
        ),
        cells=tuple(result.cell.id for result, _ in rows),
        records=tuple(trial.sha256 for result, _ in rows for trial in result.trials),
        figure="published",
    )


def there_and_here(
    analysis: Analysis, place: int
) -> tuple[tuple[tuple[str, Number], ...], tuple[tuple[str, str], ...]]:
    """The largest ratio that a source's own figures show between cells that were measured here too.

    Returns:
        The numbers `there` and `here`, and the names of factor and levels; both empty where no two of the
        cells differ in one factor alone. The name `open` is there where the rounds leave it open here; then
        the bounds are the verdict's own; `alike` where they are equivalent here.
    """
    own = replace(analysis.plan, published=(analysis.plan.published[place],))
    there = {result.cell.id for result in measured(analysis)}
    for claim in sorted((*effects(own), *saturations(own)), key=order.place):
        named = dict(claim.names)
        pair = (named["cell:0"], named["reference:0"])
        if "level" not in named or "reference" not in named or not set(pair) <= there:
            continue
        if named.get("metric") == "latency":
            continue
        (here,) = compared(analysis, "throughput", [pair], "beside the source")
        if here is not None and here.estimate is not None:
            estimate = here.estimate
            is_open = here.verdict is Verdict.NOT_RESOLVED and math.isfinite(estimate.adjusted_low)
            shown = interval_of(here)
            bounds = (estimate.adjusted_low, estimate.adjusted_high) if is_open else (shown.low, shown.high)
            told = Interval(value=estimate.ratio, low=bounds[0], high=bounds[1])
            numbers = (("there", claim.number("ratio:0")), ("here", of_interval(told, "ratio")))
            names = [(name, named[name]) for name in ("factor", "level", "reference")]
            names += [("open", "here")] if is_open else []
            names += [("alike", "here")] if here.verdict is Verdict.EQUIVALENT else []
            return numbers, tuple(names)
    return (), ()


def published_claims(analysis: Analysis) -> tuple[Claim, ...]:
    """Everything that the published figures say by themselves."""
    plan = analysis.plan
    return (*effects(plan), *saturations(plan), *smallest(plan), *statements(plan), *little(plan))
