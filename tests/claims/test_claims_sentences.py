"""Every sentence can be formed in both languages, and the rarer ones say what they must."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from ovreport.analysis.results import Analysis
from ovreport.claims import say, setting_sentence
from ovreport.claims.claim import Claim, ClaimKind
from ovreport.claims.number import Number
from ovreport.claims.published import effects
from ovreport.claims.sentences import TEMPLATES
from ovreport.claims.startup import BreakEven
from ovreport.claims.steadiness import Drifting, Moving
from ovreport.language.spans import plain
from tests.claims.handmade import analysis, effect, granted, ordinary
from tests.claims.samples import samples
from tests.simulated_plans import make_plan, published_plan

PLAN = make_plan(factors={"batch": [1, 3], "requests": [1, 4]})
FIRST, SECOND = PLAN.cells[0].id, PLAN.cells[3].id
EFFECT = effect(PLAN, "batch", "3", "1", 1.55, 0.81)

# Whatever any template may ask for, by unit.
FPS = "fps fps:best fps:first fps:last fps:latency fps:throughput"
NS = (
    "latency latency:last latency:first latency:latency latency:throughput wait predicted printed bound "
    "reached least shortest longest compile start"
)
COUNTS = (
    "tied settings rounds front cells groups requests requests:first batch pairs wins rows published round "
    "windows images comparisons moved rows different throttled needed most sources judged unjudged cached "
    "starts kept enough shapes rounds:longest"
)
SHARES = "good-enough lowest highest spread in-order off departure"
NUMBERS = {
    **dict.fromkeys(FPS.split(), ("fps", 133.0)),
    **dict.fromkeys(NS.split(), ("ns", 30100000.0)),
    **dict.fromkeys(COUNTS.split(), ("count", 3.0)),
    **dict.fromkeys(SHARES.split(), ("share", 0.25)),
    **dict.fromkeys(("ratio", "latency-ratio", "wait-ratio", "times"), ("ratio", 1.5)),
    "requests:last": ("count", 4.0),
    "requests:middle": ("count", 2.0),
    "percentile": ("plain", 99.0),
    "shown": ("plain", 90.0),
    "change": ("share", 0.04),
    "margin": ("share", 0.03),
    "open": ("count", 2.0),
    "largest": ("plain", 0.0021),
    "relative": ("share", 0.2),
    "sampled": ("count", 1024.0),
    "total": ("count", 7668.0),
    **{
        f"{kind}:{place}": ("ratio", ratio)
        for kind in ("ratio", "latency-ratio")
        for place, ratio in enumerate((1.7, 1.01, 0.7))
    },
}
NUMBERS |= {f"level:{place}": ("fps", 133.0 - place) for place in range(3)} | {"latency:least": ("ns", 7.5e6)}
NAMES = {
    **dict.fromkeys(("best", "smallest", "first", "cell", "quick", "throughput", "lowest"), FIRST),
    **dict.fromkeys(("last", "reference:0", "slow", "latency", "highest"), SECOND),
    **{f"cell:{place}": FIRST for place in range(3)},
    **{f"reference:{place}": SECOND for place in range(3)},
    **{f"source:{place}": "0" for place in range(3)},
    "factor": "batch",
    "level": "3",
    "reference": "1",
    "text": "翻倍",
    "source": "a source",
    "platform": "a machine",
}


def made(kind: ClaimKind, variant: str, **changes: float) -> Claim:
    """A claim with everything that a sentence may ask for."""
    numbers = {
        name: Number(value=changes.get(name, value), unit=unit) for name, (unit, value) in NUMBERS.items()
    }
    return Claim(
        id=f"{kind.value}/{variant}",
        kind=kind,
        variant=variant,
        numbers=tuple(numbers.items()),
        names=tuple(NAMES.items()),
        contrasts=EFFECT.contrasts,
        cells=(FIRST, SECOND),
        records=("record",),
    )


EVERY = [
    *(made(kind, variant) for kind, variant in sorted(TEMPLATES, key=str)),
    *samples(PLAN, EFFECT.contrasts[0]),
]
"""A claim of every kind; those that are told by templates with all that their sentences ask for."""


@pytest.fixture(scope="module")
def around() -> Analysis:
    return analysis(PLAN, EFFECT)


@pytest.mark.parametrize("claim", EVERY, ids=lambda claim: f"{type(claim).__name__} {claim.id}")
@pytest.mark.parametrize("language", ["en", "zh-Hans"])
def test_every_sentence_can_be_formed(claim: Claim, language: str, around: Analysis) -> None:
    said = say(claim, around, language)
    text = plain(said.headline) + plain(said.short) + plain(said.context)
    assert plain(said.headline)
    assert plain(said.short)
    assert not re.search(r"[{}]|\bnan\b|  ", text)


@pytest.mark.parametrize("claim", EVERY, ids=lambda claim: f"{type(claim).__name__} {claim.id}")
def test_chinese_uses_full_width_punctuation(claim: Claim, around: Analysis) -> None:
    said = say(claim, around, "zh-Hans")
    foreign = {"name", "quote"}
    ours = "。".join(
        "".join("，" if part.role in foreign else part.text for part in sentence)
        for sentence in (said.headline, said.short, said.context)
    )
    assert not re.search(r"[\u4e00-\u9fff] ?[,:;()!?]|[,;!?] ?[\u4e00-\u9fff]", ours)
    assert not re.search(r"[\u4e00-\u9fff][A-Za-z0-9]|[A-Za-z0-9][\u4e00-\u9fff]", ours)


@pytest.mark.parametrize("claim", EVERY, ids=lambda claim: f"{type(claim).__name__} {claim.id}")
def test_english_has_no_filler_and_no_exclamation(claim: Claim, around: Analysis) -> None:
    said = say(claim, around, "en")
    text = plain(said.headline) + plain(said.context)
    assert not re.search(r"!|significant|interestingly|worth noting|iteration", text, re.IGNORECASE)


def test_the_break_even_is_a_round_number(around: Analysis) -> None:
    claim = next(each for each in EVERY if isinstance(each, BreakEven))
    said = say(claim, around, "en")
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
    assert "没有重复测量" in plain(say(one, about, "zh-Hans").headline)


TURNS = {"en": r"take turns|falls on all settings", "zh-Hans": r"轮流|一起受影响"}


MOVES: tuple[Claim, ...] = (
    Moving(id="steadiness", cell=FIRST, departure=0.25, round=3, rounds=3, settings=3, throttled=0),
    Drifting(id="steadiness/within", cell=FIRST, change=0.04, settings=3),
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
