"""English words for reasons to distrust."""

from __future__ import annotations

from ovreport.analysis.results import DoubtKind
from ovreport.claims.sentences.doubts import DoubtPhrases, Doubts
from ovreport.language.messages import msg, msg_in, msgs, msgs_in

DOUBTS = Doubts(
    only=msg("the only setting"),
    both=msg("both settings"),
    every=msg("all settings"),
    some=msg("{n} settings"),
    between=msg_in("doubts between", ", "),
    last=msg_in("doubts last", " and "),
    every_noisy=msg("; every setting is affected"),
    some_noisy=msg(", in {where}"),
    rises=msg("rises"),
    falls=msg("falls"),
    only_trial=msg("the only trial"),
    all_trials=msg("all of {of}"),
    some_trials=msg("{n} of {of}"),
    only_failed=msg_in("failed trials", "the only trial"),
    all_failed=msg_in("failed trials", "every one of {of}"),
    some_failed=msg_in("failed trials", "{n} of {of}"),
    all_of_it=msg("all"),
    most_modes=msg("up to {n}"),
    failures={
        "no-device": msg("the device is not there"),
        "model": msg("the network was refused"),
        "compile": msg("OpenVINO could not compile it"),
        "crash": msg("the process ended by itself"),
        "timeout": msg("it took longer than the time limit"),
        "memory": msg("it needed more memory than allowed"),
        "inference": msg("inference failed"),
    },
    settings={
        "": msg("setting"),
        "device": msg("device"),
        "precision": msg("precision"),
        "rest": msg("precision beside INT8"),
        "streams": msg("number of streams"),
        "threads": msg("number of threads"),
        "property": msg("property"),
    },
    left_out={
        "openvino": msg("Measured with OpenVINO {was}; what is told here, with {now}."),
        "inputs": msg("Fed from files that have changed (SHA-256 {was}; here {now})."),
        "network": msg("Measured with another file of {network} (SHA-256 {was}; here {now})."),
        "measure": msg("Measured in another way ({was}; here {now})."),
        "cell": msg("Their settings are not in the experiment file any more."),
    },
    margins={"default": msg("the default"), "experiment": msg("the experiment’s own")},
    phrases={
        DoubtKind.FAILED: DoubtPhrases(
            msg("Some trials failed."),
            msg("{trials} in {where}: {kind}."),
            msg(
                "read the message in the row and mend its cause; the next build measures a changed setting, "
                "and “--rerun” one that was not changed."
            ),
        ),
        DoubtKind.SUSPEND: DoubtPhrases(
            msg("The host slept while it measured."),
            msg("Up to {seconds} of a trial passed in suspend, in {where}."),
            msg("keep the machine awake and measure these trials anew."),
        ),
        DoubtKind.STANDSTILL: DoubtPhrases(
            msg("Measuring stood still."),
            msg(
                "In round {round} a request, or the time to the next one, took {seconds} where {usual} is "
                "usual, in {where}; it is counted."
            ),
            msg("do not stop the run or let the machine sleep; measure anew with “--rerun”."),
        ),
        DoubtKind.CLOCK: DoubtPhrases(
            msg("The system clock was set during the run."),
            msg(
                "{latencies} ({share}) contradict the recorder’s own clock; they are shown and left out of "
                "every mean.",
                also="n",
            ),
            msg("stop time synchronisation while measuring."),
        ),
        DoubtKind.NOT_NUMBERS: DoubtPhrases(
            msg("The outputs hold values that are no numbers."),
            msg("NaN or infinity, in {n} of {of} output values at the most, in {where}."),
            msg("look for an overflow: compute in f32, or feed inputs of the size that the network expects."),
        ),
        DoubtKind.OUTPUTS: DoubtPhrases(
            msg("Not all settings compute the same."),
            msg("For the same input, an output differs by up to {share} of its largest value in {where}."),
            msg("check the accuracy of these settings before choosing them for their speed."),
        ),
        DoubtKind.SATURATED: DoubtPhrases(
            msg("The outputs are saturated."),
            msg(
                "{share} of output “{output}” is at an end of its range, 0 or 1, or no finite number, in "
                "{where}: that answers agree proves little, and that they differ may come of a threshold "
                "alone."
            ),
            msg("feed the network what it expects, with the key “inputs”."),
        ),
        DoubtKind.STATEFUL: DoubtPhrases(
            msg("The network keeps a state from request to request."),
            msg(
                "In {where}, every request follows on those before it; the figures may depend on how many "
                "there were, and so on how long was measured."
            ),
            msg("set “state: reset”, unless this is what you ask."),
        ),
        DoubtKind.DENORMALS: DoubtPhrases(
            msg("The outputs hold denormal numbers."),
            msg(
                "Up to {share} of the f32 or f64 output values, in {where}; the layers between were not "
                "looked at. Some processors handle such numbers many times slower."
            ),
            msg("set CPU_DENORMALS_OPTIMIZATION, or use weights and inputs of normal size."),
        ),
        DoubtKind.THROTTLED: DoubtPhrases(
            msg("The processor throttled."),
            msg("{events} in {where}.", also="n"),
            msg("cool the machine, or leave pauses between the rounds."),
        ),
        DoubtKind.QUOTA: DoubtPhrases(
            msg("A CPU quota held the processes back."),
            msg(
                "The control group grants {granted} processors; while {where} ran, that was used up in "
                "{periods} and processes waited {seconds} for the next ones.",
                also="n",
            ),
            msg("raise the quota (docker: --cpus), or measure outside of it."),
        ),
        DoubtKind.FEW_ROUNDS: DoubtPhrases(
            msg("There are few rounds."),
            msg(
                "{rounds} {verb} measured; more would narrow the intervals, and figures of one or two rounds "
                "have none."
            ),
            msg("measure at least {wanted} rounds."),
            verb=msgs("was", "were"),
        ),
        DoubtKind.UNEQUAL_ROUNDS: DoubtPhrases(
            msg("Not every setting has every round."),
            msg("Of {rounds}, {where} {verb} fewer, {n} at the least."),
            msg("run again; only what is missing is measured."),
            verb=msgs_in("doubts phrases DoubtKind.UNEQUAL ROUNDS verb", "has", "have"),
        ),
        DoubtKind.SINGLE_SESSION_SPLIT: DoubtPhrases(
            msg("Some rounds were measured in several sittings."),
            msg(
                "In {n} of {of} the settings were not neighbours in time, so their {verb} what changed in "
                "between."
            ),
            msg("measure these rounds anew in one go."),
            verb=msgs("ratio carries", "ratios carry"),
        ),
        DoubtKind.FALLBACK: DoubtPhrases(
            msg("The {what} asked for is not the one in force."),
            msg("Asked for {asked}, given {given}, in {where}."),
            msg("read these rows as the {what} in force, or measure on a device that grants it."),
        ),
        DoubtKind.EMULATED: DoubtPhrases(
            msg("A precision is emulated."),
            msg("The device lacks {precision} and computes it by other means, in {where}."),
            msg("do not carry its speed over to devices that have it."),
        ),
        DoubtKind.FLOOR: DoubtPhrases(
            msg("The recorder is part of the figure."),
            msg(
                "Recorder and request queue alone take up to {share} of the time between two completions in "
                "{where}."
            ),
            msg("use a larger network or batch, or read the throughput as a lower bound."),
        ),
        DoubtKind.STEAL: DoubtPhrases(
            msg("The machine is shared."),
            msg("The hypervisor gave up to {share} of the CPU time to others, in {where}."),
            msg("measure more rounds, or on a host of your own."),
        ),
        DoubtKind.OWN_CPU: DoubtPhrases(
            msg("The tool itself used CPU time."),
            msg("Runner and waiting workers took up to {share} of one processor while {where} ran."),
            msg("set the schedule to “whole”, or measure fewer settings together."),
        ),
        DoubtKind.LOAD: DoubtPhrases(
            msg("The machine was not idle."),
            msg("The load average was {load} before the first trial."),
            msg("close other programs, or measure more rounds."),
        ),
        DoubtKind.DRIFT: DoubtPhrases(
            msg("Latency drifts within a trial."),
            msg("Averaged over the rounds it {moves} by up to {share} from first slice to last, in {where}."),
            msg("lengthen the warm-up, and look at temperature and frequency."),
        ),
        DoubtKind.SHIFT: DoubtPhrases(
            msg("The level steps within some trials."),
            msg("By up to {change}, in {trials}, in {where}."),
            msg("look at the picture of latency over time; measure more rounds."),
        ),
        DoubtKind.MODES: DoubtPhrases(
            msg("Latencies fall into several groups."),
            msg("In most rounds of {where} there are {modes} of them."),
            msg("read the distribution beside the mean; pin threads if the groups are kinds of cores."),
        ),
        DoubtKind.OUTLIERS: DoubtPhrases(
            msg("Many requests lie far out."),
            msg("Up to {share} of them, in {where}; they are counted and shown, never dropped."),
            msg("quiet the machine, or quote percentiles beside the mean."),
        ),
        DoubtKind.NOISY: DoubtPhrases(
            msg("Levels move from round to round."),
            msg("Their standard deviation is up to {share}{scope}; ratios within a round are steadier."),
            msg("quote ratios rather than levels, or measure on a quieter host."),
        ),
        DoubtKind.MEMORY: DoubtPhrases(
            msg("Levels remember the round before."),
            msg(
                "What sets settings apart in one of {rounds} rounds is there in the next one again, with a "
                "correlation of {correlation} (p {p}). Such rounds are no independent repeats: intervals are "
                "too short, and differences are claimed too often."
            ),
            msg("measure the rounds farther apart, in several sittings or on several days."),
        ),
        DoubtKind.NO_SPREAD: DoubtPhrases(
            msg("Some ratios repeat themselves exactly."),
            msg(
                "All {rounds} give one and the same ratio in {where}. No clock does that, so nothing is "
                "claimed from them."
            ),
            msg("check where these records come from."),
        ),
        DoubtKind.SHORT_SLICES: DoubtPhrases(
            msg("Slices are short for some settings."),
            msg("As few as {n} counted requests a slot fit in one, in {where}, so its edges weigh more."),
            msg("lengthen the slices."),
        ),
        DoubtKind.NEIGHBOURS: DoubtPhrases(
            msg("Taking turns costs something."),
            msg(
                "A request takes up to {share} longer in a slice after another setting than in a second "
                "slice in a row, in {where}: the others had the caches. Intervals and verdicts "
                "about it are wider by that."
            ),
            msg("lengthen the slices, or set the schedule to “whole”."),
        ),
        DoubtKind.FREQUENCY: DoubtPhrases(
            msg("The processor changed its clock."),
            msg("Right after measuring it ran at {lowest} to {highest} MHz, by round."),
            msg("fix the frequency, cool the machine, or quote ratios rather than levels."),
        ),
        DoubtKind.PERCENTILES: DoubtPhrases(
            msg("Far percentiles are not supported."),
            msg(
                "{p} needs {needed} effective requests; {where} {verb} fewer, {n} at the least.",
                also="percentile",
            ),
            msg("measure longer where {percentile} matters."),
            verb=msgs_in("doubts phrases DoubtKind.PERCENTILES verb", "has", "have"),
        ),
        DoubtKind.NO_FREQUENCY: DoubtPhrases(
            msg("Frequency was not recorded."),
            msg("The host does not expose it, so nothing is said here about turbo or throttling by heat."),
            msg("measure on a host that does, with the schedule “whole”."),
        ),
        DoubtKind.NO_FLOOR: DoubtPhrases(
            msg("The noise of this host is not known."),
            msg(
                "The margin of {share} is {source}, not what the host showed with one setting under two "
                "names."
            ),
            msg("run “ovreport aa” once on this host."),
        ),
        DoubtKind.LEFT_OUT: DoubtPhrases(
            msg("{records} {verb} left out.", also="n"),
            msg("{why}"),
            msg("leave them where they are, or move them away; nothing here rests on them."),
            verb=msgs_in("doubts phrases DoubtKind.LEFT OUT verb", "is", "are"),
        ),
        DoubtKind.UNREADABLE: DoubtPhrases(
            msg("{files} could not be used."),
            msg("The first is {path}: {reason}"),
            msg("delete or replace it and run again."),
        ),
    },
)
