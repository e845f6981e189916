"""Page furniture in every language: complete, in use, and with the same gaps."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from jinja2 import nodes

from ovreport import limits, units
from ovreport.claims.claim import Report
from ovreport.language.locale import Locale
from ovreport.language.registry import LANGUAGES
from ovreport.language.spans import Span
from ovreport.plan import Plan, Words
from ovreport.records import Fact, Interval, NoiseFloor
from ovreport.render import cards, markdown, platform
from ovreport.render.pages import environment
from ovreport.render.templates import templates
from tests.language.messages import forms, translated
from tests.render.conftest import SITE, context_of

TRANSLATED = [language for language in LANGUAGES if language != "en"]


def looked_up(language: str) -> set[str]:
    """The messages that the compiled templates ask their catalogue for, in every branch."""
    made = environment(language)
    found = set()
    for file in sorted(templates().rglob("*.html")):
        for call in made.parse(file.read_text(encoding="utf-8")).find_all(nodes.Call):
            if isinstance(call.node, nodes.Name) and call.node.name in {"gettext", "ngettext"}:
                found.add(call.args[0].as_const())
    return found


@pytest.mark.parametrize("language", TRANSLATED)
def test_the_pages_find_a_translation_for_every_message_of_their_templates(language: str) -> None:
    own = translated()[language]
    asked = looked_up(language)
    assert len(asked) > 20
    assert {
        message for message in asked if (said := own.get(message)) is None or not forms(said.string)
    } == set()


def test_a_chinese_page_keeps_the_spelling_of_what_a_line_begins_with(article: Report) -> None:
    sentence = (Span(text="batch=3 时，"),)
    assert context_of(article, "zh-Hans").locale.capital(sentence) == sentence
    assert context_of(article, "en").locale.capital((Span(text="batch 3"),)) == (Span(text="Batch 3"),)


@pytest.mark.parametrize("language", list(LANGUAGES))
def test_the_method_page_exists_in_every_language(language: str) -> None:
    assert (templates() / f"method.{language}.html").is_file()


def test_the_method_pages_have_the_same_sections() -> None:
    anchors = [
        re.findall(r'id="(\w+)"', (templates() / f"method.{name}.html").read_text(encoding="utf-8"))
        for name in LANGUAGES
    ]
    assert all(each == anchors[0] for each in anchors)


def test_a_chinese_page_has_no_english_sentence_of_ours(article: Report) -> None:
    context = context_of(article, "zh-Hans")
    names = " ".join([*context.names.values(), *context.short_names.values()])
    assert not re.search(r"\b(request|requests|streams|batch \d)\b", names)


def test_sentences_are_joined_as_the_language_does() -> None:
    assert Locale("en").sentences("One.", "", "Two.") == "One. Two."
    assert Locale("zh-Hans").sentences("一。", "", "二。") == "一。二。"


def test_numbers_choose_their_form() -> None:
    assert Locale("en").plural("one round", "{number} rounds", 1) == "one round"
    assert Locale("en").plural("one round", "{number} rounds", 1200) == "1,200 rounds"
    assert Locale("zh-Hans").plural("one round", "{number} rounds", 1) == "1 轮"


def test_a_time_that_is_not_known_is_not_told() -> None:
    assert Locale("en").date(0) == ""
    assert Locale("en").moment(0) == ""


def test_a_line_break_between_chinese_characters_leaves_no_blank() -> None:
    assert "好处；FP16" in markdown.to_html("没有好处；\nFP16 的文件")
    assert "OpenVINO\n的建议值" in markdown.to_html("比 OpenVINO\n的建议值少")
    assert "结论。本页" in markdown.to_html("得出五条结论。\n本页用数据检验")
    assert "two\nlines" in markdown.to_html("two\nlines")
    assert "said”\nand" in markdown.to_html("“it is said”\nand so on")
    assert markdown.to_html("三点：\n- 一；\n- 二。").count("<li>") == 2


def test_values_of_the_platform_are_translated(article: Report) -> None:
    facts = (
        Fact(group="processor", key="smt", value="notsupported"),
        Fact(group="system", key="hypervisor", value="docker"),
        Fact(group="system", key="container", value="yes"),
        Fact(group="device", key="GPU.device_type", value="INTEGRATED"),
        Fact(group="device", key="GPU.capabilities", value="FP16"),
        Fact(group="repository", key="changed", value="no"),
        Fact(group="memory", key="total", value="25300000000", unit="bytes"),
        Fact(group="memory", key="swap", value="0", unit="bytes"),
    )
    report = replace(article, analysis=replace(article.analysis, facts=facts))
    told = dict(platform.rows(context_of(report, "zh-Hans")))
    assert (told["处理器"], told["系统"], told["代码库"]) == (
        "SMT：不支持",
        "容器：docker",
        "未提交的改动：无",
    )
    assert told["内存"].replace(units.NO_BREAK, " ") == "25.3 GB；无交换区"
    assert "INTEGRATED" not in told.get("设备", "")


@pytest.mark.parametrize(
    ("language", "row", "expected"),
    [
        ("en", "Processor", "usable: 0.5 of 2 processors by quota"),
        ("zh-Hans", "处理器", "2 个处理器中按配额可用 0.5 个"),
        ("de", "Prozessor", "0,5 von 2 Prozessoren nach Kontingent"),
    ],
)
def test_a_quota_stands_beside_the_processors_that_it_shares_out(
    article: Report, language: str, row: str, expected: str
) -> None:
    facts = (
        Fact(group="processor", key="usable_processors", value="2"),
        Fact(group="processor", key="granted_processors", value="0.5"),
    )
    report = replace(article, analysis=replace(article.analysis, facts=facts))
    assert expected in dict(platform.rows(context_of(report, language)))[row].replace(units.NO_BREAK, " ")


@pytest.mark.parametrize(
    ("network", "language", "told"),
    [
        (
            "tiny",
            "en",
            "One configuration of tiny on CPU under two names: 1.01× (0.97–1.06; 8 rounds).",
        ),
        ("", "en", "The same configuration under two names: 1.01× (0.97–1.06; 8 rounds)."),
        ("tiny", "zh-Hans", "tiny 在 CPU 上的同一个配置起两个名字：1.01×（0.97–1.06；8 轮）。"),
    ],
    ids=["in English", "of an earlier release", "in Chinese"],
)
def test_a_noise_floor_is_told_with_the_network_and_the_rounds_that_it_rests_on(
    network: str, language: str, told: str, article: Report
) -> None:
    noise = NoiseFloor(
        ratio=Interval(value=1.01, low=0.97, high=1.06),
        floor=0.06,
        rounds=8,
        measured_utc_ns=0,
        network=network,
        device="CPU",
    )
    report = replace(article, analysis=replace(article.analysis, noise=noise))
    rows = dict(platform.rows(context_of(report, language)))
    said = next(text for text in rows.values() if "1.01" in text)
    assert told in said.replace(units.GLUE, "").replace(units.NO_BREAK, " ")


def test_tags_are_said_in_the_language_of_the_index(article: Report) -> None:
    plan = article.analysis.plan
    words = tuple(replace(one, labels=(*one.labels, ("noise", "噪声"))) for one in translations(plan))
    tagged = replace(plan, article=replace(plan.article, tags=("noise",), translations=words))
    report = replace(article, analysis=replace(article.analysis, plan=tagged))
    contexts = {language: context_of(report, language) for language in LANGUAGES}
    one = cards.entry(contexts, [("article", "simulated")], [cards.measured(report)])
    (card,) = cards.cards(SITE, Locale("zh-Hans"), [one])
    assert card.tags == ("噪声",)
    assert card.filters["tag"] == ("噪声",)


def translations(plan: Plan) -> tuple[Words, ...]:
    """The author's text in every language, made up where there is none."""
    return tuple(replace(plan.article.words(language), language=language) for language in LANGUAGES)


@pytest.mark.parametrize("language", list(LANGUAGES))
def test_the_method_page_tells_every_limit_of_a_statement_with_its_number(language: str) -> None:
    tree = environment(language).parse((templates() / f"method.{language}.html").read_text(encoding="utf-8"))
    told = {
        each.attr
        for each in tree.find_all(nodes.Getattr)
        if isinstance(each.node, nodes.Name) and each.node.name == "limits"
    }
    assert told == {name for name in vars(limits) if name.isupper()}
