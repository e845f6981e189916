"""Measure cells with OpenVINO, each trial in a process of its own, and yield one record a trial."""
