"""Caveats about how much was measured, and how steady it was."""

from __future__ import annotations

from collections.abc import Mapping

from ovreport import units
from ovreport.analysis.results import CaveatKind
from ovreport.claims.caveats.telling import CaveatTexts, CaveatWords
from ovreport.language.locale import Gaps
from ovreport.language.messages import msg, msgs
from ovreport.language.spans import name, number

FEWEST_MODES = 2
"""Fewer are no groups."""


def trials(t: CaveatTexts) -> Gaps:
    """How far levels step, and in how many trials."""
    n, of = t.count("trials"), t.count("of")
    some = msg("{n} of {of}") if n < of else msg("all of {of}") if of > 1 else msg("the only trial")
    return {
        "change": t.numbers.percent(abs(t.value("ratio") - 1)),
        "trials": t.fill(some, n=n, of=t.many("of", "trial")),
    }


def modes(t: CaveatTexts) -> Gaps:
    """How many groups latencies fall into; two are the fewest, so all settings have them."""
    n = t.count("modes")
    return {"modes": n if n <= FEWEST_MODES else t.fill(msg("up to {n}"), n=n)}


def noisy(t: CaveatTexts) -> Gaps:
    """How far levels move from round to round, and where."""
    scope = msg("; every configuration is affected") if t.everywhere else msg(", in {where}")
    return {"share": t.share("deviation"), "scope": t.fill(scope, where=t.where)}


def percentiles(t: CaveatTexts) -> Gaps:
    """Too few requests for a percentile."""
    percentile = f"p{t.value('percent'):g}"
    return {
        "p": name(percentile),
        "percentile": percentile,
        "needed": t.numbers.count(t.value("needed")),
        "n": t.numbers.count(t.value("effective")),
    }


WORDS: Mapping[CaveatKind, CaveatWords] = {
    CaveatKind.FEW_ROUNDS: CaveatWords(
        msg("There are few rounds."),
        msgs(
            "{rounds} was measured; more would narrow the intervals, and figures of one or two rounds have "
            "none.",
            "{rounds} were measured; more would narrow the intervals, and figures of one or two rounds "
            "have none.",
        ),
        msg("measure at least {wanted} rounds."),
        lambda t: {
            "rounds": t.many("rounds", "round"),
            "wanted": t.count("wanted"),
        },
        count=lambda t: t.count("rounds"),
    ),
    CaveatKind.UNEQUAL_ROUNDS: CaveatWords(
        msg("Not every configuration has every round."),
        msgs(
            "Of {rounds}, {where} has fewer, {n} at the least.",
            "Of {rounds}, {where} have fewer, {n} at the least.",
        ),
        msg("run again; only what is missing is measured."),
        lambda t: {
            "rounds": t.many("rounds", "round"),
            "n": t.count("fewest"),
        },
        count=lambda t: len(t.caveat.cells),
    ),
    CaveatKind.SINGLE_SESSION_SPLIT: CaveatWords(
        msg("Some rounds were measured in several sittings."),
        msgs(
            "In {n} of {of} the configurations were not neighbours in time, so their ratio carries what "
            "changed in between.",
            "In {n} of {of} the configurations were not neighbours in time, so their ratios carry what "
            "changed in between.",
        ),
        msg("measure these rounds anew in one go."),
        lambda t: {
            "n": t.count("rounds"),
            "of": t.many("of", "round"),
        },
        count=lambda t: t.count("rounds"),
    ),
    CaveatKind.PERCENTILES: CaveatWords(
        msg("Far percentiles are not supported."),
        msgs(
            "{p} needs {needed} effective requests; {where} has fewer, {n} at the least.",
            "{p} needs {needed} effective requests; {where} have fewer, {n} at the least.",
            also="percentile",
        ),
        msg("measure longer where {percentile} matters."),
        percentiles,
        count=lambda t: len(t.caveat.cells),
    ),
    CaveatKind.SHORT_SLICES: CaveatWords(
        msg("Slices are short for some configurations."),
        msg("As few as {n} counted requests a slot fit in one, in {where}, so its edges weigh more."),
        msg("lengthen the slices."),
        lambda t: {"n": f"{t.value('requests'):.2g}"},
    ),
    CaveatKind.DRIFT: CaveatWords(
        msg("Latency drifts within a trial."),
        msg("Averaged over the rounds it {moves} by up to {share} from first slice to last, in {where}."),
        msg("lengthen the warm-up, and look at temperature and frequency."),
        lambda t: {
            "moves": msg("rises") if t.value("change") > 0 else msg("falls"),
            "share": t.share("change"),
        },
    ),
    CaveatKind.SHIFT: CaveatWords(
        msg("The level steps within some trials."),
        msg("By up to {change}, in {trials}, in {where}."),
        msg("look at the picture of latency over time; measure more rounds."),
        trials,
    ),
    CaveatKind.MODES: CaveatWords(
        msg("Latencies fall into several groups."),
        msg("In most rounds of {where} there are {modes} of them."),
        msg("read the distribution beside the mean; pin threads if the groups are kinds of cores."),
        modes,
    ),
    CaveatKind.OUTLIERS: CaveatWords(
        msg("Many requests lie far out."),
        msg("Up to {share} of them, in {where}; they are counted and shown, never dropped."),
        msg("quiet the machine, or quote percentiles beside the mean."),
        lambda t: {"share": t.share("share")},
    ),
    CaveatKind.NOISY: CaveatWords(
        msg("Levels move from round to round."),
        msg("Their standard deviation is up to {share}{scope}; ratios within a round are steadier."),
        msg("quote ratios rather than levels, or measure on a quieter host."),
        noisy,
    ),
    CaveatKind.MEMORY: CaveatWords(
        msg("Levels remember the round before."),
        msg(
            "What sets configurations apart in one of {rounds} rounds is there in the next one again, "
            "with a correlation of {correlation} (p {p}). Such rounds are no independent repeats: "
            "intervals are too short, and differences are claimed too often."
        ),
        msg("measure the rounds farther apart, in several sittings or on several days."),
        lambda t: {
            "rounds": t.count("rounds"),
            "correlation": number(t.numbers.fixed(t.value("correlation"), 2)),
            "p": number(t.numbers.fixed(t.value("p"), units.significant(t.value("p"), 1))),
        },
    ),
    CaveatKind.NO_SPREAD: CaveatWords(
        msg("Some ratios repeat themselves exactly."),
        msg(
            "All {rounds} give one and the same ratio in {where}. No clock does that, so nothing is "
            "claimed from them."
        ),
        msg("check where these records come from."),
        lambda t: {"rounds": t.many("rounds", "round")},
    ),
    CaveatKind.NEIGHBOURS: CaveatWords(
        msg("Taking turns costs something."),
        msg(
            "A request takes up to {share} longer in a slice after another configuration than in a second "
            "slice in a row, in {where}: the others had the caches. Intervals and verdicts about it are "
            "wider by that."
        ),
        msg("lengthen the slices, or set the schedule to “whole”."),
        lambda t: {"share": t.numbers.percent(t.value("ratio") - 1)},
    ),
}
