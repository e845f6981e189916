"""Which cells are one setting in force."""

from __future__ import annotations

from collections.abc import Sequence

from ovreport.analysis import mismatches
from ovreport.analysis.results import CellResult

HINTS = ("PERFORMANCE_HINT", "PERFORMANCE_HINT_NUM_REQUESTS", "MODEL_PRIORITY")
"""Read back as asked for; what they led to is compared instead."""


def same_in_force(cells: Sequence[CellResult]) -> tuple[tuple[str, ...], ...]:
    """Groups of cells that were asked for differently and turned out to be one setting on this device.

    Cells that were asked for alike (two labels of one configuration) are no group by themselves. Cells that
    ask differently for something that the device does not tell are not known to be one.
    """
    groups: dict[object, list[CellResult]] = {}
    for cell in cells:
        key = _in_force(cell)
        if key is not None:
            groups.setdefault(key, []).append(cell)
    return tuple(
        tuple(cell.cell.id for cell in members)
        for members in groups.values()
        if any(cell.cell.setting != members[0].cell.setting for cell in members)
    )


def _in_force(cell: CellResult) -> object | None:
    force, setting = cell.in_force, cell.cell.setting
    if force is None or cell.model is None:
        return None
    return (
        cell.openvino_version,
        cell.model.sha256,
        cell.model.inputs,
        cell.batch,
        setting.mode,
        setting.inputs,
        setting.state if cell.model.variables else None,
        setting.storage,  # unset is as in the file, which may hold either
        setting.disturbance,
        force.devices,
        force.precision,
        force.primitives,
        force.streams,
        force.threads,
        force.requests,
        tuple(entry for entry in force.properties if entry[0] not in HINTS),
        tuple(each for each in setting.properties if each[0] in mismatches.untold(setting, force)),
    )
