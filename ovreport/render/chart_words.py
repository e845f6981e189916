"""Names and words that the drawings print, in the language of the page."""

from __future__ import annotations

from ovreport.claims import naming
from ovreport.render import figures
from ovreport.render.context import Context
from ovreport.render.pictures import heat_factors
from ovreport.render.views import Shown


def chart_words(context: Context) -> dict[str, object]:
    """Names and words that charts.js prints, in the language of the page."""
    tongue = context.tongue
    pair, results = heat_factors(context), context.analysis.cells
    return {
        "names": list(context.names.values()),
        "short": list(context.short_names.values()),
        "fpsText": [
            _level(context.throughput(result.throughput)) if result.throughput else "" for result in results
        ],
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
        "fps": context.per_second,
        "rate": context.rate,
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
    if hue is None or not figures.crowded(context):
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
