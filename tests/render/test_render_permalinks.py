"""What a page is linked by: named by what it is about, and found again after a rebuild with other records."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from functools import cache

import pytest

from ovreport.analysis.report import analyse
from ovreport.claims import conclude, permalinks
from ovreport.claims.anchors import slugs
from ovreport.claims.claim import ClaimKind, Report
from ovreport.cli import speaking
from ovreport.render import layout, pages
from ovreport.render import page as views
from ovreport.render.views import Link
from tests.claims.test_claims_work import BESIDE, SHAPES, analysed
from tests.render.conftest import context_of
from tests.simulated_plans import article_plan, make_plan, published_plan
from tests.simulation import World, measure

PLANS = {
    "article": article_plan(rounds=3),
    "bounded": make_plan(factors={"requests": [1, 2]}, rounds=3, bounds_ms=((99, 60.0), (50, 20.0))),
    "many": make_plan(factors={"batch": [1, 2, 3, 4, 8], "requests": [1, 2, 3, 4, 8]}, rounds=2),
    "published": published_plan(),
    "two": make_plan(factors={"precision": ["f32", "f16"]}, rounds=3),
}


@cache
def measured(name: str, ratio: float = 1.0, seed: int = 1) -> Report:
    """The report where every second configuration is slower by a ratio."""
    plan = PLANS[name]
    world = World(ratios={cell.id: ratio for cell in plan.cells[1::2]}, seed=seed)
    return conclude(analyse(plan, "simulated", measure(plan, world)))


def page(report: Report) -> str:
    """The experiment's own page, without those of its configurations."""
    context = context_of(report)
    view = views.page(context, downloads={}, source=Link(text="", href=""))
    return pages.fill("experiment.html", "en", page=view, layout=layout.experiment(context))


def links(text: str) -> set[str]:
    return set(re.findall(r'<a class="permalink" href="#([^"]+)"', text))


def anchors(text: str) -> set[str]:
    return set(re.findall(r' id="([^"]+)"', text))


@pytest.mark.parametrize("name", PLANS)
def test_every_permalink_leads_somewhere_after_a_rebuild_with_other_records(name: str) -> None:
    nothing = conclude(analyse(PLANS[name], "", []))
    reports = (measured(name), measured(name, 1.6, 2), nothing)
    texts = [page(report) for report in reports]
    given = set().union(*map(links, texts))
    assert {anchor for anchor in given if anchor.startswith("conclusion-")}
    assert [sorted(given - anchors(text)) for text in texts] == [[]] * len(texts)


@pytest.mark.parametrize("name", PLANS)
def test_no_two_parts_of_a_page_are_called_alike(name: str) -> None:
    found = Counter(re.findall(r' id="([^"]+)"', page(measured(name))))
    assert [anchor for anchor, number in found.items() if number > 1] == []


def test_parts_pictures_and_conclusions_of_a_page_have_a_mark_that_links_to_them(
    article: Report,
) -> None:
    text = page(article)
    linked = set(re.findall(r'<h2 id="([^"]+)"', text))
    linked |= set(re.findall(r'<figure class="wide" id="([^"]+)"', text))
    linked |= set(re.findall(r'<section class="cell" id="([^"]+)"', text))
    linked |= set(permalinks(article).claims.values())
    assert links(text) == linked


def test_an_answer_is_called_by_its_question_whichever_level_leads_it() -> None:
    plan = make_plan(factors={"batch": [1, 2, 3]}, rounds=5)
    ids = set()
    for fast in plan.cells[1:]:
        report = conclude(analyse(plan, "simulated", measure(plan, World(ratios={fast.id: 0.2}))))
        (answer,) = (claim for claim in report.conclusions if claim.kind is ClaimKind.EFFECT)
        ids.add(answer.id)
        assert permalinks(report).claims[answer.id] == "conclusion-effect-batch"
    assert len(ids) == 2


def test_what_is_best_in_one_metric_is_found_where_one_leads_in_both() -> None:
    plan = make_plan(factors={"precision": ["f32", "f16", "bf16"]}, rounds=5)
    report = conclude(analyse(plan, "simulated", measure(plan, World(ratios={plan.cells[1].id: 0.5}))))
    (both,) = (claim for claim in report.conclusions if claim.kind is ClaimKind.BEST_OVERALL)
    assert "conclusion-best-throughput" in permalinks(report).inherited[both.id]


def test_a_question_without_an_answer_leads_to_a_line_that_says_so(article: Report) -> None:
    (line,) = re.findall(r'<p class="note unanswered">(.*?)</p>', page(article))
    assert "conclusion-undisturbed" in permalinks(article).unanswered
    assert '<span id="conclusion-undisturbed"></span>' in line
    assert line.endswith(
        "names a conclusion that this page does not draw. The numbers are in the pictures "
        "and with the configurations."
    )


def test_what_found_no_room_among_the_conclusions_is_on_the_page(article: Report) -> None:
    text, names = page(article), permalinks(article).claims
    (drawer,) = re.findall(r'<details class="further">.*?</details>', text, re.DOTALL)
    assert article.further
    assert [f'<li id="{names[claim.id]}">' in drawer for claim in article.further] == [True] * len(
        article.further
    )


def test_of_configurations_that_do_the_same_work_every_question_has_a_place_again() -> None:
    slow = {cell.id: 1.5 for cell in BESIDE.cells if cell.level("ENABLE_CPU_PINNING") == "NO"}
    first, second = (
        page(conclude(analysed(SHAPES, plan=BESIDE, world=World(ratios=ratios, seed=seed))))
        for seed, ratios in ((1, slow), (2, {}))
    )
    assert any("text-short" in anchor for anchor in links(first))
    assert links(first) <= anchors(second)
    assert links(second) <= anchors(first)


def test_two_claims_about_one_question_have_names_of_their_own(article: Report) -> None:
    first, second = (
        claim for claim in article.conclusions if claim.kind is ClaimKind.EFFECT or claim.answers
    )
    twice = replace(article, conclusions=(first, replace(first, id="another")), further=())
    assert first.topic != second.topic
    assert len(set(permalinks(twice).claims.values())) == 2


@pytest.mark.parametrize("name", ["article", "many"])
def test_the_json_of_every_claim_tells_where_its_page_has_it(name: str) -> None:
    report = measured(name)
    told = speaking.as_json(report)
    told += [note for claim in told for note in claim["notes"]]
    missing = {each["permalink"].removeprefix("#") for each in told} - anchors(page(report))
    assert missing == set()


def test_texts_that_differ_in_signs_alone_are_told_apart_in_addresses() -> None:
    found = slugs(["a b", "a-b", "A b", "c", "…", "x" * 200, "x" * 201])
    assert len(set(found.values())) == len(found)
    assert found["c"] == "c"
    assert all(re.fullmatch(r"[a-z0-9-]{1,70}", slug) for slug in found.values())
    assert slugs(["c", "a b"])["a b"] == "a-b"
