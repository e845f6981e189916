"""From model files to an OpenVINO model: storage, shapes and batch. Imports OpenVINO."""

from __future__ import annotations

import dataclasses
import tempfile
from collections.abc import Sequence
from pathlib import Path

import openvino as ov

from ovreport.errors import ModelError
from ovreport.model_sources import SAVED_MODEL
from ovreport.models import mobilenet_ssd, small
from ovreport.models.files import ModelFiles
from ovreport.models.graph import Node, op
from ovreport.models.ports import Dimension, Port, spelled
from ovreport.models.shaping import shaped
from ovreport.models.wording import shortened
from ovreport.plan import Layouts, Shapes, Storage

_BUILDERS = {
    "mobilenet-ssd": mobilenet_ssd.build,
    "tiny": small.build_tiny,
    "no-op": small.build_no_op,
}


def read(
    files: ModelFiles,
    *,
    storage: Storage | None = None,
    batch: int | None = None,
    shapes: Shapes = (),
    layout: Layouts = (),
) -> ov.Model:
    """Read a model, give its inputs their shapes, and set its batch and the storage of its weights.

    Args:
        files: From `obtain`.
        storage: How the weights are stored in memory; `None` leaves them as they are in the file.
        batch: Images of a request; `None` leaves the model as it was exported.
        shapes: See `shaping.shaped`.
        layout: See `shaping.shaped`.

    Raises:
        ModelError: It cannot be read, or does not take the shapes or the batch, or an input needs a shape.
    """
    model = opened(files)
    wanted = shaped(inputs(model), name=files.name, shapes=shapes, layout=layout, batch=batch)
    _reshape(model, files.name, [one.port for one in wanted], batch)
    if storage == "f16" and files.stored != "f16":
        return _stored_as_f16(model)
    if storage == "f32" and files.stored != "f32":
        _store_as_f32(model)
    return model


def store(files: ModelFiles, storage: Storage | None, path: Path) -> ModelFiles:
    """Write a model as whoever has it in this storage would have it: `path` and the weights beside it.

    Args:
        files: From `obtain`.
        storage: How the weights are to be stored; `None` leaves them as they are.
        path: An `.xml` file.

    Raises:
        ModelError: It cannot be read or written.
    """
    model = opened(files)
    if storage == "f32":
        _store_as_f32(model)
    try:
        ov.save_model(model, path, compress_to_fp16=storage == "f16")
    except RuntimeError as error:
        raise ModelError(f"model {files.name}: OpenVINO cannot write it: {shortened(error)}") from error
    paths = (path, path.with_suffix(".bin"))
    return dataclasses.replace(files, builtin=None, paths=paths, stored=storage)


def inputs(model: ov.Model) -> tuple[Port, ...]:
    """What a model that was read says of its inputs."""
    found = []
    for port in model.inputs:
        layout = port.get_node().get_layout()
        told = port.get_any_name() if port.get_names() else port.get_node().get_friendly_name()
        found.append(
            Port(
                names=tuple(dict.fromkeys((told, *sorted(port.get_names())))),
                type=port.get_element_type().get_type_name(),
                dimensions=_dimensions(port),
                layout="" if layout.empty else layout.to_string(),
            )
        )
    return tuple(found)


def dynamic_shape(port: Node) -> str:
    """The shape of an input or output that leaves a dimension open: `[..100, 4]`; empty for a fixed one."""
    return spelled(_dimensions(port)) if port.get_partial_shape().is_dynamic else ""


def _dimensions(port: Node) -> tuple[Dimension, ...] | None:
    partial = port.get_partial_shape()
    if partial.rank.is_dynamic:
        return None
    bounds = [(each.get_min_length(), each.get_max_length()) for each in partial]
    return tuple((least, None if most < 0 else most) for least, most in bounds)


def opened(files: ModelFiles) -> ov.Model:
    """The model as it was exported.

    Raises:
        ModelError: It cannot be read.
    """
    if files.builtin is not None:
        return _BUILDERS[files.builtin]()
    path = files.paths[0]
    try:
        return ov.Core().read_model(path.parent if path.name == SAVED_MODEL else path)
    except RuntimeError as error:
        raise ModelError(
            f"model {files.name}: OpenVINO cannot read {path.name}; export it anew (with another opset, or "
            f"to another format), or take a newer OpenVINO. It says: {shortened(error)}"
        ) from error


def _reshape(model: ov.Model, name: str, wanted: Sequence[Port], batch: int | None) -> None:
    """One reshape for shapes and batch together, and none where nothing changes."""
    for port, one in zip(model.inputs, wanted, strict=True):
        if one.layout:
            port.get_node().set_layout(ov.Layout(one.layout))
    shapes = {index: _partial(one) for index, one in enumerate(wanted)}
    if all(shapes[index] == port.get_partial_shape() for index, port in enumerate(model.inputs)):
        return
    try:
        model.reshape(shapes)
    except RuntimeError as error:
        told = ", ".join(port.told for port in wanted) + (f" (batch {batch})" if batch else "")
        others = ", another `batch`, or with `layout` where the batch is" if batch else ""
        raise ModelError(
            f"model {name}: the model does not reshape to {told}; write other `shapes`{others}. "
            f"OpenVINO says: {shortened(error)}"
        ) from error


def _partial(port: Port) -> ov.PartialShape:
    assert port.dimensions is not None, "an input of unknown rank needs a shape"
    return ov.PartialShape(
        [ov.Dimension(least, -1 if most is None else most) for least, most in port.dimensions]
    )


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
            stored = op.Constant(source.data.astype("float32"))
            stored.set_friendly_name(source.get_friendly_name())
            node.output(0).replace(stored.output(0))
