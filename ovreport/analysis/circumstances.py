"""What results were measured under, and in what two of them differ: whoever compares them is told first."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from ovreport.analysis.results import Analysis
from ovreport.plan import Measure, Plan
from ovreport.records import Fact

UNTOLD = frozenset({"repository"})
"""Groups of facts that differ without changing what is measured."""
SHOWN = 12
"""Digits of a hash that are told."""


@dataclass(frozen=True, kw_only=True)
class Circumstances:
    """What results were measured under.

    Attributes:
        facts: Of the host, its software and the devices that were asked for.
        models: SHA-256 of every model that was read, by its name in the experiment.
        fed: SHA-256 of every set of files that inputs were fed from.
        measure: How it was measured.
        counts: What throughput counts, as in `Analysis`, or the author's word for it; empty where that is not
            known.
    """

    facts: tuple[Fact, ...]
    openvino_version: str
    models: Mapping[str, str] = field(default_factory=dict)
    fed: frozenset[str] = frozenset()
    measure: Measure
    counts: str = ""


@dataclass(frozen=True, kw_only=True)
class Difference:
    """Something in which two results differ; a side is empty where it is not known.

    Attributes:
        group: That of a fact, or `model`, `inputs`, `counts` or `measure`.
        key: Of the fact; name of the model where there are several, else empty; key of the experiment file.
        unit: As in facts.
    """

    group: str
    key: str
    first: str
    second: str
    unit: str = ""


def of(analysis: Analysis, fed: frozenset[str] = frozenset()) -> Circumstances:
    """What an analysis was measured under; `fed` is in the records alone."""
    plan = analysis.plan
    named = next((words.unit for words in plan.article.translations if words.unit), "")
    return Circumstances(
        facts=asked(analysis.facts, plan),
        openvino_version=analysis.openvino_version,
        models={each.model.name: each.model.sha256 for each in analysis.cells if each.model},
        fed=fed,
        measure=plan.measure,
        counts=named if analysis.counts == "named" else analysis.counts,
    )


def asked(facts: tuple[Fact, ...], plan: Plan) -> tuple[Fact, ...]:
    """Facts without those of devices that no configuration asks for; a key begins with its device."""
    devices = {cell.setting.device for cell in plan.cells}
    return tuple(
        fact
        for fact in facts
        if fact.group != "device" or any(fact.key.split(".")[0] in device for device in devices)
    )


def differing(first: Circumstances, second: Circumstances) -> tuple[Difference, ...]:
    """Everything that is known of either and is not the same, in the order in which it was recorded."""
    one, other = _told(first), _told(second)
    nothing = ("", "")
    return tuple(
        Difference(
            group=group,
            key=key,
            first=one.get((group, key), nothing)[0],
            second=other.get((group, key), nothing)[0],
            unit=one.get((group, key), other.get((group, key), nothing))[1],
        )
        for group, key in {**one, **other}
        if one.get((group, key)) != other.get((group, key))
    )


def _told(known: Circumstances) -> dict[tuple[str, str], tuple[str, str]]:
    """Value and unit of everything, by group and key."""
    told = {
        (fact.group, fact.key): (fact.value, fact.unit) for fact in known.facts if fact.group not in UNTOLD
    }
    told["software", "openvino"] = (known.openvino_version, "")  # the release; facts also name the build
    several = len(known.models) > 1
    for name, sha256 in known.models.items():
        told["model", name if several else ""] = (f"{name} {sha256[:SHOWN]}", "")
    if known.fed:
        told["inputs", "files"] = (
            hashlib.sha256("".join(sorted(known.fed)).encode()).hexdigest()[:SHOWN],
            "",
        )
    if known.counts:
        told["counts", ""] = (known.counts, "")
    measure = known.measure
    how = {
        "seconds": measure.seconds,
        "requests": measure.requests,
        "warmup": measure.warmup_requests,
        "slice": measure.slice_seconds,
        "slice_requests": measure.slice_requests,
        "schedule": measure.schedule,
    }
    return told | {("measure", key): (str(value), "") for key, value in how.items() if value is not None}
