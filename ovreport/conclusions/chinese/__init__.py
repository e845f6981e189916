"""How the tool writes in Chinese (simplified)."""

from ovreport.conclusions.chinese.beside import BESIDE
from ovreport.conclusions.chinese.compare import COMPARING
from ovreport.conclusions.chinese.concurrency import CONCURRENCY
from ovreport.conclusions.chinese.doubts import DOUBTS
from ovreport.conclusions.chinese.effects import CONDITIONAL, EFFECTS
from ovreport.conclusions.chinese.fidelity import FIDELITY
from ovreport.conclusions.chinese.grammar import GRAMMAR
from ovreport.conclusions.chinese.published import PUBLISHED, PUBLISHED_WORDS
from ovreport.conclusions.chinese.recommendations import RECOMMENDATIONS
from ovreport.conclusions.chinese.running import RUNNING
from ovreport.conclusions.chinese.sameness import SAMENESS
from ovreport.conclusions.language import Language

CHINESE = Language(
    grammar=GRAMMAR,
    comparing=COMPARING,
    effects=EFFECTS,
    conditional=CONDITIONAL,
    running=RUNNING,
    recommendations=RECOMMENDATIONS,
    concurrency=CONCURRENCY,
    published=PUBLISHED,
    published_words=PUBLISHED_WORDS,
    beside=BESIDE,
    fidelity=FIDELITY,
    sameness=SAMENESS,
    doubts=DOUBTS,
)

__all__ = ["CHINESE"]
