"""Measure cells with OpenVINO, each trial in a process of its own, and yield one record a trial."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ovreport.run.fed_files import data_sha256
    from ovreport.run.hardware import Device, missing
    from ovreport.run.inputs import FedInput, UnfillableError, fill, refuse_types
    from ovreport.run.interrupts import SecondInterrupt
    from ovreport.run.progress import Progress, Running, Silent, Summary
    from ovreport.run.quota import granted
    from ovreport.run.session import devices, measure

__all__ = [
    "Device",
    "FedInput",
    "Progress",
    "Running",
    "SecondInterrupt",
    "Silent",
    "Summary",
    "UnfillableError",
    "data_sha256",
    "devices",
    "fill",
    "granted",
    "measure",
    "missing",
    "refuse_types",
]

_HOMES = {
    "Device": "hardware",
    "FedInput": "inputs",
    "Progress": "progress",
    "Running": "progress",
    "SecondInterrupt": "interrupts",
    "Silent": "progress",
    "Summary": "progress",
    "UnfillableError": "inputs",
    "data_sha256": "fed_files",
    "devices": "session",
    "fill": "inputs",
    "granted": "quota",
    "measure": "session",
    "missing": "hardware",
    "refuse_types": "inputs",
}


def __getattr__(name: str) -> object:
    """Import what is asked for: a worker passes through this module and must not carry the runner along."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"ovreport.run.{_HOMES[name]}"), name)
    globals()[name] = value
    return value
