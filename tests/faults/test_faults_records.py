"""Records from strangers who know the format: refused with a reason, or read and shown; nothing else happens.

`OVREPORT_DAMAGED=5000` tries as many as were promised.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from ovreport.bounds import IN_FLIGHT
from ovreport.records import LONGEST_NS
from tests.faults.commands import ROOT, environment
from tests.store.records import reason_for, rewrite, saved

DAMAGED = int(os.environ.get("OVREPORT_DAMAGED", "250"))
PAGES = max(DAMAGED // 20, 8)
MOST_MEGABYTES = 500
MOST_SECONDS = 5


NO_TIME = {"import_ns": 5, "read_ns": 0, "compile_ns": 0, "first_inference_ns": 0, "from_cache": None}


@pytest.mark.slow
def test_records_signed_by_strangers_are_refused_or_shown() -> None:
    ended = subprocess.run(
        [sys.executable, "-W", "error", "-m", "tests.faults.damaged", str(DAMAGED), "8", str(PAGES)],
        cwd=ROOT,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
        timeout=3600,
    )
    assert ended.returncode == 0, ended.stderr[-3000:]
    found = json.loads(ended.stdout)
    assert found["rendered"] == PAGES
    assert 0 < found["believed"] < DAMAGED
    assert found["seconds"] < MOST_SECONDS
    assert found["megabytes"] < MOST_MEGABYTES


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("latency_ns", LONGEST_NS + 1, "latency_ns is longer than any measurement"),
        ("submit_ns", LONGEST_NS + 1, "submit_ns lies beyond any measurement"),
        ("slot", IN_FLIGHT.high, "slot is none of 4,096"),
    ],
)
def test_a_number_that_would_overflow_later_is_refused(
    tmp_path: Path, name: str, value: int, reason: str
) -> None:
    import pyarrow.parquet as pq

    _, path = saved(tmp_path)
    values = pq.read_table(path).column(name).to_numpy().copy()
    values[-1] = value
    rewrite(path, columns={name: values}, sign=True)
    assert reason in reason_for(path)


@pytest.mark.parametrize(
    ("place", "value", "reason"),
    [
        (("in_force", "requests"), 5000, "claims 5,000 requests in flight"),
        (("setting", "batch"), 0, "claims a batch of 0"),
        (("round",), 10**30, "whole number of at most 64 bits"),
        (("denormal_share",), 10**400, "whole number of at most 64 bits"),
        (("started_utc_ns",), -1, "before 1970"),
        (("startup", "compile_ns"), -(2**40), "a start-up with compile_ns -1,099,511,627,776"),
        (("startup", "read_ns"), LONGEST_NS + 1, "a start-up with read_ns"),
        (("startup",), NO_TIME, "a start-up that took no time"),
        (("setting", "model", "name"), "net\ud800", "text with half a character"),
    ],
)
def test_a_value_that_would_break_what_comes_later_is_refused(
    tmp_path: Path, place: tuple[str, ...], value: object, reason: str
) -> None:
    import pyarrow.parquet as pq

    _, path = saved(tmp_path)
    trial = json.loads(pq.ParquetFile(path).metadata.metadata[b"ovreport.trial"])
    inside = trial
    for name in place[:-1]:
        inside = inside[name]
    inside[place[-1]] = value
    rewrite(path, entries={"ovreport.trial": json.dumps(trial)}, sign=True)
    assert reason in reason_for(path)
