"""Levels that are known badly: sentences tell the ends of their interval, tables keep both with a mark."""

from __future__ import annotations

import re

import pytest

from ovreport.analysis.results import Analysis
from ovreport.claims import recompute
from ovreport.claims.best import best
from ovreport.claims.levels import ROUGHLY, levels_table
from ovreport.claims.number import Number, is_wide
from ovreport.claims.texts import Texts
from ovreport.language.registry import LANGUAGES
from ovreport.language.spans import plain
from ovreport.limits import WIDE_LEVEL
from tests import simulation
from tests.claims.handmade import analysis, ordinary
from tests.simulated_plans import make_plan

PLAN = make_plan(factors={"batch": [1, 3]})


def with_rounds(scatter: float) -> Analysis:
    """Two configurations in five rounds whose levels scatter by this on the logarithm."""
    return simulation.quick_analysis(
        make_plan(factors={"batch": [1, 3]}, rounds=5), simulation.World(round_sd=scatter, seed=3)
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_level_is_told_by_its_ends_from_the_limit_on(language: str) -> None:
    t = Texts(analysis(PLAN), language)
    near, wide = (
        t.told(Number(value=2.5e7, unit="ns", low=2e7, high=high)) for high in (3.99e7, 2e7 * WIDE_LEVEL)
    )
    assert near.low
    assert near.value in {"25", "25.0", "25,0"}
    assert not wide.low
    assert re.findall(r"\d+", ordinary(wide.value)) == ["20", "40"]


def test_a_ratio_is_never_told_as_a_level() -> None:
    assert not Number(value=1.0, unit="ratio", low=0.5, high=2.0).wide
    assert not Number(value=1.0, unit="fps").wide


def test_no_sentence_about_the_best_states_a_level_that_is_known_badly() -> None:
    about = with_rounds(1.0)
    chosen = best(about, about.best[0])
    level = about.cell(chosen.best.cell).throughput
    assert level is not None
    assert is_wide(level.low, level.high)
    t = Texts(about, "en")
    told = f"{plain(chosen.text(t).headline)} {plain(chosen.text(t).short)} {plain(chosen.text(t).context)}"
    assert str(t.numbers.throughput(level.value, level.low, level.high)) not in told


@pytest.mark.parametrize(("scatter", "prints"), [(0.01, 3), (1.0, 2)])
def test_the_program_of_a_level_prints_what_its_sentence_states(scatter: float, prints: int) -> None:
    about = with_rounds(scatter)
    found = recompute(best(about, about.best[0]), about)
    assert found is not None
    assert len(found.prints) == prints


@pytest.mark.parametrize(("scatter", "marked"), [(0.01, False), (1.0, True)])
def test_a_table_keeps_a_level_that_is_known_badly_with_a_mark_and_says_what_it_means(
    scatter: float, marked: bool
) -> None:
    about = with_rounds(scatter)
    table = levels_table(Texts(about, "en"), [about.cells[0].cell.id])
    (row,) = table.rows
    assert row[1].startswith(ROUGHLY) is marked
    assert (ROUGHLY in table.caption) is marked
    assert row[2] != "–"
