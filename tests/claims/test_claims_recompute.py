"""Programs that recompute claims: what they print is what the claim states."""

from __future__ import annotations

import io
import math
from collections.abc import Iterator
from contextlib import redirect_stdout
from dataclasses import replace

import numpy as np
import pytest

from ovreport.analysis.report import analyse
from ovreport.analysis.results import Analysis, Interval, OutputComparison, Verdict
from ovreport.claims import conclude, recompute
from ovreport.claims.basis import of_interval
from ovreport.claims.beside import BesideNeighbour
from ovreport.claims.best import best
from ovreport.claims.best_in_both import best_in_both
from ovreport.claims.bound import BoundHeld, within_bound
from ovreport.claims.claim import Claim, ClaimKind, Report
from ovreport.claims.conditional_effects import DecidedReversal
from ovreport.claims.effects import effect_claims
from ovreport.claims.evenness import evenness
from ovreport.claims.evidence import MOST_ROWS, Recomputation
from ovreport.claims.evidence_facts import facts
from ovreport.claims.factor_effects import SingleEffect, UniformEffect
from ovreport.claims.front import pareto
from ovreport.claims.granted import not_granted
from ovreport.claims.intervals import estimate_of
from ovreport.claims.number import Number, NumberUnit
from ovreport.claims.outputs import outputs
from ovreport.claims.published import DevicesTogether
from ovreport.claims.published_beside import BesidePublished, beside
from ovreport.claims.published_pairs import OnPairs
from ovreport.claims.published_words import LatenciesFit, LatencyUnfit, little
from ovreport.claims.startup import StartLevels, startup
from ovreport.claims.steadiness import Throttled, steadiness
from ovreport.claims.texts import Texts
from ovreport.plan import PublishedFigure, PublishedSet
from tests import simulation
from tests.claims import handmade
from tests.disturbed import disturbed_records
from tests.simulated_plans import (
    BASE,
    article_plan,
    identical_plan,
    large_plan,
    make_plan,
    published_plan,
    two_row_plan,
)


def everything(report: Report) -> Iterator[Claim]:
    for claim in report.conclusions:
        yield claim
        yield from claim.notes
    for _, claims in report.commentary:
        yield from claims
    yield from (claim for _, claim in report.captions)


def run(found: Recomputation) -> list[float]:
    """What a program prints; its last line must say the same."""
    printed = io.StringIO()
    with redirect_stdout(printed):
        exec(compile(found.python, "program", "exec"), {})  # the program is ours, and running it is the test
    assert found.python.splitlines()[-1] == f"# {printed.getvalue().strip()}"
    return [float(word) for word in printed.getvalue().split()]


def recomputed(claim: Claim | None, analysis: Analysis) -> list[float]:
    assert claim is not None
    found = recompute(claim, analysis)
    assert found is not None, claim.id
    return run(found)


def as_printed(*numbers: Number) -> list[float]:
    """Numbers as programs print them: times in ms, with their bounds where they have some."""
    found = []
    for number in numbers:
        values = [number.value, *(bound for bound in (number.low, number.high) if bound is not None)]
        found += [value / 1e6 if number.unit == "ns" else value for value in values]
    return found


@pytest.fixture(scope="module")
def article() -> Report:
    plan = article_plan()
    return conclude(analyse(plan, "bench", simulation.measure(plan, simulation.World())))


@pytest.fixture(scope="module")
def many() -> Report:
    return conclude(simulation.quick_analysis(large_plan(rounds=4), simulation.World(seed=2)))


@pytest.fixture(scope="module")
def alike() -> Report:
    return conclude(simulation.quick_analysis(identical_plan(12), simulation.World(seed=1)))


@pytest.fixture(scope="module")
def printed() -> Report:
    return conclude(analyse(published_plan(), "", []))


@pytest.mark.parametrize("made", ["article", "many", "alike", "printed"])
def test_every_program_prints_what_it_says(request: pytest.FixtureRequest, made: str) -> None:
    report: Report = request.getfixturevalue(made)
    ran = 0
    for claim in everything(report):
        found = recompute(claim, report.analysis)
        if found is not None:
            np.testing.assert_allclose(run(found), found.prints, rtol=1e-4)
            ran += 1
    assert ran


@pytest.mark.parametrize("made", ["article", "many", "alike"])
def test_a_comparison_restates_its_ratio_and_the_interval_of_its_sentence(
    request: pytest.FixtureRequest, made: str
) -> None:
    report: Report = request.getfixturevalue(made)
    told = [each for each in everything(report) if isinstance(each, SingleEffect | BesideNeighbour)]
    assert told or made == "many"
    for claim in told:
        lead = next(contrast for contrast in claim.contrasts if contrast.estimate)
        shown = claim.interval(lead)
        expected = [shown.low, shown.high]
        if claim.states_ratio(lead):
            expected.insert(0, estimate_of(lead).ratio)
        np.testing.assert_allclose(recomputed(claim, report.analysis), expected, rtol=1e-4)


def test_an_effect_that_is_the_same_everywhere_restates_its_range_and_the_hull_of_its_intervals(
    many: Report,
) -> None:
    told = [claim for claim in everything(many) if isinstance(claim, UniformEffect)]
    assert told
    for claim in told:
        ratios = [estimate_of(contrast).ratio for contrast in claim.contrasts]
        intervals = [claim.interval(contrast) for contrast in claim.contrasts]
        low, high = min(each.low for each in intervals), max(each.high for each in intervals)
        resolved = all(claim.states_ratio(contrast) for contrast in claim.contrasts)
        expected = (min(ratios), max(ratios), low, high) if resolved else (low, high)
        np.testing.assert_allclose(recomputed(claim, many.analysis), expected, rtol=1e-4)


def test_a_reversal_that_one_factor_decides_restates_the_range_of_its_stronger_side() -> None:
    plan = make_plan(factors={"batch": [1, 3], "device": ["CPU", "GPU"], "requests": [1, 4]})
    ratios = (0.5, 0.55, 1.2, 1.3)
    about = handmade.analysis(plan, handmade.effect(plan, "batch", "3", "1", *ratios))
    (claim,) = effect_claims(about)
    assert isinstance(claim, DecidedReversal)
    assert claim.decider == "device"
    found = recompute(claim, about)
    assert found is not None
    assert found.prints[:2] == pytest.approx(ratios[:2])


def test_one_round_gives_a_program_without_an_interval(article: Report) -> None:
    claim = next(each for each in everything(article) if isinstance(each, SingleEffect))
    lead = claim.contrasts[0]
    bare = replace(
        estimate_of(lead),
        ratio=1.2,
        low=math.nan,
        high=math.nan,
        adjusted_low=math.nan,
        adjusted_high=math.nan,
        rounds=1,
        log_ratios=(math.log(1.2),),
        weights=(),
    )
    one = replace(claim, contrasts=(replace(lead, estimate=bare),))
    assert recomputed(one, article.analysis) == pytest.approx([1.2])


def test_levels_are_restated_with_their_intervals(article: Report) -> None:
    analysis = article.analysis
    for chosen in analysis.best:
        claim = best(analysis, chosen)
        level = claim.best.of(claim.metric)
        assert recomputed(claim, analysis) == pytest.approx(as_printed(level), rel=1e-4)
    front = pareto(analysis)
    assert front is not None
    assert recomputed(front, analysis) == pytest.approx(as_printed(front.fastest.throughput), rel=1e-4)


def test_a_level_is_restated_with_that_of_quiet_passes_where_it_has_one() -> None:
    plan = article_plan(published=False)
    about = analyse(plan, "busy", disturbed_records(plan))
    for chosen in about.best:
        claim = best(about, chosen)
        every, quiet = about.cell(chosen.best).level(chosen.metric), about.cell(chosen.best).quiet
        assert every is not None
        assert quiet is not None
        unit: NumberUnit = "fps" if chosen.metric == "throughput" else "ns"
        levels = (of_interval(every, unit), of_interval(quiet.level(chosen.metric), unit))
        np.testing.assert_allclose(recomputed(claim, about), as_printed(*levels), rtol=1e-4)
        assert [label for label, _ in facts(claim, Texts(about, "en"))][-1] == "In quiet passes"


def test_a_leader_in_everything_restates_its_throughput(alike: Report) -> None:
    claim = best_in_both(alike.analysis)
    assert claim is not None
    assert recomputed(claim, alike.analysis) == pytest.approx(as_printed(claim.fastest.throughput), rel=1e-4)


def test_an_unsupported_percentile_restates_the_most_effective_requests(article: Report) -> None:
    analysis = article.analysis
    few = replace(
        analysis,
        cells=tuple(replace(result, percentiles=()) for result in analysis.cells),
    )
    claim = within_bound(few, 99, 20.0, None)
    most = max(result.effective_requests for result in few.cells)
    assert recomputed(claim, few) == pytest.approx([most], rel=1e-4)


def test_evenness_restates_its_shares(article: Report) -> None:
    claim = evenness(article.analysis)
    assert claim is not None
    shares = (claim.lowest, claim.highest)
    assert recomputed(claim, article.analysis) == pytest.approx(shares, rel=1e-4)


def test_steadiness_restates_the_farthest_round(article: Report) -> None:
    claim = steadiness(article.analysis)
    assert claim is not None
    assert recomputed(claim, article.analysis) == pytest.approx((claim.departure,), rel=1e-4)


def test_throttling_restates_its_events(article: Report) -> None:
    cells = tuple(
        replace(result, trials=tuple(replace(trial, throttled=3) for trial in result.trials))
        for result in article.analysis.cells
    )
    hot = replace(article.analysis, cells=cells, throttled=3 * article.analysis.rounds)
    claim = steadiness(hot)
    assert isinstance(claim, Throttled)
    assert recomputed(claim, hot) == pytest.approx((3 * article.analysis.rounds,))


def test_startup_restates_its_medians(article: Report) -> None:
    claim = startup(article.analysis)
    assert claim is not None
    told = StartLevels(
        id="startup",
        quick=claim.quick,
        slow=claim.slow,
        rounds=claim.rounds,
        configurations=claim.configurations,
        cached=0,
        starts=claim.starts,
    )
    times = (claim.quick.total_ns / 1e6, claim.slow.total_ns / 1e6)
    assert recomputed(told, article.analysis) == pytest.approx(times, rel=1e-4)


def compared_outputs(analysis: Analysis, *pairs: tuple[float, float]) -> Analysis:
    """An analysis whose outputs differ by these largest differences, relative to these largest values."""
    first, *others = (result.cell.id for result in analysis.cells)
    return replace(
        analysis,
        outputs=tuple(
            OutputComparison(
                cell=cell,
                reference=first,
                largest=largest,
                relative=largest / scale,
                sampled=10,
                total=10,
                identical=largest == 0,
                informative=True,
            )
            for cell, (largest, scale) in zip(others, pairs, strict=False)
        ),
    )


@pytest.mark.parametrize(
    ("pairs", "names"),
    [
        (((0.002, 1.0), (0.001, 0.9)), ("largest", "relative")),
        (((0.05, 1.0), (0.0, 0.9)), ("relative",)),
        (((0.5, 1.0),), ("relative",)),
    ],
)
def test_outputs_restate_the_largest_difference(
    article: Report, pairs: tuple[tuple[float, float], ...], names: tuple[str, ...]
) -> None:
    analysis = compared_outputs(article.analysis, *pairs)
    (claim,) = outputs(analysis)
    told = {"largest": claim.worst.largest, "relative": claim.worst.relative}
    assert recomputed(claim, analysis) == pytest.approx([told[name] for name in names], rel=1e-4)


def test_identical_outputs_restate_that_none_differs(article: Report) -> None:
    analysis = compared_outputs(article.analysis, (0.0, 1.0))
    assert recomputed(outputs(analysis)[0], analysis) == [0]


def test_published_ratios_are_divided_again(printed: Report) -> None:
    claim = next(each for each in printed.conclusions if each.id.endswith("f16-f32"))
    assert isinstance(claim, OnPairs)
    found = recomputed(claim, printed.analysis)
    assert set(np.round(found, 3)) <= set(np.round(claim.ratios, 3))


def test_measurements_beside_published_figures_restate_both_ends(article: Report) -> None:
    claim = next(each for each in everything(article) if isinstance(each, BesidePublished))
    ends = [claim.told[0].ratio, claim.told[-1].ratio][: len(claim.told)]
    assert recomputed(claim, article.analysis) == pytest.approx(ends, rel=1e-4)


def test_a_level_that_is_known_badly_is_compared_with_published_figures_by_its_ends() -> None:
    plan = article_plan()
    about = analyse(plan, "bench", simulation.measure(plan, simulation.World(round_sd=1.0, seed=3)))
    (claim, *_) = beside(about)
    assert all(row.ends for row in claim.told)
    lowest, highest = recomputed(claim, about)
    assert lowest < claim.told[0].ratio
    assert highest > claim.told[-1].ratio


def test_the_interval_of_an_open_comparison_is_the_one_that_its_sentence_tells(many: Report) -> None:
    """Its standard error may rest on the pooled variance, which the program is given."""
    told = [
        (claim, contrast)
        for claim in everything(many)
        for contrast in claim.contrasts[:1]
        if contrast.estimate and contrast.verdict is Verdict.NOT_RESOLVED
    ]
    assert told
    for claim, contrast in told:
        alone = Claim(id=claim.id, kind=ClaimKind.EFFECT, place=claim.place, contrasts=(contrast,))
        estimate = estimate_of(contrast)
        every = [estimate.ratio, estimate.adjusted_low, estimate.adjusted_high]
        expected = every if alone.states_ratio(contrast) else every[1:]
        np.testing.assert_allclose(recomputed(alone, many.analysis), expected, rtol=1e-4)


def test_a_level_of_one_round_has_no_interval(article: Report) -> None:
    analysis = article.analysis
    claim = best(analysis, analysis.best[0])
    cells = tuple(
        replace(
            result,
            trials=result.trials[:1],
            throughput=Interval(value=result.trials[0].throughput_fps, low=math.nan, high=math.nan),
        )
        for result in analysis.cells
    )
    one = replace(analysis, cells=cells)
    fps = one.cell(claim.best.cell).trials[0].throughput_fps
    assert recomputed(claim, one) == pytest.approx([fps], rel=1e-4)


def test_a_held_bound_restates_the_throughput_of_its_setting(article: Report) -> None:
    cell = article.analysis.cells[0].cell.id
    claim = within_bound(article.analysis, 50, 1e4, cell)
    assert isinstance(claim, BoundHeld)
    assert recomputed(claim, article.analysis)[0] == pytest.approx(claim.tied[0].throughput.value, rel=1e-4)


def test_a_bound_that_nobody_holds_restates_the_lowest_percentile(article: Report) -> None:
    claim = within_bound(article.analysis, 50, 0.001, None)
    lowest = min(
        percentile.latency_ns
        for result in article.analysis.cells
        for percentile in result.percentiles
        if percentile.percent == 50 and percentile.latency_ns is not None
    )
    assert recomputed(claim, article.analysis) == pytest.approx([lowest / 1e6], rel=1e-4)


def test_a_wish_that_was_refused_restates_in_how_many_settings() -> None:
    plan = make_plan(factors={"streams": [1, 2, 4]})
    given = (handmade.granted(streams=streams) for streams in (1, 2, 2))
    about = handmade.analysis(
        plan, in_force={cell.id: each for cell, each in zip(plan.cells, given, strict=True)}
    )
    (claim,) = not_granted(about)
    assert recomputed(claim, about) == [1]


def test_a_refusal_in_the_only_setting_is_no_number_to_compute() -> None:
    plan = make_plan(factors={"batch": [1]}, base=replace(BASE, streams=4))
    about = handmade.analysis(plan, in_force={plan.cells[0].id: handmade.granted(streams=1)})
    (claim,) = not_granted(about)
    assert recompute(claim, about) is None


def test_outputs_that_are_not_finite_have_no_program(article: Report) -> None:
    analysis = compared_outputs(article.analysis, (math.inf, 1.0))
    (claim,) = outputs(analysis)
    assert recompute(claim, analysis) is None


def test_several_groups_in_a_round_leave_the_farthest_round_to_the_records(article: Report) -> None:
    """The departure is that of trials from their mean; a list of rounds could not show it."""
    claim = steadiness(article.analysis)
    assert claim is not None
    doubled = replace(
        article.analysis,
        cells=tuple(replace(each, trials=each.trials * 2) for each in article.analysis.cells),
    )
    assert recompute(claim, doubled) is None


def test_more_values_than_a_page_can_hold_have_no_program(article: Report) -> None:
    crowded = replace(article.analysis, outputs=())
    first, second, *_ = (result.cell.id for result in crowded.cells)
    crowded = replace(
        crowded,
        outputs=(
            OutputComparison(
                cell=second,
                reference=first,
                largest=0.002,
                relative=0.002,
                sampled=10,
                total=10,
                identical=False,
                informative=True,
            ),
        )
        * (MOST_ROWS + 1),
    )
    (claim,) = outputs(crowded)
    assert recompute(claim, crowded) is None


def test_printed_latencies_that_agree_restate_how_far_they_are_off() -> None:
    plan = two_row_plan()
    (claim,) = little(plan)
    assert isinstance(claim, LatenciesFit)
    assert recomputed(claim, analyse(plan, "", [])) == pytest.approx([claim.off], rel=1e-4)


def test_a_printed_latency_that_cannot_be_right_restates_what_its_throughput_makes_of_it() -> None:
    plan = two_row_plan()
    (source,) = plan.published
    wrong = replace(source.figures[1], latency_ms=10.0)
    plan = replace(plan, published=(replace(source, figures=(source.figures[0], wrong)),))
    (claim,) = little(plan)
    assert isinstance(claim, LatencyUnfit)
    expected = [claim.told[0].predicted_ms, claim.told[0].latency_ms]
    assert recomputed(claim, analyse(plan, "", [])) == pytest.approx(expected, rel=1e-4)


def test_devices_together_restate_their_ratio_to_the_better_one() -> None:
    plan = make_plan(factors={"device": ["CPU", "GPU", "MULTI:CPU,GPU"]}, measured=False)
    figures = tuple(
        PublishedFigure(cell_id=cell.id, latency_ms=None, throughput_fps=fps)
        for cell, fps in zip(plan.cells, (100.0, 200.0, 250.0), strict=True)
    )
    source = PublishedSet(source="part 3", url="", date="", platform="i5-7440HQ", figures=figures)
    report = conclude(analyse(replace(plan, published=(source,)), "", []))
    claim = next(claim for claim in everything(report) if isinstance(claim, DevicesTogether))
    assert recomputed(claim, report.analysis) == [1.25]
