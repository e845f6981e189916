"""What was asked and not given, settings that turned out to be one, answers that differ, cells left out."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from ovreport.analysis.caveats.records import Fallback
from ovreport.analysis.mismatches import SettingMismatch
from ovreport.analysis.report import analyse
from ovreport.analysis.results import Analysis, Effect, Estimate, OutputComparison, Status
from ovreport.claims import say, say_caveat, setting_sentence
from ovreport.claims.claim import Claim, ClaimKind
from ovreport.claims.commentary import commentary
from ovreport.claims.effects import effect_claims
from ovreport.claims.granted import NotGranted
from ovreport.claims.intervals import estimate_of
from ovreport.claims.missing import Failed, NoDevice, SteadinessOpen, StillPending
from ovreport.claims.outputs import (
    Agreeing,
    Close,
    Different,
    Identical,
    Incomparable,
    OutputsClaim,
    Reordered,
    Uninformative,
)
from ovreport.claims.report import fidelity
from ovreport.claims.sameness import (
    SameAndAgree,
    SameInForce,
    SameUncompared,
    SameWithinChance,
    SameYetApart,
    SeveralSame,
)
from ovreport.language.spans import plain
from ovreport.plan import Plan, PublishedFigure, PublishedSet
from ovreport.records import Failure
from tests.claims.handmade import analysis, effect, estimate, granted, ordinary
from tests.simulated_plans import BASE, Levels, cell_with, make_plan
from tests.simulation import measure

BOTH = ("en", "zh-Hans")
SAME = estimate(1.0, 0.015)
OPEN = estimate(1.01, 0.05)


def the(about: Analysis, kind: ClaimKind) -> Claim:
    """The only claim of a kind."""
    (claim,) = (each for each in fidelity(about) if each.kind is kind)
    return claim


def spoken(about: Analysis, claim: Claim, language: str) -> Mapping[str, str]:
    said = say(claim, about, language)
    every = (("headline", said.headline), ("short", said.short), ("context", said.context))
    return {name: ordinary(plain(parts)) for name, parts in every}


def in_force_everywhere(plan: Plan, **changes: Any) -> Analysis:
    return analysis(plan, in_force={cell.id: granted(**changes) for cell in plan.cells})


@pytest.mark.parametrize(
    ("base", "changes", "wish"),
    [
        (
            {"precision": "bf16"},
            {"precision": "bf16", "emulated": True},
            SettingMismatch(what="emulated", requested="bf16", effective="bf16"),
        ),
        (
            {"precision": "bf16"},
            {"arithmetic": (("convolution", "i8", 3), ("matmul", "f32", 1))},
            SettingMismatch(what="rest", requested="bf16", effective="f32"),
        ),
        ({"streams": 4}, {"streams": 2}, SettingMismatch(what="streams", requested="4", effective="2")),
        ({"threads": 1}, {"threads": 2}, SettingMismatch(what="threads", requested="1", effective="2")),
        ({"device": "GPU"}, {}, SettingMismatch(what="device", requested="GPU", effective="CPU")),
    ],
)
def test_a_wish_that_was_not_granted_is_told_with_what_came_instead(
    base: dict[str, Any], changes: dict[str, Any], wish: SettingMismatch
) -> None:
    about = in_force_everywhere(make_plan(factors={"batch": [1, 3]}, base=replace(BASE, **base)), **changes)
    claim = the(about, ClaimKind.NOT_GRANTED)
    assert isinstance(claim, NotGranted)
    assert claim.wish == wish
    assert len(claim.cells) == claim.configurations == 2


def test_a_wish_of_some_settings_is_told_of_those() -> None:
    plan = make_plan(factors={"streams": [1, 4]})
    claim = the(in_force_everywhere(plan), ClaimKind.NOT_GRANTED)
    assert isinstance(claim, NotGranted)
    assert claim.cells == (cell_with(plan, streams=4).id,)
    assert claim.configurations == 2


def test_a_device_that_says_nothing_about_itself_leaves_no_wish_open() -> None:
    plan = make_plan(factors={"batch": [1]}, base=replace(BASE, precision="bf16", streams=4, threads=1))
    about = in_force_everywhere(plan, precision=None, streams=None, threads=None, devices=())
    assert fidelity(about) == ()


REFUSALS: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "threads": ({"threads": 4}, {"threads": 2}),
    "device": ({"device": "GPU"}, {"devices": ("CPU", "GPU")}),
}
"""What is asked for, and what is in force instead."""


@pytest.mark.parametrize("what", REFUSALS)
def test_what_was_refused_is_claimed_and_doubted_alike(what: str) -> None:
    asked, given = REFUSALS[what]
    plan = make_plan(factors={"batch": [1]}, base=replace(BASE, **asked), rounds=2)
    records = [
        (replace(record, in_force=replace(record.in_force, **given)), sha)
        for record, sha in measure(plan)
        if record.in_force is not None
    ]
    about = analyse(plan, "simulated", records)
    claim = the(about, ClaimKind.NOT_GRANTED)
    (caveat,) = (each for each in about.caveats if isinstance(each, Fallback))
    assert isinstance(claim, NotGranted)
    assert caveat.cells == claim.cells
    told = plain(say_caveat(caveat, about, "en").context)
    assert claim.wish.requested in told
    assert claim.wish.effective in told
    (noted,) = (each for _, claims in commentary(about) for each in claims if each.kind is claim.kind)
    assert isinstance(noted, NotGranted)
    assert noted.wish == claim.wish


def alike(plan: Plan, found: Effect, *groups: tuple[str, ...], **force: Any) -> Analysis:
    """Groups of cells that are one setting in force."""
    about = analysis(plan, found, in_force={cell.id: granted(**force) for cell in plan.cells})
    return replace(about, same_in_force=groups)


def one_pair(found: float | Estimate | None, **force: Any) -> Analysis:
    """Two streams asked for and one given: both settings are one."""
    plan = make_plan(factors={"streams": [1, 2]})
    made = effect(plan, "streams", "2", "1", found)
    return alike(plan, made, tuple(cell.id for cell in plan.cells), **force)


@pytest.mark.parametrize(
    ("found", "made"),
    [(SAME, SameAndAgree), (1.2, SameYetApart), (OPEN, SameWithinChance), (None, SameUncompared)],
)
def test_one_setting_measured_twice_is_told_by_how_far_the_results_are_apart(
    found: float | Estimate | None, made: type[SameInForce]
) -> None:
    assert type(the(one_pair(found), ClaimKind.SAME_IN_FORCE)) is made


def test_a_wish_that_made_settings_one_is_told_as_the_reason() -> None:
    claim = the(one_pair(SAME), ClaimKind.SAME_IN_FORCE)
    assert isinstance(claim, SameInForce)
    assert claim.factor == "streams"
    (note,) = claim.notes
    assert isinstance(note, NotGranted)
    assert (note.wish.requested, note.wish.effective) == ("2", "1")


def test_the_pair_that_lies_farthest_apart_stands_for_a_group() -> None:
    plan = make_plan(factors={"label": ["a", "b", "c"]})
    near, far = (
        effect(plan, "label", label, "a", found) for label, found in (("b", SAME), ("c", estimate(1.3)))
    )
    about = replace(analysis(plan, near, far), same_in_force=(tuple(cell.id for cell in plan.cells),))
    claim = the(about, ClaimKind.SAME_IN_FORCE)
    assert isinstance(claim, SameYetApart)
    assert claim.contrasts[0].cell == plan.cells[2].id
    assert len(claim.cells) == 3


def test_several_groups_that_agree_are_one_conclusion() -> None:
    plan = make_plan(factors={"label": ["a", "b"], "batch": [1, 3]})
    found = effect(plan, "label", "b", "a", SAME, SAME)
    groups = tuple((each.reference, each.cell) for each in found.contrasts)
    claim = the(replace(analysis(plan, found), same_in_force=groups), ClaimKind.SAME_IN_FORCE)
    assert isinstance(claim, SeveralSame)
    assert set(claim.cells) == {cell.id for cell in plan.cells}
    assert len(claim.notes) == 2
    assert claim.agree


CORES = "SCHEDULING_CORE_TYPE"


def cores(*ratios: float | Estimate | None, **factors: list[Any]) -> Analysis:
    """A property of which every value that is asked for reads back as the same one."""
    plan = make_plan(factors={**factors, CORES: ["ECORE_ONLY", "PCORE_ONLY"]})
    found = effect(plan, CORES, "PCORE_ONLY", "ECORE_ONLY", *ratios)
    groups = tuple((each.reference, each.cell) for each in found.contrasts)
    return alike(plan, found, *groups, properties=((CORES, "ANY_CORE"),))


@pytest.mark.parametrize("factors", [{}, {"batch": [1, 2, 3, 4]}], ids=["alone", "under four batches"])
def test_a_property_that_changes_nothing_is_one_conclusion_however_many_settings_it_has(
    factors: dict[str, list[Any]],
) -> None:
    about = cores(*[SAME] * len(factors.get("batch", [1])), **factors)
    (claim,) = fidelity(about)
    assert isinstance(claim, SameAndAgree)
    assert claim.factor == CORES
    assert set(claim.cells) == {cell.id for cell in about.plan.cells}
    assert {note.wish.effective for note in claim.notes if isinstance(note, NotGranted)} == {"ANY_CORE"}


def test_every_factor_that_changes_nothing_is_named_by_itself() -> None:
    plan = make_plan(factors={"streams": [1, 2], "threads": [2, 4]})
    about = alike(plan, effect(plan, "streams", "2", "1", SAME, SAME), tuple(cell.id for cell in plan.cells))
    claims = [each for each in fidelity(about) if isinstance(each, SameInForce)]
    assert [claim.factor for claim in claims] == ["streams", "threads"]
    notes = [note for claim in claims for note in claim.notes if isinstance(note, NotGranted)]
    assert [note.wish.what for note in notes] == ["streams", "threads"]
    assert len({claim.id for claim in fidelity(about)}) == len(fidelity(about))


def test_a_factor_that_changes_something_somewhere_is_not_said_to_change_nothing() -> None:
    plan = make_plan(factors={"batch": [1, 3], CORES: ["ECORE_ONLY", "PCORE_ONLY"]})
    found = effect(plan, CORES, "PCORE_ONLY", "ECORE_ONLY", SAME, SAME)
    one = (found.contrasts[0].reference, found.contrasts[0].cell)
    claim = the(alike(plan, found, one, properties=()), ClaimKind.SAME_IN_FORCE)
    assert isinstance(claim, SameInForce)
    assert claim.factor is None


def hinted(*ratios: float | Estimate | None) -> Analysis:
    """Two hints and three numbers of requests; one request is what `auto` comes to under each hint."""
    plan = make_plan(factors={"hint": ["latency", "throughput"], "requests": ["auto", 1, 8]})
    found = effect(plan, "requests", "1", "auto", *ratios)
    groups = tuple((each.reference, each.cell) for each in found.contrasts)
    return alike(plan, found, *groups)


@pytest.mark.parametrize(("ratios", "agree"), [((SAME, SAME), True), ((SAME, OPEN), False)])
def test_several_groups_are_one_conclusion_that_names_them(ratios: tuple[Any, ...], *, agree: bool) -> None:
    about = hinted(*ratios)
    claim = the(about, ClaimKind.SAME_IN_FORCE)
    assert isinstance(claim, SeveralSame)
    assert claim.agree is agree
    assert spoken(about, claim, "en")["context"].count(" = ") == 2


def test_several_groups_without_a_comparison_are_one_conclusion_too() -> None:
    claim = the(hinted(None, None), ClaimKind.SAME_IN_FORCE)
    assert isinstance(claim, SeveralSame)
    assert claim.contrasts == ()


def test_groups_that_came_out_apart_are_one_warning_that_names_them() -> None:
    claim = the(hinted(1.2, 1.3), ClaimKind.SAME_IN_FORCE)
    assert isinstance(claim, SameYetApart)
    assert estimate_of(claim.contrasts[0]).ratio == 1.3
    (other,) = claim.notes
    assert isinstance(other, SameYetApart)
    assert len({*claim.cells, *other.cells}) == 4


def test_a_level_is_told_as_the_value_in_force_where_that_is_another_one() -> None:
    plan = make_plan(factors={CORES: ["ECORE_ONLY", "PCORE_ONLY"]})
    first, second = (cell.id for cell in plan.cells)
    told = {first: ((CORES, "ANY_CORE"),), second: ((CORES, "PCORE_ONLY"),)}
    about = analysis(
        plan,
        effect(plan, CORES, "PCORE_ONLY", "ECORE_ONLY", 1.4),
        in_force={cell: granted(properties=properties) for cell, properties in told.items()},
    )
    (claim,) = effect_claims(about)
    headline = spoken(about, claim, "en")["headline"]
    assert "SCHEDULING_CORE_TYPE=PCORE_ONLY" in headline
    assert "SCHEDULING_CORE_TYPE=ANY_CORE" in headline
    assert "ECORE" not in headline
    refused = the(about, ClaimKind.NOT_GRANTED)
    assert isinstance(refused, NotGranted)
    assert refused.wish == SettingMismatch(
        what="property", requested=f"{CORES}=ECORE_ONLY", effective="ANY_CORE"
    )


@pytest.mark.parametrize(
    ("language", "expected"),
    [("en", "the device does not tell CACHE_DIR"), ("zh-Hans", "设备没有报告 CACHE_DIR 是否生效")],
)
def test_what_is_in_force_of_a_property_is_said_or_that_the_device_does_not_tell(
    language: str, expected: str
) -> None:
    plan = make_plan(
        factors={"batch": [1]}, base=replace(BASE, properties=((CORES, "ECORE_ONLY"), ("CACHE_DIR", "kept")))
    )
    about = in_force_everywhere(plan, properties=((CORES, "ANY_CORE"),))
    told = ordinary(plain(setting_sentence(about.cells[0], language)))
    assert f"{CORES}=ANY_CORE" in told
    assert expected in told


def compared(plan: Plan, *relative: float, **changes: Any) -> Analysis:
    """Outputs of every further cell beside those of the first."""
    first, *others = plan.cells
    made = tuple(
        OutputComparison(
            cell=cell.id,
            reference=first.id,
            largest=share * 0.9,
            relative=share,
            output=changes.get("output", ""),
            mismatch=changes.get("mismatch", ""),
            scores=changes.get("scores", ""),
            moved=changes.get("moved", 0),
            rows=changes.get("rows", 0),
            across=changes.get("across", False),
            sampled=changes.get("sampled", 700),
            total=700,
            identical=share == 0,
            informative=changes.get("informative", True),
        )
        for cell, share in zip(others, relative, strict=True)
    )
    return replace(analysis(plan), outputs=made)


@pytest.mark.parametrize(
    ("relative", "made", "different"),
    [
        ((0.0,), Identical, 0),
        ((0.0, 0.0), Identical, 0),
        ((0.004, 0.0), Agreeing, 0),
        ((0.05, 0.0), Close, 1),
        ((0.5, 0.0), Different, 1),
        ((0.5, 0.4), Different, 2),
    ],
)
def test_answers_are_told_by_the_largest_difference(
    relative: tuple[float, ...], made: type[OutputsClaim], different: int
) -> None:
    plan = make_plan(factors={"batch": list(range(1, len(relative) + 2))})
    claim = the(compared(plan, *relative), ClaimKind.OUTPUTS)
    assert isinstance(claim, OutputsClaim)
    assert type(claim) is made
    assert claim.worst.relative == max(relative)
    assert (claim.comparisons, claim.different) == (len(relative), different)


@pytest.mark.parametrize(
    ("changes", "made"),
    [
        ({"output": "scores"}, Agreeing),
        ({"scores": "scores", "moved": 1, "rows": 1}, Reordered),
        ({"scores": "scores", "moved": 3, "rows": 8}, Reordered),
        ({"mismatch": "numbers", "output": "boxes"}, Incomparable),
        ({"mismatch": "shape"}, Incomparable),
        ({"informative": False}, Uninformative),
    ],
)
def test_what_differs_beside_the_size_of_a_difference_decides_what_is_said(
    changes: dict[str, Any], made: type[OutputsClaim]
) -> None:
    about = compared(make_plan(factors={"batch": [1, 2]}), 0.004, **changes)
    assert type(the(about, ClaimKind.OUTPUTS)) is made


def test_answers_of_models_are_compared_among_models() -> None:
    claim = the(compared(make_plan(factors={"batch": [1, 2]}), 0.004, across=True), ClaimKind.OUTPUTS)
    assert isinstance(claim, OutputsClaim)
    assert claim.among == "networks"


def test_no_sentence_about_outputs_prints_a_share_that_is_no_number() -> None:
    about = compared(make_plan(factors={"batch": [1, 2]}), math.inf, mismatch="numbers")
    for language in BOTH:
        assert not any(
            "–" in text for text in spoken(about, the(about, ClaimKind.OUTPUTS), language).values()
        )


@pytest.mark.parametrize(
    ("factors", "among"),
    [
        ({"model": "ab", "batch": [1]}, "network"),
        ({"model": "a", "batch": [1, 2]}, "batch"),
        ({"model": "ab", "batch": [1, 2]}, "both"),
    ],
)
def test_only_settings_that_were_compared_are_said_to_agree(factors: dict[str, Any], among: str) -> None:
    models = {name: {"model": replace(BASE.model, name=name)} for name in factors["model"]}
    plan = make_plan(factors={"model": models, "batch": factors["batch"], "mode": ["sync", "async"]})
    about = replace(
        analysis(plan),
        outputs=tuple(
            OutputComparison(
                cell=other.id,
                reference=cell.id,
                largest=0.0,
                relative=0.0,
                sampled=7,
                total=7,
                identical=True,
                informative=True,
            )
            for cell, other in zip(plan.cells[::2], plan.cells[1::2], strict=True)
        ),
    )
    claim = the(about, ClaimKind.OUTPUTS)
    assert isinstance(claim, OutputsClaim)
    assert claim.among == among


def without(about: Analysis, status: Status, places: set[int], **changes: Any) -> Analysis:
    """The cells at these places have no timings."""
    cells = tuple(
        replace(result, status=status, throughput=None, latency=None, **changes)
        if place in places
        else result
        for place, result in enumerate(about.cells)
    )
    return replace(about, cells=cells)


def printed(plan: Plan, *places: int) -> Plan:
    """Figures of a source for the cells at these places."""
    figures = tuple(
        PublishedFigure(cell_id=plan.cells[place].id, latency_ms=None, throughput_fps=50.0)
        for place in places
    )
    source = PublishedSet(source="part 4", url="", date="", platform="i5", figures=figures)
    return replace(plan, published=(source,))


GPU: Mapping[str, Levels] = {"device": ["CPU", "GPU"], "batch": [1, 3]}


@pytest.mark.parametrize(
    ("places", "figures"), [({2, 3}, ()), ({3}, ()), ({3}, (3,)), ({2, 3}, (2, 3)), ({2, 3}, (2,))]
)
def test_a_device_that_is_not_there_is_said_with_what_stands_in_for_it(
    places: set[int], figures: tuple[int, ...]
) -> None:
    plan = make_plan(factors=GPU)
    plan = printed(plan, *figures) if figures else plan
    claim = the(without(analysis(plan), Status.NO_DEVICE, places), ClaimKind.NOT_MEASURED)
    assert isinstance(claim, NoDevice)
    assert (claim.device, claim.published) == ("GPU", len(figures))
    assert claim.cells == tuple(plan.cells[place].id for place in sorted(places))


@pytest.mark.parametrize("failures", [(Failure(kind="memory", message="out of memory"),), ()])
def test_a_failure_is_told_with_the_first_reason_that_was_reported(failures: tuple[Failure, ...]) -> None:
    about = without(analysis(make_plan(factors=GPU)), Status.FAILED, {1, 2}, failures=failures)
    claim = the(about, ClaimKind.NOT_MEASURED)
    assert isinstance(claim, Failed)
    assert claim.reason == "".join(each.message for each in failures)
    assert bool(say(claim, about, "en").context) is bool(failures)


@pytest.mark.parametrize("places", [{3}, {1, 3}])
def test_settings_without_records_are_counted(places: set[int]) -> None:
    claim = the(without(analysis(make_plan(factors=GPU)), Status.PENDING, places), ClaimKind.NOT_MEASURED)
    assert isinstance(claim, StillPending)
    assert (len(claim.cells), claim.configurations) == (len(places), 4)


def test_published_figures_of_a_cpu_leave_only_steadiness_open() -> None:
    plan = printed(make_plan(factors={"batch": [1, 3]}, measured=False), 0, 1)
    assert [type(claim) for claim in fidelity(analysis(plan))] == [SteadinessOpen]


def test_outputs_that_one_level_tells_apart_are_named_by_it() -> None:
    plan = make_plan(factors={"precision": ["f32", "bf16"], "requests": [1, 4]})
    f32, bf16 = (cell_with(plan, precision=precision, requests=1).id for precision in ("f32", "bf16"))
    (one,) = compared(make_plan(factors={"batch": [1, 3]}), 0.05).outputs
    about = replace(analysis(plan), outputs=(replace(one, cell=bf16, reference=f32),))
    assert "between bf16 and f32 with" in spoken(about, the(about, ClaimKind.OUTPUTS), "en")["headline"]
