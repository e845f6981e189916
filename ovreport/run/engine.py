"""What the worker needs of an inference engine, and the steps of one trial that can fail."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from ovreport.models import ModelFiles
from ovreport.plan import Measure, Setting, Storage
from ovreport.records import FailureKind, InForce, ModelFacts, OutputSample
from ovreport.run.hardware import Device
from ovreport.run.recorder import Queue


@dataclass(frozen=True, kw_only=True)
class Task:
    """One trial as a worker sees it."""

    setting: Setting
    measure: Measure
    files: ModelFiles


@dataclass(frozen=True)
class StepError(Exception):
    """A step of a trial that failed while the worker itself lives on."""

    kind: FailureKind
    message: str

    def __str__(self) -> str:
        return self.message


@dataclass(frozen=True, kw_only=True)
class Outputs:
    """What the model answered for the fixed input.

    Attributes:
        denormal_share: Share of denormal numbers among all f32 and f64 values of the outputs; `None` where no
            output is of these types.
    """

    samples: tuple[OutputSample, ...]
    denormal_share: float | None


@dataclass(frozen=True, kw_only=True)
class Survey:
    """What a session knows of its host before it measures.

    Attributes:
        versions: Pairs of package and version.
    """

    versions: tuple[tuple[str, str], ...]
    devices: tuple[Device, ...]


class Engine(Protocol):
    """Reads, compiles and runs one model. Every method may raise `StepError`."""

    def versions(self) -> tuple[tuple[str, str], ...]:
        """Pairs of package and version."""
        ...

    def devices(self) -> tuple[Device, ...]:
        """What this machine has."""
        ...

    def keep(self, files: ModelFiles, storage: Storage | None, folder: Path) -> ModelFiles:
        """Store a model that is built or converted rather than read, so that every worker just reads it."""
        ...

    def read(self, task: Task) -> None:
        """Read or build the model."""
        ...

    def compile(self, setting: Setting) -> None:
        """Compile it as asked."""
        ...

    def settle(self, seconds: float) -> None:
        """Wait until the model runs where it will stay, but no longer than `seconds`."""
        ...

    def queue(self, task: Task) -> Queue:
        """Make the infer requests and fill all their inputs."""
        ...

    def model(self, task: Task) -> ModelFacts:
        """What was read."""
        ...

    def in_force(self) -> InForce:
        """What the compiled model reports."""
        ...

    def from_cache(self) -> bool | None:
        """Whether the compiled model came from OpenVINO's cache."""
        ...

    def outputs(self) -> Outputs:
        """The outputs of slot 0's last run."""
        ...
