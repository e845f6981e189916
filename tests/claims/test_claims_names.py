"""Names: the exceptions are told, what nearly all settings share is not, and no two names are the same."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from ovreport.claims import setting_sentence
from ovreport.language.locale import Locale
from ovreport.language.registry import LANGUAGES
from ovreport.language.spans import name, plain
from ovreport.naming import cell_name, cell_phrase, name_within, short_name
from ovreport.plan import ModelSource, Plan, expand
from tests.claims.handmade import analysis, granted, ordinary
from tests.simulated_plans import large_plan, make_plan
from tests.spec.writing import load, minimal


def exceptional() -> Plan:
    """Eight settings in f32, and one in f16."""
    return make_plan(
        factors={"batch": [1, 3], "requests": [1, 2, 4, 8], "precision": ["f32", "f16"]},
        keep=[{"precision": "f32"}, {"precision": "f16", "batch": "1", "requests": "4"}],
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_settings_have_one_name(language: str) -> None:
    for plan in (large_plan(), exceptional()):
        told = [cell_name(cell, plan, language) for cell in plan.cells]
        assert len(told) == len(set(told))


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_heading_tells_already_is_left_out_and_names_stay_apart(language: str) -> None:
    plan = large_plan()
    factor = plan.factors[0]
    for level in factor.levels:
        inside = [cell for cell in plan.cells if dict(cell.levels)[factor.name] == level]
        told = [name_within(cell, plan, language, factor.name) for cell in inside]
        assert len(told) == len(set(told))
        assert all(
            len(one) < len(cell_name(cell, plan, language)) for one, cell in zip(told, inside, strict=True)
        )


def test_a_level_of_nearly_all_settings_is_told_of_the_exceptions_only() -> None:
    plan = exceptional()
    told = {dict(cell.levels)["precision"]: cell_name(cell, plan, "en") for cell in plan.cells}
    assert "f32" not in told["f32"]
    assert "f16" in told["f16"]


@pytest.mark.parametrize("label", ["four requests", "automatic streams and requests"])
def test_a_sentence_may_begin_with_an_authors_label_in_our_words(label: str) -> None:
    (part,) = Locale("en").capital((name(label),))
    assert part.text == label[0].upper() + label[1:]


def test_somebody_elses_word_keeps_its_spelling_at_the_beginning() -> None:
    assert Locale("en").capital((name("mobilenet-ssd"),)) == (name("mobilenet-ssd"),)


@pytest.mark.parametrize("language", LANGUAGES)
def test_shapes_that_were_asked_for_are_told_without_a_batch_that_nobody_asked_for(language: str) -> None:
    (one,) = analysis(make_plan(factors={"requests": [1]})).cells
    network = ModelSource(name="net", kind="file", location="net.xml", shapes=(("ids", (1, 8)),))
    setting = replace(one.cell.setting, batch=None, model=network)
    told = plain(setting_sentence(replace(one, cell=replace(one.cell, setting=setting)), language))
    assert "ids [1, 8]" in told
    assert "batch" not in told.lower()


def in_force(language: str, **given: Any) -> str:
    """What a setting of one cell says is in force."""
    plan = make_plan(factors={"batch": [1]})
    (one,) = analysis(plan, in_force={cell.id: granted(**given) for cell in plan.cells}).cells
    words = {"en": " In force: ", "zh-Hans": "实际生效："}
    return ordinary(plain(setting_sentence(one, language)).split(words[language])[1])


MIXED = (("convolution", "i8", 60), ("convolution", "f32", 9), ("matmul", "f32", 10), ("matmul", "i8", 1))


@pytest.mark.parametrize(
    ("arithmetic", "english", "chinese"),
    [
        (
            (("convolution", "i8", 3),),
            "CPU, INT8 in 3 of 3 convolutions, f32 otherwise, one stream",
            "CPU，3 个卷积全部用 INT8 计算，其他层用 FP32，1 个 stream",
        ),
        (
            MIXED,
            "CPU, INT8 in 61 of 80 convolutions and matrix products, f32 in the rest, one stream",
            "CPU，80 个卷积和矩阵乘法中有 61 个用 INT8 计算，其余用 FP32，1 个 stream",
        ),
        ((("convolution", "f32", 3),), "CPU, f32, one stream", "CPU，FP32，1 个 stream"),
        ((), "CPU, f32, one stream", "CPU，FP32，1 个 stream"),
    ],
)
def test_what_is_in_force_says_which_layers_compute_in_int8(
    arithmetic: tuple[tuple[str, str, int], ...], english: str, chinese: str
) -> None:
    assert in_force("en", arithmetic=arithmetic).startswith(english)
    assert in_force("zh-Hans", arithmetic=arithmetic).startswith(chinese)


def test_where_only_all_layers_are_known_int8_is_counted_among_them() -> None:
    assert in_force("en", primitives=(("i8", 5), ("f32", 3))).startswith("CPU, INT8 in 5 of 8 layers, f32 in")


def planned(folder: Path, *lines: str) -> Plan:
    """The plan of a file with further lines."""
    return expand(load(folder, minimal(*lines), allow_outside=True))


PINNING = "bundles: {pinning: {as it is: {}, off: {properties: {ENABLE_CPU_PINNING: false}}}}"
CACHE = "bundles: {cache: {none: {}, cache: {properties: {CACHE_DIR: kept}}}}"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("text", "labels"), [(PINNING, ["as it is", "off"]), (CACHE, ["none", "cache"])], ids=["pinning", "cache"]
)
def test_a_level_of_properties_is_called_as_the_file_calls_it_also_where_it_sets_none(
    tmp_path: Path, text: str, labels: list[str], language: str
) -> None:
    plan = planned(tmp_path, text)
    assert [cell_name(cell, plan, language) for cell in plan.cells] == labels
    assert [short_name(cell, plan, language) for cell in plan.cells] == labels
    told = [cell_phrase(cell, plan, language) for cell in plan.cells]
    assert all(label in each for label, each in zip(labels, told, strict=True))
    assert language != "en" or all(each.startswith("“") for each in told)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_level_of_properties_stands_beside_the_other_factors_and_not_below_its_own_heading(
    tmp_path: Path, language: str
) -> None:
    plan = planned(tmp_path, "batch: [1, 2]", PINNING)
    told = [cell_name(cell, plan, language) for cell in plan.cells]
    assert [each.split(Locale(language).clause_comma)[1] for each in told] == ["as it is", "off"] * 2
    within = [name_within(cell, plan, language, "pinning") for cell in plan.cells]
    assert not any("off" in each or "as it is" in each for each in within)


def test_an_authors_translation_names_a_level_of_properties(tmp_path: Path) -> None:
    text = ("language: [en, zh-Hans]", "labels: {zh-Hans: {off: 不绑核}}", PINNING)
    plan = planned(tmp_path, *text)
    assert cell_name(plan.cells[1], plan, "zh-Hans") == "不绑核"


def test_a_property_that_is_a_factor_of_its_own_is_told_without_quotation_marks(tmp_path: Path) -> None:
    plan = planned(tmp_path, "batch: [1, 2]", "properties: {SCHEDULING_CORE_TYPE: [ECORE_ONLY, ANY_CORE]}")
    assert cell_phrase(plan.cells[0], plan, "en") == "batch 1, SCHEDULING_CORE_TYPE=ECORE_ONLY"


def test_no_setting_is_without_a_name(tmp_path: Path) -> None:
    for text in (PINNING, CACHE, "bundles: {label: {one: {}, two: {}}}", "bundles: {only: {one: {}}}"):
        plan = planned(tmp_path, text)
        for language in LANGUAGES:
            assert all(cell_name(cell, plan, language) for cell in plan.cells)
            assert all(short_name(cell, plan, language) for cell in plan.cells)
            assert all(cell_phrase(cell, plan, language) for cell in plan.cells)


def test_a_level_that_half_of_the_cells_have_is_told_beside_the_other_one() -> None:
    plan = make_plan(factors={"storage": ["f32", "f16"], "batch": [1, 4]})
    told = [cell_phrase(cell, plan, "en") for cell in plan.cells]
    assert all("f32 file" in phrase or "f16 file" in phrase for phrase in told), told


def test_a_level_that_nearly_all_cells_have_goes_without_saying() -> None:
    plan = make_plan(
        factors={"storage": ["f32", "f16"], "batch": [1, 2, 4]},
        keep=[{"storage": "f32"}, {"storage": "f16", "batch": "4"}],
    )
    told = [cell_phrase(cell, plan, "en") for cell in plan.cells]
    assert [("f32" in phrase, "f16" in phrase) for phrase in told] == [(False, False)] * 3 + [(False, True)]


def test_devices_that_do_not_agree_tell_their_own_precision_and_streams() -> None:
    own = (
        ("CPU.INFERENCE_PRECISION_HINT", "bf16"),
        ("CPU.NUM_STREAMS", "16"),
        ("GPU.0.INFERENCE_PRECISION_HINT", "f16"),
        ("GPU.0.NUM_STREAMS", "2"),
    )
    several: dict[str, Any] = {
        "devices": ("GPU.0", "CPU"),
        "precision": None,
        "streams": None,
        "properties": own,
    }
    told = "GPU.0 (f16, two streams), CPU (bf16, 16 streams), one request in flight"
    assert in_force("en", **several).startswith(told)
    assert in_force("zh-Hans", **several).startswith(
        "GPU.0（FP16、2 个 stream）、CPU（BF16、16 个 stream），单路推理"
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_where_releases_are_named_each_configuration_says_which_version_is_in_force(language: str) -> None:
    plan = make_plan(factors={"openvino": ["2025.4", "installed"]})
    cells = analysis(plan, in_force={cell.id: granted() for cell in plan.cells}).cells
    versions = ("2025.4.1", "2026.4.1")
    for cell, version in zip(cells, versions, strict=True):
        told = plain(setting_sentence(replace(cell, openvino_version=version), language))
        assert told.count(f"OpenVINO {version}") == 1
