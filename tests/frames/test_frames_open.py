"""What `ovreport.open` gives: frames whose columns are those that docs/python.md promises."""

from __future__ import annotations

import ast
import gc
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import ovreport
from ovreport.errors import OvreportError
from ovreport.frames import columns
from ovreport.naming import FIELDS
from tests.cli.stand_in import TINY, Simulated, command, experiment

DOCS = Path(__file__).parents[2] / "docs"
FRAMES = ("requests", "trials", "comparisons", "claims")
RESULTS = Path("experiments") / "results"


@pytest.fixture(autouse=True)
def measured(simulated: Simulated) -> None:
    """The records of two experiments."""
    experiment()
    experiment(TINY.replace("[1, 2]", "[4, 1]").replace("streams: 1", "streams: [1, 2]"), "other")
    assert command("run").exit_code == 0


@pytest.fixture
def site() -> Path:
    """The site about them."""
    assert command("render").exit_code == 0
    return Path("site")


def documented(frame: str) -> dict[str, str]:
    """Types by column, as the page has them."""
    told = (
        (DOCS / "python.md").read_text(encoding="utf-8").partition(f"## `{frame}`")[2].partition("\n## ")[0]
    )
    rows = re.findall(r"^\| (`[^|]*`) \| `([^|]+)` \|", told, re.MULTILINE)
    return {name: kind for names, kind in rows for name in re.findall(r"`(\w+)`", names)}


def factors(frame: str) -> dict[str, str]:
    return {} if frame == "claims" else {"requests": "category", "streams": "category"}


def kinds(frame: pd.DataFrame) -> dict[str, str]:
    return {str(name): str(kind) for name, kind in frame.dtypes.items()}


@pytest.mark.parametrize("frame", FRAMES)
def test_a_frame_has_the_columns_that_are_documented_and_one_for_each_factor(frame: str) -> None:
    found: pd.DataFrame = getattr(ovreport.open(RESULTS), frame)
    assert kinds(found) == documented(frame) | factors(frame)
    assert len(found)


@pytest.mark.parametrize("frame", FRAMES)
def test_a_frame_without_rows_has_the_same_columns(frame: str) -> None:
    for path in RESULTS.rglob("*.parquet"):
        path.unlink()
    found: pd.DataFrame = getattr(ovreport.open(RESULTS).of(experiment="other"), frame)
    assert kinds(found) == documented(frame) | factors(frame)


def test_the_documented_columns_are_those_that_are_made() -> None:
    made = (columns.REQUESTS, columns.TRIALS, columns.COMPARISONS, columns.CLAIMS)
    assert [documented(frame) for frame in FRAMES] == [dict(each) for each in made]


def test_no_column_has_the_name_of_a_setting() -> None:
    assert {*columns.REQUESTS, *columns.TRIALS, *columns.COMPARISONS}.isdisjoint(FIELDS)


def test_a_site_tells_what_the_results_tell_that_it_was_made_from(site: Path) -> None:
    results, published = ovreport.open(RESULTS), ovreport.open(site)
    for frame in FRAMES:
        pd.testing.assert_frame_equal(getattr(results, frame), getattr(published, frame))


def test_a_claim_has_a_link_to_its_place_on_the_page(site: Path) -> None:
    claims = ovreport.open(site).of(experiment="tiny").claims
    names = set(re.findall(r' id="([^"]+)"', (site / "tiny/index.html").read_text(encoding="utf-8")))
    assert {link.removeprefix("#") for link in claims.permalink} <= names
    assert claims.permalink[claims.part == "conclusions"].is_unique


def test_levels_have_the_order_of_the_experiment_file() -> None:
    trials = ovreport.open(RESULTS).of(experiment="other").trials
    assert list(trials["requests"].cat.categories) == ["4", "1"]


def test_counted_requests_are_those_that_the_trials_count() -> None:
    results = ovreport.open(RESULTS)
    keys = ["experiment", "cell_id", "round"]
    counted = results.requests.query("counted").groupby(keys, observed=True).size()
    pd.testing.assert_series_equal(
        counted, results.trials.set_index(keys).counted_requests.sort_index(), check_names=False
    )


def test_requests_by_trial_are_the_requests_in_parts() -> None:
    results = ovreport.open(RESULTS).of(experiment="tiny")
    parts = list(results.requests_by_trial())
    assert len(parts) == len(results.trials)
    pd.testing.assert_frame_equal(pd.concat(parts, ignore_index=True), results.requests)


def test_a_part_of_a_site_stays_readable_when_the_whole_is_let_go(site: Path) -> None:
    part = ovreport.open(site).of(experiment="tiny", host="bench")
    gc.collect()
    assert len(part.trials) == 6


def test_records_without_an_experiment_file_are_read_and_not_compared() -> None:
    (Path("experiments") / "other.yaml").unlink()
    other = ovreport.open(RESULTS).of(experiment="other")
    assert set(other.trials["configuration"]) == {"4, 1", "4, 2", "1, 1", "1, 2"}
    with pytest.raises(OvreportError, match=r"other\.yaml"):
        _ = other.claims


def test_a_failed_trial_has_a_row_without_figures(simulated: Simulated) -> None:
    whole = ovreport.open(RESULTS).of(experiment="tiny").trials
    simulated.failing[whole.cell_id.iloc[0]] = "crash"
    assert command("build", "experiments/tiny.yaml", "--rerun").exit_code
    failed = ovreport.open(RESULTS).of(experiment="tiny").trials.query("failure == 'crash'")
    assert len(failed) == 3
    assert failed[["throughput_fps", "latency_p50_ms"]].isna().all(axis=None)


def test_what_is_not_there_is_told_with_what_is() -> None:
    with pytest.raises(KeyError, match="tiny of bench"):
        ovreport.open(RESULTS).of(host="elsewhere")


@pytest.mark.parametrize("place", ["nowhere", "experiments"])
def test_a_folder_without_results_is_told(place: str) -> None:
    with pytest.raises(OvreportError, match=place):
        ovreport.open(place)


def test_a_site_with_a_changed_record_is_refused(site: Path) -> None:
    path = next(site.rglob("*.parquet"))
    path.write_bytes(path.read_bytes()[:-9])
    with pytest.raises(OvreportError, match=path.name):
        ovreport.open(site)


def test_importing_the_package_imports_nothing_of_others() -> None:
    code = "import sys; import ovreport; print(sorted(name for name in sys.modules if 'ovreport' in name))"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "['ovreport']"


@pytest.mark.filterwarnings("ignore:.scattermapbox. is deprecated:DeprecationWarning")  # by Plotly 6.0 itself
def test_the_notebook_is_kept_without_outputs_and_draws_every_trial_in_three_lines() -> None:
    cells = json.loads((DOCS / "plot.ipynb").read_text(encoding="utf-8"))["cells"]
    (cell,) = (each for each in cells if each["cell_type"] == "code")
    assert (cell["outputs"], cell["execution_count"]) == ([], None)
    assert sum(bool(line.strip()) for line in cell["source"]) == 3
    *lines, last = ast.parse("".join(cell["source"])).body
    names: dict[str, Any] = {}
    exec(compile(ast.Module(lines, []), "plot.ipynb", "exec"), names)
    assert isinstance(last, ast.Expr)
    figure = eval(compile(ast.Expression(last.value), "plot.ipynb", "eval"), names)
    assert sum(len(trace.y) for trace in figure.data) == len(ovreport.open(RESULTS).trials)


def test_the_lines_of_the_page_print_a_row_for_each_configuration_and_round(
    capsys: pytest.CaptureFixture[str],
) -> None:
    text = (DOCS / "python.md").read_text(encoding="utf-8")
    (code,) = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    exec(compile(code, "python.md", "exec"), {})
    printed = capsys.readouterr().out.splitlines()
    rounds = ovreport.open(RESULTS).trials.groupby(["configuration", "round"], observed=True).ngroups
    assert len(printed) == rounds + 2  # a head before and the name and type behind
