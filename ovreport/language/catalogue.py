"""The messages of a language, from its `.po` file; English has none, since the messages are in it."""

from __future__ import annotations

import io
from functools import cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path

from ovreport.language.messages import Message

FOLDER = Path(__file__).parents[1] / "locale"


def path_of(language: str) -> Path:
    """Where the catalogue of a language (BCP 47 tag) is, whether or not there is one."""
    return FOLDER / language.replace("-", "_") / "LC_MESSAGES" / "ovreport.po"


@cache
def catalogue(language: str) -> NullTranslations:
    """The messages of a language (BCP 47 tag)."""
    path = path_of(language)
    if not path.is_file():
        return NullTranslations()
    from babel.messages.mofile import write_mo  # English, and so the console, needs neither
    from babel.messages.pofile import read_po

    with path.open("rb") as source:
        messages = read_po(source)
    compiled = io.BytesIO()
    write_mo(compiled, messages)
    compiled.seek(0)
    return GNUTranslations(compiled)


def translated(message: Message, language: str) -> str:
    """A message in a language: the form for its number, with its gaps still open."""
    if not message.id:
        return ""  # gettext keeps its header there
    spoken = catalogue(language)
    if message.plural and message.context:
        return str(spoken.npgettext(message.context, message.id, message.plural, message.number))
    if message.plural:
        return str(spoken.ngettext(message.id, message.plural, message.number))
    if message.context:
        return str(spoken.pgettext(message.context, message.id))
    return str(spoken.gettext(message.id))
