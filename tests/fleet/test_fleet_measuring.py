"""What a measuring process tells its worker."""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys
from pathlib import Path

import pytest

from ovreport import plan, spec
from ovreport.fleet import orders
from ovreport.fleet.host import HostFolder
from ovreport.fleet.measuring import Telling
from ovreport.workflow import Job


def test_what_is_installed_first_is_told_as_it_is(capfd: pytest.CaptureFixture[str]) -> None:
    Telling().waiting("Installing OpenVINO 2025.4.1 into cache.")
    assert json.loads(capfd.readouterr().out) == {"doing": "Installing OpenVINO 2025.4.1 into cache."}


@pytest.mark.skipif(os.name == "nt", reason="measuring needs signals of POSIX systems")
def test_what_fails_is_told_with_the_file_of_the_desk_and_no_folder_of_the_host(tmp_path: Path) -> None:
    path = tmp_path / "fed.yaml"
    path.write_text("title: Fed\nmodel: {path: model.onnx}\ndevice: CPU\n", encoding="utf-8")
    (tmp_path / "model.onnx").write_bytes(b"model")
    job = Job(path=path, plan=plan.expand(spec.load(path)), results=tmp_path, cache=tmp_path)
    order, _ = orders.pack(job, await_quiet=False)
    here = HostFolder(name="nuc-13", folder=tmp_path / "host")  # the model has not arrived
    command = [sys.executable, "-m", "tests.fleet.fake_measuring"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as measuring:
        assert measuring.stdin
        assert measuring.stdout
        measuring.stdin.write(pickle.dumps((order, here)))
        measuring.stdin.flush()
        (failed,) = json.loads(measuring.stdout.read())["outcome"]["failed"]
    assert failed.startswith("fed.yaml: ")
