"""What `verify` and `publish` say where the pages and the records of a site differ."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from ovreport.errors import VerifyError
from ovreport.workflow.words import counted, plain

if TYPE_CHECKING:
    from ovreport.publish import Checked, Mismatch

MOST_RECORDS = 20
MOST_SENTENCES = 10
MOST_OTHERS = 5
AROUND = 50
"""Characters before and after a difference that are shown with it."""
LONGEST = 240


def refuse(checked: Checked) -> None:
    """End the command where a site says what its records do not.

    Raises:
        VerifyError: It does.
    """
    if checked.mismatches or checked.troubles or checked.assets:
        raise VerifyError("\n".join(filter(None, (described(checked), unvouched(checked)))))


def described(checked: Checked) -> str:
    """What is wrong: records first, for they are the cause, then sentences, and how much else."""
    sentences = [one for one in checked.mismatches if one.sentence]
    others = [one for one in checked.mismatches if not one.sentence]
    lines = [_summary(checked)] if checked.troubles or checked.mismatches else []
    lines += [f"  {path}: {what}" for path, what in checked.troubles[:MOST_RECORDS]]
    lines += _more(len(checked.troubles) - MOST_RECORDS, "record")
    lines += [line for each in sentences[:MOST_SENTENCES] for line in _shown(each)]
    lines += _more(len(sentences) - MOST_SENTENCES, "sentence")
    if not checked.troubles and not sentences:
        lines += [line for each in others[:MOST_OTHERS] for line in _shown(each)]
        others = others[MOST_OTHERS:]
    if others:
        pages = Counter(each.page for each in others)
        where = ", ".join(f"{number:,} in {page}" for page, number in pages.most_common(MOST_OTHERS))
        lines.append(
            f"  besides, in tables, labels and pictures: {where}{', ...' * (len(pages) > MOST_OTHERS)}"
        )
    lines += [
        f"{name} is missing or not the file that this installation writes: what it shows may not be what the "
        "page says"
        for name in checked.assets
    ]
    lines.append("Render the site again from records that are whole, with the same release of ovreport.")
    return "\n".join(lines)


def as_json(checked: Checked) -> dict[str, Any]:
    """What `ovreport verify --json` prints; `docs/json.md` describes it."""
    from ovreport import codec

    troubles = [{"path": path, "what": what} for path, what in checked.troubles]
    return {**codec.to_json(checked), "troubles": troubles}


def _summary(checked: Checked) -> str:
    records, statements = len(checked.troubles), len(checked.mismatches)
    found = []
    if records:
        found.append(f"{counted(records, 'record')} {_are(records)} damaged, missing or replaced")
    if statements:
        found.append(
            f"{counted(statements, 'statement')} {_are(statements)} not borne out by the records in the site"
        )
    return f"{' and '.join(found)}:"


def _are(number: int) -> str:
    return "is" if number == 1 else "are"


def _shown(mismatch: Mismatch) -> Iterator[str]:
    stated, recomputed = plain(mismatch.stated), plain(mismatch.recomputed)
    if stated == recomputed:  # they differ in a sign that only sets type
        stated, recomputed = ascii(mismatch.stated), ascii(mismatch.recomputed)
    stated, recomputed = around(stated, recomputed)
    yield f"  {mismatch.page}"
    yield f"    states:     {stated or '(nothing)'}"
    yield f"    recomputed: {recomputed or '(nothing)'}"


def _more(number: int, noun: str) -> list[str]:
    return [f"  ... and {counted(number, f'more {noun}')}"] if number > 0 else []


def unvouched(checked: Checked) -> str:
    """A line about every page that nothing in the site can confirm; empty where there is none."""
    return "\n".join(
        f"  cannot vouch for {name}: the records of its experiment are not in this folder"
        for name in checked.unvouched
    )


def around(one: str, other: str) -> tuple[str, str]:
    """Two texts from a little before their first difference to a little after their last one."""
    same = _alike(one, other)
    alike = _alike(one[same:][::-1], other[same:][::-1])
    begin = 0 if same <= AROUND or not (one and other) else same - AROUND
    return _cut(one, begin, len(one) - alike + AROUND), _cut(other, begin, len(other) - alike + AROUND)


def _alike(one: str, other: str) -> int:
    """Length of the beginning that two texts share."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (here, there) in pairs if here != there), min(len(one), len(other)))


def _cut(text: str, begin: int, end: int) -> str:
    end = min(end, begin + LONGEST)
    return f"{'…' if begin else ''}{text[begin:end]}{'…' if end < len(text) else ''}"
