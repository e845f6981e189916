"""Measure cells with OpenVINO, each trial in a process of its own, and yield one record a trial."""

from ovreport.run.devices import Device
from ovreport.run.progress import Progress, Running, Silent, Summary
from ovreport.run.session import devices, measure

__all__ = ["Device", "Progress", "Running", "Silent", "Summary", "devices", "measure"]
