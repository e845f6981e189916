"""A site whose every text comes from somebody who means harm, or who writes in another direction."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from ovreport.analysis.report import analyse
from ovreport.claims import conclude
from ovreport.claims.claim import Report
from ovreport.plan import ModelSource, Plan, PublishedFigure, PublishedSet, PublishedStatement, Words
from ovreport.records import Fact, Record
from tests.simulated_plans import BASE
from tests.simulation import failed, make_plan, measure, sample_facts
from tests.site.browser import Site
from tests.sites import write_site

HARM = "document.documentElement.dataset.harm='done';console.error('harm')"
"""What none of the texts may bring about: the browser tests look for an error in the console."""

LINK = f"javascript:{HARM}"


@dataclass(frozen=True)
class Voice:
    """How one stranger writes.

    Attributes:
        device: What its experiment runs on, for the filter of the index.
        text: Stands in every place; each place adds a word of its own.
        description: The same as Markdown.
    """

    slug: str
    device: str
    text: str
    description: str

    def says(self, place: str) -> str:
        return f"{place} {self.text}"


VOICES = (
    Voice(
        "markup",
        "CPU",
        f"<script>{HARM}</script></script></title></style>\"'><img src=x onerror={HARM}> {{{{7*7}}}} <!--",
        f"<script>{HARM}</script> <b onclick={HARM}>bold</b> <style>*{{display:none}}</style>\n\n"
        f"[link]({LINK}) ![picture](https://example.org/x.png) <iframe src=//example.org></iframe>\n\n"
        f"<div style='position:fixed;inset:0'>\n\n[data](data:text/html;base64,PHNjcmlwdD4=)",
    ),
    Voice(
        "endless",
        "GPU",
        "x" * 10_000,
        f"{'x' * 1000}\n\n```\n{'y' * 10_000}\n```\n\n| {'z' * 1000} | b |\n|---|---|\n| 1 | 2 |\n",
    ),
    Voice(
        "letters",
        "NPU",
        "مرحبا بالعالم 👩‍👩‍👧‍👦🏴‍☠️ \u202ebackwards \u2067שלום "
        + "Z\u0361\u0489\u035c" * 30
        + " a\u2028b 漢字" * 40,
        "# مرحبا\n\nשלום **עולם** \u202ebackwards\n\n- 👩‍👩‍👧‍👦\n- Z\u0361\u0489\u035c\n",
    ),
)


def hostile_site(root: Path) -> Site:
    """An experiment for each voice: two models, one of them failing, and figures that somebody published."""
    write_site([hostile_report(voice) for voice in VOICES], root)
    return Site(name="hostile", root=root, languages=("en",))


def hostile_report(voice: Voice) -> Report:
    plan = hostile_plan(voice)
    analysis = analyse(plan, voice.says("host"), hostile_records(plan, voice))
    return conclude(analysis)


def hostile_plan(voice: Voice) -> Plan:
    models = [ModelSource(name=voice.says(name), kind="file", location="/a.xml") for name in ("one", "two")]
    plan = make_plan(
        factors={
            "model": models,
            voice.says("factor"): {
                voice.says("slow"): {"batch": 1, "streams": 1, "requests": 1},
                voice.says("quick"): {"batch": 2, "streams": 2, "requests": 2},
                voice.says("failing"): {"batch": 3, "streams": 1, "requests": 1},
            },
            voice.says("PROPERTY"): [voice.says("value")],
        },
        rounds=2,
        base=replace(BASE, device=voice.device),
        slug=voice.slug,
    )
    words = Words(
        language="en",
        title=voice.says("Title"),
        question=voice.says("Question"),
        description=voice.description,
        labels=((voice.says("quick"), voice.says("label")),),
    )
    article = replace(
        plan.article,
        author=voice.says("Author"),
        tags=(voice.says("tag"), voice.text[:60]),
        source=voice.says("# file").encode("utf-8"),
        translations=(words,),
    )
    return replace(plan, article=article, published=(hostile_source(plan, voice),))


def hostile_source(plan: Plan, voice: Voice) -> PublishedSet:
    factor = plan.factors[1]
    return PublishedSet(
        source=voice.says("source"),
        url=LINK,
        date="",
        platform=voice.says("platform"),
        figures=tuple(
            PublishedFigure(cell_id=cell.id, latency_ms=20.0, throughput_fps=60.0, note=voice.says("note"))
            for cell in plan.cells
        ),
        statements=(
            PublishedStatement(
                text=voice.says("statement"),
                factor=factor.name,
                level=factor.levels[1],
                reference=factor.levels[0],
                times=2.0,
            ),
        ),
    )


def hostile_records(plan: Plan, voice: Voice) -> Iterator[tuple[Record, str]]:
    """Records of a host that tells nonsense about itself; every trial of the last level fails."""
    facts = (*sample_facts(), Fact(group="processor", key="name", value=voice.says("processor")))
    for record, sha in measure(plan, host=voice.says("host"), facts=facts):
        if record.setting.images == 3:
            record = failed(record, message=voice.says("message"))
            assert record.failure
            lines = (voice.says("first line"), voice.says("last line"))
            record = replace(record, failure=replace(record.failure, last_lines=lines))
        yield record, sha
