"""The page shows every input and output with each shape that it had, and how a batch is known."""

from __future__ import annotations

from dataclasses import replace

from ovreport.analysis.report import analyse
from ovreport.claims import conclude
from ovreport.records import BatchSource, Record, Tensor
from ovreport.render import tensors
from tests.render.conftest import context_of
from tests.simulation import World, make_plan, measure

PLAN = make_plan(factors={"requests": [1, 2]}, rounds=5)
SECOND = PLAN.cells[1].id
IDS = Tensor(name="ids", type="i64", shape=(1, 16))
MASK = Tensor(name="mask", type="i64", shape=(1, 16))
BOXES = Tensor(name="boxes", type="f32", shape=(7, 4), dynamic="[..100, 4]")


def rows(
    first: tuple[Tensor, ...],
    second: tuple[Tensor, ...] | None = None,
    outputs: tuple[Tensor, ...] = (),
    *,
    batch: int = 1,
    source: BatchSource = "",
    language: str = "en",
) -> dict[str, str]:
    """The rows of a page about two cells with these inputs."""

    def given(record: Record) -> Record:
        assert record.model is not None
        mine = first if second is None or record.cell_id != SECOND else second
        model = replace(record.model, inputs=mine, outputs=outputs, batch=batch, batch_source=source)
        return replace(record, model=model)

    found = [(given(record), sha) for record, sha in measure(PLAN, World())]
    return dict(tensors.rows(context_of(conclude(analyse(PLAN, "simulated", found)), language)))


def test_every_input_is_shown_with_the_shape_of_every_level() -> None:
    longer = (replace(IDS, shape=(1, 128)), MASK)
    assert rows((IDS, MASK), longer)["Inputs"] == "ids i64 [1, 16] / [1, 128], mask i64 [1, 16]"


def test_an_output_is_written_with_its_bound() -> None:
    assert rows((IDS,), outputs=(BOXES,))["Outputs"] == "boxes f32 [..100, 4]"


def test_an_input_that_stayed_open_says_so_and_what_it_was_fed() -> None:
    assert rows((replace(IDS, dynamic="[1, ?]"),))["Inputs"] == "ids i64 [1, ?] fed [1, 16]"


def test_how_a_batch_is_known_is_said_where_nobody_asked_for_it() -> None:
    images = (Tensor(name="images", type="f32", shape=(8, 3, 4, 4), batch_place=0),)
    assert rows(images, batch=8, source="reshaped")["Batch"].startswith("8 as exported: the outputs share")
    assert rows(images, batch=8, source="layout")["Batch"] == "8 as exported, by the layout of the inputs"
    assert rows(images, batch=8, source="asked")["Batch"] == ""
    assert rows((IDS,))["Batch"] == ""


def test_a_first_dimension_that_is_no_known_batch_is_said_to_be_one_sample() -> None:
    cameras = (Tensor(name="cameras", type="f32", shape=(6, 3, 4, 4)),)
    assert rows(cameras)["Batch"] == "not known: a request counts as one sample"
    assert rows(cameras, language="zh-Hans")["batch"] == "未知：一次推理算一个样本"
