"""Turn numbers into claims, and claims into sentences."""

from ovreport.claims.naming import (
    cell_name,
    factor_name,
    level_name,
    rate_before,
    setting_sentence,
    short_name,
)
from ovreport.claims.recompute import recompute
from ovreport.claims.report import conclude
from ovreport.claims.saying import say, say_doubt, say_way_out

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
