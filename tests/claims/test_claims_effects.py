"""How effects are told: in times or percent, with interval and scope, exceptions included."""

from __future__ import annotations

import re

import pytest

from ovreport.claims import conclude, say
from ovreport.claims.claim import Claim, ClaimKind
from ovreport.claims.intervals import estimate_of
from ovreport.language.spans import plain
from ovreport.plan import Plan
from tests.claims.handmade import analysis, effect, estimate, granted, ordinary
from tests.simulated_plans import make_plan

ONE = make_plan(factors={"precision": ["f32", "f16"]})
TWO = make_plan(factors={"precision": ["f32", "f16"], "requests": [1, 4]})
FOUR = make_plan(factors={"batch": [1, 3], "device": ["CPU", "GPU"], "requests": [1, 4]})


def told(plan: Plan, *effects: object, language: str = "en") -> str:
    """The headline of the first effect's conclusion."""
    report = conclude(analysis(plan, *effects))  # type: ignore[arg-type]  # effects, whatever their number
    claim = next(
        each for each in report.conclusions if each.kind in {ClaimKind.EFFECT, ClaimKind.DISTURBANCE}
    )
    return ordinary(plain(say(claim, report, language).headline))


def test_a_large_ratio_is_told_in_times_with_interval_and_rounds() -> None:
    assert told(ONE, effect(ONE, "precision", "f16", "f32", 1.55)) == (
        "f16 is 1.55 times as fast as f32 (95 % CI 1.49–1.61, 7 rounds)."
    )


def test_a_small_ratio_is_told_in_percent() -> None:
    assert told(ONE, effect(ONE, "precision", "f16", "f32", 1.12)) == (
        "f16 is 12 % faster than f32 (95 % CI 8–17 %, 7 rounds)."
    )


def test_a_ratio_below_one_is_told_as_a_loss() -> None:
    assert told(ONE, effect(ONE, "precision", "f16", "f32", 0.8)).startswith("f16 is 20.0 % slower than f32")


def test_equivalence_is_a_finding_with_its_bound() -> None:
    headline = told(ONE, effect(ONE, "precision", "f16", "f32", estimate(1.002, 0.015)))
    assert headline == "f16 and f32 are equivalent: within 1.7 % (95 % CI −1.3 to +1.7 %, 7 rounds)."


def test_an_open_question_gives_the_way_out() -> None:
    report = conclude(analysis(ONE, effect(ONE, "precision", "f16", "f32", estimate(1.01, 0.05))))
    claim = next(each for each in report.conclusions if each.kind is ClaimKind.EFFECT)
    said = say(claim, report, "en")
    assert ordinary(plain(said.headline)) == (
        "Seven rounds cannot tell whether f16 is faster than f32: "
        "between 4 % slower and 6 % faster (95 % CI)."
    )
    assert ordinary(plain(said.context)) == "About 18 rounds would settle it, some 12 minutes more."


def test_an_effect_of_unclear_size_is_told_with_its_interval_and_what_is_open() -> None:
    assert told(ONE, effect(ONE, "precision", "f16", "f32", estimate(1.05, 0.03))) == (
        "f16 is 1.9 to 8.2 % faster than f32 (95 % CI); seven rounds leave open whether that is beyond the "
        "margin of 3 %."
    )


@pytest.mark.parametrize(
    ("ratio", "spread", "amount"),
    [
        (0.95, 0.03, "2.1 to 7.8 % slower"),
        (1.02, 0.0195, "up to 4.0 % faster"),
        (1.3, 0.25, "1.01 to 1.7 times"),
    ],
)
def test_an_interval_on_one_side_of_no_difference_is_an_amount(
    ratio: float, spread: float, amount: str
) -> None:
    said = told(ONE, effect(ONE, "precision", "f16", "f32", estimate(ratio, spread)))
    assert said.startswith(f"f16 is {amount}")


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


def test_two_conditions_are_both_told_the_larger_first() -> None:
    assert told(TWO, effect(TWO, "precision", "f16", "f32", 1.55, 1.71)) == (
        "f16 is 1.71 times as fast as f32 with four requests (95 % CI 1.64–1.78, 7 rounds) "
        "and 1.55 times with one request (95 % CI 1.49–1.61)."
    )


def test_a_reversal_tells_both_ends() -> None:
    headline = told(TWO, effect(TWO, "precision", "f16", "f32", 2.0, 0.81))
    assert "2.00 times as fast as f32 with one request" in headline
    assert "but 19.0 % slower with four requests" in headline


def test_the_same_everywhere_is_one_sentence() -> None:
    headline = told(FOUR, effect(FOUR, "batch", "3", "1", 0.81, 0.82, 0.80, 0.81))
    assert headline.startswith(
        "In all four cases batch 3 delivers 18 to 20 % fewer images per second than batch 1"
    )


def test_the_exception_is_named_first() -> None:
    same = estimate(1.0, 0.02)
    headline = told(FOUR, effect(FOUR, "batch", "3", "1", same, 1.2, 1.3, 1.25))
    assert headline.startswith("On the CPU with one request the two are equivalent; in the other three")


def test_a_disturbance_is_told_by_what_it_costs() -> None:
    plan = make_plan(factors={"disturbance": ["none", "cpu"]})
    assert told(plan, effect(plan, "disturbance", "cpu", "none", 0.69)).startswith(
        "With another program keeping a core busy, throughput falls by 31.0 %"
    )


def test_a_comparison_without_rounds_says_so() -> None:
    assert "not measured in enough rounds" in told(ONE, effect(ONE, "precision", "f16", "f32", None))


@pytest.mark.parametrize(
    ("ratio", "expected"),
    [
        (1.55, "FP16 的速度是 FP32 的 1.55 倍（95% 置信区间 1.49–1.61，7 轮）。"),
        (1.12, "FP16 比 FP32 快 12%（95% 置信区间 8–17%，7 轮）。"),
        (0.8, "FP16 比 FP32 慢 20.0%（95% 置信区间 16.7–23.1%，7 轮）。"),
    ],
)
def test_chinese_has_its_own_sentences(ratio: float, expected: str) -> None:
    assert told(ONE, effect(ONE, "precision", "f16", "f32", ratio), language="zh-Hans") == expected


def test_chinese_names_the_conditions_first() -> None:
    headline = told(TWO, effect(TWO, "precision", "f16", "f32", 1.55, 1.71), language="zh-Hans")
    assert headline.startswith("4 路并发时，FP16 的速度是 FP32 的 1.71 倍")
    assert headline.endswith("单路推理时是 1.55 倍（95% 置信区间 1.49–1.61）。")


@pytest.mark.parametrize("ratio", [1.02, 1.2, 1.95, 2.4, 0.5])
def test_no_sentence_says_double(ratio: float) -> None:
    headline = told(ONE, effect(ONE, "precision", "f16", "f32", ratio))
    assert not re.search(r"doubl|twice", headline)


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


def substituted(language: str) -> tuple[str, str]:
    """Headline and short form about f16 where the CPU computed in bf16."""
    first, second = ONE.cells
    force = {first.id: granted(precision="f32"), second.id: granted(precision="bf16")}
    report = conclude(analysis(ONE, effect(ONE, "precision", "f16", "f32", 1.86), in_force=force))
    claim = next(each for each in report.conclusions if each.kind is ClaimKind.EFFECT)
    said = say(claim, report, language)
    return ordinary(plain(said.headline)), ordinary(plain(said.short))


def test_what_computed_is_compared_after_what_was_asked_for() -> None:
    headline, short = substituted("en")
    assert headline.startswith("Asked for f16, the CPU computes in bf16: bf16 is 1.86 times as fast as f32")
    assert short == "Asked for f16, the CPU computes in bf16: bf16 is 1.86 times as fast as f32"
    assert substituted("zh-Hans")[1] == "请求 FP16，CPU 实际用 BF16 计算：BF16 的速度是 FP32 的 1.86 倍"


@pytest.mark.parametrize(
    ("language", "precisions", "expected"),
    [
        (
            "en",
            ("bf16", "f16"),
            "With f16 (emulated) on the GPU and bf16 on the CPU, the GPU is 1.86 times as fast",
        ),
        (
            "zh-Hans",
            ("bf16", "f16"),
            "GPU 用 FP16（模拟执行）计算、CPU 用 BF16 计算：GPU 的速度是 CPU 的 1.86 倍",
        ),
        ("en", ("f32", "f32"), "The GPU is 1.86 times as fast as the CPU"),
        ("en", ("f32", None), "The GPU is 1.86 times as fast as the CPU"),
    ],
)
def test_devices_that_compute_in_different_precisions_are_compared_after_these(
    language: str, precisions: tuple[str | None, str | None], expected: str
) -> None:
    plan = make_plan(factors={"device": ["CPU", "GPU"]})
    first, second = plan.cells
    force = {
        first.id: granted(precision=precisions[0]),
        second.id: granted(precision=precisions[1], emulated=precisions[1] == "f16"),
    }
    report = conclude(analysis(plan, effect(plan, "device", "GPU", "CPU", 1.86), in_force=force))
    claim = next(each for each in report.conclusions if each.kind is ClaimKind.EFFECT)
    said = say(claim, report, language)
    assert ordinary(plain(said.headline)).startswith(expected)
    assert ordinary(plain(said.short)).startswith(expected)


def test_a_precision_that_an_effect_tells_is_no_conclusion_of_its_own() -> None:
    first, second = ONE.cells
    force = {first.id: granted(precision="f32"), second.id: granted(precision="bf16")}
    report = conclude(analysis(ONE, effect(ONE, "precision", "f16", "f32", 1.86), in_force=force))
    assert ClaimKind.NOT_GRANTED not in {claim.kind for claim in report.conclusions}


def test_files_are_told_as_files() -> None:
    plan = make_plan(factors={"storage": ["f32", "f16"]})
    assert told(plan, effect(plan, "storage", "f16", "f32", estimate(1.0, 0.07))).startswith(
        "Seven rounds cannot tell whether an f16 file is faster than an f32 one: between 7 % slower"
    )


def test_an_interval_that_begins_at_no_difference_is_told_by_its_end() -> None:
    plan = make_plan(factors={"batch": [1, 3]})
    assert "up to 13 % fewer" in told(plan, effect(plan, "batch", "3", "1", estimate(0.931, 0.068)))
