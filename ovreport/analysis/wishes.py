"""What was asked for and not given, judged once: doubts, claims and commentary all read it here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from ovreport.plan import Setting
from ovreport.records import InForce

What = Literal["device", "precision", "rest", "emulated", "streams", "threads"]
"""What can be asked for and not given, from the most to the least that it changes."""

CHOOSING = frozenset({"AUTO", "MULTI", "HETERO", "BATCH"})
"""Virtual devices, which choose among others."""


@dataclass(frozen=True, kw_only=True)
class Wish:
    """A setting that was asked for and not given.

    Attributes:
        what: The `rest` is the precision of the layers that do not compute in INT8.
        asked, given: In the words of the setting and of the device; both are the precision where it is
            `emulated`. Several devices that execute are joined by a plus sign.
    """

    what: What
    asked: str
    given: str


def refused(setting: Setting, given: InForce | None) -> tuple[Wish, ...]:
    """Everything that `setting` asks for and that the compiled network does not report.

    What the setting leaves to OpenVINO is no wish, and what the device does not tell is not refused.

    - A precision is refused where another one is in force. One that is in force although the device lacks it
      is emulated. What computes in INT8 is so by the network, whatever is asked for: only the other layers
      that do arithmetic can be refused a precision, and where there are none nothing is.
    - A number of streams or threads is refused where another number is in force; automatic streams are no
      number.
    - A device is refused where it does not execute, or not alone; its number (`GPU.0`) does not matter.
    - Of the devices that MULTI lists all have to execute. The lists of AUTO and HETERO are in the order of
      preference, so the first one has to, alone or with others. Without a list the choice is OpenVINO's.
    """
    return () if given is None else tuple(_refused(setting, given))


def _refused(setting: Setting, given: InForce) -> Iterator[Wish]:
    quantised, layers = given.int8
    if quantised and quantised == layers:
        pass
    elif setting.precision and given.precision and given.precision != setting.precision:
        yield Wish(what="rest" if quantised else "precision", asked=setting.precision, given=given.precision)
    elif setting.precision and given.emulated:
        yield Wish(what="emulated", asked=setting.precision, given=setting.precision)
    if isinstance(setting.streams, int) and given.streams is not None and given.streams != setting.streams:
        yield Wish(what="streams", asked=str(setting.streams), given=str(given.streams))
    if setting.threads is not None and given.threads is not None and given.threads != setting.threads:
        yield Wish(what="threads", asked=str(setting.threads), given=str(given.threads))
    executing = tuple(dict.fromkeys(_unbracketed(device) for device in given.devices))
    if executing and not _granted(setting.device, executing):
        yield Wish(what="device", asked=setting.device, given="+".join(executing))


def _granted(asked: str, executing: Iterable[str]) -> bool:
    """Whether the devices that execute are those that were asked for."""
    kind, _, listed = asked.partition(":")
    found = {_family(device) for device in executing}
    if kind not in CHOOSING:
        return found == {_family(asked)}
    named = [_family(part) for part in listed.split(",") if part and not part.strip().startswith("-")]
    return found.issuperset(named if kind == "MULTI" else named[:1])


def _unbracketed(device: str) -> str:
    """`CPU` for `(CPU)`, one that stands in for another."""
    return device[1:-1] if device.startswith("(") else device


def _family(device: str) -> str:
    """`GPU` for `GPU.1` and for `GPU(4)`, a device with its batch size."""
    return device.strip().split("(")[0].split(".")[0]
