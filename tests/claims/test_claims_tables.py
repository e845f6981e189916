"""Published tables with known orders, signs and peaks: every sentence is held against what was drawn."""

from __future__ import annotations

import math
import re
from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ovreport.claims.published import effects
from ovreport.claims.published_requests import PublishedSaturation, saturations
from ovreport.limits import PRINTED_SAME
from ovreport.plan import Plan
from tests.claims.test_claims_printed import fps, ms, printed, spoken

ratios = st.floats(-0.9, 0.9).map(math.exp)
tables = st.lists(ratios, min_size=1, max_size=8)
REQUESTS = (1, 2, 4, 8, 16)


def is_clear(ratio: float) -> bool:
    """Whether a ratio is not so near to a limit that its rounding decides."""
    return abs(abs(math.log(ratio)) - math.log1p(PRINTED_SAME)) > 1e-6


def ways(values: list[float]) -> set[int]:
    """1 for more, -1 for less, 0 for no difference worth telling, as the tables were drawn."""
    beyond = math.log1p(PRINTED_SAME)
    return {0 if abs(math.log(each)) <= beyond else 1 if each > 1 else -1 for each in values}


def precisions(values: list[float], *, latency: bool = False) -> tuple[Plan, str]:
    """A table of two precisions at several batches with these ratios, and its sentence."""
    figure = ms if latency else fps
    batches = list(range(1, len(values) + 1))
    figures = [figure(100.0)] * len(values) + [figure(100.0 * ratio) for ratio in values]
    plan = printed({"precision": ["f32", "f16"], "batch": batches}, *figures)
    claim = next(each for each in effects(plan) if each.factor == "precision")
    return plan, spoken(plan, claim, "en")["headline"]


@given(tables)
def test_a_difference_is_told_with_its_sign(values: list[float]) -> None:
    assume(all(map(is_clear, values)))
    found = ways(values)
    _, told = precisions(values)
    more = bool(re.search(r"faster|times as fast", told))
    less = "slower" in told
    assert more is (1 in found)
    assert less is (-1 in found)
    assert bool(re.search("differ in throughput by|the same within", told)) is (0 in found)


@given(tables)
def test_latency_alone_is_told_as_latency_with_its_sign(values: list[float]) -> None:
    assume(all(map(is_clear, values)))
    found = ways(values)
    _, told = precisions(values, latency=True)
    assert "fast" not in told
    assert bool(re.search(r"longer|times as long", told)) is (1 in found)
    assert ("less time" in told) is (-1 in found)


@given(st.lists(st.floats(0.1, 0.9), min_size=4, max_size=8, unique=True), st.sampled_from([1, -1]))
def test_the_ends_of_a_range_are_told_and_head_and_close_the_table(sizes: list[float], sign: int) -> None:
    assume(min(abs(a - b) for a in sizes for b in sizes if a is not b) > 1e-3)
    plan, told = precisions([math.exp(sign * each) for each in sizes])
    claim = next(each for each in effects(plan) if each.factor == "precision")
    batches = [int(pair.conditions[0][1]) for pair in claim.pairs]
    assert batches == sorted(range(1, len(sizes) + 1), key=lambda batch: -sizes[batch - 1])
    ends, put = [math.exp(sign * each) for each in (min(sizes), max(sizes))], "times as fast"
    if max(ends) < 1.5:
        ends, put = [100 * abs(end - 1) for end in ends], "% (?:faster|slower)"
    numbers = re.search(rf"([\d.]+)(?: to ([\d.]+))? {put}", told)
    assert numbers is not None
    assert [float(numbers[1]), float(numbers[2] or numbers[1])] == pytest.approx(sorted(ends), rel=0.06)


@given(st.lists(st.floats(20, 400), min_size=5, max_size=5))
def test_requests_are_told_by_their_peak(throughputs: list[float]) -> None:
    top = max(throughputs)
    assume(sum(each > top * 0.999 for each in throughputs) == 1)
    plan = printed({"requests": list(REQUESTS)}, *(fps(each) for each in throughputs))
    (claim,) = saturations(plan)
    peak = REQUESTS[throughputs.index(top)]
    told = REQUESTS[-1] if peak == REQUESTS[0] else peak
    assert claim.last == told
    assert claim.ratios[0] == pytest.approx(throughputs[REQUESTS.index(told)] / throughputs[0])
    assert (claim.beyond is not None) is (REQUESTS[0] != peak != REQUESTS[-1])
    if claim.beyond is not None:
        assert claim.beyond.most == pytest.approx(throughputs[-1] / top)


def saturation(*throughputs: float) -> tuple[Plan, PublishedSaturation]:
    plan = printed({"requests": list(REQUESTS)}, *(fps(each) for each in throughputs))
    (claim,) = saturations(plan)
    return plan, claim


def test_the_peak_leads_and_what_lies_beyond_is_said() -> None:
    _, claim = saturation(30, 55, 96, 97, 95)
    assert claim.last == 8
    assert claim.ratios[0] == pytest.approx(97 / 30)
    assert claim.beyond is not None
    assert claim.beyond.requests == 16
    assert claim.beyond.least == pytest.approx(95 / 97)


def test_conditions_with_other_peaks_are_told_apart() -> None:
    plan = printed(
        {"batch": [1, 3], "requests": [1, 4, 8]}, *(fps(each) for each in (30, 90, 80, 40, 60, 100))
    )
    assert [(claim.last, claim.ratios) for claim in saturations(plan)] == [(4, (3.0,)), (8, (2.5,))]


def test_where_a_part_of_the_pairs_shows_nothing_it_is_told_beside_the_others() -> None:
    _, told = precisions([0.987, 1.11, 1.08, 1.0])
    assert "8 to 11 %" in told
    assert "within 2 %" in told


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
def test_no_change_is_ever_told_as_nought_percent(language: str) -> None:
    plan = printed({"requests": [1, 4], "precision": ["f32", "f16"]}, *(fps(100) for _ in range(4)))
    for claim in (*effects(plan), *saturations(plan)):
        assert not re.search(r"(?<![\d.])0 ?%", "".join(spoken(plan, claim, language).values()))


def test_figures_of_several_sources_for_one_machine_have_one_peak() -> None:
    plan = printed({"requests": [1, 4, 8]}, fps(30), fps(90), fps(80))
    (whole,) = plan.published
    parts = tuple(
        replace(whole, platform="i5, GT2", source=name, figures=figures)
        for name, figures in (("a", whole.figures[:2]), ("b", whole.figures[2:]))
    )
    (claim,) = saturations(replace(plan, published=parts))
    assert claim.last == 4
