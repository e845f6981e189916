"""The devices that OpenVINO sees here, and whether a device that is asked for is among them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ovreport.records import Fact

_ANY_OF = "AUTO"
"""The virtual device that runs on any one of those that it names."""

_ALL_OF = ("MULTI", "HETERO", "BATCH")
"""Virtual devices that need every one that they name. OpenVINO lets MULTI run on those that are there, which
would be another device under its name."""

_PART = re.compile(r"^([A-Za-z_]\w*)(?:\.(\w+))?$")

_SIZE = re.compile(r"\(\d+\)$")
"""The batch size in `BATCH:GPU(4)`."""


@dataclass(frozen=True, kw_only=True)
class Device:
    """One device of this machine.

    Attributes:
        name: As it is asked for: `CPU`, `GPU.0`.
        full_name: As it calls itself.
        capabilities: OPTIMIZATION_CAPABILITIES.
        properties: Pairs of property and value, those that describe the hardware.
    """

    name: str
    full_name: str
    capabilities: tuple[str, ...] = ()
    properties: tuple[tuple[str, str], ...] = ()

    def facts(self) -> tuple[Fact, ...]:
        """What a record says about this device; its key begins with the device's name."""
        known = [
            ("full_name", self.full_name),
            ("capabilities", " ".join(self.capabilities)),
            *self.properties,
        ]
        return tuple(
            Fact(group="device", key=f"{self.name}.{key.lower()}", value=value)
            for key, value in known
            if value
        )


def missing(asked: str, present: tuple[str, ...]) -> str | None:
    """The device that `asked` needs and that is not present, or `None`.

    `AUTO:GPU,CPU` runs on the CPU alone where there is no GPU, so it misses nothing: what it ran on is read
    back from the compiled model. Without a list AUTO takes what it finds.
    """
    kind, _, rest = asked.partition(":")
    parts = [_SIZE.sub("", part.strip()) for part in rest.split(",") if part.strip()]
    if kind == _ANY_OF:
        wanted = [part for part in parts if not part.startswith("-")]
        absent = [part for part in wanted if not _is_there(part, present)]
        return " or ".join(absent) if wanted and len(absent) == len(wanted) else None
    if kind in _ALL_OF:
        return next((part for part in parts if not _is_there(part, present)), None)
    return None if _is_there(asked, present) else asked


def _is_there(part: str, present: tuple[str, ...]) -> bool:
    """`GPU` is there when any GPU is, `GPU.0` also when the only GPU is called `GPU`."""
    match = _PART.match(part)
    if match is None:
        return True  # OpenVINO will say what it thinks of the name
    name, index = match.groups()
    known = {each.partition(".")[0] for each in present}
    if index is None or (index == "0" and name in present):
        return name in known
    return f"{name}.{index}" in present
