"""What others did on the host: levels of quiet passes, and the caveats that rest on it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.stats import binom

from ovreport.analysis.caveats import elsewhere, machine
from ovreport.analysis.caveats.elsewhere import Busy, NeverQuiet, Provoked
from ovreport.analysis.results import Analysis, CellResult, Status
from ovreport.analysis.summaries import TrialSummary
from ovreport.analysis.surroundings import passes, quiet_levels, with_quiet_levels
from ovreport.limits import DISTURBED, PROVOKED, QUIET_PASSES
from ovreport.plan import Plan
from ovreport.records import REPEAT_OFFSET
from ovreport.run.gate import disturbed
from tests.claims.handmade import analysis
from tests.simulated_plans import make_plan
from tests.simulation import quick_summary

Floats = NDArray[np.float64]
SLICE_NS = 50e6
PLAN = make_plan(factors={"batch": [1, 3]}, rounds=5)
THREE = make_plan(factors={"batch": [1, 2, 3]}, rounds=5)


def trial(
    plan: Plan,
    place: int,
    number: int,
    slice_ms: Floats,
    shares: Sequence[float],
    aside: Sequence[int] = (),
) -> TrialSummary:
    """A trial: what a request of each slice took, and what others took of a processor meanwhile."""
    bare = quick_summary(plan.cells[place], number, slice_ms, 10**8, plan)
    taken = np.array(shares) * SLICE_NS
    return replace(
        bare,
        slice_length_ns=np.full(len(slice_ms), SLICE_NS),
        slice_elsewhere_ns=taken,
        passes_set_aside=tuple(aside),
        slices_set_aside=len(aside),
        elsewhere_share=float(np.mean(shares)) if np.isfinite(shares).any() else None,
    )


def with_trials(plan: Plan, trials: Sequence[Sequence[TrialSummary]]) -> Analysis:
    """An analysis of cells with these trials."""
    bare = analysis(plan)
    cells = tuple(
        CellResult(cell=cell, status=Status.MEASURED, trials=tuple(mine))
        for cell, mine in zip(plan.cells, trials, strict=True)
    )
    return replace(bare, cells=cells, rounds=len(trials[0]))


def steady(
    shares: Callable[[int, int], Sequence[float]], rounds: int = 5, aside: Sequence[int] = ()
) -> Analysis:
    """Two cells whose slices all take the same; what others take by place and round."""
    trials = [
        [
            trial(PLAN, place, number, np.full(len(taken), 10.0), taken, aside)
            for number in range(1, rounds + 1)
            for taken in [shares(place, number)]
        ]
        for place in range(2)
    ]
    return with_trials(PLAN, trials)


# ---------------------------------------------------------------- passes


def test_what_others_take_in_a_pass_is_that_of_all_its_slices_but_those_of_the_loudest_cell() -> None:
    """The rule by which the runner repeats passes: see `run.gate`."""
    shares = ([0.4, 0.0, 0.1], [0.2, 0.9, np.nan], [0.8, 0.0, 0.7])
    trials = [trial(THREE, place, 1, np.full(3, 10.0), each) for place, each in enumerate(shares)]
    (found,) = passes(trials).values()
    np.testing.assert_allclose(found.elsewhere, [0.3, 0.0, 0.1])
    assert found.quiet.tolist() == [0, 1, 2]


@given(
    st.lists(st.tuples(st.floats(0, 2), st.floats(0, 2), st.floats(0, 2)), min_size=1, max_size=20),
)
def test_the_analysis_and_the_runner_take_the_same_passes_for_disturbed(
    shares: list[tuple[float, float, float]],
) -> None:
    by_cell = [list(each) for each in zip(*shares, strict=True)]
    trials = [trial(THREE, place, 1, np.full(len(shares), 10.0), mine) for place, mine in enumerate(by_cell)]
    (found,) = passes(trials).values()
    repeats = [disturbed([(share * SLICE_NS, SLICE_NS) for share in each]) for each in shares]
    near = np.abs(found.elsewhere - DISTURBED) < 1e-9
    assert (((found.elsewhere > DISTURBED) == np.array(repeats)) | near).all()


def test_a_second_slice_in_a_row_belongs_to_the_pass_of_the_first() -> None:
    one, other = (trial(PLAN, place, 1, np.full(3, 10.0), [1.6, 0.0, 0.0]) for place in range(2))
    again = replace(one, slice_turn=np.array([0, REPEAT_OFFSET, 1], np.int32))
    (found,) = passes([again, replace(other, slice_elsewhere_ns=np.full(3, 9e9))]).values()
    np.testing.assert_allclose(found.elsewhere, [0.8, 0.0, np.nan])
    assert found.disturbed.size == 1


def test_a_pass_that_nobody_tells_of_or_with_one_cell_is_neither_quiet_nor_disturbed() -> None:
    unknown = [trial(PLAN, place, 1, np.full(2, 10.0), [np.nan, np.nan]) for place in range(2)]
    for trials in (unknown, [trial(PLAN, 0, 1, np.full(2, 10.0), [0.0, 2.0])]):
        (found,) = passes(trials).values()
        assert not len(found.quiet)
        assert not found.disturbed.size


def test_a_pass_that_was_repeated_counts_once_however_many_cells_it_had() -> None:
    first, second = (trial(PLAN, place, 1, np.full(3, 10.0), [0.0] * 3, (5, 7)) for place in range(2))
    (found,) = passes([first, second]).values()
    assert found.set_aside == 2


# ---------------------------------------------------------------- levels of quiet passes


def busy_rounds(quiet: int, rounds: int) -> Analysis:
    """Rounds of 20 passes of which so many are quiet; in the others a request takes twice as long."""
    shares = [0.0] * quiet + [1.0] * (20 - quiet)
    slice_ms = np.array([10.0] * quiet + [20.0] * (20 - quiet))
    jitter = np.exp(np.random.default_rng(4).normal(0, 0.001, (2, rounds)))
    trials = [
        [trial(PLAN, place, number, slice_ms * each, shares) for number, each in enumerate(mine, 1)]
        for place, mine in enumerate(jitter)
    ]
    return with_trials(PLAN, trials)


def test_the_level_of_quiet_passes_is_that_of_a_machine_without_the_others() -> None:
    for cell in with_quiet_levels(PLAN, busy_rounds(10, 5).cells):
        assert cell.quiet is not None
        alone = [replace(each, slice_turn=each.slice_turn[:10]) for each in cell.trials]
        undisturbed = [1.0 / np.mean(1 / each.slice_fps[:10]) for each in alone]
        level = cell.quiet.throughput
        assert level.value == pytest.approx(float(np.exp(np.mean(np.log(undisturbed)))))
        assert level.low < level.value < level.high
        assert (cell.quiet.passes, cell.quiet.of) == (50, 100)
        assert cell.quiet.latency.value == pytest.approx(
            float(np.exp(np.mean([np.log(each.slice_latency_ns[:10].mean()) for each in cell.trials])))
        )


@pytest.mark.parametrize(
    ("quiet", "rounds", "told"),
    [(QUIET_PASSES, 3, True), (QUIET_PASSES - 1, 5, False), (10, 2, False), (20, 5, False), (0, 5, False)],
)
def test_a_level_of_quiet_passes_needs_enough_of_them_in_enough_rounds_beside_others(
    quiet: int, rounds: int, told: bool
) -> None:
    found = with_quiet_levels(PLAN, busy_rounds(quiet, rounds).cells)
    assert {cell.quiet is not None for cell in found} == {told}


def test_passes_are_chosen_by_what_others_did_during_the_slices_of_all_cells() -> None:
    """A cell whose own slices saw nobody does without the passes that slices of two others show disturbed."""
    first, second = busy_rounds(10, 5).cells
    blind = tuple(replace(each, slice_elsewhere_ns=np.zeros(20)) for each in first.trials)
    loud = tuple(replace(each, slice_elsewhere_ns=each.slice_elsewhere_ns * 2) for each in second.trials)
    found = quiet_levels(blind, passes([*blind, *loud, *loud]))
    assert found is not None
    assert found.passes == 50


def test_passes_that_a_cell_has_to_itself_are_no_disturbance() -> None:
    """Light configurations go on where heavy ones have had their time."""
    first, second = busy_rounds(20, 5).cells
    shorter = tuple(replace(each, slice_turn=each.slice_turn + 5) for each in second.trials)
    assert quiet_levels(first.trials, passes([*first.trials, *shorter])) is None


def test_a_single_disturbed_pass_in_many_leaves_the_level_of_all_alone() -> None:
    plan_cells = busy_rounds(20, 5).cells
    share = np.array([1.0] + [0.0] * 19)
    loud = [
        tuple(
            replace(each, slice_elsewhere_ns=each.slice_length_ns * share * (each.round == 1))
            for each in cell.trials
        )
        for cell in plan_cells
    ]
    assert quiet_levels(loud[0], passes([*loud[0], *loud[1]])) is None


def test_where_nothing_is_repeated_no_pass_is_chosen() -> None:
    whole = replace(PLAN, measure=replace(PLAN.measure, schedule="whole"))
    disturbed = make_plan(factors={"disturbance": ["none", "cpu"]}, rounds=5)
    for plan in (whole, disturbed):
        assert all(cell.quiet is None for cell in with_quiet_levels(plan, busy_rounds(10, 5).cells))


# ---------------------------------------------------------------- caveats


def found(kind: type[NeverQuiet | Busy | Provoked], about: Analysis) -> list[object]:
    return list(kind.find(about))


def test_a_machine_that_never_got_quiet_is_told_by_the_rounds_whose_repeats_were_used_up() -> None:
    about = steady(lambda _, number: [0.0, 0.9, 0.0] if number < 3 else [0.0] * 3, aside=(3, 4))
    (told,) = NeverQuiet.find(about)
    assert isinstance(told, NeverQuiet)
    assert (told.rounds, told.of, told.disturbed, told.passes) == (2, 5, 2, 15)


def test_passes_that_were_repeated_and_came_out_quiet_are_no_reason_to_distrust() -> None:
    assert not found(NeverQuiet, steady(lambda *_: [0.0] * 3, aside=(3,)))


def test_others_are_told_where_no_pass_is_repeated_and_only_there() -> None:
    share = DISTURBED * 2
    (told,) = Busy.find(steady(lambda *_: [share] * 3))
    assert isinstance(told, Busy)
    assert told.share == pytest.approx(share)
    assert not found(Busy, steady(lambda *_: [share] * 3, aside=(3,)))
    assert not found(Busy, steady(lambda *_: [DISTURBED / 2] * 3))


def test_the_load_average_stands_for_others_only_where_nobody_told_of_them() -> None:
    def loaded(share: float) -> Analysis:
        before = quick_summary(PLAN.cells[0], 1, np.ones(1), 1, PLAN).before
        about, busy = steady(lambda *_: [share] * 3), replace(before, load_1min=2.0)
        trials = [[replace(each, before=busy) for each in cell.trials] for cell in about.cells]
        return with_trials(PLAN, trials)

    assert list(machine.Load.find(loaded(np.nan)))
    assert not list(machine.Load.find(loaded(0.0)))


def test_a_cell_that_causes_its_own_disturbance_is_found_with_what_others_took() -> None:
    rng = np.random.default_rng(2)
    about = steady(lambda place, _: list(rng.normal((0.8, 0.1)[place], 0.05, 20)))
    (told,) = Provoked.find(about)
    assert isinstance(told, Provoked)
    assert told.cells == (PLAN.cells[0].id,)
    assert told.own == pytest.approx(0.8, abs=0.05)
    assert told.rest == pytest.approx(0.1, abs=0.05)


def test_a_disturbance_that_is_the_question_is_nobodys_own() -> None:
    plan = make_plan(factors={"disturbance": ["none", "cpu"]}, rounds=5)
    rng = np.random.default_rng(2)
    about = steady(lambda place, _: list(rng.normal((0.8, 0.1)[place], 0.05, 20)))
    assert not found(Provoked, replace(about, plan=plan))


def test_two_rounds_accuse_nobody() -> None:
    rng = np.random.default_rng(2)
    about = steady(lambda place, _: list(rng.normal((0.8, 0.1)[place], 0.01, 20)), rounds=2)
    assert not list(elsewhere.Provoked.find(about))


# ---------------------------------------------------------------- how often a cell is accused

STEP = 0.005
"""Seconds of the clock that drawn neighbours go by."""
TICK_SECONDS = 0.01

Neighbour = Callable[[np.random.Generator, int], Floats]
"""What others take of a processor in each of so many steps."""


def idle(rng: np.random.Generator, steps: int) -> Floats:
    """A little all the time, and something of 30 ms about once a second."""
    blips = np.convolve(rng.random(steps) < STEP, np.ones(6))[:steps]
    return np.asarray(0.03 + np.minimum(blips, 1.0))


def on_and_off(on: tuple[float, float], duty: float, level: float) -> Neighbour:
    """Busy for so many seconds at a time, for a share of the time."""

    def draw(rng: np.random.Generator, steps: int) -> Floats:
        taken = idle(rng, steps)
        at = int(rng.uniform(0, sum(on) / duty / STEP))
        while at < steps:
            length = rng.uniform(*on) / STEP
            taken[at : at + int(length)] += level
            at += int(length + rng.exponential(length * (1 / duty - 1))) + 1
        return taken

    return draw


def ever_busier(rng: np.random.Generator, steps: int) -> Floats:
    """A load that wanders from second to second, and from round to round."""
    walk = np.cumsum(rng.normal(0, 0.02, steps)) + rng.uniform(0, 2)
    return np.clip(walk, 0, 2)


def periodic(rng: np.random.Generator, steps: int) -> Floats:
    """A timer that takes a processor for 60 ms in every half second."""
    on = (np.arange(steps) + rng.integers(100)) % 100 < 12
    return on.astype(np.float64)


NEIGHBOURS: dict[str, Neighbour] = {
    "idle": idle,
    "bursts": on_and_off((0.3, 2.5), 0.25, 1.0),
    "spells": on_and_off((5.0, 15.0), 0.25, 2.0),
    "steady": lambda rng, steps: idle(rng, steps) + 1.0,
    "wandering": ever_busier,
    "periodic": periodic,
}


@dataclass(frozen=True)
class Design:
    """What is measured: so many cells and rounds, of passes of which a few may be repeated."""

    cells: int
    rounds: int
    passes: int = 30
    slice_seconds: float = 0.05


def drawn_round(rng: np.random.Generator, of: Design, neighbour: Neighbour, provoked: float) -> Floats:
    """What others took of a processor while each cell of a round was measured, repeated passes and all.

    The first cell makes them take more by `provoked` during its slices, and half of that in the next one.
    """
    allowed = of.passes // 3
    shape = (of.passes + allowed, of.cells)
    order = np.argsort(rng.random(shape), axis=1).ravel()
    taken = neighbour(rng, round(len(order) * of.slice_seconds / STEP)).reshape(len(order), -1).mean(axis=1)
    own = np.flatnonzero(order == 0)
    taken[own] += provoked
    taken[np.minimum(own + 1, len(order) - 1)] += provoked / 2
    tick = TICK_SECONDS / of.slice_seconds
    exact = taken + rng.normal(0, tick / 3, len(taken))
    counted = np.floor(exact / tick + rng.random(len(exact))) * tick
    in_passes = counted.reshape(shape)
    beyond = in_passes.sum(axis=1) - in_passes.max(axis=1) > DISTURBED * (of.cells - 1)
    kept = ~(beyond & (np.cumsum(beyond) <= allowed))
    last = int(np.searchsorted(np.cumsum(kept), of.passes)) + 1
    spent = np.arange(len(order)) < last * of.cells
    return np.bincount(order[spent], counted[spent], of.cells) / last


def accused(seed: int, of: Design, neighbour: Neighbour, provoked: float = 0.0) -> set[int]:
    """The places of the cells that a report accuses."""
    rng = np.random.default_rng(seed)
    plan = make_plan(factors={"batch": list(range(1, of.cells + 1))}, rounds=of.rounds)
    shares = np.array([drawn_round(rng, of, neighbour, provoked) for _ in range(of.rounds)])
    trials = []
    for cell, mine in zip(plan.cells, np.maximum(shares, 0).T.tolist(), strict=True):
        bare = quick_summary(cell, 1, np.ones(1), 1, plan)
        trials.append([replace(bare, round=n, elsewhere_share=share) for n, share in enumerate(mine, 1)])
    places = {cell.id: place for place, cell in enumerate(plan.cells)}
    return {places[cell] for told in Provoked.find(with_trials(plan, trials)) for cell in told.cells}


DESIGNS = {
    "two": Design(2, 5),
    "eight": Design(8, 5),
    "heavy": Design(4, 5, passes=6, slice_seconds=0.5),
}


@pytest.mark.parametrize("neighbour", NEIGHBOURS)
@pytest.mark.parametrize("design", DESIGNS)
@pytest.mark.parametrize("provoked", [0.0, PROVOKED])
def test_a_cell_that_provokes_nobody_is_accused_in_at_most_five_of_a_hundred_reports(
    neighbour: str, design: str, provoked: float
) -> None:
    reports = 50
    found = [accused(seed, DESIGNS[design], NEIGHBOURS[neighbour], provoked) for seed in range(reports)]
    assert sum(map(bool, found)) <= binom.ppf(0.999, reports, 0.05)


@pytest.mark.parametrize("neighbour", NEIGHBOURS)
def test_the_cell_that_provokes_is_found_and_no_other_is_accused(neighbour: str) -> None:
    reports = 30
    found = [accused(seed, Design(4, 5), NEIGHBOURS[neighbour], 0.8) for seed in range(reports)]
    assert sum(0 in places for places in found) > reports / 2
    assert sum(bool(places - {0}) for places in found) <= binom.ppf(0.999, reports, 0.05)
