"""Nothing lost, nothing half: faults of the disk and of the process, really caused."""

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from ovreport.errors import StoreError
from ovreport.store import Store, files
from tests.commandline import PATIENCE_SECONDS
from tests.store.records import one_record, saved

ROOT = Path(__file__).parents[2]
KILLS = 50

pytestmark = pytest.mark.skipif(os.name == "nt", reason="limits and signals of POSIX systems")

KILLER = """
import dataclasses, os, random, signal, sys, time, warnings
from pathlib import Path
from ovreport.store import Store
from tests.store.records import one_record, with_rows

warnings.simplefilter("ignore")  # forking a process with threads: the child only writes files
kills, root = int(sys.argv[1]), Path(sys.argv[2])
rng, record = random.Random(5), with_rows(one_record(), 2_000)


def write_forever(turn, tell):
    store = Store(root=root)
    for number in range(100_000):
        path = store.save(dataclasses.replace(record, round=turn, group=number))
        os.write(tell, f"{path.name}\\n".encode())


def finished_before_kill(turn, seconds):
    receive, send = os.pipe()
    child = os.fork()
    if child == 0:
        write_forever(turn, send)
    os.close(send)
    with os.fdopen(receive) as told:
        first = told.readline()  # the writer is at work from here on
        time.sleep(seconds)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        return {line.strip() for line in [first, *told]}


finished = 0
for turn in range(1, kills + 1):
    names = finished_before_kill(turn, rng.uniform(0, 0.02))
    finished += len(names)
    listing = Store(root=root, cache=root / "cache").scan("sample")
    assert listing.unreadable == (), listing.unreadable
    assert names <= {Path(header.path).name for header in listing.headers}
print(finished)
"""

FULL = """
import resource, sys
from pathlib import Path
from ovreport.errors import StoreError
from ovreport.store import Store
from tests.store.records import one_record, with_rows

resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
try:
    Store(root=Path(sys.argv[1])).save(with_rows(one_record(), 50_000))
except StoreError as error:
    print(error)
"""


def python(code: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE_SECONDS,
    )


@pytest.mark.slow
def test_fifty_kills_at_random_moments_lose_no_finished_trial(tmp_path: Path) -> None:
    ended = python(KILLER, str(KILLS), tmp_path)
    assert ended.returncode == 0, ended.stderr[-2000:]
    assert int(ended.stdout) >= KILLS


def test_a_full_disk_is_said_and_leaves_nothing_half(tmp_path: Path) -> None:
    ended = python(FULL, tmp_path)
    assert "cannot be written" in ended.stdout, ended.stderr
    assert "Make room" in ended.stdout
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_a_full_disk_leaves_the_earlier_record(tmp_path: Path) -> None:
    store, path = saved(tmp_path)
    before = path.read_bytes()
    python(FULL, tmp_path)
    assert path.read_bytes() == before
    assert store.scan("sample").unreadable == ()


def test_a_file_in_the_place_of_the_folder_is_named(tmp_path: Path) -> None:
    place = tmp_path / "results"
    place.write_text("")
    with pytest.raises(StoreError, match="cannot be written"):
        Store(root=place).save(one_record())


@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may write anywhere")
def test_a_read_only_folder_is_named_with_a_way_out(tmp_path: Path) -> None:
    tmp_path.chmod(0o555)
    try:
        with pytest.raises(StoreError, match="--results"):
            Store(root=tmp_path).save(one_record())
    finally:
        tmp_path.chmod(0o755)


@pytest.mark.parametrize(
    ("number", "advice"),
    [
        (errno.EACCES, "Make the folder writable"),
        (errno.EROFS, "Make the folder writable"),
        (errno.ENOSPC, "Make room"),
        (errno.EIO, "Make room"),
    ],
)
def test_the_advice_fits_the_reason(
    number: int, advice: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(handle: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(StoreError, match=f"{os.strerror(number)}. {advice}"):
        Store(root=tmp_path).save(one_record())
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_windows_which_cannot_sync_a_folder_is_not_asked_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[int] = []
    monkeypatch.setattr(os, "fsync", synced.append)
    files.sync_folder(tmp_path)
    assert len(synced) == 1
    with monkeypatch.context() as patch:
        patch.setattr(os, "name", "nt")
        files.sync_folder(tmp_path)
    assert len(synced) == 1


def test_a_deleted_folder_is_made_again(tmp_path: Path) -> None:
    store, path = saved(tmp_path / "results")
    path.unlink()
    path.parent.rmdir()
    assert store.save(one_record()) == path


def test_a_half_written_file_is_never_a_record(tmp_path: Path) -> None:
    store, path = saved(tmp_path)
    path.rename(path.with_name(f".{path.name}.77{files.TEMPORARY_SUFFIX}"))
    assert store.scan("sample").headers == ()
    assert store.scan("sample").unreadable == ()
