"""Measure everything and write docs/benchmarks.md: `python -m benchmarks [--effort full|quick|trial]`."""

from __future__ import annotations

import argparse
import time
from pathlib import Path

from benchmarks import (
    compared,
    fleet,
    frozen,
    noise,
    recorder,
    replicated,
    speed,
    statements,
    stopping,
    told_apart,
    trades,
    unpaired,
    weights,
)
from benchmarks.tables import EFFORTS, Effort, busy, machine, today

SCRIPTS = (
    *(recorder, frozen, noise, speed, told_apart, compared, replicated, fleet),
    *(statements, trades, stopping, weights, unpaired),
)
PAGE = Path(__file__).parents[1] / "docs" / "benchmarks.md"

_HEAD = """\
# Benchmarks of the tool itself

Written by `python -m benchmarks{options}` on {date}, in {minutes:.0f} minutes; edit nothing here by hand.

- Machine: {machine}.
- At the beginning: {before}. At the end: {after}.
- How often statements are false is in tables of their own; how often verdicts alone are, and what they find,
  is printed by `python -m benchmarks.error_rates`.

"no" stands where a goal is missed, "not resolved" where the interval reaches across a bound.
"""


def main() -> None:
    """Measure and write the page; `quick` and `trial` print it unless a file is named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--effort", choices=EFFORTS, default="full")
    parser.add_argument("--quick", action="store_const", const="quick", dest="effort", help="about a minute")
    parser.add_argument("--output", type=Path)
    given = parser.parse_args()
    effort, begin, date, before = Effort(name=given.effort), time.monotonic(), today(), busy()
    found = []
    output: Path | None = given.output or (PAGE if effort.name == "full" else None)
    for script in SCRIPTS:
        for table in script.tables(effort):
            found.append(table.markdown())
            print(found[-1], flush=True)
        minutes = (time.monotonic() - begin) / 60
        print(f"({minutes:.1f} minutes so far)\n", flush=True)
        head = _HEAD.format(
            options="" if effort.name == "full" else f" --effort {effort.name}",
            date=date,
            minutes=minutes,
            machine=machine(),
            before=before,
            after=busy(),
        )
        if output is not None:  # after each script, so that an interrupt loses no finished one
            output.write_text("\n".join([head, *found]), encoding="utf-8")


if __name__ == "__main__":
    main()
