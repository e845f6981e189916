"""Colours and marks: the same setting looks the same everywhere, and labels can be read."""

from __future__ import annotations

import re

import pytest

from ovreport.render.encoding import MOST_SHAPES, encode
from ovreport.render.templates import templates
from tests.simulation import article_plan, identical_plan, large_plan, make_plan

AA = 4.5
CSS = (templates() / "assets/site.css").read_text(encoding="utf-8")


def tokens(dark: bool) -> dict[str, str]:
    """Colour variables of one theme."""
    start = r':root\[data-theme="dark"\] \{' if dark else r":root \{"
    block = re.search(start + r"(.*?)\}", CSS, re.DOTALL)
    assert block
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", block[1]))


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first: str, second: str) -> float:
    low, high = sorted((luminance(first), luminance(second)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_every_colour_of_a_level_can_be_read_as_text(dark: bool) -> None:
    found = tokens(dark)
    hues = [name for name in found if re.fullmatch(r"[cq]\d", name)]
    assert len(hues) == 16
    assert [
        name for name in [*hues, "ink", "ink-2", "link"] if contrast(found[name], found["paper"]) < AA
    ] == []


def test_dark_by_the_system_and_by_choice_are_the_same() -> None:
    by_choice, by_the_system = r'\[data-theme="dark"\]', r':not\(\[data-theme="light"\]\)'
    blocks = re.findall(rf":root(?:{by_choice}|{by_the_system}) \{{(.*?)\}}", CSS, re.DOTALL)
    assert len(blocks) >= 2
    assert blocks[0].split() == blocks[1].split()


def test_the_factor_that_varies_most_within_a_section_has_the_hue() -> None:
    encoding = encode(article_plan())
    assert encoding.section
    assert encoding.hue
    assert (encoding.section.name, encoding.hue.name) == ("batch", "concurrency")


def test_cells_of_one_experiment_look_different() -> None:
    plan = article_plan()
    encoding = encode(plan)
    assert len({encoding.key(cell) for cell in plan.cells}) == len(plan.cells)


def test_one_level_has_one_hue_in_all_sections() -> None:
    plan = article_plan()
    encoding = encode(plan)
    hues = {cell.level("concurrency"): encoding.key(cell).hue for cell in plan.cells}
    assert all(encoding.key(cell).hue == hues[cell.level("concurrency")] for cell in plan.cells)


def test_more_levels_than_hues_become_a_ramp_in_their_order() -> None:
    plan = identical_plan(20)
    encoding = encode(plan)
    ramp = [encoding.key(cell).hue for cell in plan.cells]
    assert ramp == sorted(ramp)
    assert (ramp[0], ramp[-1]) == ("q0", "q8")


def test_a_single_cell_has_a_colour() -> None:
    plan = make_plan(factors={"batch": [1]})
    assert encode(plan).key(plan.cells[0]).hue == "c1"


def test_a_third_factor_is_drawn_by_shape() -> None:
    plan = make_plan(factors={"precision": ["f32", "bf16"], "batch": [1, 2], "requests": [1, 2, 3]})
    encoding = encode(plan)
    assert len({encoding.key(cell) for cell in plan.cells}) == 12


def test_a_factor_with_too_many_levels_for_marks_is_left_to_the_labels() -> None:
    encoding = encode(large_plan())
    assert encoding.hue
    assert encoding.hue.name == "batch"
    assert encoding.fill
    assert encoding.fill.name == "precision"
    assert encoding.shape == ()
    assert not encoding.tells_apart(large_plan().cells)


def test_factors_beyond_hue_and_fill_share_the_shape() -> None:
    plan = make_plan(
        factors={
            "batch": [1, 3],
            "requests": [1, 2, 4, 8],
            "storage": ["f32", "f16"],
            "precision": ["f32", "f16"],
        }
    )
    encoding = encode(plan)
    assert encoding.hue
    assert encoding.hue.name == "requests"
    assert encoding.tells_apart(plan.cells)


def test_shapes_that_no_cell_needs_are_not_used_up() -> None:
    """Four settings of which three exist: f16 was measured in one of the two files only."""
    wanted = [{"storage": "f32"}, {"storage": "f16", "precision": "f32"}]
    plan = make_plan(
        factors={
            "batch": [1, 3],
            "requests": [1, 4],
            "storage": ["f32", "f16"],
            "precision": ["f32", "f16"],
        },
        keep=wanted,
    )
    encoding = encode(plan)
    assert len(encoding.shapes) == 3
    assert encoding.tells_apart(plan.cells)


def test_no_measured_setting_wears_the_diamond_of_published_figures() -> None:
    script = (templates() / "assets/charts/common.js").read_text(encoding="utf-8")
    symbols = re.search(r"const SYMBOLS = \[(.*?)\]", script)
    assert symbols
    assert symbols[1].count(",") + 1 == MOST_SHAPES
    assert "diamond" not in symbols[1]
    assert all(f".s{shape}" in CSS for shape in range(1, MOST_SHAPES))
