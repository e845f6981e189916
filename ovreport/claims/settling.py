"""What would settle the comparisons that the rounds leave open."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from ovreport.analysis.results import Contrast, Verdict
from ovreport.claims.texts import Texts
from ovreport.language.locale import Gap
from ovreport.language.messages import msg, msgs
from ovreport.language.spans import Text, number
from ovreport.limits import PRACTICAL_ROUNDS, PRACTICAL_SECONDS

WHAT_IS_OPEN = msgs("what is open", "what is open")


def practical_rounds(contrast: Contrast) -> int | None:
    """Rounds that would settle a comparison, where they and their time can be asked of a reader."""
    rounds, seconds = contrast.rounds_needed, contrast.seconds_needed
    if rounds is None or rounds > PRACTICAL_ROUNDS or (seconds or 0.0) > PRACTICAL_SECONDS:
        return None
    return rounds


@dataclass(frozen=True)
class Open:
    """What would settle the comparisons of a claim that are not resolved.

    Attributes:
        longest: Of those that a practical number of rounds would settle, the one that needs most; any of them
            where there is none such.
        settled: How many that number would settle.
        number: How many are not resolved.
        of: How many there are.
    """

    longest: Contrast
    settled: int
    number: int
    of: int


def still_open(t: Texts, contrasts: Sequence[Contrast]) -> Open | None:
    """The open ones of several comparisons; `None` where none is, or all that are have nothing to settle."""
    unsettled = [
        each
        for each in contrasts
        if each.verdict is Verdict.NOT_RESOLVED and each.estimate and not t.are_one(each)
    ]
    if not unsettled:
        return None
    within_reach = [each for each in unsettled if practical_rounds(each) is not None]
    longest = max(within_reach or unsettled, key=lambda each: each.rounds_needed or 0)
    return Open(longest, len(within_reach), len(unsettled), len(contrasts))


def way_out(t: Texts, contrast: Contrast, what: Gap | None = None, *, option: bool = True) -> Text:
    """How many rounds would settle an open question, and how long they take.

    Empty where no number of rounds does that in useful time, and where both sides are one configuration in
    force: whatever sets them apart, nothing is to be chosen.

    Args:
        t: The language.
        contrast: What is open.
        what: Word for what would be settled; "it" where it is not given.
        option: Whether the option is told that measures so many.
    """
    what = msg("it") if what is None else what
    rounds = None if t.are_one(contrast) else practical_rounds(contrast)
    if rounds is None:
        return ()
    if rounds <= t.analysis.rounds:
        return t.tell(msg("The rounds that are missing would settle {what}."), what=what)
    n = number(f"{rounds:,}")
    if contrast.seconds_needed is None:
        told = msg("About {n} rounds would settle {what} (“{option}”).")
        if not option:
            told = msg("About {n} rounds would settle {what}.")
        return t.tell(told, n=n, what=what, option=asking_for(t, contrast, rounds))
    told = msg("About {n} rounds would settle {what}, some {time} more (“{option}”).")
    if not option:
        told = msg("About {n} rounds would settle {what}, some {time} more.")
    time = number(t.numbers.about(contrast.seconds_needed))
    return t.tell(told, n=n, what=what, time=time, option=asking_for(t, contrast, rounds))


def asking_for(t: Texts, contrast: Contrast, rounds: int) -> str:
    """The option of `build` and `run` that measures so many rounds of what is open.

    A number of rounds is asked for by itself. Where the file gives the fewest and the most, it is the most
    that is too low, or the budget that ended it before: that counts all measuring, also what was done.
    """
    measure = t.plan.measure
    if measure.fixed:
        return f"--rounds {rounds}"
    asked = [] if rounds <= measure.most_rounds else [f"--rounds {measure.rounds}..{rounds}"]
    if contrast.seconds_needed is not None and (measure.budget_seconds is not None or not asked):
        minutes = math.ceil((t.analysis.measured_seconds + contrast.seconds_needed) / 60)
        asked.append(f"--budget {minutes}min")
    return " ".join(asked) or f"--rounds {measure.rounds}..{rounds}"


def way_out_of_all(t: Texts, contrasts: Sequence[Contrast]) -> Text:
    """What would settle what several sentences leave open together; empty where nothing is."""
    found = still_open(t, contrasts)
    if found is None:
        return ()
    rounds, seconds = practical_rounds(found.longest), found.longest.seconds_needed
    if rounds is None or seconds is None or found.settled == found.number:
        return way_out(t, found.longest, WHAT_IS_OPEN.of(1), option=False)
    return t.tell(
        msg("About {n} rounds would settle {settled} of {open} open comparisons, some {time} more."),
        n=number(f"{rounds:,}"),
        settled=found.settled,
        open=found.number,
        time=number(t.numbers.about(seconds)),
    )
