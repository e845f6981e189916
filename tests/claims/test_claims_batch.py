"""A batch that nobody asked for is told as that of the export, where it is known at all."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ovreport import naming
from ovreport.analysis.report import analyse
from ovreport.claims import setting_sentence
from ovreport.language.spans import plain
from ovreport.plan import ModelSource, Plan
from ovreport.records import Record, Tensor
from tests.claims.handmade import ordinary
from tests.simulation import World, make_plan, measure

FILE = ModelSource(name="net", kind="file", location="net.xml")


def planned(model: ModelSource | None = FILE, batch: int | None = None) -> Plan:
    """One cell."""
    plan = make_plan(factors={"threads": [1]})
    setting = plan.cells[0].setting
    setting = replace(setting, batch=batch, model=model or setting.model)
    return replace(plan, factors=(), cells=(replace(plan.cells[0], levels=(), setting=setting),))


def asked(shape: tuple[int, ...], place: int | None, *, batch: int, language: str = "en") -> str:
    """What the page says was asked for, of a network with this input."""

    def read(record: Record) -> Record:
        assert record.model is not None
        tensor = Tensor(name="x", type="f32", shape=shape, batch_place=place)
        return replace(record, model=replace(record.model, inputs=(tensor,), batch=batch))

    plan = planned()
    found = analyse(plan, "simulated", [(read(record), sha) for record, sha in measure(plan, World())])
    return ordinary(plain(setting_sentence(found.cells[0], language)))


def test_a_batch_that_was_read_back_is_that_of_the_export() -> None:
    assert "batch 8 as exported" in asked((8, 3, 4, 4), 0, batch=8)
    assert "batch=8（导出时的大小）" in asked((8, 3, 4, 4), 0, batch=8, language="zh-Hans")


def test_a_batch_that_nobody_knows_has_no_number() -> None:
    assert ", batch as exported," in asked((6, 3, 4, 4), None, batch=1)


@pytest.mark.parametrize(
    ("model", "batch", "told"),
    [(FILE, None, False), (FILE, 4, True), (replace(FILE, kind="builtin", location="tiny"), None, True)],
)
def test_a_lone_setting_is_called_by_its_batch_only_where_that_is_told(
    model: ModelSource, batch: int | None, told: bool
) -> None:
    plan = planned(model, batch)
    assert ("atch" in naming.cell_name(plan.cells[0], plan, "en")) == told
