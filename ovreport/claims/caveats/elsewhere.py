"""Caveats about what others did on the host while it measured."""

from __future__ import annotations

from ovreport.analysis.caveats import elsewhere
from ovreport.claims.caveats.telling import CaveatWords
from ovreport.claims.texts import Texts
from ovreport.language.locale import Gaps
from ovreport.language.messages import msg, msgs
from ovreport.language.spans import number
from ovreport.limits import DISTURBED


def of_processor(t: Texts, share: float) -> str:
    """A share of one processor with a digit or two: it is counted in ticks."""
    return t.numbers.fixed(share, 1 if share >= 0.1 else 2)


def never_quiet(t: Texts, c: elsewhere.NeverQuiet) -> Gaps:
    """In how many rounds, and in how many passes."""
    return {
        "n": c.rounds,
        "of": t.locale.counted(c.of, "round"),
        "disturbed": t.numbers.count(c.disturbed),
        "passes": t.numbers.count(c.passes),
        "bound": number(t.numbers.as_given(DISTURBED)),
    }


WORDS = (
    CaveatWords(
        elsewhere.Provoked,
        msgs(
            "A configuration causes its own disturbance.",
            "Some configurations cause their own disturbance.",
        ),
        msgs(
            "While {where} was measured, other programs took {own} of a processor, and {rest} otherwise.",
            "While {where} were measured, other programs took up to {own} of a processor, and {rest} "
            "otherwise.",
        ),
        msgs(
            "look for what runs along with it (a driver, a compositor, a logger); its figures are those of a "
            "machine that does this as well.",
            "look for what runs along with them (a driver, a compositor, a logger); their figures are those "
            "of a machine that does this as well.",
        ),
        lambda t, c: {
            "own": number(of_processor(t, c.own)),
            "rest": number(of_processor(t, c.rest)),
        },
        count=lambda _, c: len(c.cells),
    ),
    CaveatWords(
        elsewhere.NeverQuiet,
        msg("The machine did not get quiet."),
        msg(
            "In {n} of {of} passes were repeated as often as is allowed, and other programs went on: they "
            "took more than {bound} of a processor in {disturbed} of the {passes} passes that count."
        ),
        msg("close other programs, or measure at another time or more rounds."),
        never_quiet,
    ),
    CaveatWords(
        elsewhere.Busy,
        msg("Other programs were running."),
        msg("They took up to {share} of a processor while {where} ran."),
        msg("close other programs, or measure more rounds."),
        lambda t, c: {"share": number(of_processor(t, c.share))},
    ),
)
