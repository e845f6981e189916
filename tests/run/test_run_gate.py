"""Passes that others disturbed are measured again for all cells, and nothing else decides about it."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable

import numpy as np
import pytest

from ovreport.limits import DISTURBED
from ovreport.plan import Plan
from ovreport.records import REPEAT_OFFSET, UNKNOWN, Phase, Record
from ovreport.run import quiet
from ovreport.run.block import BlockRun, Runner
from ovreport.run.gate import Gate, disturbed
from ovreport.run.session import measure
from ovreport.run.surroundings import Meanwhile
from ovreport.run.trial import Order
from tests.run.plans import FAKE, FILES, blocks_of, by_number, plan_of, setting

SLICE_NS = 50e6
QUIET, LOUD = (0.1 * SLICE_NS, SLICE_NS), (1.5 * SLICE_NS, SLICE_NS)


def test_a_pass_in_which_others_took_more_than_the_bound_is_disturbed() -> None:
    for share in (0.0, DISTURBED / 2, DISTURBED):
        assert not disturbed([(share * SLICE_NS, SLICE_NS)] * 4)
    assert disturbed([(1.01 * DISTURBED * SLICE_NS, SLICE_NS)] * 4)


def test_one_threshold_is_for_all_slices_of_a_pass_together() -> None:
    assert disturbed([LOUD, LOUD, QUIET, QUIET])
    assert not disturbed([LOUD, LOUD, *[QUIET] * 10])


def test_what_a_cell_alone_has_beside_it_disturbs_no_pass() -> None:
    """It may bring that about by itself."""
    assert not disturbed([QUIET, (100 * SLICE_NS, SLICE_NS), QUIET])
    assert not disturbed([LOUD])
    assert not disturbed([])


def test_ticks_that_fall_short_make_up_for_those_that_are_too_many() -> None:
    assert not disturbed([(step * 1e7, SLICE_NS) for step in (4, -2, 4, 1, -1, 4)])


def repeats(passes: Iterable[bool]) -> int:
    """How many of these passes are repeated, by whether they are disturbed."""
    gate = Gate()
    return sum(gate.repeats([LOUD] * 3 if each else [QUIET] * 3) for each in passes)


def test_on_a_machine_that_never_gets_quiet_hardly_anything_is_repeated() -> None:
    assert repeats([True] * 1000) <= 1


@pytest.mark.parametrize("share", [0.1, 0.3, 0.5, 0.9])
def test_a_block_takes_at_most_about_a_third_longer(share: float) -> None:
    disturbances = np.random.default_rng(1).random(600) < share
    gate, kept, repeated = Gate(), 0, 0
    for each in disturbances:
        if gate.repeats([LOUD] * 3 if each else [QUIET] * 3):
            repeated += 1
        else:
            kept += 1
    assert repeated <= 1 + kept / 3


def test_where_disturbances_are_rare_all_of_them_are_repeated() -> None:
    assert repeats([number % 8 == 7 for number in range(400)]) == 50


def gated(
    plan: Plan,
    taken: Callable[[int, int], float],
    monkeypatch: pytest.MonkeyPatch,
    *,
    await_quiet: bool = True,
) -> dict[int, Record]:
    """The records of a session beside others that take so many processors, by pass and cell."""
    original = BlockRun._slice

    def beside(run: BlockRun, runner: Runner, order: Order) -> None:
        share = taken(order.turn % REPEAT_OFFSET, int(dict(runner.cell.levels)["cell"]))
        told = Meanwhile(elsewhere_ns=round(share * order.length_ns), steal_ns=UNKNOWN, pressure_ns=UNKNOWN)
        with monkeypatch.context() as patch:
            patch.setattr(run, "_look_around", lambda: told)
            original(run, runner, order)

    with monkeypatch.context() as patched:
        patched.setattr(BlockRun, "_slice", beside)
        patched.setattr(quiet, "MOST_SECONDS", 0)
        session = measure(
            plan, blocks_of(plan), host="h", files=FILES, session="s", await_quiet=await_quiet, command=FAKE
        )
        return by_number(list(session))


def turns(record: Record, *, set_aside: bool) -> set[int]:
    """The passes of a record's slices that were set aside, or of those that were not."""
    return set((record.slices.turn[record.slices.set_aside == set_aside] % REPEAT_OFFSET).tolist())


def counted(record: Record) -> int:
    """Measured requests of slices that were not set aside."""
    measured = (record.requests.phase == Phase.MEASURED) & (record.requests.slice >= 0)
    return int(np.count_nonzero(~record.slices.set_aside[record.requests.slice[measured]]))


def test_a_disturbed_pass_is_repeated_for_all_of_its_cells(monkeypatch: pytest.MonkeyPatch) -> None:
    plan = plan_of([setting(), setting(), setting()], seconds=0.3)
    records = gated(plan, lambda turn, _: 2.0 * (turn in {5, 6, 9}), monkeypatch)
    assert [turns(record, set_aside=True) for record in records.values()] == [{5, 6, 9}] * 3
    kept = [turns(record, set_aside=False) for record in records.values()]
    assert kept[0] == kept[1] == kept[2]
    assert not kept[0] & {5, 6, 9}


def test_a_pass_with_two_slices_in_a_row_has_them_again_when_it_is_repeated(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    records = gated(
        plan_of([setting(), setting()], seconds=0.1), lambda turn, _: 2.0 * (turn == 0), monkeypatch
    )
    for record in records.values():
        followers = record.slices.turn >= REPEAT_OFFSET
        assert set(record.slices.turn[followers].tolist()) == {REPEAT_OFFSET, REPEAT_OFFSET + 1}


@pytest.mark.parametrize("length", [{"seconds": 0.2}, {"seconds": None, "requests": 101}])
def test_a_trial_has_all_that_it_was_to_have_in_passes_that_count(
    length: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = plan_of([setting(), setting(requests=3)], **length)
    quiet = gated(plan, lambda *_: 0.0, monkeypatch)
    for number, record in gated(plan, lambda turn, _: 2.0 * (turn in {2, 3}), monkeypatch).items():
        assert record.slices.set_aside.any()
        assert counted(record) == pytest.approx(counted(quiet[number]), rel=0.1)
        if plan.measure.requests is not None:
            assert counted(record) == plan.measure.requests


def test_a_cell_that_disturbs_itself_alone_is_measured_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    records = gated(plan_of([setting()] * 3), lambda _, number: 2.0 * (number == 1), monkeypatch)
    assert not any(record.slices.set_aside.any() for record in records.values())


def test_a_cell_that_disturbs_every_pass_ends_the_repeats_and_leaves_all_pairs_whole(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    plan = plan_of([setting()] * 3, seconds=0.2)
    records = gated(plan, lambda _, number: 2.0 * (number > 0), monkeypatch)
    assert [turns(record, set_aside=True) for record in records.values()] == [{0}] * 3
    assert len({frozenset(turns(record, set_aside=False)) for record in records.values()}) == 1


@pytest.mark.parametrize(
    "plan",
    [
        plan_of([setting(), setting()], schedule="whole"),
        plan_of([setting(), setting(disturbance="cpu")]),
    ],
    ids=["whole trials", "a disturbance"],
)
def test_where_disturbance_is_the_question_nothing_is_repeated(
    plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    records = gated(plan, lambda *_: 2.0, monkeypatch)
    assert not any(record.slices.set_aside.any() for record in records.values())


def test_who_measures_at_once_repeats_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    records = gated(plan_of([setting(), setting()]), lambda *_: 2.0, monkeypatch, await_quiet=False)
    assert not any(record.slices.set_aside.any() for record in records.values())


def ratio(share: float, *, beside: tuple[bool, bool], gate: bool) -> float:
    """The mean log ratio of two cells over the passes that count.

    In a share of the passes somebody comes who slows the first cell by 30 % and the second one by 10 %,
    beside both of them or beside one alone.
    """
    rng, rule, found = np.random.default_rng(3), Gate(), []
    for here in rng.random(20_000) < share:
        slowed = [here and each for each in beside]
        log_ratio = rng.normal(0, 0.1) + slowed[0] * math.log(1.3) - slowed[1] * math.log(1.1)
        if not (gate and rule.repeats([LOUD if each else QUIET for each in slowed])):
            found.append(log_ratio)
    return float(np.mean(found))


def test_what_a_neighbour_does_to_a_ratio_is_gone_where_he_can_be_waited_for() -> None:
    both = (True, True)
    assert ratio(0.2, beside=both, gate=False) == pytest.approx(0.2 * math.log(1.3 / 1.1), abs=0.004)
    assert ratio(0.2, beside=both, gate=True) == pytest.approx(0, abs=0.004)


@pytest.mark.parametrize("share", [0.2, 1.0])
def test_what_a_cell_costs_by_itself_stays_in_its_ratio(share: float) -> None:
    found = [ratio(share, beside=(False, True), gate=gate) for gate in (True, False)]
    assert found[0] == found[1] == pytest.approx(-share * math.log(1.1), abs=0.004)
