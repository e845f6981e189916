"""Frequency and throttling are read after passes, in a small part of the time."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import pytest

from ovreport.records import REPEAT_OFFSET, UNKNOWN
from ovreport.run import readings
from ovreport.run.block import BlockRun
from ovreport.run.heat import Heat, Thermometer
from ovreport.run.session import measure
from ovreport.run.surroundings import Meanwhile
from tests.run.plans import FAKE, FILES, blocks_of, plan_of, setting

CALM = Meanwhile(elsewhere_ns=0, steal_ns=UNKNOWN, pressure_ns=UNKNOWN)


class Machine:
    """A processor with a clock, whose readings take time."""

    def __init__(
        self, mhz: Iterator[float | None], counts: Iterator[int | None], cost_seconds: float
    ) -> None:
        self.now = 0.0
        self.cost_seconds = cost_seconds
        self.mhz, self.counts = mhz, counts

    def frequency_mhz(self) -> float | None:
        self.now += self.cost_seconds
        return next(self.mhz)

    def thermometer(self, patch: pytest.MonkeyPatch) -> Thermometer:
        patch.setattr(readings, "frequency_mhz", self.frequency_mhz)
        patch.setattr(readings, "throttle_count", lambda: next(self.counts))
        return Thermometer(lambda: self.now)


def test_each_pass_gets_its_frequency_and_its_own_throttle_events(monkeypatch: pytest.MonkeyPatch) -> None:
    machine = Machine(iter([3000.4, 2400.0, 2400.0]), iter([7, 7, 9, 9]), 1e-5)
    thermometer = machine.thermometer(monkeypatch)
    found = []
    for _ in range(3):
        machine.now += 0.2
        found.append(thermometer.read())
    assert [(each.frequency_mhz, each.throttles) for each in found] == [(3000, 0), (2400, 2), (2400, 0)]


def test_what_nobody_tells_is_not_known(monkeypatch: pytest.MonkeyPatch) -> None:
    thermometer = Machine(iter([None]), iter([None, None]), 0.0).thermometer(monkeypatch)
    assert thermometer.read() == Heat(frequency_mhz=UNKNOWN, throttles=UNKNOWN)


def test_reading_a_large_machine_takes_a_hundredth_of_the_time(monkeypatch: pytest.MonkeyPatch) -> None:
    machine = Machine(iter([3000.0] * 1000), iter(range(1001)), 0.02)
    thermometer = machine.thermometer(monkeypatch)
    found = []
    for _ in range(1000):
        machine.now += 0.1
        found.append(thermometer.read())
    taken = 0.02 * sum(each.frequency_mhz != UNKNOWN for each in found)
    assert 0.005 * machine.now < taken < 0.011 * machine.now


def test_no_throttle_event_is_lost_between_two_readings(monkeypatch: pytest.MonkeyPatch) -> None:
    machine = Machine(iter([3000.0] * 3), iter([0, 1, 6, 6]), 0.001)
    thermometer = machine.thermometer(monkeypatch)
    assert thermometer.read().throttles == 1
    assert thermometer.read().throttles == UNKNOWN
    machine.now += 1.0
    assert thermometer.read().throttles == 5


def test_all_cells_of_a_pass_share_what_was_read_after_it(monkeypatch: pytest.MonkeyPatch) -> None:
    read = itertools.count(2000)
    monkeypatch.setattr(Thermometer, "read", lambda _: Heat(frequency_mhz=next(read), throttles=0))
    plan = plan_of([setting(), setting()], seconds=0.2)
    records = list(measure(plan, blocks_of(plan), host="h", files=FILES, session="s", command=FAKE))
    for record in records:
        turns = record.slices.turn % REPEAT_OFFSET
        assert record.slices.frequency_mhz.tolist() == (2000 + turns).tolist()
        assert not record.slices.throttles.any()
    assert len(records) == 2


def test_what_the_cells_heat_themselves_is_no_reason_to_repeat_a_pass(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    passes = itertools.count()
    monkeypatch.setattr(Thermometer, "read", lambda _: Heat(throttles=int(next(passes) == 4)))
    monkeypatch.setattr(BlockRun, "_look_around", lambda _: CALM)
    plan = plan_of([setting(), setting()], seconds=0.2)
    for record in measure(
        plan, blocks_of(plan), host="h", files=FILES, session="s", await_quiet=True, command=FAKE
    ):
        throttled = record.slices.turn % REPEAT_OFFSET == 4
        assert (record.slices.throttles == throttled).all()
        assert throttled.any()
        assert not record.slices.set_aside.any()
