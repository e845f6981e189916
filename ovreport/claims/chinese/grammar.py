"""How Chinese sentences are put together."""

from __future__ import annotations

from ovreport.claims.chinese import names, text
from ovreport.claims.grammar import Grammar
from ovreport.language.spans import Text


class Chinese(Grammar):
    """Chinese grammar; see `grammar.Grammar`."""

    tag = "zh-Hans"
    gap = ""
    full_stop = "。"
    times_word = "倍"

    def spaced(self, phrase: Text) -> Text:
        """A blank wherever a Chinese and a Latin character touch."""
        return text.spaced(phrase)

    def capital(self, sentence: Text) -> Text:
        """A sentence as it is: Chinese has no capitals."""
        return sentence

    def continued(self, sentence: Text) -> Text:
        """A sentence as it is."""
        return sentence

    def digits(self, number: int) -> str:
        """A count in digits."""
        return str(number)

    def counted(self, number: int, noun: str) -> str:  # noqa: ARG002 - templates hold the measure words
        """The count alone."""
        return str(number)

    def every(self, number: int) -> str:  # noqa: ARG002 - of any number
        """`各`."""
        return "各"

    def precision(self, label: str) -> str:
        """FP16, FP32, BF16."""
        return names.precision(label)


GRAMMAR = Chinese()
