"""Other people's work on the machine, as a process of ours: `python -m benchmarks.neighbours {b,c,d} SEED`.

- b: bursts of 0.3 to 2.5 s on one processor, a quarter of the time in all
- c: the same, and spells of 5 to 15 s in which every processor is taken, another quarter of the time
- d: memory is read and written without a pause, far more of it than any cache holds

The times are drawn from the seed, so that every release meets the same neighbour in its run of that number. A
process ends with the one that started it.
"""

from __future__ import annotations

import contextlib
import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np

KINDS = {
    "a": "left alone",
    "b": "bursts of 0.3 to 2.5 s on one processor, a quarter of the time",
    "c": "these, and every processor taken for a quarter of the time",
    "d": "a process that reads and writes memory",
}
_BURST, _SPELL = (0.3, 2.5), (5.0, 15.0)
_BUSY = 0.25
_MEMORY_BYTES = 2**28
_LOOK_SECONDS = 0.02
"""A busy process looks at the clock that often, and at who started it."""


@contextlib.contextmanager
def beside(kind: str, seed: int) -> Iterator[None]:
    """Have the neighbours of a kind beside what is done inside; they are ended by their ids in every case."""
    spells = [f"spell{number}" for number in range(os.cpu_count() or 1)] if kind == "c" else []
    parts = {"a": [], "b": ["bursts"], "c": ["bursts", *spells], "d": ["memory"]}[kind]
    began = str(time.monotonic() + 1)
    with contextlib.ExitStack() as stack:
        for part in parts:
            command = [
                sys.executable,
                "-m",
                "benchmarks.neighbours",
                part,
                str(seed),
                began,
                str(os.getpid()),
            ]
            process = subprocess.Popen(command, cwd=Path(__file__).parents[1])
            stack.callback(_ended, process)
        yield


def _ended(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.wait()


def busy_times(seed: int, lengths: tuple[float, float]) -> Iterator[tuple[float, float]]:
    """Begin and end of each busy time, in seconds: lengths are uniform, pauses exponential."""
    rng, now = random.Random(seed), 0.0
    pause = sum(lengths) / 2 * (1 - _BUSY) / _BUSY
    while True:
        now += rng.expovariate(1 / pause)
        length = rng.uniform(*lengths)
        yield now, now + length
        now += length


def _stay_busy(seed: int, lengths: tuple[float, float], began: float, owner: int) -> None:
    for begin, end in busy_times(seed, lengths):
        while (now := time.monotonic() - began) < end and os.getppid() == owner:
            if now < begin:
                time.sleep(min(begin - now, 1.0))
                continue
            over = time.monotonic() + _LOOK_SECONDS
            while time.monotonic() < over:
                pass
        if os.getppid() != owner:
            return


def _move_memory(owner: int) -> None:
    first, second = np.zeros(_MEMORY_BYTES, np.uint8), np.ones(_MEMORY_BYTES, np.uint8)
    while os.getppid() == owner:
        np.copyto(first, second)
        np.copyto(second, first)


def main(part: str, seed: str, began: str, owner: str) -> None:
    """Be one of the neighbours until the process `owner` is gone or ends this one."""
    if part == "memory":
        _move_memory(int(owner))
    elif part == "bursts":
        _stay_busy(int(seed), _BURST, float(began), int(owner))
    else:  # spells: all of them draw the same times
        _stay_busy(int(seed) + 1, _SPELL, float(began), int(owner))


if __name__ == "__main__":
    main(*sys.argv[1:])
