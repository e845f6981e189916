"""Records that do not belong to an experiment any more are named with the reason, and never vanish."""

from __future__ import annotations

from pathlib import Path

import pytest

from ovreport.store import Store
from ovreport.workflow import pending
from tests.cli.stand_in import TINY, Simulated, command, experiment


def same(text: str) -> str:
    """What was printed, without the breaks of lines."""
    return " ".join(text.split())


def test_build_and_check_name_records_of_another_release(
    simulated: Simulated, monkeypatch: pytest.MonkeyPatch
) -> None:
    experiment()
    command("run")
    monkeypatch.setattr(pending, "openvino_version", lambda: "2099.1.0")
    said = f"6 records are left out: measured with OpenVINO {simulated.version}, now 2099.1.0."
    assert said in same(command("check").output)
    assert command("check").output.count("left out") == 1
    simulated.version = "2099.1.0"
    built = command("build")
    assert said in same(built.output)
    assert "Six records are left out." in same(built.output)  # among the caveats of the page
    assert f"OpenVINO {simulated.version}" in Path("site/tiny/index.html").read_text()
    assert command("verify").exit_code == 0


def test_list_and_doctor_name_records_of_cells_that_the_file_no_longer_has(simulated: Simulated) -> None:
    experiment()
    command("run")
    experiment(TINY.replace("[1, 2]", "[1]"))
    said = "3 records left out: of configurations that the experiment file does not have"
    assert said in same(command("list").output)
    doctored = command("doctor")
    assert doctored.exit_code == 0
    assert "3 records are left out: of configurations that the experiment file does not have." in same(
        doctored.output
    )


def test_records_that_were_measured_in_another_way_are_named_with_the_keys(simulated: Simulated) -> None:
    experiment()
    command("run")
    experiment(TINY.replace("seconds: 0.3", "seconds: 0.2"))
    built = command("build")
    assert "6 records are left out: measured in another way (seconds: 0.3, now seconds: 0.2)." in same(
        built.output
    )


def test_records_of_another_file_of_the_network_are_named(simulated: Simulated) -> None:
    Path("experiments").mkdir(exist_ok=True)
    for name in ("net.xml", "net.bin"):
        (Path("experiments") / name).write_bytes(b"one")
    experiment(TINY.replace("model: tiny", "model: net.xml"))
    command("run")
    headers = Store(root=Path("experiments/results")).scan("tiny").headers
    assert headers
    (Path("experiments") / "net.bin").write_bytes(b"two")
    assert "records are left out: measured with another file of net" in same(command("build").output)


def test_nothing_is_said_where_nothing_is_left_out(simulated: Simulated) -> None:
    experiment()
    for one in ("build", "check", "list", "doctor", "build"):
        assert "left out" not in command(one).output


def test_an_experiment_file_with_mistakes_does_not_stop_the_doctor(simulated: Simulated) -> None:
    experiment()
    command("run")
    experiment("titel: x")
    assert command("doctor").exit_code == 0


def test_a_network_whose_weights_are_missing_is_not_said_to_have_nothing_left(simulated: Simulated) -> None:
    Path("experiments").mkdir(exist_ok=True)
    (Path("experiments") / "net.xml").write_bytes(b"one")
    experiment(TINY.replace("model: tiny", "model: net.xml"))
    ended = command("build")
    assert ended.exit_code != 0
    assert "nothing is left to measure" not in ended.output
    assert "net.bin" in str(ended.exception)
