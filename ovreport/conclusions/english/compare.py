"""English words for one comparison."""

from __future__ import annotations

from collections.abc import Sequence

from ovreport.analysis.results import Contrast
from ovreport.conclusions.english.names import digits
from ovreport.conclusions.grammar import Counted
from ovreport.conclusions.naming import Noun
from ovreport.conclusions.sentences.compare import Change, Comparing, Wording, wording
from ovreport.conclusions.speech import Speech
from ovreport.conclusions.text import Parts, fill, joined, name, parts

FAST = Wording(
    times="{a} {is} {n} as fast as {b}",
    more="{a} {is} {n} faster than {b}",
    less="{a} {is} {n} slower than {b}",
    only_more="{a} {is} faster than {b}",
    only_less="{a} {is} slower than {b}",
    again=Change(times="{n} as fast", more="{n} faster", less="{n} slower"),
    question="{a} {is} faster than {b}",
    same="{a} and {b} are equivalent",
    up="faster",
    down="slower",
)
THROUGHPUT = Wording(
    times="{a} {deliver} {n} the throughput of {b}",
    more="{a} {deliver} {n} more throughput than {b}",
    less="{a} {deliver} {n} less throughput than {b}",
    only_more="{a} {deliver} more throughput than {b}",
    only_less="{a} {deliver} less throughput than {b}",
    again=Change(times="{n} the throughput", more="{n} more", less="{n} less"),
    question="{a} {deliver} more throughput than {b}",
    same="{a} and {b} are equivalent in throughput",
    up="more",
    down="less",
)
IMAGES = Wording(
    times="{a} {deliver} {n} the {things} per second of {b}",
    more="{a} {deliver} {n} more {things} per second than {b}",
    less="{a} {deliver} {n} fewer {things} per second than {b}",
    only_more="{a} {deliver} more {things} per second than {b}",
    only_less="{a} {deliver} fewer {things} per second than {b}",
    again=Change(times="{n} the {things}", more="{n} more", less="{n} fewer"),
    question="{a} {deliver} more {things} per second than {b}",
    same="{a} and {b} are equivalent in {things} per second",
    up="more",
    down="fewer",
)
LATENCY = Wording(
    times="a request takes {n} as long {a} as {b}",
    more="a request takes {n} longer {a} than {b}",
    less="a request takes {n} less time {a} than {b}",
    only_more="a request takes longer {a} than {b}",
    only_less="a request takes less time {a} than {b}",
    again=Change(times="{n} as long", more="{n} longer", less="{n} less time"),
    question="a request takes longer {a} than {b}",
    same="a request takes about as long {a} as {b}",
    up="longer",
    down="shorter",
    circumstances=True,
)
DISTURBED = Wording(
    times="with {a}, throughput is {n} that of {b}",
    more="with {a}, throughput rises by {n}",
    less="with {a}, throughput falls by {n}",
    only_more="with {a}, throughput rises",
    only_less="with {a}, throughput falls",
    again=Change(times="{n} the throughput", more="{n} more", less="{n} less"),
    question="{a} changes throughput",
    same="{a} changes throughput by less than the margin",
    up="more",
    down="less",
)

COUNTED = frozenset({"requests", "streams", "threads"})
"""Fields whose second side is told by its number alone: "four requests ... than one"."""


def sides(speech: Speech, contrast: Contrast) -> tuple[Noun, Noun]:
    """Both sides of a comparison in the form that its wording wants."""
    labels = speech.labels(contrast)
    if wording(speech, contrast).circumstances:
        first, second = (Noun(speech.condition(contrast.factor, label)) for label in labels)
    else:
        first, second = (speech.level(contrast.factor, label) for label in labels)
    if speech.field(contrast.factor) in COUNTED and contrast.reference_level.isdecimal():
        number_alone = digits(int(contrast.reference_level))
        second = Noun(
            parts(f"with {number_alone}" if wording(speech, contrast).circumstances else number_alone)
        )
    if speech.field(contrast.factor) == "storage" and contrast.reference_level.isalnum():
        one = "with an {level} one" if wording(speech, contrast).circumstances else "an {level} one"
        second = Noun(fill(one, level=name(contrast.reference_level)))
    return first, second


def circumstances(speech: Speech, levels: Sequence[tuple[str, str]]) -> Parts:
    """Levels as circumstances: "at batch 3 with four requests"."""
    told = [speech.condition(factor, label) for factor, label in levels]
    return joined(told, " " if len(told) == 2 else ", ")


def scoped(speech: Speech, clause: Parts) -> Parts:
    """A clause after its circumstances: "at batch 1, ..."."""
    shared = circumstances(speech, speech.shared())
    return fill("{shared}, {clause}", shared=shared, clause=clause) if shared else clause


COMPARING = Comparing(
    wordings={
        "latency": LATENCY,
        "disturbed": DISTURBED,
        "images": IMAGES,
        "fast": FAST,
        "throughput": THROUGHPUT,
    },
    verbs={
        "has": Counted("has", "have"),
        "reach": Counted("reaches", "reach"),
        "take": Counted("takes", "take"),
        "is": Counted("is", "are"),
        "deliver": Counted("delivers", "deliver"),
    },
    everywhere="",
    sides=sides,
    circumstances=circumstances,
    scoped=scoped,
    placed=" {where}",
    signed="{low} to {high}{unit}",
    range="{first} to {last}",
    proof="({level} CI {interval}{rounds})",
    proof_rounds=", {n} rounds",
    proofs="(all {level} CIs within {interval}{rounds})",
    apart="within {n}",
    between_times="between {low} and {high} times",
    between="between {low} {down} and {high} {up}",
    one_way="between {low} and {high} {way}",
    up_to="up to {high} {way}",
    left_open="{span} ({what})",
    plain_interval="{level} CI",
    other_interval="{level} CI, adjusted",
    at_most="up to {high}",
    resolved="{said}{where} {proof}",
    equal="{same}{where}: {apart} {proof}",
    by_margin="{question} by more than {margin}",
    unresolved="{rounds} cannot tell whether {question}{where}: {open}",
    small="{said}{where} ({what}); {rounds} leave open whether that is beyond the margin of {margin}",
    in_both="in both settings",
    in_all="in all {n} settings",
    in_some="in {n} of {of} settings",
    never="No practical number of such rounds would settle {what}; longer ones may.",
    rounds="About {n} rounds would settle {what}.",
    rounds_and_time="About {n} rounds would settle {what}, some {time} more.",
    it="it",
    stalling="In typical slices, {said}{where}; but {cell} stalls by itself now and then, so what is judged "
    "is all requests over their time.",
)
