"""From model files to a static OpenVINO network: storage, shapes and batch. Imports OpenVINO."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import openvino as ov

from ovreport.errors import ModelError
from ovreport.models import mobilenet_ssd, small
from ovreport.models.files import ModelFiles
from ovreport.models.graph import Node
from ovreport.models.wording import shortened
from ovreport.plan import Storage

_BUILDERS = {
    "mobilenet-ssd": mobilenet_ssd.build,
    "tiny": small.build_tiny,
    "no-op": small.build_no_op,
}


def read(
    files: ModelFiles,
    *,
    storage: Storage | None,
    batch: int,
    shapes: Sequence[tuple[str, tuple[int, ...]]],
) -> ov.Model:
    """Read a network, make it static, and set its batch and the storage of its weights.

    Args:
        files: From `obtain`.
        storage: How the weights are stored in memory; `None` leaves them as they are in the file.
        batch: Images of a request, the first dimension of every image input.
        shapes: Pairs of input name and shape for dynamic inputs; an empty name means the only input.

    Raises:
        ModelError: It cannot be read, does not take the shapes or the batch, or an input stays dynamic.
    """
    model = _opened(files)
    _reshape(model, files.name, dict(shapes), batch)
    match storage:
        case "f16":
            return _stored_as_f16(model)
        case "f32":
            _store_as_f32(model)
    return model


def _opened(files: ModelFiles) -> ov.Model:
    if files.builtin is not None:
        return _BUILDERS[files.builtin]()
    try:
        return ov.Core().read_model(files.paths[0])
    except RuntimeError as error:
        raise ModelError(
            f"model {files.name}: OpenVINO cannot read {files.paths[0].name}: {shortened(error)}"
        ) from error


def _reshape(model: ov.Model, name: str, shapes: Mapping[str, tuple[int, ...]], batch: int) -> None:
    """One reshape for shapes and batch together, and none where nothing changes."""
    wanted = {
        index: _with_batch(port, name, _given(port, model, name, shapes), batch)
        for index, port in enumerate(model.inputs)
    }
    _refuse_unknown(model, name, shapes)
    _refuse_dynamic(model, name, wanted)
    if all(ov.PartialShape(wanted[i]) == port.get_partial_shape() for i, port in enumerate(model.inputs)):
        return
    try:
        model.reshape({i: ov.PartialShape(shape) for i, shape in wanted.items()})
    except RuntimeError as error:
        spelled = ", ".join(f"{_name(model.input(i))} {shape}" for i, shape in wanted.items())
        raise ModelError(
            f"model {name}: the network does not reshape to {spelled} (batch {batch}): {shortened(error)}"
        ) from error


def _given(port: Node, model: ov.Model, name: str, shapes: Mapping[str, tuple[int, ...]]) -> list[int]:
    """The shape that the experiment gives an input, else its own; -1 stands for a dynamic dimension."""
    for alias in (*port.get_names(), *([""] if len(model.inputs) == 1 else [])):
        if alias in shapes:
            return _fitting(port, name, list(shapes[alias]))
    partial = port.get_partial_shape()
    if partial.rank.is_dynamic:
        raise ModelError(_how_to_shape(name, port))
    return [-1 if each.is_dynamic else each.get_length() for each in partial]


def _fitting(port: Node, name: str, shape: list[int]) -> list[int]:
    partial = port.get_partial_shape()
    if partial.rank.is_static and partial.rank.get_length() != len(shape):
        raise ModelError(
            f"model {name}: input {_name(port)} is {_spelled(port)}, the experiment gives it {shape}; "
            f"`shapes` needs {partial.rank.get_length()} numbers"
        )
    return shape


def _with_batch(port: Node, name: str, shape: list[int], batch: int) -> list[int]:
    """Put the batch where the layout has N; without a layout, where an image's batch is: first.

    An input that is no image (not four dimensions) and whose first dimension is neither 1 nor dynamic has
    no batch that anyone could know; batch 1 leaves it alone.
    """
    place = _batch_place(port, shape)
    if place is not None:
        return [*shape[:place], batch, *shape[place + 1 :]]
    if batch != 1:
        raise ModelError(
            f"model {name}: input {_name(port)} is {_spelled(port)} and does not say which dimension is the "
            f"batch; batch {batch} cannot be set"
        )
    return shape


def _batch_place(port: Node, shape: list[int]) -> int | None:
    layout = port.get_node().get_layout()
    if not layout.empty:
        return int(ov.layout_helpers.batch_idx(layout)) if ov.layout_helpers.has_batch(layout) else None
    return 0 if shape and (len(shape) == 4 or shape[0] in (-1, 1)) else None


def _refuse_unknown(model: ov.Model, name: str, shapes: Mapping[str, tuple[int, ...]]) -> None:
    known = {alias for port in model.inputs for alias in port.get_names()}
    known |= {""} if len(model.inputs) == 1 else set()
    for alias in shapes:
        if alias not in known:
            names = ", ".join(_name(port) for port in model.inputs)
            raise ModelError(f"model {name}: there is no input {alias or 'without a name'}; it has {names}")


def _refuse_dynamic(model: ov.Model, name: str, wanted: Mapping[int, list[int]]) -> None:
    for index, shape in wanted.items():
        if -1 in shape:
            raise ModelError(_how_to_shape(name, model.input(index)))


def _how_to_shape(name: str, port: Node) -> str:
    return (
        f"model {name}: input {_name(port)} has the dynamic shape {_spelled(port)}; give it a shape in the "
        f"experiment file: model: {{path: ..., shapes: {{{_name(port)}: [1, ...]}}}}"
    )


def _name(port: Node) -> str:
    return port.get_any_name() if port.get_names() else "(unnamed)"


def _spelled(port: Node) -> str:
    return str(port.get_partial_shape().to_string())


def _stored_as_f16(model: ov.Model) -> ov.Model:
    """Compress as a saved file would be: every f32 constant becomes f16 with a conversion behind it."""
    with tempfile.TemporaryDirectory(prefix="ovreport-") as folder:
        path = Path(folder) / "model.xml"
        ov.save_model(model, path, compress_to_fp16=True)
        xml, weights = path.read_bytes(), path.with_suffix(".bin").read_bytes()
    return ov.Core().read_model(xml, weights)


def _store_as_f32(model: ov.Model) -> None:
    """Undo a compression to f16: every f16 constant and the conversion behind it become one f32 constant."""
    for node in model.get_ops():
        if node.get_type_name() != "Convert" or node.get_element_type() != ov.Type.f32:
            continue
        source = node.input_value(0).get_node()
        if source.get_type_name() == "Constant" and source.get_element_type() == ov.Type.f16:
            stored = ov.op.Constant(source.data.astype("float32"))
            stored.set_friendly_name(source.get_friendly_name())
            node.output(0).replace(stored.output(0))
