"""Every claim and every caveat can be said in every language."""

from __future__ import annotations

import pytest

from ovreport.analysis.caveats import KINDS
from ovreport.claims.caveats import WORDS
from ovreport.language.locale import Gap, Locale
from ovreport.language.messages import Message
from ovreport.language.spans import Text, name, plain
from tests.claims.samples.caveats import CAVEATS


def test_every_reason_to_distrust_has_words_and_a_sample() -> None:
    assert list(KINDS) == list(dict.fromkeys(type(caveat) for caveat in CAVEATS))
    assert WORDS.keys() == set(KINDS)


def fill(template: str, **pieces: Gap) -> Text:
    return Locale("zh-Hans").fill(Message(template), **pieces)


@pytest.mark.parametrize(
    ("inner", "expected"),
    [
        ("FP16、4 路并发", "看“FP16、4 路并发”吧"),
        ("“第一次”", "看“第一次”吧"),
        ("“第一次”、“第二次”", "看“‘第一次’、‘第二次’”吧"),
        ("batch=1、“第一次”", "看“batch=1、‘第一次’”吧"),
    ],
)
def test_chinese_puts_one_pair_of_quotation_marks_around_a_name(inner: str, expected: str) -> None:
    assert plain(fill("看“{it}”吧", it=name(inner))) == expected


def test_chinese_does_not_quote_a_label_twice() -> None:
    label = fill("“{label}”", label=name("AUTO, four"))
    assert plain(fill("看“{it}”吧", it=label)) == "看“AUTO, four”吧"
    assert plain(fill("看{it}吧", it=name("“第一次”"))) == "看“第一次”吧"
