"""Wherever a network is named: it is read only from where the file may read, and has its name for itself."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from ovreport import plan
from tests.spec.writing import load, minimal, problems

NETS = "bundles: {net: {small: {model: a/net.xml}, big: {model: b/net.xml}}}"
HASHED = f"{{path: net.onnx, sha256: {'a' * 64}}}"
SHAPED = "{path: net.onnx, shapes: {data: [1, 8]}}"


NET = "title: T\nmodel: net.onnx\ndevice: CPU\n"


@pytest.mark.parametrize(
    ("text", "named", "other"),
    [
        ("title: T\nmodel: [a/net.xml, b/net.xml]\ndevice: CPU\n", "model[1]", "model[0]"),
        (minimal(NETS), "bundles.net.big.model", "bundles.net.small.model"),
        (NET + "bundles: {n: {one: {}, two: {model: b/net.xml}}}\n", "bundles.n.two.model", "model"),
        (NET + "include: [{model: b/net.xml}]\n", "include[0].model", "model"),
        (minimal("include: [{model: a/x.xml}, {model: b/x.xml}]"), "include[1].model", "include[0].model"),
        (minimal("bundles: {n: {one: {}, two: {model: tiny.xml}}}"), "bundles.n.two.model", "model"),
        (NET + f"bundles: {{n: {{x: {{model: {HASHED}}}}}}}", "bundles.n.x.model", "model"),
        (NET + f"bundles: {{n: {{x: {{model: {SHAPED}}}}}}}", "bundles.n.x.model", "model"),
    ],
    ids=[
        "list",
        "bundle",
        "key and bundle",
        "key and configuration",
        "settings",
        "built in",
        "hash",
        "shapes",
    ],
)
def test_one_name_for_two_networks_is_refused_with_both_places(
    tmp_path: Path, text: str, named: str, other: str
) -> None:
    (line,) = problems(tmp_path, text)
    assert f": {named}: is called " in line
    assert f"as {other} is" in line
    assert "give one of them a `name`" in line


def test_networks_with_one_file_name_are_two_cells_once_one_of_them_has_a_name(tmp_path: Path) -> None:
    text = "bundles: {net: {small: {model: a/net.xml}, big: {model: {path: b/net.xml, name: other}}}}"
    expanded = plan.expand(load(tmp_path, minimal(text)))
    assert len({cell.id for cell in expanded.cells}) == 2
    assert [cell.setting.model.name for cell in expanded.cells] == ["net", "other"]


def test_one_network_may_be_given_in_several_places(tmp_path: Path) -> None:
    text = minimal(
        "bundles: {net: {small: {model: a/net.xml}, same: {model: ./a/net.xml}, tiny: {}}}",
    )
    assert len(load(tmp_path, text).matrix.measured) == 3


def test_one_network_may_have_several_names(tmp_path: Path) -> None:
    text = "title: T\nmodel: [{path: a/net.xml, name: one}, {path: a/net.xml, name: other}]\ndevice: CPU\n"
    assert len(load(tmp_path, text).matrix.measured) == 2


def test_a_network_that_is_listed_twice_is_told_how_to_measure_it_twice(tmp_path: Path) -> None:
    (line,) = problems(tmp_path, "title: T\nmodel: [a/net.xml, a/net.xml]\ndevice: CPU\n")
    assert "a bundle with two empty levels" in line


@pytest.mark.parametrize("name", ["net", "a/net.xml", "./a/net.xml"])
def test_a_published_figure_names_the_network_of_the_file_by_its_name_or_path(
    tmp_path: Path, name: str
) -> None:
    published = f"published: [{{source: s, figures: [{{model: {name}, fps: 3}}]}}]\n"
    experiment = load(tmp_path, f"title: T\nmodel: [a/net.xml, tiny]\ndevice: CPU\n{published}")
    assert experiment.matrix.axes[0].labels == ("net", "tiny")
    assert experiment.matrix.printed == ((("net",),),)


def test_a_published_figure_of_another_network_with_the_same_name_is_refused(tmp_path: Path) -> None:
    published = "published: [{source: s, figures: [{model: b/net.xml, fps: 3}]}]\n"
    (line,) = problems(tmp_path, f"title: T\nmodel: [a/net.xml, tiny]\ndevice: CPU\n{published}")
    assert "published[0].figures[0].model: is called net, as model[0] is" in line


def test_a_level_of_a_network_that_is_named_by_its_path_is_guessed(tmp_path: Path) -> None:
    text = "title: T\nmodel: [a/net.xml, tiny]\ndevice: CPU\nbaseline: {model: a/net.xml}\n"
    (line,) = problems(tmp_path, text)
    assert line.endswith("is no level of it; there are net, tiny (did you mean net?)")


@pytest.mark.skipif(os.name == "nt", reason="links need leave on Windows")
@pytest.mark.parametrize("given", ["model: x.onnx", "model: tiny\ninclude: [{model: x.onnx}]"])
def test_links_that_lead_in_a_circle_end_without_a_traceback(tmp_path: Path, given: str) -> None:
    (tmp_path / "x.onnx").symlink_to(tmp_path / "y.onnx")
    (tmp_path / "y.onnx").symlink_to(tmp_path / "x.onnx")
    assert plan.expand(load(tmp_path, f"title: T\ndevice: CPU\n{given}\n")).cells


OUTSIDE = ["../secret/net.xml", "/etc/net.xml", "a/../../net.xml"]


@pytest.mark.parametrize("path", OUTSIDE)
@pytest.mark.parametrize(
    ("given", "key"),
    [
        ("include: [{model: PATH}]", "include[0].model"),
        ("include: [{batch: 2}, {batch: 3, model: PATH}]", "include[1].model"),
        ("bundles: {net: {small: {}, big: {model: PATH}}}", "bundles.net.big.model.path"),
        ("bundles: {net: {small: {}, big: {model: {path: PATH, name: x}}}}", "bundles.net.big.model.path"),
    ],
)
def test_a_network_outside_of_the_folder_needs_leave_wherever_it_stands(
    tmp_path: Path, given: str, key: str, path: str
) -> None:
    text = minimal(given.replace("PATH", path))
    (line,) = problems(tmp_path, text)
    assert f": {key}: {path} leaves the folder of the experiment file" in line
    assert "--allow-outside" in line
    assert load(tmp_path, text, allow_outside=True).matrix.measured


def test_a_link_in_an_included_setting_that_leads_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    inside = tmp_path / "inside"
    inside.mkdir()
    (inside / "x.onnx").symlink_to(tmp_path / "secret.onnx")
    assert "leaves the folder" in problems(inside, minimal("include: [{model: x.onnx}]"))[0]


@pytest.mark.parametrize(
    "given", ["exclude: [{model: ../secret/net.xml}]", "baseline: {model: ../secret/net.xml}"]
)
def test_leaving_out_and_comparing_bring_no_network_of_their_own(tmp_path: Path, given: str) -> None:
    text = f"title: T\nmodel: [tiny, no-op]\ndevice: CPU\n{given}\n"
    (line,) = problems(tmp_path, text, allow_outside=True)
    assert "is no level of it; there are tiny, no-op" in line


def test_a_network_that_only_a_published_figure_names_is_never_read(tmp_path: Path) -> None:
    text = minimal("published: [{source: s, figures: [{model: ../secret/net.xml, fps: 3}]}]")
    cell = plan.expand(load(tmp_path, text)).cells[-1]
    assert not cell.measured
    assert (cell.setting.model.name, cell.setting.model.location) == ("net", "net")


@pytest.mark.parametrize(
    "given",
    [
        "include: [{model: FOLDER/nets/net.xml}]",
        "published: [{source: s, figures: [{model: FOLDER/nets/net.xml, fps: 3}]}]",
    ],
)
def test_a_level_is_called_by_the_name_of_the_network_and_not_by_its_folder(
    tmp_path: Path, given: str
) -> None:
    expanded = plan.expand(load(tmp_path, minimal(given.replace("FOLDER", str(tmp_path)))))
    assert [factor.levels for factor in expanded.factors] == [("tiny", "net")]
    for cell in expanded.cells:
        assert str(tmp_path) not in str((cell.levels, cell.setting.without_folders()))


@pytest.mark.parametrize(
    ("key", "own", "given"),
    [
        ("batch", "[1, 3]", "'03'"),
        ("model", "[a/net.xml, tiny]", "./a/net.xml"),
        ("streams", "[unset, 2]", "~"),
    ],
)
def test_a_setting_that_is_there_already_is_known_however_it_is_spelled(
    tmp_path: Path, key: str, own: str, given: str
) -> None:
    keys = {"model": "tiny", "device": "CPU", key: own}
    text = "title: T\n" + "".join(f"{name}: {value}\n" for name, value in keys.items())
    (line,) = problems(tmp_path, f"{text}include: [{{{key}: {given}}}]\n")
    assert "include[0]: is in the matrix already" in line


@pytest.mark.parametrize(
    "given",
    [
        "include: [{CACHE_DIR: x}]",
        "include: [{properties.CACHE_DIR: x}]",
        "include: [{properties: {CACHE_DIR: x}}]",
        "include: [{X: 3}]",
        "published: [{source: s, figures: [{CACHE_DIR: x, fps: 3}]}]",
    ],
)
def test_a_setting_brings_no_property_and_no_value_of_one_that_the_file_lacks(
    tmp_path: Path, given: str
) -> None:
    assert problems(tmp_path, minimal("properties: {X: [1, 2]}", given), allow_outside=True)


@pytest.mark.parametrize("name", ["CACHE_DIR", "CONFIG_FILE"])
def test_a_property_that_names_a_file_needs_leave_in_a_bundle_too(tmp_path: Path, name: str) -> None:
    text = minimal(f"bundles: {{kind: {{a: {{}}, b: {{properties: {{{name}: x}}}}}}}}")
    (line,) = problems(tmp_path, text)
    assert f"bundles.kind.b.properties.{name}: makes OpenVINO use a file" in line
    assert load(tmp_path, text, allow_outside=True).matrix.measured


@pytest.mark.parametrize(
    "written", ["nets/detector/", "{path: nets/detector}", "nets/detector/saved_model.pb"]
)
def test_a_saved_model_is_called_as_its_folder_is(tmp_path: Path, written: str) -> None:
    experiment = load(tmp_path, f"title: T\ndevice: CPU\nmodel: {written}\n")
    assert experiment.keys.model[0].label == "detector"
