"""What an experiment's records answer, as the release that this runs with judges them.

    python -P benchmarks/asked.py FILE.yaml

Prints JSON: the questions of the first host, which are the contrasts of the factors that the text discusses.
Run as a file of its own, since the release is often not that of this checkout; so it imports nothing but it.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ovreport import plan, spec
from ovreport.analysis.metrics import METRICS
from ovreport.analysis.results import Analysis, Contrast
from ovreport.workflow import Job, report

try:
    from ovreport.analysis.choice import is_small
except ImportError:  # a release that tells no difference whose size is open

    def is_small(contrast: Contrast) -> bool:  # noqa: ARG001 - as the release's own
        """Never."""
        return False


ANSWERING = ("throughput", "undisturbed")
"""The metrics whose verdict answers a question; releases before the second one have the first alone."""


def analysed(file: Path) -> Analysis:
    """The analysis of the records beside an experiment file."""
    made = plan.expand(spec.load(file))
    job = Job(path=file, plan=made, results=file.parent / "results")
    return report.build(job, report.inputs(job)[0]).analysis


def questions(analysis: Analysis) -> Iterator[dict[str, Any]]:
    """Each question once, with what every metric says about it; sides that are one in force are none."""
    found: dict[tuple[object, ...], dict[str, Any]] = {}
    for effect in analysis.effects:
        if effect.metric not in ANSWERING:
            continue
        for contrast in effect.contrasts:
            if contrast.same_in_force:
                continue
            name = (contrast.factor, contrast.level, contrast.reference_level, *contrast.conditions)
            entry = found.setdefault(
                name,
                {
                    "factor": contrast.factor,
                    "level": contrast.level,
                    "reference": contrast.reference_level,
                    "conditions": [list(pair) for pair in contrast.conditions],
                    "said": {},
                },
            )
            entry["said"][contrast.metric] = _said(contrast)
    yield from found.values()


def _said(contrast: Contrast) -> dict[str, Any]:
    """The verdict and the gain: above 1 the level is the better one, whatever the metric counts.

    `surely` where a page tells which one is better, although whether by more than the margin is open.
    """
    estimate = contrast.estimate
    gains: list[float] = []
    if estimate is not None:
        gains = [estimate.low, estimate.ratio, estimate.high]
        if not METRICS[contrast.metric].larger_is_better:
            gains = [1 / gain for gain in reversed(gains)]
    return {
        "verdict": contrast.verdict.value,
        "gain": gains,
        "surely": is_small(contrast),
        "margin": contrast.margin,
        "alike": contrast.alike,
        "rounds": estimate.rounds if estimate else 0,
    }


def main() -> None:
    """Print what is asked and answered."""
    found = analysed(Path(sys.argv[1]))
    told = {
        "openvino": found.openvino_version,
        "rounds": found.rounds,
        "measured_seconds": found.measured_seconds,
        "questions": list(questions(found)),
    }
    json.dump(told, sys.stdout, ensure_ascii=False)


if __name__ == "__main__":
    main()
