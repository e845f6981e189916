"""One language of the site: its catalogue of page furniture, its dates, and the claims' own sentences."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from babel import Locale
from babel.dates import format_date, format_datetime

from ovreport.language import locale as language_locale
from ovreport.language.catalogue import catalogue

NAMES: Mapping[str, str] = {"en": "English", "zh-Hans": "中文"}
LOCALES: Mapping[str, str] = {"en": "en_GB", "zh-Hans": "zh_Hans_CN"}


def templates() -> Path:
    """The template folder: inside the package once installed, beside it in a checkout."""
    package = Path(__file__).parents[1]
    installed = package / "templates"
    return installed if installed.is_dir() else package.parent / "templates"


class Tongue:
    """Speaks one language.

    Attributes:
        language: BCP 47 tag, `en` or `zh-Hans`.
    """

    def __init__(self, language: str) -> None:
        """Speak the language with this tag; a tag that is not known is read as English."""
        self.language = language
        self.catalogue = catalogue(language)
        self.numbers = language_locale.Locale(language).numbers
        self.locale = Locale.parse(LOCALES.get(language, "en_GB"))

    @property
    def chinese(self) -> bool:
        """Whether full-width punctuation joins the pieces of a sentence."""
        return self.language.startswith("zh")

    @property
    def comma(self) -> str:
        """What stands between the items of a list."""
        return "、" if self.chinese else ", "

    @property
    def semicolon(self) -> str:
        """What stands between items that hold commas."""
        return "；" if self.chinese else "; "

    @property
    def colon(self) -> str:
        """What stands between a label and what it labels."""
        return "：" if self.chinese else ": "

    @property
    def clause_comma(self) -> str:
        """What stands between the clauses of a sentence."""
        return "，" if self.chinese else ", "

    @property
    def stop(self) -> str:
        """What ends a sentence."""
        return "。" if self.chinese else "."

    def __call__(self, message: str, **values: object) -> str:
        """A message in this language, its `{names}` filled in."""
        text = self.catalogue.gettext(message)
        return text.format(**values) if values else text

    def plural(self, one: str, many: str, number: int, **values: object) -> str:
        """The form of a message that goes with a number, which fills `{number}`."""
        text = self.catalogue.ngettext(one, many, number)
        return text.format(number=f"{number:,}", **values)

    def date(self, utc_ns: int) -> str:
        """A day in UTC; empty for a time that is not known."""
        pattern = "y 年 M 月 d 日" if self.chinese else "long"
        return format_date(_moment(utc_ns), pattern, self.locale) if utc_ns else ""

    def moment(self, utc_ns: int) -> str:
        """A day and a minute in UTC; empty for a time that is not known."""
        if not utc_ns:
            return ""
        pattern = "y 年 M 月 d 日 HH:mm 'UTC'" if self.chinese else "d MMMM y, HH:mm 'UTC'"
        return format_datetime(_moment(utc_ns), pattern, locale=self.locale)

    def list(self, words: list[str]) -> str:
        """Words joined as a list."""
        return self.comma.join(words)

    def sentences(self, *texts: str) -> str:
        """Sentences after one another; empty ones are left out."""
        return ("" if self.chinese else " ").join(text for text in texts if text)


def _moment(utc_ns: int) -> datetime:
    return datetime.fromtimestamp(utc_ns // 1_000_000_000, tz=UTC)
