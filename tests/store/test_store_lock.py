"""One writer at a time, and no lock that outlives its holder."""

import contextlib
import errno
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from ovreport.errors import BusyError, StoreError
from ovreport.store import Store, lock
from ovreport.store.lock import LOCK_NAME, holder_of
from tests.commandline import PATIENCE_SECONDS

HOLDER = """
import sys, time
from pathlib import Path
from ovreport.store import Store

with Store(root=Path(sys.argv[1])).lock(host="bench"):
    print("held", flush=True)
    sys.stdin.readline()
"""


@contextlib.contextmanager
def holder(root: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that holds the lock until it is told to end."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(root)],
        cwd=Path(__file__).parents[2],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        try:
            yield process
        finally:
            process.kill()


def test_the_second_writer_is_told_who_holds_the_folder(tmp_path: Path) -> None:
    with (
        holder(tmp_path) as other,
        pytest.raises(BusyError, match=f"in use by process {other.pid} on bench, at work since 20"),
        Store(root=tmp_path).lock(host="me"),
    ):
        pass


def test_who_holds_a_folder_is_told_without_taking_it(tmp_path: Path) -> None:
    store = Store(root=tmp_path / "results")
    assert store.holder() is None
    assert not store.root.exists()
    with holder(store.root) as other:
        assert f"process {other.pid} on bench" in str(store.holder())
        other.kill()
        other.wait(timeout=PATIENCE_SECONDS)
        assert (store.root / LOCK_NAME).read_text()
        assert store.holder() is None


def test_a_killed_holder_leaves_no_lock(tmp_path: Path) -> None:
    with holder(tmp_path) as other:
        other.kill()
        other.wait(timeout=PATIENCE_SECONDS)
        with Store(root=tmp_path).lock(host="me") as path:
            assert path == tmp_path / LOCK_NAME


def test_waiting_ends_when_the_holder_does(tmp_path: Path) -> None:
    said: list[str] = []
    with holder(tmp_path) as other:

        def told(message: str) -> None:
            said.append(message)
            other.kill()

        with Store(root=tmp_path).lock(host="me", wait=True, waiting=told):
            pass
        assert len(said) == 1
        assert said[0].startswith(f"Waiting for {tmp_path}, in use by process {other.pid} on bench")


def test_a_long_wait_is_said_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    busy = iter([True, True, True, False])

    def take(file: object) -> None:
        if next(busy):
            raise BlockingIOError

    monkeypatch.setattr(lock, "_take", take)
    monkeypatch.setattr(lock, "WAIT_SECONDS", 0)
    with Store(root=tmp_path).lock(host="me", wait=True, waiting=said.append):
        assert len(said) == 1
        assert next(busy, None) is None


@pytest.mark.parametrize("wait", [False, True])
def test_a_file_system_without_locks_is_named_and_not_waited_for(
    wait: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    monkeypatch.setattr(lock, "_take", refuse)
    with (
        pytest.raises(StoreError, match=r"cannot be locked: No locks available\. .*--results") as raised,
        Store(root=tmp_path).lock(host="me", wait=wait),
    ):
        pass
    assert not isinstance(raised.value, BusyError)


def test_the_lock_is_free_again_afterwards(tmp_path: Path) -> None:
    for _ in range(2):
        with Store(root=tmp_path).lock(host="me"):
            pass


def test_a_lock_file_in_other_words_is_not_believed(tmp_path: Path) -> None:
    path = tmp_path / LOCK_NAME
    for text in ("", "{", "[]", '{"process": "x"}', '{"process": 1}'):
        path.write_text(text)
        assert holder_of(path) == "another ovreport"


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="cannot be written"), Store(root=tmp_path / "file").lock(host="me"):
        pass
