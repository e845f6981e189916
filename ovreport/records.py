"""The contract between measuring and judging: what one trial leaves behind.

`run` makes records, `store` keeps them, `analysis` reads them; none of the three knows the others. A record
holds raw data only: everything that can be computed from it is computed again by `analysis`.

All times are integers in nanoseconds. `submit_ns` and the slices' bounds lie on the worker's monotonic clock
(`time.perf_counter_ns`) and start near 0 with the worker's first slice; `latency_ns` is what OpenVINO
measured for the request, from its start to the plugin's callback.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from ovreport.codec import APART, Floats
from ovreport.plan import Measure, Setting

MOST_ROWS = 10_000_000
"""Requests of a trial: with so many it has enough, however long it was to take. A file may hold more."""

MOST_SLICES = 250_000
"""Of a trial; a whole one that is cut into more pieces is cut into longer ones. A file may hold more."""

LONGEST_NS = 1 << 53
"""A hundred days, longer than any measurement; sums of a few of them still fit into 64 bits. A clock that is
set by more in the middle of a request makes a latency of this."""


class Phase(IntEnum):
    """Why a request counts, or why it does not."""

    WARMUP = 0
    """Before the first slice, or the first request of a slot in a slice."""
    MEASURED = 1
    """Submitted with the queue full and completed with the queue full."""
    TAIL = 2
    """Keeps the queue full while the last measured requests of a slice complete."""


REQUEST_COLUMNS: dict[str, np.dtype[Any]] = {
    "slot": np.dtype(np.int16),
    "slice": np.dtype(np.int32),
    "submit_ns": np.dtype(np.int64),
    "latency_ns": np.dtype(np.int64),
    "phase": np.dtype(np.uint8),
    "suspect": np.dtype(np.bool),
}
"""The type of every array of `Requests`, in the order in which they are stored."""

SLICE_COLUMNS: dict[str, np.dtype[Any]] = {
    "turn": np.dtype(np.int32),
    "position": np.dtype(np.int32),
    "begin_ns": np.dtype(np.int64),
    "end_ns": np.dtype(np.int64),
    "cpu_ns": np.dtype(np.int64),
    "other_cpu_ns": np.dtype(np.int64),
}
"""The type of every array of `Slices`, in the order in which they are stored."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Requests:
    """One row per infer request, in the order of submission; all arrays have the same length.

    Attributes:
        slot: Which infer request of the queue, from 0.
        slice: Index into the trial's slices; -1 before the first.
        submit_ns: Time of submission on the worker's monotonic clock.
        latency_ns: OpenVINO's own latency.
        phase: `Phase` values.
        suspect: The latency contradicts the recorder's own clock (a stepped system clock); counted, shown,
            and left out of every mean.
    """

    slot: NDArray[np.int16]
    slice: NDArray[np.int32]
    submit_ns: NDArray[np.int64]
    latency_ns: NDArray[np.int64]
    phase: NDArray[np.uint8]
    suspect: NDArray[np.bool]

    def __len__(self) -> int:
        """Number of requests."""
        return len(self.slot)


REPEAT_OFFSET = 1 << 24
"""Added to the turn of a slice that follows one of the same cell; no trial takes so many turns."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Slices:
    """One row per slice of the trial; all arrays have the same length.

    Attributes:
        turn: In which pass over the cells of the block the slice was run, from 0: slices of two cells with
            the same turn are neighbours in time. In some passes every cell runs a second slice right after
            its own; its turn is larger by `REPEAT_OFFSET`.
        position: The slice's place in its pass, from 0.
        begin_ns: Start of the slice's first request on the worker's clock.
        end_ns: When the slice's last request had completed.
        cpu_ns: CPU time of the worker during the slice.
        other_cpu_ns: CPU time of the runner and of all waiting workers during the slice.
    """

    turn: NDArray[np.int32]
    position: NDArray[np.int32]
    begin_ns: NDArray[np.int64]
    end_ns: NDArray[np.int64]
    cpu_ns: NDArray[np.int64]
    other_cpu_ns: NDArray[np.int64]

    def __len__(self) -> int:
        """Number of slices."""
        return len(self.turn)

    @property
    def length_ns(self) -> float:
        """Time spent in all of them; 64 bits would hold that of a few of the longest only."""
        return float((self.end_ns - self.begin_ns).sum(dtype=np.float64))


@dataclass(frozen=True, kw_only=True)
class Tensor:
    """An input or output of the model.

    Attributes:
        type: Element type as OpenVINO spells it.
        shape: What an input was fed with; of an output, that of the first answer.
        dynamic: The shape of the compiled model where it leaves a dimension open: `[..100, 4]` (with its
            bound), `[?, 4]`, `[...]` (not even their number is known). Empty where every one is fixed.
        batch_place: Which dimension of an input is the batch; `None` where none is known to be.
    """

    name: str
    type: str
    shape: tuple[int, ...]
    dynamic: str = ""
    batch_place: int | None = None


BatchSource = Literal["", "asked", "layout", "reshaped"]
"""How the batch of a model is known: not at all, since it was asked for, from the layout of an input, or
because a first dimension that inputs and outputs share follows when the model is reshaped."""


CHANNELS = (1, 3, 4)
"""That images have."""


def is_image(tensor: Tensor) -> bool:
    """Four dimensions with 1, 3 or 4 channels first or last, and numbers that can hold 0..255.

    Keys and values of earlier tokens look alike with as many heads, and so does a mask; their names tell.
    """
    shape = tensor.shape
    return (
        len(shape) == 4
        and (shape[1] in CHANNELS or shape[3] in CHANNELS)
        and tensor.type in ("f64", "f32", "f16", "bf16", "u8")
        and not (is_state(tensor.name) or "mask" in tensor.name.lower())
    )


def is_state(name: str) -> bool:
    """Whether a name is that of a state between runs: `past_key_values.0.key`, `h0`, `state_in`, `beam_idx`.

    What an encoder hands over (`encoder_hidden_states`) is called so and is no state.
    """
    lower = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()
    if "encoder" in lower and "past" not in lower:
        return False
    words = re.split(r"[^a-z0-9]+", lower)
    return "beam_idx" in lower or any(
        re.fullmatch(r"(past|states?|hiddens?|cells?|caches?|mems?|memory|[hc][0n])\d*", word)
        for word in words
    )


Quantised = Literal["", "weights", "activations"]


FedHow = Literal[
    "constant", "uniform", "whole", "normal", "counting", "size", "arrays", "images", "text", "lines"
]
FedWhy = Literal["given", "table", "length", "offsets", "position", "state", "mask", "single", "image", ""]


@dataclass(frozen=True, kw_only=True)
class Fed:
    """What an input was given.

    Attributes:
        input: Its name.
        how: `whole` are whole numbers and `uniform` any, drawn from the seed; `counting` is 0, 1, 2, ...;
            `size` that of the image beside it; the last four are the experiment's.
        numbers: Of `constant` the value; of `uniform` and `whole` lowest and highest; of `normal` mean and
            standard deviation; of `images` what black and white become.
        why: `given` by the experiment, else what in the graph or the name it was chosen by.
        text: The first of the strings that fill it.
        paths: What the files are called in the experiment, without folders.
        files: How many files or strings are fed in turn.
        sha256: Of the files' own hashes, as text, one after another.
    """

    input: str
    how: FedHow
    numbers: tuple[float, ...] = ()
    why: FedWhy = ""
    text: str = ""
    paths: tuple[str, ...] = ()
    files: int = 0
    sha256: str | None = None


@dataclass(frozen=True, kw_only=True)
class ModelFacts:
    """The model that was measured.

    Attributes:
        sha256: Of the files that were read (all of them, in order of their names), or of a built-in
            model's definition.
        parameters: Values in floating-point constants, counted in the graph, or `None` where not countable.
        macs: Multiply-accumulate operations of one sample in convolutions, matrix products and recurrent
            layers, or `None`.
        operations: Number of operations in the graph.
        size_bytes: Of the files, or `None` for a built-in model.
        quantised: Whether the file holds a quantised model: what flows between its layers as well, or its
            weights alone; empty where it is not, or where an earlier release did not look.
        uncounted: Types of operations that multiply and are not in `macs`, sorted.
        fed: What each input was given, in their order; empty in records of earlier releases.
        variables: How many the model keeps its state in; 0 for one without.
        batch: Images of a request; `None` where the writer did not look for it, see `images_a_request`.
        batch_source: How that is known.
    """

    name: str
    sha256: str
    inputs: tuple[Tensor, ...]
    outputs: tuple[Tensor, ...]
    parameters: int | None
    macs: int | None
    operations: int
    size_bytes: int | None
    quantised: Quantised = ""
    uncounted: tuple[str, ...] = ()
    fed: tuple[Fed, ...] = ()
    variables: int = 0
    batch: int | None = None
    batch_source: BatchSource = ""


Arithmetic = Literal["convolution", "matmul", "recurrent"]
"""Kinds of layers that do nearly all of a model's arithmetic; a matrix product includes attention."""

INT8 = frozenset({"i8", "u8", "int8", "uint8"})
"""How the names of primitives end that compute in integers of 8 bits."""


def images_a_request(setting: Setting, model: ModelFacts | None) -> int:
    """Images (samples) that a request carries: what was read back of the model, else what was asked for.

    One where neither tells: a model whose batch nobody knows takes one sample a request.
    """
    if model is not None and model.batch is not None:
        return model.batch
    return setting.images


@dataclass(frozen=True, kw_only=True)
class InForce:
    """What the compiled model reports, beside what was asked for. `None`: the device does not tell.

    Attributes:
        devices: EXECUTION_DEVICES.
        precision: INFERENCE_PRECISION_HINT as OpenVINO spells it (`f32`, `f16`, `bf16`, `dynamic`).
        emulated: The precision is accepted although the device's capabilities lack it.
        primitives: Precision suffixes of the executed primitives and how many layers have each (from the
            execution graph), the proof of what was computed: `(("f32", 46), ("undef", 3))`.
        requests: Infer requests in flight, the length of the queue.
        advised_requests: OPTIMAL_NUMBER_OF_INFER_REQUESTS.
        properties: All supported properties of the compiled model as text, sorted by name.
        arithmetic: Of the executed layers those that do the arithmetic: their kind, the precision suffix of
            their primitive, and how many there are, most frequent first. Empty where there are none or the
            device does not tell, `None` where an earlier release did not look.
    """

    devices: tuple[str, ...]
    precision: str | None
    emulated: bool
    primitives: tuple[tuple[str, int], ...]
    streams: int | None
    threads: int | None
    requests: int
    advised_requests: int | None
    hint: str | None
    properties: tuple[tuple[str, str], ...]
    arithmetic: tuple[tuple[Arithmetic, str, int], ...] | None = None

    @property
    def int8(self) -> tuple[int, int]:
        """How many layers compute in INT8, and of how many: of the arithmetic, or of all that are known.

        Layers beside the arithmetic are no proof by themselves: comparing and gathering whole numbers looks
        alike.
        """
        known = self.arithmetic
        told = self.primitives if known is None else tuple((suffix, layers) for _, suffix, layers in known)
        quantised = sum(layers for kind, layers in told if kind in INT8)
        return quantised, sum(layers for _, layers in told)


@dataclass(frozen=True, kw_only=True)
class Startup:
    """Times from nothing to the first answer.

    Attributes:
        import_ns: Importing OpenVINO and NumPy.
        read_ns: Reading or building the model.
        compile_ns: Compiling it.
        first_inference_ns: The first request.
        from_cache: LOADED_FROM_CACHE, where the device tells.
    """

    import_ns: int
    read_ns: int
    compile_ns: int
    first_inference_ns: int
    from_cache: bool | None

    @property
    def total_ns(self) -> int:
        """From opening the model to its first answer; importing OpenVINO is the same for all."""
        return self.read_ns + self.compile_ns + self.first_inference_ns


@dataclass(frozen=True, kw_only=True)
class Memory:
    """Resident memory of the worker in bytes.

    Attributes:
        compiled_bytes: After compiling and the first request.
        end_bytes: After the last slice, together with all rows, which take more the longer it measures.
        peak_bytes: The most until the first slice, when every infer request has run.
    """

    compiled_bytes: int | None
    end_bytes: int | None
    peak_bytes: int | None


@dataclass(frozen=True, kw_only=True, eq=False)
class OutputSample:
    """What the model answered for the fixed input, one entry an output.

    Attributes:
        name: Of the output.
        shape: Of the output.
        values: At most 1,024 of its values; all where it has no more. Of a list of detections the first
            whole rows, of anything else evenly spaced over the flattened output. Shape `(n,)`, float64.
        sha256: Of all its bytes.
        saturated: Share that is at an end, within a millionth: of rows of scores that add up to 1 those with
            a score of 1, of other values between 0 and 1, such as the confidences of detections, those that
            are 0 or 1; else of values that are no finite numbers. `None` where its type is whole, or an
            earlier release did not look.
        not_finite: How many of all its values are NaN or infinite; 0 where an earlier release did not look.
        first_places: Where the output holds scores, the place of the highest one in every row of its last
            axis; empty for anything else.
    """

    name: str
    shape: tuple[int, ...]
    values: Floats
    sha256: str
    saturated: float | None = None
    not_finite: int = 0
    first_places: tuple[int, ...] = ()

    @property
    def detections(self) -> NDArray[np.float64] | None:
        """The values as rows of image, label, confidence and box, where the output is a list of them.

        `None` for anything else, and for values that this release would not have kept so.
        """
        kept = self.values.size <= MOST_VALUES and self.values.size % DETECTION == 0
        return self.values.reshape(-1, DETECTION) if kept and is_detections(self.shape) else None


MOST_VALUES = 1024
"""Of an output that are kept."""

DETECTION = 7
"""Numbers in a row of OpenVINO's DetectionOutput: image, label, confidence, and four of a box."""

CONFIDENCE = 2
"""Place of the confidence in such a row; before it stand the numbers that only name something."""


def is_detections(shape: tuple[int, ...]) -> bool:
    """Whether an output of this shape is a list of detections: 1 x 1 x rows x 7."""
    return len(shape) == 4 and shape[:2] == (1, 1) and shape[3] == DETECTION


@dataclass(frozen=True, kw_only=True)
class Fact:
    """One thing known about the host, the software or the device.

    Attributes:
        group: `processor`, `memory`, `system`, `software`, `device` or `repository`.
        key: A stable name; the page translates it.
        value: As text, in `unit`.
        unit: `""`, `"MHz"`, `"bytes"`, ...
    """

    group: str
    key: str
    value: str
    unit: str = ""


@dataclass(frozen=True, kw_only=True)
class Readings:
    """What moves while measuring, read before or after a trial; `None` where the host does not tell.

    Attributes:
        load_1min: Load average.
        steal_seconds: CPU time that the hypervisor gave to others since boot, all CPUs together.
        busy_seconds: CPU time spent by anyone since boot, all CPUs together.
        throttle_count: Sum of the thermal throttle counters.
        frequency_mhz: Mean current frequency of the cores.
        temperature_celsius: Highest package temperature.
        monotonic_ns: Clock that stops while the host sleeps.
        boottime_ns: Clock that goes on while the host sleeps.
        utc_ns: Wall clock, since 1970.
        held_periods, held_seconds: Scheduler periods in which a CPU quota was used up, and how long processes
            had to wait for the next one, since the control group was made. `None` without a quota.
    """

    load_1min: float | None
    steal_seconds: float | None
    busy_seconds: float | None
    throttle_count: int | None
    frequency_mhz: float | None
    temperature_celsius: float | None
    monotonic_ns: int
    boottime_ns: int | None
    utc_ns: int
    held_periods: int | None = None
    held_seconds: float | None = None


FailureKind = Literal["no-device", "model", "compile", "crash", "timeout", "memory", "inference"]

PERMANENT_FAILURES: frozenset[FailureKind] = frozenset({"compile", "model"})
"""Failures that lie in the setting itself: trying again gives the same answer until something that counts
(the model, OpenVINO, the setting) is another one."""

CERTAIN: frozenset[FailureKind] = PERMANENT_FAILURES | {"no-device"}
"""Failures that the next round of a session would only repeat. All others are tried again."""


@dataclass(frozen=True, kw_only=True)
class Failure:
    """Why a trial has no timings.

    Attributes:
        message: What happened, for the reader; OpenVINO's own words, shortened.
        last_lines: What the worker printed last.
    """

    kind: FailureKind
    message: str
    last_lines: tuple[str, ...] = ()


def no_requests() -> Requests:
    """Requests of a trial that never came to measure."""
    return Requests(**{name: np.empty(0, kind) for name, kind in REQUEST_COLUMNS.items()})


def no_slices() -> Slices:
    """Slices of a trial that never came to measure."""
    return Slices(**{name: np.empty(0, kind) for name, kind in SLICE_COLUMNS.items()})


@dataclass(frozen=True, kw_only=True, eq=False)
class Record:
    """One trial: one cell in one group of one round, measured in a process of its own.

    Attributes:
        experiment: The slug.
        host: Short name of the host, chosen by the user or derived without revealing it.
        cell_id: See `plan.Cell.id`.
        levels: The cell's levels when it was measured.
        round: From 1.
        group: From 0.
        session: Random name of the uninterrupted run of `ovreport` that measured the trial.
        order: Seeded order of the block's cells at start-up.
        facts: The environment; equal for all trials of a session.
        floor_ns: Time between two completions of the no-op model on the CPU, in the mode of the cell, with
            as many streams and requests in flight, measured right before the slices of the block: what the
            recorder and OpenVINO's queue themselves take. `None` where it was not measured.
        floor_requests: Requests in flight that `floor_ns` was measured with. `None` stands for one: earlier
            releases measured nothing else.
        data_sha256: Of the files that inputs were fed from, see `Fed`; `None` where there are none.
        network_sha256: What `ModelFacts.sha256` is or would be: known also where the model was not read.
        failure: Why there are no timings; then the fields that could not be had are `None` or empty.
    """

    experiment: str
    host: str
    cell_id: str
    levels: tuple[tuple[str, str], ...]
    setting: Setting
    measure: Measure
    round: int
    group: int
    session: str
    order: int
    started_utc_ns: int
    ovreport_version: str
    openvino_version: str
    facts: tuple[Fact, ...]
    before: Readings
    after: Readings
    model: ModelFacts | None = None
    in_force: InForce | None = None
    startup: Startup | None = None
    memory: Memory | None = None
    floor_ns: int | None = None
    floor_requests: int | None = None
    denormal_share: float | None = None
    outputs: tuple[OutputSample, ...] = ()
    failure: Failure | None = None
    network_sha256: str | None = None
    data_sha256: str | None = None
    requests: Requests = field(default_factory=no_requests, metadata=APART)
    slices: Slices = field(default_factory=no_slices, metadata=APART)


@dataclass(frozen=True, kw_only=True)
class Interval:
    """An estimate with its interval: `value` within `low` and `high`; NaN bounds where rounds are too few."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, kw_only=True)
class NoiseFloor:
    """How far apart two labels of one configuration came out on a host (`ovreport aa`).

    Attributes:
        ratio: With its 95 % interval.
        floor: Smallest relative difference that this host can vouch for: the farther bound of the interval.
        rounds: How many rounds it rests on.
        measured_utc_ns: When.
        network, device: Of the configuration; empty where an earlier release did not note them.
    """

    ratio: Interval
    floor: float
    rounds: int
    measured_utc_ns: int
    network: str = ""
    device: str = ""


@dataclass(frozen=True, kw_only=True)
class LeftOut:
    """Sound records that are not told of, and why.

    Attributes:
        why: Measured with another `openvino`, with another file of the `network`, fed from other files
            (`inputs`), in another way (`measure`), or in a `cell` that the experiment file does not have.
        was, now: What it was then and what is told of; of `measure` the keys that differ, as the file has
            them. Both are empty for a `cell`.
        records: How many.
        network: Its name in the experiment, where that is the reason.
    """

    why: Literal["openvino", "network", "inputs", "measure", "cell"]
    records: int
    was: str = ""
    now: str = ""
    network: str = ""


@dataclass(frozen=True, kw_only=True)
class Unreadable:
    """A file in the results folder that is no usable record, and why it was left out."""

    path: str
    reason: str
