"""How the tool writes in English."""

from ovreport.conclusions.english import (
    beside,
    concurrency,
    effects,
    fidelity,
    published,
    recommendations,
    running,
)
from ovreport.conclusions.english.doubts import DOUBTS
from ovreport.conclusions.speech import Templates

TEMPLATES: Templates = {
    **effects.TEMPLATES,
    **beside.TEMPLATES,
    **concurrency.TEMPLATES,
    **recommendations.TEMPLATES,
    **running.TEMPLATES,
    **fidelity.TEMPLATES,
    **published.TEMPLATES,
}

__all__ = ["DOUBTS", "TEMPLATES"]
