"""What was found false, empty or unnatural in generated reports: one rule a fault."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest

from benchmarks.readings import OTHER, told
from benchmarks.readings import report as drawn
from ovreport.analysis.caveats import records
from ovreport.analysis.choice import candidates
from ovreport.analysis.report import analyse
from ovreport.analysis.results import Estimate, Verdict
from ovreport.claims import conclude, say, say_caveat
from ovreport.claims.best import BestShown
from ovreport.claims.choosing import Choice
from ovreport.claims.claim import Claim, ClaimKind, Report
from ovreport.claims.effects import effect_claims, effect_conclusions
from ovreport.claims.sameness import SameYetApart
from ovreport.claims.startup import BreakEven
from ovreport.claims.steadiness import Moving, Windows
from ovreport.language.spans import plain
from ovreport.naming import cell_name, cell_names, cell_phrase
from ovreport.plan import Plan
from tests.claims.handmade import analysis, effect, estimate, ordinary
from tests.simulated_plans import MOBILENET, Levels, make_plan
from tests.simulation import World, measure
from tests.truths import contradictions
from tests.truths import told as every_claim

BOTH = ("en", "zh-Hans")
FAULTS = {
    "two spaces": r"[^ ] {2,}[^ ]",
    "nothing left of an amount": r"(?<![\d.,+−])0 ?%|(?<![\d.,+−])0\.0+ ?%|(?<![\d.])0 times",
    "bounds that are one number": r"(?<![\d.,])(\d[\d.,]*)–\1(?![\d.])",
    "a gap that was not filled": r"[{}]|\bnan\b|\binf\b",
    "two prepositions": r"\b(in|of|on|with|from) (with|undisturbed)\b",
    "a plural that leads": r"(^|[.:;] )\w+ (threads|streams|requests) (leads|delivers|reaches|has)\b",
    "requests of requests": r"requests of [\w ]+ requests",
    "two of two": r"\btwo of two\b|\bthree of three\b|\bfour of four\b",
    "a factor without its article": r"^Varying (performance|inference|network|weight|number)",
    "a doubled stop": r"[.。,，;；:：]{2}",
}


def spoken(report: Report, claim: Claim, language: str) -> str:
    said = say(claim, report, language)
    return ordinary(f"{plain(said.headline)} {plain(said.context)}")


def measured(factors: dict[str, Levels], world: World | None = None, rounds: int = 3) -> Report:
    plan = make_plan(factors=factors, rounds=rounds)
    short = replace(plan, measure=replace(plan.measure, seconds=0.9, slice_seconds=0.15))
    return conclude(analyse(short, "simulated", list(measure(short, world or World()))))


def of_kind(report: Report, *kinds: ClaimKind) -> Iterator[Claim]:
    return (claim for claim in every_claim(report) if claim.kind in kinds)


CHOICES = (
    ClaimKind.BEST_THROUGHPUT,
    ClaimKind.BEST_LATENCY,
    ClaimKind.BEST_OVERALL,
    ClaimKind.PARETO,
    ClaimKind.SMALLEST,
)


def test_one_undisturbed_setting_beside_disturbed_ones_is_no_choice() -> None:
    report = measured({"disturbance": ["none", "cpu", "memory"]})
    assert not list(of_kind(report, *CHOICES))


def test_a_choice_counts_undisturbed_settings_alone_and_says_so() -> None:
    factors: dict[str, Levels] = {"requests": [1, 2], "disturbance": ["none", "cpu"]}
    slow = {cell.id: 2.0 for cell in make_plan(factors=factors).cells if cell.setting.requests == 1}
    report = measured(factors, World(trial_sd=0.001, ratios=slow), rounds=5)
    claim = next(of_kind(report, ClaimKind.BEST_THROUGHPUT))
    assert isinstance(claim, BestShown)
    assert (claim.among.configurations, claim.among.disturbed) == (2, 2)


def test_settings_that_are_all_one_in_force_are_no_choice() -> None:
    plan = make_plan(factors={"hint": ["latency", "throughput"]})
    slow = World(ratios={plan.cells[1].id: 1.5}, trial_sd=0.001)
    report = measured({"hint": ["latency", "throughput"]}, slow, rounds=5)
    assert not list(of_kind(report, *CHOICES))
    (one,) = [each for each in report.conclusions if each.kind is ClaimKind.SAME_IN_FORCE]
    assert isinstance(one, SameYetApart)


def test_a_choice_says_which_settings_are_its_own_in_force() -> None:
    factors: dict[str, Levels] = {"requests": [1, 2], "hint": ["latency", "throughput"]}
    slow = {cell.id: 1.5 for cell in make_plan(factors=factors).cells if cell.setting.hint == "latency"}
    report = measured(factors, World(ratios=slow, trial_sd=0.001), rounds=5)
    assert any(isinstance(each, Choice) and each.one_in_force for each in of_kind(report, *CHOICES))


def test_other_programs_alone_are_no_choice() -> None:
    assert not list(of_kind(measured({"disturbance": ["cpu", "memory"]}), *CHOICES))
    assert not list(of_kind(drawn(66), *CHOICES))


def test_a_level_that_was_not_granted_is_nothing_to_compare_with() -> None:
    report = measured({"precision": ["f32", "f16", "bf16"]}, World(trial_sd=0.001))
    told = {each.cells for _, claims in report.commentary for each in claims if each.kind is ClaimKind.EFFECT}
    f32, _, bf16 = (cell.id for cell in report.analysis.plan.cells)
    assert told == {(bf16, f32)}


@pytest.mark.parametrize("seed", [72, 88, 130])
def test_windows_are_told_where_they_hold_the_mean(seed: int) -> None:
    report = drawn(seed)
    for claim in (each for each in of_kind(report, ClaimKind.STEADINESS) if isinstance(each, Windows)):
        level = report.analysis.cell(claim.cell).throughput
        assert level is not None
        assert claim.lowest_fps <= level.value <= claim.highest_fps


def test_a_longer_start_is_earned_back_beside_a_setting_that_one_may_choose() -> None:
    report = drawn(63)
    choices = {result.cell.id for result in candidates(report.analysis.cells)}
    starts = [each for each in every_claim(report) if isinstance(each, BreakEven)]
    assert all({each.quick.cell, each.best.cell} <= choices for each in starts)


def test_levels_are_listed_beside_the_reference_that_they_were_compared_with() -> None:
    plan = make_plan(factors={"storage": ["f32", "f16", "int8"]})
    effects = (effect(plan, "storage", "int8", "f16", 0.4), effect(plan, "storage", "f16", "f32", 2.6))
    about = analysis(plan, *effects)
    (claim,) = effect_conclusions(about)
    assert "2.6" not in plain(say(claim, about, "en").context)


def interval(low: float, high: float, p_none: float = 0.03) -> Estimate:
    middle = estimate((low * high) ** 0.5)
    return replace(middle, low=low, high=high, adjusted_low=low, adjusted_high=high, p_none=p_none)


def open_question(language: str, *found: Estimate, margin: float = 0.03) -> str:
    """What is told of open comparisons with these intervals, under a condition each."""
    factors: dict[str, Levels] = {"batch": [1, 3], "threads": list(range(1, 1 + len(found)))}
    plan = make_plan(factors=factors)
    told = effect(plan, "batch", "3", "1", *found)
    undecided = tuple(
        replace(each, verdict=Verdict.NOT_RESOLVED, margin=margin, rounds_needed=18)
        for each in told.contrasts
    )
    about = analysis(plan, replace(told, contrasts=undecided))
    (claim,) = effect_claims(about)
    return ordinary(plain(say(claim, about, language).headline))


@pytest.mark.parametrize(("language", "alike"), [("en", "about as many"), ("zh-Hans", "相近")])
def test_about_as_much_needs_an_estimate_near_none_and_bounds_that_are_not_far(
    language: str, alike: str
) -> None:
    assert alike in open_question(language, interval(0.93, 1.08))
    assert alike in open_question(language, interval(0.93, 1.08), interval(0.94, 1.09))
    assert alike not in open_question(language, interval(0.75, 1.35))
    assert alike not in open_question(language, interval(0.93, 1.18))
    assert alike not in open_question(language, interval(0.93, 1.08), interval(0.93, 1.18))


@pytest.mark.parametrize(("language", "most"), [("en", "at most 2 % more"), ("zh-Hans", "多不超过 2%")])
def test_a_gain_that_the_interval_leaves_out_is_said_to_be_none(language: str, most: str) -> None:
    assert most in open_question(language, interval(0.85, 1.02))
    assert most not in open_question(language, interval(0.85, 1.05))


@pytest.mark.parametrize(("language", "less"), [("en", "fewer images"), ("zh-Hans", "比 batch=1 少")])
def test_what_is_less_for_sure_is_told_as_less(language: str, less: str) -> None:
    assert less in open_question(language, interval(0.83, 0.98))


@pytest.mark.parametrize(
    ("low", "high", "margin", "said"),
    [
        (1.02, 1.1, 0.03, "leave open whether"),
        (1.05, 1.13, 0.2, "inside the margin of 20 %"),
        (0.87, 0.95, 0.2, "inside the margin of 20 %"),
        (2.8, 3.7, 0.03, "too few for a verdict"),
        (0.4, 0.6, 0.03, "too few for a verdict"),
    ],
)
def test_the_margin_is_said_to_be_open_where_the_interval_holds_it(
    low: float, high: float, margin: float, said: str
) -> None:
    assert said in open_question("en", interval(low, high, p_none=0.001), margin=margin)


def test_no_more_rounds_are_asked_for_than_are_missing() -> None:
    report = drawn(86)
    claim = next(each for each in report.conclusions if each.kind is ClaimKind.EFFECT)
    (contrast,) = {each.metric: each for each in claim.contrasts}.values()
    assert contrast.rounds_needed is not None
    assert contrast.rounds_needed <= report.analysis.rounds
    assert str(contrast.rounds_needed) not in plain(say(claim, report, "en").context)


@pytest.mark.parametrize("language", BOTH)
def test_the_end_of_an_interval_around_no_difference_is_never_told_as_nothing(language: str) -> None:
    said = open_question(language, interval(0.9, 1.003))
    assert re.search(r"0\.3 ?%", said)


@pytest.mark.parametrize(
    ("factors", "english", "chinese"),
    [
        (
            {"disturbance": ["none", "cpu"]},
            ["the undisturbed configuration", "the configuration with another program keeping a core busy"],
            ["无干扰的配置", "其他程序占满一个核的配置"],
        ),
        (
            {"hint": ["latency", "throughput"]},
            ["the latency hint", "the throughput hint"],
            ["LATENCY hint", "THROUGHPUT hint"],
        ),
        (
            {"mode": ["sync", "async"]},
            ["synchronous calling", "asynchronous calling"],
            ["同步推理", "异步推理"],
        ),
        (
            {"openvino": ["installed", "2025.4"]},
            ["the installed OpenVINO", "OpenVINO 2025.4"],
            ["已安装的 OpenVINO", "OpenVINO 2025.4"],
        ),
        ({"storage": ["f32", "f16"]}, ["the f32 file", "the f16 file"], ["FP32 文件", "FP16 文件"]),
    ],
)
def test_a_setting_is_called_by_a_noun(
    factors: dict[str, Levels], english: Sequence[str], chinese: Sequence[str]
) -> None:
    plan: Plan = make_plan(factors=factors)
    assert [cell_phrase(cell, plan, "en") for cell in plan.cells] == english
    assert [cell_phrase(cell, plan, "zh-Hans") for cell in plan.cells] == chinese


@pytest.mark.parametrize(
    ("varied", "plural"),
    [
        ({"threads": [1, 2]}, [False, True]),
        ({"streams": [1, "auto"]}, [False, True]),
        ({"batch": [1, 2], "requests": [1, 4]}, [False] * 4),
        ({"requests": [1, 4], "threads": [1, 2]}, [False, False, True, True]),
        ({"disturbance": ["none", "cpu"]}, [False, False]),
    ],
)
def test_a_verb_agrees_with_the_name_before_it(varied: dict[str, Levels], plural: list[bool]) -> None:
    plan = make_plan(factors=varied)
    assert [cell_names(cell, plan, "en").plural for cell in plan.cells] == plural


@pytest.mark.parametrize("proven", ["two threads", "one thread"])
def test_two_threads_lead_and_one_thread_leads(proven: str) -> None:
    plan = make_plan(factors={"threads": [1, 2]})
    slow = plan.cells[0 if proven == "two threads" else 1]
    report = measured({"threads": [1, 2]}, World(trial_sd=0.001, ratios={slow.id: 2.0}), rounds=5)
    lead = next(of_kind(report, ClaimKind.BEST_OVERALL))
    verb = "lead" if proven == "two threads" else "leads"
    assert spoken(report, lead, "en").startswith(f"{proven.capitalize()} {verb} in throughput")


@pytest.mark.parametrize(("language", "all_of_them"), [("en", "falls on all"), ("zh-Hans", "一起")])
def test_of_one_setting_nothing_is_said_about_all(language: str, all_of_them: str) -> None:
    report = measured({"label": ["first"]}, World(round_sd=0.1))
    (claim,) = [each for each in report.conclusions if isinstance(each, Moving)]
    assert all_of_them not in spoken(report, claim, language)


@pytest.mark.parametrize("language", BOTH)
@pytest.mark.parametrize("seed", [*range(1, 7), 130, 148])
def test_no_generated_report_has_a_sentence_with_a_known_fault(seed: int, language: str) -> None:
    report = drawn(seed)
    names = {cell_name(cell, report.analysis.plan, language) for cell in report.analysis.plan.cells}
    for line in told(report, language):
        line = ordinary(line)
        if line.startswith("  |") or line[4:] in names:
            continue
        said = re.sub(r"^ +(\d+|[ABCF?])( \[.*?\])? ", "", line)
        for fault, pattern in FAULTS.items():
            assert not re.search(pattern, said.replace(" // ", " ").rstrip()), f"{fault}: {said}"
    assert contradictions(report) == []


@pytest.mark.parametrize("language", BOTH)
@pytest.mark.parametrize("seed", [66, 70])
def test_what_happens_beside_a_program_is_not_told_as_its_own_doing(seed: int, language: str) -> None:
    report = drawn(seed)
    told = [spoken(report, each, language) for each in report.conclusions]
    assert not [said for said in told if re.search(r"program [\w ]+ delivers|[核存]的吞吐量", said)]


@pytest.mark.parametrize("language", BOTH)
@pytest.mark.parametrize("seed", [100, 120])
def test_of_several_sources_each_is_named(seed: int, language: str) -> None:
    report = drawn(seed)
    blocks = [claim for _, claims in report.commentary for claim in claims]
    sources = {each.source for each in report.analysis.plan.published}
    assert len(sources) == 2
    besides = [each for each in report.conclusions if each.kind is ClaimKind.BESIDE_PUBLISHED]
    assert besides
    for claim in (*besides, *(each for each in blocks if each.kind is ClaimKind.PUBLISHED_EFFECT)):
        said = say(claim, report, language)
        text = plain(said.short if claim.kind is ClaimKind.BESIDE_PUBLISHED else said.headline)
        assert sum(source in text for source in sources) == 1


@pytest.mark.parametrize(("language", "every"), [("en", "every one of three"), ("zh-Hans", "全部 3 次")])
def test_that_all_trials_failed_is_not_counted_twice(language: str, every: str) -> None:
    report = drawn(67)
    failed = next(each.caveat for each in report.caveats if isinstance(each.caveat, records.FailedTrials))
    assert every in ordinary(plain(say_caveat(failed, report, language).context)).lower()


@pytest.mark.parametrize("language", BOTH)
def test_bounds_that_tell_nothing_are_not_told(language: str) -> None:
    assert "110" not in open_question(language, interval(0.0000046, 110_000))
    assert "110" in open_question(language, interval(0.2, 110_000))


def test_a_name_has_no_label_that_tells_nothing_apart() -> None:
    plan = make_plan(factors={"model": [MOBILENET, OTHER], "mode": ["sync"], "label": ["a", "b"]})
    names = [cell_name(cell, plan, "en") for cell in plan.cells]
    assert names == ["mobilenet-ssd, a", "mobilenet-ssd, b", "resnet-18, a", "resnet-18, b"]
