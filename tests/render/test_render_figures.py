"""Figures: what they tell, and their data, compact, language-neutral, with the extremes among it."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import ovreport.render
from ovreport.analysis.results import CellResult
from ovreport.analysis.summaries import GRID
from ovreport.claims import say, steadiness
from ovreport.claims.best import Best
from ovreport.claims.claim import Report
from ovreport.claims.factor_effects import FactorEffect
from ovreport.claims.starts import start_ns
from ovreport.language.registry import LANGUAGES
from ovreport.language.spans import plain
from ovreport.plan import Setting
from ovreport.records import Phase
from ovreport.render import assets, details, figures, request_plot
from ovreport.render.blocks import block
from ovreport.render.context import Context
from ovreport.render.figures import FIGURES, data
from ovreport.render.figures.figure import FigureKind
from ovreport.render.figures.heat import HeatChart
from ovreport.render.figures.startup import StartupChart
from ovreport.render.figures.tables import median_ns
from ovreport.render.figures.timeline import TimelineChart
from ovreport.render.figures.windows import WindowsChart
from ovreport.render.legend import legend, lines_legend
from ovreport.render.pages import script_json
from ovreport.render.templates import templates
from ovreport.render.views import Figure, NumberCell
from tests import simulation
from tests.claims.samples import samples
from tests.render.conftest import context_of, report_of
from tests.simulated_plans import identical_plan, make_plan

MOST_POINTS = 5_000


def drawn(context: Context) -> dict[str, Figure]:
    """The figures of a page by their kind, in their order."""
    return {each.kind: each.figure(number) for number, each in enumerate(figures.figures(context), 1)}


def numbers(value: Any) -> Iterator[float]:
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for one in value:
            yield from numbers(one)
    elif isinstance(value, int | float):
        yield value


@pytest.mark.parametrize("which", ["article", "large", "published", "troubled"])
def test_no_picture_has_more_than_five_thousand_points(which: str, request: pytest.FixtureRequest) -> None:
    made = data(context_of(request.getfixturevalue(which)))
    time = made["figures"].get("time", {"cells": []})
    assert sum(len(cell[axis]) for cell in time["cells"] for axis in ("x", "wx", "sx")) <= MOST_POINTS
    for each in (made["cells"], *made["figures"].values()):
        assert sum(1 for _ in numbers(each)) <= 2 * MOST_POINTS + 500


def test_the_slowest_request_is_drawn(article: Report) -> None:
    latest = max(max(cell["y"]) for cell in data(context_of(article))["figures"]["time"]["cells"])
    points = np.concatenate([trial.points for cell in article.analysis.cells for trial in cell.trials])
    slowest = points[points[:, 4] == int(Phase.MEASURED), 3].max() / 1e6
    assert latest == pytest.approx(slowest, abs=0.01)


def test_the_data_is_the_same_in_every_language(article: Report) -> None:
    assert data(context_of(article)) == data(context_of(article, "zh-Hans"))


@pytest.mark.parametrize("which", ["article", "large", "published", "troubled"])
def test_the_data_is_json_without_gaps(which: str, request: pytest.FixtureRequest) -> None:
    made = json.loads(str(script_json(data(context_of(request.getfixturevalue(which))))))
    assert all(np.isfinite(number) for number in numbers(made))


@pytest.mark.parametrize("which", ["article", "large", "published"])
def test_every_picture_has_a_drawing_an_answer_and_a_table(
    which: str, request: pytest.FixtureRequest
) -> None:
    made = drawn(context_of(request.getfixturevalue(which)))
    assert made
    for figure in made.values():
        assert f"drawings.{figure.kind} = " in assets.charts()
        assert "".join(part.text for part in figure.answer)
        assert figure.table.rows
        assert all(len(row) == len(figure.table.columns) for row in figure.table.rows)


def test_the_alternative_text_tells_the_answer_and_numbers(article: Report) -> None:
    figure = drawn(context_of(article))["throughput"]
    answer = "".join(part.text for part in figure.answer)
    assert figure.alt.startswith(answer)
    assert str(figure.table.rows[0][1]) in figure.alt


@pytest.mark.parametrize(("language", "expected"), [("en", "13.6"), ("de", "13,6")])
def test_published_figures_are_written_as_the_language_of_the_page_writes_numbers(
    published: Report, language: str, expected: str
) -> None:
    context = context_of(published, language)
    row = drawn(context)["published"].table.rows[0]
    big = block(context, context.analysis.cells[0], request_plot.latency_axis([])).figures[0]
    assert str(row[4]) == f"{expected}\u00a0ms"
    assert big.shown.value == expected


def test_published_figures_never_enter_a_measured_column(article: Report) -> None:
    table = drawn(context_of(article))["published"].table
    heads = [column.head for column in table.columns]
    assert heads[1:3] == ["measured here, FPS", "published, FPS"]
    assert [row[2] for row in table.rows] == ["36", "96"]
    assert all("(" in str(row[1]) and "(" not in str(row[2]) for row in table.rows)


def test_pictures_that_have_nothing_to_say_are_left_out(published: Report) -> None:
    assert list(drawn(context_of(published))) == ["published"]


def test_a_picture_with_a_line_a_configuration_shows_at_most_nine(large: Report) -> None:
    context = context_of(large)
    made = data(context)
    assert 2 <= len(made["chosen"]) <= 9
    baseline = [cell["id"] for cell in made["cells"]].index(context.plan.baseline)
    assert baseline in made["chosen"]


def test_a_timeline_is_drawn_where_the_number_of_requests_in_flight_varies(article: Report) -> None:
    assert "timeline" in drawn(context_of(article))
    assert "timeline" not in drawn(context_of(report_of(identical_plan(2))))


def test_the_cells_of_the_timeline_differ_from_the_baseline_in_one_factor(large: Report) -> None:
    context = context_of(large)
    base = dict(context.plan.cell(context.plan.baseline).levels)
    shown = data(context)["figures"]["timeline"]
    assert len(shown) > 1
    for each in shown:
        levels = context.analysis.cells[each["cell"]].cell.levels
        assert sum(base[name] != level for name, level in levels) <= 1


def test_a_timeline_compares_numbers_of_requests_on_one_device(monkeypatch: pytest.MonkeyPatch) -> None:
    """A hint gives every device a number of its own, so that of several devices all would be drawn."""
    granted = {"CPU": 2, "GPU": 4, "MULTI:GPU,CPU": 6}

    def in_flight(setting: Setting) -> int:
        return 1 if setting.hint == "latency" else granted[setting.device]

    monkeypatch.setattr(simulation, "requests_in_flight", in_flight)
    plan = make_plan(factors={"device": list(granted), "hint": ["throughput", "latency"]})
    chart = TimelineChart(context_of(report_of(plan)))
    assert [(cell.cell.setting.device, len(cell.slot_shares)) for cell in chart.cells] == [
        ("CPU", 1),
        ("CPU", 2),
    ]
    assert [len(lane["slots"]) for lane in chart.data()] == [1, 2]


def test_thinning_keeps_order_and_extremes() -> None:
    latency = np.random.default_rng(3).integers(1, 1_000_000, 10_000)
    kept = request_plot.thin(latency, 50)
    assert len(kept) <= 50
    assert list(kept) == sorted(set(kept.tolist()))
    assert latency.min() in latency[kept]
    assert latency.max() in latency[kept]


def test_few_requests_are_all_drawn() -> None:
    assert request_plot.thin(np.array([3, 1, 2]), 50).tolist() == [0, 1, 2]


def test_the_dots_stay_inside_their_box(article: Report) -> None:
    context = context_of(article)
    result = context.measured[1]
    dotted = request_plot.draw(context, result, request_plot.latency_axis([result]))
    assert dotted
    x = y = 0
    for dx, dy in re.findall(r"m(-?\d+) ?(-?\d+)h0", dotted.points):
        x, y = x + int(dx), y + int(dy)
        assert 0 <= x <= 1000
        assert 0 <= y <= 100


def slowed(result: CellResult, times: int) -> CellResult:
    """The same cell after one request of its first trial took so many times as long as the slowest."""
    trial = result.trials[0]
    points = trial.points.copy()
    place = np.flatnonzero(points[:, 4] == int(Phase.MEASURED))[len(points) // 3]
    points[place, 3] = points[:, 3].max() * times
    return replace(result, trials=(replace(trial, points=points), *result.trials[1:]))


def test_one_slow_request_does_not_flatten_a_section(article: Report) -> None:
    context = context_of(article)
    before = request_plot.draw(context, context.measured[0], request_plot.latency_axis(context.measured))
    cells = [slowed(context.measured[0], 100), *context.measured[1:]]
    after = request_plot.draw(context, cells[0], request_plot.latency_axis(cells))
    assert before
    assert after
    assert (before.ticks, before.medians) == (after.ticks, after.medians)
    assert before.farthest is None
    assert before.beyond == ""


def test_a_request_above_the_axis_is_an_arrow_with_its_time(article: Report) -> None:
    context = context_of(article)
    result = slowed(context.measured[0], 100)
    dotted = request_plot.draw(context, result, request_plot.latency_axis([result]))
    slowest = max(int(trial.points[:, 3].max()) for trial in result.trials)
    assert dotted
    assert dotted.farthest
    assert dotted.farthest.label == context.time(slowest)
    assert dotted.beyond.count("z") == len(set(dotted.beyond.split("z"))) - 1
    assert "at the edge" in dotted.note


def test_cells_far_apart_share_an_axis_of_ratios(article: Report) -> None:
    context = context_of(article)
    fast, other = context.measured[0], context.measured[1]
    trials = tuple(
        replace(
            trial, points=np.column_stack([trial.points[:, :3], trial.points[:, 3] * 50, trial.points[:, 4:]])
        )
        for trial in other.trials
    )
    near = request_plot.latency_axis([fast])
    far = request_plot.latency_axis([fast, replace(other, trials=trials)])
    assert (near.low, near.log) == (0.0, False)
    assert far.log
    dotted = request_plot.draw(context, fast, far)
    assert dotted
    assert len(dotted.ticks) >= 3
    assert all(0 <= tick.at <= 100 for tick in dotted.ticks)


def test_a_picture_whose_rows_have_names_needs_no_key(article: Report) -> None:
    many = context_of(article)
    two = replace(article.analysis, cells=article.analysis.cells[:2], pareto=())
    few = context_of(replace(article, analysis=two))
    made, overlaid = drawn(many), drawn(few)
    assert data(many)["figures"]["time"]["inRows"]
    assert not data(few)["figures"]["time"]["inRows"]
    assert "One row per configuration" in made["time"].how
    assert made["time"].legend == ()
    assert "A row for each configuration" not in overlaid["time"].how
    assert len(overlaid["time"].legend) == 2


def test_a_key_says_once_what_each_colour_and_mark_stands_for(article: Report) -> None:
    context = context_of(article)
    rows = legend(context, context.analysis.cells)
    keys = [context.key(result.cell) for result in context.analysis.cells]
    assert [row.title for row in rows] == ["Concurrency", "Batch size"]
    assert {entry.key.hue for entry in rows[0].entries} == {key.hue for key in keys}
    assert {entry.key.fill for entry in rows[1].entries} == {key.fill for key in keys}
    assert lines_legend(context) == tuple(entry for row in rows for entry in row.entries)


@pytest.mark.parametrize("which", ["article", "large"])
def test_the_headline_of_the_windows_is_about_a_line_that_is_drawn(
    which: str, request: pytest.FixtureRequest
) -> None:
    context = context_of(request.getfixturevalue(which))
    claim = WindowsChart(context).claim()
    assert claim
    assert claim.cells[0] in {result.cell.id for result in context.selected}


def test_lines_that_marks_do_not_tell_apart_have_their_names_in_the_key(large: Report) -> None:
    context = context_of(large)
    names = [entry.name for entry in lines_legend(context)]
    assert names == [context.names[result.cell.id] for result in context.selected]


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
@pytest.mark.parametrize("which", ["article", "large"])
def test_no_two_pictures_of_a_page_have_one_headline(
    which: str, language: str, request: pytest.FixtureRequest
) -> None:
    made = drawn(context_of(request.getfixturevalue(which), language))
    headlines = [plain(figure.answer) for figure in made.values()]
    assert len(set(headlines)) == len(headlines)
    assert [headline for headline in headlines if headline.endswith(("?", "？"))] == []


def test_a_map_that_no_claim_is_about_names_its_highest_number(large: Report) -> None:
    context = context_of(large)
    best = max(
        (one for one in HeatChart(context).cells.values() if one.throughput),
        key=lambda one: one.throughput.value if one.throughput else 0.0,
    )
    headline = plain(HeatChart(context).highest())
    assert best.throughput
    assert headline.startswith(f"{context.names[best.cell.id]}: ")
    assert context.throughput(best.throughput).value in headline


def test_the_pictures_of_a_large_page_stay_small(large: Report) -> None:
    context = context_of(large)
    reached = request_plot.latency_axis(context.measured)
    total = 0
    for result in context.measured:
        dotted = request_plot.draw(context, result, reached)
        total += len(dotted.points) if dotted else 0
    assert total < 150_000


def test_the_scripts_name_no_other_host() -> None:
    for file in (each for each in (templates() / "assets").rglob("*") if each.is_file()):
        assert not re.search(r"https?://", file.read_text(encoding="utf-8")), file.name


def test_every_file_of_the_template_folder_is_described() -> None:
    told = (templates() / "README.md").read_text(encoding="utf-8")
    drawings = {f"assets/charts/{each.kind}.js" for each in FIGURES}
    files = {file.relative_to(templates()).as_posix() for file in templates().rglob("*") if file.is_file()}
    methods = {f"method.{tag}.html" for tag in LANGUAGES}
    assert drawings | methods <= files
    assert [name for name in files - drawings - methods - {"README.md"} if name not in told] == []


@pytest.mark.skipif(
    shutil.which("node") is None, reason="no Node.js: run `python tests/environment.py` first"
)
def test_the_drawings_make_one_script_without_modules(tmp_path: Path) -> None:
    """Names that two of the shared modules give would be a mistake of syntax here."""
    script = tmp_path / "charts.cjs"
    script.write_text(assets.charts(), encoding="utf-8")
    ran = subprocess.run(["node", "--check", script], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    assert [each.kind for each in FIGURES] == re.findall(
        r"^drawings\.(\w+) = ", assets.charts(), re.MULTILINE
    )


TYPED = re.compile(r"\}: ?[$%]|\} ?%(?!\{)|\d ?%['`]|[\d}] m?s\b")
"""A colon, a percent sign or a unit behind a number that is filled in, as a script types them itself."""


@pytest.mark.parametrize("typed", ["`${name}: ${n}`", "`${n} %`", "`${n}%`", "'100 %'", "`%{x:.1f} s`"])
def test_a_mark_that_a_script_types_itself_is_seen(typed: str) -> None:
    assert TYPED.search(typed)


def test_scripts_take_the_colon_and_the_percent_sign_from_the_words_of_the_page() -> None:
    """Chinese has a wide colon and no gap before the percent sign; no unit breaks off its number."""
    assert TYPED.findall(assets.charts()) == []


PRODUCT = [
    *Path(ovreport.render.__file__).parent.rglob("*.py"),
    *(file for file in templates().rglob("*") if file.suffix in {".js", ".html", ".css"}),
]


@pytest.mark.parametrize("kind", FIGURES, ids=lambda kind: str(kind.kind))
def test_render_and_templates_name_a_kind_of_figure_in_its_two_files_alone(kind: type[FigureKind]) -> None:
    name = kind.kind
    ways = (rf"\bfigures[./]{name}", rf"\bdrawings\.{name}", rf"figure-{name}", rf"\bclass {kind.__name__}")
    naming = re.compile("|".join(rf"{way}\b" for way in ways))
    files = [file for file in PRODUCT if naming.search(file.read_text(encoding="utf-8"))]
    assert sorted("/".join(file.parts[-2:]) for file in files) == [f"charts/{name}.js", f"figures/{name}.py"]


def test_every_figure_that_a_claim_names_is_a_kind(article: Report) -> None:
    made = [sample.claim.figure for sample in samples()]
    found = [claim.figure for claim in (*article.conclusions, *article.further)]
    assert {*made, *found, *dict(article.captions)} - {""} <= {each.kind for each in FIGURES}


def test_a_claim_of_a_level_names_the_figure_of_its_metric(article: Report) -> None:
    compared = [claim for claim in article.conclusions if isinstance(claim, FactorEffect | Best)]
    assert {claim.metric for claim in compared} >= {"throughput", "latency"}
    assert [claim.figure for claim in compared] == [claim.metric for claim in compared]


def test_every_figure_has_a_place_of_its_own() -> None:
    assert len({each.place for each in FIGURES}) == len(FIGURES)


def test_a_file_in_the_folder_of_figures_is_all_that_a_page_needs_to_find_one() -> None:
    folder = Path(figures.__file__).parent
    shared = {"__init__", "common", "figure", "interval_rows", "tables"}
    assert {file.stem for file in folder.glob("*.py")} - shared == {each.kind for each in FIGURES}


def test_a_figure_is_told_by_its_numbers_in_their_order_whatever_marks_they_are_written_with(
    article: Report,
) -> None:
    """1.234,5 of a German page is more than 999."""
    for language in LANGUAGES:
        figure = drawn(context_of(article, language))["throughput"]
        names = [str(row[0]) for row in sorted(figure.table.rows, key=lambda row: -number_of(row[1]))]
        places = [figure.alt.rindex(name) for name in names]
        assert places == sorted(places)


def number_of(cell: object) -> float:
    assert isinstance(cell, NumberCell)
    return cell.value


def test_the_median_of_a_round_is_that_of_all_its_requests_not_of_those_drawn(article: Report) -> None:
    context = context_of(article)
    trial = context.measured[0].trials[0]
    exact = float(trial.latency_grid_ns[GRID.index(50)])
    only_the_longest = replace(trial, points=trial.points[trial.points[:, 3] == trial.points[:, 3].max()])
    assert median_ns(only_the_longest) == exact
    assert request_plot._median([only_the_longest]) == exact


def test_the_bar_of_a_start_adds_up_to_what_its_claim_tells(article: Report) -> None:
    for result in article.analysis.cells:
        start = result.startup
        if start is not None:
            assert start in [trial.startup for trial in result.trials]
            assert start.read_ns + start.compile_ns + start.first_inference_ns == start_ns(result)


def test_the_table_of_starts_has_the_number_that_their_claim_tells(article: Report) -> None:
    table = StartupChart(context_of(article)).table()
    for row in table.rows:
        parts, told = [float(str(cell)) for cell in row[2:-1]], float(str(row[-1]))
        assert told == pytest.approx(sum(parts), rel=1e-3)


def test_a_start_from_the_cache_has_a_bar_of_its_own_and_is_called_so(article: Report) -> None:
    first, *others = article.analysis.cells
    cached = tuple(
        replace(trial, startup=replace(trial.startup, from_cache=trial.round > 1, compile_ns=0))
        for trial in first.trials
        if trial.startup is not None
    )
    analysis = replace(article.analysis, cells=(replace(first, trials=cached), *others))
    with_cache, without = (
        StartupChart(context_of(report)) for report in (replace(article, analysis=analysis), article)
    )
    assert [bar.get("cached", False) for bar in with_cache.data() if bar["cell"] == 0] == [False, True]
    assert len(with_cache.data()) == len(with_cache.table().rows) == len(without.data()) + 1
    assert with_cache.reading() != without.reading()
    assert not any("cached" in bar for bar in without.data())


def test_no_start_is_said_to_be_of_the_first_round(article: Report) -> None:
    reading = StartupChart(context_of(article)).reading()
    assert "first round" not in reading
    assert "the median one" in reading


def test_a_short_window_is_explained_where_one_is_shown(article: Report) -> None:
    result = article.analysis.cells[0]
    assert any(window.requests < 100 for trial in result.trials for window in trial.windows)
    full = tuple(
        replace(trial, windows=tuple(window for window in trial.windows if window.requests == 100))
        for trial in result.trials
    )
    shown = [
        details.details(context_of(article), one)[0][1].note for one in (result, replace(result, trials=full))
    ]
    assert ["may be short" in note for note in shown] == [True, False]


def test_windows_that_are_not_kept_are_counted_and_told(article: Report) -> None:
    """A long trial keeps its first windows; the page must not call them all."""
    analysis = article.analysis
    cells = tuple(
        replace(result, trials=tuple(replace(trial, requests=9_000) for trial in result.trials))
        for result in analysis.cells
    )
    cut = replace(article, analysis=replace(analysis, cells=cells))
    result = cells[0]
    kept = max(len(trial.windows) for trial in result.trials)
    _, drawer = details.details(context_of(cut), result)[0]
    each = sum(row[1] == "1" for row in drawer.rows)
    assert f"of {90 * len(result.trials)} windows, the first {each} of each round" in drawer.note
    assert "first" in WindowsChart(context_of(cut)).reading()
    assert "first" not in WindowsChart(context_of(article)).reading()
    claim = steadiness.windows(cut.analysis, result)
    if claim is not None:
        assert f"the first {kept} of each round" in plain(say(claim, cut.analysis, "en").headline)
        assert f"每轮取前 {kept} 个" in plain(say(claim, cut.analysis, "zh-Hans").headline).replace(
            "\u00a0", " "
        )
