"""What the commands do, in the order of the rooms before: measure, judge, foretell. Prints nothing.

Each module is one task and is imported by itself, as `from ovreport.workflow import measure`: a command then
loads what it needs and no more (measuring needs no SciPy, judging no OpenVINO).

- `measure`: obtains models, measures what is missing and keeps it
- `pending`: what is left to measure, and the records that it would go on from
- `further`: which further rounds open questions get
- `preflight`: what keeps an experiment from being measured here
- `estimate`: how much work is left, and how long it takes
- `status`: what is known of an experiment on each host
- `releases`: which releases of OpenVINO an experiment names, and a folder with each
- `report`: from an experiment and its records to reports
- `comparing`: two results beside one another, and several over time
- `noise_floor`: one configuration under two labels
- `rounds`: how many rounds each question needs
- `time_taken`: what measuring has taken, and for what the budget leaves time
- `benchmark_app`: what OpenVINO's own program reports
- `importing`: results of other programs into experiment files and results folders
- `replicating`: the plan of somebody else, measured here, and what became of its statements
- `words`: durations and counts as people say them
"""

from ovreport.workflow.job import Job, attempt

__all__ = [
    "Job",
    "attempt",
    "benchmark_app",
    "comparing",
    "estimate",
    "further",
    "importing",
    "measure",
    "noise_floor",
    "pending",
    "preflight",
    "releases",
    "replicating",
    "report",
    "rounds",
    "status",
    "time_taken",
    "words",
]
