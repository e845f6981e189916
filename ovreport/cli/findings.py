"""What `ovreport doctor` found on this host and in results folders, as lines and for other programs."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ovreport import codec
from ovreport.cli import experiments, left_out
from ovreport.errors import SpecError
from ovreport.records import LeftOut
from ovreport.run.health import Diagnosis
from ovreport.spec import MOST_READ
from ovreport.store import Examination, Store, examine
from ovreport.workflow.status import statuses
from ovreport.workflow.words import counted


@dataclass(frozen=True, kw_only=True)
class ResultsFolder:
    """What was found in one results folder.

    Attributes:
        left_out: Experiment, host, and for which reason pages leave sound records out.
    """

    root: Path
    report: Examination
    left_out: tuple[tuple[str, str, LeftOut], ...]

    @property
    def bad(self) -> bool:
        """Whether there is a file that should count and cannot be used."""
        return any(finding.bad for finding in self.report.findings)


def examined(root: Path) -> ResultsFolder:
    """Everything in a results folder that needs a look."""
    return ResultsFolder(root=root, report=examine(Store(root=root)), left_out=tuple(_left_out_below(root)))


def _left_out_below(root: Path) -> Iterator[tuple[str, str, LeftOut]]:
    """By the experiment files beside the folder; one with mistakes is passed over, `check` tells them."""
    for path in experiments.below(root.parent):
        if not (root / path.stem).is_dir():
            continue
        with contextlib.suppress(SpecError):
            (job,) = experiments.load([path], results=root, allow_outside=True, max_cells=MOST_READ)
            yield from ((job.slug, found.host, one) for found in statuses(job) for one in found.left_out)


def host_lines(host: Sequence[Diagnosis]) -> Iterator[str]:
    """A line for every check, below those that found something how to mend it, and what it comes to."""
    for one in host:
        yield f"{one.about}: {one.found or 'cannot be read here'}"
        if one.mend:
            yield f"    {one.mend}"
    disturbing = sum(one.state == "disturbs" for one in host)
    unknown = sum(one.state == "unknown" for one in host)
    told = f"{counted(disturbing, 'thing')} will disturb measurements" if disturbing else "nothing disturbs"
    yield f"This host: {told}{f', {unknown} cannot be read' if unknown else ''}."


def lines(found: ResultsFolder) -> Iterator[str]:
    """Two lines for every file that needs a look, one for every reason to leave records out, and a sum."""
    root, report = found.root, found.report
    for finding in report.findings:
        yield f"{root / finding.path}: {finding.what}\n    {finding.advice}"
    for experiment, host, one in found.left_out:
        yield from left_out.lines([one], str(root / experiment / host))
    sound = "record is" if report.records == 1 else "records are"
    files = len(report.findings)
    look = f"{counted(files, 'file')} need{'s' * (files == 1)} a look"
    yield f"{root}: {report.records:,} {sound} sound, {look}."


def as_json(host: Iterable[Diagnosis], folders: Iterable[ResultsFolder]) -> dict[str, Any]:
    """What `ovreport doctor --json` prints; `docs/json.md` describes it."""
    return {
        "host": [{"state": one.state, **codec.to_json(one)} for one in host],
        "results": [
            {
                "folder": str(one.root),
                "left_out": [
                    {"experiment": experiment, "host": host, **left_out.as_json(each)}
                    for experiment, host, each in one.left_out
                ],
                **codec.to_json(one.report),
            }
            for one in folders
        ],
    }
