"""What `shapes`, `layout` and `batch` may say, and how it comes to the cells of a plan."""

from pathlib import Path

import pytest

from ovreport import plan
from ovreport.plan import Setting
from tests.spec.writing import load, minimal, problems


def setting(folder: Path, *lines: str) -> Setting:
    (cell,) = plan.expand(load(folder, minimal(*lines))).cells
    return cell.setting


def test_without_a_batch_the_network_stays_as_it_was_exported(tmp_path: Path) -> None:
    assert setting(tmp_path).batch is None
    assert setting(tmp_path, "batch: unset").batch is None
    assert setting(tmp_path, "batch: 4").batch == 4


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("[1, ?]", (1, "?")),
        ('[1, "?"]', (1, "?")),
        ("[?, 2, ?]", ("?", 2, "?")),
        ("[-1, 1..8]", ("?", "1..8")),
        ("[1..8, ..100, 3..]", ("1..8", "..100", "3..")),
        ("[]", ()),
        ("[1, 0]", (1, 0)),
    ],
)
def test_a_dimension_is_a_number_or_open_or_has_bounds(
    tmp_path: Path, written: str, meant: tuple[int | str, ...]
) -> None:
    assert setting(tmp_path, f"shapes: {{x: {written}}}").shapes == (("x", meant),)


@pytest.mark.parametrize("written", ["[1, two]", "[8..1]", "[..]", "[1.5]", "[true]", "[[1]]", "[{a: 1}]"])
def test_anything_else_is_no_dimension(tmp_path: Path, written: str) -> None:
    (line,) = problems(tmp_path, minimal(f"shapes: {{x: {written}}}"))
    assert "shapes.x" in line
    assert "is no dimension; write a number, ? for any, or bounds such as 1..8" in line


def test_a_layout_is_kept_as_openvino_spells_it(tmp_path: Path) -> None:
    assert setting(tmp_path, 'layout: {h: "?nc", x: N...C}').layout == (("h", "?NC"), ("x", "N...C"))


@pytest.mark.parametrize("written", ["NN", "N-C", "''", "[N]", "1"])
def test_anything_else_is_no_layout(tmp_path: Path, written: str) -> None:
    (line,) = problems(tmp_path, minimal(f"layout: {{x: {written}}}"))
    assert "is no layout" in line


def test_a_shape_may_be_a_level_of_a_factor(tmp_path: Path) -> None:
    text = minimal(
        "shapes: {ids: [1, 8], mask: [1, 8]}",
        "bundles: {text: {short: {}, long: {shapes: {ids: [1, 512]}, layout: {mask: NC}}}}",
    )
    short, long = (cell.setting for cell in plan.expand(load(tmp_path, text)).cells)
    assert short.shapes == (("ids", (1, 8)), ("mask", (1, 8)))
    assert long.shapes == (("ids", (1, 512)), ("mask", (1, 8)))
    assert long.layout == (("mask", "NC"),)


def test_shapes_of_a_network_are_its_own(tmp_path: Path) -> None:
    given = "model: {path: a.onnx, shapes: {x: [1, ?]}, layout: {x: NC}}"
    (cell,) = plan.expand(load(tmp_path, f"title: T\ndevice: CPU\n{given}\n")).cells
    assert cell.setting.model.shapes == (("x", (1, "?")),)
    assert cell.setting.model.layout == (("x", "NC"),)
    assert cell.setting.shapes == ()


def test_settings_without_them_keep_the_id_that_they_had(tmp_path: Path) -> None:
    identity = plan.identity.identity(setting(tmp_path))
    assert '"layout"' not in identity
    assert identity.count('"shapes"') == 1, "that of the model"


def test_a_file_network_whose_batch_nobody_asked_for_is_another_setting_than_batch_1(tmp_path: Path) -> None:
    """It may have been exported with another one; built-in networks are made with batch 1."""
    text = "title: T\ndevice: CPU\nmodel: {}\nbatch: [unset, 1]\n"
    exported, one = plan.expand(load(tmp_path, text.format("a.onnx"))).cells
    assert plan.identity.identity(exported.setting) != plan.identity.identity(one.setting)
    exported, one = plan.expand(load(tmp_path, text.format("tiny"))).cells
    assert plan.identity.identity(exported.setting) == plan.identity.identity(one.setting)


def test_a_figure_for_batch_1_is_that_of_a_built_in_network_as_it_is(tmp_path: Path) -> None:
    text = minimal("published: [{source: s, figures: [{batch: 1, fps: 2}]}]")
    (cell,) = plan.expand(load(tmp_path, text)).cells
    assert cell.measured
