"""The runner's side of its workers: start them, wait for an answer without polling, end them for certain."""

from __future__ import annotations

import contextlib
import os
import selectors
import signal
import subprocess
import sys
import time
from collections import deque
from pathlib import Path
from typing import IO, Any, cast

from numpy.typing import NDArray

from ovreport.errors import RunError
from ovreport.models import without_paths
from ovreport.records import Failure
from ovreport.run import signals
from ovreport.run.messages import NoMessageError, decode, encode, length

WORKER: tuple[str, ...] = (sys.executable, "-m", "ovreport.run.worker")
"""The command that starts a worker."""

_TAIL_LINES = 20
_TAIL_CHARACTERS = 300
_FLOOD_BYTES = 32 << 20
_PIECE_BYTES = 1 << 18
_GRACE_SECONDS = 1.0
_END_SECONDS = 10.0
"""A killed process is gone once the system has taken its memory back, on a busy host seconds later."""

Answer = tuple[dict[str, Any], dict[str, NDArray[Any]]]


class WorkerError(Exception):
    """A worker that will not answer any more, and why."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.message)
        self.failure = failure


class Worker:
    """One worker process in a session of its own, so that a terminal's Ctrl-C reaches the runner alone."""

    def __init__(self, command: tuple[str, ...]) -> None:
        self._process = subprocess.Popen(  # noqa: S603 - our own module, no shell
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment(),
            start_new_session=True,
        )
        self.answers = cast("IO[bytes]", self._process.stdout)
        self.printed = cast("IO[bytes]", self._process.stderr)
        self._commands = cast("IO[bytes]", self._process.stdin)
        self._received = bytearray()
        self._tail: deque[bytes] = deque([b""], maxlen=_TAIL_LINES)
        self._printed_bytes = 0
        self._frozen = False
        self.closed = False
        self.flooded = False

    @property
    def pid(self) -> int:
        """Of the process; also of its session and process group."""
        return self._process.pid

    def send(self, header: dict[str, object]) -> None:
        """Give a command to a waiting worker; it goes on, if it was frozen.

        Raises:
            WorkerError: It is gone.
        """
        self.thaw()
        try:
            self._commands.write(encode(header))
            self._commands.flush()
        except OSError as error:
            raise self.gone() from error

    def take_answer(self) -> Answer | None:
        """The next complete answer, if there is one.

        Raises:
            WorkerError: What the worker sent cannot be one.
        """
        try:
            size = length(self._received)
        except NoMessageError as error:
            said = bytes(self._received[:_TAIL_CHARACTERS]).decode(errors="replace")
            self.kill()
            reason = f"the worker printed where it should answer: {without_paths(said)}"
            raise WorkerError(self._failed("crash", reason)) from error
        if size is None or len(self._received) < size:
            return None
        message = bytes(self._received[:size])
        del self._received[:size]
        return decode(message)

    def pump_answers(self) -> bool:
        """Take what the pipe holds; False at its end."""
        piece = os.read(self.answers.fileno(), _PIECE_BYTES)
        self._received += piece
        self.closed = self.closed or not piece
        return bool(piece)

    def pump_printed(self) -> bool:
        """Keep the last lines of what the worker prints, and no more, however much it is."""
        piece = os.read(self.printed.fileno(), _PIECE_BYTES)
        self._printed_bytes += len(piece)
        self.flooded = self._printed_bytes > _FLOOD_BYTES
        first, *others = piece[-_TAIL_LINES * _TAIL_CHARACTERS :].split(b"\n")
        self._tail[-1] = (self._tail[-1] + first)[-_TAIL_CHARACTERS:]
        self._tail.extend(line[-_TAIL_CHARACTERS:] for line in others)
        return bool(piece)

    def last_lines(self) -> tuple[str, ...]:
        """What it printed last, without empty lines, control characters and folders."""
        lines = (line.decode(errors="replace").rstrip() for line in self._tail)
        shown = ("".join(c if c.isprintable() else " " for c in line) for line in lines)
        return tuple(without_paths(line) for line in shown if line.strip())

    def gone(self) -> WorkerError:
        """Why a worker that has closed its pipe is gone."""
        if self.flooded:
            return self.flood()
        try:
            code = self._process.wait(_END_SECONDS)
        except subprocess.TimeoutExpired:
            self.kill()
            return WorkerError(self._failed("crash", "the worker closed its pipe and did not end"))
        self._drain()
        lines = " ".join(self.last_lines())
        if "bad_alloc" in lines or "MemoryError" in lines:
            return WorkerError(self._failed("memory", "the worker ran out of the memory that it may use"))
        return WorkerError(self._failed("crash", _how_it_ended(code)))

    def _drain(self) -> None:
        """Take the rest of a dead worker's output, a bounded number of times."""
        if sys.platform != "win32":
            os.set_blocking(self.printed.fileno(), False)
        with contextlib.suppress(BlockingIOError, OSError):
            while not self.flooded and self.pump_printed():
                pass

    def flood(self) -> WorkerError:
        """End a worker that prints without end."""
        self.kill()
        return WorkerError(self._failed("crash", f"the worker printed more than {_FLOOD_BYTES >> 20} MiB"))

    def late(self, step: str, seconds: float) -> WorkerError:
        """End a worker that takes too long."""
        self.kill()
        return WorkerError(self._failed("timeout", f"{step} took longer than {seconds:g} s"))

    def _failed(self, kind: Any, message: str) -> Failure:
        return Failure(kind=kind, message=message, last_lines=self.last_lines())

    def failed(self, told: dict[str, Any]) -> WorkerError:
        """What a worker tells of a step that failed."""
        return WorkerError(self._failed(told["kind"], without_paths(told["message"])))

    def freeze(self) -> None:
        """Stop it and everything that it started until its next command, where the system can.

        Frozen or not, it ends when it is killed, and with its runner.
        """
        if signals.CAN_FREEZE and not self._frozen:
            self._frozen = True
            signals.stop(self.pid)

    def thaw(self) -> None:
        """Let it go on, if it is frozen."""
        if self._frozen:
            self._frozen = False
            signals.go_on(self.pid)

    def kill(self) -> None:
        """End it and everything that it started, at once."""
        signals.kill(self.pid)

    def close(self) -> None:
        """Wait for the end of a killed worker and give its pipes back."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(_END_SECONDS)
        for pipe in (self._commands, self.answers, self.printed):
            with contextlib.suppress(OSError):
                pipe.close()


class WorkerPool:
    """All workers of a block. Waiting for one also takes what the others print."""

    def __init__(self) -> None:
        self._selector = selectors.DefaultSelector()
        self._workers: list[Worker] = []

    def start(self, command: tuple[str, ...]) -> Worker:
        """Start a worker; it imports on its own while others start.

        Raises:
            RunError: The system has no room for another process.
        """
        try:
            worker = Worker(command)
        except OSError as error:
            raise no_room("a worker", error) from error
        self._workers.append(worker)
        self._selector.register(worker.answers, selectors.EVENT_READ, (worker, worker.pump_answers))
        self._selector.register(worker.printed, selectors.EVENT_READ, (worker, worker.pump_printed))
        return worker

    def ask(self, worker: Worker, header: dict[str, object], step: str, seconds: float) -> Answer:
        """Send a command and wait for its answer.

        Raises:
            WorkerError: The worker is gone, too late, or says that the step failed.
        """
        worker.send(header)
        return self.receive(worker, step, seconds)

    def receive(self, worker: Worker, step: str, seconds: float) -> Answer:
        """Wait for a worker's next answer, asleep.

        Raises:
            WorkerError: As for `ask`.
        """
        until = time.monotonic() + seconds
        while (answer := worker.take_answer()) is None:
            if worker.closed:
                raise worker.gone()
            if worker.flooded:
                raise worker.flood()
            left = until - time.monotonic()
            # the last look is for a runner that stood still itself (Ctrl-Z, a paused machine) past the limit
            heard = self._take(left if left > 0 else _GRACE_SECONDS)
            if left <= 0 and worker not in heard:
                raise worker.late(step, seconds)
        if "failure" in answer[0]:
            raise worker.failed(answer[0]["failure"])
        return answer

    def _take(self, seconds: float) -> set[Worker]:
        """Take what the pipes hold, asleep until there is anything; returns who had something to answer."""
        heard = set()
        for key, _ in self._selector.select(seconds):
            worker, pump = key.data
            if key.fileobj is worker.answers:
                heard.add(worker)
            if not pump():
                self._selector.unregister(key.fileobj)
            if worker.flooded:
                worker.kill()
        return heard

    def stop(self, worker: Worker) -> None:
        """End one worker and forget it."""
        worker.kill()
        self._forget(worker)
        worker.close()

    def _forget(self, worker: Worker) -> None:
        self._workers.remove(worker)
        for pipe in (worker.answers, worker.printed):
            with contextlib.suppress(KeyError, ValueError):
                self._selector.unregister(pipe)

    def end(self) -> None:
        """End all workers, all at once, and wait until they are gone."""
        for worker in self._workers:
            worker.kill()
        for worker in list(self._workers):
            self.stop(worker)
        self._selector.close()


def no_room(process: str, error: OSError) -> RunError:
    """That the system has no room for another process."""
    return RunError(
        f"{process} cannot be started: {error.strerror}. Close other programs, or raise the limit on "
        "processes (ulimit -u), then run the same command again."
    )


def environment() -> dict[str, str]:
    """The runner's environment without what changes Python itself, and with the way to this package."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    package = Path(__file__).parents[2]
    return {**kept, "PYTHONPATH": str(package), "PYTHONSAFEPATH": "1", "PYTHONUNBUFFERED": "1"}


def _how_it_ended(code: int) -> str:
    if code >= 0:
        return f"the worker ended by itself with exit code {code}"
    try:
        name = signal.Signals(-code).name
    except ValueError:
        name = f"signal {-code}"
    hint = "; the system may have been short of memory" if name == "SIGKILL" else ""
    return f"the worker was ended by {name}{hint}"
