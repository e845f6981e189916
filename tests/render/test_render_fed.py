"""The page says what each input was fed with, and what became of a state."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from ovreport.analysis.report import analyse
from ovreport.claims import conclude
from ovreport.plan import State
from ovreport.records import Fed, Record
from ovreport.render import fed
from ovreport.render.context import Context
from tests.render.conftest import context_of
from tests.simulation import World, make_plan, measure

PLAN = make_plan(factors={"requests": [1, 2]}, rounds=5)
SECOND = PLAN.cells[1].id


def told(
    first: Sequence[Fed],
    second: Sequence[Fed] | None = None,
    *,
    language: str = "en",
    variables: int = 0,
    state: State = "reset",
) -> Context:
    """A page about two cells, with what each was fed."""
    cells = tuple(replace(cell, setting=replace(cell.setting, state=state)) for cell in PLAN.cells)
    plan = replace(PLAN, cells=cells)

    def given(record: Record) -> Record:
        assert record.model is not None
        mine = first if second is None or record.cell_id != SECOND else second
        return replace(record, model=replace(record.model, fed=tuple(mine), variables=variables))

    found = [(given(record), sha) for record, sha in measure(plan, World())]
    return context_of(conclude(analyse(plan, "simulated", found)), language)


def row(*given: Fed, language: str = "en") -> str:
    return fed.inputs(told(given, language=language))[1]


FILES = Fed(
    input="x", how="arrays", paths=("*.npy",), files=3, sha256="a" * 64, why="given"
)  # each slice has one request or two

PICTURES = replace(FILES, how="images", numbers=(0, 1), paths=("*.jpg",))


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (Fed(input="x", how="whole", numbers=(0, 255)), "x: whole numbers 0 to 255; drawn from seed"),
        (Fed(input="x", how="whole", numbers=(0, 30521), why="table"), "0 to 30,521, the rows of its table"),
        (Fed(input="x", how="whole", numbers=(0, 0), why="table"), "x: 0, the only row of its table"),
        (Fed(input="x", how="uniform", numbers=(-0.5, 1)), "x: values from −0.5 to 1"),
        (Fed(input="x", how="normal", numbers=(0, 2)), "mean 0, standard deviation 2"),
        (Fed(input="x", how="constant", numbers=(1,), why="mask"), "x: ones"),
        (Fed(input="x", how="constant", numbers=(0,), why="state"), "x: zeros, as a state begins"),
        (Fed(input="x", how="constant", numbers=(16,), why="length"), "x: 16, the whole length"),
        (Fed(input="x", how="constant", numbers=(0.5,), why="given"), "x: 0.5"),
        (Fed(input="x", how="counting"), "x: 0, 1, 2, …"),
        (Fed(input="x", how="size"), "x: the size of the image"),
        (Fed(input="x", how="text", text="hello", files=1), "x: “hello”"),
        (Fed(input="x", how="text", text="hello", files=3), "x: “hello” and 2 more strings in turn"),
        (replace(FILES, files=1), "x: *.npy, SHA-256 aaaaaaaaaaaa"),
        (FILES, "x: *.npy, 3 in turn, another one with each slice, SHA-256"),
        (replace(FILES, files=256), "256 in turn, of which"),
        (PICTURES, "pictures *.jpg, black as 0, white as 1"),
        (replace(FILES, how="lines", paths=("a.txt",)), "x: lines of a.txt"),
    ],
)
def test_an_input_is_told_with_what_it_was_fed(given: Fed, expected: str) -> None:
    assert expected in row(given)


def test_what_is_not_drawn_names_no_seed() -> None:
    assert "seed" not in row(Fed(input="x", how="constant", numbers=(1,)))


def test_inputs_that_got_the_same_are_told_together_and_many_are_only_counted() -> None:
    zeros = [Fed(input=f"past.{number}", how="constant", numbers=(0,), why="state") for number in range(40)]
    assert row(*zeros[:2]) == "past.0, past.1: zeros, as a state begins"
    assert row(*zeros) == "past.0, past.1, 38 more: zeros, as a state begins"


def test_cells_that_were_fed_otherwise_are_told_apart() -> None:
    one, two = (Fed(input="x", how="constant", numbers=(number,)) for number in (1, 2))
    text = fed.inputs(told([one], [two]))[1]
    assert text == "x: ones (in one configuration); x: 2 (in one configuration)"


def test_records_that_do_not_tell_leave_the_row_empty() -> None:
    assert row() == ""


def test_a_whole_trial_comes_to_one_file_for_each_request() -> None:
    context = told([FILES])
    plan = replace(context.plan, measure=replace(context.plan.measure, schedule="whole"))
    report = replace(context.report, analysis=replace(context.analysis, plan=plan))
    assert "3 in turn, of which 1 came to theirs" in fed.inputs(context_of(report))[1]


@pytest.mark.parametrize(
    ("state", "expected"), [("reset", "reset before every request"), ("keep", "from request to request")]
)
def test_a_state_is_told_with_what_becomes_of_it(state: State, expected: str) -> None:
    label, text = fed.state(told([], variables=2, state=state))
    assert label == "State"
    assert "variables: 2" in text
    assert expected in text
    assert "2 个变量" in fed.state(told([], variables=2, state=state, language="zh-Hans"))[1]


def test_a_network_without_variables_says_nothing_of_a_state() -> None:
    assert fed.state(told([]))[1] == ""


def test_chinese_says_the_same_inputs() -> None:
    assert row(FILES, language="zh-Hans").startswith("x：*.npy，共 3 份，每个时间片换一份")
