"""What a first worker finds out for a whole session: versions and devices."""

from __future__ import annotations

from dataclasses import dataclass

from ovreport.run.engine import Engine
from ovreport.run.hardware import Device


@dataclass(frozen=True, kw_only=True)
class Survey:
    """What a session knows of its host before it measures.

    Attributes:
        versions: Pairs of package and version.
    """

    versions: tuple[tuple[str, str], ...]
    devices: tuple[Device, ...]

    def version(self, package: str) -> str:
        """Of a package; empty where it is not known."""
        return dict(self.versions).get(package, "")


def survey(engine: Engine) -> Survey:
    """Look around from inside a worker."""
    return Survey(versions=engine.versions(), devices=engine.devices())
