"""What a language calls fields of a setting and levels of a factor."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ovreport.language.locale import Locale
from ovreport.language.messages import Message, msg_in, msgs_in
from ovreport.language.spans import Text, name, spans
from ovreport.naming.counted import COUNTED, Counted, plural
from ovreport.naming.fields import UNSET, field_of, told_batch
from ovreport.plan import INSTALLED, Factor, Setting

FACTORS: Mapping[str, Message] = {
    "model": msg_in("a factor", "model"),
    "device": msg_in("a factor", "device"),
    "openvino": msg_in("a factor", "OpenVINO release"),
    "precision": msg_in("a factor", "inference precision"),
    "storage": msg_in("a factor", "weight storage"),
    "batch": msg_in("a factor", "batch size"),
    "requests": msg_in("a factor", "requests in flight"),
    "streams": msg_in("a factor", "streams"),
    "threads": msg_in("a factor", "threads"),
    "hint": msg_in("a factor", "performance hint"),
    "mode": msg_in("a factor", "mode of calling"),
    "state": msg_in("a factor", "state between requests"),
    "disturbance": msg_in("a factor", "disturbance"),
    "shapes": msg_in("a factor", "input shape"),
    "layout": msg_in("a factor", "input layout"),
}

HINTS: Mapping[str, Message] = {
    "latency": msg_in("a hint", "latency hint"),
    "throughput": msg_in("a hint", "throughput hint"),
    "cumulative_throughput": msg_in("a hint", "cumulative-throughput hint"),
    "none": msg_in("a hint", "no hint"),
}
LEVELS_OF_HINT: Mapping[str, Message] = {
    "latency": msg_in("a hint", "the latency hint"),
    "throughput": msg_in("a hint", "the throughput hint"),
    "cumulative_throughput": msg_in("a hint", "the cumulative-throughput hint"),
    "none": msg_in("a hint", "no hint"),
}

DISTURBANCES: Mapping[str, Message] = {
    "none": msg_in("a disturbance", "no disturbance"),
    "cpu": msg_in("a disturbance", "another program keeping a core busy"),
    "memory": msg_in("a disturbance", "another program busy in memory"),
}
COMMAND = "command:"
"""Before a disturbance that is a command of the author's."""

COUNTED_FIELDS = frozenset({"requests", "streams", "threads"})
"""Fields whose levels are numbers of things, after which a verb may stand in the plural."""

ARTICLED = frozenset({"CPU", "GPU", "NPU"})
"""Devices with an article; AUTO, MULTI and the like are names of ways to choose one."""

SHORT_LABEL = 6
"""Chinese characters of a label that reads as one word of a sentence."""


@dataclass(frozen=True)
class Noun:
    """What a level is called in a sentence.

    Attributes:
        words: A noun phrase.
        plural: Whether a verb after it stands in the plural, where the language has one.
    """

    words: Text
    plural: bool = False


class Names:
    """What a language calls things, whatever the plan.

    Attributes:
        locale: The language.
    """

    def __init__(self, locale: Locale) -> None:
        """Name things in this language."""
        self.locale = locale

    # Fields of a setting, as pieces of a cell's name

    def word(self, field: str, setting: Setting) -> str:
        """A field of a setting, as a piece of a cell's name."""
        if field in {"model", "device"}:
            return setting.model.name if field == "model" else setting.device
        made = {
            "openvino": self._release(setting.openvino),
            "precision": self._precision(setting),
            "storage": self._storage(setting),
            "batch": self._batch(setting),
            "requests": self._requests(setting),
            "streams": self._streams(str(setting.streams)),
            "threads": self._threads(str(setting.threads)),
            "hint": HINTS[setting.hint] if setting.hint else msg_in("in a name", "default hint"),
            "mode": msg_in("in a name", "synchronous")
            if setting.mode == "sync"
            else msg_in("in a name", "asynchronous"),
            "state": msg_in("in a name", "kept state")
            if setting.state == "keep"
            else msg_in("in a name", "reset state"),
            "disturbance": self._disturbed(setting.disturbance),
        }[field]
        return made if isinstance(made, str) else self.locale.word(made)

    def _release(self, label: str) -> str:
        """A release of OpenVINO as a piece of a name."""
        if label == INSTALLED:
            return self.locale.word(msg_in("in a name", "installed OpenVINO"))
        return f"OpenVINO {label}"

    def _precision(self, setting: Setting) -> Message | str:
        if setting.precision:
            return self.locale.precision(setting.precision)
        return msg_in("in a name", "default precision")

    def _storage(self, setting: Setting) -> Message | str:
        if not setting.storage:
            return msg_in("in a name", "file as stored")
        return self._of(msg_in("in a name", "{level} file"), level=self.locale.precision(setting.storage))

    def _batch(self, setting: Setting) -> Message | str:
        number = told_batch(setting)
        if number is None:
            return msg_in("in a name", "batch as exported")
        return self._of(msg_in("in a name", "batch {n}"), n=str(number))

    def _requests(self, setting: Setting) -> Message | str:
        if setting.mode == "sync":
            return msg_in("in a name", "one request at a time")
        return self.requests(str(setting.requests))

    def _streams(self, label: str) -> str:
        words = msgs_in("in a name", "{n} stream", "{n} streams")
        automatic = msg_in("in a name", "automatic streams")
        return self._amount(label, words, automatic, msg_in("in a name", "default streams"))

    def _threads(self, label: str) -> str:
        words, default = (
            msgs_in("in a name", "{n} thread", "{n} threads"),
            msg_in("in a name", "default threads"),
        )
        return self._amount(label, words, default, default)

    def _disturbed(self, value: str) -> Message | str:
        if value == "none":
            return msg_in("in a name", "undisturbed")
        if value.startswith(COMMAND):
            command = value.removeprefix(COMMAND).strip()
            return self._of(msg_in("in a name", "with “{command}” running beside it"), command=command)
        what = self.locale.word(DISTURBANCES[value]) if value in DISTURBANCES else value
        return self._of(msg_in("in a name", "with {what}"), what=what)

    def requests(self, label: str) -> str:
        """Requests in flight: `four requests`, `automatic requests`."""
        words = msgs_in("in a name", "{n} request", "{n} requests")
        automatic = msg_in("in a name", "automatic requests")
        return self._amount(label, words, automatic, msg_in("in a name", "the default number of requests"))

    def _amount(self, label: str, words: Message, automatic: Message, default: Message) -> str:
        if label.isdecimal():
            return self._of(words.of(int(label)), n=self.locale.digits(int(label)))
        return self.locale.word(automatic if label.lower() == "auto" else default)

    def _of(self, message: Message, **words: str) -> str:
        return self.locale.format(message, **words)

    def short_word(self, field: str, setting: Setting) -> str:
        """A field of a setting in a few characters."""
        if field in {"model", "device"}:
            return setting.model.name if field == "model" else setting.device
        word, of = self.locale.word, self._of
        default = word(msg_in("in short", "default"))
        made = {
            "openvino": word(msg_in("in short", "installed"))
            if setting.openvino == INSTALLED
            else setting.openvino,
            "precision": self.locale.precision(setting.precision) if setting.precision else default,
            "storage": of(msg_in("in short", "{level} file"), level=self.locale.precision(setting.storage))
            if setting.storage
            else word(msg_in("in short", "stored file")),
            "batch": of(msg_in("in short", "b{n}"), n=str(told_batch(setting)))
            if told_batch(setting)
            else word(msg_in("in short", "b as exported")),
            "requests": word(msg_in("in short", "auto req"))
            if setting.requests == "auto"
            else of(msg_in("in short", "{n} req"), n=str(setting.requests)),
            "streams": word(msg_in("in short", "auto str"))
            if setting.streams == "auto"
            else of(msg_in("in short", "{n} str"), n=str(setting.streams or default)),
            "threads": of(msg_in("in short", "{n} thr"), n=str(setting.threads))
            if setting.threads
            else word(msg_in("in short", "default thr")),
            "hint": setting.hint or default,
            "mode": word(msg_in("in short", "sync"))
            if setting.mode == "sync"
            else word(msg_in("in short", "async")),
            "state": word(msg_in("in short", "keep"))
            if setting.state == "keep"
            else word(msg_in("in short", "reset")),
            "disturbance": word(msg_in("in short", "quiet"))
            if setting.disturbance == "none"
            else of(msg_in("in short", "{disturbance}"), disturbance=setting.disturbance),
        }
        return made[field]

    # Names of cells

    def compose(self, words: tuple[tuple[str, str], ...]) -> str:
        """Pieces, each a field and its word, as one name that may begin a line."""
        comma = self.locale.word(msg_in("between words of a name", ", "))
        return self.locale.beginning(comma.join(word for _, word in self._contracted(words)))

    def phrase(self, words: tuple[tuple[str, str], ...]) -> str:
        """Pieces as a noun phrase inside a sentence: "batch 1 with four requests on two streams"."""
        if len(words) == 1:
            return self._alone(*words[0])
        (field, text), *others = self._contracted(words)
        if field == "disturbance":
            undisturbed = text == self.locale.word(msg_in("in a name", "undisturbed"))
            first = (
                msg_in("first of several", "the undisturbed configuration")
                if undisturbed
                else msg_in("first of several", "the configuration {word}")
            )
            text = self._of(first, word=text)
        else:
            text = self._articled(field, text)
        for field, word in others:
            frame = {
                "requests": msg_in("name in a sentence", "{before} with {word}"),
                "streams": msg_in("name in a sentence", "{before} on {word}"),
                "disturbance": msg_in("name in a sentence", "{before} {word}"),
            }.get(field, msg_in("name in a sentence", "{before}, {word}"))
            text = self._of(frame, before=text, word=word)
        return text

    def _alone(self, field: str, word: str) -> str:
        """A piece that is no noun by itself with one: "the undisturbed setting", "the latency hint"."""
        if field == "disturbance":
            undisturbed = word == self.locale.word(msg_in("in a name", "undisturbed"))
            alone = (
                msg_in("alone", "the undisturbed configuration", also="word")
                if undisturbed
                else msg_in("alone", "the configuration {word}")
            )
            return self._of(alone, word=word)
        calling = msg_in("alone", "{word} calling")
        return self._of(calling, word=word) if field == "mode" else self._articled(field, word)

    def _articled(self, field: str, word: str) -> str:
        """A piece that a noun phrase begins with, with its article: "the GPU", "the f32 file"."""
        as_stored = word == self.locale.word(msg_in("in a name", "file as stored"))
        none = word == self.locale.word(HINTS["none"])
        if word == self.locale.word(msg_in("in a name", "installed OpenVINO")):
            return self.locale.word(msg_in("a level", "the installed OpenVINO"))
        noun = field in {"hint", "storage", "state"} and not as_stored and not none
        if noun or (field == "device" and word in ARTICLED):
            return self._of(msg_in("alone", "the {word}"), word=word)
        return word

    def _contracted(self, words: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
        """Automatic streams and automatic requests as one piece."""
        requests = self.locale.word(msg_in("in a name", "automatic requests"))
        streams = self.locale.word(msg_in("in a name", "automatic streams"))
        if not {("requests", requests), ("streams", streams)} <= set(words):
            return words
        both = self.locale.word(msg_in("in a name", "automatic streams and requests"))
        kept = (pair for pair in words if pair[0] != "streams")
        return tuple(("requests", both) if field == "requests" else (field, word) for field, word in kept)

    # Levels and factors

    def factor(self, name: str) -> str:
        """A factor's name in running text."""
        return self.locale.word(FACTORS[name]) if name in FACTORS else name

    def level(self, factor: Factor, label: str) -> Noun:
        """A level as a noun phrase."""
        field, fill, unset = field_of(factor), self.locale.fill, label.lower() in UNSET
        if field == "property":
            return Noun((name(f"{factor.name}={label}"),))
        if unset and field == "batch":
            return Noun(fill(msg_in("a level", "the batch as exported")))
        if unset and field in COUNTED_FIELDS:
            default = {
                "requests": msg_in("a level", "the default number of requests"),
                "streams": msg_in("a level", "the default number of streams"),
                "threads": msg_in("a level", "the default number of threads"),
            }
            return Noun(fill(default[field]), plural=True)
        if unset and field not in {"disturbance", "bundle", "hint"}:
            return Noun(fill(msg_in("a level", "the default {what}"), what=self.factor(field)))
        if field in COUNTED_FIELDS:
            return Noun(spans(self._counted_level(field, label)), plural=label != "1")
        return self._labelled(label) if field == "bundle" else Noun(self._level(field, label))

    def _counted_level(self, field: str, label: str) -> str:
        if field == "streams":
            return self._streams(label)
        if field == "threads":
            return self._threads(label)
        words = msgs_in("a level", "{n} request in flight", "{n} requests in flight")
        automatic = msg_in("a level", "automatic requests in flight")
        return self._amount(label, words, automatic, automatic)

    def _level(self, field: str, label: str) -> Text:
        fill, level = self.locale.fill, name(self.locale.precision(label))
        if field == "device":
            articled = msg_in("a level", "the {device}")
            return fill(articled, device=name(label)) if label in ARTICLED else (name(label),)
        if field == "openvino":
            here = msg_in("a level", "the installed OpenVINO")
            return fill(here) if label == INSTALLED else (name(f"OpenVINO {label}"),)
        if field == "batch":
            return fill(msg_in("a level", "batch {n}"), n=label)
        if field == "storage":
            return fill(msg_in("a level", "an {level} file"), level=level)
        if field == "hint":
            known = LEVELS_OF_HINT.get(label)
            return fill(msg_in("a hint", "the {label} hint"), label=label) if known is None else fill(known)
        if field == "mode":
            synchronous = msg_in("a level", "synchronous calling")
            return fill(synchronous if label == "sync" else msg_in("a level", "asynchronous calling"))
        if field == "state":
            kept = msg_in("a level", "a kept state")
            return fill(kept if label == "keep" else msg_in("a level", "a state reset for each request"))
        if field == "disturbance":
            return spans(self.disturbance(label))
        return (level if field == "precision" else name(label),)

    def disturbance(self, value: str) -> str:
        """What runs beside the measurement."""
        if value.startswith(COMMAND):
            command = value.removeprefix(COMMAND).strip()
            return self._of(msg_in("a disturbance", "“{command}” running beside it"), command=command)
        return self.locale.word(DISTURBANCES[value]) if value in DISTURBANCES else value

    def _labelled(self, label: str) -> Noun:
        """An author's label: quoted where it would not read as a piece of the sentence."""
        if self.locale.language.han:
            plain = label.isascii() and " " not in label and "," not in label
            foreign = sum(not letter.isascii() for letter in label)
            plain |= 0 < foreign <= SHORT_LABEL and not set(label) & set(",，、()（）")
            return Noun((name(label),) if plain else self.quoted(label))
        first = label.split(" ")[0].lower()
        ours = first in self.locale.openers or first.isdecimal()
        if ours and " " in label and "," not in label and "_" not in label:
            counted = first in self.locale.counts or first.isdecimal()
            one = first in {self.locale.digits(1), "1"}
            return Noun((name(label),), plural=not one if counted else label[-1] == "s")
        if " " not in label and label.upper() == label:
            return Noun((name(label),))
        return Noun(self.quoted(label))

    def quoted(self, label: str) -> Text:
        """An author's word in quotation marks."""
        return self.locale.fill(msg_in("an author’s word", "“{label}”"), label=name(label))

    def condition(self, factor: Factor, label: str) -> Text:
        """A level as the circumstance of something else: "with one request"."""
        field, level = field_of(factor), self.level(factor, label).words
        if field == "requests" and label.lower() not in UNSET:
            level = spans(self.requests(label))
        if field == "device" and label.lower() not in UNSET:
            articled, bare = (
                msg_in("a circumstance", "on the {device}"),
                msg_in("a circumstance", "on {device}"),
            )
            return self.locale.fill(articled if label in ARTICLED else bare, device=name(label))
        if field == "disturbance" and label == "none":
            return self.locale.fill(msg_in("a circumstance", "undisturbed"))
        if field == "storage" and label.lower() not in UNSET:
            with_file = msg_in("a circumstance", "with {file}", also="level")
            return self.locale.fill(with_file, file=level, level=name(self.locale.precision(label)))
        frame = {
            "batch": msg_in("a circumstance", "at {batch}"),
            "precision": msg_in("a circumstance", "in {precision}"),
            "device": msg_in("a circumstance", "on {device}"),
            "model": msg_in("a circumstance", "for {model}"),
            "requests": msg_in("a circumstance", "with {requests}"),
            "disturbance": msg_in("a circumstance", "with {disturbance}"),
            "bundle": msg_in("a circumstance", "with {label}"),
        }.get(field, msg_in("a circumstance", "with {level}"))
        gap = field if f"{{{field}}}" in frame.id else "label" if field == "bundle" else "level"
        return self.locale.fill(frame, **{gap: level})

    # What throughput counts

    def counted(self, counts: str, unit: str) -> Counted:
        """What throughput counts: `image`, `request`, `sample`, or the author's `unit` (`one/many`)."""
        if counts in COUNTED:
            one, many, amount, brief, rate = (self.locale.word(each) for each in COUNTED[counts])
            return Counted(one=one, many=many, amount=amount, brief=brief, rate=rate)
        noun, _, many = unit.partition("/")
        if (
            self.locale.language.han
        ):  # one character (帧, 句) follows a number by itself, a longer word after 个
            amount = noun if len(unit) == 1 else f"个{noun}"
            brief = noun if len(unit) == 1 else "个"
            return Counted(one=amount, many=noun, amount=amount, brief=brief, rate=f"{noun}/秒")
        many = many or plural(noun)
        return Counted(one=noun, many=many, amount=many, brief=many, rate=f"{many}/s")


def is_plural(words: Iterable[tuple[str, str]], setting: Setting) -> bool:
    """Whether a verb after a name stands in the plural: "two threads lead"."""
    field, _ = next(iter(words), ("", ""))
    if field not in COUNTED_FIELDS or (field == "requests" and setting.mode == "sync"):
        return False
    return str(getattr(setting, field)) != "1"
