"""More requests in flight: growth, a knee, losses, open questions, and how evenly they share the work."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest

from ovreport.analysis.results import Analysis, Contrast, Estimate, Metric
from ovreport.claims import say
from ovreport.claims.claim import Claim
from ovreport.claims.concurrency import (
    Chain,
    chains,
    saturation,
    saturations,
)
from ovreport.claims.evenness import Evenness, evenness, evenness_of
from ovreport.claims.in_flight import requests_of
from ovreport.claims.saturation import Falls, LevelsOff, OpenGain, Saturated
from ovreport.language.spans import plain
from ovreport.plan import Plan
from tests.claims.handmade import analysis, contrasts, estimate, granted, ordinary
from tests.simulated_plans import BASE, make_plan
from tests.simulation import World, quick_analysis

SAME = estimate(1.0, 0.015)
OPEN = estimate(1.01, 0.05)


def chained(
    requests: Sequence[int],
    throughput: Mapping[tuple[int, int], Estimate],
    latency: Mapping[tuple[int, int], Estimate] | None = None,
    *,
    streams: Sequence[int] | None = None,
    levels: Sequence[tuple[float, float]] | None = None,
    batch: int = 1,
) -> tuple[Analysis, Chain]:
    """A chain of cells with these comparisons; those of latency may be left out."""
    plan = make_plan(factors={"requests": list(requests)}, base=replace(BASE, batch=batch))
    ids = [cell.id for cell in plan.cells]
    force = (
        {}
        if streams is None
        else {
            each: granted(streams=there, requests=number, advised_requests=2)
            for each, number, there in zip(ids, requests, streams, strict=True)
        }
    )
    about = analysis(plan, levels=dict(zip(ids, levels, strict=True)) if levels else None, in_force=force)

    def every(
        found: Mapping[tuple[int, int], Estimate], metric: Metric
    ) -> dict[tuple[int, int], Contrast | None]:
        return {
            (later, earlier): pair(plan, later, earlier, found.get((later, earlier)), metric)
            for later in range(len(ids))
            for earlier in range(later)
        }

    chain = Chain("requests", about.cells, every(throughput, "throughput"), every(latency or {}, "latency"))
    return about, chain


def pair(plan: Plan, later: int, earlier: int, found: Estimate | None, metric: Metric) -> Contrast:
    labels = plan.factors[0].levels
    return contrasts(plan, "requests", labels[later], labels[earlier], [found], metric)[0]


def told(about: Analysis, chain: Chain) -> Claim:
    claim = saturation(about, chain)
    assert claim is not None
    return claim


def spoken(about: Analysis, claim: Claim, language: str) -> Mapping[str, str]:
    said = say(claim, about, language)
    every = (("headline", said.headline), ("short", said.short), ("context", said.context))
    return {name: ordinary(plain(parts)) for name, parts in every}


@pytest.mark.parametrize(
    ("language", "headline", "short"),
    [
        (
            "en",
            "Two requests in flight deliver 1.80 times the throughput of one (95 % CI 1.73–1.87, 7 rounds), "
            "at 1.10 times the latency",
            "Two requests in flight deliver 1.80 times the throughput of one for 1.10 times the latency",
        ),
        (
            "zh-Hans",
            "2 路并发的吞吐量是单路推理的 1.80 倍（95% 置信区间 1.73–1.87，7 轮），单次推理延迟是其 1.10 倍",
            "2 路并发的吞吐量是单路推理的 1.80 倍，单次推理延迟是其 1.10 倍",
        ),
    ],
)
def test_a_large_gain_is_told_in_times_with_its_price(language: str, headline: str, short: str) -> None:
    about, chain = chained([1, 2], {(1, 0): estimate(1.8)}, {(1, 0): estimate(1.1)})
    said = spoken(about, told(about, chain), language)
    assert said["headline"].startswith(headline)
    assert said["short"] == short


@pytest.mark.parametrize(
    ("requests", "english", "chinese"),
    [
        ([1, 2], "One more request in flight buys 20 % throughput", "多出来的 1 路请求换来 20% 的吞吐量"),
        ([1, 4], "Three more requests in flight buy 20 % throughput", "多出来的 3 路请求换来 20% 的吞吐量"),
    ],
)
@pytest.mark.parametrize("priced", [True, False])
def test_a_small_gain_is_told_in_percent_and_its_price_where_it_was_compared(
    requests: list[int], english: str, chinese: str, *, priced: bool
) -> None:
    latency = {(1, 0): estimate(1.7)} if priced else None
    about, chain = chained(requests, {(1, 0): estimate(1.2)}, latency)
    claim = told(about, chain)
    for language, expected in (("en", english), ("zh-Hans", chinese)):
        said = spoken(about, claim, language)
        assert said["headline"].startswith(expected)
        assert ("1.70" in said["headline"]) is priced
        assert ("1.70" in said["short"]) is priced


@pytest.mark.parametrize(
    ("language", "headline"),
    [
        (
            "en",
            "Beyond two requests, more of them gain less than the margin of 3 %: with four, throughput stays "
            "within 1.5 %",
        ),
        ("zh-Hans", "超过 2 路以后，吞吐量的增长不到 3% 的界限：4 路并发与之相差不超过 1.5%"),
    ],
)
def test_where_throughput_stops_growing_the_wait_is_told(language: str, headline: str) -> None:
    about, chain = chained(
        [1, 2, 4],
        {(1, 0): estimate(1.5), (2, 0): estimate(1.5), (2, 1): SAME},
        levels=[(100, 10), (150, 13.3), (150, 26.6)],
    )
    claim = told(about, chain)
    assert isinstance(claim, Saturated)
    said = spoken(about, claim, language)
    assert said["headline"].startswith(headline)
    assert "13.3 ms" in said["short"]


@pytest.mark.parametrize(
    ("language", "headline", "wait"),
    [
        (
            "en",
            "Two requests in flight deliver 20.0 % less throughput than one",
            "A request takes 20.0 ms longer",
        ),
        ("zh-Hans", "2 路并发的吞吐量反而比单路推理低 20.0%", "单次推理延迟增加 20.0 ms。"),
    ],
)
def test_a_loss_is_told_with_the_longer_wait(language: str, headline: str, wait: str) -> None:
    about, chain = chained([1, 2], {(1, 0): estimate(0.8)}, levels=[(100, 10), (80, 30)])
    said = spoken(about, told(about, chain), language)
    assert said["headline"].startswith(headline)
    assert said["context"].startswith(wait)


@pytest.mark.parametrize(
    ("streams", "english", "chinese"),
    [
        ((1, 1, 1), "a request only waits 13.3 ms longer", "只是在排队"),
        ((1, 1, 2), "takes 13.3 ms", "延迟增加 13.3"),
    ],
)
def test_a_request_only_waits_where_it_has_as_much_of_the_device_as_before(
    streams: tuple[int, ...], english: str, chinese: str
) -> None:
    about, chain = chained(
        [1, 2, 4],
        {(1, 0): estimate(1.5), (2, 0): estimate(1.5), (2, 1): SAME},
        levels=[(100, 10), (150, 13.3), (150, 26.6)],
        streams=streams,
    )
    for language, expected in (("en", english), ("zh-Hans", chinese)):
        assert expected in spoken(about, told(about, chain), language)["headline"]


@pytest.mark.parametrize(
    ("language", "headline", "short", "stays"),
    [
        (
            "en",
            "Four requests in flight deliver 1.0 to 5.1 % more throughput than one (95 % CI); seven "
            "rounds leave open",
            "Four requests in flight deliver 1.0 to 5.1 % more throughput than one for 3.90 times "
            "the latency",
            "With two requests, throughput stays within 1.5 % of that with one (95 % CI −1.5 to +1.5 %), "
            "at 2.00 times the latency.",
        ),
        (
            "zh-Hans",
            "4 路并发的吞吐量比单路推理高 1.0–5.1%（95% 置信区间；",
            "4 路并发的吞吐量比单路推理高 1.0–5.1%，单次推理却要等 3.90 倍的时间",
            "2 路并发的吞吐量与单路推理相差不超过 1.5%",
        ),
    ],
)
def test_a_gain_of_open_size_is_told_with_its_price_and_up_to_where_there_is_none(
    language: str, headline: str, short: str, stays: str
) -> None:
    about, chain = chained(
        [1, 2, 4],
        {(1, 0): SAME, (2, 0): estimate(1.03, 0.02), (2, 1): OPEN},
        {(1, 0): estimate(2.0), (2, 0): estimate(3.9)},
    )
    said = spoken(about, told(about, chain), language)
    assert said["headline"].startswith(headline)
    assert said["short"] == short
    assert stays in said["context"]


def test_a_latency_that_may_be_the_same_is_not_told_as_certain() -> None:
    about, chain = chained([1, 2], {(1, 0): OPEN}, {(1, 0): estimate(1.7, 0.6)})
    assert "as long" not in spoken(about, told(about, chain), "en")["context"]


@pytest.mark.parametrize("longer", [1.7, 1.05])
@pytest.mark.parametrize(
    ("language", "question", "certain"),
    [
        (
            "en",
            "Seven rounds cannot tell whether two requests in flight",
            "A request takes 1.70 times as long",
        ),
        ("zh-Hans", "7 轮", "单次推理延迟则是其 1.70 倍"),
    ],
)
def test_where_a_gain_is_open_a_longer_latency_may_be_certain(
    language: str, question: str, certain: str, longer: float
) -> None:
    about, chain = chained([1, 2], {(1, 0): OPEN}, {(1, 0): estimate(longer)})
    claim = told(about, chain)
    assert isinstance(claim, OpenGain)
    said = spoken(about, claim, language)
    assert said["headline"].startswith(question)
    assert (certain in said["context"]) is (longer > 1.1)


@pytest.mark.parametrize(
    ("gain", "middle", "last", "english", "chinese"),
    [
        (1.6, 2, 3, "deliver 1.60 times the throughput of one", "的吞吐量是单路推理的 1.60 倍"),
        (1.2, 2, 4, "deliver 20 % more throughput than one", "的吞吐量比单路推理高 20%"),
    ],
)
@pytest.mark.parametrize("priced", [True, False])
def test_a_gain_in_the_middle_is_told_without_streams_where_they_stay(
    gain: float, middle: int, last: int, english: str, chinese: str, *, priced: bool
) -> None:
    waits = {(1, 0): estimate(1.7), (2, 1): estimate(1.9)} if priced else None
    about, chain = chained(
        [1, middle, last], {(1, 0): estimate(gain), (2, 0): estimate(gain), (2, 1): OPEN}, waits
    )
    claim = told(about, chain)
    assert isinstance(claim, LevelsOff)
    added = last - middle
    for language, expected in (("en", english), ("zh-Hans", chinese)):
        said = spoken(about, claim, language)
        assert expected in said["headline"]
        assert "on two streams" not in said["headline"]
        assert "个 stream" not in said["headline"]
        assert ("1.90" in said["short"]) is priced
        assert ("1.70" in said["context"]) is priced
    further = "what one further one adds" if added == 1 else "what two further ones add"
    assert further in spoken(about, claim, "en")["headline"]
    assert f"再加 {added} 路" in spoken(about, claim, "zh-Hans")["headline"]


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "two requests of three images in flight at 100 FPS make 60.0 ms a request"),
        ("zh-Hans", "60.0 ms"),
    ],
)
def test_littles_law_counts_the_images_of_a_batch(language: str, expected: str) -> None:
    about, chain = chained([1, 2], {(1, 0): estimate(1.2)}, levels=[(100, 30), (100, 60)], batch=3)
    assert expected in spoken(about, told(about, chain), language)["context"]


@pytest.mark.parametrize(
    ("latency", "english", "chinese"), [(20.0, "agrees", "相符"), (40.0, "does not fit", "不符")]
)
def test_littles_law_is_held_against_the_measured_latency(latency: float, english: str, chinese: str) -> None:
    about, chain = chained([1, 2], {(1, 0): estimate(1.2)}, levels=[(100, 10), (100, latency)])
    claim = told(about, chain)
    assert f"Little’s law {english}" in spoken(about, claim, "en")["context"]
    assert chinese in spoken(about, claim, "zh-Hans")["context"]


def test_a_latency_below_littles_law_says_how_many_requests_were_in_flight() -> None:
    about, chain = chained([1, 32], {(1, 0): estimate(7.0)}, levels=[(100, 10), (700, 10)])
    claim = told(about, chain)
    english, chinese = (spoken(about, claim, language)["context"] for language in ("en", "zh-Hans"))
    assert "700 FPS at 10.0 ms a request make 7.0 in flight on average, not 32 requests" in english
    assert "does not fit" not in english
    assert "平均 7.0 路同时在途" in chinese


@pytest.mark.parametrize(
    ("language", "warning"),
    [("en", "Streams change along with the requests"), ("zh-Hans", "这里 stream 数与并发数一起变化")],
)
@pytest.mark.parametrize("streams", [(1, 2), (2, 2)])
def test_streams_that_change_along_are_warned_of(
    language: str, warning: str, streams: tuple[int, int]
) -> None:
    about, chain = chained([1, 2], {(1, 0): estimate(1.2)}, streams=streams)
    assert (warning in spoken(about, told(about, chain), language)["context"]) is (streams == (1, 2))


def test_without_a_comparison_of_the_ends_nothing_is_said() -> None:
    about, chain = chained([1, 2, 4], {(1, 0): estimate(1.2)})
    assert saturation(about, chain) is None


def test_an_end_below_the_beginning_falls_even_where_no_knee_is_shown() -> None:
    about, chain = chained([1, 2, 4], {(1, 0): estimate(1.2), (2, 0): estimate(0.8), (2, 1): OPEN})
    assert isinstance(told(about, chain), Falls)


def test_of_two_settings_with_as_many_requests_the_better_one_is_in_the_chain() -> None:
    plan = make_plan(
        factors={
            "way": {
                "one": {"streams": 1, "requests": 1},
                "four on one": {"streams": 1, "requests": 4},
                "four on two": {"streams": 2, "requests": 4},
            }
        }
    )
    one, slow, fast = (cell.id for cell in plan.cells)
    about = analysis(plan, levels={one: (50, 20), slow: (60, 66), fast: (100, 40)})
    (chain,) = chains(about, "way")
    assert [result.cell.id for result in chain] == [one, fast]


def test_a_number_of_requests_stands_in_the_chain_with_as_many_streams_as_its_end() -> None:
    ways = {"one": (1, 1), "two on one": (1, 2), "two on two": (2, 2), "four on two": (2, 4)}
    plan = make_plan(factors={"way": {name: {"streams": s, "requests": r} for name, (s, r) in ways.items()}})
    one, better, same, last = (cell.id for cell in plan.cells)
    about = analysis(
        plan,
        levels={one: (50, 20), better: (99, 20), same: (98, 20), last: (100, 40)},
        in_force={
            cell.id: granted(streams=s, requests=r)
            for cell, (s, r) in zip(plan.cells, ways.values(), strict=True)
        },
    )
    (chain,) = chains(about, "way")
    assert [result.cell.id for result in chain] == [one, same, last]


def test_a_setting_that_does_not_tell_its_requests_is_in_no_chain() -> None:
    plan = make_plan(factors={"requests": [1, "auto"]})
    about = analysis(plan)
    assert requests_of(about.cells[1]) is None
    assert chains(about, "requests") == ()
    assert saturations(about) == ()


def test_the_baselines_chain_leads_and_the_others_are_its_notes() -> None:
    plan = make_plan(factors={"batch": [1, 3], "requests": [1, 4]}, base=replace(BASE, streams=2))
    (claim,) = saturations(quick_analysis(plan, World()))
    assert plan.baseline in claim.cells
    assert len(claim.notes) == 1
    assert not set(claim.notes[0].cells) & set(claim.cells)


def shared_out(*every: tuple[float, ...], in_order: float | None = None) -> Analysis:
    """Cells whose requests have these shares of the work."""
    plan = make_plan(factors={"batch": list(range(1, len(every) + 1))}, base=replace(BASE, requests=2))
    about = analysis(plan)
    cells = tuple(
        replace(
            result,
            slot_shares=shares,
            share_spread=max(shares) - min(shares) if shares else None,
            in_order=in_order,
        )
        for result, shares in zip(about.cells, every, strict=True)
    )
    return replace(about, cells=cells)


def even(about: Analysis) -> Evenness:
    claim = evenness(about)
    assert claim is not None
    return claim


@pytest.mark.parametrize(
    ("shares", "english", "chinese"),
    [
        ((0.5, 0.5), "The two requests share the work evenly: 50 % each", "工作量基本一致"),
        ((0.46, 0.54), "The two requests share the work slightly unevenly: 46 to 54 %", "工作量略有不均"),
        ((0.3, 0.7), "The two requests share the work unevenly: 30 to 70 %", "工作量不均"),
    ],
)
def test_how_evenly_requests_share_the_work_is_graded(
    shares: tuple[float, float], english: str, chinese: str
) -> None:
    about = shared_out(shares)
    assert spoken(about, even(about), "en")["headline"].startswith(english)
    assert chinese in spoken(about, even(about), "zh-Hans")["headline"]


@pytest.mark.parametrize(
    ("every", "english", "chinese"),
    [
        (
            ((0.5, 0.5), (0.49, 0.51)),
            "In both configurations with more than one request",
            "两个多路并发的配置里",
        ),
        (
            ((0.5, 0.5),) * 2 + ((0.49, 0.51),),
            "In all three configurations with more",
            "全部 3 个多路并发的配置里",
        ),
        (((0.5, 0.5), (0.3, 0.7)), "With batch 2, the requests share the work unevenly", "batch=2 中，"),
        (
            ((0.5, 0.5), (0.499, 0.501)),
            "In both configurations with more than one request in flight, the requests share the work "
            "evenly: their shares differ by less than 0.4 % of an equal one.",
            "占比相差不超过均等份额的 0.4%",
        ),
        (
            ((0.05,) * 20, (0.0465, *(0.05,) * 18, 0.0535)),
            "With batch 2, the requests share the work slightly unevenly: their shares differ by less than",
            "20 路请求的工作量略有不均：占比相差不超过均等份额的",
        ),
    ],
)
def test_the_least_even_setting_stands_for_all(
    every: tuple[tuple[float, float], ...], english: str, chinese: str
) -> None:
    about = shared_out(*every)
    assert spoken(about, even(about), "en")["headline"].startswith(english)
    assert chinese in spoken(about, even(about), "zh-Hans")["headline"]


@pytest.mark.parametrize(
    ("every", "english", "chinese"),
    [
        (((0.3, 0.7),), "90 % of the requests completed in the order", "90% 的推理按提交的先后完成。"),
        (((0.5, 0.5), (0.3, 0.7)), "There, 90 % of the requests completed", "其中 90% 的推理"),
        (((0.5, 0.5), (0.499, 0.501)), "With batch 2, 90 % of the requests completed", "batch=2 中，90%"),
    ],
)
def test_the_order_of_completion_is_told_of_the_setting_that_it_belongs_to(
    every: tuple[tuple[float, float], ...], english: str, chinese: str
) -> None:
    about = shared_out(*every, in_order=0.9)
    assert spoken(about, even(about), "en")["context"].startswith(english)
    assert spoken(about, even(about), "zh-Hans")["context"].startswith(chinese)


@pytest.mark.parametrize(
    ("language", "expected"),
    [("en", "the shares are coarse."), ("zh-Hans", "占比比较粗略。")],
)
def test_shares_of_short_slices_are_called_coarse(language: str, expected: str) -> None:
    quick = quick_analysis(make_plan(factors={"requests": [1, 2]}), World())
    about = shared_out((0.3, 0.7))
    trials = tuple(replace(trial, requests=4 * len(trial.slice_turn)) for trial in quick.cells[0].trials)
    about = replace(about, cells=(replace(about.cells[0], trials=trials),))
    claim = even(about)
    assert claim.per_slice == 4
    assert spoken(about, claim, language)["context"].endswith(expected)


def test_a_lone_request_shares_the_work_with_nobody() -> None:
    about = shared_out((1.0,))
    assert evenness(about) is None
    assert evenness_of(about, about.cells[0]) is None


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
def test_without_a_latency_littles_law_is_not_told(language: str) -> None:
    about, chain = chained([1, 2], {(1, 0): estimate(1.2)})
    chain = replace(chain, cells=tuple(replace(result, latency=None) for result in chain.cells))
    claim = told(about, chain)
    assert spoken(about, claim, language)["context"] == ""
