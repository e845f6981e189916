"""Every message that code and templates hold, and a command that brings the catalogues up to date.

Run it from the root of a checkout after a change of words: `python -m tests.language.messages`. It adds what
is new to every catalogue, empty, and takes out what is gone; tests tell what is left to translate. A language
of the registry that has no catalogue gets one.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po

import ovreport
from ovreport.language.catalogue import FOLDER
from ovreport.language.registry import LANGUAGES
from ovreport.render.templates import templates

PACKAGE = Path(ovreport.__file__).parent
ROOT = PACKAGE.parent
KEYWORDS = {
    "msg": (1,),
    "msg_in": ((1, "c"), 2),
    "msgs": (1, 2),
    "msgs_in": ((1, "c"), 2, 3),
    "locale": None,
    "plural": (1, 2),
}
GAP = re.compile(r"%\((\w+)\)s|\{(\w+)\}")


def asked() -> Catalog:
    """Everything that code and templates want to say."""
    found = Catalog(fuzzy=False)
    for file in [*sorted(PACKAGE.rglob("*.py")), *sorted(templates().rglob("*.html"))]:
        with file.open("rb") as source:
            if file.suffix == ".html":
                options = {"newstyle_gettext": "true"}
                rows = list(extract("jinja2.ext:babel_extract", source, options=options))
            else:
                rows = list(extract("python", source, keywords=KEYWORDS, comment_tags=("Translators:",)))
        for _, message, comments, context in rows:
            if message:
                place = [(file.relative_to(ROOT).as_posix(), 1)]
                found.add(message, context=context, auto_comments=comments, locations=place)
    return found


def translated() -> dict[str, Catalog]:
    """The catalogue of every language that has one, by its BCP 47 tag."""
    found = {}
    for path in sorted(FOLDER.glob("*/LC_MESSAGES/ovreport.po")):
        with path.open("rb") as source:
            found[path.parts[-3].replace("_", "-")] = read_po(source)
    return found


def forms(value: object) -> list[str]:
    """One or several forms of a message as a list; none where it is missing."""
    if isinstance(value, str):
        return [value] if value else []
    return [str(form) for form in value if form] if isinstance(value, list | tuple) else []


def gaps(text: object) -> set[str]:
    """Names of the gaps in all forms of a message."""
    return {one or other for form in forms(text) for one, other in GAP.findall(form)}


def constants(module: Path) -> Iterator[tuple[int, str]]:
    """Line and text of every string of a module that is no documentation."""
    tree = ast.parse(module.read_text(encoding="utf-8"))
    documentation = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documentation:
            yield node.lineno, node.value


def messages(catalogue: Catalog) -> Iterator[Message]:
    """The messages of a catalogue without its header."""
    return (message for message in catalogue if message.id)


def main() -> None:
    """Bring every catalogue up to date, and begin those that are missing."""
    new, known = asked(), translated()
    for tag in sorted(LANGUAGES.keys() - {"en"}):
        name = tag.replace("-", "_")
        header = f"# What ovreport says, in {LANGUAGES[tag].name}."
        own = known.get(tag, Catalog(locale=name, project="ovreport", header_comment=header, fuzzy=False))
        own.update(new, no_fuzzy_matching=True, update_creation_date=False)
        own.obsolete.clear()
        path = FOLDER / name / "LC_MESSAGES" / "ovreport.po"
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as target:
            write_po(target, own, width=110, sort_output=True, include_lineno=False)
        left = sum(not forms(message.string) for message in messages(own))
        print(f"{tag}: {left} messages to translate")


if __name__ == "__main__":
    main()
