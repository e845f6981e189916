"""Effects that are rarely seen: open in parts, the same in parts, turned round, or disturbed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from ovreport.analysis.results import Effect, Estimate, Metric, Verdict
from ovreport.claims import conclude, say
from ovreport.claims.claim import ClaimKind
from ovreport.claims.commentary import neighbours
from ovreport.claims.effects import effect_claim, effect_claims, gathered
from ovreport.claims.factor_effects import FactorEffect, SingleEffect, UnmeasuredEffect
from ovreport.language.spans import plain
from ovreport.plan import Plan
from tests.claims.handmade import analysis, effect, estimate, ordinary
from tests.simulated_plans import cell_with, make_plan
from tests.simulation import World, quick_analysis, quick_trials

TWO = make_plan(factors={"precision": ["f32", "f16"], "requests": [1, 4]})
SAME = estimate(1.0, 0.015)
OPEN = estimate(1.01, 0.05)


def four(factor: str = "batch") -> Plan:
    levels: list[object] = [1, 3] if factor == "batch" else ["none", "cpu"]
    return make_plan(factors={factor: levels, "device": ["CPU", "GPU"], "requests": [1, 4]})


def spoken(plan: Plan, *effects: Effect, language: str) -> Mapping[str, str]:
    """Headline, half a line and context of the first effect's conclusion."""
    report = conclude(analysis(plan, *effects))
    claim = next(
        each for each in report.conclusions if each.kind in {ClaimKind.EFFECT, ClaimKind.DISTURBANCE}
    )
    said = say(claim, report, language)
    return {
        name: ordinary(plain(parts))
        for name, parts in (("headline", said.headline), ("short", said.short), ("context", said.context))
    }


def of_batch(*ratios: float | Estimate | None, language: str) -> Mapping[str, str]:
    plan = four()
    return spoken(plan, effect(plan, "batch", "3", "1", *ratios), language=language)


def of_precision(*ratios: float | Estimate | None, language: str) -> Mapping[str, str]:
    return spoken(TWO, effect(TWO, "precision", "f16", "f32", *ratios), language=language)


@pytest.mark.parametrize(
    ("language", "headline", "short"),
    [
        ("en", "with one request the two are equivalent: within 1.5 %", ", but not with one request"),
        ("zh-Hans", "单路推理时没有实际差别：", "单路推理时则没有差别"),
    ],
)
def test_of_two_conditions_the_one_without_an_effect_is_told_after_the_other(
    language: str, headline: str, short: str
) -> None:
    said = of_precision(SAME, 1.55, language=language)
    assert headline in said["headline"]
    assert said["short"].endswith(short)


@pytest.mark.parametrize(
    ("language", "open_there"),
    [("en", "with one request the rounds cannot tell: between"), ("zh-Hans", "单路推理时还看不出来：")],
)
def test_of_two_conditions_an_open_one_is_left_out_of_half_a_line(language: str, open_there: str) -> None:
    said = of_precision(OPEN, 1.55, language=language)
    assert open_there in said["headline"]
    assert {"en": "one request", "zh-Hans": "单路推理"}[language] not in said["short"]


@pytest.mark.parametrize(("language", "both"), [("en", "the rounds cannot tell"), ("zh-Hans", "还看不出来")])
def test_equivalence_under_one_condition_does_not_hide_an_open_other(language: str, both: str) -> None:
    said = of_precision(OPEN, SAME, language=language)
    assert both in said["headline"]
    assert {"en": "but not", "zh-Hans": "则没有差别"}[language] not in said["short"]


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
def test_a_condition_without_an_estimate_is_left_out(language: str) -> None:
    said = of_precision(None, 1.55, language=language)
    assert "1.55" in said["headline"]
    assert {"en": "one request", "zh-Hans": "单路推理"}[language] not in said["headline"]


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (
            "en",
            "In all four cases batch 3 delivers 1.20 to 1.60 times the images per second of batch 1",
        ),
        ("zh-Hans", "在全部 4 种条件下，batch=3 每秒处理的图片数都是 batch=1 的 1.20–1.60 倍"),
    ],
)
def test_one_direction_in_several_sizes_is_told_with_both_ends(language: str, expected: str) -> None:
    said = of_batch(1.2, 1.3, 1.4, 1.6, language=language)
    assert expected in said["headline"]
    ends = {"en": ("most on the GPU", "least on the CPU"), "zh-Hans": ("差别最大", "最小")}[language]
    assert all(end in said["headline"] for end in ends)


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "; in two of four cases the two are equivalent and on the GPU with one request"),
        ("zh-Hans", "；4 种条件中有 2 种没有实际差别，GPU 上单路推理时尚无定论。"),
    ],
)
def test_several_exceptions_of_a_kind_are_counted_and_a_lone_one_is_named(
    language: str, expected: str
) -> None:
    said = of_batch(SAME, SAME, OPEN, 1.3, language=language)
    assert expected in said["headline"]
    finding = {"en": "Batch 3 delivers 30 % more images", "zh-Hans": "GPU 上 4 路并发时，batch=3"}[language]
    assert said["headline"].startswith(finding)


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", ("are equivalent in images per second: within", "in the other two the rounds cannot tell")),
        ("zh-Hans", ("4 种条件中", "其余 2 种尚无定论：")),
    ],
)
def test_equivalent_settings_are_told_beside_the_open_ones(language: str, expected: tuple[str, str]) -> None:
    said = of_batch(SAME, SAME, OPEN, OPEN, language=language)
    assert all(words in said["headline"] for words in expected)


SMALL = estimate(0.965, 0.02)


@pytest.mark.parametrize(
    ("language", "headline", "short"),
    [
        (
            "en",
            "; on the GPU with four requests 1.6 to 5.4 % fewer (95 % CI)",
            "on the GPU with four requests 1.6 to 5.4 % fewer",
        ),
        ("zh-Hans", "少 1.6–5.4%（95% 置信区间；", "少 1.6–5.4%"),
    ],
)
def test_a_lone_open_setting_beside_equivalent_ones_is_told_with_what_is_known(
    language: str, headline: str, short: str
) -> None:
    said = of_batch(SAME, SAME, SAME, SMALL, language=language)
    assert headline in said["headline"]
    assert said["short"].endswith(short)


@pytest.mark.parametrize(
    ("language", "expected"),
    [("en", "cannot tell whether batch 3 delivers more images"), ("zh-Hans", "看不出")],
)
def test_a_question_open_everywhere_is_told_once_for_all_settings(language: str, expected: str) -> None:
    wide = estimate(1.02, 0.25)
    said = of_batch(OPEN, OPEN, OPEN, wide, language=language)
    assert expected in said["headline"]
    assert "18" in said["context"]


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "In two of four cases it is more, in one fewer."),
        ("zh-Hans", "4 种条件中，2 种多了，1 种少了。"),
    ],
)
def test_a_reversal_that_no_one_factor_decides_is_counted(language: str, expected: str) -> None:
    said = of_batch(1.3, 0.8, OPEN, 1.2, language=language)
    assert said["context"].startswith(expected)


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", ("On the CPU batch 3 delivers 20 to 30 % more images", "but on the GPU 18 to 20 % fewer")),
        ("zh-Hans", ("CPU 上", "GPU 上反而")),
    ],
)
def test_a_reversal_that_one_factor_decides_is_told_by_it(language: str, expected: tuple[str, str]) -> None:
    said = of_batch(1.2, 1.3, 0.8, 0.82, language=language)
    assert all(words in said["headline"] for words in expected)


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (
            "en",
            "with another program keeping a core busy, throughput falls by 29 to 31 %",
        ),
        ("zh-Hans", "在全部 4 种条件下，其他程序占满一个核都使吞吐量下降 29–31%"),
    ],
)
def test_a_disturbance_that_costs_the_same_everywhere_is_one_sentence(language: str, expected: str) -> None:
    plan = four("disturbance")
    found = effect(plan, "disturbance", "cpu", "none", 0.7, 0.71, 0.69, 0.7)
    said = spoken(plan, found, language=language)
    assert expected in said["headline"]


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "changes throughput by less than the margin: within 1.5 %"),
        ("zh-Hans", "对吞吐量没有实际影响：相差不超过 1.5%"),
    ],
)
def test_a_disturbance_without_an_effect_is_a_finding(language: str, expected: str) -> None:
    plan = make_plan(factors={"disturbance": ["none", "cpu"]})
    said = spoken(plan, effect(plan, "disturbance", "cpu", "none", SAME), language=language)
    assert expected in said["headline"]


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "Also beside batch 1: batch 3 20.0 % fewer."),
        ("zh-Hans", "同样与 batch=1 相比，batch=3 少 20.0%。"),
    ],
)
def test_the_other_levels_are_told_shortly_and_only_what_is_resolved(language: str, expected: str) -> None:
    plan = make_plan(factors={"batch": [1, 2, 3, 4]})
    found = (
        effect(plan, "batch", "2", "1", 1.55),
        effect(plan, "batch", "3", "1", 0.8),
        effect(plan, "batch", "4", "1", OPEN),
    )
    said = spoken(plan, *found, language=language)
    assert said["context"] == expected


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "A request takes 10 to 20 % longer in f16 than in f32."),
        ("zh-Hans", "FP16 的单次推理延迟都比 FP32 长 10–20%。"),
    ],
)
def test_latency_that_goes_one_way_everywhere_is_told_as_a_range(language: str, expected: str) -> None:
    found = (
        effect(TWO, "precision", "f16", "f32", 1.55, 1.71),
        effect(TWO, "precision", "f16", "f32", 1.1, 1.2, metric="latency"),
    )
    assert spoken(TWO, *found, language=language)["context"] == expected


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
def test_latency_that_goes_both_ways_is_left_to_its_own_note(language: str) -> None:
    throughput = effect(TWO, "precision", "f16", "f32", 1.55, 1.71)
    mixed = effect(TWO, "precision", "f16", "f32", 1.2, 0.8, metric="latency")
    assert spoken(TWO, throughput, mixed, language=language)["context"] == ""


def test_of_some_open_questions_only_those_within_reach_get_a_number_of_rounds() -> None:
    found = effect(TWO, "precision", "f16", "f32", OPEN, OPEN)
    first, second = found.contrasts
    hard = replace(first, rounds_needed=None, seconds_needed=None)
    said = spoken(TWO, replace(found, contrasts=(hard, second)), language="en")
    assert "About 18 rounds would settle one of these two" in said["context"]
    assert said["context"].endswith("No practical number would settle the rest.")
    lost = replace(found, contrasts=(hard, replace(hard, cell=second.cell, reference=second.reference)))
    assert spoken(TWO, lost, language="en")["context"].startswith("No practical number of such rounds")


def claims_of(*effects: Effect, plan: Plan = TWO) -> tuple[FactorEffect, ...]:
    return effect_claims(analysis(plan, *effects))


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


@pytest.mark.parametrize("others", [SAME, OPEN, 1.3])
@pytest.mark.parametrize("language", ["en", "zh-Hans"])
def test_a_setting_with_too_few_rounds_says_nothing_about_the_others(
    language: str, others: float | Estimate
) -> None:
    plan = four()
    found = effect(plan, "batch", "3", "1", others, others, others, None)
    told = {
        "en": ("three cases", "any of the three cases"),
        "zh-Hans": ("全部 3 种条件", "全部 3 种条件"),
    }[language]
    assert told[others is OPEN] in spoken(plan, found, language=language)["headline"]


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
def test_a_page_is_written_where_one_setting_failed_in_nearly_all_rounds(language: str) -> None:
    plan = make_plan(factors={"batch": [1, 3], "requests": [1, 2, 4]})
    trials = quick_trials(plan, World())
    lost = plan.cells[-1].id
    about = quick_analysis(plan, World(), trials=trials | {lost: trials[lost][:1]})
    report = conclude(about)
    effects = [each for each in report.conclusions if each.kind is ClaimKind.EFFECT]
    assert effects
    for claim in effects:
        assert plain(say(claim, report, language).headline)
        assert all(lost not in {each.cell, each.reference} for each in claim.contrasts)


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "any of the four cases: together between 16 % fewer and 39 % more"),
        ("zh-Hans", "全部 4 种"),
    ],
)
def test_open_questions_of_different_sizes_are_one_question(language: str, expected: str) -> None:
    said = of_batch(OPEN, OPEN, OPEN, estimate(1.08, 0.25), language=language)
    assert expected in said["headline"]


@pytest.mark.parametrize(
    ("language", "expected"), [("en", "Seven rounds cannot"), ("zh-Hans", "7 轮测量都还看不出")]
)
def test_an_open_question_is_told_with_the_fewest_of_its_rounds(language: str, expected: str) -> None:
    said = of_batch(OPEN, OPEN, OPEN, estimate(1.08, 0.25, rounds=9), language=language)
    assert expected in said["headline"]


def beside_the_one_before(plan: Plan, *ratios: tuple[str, float | Estimate], language: str) -> str:
    """What the last configuration's block says first."""
    factor = plan.factors[0]
    first, last = factor.levels[0], factor.levels[-1]
    found = (
        effect(plan, factor.name, last, first, ratio, metric=metric)  # type: ignore[arg-type]  # two of its words
        for metric, ratio in ratios
    )
    report = conclude(analysis(plan, *found))
    claim = dict(report.commentary)[plan.cells[-1].id][0]
    return ordinary(plain(say(claim, report, language).headline))


@pytest.mark.parametrize(
    ("language", "expected"),
    [("en", "With another program keeping a core busy: 31.0 % less"), ("zh-Hans", "其他程序占满一个核时")],
)
def test_a_block_tells_a_disturbance_as_a_circumstance(language: str, expected: str) -> None:
    plan = make_plan(factors={"disturbance": ["none", "cpu"]})
    told = beside_the_one_before(plan, ("throughput", 0.69), language=language)
    assert told.startswith(expected)


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "1.0 to 5.1 % more throughput (95 % CI); seven rounds leave open"),
        ("zh-Hans", "吞吐量提升 1.0–5.1%（95% 置信区间；"),
    ],
)
def test_a_block_tells_a_difference_of_open_size_with_one_blank_before_its_interval(
    language: str, expected: str
) -> None:
    plan = make_plan(factors={"requests": [1, 2]})
    assert expected in beside_the_one_before(plan, ("throughput", estimate(1.03, 0.02)), language=language)


@pytest.mark.parametrize(
    ("language", "expected"),
    [("en", "; latency stays within 1.5 %."), ("zh-Hans", "，单次推理延迟相近（相差不超过 1.5%）。")],
)
def test_a_block_says_that_latency_stays(language: str, expected: str) -> None:
    plan = make_plan(factors={"precision": ["f32", "f16"]})
    told = beside_the_one_before(plan, ("throughput", 1.2), ("latency", SAME), language=language)
    assert told.endswith(expected)


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "A request takes 20 % longer with another program keeping a core busy than"),
        ("zh-Hans", "其他程序占满一个核时"),
    ],
)
def test_what_a_disturbance_does_to_latency_is_told_by_circumstances(language: str, expected: str) -> None:
    plan = make_plan(factors={"disturbance": ["none", "cpu"]})
    latency = effect(plan, "disturbance", "cpu", "none", 1.2, metric="latency")
    throughput = effect(plan, "disturbance", "cpu", "none", 0.8)
    assert expected in spoken(plan, throughput, latency, language=language)["context"]


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (
            "en",
            "With another program busy in memory, throughput falls by 30.0 %.",
        ),
        ("zh-Hans", "其他程序频繁读写内存使吞吐量下降 30.0%。"),
    ],
)
def test_what_another_disturbance_does_says_to_what(language: str, expected: str) -> None:
    plan = make_plan(factors={"disturbance": ["none", "cpu", "memory"]})
    effects = (
        effect(plan, "disturbance", level, "none", ratio) for level, ratio in (("cpu", 0.6), ("memory", 0.7))
    )
    assert expected in spoken(plan, *effects, language=language)["context"]


@pytest.mark.parametrize(
    ("language", "expected"),
    [("en", "About 18 rounds would settle it."), ("zh-Hans", "总共大约 18 轮才能对此得出结论。")],
)
def test_rounds_that_would_settle_a_question_are_told_without_an_unknown_time(
    language: str, expected: str
) -> None:
    plan = make_plan(factors={"precision": ["f32", "f16"]})
    found = effect(plan, "precision", "f16", "f32", OPEN)
    timeless = tuple(replace(each, seconds_needed=None) for each in found.contrasts)
    assert spoken(plan, replace(found, contrasts=timeless), language=language)["context"] == expected
