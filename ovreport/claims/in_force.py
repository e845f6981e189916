"""What a configuration asked for, and what is in force, in sentences."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from ovreport.analysis import mismatches
from ovreport.analysis.results import CellResult, Status
from ovreport.language.locale import Gap, Locale
from ovreport.language.messages import Message, msg, msg_in, msgs_in
from ovreport.language.spans import Piece, Text, name, spans
from ovreport.naming import LEVELS_OF_HINT, Names, asked_shapes, names, told_batch, told_by_setting
from ovreport.plan import INSTALLED
from ovreport.records import InForce

COMMA = msg_in("between what is in force", ", ")
STREAMS = msgs_in("in a name", "{n} stream", "{n} streams")
ARITHMETIC: Mapping[str, Message] = {
    "convolution": msg("convolutions"),
    "matmul": msg("matrix products"),
    "recurrent": msg("recurrent layers"),
}
"""Layers that do the arithmetic."""


def setting_sentence(result: CellResult, language: str) -> Text:
    """What was asked for and what is in force: "Asked for: ... In force: ..."."""
    words = names(language)
    locale = words.locale
    head = (
        msg("Published configuration: {words}.")
        if result.status is Status.PUBLISHED
        else msg("Asked for: {words}.")
    )
    asked = locale.fill(head, words=locale.joined(_asked(words, result), COMMA))
    if result.in_force is None:
        return asked
    given = locale.joined(_given(words, result, result.in_force), COMMA)
    return locale.together(asked, locale.fill(msg("In force: {given}."), given=given))


def _asked(words: Names, result: CellResult) -> list[Piece]:
    setting, locale = result.cell.setting, words.locale
    told: list[Piece] = [name(setting.device), *_batch(locale, result)]
    told += [
        name(f"{tensor or locale.word(msg_in('a tensor', 'input'))} {shape}")
        for tensor, shape in asked_shapes(setting)
    ]
    if setting.openvino != INSTALLED:
        told.append(name(words.word("openvino", setting)))
    if setting.precision:
        told.append(name(locale.precision(setting.precision)))
    if setting.storage:
        told.append(words.word("storage", setting))
    told.append(
        words.word("streams", setting) if setting.streams else locale.word(msg("streams left to OpenVINO"))
    )
    advised = setting.requests == "auto" and setting.mode == "async"
    told.append(
        locale.word(msg("the advised number of requests")) if advised else words.word("requests", setting)
    )
    if setting.threads:
        told.append(words.word("threads", setting))
    if setting.hint:
        told.append(locale.word(LEVELS_OF_HINT[setting.hint]))
    told += [name(f"{key}={value}") for key, value in setting.properties]
    told += [locale.fill(msg("{input} as given"), input=name(feed.input)) for feed in setting.inputs]
    if setting.state == "keep":
        told.append(words.word("state", setting))
    if setting.disturbance != "none":
        told.append(words.word("disturbance", setting))
    return told


def _batch(locale: Locale, result: CellResult) -> list[Piece]:
    """What was asked for, or what the model was exported with, as far as that is known.

    Empty where shapes were asked for and nothing tells of a batch in them.
    """
    setting, batch = result.cell.setting, str(result.batch)
    if told_batch(setting) is None and asked_shapes(setting) and result.batch == 1:
        return []
    if told_by_setting(setting):
        return [locale.format(msg_in("in a name", "batch {n}"), n=batch)]
    if result.batch_is_known:
        return [locale.format(msg_in("in force", "batch {n} as exported"), n=batch)]
    return [locale.word(msg_in("in force", "batch as exported"))]


def _given(words: Names, result: CellResult, given: InForce) -> list[Piece]:
    locale, setting = words.locale, result.cell.setting
    told = _devices(locale, given, result.emulating) + _computed(locale, given)
    if result.openvino_version:
        told.append(name(f"OpenVINO {result.openvino_version}"))
    if given.streams is not None:
        told.append(_counted(locale, given.streams, STREAMS))
    requests = msgs_in("a level", "{n} request in flight", "{n} requests in flight")
    told.append(_counted(locale, given.requests, requests))
    if given.threads is not None:
        told.append(_counted(locale, given.threads, msgs_in("in a name", "{n} thread", "{n} threads")))
    for key, _ in setting.properties:
        found = mismatches.told(given, key)
        told.append(
            locale.format(msg("the device does not tell {key}"), key=key)
            if found is None
            else name(f"{key}={found}")
        )
    return told


def _counted(locale: Locale, number: int, words: Message) -> str:
    return locale.format(words.of(number), n=locale.digits(number))


def _devices(locale: Locale, given: InForce, emulating: Collection[str]) -> list[Piece]:
    """The devices, each with its own precision and streams where they do not agree."""
    comma = msg_in("between devices", ", ")
    precisions, streams = (
        dict(mismatches.beneath(given, key)) if agreed is None else {}
        for key, agreed in (("INFERENCE_PRECISION_HINT", given.precision), ("NUM_STREAMS", given.streams))
    )
    if not precisions and not streams:
        return [name(locale.word(comma).join(given.devices))] if given.devices else []
    told: list[Piece] = []
    for device in given.devices:
        own: list[Piece] = []
        if device in precisions:
            own.append(_precision(locale, precisions[device], emulated=device in emulating))
        if streams.get(device, "").isdecimal():
            own.append(_counted(locale, int(streams[device]), STREAMS))
        what = locale.fill(msg(" ({own})"), own=locale.joined(own, comma)) if own else ()
        told.append(locale.joined([name(device), what], ""))
    return [locale.joined(told, comma)]


def _precision(locale: Locale, label: str, *, emulated: bool) -> Text:
    words = spans(locale.word(msg(" (emulated)"))) if emulated else ()
    return locale.joined([name(locale.precision(label)), words], "")


def _computed(locale: Locale, given: InForce) -> list[Piece]:
    """The precision, and which of the layers that do the arithmetic compute in INT8 instead."""
    quantised, layers = given.int8
    plainly: list[Text] = []
    if given.precision:
        plainly.append(_precision(locale, given.precision, emulated=given.emulated))
    if not quantised:
        return [*plainly]
    present = {kind for kind, *_ in given.arithmetic or ()}
    kinds = [locale.word(word) for kind, word in ARITHMETIC.items() if kind in present]
    commas, last = msg_in("between layers", ", "), msg_in("between layers", " and ")
    pieces: dict[str, Gap] = {
        "int8": name("INT8"),
        "n": str(quantised),
        "of": str(layers),
        "what": locale.joined(kinds, commas, last) if kinds else msg("layers"),
    }
    if quantised == layers:
        every, otherwise = msg("{int8} in {of} of {of} {what}"), msg("{level} otherwise")
        return [locale.fill(every, **pieces), *(locale.fill(otherwise, level=each) for each in plainly)]
    some, rest = msg("{int8} in {n} of {of} {what}"), msg("{level} in the rest")
    return [locale.fill(some, **pieces), *(locale.fill(rest, level=each) for each in plainly)]
