"""A worker process: one trial, driven over two pipes by the runner; it imports nothing of the report side.

Commands come in on standard input, answers go out on what was standard output when the process began; then
both output streams lead to the runner's bounded tail, whatever a library prints. A waiting worker blocks in
a read. When the pipe closes the worker ends, so a killed runner leaves nobody behind; on Linux the kernel
also kills it together with the runner, even in the middle of a step.
"""

from __future__ import annotations

import os
import re
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from ovreport.run import signals, usage

if TYPE_CHECKING:
    from ovreport.run.engine import Engine
    from ovreport.run.trial import Trial

_NO_MEMORY = re.compile(r"bad_alloc|can't alloc|[Ff]ailed to allocate|[Oo]ut of memory|OUT_OF_(HOST_)?MEMORY")
"""How OpenVINO and the libraries beneath it say that there is no memory left."""


def serve(load: Callable[[], Callable[[], Engine]]) -> None:
    """Answer commands until the runner is gone.

    Args:
        load: Imports what an engine needs and returns what makes one; its time is the trial's import time.
    """
    signals.die_with_parent()
    commands, answers = channels()
    forbid_telemetry()
    begin = time.perf_counter_ns()
    make = load()
    import_ns = time.perf_counter_ns() - begin
    # after OpenVINO, so that NumPy's import is part of the time above
    from ovreport.run.messages import encode, receive

    say(answers, encode({"ready": import_ns}))
    session = Session(make, import_ns)
    while (command := receive(commands)) is not None:
        say(answers, session.answer(command))
    os._exit(0)  # a compiled model may hang while it is taken down, and nothing is left to save


def channels() -> tuple[BinaryIO, BinaryIO]:
    """Keep both pipes for commands and answers; whoever prints from now on prints to standard error."""
    commands = os.fdopen(os.dup(0), "rb")
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(2, 1)
    return commands, answers


def say(answers: BinaryIO, answer: bytes) -> None:
    """Write a whole answer.

    A process that was stopped amid a write to a pipe goes on with less written than it asked for; a buffered
    stream writes the rest.
    """
    answers.write(answer)
    answers.flush()


def forbid_telemetry() -> None:
    """Make OpenVINO's telemetry package impossible to import; its tools then do without."""
    sys.modules["openvino_telemetry"] = None  # type: ignore[assignment]  # the import system's way to forbid


class Session:
    """The state of a worker between commands."""

    def __init__(self, make: Callable[[], Engine], import_ns: int) -> None:
        self._make = make
        self._import_ns = import_ns
        self._trial: Trial | None = None

    def answer(self, command: dict[str, Any]) -> bytes:
        """The encoded answer to one command; a failed step is an answer too."""
        from ovreport.run.engine import StepError
        from ovreport.run.messages import encode

        try:
            return self._done(command)
        except StepError as error:
            kind = "memory" if _NO_MEMORY.search(error.message) else error.kind
            return encode({"failure": {"kind": kind, "message": error.message}})
        except MemoryError:
            message = "the worker ran out of the memory that it may use"
            return encode({"failure": {"kind": "memory", "message": message}})

    def _done(self, command: dict[str, Any]) -> bytes:
        from ovreport.codec import from_json, to_json
        from ovreport.models import ModelFiles
        from ovreport.run.engine import Survey, Task
        from ovreport.run.floor import Flight, floor_ns
        from ovreport.run.messages import encode
        from ovreport.run.trial import Order, Trial

        match command["do"]:
            case "survey":
                engine = self._make()
                survey = Survey(versions=engine.versions(), devices=engine.devices())
                return encode({"survey": to_json(survey)})
            case "floor":
                return encode({"floor_ns": floor_ns(self._make, from_json(Flight, command["flight"]))})
            case "keep":
                files = from_json(ModelFiles, command["files"])
                kept = self._make().keep(files, command["storage"], Path(command["folder"]))
                return encode({"kept": to_json(kept)})
            case "prepare":
                task = from_json(Task, command["task"])
                usage.limit_memory(task.measure.memory_limit_mib)
                self._trial = Trial(self._make(), task, import_ns=self._import_ns)
                return encode({"prepared": to_json(self._trial.prepare())})
            case "slice":
                assert self._trial is not None
                return encode({"slice": to_json(self._trial.measure(from_json(Order, command["order"])))})
            case _:
                assert self._trial is not None
                finished, arrays = self._trial.finish()
                return encode({"finished": to_json(finished)}, arrays)


def _openvino() -> Callable[[], Engine]:
    from ovreport.run.openvino_engine import OpenVINOEngine

    return OpenVINOEngine


if __name__ == "__main__":
    serve(_openvino)
