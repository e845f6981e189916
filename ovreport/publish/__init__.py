"""A site's folder: what is in it, renewing it, taking out what is gone, recomputing and publishing it.

`write` makes a site or renews one, and tells what it did as `Written`. `verify` puts the records and the
files that lie in a site through the pipeline again, and returns what its pages say otherwise. `homes` finds
the experiments of a site, `laid_out` gives them back as a command finds experiments, and `results_in` finds
results in a site as in any other folder. `write_compared` and `write_history` write the pages about two
results and about several over time. `take` takes an experiment of a site that somebody else published. None
of them prints.

Inside, `writing` makes the pages that have changed, by what `manifest` knows of the last time; `downloads`
adds what it takes to recompute a site, and `staging` lays that out again; `replications` reads what others
sent; `sweeping` takes out what is gone; `verification` compares a site with its recomputed twin, and `pieces`
takes pages apart for that; `contents` lists what recomputing takes, and `foreign` takes just that from an
address.

`branch` puts a site on a branch and that on a remote, unless `private` finds folders of a person's machine in
it; `github` is the workflow that does so from committed records.
"""

from ovreport.publish import branch, github
from ovreport.publish.comparing import results_in, write_compared, write_history
from ovreport.publish.foreign import Published, printable, take
from ovreport.publish.staging import homes, laid_out
from ovreport.publish.verification import Checked, Mismatch, verify
from ovreport.publish.writing import Written, write
from ovreport.render import write_replication

__all__ = [
    "Checked",
    "Mismatch",
    "Published",
    "Written",
    "branch",
    "github",
    "homes",
    "laid_out",
    "printable",
    "results_in",
    "take",
    "verify",
    "write",
    "write_compared",
    "write_history",
    "write_replication",
]
