"""What a site offers beside render's downloads, so that its pages can be recomputed from the site alone.

`<experiment>/data/<host>/` then holds every record that the page was made from, failed trials too, and
`basis.json`: the experiment's name, the host's noise floor and the files that were left out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ovreport import codec
from ovreport.records import LeftOut, NoiseFloor, StatedReplication, Unreadable
from ovreport.render import copy_file, data_folder
from ovreport.store import RECORD_NAME

if TYPE_CHECKING:
    from ovreport.workflow import Job
    from ovreport.workflow.report import ReportInputs

NAME = "basis.json"
EARLIER = re.compile(r"[0-9a-f]{12}-r\d{2,6}-g\d{1,6}\.parquet")
"""What records of a site were called by releases that named them otherwise than results folders do."""


@dataclass(frozen=True, kw_only=True)
class StatedInputs:
    """The content of `basis.json`.

    Attributes:
        experiment: The name that its file had; the file in the site is always called experiment.yaml.
        records: Name and SHA-256 of every record that the page was made from.
        file: What a command calls it, as the page says under how to repeat it.
        repeated: What others said who measured the same again.
    """

    experiment: str
    host: str
    noise: NoiseFloor | None
    unreadable: tuple[Unreadable, ...]
    records: tuple[tuple[str, str], ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    file: str = ""
    repeated: tuple[StatedReplication, ...] = ()


def is_record(name: str) -> bool:
    """Whether a file of a site's data folder is called as this program calls a record."""
    return bool(RECORD_NAME.fullmatch(name) or EARLIER.fullmatch(name))


def write(job: Job, inputs: Sequence[ReportInputs], output: Path) -> tuple[str, ...]:
    """Add what is missing to the downloads of an experiment; returns the paths below the site."""
    written = []
    for each in inputs:
        home = data_folder(job.slug, each.host)
        written.append(_state(job, each, home, output))
        for header in each.headers:
            path = f"{home}/{Path(header.path).name}"
            copy_file(job.results / header.path, output / path)
            written.append(path)
    return tuple(written)


def _state(job: Job, inputs: ReportInputs, home: str, output: Path) -> str:
    stated = StatedInputs(
        experiment=job.slug,
        host=inputs.host,
        noise=inputs.noise,
        unreadable=inputs.unreadable,
        left_out=inputs.left_out,
        records=tuple((Path(header.path).name, header.sha256) for header in inputs.headers),
        file=job.called,
        repeated=inputs.repeated,
    )
    path = output / home / NAME
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(codec.dumps(stated).encode() + b"\n")
    return f"{home}/{NAME}"
