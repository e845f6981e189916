"""How the tool writes in Chinese (simplified)."""

from ovreport.conclusions import sentences
from ovreport.conclusions.chinese import (
    beside,
    concurrency,
    fidelity,
    published,
    published_words,
    recommendations,
)
from ovreport.conclusions.chinese.compare import COMPARING
from ovreport.conclusions.chinese.doubts import DOUBTS
from ovreport.conclusions.chinese.effects import CONDITIONAL, EFFECTS
from ovreport.conclusions.chinese.grammar import GRAMMAR
from ovreport.conclusions.chinese.running import RUNNING
from ovreport.conclusions.language import Language
from ovreport.conclusions.speech import Templates

TEMPLATES: Templates = {
    **sentences.TEMPLATES,
    **beside.TEMPLATES,
    **concurrency.TEMPLATES,
    **recommendations.TEMPLATES,
    **fidelity.TEMPLATES,
    **published.TEMPLATES,
    **published_words.TEMPLATES,
}

CHINESE = Language(
    grammar=GRAMMAR,
    comparing=COMPARING,
    effects=EFFECTS,
    conditional=CONDITIONAL,
    running=RUNNING,
    doubts=DOUBTS,
)

__all__ = ["CHINESE", "TEMPLATES"]
