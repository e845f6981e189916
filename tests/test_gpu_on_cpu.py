"""OpenVINO's real GPU plugin on a machine without a GPU, from an experiment file to a page.

`../shared/tools/gpu-on-cpu` lends the plugin Intel's OpenCL runtime for CPUs. Everything about the device is
real but its speed, so nothing measured here is shown to anybody.
"""

from __future__ import annotations

import fcntl
import platform
import subprocess
from ctypes.util import find_library
from pathlib import Path

import pytest

from ovreport.records import Record
from tests.commandline import Ran, experiment, ovreport, page, records, words
from tests.conftest import USER_CACHE

SETUP = Path(__file__).parents[2] / "shared" / "tools" / "gpu-on-cpu" / "setup.sh"
SETUP_SECONDS = 600
BUILD_SECONDS = 1200

pytestmark = [pytest.mark.openvino, pytest.mark.slow]

MEASURE = "measure: {rounds: 2, seconds: 0.2, slice: 0.1, warmup: 1, timeout: 90}"

SEVEN = f"""
title: The seven settings of the article on a very small network
language: [en, zh-Hans]
model: tiny
device: GPU
precision: [f32, f16]
batch: [1, 3]
bundles:
  concurrency:
    one request: {{streams: 1, requests: 1}}
    automatic: {{streams: auto, requests: 4}}
    two requests: {{streams: 1, requests: 2}}
exclude:
  - {{batch: 3, concurrency: one request}}
  - {{batch: 3, concurrency: two requests}}
  - {{precision: f32, concurrency: two requests}}
baseline: {{precision: f32, batch: 1, concurrency: one request}}
{MEASURE}
"""

AUTOMATIC = f"""
title: The device is left to OpenVINO
model: tiny
device: "AUTO:GPU,CPU"
requests: [1, 2]
{MEASURE}
"""

REFUSED = f"""
title: What the plugin refuses
model: tiny
device: GPU
precision: [f32, bf16]
requests: 1
{MEASURE}
"""


@pytest.fixture(scope="session")
def gpu() -> tuple[Path, ...]:
    """The command that runs another one with a GPU present; made once and kept in the user's cache."""
    if not SETUP.is_file():
        pytest.skip("no ../shared/tools/gpu-on-cpu beside the checkout")
    if (platform.system(), platform.machine()) != ("Linux", "x86_64"):
        pytest.skip("gpu-on-cpu needs Linux on x86-64")
    folder = USER_CACHE / "gpu-on-cpu"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        reason = why_no_gpu(folder)
    if reason:
        pytest.skip(f"gpu-on-cpu cannot be set up: {reason}")
    return (folder / "run",)


def why_no_gpu(folder: Path) -> str:
    """Sets the device up where that is still to be done; the reason why it cannot be, or nothing."""
    if (folder / "run").is_file():
        return ""
    command = ["bash", str(SETUP), str(folder)]
    try:
        ended = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            timeout=SETUP_SECONDS,
        )
    except subprocess.TimeoutExpired:
        return f"not ready after {SETUP_SECONDS} s"
    lines = ended.stderr.strip().splitlines() or ["no message"]
    return lines[-1] if ended.returncode else ""


def built(folder: Path, name: str, text: str, prefix: tuple[Path, ...] = ()) -> Ran:
    experiment(folder, name, text)
    return ovreport("build", "experiments", folder=folder, prefix=prefix, timeout=BUILD_SECONDS)


def by_cell(found: list[Record]) -> dict[str, list[Record]]:
    cells: dict[str, list[Record]] = {}
    for record in found:
        cells.setdefault(record.cell_id, []).append(record)
    return cells


def test_the_seven_settings_of_the_article_run_on_the_gpu_plugin(
    gpu: tuple[Path, ...], tmp_path: Path
) -> None:
    ran = built(tmp_path, "seven", SEVEN, gpu)
    assert ran.exit_code == 0, ran.output

    cells = by_cell(records(tmp_path))
    assert len(cells) == 7
    for trials in cells.values():
        for trial in trials:
            assert trial.failure is None, trial.failure
            assert trial.in_force is not None
            assert trial.in_force.devices == ("GPU.0",)
            assert trial.in_force.precision == trial.setting.precision
            assert len(trial.requests) > 0
    assert "Fake Intel(R) UHD Graphics 770 (CPU OpenCL)" in words(page(tmp_path, "seven"))


def test_streams_are_granted_as_asked_for_on_the_gpu_plugin(gpu: tuple[Path, ...], tmp_path: Path) -> None:
    text = f"title: Streams\nmodel: tiny\ndevice: GPU\nprecision: f32\nstreams: [1, 2]\n{MEASURE}\n"
    ran = built(tmp_path, "streams", text, gpu)
    assert ran.exit_code == 0, ran.output
    granted = {
        (trial.setting.streams, trial.in_force.streams) for trial in records(tmp_path) if trial.in_force
    }
    assert granted == {(1, 1), (2, 2)}


def test_the_device_that_auto_ends_up_on_is_recorded(gpu: tuple[Path, ...], tmp_path: Path) -> None:
    ran = built(tmp_path, "automatic", AUTOMATIC, gpu)
    assert ran.exit_code == 0, ran.output
    for trial in records(tmp_path):
        assert trial.in_force is not None
        assert trial.in_force.devices == ("GPU.0",), "CPU answers only until the GPU is ready"


def test_a_setting_that_the_plugin_refuses_is_a_failed_row_with_its_words(
    gpu: tuple[Path, ...], tmp_path: Path
) -> None:
    ran = built(tmp_path, "refused", REFUSED, gpu)
    assert ran.exit_code == 1, ran.output
    for trial in records(tmp_path):
        if trial.setting.precision == "bf16":
            assert trial.failure is not None
            assert "bf16" in trial.failure.message
        else:
            assert trial.failure is None
    assert "INFERENCE_PRECISION_HINT" in page(tmp_path, "refused")


def test_without_a_gpu_the_same_file_gives_a_page_that_says_so(tmp_path: Path) -> None:
    if "GPU" in ovreport("devices", folder=tmp_path).output:
        pytest.skip("this machine has a GPU")
    ran = built(tmp_path, "seven", SEVEN)
    assert ran.exit_code == 0, ran.output
    assert {record.failure.kind if record.failure else None for record in records(tmp_path)} <= {"no-device"}
    assert "no device GPU" in page(tmp_path, "seven")


def test_a_fallback_to_the_cpu_that_nobody_asked_for_is_said(tmp_path: Path) -> None:
    if "GPU" in ovreport("devices", folder=tmp_path).output:
        pytest.skip("this machine has a GPU")
    if find_library("OpenCL") is None:
        pytest.skip("OpenVINO compiles nothing for AUTO:GPU,CPU where its GPU plugin lacks OpenCL's loader")
    ran = built(tmp_path, "automatic", AUTOMATIC)
    assert ran.exit_code == 0, ran.output
    assert {trial.in_force.devices for trial in records(tmp_path) if trial.in_force} == {("CPU",)}
    assert "Asked for AUTO:GPU,CPU; it ran on CPU" in words(page(tmp_path, "automatic"))
