"""Which records belong together, and what is left to measure. Pure: no file is touched here."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ovreport.plan import Block, Cell, Plan
from ovreport.records import PERMANENT_FAILURES, LeftOut
from ovreport.store.headers import RecordHeader, measure_key


@dataclass(frozen=True, kw_only=True)
class Present:
    """What decides, beside the cell, whether a stored trial is the one that is asked for.

    Attributes:
        measure: See `headers.measure_key`.
        openvino: Version of every cell, of the release that it asks for.
        models: SHA-256 of every model by its name in the experiment.
        data: SHA-256 of what is fed from files, by cell; without those that are fed from none.
    """

    measure: str
    openvino: Mapping[str, str]
    models: Mapping[str, str]
    data: Mapping[str, str] = field(default_factory=dict)

    def matches(self, header: RecordHeader) -> bool:
        """Whether the trial was measured in this way, with this model, these inputs and this OpenVINO."""
        return (
            header.measure == self.measure
            and header.openvino_version == self.openvino.get(header.cell_id)
            and header.model_sha256 in (None, self.models.get(header.model))
            and header.data_sha256 == self.data.get(header.cell_id)
        )


def newest(plan: Plan, headers: Iterable[RecordHeader]) -> Present | None:
    """What was measured last on one host, preferring trials measured as the plan says; `None`: nothing.

    This is for rendering without measuring, where the models and OpenVINO need not be there.
    """
    ids = _ids(plan)
    ours = [header for header in headers if header.cell_id in ids]
    as_planned = [header for header in ours if header.measure == measure_key(plan.measure)]
    by_time = sorted(as_planned or ours, key=lambda header: (header.started_utc_ns, header.path))
    if not by_time:
        return None
    last, asked = by_time[-1], {cell.id: cell.setting.openvino for cell in plan.cells if cell.measured}
    versions = {asked[header.cell_id]: header.openvino_version for header in by_time}  # the last one stays
    models = {
        header.model: header.model_sha256
        for header in by_time
        if header.model_sha256
        and (header.measure, header.openvino_version) == (last.measure, versions[asked[header.cell_id]])
    }
    data = {header.cell_id: header.data_sha256 for header in by_time if header.data_sha256}
    openvino = {cell: versions[release] for cell, release in asked.items() if release in versions}
    return Present(measure=last.measure, openvino=openvino, models=models, data=data)


def belonging(plan: Plan, headers: Iterable[RecordHeader], now: Present) -> tuple[RecordHeader, ...]:
    """The trials of a plan that were measured alike; a failure that was made good later is left out."""
    ids = _ids(plan)
    ours = [header for header in headers if header.cell_id in ids and now.matches(header)]
    good = {(header.round, header.cell_id) for header in ours if header.failure is None}
    measured = {cell_id for _, cell_id in good}
    last = {(header.round, header.cell_id): header for header in ours}

    def stands(header: RecordHeader) -> bool:
        if header.failure in ("no-device", "no-release"):
            return header.cell_id not in measured
        key = (header.round, header.cell_id)
        return header.failure is None or (key not in good and last[key] is header)

    return tuple(header for header in ours if stands(header))


def left_out(plan: Plan, headers: Iterable[RecordHeader], now: Present | None) -> tuple[LeftOut, ...]:
    """Trials with timings that are not among those that belong, counted by the reason.

    Of several reasons the first counts: the cell, OpenVINO, the model, the files that inputs are fed from,
    the way of measuring. What is not at hand is no reason.
    """
    ids = _ids(plan)
    found = Counter(
        why
        for header in headers
        if header.failure is None and (why := _why_not(header, ids, now)) is not None
    )
    order = ("cell", "openvino", "network", "inputs", "measure")
    counted = [replace(why, records=number) for why, number in found.items()]
    return tuple(sorted(counted, key=lambda one: (order.index(one.why), one.network, one.was)))


def _why_not(header: RecordHeader, ids: Collection[str], now: Present | None) -> LeftOut | None:
    if now is None or header.cell_id not in ids:
        return LeftOut(why="cell", records=0)
    version = now.openvino.get(header.cell_id)
    if version is not None and header.openvino_version != version:
        return LeftOut(why="openvino", records=0, was=header.openvino_version, now=version)
    network = now.models.get(header.model)
    if network is not None and header.model_sha256 not in (None, network):
        was = (header.model_sha256 or "")[:_SHOWN]
        return LeftOut(why="network", records=0, was=was, now=network[:_SHOWN], network=header.model)
    fed = now.data.get(header.cell_id)
    if fed is not None and header.data_sha256 != fed:
        return LeftOut(why="inputs", records=0, was=(header.data_sha256 or "")[:_SHOWN], now=fed[:_SHOWN])
    if header.measure != now.measure:
        was, instead = _differing(header.measure, now.measure)
        return LeftOut(why="measure", records=0, was=was, now=instead)
    return None


_SHOWN = 12
"""Digits of a hash that are told."""


def _differing(one: str, other: str) -> tuple[str, str]:
    """The keys in which two ways of measuring differ, as the experiment file has them."""
    first, second = json.loads(one), json.loads(other)
    keys = [key for key in first if first[key] != second.get(key)]

    def told(values: Mapping[str, object]) -> str:
        return ", ".join(f"{key}: {values[key]}" for key in keys if values.get(key) is not None)

    return told(first), told(second)


def done(
    plan: Plan, headers: Iterable[RecordHeader], *, unmeasurable: Collection[str] = ()
) -> frozenset[tuple[int, str]]:
    """Pairs of round and cell id that need no further trial.

    Args:
        plan: The experiment.
        headers: Trials that belong.
        unmeasurable: Cells that cannot be measured now; like those that proved it, they are done.
    """
    known = tuple(headers)
    good = {(header.round, header.cell_id) for header in known if header.failure is None}
    rounds = range(1, plan.measure.most_rounds + 1)
    never = permanent_failures(known).union(unmeasurable)
    return frozenset(good | {(number, cell_id) for number in rounds for cell_id in never})


def permanent_failures(headers: Iterable[RecordHeader]) -> frozenset[str]:
    """Cells that proved that they cannot be measured with this model and this OpenVINO."""
    return frozenset(
        header.cell_id for header in headers if header.failure in PERMANENT_FAILURES and header.model_sha256
    )


def remaining(
    plan: Plan,
    blocks: Sequence[Block],
    finished: frozenset[tuple[int, str]],
    taken: Iterable[tuple[int, int]],
    *,
    unmeasurable: Collection[str] = (),
) -> tuple[Block, ...]:
    """The blocks that are still to be measured.

    A block that is wholly missing is measured as it was planned. Of one that was interrupted, a further
    group measures the missing cells, with the baseline cell beside them so that they can be compared.

    Args:
        plan: The experiment.
        blocks: All blocks of the plan.
        finished: See `done`.
        taken: Pairs of round and group whose numbers are in use on this host; see `folder.Listing.taken`.
        unmeasurable: Cells that cannot be measured, be it the baseline.
    """
    used: dict[int, int] = {}
    for number, group in taken:
        used[number] = max(used.get(number, -1), group)
    left = []
    for block in blocks:
        if cells := _missing(plan, block, finished, unmeasurable):
            group = used[block.round] + 1 if block.round in used else block.group
            used[block.round] = max(group, used.get(block.round, -1))
            left.append(Block(round=block.round, group=group, cells=cells))
    return tuple(left)


def _missing(
    plan: Plan, block: Block, finished: frozenset[tuple[int, str]], unmeasurable: Collection[str]
) -> tuple[Cell, ...]:
    """The missing cells of a block and, if there is hope for it, the baseline cell, in the block's order."""
    missing = {cell.id for cell in block.cells} - {
        cell_id for turn, cell_id in finished if turn == block.round
    }
    wanted = missing | ({plan.baseline}.difference(unmeasurable) if missing else set())
    return tuple(cell for cell in block.cells if cell.id in wanted)


def _ids(plan: Plan) -> frozenset[str]:
    return frozenset(cell.id for cell in plan.cells if cell.measured)
