"""Sentences with gaps, written in English where they are decided; catalogues hold them in other languages.

`msg`, `msg_in` and `msgs` mark a sentence for the extractor of `tests.language`; it is translated
where its gaps are filled, by `Locale`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence, or a piece of one, with `{gaps}`.

    Attributes:
        id: English, for one of something where there is a `plural`.
        plural: English, for more of it.
        context: Tells apart what is one word in English and several elsewhere.
        number: Which of the forms is meant.
    """

    id: str
    plural: str = ""
    context: str = ""
    number: int = 1

    def of(self, number: int) -> Message:
        """The form that goes with a number."""
        return replace(self, number=number)


def msg(text: str, *, also: str = "") -> Message:  # noqa: ARG001 - read by the test of the catalogues
    """A message. `also` names gaps that are filled as well, for languages that need them: `"n all"`."""
    return Message(text)


def msg_in(context: str, text: str, *, also: str = "") -> Message:  # noqa: ARG001 - as above
    """A message that another context translates otherwise."""
    return Message(text, context=context)


def msgs(one: str, many: str, *, also: str = "") -> Message:  # noqa: ARG001 - as above
    """A message for one of something and for more; `of` says which."""
    return Message(one, plural=many)


def msgs_in(context: str, one: str, many: str) -> Message:
    """A message with a plural that another context translates otherwise."""
    return Message(one, plural=many, context=context)
