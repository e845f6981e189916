"""The JSON Schema lets an editor complete and check a file."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from ovreport import spec
from ovreport.model_sources import BUILTIN
from ovreport.spec.feeding import FeedKeys
from ovreport.spec.model import ModelKeys
from ovreport.spec.publication import FigureKeys, StatementKeys
from ovreport.spec.schema import ExperimentKeys, MeasureKeys, SettingKeys
from tests.spec.writing import load


def references(node: Any) -> Iterator[str]:
    """Every `$ref` of a schema."""
    if isinstance(node, dict):
        if isinstance(node.get("$ref"), str):
            yield node["$ref"]
        for value in node.values():
            yield from references(value)
    elif isinstance(node, list):
        for value in node:
            yield from references(value)


def test_every_key_of_every_mapping_is_explained_with_an_example() -> None:
    schema = spec.json_schema()
    assert set(schema["properties"]) == set(ExperimentKeys.model_fields)
    mappings = [schema, *(each for each in schema["$defs"].values() if "properties" in each)]
    mappings.append(schema["$defs"]["ModelKeys"]["anyOf"][1])
    keys = [key for mapping in mappings for key in mapping["properties"].values()]
    assert len(keys) > 60
    assert all(key["description"] and key["examples"] for key in keys)


def test_the_keys_of_a_bundle_are_those_of_a_setting_with_the_same_words() -> None:
    schema = spec.json_schema()
    bundle = schema["$defs"]["SettingKeys"]["properties"]
    assert set(bundle) == set(SettingKeys.model_fields)
    assert all(
        key["description"] == schema["properties"][name]["description"] for name, key in bundle.items()
    )


def test_unknown_keys_are_marked_by_an_editor() -> None:
    schema = spec.json_schema()
    assert schema["additionalProperties"] is False
    assert schema["required"] == ["title"]


def test_every_reference_leads_somewhere() -> None:
    schema = spec.json_schema()
    found = set(references(schema))
    assert found
    assert found <= {f"#/$defs/{name}" for name in schema["$defs"]}


def test_the_words_of_an_axis_are_offered_alone_and_in_a_list() -> None:
    alone, several = spec.json_schema()["properties"]["precision"]["anyOf"]
    assert alone["enum"] == ["f32", "f16", "bf16", "unset", None]
    assert several["items"] == alone


def test_a_network_may_be_a_word_or_a_mapping() -> None:
    word, mapping = spec.json_schema()["$defs"]["ModelKeys"]["anyOf"]
    assert word["examples"] == list(BUILTIN)
    assert {"path", "url", "sha256", "shapes"} <= set(mapping["properties"])


def test_the_schema_is_plain_json_and_always_the_same() -> None:
    assert json.loads(json.dumps(spec.json_schema())) == spec.json_schema()


REFERENCE = Path(__file__).parents[2] / "docs" / "experiment-file.md"


@pytest.mark.parametrize(
    "keys", [ExperimentKeys, FeedKeys, MeasureKeys, ModelKeys, FigureKeys, StatementKeys]
)
def test_the_reference_tells_of_every_key(keys: type[BaseModel]) -> None:
    text = REFERENCE.with_name("experiment-keys.md").read_text(encoding="utf-8")
    shown = set(re.findall(r"[a-z_0-9]+", " ".join(re.findall(r"`[^`]+`|```.*?```", text, re.DOTALL))))
    assert set(keys.model_fields) <= shown


def test_the_examples_of_the_reference_are_sound(tmp_path: Path) -> None:
    blocks = re.findall(r"```yaml\n(.*?)```", REFERENCE.read_text(encoding="utf-8"), re.DOTALL)
    load(tmp_path, blocks[0])
    load(tmp_path, blocks[0] + blocks[1] + "precision: [f32, f16]\n" + blocks[2])
    load(tmp_path, blocks[0] + blocks[3])
