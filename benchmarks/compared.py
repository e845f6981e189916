"""Whether `ovreport compare --fail-on slower:5%` ends as it should on real hardware.

    python -m benchmarks.compared [--effort full|quick|trial]

Every try is a pair of `ovreport run` in an empty folder, one after the other, and `ovreport compare`: of one
setting measured twice, which must end with code 0, and of models with 20 and 24 equal layers, with code 1.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import openvino as ov

from benchmarks.command import run
from benchmarks.tables import Effort, Table
from benchmarks.told_apart import layers

_ROOT = Path(__file__).parents[1]
LAYERS = (20, 24)
EXPERIMENT = "title: Equal layers\nmodel: layers-{count}.xml\ndevice: CPU\nrequests: 1\nstreams: 1\n"


@dataclass(frozen=True)
class Ended:
    """How a comparison ended: its code, and the ratio of throughput with its interval."""

    code: int
    ratio: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.ratio:.3f} ({self.low:.3f} to {self.high:.3f})"


def compared(first: int, second: int, *options: str) -> Ended:
    """Measure a model of so many layers and then another one, and compare the second with the first.

    Args:
        first: Layers of the first model.
        second: Of the second.
        options: Of `ovreport run`.
    """
    with tempfile.TemporaryDirectory(prefix="ovreport-") as place:
        folder = Path(place)
        sides = []
        for host, count in (("first", first), ("second", second)):
            ov.save_model(layers(count), folder / f"layers-{count}.xml", compress_to_fp16=False)
            file = folder / f"{host}.yaml"
            file.write_text(EXPERIMENT.format(count=count), encoding="utf-8")
            measured = _ovreport("run", file.name, "--quiet", "--host", host, *options, folder=folder)
            if measured.returncode:
                raise RuntimeError(measured.stderr)
            sides.append(file.name)
        ended = _ovreport("compare", *sides, "--fail-on", "slower:5%", "--json", folder=folder)
        if ended.returncode not in (0, 1):
            raise RuntimeError(ended.stderr)
        comparisons = json.loads(ended.stdout)["comparisons"]
    ratio = next(each["ratio"] for each in comparisons if each["metric"] == "throughput")
    return Ended(ended.returncode, ratio["value"], ratio["low"], ratio["high"])


def _ovreport(*words: str, folder: Path) -> subprocess.CompletedProcess[str]:
    kept = {**os.environ, "PYTHONPATH": str(_ROOT), "XDG_CACHE_HOME": str(folder / ".cache")}
    command = [sys.executable, "-m", "ovreport", *words]
    return subprocess.run(command, cwd=folder, env=kept, capture_output=True, text=True, check=False)


def tables(effort: Effort) -> list[Table]:
    """Both questions."""
    table = Table(
        title="Results compared one after the other: `--fail-on slower:5%`",
        columns=("try", "one model twice, ratio", "ends with", "20 and 24 layers, ratio", "ends with"),
    )
    options = ("--rounds", "3", "--seconds", "0.3") if effort.name == "trial" else ("--rounds", "5")
    codes = []
    for number in range(1, effort.count(20, 3, 1) + 1):
        same, apart = compared(20, 20, *options), compared(*LAYERS, *options)
        codes.append((same.code, apart.code))
        table.rows.append((str(number), str(same), str(same.code), str(apart), str(apart.code)))
    right = [
        sum(code == wanted for code in each)
        for each, wanted in zip(zip(*codes, strict=True), (0, 1), strict=True)
    ]
    table.after = f"Code 0 for one model in {right[0]} of {len(codes)} tries, code 1 for two in {right[1]}."
    return [table]


if __name__ == "__main__":
    run(tables, __doc__)
