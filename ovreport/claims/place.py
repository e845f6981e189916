"""The order in which claims are told, in one table: from what must be said first to what may find no room.

Claims that share a place are told by the size of what they show, the larger first.
"""

from __future__ import annotations

from enum import IntEnum, auto

from ovreport.analysis.results import Verdict


class Place(IntEnum):
    """Where a claim stands. Up to `SAME_YET_APART` they are warnings, from `BOUND_OPEN` on asides."""

    # Warnings: what to hold against all other claims.
    OUTPUTS_DIFFER = auto()
    DEVICE_REFUSED = auto()
    FAILED = auto()
    THROTTLED = auto()
    SAME_YET_APART = auto()
    # Findings: what an abstract may tell.
    ANSWER_SHOWN = auto()
    UNDISTURBED_APART = auto()
    SOURCE_CONTRADICTED = auto()
    COMPUTED_OTHERWISE = auto()
    PUBLISHED_SMALLEST = auto()
    SAME_IN_FORCE = auto()
    BOUND_KEPT = auto()
    SMALLER = auto()
    LEADS_IN_BOTH = auto()
    BEST_THROUGHPUT = auto()
    NONE_FAR_BEHIND = auto()
    OUTPUTS_CLOSE = auto()
    REFUSED = auto()
    CACHED_START = auto()
    BOUND_MISSED = auto()
    UNEVEN = auto()
    BEST_LATENCY = auto()
    DIFFERENT_WORK = auto()
    NOT_MEASURED_HERE = auto()
    PUBLISHED_ASIDE = auto()
    ANSWER_SAME = auto()
    OUTPUTS_UNINFORMATIVE = auto()
    BESIDE_PUBLISHED = auto()
    SLIGHTLY_UNEVEN = auto()
    BREAK_EVEN = auto()
    FRONT = auto()
    SOURCE_AGREES = auto()
    NOT_MEASURED = auto()
    EVEN = auto()
    STATEMENT_OPEN = auto()
    # Asides: told only where there is too little else.
    BOUND_OPEN = auto()
    STEADY = auto()
    STARTS_APART = auto()
    NO_LEADER = auto()
    NO_FASTEST = auto()
    NO_SMALLER = auto()
    STATEMENT_HOLDS = auto()
    OUTPUTS_AGREE = auto()
    ANSWER_OPEN = auto()
    NO_QUICKEST = auto()
    FRONT_LEADER = auto()
    WITHIN_ROUNDS = auto()
    STARTUP = auto()
    NO_FRONT = auto()
    ANSWER_SILENT = auto()

    @property
    def is_warning(self) -> bool:
        """Whether it is told before all others in any case."""
        return self <= Place.SAME_YET_APART

    @property
    def is_finding(self) -> bool:
        """Whether an abstract tells it where there is room."""
        return self < Place.BOUND_OPEN

    @property
    def is_empty(self) -> bool:
        """Whether it says no more than that nothing stands out."""
        return self in {
            Place.NO_LEADER,
            Place.NO_FASTEST,
            Place.NO_SMALLER,
            Place.NO_QUICKEST,
            Place.NO_FRONT,
        }


def of_answer(verdict: Verdict | None, *, silent: bool) -> Place:
    """Where an answer about a factor stands, by what it shows; `None` has several verdicts.

    Args:
        verdict: Of its strongest comparison.
        silent: Whether rounds were too few for any.
    """
    if silent:
        return Place.ANSWER_SILENT
    places = {Verdict.EQUIVALENT: Place.ANSWER_SAME, Verdict.NOT_RESOLVED: Place.ANSWER_OPEN}
    return Place.ANSWER_SHOWN if verdict is None else places.get(verdict, Place.ANSWER_SHOWN)
