"""Conclusions as they stand on the page: badge, ruler, and the evidence behind a heading."""

from __future__ import annotations

import math
from collections.abc import Sequence

from ovreport import units
from ovreport.analysis import stats
from ovreport.analysis.results import Contrast, Estimate, Metric, TrialSummary, Verdict, by_round
from ovreport.claims.basis import takes_turns
from ovreport.claims.best import Best
from ovreport.claims.claim import Claim
from ovreport.claims.intervals import practical_rounds
from ovreport.claims.recompute import recompute
from ovreport.language.locale import Locale
from ovreport.language.spans import Text, plain
from ovreport.render import evidence_tables
from ovreport.render.context import Context, percent_plain
from ovreport.render.scales import ratios
from ovreport.render.views import Badge, Column, Conclusion, Evidence, Ruler, Table

HASH_DIGITS = 8
MOST_HASHES = 40
MOST_CONTRASTS = 12


def conclusions_of(context: Context) -> tuple[Conclusion, ...]:
    """The numbered summary."""
    return tuple(
        _conclusion(context, number, claim) for number, claim in enumerate(context.report.conclusions, 1)
    )


def _conclusion(context: Context, number: int, claim: Claim) -> Conclusion:
    said = context.say(claim)
    contrast = next((one for one in claim.contrasts if one.estimate), None)
    return Conclusion(
        number=number,
        headline=context.capital(said.headline),
        context=said.context,
        badge=badge(claim.verdict, context.locale),
        ruler=ruler(context.numbers, contrast.estimate, judged_by(contrast))
        if contrast and contrast.estimate
        else None,
        evidence=_evidence(context, claim, contrast),
        notes=_notes(context, claim, plain(said.context)),
        published=claim.provenance == "printed",
    )


def _notes(context: Context, claim: Claim, told: str) -> tuple[Text, ...]:
    """Remarks to a conclusion that neither its context nor the table of its comparisons has made already."""
    own = [note for note in claim.notes if not _estimated(note.contrasts) and not isinstance(note, Best)]
    notes = [context.say(note).headline for note in own]
    return tuple(context.capital(note) for note in notes if plain(note).strip() not in told)


def _estimated(contrasts: Sequence[Contrast]) -> list[Contrast]:
    return [contrast for contrast in contrasts if contrast.estimate is not None]


def _comparisons(claim: Claim) -> tuple[Contrast, ...]:
    """All comparisons of a claim and its notes, each once."""
    found: dict[tuple[str, str, str], Contrast] = {}
    for one in (claim, *claim.notes):
        for contrast in one.contrasts:
            found.setdefault((contrast.metric, contrast.cell, contrast.reference), contrast)
    return tuple(found.values())


def badge(verdict: Verdict | None, locale: Locale) -> Badge | None:
    """A verdict as word and shape."""
    words = {
        Verdict.FASTER: locale("Faster"),
        Verdict.SLOWER: locale("Slower"),
        Verdict.EQUIVALENT: locale("Equivalent"),
        Verdict.NOT_RESOLVED: locale("Not resolved"),
    }
    return Badge(kind=verdict.value, word=words[verdict]) if verdict else None


def judged_by(contrast: Contrast) -> float:
    """The margin that a comparison was judged by: that of equivalence where it was found equivalent."""
    return contrast.alike if contrast.verdict is Verdict.EQUIVALENT else contrast.margin


def ruler(numbers: units.Numbers, estimate: Estimate, margin: float) -> Ruler | None:
    """A ratio on its scale; `None` where it has no interval to draw."""
    bounds = [estimate.low, estimate.high, estimate.adjusted_low, estimate.adjusted_high]
    if not all(math.isfinite(bound) and bound > 0 for bound in bounds):
        return None
    low, high = 1 / (1 + margin), 1 + margin
    scale = ratios([*bounds, low, high])
    return Ruler(
        band=scale.strip(1.0, low, high),
        one=scale.at(1.0),
        interval=scale.strip(estimate.ratio, estimate.low, estimate.high),
        adjusted=scale.strip(estimate.ratio, estimate.adjusted_low, estimate.adjusted_high),
        ticks=scale.marks(numbers),
    )


def _evidence(context: Context, claim: Claim, contrast: Contrast | None) -> Evidence | None:
    """What a conclusion opens to: its numbers, the test behind them, the records, and a program.

    Statements about what was not measured have none of these, and nothing to open.
    """
    tables: list[Table] = []
    told: list[tuple[str, str]] = []
    if contrast and contrast.estimate:
        told = facts(context, contrast, contrast.estimate)
        tables.append(_rounds(context, contrast, contrast.estimate))
    else:
        told = evidence_tables.facts(context, claim)
    tables += evidence_tables.tables(context, claim)
    every = _comparisons(claim)
    if len(every) > 1:
        tables.append(_every_contrast(context, every))
    hashes = tuple(sha[:HASH_DIGITS] for sha in claim.records)
    if not (told or tables or hashes):
        return None
    if len(hashes) > MOST_HASHES:
        rest = context.locale("and {number} more", number=len(hashes) - MOST_HASHES)
        hashes = (*hashes[:MOST_HASHES], rest)
    found = recompute(claim, context.analysis)
    python = found.python if found is not None else ""
    return Evidence(facts=tuple(told), tables=tuple(tables), hashes=hashes, python=python)


def facts(context: Context, contrast: Contrast, estimate: Estimate) -> list[tuple[str, str]]:
    """The numbers of one comparison, the interval and the test that its verdict goes by, and the way out."""
    locale = context.locale
    found = [
        (locale("Compared"), _compared(context, contrast)),
        (
            locale("Estimate"),
            locale(
                "{ratio}, 95 % interval {low} to {high}",
                ratio=_ratio(context, estimate.ratio),
                low=_plain(context, estimate.low),
                high=_plain(context, estimate.high),
            ),
        ),
        (locale("Interval of the verdict"), _interval(context, contrast, estimate)),
        (locale("Margin"), _margin(context, contrast)),
        (locale("Test"), _test(context, estimate)),
    ]
    if estimate.typical is not None:
        told = locale(
            "{ratio}; one side stalls by itself, so the estimate is that of all requests over their time",
            ratio=_ratio(context, estimate.typical),
        )
        found.append((locale("Typical slices"), told))
    if estimate.carried:
        wider = percent_plain(math.expm1(estimate.carried), locale)
        found.append(
            (locale("Left by neighbours"), locale("each side of the intervals by {share}", share=wider))
        )
    if practical_rounds(contrast) is not None:
        found.append((locale("To resolve it"), _needed(context, contrast)))
    return found


def _margin(context: Context, contrast: Contrast) -> str:
    """What a difference must exceed, and what counts as the same where that is less."""
    locale, margin = context.locale, f"±{percent_plain(contrast.margin, context.locale)}"
    if contrast.alike >= contrast.margin:
        return margin
    alike = f"±{percent_plain(contrast.alike, locale)}"
    return locale("{margin} for a difference, {alike} for equivalence", margin=margin, alike=alike)


def _interval(context: Context, contrast: Contrast, estimate: Estimate) -> str:
    """The interval that the verdict goes by, and why it is wider than the plain one."""
    locale = context.locale
    level = context.numbers.confidence(estimate.adjusted_level)
    bounds = {"low": _plain(context, estimate.adjusted_low), "high": _plain(context, estimate.adjusted_high)}
    # No plural form: in a language that has one form for all numbers, one comparison would be adjusted for.
    if contrast.comparisons == 1 and estimate.adjusted_level > 1 - stats.ALPHA:
        told = locale(
            "{low} to {high}, adjusted for the other questions of this page: at the {level} level",
            level=level,
            **bounds,
        )
    elif contrast.comparisons == 1:
        told = locale("{low} to {high}, at the {level} level", level=level, **bounds)
    else:
        told = locale(
            "{low} to {high}, adjusted for the {number} comparisons of its question: at the {level} level",
            number=contrast.comparisons,
            level=level,
            **bounds,
        )
    if estimate.method == "paired":
        return told
    return locale("{told}; it takes the larger of these cells’ own and the pooled variance", told=told)


def _compared(context: Context, contrast: Contrast) -> str:
    return context.locale(
        "{metric} of “{cell}” beside “{reference}”",
        metric=_metric(context, contrast.metric),
        cell=context.names[contrast.cell],
        reference=context.names[contrast.reference],
    )


def _metric(context: Context, metric: Metric) -> str:
    locale = context.locale
    return {
        "latency": locale("latency"),
        "throughput": locale("throughput"),
        "startup": locale("start-up"),
    }[metric]


def _test(context: Context, estimate: Estimate) -> str:
    locale = context.locale
    if estimate.method == "paired":
        how = locale("Paired t on the log ratios of rounds")
    else:
        how = locale("t on the log ratios of rounds, with the larger of their own and the pooled variance")
    return locale(
        "{how}; {freedom} degrees of freedom; p {p} against “the difference is inside the margin”, "
        "p {equivalent} against “it is outside”, both adjusted",
        how=how,
        freedom=f"{estimate.df:.3g}",
        p=_probability(estimate.p),
        equivalent=_probability(estimate.p_equivalent),
    )


def _needed(context: Context, contrast: Contrast) -> str:
    locale = context.locale
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
    time = context.numbers.about(contrast.seconds_needed)
    return locale("{rounds}, that is about {time} more", rounds=rounds, time=time)


def _rounds(context: Context, contrast: Contrast, estimate: Estimate) -> Table:
    """What the two cells came to in every round, and their ratio."""
    locale = context.locale
    columns = (
        Column(head=locale("round")),
        Column(head=context.names[contrast.cell]),
        Column(head=context.names[contrast.reference]),
        Column(head=locale("ratio")),
    )
    first = _by_round(context, contrast.cell, contrast.metric)
    second = _by_round(context, contrast.reference, contrast.metric)
    rows = tuple(
        (
            str(number),
            first.get(number, "–"),
            second.get(number, "–"),
            context.numbers.fixed(math.exp(log_ratio), 3),
        )
        for number, log_ratio in zip(estimate.round_numbers, estimate.log_ratios, strict=True)
    )
    return Table(columns=columns, rows=rows, note=_rounds_note(context, contrast.metric))


def _rounds_note(context: Context, metric: Metric) -> str:
    """The unit, and where the ratio comes from: it need not be that of the two values beside it."""
    locale = context.locale
    if metric == "startup":
        return locale("In {unit}; one start a round.", unit="ms")
    unit = context.latency_unit if metric == "latency" else context.rate
    if takes_turns(context.plan):
        return locale(
            "In {unit}; the ratio is formed between neighbouring slices, inside the round.", unit=unit
        )
    return locale("In {unit}; the ratio is formed inside the round.", unit=unit)


def _by_round(context: Context, cell_id: str, metric: Metric) -> dict[int, str]:
    size = dict(units.TIME_UNITS)[context.latency_unit]

    def value(trial: TrialSummary) -> float:
        if metric == "startup":
            return trial.startup.total_ns / 1e6 if trial.startup else math.nan
        return trial.latency_mean_ns / size if metric == "latency" else trial.throughput_fps

    rounds = by_round(context.results[cell_id].trials, value)
    return {
        number: context.numbers.fixed(each, units.significant(each, 4)) for number, each in rounds.items()
    }


def _every_contrast(context: Context, contrasts: Sequence[Contrast]) -> Table:
    locale = context.locale
    columns = (
        Column(head=locale("compared by"), words=True),
        Column(head=locale("configuration"), words=True),
        Column(head=locale("beside"), words=True),
        Column(head=locale("ratio")),
        Column(head=locale("95 % interval")),
        Column(head=locale("verdict"), words=True),
    )
    rows = tuple(_contrast_row(context, contrast) for contrast in contrasts[:MOST_CONTRASTS])
    left = len(contrasts) - MOST_CONTRASTS
    note = locale("and {number} more", number=left) if left > 0 else ""
    return Table(columns=columns, rows=rows, note=note)


def _contrast_row(context: Context, contrast: Contrast) -> tuple[str, ...]:
    names = (
        _metric(context, contrast.metric),
        context.names[contrast.cell],
        context.names[contrast.reference],
    )
    verdict = badge(contrast.verdict, context.locale)
    word = verdict.word if verdict else ""
    if contrast.estimate is None:
        return (*names, "–", "–", word)
    shown = context.numbers.ratio(contrast.estimate.ratio, contrast.estimate.low, contrast.estimate.high)
    return (*names, str(shown), shown.interval or "–", word)


def _ratio(context: Context, value: float) -> str:
    return f"{_plain(context, value)}{units.TIMES}"


def _plain(context: Context, value: float) -> str:
    return context.numbers.fixed(value, 3)


def _probability(value: float) -> str:
    """A p-value with its sign: `= 0.045`, `< 0.001`."""
    if not math.isfinite(value):
        return "–"
    if value < 0.001:
        return "< 0.001"
    return "> 0.999" if value > 0.999 else f"= {value:.3f}"
