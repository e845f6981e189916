"""Turn numbers into claims, and claims into sentences."""

from ovreport.claims.anchors import permalinks
from ovreport.claims.evidence_facts import facts
from ovreport.claims.evidence_tables import tables
from ovreport.claims.in_force import setting_sentence
from ovreport.claims.programs import recompute
from ovreport.claims.replicated import replicate
from ovreport.claims.report import conclude
from ovreport.claims.saying import say, say_caveat, say_way_out
from ovreport.claims.texts import Texts

__all__ = [
    "Texts",
    "conclude",
    "facts",
    "permalinks",
    "recompute",
    "replicate",
    "say",
    "say_caveat",
    "say_way_out",
    "setting_sentence",
    "tables",
]
