"""Real networks, stored as FP32, FP16 and INT8, from an experiment file to a page."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commandline import experiment, ovreport, page, records

MODELS = Path(__file__).parents[2] / "shared" / "models"

pytestmark = [
    pytest.mark.openvino,
    pytest.mark.slow,
    pytest.mark.skipif(not MODELS.is_dir(), reason="no ../shared/models beside the checkout"),
]

EXPERIMENT = """
title: Real networks
model:
{models}
device: CPU
bundles:
  concurrency:
    one request: {{streams: 1, requests: 1}}
    four requests: {{streams: 2, requests: 4}}
measure: {{rounds: 2, seconds: 0.2, slice: 0.1, warmup: 1}}
"""

NETWORKS = (
    "face-detection-adas-0001/FP16",
    "face-detection-adas-0001/FP16-INT8",
    "landmarks-regression-retail-0009/FP32",
    "landmarks-regression-retail-0009/FP16",
    "landmarks-regression-retail-0009/FP16-INT8",
)


def network(name: str) -> Path:
    return MODELS / name / f"{name.split('/')[0]}.xml"


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which all the networks were measured, each in two settings."""
    folder = tmp_path_factory.mktemp("networks")
    entries = (f"  - {{name: {name}, path: '{network(name)}'}}" for name in NETWORKS)
    experiment(folder, "networks", EXPERIMENT.format(models="\n".join(entries)))
    ran = ovreport("build", "experiments", "--allow-outside", folder=folder)
    assert ran.exit_code == 0, ran.output
    return folder


def test_every_network_is_measured_in_every_setting_and_round(measured: Path) -> None:
    found = records(measured)
    assert len({record.cell_id for record in found}) == 2 * len(NETWORKS)
    assert len(found) == 2 * 2 * len(NETWORKS)
    assert [record.failure for record in found if record.failure or not len(record.requests)] == []


def test_the_page_names_every_network(measured: Path) -> None:
    text = page(measured, "networks")
    assert [name for name in NETWORKS if name not in text] == []


def test_a_record_tells_the_networks_apart_by_their_hash(measured: Path) -> None:
    hashes = {record.setting.model.name: record.model.sha256 for record in records(measured) if record.model}
    assert len(set(hashes.values())) == len(NETWORKS) == len(hashes)


def test_a_quantised_network_leaves_other_outputs_than_its_original(measured: Path) -> None:
    landmarks = [record for record in records(measured) if record.setting.model.name.startswith("landmarks")]
    assert {len(record.outputs) for record in landmarks} == {1}
    assert len({record.outputs[0].sha256 for record in landmarks}) >= 2, "INT8 computes something else"
