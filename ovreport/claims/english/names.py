"""English words for cells, factors and levels."""

from __future__ import annotations

from ovreport.analysis import mismatches
from ovreport.analysis.results import CellResult, Counts, Status
from ovreport.claims.counting import Counted
from ovreport.claims.naming import UNSET, Noun, asked_shapes, field_of, told_batch, told_by_setting
from ovreport.language.spans import Span, Text, fill, joined, name, spans
from ovreport.plan import Factor, Setting
from ovreport.records import InForce

SMALL = (
    "no",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
)

OPENERS = frozenset(
    {*SMALL, "batch", "automatic", "default", "undisturbed", "with", "kept", "reset", "latency", "throughput"}
)
"""First words of names that are ours even where an author wrote them: a sentence may begin with them."""

FACTORS = {
    "model": "network",
    "device": "device",
    "precision": "inference precision",
    "storage": "weight storage",
    "batch": "batch size",
    "requests": "requests in flight",
    "streams": "streams",
    "threads": "threads",
    "hint": "performance hint",
    "mode": "mode of calling",
    "state": "state between requests",
    "disturbance": "disturbance",
    "shapes": "input shape",
    "layout": "input layout",
}

HINTS = {
    "latency": "the latency hint",
    "throughput": "the throughput hint",
    "cumulative_throughput": "the cumulative-throughput hint",
    "none": "no hint",
}

DISTURBANCES = {
    "none": "no disturbance",
    "cpu": "another program keeping a core busy",
    "memory": "another program busy in memory",
}

UNITS = frozenset({"CPU", "GPU", "NPU"})
"""Devices with an article; AUTO, MULTI and the like are names of ways to choose one."""


def digits(number: int) -> str:
    """A small count as a word, a larger one in digits."""
    return SMALL[number] if 0 <= number < len(SMALL) else f"{number:,}"


def capital(sentence: Text) -> Text:
    """The sentence with a capital first letter, unless it begins with somebody else's word."""
    if not sentence:
        return sentence
    first, *rest = sentence
    if first.role == "quote" or (first.role == "name" and first_word(first.text) not in {*OPENERS, "the"}):
        return sentence
    return (Span(text=first.text[:1].upper() + first.text[1:], role=first.role), *rest)


def first_word(text: str) -> str:
    """The first word of a text without the comma after it."""
    return text.replace(",", "").split(" ")[0]


def counted(number: int, noun: str) -> str:
    """`one request`, `four requests`, `16 latencies`."""
    plural = f"{noun.removesuffix('y')}ies" if noun.endswith("y") else f"{noun}s"
    return f"{digits(number)} {noun if number == 1 else plural}"


def disturbance(value: str) -> str:
    """What runs beside the measurement."""
    if value.startswith("command:"):
        return f"“{value.removeprefix('command:').strip()}” running beside it"
    return DISTURBANCES.get(value, value)


def amount(label: str, noun: str) -> str | None:
    """A counted level in words; `None` where the label is no number and not automatic."""
    if label.isdecimal():
        return counted(int(label), noun)
    return f"automatic {noun}s" if label.lower() == "auto" else None


def left_open(label: str) -> bool:
    """Whether a label means that OpenVINO decides."""
    return label.lower() in UNSET


def labelled(label: str) -> Noun:
    """An author's label: plain where it begins with a word of ours or is a sign like AUTO, else quoted."""
    first = label.split(" ")[0].lower()
    if (first in OPENERS or first.isdecimal()) and " " in label and "," not in label and "_" not in label:
        counted_ones = first in SMALL or first.isdecimal()
        return Noun((name(label),), plural=first not in {"one", "1"} if counted_ones else label[-1] == "s")
    if " " not in label and label.upper() == label:
        return Noun((name(label),))
    return Noun(fill("“{label}”", label=name(label)))


def contracted(words: tuple[str, ...]) -> tuple[str, ...]:
    """Automatic streams and automatic requests as one piece."""
    both = ("automatic requests", "automatic streams")
    if not set(both) <= set(words):
        return words
    kept = (word for word in words if word != both[1])
    return tuple("automatic streams and requests" if word == both[0] else word for word in kept)


class English:
    """English names; see `naming.Names`."""

    def word(self, field: str, setting: Setting) -> str:
        """A field of a setting, as a piece of a cell's name."""
        words = {
            "model": setting.model.name,
            "device": setting.device,
            "precision": setting.precision or "default precision",
            "storage": f"{setting.storage} file" if setting.storage else "file as stored",
            "batch": f"batch {told_batch(setting) or 'as exported'}",
            "requests": self._requests(setting),
            "streams": amount(str(setting.streams), "stream") or "default streams",
            "threads": counted(setting.threads, "thread") if setting.threads else "default threads",
            "hint": HINTS[setting.hint].removeprefix("the ") if setting.hint else "default hint",
            "mode": "synchronous" if setting.mode == "sync" else "asynchronous",
            "state": "kept state" if setting.state == "keep" else "reset state",
            "disturbance": "undisturbed"
            if setting.disturbance == "none"
            else f"with {disturbance(setting.disturbance)}",
        }
        return words[field]

    def _requests(self, setting: Setting) -> str:
        if setting.mode == "sync":
            return "one request at a time"
        return amount(str(setting.requests), "request") or ""

    def short_word(self, field: str, setting: Setting) -> str:
        """The same in a few characters."""
        words = {
            "model": setting.model.name,
            "device": setting.device,
            "precision": setting.precision or "default",
            "storage": f"{setting.storage or 'stored'} file",
            "batch": f"b{told_batch(setting) or ' as exported'}",
            "requests": f"{setting.requests} req",
            "streams": f"{setting.streams or 'default'} str",
            "threads": f"{setting.threads or 'default'} thr",
            "hint": setting.hint or "default",
            "mode": setting.mode,
            "state": setting.state,
            "disturbance": "quiet" if setting.disturbance == "none" else setting.disturbance,
        }
        return words[field]

    def compose(self, words: tuple[str, ...]) -> str:
        """Pieces as one name, with a capital where the first word is ours."""
        words = contracted(words)
        return self.begin(", ".join(words))

    def begin(self, phrase: str) -> str:
        """A phrase with a capital where its first word is ours."""
        return phrase[:1].upper() + phrase[1:] if first_word(phrase) in {*OPENERS, "the"} else phrase

    def is_plural(self, phrase: str) -> bool:
        """Whether a verb after a cell's phrase stands in the plural: "two threads lead"."""
        number, _, rest = phrase.partition(" ")
        many = number in {"automatic", "default", *SMALL[2:]} or (number.isdecimal() and number != "1")
        return many and rest.partition(" ")[0].rstrip(",") in {"requests", "streams", "threads"}

    def capital(self, sentence: Text) -> Text:
        """A sentence as it stands at the beginning of a line."""
        return capital(sentence)

    def phrase(self, words: tuple[str, ...]) -> str:
        """Pieces as a noun phrase inside a sentence: "batch 1 with four requests on two streams"."""
        if len(words) == 1:
            return self._alone(words[0])
        text = ""
        for word in contracted(words):
            between = ", " if text else ""
            if text and word.endswith((" request", " requests", "request at a time", "streams and requests")):
                between = " with "
            elif text and word.endswith((" stream", " streams")):
                between = " on "
            elif text and (word.startswith("with ") or word == "undisturbed"):
                between = " "
            text += between + word
        if text.startswith("undisturbed"):
            return text.replace("undisturbed", "the undisturbed setting", 1)
        return f"the setting {text}" if text.startswith("with ") else text

    def _alone(self, word: str) -> str:
        """A piece that is no noun by itself with one: "the undisturbed setting", "the latency hint"."""
        if word == "undisturbed":
            return "the undisturbed setting"
        if word.startswith("with "):
            return f"the setting {word}"
        if word.endswith((" hint", " file", " state")):
            return f"the {word}"
        return f"{word} calling" if word.endswith("synchronous") else word

    def level(self, factor: Factor, label: str) -> Noun:
        """A level as a noun phrase."""
        field = field_of(factor)
        nouns = {"requests": "request", "streams": "stream", "threads": "thread"}
        if field in nouns:
            return self._counted_level(field, nouns[field], label)
        if field == "property":
            return Noun((name(f"{factor.name}={label}"),))
        if left_open(label) and field == "batch":
            return Noun(spans("the batch as exported"))
        if left_open(label) and field not in {"disturbance", "bundle", "hint"}:
            return Noun(spans(f"the default {FACTORS[field]}"))
        fixed = {
            "device": Noun(fill("the {device}" if label in UNITS else "{device}", device=name(label))),
            "batch": Noun(spans(f"batch {label}")),
            "storage": Noun(fill("an {level} file", level=name(label))),
            "hint": Noun(spans(HINTS.get(label, f"the {label} hint"))),
            "mode": Noun(spans(f"{'synchronous' if label == 'sync' else 'asynchronous'} calling")),
            "state": Noun(spans("a kept state" if label == "keep" else "a state reset for each request")),
            "disturbance": Noun(spans(disturbance(label))),
        }
        return fixed.get(field, labelled(label) if field == "bundle" else Noun((name(label),)))

    def _counted_level(self, field: str, noun: str, label: str) -> Noun:
        words = amount(label, noun)
        if words is None:
            return Noun(spans(f"the default number of {noun}s"))
        return Noun(spans(f"{words} in flight" if field == "requests" else words), plural=label != "1")

    def condition(self, factor: Factor, label: str) -> Text:
        """A level as the circumstance of something else."""
        field = field_of(factor)
        words = self.level(factor, label).words
        if field == "requests":
            return spans(f"with {amount(label, 'request') or 'the default number of requests'}")
        before = {"batch": "at", "precision": "in", "device": "on", "model": "for"}
        if field == "disturbance" and label == "none":
            return spans("undisturbed")
        return fill("{before} {words}", before=before.get(field, "with"), words=words)

    def factor(self, name: str) -> str:
        """A factor's name in running text."""
        return FACTORS.get(name, name)

    def counted(self, counts: Counts, unit: str) -> Counted:
        """What throughput counts; FPS are images per second and nothing else."""
        one, _, many = (unit if counts == "named" else counts).partition("/")
        many = many or _plural(one)
        rate = "FPS" if counts == "image" else f"{many}/s"
        return Counted(one=one, many=many, amount=many, brief=many, rate=rate)

    def setting(self, result: CellResult) -> Text:
        """What was asked for and what is in force, in sentences."""
        head = "Published setting" if result.status is Status.PUBLISHED else "Asked for"
        asked = fill("{head}: {words}.", head=head, words=joined(_asked(result), ", "))
        if result.in_force is None:
            return asked
        return fill(
            "{asked} In force: {given}.",
            asked=asked,
            given=joined(_given(result.in_force, result.cell.setting), ", "),
        )


def _plural(noun: str) -> str:
    if noun.endswith(("s", "x", "ch", "sh")):
        return f"{noun}es"
    return f"{noun[:-1]}ies" if noun.endswith("y") and noun[-2:-1] not in tuple("aeiou") else f"{noun}s"


ENGLISH = English()


def _asked(result: CellResult) -> list[Text]:
    setting = result.cell.setting
    words: list[Text] = [(name(setting.device),)]
    words += [spans(told) for told in [_batch(result)] if told]
    words += [(name(f"{tensor or 'input'} {shape}"),) for tensor, shape in asked_shapes(setting)]
    if setting.precision:
        words.append((name(setting.precision),))
    if setting.storage:
        words.append(fill("{level} file", level=name(setting.storage)))
    words.append(spans(ENGLISH.word("streams", setting) if setting.streams else "streams left to OpenVINO"))
    words.append(
        spans(
            "the advised number of requests"
            if setting.requests == "auto" and setting.mode == "async"
            else ENGLISH.word("requests", setting)
        )
    )
    if setting.threads:
        words.append(spans(counted(setting.threads, "thread")))
    if setting.hint:
        words.append(spans(HINTS[setting.hint]))
    words += [(name(f"{key}={value}"),) for key, value in setting.properties]
    words += [fill("{input} as given", input=name(feed.input)) for feed in setting.inputs]
    if setting.state == "keep":
        words.append(spans(ENGLISH.word("state", setting)))
    if setting.disturbance != "none":
        words.append(spans(ENGLISH.word("disturbance", setting)))
    return words


def _batch(result: CellResult) -> str:
    """What was asked for, or what the network was exported with, as far as that is known.

    Empty where shapes were asked for and nothing tells of a batch in them.
    """
    setting, number = result.cell.setting, f"batch {result.batch}"
    if told_batch(setting) is None and asked_shapes(setting) and result.batch == 1:
        return ""
    if told_by_setting(setting):
        return number
    return f"{number} as exported" if result.batch_is_known else "batch as exported"


def _given(given: InForce, setting: Setting) -> list[Text]:
    words = _devices(given) + _computed(given)
    if given.streams is not None:
        words.append(spans(counted(given.streams, "stream")))
    words.append(spans(f"{counted(given.requests, 'request')} in flight"))
    if given.threads is not None:
        words.append(spans(counted(given.threads, "thread")))
    for key, _ in setting.properties:
        found = mismatches.told(given, key)
        words.append(spans(f"the device does not tell {key}") if found is None else (name(f"{key}={found}"),))
    return words


def _devices(given: InForce) -> list[Text]:
    """The devices, each with its own precision and streams where they do not agree."""
    precisions, streams = (
        dict(mismatches.beneath(given, key)) if agreed is None else {}
        for key, agreed in (("INFERENCE_PRECISION_HINT", given.precision), ("NUM_STREAMS", given.streams))
    )
    if not precisions and not streams:
        return [(name(", ".join(given.devices)),)] if given.devices else []
    told: list[Text] = []
    for device in given.devices:
        own: list[Text] = [(name(precisions[device]),)] if device in precisions else []
        own += [spans(amount(streams[device], "stream") or "")] if streams.get(device, "").isdecimal() else []
        what = fill(" ({own})", own=joined(own, ", ")) if own else ()
        told.append(fill("{device}{what}", device=name(device), what=what))
    return told


def _computed(given: InForce) -> list[Text]:
    """The precision, and which of the layers that do the arithmetic compute in INT8 instead."""
    quantised, layers = given.int8
    how = " (emulated)" if given.emulated else ""
    plainly = [fill("{level}{how}", level=name(given.precision), how=how)] if given.precision else []
    if not quantised:
        return plainly
    present = {kind for kind, *_ in given.arithmetic or ()}
    kinds = [word for kind, word in ARITHMETIC.items() if kind in present]
    what = " and ".join(filter(None, (", ".join(kinds[:-1]), *kinds[-1:]))) or "layers"
    told = fill(
        "{int8} in {n} of {of} {what}", int8=name("INT8"), n=str(quantised), of=str(layers), what=what
    )
    rest = "in the rest" if quantised < layers else "otherwise"
    return [told, *(fill("{level} {rest}", level=level, rest=rest) for level in plainly)]


ARITHMETIC = {"convolution": "convolutions", "matmul": "matrix products", "recurrent": "recurrent layers"}
"""Layers that do the arithmetic."""
