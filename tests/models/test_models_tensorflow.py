"""TensorFlow's SavedModel folders and text graphs are read as OpenVINO takes them."""

from pathlib import Path

import pytest

from ovreport.errors import ModelError
from ovreport.models import reading
from tests.models import tensorflow_files
from tests.models.sources import in_file


@pytest.mark.openvino
def test_a_text_graph_is_read(tmp_path: Path) -> None:
    model = reading.read(in_file(tensorflow_files.save_text(tmp_path / "net.pbtxt")))
    assert list(model.inputs[0].shape) == [1, 4]


@pytest.mark.openvino
@pytest.mark.parametrize("named", ["saved", "saved/saved_model.pb"])
def test_a_saved_model_is_read_by_its_folder_or_its_file(tmp_path: Path, named: str) -> None:
    tensorflow_files.save_folder(tmp_path / "saved")
    model = reading.read(in_file(tmp_path / named))
    assert list(model.inputs[0].shape) == [1, 4]


def test_the_variables_of_a_saved_model_are_part_of_it(tmp_path: Path) -> None:
    folder = tensorflow_files.save_folder(tmp_path / "saved")
    bare = in_file(folder)
    (folder / "variables").mkdir()
    (folder / "variables" / "variables.index").write_bytes(b"index")
    with_variables = in_file(folder)
    assert with_variables.sha256 != bare.sha256
    assert with_variables.size_bytes == (bare.size_bytes or 0) + len(b"index")


def test_a_folder_without_a_saved_model_is_explained(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"there is no file .*saved_model\.pb"):
        in_file(tmp_path)
