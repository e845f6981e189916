"""The files that inputs are fed from, as far as they are here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from ovreport.errors import ModelError
from ovreport.models import is_open, spelled
from ovreport.records import Tensor
from ovreport.run.fed_files import data_sha256

if TYPE_CHECKING:
    from ovreport.models import Wanted
    from ovreport.plan import Plan, Setting


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


def unfillable(wanted: Sequence[Wanted]) -> str | None:
    """Why an input cannot be filled whatever the experiment says; `None` where all can."""
    from ovreport.run.inputs import UnfillableError, refuse_types  # only files of models need it

    try:
        refuse_types([_tensor(each) for each in wanted])
    except UnfillableError as error:
        return str(error)
    return None


def objection(setting: Setting, wanted: Sequence[Wanted], *, seed: int) -> str | None:
    """Why inputs cannot be filled as the experiment says; `None` where they can.

    Args:
        setting: One whose files are there.
        wanted: The inputs of its model, with the shapes that it is to have.
        seed: Of what is drawn.
    """
    from ovreport.run.inputs import FedInput, UnfillableError, fill  # only files that give inputs need it

    ports = [FedInput(tensor=_tensor(each), names=each.port.names) for each in wanted]
    try:
        fill(ports, setting.inputs, seed=seed, rows_in_turn=setting.batch is not None)
    except (UnfillableError, ModelError) as error:
        return str(error)
    return None


def _tensor(wanted: Wanted) -> Tensor:
    """An input as the runner would find it: an open dimension has its least, and 1 where that is nothing."""
    dimensions = wanted.port.dimensions
    dynamic = dimensions is None or any(map(is_open, dimensions))
    return Tensor(
        name=wanted.port.name,
        type=wanted.port.type,
        shape=tuple(max(least, 1) if least != most else least for least, most in dimensions or ()),
        dynamic=spelled(dimensions) if dynamic else "",
        batch_place=wanted.batch_place,
    )
