"""How the tool writes in Chinese (simplified), where that is not a matter of words."""

from dataclasses import replace

from ovreport.claims.chinese import steps
from ovreport.claims.english import ENGLISH
from ovreport.language.spans import key

CHINESE = replace(
    ENGLISH,
    published=replace(ENGLISH.published, levels=steps.levels, amount_alone=False, stress=key),
)

__all__ = ["CHINESE"]
