"""What docs/results-format.md says about the content of a record is what is written."""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ovreport import codec
from ovreport.plan import Feed, Measure, ModelSource, Setting, cell_id
from ovreport.records import (
    SLICE_COLUMNS,
    Fact,
    Failure,
    Fed,
    InForce,
    Memory,
    ModelFacts,
    OutputSample,
    Readings,
    Record,
    Startup,
    Tensor,
)
from tests.simulated_plans import BASE

FORMAT = Path(__file__).parents[2] / "docs" / "results-format.md"
FILE = ModelSource(name="net", kind="file", location="net.xml")
ROWS: dict[str, tuple[type, ...]] = {
    "setting": (Setting, Feed),
    "setting.model": (ModelSource,),
    "measure": (Measure,),
    "model": (ModelFacts, Fed),
    "each of `inputs`": (Tensor,),
    "in_force": (InForce,),
    "startup": (Startup,),
    "memory": (Memory,),
    "each of `outputs`": (OutputSample,),
    "each of `facts`": (Fact,),
    "before": (Readings,),
    "failure": (Failure,),
}


def row(name: str) -> str:
    """The row of the table of objects that begins with `name`."""
    begin = f"| {name}" if name.startswith("each") else f"| `{name}`"
    text = FORMAT.read_text(encoding="utf-8").partition("### The objects inside")[2]
    return next(line for line in text.splitlines() if line.startswith(begin))


@pytest.mark.parametrize("name", ROWS)
def test_every_field_of_an_object_is_documented_in_its_row(name: str) -> None:
    fields = [field.name for kind in ROWS[name] for field in dataclasses.fields(kind)]
    assert [field for field in fields if f"`{field}`" not in row(name)] == []


def test_every_field_of_a_trial_is_documented() -> None:
    text = FORMAT.read_text(encoding="utf-8")
    fields = {field.name for field in dataclasses.fields(Record)} - {"requests", "slices"}
    assert [field for field in fields if f"`{field}`" not in text] == []


def test_every_list_of_the_slices_is_documented() -> None:
    told = FORMAT.read_text(encoding="utf-8").partition("### ovreport.slices")[2].partition("###")[0]
    assert [name for name in SLICE_COLUMNS if f"`{name}`" not in told] == []


@pytest.mark.parametrize("rank", [0, 1])
@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"batch": None},
        {"batch": None, "model": FILE},
        {"model": dataclasses.replace(FILE, layout=(("x", "NC"),), shapes=(("x", (1, 3)),))},
        {"state": "keep", "shapes": (("x", (1, 3)),), "layout": (("x", "NC"),)},
        {"inputs": (Feed(input="x", kind="constant", numbers=(0.5,)),)},
    ],
)
def test_the_documented_program_makes_the_id_of_a_cell(changes: dict[str, Any], rank: int) -> None:
    setting = dataclasses.replace(BASE, **changes)
    stored = json.loads(codec.dumps(setting.without_folders()))
    assert documented()(stored, rank) == cell_id(setting, rank)


def documented() -> Callable[[Any, int], str]:
    """The function `cell_id` of the page."""
    blocks = re.findall(r"```python\n(.*?)```", FORMAT.read_text(encoding="utf-8"), re.DOTALL)
    (program,) = (block for block in blocks if "def cell_id" in block)
    names: dict[str, Callable[[Any, int], str]] = {}
    exec(compile(program, str(FORMAT), "exec"), names)  # the program is ours, and running it is the test
    return names["cell_id"]
