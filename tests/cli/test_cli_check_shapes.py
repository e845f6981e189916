"""check opens networks that it has not seen, and tells what their inputs need or do not take."""

from __future__ import annotations

from pathlib import Path

import pytest

from ovreport import models
from ovreport.errors import SpecError
from ovreport.models import reading
from tests.cli.stand_in import TINY, Simulated, command, experiment
from tests.models import kinds

pytestmark = pytest.mark.openvino


def checked(kind: kinds.Build, *lines: str) -> str:
    """What check says of a network; its mistakes where it finds any."""
    path = experiment(TINY.replace("model: tiny", "\n".join(("model: net.xml", *lines))))
    kinds.saved(kind, path.parent)
    ended = command("check")
    return str(ended.exception) if isinstance(ended.exception, SpecError) else ended.output


def test_all_inputs_that_need_a_shape_are_named_with_a_line_to_paste(simulated: Simulated) -> None:
    told = checked(kinds.sentence)
    assert "tiny.yaml:2: model: inputs input_ids [?, ?], attention_mask [?, ?] have dynamic" in told
    line = told.splitlines()[-1]
    assert line == "shapes: {input_ids: [1, 128], attention_mask: [1, 128]}"
    assert "sound" in checked(kinds.sentence, line)


def test_a_shape_that_contradicts_a_fixed_dimension_is_a_mistake(simulated: Simulated) -> None:
    told = checked(kinds.recurrent, "shapes: {chunk: [1, 16], state: [1, 1, 16]}")
    assert "3: shapes: input state [2, ?, 16]: the experiment gives it [1, 1, 16], which contradicts" in told


def test_an_input_that_does_not_exist_is_a_mistake_with_the_nearest_name(simulated: Simulated) -> None:
    told = checked(kinds.of_eight, "shapes: {image: [8, 3, 8, 8]}")
    assert "there is no such input (did you mean images?)" in told


def test_every_level_of_a_bundle_is_looked_at(simulated: Simulated) -> None:
    bad = "bundles: {text: {a: {shapes: {input_ids: [1, 8], attention_mask: [1, 8]}}, b: {shapes: {x: [1]}}}}"
    assert "names x" in checked(kinds.sentence, bad)


def test_shapes_that_do_not_fit_together_inside_of_the_network_are_a_mistake(simulated: Simulated) -> None:
    told = checked(kinds.sentence, "shapes: {input_ids: [1, 16], attention_mask: [1, 8]}")
    assert "3: shapes: the model does not reshape to input_ids [1, 16], attention_mask [1, 8]" in told
    assert "write other `shapes`. OpenVINO says:" in told


def test_shapes_that_a_network_took_are_not_tried_again(
    simulated: Simulated, monkeypatch: pytest.MonkeyPatch
) -> None:
    fitting = "shapes: {input_ids: [1, 16], attention_mask: [1, 16]}"
    assert "sound" in checked(kinds.sentence, fitting)
    monkeypatch.setattr(reading, "opened", lambda _: pytest.fail("opened again"))
    assert "sound" in command("check").output


def test_an_input_that_cannot_be_filled_is_a_mistake_of_the_network(simulated: Simulated) -> None:
    told = checked(kinds.packed)
    assert "tiny.yaml:2: model: input codes holds u4, which ovreport cannot fill" in told


def test_an_input_without_a_name_of_its_own_is_called_as_its_node(simulated: Simulated) -> None:
    line = checked(kinds.nameless).splitlines()[-1]
    assert line == "shapes: {anything: [1, 16000]}"
    assert "sound" in checked(kinds.nameless, line)


def test_a_batch_that_nobody_can_place_is_a_mistake_with_what_to_write(simulated: Simulated) -> None:
    assert 'layout: {h: "N??"}' in checked(kinds.hidden, "batch: [1, 4]")
    assert "sound" in checked(kinds.hidden, "batch: [1, 4]", 'layout: {h: "?NC"}')


def test_a_file_that_is_no_network_is_a_mistake(simulated: Simulated) -> None:
    path = experiment(TINY.replace("model: tiny", "model: net.onnx"))
    (path.parent / "net.onnx").write_bytes(b"this is no network")
    ended = command("check")
    assert "2: model: OpenVINO cannot read net.onnx" in str(ended.exception)


def test_a_network_is_opened_once(simulated: Simulated, monkeypatch: pytest.MonkeyPatch) -> None:
    """Importing OpenVINO and reading a network take longer than everything else that check does."""
    assert "sound" in checked(kinds.of_eight)
    monkeypatch.setattr(reading, "opened", lambda _: pytest.fail("opened again"))
    assert "sound" in command("check").output


def test_what_was_remembered_and_is_damaged_is_looked_at_again(tmp_path: Path) -> None:
    files = kinds.saved(kinds.hidden, tmp_path)
    (tmp_path / f"{files.sha256}.json").write_text("{}")
    assert [port.told for port in models.look(files, cache=tmp_path)] == ["h [2, 1, 16]"]
