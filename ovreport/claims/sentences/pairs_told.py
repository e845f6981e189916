"""What sentences about published figures need to know of the pairs behind a claim, in any language."""

from __future__ import annotations

from ovreport.claims.naming import is_quiet
from ovreport.claims.published import machine, machines
from ovreport.claims.speech import Speech


def pairs_told(speech: Speech) -> int:
    """How many pairs of figures the claim rests on."""
    return speech.count("pairs") if speech.has("pairs") else 1


def levels_told(speech: Speech, factor: str) -> set[str]:
    """The levels of a factor among all cells that have figures."""
    printed = {figure.cell_id for source in speech.plan.published for figure in source.figures}
    return {dict(cell.levels).get(factor, "") for cell in speech.plan.cells if cell.id in printed}


def conditions(speech: Speech, place: int) -> list[tuple[str, str]]:
    """Levels that both cells of a pair share, of factors that vary among the printed figures."""
    cell, other = (speech.plan.cell(speech.text(f"{side}:{place}")) for side in ("cell", "reference"))
    return [
        level for level in cell.levels if level in other.levels and len(levels_told(speech, level[0])) > 1
    ]


def common(speech: Speech) -> list[tuple[str, str]]:
    """Levels that all pairs share, where there are several."""
    first, *others = (conditions(speech, place) for place in range(pairs_told(speech)))
    everywhere = [level for level in first if all(level in each for each in others)]
    if (
        speech.text("factor") == "device"
    ):  # other hardware is compared as a whole, so nothing goes without saying
        return everywhere if others else []
    return [level for level in everywhere if not is_quiet(speech.plan, *level)] if others else []


def own(speech: Speech, place: int) -> list[tuple[str, str]]:
    """What is particular to a pair."""
    every = [conditions(speech, each) for each in range(pairs_told(speech))]
    if len(every) == 1:
        return [level for level in every[0] if not is_quiet(speech.plan, *level)]
    return [level for level in every[place] if not all(level in each for each in every)]


def platform_of(speech: Speech, place: int) -> str:
    """The machine of a pair, where the sources describe several; else empty."""
    if len(machines(speech.plan)) < 2:
        return ""
    platform = machine(speech.plan.published[int(speech.text(f"source:{place}"))])
    return speech.plan.article.words(speech.language).label(platform)


def remarks_on(speech: Speech) -> tuple[str, ...]:
    """The remarks on the figures behind a claim, in the author's words for this language, each once."""
    sides = ("cell", "reference")
    cells = {speech.text(f"{side}:{place}") for side in sides for place in range(pairs_told(speech))}
    figures = [figure for source in speech.plan.published for figure in source.figures]
    words = speech.plan.article.words(speech.language)
    found = [words.label(figure.note) for figure in figures if figure.note and figure.cell_id in cells]
    return tuple(dict.fromkeys(found))


def ratios(speech: Speech) -> list[float]:
    """The ratio of every pair."""
    return [speech.value(f"ratio:{place}") for place in range(pairs_told(speech))]


def predicted_ratios(speech: Speech) -> list[float]:
    """Latency ratios by Little's law, where they can be predicted."""
    names = [f"predicted-ratio:{place}" for place in range(pairs_told(speech))]
    return [speech.value(name) for name in names if speech.has(name)]


def lone_batch(speech: Speech) -> bool:
    """Whether only one other batch size has figures."""
    factor = speech.text("factor")
    return speech.field(factor) == "batch" and len(levels_told(speech, factor)) == 2


def is_no_doubling(times: float, largest: float) -> bool:
    """Whether words say "double" where the figures show a clear gain that is none."""
    return abs(times - 2) < 0.01 and 1.2 <= largest < 1.9
