"""What `ovreport export` writes."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest

import ovreport
from tests.cli.stand_in import PRINTED, TINY, Simulated, command, experiment

FRAMES = ("requests", "trials", "comparisons", "claims")
OUTPUT = Path("out")


@pytest.fixture(autouse=True)
def measured(simulated: Simulated) -> None:
    """The records of two experiments that vary different factors."""
    experiment()
    experiment(TINY.replace("requests: [1, 2]", "batch: [1, 2]"), "other")
    assert command("run").exit_code == 0


def exported(how: str) -> dict[str, Path]:
    ended = command("export", "--format", how, "--output", OUTPUT)
    assert ended.exit_code == 0, ended.exception or ended.output
    assert sorted(OUTPUT.iterdir()) == sorted(OUTPUT / f"{frame}.{how}" for frame in FRAMES)
    return {frame: OUTPUT / f"{frame}.{how}" for frame in FRAMES}


def test_an_exported_parquet_file_is_the_frame() -> None:
    files, results = exported("parquet"), ovreport.open("experiments/results")
    for frame in FRAMES:
        found, whole = pd.read_parquet(files[frame]), getattr(results, frame)
        pd.testing.assert_frame_equal(found, whole, check_categorical=False)
        assert found.dtypes.map(str).tolist() == whole.dtypes.map(str).tolist()


def test_the_parquet_file_of_requests_holds_what_is_known_of_every_trial() -> None:
    metadata = pq.read_metadata(exported("parquet")["requests"]).metadata
    trials = json.loads(metadata[b"ovreport.trials"])
    assert {each["sha256"] for each in trials} == set(ovreport.open("experiments/results").trials.sha256)
    assert all(each["trial"]["in_force"] and each["slices"]["begin_ns"] for each in trials)


def test_an_exported_csv_file_has_a_line_for_each_row() -> None:
    files, results = exported("csv"), ovreport.open("experiments/results")
    for frame in FRAMES:
        whole: pd.DataFrame = getattr(results, frame)
        assert files[frame].read_text(encoding="utf-8") == whole.to_csv(index=False, lineterminator="\n")


def test_an_exported_json_file_has_an_object_for_each_row() -> None:
    files, results = exported("json"), ovreport.open("experiments/results")
    for frame in FRAMES:
        found, whole = json.loads(files[frame].read_text(encoding="utf-8")), getattr(results, frame)
        assert len(found) == len(whole)
        assert list(found[0]) == list(whole.columns)


def test_an_experiment_without_records_has_nothing_to_export() -> None:
    ended = command("export", experiment(PRINTED, "printed"), "--output", OUTPUT)
    assert ended.exit_code
    assert "printed: nothing was measured" in str(ended.exception)
    assert not OUTPUT.exists()


def test_a_file_that_cannot_be_written_is_told_with_what_to_do() -> None:
    OUTPUT.write_text("a file")
    ended = command("export", "--output", OUTPUT)
    assert "--output" in str(ended.exception)
    assert OUTPUT.read_text() == "a file"
