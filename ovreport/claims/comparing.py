"""What sentences tell of comparisons: how much faster, with what proof, under which conditions.

Where several comparisons are told by one claim, `among` are all of them: a condition that they share is told
once (`scoped`), and each is told with what is its own (`where`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from ovreport.analysis.choice import is_small
from ovreport.analysis.metrics import METRICS
from ovreport.analysis.results import Contrast, Verdict
from ovreport.claims.amounts import (
    amount,
    apart,
    estimated,
    openly,
    proof,
    size_open,
    small,
    span,
    unproven,
)
from ovreport.claims.basis import labels_in_force
from ovreport.claims.intervals import estimate_of
from ovreport.claims.texts import Texts
from ovreport.claims.wordings import VERBS, WORDINGS, Change, Wording
from ovreport.language.locale import Gap, Gaps
from ovreport.language.messages import Message, msg, msg_in
from ovreport.language.spans import Piece, Text, key, name
from ovreport.naming import is_quiet

Levels = Sequence[tuple[str, str]]
"""Factors, each with the label of a level."""


class Conditioned(Protocol):
    """What was compared under conditions: measured trials, or published figures."""

    @property
    def conditions(self) -> Levels:
        """Levels that both sides share."""
        ...


COUNTED = frozenset({"requests", "streams", "threads"})
"""Fields of which a second level is told by its number alone: "four requests ... than one"."""

PROVEN = msg("{said} {proof}")

# Both sides


def wording(t: Texts, contrast: Contrast) -> Wording:
    """The wording for what a comparison varies."""
    return WORDINGS[t.manner(contrast)]


def level_sides(t: Texts, factor: str, first: str, second: str) -> Gaps:
    """Two levels in the forms that languages want, and the verbs after the first one.

    `{a}` and `{b}` are nouns, `{with_a}` and `{with_b}` circumstances ("with four requests"), `{of_a}` and
    `{of_b}` are what has a latency: the noun, but of a disturbance the circumstance.
    """
    nouns = [t.level(factor, label) for label in (first, second)]
    a, b = (noun.words for noun in nouns)
    with_a, with_b = (t.condition(factor, label) for label in (first, second))
    of_a, of_b = (with_a, with_b) if t.field(factor) == "disturbance" else (a, b)
    sides: dict[str, Gap] = {"a": a, "b": b, "with_a": with_a, "with_b": with_b, "of_a": of_a, "of_b": of_b}
    return sides | verbs(plural=nouns[0].plural)


def sides(t: Texts, contrast: Contrast, among: Sequence[Contrast] = (), *, asked: bool = False) -> Gaps:
    """The sides of a comparison: precisions as computed, and the second one shortly where it can be.

    `asked`: as they were asked for, of several hosts that may compute in several precisions.
    """
    factor, label = contrast.factor, contrast.reference_level
    in_force = labels_in_force(among or (contrast,), contrast, t.analysis)
    told = level_sides(t, factor, *((contrast.level, label) if asked else in_force))
    if t.field(factor) in COUNTED and label.isdecimal():
        alone = msg_in("a count after another one", "{n}", also="level")
        alone_with = msg_in("a count after another one", "with {n}", also="level")
    elif t.field(factor) == "storage" and label.isalnum():
        alone = msg_in("a file after another one", "an {precision} one", also="level")
        alone_with = msg_in("a file after another one", "with an {precision} one", also="level")
    else:
        return told
    n = int(label) if label.isdecimal() else ""
    b, with_b = (
        t.fill(each, n=n, precision=name(label), level=told[gap])
        for each, gap in ((alone, "b"), (alone_with, "with_b"))
    )
    return {**told, "b": b, "of_b": b, "with_b": with_b}


def put(t: Texts, template: Message, sides: Gaps, *, everywhere: bool = False, n: Piece = "") -> Text:
    """A wording with its sides and verbs filled in; other gaps stand with the sides."""
    return t.fill(template, **{"n": n, **sides, "all": msg("everywhere") if everywhere else ""})


def verbs(*, plural: bool) -> dict[str, Gap]:
    """The verbs after one thing, or after several."""
    return {gap: verb.of(2 if plural else 1) for gap, verb in VERBS.items()}


def verbs_after(t: Texts, cell: str) -> dict[str, Gap]:
    """The verbs as they stand after a cell's name."""
    return verbs(plural=t.is_plural(cell))


# Conditions


def where(t: Texts, contrast: Conditioned, among: Sequence[Conditioned] = ()) -> Text:
    """What is particular to a comparison, as circumstances; empty where nothing is."""
    if len(among) < 2:
        return circumstances(t, [level for level in contrast.conditions if not is_quiet(t.plan, *level)])
    others = [each.conditions for each in among]
    return circumstances(
        t, [level for level in contrast.conditions if not all(level in each for each in others)]
    )


def circumstances(t: Texts, levels: Levels) -> Text:
    """Levels as circumstances: "at batch 3 with four requests"; empty without any."""
    devices = [level for level in levels if t.field(level[0]) == "device"]
    others = [level for level in levels if level not in devices]
    # Chinese tells several as nouns with one word after them all, but for the device.
    together = msg_in("several circumstances", "{row}", also="nouns")
    told = t.fill(together, row=_row(t, others), nouns=nouns(t, others))
    return t.fill(
        msg_in("circumstances", "{row}", also="devices others"),
        row=_row(t, levels),
        devices=_row(t, devices),
        others=told if len(others) > 1 else _row(t, others),
    )


def _row(t: Texts, levels: Levels) -> Text:
    two, more = msg_in("between two circumstances", " "), msg_in("between three circumstances", ", ")
    return t.locale.joined([t.condition(*level) for level in levels], two if len(levels) == 2 else more)


def nouns(t: Texts, levels: Levels) -> Text:
    """Levels in a row: "batch 3, four requests in flight"."""
    return t.locale.joined([t.level(*level).words for level in levels], msg_in("between levels", ", "))


def placed(t: Texts, where: Text) -> Text:
    """Circumstances as they stand beside a clause; empty where there are none."""
    return t.fill(msg(" {where}"), where=where) if where else ()


def scoped(t: Texts, clause: Text, among: Sequence[Contrast]) -> Text:
    """A clause with the circumstances that all its comparisons share: "at batch 1, ...".

    What goes without saying is left out, and so is what a single comparison tells itself.
    """
    first, *others = (contrast.conditions for contrast in among)
    levels = [
        level for level in first if all(level in each for each in others) and not is_quiet(t.plan, *level)
    ]
    if not others or not levels:
        return clause
    frame = msg("{circumstances}, {clause}", also="nouns sentence")
    return t.fill(
        frame,
        circumstances=circumstances(t, levels),
        nouns=nouns(t, levels),
        clause=clause,
        sentence=t.locale.capital(clause),
    )


def in_cases(t: Texts, number_of: int, total: int) -> Text:
    """`in all four cases`, `in three of four cases`."""
    if number_of < total:
        return t.fill(msg_in("of comparisons", "in {n} of {of} cases"), n=number_of, of=total)
    if total == 2:
        return t.fill(msg_in("of comparisons", "in both cases"))
    return t.fill(msg_in("of comparisons", "in all {n} cases"), n=total)


# Whole comparisons


def plainly(t: Texts, contrast: Contrast, among: Sequence[Contrast] = (), *, again: bool = False) -> Text:
    """The comparison without its proof: "f16 is 1.55 times as fast as f32".

    Of one whose size is open it tells the interval: "f16 is 2.1 to 5.0 % faster than f32".
    """
    words: Change = wording(t, contrast).again if again else wording(t, contrast)
    if is_small(contrast):
        template, n = small(t, contrast, words)
    else:
        estimate = estimate_of(contrast)
        template, n = words.of(estimate.ratio), (key(estimated(t, estimate)),)
    return put(t, template, sides(t, contrast, among), n=n)


def same(t: Texts, contrast: Contrast, among: Sequence[Contrast] = (), *, everywhere: bool = False) -> Text:
    """Two sides that make no difference."""
    return put(t, wording(t, contrast).same, sides(t, contrast, among), everywhere=everywhere)


def stalling(t: Texts, contrasts: Sequence[Contrast], among: Sequence[Contrast] = ()) -> Text:
    """What typical slices say of the first comparison that is judged by totals, and who stalls."""
    found = next((each for each in contrasts if each.estimate and each.estimate.typical), None)
    if found is None:
        return ()
    estimate = estimate_of(found)
    typical = estimate.typical or estimate.ratio
    first_stalls = (estimate.ratio < typical) == METRICS[found.metric].larger_is_better
    template = wording(t, found).of(typical)
    return t.tell(
        msg(
            "In typical slices, {said}{where}; but {cell} stalls by itself now and then, so what is judged "
            "is all requests over their time."
        ),
        said=put(t, template, sides(t, found, among), n=key(amount(t, typical))),
        where=placed(t, where(t, found, among)),
        cell=t.cell(found.cell if first_stalls else found.reference),
    )


def spans_of(t: Texts, contrasts: Sequence[Contrast]) -> Text:
    """What several comparisons leave open together."""
    return span(t, wording(t, contrasts[0]), *ends_of(contrasts))


def ends_of(contrasts: Sequence[Contrast]) -> tuple[float, float, float]:
    """The ends of the smallest interval that holds those of several open verdicts, and the first ratio."""
    estimates = [estimate_of(contrast) for contrast in contrasts]
    low = min(estimate.adjusted_low for estimate in estimates)
    return low, max(estimate.adjusted_high for estimate in estimates), estimates[0].ratio


def unresolved(
    t: Texts, contrast: Contrast, among: Sequence[Contrast] = (), *, short: bool = False
) -> tuple[Text, Text]:
    """What is known of an open comparison, and what follows after its conditions."""
    words = wording(t, contrast)
    found = openly(t, words, words, contrast, short=short)
    return put(t, found.template, {**sides(t, contrast, among), **found.gaps}), found.tail


def clause(t: Texts, contrast: Contrast, among: Sequence[Contrast] = ()) -> Text:
    """A whole comparison as a clause: what, under which conditions, and the proof."""
    there = placed(t, where(t, contrast, among))
    if is_small(contrast):
        return size_open(t, contrast, plainly(t, contrast, among), there)
    if contrast.verdict is Verdict.NOT_RESOLVED:
        said, tail = unresolved(t, contrast, among)
        template = msg("{said}{where}{tail} {proof}")
        return t.fill(template, said=said, where=there, tail=tail, proof=unproven(t, contrast))
    proven = proof(t, contrast)
    if contrast.verdict is Verdict.EQUIVALENT:
        template, told = msg("{same}{where}: {apart} {proof}"), same(t, contrast, among)
        return t.fill(template, same=told, where=there, apart=apart(t, contrast), proof=proven)
    template, told = msg("{said}{where} {proof}"), plainly(t, contrast, among)
    return t.fill(template, said=told, where=there, proof=proven)


def brief(t: Texts, contrast: Contrast, among: Sequence[Contrast] = ()) -> Text:
    """A comparison in half a line, without its proof."""
    there = placed(t, where(t, contrast, among))
    if contrast.verdict is Verdict.EQUIVALENT:
        alike = same(t, contrast, among)
        return t.fill(msg("{same}{where}: {apart}"), same=alike, where=there, apart=apart(t, contrast))
    if contrast.verdict is Verdict.NOT_RESOLVED and not is_small(contrast):
        said, tail = unresolved(t, contrast, among, short=True)
        return t.fill(msg("{said}{where}{tail}"), said=said, where=there, tail=tail)
    return t.fill(msg("{said}{where}"), said=plainly(t, contrast, among), where=there)
