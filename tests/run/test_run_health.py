"""Checks of a host say what will disturb measurements and how to mend it, and what they cannot read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from types import SimpleNamespace

import psutil
import pytest

from ovreport.run import gpu_use, health, host, kernel, readings
from ovreport.run.gpu_use import GpuLook
from ovreport.run.health import Diagnosis
from tests.run.test_run_quiet import Host

CPUS = host.CPUS
Write = Callable[..., None]


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Write:
    """A host of which nothing can be read but what is written."""
    monkeypatch.setattr(kernel, "SYS", tmp_path / "sys")
    monkeypatch.setattr(kernel, "PROC", tmp_path / "proc")
    monkeypatch.setattr(psutil, "sensors_temperatures", dict, raising=False)
    monkeypatch.setattr(psutil, "sensors_battery", lambda: None, raising=False)
    monkeypatch.setattr(readings, "steal_seconds", lambda: None)
    monkeypatch.setattr(host, "usable_processors", lambda: None)

    def write(files: Mapping[str, str]) -> None:
        for path, content in files.items():
            place = tmp_path / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(content + "\n")

    return write


def found(about: str, others: Host | None = None) -> Diagnosis:
    """What a check says of this host, on which `others` work."""
    other = others or Host()
    (one,) = (each for each in health.examine(look=other.look, sleep=other.sleep) if each.about == about)
    return one


def test_what_cannot_be_read_is_said_to_be_so(machine: Write) -> None:
    unknown = {
        each.about for each in health.examine(look=Host().look, sleep=lambda _: None) if not each.found
    }
    assert unknown == set(health.CHECKS) - {"load", "quota"}


def test_a_check_that_fails_is_one_that_cannot_be_read(
    machine: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused() -> None:
        raise PermissionError

    monkeypatch.setattr(readings, "throttle_count", refused)
    assert found("throttling").state == "unknown"


@pytest.mark.parametrize(
    ("governors", "state", "told"),
    [
        (("performance", "performance"), "fine", "performance (2 processors)"),
        (("performance", "powersave"), "disturbs", "performance (1 processor), powersave (1 processor)"),
    ],
)
def test_a_governor_that_follows_the_load_disturbs(
    governors: tuple[str, ...], state: str, told: str, machine: Write
) -> None:
    machine(
        {f"sys/{CPUS}/cpu{number}/cpufreq/scaling_governor": name for number, name in enumerate(governors)}
    )
    assert (found("governor").state, found("governor").found) == (state, told)


@pytest.mark.parametrize(
    ("switch", "on", "off", "command"),
    [("intel_pstate/no_turbo", "0", "1", "echo 1"), ("cpufreq/boost", "1", "0", "echo 0")],
)
def test_turbo_is_switched_off_where_its_driver_has_the_switch(
    switch: str, on: str, off: str, command: str, machine: Write
) -> None:
    machine({f"sys/{CPUS}/{switch}": off})
    assert found("turbo").state == "fine"
    machine({f"sys/{CPUS}/{switch}": on})
    assert f"`{command} | sudo tee /sys/{CPUS}/{switch}`" in found("turbo").mend


def test_whoever_keeps_the_host_busy_is_named(machine: Write) -> None:
    busy = Host(busy=[(0.0, 99.0, "indexer", 0.75)])
    assert found("load", busy).found == "others take 75 % of one processor (indexer 75 %)"
    assert found("load", busy).state == "disturbs"
    assert found("load", Host(busy=[(0.0, 99.0, "clock", 0.1)])).state == "fine"


@pytest.mark.parametrize(("seconds", "state"), [(9.0, "fine"), (20.0, "disturbs")])
def test_processor_time_that_a_hypervisor_gave_to_others_disturbs_from_a_hundredth_on(
    seconds: float, state: str, machine: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(readings, "steal_seconds", lambda: seconds)
    monkeypatch.setattr(psutil, "cpu_times", lambda: (1000.0 - seconds, seconds))
    assert found("steal").state == state


def test_a_processor_that_throttled_disturbs(machine: Write) -> None:
    counter = f"sys/{CPUS}/cpu0/thermal_throttle/core_throttle_count"
    machine({counter: "0"})
    assert found("throttling").state == "fine"
    machine({counter: "12"})
    assert (found("throttling").state, found("throttling").found[:10]) == ("disturbs", "12 events ")


@pytest.mark.parametrize(
    ("current", "high", "state", "told"),
    [
        (60.0, 80.0, "fine", "60 °C of 80 °C"),
        (66.0, 80.0, "disturbs", "66 °C of 80 °C"),
        (66.0, None, "fine", "66 °C"),
    ],
)
def test_a_processor_that_is_warm_before_anything_is_measured_disturbs(
    current: float, high: float | None, state: str, told: str, machine: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    sensors = [SimpleNamespace(current=each, high=high, critical=None) for each in (40.0, current)]
    monkeypatch.setattr(psutil, "sensors_temperatures", lambda: {"coretemp": sensors}, raising=False)
    assert (found("temperature").state, found("temperature").found) == (state, told)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"drm-engine-render": "0 ns"}, {"drm-engine-render": "500000000 ns"}),
        (
            {"drm-cycles-rcs": "100", "drm-total-cycles-rcs": "1000"},
            {"drm-cycles-rcs": "600", "drm-total-cycles-rcs": "3000"},
        ),
    ],
    ids=["i915", "xe"],
)
def test_the_share_of_a_gpu_that_a_program_takes_is_read_from_either_driver(
    before: dict[str, str], after: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(psutil, "Process", lambda pid: SimpleNamespace(name=lambda: "player"))
    idle = {"drm-engine-capacity-video": "2", "drm-engine-video": "7 ns"}
    key = ("0000:00:02.0", "4")
    first = GpuLook(clock_ns=0, clients={key: (1, before | idle)})
    last = GpuLook(clock_ns=2_000_000_000, clients={key: (1, after | idle), ("", "5"): (2, after)})
    (taker,) = last.takers_since(first)
    assert (taker.name, taker.share) == ("player", 0.25)


def test_other_users_of_a_gpu_are_named(machine: Write) -> None:
    machine({f"sys/{CPUS}/online": "0-1"})
    assert found("users of the GPU").found == "there is no GPU"
    machine({"sys/class/drm/renderD128/dev": "226:128"})
    assert found("users of the GPU").state == "fine"
    client = "drm-client-id:\t4\ndrm-pdev:\t0000:00:02.0\ndrm-engine-render:\t{} ns"
    account = {number: f"proc/{number}/fdinfo/7" for number in (999_999_999, 999_999_998)}
    machine({account[999_999_999]: client.format(0)})
    others = Host()

    def sleep(seconds: float) -> None:
        machine(dict.fromkeys(account.values(), client.format(10**10)))  # one client, held by two processes
        others.sleep(seconds)

    (one,) = (
        each for each in health.examine(look=others.look, sleep=sleep) if each.about == "users of the GPU"
    )
    assert one.state == "disturbs"
    assert one.found.count("9999999") == 1


def test_a_client_without_a_number_is_no_client(machine: Write) -> None:
    machine({"proc/12/fdinfo/3": "pos:\t0\nflags:\t02"})
    assert gpu_use.look().clients == {}


def test_a_quota_disturbs(machine: Write) -> None:
    assert found("quota").state == "fine"
    machine({"proc/self/cgroup": "0::/", "sys/fs/cgroup/cpu.max": "150000 100000"})
    assert found("quota").found == "a control group grants 1.5 processors"
    machine({"sys/fs/cgroup/cpu.stat": "nr_throttled 3\nthrottled_usec 5"})
    assert found("quota").found == "a control group grants 1.5 processors; it was used up in 3 periods so far"
    assert found("quota").state == "disturbs"


@pytest.mark.parametrize(("usable", "state"), [(8, "fine"), (2, "disturbs")])
def test_processors_that_this_process_may_not_use_disturb(
    usable: int, state: str, machine: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(host, "usable_processors", lambda: usable)
    monkeypatch.setattr(psutil, "cpu_count", lambda: 8)
    one = found("pinned processors")
    assert (one.state, one.found) == (state, f"{usable} of 8 processors may be used")


def test_a_machine_on_battery_disturbs_and_one_without_is_fine(
    machine: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine({"sys/class/power_supply/AC/online": "1"})
    assert found("battery").found == "none"
    for plugged, state in ((True, "fine"), (False, "disturbs"), (None, "unknown")):
        battery = SimpleNamespace(percent=63.4, power_plugged=plugged)
        monkeypatch.setattr(psutil, "sensors_battery", lambda battery=battery: battery, raising=False)
        assert found("battery").state == state


@pytest.mark.parametrize(("profile", "state"), [("performance", "fine"), ("low-power", "disturbs")])
def test_a_power_profile_that_saves_disturbs(profile: str, state: str, machine: Write) -> None:
    machine({"sys/firmware/acpi/platform_profile": profile})
    assert (found("power profile").state, found("power profile").found) == (state, profile)
