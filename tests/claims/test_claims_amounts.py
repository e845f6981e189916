"""Amounts: percent or times, ends that leave no difference out, and what rounds would settle."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ovreport.analysis.results import Verdict
from ovreport.claims import Texts, facts
from ovreport.claims.amounts import amount, range_of, span
from ovreport.claims.effects import effect_claim
from ovreport.claims.settling import asking_for, way_out, way_out_of_all
from ovreport.claims.wordings import WORDINGS
from ovreport.language.spans import plain
from tests.claims import handmade
from tests.simulated_plans import make_plan

PLAN = make_plan(factors={"precision": ["f32", "f16"]})
TEXTS = Texts(handmade.analysis(PLAN), "en")


@pytest.mark.parametrize(
    ("ratio", "unit"), [(0.2, "%"), (0.9, "%"), (1.2, "%"), (1.49, "%"), (1.5, "times"), (7.0, "times")]
)
def test_more_is_told_in_times_from_a_half_more_on_and_less_in_percent(ratio: float, unit: str) -> None:
    assert amount(TEXTS, ratio).unit == unit
    assert amount(TEXTS, ratio, ratio * 0.9, ratio * 1.1).unit == unit


@pytest.mark.parametrize(
    ("low", "high", "in_times"), [(0.3, 0.9, False), (0.3, 1.4, False), (0.8, 1.6, True), (1.1, 1.6, True)]
)
def test_both_ends_of_an_interval_have_the_unit_of_the_larger_one(
    low: float, high: float, *, in_times: bool
) -> None:
    told = plain(span(TEXTS, WORDINGS["fast"], low, high, (low * high) ** 0.5))
    assert ("times" in told, "%" in told) == (in_times, not in_times)
    assert ("times" in range_of(TEXTS, [low, high])) == in_times


@pytest.mark.parametrize(
    ("ratio", "low", "high"), [(1.4, 1.04, 1.9), (0.6, 0.3, 0.97), (1.6, 1.04, 2.5), (4.0, 1.2, 13.0)]
)
def test_an_interval_that_leaves_no_difference_out_is_never_told_to_reach_it(
    ratio: float, low: float, high: float
) -> None:
    told = amount(TEXTS, ratio, low, high)
    assert float(told.low) > (1 if told.unit == "times" else 0)


def test_nothing_would_settle_what_sets_one_and_the_same_configuration_apart() -> None:
    effect = handmade.effect(PLAN, "precision", "f16", "f32", handmade.estimate(1.02))
    (contrast,) = effect.contrasts
    assert contrast.verdict is Verdict.NOT_RESOLVED
    assert way_out(TEXTS, contrast)
    claim = effect_claim(TEXTS.analysis, effect)
    assert claim is not None
    assert "To resolve it" in dict(facts(claim, TEXTS))
    same = replace(contrast, same_in_force=True)
    assert way_out(TEXTS, same) == ()
    assert way_out_of_all(TEXTS, [same]) == ()
    assert way_out_of_all(TEXTS, [same, contrast]) == way_out_of_all(TEXTS, [contrast])
    assert "To resolve it" not in dict(facts(replace(claim, contrasts=(same,)), TEXTS))


def test_two_labels_of_one_configuration_are_one() -> None:
    plan = make_plan(factors={"label": ["first", "second"]})
    texts = Texts(handmade.analysis(plan), "en")
    (contrast,) = handmade.effect(plan, "label", "second", "first", handmade.estimate(1.02)).contrasts
    assert texts.are_one(contrast)


@pytest.mark.parametrize(
    ("most", "budget", "needed", "asked"),
    [
        (0, None, 18, "--rounds 18"),
        (30, None, 18, "--budget 22min"),
        (30, 300.0, 18, "--budget 22min"),
        (12, None, 18, "--rounds 5..18"),
        (12, 300.0, 18, "--rounds 5..18 --budget 22min"),
    ],
)
def test_the_option_is_told_that_measures_what_is_missing(
    most: int, budget: float | None, needed: int, asked: str
) -> None:
    """Ten minutes were measured, and 700 s are missing."""
    (contrast,) = handmade.effect(PLAN, "precision", "f16", "f32", handmade.estimate(1.0, 0.1)).contrasts
    measure = replace(PLAN.measure, rounds=5, most_rounds=most, budget_seconds=budget)
    about = replace(handmade.analysis(replace(PLAN, measure=measure)), measured_seconds=600.0)
    assert asking_for(Texts(about, "en"), contrast, needed) == asked


def test_without_a_number_of_rounds_that_can_be_asked_of_anybody_nothing_is_said() -> None:
    (contrast,) = handmade.effect(PLAN, "precision", "f16", "f32", handmade.estimate(1.0, 0.1)).contrasts
    assert way_out(TEXTS, replace(contrast, rounds_needed=None)) == ()
    assert way_out(TEXTS, replace(contrast, rounds_needed=782, seconds_needed=36_000.0)) == ()
