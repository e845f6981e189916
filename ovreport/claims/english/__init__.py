"""How the tool writes in English."""

from ovreport.claims.english.concurrency import CONCURRENCY
from ovreport.claims.english.running import RUNNING
from ovreport.claims.language import Language

ENGLISH = Language(
    running=RUNNING,
    concurrency=CONCURRENCY,
)

__all__ = ["ENGLISH"]
