"""The values that a claim rests on, as tables: by round, its own ones, and all that it compares."""

from __future__ import annotations

import math
from collections.abc import Sequence

from ovreport import units
from ovreport.analysis.metrics import METRICS, Metric
from ovreport.analysis.results import Contrast
from ovreport.analysis.summaries import TrialSummary, by_round
from ovreport.claims.basis import takes_turns
from ovreport.claims.claim import Claim
from ovreport.claims.evidence import EvidenceTable
from ovreport.claims.levels import CONFIGURATION, INTERVAL, ratio_columns
from ovreport.claims.texts import Texts
from ovreport.claims.wordings import METRIC_WORDS, VERDICTS
from ovreport.language.messages import Message, msg
from ovreport.language.spans import plain

MOST_COMPARISONS = 12
"""Rows of the table of all comparisons of a claim."""

ROUND = msg("round")
RATIO = msg("ratio")
WEIGHT = msg("weight")


def tables(claim: Claim, t: Texts) -> tuple[EvidenceTable, ...]:
    """What a claim rests on; tables without rows are left out.

    The rounds of its first comparison, or of the level that it leads with; the tables of its own; and every
    comparison where it and its notes have several.
    """
    found: list[EvidenceTable] = []
    first = next((each for each in claim.contrasts if each.estimate is not None), None)
    level = claim.leading(t.analysis)
    if first is not None:
        found.append(_rounds_of_both(t, first))
    if level is not None and level.result.trials and not claim.stated(t.analysis):
        cell = level.result.cell.id
        rows = _by_round(t, cell, level.metric).items()
        found.append(
            EvidenceTable(
                heads=(ROUND, plain(t.full(cell))),
                rows=tuple((str(number), value) for number, value in rows),
                caption=t.locale("In {unit}, the mean of each round.", unit=_unit(t, level.metric)),
            )
        )
    found += claim.rows(t)
    compared: dict[tuple[Metric, str, str], Contrast] = {}
    for one in (claim, *claim.notes):
        for each in one.contrasts:
            compared.setdefault((each.metric, each.cell, each.reference), each)
    if len(compared) > 1:
        found.append(_comparisons(t, tuple(compared.values())))
    return tuple(table for table in found if table.rows)


def _rounds_of_both(t: Texts, contrast: Contrast) -> EvidenceTable:
    """What two configurations came to in every round, and their ratio, which need not be that of the two."""
    unit = _unit(t, contrast.metric)
    caption = t.locale("In {unit}; the ratio is formed inside the round.", unit=unit)
    if contrast.metric == "startup":
        caption = t.locale("In {unit}; one start a round.", unit=unit)
    elif takes_turns(t.plan):
        caption = t.locale(
            "In {unit}; the ratio is formed between neighbouring slices, inside the round.", unit=unit
        )
    sides = (contrast.cell, contrast.reference)
    first, second = (_by_round(t, cell, contrast.metric) for cell in sides)
    heads: tuple[Message | str, ...] = (ROUND, *(plain(t.full(cell)) for cell in sides), RATIO)
    rows: list[tuple[str, ...]] = []
    estimate = contrast.estimate
    if estimate is not None:
        fixed = t.numbers.fixed
        for number, log in zip(estimate.round_numbers, estimate.log_ratios, strict=True):
            sides = (first.get(number, "–"), second.get(number, "–"))
            rows.append((str(number), *sides, fixed(math.exp(log), 3)))
        if estimate.weights:
            heads = (*heads, WEIGHT)
            rows = [(*row, fixed(each, 2)) for row, each in zip(rows, estimate.weights, strict=True)]
    return EvidenceTable(heads=heads, rows=tuple(rows), caption=caption, whole=True)


def _unit(t: Texts, metric: Metric) -> str:
    match metric:
        case "throughput":
            return t.counted.rate
        case "latency" | "undisturbed":
            return t.latency_unit
        case "startup":
            return "ms"


def _by_round(t: Texts, cell: str, metric: Metric) -> dict[int, str]:
    """What a configuration came to in every round, to four digits."""
    definition = METRICS[metric]

    def value(trial: TrialSummary) -> float:
        size = dict(units.TIME_UNITS)[_unit(t, metric)] if definition.unit == "ns" else 1
        return definition.of_trial(trial) / size

    rounds = by_round(t.analysis.cell(cell).trials, value)
    return {number: t.numbers.fixed(each, units.significant(each, 4)) for number, each in rounds.items()}


def _comparisons(t: Texts, contrasts: Sequence[Contrast]) -> EvidenceTable:
    """Comparisons with their verdicts, a row each."""
    rows = tuple(
        (
            t.locale.word(METRIC_WORDS[each.metric]),
            plain(t.full(each.cell)),
            plain(t.full(each.reference)),
            *ratio_columns(t, each.estimate),
            t.locale.word(VERDICTS[each.verdict]),
        )
        for each in contrasts[:MOST_COMPARISONS]
    )
    return EvidenceTable(
        heads=(msg("compared by"), CONFIGURATION, msg("beside"), RATIO, INTERVAL, msg("verdict")),
        rows=rows,
        words=frozenset({0, 1, 2, 5}),
        of=len(contrasts),
    )
