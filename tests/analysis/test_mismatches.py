"""What was asked for and not given: one judgement for caveats, claims and commentary."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from ovreport.analysis.caveats.records import Emulated, Fallback
from ovreport.analysis.mismatches import SettingMismatch, alike, between, emulating, untold
from ovreport.analysis.report import analyse
from ovreport.analysis.results import Analysis
from ovreport.records import Fact
from tests.claims.handmade import granted
from tests.simulated_plans import BASE, make_plan
from tests.simulation import measure

FORCE = granted()


def refused(asked: dict[str, Any], **given: Any) -> list[tuple[str, str, str]]:
    found = between(replace(BASE, **asked), replace(FORCE, **given))
    return [(wish.what, wish.requested, wish.effective) for wish in found]


def test_another_precision_than_the_one_asked_for_is_refused() -> None:
    assert refused({"precision": "f16"}, precision="bf16") == [("precision", "f16", "bf16")]


def test_a_precision_that_the_device_lacks_is_emulated() -> None:
    assert refused({"precision": "bf16"}, precision="bf16", emulated=True) == [("emulated", "bf16", "bf16")]


def test_an_emulated_precision_in_the_place_of_another_is_refused_and_no_wish_of_its_own() -> None:
    assert refused({"precision": "f16"}, precision="bf16", emulated=True) == [("precision", "f16", "bf16")]


def test_what_computes_in_int8_is_refused_no_precision() -> None:
    quantised: dict[str, Any] = {"arithmetic": (("convolution", "i8", 3),)}
    assert refused({"precision": "bf16"}, precision="f32", **quantised) == []
    assert refused({"precision": "bf16"}, precision="bf16", emulated=True, **quantised) == []


def test_only_the_layers_that_are_not_quantised_are_refused_a_precision() -> None:
    some = (("convolution", "i8", 3), ("matmul", "f32", 1))
    assert refused({"precision": "bf16"}, precision="f32", arithmetic=some) == [("rest", "bf16", "f32")]


def test_a_record_that_counts_all_layers_alike_tells_int8_by_them() -> None:
    assert replace(FORCE, primitives=(("f32", 5), ("i8", 3))).int8 == (3, 8)


@pytest.mark.parametrize("what", ["streams", "threads"])
def test_another_number_than_the_one_asked_for_is_refused(what: str) -> None:
    assert refused({what: 4}, **{what: 2}) == [(what, "4", "2")]
    assert refused({what: 4}, **{what: 4}) == []


def test_what_is_left_to_openvino_is_no_wish() -> None:
    assert (
        refused(
            {"precision": None, "streams": None, "threads": None},
            precision="bf16",
            emulated=True,
            streams=3,
            threads=7,
        )
        == []
    )
    assert refused({"streams": "auto"}, streams=3) == []


def test_what_the_device_does_not_tell_is_not_refused() -> None:
    asked: dict[str, Any] = {"device": "GPU", "precision": "f16", "streams": 4, "threads": 4}
    assert refused(asked, devices=(), precision=None, streams=None, threads=None) == []
    assert between(replace(BASE, **asked), None) == ()


@pytest.mark.parametrize(
    ("asked", "executing", "given"),
    [
        ("GPU", ("CPU",), "CPU"),
        ("GPU", ("CPU", "GPU.0"), "CPU+GPU.0"),
        ("GPU", ("GPU.0",), ""),
        ("GPU.1", ("GPU.1",), ""),
        ("GPU", ("(GPU)",), ""),
        ("AUTO", ("CPU",), ""),
        ("AUTO:-GPU,-NPU", ("CPU",), ""),
        ("AUTO:GPU", ("(CPU)",), "CPU"),
        ("AUTO:GPU,CPU", ("CPU",), "CPU"),
        ("MULTI:GPU.0,CPU", ("CPU", "GPU.0"), ""),
        ("MULTI:GPU,CPU", ("GPU.0",), "GPU.0"),
        ("AUTO:GPU,CPU", ("GPU.0",), ""),
        ("AUTO:GPU,CPU", ("(CPU)", "GPU.0"), ""),
        ("HETERO:GPU,CPU", ("CPU",), "CPU"),
        ("HETERO:GPU,CPU", ("GPU.0",), ""),
        ("HETERO:GPU,CPU", ("CPU", "GPU.0"), ""),
        ("BATCH:GPU(4)", ("GPU.0",), ""),
        ("BATCH:GPU(4)", ("CPU",), "CPU"),
    ],
)
def test_a_device_is_refused_where_others_execute(asked: str, executing: tuple[str, ...], given: str) -> None:
    expected = [("device", asked, given)] if given else []
    assert refused({"device": asked}, devices=executing) == expected


def analysed(asked: dict[str, Any], given: dict[str, list[Any]]) -> Analysis:
    """One cell for each value that is given."""
    cells = len(next(iter(given.values())))
    plan = make_plan(factors={"batch": list(range(1, cells + 1))}, base=replace(BASE, **asked))
    place = {cell.id: number for number, cell in enumerate(plan.cells)}
    records = []
    for record, sha in measure(plan):
        assert record.in_force is not None
        changes: dict[str, Any] = {name: each[place[record.cell_id]] for name, each in given.items()}
        records.append((replace(record, in_force=replace(record.in_force, **changes)), sha))
    return analyse(plan, "simulated", records)


def fallbacks(analysis: Analysis) -> list[tuple[tuple[str, ...], tuple[str, str, str]]]:
    return [
        (caveat.cells, (caveat.mismatch.what, caveat.mismatch.requested, caveat.mismatch.effective))
        for caveat in analysis.caveats
        if isinstance(caveat, Fallback)
    ]


def emulated(analysis: Analysis) -> list[tuple[tuple[str, ...], str]]:
    return [(caveat.cells, caveat.precision) for caveat in analysis.caveats if isinstance(caveat, Emulated)]


def test_every_refused_wish_is_doubted_with_its_own_cells() -> None:
    analysis = analysed({"streams": 4}, {"streams": [4, 2, 1, 2]})
    _, second, third, fourth = (cell.cell.id for cell in analysis.cells)
    assert fallbacks(analysis) == [
        ((second, fourth), ("streams", "4", "2")),
        ((third,), ("streams", "4", "1")),
    ]
    assert [wish.effective for wish in analysis.mismatches] == ["2", "1"]


def test_what_changes_most_is_doubted_first() -> None:
    analysis = analysed({"device": "GPU", "threads": 4}, {"devices": [("CPU",)], "threads": [2]})
    assert [wish.what for wish in analysis.mismatches] == ["threads", "device"]
    assert [what for _, (what, *_) in fallbacks(analysis)] == ["device", "threads"]


def test_an_emulated_precision_is_doubted_whether_it_was_asked_for_or_not() -> None:
    analysis = analysed({"precision": None}, {"precision": ["f32", "bf16"], "emulated": [False, True]})
    assert emulated(analysis) == [((analysis.cells[1].cell.id,), "bf16")]
    assert fallbacks(analysis) == []
    assert not analysis.mismatches


def test_an_emulated_precision_that_was_asked_for_has_one_caveat() -> None:
    analysis = analysed({"precision": "bf16"}, {"precision": ["bf16"], "emulated": [True]})
    assert list(analysis.mismatches) == [SettingMismatch(what="emulated", requested="bf16", effective="bf16")]
    assert len(emulated(analysis)) == 1
    assert fallbacks(analysis) == []


@pytest.mark.parametrize(
    ("asked", "given"),
    [
        ("YES", "True"),
        ("true", "1"),
        ("on", "YES"),
        ("NO", "False"),
        ("0", "OFF"),
        ("1", "1.0"),
        ("0.8", "0.800000011920929"),
        ("any_core", "ANY_CORE"),
        ("CPU,GPU", "CPU GPU"),
        ("[CPU, GPU]", "CPU GPU"),
        ("LOG_WARNING", "WARNING"),
        ("/home/somebody/kept", "kept"),
        ("AUTO", "STATIC"),
        ("{CPU:{NUM_STREAMS:2}}", "anything"),
    ],
)
def test_two_spellings_of_one_value_are_alike(asked: str, given: str) -> None:
    assert alike(asked, given)


@pytest.mark.parametrize(
    ("asked", "given"),
    [
        ("ECORE_ONLY", "ANY_CORE"),
        ("PCORE_ONLY", "ECORE_ONLY"),
        ("YES", "False"),
        ("NO", "1"),
        ("2", "1"),
        ("0.8", "0.9"),
        ("CPU,GPU", "CPU"),
        ("CPU,GPU", "GPU CPU"),
        ("kept", "other"),
        ("u8", "f16"),
    ],
)
def test_another_value_is_not_alike(asked: str, given: str) -> None:
    assert not alike(asked, given)


def property_wishes(asked: dict[str, str], told: dict[str, str]) -> list[tuple[str, str, str]]:
    return refused({"properties": tuple(asked.items())}, properties=tuple(told.items()))


def test_a_property_that_reads_back_as_another_value_is_refused() -> None:
    assert property_wishes({"SCHEDULING_CORE_TYPE": "ECORE_ONLY"}, {"SCHEDULING_CORE_TYPE": "ANY_CORE"}) == [
        ("property", "SCHEDULING_CORE_TYPE=ECORE_ONLY", "ANY_CORE")
    ]
    assert property_wishes({"ENABLE_CPU_PINNING": "YES"}, {"ENABLE_CPU_PINNING": "True"}) == []


def test_a_property_that_the_devices_beneath_tell_alike_is_read_there() -> None:
    asked = {"ENABLE_CPU_PINNING": "YES"}
    one, both = {"CPU.ENABLE_CPU_PINNING": "False"}, {"CPU.A": "1", "GPU.0.A": "2"}
    assert property_wishes(asked, one) == [("property", "ENABLE_CPU_PINNING=YES", "False")]
    assert property_wishes({"A": "3"}, both) == []


def test_a_property_that_cannot_be_read_back_is_not_refused_and_known_as_untold() -> None:
    assert property_wishes({"CACHE_DIR": "kept"}, {"ENABLE_CPU_PINNING": "True"}) == []
    setting = replace(BASE, properties=(("CACHE_DIR", "kept"), ("A", "1")))
    assert untold(setting, replace(FORCE, properties=(("A", "1"),))) == ("CACHE_DIR",)


def cores(given: list[str], **further: list[Any]) -> Analysis:
    """A property with two levels of which the device says what is given, beside other factors."""
    plan = make_plan(factors={**further, "SCHEDULING_CORE_TYPE": ["ECORE_ONLY", "PCORE_ONLY"]})
    records = []
    for record, sha in measure(plan):
        assert record.in_force is not None
        level = dict(record.levels)["SCHEDULING_CORE_TYPE"]
        told = given[("ECORE_ONLY", "PCORE_ONLY").index(level)]
        force = replace(record.in_force, properties=(("SCHEDULING_CORE_TYPE", told),) if told else ())
        records.append((replace(record, in_force=force), sha))
    return analyse(plan, "simulated", records)


def test_a_refused_property_is_doubted_like_a_refused_precision() -> None:
    analysis = cores(["ANY_CORE", "PCORE_ONLY"])
    mismatch = ("property", "SCHEDULING_CORE_TYPE=ECORE_ONLY", "ANY_CORE")
    assert fallbacks(analysis) == [((analysis.cells[0].cell.id,), mismatch)]
    assert analysis.same_in_force == ()


def test_levels_of_a_property_that_the_device_does_not_tell_are_not_known_to_be_one() -> None:
    assert cores(["", ""]).same_in_force == ()
    assert len(cores(["ANY_CORE", "ANY_CORE"]).same_in_force) == 1


@pytest.mark.parametrize(
    ("capable", "expected"),
    [("FP32 INT8", ("GPU",)), ("FP32 FP16", ()), (None, ())],
    ids=["no", "yes", "untold"],
)
def test_of_several_devices_each_emulates_by_itself(capable: str | None, expected: tuple[str, ...]) -> None:
    own = (("CPU.INFERENCE_PRECISION_HINT", "f32"), ("GPU.INFERENCE_PRECISION_HINT", "f16"))
    both = granted(devices=("GPU", "CPU"), precision=None, properties=own)
    facts = [Fact(group="device", key="CPU.capabilities", value="FP32")]
    facts += [Fact(group="device", key="GPU.capabilities", value=capable)] if capable else []
    assert emulating(both, facts) == expected
