"""Effects by what their comparisons show together: which class tells them, and what stands in it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ovreport.analysis.metrics import Metric
from ovreport.analysis.results import Effect, Estimate, Verdict
from ovreport.claims import conclude, say
from ovreport.claims.claim import ClaimKind
from ovreport.claims.commentary import neighbours
from ovreport.claims.conditional_effects import (
    DecidedReversal,
    ExceptedEffect,
    FaintEffect,
    GradedEffect,
    PairedEffect,
    ReversedEffect,
)
from ovreport.claims.effects import effect_claim, effect_claims, gathered
from ovreport.claims.factor_effects import (
    FactorEffect,
    OpenEffect,
    SingleEffect,
    UniformEffect,
    UnmeasuredEffect,
)
from ovreport.claims.intervals import estimate_of
from ovreport.language.spans import plain
from ovreport.plan import Plan
from tests.claims.handmade import analysis, effect, estimate
from tests.claims.samples.comparisons import FOUR, OPEN, SAME, SMALL, TWO, WIDE, Ratios
from tests.simulated_plans import cell_with, make_plan
from tests.simulation import World, quick_analysis, quick_trials


def claims_of(*effects: Effect, plan: Plan = TWO) -> tuple[FactorEffect, ...]:
    return effect_claims(analysis(plan, *effects))


def of_batch(*ratios: float | Estimate | None) -> FactorEffect:
    """What a batch does on two devices, with one request and with four."""
    (claim,) = claims_of(effect(FOUR, "batch", "3", "1", *ratios), plan=FOUR)
    return claim


def of_precision(*ratios: float | Estimate | None) -> FactorEffect:
    """What a precision does with one request and with four."""
    (claim,) = claims_of(effect(TWO, "precision", "f16", "f32", *ratios))
    return claim


@pytest.mark.parametrize(
    ("ratios", "verdicts"),
    [
        ((1.55, 1.71), [Verdict.FASTER, Verdict.FASTER]),
        ((SAME, 1.55), [Verdict.FASTER, Verdict.EQUIVALENT]),
        ((OPEN, 1.55), [Verdict.FASTER, Verdict.NOT_RESOLVED]),
        ((OPEN, SAME), [Verdict.EQUIVALENT, Verdict.NOT_RESOLVED]),
    ],
)
def test_of_two_conditions_both_are_told_the_stronger_first(ratios: Ratios, verdicts: list[Verdict]) -> None:
    claim = of_precision(*ratios)
    assert type(claim) is PairedEffect
    assert [contrast.verdict for contrast in claim.contrasts] == verdicts
    assert claim.verdict is verdicts[0]


def test_of_two_conditions_that_show_the_same_the_larger_ratio_comes_first() -> None:
    first, second = of_precision(1.55, 1.71).contrasts
    assert (estimate_of(first).ratio, estimate_of(second).ratio) == (1.71, 1.55)


def test_a_condition_without_an_estimate_is_left_out() -> None:
    claim = of_precision(None, 1.55)
    assert type(claim) is SingleEffect
    assert [dict(each.conditions)["requests"] for each in claim.contrasts] == ["4"]


@pytest.mark.parametrize(
    ("ratios", "made"),
    [
        ((0.81, 0.82, 0.80, 0.81), UniformEffect),
        ((SAME, SAME, SAME, SAME), UniformEffect),
        ((1.2, 1.3, 1.4, 1.6), GradedEffect),
        ((SAME, 1.2, 1.3, 1.25), ExceptedEffect),
        ((SAME, SAME, OPEN, 1.3), ExceptedEffect),
        ((SAME, SAME, OPEN, OPEN), FaintEffect),
        ((SAME, SAME, SAME, SMALL), FaintEffect),
        ((OPEN, OPEN, OPEN, WIDE), OpenEffect),
        ((1.3, 0.8, OPEN, 1.2), ReversedEffect),
        ((1.2, 1.3, 0.8, 0.82), DecidedReversal),
        ((None, None, None, None), UnmeasuredEffect),
    ],
)
def test_what_several_conditions_show_together_decides_how_it_is_told(
    ratios: Ratios, made: type[FactorEffect]
) -> None:
    assert type(of_batch(*ratios)) is made


def test_a_reversal_is_told_by_the_factor_that_decides_it_where_one_does() -> None:
    claim = of_batch(1.2, 1.3, 0.8, 0.82)
    assert isinstance(claim, DecidedReversal)
    assert claim.decider == "device"
    assert claim.verdict is None


@pytest.mark.parametrize("others", [SAME, OPEN, 1.3])
def test_a_setting_with_too_few_rounds_says_nothing_about_the_others(others: float | Estimate) -> None:
    claim = of_batch(others, others, others, None)
    assert len(claim.contrasts) == 3
    assert not isinstance(claim, UnmeasuredEffect)


def test_an_open_question_is_told_with_the_fewest_of_its_rounds() -> None:
    about = analysis(FOUR, effect(FOUR, "batch", "3", "1", OPEN, OPEN, OPEN, estimate(1.08, 0.25, rounds=9)))
    (claim,) = effect_claims(about)
    assert "7 rounds" in plain(say(claim, about, "en").headline)


@pytest.mark.parametrize(
    ("level", "reference", "kind"),
    [("cpu", "none", ClaimKind.DISTURBANCE), ("memory", "cpu", ClaimKind.EFFECT)],
)
def test_only_what_a_disturbance_costs_beside_none_is_a_claim_about_disturbance(
    level: str, reference: str, kind: ClaimKind
) -> None:
    plan = make_plan(factors={"disturbance": ["none", "cpu", "memory"]})
    (claim,) = claims_of(effect(plan, "disturbance", level, reference, 0.7), plan=plan)
    assert claim.kind is kind


def test_the_strongest_level_leads_and_the_others_are_its_notes() -> None:
    plan = make_plan(factors={"batch": [1, 2, 3, 4]})
    levels: tuple[tuple[str, float | Estimate], ...] = (("2", 1.2), ("3", 1.55), ("4", OPEN))
    lead = gathered(
        claims_of(*(effect(plan, "batch", level, "1", ratio) for level, ratio in levels), plan=plan)
    )
    assert lead is not None
    assert lead.level == "3"
    assert [note.level for note in lead.notes if isinstance(note, FactorEffect)] == ["2", "4"]


def test_latency_that_goes_both_ways_is_left_to_its_own_note() -> None:
    throughput = effect(TWO, "precision", "f16", "f32", 1.55, 1.71)
    mixed = effect(TWO, "precision", "f16", "f32", 1.2, 0.8, metric="latency")
    about = analysis(TWO, throughput, mixed)
    lead = gathered(effect_claims(about))
    assert lead is not None
    assert say(lead, about, "en").context == ()
    assert [note.metric for note in lead.notes if isinstance(note, FactorEffect)] == ["latency"]


def test_a_configuration_is_compared_with_the_nearest_one_before_it() -> None:
    plan = make_plan(factors={"batch": [1, 2, 3], "requests": [1, 4]})
    cell = cell_with(plan, batch=3, requests=4)
    present = [each for each in plan.cells if dict(each.levels)["batch"] != "2"]
    found = neighbours(plan, cell, present)
    assert [(each.factor, dict(each.reference.levels)) for each in found] == [
        ("requests", {"batch": "3", "requests": "1"}),
        ("batch", {"batch": "1", "requests": "4"}),
    ]


def test_a_lone_configuration_is_compared_with_nothing() -> None:
    plan = make_plan(factors={"batch": [1]})
    assert neighbours(plan, plan.cells[0], plan.cells) == ()


def test_settings_that_are_one_in_force_have_no_effect_to_tell() -> None:
    found = effect(TWO, "precision", "f16", "f32", SAME, SAME)
    alike = replace(found, contrasts=tuple(replace(each, same_in_force=True) for each in found.contrasts))
    assert effect_claim(analysis(TWO, alike), alike) is None


def test_an_effect_with_one_usable_comparison_left_is_told_as_a_single_one() -> None:
    found = effect(TWO, "precision", "f16", "f32", 1.55, SAME)
    first, second = found.contrasts
    half = replace(found, contrasts=(first, replace(second, same_in_force=True)))
    (claim,) = claims_of(half)
    assert isinstance(claim, SingleEffect)
    assert claim.contrasts == (first,)


def unmeasured(metric: Metric) -> Effect:
    found = effect(TWO, "precision", "f16", "f32", SAME, SAME, metric=metric)
    silent = (replace(each, estimate=None, verdict=Verdict.NOT_RESOLVED) for each in found.contrasts)
    return replace(found, contrasts=tuple(silent))


def test_latency_without_an_estimate_is_not_told_at_all() -> None:
    (claim,) = claims_of(unmeasured("throughput"), unmeasured("latency"))
    assert isinstance(claim, UnmeasuredEffect)
    assert claim.metric == "throughput"


def test_where_only_latency_was_compared_it_leads() -> None:
    latency = effect(TWO, "precision", "f16", "f32", 1.2, 1.3, metric="latency")
    lead = gathered(claims_of(latency))
    assert lead is not None
    assert (lead.metric, set(lead.contrasts)) == ("latency", set(latency.contrasts))
    assert gathered(()) is None


def test_a_page_is_written_where_one_setting_failed_in_nearly_all_rounds() -> None:
    plan = make_plan(factors={"batch": [1, 3], "requests": [1, 2, 4]})
    trials = quick_trials(plan, World())
    lost = plan.cells[-1].id
    about = quick_analysis(plan, World(), trials=trials | {lost: trials[lost][:1]})
    report = conclude(about)
    effects = [each for each in report.conclusions if each.kind is ClaimKind.EFFECT]
    assert effects
    for claim in effects:
        assert plain(say(claim, report, "en").headline)
        assert all(lost not in {each.cell, each.reference} for each in claim.contrasts)
