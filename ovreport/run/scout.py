"""A worker that measures no cell: it looks around first, so a broken driver takes nobody down with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Self

from ovreport.codec import from_json, to_json
from ovreport.errors import RunError
from ovreport.models import ModelFiles
from ovreport.plan import Storage
from ovreport.records import Fact
from ovreport.run.engine import Survey
from ovreport.run.floor import Flight
from ovreport.run.process import WorkerError, WorkerPool
from ovreport.run.releases import Command

_SECONDS = 120.0


class Scout:
    """Lives as long as a session, frozen while it is not asked, so that it disturbs nobody.

    Args:
        command: Starts a worker.

    Raises:
        RunError: OpenVINO cannot be loaded.
    """

    def __init__(self, command: Command) -> None:
        self._pool = WorkerPool()
        self._lost = False
        try:
            self._worker = self._pool.start(command)
            self._pool.receive(self._worker, "loading OpenVINO", _SECONDS)
        except WorkerError as error:
            self._pool.end()
            raise _useless(error) from error
        except BaseException:
            self._pool.end()
            raise

    def __enter__(self) -> Self:
        """The scout itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """End its process."""
        self._pool.end()

    def survey(self) -> Survey:
        """What this machine has.

        Raises:
            RunError: It cannot be found out.
        """
        return from_json(Survey, self._needed({"do": "survey"}, "looking for devices")["survey"])

    def keep(self, files: ModelFiles, storage: Storage | None, folder: str) -> ModelFiles:
        """A model as the workers are to read it: what is built or converted is stored once in `folder`.

        Raises:
            RunError: It cannot be built.
        """
        if files.builtin is None and storage is None:
            return files
        command: dict[str, object] = {
            "do": "keep",
            "files": to_json(files),
            "storage": storage,
            "folder": folder,
        }
        if files.builtin is not None:
            return from_json(ModelFiles, self._needed(command, f"building {files.name}")["kept"])
        return self._converted(files, command)

    def _converted(self, files: ModelFiles, command: dict[str, object]) -> ModelFiles:
        """A model in another storage; as it is where the scout does not survive converting it."""
        if self._lost:
            return files
        try:
            return from_json(ModelFiles, self._ask(command, f"converting {files.name}")["kept"])
        except WorkerError:  # the model's own workers fail alike, and say so in their records
            self._lost = True
            return files

    def floor_ns(self, flight: Flight) -> int | None:
        """The floor of a request, see `floor.floor_ns`; `None` where it cannot be measured."""
        if self._lost:
            return None
        try:
            answer = self._ask({"do": "floor", "flight": to_json(flight)}, "measuring the floor")
        except WorkerError:  # what it finds out is worth no trial
            self._lost = True
            return None
        found: int | None = answer["floor_ns"]
        return found

    def _needed(self, header: dict[str, object], step: str) -> dict[str, Any]:
        try:
            return self._ask(header, step)
        except WorkerError as error:
            raise _useless(error) from error

    def _ask(self, header: dict[str, object], step: str) -> dict[str, Any]:
        answer, _ = self._pool.ask(self._worker, header, step, _SECONDS)
        self._worker.freeze()
        return answer


@dataclass(frozen=True, kw_only=True)
class AtWork:
    """A release of OpenVINO that a session measures with.

    Attributes:
        command: Starts a worker.
        scout: Has looked around.
        facts: Of the host, of this release, and of the devices that it sees.
    """

    command: Command
    scout: Scout
    survey: Survey
    facts: tuple[Fact, ...]


def _useless(error: WorkerError) -> RunError:
    said = "\n".join(("", *error.failure.last_lines))
    return RunError(f"OpenVINO cannot be used here: {error}{said}")
