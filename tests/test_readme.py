"""What the documentation shows is run here, as it stands there."""

from __future__ import annotations

import dataclasses
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from ovreport import plan, spec
from ovreport.store import Store
from tests.store.records import one_record

ROOT = Path(__file__).parents[1]


def blocks(document: str, language: str) -> list[str]:
    """The code in a document that is marked as `language`."""
    text = (ROOT / document).read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def printed(code: str, folder: Path) -> str:
    """What Python prints for `code` in `folder`."""
    ran = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], cwd=folder, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


@pytest.mark.parametrize("code", blocks("README.md", "yaml"))
def test_the_experiments_of_the_readme_are_sound(tmp_path: Path, code: str) -> None:
    path = tmp_path / "shown.yaml"
    path.write_text(code, encoding="utf-8")
    assert plan.expand(spec.load(path)).cells


def test_the_lines_of_the_docs_compute_the_median_of_every_record_that_counts(tmp_path: Path) -> None:
    store = Store(root=tmp_path / "experiments" / "results")
    earlier = dataclasses.replace(one_record(), experiment="mobilenet-ssd-cpu")
    store.save(earlier)
    store.set_aside(store.scan(earlier.experiment).headers)
    later = dataclasses.replace(earlier, round=2)
    store.save(later)
    (code,) = (one for one in blocks("docs/results-format.md", "python") if "pd.concat" in one)
    shown = printed(code, tmp_path)
    measured = later.requests.latency_ns[later.requests.phase == 1]
    name, milliseconds = shown.split()[1:]
    assert name == f"{later.host}/r02-g0-{later.cell_id}"
    assert float(milliseconds) == pytest.approx(np.median(measured) / 1e6)


@pytest.mark.skipif(os.name == "nt", reason="the line is quoted for a POSIX shell")
def test_the_line_that_reads_one_record_describes_its_measured_latencies(tmp_path: Path) -> None:
    record = one_record()
    path = Store(root=tmp_path).save(record)
    line = blocks("docs/results-format.md", "sh")[0].splitlines()[0]
    program, option, code = shlex.split(line)
    assert (program, option) == ("python", "-c")
    shown = printed(re.sub(r"r03-g0-\w+\.parquet", path.name, code), path.parent)
    assert f"{float((record.requests.phase == 1).sum()):e}" in shown
