"""Caveats about what records hold: failures, odd outputs, settings not granted, files left out."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import get_args

import numpy as np

from ovreport.analysis.caveats.found import LargeShare, ids, measured
from ovreport.analysis.mismatches import SettingMismatch, What
from ovreport.analysis.results import Analysis, Caveat, CellResult, LeftOut, Status, Unreadable

OUTPUTS_RELATIVE = 0.05
SATURATED_SHARE = 0.9


@dataclass(frozen=True, kw_only=True)
class FailedTrials(Caveat):
    """So many trials failed, of all `trials` of the cells: a caveat for each kind of failure (`why`).

    A cell is told under the kind by which it fails most often.
    """

    why: str
    failed: int
    trials: int

    @classmethod
    def find(cls, analysis: Analysis) -> Iterator[Caveat]:
        by_kind: dict[str, list[CellResult]] = {}
        for cell in analysis.cells:
            if cell.failures and cell.status is not Status.NO_DEVICE:
                kind, _ = Counter(failure.kind for failure in cell.failures).most_common(1)[0]
                by_kind.setdefault(kind, []).append(cell)
        for why, cells in by_kind.items():
            failed = sum(failure.kind == why for cell in cells for failure in cell.failures)
            trials = sum(len(cell.failures) + len(cell.trials) for cell in cells)
            yield cls(cells=ids(cells), why=why, failed=failed, trials=trials)


@dataclass(frozen=True, kw_only=True)
class NotNumbers(Caveat):
    """NaN and infinities in outputs, whether other cells have them or not: `values` `of` the worst cell's."""

    values: int
    of: int

    @classmethod
    def find(cls, analysis: Analysis) -> Iterator[Caveat]:
        found = {
            cell.cell.id: sum(
                max(output.not_finite, int(np.count_nonzero(~np.isfinite(output.values))))
                for output in cell.outputs
            )
            for cell in measured(analysis)
        }
        touched = tuple(cell for cell, values in found.items() if values)
        if touched:
            worst = max(touched, key=lambda cell: found[cell])
            of = sum(math.prod(output.shape) for output in analysis.cell(worst).outputs)
            yield cls(cells=touched, values=found[worst], of=of)


@dataclass(frozen=True, kw_only=True)
class OutputsDiffer(Caveat):
    """Outputs for one input that are far apart; those that cannot be subtracted are told by the conclusions.

    Told is the `largest` difference, and it `relative` to the output's largest value. A cell that answers as
    one does that is far from others is as far from them.
    """

    largest: float
    relative: float

    @classmethod
    def find(cls, analysis: Analysis) -> Iterator[Caveat]:
        informative = [entry for entry in analysis.outputs if entry.informative and not entry.mismatch]
        far = [entry for entry in informative if entry.relative > OUTPUTS_RELATIVE]
        if far:
            alike = {entry.cell: entry.reference for entry in informative if entry not in far}
            touched = {entry.cell for entry in far}
            cells = [each for each in ids(analysis.cells) if each in touched or alike.get(each) in touched]
            worst = max(far, key=lambda entry: entry.relative)
            yield cls(cells=tuple(cells), largest=worst.largest, relative=worst.relative)


@dataclass(frozen=True, kw_only=True)
class SaturatedOutputs(Caveat):
    """Outputs that were compared and hold hardly anything but 0 and 1; told is the one of largest share."""

    output: str
    share: float

    @classmethod
    def find(cls, analysis: Analysis) -> Iterator[Caveat]:
        compared = {cell for entry in analysis.outputs for cell in (entry.cell, entry.reference)}
        found = [
            (output.saturated, output.name, cell)
            for cell in measured(analysis)
            if cell.cell.id in compared
            for output in cell.outputs
            if output.saturated is not None and output.saturated >= SATURATED_SHARE
        ]
        if found:
            share, output, _ = max(found, key=lambda each: each[0])
            yield cls(cells=ids(cell for *_, cell in found), output=output, share=share)


class Stateful(Caveat):
    """Requests follow on those before them: the model has a state, which is kept."""

    @classmethod
    def find(cls, analysis: Analysis) -> Iterator[Caveat]:
        touched = [
            cell
            for cell in measured(analysis)
            if cell.cell.setting.state == "keep" and cell.model is not None and cell.model.variables
        ]
        if touched:
            yield cls(cells=ids(touched))


class Denormals(LargeShare):
    """This share of the f32 and f64 output values are denormal numbers."""

    LIMIT = 0.001

    @staticmethod
    def of(cell: CellResult) -> float:
        return cell.denormal_share or 0.0


@dataclass(frozen=True, kw_only=True)
class Fallback(Caveat):
    """Something was asked for and not granted, a caveat each in the order of `What`; `Emulated` is apart."""

    mismatch: SettingMismatch

    @classmethod
    def find(cls, analysis: Analysis) -> Iterator[Caveat]:
        found, order = analysis.mismatches, get_args(What)
        for each in sorted(found, key=lambda one: order.index(one.what)):
            if each.what != "emulated":
                yield cls(cells=ids(found[each]), mismatch=each)


@dataclass(frozen=True, kw_only=True)
class Emulated(Caveat):
    """A precision is in force that the device lacks, whether it was asked for or not."""

    precision: str

    @classmethod
    def find(cls, analysis: Analysis) -> Iterator[Caveat]:
        touched: dict[str, list[CellResult]] = {}
        for cell in measured(analysis):
            for precision, emulated in cell.computed:
                if emulated:
                    touched.setdefault(precision, []).append(cell)
        for precision, cells in touched.items():
            yield cls(cells=ids(cells), precision=precision)


@dataclass(frozen=True, kw_only=True)
class RecordsLeftOut(Caveat):
    """Records that do not belong to what is told, a caveat for every reason."""

    left_out: LeftOut

    @classmethod
    def find(cls, analysis: Analysis) -> Iterator[Caveat]:
        return (cls(left_out=each) for each in analysis.left_out)


@dataclass(frozen=True, kw_only=True)
class UnreadableFiles(Caveat):
    """So many `files` could not be used; the `first` of them."""

    files: int
    first: Unreadable

    @classmethod
    def find(cls, analysis: Analysis) -> Iterator[Caveat]:
        if analysis.unreadable:
            yield cls(files=len(analysis.unreadable), first=analysis.unreadable[0])
