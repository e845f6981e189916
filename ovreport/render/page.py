"""An experiment's page, put together from its parts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ovreport import limits
from ovreport.claims import replicated
from ovreport.language.locale import Locale
from ovreport.language.spans import Span, Text
from ovreport.plan import Measure, looks
from ovreport.render import (
    blocks,
    citation,
    evidence,
    figures,
    footer,
    glance,
    markdown,
    platform,
    unmeasured,
)
from ovreport.render.context import Context
from ovreport.render.footer import Downloads
from ovreport.render.legend import legend
from ovreport.render.views import Figure, Link, Page, Section


def page(context: Context, *, downloads: Downloads, source: Link, hosts: Sequence[Link] = ()) -> Page:
    """All that stands on the page of one experiment and host."""
    words = context.plan.article.words(context.locale.tag)
    sections = blocks.sections(context)
    drawn = tuple(each.figure(number) for number, each in enumerate(figures.figures(context), 1))
    return Page(
        kicker=kicker(context),
        title=words.title,
        question=words.question,
        byline=_byline(context),
        contents=_contents(context, sections, drawn, bool(words.description)),
        abstract=_abstract(context),
        notice=_notice(context),
        glance=glance.of_page(context),
        platform=platform.rows(context),
        description=markdown.to_html(words.description),
        measuring=_measuring(context),
        things="" if context.analysis.counts == "request" else context.counted.many,
        amount=context.counted.amount,
        sections=sections,
        figures=drawn,
        figures_intro=_figures_intro(context),
        legend=legend(context, context.analysis.cells),
        unchecked=footer.unchecked(context),
        absent=_absent(context, drawn, described=bool(words.description)),
        conclusions=evidence.conclusions_of(context),
        further=evidence.further_of(context),
        unanswered=context.permalinks.unanswered,
        scope=_scope(context),
        use=footer.use(context),
        caveats=tuple(footer.caveat(context, number) for number in range(len(context.report.caveats))),
        command=footer.command(context),
        repeated=_repetitions(context),
        source=context.plan.article.source.decode("utf-8", "replace"),
        download=source,
        records=footer.records(context, downloads),
        licence=_licence(context),
        citation=citation.text(context),
        bibtex=citation.bibtex(context),
        dataset=citation.dataset(context, (*downloads.values(), source.href)),
        hosts=tuple(hosts),
        many=context.many,
    )


def kicker(context: Context) -> str:
    """What was run where, in half a line above the title."""
    locale = context.locale
    devices = sorted({result.cell.setting.device for result in context.analysis.cells})
    models = sorted({result.cell.setting.model.name for result in context.analysis.cells})
    return locale("{models} on {devices}", models=locale.list(models), devices=locale.list(devices))


def _byline(context: Context) -> tuple[Text, ...]:
    locale, analysis = context.locale, context.analysis
    lines: list[Text] = []
    if context.measured and analysis.host:
        lines.append((Span(text=locale("Host") + " "), Span(text=analysis.host, role="name")))
    if context.measured and (date := locale.moment(analysis.started_utc_ns)):
        lines.append((Span(text=date),))
    lines.append((Span(text=_extent(context)),))
    if context.author:
        lines.append((Span(text=locale("By") + " "), Span(text=context.author, role="name")))
    record = locale("Written by ovreport from the record")
    printed = locale("Written by ovreport from published figures")
    if not context.bare or any(result.failures for result in context.analysis.cells):
        lines.append((Span(text=record if context.measured or context.bare else printed),))
    return tuple(lines)


def _licence(context: Context) -> Link | None:
    licence = context.site.about.keys.licence
    return Link(text=licence.name, href=licence.url or "") if licence else None


def _repetitions(context: Context) -> tuple[tuple[Text, str], ...]:
    began = context.analysis.started_utc_ns
    return tuple(
        (replicated.stated(each, context.locale, of_utc_ns=began), each.page)
        for each in context.report.repeated
    )


def _extent(context: Context) -> str:
    locale, analysis = context.locale, context.analysis
    parts = [locale.plural("One configuration", "{number} configurations", len(analysis.cells))]
    if context.measured:
        parts.append(locale.plural("one round", "{number} rounds", analysis.rounds))
        parts.append(context.numbers.duration(analysis.measured_seconds))
    else:
        parts.append(context.bare or unmeasured.only_printed(context))
    return locale.list(parts)


def _contents(
    context: Context, sections: Sequence[Section], drawn: Sequence[Figure], described: bool
) -> tuple[tuple[str, str], ...]:
    """Anchor and title of every part of the page."""
    locale = context.locale
    found = [("abstract", locale("Abstract")), ("platform", locale("Platform"))]
    if described or context.measured:
        found.append(("question", locale("The question")))
    found += [(section.anchor, section.title) for section in sections]
    if drawn:
        found.append(("compare", locale("Side by side")))
    return (
        *found,
        ("conclusions", locale("Conclusions")),
        ("doubts", locale("Reasons to distrust")),
        ("repeat", locale("How to repeat it")),
        *([("repeated", locale("Repeated by others"))] if context.report.repeated else []),
        ("data", locale("Raw data")),
        ("cite", locale("Citation")),
    )


def _absent(context: Context, drawn: Sequence[Figure], *, described: bool) -> dict[str, tuple[str, ...]]:
    """What the page has not and could have with other records, below the part that stands in for it."""
    shown = {each.kind for each in drawn}
    pictures = tuple(each.anchor() for each in figures.FIGURES if each.kind not in shown)
    asked = () if described or context.measured else ("question",)
    compared, concluded = (pictures, ()) if drawn else ((), ("compare", *pictures))
    repeated = () if context.report.repeated else ("repeated",)
    return {
        "platform": asked,
        "compare": compared,
        "conclusions": concluded,
        "repeat": repeated,
    }


def _abstract(context: Context) -> tuple[tuple[Text, int, str], ...]:
    claims, names = context.report.conclusions, context.permalinks.claims
    return tuple(
        (_sentence(context, context.say(claims[index]).short), index + 1, names[claims[index].id])
        for index in context.report.abstract
    )


def _sentence(context: Context, words: Text) -> Text:
    """Half a line as a sentence, with a capital and a full stop."""
    sentence = context.locale.capital(words)
    if not sentence or sentence[-1].text.rstrip().endswith((".", "。", "!", "?", "？")):
        return sentence
    return (*sentence, Span(text=context.locale.stop))


def _notice(context: Context) -> str:
    """What a reader must know before the numbers."""
    locale, measured = context.locale, len(context.measured)
    failed = [result for result in context.analysis.cells if result.failures and not result.trials]
    if not measured and context.plan.published:
        return locale(
            "Nothing was measured for this page: all figures are those of the sources named beside them."
        )
    if not measured and not failed:
        command = footer.command(context)
        return locale("Not measured yet. This command measures it: {command}", command=command)
    if failed:
        return locale.plural(
            "One configuration has no figures; its block says why.",
            "{number} configurations have no figures; their blocks say why.",
            len(failed),
        )
    return ""


def _measuring(context: Context) -> str:
    """How the numbers came about, in a few sentences."""
    if not context.measured:
        return ""
    locale, measure = context.locale, context.plan.measure
    return locale.sentences(
        _schedule(measure, locale),
        _amount(measure, locale),
        *_further(measure, locale),
        _repeated(context),
        _hit(context),
    )


def _schedule(measure: Measure, locale: Locale) -> str:
    if measure.schedule == "whole":
        return locale(
            "Each round starts every configuration in a fresh process and measures one after the other, "
            "each in one go. Ratios are formed inside a round; the intervals come from the spread between "
            "rounds."
        )
    return locale(
        "Each round starts every configuration in a fresh process; then all of them take turns in shuffled "
        "slices of {seconds}, so that a slow moment of the machine falls on all. Ratios are formed inside a "
        "round; the intervals come from the spread between rounds.",
        seconds=locale.numbers.duration(measure.slice_seconds),
    )


def _amount(measure: Measure, locale: Locale) -> str:
    if measure.requests is not None:
        return locale(
            "Every configuration is measured for {number} requests a round.", number=measure.requests
        )
    seconds = locale.numbers.duration(measure.seconds or 0.0)
    return locale("Every configuration is measured for {seconds} a round.", seconds=seconds)


def _further(measure: Measure, locale: Locale) -> Iterator[str]:
    """That measuring goes on until questions are answered, and what bounds it."""
    if measure.fixed:
        return
    yield locale(
        "Measuring goes on until questions are answered: {fewest} rounds of every configuration, then "
        "further ones, up to {most}, of those whose questions are open and may be answered. The questions "
        "are looked at after {looks} rounds, and intervals hold at every look.",
        fewest=measure.rounds,
        most=measure.most_rounds,
        looks=locale.list([str(number) for number in looks(measure)]),
    )
    if measure.budget_seconds is not None:
        yield locale(
            "No further round begins that would end after more than {budget} of measuring.",
            budget=locale.numbers.duration(measure.budget_seconds),
        )


def _repeated(context: Context) -> str:
    """How many passes were measured again, and why."""
    analysis = context.analysis
    if not analysis.passes_repeated:
        return ""
    return context.locale.plural(
        "One of {passes} passes was repeated, since others took more than {bound} of a processor meanwhile; "
        "what was measured in it counts for nothing.",
        "{number} of {passes} passes were repeated, since others took more than {bound} of a processor "
        "meanwhile; what was measured in them counts for nothing.",
        analysis.passes_repeated,
        passes=context.numbers.count(analysis.passes),
        bound=context.numbers.as_given(limits.DISTURBED),
    )


def _hit(context: Context) -> str:
    """How many slices comparisons go without, and why."""
    analysis = context.analysis
    if not analysis.slices_hit:
        return ""
    return context.locale.plural(
        "Comparisons go without one of {slices} slices, beside which others took more than usual, wherever "
        "enough pairs remain.",
        "Comparisons go without {number} of {slices} slices, beside which others took more than usual, "
        "wherever enough pairs remain.",
        analysis.slices_hit,
        slices=context.numbers.count(analysis.slices),
    )


def _figures_intro(context: Context) -> str:
    if context.encoding.hue is None:
        return ""
    locale = context.locale
    drawn = ""
    if context.selective:
        drawn = locale(
            "Pictures of lines draw {number} of {all} configurations: the baseline, the best, those that no "
            "other beats, and neighbours of the baseline.",
            number=len(context.selected),
            all=len(context.measured),
        )
    marks = locale("Colours and marks stand for the same configurations in every picture of this page.")
    return locale.sentences(drawn, marks)


def _scope(context: Context) -> str:
    locale = context.locale
    if not context.measured and not context.report.conclusions:
        return locale("Nothing was measured, so there is nothing to conclude.")
    if context.bare:
        return ""
    if not context.measured:
        return locale("From the published figures alone, without intervals:")
    return locale.plural(
        "With this model, on this machine, in this one round:",
        "With this model, on this machine, in these {number} rounds:",
        context.analysis.rounds,
    )
