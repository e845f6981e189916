"""What is excluded where no difference is shown, and abstracts that never only tell what is open."""

from __future__ import annotations

import itertools
import math
from dataclasses import replace

import pytest

from ovreport.analysis.results import Contrast, Verdict
from ovreport.claims import conclude, say
from ovreport.claims.claim import Claim, ClaimKind, Report
from ovreport.claims.excluded import LevelsWithin, NoneFarBehind
from ovreport.claims.place import Place
from ovreport.claims.programs import recompute
from ovreport.claims.report import abstract
from ovreport.claims.truth import Truth
from ovreport.language.spans import plain
from ovreport.limits import FAR_AHEAD
from tests.noises import Normal, Stalls
from tests.simulated_plans import identical_plan, make_plan
from tests.truths import told
from tests.worlds import Machine

NOISY = Machine(name="", plan=identical_plan(4), trial=Normal(0.03))


@pytest.fixture(scope="module")
def noisy() -> Report:
    """Four configurations that are the same, on a machine too noisy to show it."""
    return conclude(NOISY.analysis(1))


def excluded(report: Report) -> list[NoneFarBehind]:
    return [claim for claim in report.conclusions if isinstance(claim, NoneFarBehind)]


def open_between(report: Report) -> list[Contrast]:
    every = [contrast for claim in told(report) for contrast in claim.contrasts]
    return [each for each in every if each.metric == "throughput" and each.verdict is Verdict.NOT_RESOLVED]


def test_where_nothing_is_set_apart_a_bound_on_all_is_told_in_the_abstract(noisy: Report) -> None:
    (claim,) = excluded(noisy)
    assert noisy.conclusions.index(claim) in noisy.abstract


def test_no_interval_and_no_level_of_the_page_reaches_beyond_the_bound(noisy: Report) -> None:
    (claim,) = excluded(noisy)
    reach = 1 / (1 - claim.behind) + 1e-9
    for contrast in open_between(noisy):
        assert contrast.estimate is not None
        for end in (contrast.estimate.adjusted_low, contrast.estimate.adjusted_high):
            assert 1 / reach <= end <= reach
    levels = [cell.throughput.value for cell in noisy.analysis.cells if cell.throughput]
    assert max(levels) / min(levels) <= reach


@pytest.mark.parametrize("slower", [0.2, 0.5])
def test_where_one_is_shown_to_be_behind_nothing_is_said_of_all(slower: float) -> None:
    machine = replace(NOISY, slower={1: slower}, trial=Normal(0.005))
    assert not excluded(conclude(machine.analysis(1)))


def test_a_bound_that_leaves_in_what_is_far_ahead_is_not_told() -> None:
    report = conclude(replace(NOISY, trial=Normal(0.3)).analysis(1))
    assert not excluded(report)


def test_of_two_that_an_effect_compares_the_bound_is_not_told_again() -> None:
    report = conclude(replace(NOISY, plan=identical_plan(2)).analysis(1))
    assert open_between(report)
    assert not excluded(report)


def test_the_bound_is_false_where_two_are_farther_apart(noisy: Report) -> None:
    (claim,) = excluded(noisy)
    assert claim.behind < 1 - 1 / FAR_AHEAD
    cells = [cell.cell.id for cell in noisy.analysis.cells]
    for factor, so in ((0.99, True), (1.01, False)):
        apart = -math.log1p(-claim.behind) * factor
        log_fps = dict(zip(cells, (0.0, apart, apart / 2, 0.0), strict=True))
        truth = Truth(log_fps=log_fps, typical=log_fps, images=dict.fromkeys(cells, 1))
        assert [each.true for each in claim.statements(truth)] == [so]


def of_place(place: Place) -> Claim:
    return Claim(id=place.name, kind=ClaimKind.EFFECT, place=place)


class Answer(Claim):
    """An open answer about a factor."""

    @property
    def answers(self) -> str:
        return "batch"


def test_an_abstract_of_open_answers_makes_room_for_what_is_known() -> None:
    open_ = Verdict.NOT_RESOLVED
    answers = [
        Answer(id=str(n), kind=ClaimKind.EFFECT, place=Place.ANSWER_OPEN, verdict=open_) for n in range(6)
    ]
    known = of_place(Place.NONE_FAR_BEHIND)
    assert abstract((*answers, known)) == (0, 1, 2, 3, 6)
    assert abstract((answers[0], known)) == (0, 1)


def test_an_abstract_says_no_more_than_once_that_nothing_stands_out() -> None:
    empty = (Place.NO_LEADER, Place.NO_FASTEST, Place.NO_SMALLER, Place.NO_QUICKEST, Place.NO_FRONT)
    for first, second in itertools.permutations(empty, 2):
        assert abstract((of_place(first), of_place(second))) == (0,)


def test_its_program_prints_the_bound(noisy: Report) -> None:
    (claim,) = excluded(noisy)
    program = recompute(claim, noisy.analysis)
    assert program is not None
    assert program.prints[0] == pytest.approx(1 - claim.behind)


def test_the_bound_covers_whole_trials_where_one_stalls_too_rarely_to_be_shown() -> None:
    machine = Machine(name="", plan=identical_plan(8), slices={1: Stalls(0.02, 4.0)}, bursts=0.1)
    truth = machine.truth()
    claims = [claim for seed in range(1, 13) for claim in excluded(conclude(machine.analysis(seed)))]
    by_totals = [claim for claim in claims if claim.totals]
    assert by_totals
    assert all(each.true for claim in claims for each in claim.statements(truth))
    program = by_totals[0].program(machine.analysis(1))
    assert program is not None
    assert program.prints == (1 - by_totals[0].behind,)


LEVELS = make_plan(factors={"batch": [1, 2, 3], "requests": [1, 4]})


def test_whatever_level_of_an_open_factor_is_taken_a_bound_is_told_with_its_answer() -> None:
    slower = {place: -0.4 for place, cell in enumerate(LEVELS.cells) if cell.level("requests") == "4"}
    machine = Machine(name="", plan=LEVELS, slower=slower, trial=Normal(0.03))
    report = conclude(machine.analysis(1))
    assert not excluded(report)
    (answer,) = [each for each in report.conclusions if each.answers == "batch"]
    assert answer.verdict is Verdict.NOT_RESOLVED
    (note,) = [each for each in answer.notes if isinstance(each, LevelsWithin)]
    assert [len(group) for group in note.groups] == [3, 3]
    assert [each.true for each in note.statements(machine.truth())] == [True]
    assert plain(say(note, report, "en").headline) in plain(say(answer, report, "en").context)


def test_of_two_levels_the_answer_has_the_bounds_already() -> None:
    plan = make_plan(factors={"batch": [1, 3], "requests": [1, 4]})
    slower = {place: -0.4 for place, cell in enumerate(plan.cells) if cell.level("requests") == "4"}
    report = conclude(Machine(name="", plan=plan, slower=slower, trial=Normal(0.03)).analysis(1))
    assert not [
        each for claim in report.conclusions for each in claim.notes if isinstance(each, LevelsWithin)
    ]
