"""What was asked for and not given, judged once: caveats, claims and commentary all read it here."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from ovreport.plan import Setting
from ovreport.records import CAPABILITIES, Fact, InForce

What = Literal["device", "precision", "rest", "emulated", "streams", "threads", "property"]
"""What can be asked for and not given, from the most to the least that it changes."""

CHOOSING = frozenset({"AUTO", "MULTI", "HETERO", "BATCH"})
"""Virtual devices, which choose among others."""


@dataclass(frozen=True, kw_only=True)
class SettingMismatch:
    """A setting that was asked for and not given.

    Attributes:
        what: The `rest` is the precision of the layers that do not compute in INT8.
        requested, effective: In the words of the setting and of the device; both are the precision where it
            is `emulated`. Several devices that execute are joined by a plus sign. A property is requested as
            `NAME=VALUE`, and a value is effective.
    """

    what: What
    requested: str
    effective: str


def between(setting: Setting, given: InForce | None) -> tuple[SettingMismatch, ...]:
    """Everything that `setting` asks for and that the compiled model does not report.

    What the setting leaves to OpenVINO is no request, and what the device does not tell is not refused.

    - A precision is refused where another one is in force. One that is in force although the device lacks it
      is emulated. What computes in INT8 is so by the model, whatever is asked for: only the other layers
      that do arithmetic can be refused a precision, and where there are none nothing is.
    - A number of streams or threads is refused where another number is in force; automatic streams are no
      number.
    - A property is refused where another value is read back; `alike` says when text means one value.
    - A device is refused where it does not execute, or not alone; its number (`GPU.0`) does not matter.
    - Of the devices that MULTI lists all have to execute. The lists of AUTO and HETERO are in the order of
      preference, so the first one has to, alone or with others. Without a list the choice is OpenVINO's.
    """
    return () if given is None else tuple(_refused(setting, given))


def _refused(setting: Setting, given: InForce) -> Iterator[SettingMismatch]:
    quantised, layers = given.int8
    if quantised and quantised == layers:
        pass
    elif setting.precision and given.precision and given.precision != setting.precision:
        yield SettingMismatch(
            what="rest" if quantised else "precision", requested=setting.precision, effective=given.precision
        )
    elif setting.precision and given.emulated:
        yield SettingMismatch(what="emulated", requested=setting.precision, effective=setting.precision)
    if isinstance(setting.streams, int) and given.streams is not None and given.streams != setting.streams:
        yield SettingMismatch(what="streams", requested=str(setting.streams), effective=str(given.streams))
    if setting.threads is not None and given.threads is not None and given.threads != setting.threads:
        yield SettingMismatch(what="threads", requested=str(setting.threads), effective=str(given.threads))
    for name, asked in setting.properties:
        found = told(given, name)
        if found is not None and not alike(asked, found):
            yield SettingMismatch(what="property", requested=f"{name}={asked}", effective=found)
    executing = tuple(dict.fromkeys(_unbracketed(device) for device in given.devices))
    if executing and not _granted(setting.device, executing):
        yield SettingMismatch(what="device", requested=setting.device, effective="+".join(executing))


def told(given: InForce, name: str) -> str | None:
    """What the compiled model tells of a property, or all devices beneath it alike; `None`: nothing."""
    known = dict(given.properties)
    if name in known:
        return known[name]
    beneath = {value for key, value in known.items() if key.endswith(f".{name}")}
    return beneath.pop() if len(beneath) == 1 else None


def beneath(given: InForce, name: str) -> tuple[tuple[str, str], ...]:
    """What each of several devices tells of a property by itself, in the order of EXECUTION_DEVICES."""
    known = dict(given.properties)
    told_by = ((device, known.get(f"{device}.{name}")) for device in map(_unbracketed, given.devices))
    return tuple((device, value) for device, value in told_by if value is not None)


def emulating(given: InForce, facts: Iterable[Fact]) -> tuple[str, ...]:
    """Of several devices that compute in precisions of their own those that list no capability for theirs."""
    listed = {fact.key: fact.value.split() for fact in facts if fact.group == "device"}
    return tuple(
        device
        for device, precision in beneath(given, "INFERENCE_PRECISION_HINT")
        if precision in CAPABILITIES
        and CAPABILITIES[precision] not in listed.get(f"{device}.capabilities", CAPABILITIES.values())
    )


def untold(setting: Setting, given: InForce) -> tuple[str, ...]:
    """Properties that are asked for and of which the device does not tell whether they are in force."""
    return tuple(name for name, asked in setting.properties if told(given, name) is None)


_LEFT_OPEN = frozenset({"auto", "default", "undefined", "dynamic"})
"""Values that leave the choice to OpenVINO, as automatic streams do."""

_YES, _NO = frozenset({"yes", "true", "on"}), frozenset({"no", "false", "off", "none"})

_BETWEEN = re.compile(r"[\s,;]+")
_BRACKETS = "[](){}"


def alike(asked: str, given: str) -> bool:
    """Whether two spellings mean one value of a property, or the one asked for leaves it open.

    OpenVINO takes text and hands out typed values: `YES` comes back as `True`, `0.5` as a single-precision
    number, a list with other separators, an enumeration with or without its type's name before it. Of a path
    records hold the last name alone.
    """
    if asked.strip().lower() in _LEFT_OPEN or asked.lstrip().startswith("{"):
        return True  # a mapping speaks to devices beneath
    first, second = (_BETWEEN.split(text.strip(_BRACKETS + " ")) for text in (asked, given))
    return len(first) == len(second) and all(map(_one_value, first, second))


def _one_value(asked: str, given: str) -> bool:
    one, other = (re.split(r"[/\\]", text.strip("\"'"))[-1].lower() for text in (asked, given))
    if one == other or one.endswith(f"_{other}") or other.endswith(f"_{one}"):
        return True
    numbers = [_number(one), _number(other)]
    if None not in numbers:
        return math.isclose(*(number or 0.0 for number in numbers), rel_tol=1e-5)
    meanings = {_truth(one), _truth(other)}
    return len(meanings) == 1 and None not in meanings


def _truth(word: str) -> bool | None:
    if word in _YES | {"1"}:
        return True
    return False if word in _NO | {"0"} or word.endswith("_none") else None


def _number(word: str) -> float | None:
    try:
        return float(word)
    except ValueError:
        return None


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
