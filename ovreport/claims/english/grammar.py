"""How English sentences are put together."""

from __future__ import annotations

from ovreport.claims.english import names
from ovreport.claims.grammar import Grammar
from ovreport.language.spans import Span, Text


class English(Grammar):
    """English grammar; see `grammar.Grammar`."""

    tag = "en"
    gap = " "
    full_stop = "."
    times_word = "times"

    def spaced(self, phrase: Text) -> Text:
        """A phrase as it is: the templates hold their blanks."""
        return phrase

    def capital(self, sentence: Text) -> Text:
        """A capital first letter, unless it is somebody else's word."""
        return names.capital(sentence)

    def continued(self, sentence: Text) -> Text:
        """A small first letter, unless it is somebody else's word."""
        first, *rest = sentence
        if first.role != "text":
            return sentence
        return (Span(text=first.text[:1].lower() + first.text[1:]), *rest)

    def digits(self, number: int) -> str:
        """A small count as a word, a larger one in digits."""
        return names.digits(number)

    def counted(self, number: int, noun: str) -> str:
        """`one round`, `16 rounds`."""
        return names.counted(number, noun)

    def every(self, number: int) -> str:
        """`both`, `all`."""
        return "both" if number == 2 else "all"

    def precision(self, label: str) -> str:
        """A precision as OpenVINO spells it."""
        return label


GRAMMAR = English()
