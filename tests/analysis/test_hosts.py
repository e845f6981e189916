"""Levels of several hosts beside those of one of them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from ovreport.analysis import hosts, unpaired
from ovreport.analysis.hosts import HostLevels
from ovreport.analysis.results import Verdict
from ovreport.records import Interval


def host(name: str, *logs: float, margin: float = 0.03) -> HostLevels:
    """A host whose only configuration has these logarithms of throughput, a round each."""
    level = unpaired.of_rounds(np.array(logs)).interval()
    return HostLevels(
        host=name, throughput={"cell": level}, logs={"cell": np.array(logs)}, margin=margin, alike=0.03
    )


FIRST = host("a", 0.0, 0.01, -0.01, 0.005)
FASTER = host("b", 0.5, 0.51, 0.49, 0.5)


def test_all_hosts_are_compared_with_the_first_by_name_whoever_is_given_first() -> None:
    for order in ([FIRST, FASTER], [FASTER, FIRST]):
        found = hosts.beside_reference(order)
        assert found is not None
        assert found.reference == "a"
        assert [*found.comparisons] == [("b", "cell")]


def test_the_ratio_is_that_of_welch_and_nothing_is_pooled() -> None:
    found = hosts.beside_reference([FIRST, FASTER])
    assert found is not None
    alone = unpaired.ratio(FIRST.logs["cell"], FASTER.logs["cell"]).interval()
    with_third = hosts.beside_reference([FIRST, FASTER, host("c", 3.0, 3.1, 2.9)])
    assert with_third is not None
    for each in (found, with_third):
        ratio = each.comparisons["b", "cell"].ratio
        assert (ratio.value, ratio.low, ratio.high) == pytest.approx((alone.value, alone.low, alone.high))


def test_all_comparisons_are_one_family() -> None:
    near = [host(f"c{place}", 0.06, 0.08, 0.05, 0.065) for place in range(12)]
    alone, among = (hosts.beside_reference([FIRST, *others]) for others in (near[:1], near))
    assert alone is not None
    assert among is not None
    one, other = (each.comparisons["c0", "cell"].adjusted for each in (alone, among))
    assert other.high - other.low > one.high - one.low


def test_the_noisiest_host_sets_the_margin() -> None:
    found = hosts.beside_reference([FIRST, replace(FASTER, margin=0.8)])
    assert found is not None
    assert found.margin == 0.8
    assert found.comparisons["b", "cell"].verdict is not Verdict.FASTER


def test_a_host_that_measured_nothing_is_beside_nobody() -> None:
    bare = replace(FASTER, throughput={}, logs={})
    assert hosts.beside_reference([FIRST, bare]) is None


def test_a_single_round_has_no_verdict() -> None:
    found = hosts.beside_reference([FIRST, host("b", 0.5)])
    assert found is not None
    assert found.comparisons["b", "cell"].verdict is Verdict.NOT_RESOLVED
    assert isinstance(found.comparisons["b", "cell"].ratio, Interval)
