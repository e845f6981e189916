"""Figures from elsewhere as text of an experiment file, whose other lines stay as they are."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from ovreport.errors import SpecError
from ovreport.spec.document import parse
from ovreport.spec.problems import Problems


def published_block(publication: dict[str, Any]) -> str:
    """One source and its figures under `published`, to be put at the end of an experiment file."""
    return "published:\n" + _item(publication, "")


def with_published(path: Path, source: bytes, publication: dict[str, Any]) -> bytes:
    """The content of an experiment file with one more source of figures, the last one of its list.

    Args:
        path: The file, for messages.
        source: Its content, which is sound.
        publication: What is to be added.

    Raises:
        SpecError: Its `published` is written so that nothing can be added line by line.
    """
    text = source.decode("utf-8-sig")
    node = yaml.compose(text, yaml.BaseLoader)
    values = {key.value: value for key, value in node.value} if isinstance(node, yaml.MappingNode) else {}
    lines = text.splitlines(keepends=True)
    if lines and not lines[-1].endswith("\n"):
        lines[-1] += "\n"
    if listed := values.get("published"):
        end = listed.end_mark.line
        while end and (not lines[end - 1].strip() or lines[end - 1].lstrip().startswith("#")):
            end -= 1
        lines.insert(end, _item(publication, " " * listed.start_mark.column))
    else:
        lines += ["\n", published_block(publication)]
    made = "".join(lines).encode()
    before, after = (parse(each, Problems(path)) for each in (source, made))
    wanted = {**before, "published": [*(before.get("published") or []), publication]}
    if after != wanted:
        raise SpecError(
            f"{path}: published: nothing can be added to it as it is written. Leave out --into, and "
            "paste what is printed."
        )
    return made


def _item(publication: dict[str, Any], indent: str) -> str:
    """An entry of a list, with a line for each figure."""
    told = {key: value for key, value in publication.items() if key != "figures"}
    head = _dumped([told], flow=False)
    figures = [f"    - {_dumped(figure, flow=True)}" for figure in publication["figures"]]
    lines = [*head.splitlines(keepends=True), "  figures:\n", *figures]
    return "".join(indent + line for line in lines)


def _dumped(value: Any, *, flow: bool) -> str:
    text: str = yaml.safe_dump(
        value, default_flow_style=flow, sort_keys=False, allow_unicode=True, width=10_000
    )
    return text
