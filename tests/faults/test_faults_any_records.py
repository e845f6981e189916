"""Whatever a record holds that the format takes, nothing ends by it: numbers, sentences and pages are made.

Warnings are errors in this suite, so a logarithm of nothing or a division by it is a failure too.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import given, settings

from ovreport.analysis.report import analyse
from ovreport.analysis.summaries import TrialSummary
from ovreport.claims import conclude
from ovreport.claims.claim import Report
from ovreport.cli import speaking
from ovreport.records import Record
from ovreport.store import reading, writing
from tests.any_records import Measured, measured
from tests.sites import write_site


def report_of(one: Measured) -> Report:
    return conclude(analyse(one.plan, "bench", as_read(one), noise=one.noise))


def as_read(one: Measured) -> Iterator[tuple[Record, str]]:
    """The records through the bytes of their files: the reader takes every one of them."""
    for record, sha256 in one.records:
        yield reading.read(writing.write(record)), sha256


@pytest.mark.slow
@settings(max_examples=60)
@given(measured())
def test_any_records_come_to_numbers_that_can_be_and_to_sentences_in_json(one: Measured) -> None:
    report = report_of(one)
    for trial in (trial for cell in report.analysis.cells for trial in cell.trials):
        check(trial)
    assert speaking.told(report)
    json.loads(json.dumps(speaking.as_json(report)), parse_constant=refuse)


def check(trial: TrialSummary) -> None:
    """Numbers that every trial has, whatever its clock: 64 bits that overflow would show here."""
    grid = trial.latency_grid_ns
    assert grid[0] > 0
    assert (np.diff(grid) >= 0).all()
    assert grid[0] * (1 - 1e-9) <= trial.latency_mean_ns <= grid[-1] * (1 + 1e-9)
    assert (trial.slice_latency_ns >= grid[0] * (1 - 1e-9)).all()
    assert (trial.slice_latency_ns <= grid[-1] * (1 + 1e-9)).all()
    assert (trial.slice_least_ns >= grid[0]).all()
    assert (trial.slice_least_ns <= trial.slice_latency_ns * (1 + 1e-9)).all()
    assert np.isfinite([trial.throughput_fps, *trial.slice_fps, trial.latency_change, trial.shift[0]]).all()
    assert min(trial.throughput_fps, *trial.slice_fps) > 0
    assert 1 <= trial.effective_requests <= trial.requests
    assert trial.modes >= 1
    assert trial.other_cpu_share >= 0


def refuse(constant: str) -> float:
    raise AssertionError(f"{constant} is no JSON")


@pytest.mark.slow
@settings(max_examples=8)
@given(measured())
def test_any_records_come_to_pages_in_both_languages(one: Measured) -> None:
    slug = one.plan.article.slug
    with TemporaryDirectory() as folder:
        write_site([report_of(one)], Path(folder))
        for page in (f"{slug}/index.html", f"zh-Hans/{slug}/index.html"):
            assert "</html>" in (Path(folder) / page).read_text(encoding="utf-8")
