"""What docs/results-format.md says about figures is what the analysis does."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from ovreport.analysis.report import analyse, compare
from ovreport.records import Record
from ovreport.store import Store
from tests.simulation import World, make_plan, measure

FORMAT = Path(__file__).parents[2] / "docs" / "results-format.md"


def documented() -> Callable[[Path, str, str], Iterator[float]]:
    """The function `log_ratios` of the page."""
    blocks = re.findall(r"```python\n(.*?)```", FORMAT.read_text(encoding="utf-8"), re.DOTALL)
    (program,) = (block for block in blocks if "def log_ratios" in block)
    names: dict[str, Callable[[Path, str, str], Iterator[float]]] = {}
    exec(compile(program, str(FORMAT), "exec"), names)  # the program is ours, and running it is the test
    return names["log_ratios"]


def first_pass_aside(record: Record) -> Record:
    """The record with its first slice set aside."""
    marked = np.arange(len(record.slices)) == 0
    return replace(record, slices=replace(record.slices, set_aside=marked))


def test_the_program_of_the_documentation_gives_the_ratios_of_the_rounds(tmp_path: Path) -> None:
    plan = make_plan(factors={"batch": [1, 3], "requests": [1, 4]}, rounds=3)
    store = Store(root=tmp_path)
    world = World(bursts_per_second=0.3)
    records = [(first_pass_aside(record), sha256) for record, sha256 in measure(plan, world)]
    for record, _ in records:
        path = store.save(record)
    found = analyse(plan, "bench", records)
    log_ratios = documented()
    for cell in plan.cells[1:]:
        (contrast,) = compare(found, "throughput", [(cell.id, plan.baseline)], "test")
        assert contrast.estimate is not None
        expected = contrast.estimate.log_ratios
        assert list(log_ratios(path.parent, cell.id, plan.baseline)) == pytest.approx(expected)
