"""The languages that ovreport speaks, a line each; the words of all but English are in `ovreport/locale`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ovreport.units import NO_BREAK


@dataclass(frozen=True, kw_only=True)
class Language:
    """What has to be known of a language beside its words.

    Attributes:
        tag: BCP 47.
        name: What its readers call it.
        babel: The locale whose dates and numbers are written.
        gap: Between two sentences.
        percent_gap: Between a number and `%`.
        capitals: Whether a sentence begins with a capital letter.
        small_after_colon: Whether a sentence goes on with a small letter after a colon.
        han: Whether blanks stand only where a Chinese and a Latin character touch.
    """

    tag: str
    name: str
    babel: str
    gap: str = " "
    percent_gap: str = NO_BREAK
    capitals: bool = True
    han: bool = False
    small_after_colon: bool = True


LANGUAGES: Mapping[str, Language] = {
    language.tag: language
    for language in (
        Language(tag="en", name="English", babel="en_GB"),
        Language(tag="de", name="Deutsch", babel="de_DE", small_after_colon=False),
        Language(
            tag="zh-Hans", name="中文", babel="zh_Hans_CN", gap="", percent_gap="", capitals=False, han=True
        ),
    )
}


def language_of(tag: str) -> Language:
    """The language with a BCP 47 tag, or the one with its first part: `zh-Hans` for `zh`.

    Raises:
        KeyError: It is not spoken.
    """
    first = tag.lower().split("-")[0]
    found = (language for own, language in LANGUAGES.items() if own.lower().split("-")[0] == first)
    language = LANGUAGES.get(tag) or next(found, None)
    if language is None:
        raise KeyError(tag)
    return language
