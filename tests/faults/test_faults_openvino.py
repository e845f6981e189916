"""What OpenVINO refuses: the cell is named with OpenVINO's own words, and the rest is measured."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import openvino as ov
import pytest
from openvino import opset13 as ops

from tests.commandline import Ran, experiment, ovreport, records

pytestmark = [pytest.mark.openvino, pytest.mark.slow]

EXPERIMENT = """\
title: Refused
model:
  - {name: sound, path: sound.xml}
  - {name: garbled, path: garbled.xml}
  - {name: strange, path: strange.xml}
  - {name: stiff, path: stiff.xml}
  - {name: open, path: open.xml}
device: CPU
streams: 1
requests: 1
batch: [1, 3]
measure: {rounds: 1, seconds: 0.05, slice: 0.05, warmup: 1}
"""

WORDS = {
    "garbled, batch 1": r"OpenVINO cannot read garbled\.xml; export .* It says: \S",
    "strange, batch 1": r"OpenVINO cannot read strange\.xml; .*Magic",
    "stiff, batch 3": r"does not reshape to data \[3, 3, 2, 2\] \(batch 3\); .* OpenVINO says: \S",
    "open, batch 1": r"input data \[\?, 3, \?, \?\] has a dynamic shape; give it one",
}


def save(path: Path, shape: list[int], *, fixed: bool = False) -> None:
    """A network of one operation; `fixed` adds a second one that takes 12 values only."""
    data = ops.parameter(ov.PartialShape(shape), np.float32, name="data")
    data.output(0).tensor.set_names({"data"})
    last = ops.relu(data)
    if fixed:
        last = ops.add(ops.reshape(last, np.array([2, -1]), special_zero=False), np.zeros((2, 6), np.float32))
    ov.save_model(ov.Model([last], [data], path.stem), path)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An experiment with one sound network and four that OpenVINO refuses, each in its own way."""
    folder = tmp_path_factory.mktemp("refused")
    place = experiment(folder, "refused", EXPERIMENT).parent
    save(place / "sound.xml", [1, 3, 2, 2])
    save(place / "stiff.xml", [1, 3, 2, 2], fixed=True)
    save(place / "open.xml", [-1, 3, -1, -1])
    (place / "garbled.xml").write_text("<net name='garbled' version='11'><layers></net>")
    (place / "garbled.bin").write_bytes(b"")
    text = (place / "sound.xml").read_text()
    (place / "strange.xml").write_text(text.replace('type="ReLU"', 'type="Magic"'))
    (place / "strange.bin").write_bytes((place / "sound.bin").read_bytes())
    return folder


@pytest.fixture(scope="module")
def built(folder: Path) -> Ran:
    return ovreport("build", folder=folder)


def test_every_refused_cell_is_named_with_openvinos_own_words(built: Ran) -> None:
    assert built.exit_code == 1, built.output
    assert "Traceback" not in built.output
    for cell, words in WORDS.items():
        lines = (line.strip() for line in built.output.splitlines())
        (line,) = [line for line in lines if line.startswith(f"refused: {cell}")]
        assert re.search(words, line), line
        assert len(line) < 700


def test_words_of_openvino_come_without_folders_and_places_in_its_sources(built: Ran, folder: Path) -> None:
    assert ".cpp" not in built.output
    assert str(folder) not in built.output.partition("could not be measured")[2]


def test_the_sound_cells_are_measured_and_the_page_tells_of_the_others(built: Ran, folder: Path) -> None:
    good = {(each.setting.model.name, each.setting.images) for each in records(folder) if not each.failure}
    assert good >= {("sound", 1), ("sound", 3)}
    assert "type: Magic" in (folder / "site" / "refused" / "index.html").read_text()
