"""What a language calls the things that throughput counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ovreport.language.messages import Message, msg_in


@dataclass(frozen=True, kw_only=True)
class Counted:
    """Words for the things that throughput counts.

    Attributes:
        one: After "per": `image`; `张图片` after 每.
        many: Alone: `images`, `图片`.
        amount: After a number: `images`, `张图片`.
        brief: The same where it is known what they are: `images`, `张`.
        rate: The unit of throughput: `FPS`, `requests/s`, `次/秒`.
    """

    one: str
    many: str
    amount: str
    brief: str
    rate: str


COUNTED: Mapping[str, tuple[Message, Message, Message, Message, Message]] = {
    "image": (
        msg_in("counted, after per", "image"),
        msg_in("counted, alone", "images"),
        msg_in("counted, after a number", "images"),
        msg_in("counted, known what", "images"),
        msg_in("counted, a rate", "FPS"),
    ),
    "request": (
        msg_in("counted, after per", "request"),
        msg_in("counted, alone", "requests"),
        msg_in("counted, after a number", "requests"),
        msg_in("counted, known what", "requests"),
        msg_in("counted, a rate", "requests/s"),
    ),
    "sample": (
        msg_in("counted, after per", "sample"),
        msg_in("counted, alone", "samples"),
        msg_in("counted, after a number", "samples"),
        msg_in("counted, known what", "samples"),
        msg_in("counted, a rate", "samples/s"),
    ),
}


def plural(noun: str) -> str:
    """The plural in English; an author of another language writes `one/many`."""
    if noun.endswith(("s", "x", "ch", "sh")):
        return f"{noun}es"
    return f"{noun[:-1]}ies" if noun.endswith("y") and noun[-2:-1] not in tuple("aeiou") else f"{noun}s"
