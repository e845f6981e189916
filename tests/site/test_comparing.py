"""Pages about two results and about several over time, in Chromium and in all languages."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from ovreport import render
from ovreport.analysis.change_points import ChangePoint
from ovreport.analysis.circumstances import Circumstances, Difference
from ovreport.analysis.compared import compared
from ovreport.analysis.history import History, LevelChange, Point
from ovreport.records import Interval
from tests.simulation import World, make_plan, quick_analysis
from tests.site.browser import THEMES, WIDTHS, Theme, invalid_html, tab, violations

LANGUAGES = ("en", "de", "zh-Hans")
CHANGED = (
    Difference(group="software", key="openvino", first="2026.1.0", second="2026.2.0"),
    Difference(group="memory", key="total", first="", second="8589934592", unit="bytes"),
    Difference(group="device", key="CPU.full_name", first="One", second="<b>Another</b>"),
    Difference(group="model", key="", first="tiny 0a1b", second="tiny 2c3d"),
    Difference(group="inputs", key="files", first="", second="4e5f"),
    Difference(group="measure", key="seconds", first="1.0", second="2.0"),
    Difference(group="counts", key="", first="image", second="Satz/Sätze"),
)


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Of results in which something is slower, and something was measured on one side alone."""
    folder = tmp_path_factory.mktemp("comparing")
    plan = make_plan(factors={"requests": [1, 2, 4]}, rounds=5)
    words = plan.article.translations[0]
    spoken = tuple(replace(words, language=language) for language in LANGUAGES)
    plan = replace(plan, article=replace(plan.article, translations=spoken))
    first, second = (
        quick_analysis(plan, World(seed=seed, ratios={plan.cells[1].id: ratio}))
        for seed, ratio in ((1, 1.0), (2, 1.6))
    )
    fewer = replace(first, plan=replace(plan, cells=plan.cells[:2]), cells=first.cells[:2])
    beside = compared(fewer, second, ("old", "new"), CHANGED)
    level = {("throughput", cell.id): Interval(value=90.0, low=85.0, high=95.0) for cell in plan.cells}
    bare = {("throughput", plan.cells[0].id): Interval(value=70.0, low=math.nan, high=math.nan)}
    under = Circumstances(facts=(), openvino_version="2026.1.0", measure=plan.measure)
    points = tuple(
        Point(
            name=f"s{number}",
            started_utc_ns=1_780_000_000_000_000_000 + number * 86_400_000_000_000,
            circumstances=under,
            levels=dict(bare if number == 3 else level),  # type: ignore[arg-type] # metrics
            rounds=3,
        )
        for number in range(10)
    )
    ratio = Interval(value=0.9, low=0.85, high=0.95)
    change = LevelChange(
        cell=plan.cells[0].id,
        at=6,
        point=ChangePoint(at=6, p=0.001, ratio=ratio, sessions=(6, 4)),
        differences=CHANGED,
    )
    told = History(plan=plan, host="bench", by="session", margin=0.03, points=points, changes=(change,))
    written = (*render.write_compared(beside, folder), *render.write_history(told, folder))
    assert len(written) == 2 * len(LANGUAGES)
    return [folder / name for name in written]


def test_their_html_is_valid(pages: list[Path]) -> None:
    assert invalid_html(pages) == ""


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("theme", THEMES)
def test_they_are_shown_without_complaint_and_no_wider_than_the_window(
    browser: Browser, pages: list[Path], theme: Theme, width: str
) -> None:
    for page in pages:
        with tab(browser, page, theme=theme, width=WIDTHS[width]) as opened:
            wide = opened.page.evaluate("document.documentElement.scrollWidth - innerWidth")
            assert (violations(opened.page), opened.problems, opened.foreign_requests()) == ([], [], [])
            assert wide <= 0, page.name
