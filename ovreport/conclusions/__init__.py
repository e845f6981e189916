"""Turn numbers into claims, and claims into sentences."""

from ovreport.conclusions.naming import (
    cell_name,
    factor_name,
    level_name,
    rate_before,
    setting_sentence,
    short_name,
)
from ovreport.conclusions.recompute import recompute
from ovreport.conclusions.report import conclude
from ovreport.conclusions.saying import say, say_doubt, say_way_out

__all__ = [
    "cell_name",
    "conclude",
    "factor_name",
    "level_name",
    "rate_before",
    "recompute",
    "say",
    "say_doubt",
    "say_way_out",
    "setting_sentence",
    "short_name",
]
