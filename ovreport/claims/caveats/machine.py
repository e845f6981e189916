"""Caveats about what the host did while it measured, and what is not known about it."""

from __future__ import annotations

from collections.abc import Mapping

from ovreport import units
from ovreport.analysis.results import CaveatKind
from ovreport.claims.caveats.telling import CaveatWords
from ovreport.language.messages import msg
from ovreport.language.spans import number

LEAST_WHOLE = 0.995
"""A share from here on is all of it: as a percentage it would be told as 100 % or more."""

MARGINS = {"default": msg("the default"), "experiment": msg("the experiment’s own")}
"""Whose the margin is that no noise floor bears out."""

WORDS: Mapping[CaveatKind, CaveatWords] = {
    CaveatKind.SUSPEND: CaveatWords(
        msg("The host slept while it measured."),
        msg("Up to {seconds} of a trial passed in suspend, in {where}."),
        msg("keep the machine awake and measure these trials anew."),
        lambda t: {"seconds": t.duration("seconds")},
    ),
    CaveatKind.STANDSTILL: CaveatWords(
        msg("Measuring stood still."),
        msg(
            "In round {round} a request, or the time to the next one, took {seconds} where {usual} is "
            "usual, in {where}; it is counted."
        ),
        msg("do not stop the run or let the machine sleep; measure anew with “--rerun”."),
        lambda t: {
            "round": str(t.count("round")),
            "seconds": t.duration("seconds"),
            "usual": t.numbers.latency(t.value("usual_ns")),
        },
    ),
    CaveatKind.CLOCK: CaveatWords(
        msg("The system clock was set during the run."),
        msg(
            "{latencies} ({share}) contradict the recorder’s own clock; they are shown and left out of "
            "every mean.",
            also="n",
        ),
        msg("stop time synchronisation while measuring."),
        lambda t: {
            "latencies": t.many("requests", "latency"),
            "n": t.numbers.count(t.value("requests")),
            "share": t.share("share"),
        },
    ),
    CaveatKind.THROTTLED: CaveatWords(
        msg("The processor throttled."),
        msg("{events} in {where}.", also="n"),
        msg("cool the machine, or leave pauses between the rounds."),
        lambda t: {
            "events": t.many("events", "event"),
            "n": t.numbers.count(t.value("events")),
        },
    ),
    CaveatKind.QUOTA: CaveatWords(
        msg("A CPU quota held the processes back."),
        msg(
            "The control group grants {granted} processors; while {where} ran, that was used up in "
            "{periods} and processes waited {seconds} for the next ones.",
            also="n",
        ),
        msg("raise the quota (docker: --cpus), or measure outside of it."),
        lambda t: {
            "periods": t.many("periods", "period"),
            "n": t.numbers.count(t.value("periods")),
            "seconds": t.duration("seconds"),
            "granted": number(t.word("granted") or "?"),
        },
    ),
    CaveatKind.FREQUENCY: CaveatWords(
        msg("The processor changed its clock."),
        msg("Right after measuring it ran at {lowest} to {highest} MHz, by round."),
        msg("fix the frequency, cool the machine, or quote ratios rather than levels."),
        lambda t: {end: number(f"{t.value(end):,.0f}") for end in ("lowest", "highest")},
    ),
    CaveatKind.FLOOR: CaveatWords(
        msg("The recorder is part of the figure."),
        msg(
            "Recorder and request queue alone take up to {share} of the time between two completions in "
            "{where}."
        ),
        msg("use a larger model or batch, or read the throughput as a lower bound."),
        lambda t: {
            # Where the recorder is all that limits, the two come out alike, give or take.
            "share": msg("all") if t.value("share") >= LEAST_WHOLE else t.share("share")
        },
    ),
    CaveatKind.STEAL: CaveatWords(
        msg("The machine is shared."),
        msg("The hypervisor gave up to {share} of the CPU time to others, in {where}."),
        msg("measure more rounds, or on a host of your own."),
        lambda t: {"share": t.share("share")},
    ),
    CaveatKind.OWN_CPU: CaveatWords(
        msg("The tool itself used CPU time."),
        msg("Runner and waiting workers took up to {share} of one processor while {where} ran."),
        msg("set the schedule to “whole”, or measure fewer configurations together."),
        lambda t: {"share": t.share("share")},
    ),
    CaveatKind.LOAD: CaveatWords(
        msg("The machine was not idle."),
        msg("The load average was {load} before the first trial."),
        msg("close other programs, or measure more rounds."),
        lambda t: {"load": t.numbers.fixed(t.value("load"), units.significant(t.value("load"), 2))},
    ),
    CaveatKind.NO_FREQUENCY: CaveatWords(
        msg("Frequency was not recorded."),
        msg("The host does not expose it, so nothing is said here about turbo or throttling by heat."),
        msg("measure on a host that does, with the schedule “whole”."),
    ),
    CaveatKind.NO_FLOOR: CaveatWords(
        msg("The noise of this host is not known."),
        msg(
            "The margin of {share} is {source}, not what the host showed with one configuration under two "
            "names."
        ),
        msg("run “ovreport aa” once on this host."),
        lambda t: {
            "share": t.numbers.percent_as_given(t.value("margin")),
            "source": MARGINS[t.word("source") or "default"],
        },
    ),
}
