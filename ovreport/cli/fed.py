"""The files that inputs are fed from, as far as they are here."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ovreport.errors import ModelError
from ovreport.run.fed_files import data_sha256

if TYPE_CHECKING:
    from ovreport.plan import Plan


def data_of(plan: Plan, note: Callable[[ModelError], None]) -> dict[str, str | None]:
    """The hash of what every measured cell is fed from files, `None` where that is no file.

    A cell whose files cannot be had is left out; why is noted, each reason once.
    """
    found: dict[str, str | None] = {}
    told = set()
    for cell in plan.cells:
        if not cell.measured:
            continue
        try:
            found[cell.id] = data_sha256(cell.setting.inputs)
        except ModelError as error:
            if str(error) not in told:
                note(error)
            told.add(str(error))
    return found


def known(data: dict[str, str | None]) -> dict[str, str]:
    """Without the cells that are fed from no file."""
    return {cell: sha256 for cell, sha256 in data.items() if sha256 is not None}
