"""What `inputs` may say of each input, and how it comes to the cells of a plan."""

from __future__ import annotations

from pathlib import Path

import pytest

from ovreport import plan
from ovreport.plan import Feed
from tests.spec.writing import load, minimal, problems


def fed(folder: Path, value: str) -> Feed:
    """How the plan feeds an input `x` of which the file says `value`."""
    (cell,) = plan.expand(load(folder, minimal(f"inputs: {{x: {value}}}"))).cells
    (feed,) = cell.setting.inputs
    return feed


@pytest.mark.parametrize(
    ("value", "kind", "numbers"),
    [
        ("0.5", "constant", (0.5,)),
        ("zeros", "constant", (0.0,)),
        ("ones", "constant", (1.0,)),
        ("true", "constant", (1.0,)),
        ("{value: 3}", "constant", (3.0,)),
        ("{low: -1, high: 1}", "uniform", (-1.0, 1.0)),
        ("{normal: [0, 2]}", "normal", (0.0, 2.0)),
        ("{shape: [1, 16]}", "drawn", ()),
        ("a.jpg", "images", (0.0, 255.0)),
        ("{images: '*.png', low: -1, high: 1}", "images", (-1.0, 1.0)),
    ],
)
def test_an_input_is_fed_as_the_file_says(
    tmp_path: Path, value: str, kind: str, numbers: tuple[float, ...]
) -> None:
    feed = fed(tmp_path, value)
    assert (feed.kind, feed.numbers) == (kind, numbers)


def test_a_pattern_stands_for_its_files_in_the_order_of_their_names(tmp_path: Path) -> None:
    for name in ("b.npy", "a.npy", "c.txt"):
        (tmp_path / name).touch()
    feed = fed(tmp_path, "'*.npy'")
    assert feed.paths == ("*.npy",)
    assert [Path(file).name for file in feed.files] == ["a.npy", "b.npy"]


def test_a_file_that_is_called_like_a_pattern_is_that_file(tmp_path: Path) -> None:
    for name in ("[1].npy", "1.npy"):
        (tmp_path / name).touch()
    assert [Path(file).name for file in fed(tmp_path, "'[1].npy'").files] == ["[1].npy"]


def test_files_that_are_missing_are_no_mistake_of_the_experiment_file(tmp_path: Path) -> None:
    assert fed(tmp_path, "gone.npy").files == ()


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("{}", "says nothing"),
        ("words", "is neither zeros, ones nor a file"),
        ("null", "feeds no input"),
        ("{low: 1}", "needs both low and high"),
        ("{low: 2, high: 1}", "low must be less than high"),
        ("{normal: [0, 0]}", "a standard deviation above 0"),
        ("{value: 1, text: a}", "needs one of"),
        ("{file: a.txt}", "does not end in .npy or .npz"),
        ("{images: a.pdf}", "does not end in .bmp"),
        ("{file: a.npy, array: x}", "array chooses from an .npz"),
        ("{shape: [0]}", "is not a whole number from 1"),
    ],
)
def test_what_feeds_nothing_is_refused_with_its_place(tmp_path: Path, value: str, said: str) -> None:
    (line,) = problems(tmp_path, minimal(f"inputs: {{x: {value}}}"))
    assert "inputs.x" in line
    assert said in line


@pytest.mark.parametrize("place", ["inputs: {x: PATH}", "bundles: {b: {one: {inputs: {x: PATH}}, two: {}}}"])
@pytest.mark.parametrize("path", ["../a.npy", "link/a.npy", "'link/*.npy'", "{lines: /etc/hosts}"])
def test_files_outside_of_the_folder_are_refused_unless_they_are_allowed(
    tmp_path: Path, place: str, path: str
) -> None:
    folder, outside = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    outside.mkdir()
    (outside / "a.npy").touch()
    (folder / "link").symlink_to(outside)
    text = minimal(place.replace("PATH", path))
    (line,) = problems(folder, text)
    assert "leaves the folder of the experiment file" in line
    load(folder, text, allow_outside=True)


def test_too_many_files_are_refused(tmp_path: Path) -> None:
    for number in range(257):
        (tmp_path / f"{number}.npy").touch()
    (line,) = problems(tmp_path, minimal("inputs: {x: '*.npy'}"))
    assert "257 files; at most 256" in line


def test_a_level_of_a_bundle_feeds_its_inputs_beside_those_of_the_file(tmp_path: Path) -> None:
    text = minimal("inputs: {x: 1, y: 1}", "bundles: {b: {one: {}, two: {inputs: {y: 2, z: 2}}}}")
    one, two = plan.expand(load(tmp_path, text)).cells
    assert [(feed.input, feed.numbers) for feed in one.setting.inputs] == [("x", (1.0,)), ("y", (1.0,))]
    assert [feed.numbers for feed in two.setting.inputs] == [(1.0,), (2.0,), (2.0,)]
    assert one.id != two.id


def test_what_was_measured_before_inputs_could_be_given_keeps_its_id(tmp_path: Path) -> None:
    (cell,) = plan.expand(load(tmp_path, minimal())).cells
    assert cell.id == plan.cell_id(cell.setting, 0)
    assert "inputs" not in plan.identity.identity(cell.setting)
    assert "state" not in plan.identity.identity(cell.setting)
    assert "openvino" not in plan.identity.identity(cell.setting)


def test_where_the_files_of_an_input_lie_does_not_count(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "a.npy").touch()
    (cell,) = plan.expand(load(tmp_path, minimal("inputs: {x: data/a.npy}"))).cells
    bare = cell.setting.without_folders()
    assert bare.inputs[0].files == ()
    assert plan.cell_id(bare, 0) == cell.id


def test_the_state_is_an_axis_like_others(tmp_path: Path) -> None:
    cells = plan.expand(load(tmp_path, minimal("state: [reset, keep]"))).cells
    assert [cell.setting.state for cell in cells] == ["reset", "keep"]
