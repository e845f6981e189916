"""Steps of sentences that Chinese takes otherwise."""

from __future__ import annotations

from collections.abc import Sequence

from ovreport import units
from ovreport.analysis.results import Contrast
from ovreport.claims.chinese.text import CHINESE, fill, joined
from ovreport.claims.naming import Noun
from ovreport.claims.sentences.recommendations import Lead
from ovreport.claims.speech import Speech
from ovreport.language.spans import Text, key


def sides(speech: Speech, contrast: Contrast) -> tuple[Noun, Noun]:
    """Both sides of a comparison."""
    labels = speech.labels(contrast)
    timed = contrast.metric == "latency" or contrast.reference_level != "none"
    if timed and speech.field(contrast.factor) == "disturbance":
        first, second = (Noun(speech.condition(contrast.factor, label)) for label in labels)
    else:
        first, second = (speech.level(contrast.factor, label) for label in labels)
    return first, second


def circumstances(speech: Speech, levels: Sequence[tuple[str, str]]) -> Text:
    """Levels as circumstances: "GPU 上 batch=3、4 路并发时"; empty where there are none."""
    devices = [level for level in levels if speech.field(level[0]) == "device"]
    others = [level for level in levels if level not in devices]
    told = [speech.condition(*level) for level in devices]
    if len(others) == 1:
        told.append(speech.condition(*others[0]))
    elif others:
        told.append(fill("{told}时", told=joined([speech.level(*level).words for level in others])))
    return joined(told, "")


def scoped(speech: Speech, clause: Text) -> Text:
    """A clause under levels that hold throughout: "batch=1 的情况下，..."."""
    nouns = joined([speech.level(*level).words for level in speech.shared()])
    return fill("{nouns}的情况下，{clause}", nouns=nouns, clause=clause) if nouns else clause


def range_of_levels(first: units.Quantity, last: units.Quantity, settings: int) -> Text:
    """`6.8 ms 与 7.2 ms`, `6.8 ms 到 7.5 ms`."""
    return fill("{first}与{last}" if settings == 2 else "{first}到{last}", first=key(first), last=key(last))


def lead(leads: Sequence[Lead], *, plural: bool) -> Text:  # noqa: ARG001  English needs it
    """What one setting leads in, and where others may be as good."""
    told = []
    for each in leads:
        template = "{metric}{best}，{level}"
        if each.rivals:
            template = "{metric}估计值{best}，{level}，另有 {n} 个可能同样好"
        pieces = {
            "metric": CHINESE.word(each.words.noun),
            "best": CHINESE.word(each.words.extreme),
            "n": str(each.rivals),
        }
        told.append(fill(template, level=each.level, **pieces))
    return joined(told, "；")


def levels(speech: Speech, shared: Sequence[tuple[str, str]]) -> Text:
    """The levels that all pairs share."""
    return joined([speech.level(*level).words for level in shared], "，")
