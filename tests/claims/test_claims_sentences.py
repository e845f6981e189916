"""Every sentence can be formed in every language, and the rarer ones say what they must."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import get_args

import pytest

from ovreport.analysis.metrics import Metric
from ovreport.analysis.results import Analysis
from ovreport.claims import say, setting_sentence
from ovreport.claims.claim import Claim
from ovreport.claims.published import effects
from ovreport.claims.startup import BreakEven
from ovreport.claims.steadiness import Drifting, Moving
from ovreport.claims.texts import ClaimText
from ovreport.claims.wordings import METRIC_WORDS
from ovreport.language.registry import LANGUAGES
from ovreport.language.spans import plain
from tests.claims.handmade import analysis, effect, granted, ordinary
from tests.claims.samples import samples
from tests.simulated_plans import make_plan, published_plan

PLAN = make_plan(factors={"batch": [1, 3], "requests": [1, 4]})
FIRST, SECOND = PLAN.cells[0].id, PLAN.cells[3].id

EVERY = samples()
"""At least one claim of every class."""


@pytest.fixture(scope="module")
def around() -> Analysis:
    return analysis(PLAN, effect(PLAN, "batch", "3", "1", 1.55, 0.81))


def broken(language: str, *, wrong: Callable[[ClaimText], object]) -> list[str]:
    """Headlines of the samples of which something is wrong."""
    told = [say(sample.claim, sample.about, language) for sample in EVERY]
    return [plain(said.headline) for said in told if wrong(said)]


def test_every_metric_has_a_word() -> None:
    assert set(METRIC_WORDS) == set(get_args(Metric))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_can_be_formed(language: str) -> None:
    def is_unformed(said: ClaimText) -> bool:
        text = plain(said.headline) + plain(said.short) + plain(said.context)
        return not (said.headline and said.short) or bool(re.search(r"[{}]|\bnan\b|  ", text))

    assert broken(language, wrong=is_unformed) == []


def test_chinese_uses_full_width_punctuation() -> None:
    foreign = {"name", "quote"}

    def is_mixed(said: ClaimText) -> object:
        ours = "。".join(
            "".join("，" if part.role in foreign else part.text for part in sentence)
            for sentence in (said.headline, said.short, said.context)
        )
        return re.search(
            r"[\u4e00-\u9fff] ?[,:;()!?]|[,;!?] ?[\u4e00-\u9fff]|"
            r"[\u4e00-\u9fff][A-Za-z0-9]|[A-Za-z0-9][\u4e00-\u9fff]",
            ours,
        )

    assert broken("zh-Hans", wrong=is_mixed) == []


def test_english_has_no_filler_and_no_exclamation() -> None:
    def has_filler(said: ClaimText) -> object:
        filler = r"!|significant|interestingly|worth noting|iteration"
        return re.search(filler, plain(said.headline) + plain(said.context), re.IGNORECASE)

    assert broken("en", wrong=has_filler) == []


def test_the_break_even_is_a_round_number() -> None:
    sample = next(each for each in EVERY if isinstance(each.claim, BreakEven))
    said = say(sample.claim, sample.about, "en")
    assert "about 1,300 images" in ordinary(plain(said.headline))


def test_a_setting_is_told_as_asked_for_and_as_in_force() -> None:
    plan = make_plan(factors={"streams": ["auto", 1]})
    given = granted(streams=2, requests=2, advised_requests=2)
    result = analysis(plan, in_force={plan.cells[0].id: given}).cells[0]
    assert plain(setting_sentence(result, "en")) == (
        "Asked for: CPU, batch 1, f32, f32 file, automatic streams, one request. "
        "In force: CPU, f32, two streams, two requests in flight, two threads."
    )
    assert "实际生效：CPU，FP32，2 个 stream，2 路并发，2 线程。" in plain(
        setting_sentence(result, "zh-Hans")
    )


def test_published_sentences_say_that_there_is_no_interval() -> None:
    about = analysis(published_plan())
    one = next(each for each in effects(about.plan) if len(each.pairs) == 1)
    assert "no interval" in plain(say(one, about, "en").headline)


TURNS = {"en": r"take turns|falls on all configurations", "zh-Hans": r"轮流|一起受影响"}


MOVES: tuple[Claim, ...] = (
    Moving(id="steadiness", cell=FIRST, departure=0.25, round=3, rounds=3, configurations=3, throttled=0),
    Drifting(id="steadiness/within", cell=FIRST, change=0.04, configurations=3),
)


@pytest.mark.parametrize("claim", MOVES)
@pytest.mark.parametrize("language", ["en", "zh-Hans"])
def test_that_settings_take_turns_is_said_only_where_they_do(
    claim: Claim, language: str, around: Analysis
) -> None:
    whole = replace(around, plan=replace(PLAN, measure=replace(PLAN.measure, schedule="whole")))
    assert PLAN.measure.schedule == "slices"
    assert re.search(TURNS[language], plain(say(claim, around, language).context))
    told = plain(say(claim, whole, language).context)
    assert told
    assert not re.search(TURNS[language], told)
