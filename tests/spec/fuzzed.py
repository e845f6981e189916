"""Experiment files that hypothesis makes up: `python -m tests.spec.fuzzed KIND COUNT SEED`.

Each must be loaded or explained. Prints how many there were of either, the longest time that the processor
took for one (a busy machine may take any time for anything), and the peak of memory of this process,
hypothesis included.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from ovreport import plan, spec
from ovreport.errors import SpecError
from ovreport.run.usage import peak_bytes
from tests.spec.yaml_strategies import files_near_the_schema, long_texts, yaml_like_text

KINDS = {
    "mappings near the schema": files_near_the_schema,
    "fragments of YAML": yaml_like_text,
    "long texts": long_texts,
    "plain bytes": st.binary(max_size=200),
}
AT_A_TIME = 500
"""Examples of one run of hypothesis, which remembers every one of them until it ends."""


@dataclass
class Tried:
    """What has been tried so far."""

    loaded: int = 0
    explained: int = 0
    seconds: float = 0.0


def load_or_explain(path: Path, source: bytes) -> bool:
    """Loads and expands `source`; only a `SpecError` that names the file may come out.

    Returns:
        Whether it is an experiment.
    """
    path.write_bytes(source)
    try:
        experiment = spec.load(path, max_cells=200)
    except SpecError as error:
        lines = str(error).splitlines()
        assert lines
        assert all(line.startswith(str(path)) for line in lines)
        return False
    expanded = plan.expand(experiment)
    ids = [cell.id for cell in expanded.cells]
    assert len(ids) == len(set(ids))
    assert expanded.baseline in ids
    return True


def fuzz(kind: str, count: int, first_seed: int, path: Path) -> Tried:
    """Try `count` files of a kind, a part at a time."""
    tried = Tried()

    def attempt(source: bytes) -> None:
        begin = time.process_time()
        loaded = load_or_explain(path, source)
        tried.seconds = max(tried.seconds, time.process_time() - begin)
        tried.loaded += loaded
        tried.explained += not loaded

    number = first_seed
    while (left := count - tried.loaded - tried.explained) > 0:
        chosen = settings(
            max_examples=min(left, AT_A_TIME),
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        )
        chosen(seed(number)(given(source=KINDS[kind])(attempt)))()
        number += 1
    return tried


def main(kind: str, count: int, first_seed: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        tried = fuzz(kind, count, first_seed, Path(folder) / "fuzzed.yaml")
    peak = (peak_bytes() or 0) >> 20  # its own, not that of the process that forked it
    print(json.dumps({**vars(tried), "megabytes": peak}))


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:]))
