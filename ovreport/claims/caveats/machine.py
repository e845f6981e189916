"""Caveats about what the host did while it measured, and what is not known about it."""

from __future__ import annotations

from ovreport import units
from ovreport.analysis.caveats import machine
from ovreport.claims.caveats.telling import CaveatWords
from ovreport.language.messages import msg, msg_in
from ovreport.language.spans import number

LEAST_WHOLE = 0.995
"""A share from here on is all of it: as a percentage it would be told as 100 % or more."""

WORDS = (
    CaveatWords(
        machine.Suspend,
        msg("The host slept while it measured."),
        msg("Up to {seconds} of a trial passed in suspend, in {where}."),
        msg("keep the machine awake and measure these trials anew."),
        lambda t, c: {"seconds": t.numbers.duration(c.seconds)},
    ),
    CaveatWords(
        machine.Standstill,
        msg("Measuring stood still."),
        msg(
            "In round {round} a request, or the time to the next one, took {seconds} where {usual} is "
            "usual, in {where}; it is counted."
        ),
        msg("do not stop the run or let the machine sleep; measure anew with “--rerun”."),
        lambda t, c: {
            "round": str(c.round),
            "seconds": t.numbers.duration(c.seconds),
            "usual": t.numbers.latency(c.usual_ns),
        },
    ),
    CaveatWords(
        machine.Clock,
        msg("The system clock was set during the run."),
        msg(
            "{latencies} ({share}) contradict the recorder’s own clock; they are shown and left out of "
            "every mean.",
            also="n",
        ),
        msg("stop time synchronisation while measuring."),
        lambda t, c: {
            "latencies": t.locale.counted(c.requests, "latency"),
            "n": t.numbers.count(c.requests),
            "share": t.numbers.percent(c.share),
        },
    ),
    CaveatWords(
        machine.Throttling,
        msg("The processor throttled."),
        msg("{events} in {where}.", also="n"),
        msg("cool the machine, or leave pauses between the rounds."),
        lambda t, c: {"events": t.locale.counted(c.events, "event"), "n": t.numbers.count(c.events)},
    ),
    CaveatWords(
        machine.Quota,
        msg("A CPU quota held the processes back."),
        msg(
            "The control group grants {granted} processors; while {where} ran, that was used up in "
            "{periods} and processes waited {seconds} for the next ones.",
            also="n",
        ),
        msg("raise the quota (docker: --cpus), or measure outside of it."),
        lambda t, c: {
            "periods": t.locale.counted(c.periods, "period"),
            "n": t.numbers.count(c.periods),
            "seconds": t.numbers.duration(c.seconds),
            "granted": number(c.granted.translate(t.numbers.marks) or "?"),
        },
    ),
    CaveatWords(
        machine.Frequency,
        msg("The processor changed its clock."),
        msg("{when} it ran at {lowest} to {highest} MHz, by round."),
        msg("fix the frequency, cool the machine, or quote ratios rather than levels."),
        lambda t, c: {
            "when": msg("While measuring") if c.within else msg("Right after measuring"),
            "lowest": number(t.numbers.count(round(c.lowest_mhz))),
            "highest": number(t.numbers.count(round(c.highest_mhz))),
        },
    ),
    CaveatWords(
        machine.Floor,
        msg("The recorder is part of the figure."),
        msg(
            "Recorder and request queue alone take up to {share} of the time between two completions in "
            "{where}."
        ),
        msg("use a larger model or batch, or read the throughput as a lower bound."),
        lambda t, c: {
            # Where the recorder is all that limits, the two come out alike, give or take.
            "share": msg_in("a share", "all") if c.share >= LEAST_WHOLE else t.numbers.percent(c.share)
        },
    ),
    CaveatWords(
        machine.Steal,
        msg("The machine is shared."),
        msg("The hypervisor gave up to {share} of the CPU time to others, in {where}."),
        msg("measure more rounds, or on a host of your own."),
        lambda t, c: {"share": t.numbers.percent(c.share)},
    ),
    CaveatWords(
        machine.OwnCpu,
        msg("The tool itself used CPU time."),
        msg("Runner and waiting workers took up to {share} of one processor while {where} ran."),
        msg("set the schedule to “whole”, or measure fewer configurations together."),
        lambda t, c: {"share": t.numbers.percent(c.share)},
    ),
    CaveatWords(
        machine.Load,
        msg("The machine was not idle."),
        msg("The load average was {load} before the first trial."),
        msg("close other programs, or measure more rounds."),
        lambda t, c: {"load": t.numbers.fixed(c.load, units.significant(c.load, 2))},
    ),
    CaveatWords(
        machine.NoFrequency,
        msg("Frequency was not recorded."),
        msg("The host does not expose it, so nothing is said here about turbo or throttling by heat."),
        msg("measure on a host that does, with the schedule “whole”."),
    ),
    CaveatWords(
        machine.NoNoiseFloor,
        msg("The noise of this host is not known."),
        msg(
            "The margin of {share} is {source}, not what the host showed with one configuration under two "
            "names."
        ),
        msg("run “ovreport aa” once on this host."),
        lambda t, _: {
            "share": t.numbers.percent_as_given(t.analysis.margin),
            "source": msg("the default") if t.plan.margin is None else msg("the experiment’s own"),
        },
    ),
)
