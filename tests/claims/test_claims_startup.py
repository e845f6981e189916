"""Start-up is compared round by round, like everything else."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from ovreport.analysis.report import analyse
from ovreport.analysis.results import Analysis, Verdict
from ovreport.claims import say
from ovreport.claims.cached_start import CachedApart, CachedOpen, CacheFilled, cached_starts
from ovreport.claims.intervals import estimate_of
from ovreport.claims.starts import middle
from ovreport.claims.startup import (
    BreakEven,
    OneStart,
    StartLevels,
    StartsAlike,
    StartsApart,
    StartsOpen,
    StartUp,
    startup,
)
from ovreport.language.registry import LANGUAGES
from ovreport.language.spans import plain
from ovreport.plan import Plan, expand
from tests import simulation
from tests.simulated_plans import identical_plan, make_plan
from tests.spec.writing import load, minimal

MILLISECOND = 1_000_000


def starting(plan: Plan, factors: dict[str, float], *, spread: float) -> Analysis:
    """Cells that compile for 200 ms times their factor, give or take, and run as slowly."""
    rng = np.random.default_rng(1)
    records = []
    slow = simulation.World(ratios=factors)  # a longer start that throughput cannot earn back
    for record, sha in simulation.measure(plan, slow):
        assert record.startup is not None
        factor = factors.get(record.cell_id, 1.0) * float(np.exp(rng.normal(0, spread)))
        compile_ns = round(200 * MILLISECOND * factor)
        start = replace(record.startup, read_ns=0, compile_ns=compile_ns, first_inference_ns=0)
        records.append((replace(record, startup=start), sha))
    return analyse(plan, "bench", records)


def told(analysis: Analysis) -> StartUp:
    claim = startup(analysis)
    assert claim is not None
    return claim


def test_a_longer_start_is_told_with_its_interval() -> None:
    plan = identical_plan(3)
    claim = told(starting(plan, {plan.cells[1].id: 2.0}, spread=0.01))
    assert isinstance(claim, StartsApart)
    assert claim.verdict is Verdict.SLOWER
    assert claim.rounds == 5
    assert estimate_of(claim.contrasts[0]).ratio == pytest.approx(2.0, rel=0.05)
    assert claim.records


@pytest.mark.parametrize("language", LANGUAGES)
def test_starts_that_are_printed_alike_are_printed_once(language: str) -> None:
    plan = identical_plan(3)
    about = starting(plan, {plan.cells[1].id: 1.0001}, spread=0.0)
    assert plain(say(told(about), about, language).headline).count("200") == 1


def test_starts_within_the_margin_are_alike() -> None:
    claim = told(starting(identical_plan(2, rounds=10), {}, spread=0.003))
    assert isinstance(claim, StartsAlike)
    assert claim.verdict is Verdict.EQUIVALENT


def test_noisy_starts_are_not_told_apart() -> None:
    assert isinstance(told(starting(identical_plan(6), {}, spread=0.10)), StartsOpen)


def test_one_round_has_no_comparison() -> None:
    claim = told(starting(identical_plan(2, rounds=1), {}, spread=0.01))
    assert isinstance(claim, StartLevels)
    assert claim.contrasts == ()
    assert claim.rounds == 1


def test_a_start_that_throughput_earns_back_is_told_in_images() -> None:
    plan = make_plan(factors={"precision": ["f32", "f16"]})
    slow, fast = plan.cells
    world = simulation.World(ratios={slow.id: 2.0})
    records = []
    for record, sha in simulation.measure(plan, world):
        assert record.startup is not None
        longer = 3 if record.cell_id == fast.id else 1
        compile_ns = (200 * longer + record.round) * MILLISECOND
        start = replace(record.startup, read_ns=0, compile_ns=compile_ns, first_inference_ns=0)
        records.append((replace(record, startup=start), sha))
    claim = told(analyse(plan, "bench", records))
    assert isinstance(claim, BreakEven)
    assert claim.verdict is Verdict.SLOWER
    assert claim.best.cell == fast.id
    assert claim.images > 0


def test_records_without_start_up_times_make_no_claim() -> None:
    plan = identical_plan(2)
    records = [(replace(record, startup=None), sha) for record, sha in simulation.measure(plan)]
    assert startup(analyse(plan, "bench", records)) is None


@pytest.mark.parametrize("missing", [0, 1])
def test_a_round_without_a_start_is_left_out_of_the_comparison(missing: int) -> None:
    plan = identical_plan(2)
    records = [
        (replace(record, startup=None), sha)
        if record.round == 1 and record.cell_id == plan.cells[missing].id
        else (record, sha)
        for record, sha in simulation.measure(plan)
    ]
    claim = startup(analyse(plan, "bench", records))
    assert claim is not None
    (contrast,) = claim.contrasts
    assert contrast.estimate is not None
    assert contrast.estimate.round_numbers == (2, 3, 4, 5)


@pytest.mark.slow
def test_false_differences_among_equal_starts_are_rare() -> None:
    """The pair was picked among all: without the adjustment a third of such reports would claim one."""
    plan = replace(identical_plan(8), margin=0.0001)
    rng = np.random.default_rng(2)
    base = [(record, sha) for record, sha in simulation.measure(plan)]
    claims = 0
    for _ in range(40):
        records = []
        for record, sha in base:
            assert record.startup is not None
            compile_ns = round(200 * MILLISECOND * float(np.exp(rng.normal(0, 0.05))))
            start = replace(record.startup, read_ns=0, compile_ns=compile_ns, first_inference_ns=0)
            records.append((replace(record, startup=start), sha))
        claim = startup(analyse(plan, "bench", records))
        assert claim is not None
        claims += claim.verdict in {Verdict.FASTER, Verdict.SLOWER}
    assert claims <= 4


def cached(*, every: bool) -> Analysis:
    """Two cells that compile for 200 ms; from the second round on, or always, one of them has a cache."""
    plan = identical_plan(2)
    records = []
    for record, sha in simulation.measure(plan):
        assert record.startup is not None
        hit = every or (record.cell_id == plan.cells[1].id and record.round > 3)
        start = replace(
            record.startup,
            read_ns=0,
            compile_ns=(20 if hit else 200) * MILLISECOND + record.round,
            first_inference_ns=0,
            from_cache=hit,
        )
        records.append((replace(record, startup=start), sha))
    return analyse(plan, "bench", records)


def test_starts_from_a_cache_are_left_out_and_told() -> None:
    analysis = cached(every=False)
    claim = told(analysis)
    assert claim.quick.total_ns == pytest.approx(200 * MILLISECOND, rel=0.01)
    (contrast,) = claim.contrasts
    assert contrast.estimate is not None
    assert contrast.estimate.round_numbers == (1, 2, 3)
    assert (claim.cached, claim.starts) == (2, 10)
    startups = [result.startup for result in analysis.cells]
    assert all(start is not None and not start.from_cache for start in startups)


def test_where_every_start_came_from_a_cache_it_is_said() -> None:
    claim = told(cached(every=True))
    assert claim.cached == claim.starts == 10


def test_no_cache_is_spoken_of_where_there_was_none() -> None:
    assert told(starting(identical_plan(2), {}, spread=0.01)).cached == 0


@pytest.mark.parametrize("rounds", [4, 5])
def test_the_start_that_is_told_is_the_median_of_all_and_its_parts_add_up(rounds: int) -> None:
    plan = make_plan(factors={"batch": [1]}, rounds=rounds)
    (result,) = starting(plan, {}, spread=0.3).cells
    every = [trial.startup for trial in result.trials if trial.startup is not None]
    start = middle(result)
    assert start is not None
    assert start.total_ns == pytest.approx(np.median([each.total_ns for each in every]), abs=2)


def cached_beside(folder: Path, *, beside: bool = True, spread: float = 0.01) -> Analysis:
    """`cache` compiles in its first round and starts from the cache after that, in 0.6 of the time."""
    levels = "none: {}, cache: {properties: {CACHE_DIR: kept}}" if beside else "cache: {}, again: {batch: 2}"
    constant = () if beside else ("properties: {CACHE_DIR: kept}",)
    text = minimal(f"bundles: {{cache: {{{levels}}}}}", *constant)
    plan = expand(load(folder, text, allow_outside=True))
    rng = np.random.default_rng(3)
    records = []
    for record, sha in simulation.measure(plan):
        assert record.startup is not None
        hit = "CACHE_DIR" in dict(record.setting.properties) and record.round > 1
        compile_ns = round((120 if hit else 200) * MILLISECOND * float(np.exp(rng.normal(0, spread))))
        start = replace(
            record.startup, read_ns=0, compile_ns=compile_ns, first_inference_ns=0, from_cache=hit
        )
        records.append((replace(record, startup=start), sha))
    return analyse(plan, "bench", records)


def test_warm_starts_are_told_apart_from_cold_ones_each_with_its_number(tmp_path: Path) -> None:
    analysis = cached_beside(tmp_path)
    claim = cached_starts(analysis)
    assert isinstance(claim, CachedApart)
    assert claim.quick.total_ns / claim.slow.total_ns == pytest.approx(0.6, rel=0.02)
    assert (claim.quick.rounds, claim.slow.rounds) == (4, 5)
    (contrast,) = claim.contrasts
    assert contrast.estimate is not None
    assert contrast.estimate.round_numbers == (2, 3, 4, 5)
    assert claim.fill_ns == pytest.approx(200 * MILLISECOND, rel=0.05)
    assert claim.sooner == analysis.cells[1].cell.id


def test_the_one_start_that_filled_a_cache_is_no_median_among_cold_ones(tmp_path: Path) -> None:
    analysis = cached_beside(tmp_path)
    claim = told(analysis)
    assert isinstance(claim, OneStart)
    assert claim.slow.cell == analysis.cells[0].cell.id
    assert claim.slow.rounds == 5


def test_without_a_setting_that_compiles_every_time_the_start_that_filled_the_cache_is_told(
    tmp_path: Path,
) -> None:
    analysis = cached_beside(tmp_path, beside=False)
    claim = cached_starts(analysis)
    assert isinstance(claim, CacheFilled)
    assert claim.contrasts == ()
    assert (claim.quick.rounds, claim.slow.rounds) == (4, 1)


def test_a_start_from_the_cache_that_the_rounds_do_not_tell_apart_is_not_said_to_be_shorter(
    tmp_path: Path,
) -> None:
    analysis = cached_beside(tmp_path, spread=0.8)
    claim = cached_starts(analysis)
    assert isinstance(claim, CachedOpen)


def test_what_a_program_prints_of_a_cached_start_are_its_own_starts(tmp_path: Path) -> None:
    analysis = cached_beside(tmp_path)
    claim = cached_starts(analysis)
    assert claim is not None
    assert [len(starts) for starts in claim.starts_ms(analysis)] == [4, 5]


def test_no_start_from_a_cache_makes_no_claim_about_one() -> None:
    assert cached_starts(starting(identical_plan(2), {}, spread=0.01)) is None
    assert cached_starts(cached(every=True)) is None
