"""How the tool writes in English."""

from ovreport.claims.english.concurrency import CONCURRENCY
from ovreport.claims.language import Language

ENGLISH = Language(
    concurrency=CONCURRENCY,
)

__all__ = ["ENGLISH"]
