"""What a host is told to do: the same experiment, with its files under the names of what they hold."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from ovreport import models, plan, spec
from ovreport.errors import ModelError
from ovreport.fleet import orders
from ovreport.workflow import Job

FED = """\
title: Fed
model: {path: models/small.xml}
device: CPU
inputs: {x: {file: "data/*.npy"}}
measure: {rounds: 3, seconds: 0.1}
"""


@pytest.fixture
def job(tmp_path: Path) -> Callable[[str], Job]:
    """An experiment with files."""

    def made(folder: str) -> Job:
        root = tmp_path / folder
        for name in ("models/small.xml", "models/small.bin", "data/a.npy", "data/b.npy"):
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_bytes(name.encode())
        path = root / "fed.yaml"
        path.write_text(FED, encoding="utf-8")
        return Job(
            path=path, plan=plan.expand(spec.load(path)), results=root / "results", cache=root / "cache"
        )

    return made


def arrived(order: orders.FleetOrder, bundles: orders.Bundles, folder: Path) -> plan.Plan:
    """The plan of an order whose bundles lie in a host's folder."""
    for bundle, files in bundles.items():
        for name, path in files:
            (folder / bundle).mkdir(parents=True, exist_ok=True)
            (folder / bundle / name).write_bytes(path.read_bytes())
    return orders.unpacked(order, folder)


def test_a_host_measures_the_same_configurations_with_the_same_files(
    job: Callable[[str], Job], tmp_path: Path
) -> None:
    here = job("desk")
    order, bundles = orders.pack(here, await_quiet=False)
    there = arrived(order, bundles, tmp_path / "host")
    assert [cell.id for cell in there.cells] == [cell.id for cell in here.plan.cells]
    one, other = (models.obtain(each.cells[0].setting.model, cache=tmp_path) for each in (here.plan, there))
    assert one.sha256 == other.sha256
    fed = [Path(file).read_bytes() for file in there.cells[0].setting.inputs[0].files]
    assert fed == [b"data/a.npy", b"data/b.npy"]
    assert set(order.bundles) == set(bundles)


def test_what_is_sent_names_no_folder_of_the_desk(job: Callable[[str], Job], tmp_path: Path) -> None:
    order, _ = orders.pack(job("desk"), await_quiet=False)
    assert str(tmp_path) not in str(order)


def test_the_same_experiment_in_another_folder_is_the_same_order(job: Callable[[str], Job]) -> None:
    one, other = (orders.pack(job(name), await_quiet=False)[0] for name in ("here", "there"))
    assert one.key == other.key
    assert one.key != orders.pack(job("here"), await_quiet=True)[0].key


def test_a_model_that_is_not_here_is_told_before_anything_is_sent(job: Callable[[str], Job]) -> None:
    here = job("desk")
    (here.path.parent / "models" / "small.bin").unlink()
    with pytest.raises(ModelError, match=r"needs its weights small\.bin"):
        orders.pack(here, await_quiet=False)
