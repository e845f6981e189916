"""Compute numbers from records: summaries, comparisons with intervals, reasons to distrust.

Each module is used by itself: `report` computes everything, `sample_size` what open questions need,
`open_questions` which these are, `looks` what it costs to look for answers more than once, `undisturbed`
which cells are compared without what gets in the way, `unpaired` compares results that were not interleaved,
`compared` two results, `hosts` several hosts and `history` several days, `circumstances` what they were
measured under, and
`caveats` has the reasons to distrust. `results` has the types of what is found, `summaries` those of a trial,
`metrics` what cells are compared by, and `mismatches` what was requested and is not effective: these four
need no SciPy, so whoever measures or names does without it. `trials` reduces a record to its figures,
`counting` says which of its requests count, and `series` computes what needs their order.
"""

__all__ = [
    "caveats",
    "circumstances",
    "compared",
    "counting",
    "history",
    "hosts",
    "looks",
    "metrics",
    "mismatches",
    "open_questions",
    "replication",
    "report",
    "results",
    "sample_size",
    "series",
    "summaries",
    "trials",
    "undisturbed",
    "unpaired",
]
