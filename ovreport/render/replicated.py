"""The page about a replication: a file in each language that needs nothing else, and `replication.json`."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from pathlib import Path

from ovreport import __version__
from ovreport.analysis.replication import RepeatedContrast, ReplicationOutcome
from ovreport.analysis.results import Contrast, Verdict
from ovreport.claims import Texts, replicated
from ovreport.claims.replicated import OUTCOMES, RepeatedClaim, Replication
from ovreport.claims.wordings import METRIC_WORDS
from ovreport.language.locale import Locale
from ovreport.language.messages import msg
from ovreport.language.spans import Text, plain
from ovreport.naming import cell_name
from ovreport.records import Interval
from ovreport.render import layout, pages
from ovreport.render.compared import differences
from ovreport.render.site import Files
from ovreport.render.views import Badge, Table
from ovreport.spec import NOTHING_SAID, SiteDescription
from ovreport.units import Quantity

STEM = "replication"
FORMAT = 1
BADGES = {
    ReplicationOutcome.CONFIRMED: Verdict.EQUIVALENT,
    ReplicationOutcome.CONTRADICTED: Verdict.SLOWER,
    ReplicationOutcome.NOT_RESOLVED: Verdict.NOT_RESOLVED,
    ReplicationOutcome.NOT_HERE: Verdict.NOT_RESOLVED,
}
"""Of which verdict an outcome has the shape and colour."""


@dataclass(frozen=True, kw_only=True)
class RepeatedRow:
    """A comparison: the ratio there and here, and the ratio of both; a dash where one is not known."""

    name: str
    there: Quantity | str
    here: Quantity | str
    ratio: Quantity | str
    badge: Badge


@dataclass(frozen=True, kw_only=True)
class RepeatedView:
    """A conclusion with what became of it."""

    sentence: Text
    badge: Badge
    rows: tuple[RepeatedRow, ...]


@dataclass(frozen=True, kw_only=True)
class ReplicationPage:
    """What stands on the page."""

    title: str
    address: str
    headline: Text
    claims: tuple[RepeatedView, ...]
    differing: Table
    reservations: tuple[Text, ...]


def write_replication(
    found: Replication, output: Path, *, address: str, about: SiteDescription = NOTHING_SAID
) -> tuple[str, ...]:
    """Write the page in every language of the experiment file, and `replication.json`; returns the paths.

    Args:
        found: What became of the conclusions.
        output: Folder, made where it does not exist.
        address: Where the original was taken from.
        about: What is true of all pages of who repeated it.
    """
    tags, files = found.there.analysis.plan.article.languages, Files()
    for tag in tags:
        view = _page(found, tag, address)
        around = layout.alone(STEM, tag, tags, view.title, plain(view.headline), about)
        text = pages.fill("replication.html", tag, page=view, layout=around)
        files.texts[layout.alone_name(STEM, tag, tags)] = text
    files.texts[f"{STEM}.json"] = (
        json.dumps(summary(found, address=address), indent=1, allow_nan=False) + "\n"
    )
    return files.write(output)


def summary(found: Replication, *, address: str) -> dict[str, object]:
    """What `replication.json` holds; `docs/replicating.md` describes it."""
    there, here = found.there.analysis, found.here.analysis
    return {
        "format": FORMAT,
        "ovreport": __version__,
        "page": "",
        "original": {
            "address": address,
            "experiment": there.plan.article.slug,
            "host": there.host,
            "openvino": there.openvino_version,
            "measured_utc_ns": there.started_utc_ns,
        },
        "host": here.host,
        "openvino": here.openvino_version,
        "measured_utc_ns": here.started_utc_ns,
        "counts": {outcome.value: number for outcome, number in found.counted().items()},
        "claims": [
            {
                "id": each.claim.id,
                "outcome": each.outcome.value,
                "contrasts": [_contrast(one) for one in each.contrasts],
            }
            for each in found.claims
        ],
    }


def _contrast(one: RepeatedContrast) -> dict[str, object]:
    sides = {"there": one.there, "here": one.here}
    return {
        "metric": one.there.metric,
        "cell": one.there.cell,
        "reference": one.there.reference,
        "outcome": one.outcome.value,
        **{
            name: side and side.estimate and [side.estimate.ratio, side.estimate.low, side.estimate.high]
            for name, side in sides.items()
        },
        "ratio_of_ratios": one.ratio and [one.ratio.value, *(end for end in _ends(one.ratio))],
        "p": one.p,
    }


def _ends(interval: Interval) -> tuple[float | None, float | None]:
    low, high = (end if math.isfinite(end) else None for end in (interval.low, interval.high))
    return low, high


def _page(found: Replication, tag: str, address: str) -> ReplicationPage:
    t = Texts(found.there.analysis, tag)
    there, here = found.there.analysis.host, found.here.analysis.host
    # one machine may stand on both sides, measured with another release
    colon = t.locale.colon
    sides = (f"{t.locale('there')}{colon}{there}", f"{t.locale('here')}{colon}{here}")
    return ReplicationPage(
        title=t.locale("{title} – repeated on {host}", title=t.plan.article.words(tag).title, host=here),
        address=address,
        headline=replicated.headline(found, t.locale),
        claims=tuple(_claim(each, t) for each in found.claims),
        differing=differences(found.differing, sides, t.locale),
        reservations=replicated.reservations(found, t.locale),
    )


def _claim(one: RepeatedClaim, t: Texts) -> RepeatedView:
    return RepeatedView(
        sentence=one.claim.text(t).headline,
        badge=_badge(one.outcome, t.locale),
        rows=tuple(_row(each, t) for each in one.contrasts),
    )


def _row(one: RepeatedContrast, t: Texts) -> RepeatedRow:
    cells = (t.plan.cell(each) for each in (one.there.cell, one.there.reference))
    first, second = (cell_name(cell, t.plan, t.language) for cell in cells)
    metric = t.locale.word(METRIC_WORDS[one.there.metric])
    return RepeatedRow(
        name=plain(
            t.locale.fill(msg("{metric}, {first} beside {second}"), metric=metric, first=first, second=second)
        ),
        there=_ratio(one.there, t),
        here=_ratio(one.here, t) if one.here else "–",
        ratio=t.numbers.ratio(one.ratio.value, *_ends(one.ratio)) if one.ratio else "–",
        badge=_badge(one.outcome, t.locale),
    )


def _ratio(contrast: Contrast, t: Texts) -> Quantity | str:
    estimate = contrast.estimate
    return t.numbers.ratio(estimate.ratio, estimate.low, estimate.high) if estimate else "–"


def _badge(outcome: ReplicationOutcome, locale: Locale) -> Badge:
    return Badge(kind=BADGES[outcome].value, word=locale.word(OUTCOMES[outcome]))
