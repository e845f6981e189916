"""What is published names nobody: no user, no machine, no folder, in no page, record or download."""

from __future__ import annotations

import getpass
import os
import platform
import re
import uuid
from pathlib import Path

import numpy as np
import openvino as ov
import psutil
import pytest
from openvino import opset13 as ops

from tests.commandline import experiment, ovreport
from tests.faults.commands import ROOT, contents

pytestmark = [pytest.mark.openvino, pytest.mark.slow]

USER = "ada-of-the-attic"

EXPERIMENT = """\
title: Discreet
model: [tiny, sound.xml, missing-weights.xml]
device: CPU
streams: 1
requests: 1
measure: {rounds: 1, seconds: 0.05, slice: 0.05, warmup: 1}
"""

SHORTEST = 4
"""Shorter names, such as of the machine `vm`, would be found in any text."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A built experiment of a user with a telling name, in that user's home; one of its cells fails."""
    home = tmp_path_factory.mktemp("home") / USER
    place = home / "work"
    place.mkdir(parents=True)
    path = experiment(place, "discreet", EXPERIMENT)
    data = ops.parameter([1, 3, 2, 2], np.float32, name="data")
    data.output(0).tensor.set_names({"data"})
    model = ov.Model([ops.relu(data)], [data], "net")
    for name in ("sound", "missing-weights"):
        ov.save_model(model, path.with_name(f"{name}.xml"))
    path.with_name("missing-weights.xml").write_text("<net><layers>")
    with pytest.MonkeyPatch.context() as patch:
        for name in ("USER", "LOGNAME", "USERNAME"):
            patch.setenv(name, USER)
        patch.setenv("HOME", str(home))
        patch.delenv("OVREPORT_HOST", raising=False)
        patch.setenv("PYTHONPATH", str(ROOT))
        built = ovreport("build", folder=place)
        assert built.exit_code == 1, built.output
        assert "missing-weights" in built.output
        single = ovreport("render", "--single-file", "--output", "site/single", folder=place)
        assert single.exit_code == 0, single.output
    return place


def names(folder: Path) -> set[str]:
    """What this machine and its user are called, and where they work."""
    found = {USER, platform.node(), str(folder), str(folder.parent), str(Path.home()), str(ROOT)}
    machine = Path("/etc/machine-id")
    found |= {machine.read_text().strip()} if machine.is_file() else set()
    for serial in Path("/sys/class/dmi/id").glob("*_serial") if os.name == "posix" else ():
        found |= {serial.read_text().strip()} if os.access(serial, os.R_OK) else set()
    found |= {
        each.address
        for addresses in psutil.net_if_addrs().values()
        for each in addresses
        if not re.fullmatch(r"127[.\d]+|::1|(00:)+00|", each.address)
    }
    found |= {f"{uuid.getnode():012x}", getpass.getuser()}
    return {each for each in found if len(each) >= SHORTEST and each != "root"}


def told(folder: Path, part: str) -> list[str]:
    texts = contents(folder / part)
    assert len(texts) > 2
    return [
        f"{path} tells {name}"
        for name in names(folder)
        for path, content in texts.items()
        if re.search(rb"(?<![\w-])" + re.escape(name.encode()) + rb"(?![\w-])", content)
    ]


def test_no_file_of_a_built_site_names_the_machine_or_its_user(folder: Path) -> None:
    assert told(folder, "site") == []


def test_no_record_names_the_machine_or_its_user(folder: Path) -> None:
    assert told(folder, "experiments/results") == []


def test_a_short_name_of_the_machine_is_no_value_of_any_fact(folder: Path) -> None:
    records = [
        content for path, content in contents(folder / "experiments/results").items() if "parquet" in path
    ]
    for name in {platform.node(), getpass.getuser()}:
        assert not [record for record in records if f'"{name}"'.encode() in record]


def test_a_network_in_a_file_leaves_its_name_and_not_its_folder(folder: Path) -> None:
    records = [
        content for path, content in contents(folder / "experiments/results").items() if "parquet" in path
    ]
    with_file = [record for record in records if b'"kind":"file"' in record]
    assert with_file
    assert all(b'"location":"sound.xml"' in r or b'"location":"missing-weights.xml"' in r for r in with_file)
