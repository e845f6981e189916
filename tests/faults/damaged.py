"""Records as an attacker who knows the format would write them.

`python -m tests.faults.damaged COUNT SEED PAGES` makes COUNT of them, most with digests that fit. Each
must be refused with a reason or be read; PAGES of those that are read are made into pages. Prints how many
were believed and rendered, the longest time of reading one, and the peak of memory.
"""

from __future__ import annotations

import json
import random
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from ovreport.analysis.report import analyse
from ovreport.claims import conclude
from ovreport.errors import OvreportError
from ovreport.records import Record
from ovreport.run.usage import peak_bytes
from ovreport.store import reading, writing
from ovreport.store.format import Unusable
from tests.sites import write_site
from tests.store.records import records_of, signature, small_plan, with_rows

DEEP: list[Any] = []
for _ in range(300):
    DEEP = [DEEP]

HOSTILE: tuple[Any, ...] = (
    None, True, False, -1, 0, 1, 2**31, 2**63 - 1, 2**63, -(2**63), 10**30, 10**400,
    -0.5, 1e-320, 1e308, float("nan"), float("inf"), "", "x" * 50_000, "a\x00b", "\ud800", "\u202e\u2066",
    "</script><script>alert(1)</script>", "{{ 7 * 7 }}", "../../../etc/passwd", "NaN", "名" * 300, [], {},
    [[]], DEEP, {"f4": "AAAA"}, {"f8": "!"}, ["x"] * 3000,
)  # fmt: skip

NUMBERS = (0, 1, -1, 2**15 - 1, 2**31 - 1, 2**63 - 1, -(2**63))


def main(count: int, seed: int, pages: int) -> None:
    rng, plan = random.Random(seed), small_plan(rounds=3)
    records = records_of(plan)
    # seven in ten are small; a file of many rows takes its time however it is damaged
    small, large = writing.write(records[0]), writing.write(with_rows(records[0], 3000))
    believed, longest, rendered = 0, 0.0, 0
    for number in range(count):
        content = spoiled(rng, small if number % 10 < 7 else large)
        begin = time.process_time()  # other processes do not count
        try:
            found = reading.read(content)
        except Unusable:
            found = None
        longest = max(longest, time.process_time() - begin)
        believed += found is not None
        if found is not None and rendered < pages:
            rendered += 1
            try:
                make_page(plan, [found, *records[1:]])
            except Exception:
                print(f"record {number} of seed {seed}", file=sys.stderr)
                raise
    peak = (peak_bytes() or 0) >> 20  # its own, not that of the process that forked it
    print(json.dumps({"believed": believed, "rendered": rendered, "seconds": longest, "megabytes": peak}))


def spoiled(rng: random.Random, content: bytes) -> bytes:
    """The record with one to three changes to its metadata, its slices or its columns, signed anew."""
    parquet = pq.ParquetFile(pa.BufferReader(content))
    table = parquet.read()
    texts = {key.decode(): value.decode() for key, value in parquet.metadata.metadata.items()}
    for _ in range(rng.randint(1, 3)):
        part = rng.choice(["trial", "trial", "trial", "slices", "column", "text"])
        if part == "column":
            table = other_column(rng, table)
        elif part == "text":
            name = rng.choice(sorted(texts))
            texts[name] = other_text(rng, texts[name])
        else:
            name = f"ovreport.{part}"
            try:
                texts[name] = json.dumps(other_value(rng, json.loads(texts[name])))
            except (ValueError, RecursionError):  # an earlier change left no JSON
                continue
    if rng.random() < 0.9:
        texts["ovreport.digests"] = signature(table, texts)
    return written(table, texts)


def other_value(rng: random.Random, value: Any) -> Any:
    """The same JSON value with a change at a random place."""
    if isinstance(value, dict) and value and rng.random() < 0.93:
        name = rng.choice(sorted(value))
        match rng.random():
            case chance if chance < 0.05:
                return {key: each for key, each in value.items() if key != name}
            case chance if chance < 0.08:
                return {**value, "stranger": rng.choice(HOSTILE)}
        return {**value, name: other_value(rng, value[name])}
    if isinstance(value, list) and value and rng.random() < 0.85:
        place = rng.randrange(len(value))
        if rng.random() < 0.1:
            return value * 2
        return [*value[:place], other_value(rng, value[place]), *value[place + 1 :]]
    return rng.choice(alike(value) if rng.random() < 0.6 else HOSTILE)


def alike(value: Any) -> Sequence[Any]:
    """Hostile values of the same type, which get past the types."""
    found = [each for each in HOSTILE if type(each) is type(value)]
    return found or HOSTILE


def other_column(rng: random.Random, table: Any) -> Any:
    name = rng.choice(table.column_names)
    values = table.column(name).to_numpy().copy()
    info = np.iinfo(values.dtype) if values.dtype != np.bool_ else None
    number = rng.choice(NUMBERS)
    fits = max(min(number, int(info.max)), int(info.min)) if info else bool(number)
    if rng.random() < 0.5 or not len(values):
        values[:] = fits
    else:
        values[rng.randrange(len(values)) :] = fits
    return table.set_column(table.column_names.index(name), name, pa.array(values))


def other_text(rng: random.Random, text: str) -> str:
    place = rng.randrange(len(text) + 1)
    return rng.choice(
        [
            text[:place],
            text * 2,
            "",
            "{}",
            "[" * 50_000,
            "9" * 5000,
            text[:place] + "\x00" + text[place:],
            "é" * 99,
        ]
    )


def written(table: Any, texts: dict[str, str]) -> bytes:
    table = table.cast(pa.schema([field.with_nullable(False) for field in table.schema]))
    file = pa.BufferOutputStream()
    with pq.ParquetWriter(file, table.schema, store_schema=False) as writer:
        writer.write_table(table)
        writer.add_key_value_metadata(texts)
    return bytes(file.getvalue())


def make_page(plan: Any, records: Sequence[Record]) -> None:
    """Everything that `ovreport render` does with records that were read."""
    pairs = [(record, f"{place:064x}") for place, record in enumerate(records)]
    try:
        report = conclude(analyse(plan, records[0].host, pairs, noise=None, unreadable=()))
    except OvreportError:
        return
    with tempfile.TemporaryDirectory() as folder:
        write_site([report], Path(folder))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
