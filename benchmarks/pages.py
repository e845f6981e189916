"""Lighthouse's score of performance, which is a timing: `python -m benchmarks.pages SITE`.

It needs what `python tests/environment.py` installs. The index and the largest page of a built site are
loaded several times each; a busy machine takes points off, it never gives any.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
from pathlib import Path

from benchmarks.tables import Table
from tests.site.browser import Site
from tests.site.lighthouse import audit, served

RUNS = 3


def performance(root: Path) -> Table:
    """Points of 100 of the index and of the largest page below `root`, a built site."""
    site = Site(name=root.name, root=root, languages=())
    rows: list[tuple[str, ...]] = []
    with served(root) as address, tempfile.TemporaryDirectory() as folder:
        for page in (root / "index.html", site.largest()):
            name = page.relative_to(root).as_posix()
            runs = [audit(address + name, Path(folder) / "report.json") for _ in range(RUNS)]
            points = [run.scores["performance"] for run in runs]
            rows.append((name, f"{statistics.median(points):g} ({min(points)} to {max(points)})"))
    return Table(title="Pages in Lighthouse", columns=("page", "performance, of 100"), rows=rows)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("site", type=Path)
    print(performance(parser.parse_args().site).markdown())


if __name__ == "__main__":
    main()
