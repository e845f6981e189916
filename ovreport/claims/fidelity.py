"""Claims about whether the measurement was the one asked for: settings in force, outputs, missing cells."""

from __future__ import annotations

from ovreport.analysis.mismatches import SettingMismatch
from ovreport.analysis.results import Analysis, CellResult, OutputComparison, Status
from ovreport.claims.basis import count, hashes, measured
from ovreport.claims.claim import Claim, ClaimKind
from ovreport.claims.number import Number
from ovreport.claims.sameness import joined_up, same_in_force

SAME_ANSWER = 0.01
"""Largest difference of outputs, relative to the largest output, up to which answers count as the same."""

CLOSE_ANSWER = 0.10


def not_granted(analysis: Analysis) -> tuple[Claim, ...]:
    """One claim for every kind of wish that was not granted, with the cells that it touches."""
    return tuple(
        wish_claim(
            analysis,
            wish,
            f"{wish.requested}-{wish.effective}",
            tuple(result.cell.id for result in results),
            len(measured(analysis)),
        )
        for wish, results in analysis.mismatches.items()
    )


def not_granted_to(analysis: Analysis, result: CellResult) -> tuple[Claim, ...]:
    """The same for one cell alone."""
    cell = result.cell.id
    return tuple(wish_claim(analysis, wish, cell, (cell,), 1) for wish in result.mismatches)


def wish_claim(
    analysis: Analysis, wish: SettingMismatch, ending: str, cells: tuple[str, ...], settings: int
) -> Claim:
    """A wish that was not granted to `cells`, of so many settings."""
    return Claim(
        id=f"not-granted/{wish.what}/{ending}",
        kind=ClaimKind.NOT_GRANTED,
        variant=wish.what,
        numbers=(("cells", count(len(cells))), ("settings", count(settings))),
        names=(("asked", wish.requested), ("given", wish.effective)),
        cells=cells,
        records=hashes(analysis, cells),
    )


def outputs(analysis: Analysis) -> tuple[Claim, ...]:
    """Whether cells answer alike: those of one network, and networks that take and give the same."""
    groups = ((False, "outputs"), (True, "outputs/networks"))
    every = [(name, [each for each in analysis.outputs if each.across is across]) for across, name in groups]
    return tuple(outputs_claim(analysis, name, mine) for name, mine in every if mine)


def outputs_claim(analysis: Analysis, name: str, every: list[OutputComparison]) -> Claim:
    """The largest difference among some comparisons of outputs."""
    informative = [each for each in every if each.informative]
    worst = max(informative or every, key=seriousness)
    cells = tuple(dict.fromkeys(cell for each in every for cell in (each.cell, each.reference)))
    return Claim(
        id=name,
        kind=ClaimKind.OUTPUTS,
        variant=output_variant(informative, worst),
        numbers=(
            ("largest", Number(value=worst.largest, unit="plain")),
            ("relative", Number(value=worst.relative, unit="share")),
            ("sampled", count(worst.sampled)),
            ("total", count(worst.total)),
            ("comparisons", count(len(every))),
            ("different", count(sum(each.relative > SAME_ANSWER for each in informative))),
            ("moved", count(worst.moved)),
            ("rows", count(worst.rows)),
        ),
        names=(
            ("cell", worst.cell),
            ("reference", worst.reference),
            ("output", worst.output),
            ("scores", worst.scores),
            ("among", among(analysis, every, cells)),
        ),
        cells=cells,
        records=hashes(analysis, cells),
    )


def seriousness(each: OutputComparison) -> tuple[bool, bool, bool, float]:
    """What outputs that differ are ranked by: no numbers, a large difference, another first place."""
    large = each.relative > CLOSE_ANSWER
    return each.mismatch != "", large, each.moved > 0 and not large, each.relative


def among(analysis: Analysis, every: list[OutputComparison], cells: tuple[str, ...]) -> str:
    """Among whom outputs were compared: `all` cells, those of one `network`, `batch`, `both`, `networks`.

    `networks` were compared with each other; `some` are what is left where nothing of this tells them apart.
    """
    if all(each.across for each in every):
        return "networks"
    references = {each.reference for each in every}
    if len(references) == 1 and {result.cell.id for result in measured(analysis)} <= set(cells):
        return "all"
    settings = [result.cell.setting for result in measured(analysis)]
    models = len({setting.model.name for setting in settings}) > 1
    batches = len({result.batch for result in measured(analysis)}) > 1
    return "both" if models and batches else "network" if models else "batch" if batches else "some"


def output_variant(informative: list[OutputComparison], worst: OutputComparison) -> str:
    """Identical, the same for practical purposes, close, different, or nothing proven.

    What cannot be subtracted is called by its mismatch, and answers that are close but put another score
    first `reordered`.
    """
    if not informative:
        return "uninformative"
    if worst.mismatch:
        return worst.mismatch
    if all(each.identical for each in informative):
        return "identical"
    if worst.moved and worst.relative <= CLOSE_ANSWER:
        return "reordered"
    return (
        "agree" if worst.relative <= SAME_ANSWER else "close" if worst.relative <= CLOSE_ANSWER else "differ"
    )


def missing(analysis: Analysis) -> tuple[Claim, ...]:
    """Cells that were to be measured and have no timings, grouped by the reason."""
    found = []
    no_device: dict[str, list[CellResult]] = {}
    for result in analysis.cells:
        if result.status is Status.NO_DEVICE:
            no_device.setdefault(result.cell.setting.device, []).append(result)
    for device, results in no_device.items():
        found.append(missing_claim(analysis, f"device/{device}", "device", results, (("device", device),)))
    failed = [result for result in analysis.cells if result.status is Status.FAILED]
    if failed:
        reason = failed[0].failures[0].message if failed[0].failures else ""
        found.append(missing_claim(analysis, "failed", "failed", failed, (("reason", reason),)))
    pending = [
        result for result in analysis.cells if result.status is Status.PENDING and result.cell.measured
    ]
    if pending and analysis.host:
        found.append(missing_claim(analysis, "pending", "pending", pending, ()))
    return tuple(found)


def missing_claim(
    analysis: Analysis,
    ending: str,
    variant: str,
    results: list[CellResult],
    names: tuple[tuple[str, str], ...],
) -> Claim:
    """One group of cells without timings."""
    cells = tuple(result.cell.id for result in results)
    printed = {figure.cell_id for source in analysis.plan.published for figure in source.figures}
    return Claim(
        id=f"not-measured/{ending}",
        kind=ClaimKind.NOT_MEASURED,
        variant=variant,
        numbers=(
            ("cells", count(len(cells))),
            ("settings", count(len(analysis.cells))),
            ("published", count(sum(cell in printed for cell in cells))),
        ),
        names=names,
        cells=cells,
    )


def unmeasured_questions(analysis: Analysis) -> tuple[Claim, ...]:
    """What published figures alone leave open: steadiness, and other programs on the same device."""
    printed = {figure.cell_id for source in analysis.plan.published for figure in source.figures}
    if not printed or measured(analysis):
        return ()
    devices = {analysis.plan.cell(cell).setting.device for cell in printed}
    variants = ["steadiness", *(["graphics"] if any("GPU" in device for device in devices) else [])]
    return tuple(
        Claim(
            id=f"not-measured/{variant}",
            kind=ClaimKind.NOT_MEASURED,
            variant=variant,
            cells=tuple(sorted(printed)),
        )
        for variant in variants
    )


def fidelity(analysis: Analysis) -> tuple[Claim, ...]:
    """All claims about what was asked, given, answered and left out."""
    return (
        *joined_up(analysis, not_granted(analysis), same_in_force(analysis)),
        *outputs(analysis),
        *missing(analysis),
        *unmeasured_questions(analysis),
    )
