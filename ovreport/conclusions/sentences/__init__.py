"""The steps of every sentence, for all languages: which case it is, and what goes into its gaps.

The words come from `english` and `chinese`.
"""

from ovreport.conclusions.sentences import concurrency, conditional, effects, recommendations, running
from ovreport.conclusions.speech import Templates

TEMPLATES: Templates = {
    **effects.TEMPLATES,
    **conditional.TEMPLATES,
    **running.TEMPLATES,
    **recommendations.TEMPLATES,
    **concurrency.TEMPLATES,
}
