"""What a host is told to do: an experiment, and the files that it takes, each known by what it holds."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from ovreport import __version__, models
from ovreport.workflow import Job

if TYPE_CHECKING:
    from ovreport.plan import Feed, ModelSource, Plan

Bundles = Mapping[str, tuple[tuple[str, Path], ...]]
"""Files that belong together, by the hash of all of them: their names in a folder of their own, and where
they lie."""


@dataclass(frozen=True, kw_only=True)
class FleetOrder:
    """An experiment to be measured on a host.

    Attributes:
        key: Tells it from other orders; equal orders have equal keys.
        plan: Places of files are relative to a host's folder of bundles.
        bundles: Hashes of what has to lie there.
        await_quiet: See `workflow.measure.execute`.
    """

    key: str
    plan: Plan
    bundles: tuple[str, ...]
    await_quiet: bool


def pack(job: Job, *, await_quiet: bool) -> tuple[FleetOrder, Bundles]:
    """The order that an experiment comes to, and the files that go with it.

    What is built in or downloaded is had by each host itself.

    Raises:
        ModelError: A model or a file that inputs are fed from is not here.
    """
    bundles: dict[str, tuple[tuple[str, Path], ...]] = {}

    def bundled(found: Iterable[tuple[str, Path]]) -> str:
        files = tuple(found)
        named = json.dumps([(name, models.hash_of(path)) for name, path in files])
        sha256 = hashlib.sha256(named.encode()).hexdigest()
        bundles[sha256] = files
        return sha256

    def source(given: ModelSource) -> ModelSource:
        if given.kind != "file":
            return given
        paths = models.obtain(given, cache=job.cached("models")).paths
        first, base = paths[0], paths[0].parent
        folder = bundled((path.relative_to(base).as_posix(), path) for path in paths)
        return replace(given, location=f"{folder}/{first.name}")

    def feed(given: Feed) -> Feed:
        named = [(f"{number}-{Path(file).name}", Path(file)) for number, file in enumerate(given.files)]
        folder = bundled(named) if named else ""
        return replace(given, files=tuple(f"{folder}/{name}" for name, _ in named))

    plan = _with_places(job.plan, source, feed)
    identity = hashlib.sha256(f"{plan}{await_quiet}{__version__}".encode()).hexdigest()[:12]
    key = f"ovreport-{job.slug}-{identity}"
    return FleetOrder(key=key, plan=plan, bundles=tuple(bundles), await_quiet=await_quiet), bundles


def unpacked(order: FleetOrder, folder: Path) -> Plan:
    """The plan of an order with the files of a host's folder of bundles."""
    return _with_places(
        order.plan,
        lambda source: (
            replace(source, location=str(folder / source.location)) if source.kind == "file" else source
        ),
        lambda feed: replace(feed, files=tuple(str(folder / file) for file in feed.files)),
    )


def _with_places(
    plan: Plan, source: Callable[[ModelSource], ModelSource], feed: Callable[[Feed], Feed]
) -> Plan:
    """A plan whose measured cells have their files elsewhere."""
    source, feed = cache(source), cache(feed)
    cells = tuple(
        replace(
            cell,
            setting=replace(
                cell.setting,
                model=source(cell.setting.model),
                inputs=tuple(feed(each) for each in cell.setting.inputs),
            ),
        )
        if cell.measured
        else cell
        for cell in plan.cells
    )
    return replace(plan, cells=cells)
