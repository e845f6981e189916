"""What commands say of sound records that do not belong to an experiment as it is now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from ovreport.workflow.words import counted

if TYPE_CHECKING:
    from ovreport.records import LeftOut


def lines(found: Iterable[LeftOut], of: str) -> Iterator[str]:
    """A sentence for every reason, which begins with whose records they are."""
    for one in found:
        verb = "is" if one.records == 1 else "are"
        yield f"{of}: {counted(one.records, 'record')} {verb} left out: {why(one)}."


def why(one: LeftOut) -> str:
    """The reason in half a line."""
    told = {
        "openvino": f"measured with OpenVINO {one.was}, now {one.now}",
        "inputs": f"fed from files that have changed (SHA-256 {one.was}, now {one.now})",
        "network": f"measured with another file of {one.network} (SHA-256 {one.was}, now {one.now})",
        "measure": f"measured in another way ({one.was}, now {one.now})",
        "cell": "of configurations that the experiment file does not have",
    }
    return told[one.why]


def as_json(one: LeftOut) -> dict[str, Any]:
    """For other programs, with the reason in words beside its parts."""
    from ovreport import codec  # NumPy is needed by few commands

    return {"reason": why(one), **codec.to_json(one)}
