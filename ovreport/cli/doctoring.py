"""What `doctor` knows of sound records: whether the experiments beside the folder tell of them."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from ovreport import plan, spec, store
from ovreport.cli import experiments, left_out
from ovreport.errors import SpecError
from ovreport.store import Store


def left_out_of(root: Path) -> Iterator[str]:
    """A line for every reason for which pages leave records of a results folder out.

    By the experiment files beside the folder; one with mistakes is passed over, `check` tells them.
    """
    for path in sorted(root.parent.glob("*")):
        if path.suffix not in experiments.ENDINGS or not (root / path.stem).is_dir():
            continue
        with contextlib.suppress(SpecError):
            asked = plan.expand(spec.load(path, allow_outside=True, max_cells=1_000_000))
            listing = Store(root=root).scan(path.stem)
            for host in listing.hosts:
                heads = listing.of(host).heads
                found = store.left_out(asked, heads, store.newest(asked, heads))
                yield from left_out.lines(found, str(root / path.stem / host))
