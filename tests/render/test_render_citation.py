"""Pages are cited with what they are, and nothing in their words breaks what others read."""

from __future__ import annotations

import io
import json
import re
from dataclasses import replace

import pytest
from PIL import Image

from ovreport.claims.claim import Report
from ovreport.render import card, citation
from ovreport.render.card import CardWords
from ovreport.render.context import Context
from ovreport.render.places import Site
from ovreport.spec import SiteDescription
from ovreport.spec.site_file import SiteKeys
from tests.render.conftest import context_of

KEYS = SiteKeys(base_url="https://me.example.org/bench", author="A. Reader")
WORDS = CardWords(kicker="tiny on CPU", title="Four or one?", sentence="One is enough.", foot="bench")


def at_home(report: Report) -> Context:
    """A page of a site that says where it is."""
    context = context_of(report)
    return replace(context, site=Site(("en", "zh-Hans"), about=SiteDescription(keys=KEYS)))


def entitled(report: Report, title: str) -> Context:
    plan = report.analysis.plan
    words = tuple(replace(each, title=title) for each in plan.article.translations)
    article = replace(plan.article, translations=words)
    return context_of(replace(report, analysis=replace(report.analysis, plan=replace(plan, article=article))))


def test_a_citation_ends_with_the_address_of_the_page_where_it_has_one(article: Report) -> None:
    slug = article.analysis.plan.article.slug
    address = f"https://me.example.org/bench/{slug}/"
    assert citation.text(at_home(article)).endswith(f". {address}")
    assert f"url    = {{{address}}}" in citation.bibtex(at_home(article))
    assert "http" not in citation.text(context_of(article)) + citation.bibtex(context_of(article))


def test_no_title_is_a_command_of_tex(article: Report) -> None:
    entry = citation.bibtex(entitled(article, r"50 % of {A} & \write18{B}_#$"))
    assert r"title  = {50 \% of A \& write18B\_\#\$}," in entry


def test_no_text_ends_the_element_of_the_data_set(article: Report) -> None:
    context = entitled(article, "</script><script>alert(1)//<!--")
    found = str(citation.dataset(context, ()))
    assert not re.search(r"[<>&]", found)
    assert json.loads(found)["name"] == "</script><script>alert(1)//<!--"


def test_a_data_set_was_changed_when_its_newest_record_began(article: Report) -> None:
    newest = max(trial.started_utc_ns for cell in article.analysis.cells for trial in cell.trials)
    assert json.loads(str(citation.dataset(context_of(article), ())))["dateModified"] == citation.moment(
        newest
    )


def test_nothing_is_offered_that_was_not_measured(published: Report) -> None:
    assert citation.dataset(context_of(published), ()) is None


# ---------------------------------------------------------------- the picture for links


def test_the_same_words_are_the_same_picture() -> None:
    assert card.draw(WORDS, None) == card.draw(WORDS, None) != card.draw(WORDS, "#7a1f5c")


@pytest.mark.parametrize("letters", ["y" * 5000, "word " * 2000, "i" * 90, "W " * 40, " ", ""])
def test_words_of_any_length_stay_within_the_margins(letters: str) -> None:
    drawn = card.draw(CardWords(kicker=letters, title=letters, sentence=letters, foot=letters), None)
    assert drawn is not None
    with Image.open(io.BytesIO(drawn)) as picture:
        right = picture.convert("L").crop((card.WIDTH - card.MARGIN + 8, 20, card.WIDTH, card.HEIGHT))
        assert len(right.getcolors() or ()) == 1


def test_there_is_no_picture_of_letters_that_the_typefaces_lack() -> None:
    assert card.draw(replace(WORDS, title="四路还是一路?"), None) is None
