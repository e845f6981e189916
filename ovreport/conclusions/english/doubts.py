"""English words for reasons to distrust."""

from __future__ import annotations

from ovreport.analysis.results import DoubtKind
from ovreport.conclusions.grammar import Counted
from ovreport.conclusions.sentences.doubts import DoubtPhrases, Doubts

DOUBTS = Doubts(
    only="the only setting",
    both="both settings",
    every="all settings",
    some="{n} settings",
    between=", ",
    last=" and ",
    every_noisy="; every setting is affected",
    some_noisy=", in {where}",
    rises="rises",
    falls="falls",
    only_trial="the only trial",
    all_trials="all of {of}",
    some_trials="{n} of {of}",
    all_of_it="all",
    most_modes="up to {n}",
    failures={
        "no-device": "the device is not there",
        "model": "the network was refused",
        "compile": "OpenVINO could not compile it",
        "crash": "the process ended by itself",
        "timeout": "it took longer than the time limit",
        "memory": "it needed more memory than allowed",
        "inference": "inference failed",
    },
    settings={
        "": "setting",
        "device": "device",
        "precision": "precision",
        "rest": "precision beside INT8",
        "streams": "number of streams",
        "threads": "number of threads",
        "property": "property",
    },
    left_out={
        "openvino": "Measured with OpenVINO {was}; what is told here, with {now}.",
        "inputs": "Fed from files that have changed (SHA-256 {was}; here {now}).",
        "network": "Measured with another file of {network} (SHA-256 {was}; here {now}).",
        "measure": "Measured in another way ({was}; here {now}).",
        "cell": "Their settings are not in the experiment file any more.",
    },
    margins={"default": "the default", "experiment": "the experiment’s own"},
    phrases={
        DoubtKind.FAILED: DoubtPhrases(
            "Some trials failed.",
            "{failed} of {trials} in {where}: {kind}.",
            "read the message in the row and mend its cause; the next build measures a changed setting, and "
            "“--rerun” one that was not changed.",
        ),
        DoubtKind.SUSPEND: DoubtPhrases(
            "The host slept while it measured.",
            "Up to {seconds} of a trial passed in suspend, in {where}.",
            "keep the machine awake and measure these trials anew.",
        ),
        DoubtKind.STANDSTILL: DoubtPhrases(
            "Measuring stood still.",
            "In round {round} a request, or the time to the next one, took {seconds} where {usual} is usual, "
            "in {where}; it is counted.",
            "do not stop the run or let the machine sleep; measure anew with “--rerun”.",
        ),
        DoubtKind.CLOCK: DoubtPhrases(
            "The system clock was set during the run.",
            "{latencies} ({share}) contradict the recorder’s own clock; they are shown and left out of every "
            "mean.",
            "stop time synchronisation while measuring.",
        ),
        DoubtKind.NOT_NUMBERS: DoubtPhrases(
            "The outputs hold values that are no numbers.",
            "NaN or infinity, in {n} of {of} output values at the most, in {where}.",
            "look for an overflow: compute in f32, or feed inputs of the size that the network expects.",
        ),
        DoubtKind.OUTPUTS: DoubtPhrases(
            "Not all settings compute the same.",
            "For the same input, an output differs by up to {share} of its largest value in {where}.",
            "check the accuracy of these settings before choosing them for their speed.",
        ),
        DoubtKind.SATURATED: DoubtPhrases(
            "The outputs are saturated.",
            "{share} of output “{output}” is at an end of its range, 0 or 1, or no finite number, in "
            "{where}: that answers agree proves little, and that they differ may come of a threshold alone.",
            "feed the network what it expects, with the key “inputs”.",
        ),
        DoubtKind.STATEFUL: DoubtPhrases(
            "The network keeps a state from request to request.",
            "In {where}, every request follows on those before it; the figures may depend on how many there "
            "were, and so on how long was measured.",
            "set “state: reset”, unless this is what you ask.",
        ),
        DoubtKind.DENORMALS: DoubtPhrases(
            "The outputs hold denormal numbers.",
            "Up to {share} of the f32 or f64 output values, in {where}; the layers between were not looked "
            "at. Some processors handle such numbers many times slower.",
            "set CPU_DENORMALS_OPTIMIZATION, or use weights and inputs of normal size.",
        ),
        DoubtKind.THROTTLED: DoubtPhrases(
            "The processor throttled.",
            "{events} in {where}.",
            "cool the machine, or leave pauses between the rounds.",
        ),
        DoubtKind.QUOTA: DoubtPhrases(
            "A CPU quota held the processes back.",
            "The control group grants {granted} processors; while {where} ran, that was used up in {periods} "
            "and processes waited {seconds} for the next ones.",
            "raise the quota (docker: --cpus), or measure outside of it.",
        ),
        DoubtKind.FEW_ROUNDS: DoubtPhrases(
            "There are few rounds.",
            "{rounds} {verb} measured; more would narrow the intervals, and figures of one or two rounds "
            "have none.",
            "measure at least {wanted} rounds.",
            verb=Counted("was", "were"),
        ),
        DoubtKind.UNEQUAL_ROUNDS: DoubtPhrases(
            "Not every setting has every round.",
            "Of {rounds}, {where} {verb} fewer, {n} at the least.",
            "run again; only what is missing is measured.",
            verb=Counted("has", "have"),
        ),
        DoubtKind.SINGLE_SESSION_SPLIT: DoubtPhrases(
            "Some rounds were measured in several sittings.",
            "In {n} of {of} the settings were not neighbours in time, so their {verb} what changed in "
            "between.",
            "measure these rounds anew in one go.",
            verb=Counted("ratio carries", "ratios carry"),
        ),
        DoubtKind.FALLBACK: DoubtPhrases(
            "The {what} asked for is not the one in force.",
            "Asked for {asked}, given {given}, in {where}.",
            "read these rows as the {what} in force, or measure on a device that grants it.",
        ),
        DoubtKind.EMULATED: DoubtPhrases(
            "A precision is emulated.",
            "The device lacks {precision} and computes it by other means, in {where}.",
            "do not carry its speed over to devices that have it.",
        ),
        DoubtKind.FLOOR: DoubtPhrases(
            "The recorder is part of the figure.",
            "Recorder and request queue alone take up to {share} of the time between two completions in "
            "{where}.",
            "use a larger network or batch, or read the throughput as a lower bound.",
        ),
        DoubtKind.STEAL: DoubtPhrases(
            "The machine is shared.",
            "The hypervisor gave up to {share} of the CPU time to others, in {where}.",
            "measure more rounds, or on a host of your own.",
        ),
        DoubtKind.OWN_CPU: DoubtPhrases(
            "The tool itself used CPU time.",
            "Runner and waiting workers took up to {share} of one processor while {where} ran.",
            "set the schedule to “whole”, or measure fewer settings together.",
        ),
        DoubtKind.LOAD: DoubtPhrases(
            "The machine was not idle.",
            "The load average was {load} before the first trial.",
            "close other programs, or measure more rounds.",
        ),
        DoubtKind.DRIFT: DoubtPhrases(
            "Latency drifts within a trial.",
            "Averaged over the rounds it {moves} by up to {share} from first slice to last, in {where}.",
            "lengthen the warm-up, and look at temperature and frequency.",
        ),
        DoubtKind.SHIFT: DoubtPhrases(
            "The level steps within some trials.",
            "By up to {change}, in {trials}, in {where}.",
            "look at the picture of latency over time; measure more rounds.",
        ),
        DoubtKind.MODES: DoubtPhrases(
            "Latencies fall into several groups.",
            "In most rounds of {where} there are {modes} of them.",
            "read the distribution beside the mean; pin threads if the groups are kinds of cores.",
        ),
        DoubtKind.OUTLIERS: DoubtPhrases(
            "Many requests lie far out.",
            "Up to {share} of them, in {where}; they are counted and shown, never dropped.",
            "quiet the machine, or quote percentiles beside the mean.",
        ),
        DoubtKind.NOISY: DoubtPhrases(
            "Levels move from round to round.",
            "Their standard deviation is up to {share}{scope}; ratios within a round are steadier.",
            "quote ratios rather than levels, or measure on a quieter host.",
        ),
        DoubtKind.MEMORY: DoubtPhrases(
            "Levels remember the round before.",
            "What sets settings apart in one of {rounds} rounds is there in the next one again, with a "
            "correlation of {correlation} (p {p}). Such rounds are no independent repeats: intervals are "
            "too short, and differences are claimed too often.",
            "measure the rounds farther apart, in several sittings or on several days.",
        ),
        DoubtKind.NO_SPREAD: DoubtPhrases(
            "Some ratios repeat themselves exactly.",
            "All {rounds} give one and the same ratio in {where}. No clock does that, so nothing is claimed "
            "from them.",
            "check where these records come from.",
        ),
        DoubtKind.SHORT_SLICES: DoubtPhrases(
            "Slices are short for some settings.",
            "As few as {n} counted requests a slot fit in one, in {where}, so its edges weigh more.",
            "lengthen the slices.",
        ),
        DoubtKind.NEIGHBOURS: DoubtPhrases(
            "Taking turns costs something.",
            "A request takes up to {share} longer in a slice after another setting than in a second slice in "
            "a row, in {where}: the others had the caches. Intervals and verdicts "
            "about it are wider by that.",
            "lengthen the slices, or set the schedule to “whole”.",
        ),
        DoubtKind.FREQUENCY: DoubtPhrases(
            "The processor changed its clock.",
            "Right after measuring it ran at {lowest} to {highest} MHz, by round.",
            "fix the frequency, cool the machine, or quote ratios rather than levels.",
        ),
        DoubtKind.PERCENTILES: DoubtPhrases(
            "Far percentiles are not supported.",
            "{p} needs {needed} effective requests; {where} {verb} fewer, {n} at the least.",
            "measure longer where {percentile} matters.",
            verb=Counted("has", "have"),
        ),
        DoubtKind.NO_FREQUENCY: DoubtPhrases(
            "Frequency was not recorded.",
            "The host does not expose it, so nothing is said here about turbo or throttling by heat.",
            "measure on a host that does, with the schedule “whole”.",
        ),
        DoubtKind.NO_FLOOR: DoubtPhrases(
            "The noise of this host is not known.",
            "The margin of {share} is {source}, not what the host showed with one setting under two names.",
            "run “ovreport aa” once on this host.",
        ),
        DoubtKind.LEFT_OUT: DoubtPhrases(
            "{records} {verb} left out.",
            "{why}",
            "leave them where they are, or move them away; nothing here rests on them.",
            verb=Counted("is", "are"),
        ),
        DoubtKind.UNREADABLE: DoubtPhrases(
            "{files} could not be used.",
            "The first is {path}: {reason}",
            "delete or replace it and run again.",
        ),
    },
)
