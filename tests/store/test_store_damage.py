"""Bytes from anywhere: a reason or the very record, never a traceback, a hang or a flood of memory."""

import random
import subprocess
import sys
from pathlib import Path

import pytest

from tests.commandline import PATIENCE_SECONDS
from tests.store.records import one_record, reason_for, same, with_rows

resource = pytest.importorskip("resource", reason="Windows has no limits of a process")
pytestmark = pytest.mark.skipif(
    not Path("/proc/self/status").is_file(), reason="no peak of memory is told here"
)

DAMAGED = 5000
MOST_MEGABYTES = 500

DAMAGE = """
import random, sys
from pathlib import Path
from ovreport.store import reading, writing
from ovreport.store.format import Unusable
from tests.store.records import one_record, same, with_rows

record = with_rows(one_record(), 3000)
content = writing.write(record)
rng, survived = random.Random(int(sys.argv[2])), 0
for _ in range(int(sys.argv[1])):
    spoiled = bytearray(content)
    kind = rng.randrange(5)
    if kind == 0:
        del spoiled[rng.randrange(len(spoiled)) :]
    elif kind == 1:
        for _ in range(rng.randint(1, 40)):
            spoiled[rng.randrange(len(spoiled))] = rng.randrange(256)
    elif kind == 2:  # the footer only: lengths, types and offsets
        for _ in range(rng.randint(1, 8)):
            spoiled[-rng.randint(9, min(2000, len(spoiled) - 1))] = rng.randrange(256)
    elif kind == 3:
        begin = rng.randrange(len(spoiled))
        del spoiled[begin : begin + rng.randint(1, 500)]
    else:
        begin = rng.randrange(len(spoiled))
        spoiled[begin:begin] = rng.randbytes(rng.randint(1, 500))
    try:
        found = reading.read(bytes(spoiled))
    except Unusable:
        continue
    survived += 1
    assert same(found, record), "a damaged record was believed"
# not ru_maxrss: it begins with what the process had that forked this one
status = Path("/proc/self/status")
own = [line.split()[1] for line in status.read_text().splitlines() if line.startswith("VmHWM")]
print(survived, int(own[0]) // 1024)
"""


def damage(count: int, seed: int) -> subprocess.CompletedProcess[str]:
    """Read `count` damaged records in a process that may not take more than its share of memory."""
    return subprocess.run(
        [sys.executable, "-c", DAMAGE, str(count), str(seed)],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE_SECONDS,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_DATA, (1 << 30, 1 << 30)),
    )


def test_damaged_records_are_refused_without_a_traceback() -> None:
    ended = damage(DAMAGED, seed=1)
    assert ended.returncode == 0, ended.stderr[-2000:]
    believed, megabytes = map(int, ended.stdout.split())
    assert believed < DAMAGED / 100  # where the damage put back the very bytes that had been there
    assert megabytes < MOST_MEGABYTES


def test_plain_bytes_are_refused(tmp_path: Path) -> None:
    rng = random.Random(2)
    path = tmp_path / "any.parquet"
    for length in (0, 1, 11, 12, 100, 10_000):
        path.write_bytes(b"PAR1" + rng.randbytes(length) + b"PAR1")
        assert reason_for(path)


def test_a_sound_record_is_not_refused(tmp_path: Path) -> None:
    from ovreport.store import reading, writing

    record = with_rows(one_record(), 3000)
    assert same(reading.read(writing.write(record)), record)
