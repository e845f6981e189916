"""Writes the pages of all keys from the schemas: `python -m tests.docs.keys`, after a change of keys."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from ovreport import spec

Schema = Mapping[str, Any]
DOCS = Path(__file__).parents[2] / "docs"
OF_EXPERIMENTS = """\
# Every key of an experiment file

Written by `python -m tests.docs.keys` from what `ovreport schema` prints.
[The experiment file](experiment-file.md) tells how the keys work together.
"""
OF_SITES = """\
# Every key of site.yaml

Written by `python -m tests.docs.keys` from what `ovreport schema --site` prints.
[Publishing a site](publishing.md) tells what the file is for.
"""
LARGE = 1e9
"""A bound beyond it is no news to a reader."""


def pages() -> dict[Path, str]:
    """What is written where."""
    return {
        DOCS / "experiment-keys.md": document(OF_EXPERIMENTS, spec.json_schema()),
        DOCS / "site-keys.md": document(OF_SITES, spec.site_schema()),
    }


def document(head: str, schema: Schema) -> str:
    """A page: a table for the file, and one for every mapping that a key of it takes."""
    return "\n".join([head, *_sections(schema, schema, "", set())])


def _sections(schema: Schema, mapping: Schema, path: str, seen: set[str]) -> Iterator[str]:
    """The table of a mapping, then those of the mappings below it; each is told where it is first used."""
    properties: Mapping[str, Schema] = mapping["properties"]
    heading = f"`{path}`" if path else "The file"
    yield f"## {heading}\n\n{_paragraph(mapping.get('description', ''))}\n"
    yield _table(schema, properties, set(mapping.get("required", ()))) + "\n"
    for key, value in properties.items():
        for name in _references(value):
            if name not in seen:
                seen.add(name)
                yield from _sections(schema, _mapping(schema, name), f"{path}.{key}".lstrip("."), seen)


def _table(schema: Schema, properties: Mapping[str, Schema], required: set[str]) -> str:
    rows = [
        (
            f"`{key}`",
            _values(schema, value),
            "needed" if key in required else _default(value),
            _meaning(key, value),
        )
        for key, value in properties.items()
    ]
    heads = ("key", "value", "default", "meaning")
    kept = [place for place in range(len(heads)) if any(row[place] for row in rows)]
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join("| " + " | ".join(line[place] for place in kept) + " |" for line in lines)


def _meaning(key: str, value: Schema) -> str:
    told = _paragraph(value.get("description", ""))
    shown = [f"`{_flow({key: example})}`" for example in value.get("examples", ())]
    return "<br>".join(dict.fromkeys([told, *shown])).replace("|", "\\|")


def _default(value: Schema) -> str:
    default = value.get("default")
    if default in ([None], ["unset"]):
        return "`unset`"
    (default,) = default if isinstance(default, list) and len(default) == 1 else (default,)
    left = {key: one for key, one in default.items() if one} if isinstance(default, dict) else default
    return f"`{_flow(left)}`" if left not in (None, "", [], {}) else ""


def _values(schema: Schema, value: Schema) -> str:
    """What a key takes, in words."""
    return " or ".join(dict.fromkeys(filter(None, _kinds(schema, value))))


def _kinds(schema: Schema, value: Schema) -> Iterator[str]:
    """Each kind of value that a schema allows; `at` marks what has a table of its own."""
    match value:
        case {"$ref": reference}:
            yield from _kinds(schema, _definition(schema, reference) | {"at": reference})
        case {"anyOf": [one, {"type": "array", "items": item}]} if item == one:
            yield f"{_values(schema, one)}, or a list of them"
        case {"anyOf": several}:
            own = {"at": value["at"]} if "at" in value else {}
            for one in several:
                yield from _kinds(schema, one | own)
        case {"enum": words}:
            yield ", ".join(f"`{word}`" for word in words if word is not None)
        case {"type": list(kinds)}:
            yield from (_kind(schema, value, kind) for kind in kinds)
        case _:
            yield _kind(schema, value, value.get("type", "object"))


def _kind(schema: Schema, value: Schema, kind: str) -> str:
    match kind:
        case "integer" | "number":
            low, high = value.get("minimum", -LARGE), value.get("maximum", LARGE)
            bounds = f" from {low:g}" if low > -LARGE else ""
            bounds += f" to {high:,g}" if high < LARGE else ""
            return ("whole number" if kind == "integer" else "number") + bounds
        case "array":
            return f"list: {_values(schema, value.get('items', {}))}"
        case "object" if "at" in value:
            return "mapping, see below"
        case "object":
            inner = value.get("additionalProperties")
            return f"by name: {_values(schema, inner)}" if isinstance(inner, dict) else "mapping"
        case "string":
            return "text"
        case "boolean":
            return "`true`, `false`"
    return ""


def _references(value: Any) -> Iterator[str]:
    """Names of the definitions that a schema refers to, in its order."""
    if isinstance(value, dict):
        if "$ref" in value:
            yield value["$ref"]
        for one in value.values():
            yield from _references(one)
    elif isinstance(value, list):
        for one in value:
            yield from _references(one)


def _definition(schema: Schema, reference: str) -> dict[str, Any]:
    found: dict[str, Any] = schema["$defs"][reference.rpartition("/")[2]]
    return found


def _mapping(schema: Schema, reference: str) -> Schema:
    """The mapping of a definition, without what is short for it."""
    found = _definition(schema, reference)
    (mapping,) = [one for one in found.get("anyOf", [found]) if "properties" in one]
    return {"description": found.get("description", ""), **mapping}


def _paragraph(text: str) -> str:
    return " ".join(text.split())


def _flow(value: Any) -> str:
    """A value as YAML in one line."""
    text = yaml.safe_dump(value, default_flow_style=True, allow_unicode=True, width=10_000, sort_keys=False)
    text = text.removesuffix("...\n").strip()
    return text[1:-1] if isinstance(value, dict) else text


if __name__ == "__main__":
    for path, text in pages().items():
        path.write_text(text, encoding="utf-8")
