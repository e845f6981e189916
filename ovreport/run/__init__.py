"""Measure cells with OpenVINO, each trial in a process of its own, and yield one record a trial."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ovreport.run.hardware import Device
    from ovreport.run.progress import Progress, Running, Silent, Summary
    from ovreport.run.session import devices, measure

__all__ = ["Device", "Progress", "Running", "Silent", "Summary", "devices", "measure"]

_HOMES = {
    "Device": "hardware",
    "Progress": "progress",
    "Running": "progress",
    "Silent": "progress",
    "Summary": "progress",
    "devices": "session",
    "measure": "session",
}


def __getattr__(name: str) -> object:
    """Import what is asked for: a worker passes through this module and must not carry the runner along."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"ovreport.run.{_HOMES[name]}"), name)
    globals()[name] = value
    return value
