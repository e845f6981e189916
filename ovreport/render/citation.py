"""How a page is cited: in a line, for BibTeX, and as a data set for search engines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from urllib.parse import urljoin

from markupsafe import Markup

from ovreport.language.locale import Locale
from ovreport.language.spans import plain
from ovreport.render.context import Context
from ovreport.render.pages import script_json

LONGEST_DESCRIPTION = 5000
"""Letters of which search engines of data read no more."""


def text(context: Context) -> str:
    """The page in one line of a list of references."""
    locale, analysis = context.locale, context.analysis
    words = context.plan.article.words(locale.tag)
    parts = [context.author or "ovreport", locale("“{title}”", title=words.title)]
    if context.measured:
        parts.append(
            locale(
                "measured on {host} with OpenVINO {version}",
                host=analysis.host,
                version=analysis.openvino_version,
            )
        )
        parts += [part for part in [locale.date(analysis.started_utc_ns)] if part]
    elif context.plan.published:
        parts.append(locale("written from published figures"))
    address = context.site.address(context.path)
    return f"{locale.clause_comma.join(parts)}{locale.stop}" + (address and f" {address}")


def bibtex(context: Context) -> str:
    """The same for BibTeX."""
    article, analysis = context.plan.article, context.analysis
    fields = {
        "title": _braced(article.words(context.locale.tag).title),
        "author": _braced(context.author or "ovreport"),
    }
    if context.measured:
        fields["year"] = Locale("en").date(analysis.started_utc_ns)[-4:]
        fields["note"] = _braced(f"Measured on {analysis.host} with OpenVINO {analysis.openvino_version}")
    elif context.plan.published:
        fields["note"] = "Written from published figures"
    if address := context.site.address(context.path):
        fields["url"] = address
    lines = [f"  {name:<6} = {{{value}}}," for name, value in fields.items()]
    return "\n".join([f"@misc{{{article.slug},", *lines, "}"])


def _braced(words: str) -> str:
    """Words as they stand in braces: nothing in them ends the entry or is a command of TeX."""
    return re.sub(r"([&%$#_])", r"\\\1", re.sub(r"[\\{}]", "", words))


def dataset(context: Context, downloads: Iterable[str]) -> Markup | None:
    """What schema.org calls a `Dataset`, as JSON-LD; `None` where nothing was measured.

    Args:
        context: The page.
        downloads: Addresses of its files, relative to the page; made absolute where the site has a base URL.
    """
    if not context.measured or context.single:
        return None
    words, address = context.plan.article.words(context.locale.tag), context.site.address(context.path)
    told = [plain(context.say(context.report.conclusions[place]).short) for place in context.report.abstract]
    licence = context.site.about.keys.licence
    return script_json(
        {
            "@context": "https://schema.org/",
            "@type": "Dataset",
            "name": words.title,
            "description": "; ".join(filter(None, (words.question, *told)))[:LONGEST_DESCRIPTION],
            "inLanguage": context.locale.tag,
            "isAccessibleForFree": True,
            "dateModified": moment(context.analysis.newest_utc_ns),
            "variableMeasured": [
                {"@type": "PropertyValue", "name": context.locale("Latency"), "unitText": "ns"},
                {"@type": "PropertyValue", "name": context.locale("Throughput"), "unitText": context.rate},
            ],
            "distribution": [_download(urljoin(address, each)) for each in downloads],
        }
        | ({"url": address} if address else {})
        | ({"license": licence.url or licence.name} if licence else {})
        | ({"creator": {"@type": "Person", "name": context.author}} if context.author else {})
    )


def _download(address: str) -> Mapping[str, str]:
    kind = "application/vnd.apache.parquet" if address.endswith(".parquet") else "application/yaml"
    return {"@type": "DataDownload", "contentUrl": address, "encodingFormat": kind}


def moment(utc_ns: int) -> str:
    """A second as programs read it: `2026-03-12T08:30:00Z`."""
    return datetime.fromtimestamp(utc_ns // 1_000_000_000, tz=UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
