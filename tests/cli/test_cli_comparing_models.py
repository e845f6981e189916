"""`compare` of real models; twenty tries of each are in `benchmarks/compared.py`."""

from __future__ import annotations

import pytest

from benchmarks.compared import LAYERS, compared

pytestmark = [pytest.mark.slow, pytest.mark.openvino]


def test_models_of_20_and_24_equal_layers_end_with_code_1() -> None:
    assert compared(*LAYERS, "--rounds", "8", "--seconds", "1").code == 1


def test_one_model_measured_twice_ends_with_code_0() -> None:
    assert compared(20, 20, "--rounds", "8", "--seconds", "1").code == 0
