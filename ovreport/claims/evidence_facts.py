"""The numbers that a claim rests on, under their labels: estimate, intervals, margin, test, way out."""

from __future__ import annotations

import math

from ovreport import units
from ovreport.analysis import stats
from ovreport.analysis.results import Contrast, Estimate
from ovreport.claims.claim import Claim
from ovreport.claims.levels import level_shown, quiet_shown
from ovreport.claims.settling import practical_rounds
from ovreport.claims.texts import Texts
from ovreport.claims.wordings import METRIC_WORDS
from ovreport.language.spans import plain

Facts = tuple[tuple[str, str], ...]
"""Labels with what they label."""


def facts(claim: Claim, t: Texts) -> Facts:
    """Those of its first comparison, or of the level that it leads with; empty where it has neither."""
    for contrast in claim.contrasts:
        if contrast.estimate is not None:
            return of_comparison(t, contrast, contrast.estimate)
    return _of_level(claim, t)


def _of_level(claim: Claim, t: Texts) -> Facts:
    locale, level = t.locale, claim.leading(t.analysis)
    if level is None:
        return ()
    interval = level.result.level(level.metric)
    if interval is None or not math.isfinite(interval.low):
        return ()
    shown = level_shown(t, interval, level.metric)
    estimate = locale(
        "{value} {unit}, 95 % interval {interval}",
        value=shown.value,
        unit=shown.unit,
        interval=shown.interval,
    )
    test = locale("t interval on the logarithms of {number} rounds", number=len(level.rounds))
    told = [
        (locale("Level of"), plain(t.full(level.result.cell.id))),
        (locale("Estimate"), estimate),
        (locale("Test"), test),
    ]
    quiet = level.result.quiet
    if quiet is not None and (beside := quiet_shown(t, level.result, level.metric)):
        words = locale(
            "{value} {unit}, 95 % interval {interval}: {passes} of {of} passes, in {rounds} rounds",
            value=beside.value,
            unit=beside.unit,
            interval=beside.interval,
            passes=t.numbers.count(quiet.passes),
            of=t.numbers.count(quiet.of),
            rounds=len(level.quiet_rounds),
        )
        told.append((locale("In quiet passes"), words))
    return tuple(told)


def of_comparison(t: Texts, contrast: Contrast, estimate: Estimate) -> Facts:
    """Those of a comparison, with the interval and the test that its verdict goes by."""
    locale, fixed = t.locale, t.numbers.fixed
    found = [
        (
            locale("Compared"),
            locale(
                "{metric} of “{cell}” beside “{reference}”",
                metric=locale.word(METRIC_WORDS[contrast.metric]),
                cell=plain(t.full(contrast.cell)),
                reference=plain(t.full(contrast.reference)),
            ),
        ),
        (
            locale("Estimate"),
            locale(
                "{ratio}, 95 % interval {low} to {high}",
                ratio=f"{fixed(estimate.ratio, 3)}{units.TIMES}",
                low=fixed(estimate.low, 3),
                high=fixed(estimate.high, 3),
            ),
        ),
        (locale("Interval of the verdict"), _interval(t, contrast, estimate)),
        (locale("Margin"), _margin(t, contrast)),
        (locale("Test"), _test(t, estimate)),
    ]
    if estimate.typical is not None:
        told = locale(
            "{ratio}; one side stalls by itself, so the estimate is that of all requests over their time",
            ratio=f"{fixed(estimate.typical, 3)}{units.TIMES}",
        )
        found.append((locale("Typical slices"), told))
    if estimate.carried:
        wider = f"{math.expm1(estimate.carried) * 100:.3g}".translate(t.numbers.marks)
        share = f"{wider}{t.numbers.percent_gap}%"
        found.append(
            (locale("Left by neighbours"), locale("each side of the intervals by {share}", share=share))
        )
    if len(estimate.looks) > 1:
        found.append((locale("Looks"), _looks(t, estimate)))
    if practical_rounds(contrast) is not None and not t.are_one(contrast):
        found.append((locale("To resolve it"), _needed(t, contrast)))
    return tuple(found)


def _interval(t: Texts, contrast: Contrast, estimate: Estimate) -> str:
    """The interval that the verdict goes by, and why it is wider than the plain one."""
    locale = t.locale
    values = {
        "low": t.numbers.fixed(estimate.adjusted_low, 3),
        "high": t.numbers.fixed(estimate.adjusted_high, 3),
        "level": t.numbers.confidence(estimate.adjusted_level),
    }
    # No plural form: in a language that has one form for all numbers, one comparison would be adjusted for.
    if contrast.comparisons > 1:
        told = locale(
            "{low} to {high}, adjusted for the {number} comparisons of its question: at the {level} level",
            number=contrast.comparisons,
            **values,
        )
    elif estimate.adjusted_level > 1 - stats.ALPHA:
        told = locale(
            "{low} to {high}, adjusted for the other questions of this page: at the {level} level", **values
        )
    else:
        told = locale("{low} to {high}, at the {level} level", **values)
    if estimate.method == "paired":
        return told
    return locale(
        "{told}; it takes the larger of these configurations’ own and the pooled variance", told=told
    )


def _margin(t: Texts, contrast: Contrast) -> str:
    """What a difference must exceed, and what counts as the same where that is less."""
    margin, alike = (f"±{t.numbers.percent_as_given(share)}" for share in (contrast.margin, contrast.alike))
    if contrast.alike >= contrast.margin:
        return margin
    return t.locale("{margin} for a difference, {alike} for equivalence", margin=margin, alike=alike)


def _test(t: Texts, estimate: Estimate) -> str:
    how = (
        t.locale("Paired t on the log ratios of rounds")
        if estimate.method == "paired"
        else t.locale("t on the log ratios of rounds, with the larger of their own and the pooled variance")
    )
    if estimate.weights:
        how = t.locale("{how}, each round weighted by how little its slices scatter", how=how)
    return t.locale(
        "{how}; {freedom} degrees of freedom; p {p} against “the difference is inside the margin”, "
        "p {equivalent} against “it is outside”, both adjusted",
        how=how,
        freedom=t.numbers.as_given(estimate.df, 3),
        p=_probability(t, estimate.p),
        equivalent=_probability(t, estimate.p_equivalent),
    )


def _looks(t: Texts, estimate: Estimate) -> str:
    """After how many rounds the measuring might have ended, and what holds all the same."""
    return t.locale(
        "after {numbers} rounds, as long as questions were open; intervals and p hold at all looks together",
        numbers=t.locale.list([str(number) for number in estimate.looks]),
    )


def _probability(t: Texts, value: float) -> str:
    """A p-value with its sign: `= 0.045`, `< 0.001`."""
    if not math.isfinite(value):
        return "–"
    sign, bound = ("<", 0.001) if value < 0.001 else (">", 0.999) if value > 0.999 else ("=", value)
    return f"{sign} {t.numbers.fixed(bound, 3)}"


def _needed(t: Texts, contrast: Contrast) -> str:
    """How many rounds would resolve it, between which numbers that lies, and how long they take."""
    locale = t.locale
    fewest, most = contrast.rounds_range or (None, None)
    if fewest is None:
        rounds = locale("{number} rounds in all", number=contrast.rounds_needed)
    elif most is None:
        rounds = locale(
            "{number} rounds in all, {fewest} or more", number=contrast.rounds_needed, fewest=fewest
        )
    else:
        rounds = locale(
            "{number} rounds in all, likely {fewest} to {most}",
            number=contrast.rounds_needed,
            fewest=fewest,
            most=most,
        )
    if contrast.seconds_needed is None:
        return rounds
    time = t.numbers.about(contrast.seconds_needed)
    return locale("{rounds}, that is about {time} more", rounds=rounds, time=time)
