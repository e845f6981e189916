"""The wording of every claim and every caveat, one document a language, to be read and to be compared.

Run it from the root of a checkout after a change of words: `python -m tests.claims.golden`. It writes
`tests/claims/golden/<language>.md` from the samples; read the difference before it is kept.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ovreport.claims import say, say_caveat
from ovreport.language.registry import LANGUAGES
from ovreport.language.spans import Text, plain
from tests.claims.handmade import ordinary
from tests.claims.samples import caveats, samples

FOLDER = Path(__file__).with_name("golden")

HEAD = """\
# Every claim and every caveat, {language}

Written by `python -m tests.claims.golden` from hand-made samples. Of each claim: its headline, what it adds,
and the same in half a line. Of each caveat: its headline, its number, the remedy.
"""


def document(language: str) -> str:
    """Claims by their class, and caveats by their kind."""
    told: dict[str, list[str]] = {}
    for sample in samples():
        said = say(sample.claim, sample.about, language)
        entry = paragraphs(said.headline, said.context, said.short)
        entries = told.setdefault(type(sample.claim).__name__, [])
        if entry not in entries:
            entries.append(entry)
    about, every = caveats()
    for caveat in every:
        words = say_caveat(caveat, about, language)
        entry = paragraphs(words.headline, words.context, words.remedy)
        told.setdefault(f"Caveat {type(caveat).__name__}", []).append(entry)
    return "\n".join([HEAD.format(language=language), *sections(told)])


def sections(told: dict[str, list[str]]) -> Iterator[str]:
    """A heading for each class or kind, and an item for each thing that it says."""
    for heading, entries in told.items():
        yield f"## {heading}\n"
        yield from (f"{entry}\n" for entry in entries)


def paragraphs(first: Text, second: Text, last: Text) -> str:
    """One item: the first text in bold, the last one in italics; what is empty is left out."""
    texts = [ordinary(plain(text)) for text in (first, second, last)]
    marked = zip(("**", "", "*"), texts, strict=True)
    bold, *others = (f"{mark}{text}{mark}" for mark, text in marked if text)
    return "\n".join([f"- {bold}", *(f"  {other}" for other in others)])


def main() -> None:
    """Write the documents."""
    FOLDER.mkdir(exist_ok=True)
    for language in LANGUAGES:
        (FOLDER / f"{language}.md").write_text(document(language), encoding="utf-8")


if __name__ == "__main__":
    main()
