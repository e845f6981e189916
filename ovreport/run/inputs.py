"""Values for every input of a model: as the experiment says, else what fits it (see `drawn`)."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import cycle, islice
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from ovreport.models import Need, dimension_of
from ovreport.plan import Feed
from ovreport.records import Fed, Tensor
from ovreport.run import drawn, fed_files

Content = NDArray[Any]

TYPES: dict[str, type[np.generic]] = {
    "f64": np.float64,
    "f32": np.float32,
    "f16": np.float16,
    "bf16": np.float32,
    "i64": np.int64,
    "i32": np.int32,
    "i16": np.int16,
    "i8": np.int8,
    "u64": np.uint64,
    "u32": np.uint32,
    "u16": np.uint16,
    "u8": np.uint8,
    "boolean": np.bool_,
    "string": np.str_,
}
"""NumPy's types of contents; a bf16 input gets its from f32 when it is filled."""


class UnfillableError(Exception):
    """An input that cannot be filled as it should be; the message says why and what to write."""


@dataclass(frozen=True, kw_only=True)
class FedInput:
    """An input that is to be filled.

    Attributes:
        tensor: With the shape that it is fed in unless the experiment says another one.
        names: All that it is known by.
        need: What the graph tells of its values.
    """

    tensor: Tensor
    names: tuple[str, ...] = ()
    need: Need = field(default_factory=Need)


@dataclass(frozen=True, kw_only=True, eq=False)
class Filled:
    """An input with its values.

    Attributes:
        tensor: With the shape of the values.
        contents: At least one; several are fed in turn. Each is of the tensor's shape, and of the type that
            `TYPES` has for it.
    """

    tensor: Tensor
    fed: Fed
    contents: tuple[Content, ...]

    def turn(self, number: int) -> Content:
        """What is fed in a turn, from 0."""
        return self.contents[number % len(self.contents)]


def fill(
    ports: Sequence[FedInput], feeds: Sequence[Feed] = (), *, seed: int, rows_in_turn: bool = False
) -> tuple[Filled, ...]:
    """Values for every input.

    Args:
        ports: In the order of the model.
        feeds: What the experiment says of some of them.
        seed: Decides what is drawn.
        rows_in_turn: Whether a file may have another number of rows than the batch: the experiment sets it.

    Raises:
        UnfillableError: An input cannot be filled as the experiment or its type wants it.
    """
    refuse_types([port.tensor for port in ports])
    given = _by_place(ports, feeds)
    loaded = {place: _loaded(feed, ports[place]) for place, feed in given.items() if feed.paths}
    tensors = _shaped(ports, given, loaded)
    return tuple(
        _filled(_Place(tensors, index, port, seed, rows_in_turn), given.get(index), loaded.get(index))
        for index, port in enumerate(ports)
    )


def refuse_types(tensors: Sequence[Tensor]) -> None:
    """Refuse inputs whose numbers NumPy does not have.

    Raises:
        UnfillableError: The first of them, with what to do about it.
    """
    for tensor in tensors:
        if tensor.type not in TYPES:
            raise UnfillableError(
                f"input {tensor.name} holds {tensor.type}, which ovreport cannot fill; give the model an "
                "input of u8, i8 or f32 (openvino.preprocess.PrePostProcessor: "
                "input().tensor().set_element_type) and measure that"
            )


@dataclass(frozen=True)
class _Place:
    """One of all inputs."""

    tensors: tuple[Tensor, ...]
    index: int
    port: FedInput
    seed: int
    rows_in_turn: bool

    @property
    def tensor(self) -> Tensor:
        return self.tensors[self.index]


def _by_place(ports: Sequence[FedInput], feeds: Sequence[Feed]) -> dict[int, Feed]:
    """The feeds by the place of the input that each is meant for."""
    found: dict[int, Feed] = {}
    for feed in feeds:
        place = next(
            (place for place, port in enumerate(ports) if feed.input in (port.tensor.name, *port.names)), None
        )
        if place is None and not feed.input and len(ports) == 1:
            place = 0
        if place is None:
            names = ", ".join(port.tensor.name for port in ports) or "none"
            raise UnfillableError(
                f"inputs.{feed.input or '(empty)'}: there is no such input; there are {names}"
            )
        if place in found:
            raise UnfillableError(f"inputs.{feed.input}: is fed already, as {found[place].input}")
        found[place] = feed
    return found


def _loaded(feed: Feed, port: FedInput) -> tuple[Content, ...]:
    """What the files of a feed hold; of pictures, which take their size from the input, nothing yet."""
    if feed.kind == "images":
        return ()
    read: Callable[[str], Content] = (
        (lambda file: np.array(fed_files.lines(file)))
        if feed.kind == "lines"
        else (lambda file: fed_files.array(file, feed.array, (port.tensor.name, *port.names)))
    )
    return tuple(_reading(read, file, feed) for file in feed.files)


def _reading(read: Callable[[str], Content], file: str, feed: Feed) -> Content:
    try:
        return read(file)
    except (OSError, ValueError, EOFError) as error:
        said = str(error) if isinstance(error, ValueError) else "cannot be read"
        raise UnfillableError(f"inputs.{feed.input}: {Path(file).name}: {said}") from error


def _shaped(
    ports: Sequence[FedInput], given: Mapping[int, Feed], loaded: Mapping[int, tuple[Content, ...]]
) -> tuple[Tensor, ...]:
    """The inputs with the shapes that they are fed in.

    A dynamic one takes that of its feed or file; one that nothing is said of takes that of another which is
    open in the same way, as the mask of some ids is.
    """
    told: dict[str, tuple[int, ...]] = {}
    for place, feed in given.items():
        tensor, arrays = ports[place].tensor, loaded.get(place, ())
        if feed.shape is not None:
            told[tensor.name] = _allowed(feed.shape, tensor, f"inputs.{feed.input}.shape")
        elif tensor.dynamic and feed.kind == "arrays":
            told[tensor.name] = _allowed(arrays[0].shape, tensor, Path(feed.files[0]).name)
        elif tensor.dynamic and feed.kind == "text" and len(tensor.shape) == 1:
            told[tensor.name] = (len(feed.text),)
    alike = {port.tensor.dynamic: told[port.tensor.name] for port in ports if port.tensor.name in told}
    return tuple(
        replace(tensor, shape=told.get(tensor.name, alike.get(tensor.dynamic, tensor.shape)))
        if tensor.dynamic or tensor.name in told
        else tensor
        for tensor in (port.tensor for port in ports)
    )


def _allowed(shape: tuple[int, ...], tensor: Tensor, where: str) -> tuple[int, ...]:
    fits = _fits(tensor.dynamic, shape) if tensor.dynamic else shape == tensor.shape
    if not fits:
        own = tensor.dynamic or str(list(tensor.shape))
        raise UnfillableError(f"input {tensor.name} has the shape {own}, and {where} has {list(shape)}")
    return shape


def _fits(dynamic: str, shape: tuple[int, ...]) -> bool:
    """Whether a shape is one of those that a dynamic one stands for: `[1, ?, 2..8]`, or `[...]` for any."""
    inner = dynamic.strip("[]")
    if inner == "...":
        return True
    dimensions = [dimension_of(int(each) if each.isdecimal() else each) for each in inner.split(", ") if each]
    return len(dimensions) == len(shape) and all(
        least <= size and (most is None or size <= most)
        for size, (least, most) in zip(shape, dimensions, strict=True)
    )


def _filled(at: _Place, feed: Feed | None, loaded: tuple[Content, ...] | None) -> Filled:
    fed = drawn.chosen(at.tensors, at.index, at.port.need) if feed is None or feed.kind == "drawn" else None
    if fed is None:
        assert feed is not None
        return _as_given(at, feed, loaded or ())
    if fed.how == "text":
        return Filled(tensor=at.tensor, fed=fed, contents=(_strings(at, (fed.text,)),))
    return Filled(tensor=at.tensor, fed=fed, contents=(_drawn(at, fed),))


def _drawn(at: _Place, fed: Fed) -> Content:
    return drawn.values(at.tensors, at.index, fed, seed=at.seed).astype(TYPES[at.tensor.type])


def _as_given(at: _Place, feed: Feed, loaded: tuple[Content, ...]) -> Filled:
    """An input with what the experiment says."""
    assert feed.kind != "drawn"
    _refuse_other_types(at.tensor, feed)
    fed = Fed(
        input=at.tensor.name,
        how=_uniform(at.tensor, feed) if feed.kind == "uniform" else feed.kind,
        numbers=feed.numbers,
        why="given",
        text=feed.text[0] if feed.text else "",
        paths=tuple(path.replace("\\", "/").rpartition("/")[2] for path in feed.paths),
        files=len(feed.text or feed.files),
        sha256=fed_files.sha256_of(feed) if feed.paths else None,
    )
    contents: tuple[Content, ...]
    match feed.kind:
        case "text":
            contents = (_strings(at, feed.text),)
        case "lines":
            contents = tuple(_strings(at, tuple(map(str, each))) for each in loaded)
        case "arrays":
            contents = tuple(
                _fitted(at, each, Path(file).name) for each, file in zip(loaded, feed.files, strict=True)
            )
        case "images":
            contents = _pictures(at, feed)
        case "constant":
            contents = (_cast(np.full(at.tensor.shape, feed.numbers[0]), at.tensor, f"{feed.numbers[0]:g}"),)
        case _:
            contents = (_drawn(at, fed),)
    return Filled(tensor=at.tensor, fed=fed, contents=contents)


def _refuse_other_types(tensor: Tensor, feed: Feed) -> None:
    text = feed.kind in ("text", "lines")
    if text != (tensor.type == "string"):
        wanted = "numbers" if text else "{text: ...} or {lines: ...}"
        raise UnfillableError(f"inputs.{feed.input}: the input holds {tensor.type}; give it {wanted}")
    if feed.kind == "normal" and not drawn.is_float(tensor):
        raise UnfillableError(
            f"inputs.{feed.input}: the input holds {tensor.type}; give it {{low: ..., high: ...}} instead of "
            "normal"
        )


def _uniform(tensor: Tensor, feed: Feed) -> Literal["uniform", "whole"]:
    if drawn.is_float(tensor):
        return "uniform"
    for bound in feed.numbers:
        _cast(np.array(bound), tensor, f"{bound:g}")
    return "whole"


def _strings(at: _Place, text: Sequence[str]) -> Content:
    """Strings that fill an input in turn."""
    size = math.prod(at.tensor.shape)
    return np.array(list(islice(cycle(text), size)), np.str_).reshape(at.tensor.shape)


def _fitted(at: _Place, array: Content, name: str) -> Content:
    """An array as the input has it; it may lack the first dimension, or have other rows than the batch."""
    shape = at.tensor.shape
    if array.shape == shape[1:] and shape:
        array = np.broadcast_to(array, shape)
    elif at.rows_in_turn and at.tensor.batch_place == 0 and array.shape[1:] == shape[1:] and len(array):
        array = array[np.arange(shape[0]) % len(array)]
    elif array.size == 1 and not shape:
        array = array.reshape(())
    if array.shape != shape:
        raise UnfillableError(
            f"input {at.tensor.name} has the shape {list(shape)}, and {name} has {list(array.shape)}"
        )
    return _cast(array, at.tensor, name)


def _cast(values: Content, tensor: Tensor, name: str) -> Content:
    """Values in the type of the input, which must hold whole numbers without loss."""
    wanted = TYPES[tensor.type]
    if not (np.issubdtype(values.dtype, np.number) or values.dtype == np.bool_):
        raise UnfillableError(f"input {tensor.name} holds {tensor.type}, and {name} holds {values.dtype}")
    with np.errstate(invalid="ignore", over="ignore"):
        cast = values.astype(wanted)
    if not drawn.is_float(tensor) and not np.array_equal(cast, values):
        raise UnfillableError(f"input {tensor.name} holds {tensor.type}, which cannot hold {name}")
    return cast


def _pictures(at: _Place, feed: Feed) -> tuple[Content, ...]:
    """So many pictures in each content as a batch has, in turn; the last one begins anew with the first."""
    low, high = feed.numbers
    shape = at.tensor.shape
    single = [_reading(lambda file: fed_files.picture(file, at.tensor), file, feed) for file in feed.files]
    scaled = [low + each * ((high - low) / 255) for each in single]
    if not drawn.is_float(at.tensor):
        scaled = [np.rint(each) for each in scaled]
    if len(shape) == 3:
        return tuple(_cast(each, at.tensor, "a picture") for each in scaled)
    stacked = (
        np.stack([scaled[(first + row) % len(scaled)] for row in range(shape[0])])
        for first in range(0, len(scaled), shape[0])
    )
    return tuple(_cast(each, at.tensor, "a picture") for each in stacked)
