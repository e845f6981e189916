"""Claims for the console and for other programs."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from enum import Enum
from typing import TYPE_CHECKING, Any

from ovreport import conclusions

if TYPE_CHECKING:
    from ovreport.conclusions.claims import Claim, Part, Report, SaidDoubt

LANGUAGE = "en"


def told(report: Report) -> str:
    """The conclusions and doubts of a report, a line each."""
    analysis = report.analysis
    title = analysis.plan.article.slug + (f" on {analysis.host}" if analysis.host else "")
    said = [conclusions.say(claim, analysis, LANGUAGE) for claim in report.conclusions]
    lines = [f"{number:>3}. {text(one.headline)}" for number, one in enumerate(said, 1)]
    doubts = [_doubt(conclusions.say_doubt(one.doubt, analysis, LANGUAGE)) for one in report.doubts]
    return "\n".join(["", title, *lines, *(f"   ? {doubt}" for doubt in doubts)])


def _doubt(said: SaidDoubt) -> str:
    return " ".join(text(parts) for parts in (said.headline, said.context, said.remedy) if parts)


def text(parts: Iterable[Part]) -> str:
    """A sentence as text."""
    return "".join(part.text for part in parts)


def as_json(report: Report) -> list[dict[str, Any]]:
    """Every conclusion of a report with all of its fields and its sentence, ready for `json`."""
    return [_claim(claim, report) for claim in report.conclusions]


def _claim(claim: Claim, report: Report) -> dict[str, Any]:
    analysis = report.analysis
    sentence = text(conclusions.say(claim, analysis, LANGUAGE).headline)
    where = {"experiment": analysis.plan.article.slug, "host": analysis.host}
    return {**where, "sentence": sentence, **_plain(claim)}


def _plain(value: object) -> Any:
    """Dataclasses as objects, pairs of a name and a value as they are, what is no finite number as null."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, float):
        return value if abs(value) < float("inf") else None
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if dataclasses.is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    return value
