"""What is left to measure of an experiment, and the records that it would go on from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

from ovreport import plan as plans
from ovreport import store
from ovreport.errors import RunError
from ovreport.plan import INSTALLED
from ovreport.run import hardware, session
from ovreport.workflow import feeds, releases
from ovreport.workflow.time_taken import time_taken

if TYPE_CHECKING:
    from ovreport.models import ModelFiles
    from ovreport.plan import Block, Plan, Setting
    from ovreport.records import LeftOut
    from ovreport.run.releases import Release
    from ovreport.store import Listing, RecordHeader
    from ovreport.workflow.job import Job


@dataclass(frozen=True, kw_only=True)
class Pending:
    """What is still to be measured of one experiment on this host.

    Attributes:
        blocks: Of the rounds that are measured whatever they tell, as far as the budget leaves time for them;
            `further` says what comes after them.
        out_of_time: Whether it leaves none for some of them.
        data: SHA-256 of what is fed from files, by cell; `None` where that is no file.
        alike: The trials that are there and belong.
        out: Cells that cannot be measured now: they failed for good, or lack their device, model or files.
        left_out: Trials that are there and do not belong, by the reason.
        releases: The releases of OpenVINO that are named, by what they are asked for as.
    """

    blocks: tuple[Block, ...]
    out_of_time: bool
    files: Mapping[str, ModelFiles]
    data: Mapping[str, str | None]
    listing: Listing
    alike: tuple[RecordHeader, ...]
    out: frozenset[str]
    left_out: tuple[LeftOut, ...] = ()
    releases: Mapping[str, Release] = field(default_factory=dict)


def of(
    job: Job, host: str, files: Mapping[str, ModelFiles], named: Mapping[str, Release] | None = None
) -> Pending:
    """What is left to measure, of cells whose models and files can be had and whose devices may be here.

    Without the releases that are `named` it is looked which ones are meant, as far as that is known here.
    """
    listing = job.store().scan(job.slug).of(host)
    if named is None:
        named = releases.named(job.plan, listing.headers, job.cached(releases.FOLDER))
    data = feeds.data_of(job.plan, lambda _: None)  # whoever called has told what is missing
    now = store.Present(
        measure=store.measure_key(job.plan.measure),
        openvino=_versions(job.plan, named),
        models={name: network.sha256 for name, network in files.items()},
        data={cell: sha256 for cell, sha256 in data.items() if sha256 is not None},
    )
    alike = store.belonging(job.plan, listing.headers, now)
    unobtained = {
        cell.id
        for cell in job.plan.cells
        if cell.setting.model.name not in files or (cell.measured and cell.id not in data)
    }
    out = store.permanent_failures(alike) | _absent(job, alike, named) | unobtained
    finished = store.done(job.plan, alike, unmeasurable=out)
    blocks = store.remaining(job.plan, plans.blocks(job.plan), finished, listing.taken, unmeasurable=out)
    in_time = time_taken(job.plan, alike).fit(blocks)
    return Pending(
        blocks=in_time,
        out_of_time=len(in_time) < len(blocks),
        files=files,
        data=data,
        listing=listing,
        alike=alike,
        out=out,
        left_out=store.left_out(job.plan, listing.headers, now),
        releases=named,
    )


def _versions(plan: Plan, named: Mapping[str, Release]) -> dict[str, str]:
    """Of the OpenVINO that every cell asks for."""
    versions = {asked: release.version for asked, release in named.items()} | {INSTALLED: openvino_version()}
    return {cell.id: versions[cell.setting.openvino] for cell in plan.cells if cell.measured}


def _absent(job: Job, alike: Iterable[RecordHeader], named: Mapping[str, Release]) -> frozenset[str]:
    """Cells that are known to lack their release or their device, if it is still lacking."""
    noted = {header.cell_id for header in alike if header.failure in ("no-device", "no-release")}
    present = cache(_devices)

    def lacks(setting: Setting) -> bool:
        release = named.get(setting.openvino)
        if release is not None and not release.command:
            return bool(release.problem)  # else it will be installed
        return bool(hardware.missing(setting.device, present(release)))

    return frozenset(each for each in noted if lacks(job.plan.cell(each).setting))


def _devices(release: Release | None) -> tuple[str, ...]:
    """What the installed OpenVINO sees, or another release; one that does not load sees nothing."""
    try:
        found = session.devices() if release is None else session.devices(release.command)
    except RunError:
        if release is None:
            raise
        return ()
    return tuple(device.name for device in found)


def openvino_version() -> str:
    """Of the installed OpenVINO, as records state it; found without importing it."""
    try:
        found = re.match(r"\d+(?:\.\d+)*", version("openvino"))
    except PackageNotFoundError:
        return ""
    return found[0] if found else ""
