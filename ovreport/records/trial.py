"""One trial: the record, and what it says of the compiled model, its start, the host and a failure."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from ovreport.codec import APART
from ovreport.plan import Measure, Setting
from ovreport.records.model import ModelFacts, OutputSample
from ovreport.records.tables import Requests, Slices, no_requests, no_slices

Arithmetic = Literal["convolution", "matmul", "recurrent"]
"""Kinds of layers that do nearly all of a model's arithmetic; a matrix product includes attention."""

INT8 = frozenset({"i8", "u8", "int8", "uint8"})
"""How the names of primitives end that compute in integers of 8 bits."""


CAPABILITIES = {"f16": "FP16", "bf16": "BF16"}
"""What a device lists in OPTIMIZATION_CAPABILITIES that computes in a precision itself."""


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
    """What moves while measuring, read before or after the slices of a block; `None` where nobody tells.

    All trials of a block share these: what belongs to one of them is read with each of its slices.

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


FailureKind = Literal[
    "no-device", "no-release", "model", "compile", "crash", "timeout", "memory", "inference"
]

PERMANENT_FAILURES: frozenset[FailureKind] = frozenset({"compile", "model"})
"""Failures that lie in the setting itself: trying again gives the same answer until something that counts
(the model, OpenVINO, the setting) is another one."""

CERTAIN: frozenset[FailureKind] = PERMANENT_FAILURES | {"no-device", "no-release"}
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
