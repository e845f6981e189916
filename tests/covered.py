"""Prints line and branch coverage of every room: `python -m tests.covered`, after `pytest --cov`.

It reads what the tests have left in `.coverage`, and fails where lines or branches of all rooms together are
below 95 %. With `--missing` it also names what is not covered, file by file.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any

from coverage import Coverage

LEAST_PERCENT = 95.0
ALL = "all"


@dataclass
class Share:
    """How many there are, and how many of them the tests have taken."""

    all: int = 0
    covered: int = 0

    def add(self, number: int, covered: int) -> None:
        """Count those of one more file."""
        self.all += number
        self.covered += covered

    @property
    def percent(self) -> float:
        """100 where there is nothing to cover."""
        return 100.0 * self.covered / self.all if self.all else 100.0

    def __str__(self) -> str:
        return f"{self.covered:6,} of {self.all:6,} {self.percent:6.1f} %"


def room(path: str) -> str:
    """`run` of `ovreport/run/worker.py`, `units` of `ovreport/units.py`."""
    return PurePath(path).parts[1].removesuffix(".py")


def shares(files: dict[str, Any]) -> dict[str, tuple[Share, Share]]:
    """Lines and branches by room and in all, from the files of coverage's JSON report."""
    found: dict[str, tuple[Share, Share]] = defaultdict(lambda: (Share(), Share()))
    for path, file in files.items():
        summary = file["summary"]
        for name in (room(path), ALL):
            lines, branches = found[name]
            lines.add(summary["num_statements"], summary["covered_lines"])
            branches.add(summary["num_branches"], summary["covered_branches"])
    return dict(sorted(found.items(), key=lambda item: (item[0] == ALL, item[0])))


def missing(files: dict[str, Any]) -> list[str]:
    """A line for every file that is not covered whole; a branch `from->to` leaves where `to` is below 0."""
    return [
        f"{path}: lines {', '.join(map(str, file['missing_lines'])) or 'none'}; "
        f"branches {', '.join(f'{begin}->{end}' for begin, end in file['missing_branches']) or 'none'}"
        for path, file in files.items()
        if file["missing_lines"] or file["missing_branches"]
    ]


def reported() -> dict[str, Any]:
    """The files of coverage's own JSON report."""
    coverage = Coverage()
    coverage.load()
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "coverage.json"
        coverage.json_report(outfile=str(report))
        files: dict[str, Any] = json.loads(report.read_bytes())["files"]
    return files


def main() -> None:
    """Print the table; exit code 1 where too little is covered."""
    files = reported()
    found = shares(files)
    print(f"{'room':12} {'lines':>24}    {'branches':>24}")
    for name, (lines, branches) in found.items():
        print(f"{name:12} {lines}    {branches}")
    if "--missing" in sys.argv:
        print(*missing(files), sep="\n")
    sys.exit(min(share.percent for share in found[ALL]) < LEAST_PERCENT)


if __name__ == "__main__":
    main()
