"""Measure the plan of a published experiment here, and hold its conclusions against that."""

from __future__ import annotations

import math
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from ovreport import models
from ovreport.errors import ModelError, SpecError, VerifyError
from ovreport.plan import Measure, ModelSource, Plan
from ovreport.workflow import estimate, report
from ovreport.workflow.estimate import WorkEstimate
from ovreport.workflow.job import Job
from ovreport.workflow.preflight import PreflightChecks
from ovreport.workflow.report import ReportInputs
from ovreport.workflow.words import counted, duration

if TYPE_CHECKING:
    from ovreport.claims.replicated import Replication

MOST_ROUNDS, MOST_SECONDS = 1000, 3600.0
"""Of a plan that somebody else's records name; an experiment file can ask for no more either."""
SHOWN = 12
"""Digits of a hash that are told."""


def prepared(theirs: Job, inputs: ReportInputs, output: Path, *, given: Sequence[Path], cache: Path) -> Job:
    """The same plan to be measured here: as its records were measured, with models found by their hashes.

    Args:
        theirs: The published experiment.
        inputs: Of the host whose page is repeated.
        output: Where the experiment file and the new records lie afterwards.
        given: Files of models, each taken where its hash is the one of the records.
        cache: Of this user: downloads, and what is known of records.

    Raises:
        VerifyError: The plan would run commands, needs files that sites do not carry, or was not measured.
        ModelError: A model is not at hand, or has another hash than the one that was measured.
    """
    if not any(header.failure is None for header in inputs.headers):
        raise VerifyError(f"{theirs.slug}: the site holds no measurements of its own to repeat.")
    if theirs.commands:
        raise VerifyError(
            f"{theirs.slug}: it runs {theirs.commands[0]!r} beside its measurements, and commands of others "
            "are not run here. Read its experiment file, and build that with --allow-commands if they may be."
        )
    if any(feed.paths for cell in theirs.plan.cells if cell.measured for feed in cell.setting.inputs):
        raise VerifyError(
            f"{theirs.slug}: its inputs are fed from files, which a site does not carry. Ask its author for "
            "them, lay them beside its experiment file and build that."
        )
    plan = report.as_measured(theirs.plan, theirs.store(), inputs)
    _check(theirs.slug, plan.measure)
    found = _sources(plan, inputs, given, cache / "models")
    cells = tuple(
        replace(cell, setting=replace(cell.setting, model=found.get(cell.setting.model, cell.setting.model)))
        for cell in plan.cells
    )
    output.mkdir(parents=True, exist_ok=True)
    file = output / theirs.path.name
    if not file.is_file() or file.read_bytes() != theirs.path.read_bytes():
        shutil.copyfile(theirs.path, file)
    return Job(
        path=file,
        plan=replace(plan, cells=cells),
        results=output / "results",
        cache=cache,
        called=file.name,
    )


def _check(slug: str, measure: Measure) -> None:
    seconds = max(measure.seconds or 0.0, measure.slice_seconds)
    if (
        measure.most_rounds > MOST_ROUNDS
        or seconds > MOST_SECONDS
        or measure.timeout_seconds > MOST_SECONDS * 24
    ):
        raise VerifyError(
            f"{slug}: its records ask for {measure.most_rounds:,} rounds of {duration(seconds)} a trial; at "
            f"most {MOST_ROUNDS:,} rounds of {duration(MOST_SECONDS)} are measured."
        )


def _sources(
    plan: Plan, inputs: ReportInputs, given: Sequence[Path], cache: Path
) -> Mapping[ModelSource, ModelSource]:
    """For every measured model the source of the very files that the records were measured with.

    Raises:
        ModelError: One is not at hand.
    """
    measured = {header.model: header.model_sha256 for header in inputs.headers if header.model_sha256}
    wanted = dict.fromkeys(cell.setting.model for cell in plan.cells if cell.measured)
    return {source: _source(source, measured.get(source.name, ""), given, cache) for source in wanted}


def _source(source: ModelSource, sha256: str, given: Sequence[Path], cache: Path) -> ModelSource:
    others: list[str] = []
    for candidate in _candidates(source, given):
        try:
            found = models.obtain(candidate, cache=cache)
        except ModelError as error:
            others.append(str(error))
            continue
        if not sha256 or found.sha256 == sha256:
            return candidate
        others.append(f"{_named(candidate)} has the SHA-256 {found.sha256[:SHOWN]}…")
    told = f" {'; '.join(others)}." if others else ""
    if source.kind == "builtin":
        raise ModelError(
            f"model {source.name}: this release of ovreport makes another model of that name than the one "
            f"that was measured.{told} Install the release that the site was made with."
        )
    raise ModelError(
        f"model {source.name}: the file that was measured is not at hand (SHA-256 {sha256[:SHOWN]}…).{told} "
        "Name it with --model PATH."
    )


def _candidates(source: ModelSource, given: Iterable[Path]) -> Iterator[ModelSource]:
    """Where the model may be: in the files that were named, then where the experiment takes it from."""
    if source.kind != "builtin":
        for path in given:
            yield replace(source, kind="file", location=str(path.resolve()))
    if source.kind != "file":
        yield source


def _named(source: ModelSource) -> str:
    return source.location.rpartition("/")[2] or source.name


def held_against(theirs: Job, inputs: ReportInputs, ours: Job, host: str) -> Replication:
    """The conclusions there, each with what this host says of it.

    Raises:
        VerifyError: Nothing was measured here.
        StoreError: A record changed since it was scanned.
    """
    from ovreport.claims import replicate  # the analysis is needed by few commands

    here = report.inputs_of(ours, host)
    if here is None or not any(header.failure is None for header in here.headers):
        raise VerifyError(f"{ours.path}: no configuration could be measured on {host}.")
    return replicate(report.build(theirs, inputs), report.build(ours, here))


def work(job: Job, host: str) -> WorkEstimate:
    """What is left to measure here.

    Raises:
        SpecError: Something keeps it from being measured on this machine.
    """
    checks = PreflightChecks()
    if problems := checks(job):
        raise SpecError("\n".join(problems))
    return estimate.work(job, checks.found[job.path], lambda: host)


def described(place: str, host: str, job: Job, left: WorkEstimate) -> str:
    """What will be run and for how long."""
    measure, cells = job.plan.measure, [cell for cell in job.plan.cells if cell.measured]
    rounds = f"{measure.rounds}" if measure.fixed else f"{measure.rounds} to {measure.most_rounds}"
    time = f", about {duration(left.seconds)}" if math.isfinite(left.seconds) else ""
    if left.most_seconds > left.seconds:
        time += f", at most {duration(left.most_seconds)}"
    absent = f"; {counted(left.absent, 'trial')} without their device here" if left.absent else ""
    models_of = dict.fromkeys(cell.setting.model.name for cell in cells)
    devices = dict.fromkeys(cell.setting.device for cell in cells)
    whole = f"{counted(left.cells, 'configuration')} in {rounds} rounds"
    return "\n".join(
        [
            f"{place}: {job.plan.article.words('en').title!r}, measured on {host}.",
            f"  {', '.join(models_of)} on {', '.join(devices)}; {whole}: "
            f"{counted(left.left, 'trial')} left to measure{time}{absent}.",
            f"  Records go to {job.results}.",
        ]
    )
