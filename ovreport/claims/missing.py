"""What was not measured: configurations without timings, and questions that published figures leave open."""

from __future__ import annotations

from dataclasses import dataclass, field

from ovreport.analysis.results import Analysis, CellResult, Status
from ovreport.claims.basis import measured
from ovreport.claims.claim import Claim, ClaimKind
from ovreport.claims.levels import named
from ovreport.claims.place import Place
from ovreport.claims.texts import ClaimText, Texts
from ovreport.language.messages import msg, msgs
from ovreport.language.spans import key, name


@dataclass(frozen=True, kw_only=True)
class NotMeasured(Claim):
    """Something was not measured."""

    kind: ClaimKind = field(init=False, default=ClaimKind.NOT_MEASURED)


@dataclass(frozen=True, kw_only=True)
class NoDevice(NotMeasured):
    """The machine lacks a device, or some of several that work as one.

    Attributes:
        device: As it was asked for.
        published: How many of the configurations have published figures.
    """

    place: Place = field(init=False, default=Place.NOT_MEASURED_HERE)
    device: str
    published: int

    def text(self, t: Texts) -> ClaimText:
        """The claim in words, with what is shown of these configurations."""
        n, device = len(self.cells), name(self.device)
        shown = msgs("was not measured", "were not measured").of(n)
        if self.published == n:
            shown = msgs("shows the published figures only", "show the published figures only").of(n)
        elif self.published:
            some = msgs(
                "were not measured; {n} has published figures",
                "were not measured; {n} have published figures",
            )
            shown = some.of(self.published)
        headline = msg("This machine has no {device}, so {configurations} {shown}.")
        short = msg("No {device} on this machine")
        if ":" in self.device:
            headline = msg(
                "This machine does not have every device of {device}, so {configurations} {shown}."
            )
            short = msg("Not every device of {device} is here")
        its_configurations = msgs("the {device} configuration", "the {n} {device} configurations").of(n)
        return t.claim_text(
            headline,
            short,
            device=device,
            configurations=t.fill(its_configurations, n=n, device=device),
            shown=t.fill(shown, n=self.published),
        )


@dataclass(frozen=True, kw_only=True)
class Failed(NotMeasured):
    """Configurations failed in all their trials.

    Attributes:
        reason: What the first one reported; may be empty.
    """

    place: Place = field(init=False, default=Place.FAILED)
    reason: str

    def text(self, t: Texts) -> ClaimText:
        reason = t.tell(msg("The first reason given: {reason}"), reason=name(self.reason))
        return t.claim_text(
            msg("{configurations} could not be measured: {named}."),
            msg("{configurations} failed"),
            reason if self.reason else (),
            configurations=key(t.locale.counted(len(self.cells), "configuration")),
            named=named(t, self.cells),
        )


@dataclass(frozen=True, kw_only=True)
class StillPending(NotMeasured):
    """Configurations have no records yet.

    Attributes:
        configurations: Of the plan.
    """

    place: Place = field(init=False, default=Place.NOT_MEASURED_HERE)
    configurations: int

    def text(self, t: Texts) -> ClaimText:
        n = len(self.cells)
        left = msgs(
            "{n} configuration of {of} has no records yet", "{n} configurations of {of} have no records yet"
        )
        told = t.fill(left.of(n), n=n, of=self.configurations)
        return ClaimText(
            headline=t.locale.sentence(told),
            short=t.locale.capital(told),
            context=t.tell(msg("Another run measures what is missing.")),
        )


@dataclass(frozen=True, kw_only=True)
class SteadinessOpen(NotMeasured):
    """Published figures alone say nothing about steadiness."""

    place: Place = field(init=False, default=Place.NOT_MEASURED)

    def text(self, t: Texts) -> ClaimText:
        return t.claim_text(
            msg(
                "Whether heat, throttling or background programs change these figures cannot be told from "
                "them: the source shows no repeats and no readings."
            ),
            msg("Steadiness was not shown"),
            t.tell(
                msg(
                    "It takes repeated rounds with the schedule “whole”, throttle counters read before and "
                    "after, and a factor “disturbance” with the levels none and cpu."
                )
            ),
        )


@dataclass(frozen=True, kw_only=True)
class GraphicsOpen(NotMeasured):
    """Published figures of a GPU alone say nothing about other programs that draw on it."""

    place: Place = field(init=False, default=Place.NOT_MEASURED)

    def text(self, t: Texts) -> ClaimText:
        return t.claim_text(
            msg(
                "Whether other programs that draw on the GPU slow inference down is not shown either: no "
                "figure with and without one is given."
            ),
            msg("Other programs on the GPU were not tried"),
            t.tell(
                msg(
                    "It takes a factor “disturbance” whose second level is a command that draws on the same "
                    "GPU."
                )
            ),
        )


def missing(analysis: Analysis) -> tuple[NotMeasured, ...]:
    """Cells that were to be measured and have no timings, grouped by the reason."""
    found: list[NotMeasured] = []
    printed = published_cells(analysis)
    no_device: dict[str, list[CellResult]] = {}
    for result in analysis.cells:
        if result.status is Status.NO_DEVICE:
            no_device.setdefault(result.cell.setting.device, []).append(result)
    for device, results in no_device.items():
        cells = ids(results)
        published = len(printed & set(cells))
        id_ = f"not-measured/device/{device}"
        found.append(NoDevice(id=id_, device=device, published=published, cells=cells))
    failed = [result for result in analysis.cells if result.status is Status.FAILED]
    if failed:
        reason = failed[0].failures[0].message if failed[0].failures else ""
        found.append(Failed(id="not-measured/failed", reason=reason, cells=ids(failed)))
    pending = [
        result for result in analysis.cells if result.status is Status.PENDING and result.cell.measured
    ]
    if pending and analysis.host:
        configurations = len(analysis.cells)
        found.append(
            StillPending(id="not-measured/pending", configurations=configurations, cells=ids(pending))
        )
    return tuple(found)


def ids(results: list[CellResult]) -> tuple[str, ...]:
    """Ids of the cells of results."""
    return tuple(result.cell.id for result in results)


def published_cells(analysis: Analysis) -> set[str]:
    """Ids of the cells that have published figures."""
    return {figure.cell_id for source in analysis.plan.published for figure in source.figures}


def unmeasured_questions(analysis: Analysis) -> tuple[NotMeasured, ...]:
    """What published figures alone leave open: steadiness, and other programs on the same device."""
    printed = published_cells(analysis)
    if not printed or measured(analysis):
        return ()
    cells = tuple(sorted(printed))
    steadiness = SteadinessOpen(id="not-measured/steadiness", cells=cells)
    if not any("GPU" in analysis.plan.cell(cell).setting.device for cell in cells):
        return (steadiness,)
    return (steadiness, GraphicsOpen(id="not-measured/graphics", cells=cells))
