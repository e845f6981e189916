"""A worker that lies about what it measured: `python -m tests.fleet.hostile worker ADDRESS --name NAME`."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import Any

from ovreport.cli import main
from ovreport.fleet import host
from ovreport.store import reading, writing
from tests.fleet.faked import fake

VICTIM = "nuc-1"
"""The host whose records it would rather have measured."""

LIES = 3
"""It tells another one every round."""

measured = host.content
named = host.listed


def content(slug: str, name: str, dask_worker: Any) -> bytes:
    """Damaged, another host's, or another configuration's, by the round."""
    sent = measured(slug, name, dask_worker)
    record = reading.read(sent)
    if record.round % LIES == 0:
        return sent[:-1]
    if record.round % LIES == 1:
        return writing.write(replace(record, host=VICTIM))
    return writing.write(replace(record, setting=replace(record.setting, streams=7)))


def listed(slug: str, dask_worker: Any) -> dict[str, str]:
    """With the hashes of what it will send, in its own folder and in its victim's."""
    lies = {
        name: hashlib.sha256(content(slug, name, dask_worker)).hexdigest()
        for name in named(slug, dask_worker)
    }
    return lies | {f"../{VICTIM}/{name}": sha256 for name, sha256 in lies.items()}


if __name__ == "__main__":
    fake()
    vars(host).update(content=content, listed=listed)
    main()
