"""Names: the exceptions are told, what nearly all settings share is not, and no two names are the same."""

from __future__ import annotations

import pytest

from ovreport.conclusions import cell_name
from ovreport.conclusions.naming import name_within, names
from ovreport.conclusions.text import name
from ovreport.plan import Plan
from tests.simulated_plans import large_plan, make_plan

LANGUAGES = ("en", "zh-Hans")


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
    (part,) = names("en").capital((name(label),))
    assert part.text == label[0].upper() + label[1:]


def test_somebody_elses_word_keeps_its_spelling_at_the_beginning() -> None:
    assert names("en").capital((name("mobilenet-ssd"),)) == (name("mobilenet-ssd"),)
