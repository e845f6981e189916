"""What was asked for and not given: a precision, a device, streams, threads, a property.

These claims tell what was read back from the device, and have no truth condition.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from ovreport.analysis.mismatches import SettingMismatch, What
from ovreport.analysis.results import Analysis, CellResult
from ovreport.claims.basis import hashes, measured
from ovreport.claims.claim import Claim, ClaimKind
from ovreport.claims.evidence import MOST_ROWS, EvidenceTable, Recomputation, printing, written
from ovreport.claims.place import Place
from ovreport.claims.texts import ClaimText, Texts
from ovreport.language.messages import Message, msg, msgs
from ovreport.language.spans import Text, name, plain
from ovreport.plan import Setting

AMOUNTS: Mapping[What, Message] = {
    "streams": msgs("{n} stream", "{n} streams"),
    "threads": msgs("{n} thread", "{n} threads"),
}
"""Numbers of what can be asked for."""

UNKNOWN_SPEED = msg("Nothing here says how fast the precision asked for would be.")


@dataclass(frozen=True)
class Refusal:
    """How one kind of wish is told.

    Attributes:
        long: A clause with what was asked for and what the device did.
        short: Half a line.
        consequence: What follows for the reader.
        place: Among the claims.
    """

    long: Message
    short: Message
    consequence: Message
    place: Place


OF_NUMBERS = Refusal(
    msg("Asked for {asked}; {given} in force"),
    msg("{asked} asked for, {given} in force"),
    msg("The figures belong to the configuration in force."),
    Place.REFUSED,
)

REFUSALS: Mapping[What, Refusal] = {
    "precision": Refusal(
        msg("Asked for {asked}; the device computed in {given}"),
        msg("{asked} was asked for, {given} was computed"),
        UNKNOWN_SPEED,
        Place.COMPUTED_OTHERWISE,
    ),
    "rest": Refusal(
        msg("Asked for {asked}; what the model does not compute in INT8 was computed in {given}"),
        msg("{asked} was asked for, {given} was computed beside INT8"),
        UNKNOWN_SPEED,
        Place.COMPUTED_OTHERWISE,
    ),
    "emulated": Refusal(
        msg("Asked for {asked}; the device lacks it and emulates it"),
        msg("{asked} is emulated on this device"),
        msg("Its speed here says nothing about a device that has it."),
        Place.COMPUTED_OTHERWISE,
    ),
    "device": Refusal(
        msg("Asked for {asked}; it ran on {given}"),
        msg("{asked} was asked for, {given} did the work"),
        msg("Nothing here says how fast the device asked for would be."),
        Place.DEVICE_REFUSED,
    ),
    "streams": OF_NUMBERS,
    "threads": OF_NUMBERS,
    "property": OF_NUMBERS,
}


@dataclass(frozen=True, kw_only=True)
class NotGranted(Claim):
    """A wish that some configurations had and none of those was granted.

    Attributes:
        wish: What was requested, and what is effective instead.
        configurations: Of the run, or one where the claim is about one alone.
    """

    kind: ClaimKind = field(init=False, default=ClaimKind.NOT_GRANTED)
    wish: SettingMismatch
    configurations: int

    @property
    def topic(self) -> str:
        """What was asked for, whatever was given."""
        return topic_of(self.wish.what, self.wish.requested)

    def text(self, t: Texts) -> ClaimText:
        """The claim in words: what was asked for comes first, what the device did second."""
        refusal, n = REFUSALS[self.wish.what], len(self.cells)
        scope = msg("{said}, in {n} of {of} configurations.")
        if self.configurations == 1:
            scope = msg("{said}.")
        elif n == self.configurations == 2:
            scope = msg("{said}, in both configurations.", also="n")
        elif n == self.configurations:
            scope = msg("{said}, in all {n} configurations.")
        return ClaimText(
            headline=t.tell(scope, said=self.clause(t), n=n, of=self.configurations),
            short=t.locale.capital(self._told(t, refusal.short)),
            context=t.tell(refusal.consequence),
        )

    def clause(self, t: Texts) -> Text:
        """What was asked for and what the device did."""
        return self._told(t, REFUSALS[self.wish.what].long)

    def _told(self, t: Texts, message: Message) -> Text:
        wish = self.wish
        return t.fill(message, asked=self.value(t, wish.requested), given=self.value(t, wish.effective))

    def value(self, t: Texts, told: str) -> Text:
        """A side of the wish in words."""
        amount = AMOUNTS.get(self.wish.what)
        if amount is not None and told.isdecimal():
            return t.fill(amount.of(int(told)), n=int(told))
        return (name(t.locale.precision(told)),)

    def program(self, analysis: Analysis) -> Recomputation | None:
        """In how many configurations the wish was not granted."""
        results = measured(analysis)
        if len(results) > MOST_ROWS or self.configurations < 2:
            return None
        refused = [int(self.wish in result.mismatches) for result in results]
        body = (
            f"refused = [{written(refused)}]  # 1 for every configuration that got another\n"
            f"{printing('sum(refused)')}"
        )
        return Recomputation(body=body, prints=(len(self.cells),))

    def rows(self, t: Texts) -> tuple[EvidenceTable, ...]:
        """What every configuration asked for of this kind and what it was given."""
        rows = tuple(
            (
                plain(t.full(cell)),
                wish.requested,
                t.locale.format(msg("{given}, emulated"), given=wish.effective)
                if wish.what == "emulated"
                else wish.effective,
            )
            for cell in self.cells
            for wish in t.analysis.cell(cell).mismatches
            if wish.what == self.wish.what
        )
        heads = (msg("configuration"), msg("asked"), msg("given"))
        return (EvidenceTable(heads=heads, rows=rows, words=frozenset({0, 1, 2})),)


def topic_of(what: What, requested: str) -> str:
    """The question whether a wish was granted; a precision is one, however it is refused."""
    field_name = "precision" if what in {"rest", "emulated"} else what
    return f"{ClaimKind.NOT_GRANTED.value}/{field_name}/{requested}"


def wishes(setting: Setting) -> Iterator[str]:
    """The topics of all that a device may refuse to a setting; see `mismatches.between`."""
    yield topic_of("device", setting.device)
    if setting.precision:
        yield topic_of("precision", setting.precision)
    if isinstance(setting.streams, int):
        yield topic_of("streams", str(setting.streams))
    if setting.threads is not None:
        yield topic_of("threads", str(setting.threads))
    yield from (topic_of("property", f"{each}={asked}") for each, asked in setting.properties)


def not_granted(analysis: Analysis) -> tuple[NotGranted, ...]:
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


def not_granted_to(analysis: Analysis, result: CellResult) -> tuple[NotGranted, ...]:
    """The wishes of one cell alone that were not granted."""
    cell = result.cell.id
    return tuple(wish_claim(analysis, wish, cell, (cell,), 1) for wish in result.mismatches)


def wish_claim(
    analysis: Analysis, wish: SettingMismatch, ending: str, cells: tuple[str, ...], configurations: int
) -> NotGranted:
    """A wish that was not granted to `cells`, of so many configurations."""
    return NotGranted(
        id=f"not-granted/{wish.what}/{ending}",
        place=REFUSALS[wish.what].place,
        wish=wish,
        configurations=configurations,
        cells=cells,
        records=hashes(analysis, cells),
    )
