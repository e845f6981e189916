"""Caveats about how much was measured, and how steady it was."""

from __future__ import annotations

from ovreport import units
from ovreport.analysis.caveats import rounds
from ovreport.claims.caveats.telling import CaveatWords, everywhere, where
from ovreport.claims.texts import Texts
from ovreport.language.locale import Gaps
from ovreport.language.messages import msg, msgs
from ovreport.language.spans import name, number


def shift(t: Texts, c: rounds.Shift) -> Gaps:
    """How far levels step, and in how many trials."""
    some = msg("all of {of}") if c.of > 1 else msg("the only trial")
    if c.trials < c.of:
        some = msg("{n} of {of}")
    return {
        "change": t.numbers.percent(abs(c.ratio - 1)),
        "trials": t.fill(some, n=c.trials, of=t.locale.counted(c.of, "trial")),
    }


def noisy(t: Texts, c: rounds.Noisy) -> Gaps:
    """How far levels move from round to round, and where."""
    scope = msg("; every configuration is affected") if everywhere(t, c) else msg(", in {where}")
    return {"share": t.numbers.percent(c.share), "scope": t.fill(scope, where=where(t, c))}


WORDS = (
    CaveatWords(
        rounds.FewRounds,
        msg("There are few rounds."),
        msgs(
            "{rounds} was measured; more would narrow the intervals, and figures of one or two rounds have "
            "none.",
            "{rounds} were measured; more would narrow the intervals, and figures of one or two rounds "
            "have none.",
        ),
        msg("measure at least {wanted} rounds."),
        lambda t, c: {"rounds": t.locale.counted(c.rounds, "round"), "wanted": c.WANTED},
        count=lambda _, c: c.rounds,
    ),
    CaveatWords(
        rounds.UnequalRounds,
        msg("Not every configuration has every round."),
        msgs(
            "Of {rounds}, {where} has fewer, {n} at the least.",
            "Of {rounds}, {where} have fewer, {n} at the least.",
        ),
        msg("run again; only what is missing is measured."),
        lambda t, c: {"rounds": t.locale.counted(c.of, "round"), "n": c.fewest},
        count=lambda _, c: len(c.cells),
    ),
    CaveatWords(
        rounds.SessionSplit,
        msg("Some rounds were measured in several sittings."),
        msgs(
            "In {n} of {of} the configurations were not neighbours in time, so their ratio carries what "
            "changed in between.",
            "In {n} of {of} the configurations were not neighbours in time, so their ratios carry what "
            "changed in between.",
        ),
        msg("measure these rounds anew in one go."),
        lambda t, c: {"n": c.rounds, "of": t.locale.counted(c.of, "round")},
        count=lambda _, c: c.rounds,
    ),
    CaveatWords(
        rounds.Percentiles,
        msg("Far percentiles are not supported."),
        msgs(
            "{p} needs {needed} effective requests; {where} has fewer, {n} at the least.",
            "{p} needs {needed} effective requests; {where} have fewer, {n} at the least.",
            also="percentile",
        ),
        msg("measure longer where {percentile} matters."),
        lambda t, c: {
            "p": name(f"p{c.percent:g}"),
            "percentile": f"p{c.percent:g}",
            "needed": t.numbers.count(c.needed),
            "n": t.numbers.count(c.effective),
        },
        count=lambda _, c: len(c.cells),
    ),
    CaveatWords(
        rounds.ShortSlices,
        msg("Slices are short for some configurations."),
        msg("As few as {n} counted requests a slot fit in one, in {where}, so its edges weigh more."),
        msg("lengthen the slices."),
        lambda t, c: {"n": t.numbers.fixed(c.requests, units.significant(c.requests, 2))},
    ),
    CaveatWords(
        rounds.Drift,
        msg("Latency drifts within a trial."),
        msg("Averaged over the rounds it {moves} by up to {share} from first slice to last, in {where}."),
        msg("lengthen the warm-up, and look at temperature and frequency."),
        lambda t, c: {
            "moves": msg("rises") if c.change > 0 else msg("falls"),
            "share": t.numbers.percent(abs(c.change)),
        },
    ),
    CaveatWords(
        rounds.Shift,
        msg("The level steps within some trials."),
        msg("By up to {change}, in {trials}, in {where}."),
        msg("look at the picture of latency over time; measure more rounds."),
        shift,
    ),
    CaveatWords(
        rounds.Modes,
        msg("Latencies fall into several groups."),
        msg("In most rounds of {where} there are {modes} of them."),
        msg("read the distribution beside the mean; pin threads if the groups are kinds of cores."),
        # Two groups are the fewest that there are, so all configurations have them.
        lambda t, c: {"modes": c.modes if c.modes == 2 else t.fill(msg("up to {n}"), n=c.modes)},
    ),
    CaveatWords(
        rounds.Outliers,
        msg("Many requests lie far out."),
        msg("Up to {share} of them, in {where}; they are counted and shown, never dropped."),
        msg("quiet the machine, or quote percentiles beside the mean."),
        lambda t, c: {"share": t.numbers.percent(c.share)},
    ),
    CaveatWords(
        rounds.Noisy,
        msg("Levels move from round to round."),
        msg("Their standard deviation is up to {share}{scope}; ratios within a round are steadier."),
        msg("quote ratios rather than levels, or measure on a quieter host."),
        noisy,
    ),
    CaveatWords(
        rounds.Remembered,
        msg("Levels remember the round before."),
        msg(
            "What sets configurations apart in one of {rounds} rounds is there in the next one again, "
            "with a correlation of {correlation} (p {p}). Such rounds are no independent repeats: "
            "intervals are too short, and differences are claimed too often."
        ),
        msg("measure the rounds farther apart, in several sittings or on several days."),
        lambda t, c: {
            "rounds": c.carryover.rounds,
            "correlation": number(t.numbers.fixed(c.carryover.correlation, 2)),
            "p": number(t.numbers.fixed(c.carryover.p, units.significant(c.carryover.p, 1))),
        },
    ),
    CaveatWords(
        rounds.NoSpread,
        msg("Some ratios repeat themselves exactly."),
        msg(
            "All {rounds} give one and the same ratio in {where}. No clock does that, so nothing is "
            "claimed from them."
        ),
        msg("check where these records come from."),
    ),
    CaveatWords(
        rounds.Neighbours,
        msg("Taking turns costs something."),
        msg(
            "A request takes up to {share} longer in a slice after another configuration than in a second "
            "slice in a row, in {where}: the others had the caches. Intervals and verdicts about it are "
            "wider by that."
        ),
        msg("lengthen the slices, or set the schedule to “whole”."),
        lambda t, c: {"share": t.numbers.percent(c.ratio - 1)},
    ),
)
