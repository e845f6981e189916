"""Which cells do the same work for each sample, so that one may be recommended in place of another."""

from __future__ import annotations

from collections.abc import Iterable

from ovreport.analysis.results import CellResult
from ovreport.records import Tensor


def work(result: CellResult) -> object:
    """What a request does for each of its samples: the shapes that the inputs were fed in, without the batch.

    Another number of samples a request is no other work, since throughput counts samples.
    """
    model = result.model
    if model is None:
        return None
    told = model.batch is not None
    return tuple(_without_batch(tensor, result.batch, told=told) for tensor in model.inputs)


def differs(results: Iterable[CellResult]) -> bool:
    """Whether a model of these cells was fed in several shapes: then they did other work for each sample.

    Different models are a choice that a reader may have whatever their inputs are.
    """
    networks: dict[str, set[object]] = {}
    for result in results:
        if result.model is not None:
            networks.setdefault(result.model.name, set()).add(work(result))
    return any(len(each) > 1 for each in networks.values())


def _without_batch(tensor: Tensor, batch: int, *, told: bool) -> tuple[int, ...]:
    """Records of format 1 do not say which dimension is the batch: there it is a first one of that size."""
    place = tensor.batch_place
    if not told and tensor.shape and tensor.shape[0] == batch:
        place = 0
    return tensor.shape if place is None else (*tensor.shape[:place], *tensor.shape[place + 1 :])
