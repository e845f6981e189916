"""Whether the product tells the truth on real hardware beside a busy neighbour.

    python -m benchmarks.told_apart [--effort full|quick|trial]

Every run is the command `ovreport run` with its default profile in an empty folder, and then `ovreport
conclusions --json`, while another process keeps a core busy in bursts. Two questions are asked in turn: one
setting under two labels, of which no difference may be claimed; and two networks of 20 and 22 equal layers,
of which one must be found, with the right sign and size. The right size is what the same command finds
without the neighbour, in twice as many rounds.
"""

from __future__ import annotations

import contextlib
import json
import math
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import openvino as ov
from openvino import opset13 as opset

from benchmarks.command import run
from benchmarks.noise import neighbour
from benchmarks.tables import Effort, Table

_ROOT = Path(__file__).parents[1]
SAME = (_ROOT / "experiments" / "same-twice.yaml").read_text(encoding="utf-8")
DIFFERENT = "title: Ten per cent\nmodel: [layers-20.xml, layers-22.xml]\ndevice: CPU\nstreams: auto\n"
_DIFFERENT_VERDICTS = {"faster", "slower"}
_CHANNELS, _SIDE = 64, 28
"""Of every layer: 3 x 3 convolutions of some 29 million multiplications."""
_MARGIN = 0.03
"""The default margin of a report: closer to the truth, it would not call the two different."""


@dataclass(frozen=True)
class Answer:
    """What one run says about throughput.

    Attributes:
        differences: Sentences that say faster or slower, of any metric, start-up too.
        ratio, low, high: Of the two cells' throughput, with the 95 % interval.
        verdict: Of the same.
    """

    differences: tuple[str, ...]
    ratio: float
    low: float
    high: float
    verdict: str

    def __str__(self) -> str:
        return f"{self.ratio:.3f} ({self.low:.3f} to {self.high:.3f}), {self.verdict}"


def layers(count: int) -> Any:
    """A network of equal convolutions, each with a ReLU, with seeded weights that keep the scale."""
    rng = np.random.default_rng(1)
    data = opset.parameter([1, _CHANNELS, _SIDE, _SIDE], np.float32, name="data")
    node: Any = data
    scale = math.sqrt(2 / (9 * _CHANNELS))
    for _ in range(count):
        weights = rng.normal(0, scale, (_CHANNELS, _CHANNELS, 3, 3)).astype(np.float32)
        node = opset.relu(opset.convolution(node, weights, [1, 1], [1, 1], [1, 1], [1, 1]))
    return ov.Model([node], [data], f"layers-{count}")


def ask(text: str, effort: Effort, seed: int, *, rounds: int | None = None, busy: bool = True) -> Answer:
    """Measure an experiment with the command line in a folder of its own."""
    with tempfile.TemporaryDirectory(prefix="ovreport-") as place:
        folder = Path(place)
        for count in (20, 22) if text == DIFFERENT else ():
            ov.save_model(layers(count), folder / f"layers-{count}.xml", compress_to_fp16=False)
        (folder / "asked.yaml").write_text(text, encoding="utf-8")
        options = ["--quiet", "--seed", str(seed), "--host", "here"]
        options += ["--rounds", str(rounds)] if rounds else []
        options += ["--seconds", "0.3"] if effort.name == "trial" else []
        with neighbour(seed) if busy else contextlib.nullcontext():
            _ovreport("run", "asked.yaml", *options, folder=folder)
        return _answer(json.loads(_ovreport("conclusions", "asked.yaml", "--json", folder=folder)))


def _ovreport(*words: str, folder: Path) -> str:
    kept = {**os.environ, "PYTHONPATH": str(_ROOT), "XDG_CACHE_HOME": str(folder / ".cache")}
    command = [sys.executable, "-m", "ovreport", *words]
    return subprocess.run(command, cwd=folder, env=kept, capture_output=True, text=True, check=True).stdout


def _answer(claims: list[dict[str, Any]]) -> Answer:
    contrasts = [(claim["sentence"], each) for claim in claims for each in claim["contrasts"]]
    said = [sentence for sentence, each in contrasts if each["verdict"] in _DIFFERENT_VERDICTS]
    lead = next(each for _, each in contrasts if each["metric"] == "throughput" and each["estimate"])
    estimate = lead["estimate"]
    return Answer(
        differences=tuple(dict.fromkeys(said)),
        ratio=estimate["ratio"],
        low=estimate["low"],
        high=estimate["high"],
        verdict=lead["verdict"],
    )


def same(effort: Effort) -> Table:
    """One configuration under two labels: how often a difference is claimed."""
    table = Table(
        title="One configuration under two labels, beside a busy neighbour",
        columns=("run", "throughput, second / first", "claims of a difference"),
    )
    found = [ask(SAME, effort, seed) for seed in range(1, effort.count(10, 3, 1) + 1)]
    table.rows = [
        (str(number), str(each), str(len(each.differences) or "none")) for number, each in enumerate(found, 1)
    ]
    quiet = sum(not each.differences for each in found)
    table.after = f"No claim of a difference in {quiet} of {len(found)} runs; the goal is all of them."
    return table


def different(effort: Effort) -> Table:
    """Networks of 20 and 22 layers: how often they are told apart, with the right sign and size."""
    true = ask(DIFFERENT, effort, 100, rounds=effort.count(10, 5, 3), busy=False)
    found = [ask(DIFFERENT, effort, seed) for seed in range(1, effort.count(10, 3, 1) + 1)]
    table = Table(
        title="Networks of 20 and 22 equal layers, beside a busy neighbour",
        columns=("run", "throughput, 22 / 20", "told apart", "size right"),
        rows=[("without the neighbour", str(true), "", "")],
    )
    right = 0
    for number, each in enumerate(found, 1):
        apart = each.verdict in _DIFFERENT_VERDICTS and (each.ratio > 1) == (true.ratio > 1)
        sized = abs(math.log(each.ratio / true.ratio)) <= math.log1p(_MARGIN)
        right += apart and sized
        marks = ["yes" if told else "no" for told in (apart, sized)]
        table.rows.append((str(number), str(each), *marks))
    table.after = (
        f"Told apart with the right sign and size in {right} of {len(found)} runs; the goal is 9 of 10. "
        f"A size is right within {_MARGIN:.0%} of the run without the neighbour."
    )
    return table


def tables(effort: Effort) -> list[Table]:
    """Both questions."""
    return [same(effort), different(effort)]


if __name__ == "__main__":
    run(tables, __doc__)
