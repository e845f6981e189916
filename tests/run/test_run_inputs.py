"""Seeded values for every input."""

import numpy as np
import pytest

from ovreport.records import Tensor
from ovreport.run.inputs import UnfillableError, fill

IMAGE = Tensor(name="data", type="f32", shape=(1, 3, 8, 8))


def batch_of(images: int) -> Tensor:
    return Tensor(name="data", type="f32", shape=(images, 3, 8, 8))


def test_images_hold_whole_numbers_from_0_to_255() -> None:
    (values,) = fill((IMAGE,), batch=1, seed=1)
    assert values.dtype == np.float32
    assert values.min() >= 0
    assert 200 < values.max() <= 255
    assert np.array_equal(values, np.rint(values))


def test_the_first_image_is_the_same_for_every_batch() -> None:
    (one,) = fill((batch_of(1),), batch=1, seed=1)
    (three,) = fill((batch_of(3),), batch=3, seed=1)
    np.testing.assert_array_equal(one[0], three[0])
    assert not np.array_equal(three[0], three[1])


def test_the_seed_decides_the_values() -> None:
    (one,), (again,), (other,) = (fill((IMAGE,), batch=1, seed=seed) for seed in (1, 1, 2))
    np.testing.assert_array_equal(one, again)
    assert not np.array_equal(one, other)


def test_two_inputs_get_different_values() -> None:
    first, second = fill((IMAGE, IMAGE), batch=1, seed=1)
    assert not np.array_equal(first, second)


@pytest.mark.parametrize("kind", ["i64", "i32", "u8", "i8", "boolean"])
def test_integers_stay_small_enough_for_any_vocabulary(kind: str) -> None:
    (values,) = fill((Tensor(name="ids", type=kind, shape=(1, 50)),), batch=1, seed=1)
    assert values.min() >= 0
    assert values.max() == 1


def test_a_mask_hides_nothing() -> None:
    (values,) = fill((Tensor(name="attention_mask", type="i64", shape=(1, 50)),), batch=1, seed=1)
    assert values.min() == 1


def test_an_image_info_names_the_size_of_the_image() -> None:
    information = Tensor(name="im_info", type="f32", shape=(2, 3))
    _, values = fill((batch_of(2), information), batch=2, seed=1)
    assert values.tolist() == [[8, 8, 1], [8, 8, 1]]


def test_no_value_is_denormal() -> None:
    tensors = (IMAGE, Tensor(name="x", type="f32", shape=(1, 1000)))
    for values in fill(tensors, batch=1, seed=1):
        small = (values != 0) & (np.abs(values.astype(np.float64)) < np.finfo(np.float32).tiny)
        assert not small.any()


def test_a_scalar_input_is_filled() -> None:
    (values,) = fill((Tensor(name="x", type="f32", shape=()),), batch=1, seed=1)
    assert values.shape == ()


def test_an_element_type_that_cannot_be_filled_is_named_with_its_input() -> None:
    with pytest.raises(UnfillableError, match="input words holds string"):
        fill((Tensor(name="words", type="string", shape=(1,)),), batch=1, seed=1)
