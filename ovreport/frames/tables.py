"""Frames from records and reports."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ovreport import claims
from ovreport.analysis import counting, series, trials
from ovreport.analysis.results import Contrast, Verdict
from ovreport.claims.claim import Report
from ovreport.frames import columns
from ovreport.frames.columns import Kinds
from ovreport.frames.sources import Opened, Source
from ovreport.language.spans import Span
from ovreport.records import REQUEST_COLUMNS, Record, images_a_request
from ovreport.workflow.words import plain

ORDERS: Mapping[str, Sequence[str]] = {
    "phase": ("warm-up", "measured", "tail"),
    "verdict": tuple(each.value for each in Verdict),
}
"""Columns that have the same categories whatever was measured; phases by their numbers in records."""

LIKE = {"reference": "configuration", "reference_cell_id": "cell_id"}
"""Columns that share the categories of another one."""

Row = dict[str, Any]
Levels = dict[str, str]


class Categories:
    """The categories of columns: what the experiment files have, in their order, then what records add.

    Frames of parts have the same ones as a frame of the whole, unless an experiment lacks its file.
    """

    def __init__(self, known: Iterable[Source]) -> None:
        self.orders: dict[str, dict[str, None]] = {}
        self.factors: dict[str, dict[str, None]] = {}
        for source in known:
            self._add("experiment", source.experiment)
            self._add("host", source.host)
            for name, levels in source.factors.items():
                self.factors.setdefault(name, {}).update(dict.fromkeys(levels))
            for cell, name in source.configurations.items():
                self._add("configuration", name)
                self._add("cell_id", cell)

    def _add(self, column: str, value: str) -> None:
        self.orders.setdefault(column, {})[value] = None

    def column(self, name: str, values: Sequence[str | None], lengths: Sequence[int]) -> pd.Categorical:
        """A column in which each value stands as often as its length says."""
        like = LIKE.get(name, name)
        return _repeated(values, lengths, ORDERS.get(name) or list(self.orders.get(like, ())))

    def of_factors(self, met: Sequence[Levels], lengths: Sequence[int], kinds: Kinds) -> Row:
        """A column for each factor, whose name is its own, with `factor_` before it where that is taken."""
        for levels in met:
            for name, level in levels.items():
                self.factors.setdefault(name, {})[level] = None
        return {
            f"factor_{name}" if name in kinds else name: _repeated(
                [each.get(name) for each in met], lengths, list(order)
            )
            for name, order in self.factors.items()
        }


def _repeated(
    values: Sequence[str | None], lengths: Sequence[int], order: Sequence[str] = ()
) -> pd.Categorical:
    names = list(dict.fromkeys([*order, *(each for each in values if each is not None)]))
    places = {name: place for place, name in enumerate(names)} | {None: -1}
    codes = np.array([places[each] for each in values], np.int32)
    return _categories(np.repeat(codes, np.array(lengths, np.int64)), names)


def _categories(codes: NDArray[Any], names: Any) -> pd.Categorical:  # the stubs know categories of numbers
    found: pd.Categorical = pd.Categorical.from_codes(codes, pd.Index(names, dtype=None if names else "str"))
    return found


def requests(known: Categories, opened: Iterable[Opened]) -> pd.DataFrame:
    """A row for each infer request of these trials."""
    arrays = {name: [np.empty(0, kind)] for name, kind in _REQUEST_TYPES.items()}
    met, rows, lengths = [], [], []
    for source, record, _ in opened:
        for name, array in _arrays(record).items():
            arrays[name].append(array)
        met.append(source.levels(record))
        rows.append(_place(source, record))
        lengths.append(len(record.requests))
    frame: dict[str, Any] = {}
    for name, kind in columns.REQUESTS.items():
        if name == "phase":
            frame[name] = _categories(np.concatenate(arrays[name]), ORDERS[name])
        elif name in arrays:
            frame[name] = np.concatenate(arrays.pop(name))
        elif kind == "category":
            frame[name] = known.column(name, [row[name] for row in rows], lengths)
        else:
            frame[name] = np.repeat(np.array([row[name] for row in rows], kind), np.array(lengths, np.int64))
    return pd.DataFrame(frame | known.of_factors(met, lengths, columns.REQUESTS))


_REQUEST_TYPES = REQUEST_COLUMNS | {"set_aside": np.dtype(np.bool), "counted": np.dtype(np.bool)}


def _arrays(record: Record) -> dict[str, NDArray[Any]]:
    rows, aside = record.requests, counting.aside(record)
    own = {name: getattr(rows, name) for name in REQUEST_COLUMNS}
    return own | {"set_aside": aside, "counted": counting.measured(rows) & ~aside}


def of_trials(known: Categories, opened: Iterable[Opened]) -> pd.DataFrame:
    """A row for each trial; one that failed has no figures."""
    met, rows = [], []
    for source, record, sha256 in opened:
        met.append(source.levels(record))
        rows.append(_trial(source, record, sha256))
    return _frame(columns.TRIALS, known, rows, met)


def comparisons(known: Categories, reports: Iterable[tuple[Source, Report]]) -> pd.DataFrame:
    """A row for each comparison that the analysis made."""
    met, rows = [], []
    for source, report in reports:
        for contrast in report.analysis.contrasts:
            met.append(_shared(source, contrast))
            rows.append(_comparison(source, contrast))
    return _frame(columns.COMPARISONS, known, rows, met)


def of_claims(known: Categories, reports: Iterable[tuple[Source, Report]]) -> pd.DataFrame:
    """A row for each claim, at the first place where it is told, and for each caveat."""
    rows = [row for source, report in reports for row in _claims(source, report)]
    return _frame(columns.CLAIMS, known, rows, None)


def _frame(
    kinds: Kinds, known: Categories, rows: Sequence[Row], met: Sequence[Levels] | None
) -> pd.DataFrame:
    lengths = [1] * len(rows)
    frame: dict[str, Any] = {}
    for name, kind in kinds.items():
        values = [row[name] for row in rows]
        if kind == "category":
            frame[name] = known.column(name, values, lengths)
        elif kind.startswith("datetime"):
            frame[name] = pd.to_datetime(np.array(values, np.int64), unit="ns", utc=True)
        else:
            dtype: Any = kind
            frame[name] = pd.Series(values, dtype=dtype)
    return pd.DataFrame(frame if met is None else frame | known.of_factors(met, lengths, kinds))


def _place(source: Source, record: Record) -> Row:
    return {
        "experiment": source.experiment,
        "host": source.host,
        "configuration": source.configuration(record),
        "cell_id": record.cell_id,
        "round": record.round,
        "block": record.group,
    }


def _trial(source: Source, record: Record, sha256: str) -> Row:
    """What is known of one trial; `None` in all that was not measured."""
    force, startup, memory = record.in_force, record.startup, record.memory
    row = dict.fromkeys(columns.TRIALS) | _place(source, record)
    row |= {
        "session": record.session,
        "started_utc": record.started_utc_ns,
        "failure": record.failure.kind if record.failure else None,
        "images_per_request": images_a_request(record.setting, record.model),
        "requests_in_flight": force.requests if force else None,
        "streams_in_force": force.streams if force else None,
        "precision_in_force": force.precision if force else None,
        "counted_requests": 0,
        "startup_ms": startup.total_ns / 1e6 if startup else None,
        "compile_ms": startup.compile_ns / 1e6 if startup else None,
        "memory_peak_mib": memory.peak_bytes / (1 << 20) if memory and memory.peak_bytes else None,
        "openvino_version": record.openvino_version,
        "ovreport_version": record.ovreport_version,
        "sha256": sha256,
    }
    return row | (_figures(record, sha256) if counting.usable(record) else {})


def _figures(record: Record, sha256: str) -> Row:
    """The figures of a trial with timings, computed as its page does."""
    reduced = trials.reduce(record, sha256)
    summary = reduced.summary
    shown = {
        f"latency_p{percent}_ms": float(series.nearest_rank(reduced.latencies, (percent,))[0]) / 1e6
        for percent in (50, 90, 99)
        if summary.effective_requests >= series.requests_needed(percent)
    }
    return shown | {
        "counted_requests": summary.requests,
        "effective_requests": summary.effective_requests,
        "throughput_fps": summary.throughput_fps,
        "latency_mean_ms": summary.latency_mean_ns / 1e6,
        "frequency_mhz": summary.frequency_mhz,
        "steal_share": summary.steal_share,
        "elsewhere_share": summary.elsewhere_share,
    }


def _comparison(source: Source, contrast: Contrast) -> Row:
    estimate = contrast.estimate
    row: Row = {name: getattr(contrast, name, None) for name in columns.COMPARISONS}
    if estimate:
        row |= {name: getattr(estimate, name, row[name]) for name in columns.COMPARISONS}
        row |= {"ratio_low": estimate.low, "ratio_high": estimate.high}
    return row | {
        "experiment": source.experiment,
        "host": source.host,
        "configuration": source.configurations[contrast.cell],
        "reference": source.configurations[contrast.reference],
        "cell_id": contrast.cell,
        "reference_cell_id": contrast.reference,
        "verdict": contrast.verdict.value,
        **{name: getattr(contrast, name) or None for name in ("factor", "level", "reference_level")},
    }


def _shared(source: Source, contrast: Contrast) -> Levels:
    """The levels that both sides of a comparison have."""
    plan = source.asked().plan
    reference = dict(plan.cell(contrast.reference).levels)
    return {name: level for name, level in plan.cell(contrast.cell).levels if reference.get(name) == level}


def _claims(source: Source, report: Report) -> Iterator[Row]:
    own = {"experiment": source.experiment, "host": source.host}
    told: set[str] = set()
    links = claims.permalinks(report)
    for placed in report.told:
        claim = placed.claim
        if claim.id in told:
            continue
        told.add(claim.id)
        said = claims.say(claim, report, "en")
        yield own | {
            "id": claim.id,
            "kind": claim.kind.value,
            "variant": type(claim).__name__,
            "part": placed.part,
            "number": placed.number,
            "verdict": claim.verdict.value if claim.verdict else None,
            "provenance": claim.provenance,
            "sentence": _text(said.headline),
            "context": _text(said.context),
            "cell_ids": " ".join(claim.cells),
            "permalink": f"#{links.of(placed)}",
        }
    for number, touched in enumerate(report.caveats, 1):
        caveat = claims.say_caveat(touched.caveat, report, "en")
        yield own | {
            "id": f"caveat/{number}",
            "kind": "caveat",
            "variant": type(touched.caveat).__name__,
            "part": "caveats",
            "number": number,
            "verdict": None,
            "provenance": None,
            "sentence": _text(caveat.headline),
            "context": " ".join(filter(None, (_text(caveat.context), _text(caveat.remedy)))),
            "cell_ids": " ".join(touched.caveat.cells),
            "permalink": "#doubts",
        }


def _text(parts: Iterable[Span]) -> str:
    return plain("".join(part.text for part in parts))
