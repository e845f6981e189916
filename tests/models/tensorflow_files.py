"""A network of one operation in TensorFlow's formats, written byte by byte: `x` `1,4` to `y`, its ReLU."""

from __future__ import annotations

from pathlib import Path

_FLOAT = 1
"""DT_FLOAT of types.proto."""


def save_text(path: Path) -> Path:
    """A frozen graph as text."""
    dims = "dim { size: 1 } dim { size: 4 }"
    kind = "type: DT_FLOAT"
    path.write_text(
        f'node {{ name: "x" op: "Placeholder" attr {{ key: "dtype" value {{ {kind} }} }} '
        f'attr {{ key: "shape" value {{ shape {{ {dims} }} }} }} }}\n'
        f'node {{ name: "y" op: "Relu" input: "x" attr {{ key: "T" value {{ {kind} }} }} }}\n',
        encoding="utf-8",
    )
    return path


def save_folder(folder: Path) -> Path:
    """A SavedModel without variables; see saved_model.proto and meta_graph.proto."""
    inputs = _part(1, _part(1, b"x") + _part(2, _tensor(b"x:0")))
    outputs = _part(2, _part(1, b"y") + _part(2, _tensor(b"y:0")))
    signature = inputs + outputs + _part(3, b"tensorflow/serving/predict")
    signatures = _part(5, _part(1, b"serving_default") + _part(2, signature))
    meta = _part(1, _part(4, b"serve")) + _part(2, _graph()) + signatures
    folder.mkdir()
    (folder / "saved_model.pb").write_bytes(_number(1, 1) + _part(2, meta))
    return folder


def _graph() -> bytes:
    kind = _part(5, _part(1, b"dtype") + _part(2, _number(6, _FLOAT)))
    shape = _part(5, _part(1, b"shape") + _part(2, _part(7, _shape())))
    placeholder = _part(1, b"x") + _part(2, b"Placeholder") + kind + shape
    of = _part(5, _part(1, b"T") + _part(2, _number(6, _FLOAT)))
    relu = _part(1, b"y") + _part(2, b"Relu") + _part(3, b"x") + of
    return _part(1, placeholder) + _part(1, relu)


def _tensor(name: bytes) -> bytes:
    return _part(1, name) + _number(2, _FLOAT) + _part(3, _shape())


def _shape() -> bytes:
    return _part(2, _number(1, 1)) + _part(2, _number(1, 4))


def _number(field: int, value: int) -> bytes:
    """A whole number of a message (protobuf, encoding of varints)."""
    return _varint(field << 3) + _varint(value)


def _part(field: int, content: bytes) -> bytes:
    """A text or message inside of another one."""
    return _varint(field << 3 | 2) + _varint(len(content)) + content


def _varint(value: int) -> bytes:
    found = b""
    while value > 127:
        found += bytes([value & 127 | 128])
        value >>= 7
    return found + bytes([value])
