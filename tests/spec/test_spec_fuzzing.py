"""No bytes, however strange, get anything but an experiment or a list of problems, in little time and memory.

Some are tried every day; `OVREPORT_YAML=20000` tries as many as were promised.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("resource", reason="Windows does not tell the peak of a process' memory")

from tests.spec.fuzzed import KINDS

INPUTS = int(os.environ.get("OVREPORT_YAML", "600"))
MOST_MEGABYTES = 500
MOST_SECONDS = 5


@pytest.mark.parametrize("kind", KINDS)
def test_any_bytes_are_loaded_or_explained_in_little_time_and_memory(kind: str) -> None:
    count = -(-INPUTS // len(KINDS))
    ended = subprocess.run(
        [sys.executable, "-W", "error", "-m", "tests.spec.fuzzed", kind, str(count), "1"],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=False,
        timeout=3600,
    )
    assert ended.returncode == 0, ended.stderr[-3000:]
    found = json.loads(ended.stdout)
    assert found["loaded"] + found["explained"] >= count
    assert found["explained"]
    assert found["loaded"] or kind != "mappings near the schema"
    assert found["seconds"] < MOST_SECONDS
    assert found["megabytes"] < MOST_MEGABYTES
