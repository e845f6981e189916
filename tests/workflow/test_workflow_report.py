"""From an experiment and its records to reports."""

from __future__ import annotations

import dataclasses
from importlib.metadata import PackageNotFoundError

import pytest

from ovreport.cli import experiments
from ovreport.workflow import pending, report
from tests.cli.stand_in import Simulated, command, experiment


def test_a_system_without_openvinos_metadata_has_no_version(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(package: str) -> str:
        raise PackageNotFoundError(package)

    monkeypatch.setattr(pending, "version", unknown)
    assert pending.openvino_version() == ""


def test_a_report_takes_its_measuring_time_from_the_records(simulated: Simulated) -> None:
    experiment()
    command("run", "--seconds", "0.2")
    (job,) = experiments.load(None)
    (inputs,) = report.inputs(job)
    assert report.build(job, inputs).analysis.plan.measure.seconds == 0.2
    assert dataclasses.replace(inputs, headers=()).files(job.results) == {}
