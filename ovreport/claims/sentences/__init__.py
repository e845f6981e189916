"""The steps of every sentence, for all languages: which case it is, and what goes into its gaps.

The words come from `english` and `chinese`.
"""

from ovreport.claims.sentences import (
    beside,
    concurrency,
    conditional,
    effects,
    running,
)
from ovreport.claims.speech import Templates

TEMPLATES: Templates = {
    **effects.TEMPLATES,
    **conditional.TEMPLATES,
    **beside.TEMPLATES,
    **concurrency.TEMPLATES,
    **running.TEMPLATES,
}
