"""What `ovreport import` takes: reports of `benchmark_app` in both dialects, and records."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from ovreport import plan, spec
from ovreport.errors import OvreportError
from ovreport.plan import Plan
from ovreport.workflow import benchmark_app
from tests.cli.stand_in import TINY, Simulated, command, experiment

pytestmark = pytest.mark.usefixtures("simulated")

IN_PYTHON = {
    "cmd_options": {"-m": "net.xml", "-d": "CPU", "-hint": "none", "-nstreams": "2", "-nireq": "4"},
    "configuration_setup": {
        "topology": "Model1", "target device": "CPU", "API": "async", "inference_only": True,
        "precision": "UNSPECIFIED", "batch size": "1", "number of iterations": "None",
        "number of parallel infer requests": "4", "duration (ms)": "1000", "number of CPU streams": "2",
    },
    "execution_results": {
        "first inference time (ms)": "18.69", "total number of iterations": "28956", "latency (ms)": "0.03",
        "avg latency": "0.05", "min latency": "0.01", "max latency": "9.55", "throughput": "28950.90",
    },
}  # fmt: skip
IN_CPP = {
    "cmd_options": {"m": "net.xml", "d": "CPU", "hint": "none", "nstreams": "2", "nireq": 4},
    "configuration_setup": {
        "benchmark_mode": "inference only", "topology": "Model1", "target_device": "CPU", "api": "async",
        "precision": "f32", "batch_size": 1, "iterations_num": 0, "nireq": 4, "duration": 1000,
        "cpu_streams_num": "2",
    },
    "execution_results": {
        "first_inference_time": 18.69, "execution_time": 1000.2, "iterations_num": 28956,
        "latency_median": 0.03, "percentile_boundary": 50, "latency_avg": 0.05, "latency_min": 0.01,
        "latency_max": 9.55, "throughput": 28950.9,
    },
}  # fmt: skip
BOTH = pytest.mark.parametrize("report", [IN_PYTHON, IN_CPP], ids=["python", "cpp"])


def written(report: object, name: str = "benchmark_report.json") -> Path:
    path = Path(name)
    path.write_text(json.dumps(report), encoding="utf-8")
    return path


def imported(*arguments: str | Path) -> str:
    ended = command("import", *arguments)
    assert ended.exit_code == 0, ended.exception or ended.output
    return ended.output


def refused(*arguments: str | Path) -> str:
    ended = command("import", *arguments)
    assert ended.exit_code
    return str(ended.exception) + ended.output


def loaded(path: Path) -> Plan:
    return plan.expand(spec.load(path))


@BOTH
def test_both_dialects_of_benchmark_app_tell_the_same(report: dict[str, Any]) -> None:
    assert benchmark_app.read(written(report)) == benchmark_app.BenchmarkRun(
        levels={"device": "CPU", "batch": 1, "hint": "none", "streams": 2, "requests": 4},
        fps=28950.9,
        latency_ms=0.05,
        streams=2,
        requests=4,
    )


@BOTH
def test_a_report_becomes_a_block_that_makes_an_experiment_of_published_figures(
    report: dict[str, Any],
) -> None:
    block = imported(written(report), "--source", "a lab: ours", "--date", "2026-11-30")
    path = experiment(f"title: Printed\n{block}", "printed")
    (published,) = loaded(path).published
    (figure,) = published.figures
    assert (published.source, published.date) == ("a lab: ours", "2026-11-30")
    assert (figure.throughput_fps, figure.latency_ms) == (28950.9, 0.05)
    assert (figure.streams, figure.requests) == (2, 4)


def test_reports_are_added_to_an_experiment_file_whose_other_lines_stay() -> None:
    path = experiment(TINY + "# the end\n")
    imported(written(IN_PYTHON), "--into", path)
    other = {**IN_PYTHON, "cmd_options": {"-nireq": "1"}}
    imported(written(other), "--into", path, "--source", "the same again")
    assert path.read_text(encoding="utf-8").startswith(TINY + "# the end\n")
    first, second = loaded(path).published
    levels = [dict(loaded(path).cell(one.figures[0].cell_id).levels) for one in (first, second)]
    assert [each["requests"] for each in levels] == ["4", "1"]
    assert command("build").exit_code == 0


def test_what_follows_a_list_of_figures_stays_behind_it() -> None:
    figures = "published:\n  - source: A paper\n    figures:\n      - {requests: 1, fps: 10} # one\n"
    more = f"{figures}\n# end\ntags: [a]\n"
    path = experiment(TINY + more)
    imported(written(IN_CPP), "--into", path)
    assert [one.source for one in loaded(path).published] == ["A paper", "benchmark_app"]
    assert path.read_text(encoding="utf-8").endswith("\n# end\ntags: [a]\n")


@pytest.mark.parametrize(
    "more",
    [
        "published: [{source: A paper, figures: [{requests: 1, fps: 10}]}]\n",
        "bundles: {way: {one: {threads: 1}, two: {threads: 2}}}\n",
    ],
    ids=["in brackets", "a bundle without its level"],
)
def test_a_file_that_a_figure_does_not_fit_into_stays_as_it_was(more: str) -> None:
    path = experiment(TINY + more)
    assert str(path) in refused(written(IN_PYTHON), "--into", path)
    assert path.read_text(encoding="utf-8") == TINY + more


def test_the_level_of_a_bundle_is_given_beside_the_report() -> None:
    path = experiment(
        TINY.replace("requests: [1, 2]", "bundles: {way: {one: {requests: 1}, two: {requests: 2}}}")
    )
    imported(written(IN_PYTHON), "--into", path, "--level", "way=two")
    (published,) = loaded(path).published
    assert dict(loaded(path).cell(published.figures[0].cell_id).levels)["way"] == "two"


def test_a_latency_that_is_rounded_to_nothing_is_left_out() -> None:
    results = {"throughput": "28950.90", "avg latency": "0.00"}
    assert benchmark_app.read(written({**IN_PYTHON, "execution_results": results})).latency_ms is None


@pytest.mark.parametrize(
    ("report", "told"),
    [
        ({"report_type": "average", "avg_performance": {}}, "benchmark_report.json"),
        ({**IN_PYTHON, "execution_results": {"error": "no such device"}}, "no such device"),
        ({**IN_CPP, "execution_results": {"throughput": "nan"}}, "throughput"),
        ({"rows": []}, "configuration_setup"),
        ([1], "JSON object"),
    ],
)
def test_what_is_no_report_of_requests_is_refused_with_the_reason(report: object, told: str) -> None:
    with pytest.raises(OvreportError, match=told):
        benchmark_app.read(written(report, "other.json"))


@pytest.mark.openvino
def test_what_the_installed_benchmark_app_writes_is_read(tmp_path: Path) -> None:
    build = (
        "import numpy as np, openvino as ov; from openvino import opset8 as op;"
        "x = op.parameter([1, 8], np.float32, name='x');"
        "ov.save_model(ov.Model([op.relu(x)], [x], 'net'), 'net.xml')"
    )
    asked = "-m net.xml -d CPU -niter 50 -hint none -nstreams 1 -nireq 2 -report_type no_counters -json_stats"
    main = "from openvino.tools.benchmark.main import main; main()"
    for code, options in ((build, ""), (main, f"{asked} -report_folder .")):
        subprocess.run(
            [sys.executable, "-c", code, *options.split()], cwd=tmp_path, check=True, capture_output=True
        )
    run = benchmark_app.read(tmp_path / "benchmark_report.json")
    assert run.levels == {"device": "CPU", "batch": 1, "hint": "none", "streams": 1, "requests": 2}
    assert run.fps > 0
    assert (run.streams, run.requests) == (1, 2)


def test_records_of_another_program_become_those_of_a_named_host(simulated: Simulated) -> None:
    experiment()
    assert command("run").exit_code == 0
    path = min(Path("experiments/results/tiny/bench").iterdir())
    (loose := Path("loose.parquet")).write_bytes(path.read_bytes())
    imported(loose, "--host", "lab")
    assert "lab" in command("list").output
    again = refused(loose, "--host", "lab")
    assert "has a record of this trial" in again


def test_a_file_that_is_no_record_is_refused_and_the_others_are_taken(simulated: Simulated) -> None:
    experiment()
    assert command("run").exit_code == 0
    (broken := Path("broken.parquet")).write_bytes(b"PAR1 nothing PAR1")
    path = min(Path("experiments/results/tiny/bench").iterdir())
    assert "broken.parquet" in refused(broken, path, "--host", "lab")
    assert len(list(Path("experiments/results/tiny/lab").iterdir())) == 1


def test_records_need_the_name_of_their_machine() -> None:
    assert "--host" in refused("some.parquet")
