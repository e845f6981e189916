"""Claims for the console and for other programs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from ovreport import codec
from ovreport.claims import Texts, permalinks, say, say_caveat
from ovreport.claims.on_hosts import HostsReport
from ovreport.workflow.words import plain

if TYPE_CHECKING:
    from ovreport.claims.claim import CaveatText, Claim, PlacedClaim, Report, TouchedCaveat
    from ovreport.language.spans import Span

LANGUAGE = "en"


def told(report: Report | HostsReport) -> str:
    """The conclusions and caveats of a report, a line each."""
    if isinstance(report, HostsReport):
        return _told_together(report)
    analysis = report.analysis
    title = analysis.plan.article.slug + (f" on {analysis.host}" if analysis.host else "")
    said = [say(claim, analysis, LANGUAGE) for claim in report.conclusions]
    lines = [f"{number:>3}. {text(one.headline)}" for number, one in enumerate(said, 1)]
    caveats = [_caveat_line(say_caveat(one.caveat, analysis, LANGUAGE)) for one in report.caveats]
    if not lines and not any(result.throughput for result in analysis.cells):
        lines.append("     nothing was measured, so there is nothing to conclude; `ovreport build` measures")
    return "\n".join(["", title, *lines, *(f"   ? {caveat}" for caveat in caveats)])


def _told_together(found: HostsReport) -> str:
    t = Texts(found.about, LANGUAGE)
    lines = [f"{n:>3}. {text(each.text(t).headline)}" for n, each in enumerate(found.conclusions, 1)]
    return "\n".join(["", f"{found.about.plan.article.slug} on {len(found.hosts)} hosts", *lines])


def _caveat_line(said: CaveatText) -> str:
    return " ".join(text(parts) for parts in (said.headline, said.context, said.remedy) if parts)


def text(parts: Iterable[Span]) -> str:
    """A sentence as plain text."""
    return plain("".join(part.text for part in parts))


def as_json(report: Report | HostsReport) -> list[dict[str, Any]]:
    """Every claim of a report and every caveat, with all of its fields and its sentences, ready for `json`.

    `docs/conclusions.md` describes them.
    """
    if isinstance(report, HostsReport):
        return list(_together_json(report))
    links = permalinks(report)
    return [_claim(each.claim, report, _place(each, report), links.of(each)) for each in report.told] + [
        _caveat(touched, report, number) for number, touched in enumerate(report.caveats, 1)
    ]


def _place(told: PlacedClaim, report: Report) -> dict[str, Any]:
    place: dict[str, Any] = {"part": told.part}
    match told.part:
        case "conclusions":
            place |= {"number": told.number, "abstract": (told.number or 0) - 1 in report.abstract}
        case "commentary":
            place["cell"] = told.of
        case "captions":
            place["picture"] = told.of
    return place


def _together_json(found: HostsReport) -> Iterator[dict[str, Any]]:
    """What several hosts say together; its page lies beside that of the first host."""
    t = Texts(found.about, LANGUAGE)
    for part, claims in (("conclusions", found.conclusions), ("further", found.further)):
        for number, claim in enumerate(claims, 1):
            said = claim.text(t)
            yield {
                "experiment": found.about.plan.article.slug,
                "host": "",
                "hosts": sorted(each.host for each in found.hosts),
                "sentence": text(said.headline),
                "context": text(said.context),
                **codec.to_json(claim),
                "variant": type(claim).__name__,
                "place": {"part": part} | ({"number": number} if part == "conclusions" else {}),
                "permalink": f"hosts.html#{found.permalinks[claim.id]}",
            }


def _claim(claim: Claim, report: Report, place: dict[str, Any], link: str) -> dict[str, Any]:
    said = say(claim, report, LANGUAGE)
    notes = [_claim(note, report, {"part": "notes", "of": claim.id}, link) for note in claim.notes]
    sentences = {"sentence": text(said.headline), "context": text(said.context)}
    # `place` is where it is printed, not its rank among claims, which is a field of the same name.
    return {
        **_whose(report),
        **sentences,
        **codec.to_json(claim),
        "variant": type(claim).__name__,
        "place": place,
        "permalink": f"#{link}",
        "notes": notes,
    }


def _caveat(touched: TouchedCaveat, report: Report, number: int) -> dict[str, Any]:
    """A caveat with the fields of a claim, so that a reader of all of them meets one kind of object."""
    caveat = touched.caveat
    said = say_caveat(caveat, report, LANGUAGE)
    return {
        **_whose(report),
        "place": {"part": "caveats", "number": number, "conclusions": list(touched.conclusions)},
        "permalink": "#doubts",
        "sentence": text(said.headline),
        "context": text(said.context),
        "remedy": text(said.remedy),
        "id": f"caveat/{number}",
        "kind": "caveat",
        "variant": type(caveat).__name__,
        **codec.to_json(caveat),
        "contrasts": [],
        "notes": [],
    }


def _whose(report: Report) -> dict[str, Any]:
    return {"experiment": report.analysis.plan.article.slug, "host": report.analysis.host}
