"""A worker with the fake engine: `python -m tests.run.fake_worker [FOLDER NUMBER HOW]`.

With arguments the worker that is started as number NUMBER (from 0; the first one surveys the host) goes
wrong while it imports. FOLDER is where the workers count themselves.
"""

from __future__ import annotations

import itertools
import sys
from collections.abc import Callable
from pathlib import Path

from ovreport.run import worker
from ovreport.run.engine import Engine


def load() -> Callable[[], Engine]:
    from tests.run.fake_engine import FakeEngine, misbehave

    if len(sys.argv) > 1 and _number(Path(sys.argv[1])) == int(sys.argv[2]):
        misbehave(sys.argv[3])
    return FakeEngine


def _number(folder: Path) -> int:
    for number in itertools.count():
        try:
            (folder / str(number)).touch(exist_ok=False)
        except FileExistsError:
            continue
        return number
    raise AssertionError


if __name__ == "__main__":
    worker.serve(load)
