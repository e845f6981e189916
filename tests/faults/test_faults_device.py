"""A device that is lost while a night's run goes on."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.faults.commands import ended, experiment, scanned

pytestmark = pytest.mark.skipif(os.name == "nt", reason="measuring works on Linux and macOS only")

LOSING = """\
title: Losing
model: tiny
device: CPU
streams: 1
properties: {FAKE: [fine, "slice:lose"]}
requests: [1, 2]
exclude: [{FAKE: "slice:lose", requests: 2}]
measure: {rounds: 2, seconds: 0.2, warmup: 2, slice: 0.05}
"""


def test_a_device_lost_in_mid_run_leaves_failed_rows_in_its_words_and_the_other_cells_are_measured(
    tmp_path: Path,
) -> None:
    experiment(tmp_path, LOSING, "losing")
    told = ended(tmp_path, "build")
    assert told.returncode == 1, told.stdout
    assert "inference: [FAKE] the device is lost" in told.stdout
    assert "Traceback" not in told.stdout
    headers = scanned(tmp_path, "losing").headers
    lost = {header.cell_id for header in headers if header.failure}
    assert {header.failure for header in headers if header.failure} == {"inference"}
    assert len(lost) == 1
    good = sorted((header.round, header.cell_id) for header in headers if not header.failure)
    others = {cell for _, cell in good}
    assert len(others) == 2
    assert lost.isdisjoint(others)
    assert good == sorted((number, cell) for number in (1, 2) for cell in others)
    page = (tmp_path / "site" / "losing" / "index.html").read_text(encoding="utf-8")
    assert "[FAKE] the device is lost" in page
