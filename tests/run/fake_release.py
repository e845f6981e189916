"""A worker with the fake engine of a release: `python -m tests.run.fake_release VERSION`.

A model that it keeps has the version in the place of its hash.
"""

from __future__ import annotations

import dataclasses
import sys
from collections.abc import Callable
from pathlib import Path

from ovreport.models import ModelFiles
from ovreport.plan import Storage
from ovreport.run import worker
from ovreport.run.engine import Engine


def load() -> Callable[[], Engine]:
    from tests.run.fake_engine import FakeEngine

    class OfRelease(FakeEngine):
        def versions(self) -> tuple[tuple[str, str], ...]:
            return (("openvino", sys.argv[1]),)

        def keep(self, files: ModelFiles, storage: Storage | None, folder: Path) -> ModelFiles:
            return dataclasses.replace(files, sha256=sys.argv[1])

    return OfRelease


if __name__ == "__main__":
    worker.serve(load)
