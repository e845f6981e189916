"""OpenVINO properties: what a setting asks for, and what a compiled model says is in force."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from ovreport.models import without_paths
from ovreport.plan import Setting
from ovreport.records import CAPABILITIES, Arithmetic, InForce
from ovreport.run.hardware import Device

_BATCHING_DEVICES = ("GPU", "AUTO", "MULTI")
"""Devices that may join several requests into a batch behind the user's back."""

_TYPE_NAMES = {"float32": "f32", "float16": "f16", "bfloat16": "bf16", "uint8_t": "u8", "int8_t": "i8"}


def asked(setting: Setting) -> dict[str, str]:
    """The properties to compile with.

    Values are text: the GPU plugin rejects NUM_STREAMS as a number, all plugins take text.
    PERFORMANCE_HINT_NUM_REQUESTS stays alone, since it would change the number of streams. The hint `none`
    sets nothing, as `benchmark_app -hint none` does.
    """
    wanted = {
        "PERFORMANCE_HINT": setting.hint.upper() if setting.hint not in (None, "none") else None,
        "NUM_STREAMS": None if setting.streams is None else str(setting.streams).upper(),
        "INFERENCE_NUM_THREADS": None if setting.threads is None else str(setting.threads),
        "INFERENCE_PRECISION_HINT": setting.precision,
        "ALLOW_AUTO_BATCHING": "NO" if setting.device.startswith(_BATCHING_DEVICES) else None,
    }
    chosen = {name: text for name, text in wanted.items() if text is not None}
    return chosen | dict(setting.properties)


def value(compiled: Any, name: str) -> str | None:
    """A property of a compiled model as text; `None` where the plugin raises."""
    try:
        return text(compiled.get_property(name))
    except (RuntimeError, TypeError):  # HETERO, MULTI and AUTO refuse some; some types have no Python form
        return None


def text(raw: object) -> str:
    """A property's value as OpenVINO's tools spell it: `f16`, `THROUGHPUT`, `CPU GPU`."""
    if isinstance(raw, list | tuple | set | frozenset):
        return " ".join(sorted(map(text, raw)) if isinstance(raw, set | frozenset) else map(text, raw))
    if str(raw).startswith("<Type: "):
        name = str(raw).removeprefix("<Type: '").removesuffix("'>")
        return _TYPE_NAMES.get(name, name)
    spelled = str(raw)
    kind = type(raw).__name__
    return spelled.removeprefix(f"{kind}.")


_HARDWARE = (
    "DEVICE_ARCHITECTURE",
    "DEVICE_TYPE",
    "RANGE_FOR_STREAMS",
    "GPU_EXECUTION_UNITS_COUNT",
    "GPU_UARCH_VERSION",
    "GPU_DEVICE_TOTAL_MEM_SIZE",
    "GPU_DEVICE_MAX_ALLOC_MEM_SIZE",
    "NPU_DRIVER_VERSION",
    "NPU_COMPILER_VERSION",
)
"""What describes hardware and drivers; DEVICE_UUID and the like name one machine and stay out."""


def described(core: Any, device: str) -> Device:
    """A device with the properties that it tells."""

    def read(name: str) -> str:
        try:
            return text(core.get_property(device, name))
        except (RuntimeError, TypeError):
            return ""

    known = ((name, read(name)) for name in _HARDWARE)
    return Device(
        name=device,
        full_name=" ".join(read("FULL_DEVICE_NAME").split()),
        capabilities=tuple(read("OPTIMIZATION_CAPABILITIES").split()),
        properties=tuple((name, found) for name, found in known if found),
    )


def advised(compiled: Any) -> int | None:
    """OPTIMAL_NUMBER_OF_INFER_REQUESTS, where the plugin tells."""
    return _number(value(compiled, "OPTIMAL_NUMBER_OF_INFER_REQUESTS"))


def in_force(core: Any, compiled: Any, *, requests: int) -> InForce:
    """Everything that the compiled model tells about itself."""
    known = supported(compiled)
    devices = tuple(dict.fromkeys(known.get("EXECUTION_DEVICES", "").split()))
    precision = agreed(known, "INFERENCE_PRECISION_HINT")
    layers = [] if is_foreign_graph(known, devices) else executed(compiled)
    return InForce(
        devices=devices,
        precision=precision,
        emulated=is_emulated(precision, capabilities(core, devices)),
        primitives=primitives(layers),
        streams=_number(agreed(known, "NUM_STREAMS")),
        threads=_number(agreed(known, "INFERENCE_NUM_THREADS")),
        requests=requests,
        advised_requests=_number(known.get("OPTIMAL_NUMBER_OF_INFER_REQUESTS")),
        hint=known.get("PERFORMANCE_HINT"),
        properties=tuple(sorted((name, without_paths(text)) for name, text in known.items())),
        arithmetic=arithmetic(layers),
    )


def supported(compiled: Any) -> dict[str, str]:
    """All properties that a compiled model tells.

    AUTO, MULTI and HETERO do not tell streams or precision themselves; DEVICE_PROPERTIES has those of the
    devices beneath, here under names such as `GPU.0.NUM_STREAMS`.
    """
    try:
        names = set(compiled.get_property("SUPPORTED_PROPERTIES")) - {"SUPPORTED_PROPERTIES"}
        beneath = compiled.get_property("DEVICE_PROPERTIES") if "DEVICE_PROPERTIES" in names else {}
    except (RuntimeError, TypeError):
        return {}
    read = {name: value(compiled, name) for name in names - {"DEVICE_PROPERTIES"}}
    known = {name: found for name, found in read.items() if found is not None}
    for device, properties in beneath.items():
        told = {name: raw for name, raw in properties.items() if name != "SUPPORTED_PROPERTIES"}
        known |= {f"{device}.{name}": text(raw) for name, raw in told.items()}
    return known


def agreed(known: Mapping[str, str], name: str) -> str | None:
    """A property of the compiled model, or what all devices beneath it agree on."""
    if name in known:
        return known[name]
    beneath = {found for key, found in known.items() if key.endswith(f".{name}")}
    return beneath.pop() if len(beneath) == 1 else None


def is_emulated(precision: str | None, capable: frozenset[str] | None) -> bool:
    """Whether a precision is in force that the device does not list among its capabilities."""
    wanted = CAPABILITIES.get(precision or "")
    return wanted is not None and capable is not None and wanted not in capable


def capabilities(core: Any, devices: tuple[str, ...]) -> frozenset[str] | None:
    """What all of `devices` can do; `None` where one does not tell."""
    found: list[set[str]] = []
    for device in devices:
        try:
            found.append(set(core.get_property(device.strip("()"), "OPTIMIZATION_CAPABILITIES")))
        except RuntimeError:
            return None
    return frozenset(set.intersection(*found)) if found else None


Layer = tuple[str, str]
"""Of an executed layer: its type in small letters, and the precision suffix of its primitive."""

_ARITHMETIC: dict[str, Arithmetic] = {
    **dict.fromkeys(("convolution", "deconvolution", "groupconvolution"), "convolution"),
    **dict.fromkeys(("binaryconvolution", "deformableconvolution"), "convolution"),
    **dict.fromkeys(("fullyconnected", "matmul", "gemm", "mha", "scaleddotproductattention"), "matmul"),
    **dict.fromkeys(("rnncell", "rnnseq", "lstmcell", "lstmsequence", "lstm_seq", "gru_seq"), "recurrent"),
}
"""What the execution graphs of the CPU and GPU plugins call the layers that do the arithmetic."""


def executed(compiled: Any) -> list[Layer]:
    """The layers of the execution graph whose primitive tells its precision, without inputs and constants.

    The graph exists without PERF_COUNT. Its `runtimePrecision` follows how weights are stored; the suffix of
    `primitiveType` (`brgconv_avx512_f32`) is what was computed.
    """
    try:
        nodes = compiled.get_runtime_model().get_ops()
    except RuntimeError:
        return []
    return [layer for layer in map(_layer, nodes) if layer is not None]


def primitives(layers: Sequence[Layer]) -> tuple[tuple[str, int], ...]:
    """Precision suffixes and how many layers have each, most frequent first."""
    suffixes = Counter(suffix for _, suffix in layers)
    return tuple(sorted(suffixes.items(), key=lambda pair: (-pair[1], pair[0])))


def arithmetic(layers: Sequence[Layer]) -> tuple[tuple[Arithmetic, str, int], ...]:
    """The layers that do the arithmetic by kind and precision, most frequent first."""
    found = Counter((_ARITHMETIC[kind], suffix) for kind, suffix in layers if kind in _ARITHMETIC)
    return tuple((*pair, layers) for pair, layers in sorted(found.items(), key=lambda one: (-one[1], one[0])))


def is_foreign_graph(known: Mapping[str, str], devices: tuple[str, ...]) -> bool:
    """Whether the execution graph may be that of another device than the one that executes.

    AUTO and MULTI, known by these two properties, hand out the graph of one of their devices, AUTO that of
    the CPU on which it began. With the CPU alone there is only one graph.
    """
    virtual = "MULTI_DEVICE_PRIORITIES" in known and "MODEL_PRIORITY" in known
    return virtual and devices != ("CPU",)


def _layer(node: Any) -> Layer | None:
    """`f32` of `brgconv_avx512_f32` or of the GPU's `convolution_gpu_bfyx_os_iyx_osv16__f32`."""
    information = node.get_rt_info()
    if "primitiveType" not in information or "layerType" not in information:
        return None
    kind, primitive = (str(information[name].astype(str)) for name in ("layerType", "primitiveType"))
    if kind in ("Input", "Output", "Const", "Parameter", "Result") or "_" not in primitive:
        return None
    if primitive.startswith("unknown_"):  # an If is `unknown_I8`, whatever its branches compute in
        return None
    return kind.lower(), primitive.rsplit("_", 1)[-1].lower()


def _number(found: str | None) -> int | None:
    try:
        return None if found is None else int(found)
    except ValueError:
        return None
