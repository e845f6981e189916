"""An experiment's page, put together from its parts."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from ovreport import conclusions, units
from ovreport.analysis.results import Analysis, BestSet
from ovreport.conclusions import naming
from ovreport.conclusions.claims import Part
from ovreport.plan import Measure
from ovreport.render import blocks, markdown, overview, platform, proofs
from ovreport.render import figures as pictures
from ovreport.render.context import Context, throughput
from ovreport.render.pictures import heat_factors
from ovreport.render.tongue import Tongue
from ovreport.render.views import (
    AbstractSentence,
    Column,
    Contents,
    DoubtLine,
    Figure,
    Frame,
    Link,
    Page,
    Section,
    Shown,
    Table,
    Text,
)

Downloads = Mapping[str, str]
"""Relative address of a record's copy by the record's hash."""


def page(
    context: Context, frame: Frame, *, downloads: Downloads, source: Link, hosts: Sequence[Link] = ()
) -> Page:
    """All that stands on the page of one experiment and host."""
    words = context.plan.article.words(context.tongue.language)
    sections, figures = blocks.sections(context), pictures.figures(context)
    return Page(
        frame=frame,
        kicker=kicker(context),
        title=words.title,
        question=words.question,
        byline=_byline(context),
        contents=_contents(context, sections, figures, bool(words.description)),
        abstract=_abstract(context),
        notices=_notices(context),
        glance=overview.glance(context),
        platform=platform.rows(context),
        description=markdown.to_html(words.description),
        measuring=_measuring(context),
        sections=sections,
        figures=figures,
        figures_intro=_figures_intro(context),
        palette=pictures.palette(context),
        conclusions=proofs.conclusions_of(context),
        scope=_scope(context),
        use=_use(context),
        doubts=tuple(_doubt(context, number) for number in range(len(context.report.doubts))),
        commands=_commands(context),
        source=context.plan.article.source.decode("utf-8", "replace"),
        downloads=(source,),
        records=_records(context, downloads),
        citation=_citation(context),
        bibtex=_bibtex(context),
        hosts=tuple(hosts),
        many=context.many,
        words=chart_words(context),
    )


def kicker(context: Context) -> str:
    """What was run where, in half a line above the title."""
    tongue = context.tongue
    devices = sorted({result.cell.setting.device for result in context.analysis.cells})
    models = sorted({result.cell.setting.model.name for result in context.analysis.cells})
    return tongue("{models} on {devices}", models=tongue.list(models), devices=tongue.list(devices))


def _byline(context: Context) -> tuple[Text, ...]:
    tongue, analysis = context.tongue, context.analysis
    lines: list[Text] = []
    if analysis.host:
        lines.append((Part(text=tongue("Host") + " "), Part(text=analysis.host, role="name")))
    if date := tongue.moment(analysis.started_utc_ns):
        lines.append((Part(text=date),))
    lines.append((Part(text=_extent(context)),))
    author = context.plan.article.author
    if author:
        lines.append((Part(text=tongue("By") + " "), Part(text=author, role="name")))
    lines.append((Part(text=tongue("Written by ovreport from the record")),))
    return tuple(lines)


def _extent(context: Context) -> str:
    tongue, analysis = context.tongue, context.analysis
    parts = [tongue.plural("One configuration", "{number} configurations", len(analysis.cells))]
    if context.measured:
        parts.append(tongue.plural("one round", "{number} rounds", analysis.rounds))
        parts.append(units.duration(analysis.measured_seconds, language=tongue.language))
    else:
        parts.append(tongue("published figures only"))
    return tongue.list(parts)


def _contents(
    context: Context, sections: Sequence[Section], figures: Sequence[Figure], described: bool
) -> tuple[Contents, ...]:
    tongue = context.tongue
    found = [("abstract", tongue("Abstract")), ("platform", tongue("Platform"))]
    if described or context.measured:
        found.append(("question", tongue("The question")))
    found += [(section.anchor, section.title) for section in sections]
    if figures:
        found.append(("compare", tongue("Side by side")))
    found += [("conclusions", tongue("Conclusions")), ("doubts", tongue("Reasons to distrust"))]
    found += [
        ("repeat", tongue("How to repeat it")),
        ("data", tongue("Raw data")),
        ("cite", tongue("Citation")),
    ]
    return tuple(Contents(anchor=anchor, title=title) for anchor, title in found)


def _abstract(context: Context) -> tuple[AbstractSentence, ...]:
    claims = context.report.conclusions
    return tuple(
        AbstractSentence(text=_closed(context.say(claims[index]).short, context.tongue), number=index + 1)
        for index in context.report.abstract
    )


def _closed(sentence: Text, tongue: Tongue) -> Text:
    """The sentence with a full stop."""
    if not sentence or sentence[-1].text.rstrip().endswith((".", "。", "!", "?", "？")):
        return sentence
    return (*sentence, Part(text="。" if tongue.chinese else "."))


def _notices(context: Context) -> tuple[str, ...]:
    """What a reader must know before the numbers."""
    tongue, measured = context.tongue, len(context.measured)
    failed = [result for result in context.analysis.cells if result.failures and not result.trials]
    if not measured and context.plan.published:
        return (
            tongue(
                "Nothing was measured for this page: all figures are those of the sources named beside them."
            ),
        )
    if failed:
        return (
            tongue.plural(
                "One configuration has no figures; its block says why.",
                "{number} configurations have no figures; their blocks say why.",
                len(failed),
            ),
        )
    return ()


def _measuring(context: Context) -> tuple[str, ...]:
    """How the numbers came about, in two sentences."""
    if not context.measured:
        return ()
    tongue, measure = context.tongue, context.plan.measure
    return (tongue.sentences(_schedule(measure, tongue), _amount(measure, tongue)),)


def _schedule(measure: Measure, tongue: Tongue) -> str:
    if measure.schedule == "whole":
        return tongue(
            "Each round starts every configuration in a fresh process and measures one after the other, each in one go."
        )
    return tongue(
        "Each round starts every configuration in a fresh process; then all of them take turns in shuffled slices of "
        "{seconds}, so that a slow moment of the machine falls on all. Ratios are formed inside a round; the "
        "intervals come from the spread between rounds.",
        seconds=units.duration(measure.slice_seconds, language=tongue.language),
    )


def _amount(measure: Measure, tongue: Tongue) -> str:
    if measure.requests is not None:
        return tongue(
            "Every configuration is measured for {number} requests a round.", number=measure.requests
        )
    seconds = units.duration(measure.seconds or 0.0, language=tongue.language)
    return tongue("Every configuration is measured for {seconds} a round.", seconds=seconds)


def _figures_intro(context: Context) -> str:
    tongue, encoding = context.tongue, context.encoding
    if encoding.hue is None:
        return ""
    hue = tongue("Colour stands for the same setting in every picture of this page.")
    return tongue.sentences(hue, pictures.marks_in_words(context))


def _scope(context: Context) -> str:
    tongue = context.tongue
    if not context.measured:
        return tongue("From the published figures alone, without intervals:")
    return tongue.plural(
        "With this model, on this machine, in this one round:",
        "With this model, on this machine, in these {number} rounds:",
        context.analysis.rounds,
    )


# ---------------------------------------------------------------- recommendation and doubts


def _use(context: Context) -> tuple[Text, ...]:
    """What to do, from the best configurations alone."""
    tongue, analysis = context.tongue, context.analysis
    best = {one.metric: one for one in analysis.best}
    if "latency" not in best or "throughput" not in best or len(context.measured) < 2:
        return ()
    lines: list[Text] = []
    if best["latency"].best == best["throughput"].best:
        lines.append(_advice(context, tongue("For throughput and for latency alike, use"), best["latency"]))
    else:
        lines.append(_advice(context, tongue("For the shortest answer, use"), best["latency"]))
        lines.append(_advice(context, tongue("For the most images per second, use"), best["throughput"]))
    smallest = analysis.smallest
    if smallest and smallest not in {one.best for one in analysis.best}:
        lines.append(_smaller(context, smallest))
    return tuple(lines)


def _advice(context: Context, lead: str, best: BestSet) -> Text:
    tongue = context.tongue
    stop = "。" if tongue.chinese else "."
    head = (Part(text=f"{lead}{tongue.colon}"), Part(text=context.names[best.best], role="key"))
    others = len(best.tied) - 1
    if others < 1:
        return (*head, Part(text=stop))
    rest = tongue.plural(
        "; one other configuration may be as good.", "; {number} others may be as good.", others
    )
    return (*head, Part(text=rest))


def _smaller(context: Context, smallest: str) -> Text:
    tongue = context.tongue
    share = units.percent_at_most(context.plan.good_enough, language=tongue.language)
    lead = tongue("Within {share} of the most images, and lighter on the machine", share=share)
    return (
        Part(text=f"{lead}{tongue.colon}"),
        Part(text=context.names[smallest], role="key"),
        Part(text="。" if tongue.chinese else "."),
    )


def _doubt(context: Context, number: int) -> DoubtLine:
    touched = context.report.doubts[number]
    said = conclusions.say_doubt(touched.doubt, context.analysis, context.tongue.language)
    return DoubtLine(
        title=said.headline,
        text=said.context,
        touches=_touches(context, touched.conclusions),
        remedy=said.remedy,
    )


def _touches(context: Context, numbers: Sequence[int]) -> str:
    tongue, every = context.tongue, len(context.report.conclusions)
    if not numbers:
        return tongue("Touches no conclusion.")
    if len(numbers) == every and every > 1:
        return tongue("Touches all conclusions.")
    names = tongue.list([str(number) for number in numbers])
    if len(numbers) == 1:
        return tongue("Touches conclusion {number}.", number=names)
    return tongue("Touches conclusions {numbers}.", numbers=names)


# ---------------------------------------------------------------- repeating and data


def _commands(context: Context) -> tuple[str, ...]:
    """The command that repeats the page, with what its command line may have changed."""
    measure = context.plan.measure
    words = ["ovreport build", _shell(f"experiments/{context.plan.article.slug}.yaml")]
    if context.measured:
        words.append(f"--rounds {measure.rounds}")
        if measure.seconds is not None:
            words.append(f"--seconds {measure.seconds:g}")
        words.append(f"--seed {measure.seed}")
    return (" ".join(words),)


def _shell(name: str) -> str:
    """A name as one word of a command line."""
    plain = all(letter.isalnum() or letter in "._-/" for letter in name)
    return name if plain else json.dumps(name, ensure_ascii=False)


def _records(context: Context, downloads: Downloads) -> Table | None:
    """Every record with its hash; those of one configuration in a row where they are many."""
    tongue = context.tongue
    if not context.measured or context.many:
        return None
    columns: tuple[Column, ...] = ()
    rows = []
    for result in context.measured:
        own = blocks.records(context, result, downloads)
        if own is not None:
            columns = (Column(head=tongue("configuration"), words=True), *own.columns)
            rows += [(context.names[result.cell.id], *row) for row in own.rows]
    return Table(columns=columns, rows=tuple(rows))


def _citation(context: Context) -> str:
    tongue, article, analysis = context.tongue, context.plan.article, context.analysis
    words = article.words(tongue.language)
    parts = [article.author or "ovreport", f"“{words.title}”"]
    if analysis.host:
        parts.append(
            tongue(
                "measured on {host} with OpenVINO {version}",
                host=analysis.host,
                version=analysis.openvino_version,
            )
        )
    parts += [part for part in [tongue.date(analysis.started_utc_ns)] if part]
    return ("，" if tongue.chinese else ", ").join(parts) + ("。" if tongue.chinese else ".")


def _bibtex(context: Context) -> str:
    article, analysis = context.plan.article, context.analysis
    lines = [
        f"@misc{{{article.slug},",
        f"  title  = {{{_braced(article.title)}}},",
        f"  author = {{{_braced(article.author or 'ovreport')}}},",
    ]
    if analysis.started_utc_ns:
        lines.append(f"  year   = {{{Tongue('en').date(analysis.started_utc_ns)[-4:]}}},")
        lines.append(f"  note   = {{{_bibtex_note(analysis)}}},")
    return "\n".join([*lines, "}"])


def _bibtex_note(analysis: Analysis) -> str:
    return _braced(f"Measured on {analysis.host} with OpenVINO {analysis.openvino_version}")


def _braced(text: str) -> str:
    return text.replace("\\", "").replace("{", "").replace("}", "")


def chart_words(context: Context) -> dict[str, object]:
    """Names and words that charts.js prints, in the language of the page."""
    tongue = context.tongue
    pair, results = heat_factors(context), context.analysis.cells
    return {
        "names": list(context.names.values()),
        "short": list(context.short_names.values()),
        "fpsText": [_level(throughput(result.throughput)) if result.throughput else "" for result in results],
        "msText": [_level(context.latency(result.latency)) if result.latency else "" for result in results],
        "unit": context.latency_unit,
        **_rows(context),
        "x": [context.label(level) for level in pair[0].levels] if pair else [],
        "y": [context.label(level) for level in pair[1].levels] if pair else [],
        "xTitle": context.factor_title(pair[0].name) if pair else "",
        "yTitle": context.factor_title(pair[1].name) if pair else "",
        "sources": [context.label(one.source) for one in context.plan.published],
        "round": tongue("round {n}", n="{n}"),
        "rounds": tongue("round"),
        "oneRound": tongue("one round"),
        "interval": tongue("95 % interval {interval}", interval="{interval}"),
        "fps": tongue("images per second"),
        "latency": tongue("latency"),
        "meanLatency": tongue("mean latency of a request"),
        "logScale": tongue("log scale"),
        "share": tongue("share of requests"),
        "atMost": tongue("{share} took at most {time}", share="{share}", time="{time}"),
        "slot": tongue("slot {n}", n="{n}"),
        "warmup": tongue("warm-up"),
        "sliceMean": tongue("mean of a slice"),
        "window": tongue("window {n}", n="{n}"),
        "even": tongue("even share"),
        "startup": [tongue("import"), tongue("read"), tongue("compile"), tongue("first inference")],
        "measured": tongue("measured here"),
        "published": tongue("published"),
    }


def _level(level: Shown) -> str:
    return f"{level.value} ({level.interval})" if level.interval else level.value


def _rows(context: Context) -> dict[str, object]:
    """Rows and lanes of the pictures of a large matrix: a row for each setting but the coloured factor."""
    hue = context.encoding.hue
    if hue is None or not pictures.crowded(context):
        return {}
    titles: dict[tuple[str, ...], str] = {}
    row, level = [], []
    for result in context.analysis.cells:
        others = tuple(label for name, label in result.cell.levels if name != hue.name)
        if others not in titles:
            words = [
                naming.level_name(name, label, context.plan, context.tongue.language)
                for name, label in result.cell.levels
                if name != hue.name
            ]
            titles[others] = context.tongue.list(words)
        row.append(list(titles).index(others))
        level.append(hue.levels.index(dict(result.cell.levels)[hue.name]))
    return {"rows": list(titles.values()), "row": row, "level": level}
