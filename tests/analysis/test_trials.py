"""One record, reduced."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ovreport.analysis import trials
from ovreport.analysis.counting import usable
from ovreport.analysis.summaries import SET_ASIDE
from ovreport.records import UNKNOWN, Phase, Record, Requests, slices_of
from tests.rows import requests_of
from tests.simulation import World, article_plan, measure


@pytest.fixture(scope="module")
def record() -> Record:
    """Four requests in flight on two streams."""
    return [record for record, _ in measure(article_plan(rounds=1), World())][1]


def changed(record: Record, **columns: np.ndarray[tuple[int, ...], np.dtype[np.generic]]) -> Record:
    known = {name: getattr(record.requests, name) for name in Requests.__dataclass_fields__}
    return replace(record, requests=Requests(**(known | columns)))


def by_hand(record: Record) -> float:
    """Images per second, request by request."""
    requests, flight = record.requests, 4
    count, busy = 0, 0
    for number in range(len(record.slices)):
        for slot in range(flight):
            mine = (requests.slice == number) & (requests.slot == slot) & (requests.phase == Phase.MEASURED)
            if mine.any():
                end = (requests.submit_ns + requests.latency_ns)[mine].max()
                busy += int(end - requests.submit_ns[mine].min())
                count += int(mine.sum())
    return flight * count * record.setting.images / (busy / 1e9)


def test_throughput_is_what_counting_by_hand_gives(record: Record) -> None:
    assert trials.reduce(record, "").summary.throughput_fps == pytest.approx(by_hand(record))


def test_the_least_of_a_slice_is_that_of_its_counted_requests(record: Record) -> None:
    summary, requests = trials.reduce(record, "").summary, record.requests
    counted = requests.phase == Phase.MEASURED
    by_slice = [requests.latency_ns[counted & (requests.slice == n)] for n in range(len(record.slices))]
    assert summary.slice_least_ns.tolist() == [min(each) for each in by_slice if len(each)]


def test_the_floor_is_a_share_of_the_time_between_two_completions(record: Record) -> None:
    between_ns = 1e9 * record.setting.images / trials.reduce(record, "").summary.throughput_fps
    for part in (0.05, 1.0):  # as slow as the no-op network: the recorder is all that limits
        share = trials.reduce(replace(record, floor_ns=round(part * between_ns)), "").summary.floor_share
        assert share == pytest.approx(part, rel=1e-3)


def test_a_floor_with_other_requests_in_flight_says_nothing(record: Record) -> None:
    for requests in (1, 2, None):  # an earlier release measured with one alone, and did not say so
        summary = trials.reduce(replace(record, floor_ns=50_000, floor_requests=requests), "").summary
        assert summary.floor_share is None


def test_a_floor_of_an_earlier_release_holds_for_one_request_in_flight() -> None:
    single = next(record for record, _ in measure(article_plan(rounds=1), World()))
    assert single.in_force is not None
    assert single.in_force.requests == 1
    assert trials.reduce(replace(single, floor_requests=None), "").summary.floor_share is not None


def test_warmup_and_tail_are_not_counted(record: Record) -> None:
    summary = trials.reduce(record, "").summary
    phases = record.requests.phase
    assert summary.warmup == (phases == Phase.WARMUP).sum()
    assert summary.requests == (phases == Phase.MEASURED).sum()
    slow = record.requests.latency_ns.copy()
    slow[phases != Phase.MEASURED] *= 100
    other = trials.reduce(changed(record, latency_ns=slow), "").summary
    assert other.latency_mean_ns == summary.latency_mean_ns
    assert other.throughput_fps == summary.throughput_fps


def test_a_suspect_row_is_counted_as_such_and_left_out_of_the_mean(record: Record) -> None:
    row = np.flatnonzero(record.requests.phase == Phase.MEASURED)[5]
    wild, suspect = record.requests.latency_ns.copy(), record.requests.suspect.copy()
    wild[row], suspect[row] = 10**15, True
    plain = trials.reduce(record, "").summary
    summary = trials.reduce(changed(record, latency_ns=wild, suspect=suspect), "").summary
    assert summary.suspect == 1
    assert summary.latency_mean_ns == pytest.approx(plain.latency_mean_ns, rel=0.01)
    assert summary.throughput_fps == pytest.approx(plain.throughput_fps, rel=0.01)


@given(
    suspect=st.lists(st.booleans(), min_size=24, max_size=24).filter(lambda marks: not all(marks)),
    flight=st.sampled_from([1, 2]),
)
def test_suspect_rows_wherever_they_lie_leave_the_rate_as_it_is(
    record: Record, suspect: list[bool], flight: int
) -> None:
    """Every slot serves two requests a second in two slices."""
    rows, size = np.arange(24), 500_000_000
    per_slot = 24 // flight
    requests = requests_of(
        slot=rows % flight,
        slice=rows // 12,
        submit_ns=rows // flight * size,
        latency_ns=np.full(24, size),
        phase=np.full(24, Phase.MEASURED),
        suspect=np.array(suspect),
    )
    slices = slices_of(
        {
            "turn": np.arange(2),
            "position": np.zeros(2),
            "begin_ns": np.array([0, per_slot // 2]) * size,
            "end_ns": np.array([per_slot // 2, per_slot]) * size,
            "cpu_ns": np.ones(2),
            "other_cpu_ns": np.zeros(2),
        }
    )
    assert record.in_force is not None
    steady = replace(
        record,
        requests=requests,
        slices=slices,
        setting=replace(record.setting, batch=1),
        in_force=replace(record.in_force, requests=flight),
    )
    assert trials.reduce(steady, "").summary.throughput_fps == pytest.approx(2 * flight)


def test_a_picture_has_measured_requests_however_long_the_warmup_was(record: Record) -> None:
    phase = np.full(len(record.requests), Phase.WARMUP, np.uint8)
    phase[-3:] = Phase.MEASURED
    slow = record.requests.latency_ns.copy()
    slow[:-3] *= 50
    points = trials.reduce(changed(record, phase=phase, latency_ns=slow), "").summary.points
    assert (points[:, 4] == Phase.MEASURED).any()


def test_a_negative_latency_is_suspect(record: Record) -> None:
    negative = record.requests.latency_ns.copy()
    negative[np.flatnonzero(record.requests.phase == Phase.MEASURED)[3]] = -5
    summary = trials.reduce(changed(record, latency_ns=negative), "").summary
    assert summary.suspect == 1
    assert summary.latency_grid_ns[0] > 0


def test_latencies_that_a_clock_set_back_made_negative_are_in_no_picture(record: Record) -> None:
    backwards = record.requests.latency_ns.copy()
    backwards[::3] *= -1
    summary = trials.reduce(changed(record, latency_ns=backwards, suspect=backwards < 0), "").summary
    assert (summary.points[:, 3] > 0).all()
    assert (summary.lane[:, 3] > 0).all()


def aside(record: Record, numbers: list[int], slowdown: int = 50) -> Record:
    """The record with some slices set aside, in which everything took longer."""
    slow = np.isin(record.requests.slice, numbers)
    latency = record.requests.latency_ns * np.where(slow, slowdown, 1)
    marked = np.isin(np.arange(len(record.slices)), numbers)
    return replace(changed(record, latency_ns=latency), slices=replace(record.slices, set_aside=marked))


def test_slices_that_were_set_aside_count_for_nothing(record: Record) -> None:
    """What the others say stays, whatever happened in those."""
    whole = trials.reduce(record, "").summary
    numbers = [0, 3]
    once, twice = (trials.reduce(aside(record, numbers, size), "").summary for size in (1, 50))
    for name in ("throughput_fps", "latency_mean_ns", "requests", "warmup", "windows", "slot_requests"):
        assert getattr(once, name) == getattr(twice, name), name
    assert np.array_equal(once.latency_grid_ns, twice.latency_grid_ns)
    stays = np.delete(np.arange(len(record.slices)), numbers)
    for name in ("slice_turn", "slice_begin_ns", "slice_fps", "slice_latency_ns", "slice_length_ns"):
        assert np.array_equal(getattr(twice, name), getattr(whole, name)[stays]), name
    assert (whole.slices_set_aside, twice.slices_set_aside) == (0, 2)


def test_requests_of_slices_that_were_set_aside_are_drawn_as_such(record: Record) -> None:
    points = trials.reduce(aside(record, [0, 3]), "").summary.points
    assert set(points[points[:, 4] == SET_ASIDE, 0]) == {0, 3}
    assert not {0, 3} & set(points[points[:, 4] == Phase.MEASURED, 0])


def test_a_trial_of_which_every_slice_was_set_aside_counts_nothing(record: Record) -> None:
    assert usable(aside(record, [0]))
    assert not usable(aside(record, list(range(len(record.slices)))))


def test_the_share_of_others_is_taken_of_the_slices_that_know_it(record: Record) -> None:
    assert trials.reduce(record, "").summary.elsewhere_share is None
    slices = record.slices
    elsewhere = (slices.end_ns - slices.begin_ns) // 4
    elsewhere[1] = UNKNOWN
    summary = trials.reduce(replace(record, slices=replace(slices, elsewhere_ns=elsewhere)), "").summary
    assert summary.elsewhere_share == pytest.approx(0.25)
    assert np.isnan(summary.slice_elsewhere_ns).tolist() == [number == 1 for number in range(len(slices))]


def test_windows_are_a_hundred_requests_and_the_last_is_the_rest(record: Record) -> None:
    summary = trials.reduce(record, "").summary
    assert [window.requests for window in summary.windows] == [100, 100, summary.requests - 200]
    assert sum(sum(window.shares) for window in summary.windows) == summary.requests
    overall = sum(window.requests / window.throughput_fps for window in summary.windows) / summary.requests
    assert 1 / overall == pytest.approx(summary.throughput_fps, rel=0.01)


def test_points_hold_the_longest_and_the_shortest_request(record: Record) -> None:
    latency = trials.reduce(record, "").summary.points[:, 3]
    assert latency.max() == record.requests.latency_ns.max()
    assert latency.min() == record.requests.latency_ns.min()


def test_a_lane_is_one_whole_slice(record: Record) -> None:
    lane = trials.reduce(record, "").summary.lane
    number = int(lane[0, 0])
    assert len(lane) == (record.requests.slice == number).sum()
    assert set(lane[:, 4]) == {int(Phase.WARMUP), int(Phase.MEASURED), int(Phase.TAIL)}


def test_a_sleeping_host_is_noticed(record: Record) -> None:
    assert record.after.boottime_ns is not None
    slept = replace(record.after, boottime_ns=record.after.boottime_ns + 3_000_000_000)
    assert trials.reduce(replace(record, after=slept), "").summary.suspend_ns == 3_000_000_000


def test_a_record_without_counted_requests_is_not_usable(record: Record) -> None:
    assert usable(record)
    assert not usable(changed(record, phase=np.zeros(len(record.requests), np.uint8)))


def test_a_record_of_one_counted_request_is_reduced(record: Record) -> None:
    phase = np.zeros(len(record.requests), np.uint8)
    row = np.flatnonzero(record.requests.phase == Phase.MEASURED)[10]
    phase[row] = Phase.MEASURED
    summary = trials.reduce(changed(record, phase=phase), "").summary
    assert summary.requests == 1
    assert summary.latency_mean_ns == record.requests.latency_ns[row]


def test_rows_in_another_order_than_their_slices_give_the_same_trial(record: Record) -> None:
    names = Requests.__dataclass_fields__
    halves = np.argsort(record.requests.slice % 2, kind="stable")  # first the even slices, then the odd ones
    shuffled = changed(record, **{name: getattr(record.requests, name)[halves] for name in names})
    plain, other = trials.reduce(record, "").summary, trials.reduce(shuffled, "").summary
    assert other.throughput_fps == plain.throughput_fps
    assert other.slice_fps.tolist() == plain.slice_fps.tolist()
    assert other.slot_requests == plain.slot_requests


def test_the_latencies_of_slots_add_up_to_that_of_the_trial(record: Record) -> None:
    requests = record.requests
    later = changed(record, latency_ns=requests.latency_ns * np.where(requests.slot == 0, 2, 1))
    plain, other = trials.reduce(record, "").summary, trials.reduce(later, "").summary
    for each in (plain, other):
        mean = np.average(each.slot_latency_ns, weights=each.slot_requests)
        assert mean == pytest.approx(each.latency_mean_ns)
    assert other.slot_latency_ns[0] == pytest.approx(2 * plain.slot_latency_ns[0])
    assert other.slot_latency_ns[1:] == plain.slot_latency_ns[1:]


def test_requests_of_many_seconds_are_counted_like_others(record: Record) -> None:
    longer = 2**32 // int(record.requests.latency_ns.min()) + 1
    requests = record.requests
    slow = changed(record, latency_ns=requests.latency_ns * longer, submit_ns=requests.submit_ns * longer)
    plain, other = trials.reduce(record, ""), trials.reduce(slow, "")
    assert other.latencies.tolist() == [int(latency) * longer for latency in plain.latencies]
    assert other.summary.throughput_fps == pytest.approx(plain.summary.throughput_fps / longer)


def test_what_a_host_does_not_tell_is_left_open(record: Record) -> None:
    silent = replace(record.after, steal_seconds=None, throttle_count=None, boottime_ns=None)
    summary = trials.reduce(replace(record, after=silent), "").summary
    assert (summary.steal_share, summary.throttled, summary.suspend_ns) == (None, None, 0)
