"""A network keeps what it was exported with, gets what is asked for, or it is said what does not fit."""

from pathlib import Path

import pytest
import yaml

from ovreport import models
from ovreport.errors import ModelError
from ovreport.models import batches, reading
from ovreport.models.ports import Port, batch_in, dimension_of, spelled
from ovreport.plan import Layouts, Shapes
from tests.models import kinds

ANY = (0, None)


def port(name: str, *dimensions: tuple[int, int | None], kind: str = "f32", layout: str = "") -> Port:
    return Port(names=(name,), type=kind, dimensions=dimensions, layout=layout)


def fixed(*sizes: int) -> tuple[tuple[int, int], ...]:
    return tuple((size, size) for size in sizes)


def shape(
    ports: list[Port], shapes: Shapes = (), layout: Layouts = (), batch: int | None = None
) -> list[str]:
    """The inputs as they are to be, spelled."""
    found = models.shaped(ports, name="net", shapes=shapes, layout=layout, batch=batch)
    return [spelled(one.port.dimensions) for one in found]


def refused(ports: list[Port], shapes: Shapes = (), layout: Layouts = (), batch: int | None = None) -> str:
    with pytest.raises(ModelError) as found:
        shape(ports, shapes, layout, batch)
    return str(found.value)


def test_all_inputs_that_need_a_shape_are_named_with_a_line_to_paste() -> None:
    said = refused([port("input_ids", ANY, ANY, kind="i64"), port("attention_mask", ANY, ANY, kind="i64")])
    assert "input_ids [?, ?], attention_mask [?, ?]" in said
    assert "guesses" in said
    assert "shapes: {input_ids: [1, 128], attention_mask: [1, 128]}" in said


def test_a_guess_keeps_what_is_fixed_and_lies_within_the_bounds() -> None:
    assert "[1, 3, 224, 224]" in refused([port("image", (1, 1), (3, 3), ANY, ANY)])
    assert "[1, 8, 80]" in refused([port("mel", ANY, (2, 8), (80, 80))])
    assert "[4, 128]" in refused([port("ids", (4, 4), (64, None), kind="i64")])


@pytest.mark.parametrize(
    "name", ["0", "1.5", "x, y", "a: b", "[x]", "#x", "yes", "null", "-", 'q"r', "a'b", "x\\y", "名前"]
)
def test_the_line_to_paste_is_yaml_whatever_an_input_is_called(name: str) -> None:
    line = refused([port(name, (1, 1), ANY)]).splitlines()[-1]
    assert yaml.safe_load(line) == {"shapes": {name: [1, 16_000]}}


@pytest.mark.parametrize("name", ["input_ids", "onnx::Add_162", "serving_default_x:0", "past.0.key", "a/b"])
def test_an_ordinary_name_needs_no_quotation_marks(name: str) -> None:
    line = refused([port(name, (1, 1), (8, None))]).splitlines()[-1]
    assert line.startswith(f"shapes: {{{name}: [1, ")
    assert list(yaml.safe_load(line)["shapes"]) == [name]


def test_a_guess_for_a_state_is_one_row() -> None:
    assert "state: [2, 1, 128]" in refused([port("input", ANY, ANY), port("state", (2, 2), ANY, (128, 128))])


def test_guesses_for_a_network_that_goes_on_after_earlier_tokens_fit_together() -> None:
    ids, mask = port("input_ids", ANY, ANY, kind="i64"), port("attention_mask", ANY, ANY, kind="i64")
    past = port("past_key_values.0.key", ANY, (4, 4), ANY, (16, 16))
    assert "{input_ids: [1, 1], attention_mask: [1, 129], past_key_values.0.key: [1, 4, 128, 16]}" in refused(
        [ids, mask, past]
    )


@pytest.mark.parametrize(("kind", "guess"), [("f32", "[1, 3, 224, 224]"), ("string", "[1]")])
def test_a_guess_stands_where_not_even_the_number_of_dimensions_is_known(kind: str, guess: str) -> None:
    open_ = Port(names=("any",), type=kind, dimensions=None)
    assert f"shapes: {{any: {guess}}}" in refused([open_])


def test_an_open_batch_becomes_1_where_nothing_else_is_open() -> None:
    assert shape([port("image", ANY, *fixed(3, 8, 8))]) == ["[1, 3, 8, 8]"]
    assert shape([port("image", ANY, *fixed(3, 8, 8))], batch=4) == ["[4, 3, 8, 8]"]


def test_a_shape_that_contradicts_a_fixed_dimension_is_refused() -> None:
    state = port("state", (2, 2), ANY, (128, 128))
    said = refused([state], (("state", (1, 1, 128)),))
    assert "state [2, ?, 128]: the experiment gives it [1, 1, 128]" in said
    assert "dimension 1 (fixed at 2)" in said
    assert shape([state], (("state", (2, 1, 128)),)) == ["[2, 1, 128]"]


def test_the_channels_of_an_image_are_fixed_and_its_height_and_width_are_not() -> None:
    image = port("image", *fixed(1, 3, 300, 300))
    assert shape([image], (("image", (1, 3, 512, 256)),)) == ["[1, 3, 512, 256]"]
    assert "dimension 2 (fixed at 3)" in refused([image], (("image", (1, 4, 300, 300)),))


def test_a_shape_beyond_the_bounds_of_a_network_is_refused() -> None:
    ids = port("ids", (1, 1), (1, 512), kind="i64")
    assert shape([ids], (("ids", (1, 512)),)) == ["[1, 512]"]
    assert "dimension 2 (bounds 1..512)" in refused([ids], (("ids", (1, 513)),))
    assert "dimension 2" in refused([ids], (("ids", (1, "1..600")),))


def test_a_dimension_may_stay_open() -> None:
    ids = port("ids", ANY, ANY, kind="i64")
    assert shape([ids], (("ids", (1, "?")),)) == ["[1, ?]"]
    assert shape([ids], (("ids", (1, "1..8")),)) == ["[1, 1..8]"]
    assert "fixed at 4" in refused([port("x", *fixed(4, 4))], (("x", (4, "?")),))


def test_an_input_that_does_not_exist_is_refused_with_the_nearest_name() -> None:
    said = refused([port("input_ids", *fixed(1, 8)), port("mask", *fixed(1, 8))], (("input_id", (1, 8)),))
    assert "names input_id, but there is no such input (did you mean input_ids?)" in said
    assert "it has input_ids [1, 8], mask [1, 8]" in said


def test_all_that_does_not_fit_is_said_at_once() -> None:
    said = refused(
        [port("state", (2, 2), ANY, (128, 128)), port("x", ANY, ANY, (80, 80))],
        (("state", (1, 1, 128)), ("y", (1,))),
        (("x", "NC"),),
    )
    assert all(part in said for part in ("fixed at 2", "names y", "`layout` names 2", "x [?, ?, 80]"))


def test_an_input_without_dimensions_has_no_batch_and_the_others_get_theirs() -> None:
    ports = [port("image", *fixed(1, 3, 8, 8)), port("steps", kind="i64")]
    assert shape(ports, batch=4) == ["[4, 3, 8, 8]", "[]"]


def test_a_layout_names_the_batch_where_shapes_cannot() -> None:
    state = port("h", *fixed(2, 1, 16))
    said = refused([state], batch=4)
    assert "h [2, 1, 16] does not say which dimension is the batch" in said
    assert 'layout: {h: "N??"}' in said
    assert shape([state], (), (("h", "?NC"),), 4) == ["[2, 4, 16]"]


def test_an_input_whose_layout_has_no_batch_keeps_its_shape() -> None:
    ports = [port("image", *fixed(1, 3, 8, 8)), port("anchors", *fixed(64, 4))]
    assert shape(ports, (), (("anchors", "??"),), 4) == ["[4, 3, 8, 8]", "[64, 4]"]
    assert "none of its inputs" in refused(ports[1:], (), (("anchors", "??"),), 4)


def test_a_later_shape_replaces_an_earlier_one_of_the_same_input() -> None:
    given: Shapes = (("ids", (1, 128)), ("ids", (1, 16)))
    assert shape([port("ids", ANY, ANY, kind="i64")], given) == ["[1, 16]"]


@pytest.mark.parametrize(
    ("layout", "rank", "place"),
    [("NCHW", 4, 0), ("?NC", 3, 1), ("[C,N]", 2, 1), ("C...N", 5, 4), ("N...", 2, 0), ("??", 2, None)],
)
def test_the_batch_of_a_layout_is_where_n_stands(layout: str, rank: int, place: int | None) -> None:
    assert batch_in(layout, rank) == place


def test_dimensions_are_spelled_with_their_bounds() -> None:
    given: tuple[int | str, ...] = (1, "?", "..100", "1..8", "3..")
    assert spelled(tuple(map(dimension_of, given))) == "[1, ?, ..100, 1..8, 3..]"
    assert spelled(None) == "[...]"


@pytest.mark.openvino
class TestFiles:
    """The same with networks that OpenVINO reads."""

    def test_a_network_says_the_names_types_and_bounds_of_its_inputs(self, tmp_path: Path) -> None:
        found = models.look(kinds.saved(kinds.recurrent, tmp_path), cache=tmp_path)
        assert [one.told for one in found] == ["chunk [?, 16]", "state [2, ?, 16]"]
        assert found[0].type == "f32"

    def test_both_open_inputs_of_a_sentence_are_named(self, tmp_path: Path) -> None:
        with pytest.raises(ModelError, match=r"input_ids \[\?, \?\], attention_mask \[\?, \?\]"):
            reading.read(kinds.saved(kinds.sentence, tmp_path))

    def test_a_batch_reaches_every_input_that_has_one(self, tmp_path: Path) -> None:
        model = reading.read(kinds.saved(kinds.counted_steps, tmp_path), batch=4)
        assert [list(each.shape) for each in model.inputs] == [[4, 3, 8, 8], []]

    def test_a_dimension_stays_open_in_the_network(self, tmp_path: Path) -> None:
        given: Shapes = (("input_ids", (1, "?")), ("attention_mask", (1, "?")))
        model = reading.read(kinds.saved(kinds.sentence, tmp_path), shapes=given)
        assert [reading.dynamic_shape(each) for each in model.inputs] == ["[1, ?]", "[1, ?]"]

    def test_an_output_that_depends_on_the_values_is_spelled_with_its_bound(self, tmp_path: Path) -> None:
        boxes = reading.read(kinds.saved(kinds.kept_boxes, tmp_path))
        assert [reading.dynamic_shape(each) for each in boxes.outputs] == ["[..20, 4]"]
        places = reading.read(kinds.saved(kinds.bright, tmp_path))
        assert reading.dynamic_shape(places.outputs[0]).startswith("[4, ")
        assert reading.dynamic_shape(places.inputs[0]) == ""

    @pytest.mark.parametrize(
        ("kind", "asked", "layout", "images", "source"),
        [
            (kinds.of_eight, None, (), 8, "reshaped"),
            (kinds.six_cameras, None, (), 1, ""),
            (kinds.six_rows, None, (), 1, ""),
            (kinds.counted_steps, 4, (), 4, "asked"),
            (kinds.hidden, None, (("h", "?NC"),), 1, "layout"),
            (kinds.hidden, 4, (("h", "?NC"),), 4, "asked"),
            (kinds.six_cameras, None, (("cameras", "NCHW"),), 6, "layout"),
        ],
    )  # fmt: skip
    def test_the_batch_is_read_back(
        self, tmp_path: Path, kind: kinds.Build, asked: int | None, layout: Layouts, images: int, source: str
    ) -> None:
        model = reading.read(kinds.saved(kind, tmp_path), batch=asked, layout=layout)
        found = batches.batch_of(model, asked=asked)
        assert (found.images, found.source) == (images, source)

    def test_what_a_request_carries_has_its_place_in_every_input(self, tmp_path: Path) -> None:
        steps = reading.read(kinds.saved(kinds.counted_steps, tmp_path), batch=4)
        assert batches.batch_of(steps, asked=4).places == (0, None)
        hidden = reading.read(kinds.saved(kinds.hidden, tmp_path), layout=(("h", "?NC"),))
        assert batches.batch_of(hidden, asked=None).places == (1,)
