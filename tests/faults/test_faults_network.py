"""Nothing is sent anywhere: no telemetry, no connection, and a whole build without any network."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from ovreport.models import obtain
from ovreport.run.session import measure
from tests.commandline import PATIENCE_SECONDS, experiment, ovreport, records
from tests.faults.commands import TINY
from tests.faults.listening import EXIT_CODE
from tests.run.plans import TINY as TINY_MODEL
from tests.run.plans import Remembering, blocks_of, plan_of, setting

pytestmark = [pytest.mark.openvino, pytest.mark.slow]

LISTENING = (sys.executable, "-m", "tests.faults.listening")


def test_no_worker_connects_to_anything_or_loads_telemetry(tmp_path: Path) -> None:
    plan = plan_of([setting(), setting(device="AUTO:CPU", streams=None)])
    session = measure(
        plan,
        blocks_of(plan),
        host="here",
        files={"tiny": obtain(TINY_MODEL, cache=tmp_path)},
        progress=Remembering(),
        session="s",
        command=LISTENING,
    )
    assert [record.failure for record in session] == [None, None]


@pytest.mark.parametrize(
    "reach", ["import socket; socket.create_connection(('127.0.0.1', 9))", "import openvino_telemetry"]
)
def test_a_worker_that_reached_out_would_be_noticed(reach: str) -> None:
    code = f"import sys; from tests.faults.listening import refuse; sys.addaudithook(refuse); {reach}"
    ended = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=False, timeout=PATIENCE_SECONDS
    )
    assert ended.returncode == EXIT_CODE


def test_telemetry_cannot_be_imported_in_a_worker() -> None:
    code = "from ovreport.run import worker; worker.forbid_telemetry(); import openvino_telemetry"
    ended = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=PATIENCE_SECONDS
    )
    assert "ModuleNotFoundError" in ended.stderr


def test_a_build_needs_no_network(tmp_path: Path) -> None:
    apart = ["unshare", "--net", "--map-root-user"]
    if not shutil.which("unshare") or subprocess.run([*apart, "true"], check=False).returncode:
        pytest.skip("this system gives nobody a network of his own")
    experiment(tmp_path, "tiny", TINY)
    built = ovreport("build", folder=tmp_path, prefix=apart)
    assert built.exit_code == 0, built.output
    assert len(records(tmp_path)) == 6
