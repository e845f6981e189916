"""check tells what keeps an experiment from being measured here, and what of it is left."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import openvino as ov
import pytest
from openvino import opset13 as ops

from ovreport import models
from ovreport.cli.experiments import load
from ovreport.errors import RunError, SpecError
from ovreport.plan import ModelSource
from ovreport.run import session
from ovreport.run.hardware import Device
from ovreport.workflow import preflight
from tests.cli.stand_in import TINY, Simulated, command, experiment

GPU = Device(name="GPU", full_name="Any graphics")


def checked(*arguments: str | Path) -> str:
    ended = command("check", *arguments)
    assert ended.exit_code == 0, ended.exception
    return ended.output


def refused(*arguments: str | Path) -> list[str]:
    ended = command("check", *arguments)
    assert isinstance(ended.exception, SpecError), ended.output
    return str(ended.exception).splitlines()


# ---------------------------------------------------------------- networks


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("model: models/nope.xml", "2: model"),
        ("model: [tiny, models/nope.xml]", "2: model[1]"),
        ("model: {path: models/nope.xml, name: mine}", "2: model"),
        ("model: tiny\nbundles: {which: {a: {}, b: {model: models/nope.xml}}}", "3: bundles.which.b.model"),
    ],
    ids=["alone", "in a list", "with a name", "in a bundle"],
)
def test_a_network_that_is_not_there_is_a_mistake_with_its_line_and_key(
    text: str, place: str, simulated: Simulated
) -> None:
    path = experiment(TINY.replace("model: tiny", text))
    (told,) = refused()
    assert told.startswith(f"{path}:{place}: there is no file ")
    assert told.endswith("nope.xml")


@pytest.mark.parametrize(
    ("key", "value", "allowed"),
    [
        ("rounds", "0", False),
        ("rounds", "1", True),
        ("rounds", "1000", True),
        ("rounds", "1001", False),
        ("seconds", "0.019", False),
        ("seconds", "0.02", True),
        ("seconds", "3600", True),
        ("seconds", "3601", False),
        ("seconds", "nan", False),
        ("seed", "-1", False),
        ("seed", "9007199254740992", True),
        ("seed", "9007199254740993", False),
        ("seed", "10000000000000000000", False),
    ],
)
def test_the_command_line_allows_what_the_file_allows(
    key: str, value: str, allowed: bool, simulated: Simulated
) -> None:
    experiment(f"title: T\nmodel: tiny\ndevice: CPU\nmeasure: {{{key}: {value}}}\n", name="one")
    assert (command("check").exit_code == 0) is allowed
    experiment("title: T\nmodel: tiny\ndevice: CPU\n", name="one")
    assert command("check", f"--{key}", value).exit_code == (0 if allowed else 2)


def test_a_network_without_its_weights_is_a_mistake(simulated: Simulated) -> None:
    path = experiment(TINY.replace("model: tiny", "model: half.xml"))
    (path.parent / "half.xml").write_text("")
    assert refused() == [f"{path}:2: model: half.xml needs its weights half.bin beside it"]


def test_mistakes_of_files_and_networks_that_are_missing_are_told_at_once(simulated: Simulated) -> None:
    one = experiment(TINY.replace("model: tiny", "model: nope.onnx"))
    two = experiment(TINY.replace("device", "devise"), "wrong")
    told = "\n".join(refused())
    assert f"{one}:2: model: there is no file" in told
    assert f"{two}:3: devise" in told


def test_render_and_list_do_without_the_network(simulated: Simulated) -> None:
    experiment(TINY.replace("model: tiny", "model: nope.xml"))
    assert command("render").exit_code == 0
    assert command("list").exit_code == 0


def test_a_download_is_left_alone_and_counts_as_work_to_do(simulated: Simulated) -> None:
    """Also beside records of another network; an address that nobody answers would be an error."""
    experiment()
    command("run")
    address = f"{{url: 'https://example.invalid/net.onnx', sha256: {'a' * 64}}}"
    experiment(TINY.replace("model: tiny", f"model: [tiny, {address}]"))
    assert "12 trials, 6 measured; 6 left to measure, about " in checked()


def test_a_download_that_is_there_needs_no_network(tmp_path: Path) -> None:
    name = hashlib.sha256(b"").hexdigest()
    source = ModelSource(name="net", kind="url", location="https://example.invalid/net.xml", sha256=name)
    both = replace(source, weights_sha256=name)
    assert not models.at_hand(source, cache=tmp_path)
    (tmp_path / name).mkdir()
    (tmp_path / name / "net.xml").write_text("")
    assert models.at_hand(source, cache=tmp_path)
    assert not models.at_hand(both, cache=tmp_path)
    (tmp_path / name / "net.bin").write_text("")
    assert models.at_hand(both, cache=tmp_path)


# ---------------------------------------------------------------- devices


def test_trials_whose_device_is_not_here_are_noted_and_take_no_time(simulated: Simulated) -> None:
    experiment()
    alone = re.search(r"about \d+ s\.", checked())
    path = experiment(TINY.replace("device: CPU", "device: [CPU, GPU]"))
    told = checked()
    assert alone is not None
    assert f"12 trials, 6 without their device on this machine; 6 left to measure, {alone[0]}" in told
    assert (
        f"{path}:3: device[1]: there is no GPU here (OpenVINO sees CPU), so that 6 trials cannot be measured "
        "on this machine"
    ) in told
    experiment(TINY.replace("device: CPU", "device: FPGA"))
    assert "6 without their device on this machine; nothing to measure." in checked()


def test_a_device_that_is_here_is_no_reason_for_a_note(simulated: Simulated) -> None:
    simulated.devices = (*simulated.devices, GPU)
    path = experiment(TINY.replace("device: CPU", "device: [CPU, GPU]"))
    assert f"{path}:" in checked()
    assert "without" not in checked()


def test_devices_are_asked_for_only_if_one_may_be_absent(
    simulated: Simulated, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def devices() -> tuple[Device, ...]:
        asked.append(1)
        return simulated.devices

    monkeypatch.setattr(session, "devices", devices)
    experiment()
    checked()
    assert asked == []
    experiment(TINY.replace("device: CPU", "device: GPU"))
    experiment(TINY.replace("device: CPU", "device: GPU"), "another")
    checked()
    assert asked == [1]


def test_where_openvino_does_not_load_nothing_is_said_about_devices(
    simulated: Simulated, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> tuple[Device, ...]:
        raise RunError("OpenVINO does not load")

    monkeypatch.setattr(session, "devices", broken)
    experiment(TINY.replace("device: CPU", "device: GPU"))
    assert "without" not in checked()
    assert preflight.devices() is None


# ---------------------------------------------------------------- other notes


def test_a_command_that_needs_leave_is_noted(simulated: Simulated) -> None:
    path = experiment(TINY + 'disturbance: [none, "command: sleep 1"]\n')
    told = checked()
    assert f"{path}:7: disturbance[1]: 'command: sleep 1' is run on this machine while measuring" in told
    assert "--allow-commands" in told


def test_several_requests_at_one_at_a_time_are_noted(simulated: Simulated) -> None:
    path = experiment(TINY + "mode: sync\n")
    assert f"{path}:4: requests[1]: `mode: sync` makes one request at a time" in checked()
    experiment(TINY.replace("[1, 2]", "1") + "mode: [async, sync]\n")
    assert "one request at a time" not in checked()


# ---------------------------------------------------------------- what is left


def test_what_is_measured_already_is_not_counted_again(simulated: Simulated) -> None:
    experiment()
    command("run")
    assert "6 trials, 6 measured; nothing to measure." in checked()
    assert "10 trials, 6 measured; 4 left to measure, about " in checked("--rounds", "5")
    assert "6 trials, about " in checked("--seconds", "2")
    assert "6 trials, about " in checked("--host", "another")


def test_rounds_that_are_there_tell_how_long_those_that_are_left_take(simulated: Simulated) -> None:
    """Rounds of the simulated runner begin a minute apart, with two trials each."""
    experiment()
    command("run")
    assert "4 left to measure, about 2 min." in checked("--rounds", "5")


def test_a_range_of_rounds_tells_the_least_and_the_longest_time(simulated: Simulated) -> None:
    experiment()
    said = checked("--rounds", "3..9", "--budget", "10 min")
    assert "3 to 9 rounds: at least 6 trials" in said
    assert "at most" in said
    command("run", "--rounds", "3")  # a minute a round
    assert "at most 2 min" in checked("--rounds", "3..5", "--budget", "1h")
    assert "at most" not in checked("--rounds", "3..5", "--budget", "90s")


def test_failures_that_are_not_tried_again_are_counted(simulated: Simulated) -> None:
    path = experiment()
    cell = load([path])[0].plan.cells[1]
    simulated.failing = {cell.id: "compile"}
    command("run")
    assert "6 trials, 3 measured, 3 failed and not tried again; nothing to measure." in checked()


# ---------------------------------------------------------------- inputs


@pytest.mark.parametrize(
    ("inputs", "place", "said"),
    [
        ("{x: gone.npy}", "inputs.x", "there is no file gone.npy"),
        ("{y: 1}", "inputs.y", "there is no such input; there are x"),
        ("{x: short.npy}", "inputs", "input x has the shape [1, 8], and short.npy has [1, 3]"),
        ("{x: {text: a}}", "inputs.x", "the input holds f32; give it numbers"),
        ("{x: {shape: [1, 9]}}", "inputs", "input x has the shape [1, 8], and inputs.x.shape has [1, 9]"),
    ],
)
@pytest.mark.openvino
@pytest.mark.usefixtures("simulated")
def test_inputs_that_cannot_be_fed_so_are_mistakes(inputs: str, place: str, said: str) -> None:
    x = ops.parameter([1, 8], np.float32, name="x")
    x.output(0).tensor.set_names({"x"})
    path = experiment(TINY.replace("model: tiny", "model: net.xml") + f"inputs: {inputs}\n")
    ov.save_model(ov.Model([ops.relu(x)], [x]), path.parent / "net.xml")
    np.save(path.parent / "short.npy", np.zeros((1, 3)))
    (told,) = refused()
    assert f": {place}: " in told
    assert said in told
