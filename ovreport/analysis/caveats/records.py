"""Caveats about what records hold: failures, odd outputs, settings not granted, files left out."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from typing import get_args

import numpy as np

from ovreport.analysis.caveats.found import Finder, about, measured, where
from ovreport.analysis.mismatches import What
from ovreport.analysis.results import (
    Analysis,
    Caveat,
    CaveatKind,
    CellResult,
    Status,
)
from ovreport.records import OutputSample

OUTPUTS_RELATIVE = 0.05
SATURATED_SHARE = 0.9
DENORMAL_SHARE = 0.001


def _failed(analysis: Analysis) -> Iterator[Caveat]:
    """One caveat for each kind of failure, and the cells that fail so most often."""
    by_kind: dict[str, list[CellResult]] = {}
    for cell in analysis.cells:
        if cell.failures and cell.status is not Status.NO_DEVICE:
            kind, _ = Counter(failure.kind for failure in cell.failures).most_common(1)[0]
            by_kind.setdefault(kind, []).append(cell)
    for reason, cells in by_kind.items():
        failed = sum(failure.kind == reason for cell in cells for failure in cell.failures)
        trials = sum(len(cell.failures) + len(cell.trials) for cell in cells)
        yield about(CaveatKind.FAILED, cells, names=(("kind", reason),), failed=failed, trials=trials)


def _not_numbers(analysis: Analysis) -> Iterator[Caveat]:
    """NaN and infinities in the outputs of cells, whether other cells have them or not."""
    counts = [(sum(map(_not_finite, cell.outputs)), cell) for cell in measured(analysis)]
    touched = [(number, cell) for number, cell in counts if number]
    if touched:
        worst, cell = max(touched, key=lambda pair: pair[0])
        total = sum(math.prod(output.shape) for output in cell.outputs)
        yield about(CaveatKind.NOT_NUMBERS, [cell for _, cell in touched], values=worst, of=total)


def _not_finite(output: OutputSample) -> int:
    return max(output.not_finite, int(np.count_nonzero(~np.isfinite(output.values))))


def _outputs(analysis: Analysis) -> Iterator[Caveat]:
    """Outputs that are far apart; those that cannot be subtracted are told by the conclusions.

    A cell that answers as one does that is far from others is as far from them.
    """
    informative = [entry for entry in analysis.outputs if entry.informative and not entry.mismatch]
    far = [entry for entry in informative if entry.relative > OUTPUTS_RELATIVE]
    if far:
        alike = {entry.cell: entry.reference for entry in informative if entry not in far}
        touched = {entry.cell for entry in far}
        cells = [
            result
            for result in analysis.cells
            if result.cell.id in touched or alike.get(result.cell.id) in touched
        ]
        worst = max(far, key=lambda entry: entry.relative)
        yield about(CaveatKind.OUTPUTS, cells, largest=worst.largest, relative=worst.relative)


def _saturated(analysis: Analysis) -> Iterator[Caveat]:
    """Outputs that were compared and hold hardly anything but 0 and 1."""
    compared = {cell for entry in analysis.outputs for cell in (entry.cell, entry.reference)}
    found = [
        (output.saturated, output.name, cell)
        for cell in measured(analysis)
        if cell.cell.id in compared
        for output in cell.outputs
        if output.saturated is not None and output.saturated >= SATURATED_SHARE
    ]
    if found:
        share, name, _ = max(found, key=lambda each: each[0])
        cells = tuple({cell.cell.id: cell for *_, cell in found}.values())
        yield about(CaveatKind.SATURATED, cells, names=(("output", name),), share=share)


def _stateful(analysis: Analysis) -> Iterator[Caveat]:
    """Cells whose requests follow on those before them."""
    touched = [
        cell
        for cell in measured(analysis)
        if cell.cell.setting.state == "keep" and cell.model is not None and cell.model.variables
    ]
    if touched:
        yield about(CaveatKind.STATEFUL, touched)


def _denormals(analysis: Analysis) -> Iterator[Caveat]:
    yield from where(
        analysis, CaveatKind.DENORMALS, "share", lambda cell: cell.denormal_share or 0.0, DENORMAL_SHARE
    )


def _fallback(analysis: Analysis) -> Iterator[Caveat]:
    """One caveat for everything that was not granted, in the order of `What`; `_emulated` tells the rest."""
    found, order = analysis.mismatches, get_args(What)
    for each in sorted(found, key=lambda one: order.index(one.what)):
        if each.what != "emulated":
            names = (("what", each.what), ("asked", each.requested), ("given", each.effective))
            yield about(CaveatKind.FALLBACK, found[each], names=names)


def _emulated(analysis: Analysis) -> Iterator[Caveat]:
    """A precision in force that the device lacks, whether it was asked for or not."""
    touched: dict[str, list[CellResult]] = {}
    for cell in measured(analysis):
        if cell.in_force is not None and cell.in_force.emulated:
            touched.setdefault(cell.in_force.precision or "", []).append(cell)
    for precision, cells in touched.items():
        yield about(CaveatKind.EMULATED, cells, names=(("precision", precision),))


def _left_out(analysis: Analysis) -> Iterator[Caveat]:
    """Records that do not belong to what is told, a caveat for every reason."""
    for one in analysis.left_out:
        names = (("why", one.why), ("was", one.was), ("now", one.now), ("network", one.network))
        yield about(CaveatKind.LEFT_OUT, (), names=names, records=one.records)


def _unreadable(analysis: Analysis) -> Iterator[Caveat]:
    if analysis.unreadable:
        first = analysis.unreadable[0]
        names = (("path", first.path), ("reason", first.reason))
        yield about(CaveatKind.UNREADABLE, (), names=names, files=len(analysis.unreadable))


FINDERS: tuple[Finder, ...] = (
    _failed,
    _not_numbers,
    _outputs,
    _saturated,
    _stateful,
    _denormals,
    _fallback,
    _emulated,
    _left_out,
    _unreadable,
)
