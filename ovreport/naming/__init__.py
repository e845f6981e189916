"""What cells, factors and levels are called, in every language."""

from ovreport.naming.cells import (
    CellNames,
    cell_name,
    cell_names,
    cell_phrase,
    condition,
    factor_name,
    level_name,
    level_noun,
    name_within,
    names,
    rate_before,
    short_name,
)
from ovreport.naming.counted import Counted
from ovreport.naming.fields import (
    FIELDS,
    UNSET,
    asked_shapes,
    factor_of,
    field_of,
    is_precision,
    is_quiet,
    told_batch,
    told_by_setting,
    varied_fields,
)
from ovreport.naming.words import LEVELS_OF_HINT, Names, Noun

__all__ = [
    "FIELDS",
    "LEVELS_OF_HINT",
    "UNSET",
    "CellNames",
    "Counted",
    "Names",
    "Noun",
    "asked_shapes",
    "cell_name",
    "cell_names",
    "cell_phrase",
    "condition",
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
    "short_name",
    "told_batch",
    "told_by_setting",
    "varied_fields",
]
