"""The platform table: what the record knows about host, software, model and noise; the rest is left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ovreport import units
from ovreport.language.locale import Locale
from ovreport.language.messages import msg
from ovreport.plan import PublishedSet
from ovreport.records import Fact, ModelFacts
from ovreport.render import fed, tensors
from ovreport.render.context import Context

GROUPS = {
    "processor": msg("Processor"),
    "memory": msg("Memory"),
    "system": msg("System"),
    "software": msg("Software"),
    "device": msg("Device"),
    "repository": msg("Repository"),
}
"""Facts that are told together, in the order of the table."""
BARE = frozenset({"model", "name", "os", "full_name", "total"})
"""Keys whose value says by itself what it is."""

MOST_DEVICE_FACTS = 4

CONTAINERS = frozenset({"docker", "podman", "lxc", "lxc-libvirt", "systemd-nspawn", "openvz", "rkt", "wsl"})
"""What systemd-detect-virt calls containers."""

UNTOLD = frozenset({"device_type", "range_for_streams", "range_for_async_infer_requests"})
"""Facts that tell a reader nothing, as that every CPU is INTEGRATED, or what a plan may ask for."""


def rows(context: Context) -> tuple[tuple[str, str], ...]:
    """Label and text of every row."""
    found = [_facts(context, group) for group in GROUPS] if context.measured else [_idle_host(context)]
    found += [
        _frequency(context),
        _models(context),
        *tensors.rows(context),
        fed.inputs(context),
        fed.state(context),
        _startup(context),
        _memory(context),
        _noise(context),
        _elsewhere(context),
    ]
    return tuple(row for row in found if row[1])


def _facts(context: Context, group: str) -> tuple[str, str]:
    locale, label = context.locale, context.locale.word(GROUPS[group])
    mine = [fact for fact in context.analysis.facts if fact.group == group]
    if group == "device":
        return label, _devices(context, mine)
    mine = with_quota(mine, locale)
    if any(in_container(fact) for fact in mine):  # its name says more than that there is one
        mine = [fact for fact in mine if fact.key != "container"]
    return label, locale.semicolon.join(_fact(fact, locale) for fact in mine)


def with_quota(facts: Sequence[Fact], locale: Locale) -> list[Fact]:
    """What a quota leaves of the usable processors in the place of both."""
    known = {fact.key: fact.value for fact in facts}
    granted = known.get("granted_processors")
    if granted is None:
        return list(facts)
    usable = known.get("usable_processors") or known.get("logical_processors") or "?"
    told = granted.translate(locale.numbers.marks)
    text = locale("{granted} of {usable} processors by quota", granted=told, usable=usable)
    kept = [fact for fact in facts if fact.key != "usable_processors"]
    return [
        replace(fact, key="usable_processors", value=text) if fact.key == "granted_processors" else fact
        for fact in kept
    ]


def _devices(context: Context, facts: Sequence[Fact]) -> str:
    """The devices that were asked for, each with its first facts; a fact's key begins with the device."""
    asked = {result.cell.setting.device for result in context.analysis.cells}
    found: dict[str, list[str]] = {}
    for fact in facts:
        device, _, key = fact.key.rpartition(".")
        if key not in UNTOLD and any(device.split(".")[0] in name for name in asked):
            text = _fact(replace(fact, key=key), context.locale)
            found.setdefault(device, []).append(text)
    return context.locale.semicolon.join(
        f"{device}{context.locale.colon}{context.locale.list(texts[:MOST_DEVICE_FACTS])}"
        for device, texts in found.items()
    )


def _fact(fact: Fact, locale: Locale) -> str:
    if (fact.key, fact.value) == ("swap", "0"):
        return locale("no swap")
    value = fact_value(fact, locale)
    if fact.key in BARE:
        return value
    name = locale("container") if in_container(fact) else fact_name(fact.key, locale)
    return f"{name}{locale.colon}{value}"


def in_container(fact: Fact) -> bool:
    """Whether what looks like a hypervisor is the engine of a container."""
    return fact.key == "hypervisor" and fact.value.lower() in CONTAINERS


def fact_value(fact: Fact, locale: Locale) -> str:
    """A fact's value in words, with its unit."""
    if fact.key == "commit":
        return fact.value[:12]
    if (fact.key, fact.value) == ("changed", "no"):
        return locale("none")
    known = {
        "yes": locale("yes"),
        "no": locale("no"),
        "on": locale("on"),
        "off": locale("off"),
        "notsupported": locale("not supported"),
        "notimplemented": locale("not supported"),
        "forceoff": locale("off"),
    }
    if fact.value in known:
        return known[fact.value]
    if fact.unit == "bytes":
        try:
            return str(locale.numbers.size(float(fact.value)))
        except ValueError:
            return fact.value
    return f"{fact.value}{units.NO_BREAK}{fact.unit}" if fact.unit else fact.value


def fact_name(key: str, locale: Locale) -> str:
    """A fact's name; a key that is not known stands for itself."""
    known = {
        "architecture": locale("architecture"),
        "sockets": locale("sockets"),
        "physical_cores": locale("cores"),
        "logical_processors": locale("hardware threads"),
        "usable_processors": locale("usable"),
        "core_kinds": locale("kinds of cores"),
        "caches": locale("caches"),
        "features": locale("instructions"),
        "governor": locale("governor"),
        "frequency_driver": locale("frequency driver"),
        "minimum_frequency": locale("lowest frequency"),
        "maximum_frequency": locale("highest frequency"),
        "turbo": locale("turbo"),
        "smt": "SMT",
        "swap": locale("swap"),
        "kernel": locale("kernel"),
        "hypervisor": locale("hypervisor"),
        "container": locale("container"),
        "capabilities": locale("capabilities"),
        "device_architecture": locale("device architecture"),
        "openvino_build": locale("OpenVINO build"),
        "openvino": "OpenVINO",
        "python": "Python",
        "numpy": "NumPy",
        "ovreport": "ovreport",
        "commit": locale("commit"),
        "changed": locale("uncommitted changes"),
    }
    return known.get(key, key.replace("_", " "))


def _frequency(context: Context) -> tuple[str, str]:
    """At which frequency it was measured, where that moves: a constant is what a virtual machine makes up."""
    locale, found = context.locale, context.analysis.frequencies
    label = locale("Frequency while measuring")
    if found is None or not found.moves:
        return label, ""
    mean, low, high = (
        locale.numbers.fixed(mhz / 1000, 2) for mhz in (found.mean_mhz, found.low_mhz, found.high_mhz)
    )
    text = locale("{mean} GHz, in nine of ten slices {low} to {high} GHz", mean=mean, low=low, high=high)
    return label, text


def _models(context: Context) -> tuple[str, str]:
    found = {result.model.name: result.model for result in context.analysis.cells if result.model}
    texts = [_model(model, context.counted.one, context.locale) for _, model in sorted(found.items())]
    if not texts:
        texts = sorted({result.cell.setting.model.name for result in context.analysis.cells})
    return context.locale("Model"), context.locale.semicolon.join(texts)


def _model(model: ModelFacts, thing: str, locale: Locale) -> str:
    parts = [model.name]
    if model.parameters:
        parts.append(locale("{number} parameters", number=locale.numbers.count(model.parameters)))
    parts += _arithmetic(model, thing, locale)
    if model.quantised:
        whole = model.quantised == "activations"
        parts.append(locale("quantised") if whole else locale("weights quantised"))
    parts.append(locale("SHA-256 {hash}", hash=model.sha256[:12]))
    return locale.list(parts)


def _arithmetic(model: ModelFacts, thing: str, locale: Locale) -> list[str]:
    """Floating-point operations of one sample, and what they leave out."""
    uncounted = locale.list(list(model.uncounted))
    if not model.macs:
        return [locale("arithmetic of {kinds} not counted", kinds=uncounted)] if uncounted else []
    number, unit = _operations(locale.numbers, 2 * model.macs)
    if uncounted:
        return [
            locale(
                "at least {number} {unit} per {thing}, without {kinds}",
                number=number,
                unit=unit,
                thing=thing,
                kinds=uncounted,
            )
        ]
    return [locale("{number} {unit} per {thing}", number=number, unit=unit, thing=thing)]


def _operations(numbers: units.Numbers, count: int) -> tuple[str, str]:
    """A number of operations and its unit, so that a small model has no row of zeros behind the point."""
    size, unit = next(
        ((size, unit) for size, unit in ((1e9, "GFLOP"), (1e6, "MFLOP")) if count >= size / 1000),
        (1, "FLOP"),
    )
    return numbers.fixed(count / size, units.significant(count / size, 4)), unit


def _startup(context: Context) -> tuple[str, str]:
    locale, baseline = context.locale, context.plan.baseline
    start = next((r.startup for r in context.measured if r.cell.id == baseline), None)
    if start is None:
        return locale("Start-up"), ""
    text = locale(
        "reading {read}, compiling {compile}, first inference {first} (baseline, the median start)",
        read=context.numbers.latency(start.read_ns, unit="ms"),
        compile=context.numbers.latency(start.compile_ns, unit="ms"),
        first=context.numbers.latency(start.first_inference_ns, unit="ms"),
    )
    return locale("Start-up"), text


def _memory(context: Context) -> tuple[str, str]:
    locale = context.locale
    peaks = [r.memory.peak_bytes for r in context.measured if r.memory and r.memory.peak_bytes]
    if not peaks:
        return locale("Memory of a worker"), ""
    low, high = str(context.numbers.size(min(peaks))), str(context.numbers.size(max(peaks)))
    text = (
        locale("at most {size}", size=high)
        if low == high
        else locale("{low} to {high} at its peak", low=low, high=high)
    )
    return locale("Memory of a worker"), text


def _noise(context: Context) -> tuple[str, str]:
    locale, analysis = context.locale, context.analysis
    label = locale("Noise here")
    if not context.measured:
        return label, ""
    margin = locale(
        "Margin of every verdict: ±{margin}.", margin=context.numbers.percent_as_given(analysis.margin)
    )
    return label, locale.sentences(_floor(context), _slices(context), margin)


def _floor(context: Context) -> str:
    """What one setting under two names came to on this host."""
    locale, noise = context.locale, context.analysis.noise
    if noise is None:
        return _twice(context) or locale("The noise floor of this host was not measured.")
    ratio = context.numbers.ratio(noise.ratio.value, noise.ratio.low, noise.ratio.high)
    numbers = {"ratio": ratio, "interval": ratio.interval, "rounds": noise.rounds}
    if not noise.network:
        return locale(
            "The same configuration under two names: {ratio} ({interval}; {rounds} rounds).", **numbers
        )
    return locale(
        "One configuration of {network} on {device} under two names: {ratio} ({interval}; {rounds} rounds).",
        network=noise.network,
        device=noise.device,
        **numbers,
    )


def _twice(context: Context) -> str:
    """Where the page itself compares one setting under two names; empty where it does not."""
    for number, claim in enumerate(context.report.conclusions, 1):
        told = [each for each in claim.contrasts if each.estimate and each.metric == "throughput"]
        pairs = [(each.cell, each.reference) for each in told]
        if any(context.plan.cell(one).setting == context.plan.cell(other).setting for one, other in pairs):
            return context.locale(
                "On this page one configuration under two names measures the noise: see conclusion {number}.",
                number=number,
            )
    return ""


def _slices(context: Context) -> str:
    """The noise of slices of one cell in a row, where there were any."""
    locale, noise = context.locale, context.analysis.slice_noise
    if noise is None:
        return ""
    return locale(
        "Two slices of one configuration in a row differ by {share} (standard deviation).",
        share=context.numbers.percent(noise),
    )


def _idle_host(context: Context) -> tuple[str, str]:
    """The machine that tried and measured nothing, so that nobody takes it for the source's."""
    wanted = {("processor", "model"), ("system", "os")}
    facts = [fact.value for fact in context.analysis.facts if (fact.group, fact.key) in wanted]
    return context.locale("This host, where nothing was measured"), context.locale.list(facts)


def _elsewhere(context: Context) -> tuple[str, str]:
    """Where the published figures come from."""
    told = [_source(context, one) for one in context.plan.published]
    return context.locale("Published figures"), context.locale.semicolon.join(
        dict.fromkeys(filter(None, told))
    )


def _source(context: Context, published: PublishedSet) -> str:
    """The machine of a source, and its remark on all of its figures."""
    machine, note = context.label(published.platform), context.label(published.note)
    if not machine or not note:
        return machine or note
    return context.locale("{machine} ({note})", machine=machine, note=note.rstrip(".。"))
