"""More requests in flight: growth, a knee, losses, open questions, and how evenly they share the work."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from ovreport.analysis.results import Analysis
from ovreport.claims import say
from ovreport.claims.claim import Claim
from ovreport.claims.concurrency import (
    Chain,
    chains,
    saturation,
    saturations,
)
from ovreport.claims.evenness import Even, Evenness, Uneven, evenness, evenness_of
from ovreport.claims.in_flight import requests_of
from ovreport.claims.place import Place
from ovreport.claims.saturation import Falls, Grows, LevelsOff, OpenGain, Saturated, Saturation
from ovreport.language.locale import Locale
from ovreport.language.registry import LANGUAGES
from ovreport.language.spans import plain
from tests.claims.handmade import analysis, estimate, granted, ordinary
from tests.claims.samples.requests import OPEN, SAME, Found, chained
from tests.simulated_plans import BASE, make_plan
from tests.simulation import World, quick_analysis


def told(about: Analysis, chain: Chain) -> Saturation:
    claim = saturation(about, chain)
    assert claim is not None
    return claim


def said_of(made: tuple[Analysis, Chain]) -> tuple[Analysis, Saturation]:
    about, chain = made
    return about, told(about, chain)


def spoken(about: Analysis, claim: Claim, language: str) -> Mapping[str, str]:
    said = say(claim, about, language)
    every = (("headline", said.headline), ("short", said.short), ("context", said.context))
    return {name: ordinary(plain(parts)) for name, parts in every}


FLAT = {(1, 0): estimate(1.5), (2, 0): estimate(1.5), (2, 1): SAME}
"""Growth up to the second place of three."""

QUEUEING = [(100.0, 10.0), (150.0, 13.3), (150.0, 26.6)]
"""Levels that go with it."""


@pytest.mark.parametrize(
    ("requests", "throughput", "made"),
    [
        ([1, 2], {(1, 0): estimate(1.8)}, Grows),
        ([1, 4], {(1, 0): estimate(1.2)}, Grows),
        ([1, 2], {(1, 0): estimate(0.8)}, Falls),
        ([1, 2], {(1, 0): OPEN}, OpenGain),
        ([1, 2, 4], {(1, 0): SAME, (2, 0): estimate(1.03, 0.02), (2, 1): OPEN}, OpenGain),
        ([1, 2, 4], FLAT, Saturated),
        ([1, 2, 3], {(1, 0): estimate(1.6), (2, 0): estimate(1.6), (2, 1): OPEN}, LevelsOff),
        ([1, 2, 4], {(1, 0): estimate(1.2), (2, 0): estimate(0.8), (2, 1): OPEN}, Falls),
    ],
)
def test_the_ends_and_the_middle_of_a_chain_decide_what_is_said(
    requests: list[int], throughput: Found, made: type[Saturation]
) -> None:
    assert type(told(*chained(requests, throughput))) is made


@pytest.mark.parametrize("priced", [True, False])
def test_a_gain_has_its_price_where_latency_was_compared(*, priced: bool) -> None:
    about, chain = chained([1, 2], {(1, 0): estimate(1.2)}, {(1, 0): estimate(1.7)} if priced else None)
    for language in LANGUAGES:
        said = spoken(about, told(about, chain), language)
        mark = Locale(language).numbers.fixed(1.7, 2)
        assert (mark in said["headline"]) is priced
        assert (mark in said["short"]) is priced


def test_where_throughput_stops_growing_the_wait_is_told() -> None:
    about, chain = chained([1, 2, 4], FLAT, levels=QUEUEING)
    claim = told(about, chain)
    assert isinstance(claim, Saturated)
    assert (claim.first.requests, claim.last.requests) == (2, 4)
    assert "13.3 ms" in spoken(about, claim, "en")["short"]


def test_a_request_only_waits_where_it_has_as_much_of_the_device_as_before() -> None:
    ways = {
        streams: spoken(*said_of(chained([1, 2, 4], FLAT, levels=QUEUEING, streams=streams)), "en")[
            "headline"
        ]
        for streams in ((1, 1, 1), (1, 1, 2))
    }
    assert ["only waits" in headline for headline in ways.values()] == [True, False]


def test_a_gain_of_open_size_has_the_place_up_to_which_there_is_none() -> None:
    late = {(1, 0): SAME, (2, 0): estimate(1.03, 0.02), (2, 1): OPEN}
    claim = told(*chained([1, 2, 4], late))
    assert isinstance(claim, OpenGain)
    assert claim.flat is not None
    assert claim.flat.until.requests == 2


@pytest.mark.parametrize(
    ("longer", "spread", "certain"), [(1.7, 0.04, True), (1.05, 0.04, False), (1.7, 0.6, False)]
)
def test_where_a_gain_is_open_a_longer_latency_is_told_where_it_is_certain(
    longer: float, spread: float, *, certain: bool
) -> None:
    about, chain = chained([1, 2], {(1, 0): OPEN}, {(1, 0): estimate(longer, spread)})
    assert (f"{longer:.2f} times" in spoken(about, told(about, chain), "en")["context"]) is certain


def test_a_gain_in_the_middle_tells_its_own_price_and_that_of_the_further_requests() -> None:
    middle = {(1, 0): estimate(1.6), (2, 0): estimate(1.6), (2, 1): OPEN}
    about, chain = chained([1, 2, 4], middle, {(1, 0): estimate(1.7), (2, 1): estimate(1.9)})
    claim = told(about, chain)
    assert isinstance(claim, LevelsOff)
    assert (claim.first.requests, claim.middle.requests, claim.last.requests) == (1, 2, 4)
    said = spoken(about, claim, "en")
    assert "1.90" in said["short"]
    assert "1.70" in said["context"]


def test_littles_law_counts_the_images_of_a_batch() -> None:
    about, chain = chained([1, 2], {(1, 0): estimate(1.2)}, levels=[(100, 30), (100, 60)], batch=3)
    assert "60.0 ms" in spoken(about, told(about, chain), "en")["context"]


def test_a_latency_below_littles_law_says_how_many_requests_were_in_flight() -> None:
    about, chain = chained([1, 32], {(1, 0): estimate(7.0)}, levels=[(100, 10), (700, 10)])
    assert "7.0" in spoken(about, told(about, chain), "en")["context"]


def test_streams_that_change_along_are_warned_of() -> None:
    changing, staying = (
        spoken(*said_of(chained([1, 2], {(1, 0): estimate(1.2)}, streams=streams)), "en")["context"]
        for streams in ((1, 2), (2, 2))
    )
    assert changing.startswith(staying)
    assert changing != staying


def test_without_a_latency_littles_law_is_not_told() -> None:
    about, chain = chained([1, 2], {(1, 0): estimate(1.2)})
    chain = replace(chain, cells=tuple(replace(result, latency=None) for result in chain.cells))
    assert spoken(about, told(about, chain), "en")["context"] == ""


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
    ("shares", "made", "place"),
    [
        ((0.5, 0.5), Even, Place.EVEN),
        ((0.46, 0.54), Uneven, Place.SLIGHTLY_UNEVEN),
        ((0.3, 0.7), Uneven, Place.UNEVEN),
    ],
)
def test_how_evenly_requests_share_the_work_is_graded(
    shares: tuple[float, float], made: type[Evenness], place: Place
) -> None:
    claim = even(shared_out(shares))
    assert type(claim) is made
    assert claim.place is place
    assert (claim.lowest, claim.highest, claim.requests) == (*shares, 2)


@pytest.mark.parametrize("others", [1, 2])
def test_the_least_even_setting_stands_for_all(others: int) -> None:
    about = shared_out(*((0.5, 0.5),) * others, (0.3, 0.7))
    claim = even(about)
    assert claim.cell == about.cells[-1].cell.id
    assert claim.configurations == others + 1


@pytest.mark.parametrize(
    ("every", "names"),
    [(((0.3, 0.7),), 0), (((0.5, 0.5), (0.3, 0.7)), 0), (((0.5, 0.5), (0.499, 0.501)), 1)],
)
def test_the_order_of_completion_names_its_setting_where_the_headline_does_not(
    every: tuple[tuple[float, float], ...], names: int
) -> None:
    about = shared_out(*every, in_order=0.9)
    context = spoken(about, even(about), "en")["context"]
    assert "90 %" in context
    assert context.count("batch 2") == names


def test_shares_of_short_slices_are_called_coarse() -> None:
    quick = quick_analysis(make_plan(factors={"requests": [1, 2]}), World())
    about = shared_out((0.3, 0.7))
    trials = tuple(replace(trial, requests=4 * len(trial.slice_turn)) for trial in quick.cells[0].trials)
    claim = even(replace(about, cells=(replace(about.cells[0], trials=trials),)))
    assert claim.per_slice == 4
    assert claim.place is Place.EVEN


def test_a_lone_request_shares_the_work_with_nobody() -> None:
    about = shared_out((1.0,))
    assert evenness(about) is None
    assert evenness_of(about, about.cells[0]) is None
