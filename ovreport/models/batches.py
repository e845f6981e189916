"""How many images a request of a model carries, and how that is known. Imports OpenVINO."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence

import openvino as ov

from ovreport.models.graph import Node
from ovreport.models.ports import Batch, Port, batch_in
from ovreport.models.reading import inputs


def batch_of(model: ov.Model, *, asked: int | None) -> Batch:
    """The batch of a model that was read as it is to be measured.

    It is what was asked for; else what stands where a layout has N; else a first dimension that all outputs
    share with an input and that doubles with it. The last is tried on a copy: six pictures that a model
    joins to one sample have a first dimension of 6 too, and are no batch.

    Args:
        model: From `reading.read`.
        asked: The batch of the setting.
    """
    ports = inputs(model)
    places = tuple(port.batch_place for port in ports)
    if asked is not None:
        return Batch(images=asked, source="asked", places=tuple(_holding(ports, asked)))
    for port in ports:
        place = batch_in(port.layout, len(port.dimensions or ())) if port.layout else None
        if place is not None and (number := _fixed(port, place)) is not None:
            return Batch(images=number, source="layout", places=places)
    shared = _shared(model)
    if shared is not None and _follows(model, shared):
        return Batch(images=shared, source="reshaped", places=tuple(_holding(ports, shared)))
    ones = tuple(
        place if place is not None and _fixed(port, place) == 1 else None
        for port, place in zip(ports, places, strict=True)
    )
    return Batch(images=1, source="", places=ones)


def _holding(ports: Sequence[Port], number: int) -> list[int | None]:
    """Where this batch is: the layout's place, or a first dimension of this size."""
    return [
        port.batch_place if port.layout else 0 if port.dimensions and _fixed(port, 0) == number else None
        for port in ports
    ]


def _fixed(port: Port, place: int) -> int | None:
    least, most = (port.dimensions or ())[place]
    return least if least == most else None


def _shared(model: ov.Model) -> int | None:
    """A first dimension above 1 that every output has, and an input too."""
    inputs_have, outputs_have = ({_first(port) for port in ports} for ports in (model.inputs, model.outputs))
    number = outputs_have.pop() if len(outputs_have) == 1 else None
    return number if number is not None and number > 1 and number in inputs_have else None


def _first(port: Node) -> int | None:
    shape = port.get_partial_shape()
    if shape.rank.is_dynamic or not len(shape) or shape[0].is_dynamic:
        return None
    return int(shape[0].get_length())


def _follows(model: ov.Model, number: int) -> bool:
    """Whether all outputs double their first dimension when the inputs that have this one do."""
    copy = model.clone()
    double: dict[int, ov.PartialShape] = {}
    for index, port in enumerate(copy.inputs):
        shape = port.get_partial_shape()
        if _first(port) == number:
            shape[0] = ov.Dimension(2 * number)
        double[index] = shape
    with contextlib.suppress(RuntimeError):  # a model that does not reshape
        copy.reshape(double)
        return all(_first(port) == 2 * number for port in copy.outputs)
    return False
