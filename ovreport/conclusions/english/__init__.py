"""How the tool writes in English."""

from ovreport.conclusions.english.beside import BESIDE
from ovreport.conclusions.english.compare import COMPARING
from ovreport.conclusions.english.concurrency import CONCURRENCY
from ovreport.conclusions.english.doubts import DOUBTS
from ovreport.conclusions.english.effects import CONDITIONAL, EFFECTS
from ovreport.conclusions.english.fidelity import FIDELITY
from ovreport.conclusions.english.grammar import GRAMMAR
from ovreport.conclusions.english.published import PUBLISHED, PUBLISHED_WORDS
from ovreport.conclusions.english.recommendations import RECOMMENDATIONS
from ovreport.conclusions.english.running import RUNNING
from ovreport.conclusions.english.sameness import SAMENESS
from ovreport.conclusions.language import Language

ENGLISH = Language(
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

__all__ = ["ENGLISH"]
