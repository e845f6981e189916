"""A package index without packages: it knows versions, and installs an empty folder."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from ovreport.workflow.releases import FoundRelease


@dataclass
class FakePackages:
    """Stands in for uv, pip and their index.

    Attributes:
        known: Versions that there are, ascending.
        reached: Whether the index can be asked.
        broken: Why nothing can be installed.
        asked: What was looked for.
        installed: What was installed.
    """

    known: tuple[str, ...] = ("2024.6.0", "2025.4.0", "2025.4.1", "2026.1.0")
    reached: bool = True
    broken: str = ""
    asked: list[str] = field(default_factory=list)
    installed: list[str] = field(default_factory=list)

    def find(self, asked: str) -> FoundRelease:
        self.asked.append(asked)
        if not self.reached:
            return FoundRelease(words="no route to host")
        fitting = [version for version in self.known if f"{version}.".startswith(f"{asked}.")]
        if fitting:
            return FoundRelease(version=fitting[-1], size_bytes=60_000_000)
        return FoundRelease(nearest=(self.known[-2], self.known[-1]), words="no such version")

    def install(self, version: str, folder: Path) -> str:
        (folder / "half").touch()
        if not self.broken:
            self.installed.append(version)
        return self.broken
