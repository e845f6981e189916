"""Which hosts of a fleet measure an experiment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

from ovreport import __version__
from ovreport.errors import SpecError
from ovreport.plan import WantedHosts
from ovreport.run import hardware
from ovreport.workflow import Job


@dataclass(frozen=True, kw_only=True)
class FleetHost:
    """A host of a fleet, as it describes itself.

    Attributes:
        cores: Physical ones.
        devices: As OpenVINO names them.
    """

    name: str
    cores: int
    devices: tuple[str, ...]

    @classmethod
    def of(cls, name: str, told: Any) -> Self | str:
        """What a worker told of itself, or why it is no host for this desk."""
        match told:
            case {"version": str(version), "cores": int(cores), "devices": list(devices)}:
                if version != __version__:
                    has = f"it has ovreport {version[:40]}, this desk has {__version__}"
                    return f"{has}. Install the same there."
                return cls(name=name, cores=cores, devices=tuple(map(str, devices)))
        return f"it cannot say what it is: {str(told)[:200]}"


def chosen(job: Job, there: Sequence[FleetHost], named: Sequence[str]) -> tuple[FleetHost, ...]:
    """The hosts that measure an experiment: those that the command names, or else that its file asks for.

    Raises:
        SpecError: One that is named is not there, or none meets the conditions.
    """
    wanted = WantedHosts(names=tuple(named)) if named else job.plan.hosts
    names = ", ".join(sorted(each.name for each in there)) or "none"
    if absent := sorted(set(wanted.names) - {each.name for each in there}):
        asked = "--hosts" if named else f"{job.path}: hosts"
        raise SpecError(f"{asked}: {', '.join(absent)}: not in the fleet, which has: {names}.")
    found = tuple(each for each in there if not _objection(each, wanted))
    if not found:
        why = "; ".join(f"{each.name}: {_objection(each, wanted)}" for each in there)
        raise SpecError(f"{job.path}: hosts: no host of the fleet meets the conditions ({why or names}).")
    return found


def _objection(one: FleetHost, wanted: WantedHosts) -> str:
    """Why a host does not measure an experiment; empty where it does."""
    if wanted.names and one.name not in wanted.names:
        return "is not named"
    for device in wanted.has:
        if hardware.missing(device, one.devices):
            return f"has no {device}"
    least, most = wanted.cores
    if one.cores < least or (most is not None and one.cores > most):
        return f"has {one.cores} cores"
    return ""
