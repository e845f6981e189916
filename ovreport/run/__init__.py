"""Measure cells with OpenVINO, each trial in a process of its own, and yield one record a trial.

Each module of the door is used by itself, as `from ovreport.run import session`: a worker passes through here
and must not carry the runner along.

- `session`: measures blocks of a plan, and knows the devices of this machine
- `progress`: what is told meanwhile
- `interrupts`: Ctrl-C, put off until what was measured is kept
- `hardware`: devices, and which one is missing
- `health`: what on this host will disturb measurements
- `quota`: what a control group grants
- `releases`: what a release of OpenVINO is to the runner, and how a worker starts with it
- `inputs`, `fed_files`: what inputs are filled with
"""

__all__ = [
    "fed_files",
    "hardware",
    "health",
    "inputs",
    "interrupts",
    "progress",
    "quota",
    "releases",
    "session",
]
