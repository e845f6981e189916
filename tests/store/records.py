"""Records for the tests of the results folder, and ways to spoil a file."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from ovreport.plan import Plan
from ovreport.records import REQUEST_COLUMNS, Record
from ovreport.store import Store, reading, writing
from ovreport.store.format import Unusable
from tests import simulation
from tests.rows import requests_of
from tests.simulated_plans import make_plan

HOST = "bench"
FORMAT = Path(__file__).parents[2] / "docs" / "results-format.md"


def small_plan(rounds: int = 3) -> Plan:
    """Four cells."""
    return make_plan(factors={"streams": [1, 2], "requests": [1, 2]}, rounds=rounds)


def records_of(plan: Plan, *, host: str = HOST) -> list[Record]:
    """A record for every cell and round, as a run leaves them."""
    return [record for record, _ in simulation.measure(plan, host=host)]


def one_record() -> Record:
    """A record with rows."""
    return records_of(small_plan(rounds=1))[0]


def with_rows(record: Record, count: int, latency_ns: int = 1_000_000) -> Record:
    """The record with `count` requests in a full queue of four, whose latency scatters by 5 %."""
    rng = np.random.default_rng(7)
    latency = (latency_ns * np.exp(0.05 * rng.normal(size=count))).astype(np.int64)
    length = len(record.slices)
    requests = requests_of(
        slot=np.arange(count) % 4,
        slice=np.arange(count) * length // count,
        submit_ns=np.cumsum(latency // 4),
        latency_ns=latency,
        phase=np.ones(count),
    )
    return dataclasses.replace(record, requests=requests)


def same(one: Record, other: Record) -> bool:
    """Whether two records hold the same."""
    return (
        writing.trial_text(one) == writing.trial_text(other)
        and writing.slices_text(one.slices) == writing.slices_text(other.slices)
        and all(
            np.array_equal(getattr(one.requests, name), getattr(other.requests, name))
            for name in REQUEST_COLUMNS
        )
    )


def saved(folder: Path, record: Record | None = None) -> tuple[Store, Path]:
    """A store with one record in it, and the record's file."""
    store = Store(root=folder)
    return store, store.save(record or one_record())


def rewrite(
    path: Path,
    *,
    columns: dict[str, Any] | None = None,
    entries: dict[str, str] | None = None,
    drop: tuple[str, ...] = (),
    sign: bool = False,
) -> None:
    """Write a record's file again as an editor would, with other columns or metadata.

    Args:
        columns: Arrays that replace columns, or add some.
        entries: Entries of the metadata that replace those of the file.
        drop: Columns and entries that are left out.
        sign: Also write digests that fit, as another program would that means what it writes.
    """
    parquet = pq.ParquetFile(path)
    table = parquet.read()
    arrays = {name: table.column(name) for name in table.column_names} | (columns or {})
    kept = {name: values for name, values in arrays.items() if name not in drop}
    texts = {key.decode(): value.decode() for key, value in parquet.metadata.metadata.items()}
    texts = {name: text for name, text in (texts | (entries or {})).items() if name not in drop}
    texts.pop("ARROW:schema", None)
    new = pa.table(kept)
    if sign:
        texts["ovreport.digests"] = signature(new, texts)
    new = new.cast(pa.schema([field.with_nullable(False) for field in new.schema]))
    with pq.ParquetWriter(path, new.schema, store_schema=False) as writer:
        writer.write_table(new)
        writer.add_key_value_metadata(texts)


def signature(table: Any, texts: dict[str, str]) -> str:
    """The digests of a table and its metadata, made with nothing but what docs/results-format.md says."""
    import hashlib
    import json

    rows = FORMAT.read_text(encoding="utf-8").partition("## The rows")[2].partition("## The metadata")[0]
    shas = {
        name: hashlib.sha256(
            table.column(name).to_numpy().astype(np.dtype(kind).newbyteorder("<")).tobytes()
        ).hexdigest()
        for name, kind in re.findall(r"^\| `(\w+)` \| (\w+) \|", rows, re.MULTILINE)
        if name in table.column_names
    }
    for name in ("trial", "slices"):
        shas[name] = hashlib.sha256(texts[f"ovreport.{name}"].encode()).hexdigest()
    return json.dumps(shas)


def reason_for(path: Path) -> str:
    """Why a file is no record; empty where it is one."""
    try:
        reading.read(path.read_bytes())
    except Unusable as error:
        return str(error)
    return ""
