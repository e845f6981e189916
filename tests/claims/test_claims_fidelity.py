"""What was asked and not given, settings that turned out to be one, answers that differ, cells left out."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from ovreport.analysis import analyse
from ovreport.analysis.caveats.records import Fallback
from ovreport.analysis.results import Analysis, Effect, Estimate, OutputComparison, Status
from ovreport.claims import say, say_caveat, setting_sentence
from ovreport.claims.claim import Claim, ClaimKind
from ovreport.claims.commentary import commentary
from ovreport.claims.effects import effect_claims
from ovreport.claims.granted import NotGranted
from ovreport.claims.missing import SteadinessOpen
from ovreport.claims.report import fidelity
from ovreport.claims.sameness import (
    SameAndAgree,
    SameInForce,
    SameUncompared,
    SameWithinChance,
    SameYetApart,
    SeveralSame,
)
from ovreport.language.spans import plain
from ovreport.plan import Plan, PublishedFigure, PublishedSet
from ovreport.records import Failure
from tests.claims.handmade import analysis, effect, estimate, granted, ordinary
from tests.simulated_plans import BASE, Levels, cell_with, make_plan
from tests.simulation import measure

BOTH = ("en", "zh-Hans")
SAME = estimate(1.0, 0.015)
OPEN = estimate(1.01, 0.05)


def the(about: Analysis, kind: ClaimKind) -> Claim:
    """The only claim of a kind."""
    (claim,) = (each for each in fidelity(about) if each.kind is kind)
    return claim


def spoken(about: Analysis, claim: Claim, language: str) -> Mapping[str, str]:
    said = say(claim, about, language)
    every = (("headline", said.headline), ("short", said.short), ("context", said.context))
    return {name: ordinary(plain(parts)) for name, parts in every}


def in_force_everywhere(plan: Plan, **changes: Any) -> Analysis:
    return analysis(plan, in_force={cell.id: granted(**changes) for cell in plan.cells})


@pytest.mark.parametrize(
    ("base", "changes", "english", "chinese"),
    [
        (
            {"precision": "bf16"},
            {"precision": "bf16", "emulated": True},
            "Asked for bf16; the device lacks it and emulates it, in both configurations.",
            "请求的是 BF16，设备并不支持，只是模拟执行（全部 2 个配置）。",
        ),
        (
            {"precision": "bf16"},
            {"arithmetic": (("convolution", "i8", 3), ("matmul", "f32", 1))},
            "Asked for bf16; what the model does not compute in INT8 was computed in f32, in both "
            "configurations.",
            "请求的是 BF16，INT8 以外的部分实际用 FP32 计算（全部 2 个配置）。",
        ),
        (
            {"streams": 4},
            {"streams": 2},
            "Asked for four streams; two streams in force, in both configurations.",
            "请求了 4 个 stream，实际生效的是 2 个 stream（全部 2 个配置）。",
        ),
        (
            {"threads": 1},
            {"threads": 2},
            "Asked for one thread; two threads in force, in both configurations.",
            "请求了 1 个线程，实际生效的是 2 个线程（全部 2 个配置）。",
        ),
        (
            {"device": "GPU"},
            {},
            "Asked for GPU; it ran on CPU, in both configurations.",
            "请求的是 GPU，实际在 CPU 上执行（全部 2 个配置）。",
        ),
    ],
)
def test_a_wish_that_was_not_granted_is_told_with_what_came_instead(
    base: dict[str, Any], changes: dict[str, Any], english: str, chinese: str
) -> None:
    about = in_force_everywhere(make_plan(factors={"batch": [1, 3]}, base=replace(BASE, **base)), **changes)
    claim = the(about, ClaimKind.NOT_GRANTED)
    assert spoken(about, claim, "en")["headline"] == english
    assert spoken(about, claim, "zh-Hans")["headline"] == chinese


@pytest.mark.parametrize(
    ("language", "expected"), [("en", "in one of two configurations"), ("zh-Hans", "2 个配置中的 1 个")]
)
def test_a_wish_of_some_settings_is_told_of_those(language: str, expected: str) -> None:
    plan = make_plan(factors={"streams": [1, 4]})
    about = in_force_everywhere(plan)
    assert expected in spoken(about, the(about, ClaimKind.NOT_GRANTED), language)["headline"]


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "Asked for bf16; the device computed in f32."),
        ("zh-Hans", "请求的是 BF16，设备实际用 FP32 计算。"),
    ],
)
def test_a_lone_setting_is_not_counted(language: str, expected: str) -> None:
    plan = make_plan(factors={"batch": [1]}, base=replace(BASE, precision="bf16"))
    about = in_force_everywhere(plan)
    assert spoken(about, the(about, ClaimKind.NOT_GRANTED), language)["headline"] == expected


def test_a_device_that_says_nothing_about_itself_leaves_no_wish_open() -> None:
    plan = make_plan(factors={"batch": [1]}, base=replace(BASE, precision="bf16", streams=4, threads=1))
    about = in_force_everywhere(plan, precision=None, streams=None, threads=None, devices=())
    assert fidelity(about) == ()


REFUSALS: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "threads": ({"threads": 4}, {"threads": 2}),
    "device": ({"device": "GPU"}, {"devices": ("CPU", "GPU")}),
}
"""What is asked for, and what is in force instead."""


@pytest.mark.parametrize(
    ("what", "language", "claimed", "doubted"),
    [
        (
            "threads",
            "en",
            "Asked for four threads; two threads in force.",
            "The number of threads asked for is not the one in force. Asked for 4, given 2, in the only "
            "configuration.",
        ),
        (
            "threads",
            "zh-Hans",
            "请求了 4 个线程，实际生效的是 2 个线程。",
            "请求的线程数与实际生效的不一致。请求 4，实际 2（这个配置）。",
        ),
        (
            "device",
            "en",
            "Asked for GPU; it ran on CPU+GPU.",
            "The device asked for is not the one in force. Asked for GPU, given CPU+GPU, in the only "
            "configuration.",
        ),
        (
            "device",
            "zh-Hans",
            "请求的是 GPU，实际在 CPU+GPU 上执行。",
            "请求的设备与实际生效的不一致。请求 GPU，实际 CPU+GPU（这个配置）。",
        ),
    ],
)
def test_what_was_refused_is_claimed_and_doubted_alike(
    what: str, language: str, claimed: str, doubted: str
) -> None:
    asked, given = REFUSALS[what]
    plan = make_plan(factors={"batch": [1]}, base=replace(BASE, **asked), rounds=2)
    records = [
        (replace(record, in_force=replace(record.in_force, **given)), sha)
        for record, sha in measure(plan)
        if record.in_force is not None
    ]
    about = analyse(plan, "simulated", records)
    claim = the(about, ClaimKind.NOT_GRANTED)
    (caveat,) = (each for each in about.caveats if isinstance(each, Fallback))
    assert caveat.cells == claim.cells
    assert spoken(about, claim, language)["headline"] == claimed
    said = say_caveat(caveat, about, language)
    gap = " " if language == "en" else ""
    assert ordinary(plain(said.headline) + gap + plain(said.context)) == doubted
    (noted,) = (each for _, claims in commentary(about) for each in claims if each.kind is claim.kind)
    assert spoken(about, noted, language)["headline"] == claimed


def alike(plan: Plan, found: Effect, *groups: tuple[str, ...], **force: Any) -> Analysis:
    """Groups of cells that are one setting in force."""
    about = analysis(plan, found, in_force={cell.id: granted(**force) for cell in plan.cells})
    return replace(about, same_in_force=groups)


def one_pair(found: float | Estimate | None, **force: Any) -> Analysis:
    """Two streams asked for and one given: both settings are one."""
    plan = make_plan(factors={"streams": [1, 2]})
    made = effect(plan, "streams", "2", "1", found)
    return alike(plan, made, tuple(cell.id for cell in plan.cells), **force)


@pytest.mark.parametrize(
    ("found", "made", "english", "chinese"),
    [
        (SAME, SameAndAgree, "and agree: within 1.5 %", "结果相差不超过 1.5%"),
        (1.2, SameYetApart, "yet 20 % apart (95 % CI 15–25 %, 7 rounds)", "结果却相差 20%"),
        (
            OPEN,
            SameWithinChance,
            "whatever sets them apart is not their configuration: between 4 % less",
            "差别与设置无关：",
        ),
        (None, SameUncompared, "one stream and two streams are one and the same in force.", "设置完全相同。"),
    ],
)
def test_one_setting_measured_twice_is_told_by_how_far_the_results_are_apart(
    found: float | Estimate | None, made: type[SameInForce], english: str, chinese: str
) -> None:
    about = one_pair(found)
    claim = the(about, ClaimKind.SAME_IN_FORCE)
    assert type(claim) is made
    assert english in spoken(about, claim, "en")["headline"]
    assert chinese in spoken(about, claim, "zh-Hans")["headline"]


@pytest.mark.parametrize(
    ("language", "headline", "short"),
    [
        (
            "en",
            "Asked for two streams; one stream in force. Varying streams changes nothing here: one stream",
            "Asked for two streams; one stream in force: varying streams changes nothing here",
        ),
        (
            "zh-Hans",
            "请求了 2 个 stream，实际生效的是 1 个 stream，所以 stream 数在这里不起作用",
            "，所以 stream 数在这里不起作用",
        ),
    ],
)
def test_a_wish_that_made_settings_one_is_told_as_the_reason(
    language: str, headline: str, short: str
) -> None:
    about = one_pair(SAME)
    plan = about.plan
    touching = {plan.cells[0].id: granted(), plan.cells[1].id: granted()}
    about = replace(
        about,
        cells=tuple(replace(result, in_force=touching[result.cell.id]) for result in about.cells),
    )
    claim = the(about, ClaimKind.SAME_IN_FORCE)
    assert [note.kind for note in claim.notes] == [ClaimKind.NOT_GRANTED]
    said = spoken(about, claim, language)
    assert said["headline"].startswith(headline)
    assert short in said["short"]


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "Three configurations are one and the same in force, measured three times"),
        ("zh-Hans", "有 3 个配置实际生效的设置完全相同，等于同一个配置测了 3 次"),
    ],
)
def test_the_pair_that_lies_farthest_apart_stands_for_a_group(language: str, expected: str) -> None:
    plan = make_plan(factors={"label": ["a", "b", "c"]})
    near, far = (
        effect(plan, "label", label, "a", found) for label, found in (("b", SAME), ("c", estimate(1.3)))
    )
    about = replace(analysis(plan, near, far), same_in_force=(tuple(cell.id for cell in plan.cells),))
    claim = the(about, ClaimKind.SAME_IN_FORCE)
    assert isinstance(claim, SameYetApart)
    assert claim.contrasts[0].cell == plan.cells[2].id
    assert expected in spoken(about, claim, language)["headline"]


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (
            "en",
            "Four configurations come down to two in force; those that are one and the same agree: within",
        ),
        ("zh-Hans", "4 个配置实际上只有 2 种，设置相同的几个结果一致：相差不超过 1.5%"),
    ],
)
def test_several_groups_that_agree_are_one_conclusion(language: str, expected: str) -> None:
    plan = make_plan(factors={"label": ["a", "b"], "batch": [1, 3]})
    ids = [cell.id for cell in plan.cells]
    found = effect(plan, "label", "b", "a", SAME, SAME)
    groups = tuple((each.reference, each.cell) for each in found.contrasts)
    about = replace(analysis(plan, found), same_in_force=groups)
    claim = the(about, ClaimKind.SAME_IN_FORCE)
    assert isinstance(claim, SeveralSame)
    assert set(claim.cells) == set(ids)
    assert spoken(about, claim, language)["headline"].startswith(expected)


CORES = "SCHEDULING_CORE_TYPE"


def cores(*ratios: float | Estimate | None, **factors: list[Any]) -> Analysis:
    """A property of which every value that is asked for reads back as the same one."""
    plan = make_plan(factors={**factors, CORES: ["ECORE_ONLY", "PCORE_ONLY"]})
    found = effect(plan, CORES, "PCORE_ONLY", "ECORE_ONLY", *ratios)
    groups = tuple((each.reference, each.cell) for each in found.contrasts)
    return alike(plan, found, *groups, properties=((CORES, "ANY_CORE"),))


@pytest.mark.parametrize(
    ("language", "headline", "short"),
    [
        (
            "en",
            "Whatever was asked for, ANY_CORE is in force. Varying SCHEDULING_CORE_TYPE changes nothing "
            "here: ECORE_ONLY and PCORE_ONLY are one and the same in force, and agree: within 1.5 %",
            "Varying SCHEDULING_CORE_TYPE changes nothing here: ANY_CORE is in force whatever was asked for",
        ),
        (
            "zh-Hans",
            "无论请求什么，实际生效的都是 ANY_CORE，所以 SCHEDULING_CORE_TYPE 在这里不起作用："
            "ECORE_ONLY 和 PCORE_ONLY 实际生效的设置完全相同，结果相差不超过 1.5%",
            "无论请求什么，实际生效的都是 ANY_CORE",
        ),
    ],
)
@pytest.mark.parametrize("factors", [{}, {"batch": [1, 2, 3, 4]}], ids=["alone", "under four batches"])
def test_a_property_that_changes_nothing_is_one_conclusion_however_many_settings_it_has(
    factors: dict[str, list[Any]], language: str, headline: str, short: str
) -> None:
    about = cores(*[SAME] * len(factors.get("batch", [1])), **factors)
    (claim,) = fidelity(about)
    assert claim.kind is ClaimKind.SAME_IN_FORCE
    assert set(claim.cells) == {cell.id for cell in about.plan.cells}
    said = spoken(about, claim, language)
    assert said["headline"].startswith(headline)
    assert said["short"] == short


def test_every_factor_that_changes_nothing_is_named_by_itself() -> None:
    plan = make_plan(factors={"streams": [1, 2], "threads": [2, 4]})
    about = alike(plan, effect(plan, "streams", "2", "1", SAME, SAME), tuple(cell.id for cell in plan.cells))
    claims = [each for each in fidelity(about) if isinstance(each, SameInForce)]
    assert [claim.factor for claim in claims] == ["streams", "threads"]
    notes = [note for claim in claims for note in claim.notes if isinstance(note, NotGranted)]
    assert [note.wish.what for note in notes] == ["streams", "threads"]
    assert len({claim.id for claim in fidelity(about)}) == len(fidelity(about))


def test_a_factor_that_changes_something_somewhere_is_not_said_to_change_nothing() -> None:
    plan = make_plan(factors={"batch": [1, 3], CORES: ["ECORE_ONLY", "PCORE_ONLY"]})
    found = effect(plan, CORES, "PCORE_ONLY", "ECORE_ONLY", SAME, SAME)
    one = (found.contrasts[0].reference, found.contrasts[0].cell)
    claim = the(alike(plan, found, one, properties=()), ClaimKind.SAME_IN_FORCE)
    assert isinstance(claim, SameInForce)
    assert claim.factor is None


def hinted(*ratios: float | Estimate | None) -> Analysis:
    """Two hints and three numbers of requests; one request is what `auto` comes to under each hint."""
    plan = make_plan(factors={"hint": ["latency", "throughput"], "requests": ["auto", 1, 8]})
    found = effect(plan, "requests", "1", "auto", *ratios)
    groups = tuple((each.reference, each.cell) for each in found.contrasts)
    return alike(plan, found, *groups)


@pytest.mark.parametrize(
    ("ratios", "english", "chinese"),
    [
        ((SAME, SAME), "those that are one and the same agree", "设置相同的几个结果一致"),
        ((SAME, OPEN), "the widest interval being between 4 % less", "其中最宽的区间："),
        ((None, None), "Four configurations come down to two in force.", "只有 2 种。"),
    ],
)
def test_several_groups_are_one_conclusion_that_names_them(
    ratios: tuple[Any, ...], english: str, chinese: str
) -> None:
    about = hinted(*ratios)
    claim = the(about, ClaimKind.SAME_IN_FORCE)
    assert isinstance(claim, SeveralSame)
    for language, words in (("en", english), ("zh-Hans", chinese)):
        said = spoken(about, claim, language)
        assert words in said["headline"]
        assert said["context"].count(" = ") == 2


def test_groups_that_came_out_apart_are_one_warning_that_names_them() -> None:
    about = hinted(1.2, 1.3)
    claim = the(about, ClaimKind.SAME_IN_FORCE)
    assert isinstance(claim, SameYetApart)
    said = spoken(about, claim, "en")
    assert "yet 30 % apart" in said["headline"]
    assert "They are: Automatic requests, throughput hint; One request, throughput hint." in said["context"]
    assert said["context"].endswith(
        "One and the same too, and as far from agreeing: Automatic requests, latency hint = One request, "
        "latency hint."
    )


def test_a_level_is_told_as_the_value_in_force_where_that_is_another_one() -> None:
    plan = make_plan(factors={CORES: ["ECORE_ONLY", "PCORE_ONLY"]})
    first, second = (cell.id for cell in plan.cells)
    told = {first: ((CORES, "ANY_CORE"),), second: ((CORES, "PCORE_ONLY"),)}
    about = analysis(
        plan,
        effect(plan, CORES, "PCORE_ONLY", "ECORE_ONLY", 1.4),
        in_force={cell: granted(properties=properties) for cell, properties in told.items()},
    )
    (claim,) = effect_claims(about)
    headline = spoken(about, claim, "en")["headline"]
    assert "SCHEDULING_CORE_TYPE=PCORE_ONLY" in headline
    assert "SCHEDULING_CORE_TYPE=ANY_CORE" in headline
    assert "ECORE" not in headline
    wish = the(about, ClaimKind.NOT_GRANTED)
    assert spoken(about, wish, "en")["headline"] == (
        "Asked for SCHEDULING_CORE_TYPE=ECORE_ONLY; ANY_CORE in force, in one of two configurations."
    )


@pytest.mark.parametrize(
    ("language", "expected"),
    [("en", "the device does not tell CACHE_DIR"), ("zh-Hans", "设备没有报告 CACHE_DIR 是否生效")],
)
def test_what_is_in_force_of_a_property_is_said_or_that_the_device_does_not_tell(
    language: str, expected: str
) -> None:
    plan = make_plan(
        factors={"batch": [1]}, base=replace(BASE, properties=((CORES, "ECORE_ONLY"), ("CACHE_DIR", "kept")))
    )
    about = in_force_everywhere(plan, properties=((CORES, "ANY_CORE"),))
    told = ordinary(plain(setting_sentence(about.cells[0], language)))
    assert f"{CORES}=ANY_CORE" in told
    assert expected in told


def compared(plan: Plan, *relative: float, **changes: Any) -> Analysis:
    """Outputs of every further cell beside those of the first."""
    first, *others = plan.cells
    made = tuple(
        OutputComparison(
            cell=cell.id,
            reference=first.id,
            largest=share * 0.9,
            relative=share,
            output=changes.get("output", ""),
            mismatch=changes.get("mismatch", ""),
            scores=changes.get("scores", ""),
            moved=changes.get("moved", 0),
            rows=changes.get("rows", 0),
            across=changes.get("across", False),
            sampled=changes.get("sampled", 700),
            total=700,
            identical=share == 0,
            informative=changes.get("informative", True),
        )
        for cell, share in zip(others, relative, strict=True)
    )
    return replace(analysis(plan), outputs=made)


@pytest.mark.parametrize(
    ("relative", "english", "chinese"),
    [
        (
            (0.0,),
            "Both configurations give the same answer to the same input, byte for byte.",
            "逐字节相同。",
        ),
        ((0.0, 0.0), "All configurations give the same answer", "各配置的输出逐字节相同。"),
        ((0.004, 0.0), "The answers are the same for practical purposes", "结果实际上是一样的"),
        ((0.05, 0.0), "Outputs differ by up to 5.0 % of the largest value", "输出最多相差 5.0%"),
        (
            (0.5, 0.0),
            "give different answers to the same input: 50 %",
            "相差达到最大输出值的 50%",
        ),
    ],
)
def test_answers_are_told_by_the_largest_difference(
    relative: tuple[float, ...], english: str, chinese: str
) -> None:
    plan = make_plan(factors={"batch": list(range(1, len(relative) + 2))})
    about = compared(plan, *relative)
    claim = the(about, ClaimKind.OUTPUTS)
    assert english in spoken(about, claim, "en")["headline"]
    assert chinese in spoken(about, claim, "zh-Hans")["headline"]


@pytest.mark.parametrize(
    ("sampled", "english", "chinese"),
    [
        (700, "All 700 output values of the two were compared.", "比较了两者的全部 700 个输出值。"),
        (
            256,
            "Of the 700 output values of the two, 256 were compared.",
            "比较了两者 700 个输出值中的 256 个。",
        ),
    ],
)
def test_how_many_values_were_compared_is_said(sampled: int, english: str, chinese: str) -> None:
    plan = make_plan(factors={"batch": [1, 2, 3]})
    about = compared(plan, 0.004, 0.05, sampled=sampled)
    claim = the(about, ClaimKind.OUTPUTS)
    assert spoken(about, claim, "en")["context"].endswith(english)
    assert spoken(about, claim, "zh-Hans")["context"].endswith(chinese)


@pytest.mark.parametrize(
    ("changes", "english", "chinese"),
    [
        (
            {"output": "scores"},
            "each output differs by at most 0.4 % of its own largest value, “scores” the most.",
            "每个输出的差别都不超过该输出最大值的 0.4%，其中“scores”相差最大。",
        ),
        (
            {"scores": "scores", "moved": 1, "rows": 1},
            "batch 2 and batch 1 choose differently for the same input: another value of “scores” comes "
            "first, although no output differs by more than 0.4 % of its largest value.",
            "选出的结果不同：“scores”中得分最高的位置变了，尽管每个输出的差别都不超过其最大值的 0.4%。",
        ),
        (
            {"scores": "scores", "moved": 3, "rows": 8},
            "another value comes first in 3 of 8 rows of “scores”",
            "“scores”的 8 行中有 3 行得分最高的位置变了",
        ),
        (
            {"mismatch": "numbers", "output": "boxes"},
            "one holds numbers where the other holds NaN or infinity, in “boxes”.",
            "的输出不同（“boxes”）：一方是数值的地方，另一方是 NaN 或无穷大。",
        ),
        (
            {"mismatch": "shape"},
            "batch 2 and batch 1 give answers of different sizes to the same input.",
            "的输出大小不同。",
        ),
        (
            {"across": True},
            "The answers of models with the same inputs and outputs are the same for practical purposes",
            "输入输出相同的各模型的输出最多相差",
        ),
    ],
)
def test_what_differs_is_told_by_its_output(changes: dict[str, Any], english: str, chinese: str) -> None:
    about = compared(make_plan(factors={"batch": [1, 2]}), 0.004, **changes)
    claim = the(about, ClaimKind.OUTPUTS)
    assert english.casefold() in spoken(about, claim, "en")["headline"].casefold()
    assert chinese in spoken(about, claim, "zh-Hans")["headline"]


def test_no_sentence_about_outputs_prints_a_share_that_is_no_number() -> None:
    about = compared(make_plan(factors={"batch": [1, 2]}), math.inf, mismatch="numbers")
    for language in BOTH:
        assert not any(
            "–" in text for text in spoken(about, the(about, ClaimKind.OUTPUTS), language).values()
        )


@pytest.mark.parametrize(
    ("factors", "english", "chinese"),
    [
        (
            {"model": "ab", "batch": [1]},
            "The configurations of one model give the same answer",
            "同一模型的各配置的输出",
        ),
        (
            {"model": "a", "batch": [1, 2]},
            "The configurations of one batch give the same",
            "batch 相同的各配置的输出",
        ),
        (
            {"model": "ab", "batch": [1, 2]},
            "The configurations of one model and batch give the same",
            "模型和 batch 都相同的各配置的输出",
        ),
    ],
)
def test_only_settings_that_were_compared_are_said_to_agree(
    factors: dict[str, Any], english: str, chinese: str
) -> None:
    models = {name: {"model": replace(BASE.model, name=name)} for name in factors["model"]}
    plan = make_plan(factors={"model": models, "batch": factors["batch"], "mode": ["sync", "async"]})
    about = replace(
        analysis(plan),
        outputs=tuple(
            OutputComparison(
                cell=other.id,
                reference=cell.id,
                largest=0.0,
                relative=0.0,
                sampled=7,
                total=7,
                identical=True,
                informative=True,
            )
            for cell, other in zip(plan.cells[::2], plan.cells[1::2], strict=True)
        ),
    )
    claim = the(about, ClaimKind.OUTPUTS)
    assert spoken(about, claim, "en")["headline"].startswith(english)
    assert chinese in spoken(about, claim, "zh-Hans")["headline"]


@pytest.mark.parametrize(
    ("relative", "english"),
    [
        ((0.5, 0.0), "One comparison of outputs fails;"),
        ((0.5, 0.4), "Two comparisons of outputs fail;"),
    ],
)
def test_comparisons_that_fail_are_counted(relative: tuple[float, ...], english: str) -> None:
    about = compared(make_plan(factors={"batch": [1, 2, 3]}), *relative)
    assert spoken(about, the(about, ClaimKind.OUTPUTS), "en")["context"].startswith(english)


@pytest.mark.parametrize(
    ("language", "expected"), [("en", "that proves little"), ("zh-Hans", "这说明不了多少")]
)
def test_agreement_of_outputs_that_say_next_to_nothing_proves_little(language: str, expected: str) -> None:
    about = compared(make_plan(factors={"batch": [1, 2]}), 0.0, informative=False)
    assert expected in spoken(about, the(about, ClaimKind.OUTPUTS), language)["headline"]


def without(about: Analysis, status: Status, places: set[int], **changes: Any) -> Analysis:
    """The cells at these places have no timings."""
    cells = tuple(
        replace(result, status=status, throughput=None, latency=None, **changes)
        if place in places
        else result
        for place, result in enumerate(about.cells)
    )
    return replace(about, cells=cells)


def printed(plan: Plan, *places: int) -> Plan:
    """Figures of a source for the cells at these places."""
    figures = tuple(
        PublishedFigure(cell_id=plan.cells[place].id, latency_ms=None, throughput_fps=50.0)
        for place in places
    )
    source = PublishedSet(source="part 4", url="", date="", platform="i5", figures=figures)
    return replace(plan, published=(source,))


GPU: Mapping[str, Levels] = {"device": ["CPU", "GPU"], "batch": [1, 3]}


@pytest.mark.parametrize(
    ("places", "figures", "english", "chinese"),
    [
        ({2, 3}, (), "the two GPU configurations were not measured.", "这 2 个 GPU 配置没有测量。"),
        ({3}, (), "the GPU configuration was not measured.", "这 1 个 GPU 配置没有测量。"),
        ({3}, (3,), "the GPU configuration shows the published figures only.", "只列出公布的数据。"),
        ({2, 3}, (2, 3), "configurations show the published figures only.", "只列出公布的数据。"),
        (
            {2, 3},
            (2,),
            "were not measured; one has published figures.",
            "没有测量，其中 1 个有公布的数据。",
        ),
    ],
)
def test_a_device_that_is_not_there_is_said_with_what_stands_in_for_it(
    places: set[int], figures: tuple[int, ...], english: str, chinese: str
) -> None:
    plan = make_plan(factors=GPU)
    plan = printed(plan, *figures) if figures else plan
    about = without(analysis(plan), Status.NO_DEVICE, places)
    claim = the(about, ClaimKind.NOT_MEASURED)
    assert spoken(about, claim, "en")["headline"].endswith(english)
    assert spoken(about, claim, "zh-Hans")["headline"].endswith(chinese)


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (
            "en",
            "This machine does not have every device of MULTI:GPU,CPU, so the MULTI:GPU,CPU configuration "
            "was not measured.",
        ),
        ("zh-Hans", "MULTI:GPU,CPU 中有本机没有的设备，这 1 个 MULTI:GPU,CPU 配置没有测量。"),
    ],
)
def test_several_devices_of_which_one_is_not_there_are_not_called_one_device(
    language: str, expected: str
) -> None:
    plan = make_plan(factors={"device": ["CPU", "MULTI:GPU,CPU"]})
    about = without(analysis(plan), Status.NO_DEVICE, {1})
    assert spoken(about, the(about, ClaimKind.NOT_MEASURED), language)["headline"] == expected


@pytest.mark.parametrize(
    ("language", "headline", "reason"),
    [
        ("en", "Two configurations could not be measured: ", "The first reason given: out of memory"),
        ("zh-Hans", "有 2 个配置没能测成：", "最先报告的原因：out of memory"),
    ],
)
def test_a_failure_is_told_with_the_first_reason(language: str, headline: str, reason: str) -> None:
    failure = Failure(kind="memory", message="out of memory")
    plan = make_plan(factors=GPU)
    about = without(analysis(plan), Status.FAILED, {1, 2}, failures=(failure,))
    said = spoken(about, the(about, ClaimKind.NOT_MEASURED), language)
    assert said["headline"].startswith(headline)
    assert said["context"] == reason
    silent = without(analysis(plan), Status.FAILED, {1, 2})
    assert spoken(silent, the(silent, ClaimKind.NOT_MEASURED), language)["context"] == ""


@pytest.mark.parametrize(
    ("places", "english", "chinese"),
    [
        ({3}, "One configuration of four has no records yet.", "4 个配置中还有 1 个没有记录。"),
        ({1, 3}, "Two configurations of four have no records yet.", "4 个配置中还有 2 个没有记录。"),
    ],
)
def test_settings_without_records_are_counted(places: set[int], english: str, chinese: str) -> None:
    about = without(analysis(make_plan(factors=GPU)), Status.PENDING, places)
    claim = the(about, ClaimKind.NOT_MEASURED)
    assert spoken(about, claim, "en")["headline"] == english
    assert spoken(about, claim, "zh-Hans")["headline"] == chinese


def test_published_figures_of_a_cpu_leave_only_steadiness_open() -> None:
    plan = printed(make_plan(factors={"batch": [1, 3]}, measured=False), 0, 1)
    assert [type(claim) for claim in fidelity(analysis(plan))] == [SteadinessOpen]


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "most between bf16 and f32 with one request."),
        ("zh-Hans", "单路推理时，“BF16”与“FP32”相差最大。"),
    ],
)
def test_outputs_that_one_level_tells_apart_are_named_by_it(language: str, expected: str) -> None:
    plan = make_plan(factors={"precision": ["f32", "bf16"], "requests": [1, 4]})
    f32, bf16 = (cell_with(plan, precision=precision, requests=1).id for precision in ("f32", "bf16"))
    (one,) = compared(make_plan(factors={"batch": [1, 3]}), 0.05).outputs
    about = replace(analysis(plan), outputs=(replace(one, cell=bf16, reference=f32),))
    assert spoken(about, the(about, ClaimKind.OUTPUTS), language)["headline"].endswith(expected)
