"""English sentences about reasons to distrust: a bold claim, its number, what to do about it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ovreport import units
from ovreport.analysis.results import Analysis, Doubt, DoubtKind
from ovreport.conclusions.claims import SaidDoubt
from ovreport.conclusions.doubting import MOST_NAMED, Lines, Template, Words
from ovreport.conclusions.english.names import capital, counted, digits
from ovreport.conclusions.text import Parts, fill, joined, name, number, parts


def where(words: Words) -> Parts:
    """The cells that a doubt touches."""
    if words.everywhere:
        settings = len(words.analysis.cells)
        return parts({1: "the only setting", 2: "both settings"}.get(settings, "all settings"))
    if len(words.cells) > MOST_NAMED:
        return parts(f"{digits(len(words.cells))} settings")
    return joined([(name(cell),) for cell in words.cells], ", ", " and ")


def failed(words: Words) -> Lines:
    """Trials without timings."""
    return (
        "Some trials failed.",
        fill(
            "{failed} of {trials} in {where}, most for the reason “{kind}”.",
            failed=digits(words.count("failed")).capitalize(),
            trials=counted(words.count("trials"), "trial"),
            where=where(words),
            kind=words.text("kind"),
        ),
        "read the message of the failed row, then run again; only what is missing is measured.",
    )


def suspend(words: Words) -> Lines:
    """The host slept."""
    return (
        "The host slept while it measured.",
        fill(
            "Up to {seconds} of a trial passed in suspend, in {where}.",
            seconds=number(units.duration(words.value("seconds"))),
            where=where(words),
        ),
        "keep the machine awake and measure these trials anew.",
    )


def standstill(words: Words) -> Lines:
    """Something held the process."""
    return (
        "Measuring stood still.",
        fill(
            "In round {round} a request took {seconds} where {usual} is usual, in {where}; it is counted.",
            round=str(words.count("round")),
            seconds=number(units.duration(words.value("seconds"))),
            usual=number(units.latency(words.value("usual_ns"))),
            where=where(words),
        ),
        "do not stop the run or let the machine sleep; measure anew with “--rerun”.",
    )


def clock(words: Words) -> Lines:
    """Latencies that contradict the recorder's clock."""
    return (
        "The system clock was set during the run.",
        fill(
            "{n} ({share}) contradict the recorder’s own clock; they are shown and left out of every mean.",
            n=counted(words.count("requests"), "latency").replace("latencys", "latencies").capitalize(),
            share=words.share("share"),
        ),
        "stop time synchronisation while measuring.",
    )


def outputs(words: Words) -> Lines:
    """Different answers."""
    return (
        "Not all settings compute the same.",
        fill(
            "For the same input, outputs differ by up to {share} of the largest value in {where}.",
            share=words.share("relative"),
            where=where(words),
        ),
        "check the accuracy of these settings before choosing them for their speed.",
    )


def denormals(words: Words) -> Lines:
    """Denormal numbers slow some processors down."""
    return (
        "The outputs hold denormal numbers.",
        fill(
            "Up to {share} of the output values, in {where}; the layers between were not looked at. Some "
            "processors handle such numbers many times slower.",
            share=words.share("share"),
            where=where(words),
        ),
        "set CPU_DENORMALS_OPTIMIZATION, or use weights and inputs of normal size.",
    )


def throttled(words: Words) -> Lines:
    """The processor throttled."""
    return (
        "The processor throttled.",
        fill("{n} in {where}.", n=counted(words.count("events"), "event").capitalize(), where=where(words)),
        "cool the machine, or leave pauses between the rounds.",
    )


def few_rounds(words: Words) -> Lines:
    """Fewer rounds than intervals deserve."""
    n = words.count("rounds")
    return (
        "There are few rounds.",
        f"{counted(n, 'round').capitalize()} {'was' if n == 1 else 'were'} measured; intervals are "
        "wide, and with one round there are none.",
        f"measure at least {digits(words.count('wanted'))} rounds.",
    )


def unequal_rounds(words: Words) -> Lines:
    """Some cells have fewer rounds."""
    return (
        "Not every setting has every round.",
        fill(
            "Of {rounds}, {where} {has} as few as {n}.",
            rounds=counted(words.count("rounds"), "round"),
            where=where(words),
            has="has" if len(words.doubt.cells) == 1 else "have",
            n=number(digits(words.count("fewest"))),
        ),
        "run again; only what is missing is measured.",
    )


def split(words: Words) -> Lines:
    """Rounds measured in several sessions."""
    n = words.count("rounds")
    return (
        "Some rounds were measured in several sittings.",
        f"In {digits(n)} of {counted(words.count('of'), 'round')} the settings were not neighbours "
        "in time, so their "
        f"ratio{' carries' if n == 1 else 's carry'} what changed in between.",
        "measure these rounds anew in one go.",
    )


def fallback(words: Words) -> Lines:
    """Asked for and not given."""
    what = words.word("what") or "setting"
    return (
        f"The {what} asked for is not the one in force.",
        fill(
            "Asked for {asked}, given {given}, in {where}.",
            asked=words.text("asked"),
            given=words.text("given"),
            where=where(words),
        ),
        f"read these rows as the {what} in force, or measure on a device that grants it.",
    )


def emulated(words: Words) -> Lines:
    """A precision without hardware."""
    return (
        "A precision is emulated.",
        fill(
            "The device lacks {precision} and computes it by other means, in {where}.",
            precision=words.text("precision"),
            where=where(words),
        ),
        "do not carry its speed over to devices that have it.",
    )


def floor(words: Words) -> Lines:
    """The recorder is part of what is measured."""
    return (
        "The recorder is part of the figure.",
        fill(
            "It takes up to {share} of a request’s time in {where}.",
            share=words.share("share"),
            where=where(words),
        ),
        "use a larger network or batch, or read these figures as an upper bound of latency.",
    )


def steal(words: Words) -> Lines:
    """The hypervisor gave time to others."""
    return (
        "The machine is shared.",
        fill(
            "The hypervisor gave up to {share} of the CPU time to others, in {where}.",
            share=words.share("share"),
            where=where(words),
        ),
        "measure more rounds, or on a host of your own.",
    )


def own_cpu(words: Words) -> Lines:
    """Waiting workers were not idle."""
    return (
        "The tool itself used CPU time.",
        fill(
            "Runner and waiting workers took up to {share} while {where} ran.",
            share=words.share("share"),
            where=where(words),
        ),
        "set the schedule to “whole”, or measure fewer settings together.",
    )


def load(words: Words) -> Lines:
    """Other programs ran."""
    return (
        "The machine was not idle.",
        fill(
            "The load average was {load} before the first trial.",
            load=number(units.quantity(words.value("load"))),
        ),
        "close other programs, or measure more rounds.",
    )


def drift(words: Words) -> Lines:
    """Latency moves in one direction within trials."""
    way = "rises" if words.value("change") > 0 else "falls"
    return (
        "Latency drifts within a trial.",
        fill(
            "Averaged over the rounds it {way} by up to {share} from first slice to last, in {where}.",
            way=way,
            share=words.share("change"),
            where=where(words),
        ),
        "lengthen the warm-up, and look at temperature and frequency.",
    )


def shift(words: Words) -> Lines:
    """The level steps inside trials."""
    change = abs(words.value("ratio") - 1)
    return (
        "The level steps within some trials.",
        fill(
            "By up to {change}, in {n} of {of}, in {where}.",
            change=number(units.percent(change)),
            n=digits(words.count("trials")),
            of=counted(words.count("of"), "trial"),
            where=where(words),
        ),
        "look at the picture of latency over time; measure more rounds.",
    )


def modes(words: Words) -> Lines:
    """Latencies come in groups."""
    return (
        "Latencies fall into several groups.",
        fill(
            "{n} modes in {where}; a mean describes none of them.",
            n=digits(words.count("modes")).capitalize(),
            where=where(words),
        ),
        "read the distribution, not the mean; pin threads if the groups are kinds of cores.",
    )


def outliers(words: Words) -> Lines:
    """Many slow requests."""
    return (
        "Many requests lie far out.",
        fill(
            "Up to {share} of them, in {where}; they are counted and shown, never dropped.",
            share=words.share("share"),
            where=where(words),
        ),
        "quiet the machine, or quote percentiles beside the mean.",
    )


def noisy(words: Words) -> Lines:
    """Levels move from round to round."""
    scope = "; every setting is affected" if words.everywhere else fill(", in {where}", where=where(words))
    return (
        "Levels move from round to round.",
        fill(
            "Their standard deviation is up to {share}{scope}; ratios within a round are steadier.",
            share=words.share("deviation"),
            scope=scope,
        ),
        "quote ratios rather than levels, or measure on a quieter host.",
    )


def no_spread(words: Words) -> Lines:
    """Ratios repeat exactly."""
    return (
        "Some ratios repeat themselves exactly.",
        fill(
            "All {rounds} give one and the same ratio in {where}. No clock does that, so nothing "
            "is claimed from them.",
            rounds=counted(words.count("rounds"), "round"),
            where=where(words),
        ),
        "check where these records come from.",
    )


def short_slices(words: Words) -> Lines:
    """Few requests fit in a slice."""
    return (
        "Slices are short for some settings.",
        fill(
            "As few as {n} counted requests a slot fit in one, in {where}, so its edges weigh more.",
            n=number(units.quantity(words.value("requests"))),
            where=where(words),
        ),
        "lengthen the slices.",
    )


def frequency(words: Words) -> Lines:
    """The processor did not always run at the same clock."""
    return (
        "The processor changed its clock.",
        fill(
            "Right after measuring it ran at {lowest} to {highest} MHz, by round.",
            lowest=number(f"{words.value('lowest'):,.0f}"),
            highest=number(f"{words.value('highest'):,.0f}"),
        ),
        "fix the frequency, cool the machine, or quote ratios rather than levels.",
    )


def neighbours(words: Words) -> Lines:
    """Coming back costs something."""
    return (
        "Taking turns costs something.",
        fill(
            "A request takes up to {share} longer in a slice after another setting than in a second slice in "
            "a row, in {where}: the others had the caches.",
            share=number(units.percent(words.value("ratio") - 1)),
            where=where(words),
        ),
        "lengthen the slices, or set the schedule to “whole”.",
    )


def percentiles(words: Words) -> Lines:
    """Too few requests for a percentile."""
    percent = f"p{words.value('percent'):g}"
    return (
        "Far percentiles are not supported.",
        fill(
            "{p} needs {needed} effective requests; {where} {has} as few as {n}.",
            p=name(percent),
            needed=number(units.count(words.value("needed"))),
            where=where(words),
            has="has" if len(words.doubt.cells) == 1 else "have",
            n=number(units.count(words.value("effective"))),
        ),
        f"measure longer where {percent} matters.",
    )


def no_frequency(_: Words) -> Lines:
    """The host does not tell its frequency."""
    return (
        "Frequency was not recorded.",
        "The host does not expose it, so nothing is said here about turbo or throttling by heat.",
        "measure on a host that does, with the schedule “whole”.",
    )


def no_floor(words: Words) -> Lines:
    """No A/A comparison of this host."""
    return (
        "The noise of this host is not known.",
        fill(
            "The margin of {share} is the default, not what the host showed with one setting under "
            "two names.",
            share=number(units.percent_as_given(words.value("margin"))),
        ),
        "run “ovreport aa” once on this host.",
    )


def unreadable(words: Words) -> Lines:
    """Files that were left out."""
    n = words.count("files")
    return (
        f"{counted(n, 'file').capitalize()} could not be used.",
        fill("The first is {path}: {reason}", path=words.text("path"), reason=words.text("reason")),
        "delete or replace it and run again.",
    )


SENTENCES: Mapping[DoubtKind, Template] = {
    DoubtKind.FAILED: failed,
    DoubtKind.SUSPEND: suspend,
    DoubtKind.STANDSTILL: standstill,
    DoubtKind.CLOCK: clock,
    DoubtKind.OUTPUTS: outputs,
    DoubtKind.DENORMALS: denormals,
    DoubtKind.THROTTLED: throttled,
    DoubtKind.FEW_ROUNDS: few_rounds,
    DoubtKind.UNEQUAL_ROUNDS: unequal_rounds,
    DoubtKind.SINGLE_SESSION_SPLIT: split,
    DoubtKind.FALLBACK: fallback,
    DoubtKind.EMULATED: emulated,
    DoubtKind.FLOOR: floor,
    DoubtKind.STEAL: steal,
    DoubtKind.OWN_CPU: own_cpu,
    DoubtKind.LOAD: load,
    DoubtKind.DRIFT: drift,
    DoubtKind.SHIFT: shift,
    DoubtKind.MODES: modes,
    DoubtKind.OUTLIERS: outliers,
    DoubtKind.NOISY: noisy,
    DoubtKind.NO_SPREAD: no_spread,
    DoubtKind.SHORT_SLICES: short_slices,
    DoubtKind.NEIGHBOURS: neighbours,
    DoubtKind.FREQUENCY: frequency,
    DoubtKind.PERCENTILES: percentiles,
    DoubtKind.NO_FREQUENCY: no_frequency,
    DoubtKind.NO_FLOOR: no_floor,
    DoubtKind.UNREADABLE: unreadable,
}


def said(template: Template) -> Callable[[Doubt, Analysis], SaidDoubt]:
    """A template as a function of the doubt."""

    def tell(doubt: Doubt, analysis: Analysis) -> SaidDoubt:
        headline, context, remedy = (
            parts(piece) if isinstance(piece, str) else piece
            for piece in template(Words(doubt, analysis, "en"))
        )
        return SaidDoubt(headline=headline, context=capital(context), remedy=capital(remedy))

    return tell


DOUBTS = {kind: said(template) for kind, template in SENTENCES.items()}
