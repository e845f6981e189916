"""How the tool writes in English."""

from ovreport.claims.english.beside import BESIDE
from ovreport.claims.english.concurrency import CONCURRENCY
from ovreport.claims.english.effects import CONDITIONAL, EFFECTS
from ovreport.claims.english.running import RUNNING
from ovreport.claims.language import Language

ENGLISH = Language(
    effects=EFFECTS,
    conditional=CONDITIONAL,
    running=RUNNING,
    concurrency=CONCURRENCY,
    beside=BESIDE,
)

__all__ = ["ENGLISH"]
