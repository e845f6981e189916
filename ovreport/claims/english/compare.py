"""English words for one comparison."""

from __future__ import annotations

from collections.abc import Sequence

from ovreport.analysis.results import Contrast
from ovreport.claims.english.names import digits
from ovreport.claims.naming import Noun
from ovreport.claims.sentences.compare import Change, Comparing, Wording, wording
from ovreport.claims.speech import Speech
from ovreport.language.messages import msg, msg_in, msgs, msgs_in
from ovreport.language.spans import Text, fill, joined, name, spans

FAST = Wording(
    times=msg("{a} {is} {n} as fast as {b}", also="all"),
    more=msg("{a} {is} {n} faster than {b}", also="all"),
    less=msg("{a} {is} {n} slower than {b}", also="all"),
    only_more=msg_in("comparing wordings fast only more", "{a} {is} faster than {b}", also="all"),
    only_less=msg("{a} {is} slower than {b}", also="all"),
    again=Change(times=msg("{n} as fast"), more=msg("{n} faster"), less=msg("{n} slower")),
    question=msg_in("comparing wordings fast question", "{a} {is} faster than {b}"),
    question_less=msg_in("comparing wordings fast question", "{a} {is} slower than {b}"),
    same=msg("{a} and {b} are equivalent", also="all"),
    up=msg("faster"),
    down=msg("slower"),
)
THROUGHPUT = Wording(
    times=msg("{a} {deliver} {n} the throughput of {b}", also="all"),
    more=msg("{a} {deliver} {n} more throughput than {b}", also="all"),
    less=msg("{a} {deliver} {n} less throughput than {b}", also="all"),
    only_more=msg_in(
        "comparing wordings throughput only more", "{a} {deliver} more throughput than {b}", also="all"
    ),
    only_less=msg("{a} {deliver} less throughput than {b}", also="all"),
    again=Change(
        times=msg_in("comparing wordings throughput again times", "{n} the throughput"),
        more=msg_in("comparing wordings throughput again more", "{n} more"),
        less=msg_in("comparing wordings throughput again less", "{n} less"),
    ),
    question=msg_in("comparing wordings throughput question", "{a} {deliver} more throughput than {b}"),
    question_less=msg_in("comparing wordings throughput question", "{a} {deliver} less throughput than {b}"),
    same=msg("{a} and {b} are equivalent in throughput", also="all"),
    up=msg_in("comparing wordings throughput up", "more"),
    down=msg_in("comparing wordings throughput down", "less"),
)
IMAGES = Wording(
    times=msg("{a} {deliver} {n} the {things} per second of {b}", also="all"),
    more=msg("{a} {deliver} {n} more {things} per second than {b}", also="all"),
    less=msg("{a} {deliver} {n} fewer {things} per second than {b}", also="all"),
    only_more=msg_in(
        "comparing wordings images only more", "{a} {deliver} more {things} per second than {b}", also="all"
    ),
    only_less=msg("{a} {deliver} fewer {things} per second than {b}", also="all"),
    again=Change(
        times=msg("{n} the {things}"),
        more=msg_in("comparing wordings images again more", "{n} more"),
        less=msg("{n} fewer"),
    ),
    question=msg_in("comparing wordings images question", "{a} {deliver} more {things} per second than {b}"),
    question_less=msg_in(
        "comparing wordings images question", "{a} {deliver} fewer {things} per second than {b}"
    ),
    same=msg("{a} and {b} are equivalent in {things} per second", also="all"),
    up=msg_in("comparing wordings images up", "more"),
    down=msg("fewer"),
)
LATENCY = Wording(
    times=msg("a request takes {n} as long {a} as {b}", also="all"),
    more=msg("a request takes {n} longer {a} than {b}", also="all"),
    less=msg("a request takes {n} less time {a} than {b}", also="all"),
    only_more=msg_in(
        "comparing wordings latency only more", "a request takes longer {a} than {b}", also="all"
    ),
    only_less=msg("a request takes less time {a} than {b}", also="all"),
    again=Change(times=msg("{n} as long"), more=msg("{n} longer"), less=msg("{n} less time")),
    question=msg_in("comparing wordings latency question", "a request takes longer {a} than {b}"),
    question_less=msg_in("comparing wordings latency question", "a request takes less time {a} than {b}"),
    same=msg("a request takes about as long {a} as {b}", also="all"),
    up=msg("longer"),
    down=msg("shorter"),
    circumstances=True,
)
DISTURBED = Wording(
    times=msg("with {a}, throughput is {n} that of {b}", also="all"),
    more=msg("with {a}, throughput rises by {n}", also="all"),
    less=msg("with {a}, throughput falls by {n}", also="all"),
    only_more=msg("with {a}, throughput rises", also="all"),
    only_less=msg("with {a}, throughput falls", also="all"),
    again=Change(
        times=msg_in("comparing wordings disturbed again times", "{n} the throughput"),
        more=msg_in("comparing wordings disturbed again more", "{n} more"),
        less=msg_in("comparing wordings disturbed again less", "{n} less"),
    ),
    question=msg("{a} changes throughput"),
    question_less=msg("{a} changes throughput"),
    same=msg("{a} changes throughput by less than the margin", also="all"),
    up=msg_in("comparing wordings disturbed up", "more"),
    down=msg_in("comparing wordings disturbed down", "less"),
)

BESIDE = Wording(
    times=msg("throughput {a} is {n} that {b}", also="all"),
    more=msg("throughput is {n} higher {a} than {b}", also="all"),
    less=msg("throughput is {n} lower {a} than {b}", also="all"),
    only_more=msg("throughput is higher {a} than {b}", also="all"),
    only_less=msg("throughput is lower {a} than {b}", also="all"),
    again=THROUGHPUT.again,
    question=msg_in("comparing wordings beside question", "throughput is higher {a} than {b}"),
    question_less=msg_in("comparing wordings beside question", "throughput is lower {a} than {b}"),
    same=msg("throughput is about the same {a} as {b}", also="all"),
    up=THROUGHPUT.up,
    down=THROUGHPUT.down,
    circumstances=True,
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
            spans(f"with {number_alone}" if wording(speech, contrast).circumstances else number_alone)
        )
    if speech.field(contrast.factor) == "storage" and contrast.reference_level.isalnum():
        one = "with an {level} one" if wording(speech, contrast).circumstances else "an {level} one"
        second = Noun(fill(one, level=name(contrast.reference_level)))
    return first, second


def circumstances(speech: Speech, levels: Sequence[tuple[str, str]]) -> Text:
    """Levels as circumstances: "at batch 3 with four requests"."""
    told = [speech.condition(factor, label) for factor, label in levels]
    return joined(told, " " if len(told) == 2 else ", ")


def scoped(speech: Speech, clause: Text) -> Text:
    """A clause after its circumstances: "at batch 1, ..."."""
    shared = circumstances(speech, speech.shared())
    return fill("{shared}, {clause}", shared=shared, clause=clause) if shared else clause


COMPARING = Comparing(
    wordings={
        "latency": LATENCY,
        "disturbed": DISTURBED,
        "beside": BESIDE,
        "images": IMAGES,
        "fast": FAST,
        "throughput": THROUGHPUT,
    },
    verbs={
        "has": msgs_in("comparing verbs has", "has", "have"),
        "reach": msgs("reaches", "reach"),
        "take": msgs("takes", "take"),
        "is": msgs_in("comparing verbs is", "is", "are"),
        "deliver": msgs("delivers", "deliver"),
    },
    everywhere=msg("everywhere"),
    sides=sides,
    circumstances=circumstances,
    scoped=scoped,
    placed=msg(" {where}"),
    signed=msg("{low} to {high}{unit}"),
    range=msg("{first} to {last}"),
    proof=msg("({level} CI {interval}{rounds})"),
    proof_rounds=msg(", {n} rounds"),
    proofs=msg("(all {level} CIs within {interval}{rounds})"),
    apart=msg("within {n}"),
    between_times=msg("between {low} and {high} times"),
    anything=msg("anything from a tenth to ten times and beyond"),
    between=msg("between {low} {down} and {high} {up}"),
    one_way=msg("between {low} and {high} {way}"),
    up_to=msg("up to {high} {way}"),
    left_open=msg("{span} ({what})"),
    plain_interval=msg("{level} CI"),
    other_interval=msg("{level} CI, adjusted"),
    at_most=msg("up to {high}"),
    resolved=msg("{said}{where} {proof}"),
    equal=msg("{same}{where}: {apart} {proof}"),
    by_margin=msg("{question} by more than {margin}"),
    unresolved=msg("{rounds} cannot tell whether {question}{where}: {open}"),
    small=msg("{said}{where} ({what}); {rounds} leave open whether that is beyond the margin of {margin}"),
    small_inside=msg("{said}{where} ({what}); that is inside the margin of {margin}, so there is no verdict"),
    small_few=msg("{said}{where} ({what}); {rounds} are too few for a verdict"),
    in_both=msg_in("comparing in both", "in both settings"),
    in_all=msg_in("comparing in all", "in all {n} settings"),
    in_some=msg_in("comparing in some", "in {n} of {of} settings"),
    never=msg("No practical number of such rounds would settle {what}; longer ones may."),
    rounds=msg("About {n} rounds would settle {what}."),
    rounds_and_time=msg("About {n} rounds would settle {what}, some {time} more."),
    missing=msg("The rounds that are missing would settle {what}."),
    it=msg("it"),
    stalling=msg(
        "In typical slices, {said}{where}; but {cell} stalls by itself now and then, so what is judged "
        "is all requests over their time."
    ),
)
