"""What levels, circumstances and whole settings are called, down to the rare ones."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from ovreport.analysis.results import CellResult, Status
from ovreport.claims import setting_sentence
from ovreport.language.locale import Locale
from ovreport.language.spans import Span, plain, quote
from ovreport.naming import (
    cell_name,
    cell_phrase,
    condition,
    factor_name,
    level_noun,
    name_within,
    short_name,
)
from ovreport.plan import Plan
from ovreport.records import InForce
from tests.claims.handmade import granted, ordinary
from tests.simulated_plans import BASE, MOBILENET, Levels, cell_with, make_plan

GIVEN = granted(streams=2, requests=4, advised_requests=4)
BOTH = ("en", "zh-Hans")


def one_factor(factor: str, levels: Levels) -> Plan:
    return make_plan(factors={factor: levels})


def level(factor: str, levels: Levels, label: str, language: str) -> str:
    return ordinary(plain(level_noun(one_factor(factor, levels), factor, label, language).words))


def circumstance(factor: str, levels: Levels, label: str, language: str) -> str:
    return ordinary(plain(condition(one_factor(factor, levels), factor, label, language)))


@pytest.mark.parametrize(
    ("factor", "label", "english", "chinese"),
    [
        ("requests", "1", "one request in flight", "单路推理"),
        ("requests", "16", "16 requests in flight", "16 路并发"),
        ("requests", "auto", "automatic requests in flight", "自动并发数"),
        ("requests", "unset", "the default number of requests", "默认推理并发数"),
        ("streams", "2", "two streams", "2 个 stream"),
        ("streams", "auto", "automatic streams", "自动 stream"),
        ("streams", "None", "the default number of streams", "默认 stream 数"),
        ("threads", "1", "one thread", "1 线程"),
        ("threads", "None", "the default number of threads", "默认线程数"),
        ("precision", "bf16", "bf16", "BF16"),
        ("precision", "None", "the default inference precision", "默认推理精度"),
        ("storage", "f16", "an f16 file", "FP16 模型文件"),
        ("device", "GPU", "the GPU", "GPU"),
        ("device", "GPU.1", "GPU.1", "GPU.1"),
        ("device", "AUTO", "AUTO", "AUTO"),
        ("batch", "3", "batch 3", "batch=3"),
        ("hint", "none", "no hint", "不用 hint"),
        ("hint", "throughput", "the throughput hint", "THROUGHPUT hint"),
        ("mode", "sync", "synchronous calling", "同步推理"),
        ("mode", "async", "asynchronous calling", "异步推理"),
        ("disturbance", "none", "no disturbance", "无干扰"),
        ("disturbance", "memory", "another program busy in memory", "其他程序频繁读写内存"),
        ("disturbance", "command: glmark2", "“glmark2” running beside it", "同时运行“glmark2”"),
        ("CACHE_MODE", "OPTIMIZE_SPEED", "CACHE_MODE=OPTIMIZE_SPEED", "CACHE_MODE=OPTIMIZE_SPEED"),
    ],
)
def test_a_level_is_called_what_a_reader_would_call_it(
    factor: str, label: str, english: str, chinese: str
) -> None:
    told = tuple(level(factor, ["1", label], label, language) for language in BOTH)
    assert told == (english, chinese)


@pytest.mark.parametrize(
    ("factor", "label", "english", "chinese"),
    [
        ("requests", "4", "with four requests", "4 路并发时"),
        ("requests", "auto", "with automatic requests", "自动并发数时"),
        ("requests", "unset", "with the default number of requests", "默认推理并发数时"),
        ("batch", "3", "at batch 3", "batch=3时"),
        ("precision", "f16", "in f16", "FP16下"),
        ("device", "GPU", "on the GPU", "GPU上"),
        ("device", "AUTO", "on AUTO", "AUTO上"),
        ("model", "yolo", "for yolo", "yolo上"),
        ("disturbance", "none", "undisturbed", "无干扰时"),
        ("disturbance", "cpu", "with another program keeping a core busy", "其他程序占满一个核时"),
        ("mode", "sync", "with synchronous calling", "同步推理下"),
        ("threads", "2", "with two threads", "2 线程下"),
    ],
)
def test_a_level_is_a_circumstance_of_other_comparisons(
    factor: str, label: str, english: str, chinese: str
) -> None:
    levels = [MOBILENET, replace(MOBILENET, name="yolo")] if factor == "model" else ["1", label]
    told = tuple(circumstance(factor, levels, label, language).replace(" ", "") for language in BOTH)
    assert told == (english.replace(" ", ""), chinese.replace(" ", ""))


@pytest.mark.parametrize(
    ("label", "english", "plural", "chinese"),
    [
        ("one request", "one request", False, "“one request”"),
        ("four requests", "four requests", True, "“four requests”"),
        ("12 requests", "12 requests", True, "“12 requests”"),
        ("1 request", "1 request", False, "“1 request”"),
        ("automatic streams", "automatic streams", True, "“automatic streams”"),
        ("default stream", "default stream", False, "“default stream”"),
        ("AUTO", "AUTO", False, "AUTO"),
        ("AUTO, four", "“AUTO, four”", False, "“AUTO, four”"),
        ("fast", "“fast”", False, "fast"),
        ("单路", "单路", False, "单路"),
        ("两个流，四路并发推理", "两个流，四路并发推理", False, "“两个流，四路并发推理”"),
    ],
)
def test_an_authors_label_is_quoted_where_it_does_not_read_as_a_word_of_the_sentence(
    label: str, english: str, plural: bool, chinese: str
) -> None:
    plan = one_factor("way", {"first": {"requests": 1}, label: {"requests": 4}})
    noun = level_noun(plan, "way", label, "en")
    assert (plain(noun.words), noun.plural) == (english, plural)
    assert plain(level_noun(plan, "way", label, "zh-Hans").words) == chinese


UNLIKE: list[tuple[str, Levels, tuple[str, str], tuple[str, str]]] = [
    ("precision", ["f32", None], ("f32", "default precision"), ("FP32", "默认精度")),
    ("storage", ["f16", None], ("f16 file", "file as stored"), ("FP16 文件", "文件原样")),
    ("requests", ["auto", 16], ("automatic requests", "16 requests"), ("自动并发数", "16 路并发")),
    ("streams", ["auto", None], ("automatic streams", "default streams"), ("自动 stream", "默认 stream")),
    ("threads", [2, None], ("two threads", "default threads"), ("2 线程", "默认线程数")),
    ("hint", ["latency", None], ("latency hint", "default hint"), ("LATENCY hint", "默认 hint")),
    ("mode", ["sync", "async"], ("synchronous", "asynchronous"), ("同步", "异步")),
    (
        "disturbance",
        ["none", "cpu"],
        ("undisturbed", "with another program keeping a core busy"),
        ("无干扰", "其他程序占满一个核"),
    ),
    ("CACHE_MODE", ["SPEED", "SIZE"], ("CACHE_MODE=SPEED", "CACHE_MODE=SIZE"), ("CACHE_MODE=SPEED",) * 2),
]


@pytest.mark.parametrize("unlike", UNLIKE, ids=lambda unlike: str(unlike[0]))
def test_a_setting_is_named_by_what_it_does_not_share(
    unlike: tuple[str, Levels, tuple[str, str], tuple[str, str]],
) -> None:
    factor, levels, english, chinese = unlike
    plan = one_factor(factor, levels)
    told = [cell_name(cell, plan, "en").lower() for cell in plan.cells]
    assert told == [words.lower() for words in english]
    assert cell_name(plan.cells[0], plan, "zh-Hans") == chinese[0]
    if factor != "CACHE_MODE":
        assert cell_name(plan.cells[1], plan, "zh-Hans") == chinese[1]


@pytest.mark.parametrize(
    ("factor", "levels", "english", "chinese"),
    [
        ("precision", ["f32", None], ("f32", "default"), ("FP32", "默认")),
        ("storage", ["f16", None], ("f16 file", "stored file"), ("FP16 文件", "原文件")),
        ("requests", ["auto", 4], ("auto req", "4 req"), ("自动并发", "4 路")),
        ("streams", ["auto", None], ("auto str", "default str"), ("自动 stream", "默认 stream")),
        ("threads", [2, None], ("2 thr", "default thr"), ("2 线程", "默认线程数")),
        ("hint", ["latency", None], ("latency", "default"), ("latency", "默认")),
        ("mode", ["sync", "async"], ("sync", "async"), ("同步", "异步")),
        ("disturbance", ["none", "cpu"], ("quiet", "cpu"), ("无干扰", "有干扰")),
        ("CACHE_MODE", ["SPEED", "SIZE"], ("SPEED", "SIZE"), ("SPEED", "SIZE")),
    ],
)
def test_a_narrow_picture_gets_a_name_of_few_characters(
    factor: str, levels: list[Any], english: tuple[str, ...], chinese: tuple[str, ...]
) -> None:
    plan = one_factor(factor, levels)
    for language, expected in zip(BOTH, (english, chinese), strict=True):
        assert tuple(short_name(cell, plan, language) for cell in plan.cells) == expected


@pytest.mark.parametrize(("language", "expected"), [("en", "auto"), ("zh-Hans", "自动并发")])
def test_automatic_streams_and_requests_are_one_piece_of_a_name(language: str, expected: str) -> None:
    plan = make_plan(factors={"streams": ["auto", 1], "requests": ["auto", 1]})
    cell = cell_with(plan, streams="auto", requests="auto")
    words = {"en": "Automatic streams and requests", "zh-Hans": "自动并发"}
    assert cell_name(cell, plan, language) == words[language]
    assert expected in cell_phrase(cell, plan, language).lower()


@pytest.mark.parametrize(
    ("levels", "english", "chinese"),
    [
        ({"requests": "4", "streams": "2"}, "batch 3 with four requests on two streams", "、4 路并发、2 个"),
        ({"requests": "1", "streams": "2"}, "batch 3 with one request on two streams", "、单路推理、2 个"),
    ],
)
def test_in_a_sentence_requests_run_with_a_batch_on_streams(
    levels: dict[str, str], english: str, chinese: str
) -> None:
    plan = make_plan(factors={"batch": [1, 3], "requests": [1, 4], "streams": [1, 2]})
    cell = cell_with(plan, batch=3, **levels)
    assert cell_phrase(cell, plan, "en") == english
    assert chinese in cell_phrase(cell, plan, "zh-Hans")


@pytest.mark.parametrize(
    ("language", "expected"), [("en", "batch 1 with another program"), ("zh-Hans", "batch=1、其他程序")]
)
def test_in_a_sentence_a_disturbance_follows_what_it_disturbs(language: str, expected: str) -> None:
    plan = make_plan(factors={"batch": [1, 3], "disturbance": ["none", "cpu"]})
    cell = cell_with(plan, batch=1, disturbance="cpu")
    assert cell_phrase(cell, plan, language).startswith(expected)


@pytest.mark.parametrize(("language", "expected"), [("en", "One request at a time"), ("zh-Hans", "同步单路")])
def test_synchronous_calling_has_one_request_at_a_time(language: str, expected: str) -> None:
    plan = make_plan(factors={"way": {"sync": {"mode": "sync"}, "async": {"requests": 4}}})
    assert cell_name(plan.cells[0], plan, language).startswith(expected)


@pytest.mark.parametrize(
    ("language", "expected"), [("en", "CPU, batch 1, one request"), ("zh-Hans", "CPU，batch=1，单路推理")]
)
def test_a_setting_with_nothing_to_be_told_from_is_named_by_device_batch_and_requests(
    language: str, expected: str
) -> None:
    plan = make_plan(factors={"batch": [1]})
    assert cell_name(plan.cells[0], plan, language) == expected


@pytest.mark.parametrize("language", BOTH)
def test_settings_that_are_alike_are_told_apart_by_their_labels(language: str) -> None:
    plan = make_plan(factors={"label": ["fresh", "again"]})
    told = [cell_name(cell, plan, language) for cell in plan.cells]
    assert [words.lower() for words in told] == ["fresh", "again"]
    assert [cell_phrase(cell, plan, language) for cell in plan.cells] == ["“fresh”", "“again”"]


@pytest.mark.parametrize("language", BOTH)
def test_a_name_under_a_heading_stays_whole_where_nothing_would_be_left(language: str) -> None:
    plan = make_plan(factors={"batch": [1, 3]})
    for cell in plan.cells:
        assert name_within(cell, plan, language, "batch") == cell_name(cell, plan, language)


@pytest.mark.parametrize(
    ("factor", "english", "chinese"),
    [
        ("hint", "performance hint", "性能提示（hint）"),
        ("way of working", "way of working", "way of working"),
    ],
)
def test_a_factor_has_our_name_or_its_authors(factor: str, english: str, chinese: str) -> None:
    plan = make_plan(factors={"batch": [1, 3]})
    assert tuple(factor_name(factor, plan, language) for language in BOTH) == (english, chinese)


def asked_for(given: InForce | None, language: str, **changes: Any) -> str:
    plan = make_plan(factors={"batch": [1]}, base=replace(BASE, **changes))
    result = CellResult(cell=plan.cells[0], status=Status.MEASURED, in_force=given)
    return ordinary(plain(setting_sentence(result, language)))


@pytest.mark.parametrize(
    ("changes", "english", "chinese"),
    [
        ({"precision": None, "storage": None}, "CPU, batch 1, one stream", "CPU，batch=1，1 个 stream"),
        ({"streams": None}, "streams left to OpenVINO", "stream 数由 OpenVINO 决定"),
        ({"requests": "auto"}, "the advised number of requests", "并发数按 OpenVINO 建议"),
        ({"mode": "sync", "requests": "auto"}, "one request at a time", "同步单路"),
        ({"threads": 2}, "two threads", "2 线程"),
        ({"hint": "cumulative_throughput"}, "the cumulative-throughput hint", "CUMULATIVE_THROUGHPUT hint"),
        ({"properties": (("CACHE_MODE", "SIZE"),)}, "CACHE_MODE=SIZE", "CACHE_MODE=SIZE"),
        ({"disturbance": "command: stress"}, "with “stress” running beside it", "同时运行“stress”"),
    ],
)
def test_what_was_asked_for_is_told_in_full(changes: dict[str, Any], english: str, chinese: str) -> None:
    told = [asked_for(None, language, **changes) for language in BOTH]
    assert english in told[0]
    assert chinese in told[1]
    assert "In force" not in told[0]
    assert "实际生效" not in told[1]


@pytest.mark.parametrize(
    ("language", "head"), [("en", "Published configuration: CPU"), ("zh-Hans", "公布的配置：CPU")]
)
def test_a_setting_that_is_only_printed_somewhere_was_not_asked_for(language: str, head: str) -> None:
    result = CellResult(cell=make_plan(factors={"batch": [1]}).cells[0], status=Status.PUBLISHED)
    assert plain(setting_sentence(result, language)).startswith(head)


@pytest.mark.parametrize(
    ("given", "english", "chinese"),
    [
        (
            {"devices": ("GPU.0", "CPU")},
            "GPU.0, CPU, f32, two streams, four requests",
            "GPU.0、CPU，FP32，2 个 stream，4 路",
        ),
        ({"devices": ()}, "In force: f32, two streams", "实际生效：FP32，2 个 stream"),
        ({"precision": "bf16", "emulated": True}, "bf16 (emulated)", "BF16（模拟执行）"),
        ({"precision": None}, "In force: CPU, two streams", "实际生效：CPU，2 个 stream"),
        ({"streams": None}, "CPU, f32, four requests in flight", "CPU，FP32，4 路并发"),
        ({"threads": None}, "four requests in flight.", "4 路并发。"),
    ],
)
def test_what_is_in_force_is_told_as_far_as_the_device_tells(
    given: dict[str, Any], english: str, chinese: str
) -> None:
    told = [asked_for(replace(GIVEN, **given), language) for language in BOTH]
    assert english in told[0]
    assert chinese in told[1]


def test_a_sentence_does_not_capitalize_what_a_source_said() -> None:
    assert Locale("en").capital((quote("doubles"), Span(text=" it says"))) == (
        quote("doubles"),
        Span(text=" it says"),
    )


def test_a_chinese_sentence_has_no_capitals() -> None:
    assert Locale("zh-Hans").capital((Span(text="batch=1"),)) == (Span(text="batch=1"),)
