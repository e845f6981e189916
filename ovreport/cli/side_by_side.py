"""What `compare` and `history` print, for the console and for other programs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from ovreport import codec
from ovreport.analysis import compared
from ovreport.analysis.metrics import METRICS
from ovreport.analysis.results import Verdict
from ovreport.claims import Texts
from ovreport.claims import compared as words
from ovreport.claims.wordings import METRIC_WORDS
from ovreport.cli.speaking import LANGUAGE, text
from ovreport.language.locale import Locale
from ovreport.naming import cell_name
from ovreport.workflow.words import counted, plain

if TYPE_CHECKING:
    from ovreport.analysis.circumstances import Difference
    from ovreport.analysis.compared import Compared, Comparison
    from ovreport.analysis.history import History
    from ovreport.analysis.results import Analysis

LOCALE = Locale(LANGUAGE)


def told(found: Compared) -> str:
    """Two results beside one another: what differs, every ratio, and what the intervals do not cover."""
    t = Texts(found.second, LANGUAGE)
    lines = [f"{found.second.plan.article.slug}: {found.names[1]} beside {found.names[0]}"]
    lines += [f"  differs: {_difference(each)}" for each in found.differences]
    lines += [f"  {text(words.headline(found, t))}"]
    for metric in dict.fromkeys(each.metric for each in found.comparisons):
        lines.append(f"  {LOCALE.word(METRIC_WORDS[metric])}, {found.names[1]} / {found.names[0]}:")
        rows = [_row(found, each) for each in found.comparisons if each.metric == metric]
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        lines += ["    " + "  ".join(map(str.ljust, row, widths)).rstrip() for row in rows]
    sides = zip((found.first, found.second), found.names, found.unmatched, strict=True)
    lines += [
        f"  measured by {name} alone: {_name(side, cell)}" for side, name, cells in sides for cell in cells
    ]
    return "\n".join([*lines, *(f"  ? {text(each)}" for each in words.reservations(found, t))])


def _row(found: Compared, one: Comparison) -> tuple[str, ...]:
    ratio = LOCALE.numbers.ratio(one.ratio.value, one.ratio.low, one.ratio.high)
    interval = f"({ratio.low} to {ratio.high})" if ratio.low else "(no interval)"
    first, second = one.rounds
    word = one.verdict.value.replace("-", " ")
    return _name(found.second, one.second_cell), ratio.value, interval, word, f"{first} and {second} rounds"


def _name(analysis: Analysis, cell: str) -> str:
    return plain(cell_name(analysis.plan.cell(cell), analysis.plan, LANGUAGE))


def _difference(one: Difference) -> str:
    if one.group == "counts":
        return plain(f"what throughput counts: {one.first or 'not known'} / {one.second or 'not known'}")
    first, second = (
        f"{each} {one.unit}".strip() if each else "not known" for each in (one.first, one.second)
    )
    bare = one.group in {"processor", "memory", "system"} and one.key in {"model", "total", "name"}
    what = f"{one.group} {one.key}" if bare or one.group in {"model", "inputs", "measure"} else one.key
    return plain(f"{what.replace('_', ' ').strip()}: {first} / {second}")


def slower(found: Compared) -> str:
    """Which configurations are shown to be slower beyond the margin; empty where none is."""
    shown = [each for each in found.comparisons if each.verdict is Verdict.SLOWER]
    if not shown:
        return ""
    t = Texts(found.second, LANGUAGE)
    margin = t.numbers.percent_as_given(round(found.margin, 4))
    sentences = (text(words.sentence(found, each, t)) for each in shown)
    return plain("\n  ".join([f"shown to be slower by more than {margin}:", *sentences]))


def missed(found: Compared) -> str:
    """Which objectives all configurations are shown to miss; empty where none is."""
    return "\n".join(
        f"{found.names[1]}: every configuration is shown to exceed the objective of {bound_ms:g} ms at "
        f"p{percent:g}."
        for percent, bound_ms in compared.missed(found.second)
    )


def as_json(found: Compared, shown: Sequence[str]) -> dict[str, Any]:
    """Everything about two results, ready for `json`; `docs/comparing.md` describes it."""
    return {
        "first": _side(found.first, found.names[0], found.unmatched[0]),
        "second": _side(found.second, found.names[1], found.unmatched[1]),
        "interleaved": False,
        "margin": found.margin,
        "alike": found.alike,
        "noise_floor": found.floor or None,
        "differences": [codec.to_json(each) for each in found.differences],
        "comparisons": [
            {"configuration": _name(found.second, each.second_cell), **codec.to_json(each)}
            for each in found.comparisons
        ],
        "shown": list(shown),
    }


def _side(analysis: Analysis, name: str, unmatched: Sequence[str]) -> dict[str, Any]:
    return {
        "name": name,
        "experiment": analysis.plan.article.slug,
        "host": analysis.host,
        "openvino_version": analysis.openvino_version,
        "started": _moment(analysis.started_utc_ns),
        "records": [trial.sha256 for cell in analysis.cells for trial in cell.trials],
        "unmatched": list(unmatched),
    }


def _moment(utc_ns: int) -> str:
    return datetime.fromtimestamp(utc_ns // 1_000_000_000, tz=UTC).isoformat()


def history_told(found: History) -> str:
    """Results over time, a line each, and the changes between them."""
    lines = [
        f"{found.plan.article.slug} on {found.host}: {counted(len(found.points), 'result')} by {found.by}"
    ]
    lines += [f"  {'  '.join(row)}" for row in _results(found)]
    for each in found.changes:
        when = _point_name(found, each.at)
        lines.append(f"  ! {text(words.changed(found, each, when, LOCALE))}")
        lines += [f"      differs: {_difference(one)}" for one in each.differences]
    if not found.changes:
        lines.append(f"  {text(words.stable(found, LOCALE))}")
    return "\n".join([*lines, f"  ? {text(words.reservations_over_time(found, LOCALE))}"])


def _point_name(found: History, place: int) -> str:
    point = found.points[place]
    return LOCALE.moment(point.started_utc_ns) if found.by == "session" else point.name


def _results(found: History) -> Iterator[tuple[str, ...]]:
    """When each began, its release, and the throughput of every configuration in the order of the plan."""
    cells = [cell.id for cell in found.plan.cells]
    for point in found.points:
        known = (point.levels.get(("throughput", cell)) for cell in cells)
        levels = (LOCALE.numbers.throughput(each.value, unit="").value if each else "-" for each in known)
        began = _moment(point.started_utc_ns)[:16].replace("T", " ")
        yield began, f"OpenVINO {point.circumstances.openvino_version}", *levels


def history_as_json(found: History) -> dict[str, Any]:
    """Everything about several results over time, ready for `json`; `docs/comparing.md` describes it."""
    return {
        "experiment": found.plan.article.slug,
        "host": found.host,
        "by": found.by,
        "margin": found.margin,
        "results": [
            {
                "name": point.name,
                "started": _moment(point.started_utc_ns),
                "openvino_version": point.circumstances.openvino_version,
                "rounds": point.rounds,
                "levels": [
                    {"metric": metric, "unit": METRICS[metric].unit, "cell": cell, **codec.to_json(level)}
                    for (metric, cell), level in point.levels.items()
                ],
            }
            for point in found.points
        ],
        "changes": [codec.to_json(each) for each in found.changes],
    }
