"""Small plans for the runner's tests, and a progress that remembers."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from ovreport.models import ModelFiles
from ovreport.plan import Article, Block, Cell, Measure, ModelSource, Plan, Setting, Words, cell_id
from ovreport.records import Record
from ovreport.run.progress import Progress, Running, Summary

FAKE = (sys.executable, "-m", "tests.run.fake_worker")
TINY = ModelSource(name="tiny", kind="builtin", location="tiny")
FILES = {"tiny": ModelFiles(name="tiny", builtin="tiny", sha256="5" * 64)}

MEASURE = Measure(
    rounds=1,
    seconds=0.06,
    requests=None,
    warmup_requests=2,
    slice_seconds=0.02,
    slice_requests=2,
    schedule="slices",
    seed=7,
    timeout_seconds=60,
    memory_limit_mib=None,
)


def setting(script: str = "", **changes: Any) -> Setting:
    """One request on one stream of the CPU, with a script for the fake engine."""
    properties = (("FAKE", script),) if script else ()
    base = Setting(model=TINY, device="CPU", streams=1, requests=1, properties=properties)
    return replace(base, **changes)


def plan_of(settings: Iterable[Setting], **changes: Any) -> Plan:
    """A plan with a cell for each setting, labelled by its number; the first one is the baseline."""
    cells = tuple(
        Cell(id=cell_id(each, number), levels=(("cell", str(number)),), setting=each)
        for number, each in enumerate(settings)
    )
    article = Article(
        slug="small",
        author="",
        tags=(),
        source=b"",
        translations=(Words(language="en", title="Small", question="", description=""),),
    )
    return Plan(
        article=article,
        factors=(),
        cells=cells,
        baseline=cells[0].id,
        discuss=(),
        measure=replace(MEASURE, **changes),
        margin=None,
        good_enough=0.02,
        latency_bounds_ms=(),
        published=(),
    )


def blocks_of(plan: Plan) -> tuple[Block, ...]:
    """One group a round."""
    return tuple(Block(round=number + 1, group=0, cells=plan.cells) for number in range(plan.measure.rounds))


def number_of(record: Record) -> int:
    """Which of `plan_of`'s settings a record measured."""
    return int(dict(record.levels)["cell"])


def by_number(records: Sequence[Record]) -> dict[int, Record]:
    """The last record of every cell."""
    return {number_of(record): record for record in records}


@dataclass
class Remembering(Progress):
    """A progress that keeps what it is told."""

    slices: list[tuple[int, int]] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    summary: Summary | None = None

    def session_started(self, blocks: int, trials: int, seconds: float) -> None:
        self.said.append("session")

    def block_started(self, block: Block) -> None:
        self.said.append(f"round {block.round} group {block.group}")

    def cell_prepared(self, block: Block, cell: Cell) -> None:
        self.said.append("prepared")

    def slice_done(self, running: Running) -> None:
        self.slices.append((running.turn, int(dict(running.cell.levels)["cell"])))

    def trial_done(self, record: Record) -> None:
        self.said.append("failed" if record.failure else "trial")

    def session_done(self, summary: Summary) -> None:
        self.summary = summary
