"""OpenVINO's `benchmark_app`, held at its measuring loop and let go for one turn at a time.

    python -m benchmarks.app SEED BATCH -m model.xml -d CPU ...

The tool's own code reads, compiles, makes the requests and measures. Two things are changed: its measuring
loop (`Benchmark.main_loop`, itself untouched) waits for a line with a number of seconds and answers with what
it found, unrounded, as often as it is asked; and its requests hold the inputs that ovreport would give them.
So both tools can take turns of a fraction of a second instead of whole processes, which on a shared machine
differ by more than anything that is to be seen.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, cast

from ovreport.plan import Setting
from ovreport.records import Tensor
from ovreport.run.inputs import FedInput, fill
from ovreport.run.process import environment

_ROOT = Path(__file__).parents[1]


@dataclass(frozen=True)
class Turn:
    """What one turn of a tool came to.

    Attributes:
        fps: Images per second as the tool states them.
        whole_fps: The same from the first submission to the end of the last request, ramp and drain included.
        latency_ms: Median.
    """

    fps: float
    whole_fps: float
    latency_ms: float


def arguments(setting: Setting, xml: Path) -> list[str]:
    """What the tool must be told so that it does what `setting` says."""
    told = ["-m", str(xml), "-d", setting.device, "-b", str(setting.images), "-ip", "f32", "-hint", "none"]
    told += ["-infer_precision", setting.precision or "f32", "-api", setting.mode]
    if setting.mode == "sync":
        return [*told, "-nstreams", "1"]
    return [*told, "-nstreams", str(setting.streams), "-nireq", str(setting.requests)]


class App:
    """A held tool in a process of its own."""

    def __init__(self, setting: Setting, xml: Path, seed: int) -> None:
        self._process = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "benchmarks.app",
                str(seed),
                str(setting.images),
                *arguments(setting, xml),
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**environment(), "PYTHONPATH": str(_ROOT)},
            text=True,
        )
        self._orders = cast("IO[str]", self._process.stdin)
        self._answers = cast("IO[str]", self._process.stdout)

    def prepare(self) -> None:
        """Wait until it is compiled and warm."""
        assert self._answers.readline() == "loaded\n", "benchmark_app does not start here"
        self._tell("go")
        assert self._answers.readline() == "ready\n", "benchmark_app did not come to its measuring loop"

    def turn(self, seconds: float) -> Turn:
        """Let it measure once."""
        self._tell(str(seconds))
        fps, latency_ms = json.loads(self._answers.readline())
        return Turn(fps, fps, latency_ms)

    def _tell(self, line: str) -> None:
        self._orders.write(line + "\n")
        self._orders.flush()

    def close(self) -> None:
        """End it."""
        self._process.kill()
        self._process.wait()
        self._orders.close()
        self._answers.close()


def plain(setting: Setting, xml: Path, seconds: int) -> Turn:
    """The tool as it is, in a process of its own, from its JSON; figures are rounded to 0.01.

    Streams are not read back: `-nireq` of at least the number of streams leaves them as asked.
    """
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-c", "from openvino.tools.benchmark.main import main; main()"]
        command += [*arguments(setting, xml), "-t", str(seconds), "-json_stats"]
        command += ["-report_type", "no_counters", "-report_folder", folder]
        subprocess.run(command, check=True, capture_output=True)
        (report,) = Path(folder).glob("*.json")
        told = json.loads(report.read_text())["execution_results"]
    return Turn(float(told["throughput"]), float(told["throughput"]), float(told["latency (ms)"]))


def hold(seed: int, batch: int, told: Sequence[str]) -> None:
    """Run the tool in this process, under orders from standard input."""
    orders, answers = os.fdopen(os.dup(0)), os.fdopen(os.dup(1), "w", buffering=1)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    from openvino.tools.benchmark.benchmark import Benchmark
    from openvino.tools.benchmark.main import main

    measure = Benchmark.main_loop

    def held(self: Any, requests: Any, *others: Any) -> Any:
        _fill(requests, seed, batch)
        answers.write("ready\n")
        found = None
        for line in orders:
            self.duration_seconds = float(line)
            found = measure(self, requests, *others)
            answers.write(json.dumps(found[:2]) + "\n")
        return found

    Benchmark.main_loop = held
    answers.write("loaded\n")
    orders.readline()
    sys.argv = ["benchmark_app", *told]
    main()


def _fill(requests: Any, seed: int, batch: int) -> None:
    """The inputs that ovreport's engine gives to every request."""
    slots = [requests[index] for index in range(len(requests))]
    tensors = tuple(
        Tensor(
            name=port.get_any_name(),
            type=port.get_element_type().get_type_name(),
            shape=tuple(port.shape),
            batch_place=0 if tuple(port.shape)[:1] == (batch,) else None,
        )
        for port in slots[0].model_inputs
    )
    filled = fill([FedInput(tensor=each) for each in tensors], seed=seed)
    for slot in slots:
        for index, each in enumerate(filled):
            slot.get_input_tensor(index).data[...] = each.turn(0)


if __name__ == "__main__":
    hold(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3:])
