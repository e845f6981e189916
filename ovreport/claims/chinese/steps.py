"""Steps of sentences that Chinese takes otherwise."""

from __future__ import annotations

from collections.abc import Sequence

from ovreport import units
from ovreport.claims.chinese.text import CHINESE, fill, joined
from ovreport.claims.sentences.recommendations import Lead
from ovreport.claims.speech import Speech
from ovreport.language.spans import Text, key


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
