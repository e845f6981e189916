"""How the tool writes in Chinese (simplified)."""

from ovreport.conclusions.chinese import (
    beside,
    concurrency,
    effects,
    fidelity,
    published,
    recommendations,
    running,
)
from ovreport.conclusions.chinese.doubts import DOUBTS
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
