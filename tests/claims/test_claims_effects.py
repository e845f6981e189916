"""In what amounts effects are told, and what their claims carry."""

from __future__ import annotations

import re

import pytest

from ovreport.analysis.results import Effect, Estimate
from ovreport.claims import conclude, say
from ovreport.claims.claim import Claim, ClaimKind
from ovreport.claims.effects import effect_conclusions
from ovreport.claims.factor_effects import FactorEffect
from ovreport.claims.intervals import estimate_of
from ovreport.language.spans import plain
from ovreport.plan import Plan
from tests.claims.handmade import analysis, effect, estimate, granted, ordinary
from tests.simulated_plans import make_plan

ONE = make_plan(factors={"precision": ["f32", "f16"]})


def told(plan: Plan, found: Effect) -> str:
    """The headline of an effect's conclusion."""
    report = conclude(analysis(plan, found))
    claim = next(each for each in report.conclusions if each.kind is ClaimKind.EFFECT)
    return ordinary(plain(say(claim, report, "en").headline))


@pytest.mark.parametrize(
    ("ratio", "spread", "amount"),
    [
        (0.95, 0.03, "2.1 to 7.8 %"),
        (1.02, 0.0195, "up to 4.0 %"),
        (1.3, 0.25, "1.01 to 1.7 times"),
    ],
)
def test_an_interval_on_one_side_of_no_difference_is_an_amount(
    ratio: float, spread: float, amount: str
) -> None:
    assert amount in told(ONE, effect(ONE, "precision", "f16", "f32", estimate(ratio, spread)))


@pytest.mark.parametrize(
    ("ratio", "amount"),
    [(1.55, "1.55 times"), (1.5, "1.50 times"), (1.45, "45 %"), (1.12, "12 %"), (0.8, "20.0 %")],
)
def test_a_ratio_is_told_in_times_from_one_and_a_half_on_and_in_percent_below(
    ratio: float, amount: str
) -> None:
    assert amount in told(ONE, effect(ONE, "precision", "f16", "f32", ratio))


@pytest.mark.parametrize(
    ("ratio", "interval"),
    [
        (0.985, "−2.0 to −1.0 %"),
        (1.015, "+1.0 to +2.0 %"),
        (1.0, "−0.5 to +0.5 %"),
        (0.997, "−0.8 to +0.2 %"),
    ],
)
def test_the_interval_of_equivalent_sides_has_signs_which_way_the_first_one_lies(
    ratio: float, interval: str
) -> None:
    said = told(ONE, effect(ONE, "precision", "f16", "f32", estimate(ratio, 0.005)))
    assert f"(95 % CI {interval}, 7 rounds)" in said


@pytest.mark.parametrize("ratio", [1.02, 1.2, 1.95, 2.4, 0.5])
def test_no_sentence_says_double(ratio: float) -> None:
    headline = told(ONE, effect(ONE, "precision", "f16", "f32", ratio))
    assert not re.search(r"doubl|twice", headline)


@pytest.mark.parametrize(
    ("throughput", "undisturbed", "leading"),
    [
        (estimate(1.01, 0.05), estimate(0.9), "undisturbed"),
        (estimate(1.01, 0.05), estimate(1.0, 0.01), "undisturbed"),
        (estimate(1.01, 0.05), estimate(1.01, 0.05), "throughput"),
        (estimate(1.2), estimate(0.9), "throughput"),
        (estimate(1.0, 0.01), estimate(0.9), "throughput"),
    ],
)
def test_undisturbed_requests_lead_where_they_alone_have_an_answer(
    throughput: Estimate, undisturbed: Estimate, leading: str
) -> None:
    total = effect(ONE, "precision", "f16", "f32", throughput)
    least = effect(ONE, "precision", "f16", "f32", undisturbed, metric="undisturbed")
    (claim,) = effect_conclusions(analysis(ONE, total, least))
    assert claim.metric == leading
    assert {note.metric for note in claim.notes if isinstance(note, FactorEffect)} == (
        {"throughput", "undisturbed"} - {leading}
    )


def test_cells_that_are_one_setting_in_force_are_not_compared() -> None:
    found = effect(ONE, "precision", "f16", "f32", 1.0)
    same = type(found)(
        metric=found.metric,
        factor=found.factor,
        level=found.level,
        reference_level=found.reference_level,
        shape="single",
        contrasts=tuple(type(each)(**{**vars(each), "same_in_force": True}) for each in found.contrasts),
    )
    report = conclude(analysis(ONE, same))
    assert not [claim for claim in report.conclusions if claim.kind is ClaimKind.EFFECT]


def test_a_claim_carries_its_comparisons_and_records() -> None:
    report = conclude(analysis(ONE, effect(ONE, "precision", "f16", "f32", 1.55)))
    claim: Claim = next(each for each in report.conclusions if each.kind is ClaimKind.EFFECT)
    assert estimate_of(claim.contrasts[0]).ratio == pytest.approx(1.55)
    assert set(claim.records) == {f"{cell}-record" for cell in claim.cells}


@pytest.mark.parametrize(
    ("precisions", "named"),
    [(("bf16", "f16"), {"bf16", "f16"}), (("f32", "f32"), set()), (("f32", None), set())],
)
def test_devices_are_compared_with_their_precisions_where_these_are_known_and_differ(
    precisions: tuple[str | None, str | None], named: set[str]
) -> None:
    plan = make_plan(factors={"device": ["CPU", "GPU"]})
    force = {cell.id: granted(precision=each) for cell, each in zip(plan.cells, precisions, strict=True)}
    report = conclude(analysis(plan, effect(plan, "device", "GPU", "CPU", 1.86), in_force=force))
    claim = next(each for each in report.conclusions if each.kind is ClaimKind.EFFECT)
    said = say(claim, report, "en")
    for text in (said.headline, said.short):
        assert set(re.findall(r"\bb?f\d+", plain(text))) == named


def test_a_precision_that_an_effect_tells_is_no_conclusion_of_its_own() -> None:
    first, second = ONE.cells
    force = {first.id: granted(precision="f32"), second.id: granted(precision="bf16")}
    report = conclude(analysis(ONE, effect(ONE, "precision", "f16", "f32", 1.86), in_force=force))
    assert ClaimKind.NOT_GRANTED not in {claim.kind for claim in report.conclusions}


def test_an_interval_that_begins_at_no_difference_is_told_by_its_end() -> None:
    plan = make_plan(factors={"batch": [1, 3]})
    assert "up to 13 %" in told(plan, effect(plan, "batch", "3", "1", estimate(0.931, 0.068)))
