"""Turn numbers into claims, and claims into sentences.

Most modules are a family: what can be said of one matter, a class each, and below them what builds these. Of
some matters several are asked together: of factors by `effects`, of requests in flight by `concurrency`, of
what to choose by `recommendations`. `published` and what begins so is about printed figures; `compared`,
`replicated`, and `hosts` with `on_hosts` are about several results. The other modules serve all of them:

- `report` asks the families and puts together what a page tells; `commentary` and `captions` find the claims
  of blocks and pictures, `place` has their order, and `anchors` their addresses
- `claim` is what a claim is, `truth` what simulations hold it against; `number`, `levels` and `basis` have
  what claims are made of, `pairs` comparisons beside those of the analysis; `choosing` and `starts` are what
  several families share
- `texts` is what a claim is told with, and `saying` tells it; `wordings`, `amounts`, `intervals`, `comparing`
  and `settling` are the words of comparisons, `in_force` and `in_flight` those of configurations
- `evidence` is what stands behind a claim: `evidence_facts`, `evidence_tables`, and `programs` that compute
  it again
- `caveats` words the reasons to distrust
"""

from ovreport.claims.anchors import permalinks
from ovreport.claims.evidence_facts import facts
from ovreport.claims.evidence_tables import tables
from ovreport.claims.in_force import setting_sentence
from ovreport.claims.programs import recompute
from ovreport.claims.replicated import replicate
from ovreport.claims.report import conclude
from ovreport.claims.saying import say, say_caveat, say_way_out
from ovreport.claims.texts import Texts

__all__ = [
    "Texts",
    "conclude",
    "facts",
    "permalinks",
    "recompute",
    "replicate",
    "say",
    "say_caveat",
    "say_way_out",
    "setting_sentence",
    "tables",
]
