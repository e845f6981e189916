"""Outputs are compared as what they are: detections by what they detect, not by their place in a list."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from ovreport.analysis.caveats import records
from ovreport.analysis.report import analyse
from ovreport.analysis.results import Analysis, OutputComparison
from ovreport.plan import ModelSource, Plan
from ovreport.records import OutputSample
from tests import simulation
from tests.simulated_plans import make_plan

PLAN = make_plan(factors={"precision": ["f32", "f16"]}, rounds=1)


def rows(count: int = 100) -> NDArray[np.float64]:
    """Detections of one image, the surest first."""
    rng = np.random.default_rng(3)
    found = rng.random((count, 7))
    found[:, 0], found[:, 1] = 0, rng.integers(1, 20, count)
    found[:, 2] = np.sort(found[:, 2])[::-1]
    found[:, 5:] = found[:, 3:5] + 0.1 + 0.1 * found[:, 5:]
    return found


def output(values: NDArray[np.float64], shape: tuple[int, ...]) -> OutputSample:
    sha256 = hashlib.sha256(values.tobytes()).hexdigest()
    return OutputSample(name="out", shape=shape, values=values.reshape(-1), sha256=sha256)


def compared(first: OutputSample, second: OutputSample) -> OutputComparison:
    outputs = dict(zip((cell.id for cell in PLAN.cells), (first, second), strict=True))
    records = [
        (replace(record, outputs=(outputs[record.cell_id],)), sha) for record, sha in simulation.measure(PLAN)
    ]
    (comparison,) = analyse(PLAN, "bench", records).outputs
    return comparison


def test_detections_that_change_places_are_the_same_answer() -> None:
    swapped = rows()
    swapped[:, 2:] += 0.001
    swapped[[4, 5]] = swapped[[5, 4]]
    found = compared(output(rows(), (1, 1, 100, 7)), output(swapped, (1, 1, 100, 7)))
    assert found.largest == pytest.approx(0.001)


def test_a_detection_that_is_missing_is_a_difference() -> None:
    missing = rows()
    missing[4:-1], missing[-1] = missing[5:].copy(), 0.0
    assert compared(output(rows(), (1, 1, 100, 7)), output(missing, (1, 1, 100, 7))).largest > 0.3


def test_a_detection_at_the_threshold_may_come_and_go() -> None:
    """The lowest confidence of one list is what the network let pass."""
    more = rows()
    less = more.copy()
    more[-1, 2] = less[-2, 2] + 0.001
    less[-1] = [-1, 0, 0, 0, 0, 0, 0]
    shape = (1, 1, 100, 7)
    for first, second in ((more, less), (less, more)):
        assert compared(output(first, shape), output(second, shape)).largest == pytest.approx(0.001)


def test_labels_are_no_quantity() -> None:
    """Detections of other labels are no partners, however near; a high label makes no difference small."""
    labelled = rows()
    labelled[:, 1] = 1000
    other = labelled.copy()
    other[7, 2] += 0.1
    shape = (1, 1, 100, 7)
    found = compared(output(labelled, shape), output(other, shape))
    assert found.relative == pytest.approx(0.1 / labelled[:, 2].max())
    other[0, 1] = 999
    found = compared(output(labelled, shape), output(other, shape))
    assert found.largest == pytest.approx(labelled[0, 2] - labelled[:, 2].min())


@pytest.mark.parametrize(("step", "apart"), [(0.02, False), (0.1, True)])
def test_boxes_that_overlap_by_half_are_one_detection(step: float, apart: bool) -> None:
    """Another box of the label is another detection, which the other list lacks."""
    alone = np.array([[0, 1, 0.9, 0.1, 0.1, 0.2, 0.2], [0, 1, 0.3, 0.6, 0.6, 0.9, 0.9]])
    moved = alone.copy()
    moved[0, [3, 5]] += step
    found = compared(output(alone, (1, 1, 2, 7)), output(moved, (1, 1, 2, 7)))
    assert found.largest == pytest.approx(0.6 if apart else 0.0)


def test_boxes_without_an_area_are_compared_too() -> None:
    points = rows()
    points[:, 5:] = points[:, 3:5]
    shape = (1, 1, 100, 7)
    assert compared(output(points, shape), output(points, shape)).largest == 0.0


def test_no_detections_at_all_beside_some_is_a_difference_of_their_confidence() -> None:
    nothing = np.zeros((100, 7))
    nothing[:, 0] = -1
    shape = (1, 1, 100, 7)
    found = compared(output(rows(), shape), output(nothing, shape))
    assert found.largest == pytest.approx(rows()[0, 2])


def test_detections_of_several_images_are_compared_as_far_as_they_are_kept() -> None:
    swapped = rows(146)
    swapped[[4, 5]] = swapped[[5, 4]]
    shape = (1, 1, 300, 7)
    assert compared(output(rows(146), shape), output(swapped, shape)).largest == 0.0


def test_an_output_of_another_shape_is_compared_value_by_value() -> None:
    values = np.arange(700.0).reshape(100, 7)
    swapped = values.copy()
    swapped[[4, 5]] = swapped[[5, 4]]
    assert compared(output(values, (1, 700)), output(swapped, (1, 700))).largest == 7.0


def test_a_detection_that_is_no_number_is_as_far_away_as_can_be() -> None:
    broken = rows()
    broken[3, 2] = math.nan
    assert math.isinf(compared(output(rows(), (1, 1, 100, 7)), output(broken, (1, 1, 100, 7))).largest)


@pytest.mark.parametrize("size", [1024, 7 * 200])
def test_values_that_were_kept_otherwise_are_compared_value_by_value(size: int) -> None:
    values = np.arange(float(size))
    found = compared(output(values, (1, 1, 300, 7)), output(values[::-1].copy(), (1, 1, 300, 7)))
    assert found.largest == size - 1


@pytest.mark.parametrize("answer", [[0.7], [0.7, 0.3], [0.2, 0.2, 0.6]])
def test_agreement_of_a_score_or_of_a_few_classes_proves_something(answer: list[float]) -> None:
    values = np.array(answer)
    assert compared(output(values, (1, len(answer))), output(values, (1, len(answer)))).informative


def test_agreement_on_padding_alone_proves_nothing() -> None:
    padding = np.zeros((100, 7))
    padding[:, 0] = -1
    shape = (1, 1, 100, 7)
    assert not compared(output(padding, shape), output(padding, shape)).informative


@pytest.mark.parametrize("size", [1, 100])
def test_outputs_that_differ_are_never_passed_over(size: int) -> None:
    one, three = np.ones(size), np.full(size, 3.0)
    found = compared(output(one, (1, size)), output(three, (1, size)))
    assert (found.informative, found.relative) == (True, 2.0)


def table(name: str, values: list[float], **changes: Any) -> OutputSample:
    return replace(output(np.array(values), (1, len(values))), name=name, **changes)


def several(plan: Plan, *answers: Sequence[OutputSample]) -> Analysis:
    """What comes of it where each cell has these outputs."""
    given = dict(zip((cell.id for cell in plan.cells), answers, strict=True))
    records = [
        (replace(record, outputs=tuple(given[record.cell_id])), sha)
        for record, sha in simulation.measure(plan)
    ]
    return analyse(plan, "bench", records)


def test_each_output_is_judged_by_its_own_scale() -> None:
    """A twentieth of a score is no small difference because boxes lie in the thousands."""
    first = table("boxes", [100.0, 5000.0]), table("scores", [0.9, 0.1])
    second = table("boxes", [100.0, 5001.0]), table("scores", [0.855, 0.1])
    (found,) = several(PLAN, first, second).outputs
    assert found.output == "scores"
    assert found.relative == pytest.approx(0.05)


def test_another_first_place_of_scores_is_counted_however_small_the_difference() -> None:
    first = table("boxes", [1.0, 2.0]), table("scores", [0.500, 0.499], first_places=(0,))
    second = table("boxes", [1.0, 2.0]), table("scores", [0.499, 0.500], first_places=(1,))
    (found,) = several(PLAN, first, second).outputs
    assert (found.scores, found.moved, found.rows) == ("scores", 1, 1)
    assert found.relative < 0.01


@pytest.mark.parametrize("broken", [math.nan, math.inf])
def test_a_value_that_is_no_number_beside_one_that_is_cannot_be_subtracted(broken: float) -> None:
    (found,) = several(PLAN, (table("y", [1.0, 2.0]),), (table("y", [1.0, broken]),)).outputs
    assert (found.mismatch, found.informative) == ("numbers", True)


@pytest.mark.parametrize("broken", [math.nan, math.inf])
def test_values_that_are_no_numbers_in_both_are_doubted_and_the_others_compared(broken: float) -> None:
    same = table("y", [1.0, broken, 3.0])
    analysis = several(PLAN, (same,), (table("y", [1.0, broken, 3.3]),))
    (found,) = analysis.outputs
    assert found.mismatch == ""
    assert found.relative == pytest.approx(0.1)
    (caveat,) = (caveat for caveat in analysis.caveats if isinstance(caveat, records.NotNumbers))
    assert (caveat.values, caveat.of) == (1, 3)
    assert len(caveat.cells) == 2


def test_what_lies_between_the_values_kept_counts_as_no_number_too() -> None:
    analysis = several(PLAN, (table("y", [1.0, 2.0], not_finite=5),), (table("y", [1.0, 2.0]),))
    (caveat,) = (caveat for caveat in analysis.caveats if isinstance(caveat, records.NotNumbers))
    assert caveat.cells == (PLAN.cells[0].id,)


def test_answers_of_different_sizes_are_different() -> None:
    (found,) = several(PLAN, (table("y", [1.0, 2.0]),), (table("y", [1.0, 2.0, 3.0]),)).outputs
    assert found.mismatch == "shape"


def networks(*names: str, **factors: Sequence[object]) -> Plan:
    """A plan of several networks."""
    models = {name: {"model": ModelSource(name=name, kind="file", location=name)} for name in names}
    return make_plan(factors={"model": models, **factors}, rounds=1)


def test_networks_that_take_and_give_the_same_are_compared() -> None:
    plan = networks("plain", "int8", mode=["sync", "async"])
    one, other = (table("y", [1.0, 2.0]),), (table("y", [1.0, 2.1]),)
    within_one, within_other, across = several(plan, one, one, other, other).outputs
    assert (within_one.across, within_other.across, across.across) == (False, False, True)
    assert within_one.identical
    assert across.relative == pytest.approx(0.05)
    levels = [dict(plan.cell(cell).levels) for cell in (across.cell, across.reference)]
    assert [level["model"] for level in levels] == ["int8", "plain"]
    assert levels[0]["mode"] == levels[1]["mode"]


def test_outputs_of_other_names_are_compared_in_their_order() -> None:
    (found,) = several(networks("a", "b"), (table("y", [1.0, 2.0]),), (table("z", [1.0, 2.0]),)).outputs
    assert (found.across, found.identical) == (True, True)


def test_networks_whose_outputs_have_other_shapes_are_not_compared() -> None:
    assert several(networks("a", "b"), (table("y", [1.0, 2.0]),), (table("y", [1.0]),)).outputs == ()


def test_a_cell_that_answers_as_a_doubted_one_does_is_doubted_with_it() -> None:
    plan = networks("plain", "int8", mode=["sync", "async"])
    one, other = (table("y", [1.0, 2.0]),), (table("y", [1.0, 4.0]),)
    (caveat,) = (
        each
        for each in several(plan, one, one, other, other).caveats
        if isinstance(each, records.OutputsDiffer)
    )
    assert caveat.cells == tuple(cell.id for cell in plan.cells if dict(cell.levels)["model"] == "int8")
