"""What is counted has one name in all sentences of a report, and it is "images" only where it is images."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from ovreport.analysis.report import analyse
from ovreport.analysis.results import Counts
from ovreport.claims import conclude, say
from ovreport.claims.claim import Report
from ovreport.language.spans import plain
from ovreport.naming import names, rate_before
from ovreport.plan import ModelSource, Plan, Words
from tests.claims.handmade import ordinary
from tests.simulated_plans import BASE, make_plan
from tests.simulation import measure

BOTH = ("en", "zh-Hans")


@pytest.mark.parametrize(
    ("counts", "unit", "english", "chinese"),
    [
        ("image", "", ("image", "images", "FPS"), ("张图片", "图片", "FPS")),
        ("request", "", ("request", "requests", "requests/s"), ("次推理", "推理请求", "次/秒")),
        ("sample", "", ("sample", "samples", "samples/s"), ("个样本", "样本", "样本/秒")),
        ("named", "frame", ("frame", "frames", "frames/s"), ("个frame", "frame", "frame/秒")),
        ("named", "帧", ("帧", "帧s", "帧s/s"), ("帧", "帧", "帧/秒")),
        ("named", "句子", ("句子", "句子s", "句子s/s"), ("个句子", "句子", "句子/秒")),
        ("named", "query", ("query", "queries", "queries/s"), ("个query", "query", "query/秒")),
        ("named", "box", ("box", "boxes", "boxes/s"), ("个box", "box", "box/秒")),
        ("named", "index/indices", ("index", "indices", "indices/s"), ("个index", "index", "index/秒")),
    ],
)
def test_what_is_counted_is_named_as_the_language_counts(
    counts: Counts, unit: str, english: tuple[str, str, str], chinese: tuple[str, str, str]
) -> None:
    for language, expected in zip(BOTH, (english, chinese), strict=True):
        told = names(language).counted(counts, unit)
        assert (told.one, told.many, told.rate) == expected


def with_unit(plan: Plan, **units: str) -> Plan:
    words = tuple(
        Words(language=language, title="T", question="", description="", unit=unit)
        for language, unit in zip(BOTH, units.values(), strict=True)
    )
    return replace(plan, article=replace(plan.article, translations=words))


def sentences(report: Report, language: str) -> str:
    claims = [*report.conclusions, *report.further, *(c for _, every in report.commentary for c in every)]
    told = [say(claim, report.analysis, language) for claim in claims]
    return ordinary(
        "\n".join(plain(part) for said in told for part in (said.headline, said.short, said.context))
    )


@pytest.fixture(scope="module")
def frames() -> Report:
    plan = make_plan(factors={"batch": [1, 3], "requests": [1, 2, 4]}, rounds=5)
    plan = with_unit(plan, english="frame", chinese="帧")
    return conclude(analyse(plan, "bench", measure(plan)))


def test_no_sentence_speaks_of_images_where_something_else_is_counted(frames: Report) -> None:
    told = sentences(frames, "en")
    assert "frames per second" in told
    assert "frames/s" in told
    assert not re.search(r"\bimages?\b|FPS", told)


def test_no_chinese_sentence_speaks_of_images_where_something_else_is_counted(frames: Report) -> None:
    told = sentences(frames, "zh-Hans")
    assert "每秒处理的帧数" in told
    assert "帧/秒" in told
    assert not re.search(r"张|图片|FPS", told)


@pytest.mark.parametrize(
    ("location", "batch", "unit", "expected"),
    [
        ("mobilenet-ssd", 1, "", "FPS"),
        ("no-op", 1, "", "requests/s"),
        ("no-op", 3, "", "samples/s"),
        ("mobilenet-ssd", 1, "frame", "frames/s"),
    ],
)
def test_the_terminal_knows_what_is_counted_as_far_as_the_plan_tells(
    location: str, batch: int, unit: str, expected: str
) -> None:
    model = ModelSource(name="n", kind="builtin", location=location)
    plan = make_plan(factors={"batch": [batch]}, base=replace(BASE, model=model))
    assert rate_before(with_unit(plan, english=unit, chinese=unit), "en") == expected
