"""The end of a page: what to use, what to doubt, how to repeat it."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence

from ovreport import bounds
from ovreport.analysis import choice
from ovreport.claims import say_caveat
from ovreport.claims.best import Best, NoBest, best
from ovreport.claims.choosing import is_choice
from ovreport.claims.smallest import SmallerIsEnough, smallest
from ovreport.claims.startup import StartUp
from ovreport.language.spans import Span, Text
from ovreport.render import blocks
from ovreport.render.context import Context
from ovreport.render.views import CaveatLine, Column, Table

Downloads = Mapping[str, str]
"""Relative address of a record's copy by the record's hash."""


def use(context: Context) -> tuple[Text, ...]:
    """What to do, from the best configurations alone; what cannot be told apart is not preferred."""
    locale, analysis = context.locale, context.analysis
    claims = {each.metric: best(analysis, each) for each in analysis.best if is_choice(analysis)}
    fast, quick = claims.get("throughput"), claims.get("latency")
    if fast is None or quick is None or len(context.measured) < 2:
        return ()
    if isinstance(fast, NoBest) and isinstance(quick, NoBest):
        if sooner := _sooner(context):
            return ((Span(text=sooner),),)
        either = locale("Neither is shown to be better.")
        any_of_them = locale("None of them is shown to be better.")
        return ((Span(text=either if fast.among.configurations == 2 else any_of_them),),)
    fastest, quickest = _losing_least(fast, quick)
    lines: list[Text] = []
    if fastest == quickest:
        metrics = [(fast, locale("in throughput")), (quick, locale("in latency"))]
        alike = set(fast.cells) == set(quick.cells)
        lead = locale("For throughput and for latency alike, use")
        lines.append(_advice(context, lead, fastest, [(fast, "")] if alike else metrics))
    else:
        most = locale("For the most {things} per second, use", things=context.counted.many)
        lines.append(_advice(context, locale("For the shortest answer, use"), quickest, [(quick, "")]))
        lines.append(_advice(context, most, fastest, [(fast, "")]))
    smaller = smallest(analysis)
    if isinstance(smaller, SmallerIsEnough) and smaller.smallest.cell not in {fastest, quickest}:
        small, used = (analysis.cell(cell) for cell in (smaller.smallest.cell, fastest))
        # It need not take less: what is used may be tied with a larger best one.
        if choice.cost(small) < choice.cost(used):
            lines.append(_smaller(context, smaller))
    return tuple(lines)


def _losing_least(fast: Best, quick: Best) -> tuple[str, str]:
    """What to use for throughput and for latency: what may be best in both, or what costs least in the other.

    The highest throughput of nine that cannot be told apart may be that of the longest requests.
    """
    if fast.best.cell == quick.best.cell:
        return fast.best.cell, quick.best.cell
    if both := [cell for cell in fast.cells if cell in quick.cells]:
        return both[0], both[0]
    return (
        min(fast.tied, key=lambda each: each.latency.value).cell,
        max(quick.tied, key=lambda each: each.throughput.value).cell,
    )


def _sooner(context: Context) -> str:
    """That nothing but the start separates them, where one is shown to be sooner."""
    claims = (*context.report.conclusions, *context.report.further)
    for claim in claims:
        if isinstance(claim, StartUp) and claim.sooner:
            return context.locale(
                "No difference in throughput or latency is shown; “{name}” starts sooner: see the start-up.",
                name=context.names[claim.sooner],
            )
    return ""


def _advice(context: Context, lead: str, cell: str, metrics: Sequence[tuple[Best, str]]) -> Text:
    """What is to be used, and who may be as good in each of the metrics."""
    rest = "".join(_as_good(context, cell, best, where) for best, where in metrics)
    return (*_use(context, lead, cell), Span(text=f"{rest}{context.locale.stop}"))


def _use(context: Context, lead: str, cell: str) -> Text:
    return (Span(text=f"{lead}{context.locale.colon}"), Span(text=context.names[cell], role="key"))


def _as_good(context: Context, cell: str, best: Best, where: str) -> str:
    """Who cannot be told from the one to be used: named where it is one, else counted."""
    locale, others = context.locale, [each for each in best.cells if each != cell]
    if not others:
        return ""
    scope = f"{where}{locale.clause_comma}" if where else ""
    if len(others) == 1:
        return locale(
            "; {scope}“{name}” may be as good or better", scope=scope, name=context.names[others[0]]
        )
    return locale(
        "; {scope}{number} others may be as good or better", scope=scope, number=locale.digits(len(others))
    )


def _smaller(context: Context, claim: SmallerIsEnough) -> Text:
    locale = context.locale
    lead = locale(
        "Within {share} of the most {things}, and lighter on the machine",
        share=context.numbers.percent_at_most(claim.good_enough),
        things=context.counted.many,
    )
    return (*_use(context, lead, claim.smallest.cell), Span(text=locale.stop))


def unchecked(context: Context) -> str:
    """That the checks for reasons to distrust have nothing to go by; empty where something was measured."""
    if context.measured:
        return ""
    locale = context.locale
    printed = locale("The figures are another machine’s, as printed by their source.")
    return locale.sentences(
        locale("The tool’s checks need measurements, so they do not apply here."),
        printed if context.plan.published else "",
    )


def caveat(context: Context, number: int) -> CaveatLine:
    """A reason to distrust, what it touches, and what helps."""
    touched = context.report.caveats[number]
    said = say_caveat(touched.caveat, context.analysis, context.locale.tag)
    return CaveatLine(
        title=said.headline,
        text=said.context,
        touches=_touches(context, touched.conclusions),
        remedy=said.remedy,
    )


def _touches(context: Context, numbers: Sequence[int]) -> str:
    locale, every = context.locale, len(context.report.conclusions)
    if not numbers:
        return locale("Touches no conclusion.")
    if len(numbers) == every and every > 1:
        return locale("Touches all conclusions.")
    names = locale.list([str(number) for number in numbers])
    if len(numbers) == 1:
        return locale("Touches conclusion {number}.", number=names)
    return locale("Touches conclusions {numbers}.", numbers=names)


def command(context: Context) -> str:
    """The command that repeats the page, with what its command line may have changed."""
    measure = context.plan.measure
    words = ["ovreport build", shlex.quote(context.file or f"{context.plan.article.slug}.yaml")]
    if context.measured:
        words.append(f"--rounds {bounds.RoundNumbers(measure.rounds, measure.most_rounds)}")
        if measure.budget_seconds is not None:
            words.append(f"--budget {measure.budget_seconds:g}s")
        if measure.seconds is not None:
            words.append(f"--seconds {measure.seconds:g}")
        words.append(f"--seed {measure.seed}")
    if any(cell.setting.disturbance.startswith("command:") for cell in context.plan.cells):
        words.append("--allow-commands")
    if len(context.plan.cells) > bounds.MOST_CELLS:
        words.append(f"--max-cells {len(context.plan.cells)}")
    return " ".join(words)


def records(context: Context, downloads: Downloads) -> Table | None:
    """Every record with its hash; those of one configuration in a row where they are many."""
    locale = context.locale
    if not context.measured or context.many:
        return None
    columns: tuple[Column, ...] = ()
    rows = []
    for result in context.measured:
        own = blocks.records(context, result, downloads)
        if own is not None:
            columns = (Column(head=locale("configuration"), words=True), *own.columns)
            rows += [(context.names[result.cell.id], *row) for row in own.rows]
    return Table(columns=columns, rows=tuple(rows))
