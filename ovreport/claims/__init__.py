"""Turn numbers into claims, and claims into sentences."""

from ovreport.claims.in_force import setting_sentence
from ovreport.claims.recompute import recompute
from ovreport.claims.report import conclude
from ovreport.claims.saying import say, say_caveat, say_way_out
from ovreport.claims.texts import Texts

__all__ = [
    "Texts",
    "conclude",
    "recompute",
    "say",
    "say_caveat",
    "say_way_out",
    "setting_sentence",
]
