"""An engine without a clock: latencies are scripted, time is counted, failures happen where the script says.

The script of a cell lies in its setting, as the property `FAKE`; the tests' own worker reads it there.
"""

from __future__ import annotations

import heapq
import mmap
import os
import signal
import sys
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from ovreport.models import ModelFiles
from ovreport.plan import Setting, Storage
from ovreport.records import InForce, ModelFacts, OutputSample
from ovreport.run.engine import Outputs, StepError, Task
from ovreport.run.hardware import Device
from ovreport.run.recorder import Queue

CALL_NS = 1_000
"""What looking at the clock costs on the counted clock, so that time goes on."""


@dataclass
class FakeSlot:
    """An infer request with the latency of its last run."""

    latency: float = 0.0


@dataclass
class FakeQueue:
    """Infer requests on `streams` servers, first come first served, on a counted clock.

    Attributes:
        service_ns: Time that the n-th request takes once it has a stream.
        log: Slots in the order of their submission.
    """

    service_ns: Callable[[int], int]
    count: int
    streams: int
    clock_ns: int = 5_000_000
    log: list[int] = field(default_factory=list)
    fail_at: int | None = None

    def __post_init__(self) -> None:
        self.slots = [FakeSlot() for _ in range(self.count)]
        self._idle = list(range(self.count))
        self._free_ns = [0] * self.streams
        self._running: list[tuple[int, int]] = []

    def now(self) -> int:
        self.clock_ns += CALL_NS
        return self.clock_ns

    def _complete(self) -> None:
        while self._running and self._running[0][0] <= self.clock_ns:
            self._idle.append(heapq.heappop(self._running)[1])

    def idle(self) -> int:
        self._complete()
        if not self._idle:
            self.clock_ns = max(self.clock_ns, self._running[0][0])
            self._complete()
        return self._idle[0]

    def start(self) -> None:
        if self.fail_at == len(self.log):
            raise RuntimeError("Exception from src/fake.cpp:1:\n[FAKE] the device is lost")
        slot = self._idle.pop(0)
        begin = max(self.clock_ns, heapq.heappop(self._free_ns))
        end = begin + self.service_ns(len(self.log))
        heapq.heappush(self._free_ns, end)
        heapq.heappush(self._running, (end, slot))
        self.slots[slot].latency = (end - self.clock_ns) / 1e6
        self.log.append(slot)

    def wait(self) -> None:
        if self._running:
            self.clock_ns = max(self.clock_ns, max(end for end, _ in self._running))
        self._complete()

    def infer(self) -> None:
        self.idle()
        self.start()
        self.wait()

    def queue(self) -> Queue:
        return Queue(
            slots=self.slots, idle=self.idle, start=self.start, wait=self.wait, infer=self.infer, now=self.now
        )


class FakeEngine:
    """Does what the setting's `FAKE` property says, at the step that it names."""

    def __init__(self) -> None:
        self._script = ""
        self._asked_in_force = 0

    def versions(self) -> tuple[tuple[str, str], ...]:
        return (("openvino", "0.fake"), ("numpy", np.__version__))

    def devices(self) -> tuple[Device, ...]:
        return (Device(name="CPU", full_name="A fake processor"),)

    def keep(self, files: ModelFiles, storage: Storage | None, folder: Path) -> ModelFiles:
        return files

    def read(self, task: Task) -> None:
        self._script = dict(task.setting.properties).get("FAKE", "")
        self._at("read")

    def compile(self, setting: Setting) -> None:
        self._at("compile")

    def settle(self, seconds: float) -> None:
        self._at("settle")

    def queue(self, task: Task) -> Queue:
        setting = task.setting
        count = setting.requests if isinstance(setting.requests, int) else 2
        streams = setting.streams if isinstance(setting.streams, int) else 1
        latency_ns = 1_000_000 * setting.images
        fake = FakeQueue(lambda _: latency_ns, 1 if setting.mode == "sync" else count, streams)
        self._requests = fake.count
        queue = fake.queue()
        if self._script.startswith("slice:"):
            return Queue(
                slots=queue.slots,
                idle=queue.idle,
                start=queue.start,
                wait=self._breaking(fake),
                infer=queue.infer,
                now=queue.now,
            )
        return queue

    def _breaking(self, fake: FakeQueue) -> Callable[[], None]:
        """A wait that breaks at its third call: the warm-up and the first slice go well."""
        calls = 0

        def wait() -> None:
            nonlocal calls
            calls += 1
            fake.wait()
            if calls == 3:
                self._at("slice")

        return wait

    def model(self, task: Task) -> ModelFacts:
        return ModelFacts(
            name=task.files.name,
            sha256=task.files.sha256,
            inputs=(),
            outputs=(),
            parameters=0,
            macs=None,
            operations=1,
            size_bytes=None,
        )

    def in_force(self) -> InForce:
        self._asked_in_force += 1
        if self._asked_in_force == 2:  # after the last slice
            self._at("finish")
        return InForce(
            devices=("CPU",),
            precision="f32",
            emulated=False,
            primitives=(("f32", 1),),
            streams=1,
            threads=1,
            requests=self._requests,
            advised_requests=None,
            hint=None,
            properties=(),
        )

    def from_cache(self) -> bool | None:
        return None

    def outputs(self) -> Outputs:
        values = np.linspace(0, 1, 5)
        sample = OutputSample(name="out", shape=(1, 5), values=values, sha256="00")
        return Outputs(samples=(sample,), denormal_share=0.0)

    def _at(self, step: str) -> None:
        """Fail here, if the script says so: `compile:crash`."""
        wanted, _, how = self._script.partition(":")
        if wanted == step:
            misbehave(how)


def misbehave(how: str) -> None:
    """Go wrong in one of the ways in which a worker can."""
    print("about to", how)
    sys.stdout.flush()
    match how:
        case "refuse":
            raise StepError("compile", "Unsupported property FOO")
        case "no-room":
            raise StepError("compile", "Failed to allocate 34560000 bytes of memory")
        case "crash":
            os.kill(os.getpid(), signal.SIGSEGV)
        case "hang":
            threading.Event().wait()
        case "lose":
            raise RuntimeError("Exception from src/fake.cpp:1:\n[FAKE] the device is lost")
        case "exit":
            raise SystemExit(3)
        case "memory":
            raise MemoryError
        case "spin":
            threading.Thread(target=spin, daemon=True).start()
        case "flood":
            flood(["word " * 1000] * 100)
        case "swell":
            swell(SWOLLEN_MIB)


SWOLLEN_MIB = 320
"""More than the limit of a test that lets a worker swell."""

_shared: list[mmap.mmap] = []


def swell(mebibytes: int) -> None:
    """Take memory that could be shared, as drivers do; the limit on private memory does not see it."""
    taken = mmap.mmap(-1, mebibytes << 20)
    for page in range(0, len(taken), mmap.PAGESIZE):
        taken[page] = 1
    _shared.append(taken)


def spin() -> None:
    """Look for work without a pause, as the threads of a driver may."""
    while True:
        pass


def flood(lines: Sequence[str]) -> None:
    """Print without end."""
    while True:
        print("\n".join(lines))
