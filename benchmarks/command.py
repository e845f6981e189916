"""The command line that all benchmarks share."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable

from benchmarks.tables import EFFORTS, Effort, Table, busy, machine, today


def run(measure: Callable[[Effort], Iterable[Table]], about: str | None) -> None:
    """Measure with the effort of the command line and print the tables, each as soon as it is there."""
    parser = argparse.ArgumentParser(description=about, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--effort", choices=EFFORTS, default="full")
    effort = Effort(name=parser.parse_args().effort)
    print(f"{today()}; {machine()}; {busy()}\n")
    for table in measure(effort):
        print(table.markdown(), flush=True)
