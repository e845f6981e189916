"""Fields of a setting, and in which of them the cells of a plan differ."""

from __future__ import annotations

from ovreport.plan import Factor, Plan, Setting

FIELDS = (
    "model",
    "device",
    "openvino",
    "precision",
    "storage",
    "batch",
    "requests",
    "streams",
    "threads",
    "hint",
    "mode",
    "state",
    "disturbance",
)
"""Fields of a setting, in the order in which a cell's name tells them."""

PROPERTY = "properties."
"""Before the name of an OpenVINO property among the fields of a bundle."""

UNSET = frozenset({"", "unset", "none", "null", "default"})


def is_precision(label: str) -> bool:
    """Whether a level asks for a precision, and does not leave it to OpenVINO."""
    return label.lower() not in UNSET


def factor_of(plan: Plan, name: str) -> Factor:
    """The factor with this name; a constant one counts as a factor without levels."""
    return next((factor for factor in plan.factors if factor.name == name), Factor(name=name, levels=()))


def field_of(factor: Factor) -> str:
    """The setting's field that a plain factor varies, `property` for an OpenVINO property, else `bundle`."""
    if factor.bundled:
        return "bundle"
    if factor.name in FIELDS:
        return factor.name
    return "property" if factor.name.isupper() else "bundle"


def varied_fields(plan: Plan) -> tuple[str, ...]:
    """Fields of the setting in which the plan's cells differ, in the order in which names tell them."""
    return tuple(field for field in FIELDS if len({getattr(cell.setting, field) for cell in plan.cells}) > 1)


def varied_properties(plan: Plan) -> tuple[str, ...]:
    """OpenVINO properties in which cells differ, without those of a bundle: its labels tell them."""
    bundled = {key.removeprefix(PROPERTY) for factor in plan.factors for key in factor.bundled}
    every = sorted({name for cell in plan.cells for name, _ in cell.setting.properties} - bundled)
    return tuple(
        name for name in every if len({dict(cell.setting.properties).get(name) for cell in plan.cells}) > 1
    )


def bundles_of_properties(plan: Plan) -> tuple[str, ...]:
    """Bundles that vary OpenVINO properties: their levels, of which some may set none, have their labels."""
    return tuple(
        factor.name for factor in plan.factors if any(key.startswith(PROPERTY) for key in factor.bundled)
    )


def asked_shapes(setting: Setting) -> tuple[tuple[str, str], ...]:
    """The inputs whose shape was asked for, each with that shape: `("input_ids", "[1, ?]")`."""
    return tuple(
        (name, f"[{', '.join(map(str, shape))}]")
        for name, shape in {**dict(setting.model.shapes), **dict(setting.shapes)}.items()
    )


def told_batch(setting: Setting) -> int | None:
    """The batch, where the setting alone tells it: built-in models are made with 1."""
    return 1 if setting.batch is None and setting.model.kind == "builtin" else setting.batch


def told_by_setting(setting: Setting) -> bool:
    """Whether the setting alone says what a request carries: built-in models are made with batch 1."""
    return told_batch(setting) is not None or bool(asked_shapes(setting))


QUIET_FIELDS = frozenset(
    {"openvino", "precision", "storage", "hint", "mode", "threads", "state", "disturbance", "property"}
)
"""Left out of a sentence where the level is the baseline's."""


def is_quiet(plan: Plan, factor: str, label: str) -> bool:
    """Whether a level goes without saying: the baseline's, of a field that sentences seldom speak of."""
    baseline = dict(plan.cell(plan.baseline).levels)
    return field_of(factor_of(plan, factor)) in QUIET_FIELDS and baseline.get(factor) == label


COMMON = 0.75
"""Share of the cells from which on the baseline's level of a quiet field is left out of their names."""


def common_fields(plan: Plan) -> frozenset[str]:
    """Quiet fields in which nearly all cells are like the baseline: a name tells the exceptions only."""
    baseline = plan.cell(plan.baseline).setting

    def shared(field: str) -> bool:
        alike = [cell for cell in plan.cells if getattr(cell.setting, field) == getattr(baseline, field)]
        return len(alike) >= COMMON * len(plan.cells)

    return frozenset(field for field in FIELDS if field in QUIET_FIELDS and shared(field))
