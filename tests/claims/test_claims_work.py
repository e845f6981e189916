"""Settings that are fed other shapes do other work, and none is recommended in place of another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from ovreport.analysis.report import analyse
from ovreport.analysis.results import Analysis
from ovreport.analysis.same_work import differs
from ovreport.claims import conclude, say
from ovreport.claims.best_in_both import LeadsInBoth
from ovreport.claims.claim import ClaimKind
from ovreport.claims.recommendations import DifferentWork, WithinEqualWork
from ovreport.language.spans import plain
from ovreport.plan import Plan
from ovreport.records import Record, Tensor
from tests.claims.handmade import ordinary
from tests.simulation import World, make_plan, measure

CHOICES = {
    ClaimKind.BEST_THROUGHPUT,
    ClaimKind.BEST_LATENCY,
    ClaimKind.BEST_OVERALL,
    ClaimKind.PARETO,
    ClaimKind.SMALLEST,
    ClaimKind.WITHIN_BOUND,
}
TEXT = {"short": {"precision": "f16"}, "long": {"precision": "f32"}}
PLAN = make_plan(factors={"text": TEXT}, rounds=5, bounds_ms=((99, 1000.0),))


def analysed(
    shapes: Mapping[str, tuple[int, ...]],
    *,
    batches: Mapping[str, int] | None = None,
    plan: Plan = PLAN,
    world: World | None = None,
) -> Analysis:
    """Cells fed with these shapes, by their level of `text`."""

    def fed(record: Record) -> Record:
        assert record.model is not None
        level = record.levels[0][1]
        tensor = Tensor(name="ids", type="i64", shape=shapes[level], batch_place=0)
        batch = (batches or {}).get(level, 1)
        return replace(record, model=replace(record.model, inputs=(tensor,), batch=batch))

    return analyse(plan, "simulated", [(fed(record), sha) for record, sha in measure(plan, world or World())])


def kinds(analysis: Analysis) -> set[ClaimKind]:
    report = conclude(analysis)
    return {claim.kind for claim in (*report.conclusions, *report.further)}


def test_settings_that_are_fed_other_shapes_are_not_recommended_against_one_another() -> None:
    found = analysed({"short": (1, 16), "long": (1, 128)})
    assert (found.best, found.smallest, found.pareto, found.within_bound) == ((), None, (), ())
    assert kinds(found) & CHOICES == set()
    assert ClaimKind.DIFFERENT_WORK in kinds(found)
    assert found.effects, "they are still compared"


BESIDE = make_plan(factors={"text": TEXT, "ENABLE_CPU_PINNING": ["YES", "NO"]}, rounds=7)
SHAPES = {"short": (1, 16), "long": (1, 128)}


def test_of_those_that_are_fed_one_shape_the_best_is_recommended_within_them() -> None:
    slow = World(ratios={cell.id: 1.5 for cell in BESIDE.cells if cell.level("ENABLE_CPU_PINNING") == "NO"})
    report = conclude(analysed(SHAPES, plan=BESIDE, world=slow))
    within = [claim for claim in report.conclusions if isinstance(claim, WithinEqualWork)]
    assert [claim.conditions for claim in within] == [(("text", "short"),), (("text", "long"),)]
    for claim in within:
        assert isinstance(claim.chosen, LeadsInBoth)
        (best,) = claim.cells
        assert report.analysis.cell(best).cell.levels == (*claim.conditions, ("ENABLE_CPU_PINNING", "YES"))
    heads = [ordinary(plain(say(claim, report, "en").headline)) for claim in within]
    assert [head.split(", ")[0] for head in heads] == ["With “short”", "With “long”"]
    (other,) = (claim for claim in report.conclusions if isinstance(claim, DifferentWork))
    assert other.within


def test_what_no_levels_tell_apart_has_no_best_within_it() -> None:
    shapes = {"short": (1, 16), "long": (1, 128)}
    plan = make_plan(factors={"text": {**TEXT, "middle": {"precision": "bf16"}}}, rounds=5)
    report = conclude(analysed({**shapes, "middle": (1, 16)}, plan=plan))
    assert not any(isinstance(claim, WithinEqualWork) for claim in (*report.conclusions, *report.further))


def test_another_batch_is_no_other_work() -> None:
    found = analysed({"short": (1, 16), "long": (8, 16)}, batches={"long": 8})
    assert not differs(found.cells)
    assert kinds(found) & CHOICES
    assert ClaimKind.DIFFERENT_WORK not in kinds(found)


def test_records_of_format_1_with_another_batch_did_no_other_work() -> None:
    plan = make_plan(factors={"batch": [1, 4]}, rounds=5)
    found = analyse(plan, "simulated", measure(plan, World()))
    assert all(cell.model is not None and cell.model.batch is None for cell in found.cells)
    assert not differs(found.cells)


def test_a_comparison_of_other_work_counts_requests_and_not_throughput() -> None:
    report = conclude(analysed({"short": (1, 16), "long": (1, 128)}))
    told = " ".join(ordinary(plain(say(claim, report, "en").headline)) for claim in report.conclusions)
    assert "requests per second" in told
    assert "the throughput" not in told
