"""From recorded slices to the tables of a record."""

import time
from array import array

import numpy as np
import pytest

from ovreport.records import Phase
from ovreport.run import rows as rows_module
from ovreport.run.recorder import Buffer, RecordedSlice, SliceLimits, record_async
from ovreport.run.rows import Around, Clocked, Tables, impossible, requests_from, slices_from
from tests.run.fake_engine import FakeQueue

MS = 1_000_000


def clocked(turn: int, cpu_ns: int = 0) -> Clocked:
    return Clocked(turn=turn, position=turn % 2, cpu_ns=cpu_ns, wall_step_ns=0)


def recorded(tables: Tables, fake: FakeQueue, turns: int, length_ms: int = 20) -> list[RecordedSlice]:
    spans = []
    for turn in range(turns):
        buffer = Buffer()
        spans.append(record_async(fake.queue(), buffer, SliceLimits(length_ns=length_ms * MS)))
        tables.add(buffer, spans[-1], clocked(turn, cpu_ns=9 * MS))
    return spans


def test_rows_carry_the_phase_in_which_they_were_submitted() -> None:
    tables = Tables()
    (span,) = recorded(tables, FakeQueue(lambda _: MS, 2, 1), 1)
    phases = requests_from(tables.columns()).phase
    assert set(phases[: span.first]) == {Phase.WARMUP}
    assert set(phases[span.first : span.cut]) == {Phase.MEASURED}
    assert set(phases[span.cut :]) == {Phase.TAIL}


def test_times_start_at_the_first_slice() -> None:
    tables = Tables()
    recorded(tables, FakeQueue(lambda _: MS, 2, 1), 2)
    columns = tables.columns()
    assert requests_from(columns).submit_ns[0] == 0
    assert slices_from(columns, [Around(other_cpu_ns=0), Around(other_cpu_ns=0)]).begin_ns[0] == 0


def test_every_row_knows_its_slice() -> None:
    tables = Tables()
    spans = recorded(tables, FakeQueue(lambda _: MS, 2, 1), 3)
    numbers = requests_from(tables.columns()).slice
    assert list(np.bincount(numbers)) == [span.total for span in spans]


def test_warm_up_before_the_first_slice_belongs_to_no_slice_and_lies_before_zero() -> None:
    tables, fake = Tables(), FakeQueue(lambda _: MS, 2, 1)
    buffer = Buffer()
    span = record_async(fake.queue(), buffer, SliceLimits(length_ns=3 * MS))
    tables.add(buffer, span, clocked(-1))
    recorded(tables, fake, 1)
    rows = requests_from(tables.columns())
    before = rows.slice == -1
    assert np.count_nonzero(before) == span.total
    assert set(rows.phase[before]) == {Phase.WARMUP}
    assert rows.submit_ns[before].max() < 0


def test_a_whole_trial_is_cut_into_pieces_of_the_slice_length() -> None:
    tables = Tables(piece_ns=20 * MS)
    recorded(tables, FakeQueue(lambda _: MS, 2, 1), 1, length_ms=100)
    columns = tables.columns()
    rows, slices = requests_from(columns), slices_from(columns, [Around(other_cpu_ns=50)])
    assert len(slices) == 5
    assert list(slices.turn) == [0, 1, 2, 3, 4]
    counted = rows.slice[rows.phase == Phase.MEASURED]
    assert np.bincount(counted).min() >= 18
    assert slices.other_cpu_ns.sum() in range(48, 53)


def long_trial(rows: int, pace_ns: int) -> tuple[Buffer, RecordedSlice]:
    """A slice of requests at an uneven pace on two slots, the second half after a stall of a hundred."""
    random = np.random.default_rng(4)
    submit = np.cumsum(random.integers(pace_ns // 2, 2 * pace_ns, rows))
    submit[rows // 2 :] += 100 * pace_ns
    buffer = Buffer(rows)
    buffer.submit_ns = array("q", submit.tobytes())
    buffer.slot = array("h", (np.arange(rows) % 2).astype(np.int16).tobytes())
    buffer.latency_ms = array("d", (np.full(rows, pace_ns / 1e6)).tobytes())
    end_ns = int(submit[-1]) + 2 * pace_ns
    return buffer, RecordedSlice(first=2, cut=rows - 2, total=rows, begin_ns=int(submit[0]), end_ns=end_ns)


def test_a_piece_lasts_from_its_first_submission_to_its_last_completion() -> None:
    buffer, span = long_trial(3_000, MS)
    tables = Tables(piece_ns=20 * MS)
    tables.add(buffer, span, clocked(0, cpu_ns=9_000 * MS))
    columns = tables.columns()
    rows, slices = requests_from(columns), slices_from(columns, [Around(other_cpu_ns=0)])
    seen = set()
    for number in range(len(slices) - 1):
        mine = rows.slice == number
        if mine.any():
            seen.add(number)
            assert slices.begin_ns[number] == rows.submit_ns[mine].min()
            assert slices.end_ns[number] == (rows.submit_ns + rows.latency_ns)[mine].max()
        else:
            assert slices.begin_ns[number] == slices.end_ns[number]
    assert 0 < len(slices) - 1 - len(seen) < 10  # the stall
    lengths = slices.end_ns - slices.begin_ns
    np.testing.assert_allclose(slices.cpu_ns, 9_000 * MS * lengths / lengths.sum(), rtol=0.1)


def test_cutting_a_long_trial_takes_time_by_its_rows_alone() -> None:
    buffer, span = long_trial(400_000, MS)
    tables = Tables(piece_ns=5 * MS)
    begin = time.process_time()
    tables.add(buffer, span, clocked(0))
    assert time.process_time() - begin < 1
    assert len(slices_from(tables.columns(), [Around(other_cpu_ns=0)])) > 90_000


def test_a_whole_trial_is_cut_into_no_more_pieces_than_a_record_may_have(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(rows_module, "MOST_SLICES", 7)
    buffer, span = long_trial(3_000, MS)
    tables = Tables(piece_ns=MS)
    tables.add(buffer, span, clocked(0))
    assert np.bincount(requests_from(tables.columns()).slice).tolist() > 7 * [300]


def test_an_impossible_latency_makes_its_piece_no_longer() -> None:
    buffer, span = long_trial(1_000, MS)
    pieces = []
    for latency_ms in (buffer.latency_ms[100], 1e12):
        buffer.latency_ms[100] = latency_ms
        tables = Tables(piece_ns=20 * MS)
        tables.add(buffer, span, clocked(0))
        pieces.append(slices_from(tables.columns(), [Around(other_cpu_ns=0)]).end_ns.tolist())
    assert pieces[0] == pieces[1]


def test_a_clock_set_by_years_makes_a_latency_of_a_hundred_days() -> None:
    buffer, span = long_trial(10, MS)
    buffer.latency_ms[4], buffer.latency_ms[5] = 2e12, -2e12
    tables = Tables()
    tables.add(buffer, span, clocked(0))
    rows = requests_from(tables.columns())
    assert rows.latency_ns[4:6].tolist() == [1 << 53, -(1 << 53)]
    assert rows.suspect.tolist() == [index in {4, 5} for index in range(10)]


def test_a_latency_longer_than_its_window_is_suspect() -> None:
    slot = np.zeros(3, np.int16)
    submit = np.array([0, 10 * MS, 20 * MS])
    latency = np.array([9 * MS, 11 * MS, 9 * MS])
    assert list(impossible(slot, submit, latency, 30 * MS)) == [False, True, False]


def test_a_negative_latency_is_suspect() -> None:
    slot = np.zeros(2, np.int16)
    wrong = impossible(slot, np.array([0, 10 * MS]), np.array([-1, 9 * MS]), 20 * MS)
    assert list(wrong) == [True, False]


def test_windows_of_one_slot_do_not_mix_with_those_of_another() -> None:
    slot = np.array([0, 1, 0, 1], np.int16)
    submit = np.array([0, 1, 10, 11]) * MS
    latency = np.array([9, 9, 9, 9]) * MS
    assert not impossible(slot, submit, latency, 21 * MS).any()


def test_a_clock_set_back_marks_the_rows_that_fall_short_by_its_step() -> None:
    slot = np.zeros(3, np.int16)
    submit = np.array([0, 10, 20]) * MS
    latency = np.array([9, 4, 9]) * MS
    assert list(impossible(slot, submit, latency, 30 * MS, -5 * MS)) == [False, True, False]
    assert not impossible(slot, submit, latency, 30 * MS).any()


def test_reading_the_clock_late_makes_nobody_suspect() -> None:
    fake = FakeQueue(lambda _: 3_000, 2, 2)
    tables = Tables()
    recorded(tables, fake, 3, length_ms=2)
    assert not requests_from(tables.columns()).suspect.any()
