"""The steps of every sentence, for all languages: which case it is, and what goes into its gaps.

The words come from `english` and `chinese`.
"""

from ovreport.conclusions.sentences import (
    beside,
    concurrency,
    conditional,
    effects,
    published,
    published_words,
    recommendations,
    running,
)
from ovreport.conclusions.speech import Templates

TEMPLATES: Templates = {
    **effects.TEMPLATES,
    **conditional.TEMPLATES,
    **running.TEMPLATES,
    **recommendations.TEMPLATES,
    **concurrency.TEMPLATES,
    **published.TEMPLATES,
    **published_words.TEMPLATES,
    **beside.TEMPLATES,
}
