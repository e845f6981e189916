"""The steps of every sentence, for all languages: which case it is, and what goes into its gaps.

The words come from `english` and `chinese`.
"""

from ovreport.claims.sentences import (
    concurrency,
)
from ovreport.claims.speech import Templates

TEMPLATES: Templates = {
    **concurrency.TEMPLATES,
}
