"""Names, until every module of claims asks for them where they are made."""

from __future__ import annotations

from ovreport.analysis.results import Analysis
from ovreport.claims.in_force import setting_sentence
from ovreport.naming import (
    FIELDS,
    UNSET,
    Counted,
    Noun,
    asked_shapes,
    cell_name,
    cell_phrase,
    condition,
    factor_name,
    factor_of,
    field_of,
    is_precision,
    is_quiet,
    level_name,
    level_noun,
    name_within,
    names,
    rate_before,
    short_name,
    told_batch,
    told_by_setting,
    varied_fields,
)

__all__ = [
    "FIELDS",
    "UNSET",
    "Counted",
    "Noun",
    "asked_shapes",
    "cell_name",
    "cell_phrase",
    "condition",
    "counted",
    "factor_name",
    "factor_of",
    "field_of",
    "is_precision",
    "is_quiet",
    "level_name",
    "level_noun",
    "name_within",
    "names",
    "rate_before",
    "setting_sentence",
    "short_name",
    "told_batch",
    "told_by_setting",
    "varied_fields",
]


def counted(analysis: Analysis, language: str) -> Counted:
    """What the throughputs of an analysis count."""
    return names(language).counted(analysis.counts, analysis.plan.article.words(language).unit)
