"""Values for every input: what fits it, and what the experiment says in its place."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from ovreport.models.consumers import Need
from ovreport.models.pictures import NORMALISED
from ovreport.plan import Feed
from ovreport.records import Tensor
from ovreport.run.inputs import FedInput, Filled, UnfillableError, fill

IMAGE = Tensor(name="data", type="f32", shape=(1, 3, 8, 8), batch_place=0)


def tensor(name: str, kind: str, *shape: int) -> Tensor:
    return Tensor(name=name, type=kind, shape=shape)


def batch_of(images: int) -> Tensor:
    return Tensor(name="data", type="f32", shape=(images, 3, 8, 8), batch_place=0)


def filled(*tensors: Tensor, seed: int = 1, **needs: Need) -> tuple[Filled, ...]:
    """Inputs without a word of the experiment; what their graphs tell, by name."""
    return fill([FedInput(tensor=each, need=needs.get(each.name, Need())) for each in tensors], seed=seed)


def drawn(*tensors: Tensor, seed: int = 1, **needs: Need) -> list[NDArray[np.generic]]:
    return [each.turn(0) for each in filled(*tensors, seed=seed, **needs)]


def given(wanted: Tensor, kind: str, *numbers: float, rows_in_turn: bool = False, **more: Any) -> Filled:
    """One input as the experiment says."""
    feed = Feed(input=wanted.name, kind=kind, numbers=numbers, **more)  # type: ignore[arg-type]  # tests name kinds
    return fill([FedInput(tensor=wanted)], [feed], seed=1, rows_in_turn=rows_in_turn)[0]


def saved(path: Path, array: NDArray[np.generic]) -> dict[str, Any]:
    np.save(path, array)
    return {"paths": (path.name,), "files": (str(path),)}


def test_images_hold_whole_numbers_from_0_to_255() -> None:
    (values,) = drawn(IMAGE)
    assert values.dtype == np.float32
    assert values.min() >= 0
    assert 200 < values.max() <= 255
    assert np.array_equal(values, np.rint(values))


def test_images_that_the_network_wants_normalised_are_so() -> None:
    (values,) = drawn(IMAGE, data=Need(pixels=NORMALISED))
    assert values.min() < -1
    assert abs(values.mean()) < 0.3


def test_the_first_image_is_the_same_for_every_batch() -> None:
    (one,), (three,) = drawn(batch_of(1)), drawn(batch_of(3))
    np.testing.assert_array_equal(one[0], three[0])
    assert not np.array_equal(three[0], three[1])


def test_the_seed_decides_the_values() -> None:
    (one,), (again,), (other,) = (drawn(IMAGE, seed=seed) for seed in (1, 1, 2))
    np.testing.assert_array_equal(one, again)
    assert not np.array_equal(one, other)


def test_two_inputs_get_different_values() -> None:
    first, second = drawn(IMAGE, IMAGE)
    assert not np.array_equal(first, second)


@pytest.mark.parametrize("kind", ["i64", "i32", "u8", "i8"])
def test_integers_stay_small_enough_for_any_vocabulary(kind: str) -> None:
    (values,) = drawn(tensor("ids", kind, 1, 50))
    assert values.min() >= 0
    assert values.max() == 1


def test_ids_are_spread_over_the_table_that_they_choose_from() -> None:
    (values,) = drawn(tensor("ids", "i64", 1, 500), ids=Need(rows=30))
    assert set(values.reshape(-1).tolist()) == set(range(30))


def test_a_table_of_one_row_is_asked_for_that_row() -> None:
    (values,) = drawn(tensor("speaker_id", "i64", 1, 4), speaker_id=Need(rows=1))
    assert not values.any()


@pytest.mark.parametrize("name", ["attention_mask", "decoder_attention_mask", "mask"])
def test_a_mask_hides_nothing(name: str) -> None:
    (values,) = drawn(tensor(name, "i64", 1, 50))
    assert values.min() == 1


@pytest.mark.parametrize(
    "name", ["past_key_values.0.key", "h0", "c0", "state_in", "hiddenState", "cell", "cache_k", "mems"]
)
def test_states_begin_with_zeros(name: str) -> None:
    (values,) = drawn(tensor(name, "f32", 1, 4))
    assert not values.any()


@pytest.mark.parametrize("name", ["past_key_values.0.key", "attention_mask"])
def test_what_has_the_shape_of_an_image_is_none_where_its_name_says_otherwise(name: str) -> None:
    (values,) = drawn(tensor(name, "f32", 1, 4, 8, 8))
    assert set(np.unique(values)) == ({1.0} if "mask" in name else {0.0})


@pytest.mark.parametrize("name", ["sr", "sample_rate", "sampling_rate"])
def test_a_sampling_rate_is_that_of_speech(name: str) -> None:
    (value,) = drawn(tensor(name, "i64"))
    assert value == 16_000


@pytest.mark.parametrize("name", ["encoder_hidden_states", "hot", "channels", "stateless"])
def test_what_is_no_state_is_drawn(name: str) -> None:
    (values,) = drawn(tensor(name, "f32", 1, 4))
    assert values.any()


def test_a_state_that_the_graph_tells_begins_with_zeros_whatever_its_name() -> None:
    (values,) = drawn(tensor("x3", "f32", 1, 4), x3=Need(role="state"))
    assert not values.any()


def test_lengths_are_those_of_the_whole_sequence() -> None:
    by_graph, by_name, sequence = drawn(
        tensor("n", "i32", 2), tensor("x_lengths", "i64", 2), tensor("x", "f32", 2, 7), n=Need(length=9)
    )
    assert by_graph.tolist() == [9, 9]
    assert by_name.tolist() == [7, 7]
    assert sequence.shape == (2, 7)


def test_positions_and_the_offsets_of_bags_count_up() -> None:
    positions, offsets = drawn(
        tensor("position_ids", "i64", 2, 4), tensor("o", "i64", 3), o=Need(role="offsets")
    )
    assert positions.tolist() == [[0, 1, 2, 3]] * 2
    assert offsets.tolist() == [0, 1, 2]


def test_positions_stay_within_a_table_that_is_shorter() -> None:
    (values,) = drawn(tensor("position_ids", "i64", 1, 50), position_ids=Need(rows=4))
    assert values.max() <= 3


def test_booleans_are_true_and_single_numbers_small() -> None:
    keep, steps, threshold, scale = drawn(
        tensor("keep", "boolean", 1, 16),
        tensor("steps", "i64"),
        tensor("threshold", "f32"),
        tensor("scale", "f32", 1),
    )
    assert keep.all()
    assert (steps.shape, int(steps)) == ((), 1)
    assert (float(threshold), float(scale[0])) == (0.5, 0.5)


def test_an_image_info_names_the_size_of_the_image() -> None:
    _, values = drawn(batch_of(2), tensor("im_info", "f32", 2, 3))
    assert values.tolist() == [[8, 8, 1], [8, 8, 1]]


def test_no_value_is_denormal() -> None:
    for values in drawn(IMAGE, tensor("x", "f32", 1, 1000)):
        small = (values != 0) & (np.abs(values.astype(np.float64)) < np.finfo(np.float32).tiny)
        assert not small.any()


def test_an_input_of_strings_gets_a_sentence() -> None:
    (each,) = filled(tensor("words", "string", 2))
    assert each.contents[0].shape == (2,)
    assert each.fed.text in set(each.contents[0].tolist())


@pytest.mark.parametrize("kind", ["u4", "i4", "nf4", "f8e4m3", "u1"])
def test_an_element_type_that_cannot_be_filled_is_named_with_what_to_write(kind: str) -> None:
    with pytest.raises(UnfillableError, match=f"input x holds {kind}.*set_element_type"):
        drawn(tensor("x", kind, 1))


@pytest.mark.parametrize(
    ("kind", "how", "numbers", "low", "high"),
    [
        ("f32", "constant", (0.5,), 0.5, 0.5),
        ("i64", "constant", (3.0,), 3, 3),
        ("boolean", "constant", (0.0,), 0, 0),
        ("i64", "uniform", (5.0, 9.0), 5, 9),
        ("u8", "uniform", (0.0, 255.0), 0, 255),
    ],
)
def test_the_experiment_says_what_an_input_gets(
    kind: str, how: str, numbers: tuple[float, ...], low: float, high: float
) -> None:
    each = given(tensor("x", kind, 1, 4000), how, *numbers)
    assert (each.contents[0].min(), each.contents[0].max()) == (low, high)
    assert each.fed.why == "given"


def test_floats_may_be_uniform_or_normal() -> None:
    uniform = given(tensor("x", "f16", 1, 4000), "uniform", -1, 1).turn(0)
    normal = given(tensor("x", "f32", 1, 4000), "normal", 10, 2).turn(0)
    assert uniform.dtype == np.float16
    assert -1 <= uniform.min() < -0.9
    assert normal.mean() == pytest.approx(10, abs=0.2)
    assert normal.std() == pytest.approx(2, abs=0.2)


@pytest.mark.parametrize(
    ("kind", "how", "numbers", "said"),
    [
        ("i64", "constant", (0.5,), "holds i64, which cannot hold 0.5"),
        ("u8", "constant", (300.0,), "holds u8, which cannot hold 300"),
        ("i64", "normal", (0.0, 1.0), "low: ..., high: ..."),
        ("string", "constant", (1.0,), "{text: ...}"),
        ("u8", "uniform", (-1.0, 1.0), "cannot hold -1"),
    ],
)
def test_numbers_that_an_input_cannot_hold_are_refused(
    kind: str, how: str, numbers: tuple[float, ...], said: str
) -> None:
    with pytest.raises(UnfillableError) as caught:
        given(tensor("x", kind, 1, 4), how, *numbers)
    assert said in str(caught.value)


def test_a_name_that_no_input_has_is_refused_with_those_there_are() -> None:
    feed = Feed(input="y", kind="constant", numbers=(1.0,))
    with pytest.raises(UnfillableError, match="no such input; there are x"):
        fill([FedInput(tensor=tensor("x", "f32", 1))], [feed], seed=1)


def test_an_input_is_found_by_all_its_names_and_the_only_one_by_none() -> None:
    port = FedInput(tensor=tensor("x", "f32", 1), names=("x", "x:0"))
    for name in ("x:0", ""):
        feed = Feed(input=name, kind="constant", numbers=(7.0,))
        assert fill([port], [feed], seed=1)[0].contents[0].tolist() == [7]


def test_a_file_feeds_an_input_of_its_shape(tmp_path: Path) -> None:
    array = np.arange(8, dtype=np.int64).reshape(1, 8)
    each = given(tensor("x", "f32", 1, 8), "arrays", **saved(tmp_path / "a.npy", array))
    np.testing.assert_array_equal(each.turn(0), array)
    assert each.fed.paths == ("a.npy",)
    assert each.fed.sha256 is not None


def test_a_file_may_lack_the_first_dimension(tmp_path: Path) -> None:
    each = given(tensor("x", "f32", 2, 3), "arrays", **saved(tmp_path / "a.npy", np.arange(3.0)))
    assert each.contents[0].tolist() == [[0, 1, 2]] * 2


def test_rows_of_a_file_are_taken_in_turn_where_the_experiment_sets_the_batch(tmp_path: Path) -> None:
    wanted = Tensor(name="x", type="f32", shape=(3, 2), batch_place=0)
    source = saved(tmp_path / "a.npy", np.array([[0.0, 0], [1, 1]]))
    assert given(wanted, "arrays", rows_in_turn=True, **source).contents[0][:, 0].tolist() == [0, 1, 0]
    with pytest.raises(UnfillableError, match=r"has the shape \[3, 2\], and a.npy has \[2, 2\]"):
        given(wanted, "arrays", **source)


@pytest.mark.parametrize(
    ("array", "said"),
    [
        (np.zeros((1, 9)), "has the shape [1, 8], and a.npy has [1, 9]"),
        (np.full((1, 8), 0.5), "holds i64, which cannot hold a.npy"),
        (np.full((1, 8), "a"), "a.npy holds <U1"),
        (np.array({}, object), "a.npy: "),
    ],
    ids=["shape", "fraction", "text", "objects"],
)
def test_a_file_that_does_not_fit_is_refused_with_both_sides(
    tmp_path: Path, array: NDArray[np.generic], said: str
) -> None:
    with pytest.raises(UnfillableError) as caught:
        given(tensor("x", "i64", 1, 8), "arrays", **saved(tmp_path / "a.npy", array))
    assert said in str(caught.value)


def test_an_archive_is_asked_for_the_array_of_the_inputs_name(tmp_path: Path) -> None:
    path = tmp_path / "all.npz"
    np.savez(path, x=np.zeros(2), y=np.ones(2))
    source: dict[str, Any] = {"paths": ("all.npz",), "files": (str(path),)}
    assert given(tensor("x", "f32", 2), "arrays", **source).contents[0].tolist() == [0, 0]
    assert given(tensor("x", "f32", 2), "arrays", array="y", **source).contents[0].tolist() == [1, 1]
    with pytest.raises(UnfillableError, match="no array z; it has x, y"):
        given(tensor("z", "f32", 2), "arrays", **source)


def test_several_files_come_in_turn(tmp_path: Path) -> None:
    for name, value in (("a", 0.0), ("b", 1.0)):
        np.save(tmp_path / f"{name}.npy", np.array([value]))
    files = tuple(str(tmp_path / f"{name}.npy") for name in "ab")
    each = given(tensor("x", "f32", 1), "arrays", paths=("*.npy",), files=files)
    assert [float(each.turn(number)[0]) for number in range(4)] == [0, 1, 0, 1]
    assert each.fed.files == 2


def test_strings_fill_an_input_in_turn(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("one\ntwo\n", encoding="utf-8")
    wanted = tensor("words", "string", 3)
    assert given(wanted, "text", text=("a", "b")).contents[0].tolist() == ["a", "b", "a"]
    source: dict[str, Any] = {"paths": ("a.txt",), "files": (str(tmp_path / "a.txt"),)}
    each = given(wanted, "lines", **source)
    assert each.contents[0].tolist() == ["one", "two", "one"]


def test_pictures_are_resized_and_scaled(tmp_path: Path) -> None:
    image = pytest.importorskip("PIL.Image", reason="pictures need Pillow")
    image.new("RGB", (40, 20), (255, 0, 0)).save(tmp_path / "red.png")
    source: dict[str, Any] = {"paths": ("red.png",), "files": (str(tmp_path / "red.png"),)}
    first = given(IMAGE, "images", 0, 255, **source).contents[0]
    assert first.shape == (1, 3, 8, 8)
    assert (first[0, 0].min(), first[0, 1].max()) == (255, 0)
    last = given(tensor("x", "f32", 2, 8, 8, 3), "images", -1, 1, **source).contents[0]
    assert (last[..., 0].min(), last[..., 1].max()) == (1, -1)
    grey = given(tensor("x", "u8", 1, 1, 8, 8), "images", 0, 255, **source).contents[0]
    assert grey.dtype == np.uint8


def test_what_is_no_picture_or_takes_none_is_refused(tmp_path: Path) -> None:
    image = pytest.importorskip("PIL.Image", reason="pictures need Pillow")
    (tmp_path / "a.png").write_bytes(b"no picture")
    source: dict[str, Any] = {"paths": ("a.png",), "files": (str(tmp_path / "a.png"),)}
    with pytest.raises(UnfillableError, match=r"a.png: cannot be read"):
        given(IMAGE, "images", 0, 255, **source)
    image.new("RGB", (4, 4)).save(tmp_path / "a.png")
    with pytest.raises(UnfillableError, match=r"the input has the shape \[1, 8\]"):
        given(tensor("x", "f32", 1, 8), "images", 0, 255, **source)


def test_a_picture_beside_a_release_without_pillow_is_refused_with_what_to_feed_instead(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "PIL", None)
    (tmp_path / "a.png").touch()
    source: dict[str, Any] = {"paths": ("a.png",), "files": (str(tmp_path / "a.png"),)}
    with pytest.raises(UnfillableError, match=r"a\.png: is a picture, and .* feed it as \.npy"):
        given(IMAGE, "images", 0, 255, **source)


def open_one(name: str, dynamic: str = "[?, ?]") -> Tensor:
    return Tensor(name=name, type="i64", shape=(1, 1), dynamic=dynamic)


def test_an_open_input_takes_the_shape_that_is_given_and_those_alike_with_it() -> None:
    ports = [FedInput(tensor=open_one(name)) for name in ("input_ids", "attention_mask")]
    feeds = [Feed(input="input_ids", kind="drawn", shape=(1, 16))]
    assert [each.contents[0].shape for each in fill(ports, feeds, seed=1)] == [(1, 16)] * 2


def test_an_open_input_takes_the_shape_of_its_file(tmp_path: Path) -> None:
    each = given(open_one("x", "[1, 2..8]"), "arrays", **saved(tmp_path / "a.npy", np.zeros((1, 5))))
    assert each.tensor.shape == (1, 5)


@pytest.mark.parametrize("dynamic", ["[1, 2..8]", "[2, ?]", "[?]", ""])
def test_a_shape_that_contradicts_the_network_is_refused(dynamic: str) -> None:
    with pytest.raises(UnfillableError, match=r"inputs.x.shape has \[1, 16\]"):
        given(open_one("x", dynamic), "drawn", shape=(1, 16))
