"""Claims for the console and for other programs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from ovreport import codec
from ovreport.claims import say, say_doubt
from ovreport.workflow.words import plain

if TYPE_CHECKING:
    from ovreport.claims.claim import Claim, Report, SaidDoubt, TouchedDoubt
    from ovreport.language.spans import Span

LANGUAGE = "en"


def told(report: Report) -> str:
    """The conclusions and doubts of a report, a line each."""
    analysis = report.analysis
    title = analysis.plan.article.slug + (f" on {analysis.host}" if analysis.host else "")
    said = [say(claim, analysis, LANGUAGE) for claim in report.conclusions]
    lines = [f"{number:>3}. {text(one.headline)}" for number, one in enumerate(said, 1)]
    doubts = [_doubt(say_doubt(one.doubt, analysis, LANGUAGE)) for one in report.doubts]
    if not lines and not any(result.throughput for result in analysis.cells):
        lines.append("     nothing was measured, so there is nothing to conclude; `ovreport build` measures")
    return "\n".join(["", title, *lines, *(f"   ? {doubt}" for doubt in doubts)])


def _doubt(said: SaidDoubt) -> str:
    return " ".join(text(parts) for parts in (said.headline, said.context, said.remedy) if parts)


def text(parts: Iterable[Span]) -> str:
    """A sentence as plain text."""
    return plain("".join(part.text for part in parts))


def as_json(report: Report) -> list[dict[str, Any]]:
    """Every claim of a report and every doubt, with all of its fields and its sentences, ready for `json`.

    Where a claim stands is its `place`: a `part` of the page, and there its number, cell or picture. One
    that the page tells in several parts is there as often; one in the part `further` found no room on it.
    """
    return [_claim(claim, report, place) for place, claim in _placed(report)] + [
        _doubted(touched, report, number) for number, touched in enumerate(report.doubts, 1)
    ]


def _placed(report: Report) -> Iterator[tuple[dict[str, Any], Claim]]:
    for number, claim in enumerate(report.conclusions, 1):
        yield {"part": "conclusions", "number": number, "abstract": number - 1 in report.abstract}, claim
    for claim in report.further:
        yield {"part": "further"}, claim
    for cell, claims in report.commentary:
        for claim in claims:
            yield {"part": "commentary", "cell": cell}, claim
    for picture, claim in report.captions:
        yield {"part": "captions", "picture": picture}, claim


def _claim(claim: Claim, report: Report, place: dict[str, Any]) -> dict[str, Any]:
    said = say(claim, report, LANGUAGE)
    notes = [_claim(note, report, {"part": "notes", "of": claim.id}) for note in claim.notes]
    sentences = {"sentence": text(said.headline), "context": text(said.context)}
    return {**_whose(report), "place": place, **sentences, **codec.to_json(claim), "notes": notes}


def _doubted(touched: TouchedDoubt, report: Report, number: int) -> dict[str, Any]:
    """A doubt with the fields of a claim, so that a reader of all of them meets one kind of object."""
    doubt = touched.doubt
    said = say_doubt(doubt, report, LANGUAGE)
    return {
        **_whose(report),
        "place": {"part": "doubts", "number": number, "conclusions": list(touched.conclusions)},
        "sentence": text(said.headline),
        "context": text(said.context),
        "remedy": text(said.remedy),
        "id": f"doubt/{number}",
        "kind": "doubt",
        "variant": doubt.kind.value,
        "numbers": codec.to_json(doubt.numbers),
        "names": codec.to_json(doubt.names),
        "cells": codec.to_json(doubt.cells),
        "contrasts": [],
        "notes": [],
    }


def _whose(report: Report) -> dict[str, Any]:
    return {"experiment": report.analysis.plan.article.slug, "host": report.analysis.host}
