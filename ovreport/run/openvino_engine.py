"""The engine that is measured: OpenVINO's compiled model, its infer requests and what it reports."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import openvino as ov
from numpy.typing import NDArray

from ovreport import models
from ovreport.errors import ModelError
from ovreport.models import ModelFiles, Need, batches, counting, reading, shortened
from ovreport.plan import Setting, Storage
from ovreport.records import InForce, ModelFacts, Tensor
from ovreport.run import properties
from ovreport.run.engine import Outputs, StepError, Task
from ovreport.run.hardware import Device
from ovreport.run.inputs import FedInput, Filled, UnfillableError, fill
from ovreport.run.outputs import denormal_share, sample, sample_of_text
from ovreport.run.recorder import Queue

if TYPE_CHECKING:
    from ovreport.models import Batch

_LOOK_SECONDS = 0.05


def starter(queue: Any) -> Callable[[], object]:
    """Start the idle slot of an `AsyncInferQueue`, with the inputs that it has.

    The queue's public `start_async` is Python code that looks through its arguments for 3 to 4 us; the
    compiled method beneath it is called directly where this version of OpenVINO has it.
    """
    try:
        from openvino._pyopenvino import AsyncInferQueue  # private, may be absent
    except ImportError:
        return lambda: queue.start_async()
    return partial(AsyncInferQueue.start_async, queue, {}, None)


def synchronous(request: Any) -> Callable[[], object]:
    """Run a request and wait, without copying its outputs."""
    try:
        from openvino._pyopenvino import InferRequest  # private, may be absent
    except ImportError:
        return partial(request.infer, share_outputs=True, decode_strings=False)
    # inputs, share_outputs, decode_strings: by position, since names cost half a microsecond a call
    return partial(InferRequest.infer, request, {}, True, False)


def resetting(idle: Callable[[], int], requests: Sequence[Any]) -> Callable[[], int]:
    """Name an idle slot and let its next run begin with the state that the graph gives it.

    The recorder asks which slot is idle before it notes the time of submission, so that resetting is no part
    of a latency.
    """

    def named() -> int:
        slot = idle()
        requests[slot].reset_state()
        return slot

    return named


def resetting_first(infer: Callable[[], object], request: Any) -> Callable[[], object]:
    """Run a request that begins with the state that the graph gives it; OpenVINO times the run alone."""

    def run() -> object:
        request.reset_state()
        return infer()

    return run


class OpenVINOEngine:
    """One model on one device; lives as long as its worker."""

    def __init__(self) -> None:
        self._core = ov.Core()
        self._model: Any = None
        self._compiled: Any = None
        self._batch: Batch | None = None
        self._requests: Sequence[Any] = ()
        self._filled: tuple[Filled, ...] = ()

    def versions(self) -> tuple[tuple[str, str], ...]:
        """Of what runs inside a worker; OpenVINO's own is its build number's first part."""
        number = str(ov.__version__).split("-", maxsplit=1)[0]
        return (("openvino", number), ("openvino_build", str(ov.__version__)), ("numpy", np.__version__))

    def devices(self) -> tuple[Device, ...]:
        """All available devices with what describes their hardware."""
        return tuple(properties.described(self._core, name) for name in self._core.available_devices)

    def keep(self, files: ModelFiles, storage: Storage | None, folder: Path) -> ModelFiles:
        """Write a built-in model, uncompressed, and any model whose weights are asked for in a storage.

        So what a worker reads is what a user with that file reads, and converting it is part of no start-up
        time. One that cannot be converted is left as it is: the worker tries in vain, and says so.
        """
        if files.builtin is None and storage is None:
            return files
        try:
            return reading.store(files, storage, folder / f"{files.sha256[:16]}-{storage}.xml")
        except ModelError:
            if files.builtin is not None:
                raise
            return files

    def read(self, task: Task) -> None:
        """Read the model through the models room."""
        setting = task.setting
        try:
            self._model = reading.read(
                task.files,
                storage=setting.storage,
                batch=setting.batch,
                shapes=(*setting.model.shapes, *setting.shapes),
                layout=(*setting.model.layout, *setting.layout),
            )
        except ModelError as error:
            raise StepError("model", str(error)) from error

    def compile(self, setting: Setting) -> None:
        """Compile it with every property spelled as text, which all plugins take."""
        try:
            self._compiled = self._core.compile_model(self._model, setting.device, properties.asked(setting))
        except RuntimeError as error:
            raise StepError("compile", shortened(error)) from error

    def settle(self, seconds: float) -> None:
        """AUTO answers from the CPU, shown in brackets, while it compiles for a slower starter.

        Timings of both devices must not be mixed, so nothing is measured before it has moved. This is before
        the first request; looking every 50 ms disturbs nobody. If it never moves, the brackets stay in the
        record and say so.
        """
        until = time.monotonic() + seconds
        while "(" in (properties.value(self._compiled, "EXECUTION_DEVICES") or ""):
            if time.monotonic() > until:
                return
            time.sleep(_LOOK_SECONDS)

    def queue(self, task: Task) -> Queue:
        """A queue of infer requests whose inputs are filled from the seed."""
        count = self._count(task.setting)
        queue = ov.AsyncInferQueue(self._compiled, count)
        self._requests = [queue[index] for index in range(count)]
        self._filled = self._filling(task)
        self._renew(0)
        self._queue = queue  # owns the requests
        anew = task.setting.state == "reset" and bool(self._model.get_variables())
        infer = synchronous(self._requests[0])
        return Queue(
            slots=self._requests,
            idle=resetting(queue.get_idle_request_id, self._requests) if anew else queue.get_idle_request_id,
            start=starter(queue),
            wait=queue.wait_all,
            infer=resetting_first(infer, self._requests[0]) if anew else infer,
            now=time.perf_counter_ns,
            renew=self._renew if any(len(each.contents) > 1 for each in self._filled) else None,
        )

    def _filling(self, task: Task) -> tuple[Filled, ...]:
        """Values for all inputs; a built-in model takes pictures as they are, as its definition says."""
        needs = models.needs(self._model)
        if task.setting.model.kind == "builtin":
            needs = (Need(),) * len(needs)
        ports = [
            FedInput(tensor=tensor, names=tuple(sorted(port.get_names())), need=need)
            for tensor, port, need in zip(self._tensors(task), self._compiled.inputs, needs, strict=True)
        ]
        try:
            return fill(
                ports,
                task.setting.inputs,
                seed=task.measure.seed,
                rows_in_turn=task.setting.batch is not None,
            )
        except (UnfillableError, ModelError) as error:
            raise StepError("model", str(error)) from error

    def _renew(self, turn: int) -> None:
        """Give every request the contents of its turn; those that stay are not copied again."""
        for slot, request in enumerate(self._requests):
            for index, filled in enumerate(self._filled):
                if turn == 0 or len(filled.contents) > 1:
                    put(request, index, filled, turn * len(self._requests) + slot)

    def _count(self, setting: Setting) -> int:
        if setting.mode == "sync":
            return 1
        if setting.requests == "auto":
            return properties.advised(self._compiled) or 1
        return setting.requests

    def _tensors(self, task: Task) -> tuple[Tensor, ...]:
        """With what a dynamic dimension is fed: its least, and 1 where that is nothing."""
        places = self._batched(task).places
        return tuple(
            dataclasses.replace(_tensor(port, _fed(port)), batch_place=place)
            for port, place in zip(self._compiled.inputs, places, strict=True)
        )

    def _batched(self, task: Task) -> Batch:
        if self._batch is None:
            self._batch = batches.batch_of(self._model, asked=task.setting.batch)
        return self._batch

    def model(self, task: Task) -> ModelFacts:
        """Counted in the graph that was read."""
        batch = self._batched(task)
        counts = counting.count(self._model, batch=batch.images)
        answers = (self._requests[0].get_output_tensor(i) for i, _ in enumerate(self._compiled.outputs))
        return ModelFacts(
            name=task.files.name,
            sha256=task.files.sha256,
            inputs=tuple(each.tensor for each in self._filled),
            outputs=tuple(
                _tensor(port, tuple(answer.shape))
                for port, answer in zip(self._compiled.outputs, answers, strict=True)
            ),
            parameters=counts.parameters,
            macs=counts.macs,
            operations=counts.operations,
            size_bytes=task.files.size_bytes,
            quantised=counts.quantised,
            uncounted=counts.uncounted,
            batch=batch.images,
            batch_source=batch.source,
            fed=tuple(each.fed for each in self._filled),
            variables=len(self._model.get_variables()),
        )

    def in_force(self) -> InForce:
        """Read back from the compiled model; a property that a plugin will not tell is `None`."""
        return properties.in_force(self._core, self._compiled, requests=len(self._requests))

    def from_cache(self) -> bool | None:
        """LOADED_FROM_CACHE, which can be read although it is not listed as supported."""
        value = properties.value(self._compiled, "LOADED_FROM_CACHE")
        return None if value is None else value == "True"

    def outputs(self) -> Outputs:
        """All outputs of slot 0; denormals are counted there, not in the layers between."""
        samples, numbers = [], []
        for index, port in enumerate(self._compiled.outputs):
            tensor = self._requests[0].get_output_tensor(index)
            if tensor.element_type.get_type_name() == "string":
                samples.append(sample_of_text(_name(port), tensor))
            else:
                samples.append(sample(_name(port), tensor.data))
                numbers.append(tensor.data)
        return Outputs(samples=tuple(samples), denormal_share=denormal_share(numbers))


def put(request: Any, index: int, filled: Filled, turn: int) -> None:
    """Give an input of a request what is fed in a turn."""
    content = filled.turn(turn)
    if filled.tensor.type == "string":
        request.set_input_tensor(index, ov.Tensor(content))
        return
    tensor = request.get_input_tensor(index)
    tensor.shape = content.shape  # where it is dynamic it has none yet
    if filled.tensor.type == "bf16":  # NumPy has no such type; its bits are written
        tensor.data.view(np.uint16)[...] = bf16_bits(content)
    else:
        tensor.data[...] = content


def bf16_bits(values: NDArray[np.float32]) -> NDArray[np.uint16]:
    """The upper halves of f32 numbers, rounded to the nearest and halves to even."""
    bits = values.view(np.uint32).astype(np.uint64)
    return ((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16).astype(np.uint16)


def _tensor(port: Any, shape: tuple[int, ...]) -> Tensor:
    return Tensor(
        name=_name(port),
        type=port.get_element_type().get_type_name(),
        shape=shape,
        dynamic=reading.dynamic_shape(port),
    )


def _fed(port: Any) -> tuple[int, ...]:
    return tuple(
        max(each.get_min_length(), 1) if each.is_dynamic else each.get_length()
        for each in port.get_partial_shape()
    )


def _name(port: Any) -> str:
    return str(port.get_any_name()) if port.get_names() else str(port.get_node().get_friendly_name())
