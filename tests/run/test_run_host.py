"""Facts and readings of the host: what cannot be read is left out."""

import getpass
import os
import platform
import re
import socket
import subprocess
import time
from pathlib import Path
from types import SimpleNamespace

import psutil
import pytest

from ovreport.run import host, kernel, readings, usage
from ovreport.run.engine import Survey
from ovreport.run.hardware import Device
from ovreport.run.host import Reader, facts

SURVEY = Survey(versions=(("openvino", "1.2.3"),), devices=(Device(name="CPU", full_name="A processor"),))


def raising() -> object:
    raise OSError


@pytest.mark.parametrize(
    "read", [raising, lambda: None, lambda: "", lambda: int("x"), lambda: os.environ["NO_SUCH_NAME"]]
)
def test_a_fact_that_cannot_be_read_is_left_out(read: object) -> None:
    assert callable(read)
    assert Reader("system", "key", read).fact() is None


def test_a_fact_is_one_line_with_its_unit() -> None:
    fact = Reader("memory", "total", lambda: " 12\n34 ", "bytes").fact()
    assert fact is not None
    assert (fact.value, fact.unit) == ("12 34", "bytes")


def test_the_host_tells_processor_memory_system_software_and_devices() -> None:
    known = {(fact.group, fact.key) for fact in facts(SURVEY, None)}
    assert {
        ("processor", "architecture"),
        ("memory", "total"),
        ("system", "kernel"),
        ("software", "python"),
        ("software", "openvino"),
        ("device", "CPU.full_name"),
    } <= known
    assert not [group for group, _ in known if group == "repository"]


def test_every_fact_is_told_once() -> None:
    known = [(fact.group, fact.key) for fact in facts(SURVEY, None)]
    assert len(known) == len(set(known))


def test_no_fact_names_the_user_or_the_machine() -> None:
    told = " ".join(fact.value for fact in facts(SURVEY, Path(__file__).parent))
    names = {getpass.getuser(), socket.gethostname()} - {"root", "localhost"}
    assert not [name for name in names if re.search(rf"\b{re.escape(name)}\b", told)]
    assert str(Path.home()) not in told


def git(folder: Path, *arguments: str) -> None:
    identity = ["-c", "user.name=a", "-c", "user.email=a@example.org"]
    subprocess.run(["git", "-C", str(folder), *identity, *arguments], check=True, capture_output=True)


def test_the_commit_of_the_experiments_is_a_fact_and_so_is_a_change(tmp_path: Path) -> None:
    git(tmp_path, "init")
    (tmp_path / "a.yaml").write_text("a")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-m", "first")
    clean = {fact.key: fact.value for fact in facts(SURVEY, tmp_path) if fact.group == "repository"}
    (tmp_path / "a.yaml").write_text("b")
    changed = {fact.key: fact.value for fact in facts(SURVEY, tmp_path) if fact.group == "repository"}
    assert re.fullmatch("[0-9a-f]{40}", clean["commit"])
    assert (clean["changed"], changed["changed"]) == ("no", "yes")


def test_a_folder_outside_any_repository_has_no_commit(tmp_path: Path) -> None:
    assert not [fact for fact in facts(SURVEY, tmp_path) if fact.group == "repository"]


def test_without_git_there_is_no_commit(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert not [fact for fact in facts(SURVEY, Path(__file__).parent) if fact.group == "repository"]


def test_turbo_is_read_from_whichever_driver_tells(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kernel, "SYS", tmp_path)
    reader = next(reader for reader in host.READERS if reader.key == "turbo")
    assert reader.fact() is None
    processors = tmp_path / "devices/system/cpu"
    (processors / "cpufreq").mkdir(parents=True)
    (processors / "cpufreq/boost").write_text("1\n")
    assert (fact := reader.fact())
    assert fact.value == "on"
    (processors / "intel_pstate").mkdir()
    (processors / "intel_pstate/no_turbo").write_text("1\n")
    assert (fact := reader.fact())
    assert fact.value == "off"


def told(key: str) -> str | None:
    """What the host says under a key."""
    fact = next(reader for reader in host.READERS if reader.key == key).fact()
    return fact.value if fact else None


def test_the_processor_is_told_in_its_own_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cpuinfo = tmp_path / "cpuinfo"
    monkeypatch.setattr(kernel, "PROC", tmp_path)
    monkeypatch.setattr(platform, "processor", lambda: "arm")
    assert (told("model"), told("features")) == ("arm", None)
    cpuinfo.write_text("processor : 0\nmodel name : Any  Processor\nflags : fpu avx2 amx_int8\n")
    assert (told("model"), told("features")) == ("Any Processor", "avx2 amx_int8")
    cpuinfo.write_text("processor : 0\nModel : Any Board\nFeatures : neon\n")
    assert (told("model"), told("features")) == ("Any Board", None)


def test_a_hypervisor_is_told_by_the_system_or_by_the_processor(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kernel, "PROC", tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    for flags, expected in (("fpu", None), ("fpu hypervisor", "yes")):
        (tmp_path / "cpuinfo").write_text(f"flags : {flags}\n")
        assert told("hypervisor") == expected
    tool = tmp_path / "systemd-detect-virt"
    tool.write_text("#!/bin/sh\necho kvm\n")
    tool.chmod(0o755)
    assert told("hypervisor") == "kvm"


def test_processors_that_a_control_group_grants_are_told_where_they_are_fewer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kernel, "SYS", tmp_path)
    monkeypatch.setattr(kernel, "PROC", tmp_path)
    (tmp_path / "self").mkdir()
    (tmp_path / "self/cgroup").write_text("0::/\n")
    root = tmp_path / "fs/cgroup"
    root.mkdir(parents=True)
    assert told("granted_processors") is None
    (root / "cpu.max").write_text("max 100000\n")
    assert told("granted_processors") is None
    (root / "cpu.max").write_text("150000 100000\n")
    assert told("granted_processors") == "1.5"


def test_a_container_is_known_by_its_marks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    marks = (tmp_path / ".dockerenv", tmp_path / ".containerenv")
    monkeypatch.setattr(host, "_CONTAINER_MARKS", marks)
    assert told("container") is None
    marks[1].touch()
    assert told("container") == "yes"


def test_a_system_without_a_name_of_its_release_is_told_by_its_kernel(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def absent() -> dict[str, str]:
        raise FileNotFoundError

    monkeypatch.setattr(platform, "freedesktop_os_release", lambda: {"PRETTY_NAME": "Any Linux 1"})
    assert told("os") == "Any Linux 1"
    monkeypatch.setattr(platform, "freedesktop_os_release", absent)
    assert told("os") == told("kernel") == f"{platform.system()} {platform.release()}"


def test_the_temperature_is_that_of_the_hottest_sensor_of_the_package(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sensors = {"nvme": [80.0], "k10temp": [], "coretemp": [51.0, 63.0, 58.0]}

    def read() -> dict[str, list[SimpleNamespace]]:
        return {name: [SimpleNamespace(current=each) for each in found] for name, found in sensors.items()}

    monkeypatch.setattr(psutil, "sensors_temperatures", read, raising=False)
    assert readings.read().temperature_celsius == 63
    del sensors["coretemp"]
    assert readings.read().temperature_celsius is None


def test_where_a_process_has_no_clock_the_systems_accounting_has_to_do(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(clock: int) -> int:
        raise OSError

    monkeypatch.setattr(time, "clock_gettime_ns", refuse)
    monkeypatch.setattr(
        psutil,
        "Process",
        lambda pid: SimpleNamespace(cpu_times=lambda: SimpleNamespace(user=1.5, system=0.25)),
    )
    assert readings.cpu_ns_of(1) == 1_750_000_000


def test_without_proc_the_peak_of_memory_is_told_by_the_system_and_the_present_by_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import resource  # absent on Windows

    monkeypatch.setattr(kernel, "PROC", tmp_path)
    assert usage.resident_bytes() is None
    peak = usage.peak_bytes()
    assert peak is not None
    assert peak >= resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2
    (tmp_path / "self").mkdir()
    (tmp_path / "self/status").write_text("Name:\tpython\nVmHWM:\t  2048 kB\n")
    assert (usage.peak_bytes(), usage.resident_bytes()) == (2 << 20, None)


def test_throttle_counters_are_summed_where_they_exist(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kernel, "SYS", tmp_path)
    assert readings.read().throttle_count is None
    for cpu in ("cpu0", "cpu1"):
        folder = tmp_path / "devices/system/cpu" / cpu / "thermal_throttle"
        folder.mkdir(parents=True)
        (folder / "core_throttle_count").write_text("3\n")
    assert readings.read().throttle_count == 6


def test_clocks_are_always_read() -> None:
    before, after = readings.read(), readings.read()
    assert after.monotonic_ns > before.monotonic_ns
    assert abs(after.utc_ns - time.time_ns()) < 60e9


def test_the_cpu_time_of_a_process_is_known_to_less_than_a_clock_tick() -> None:
    begin = time.process_time_ns()
    told = readings.cpu_ns_of(os.getpid())
    end = time.process_time_ns()
    assert begin <= told <= end


def test_a_process_that_is_gone_has_used_nothing() -> None:
    child = subprocess.Popen(["true"])
    child.wait()
    assert readings.cpu_ns_of(child.pid) == 0


def test_available_memory_heeds_the_control_group(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kernel, "SYS", tmp_path)
    group = tmp_path / "fs/cgroup"
    group.mkdir(parents=True)
    free = readings.available_bytes()
    (group / "memory.max").write_text("max\n")
    assert readings.available_bytes() > free / 2
    (group / "memory.max").write_text("1000\n")
    (group / "memory.current").write_text("400\n")
    assert readings.available_bytes() == 600


def test_files_that_nobody_looks_at_make_room_in_a_control_group(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kernel, "SYS", tmp_path)
    group = tmp_path / "fs/cgroup"
    group.mkdir(parents=True)
    for name, content in (("max", "1000"), ("current", "900"), ("stat", "anon 500\ninactive_file 300")):
        (group / f"memory.{name}").write_text(f"{content}\n")
    assert readings.available_bytes() == 400
