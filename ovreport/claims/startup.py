"""Start-up: what reading, compiling and the first inference take, compared, and when that is earned back."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import TypedDict

from ovreport import units
from ovreport.analysis.choice import candidates
from ovreport.analysis.report import compare
from ovreport.analysis.results import Analysis, CellResult, Contrast, Verdict
from ovreport.claims.amounts import amount, apart, estimated, proof
from ovreport.claims.basis import RESOLVED, hashes, measured
from ovreport.claims.choosing import best_of
from ovreport.claims.claim import Claim, ClaimKind
from ovreport.claims.comparing import verbs_after
from ovreport.claims.evidence import EvidenceTable, Recomputation, printing, written
from ovreport.claims.intervals import estimate_of
from ovreport.claims.number import Number
from ovreport.claims.place import Place
from ovreport.claims.settling import way_out
from ovreport.claims.starts import compiled_alike, middle, often_enough, rounds_of, start_ns, starts_of
from ovreport.claims.texts import RANGE, ClaimText, Texts
from ovreport.language.messages import Message, msg, msgs, msgs_in
from ovreport.language.spans import Span, Text, key, number, plain

ASIDE = 5
"""Start-ups are beside what a page asks about: judged at 1 %, for statements of all kinds share the 5 %."""


@dataclass(frozen=True, kw_only=True)
class Start:
    """The start-up of a configuration, the median of its rounds."""

    cell: str
    total_ns: float
    rounds: int

    def time(self, t: Texts) -> units.Quantity:
        """How long it takes."""
        return t.told(Number(value=self.total_ns, unit="ns"))


@dataclass(frozen=True, kw_only=True)
class StartUp(Claim):
    """The shortest start-up and the longest one, once OpenVINO is loaded.

    Attributes:
        quick, slow: These two.
        rounds: In how many each configuration started, at least.
        configurations: How many configurations' starts are known.
        cached: How many of all `starts` took the compiled model from a cache; where others did not, they
            are left out of the times.
    """

    kind: ClaimKind = field(init=False, default=ClaimKind.STARTUP)
    place: Place = field(init=False, default=Place.STARTUP)
    figure: str = field(init=False, default="startup")
    quick: Start
    slow: Start
    rounds: int
    configurations: int
    cached: int
    starts: int

    @property
    def sooner(self) -> str:
        """The cell that is shown to start sooner; empty where none is."""
        if self.verdict not in RESOLVED:
            return ""
        (contrast,) = self.contrasts
        return contrast.cell if contrast.verdict is Verdict.FASTER else contrast.reference

    def starts_ms(self, analysis: Analysis) -> tuple[tuple[float, ...], tuple[float, ...]]:
        """Every start that it counts of the quick configuration and of the slow one, in their order."""
        alike = compiled_alike(analysis)
        quick, slow = (
            tuple(start.total_ns / 1e6 for start in starts_of([alike.cell(each.cell)]))
            for each in (self.quick, self.slow)
        )
        return quick, slow

    def from_cache(self, t: Texts) -> Text:
        """How many starts took the compiled model from a cache, and what that means for the times."""
        if not self.cached:
            return ()
        message = msgs(
            "{n} of {of} start took the compiled model from the cache; it is left out of these times.",
            "{n} of {of} starts took the compiled model from the cache; they are left out of these times.",
        ).of(self.cached)
        if self.cached == self.starts:
            message = msg("Every start took the compiled model from the cache, so none of them compiled it.")
        return t.tell(message, n=self.cached, of=self.starts)

    def span(self, t: Texts, mark: Callable[[object], Span] = number) -> Text:
        """The shortest and the longest start, once where they are printed alike."""
        low, high = self.quick.time(t), self.slow.time(t)
        if str(low) == str(high):
            return (mark(low),)
        first = low.value if low.unit == high.unit else low
        return (mark(t.locale.format(RANGE, first=first, last=high)),)

    def levels(self, t: Texts) -> Text:
        """The shortest and the longest start, as a sentence."""
        sentence = msg("Once OpenVINO is loaded, the first answer takes {span} ({medians}).")
        return t.tell(sentence, span=self.span(t), medians=medians(t, self.rounds))

    def levels_short(self, t: Texts) -> Text:
        """The shortest and the longest start in half a line."""
        return t.tell(msg("Once OpenVINO is loaded, the first answer takes {span}"), span=self.span(t, key))


@dataclass(frozen=True, kw_only=True)
class ByTimes(StartUp):
    """Start-ups told by their times and not by a ratio, which are its evidence."""

    def stated(self, analysis: Analysis) -> tuple[Contrast, ...]:  # noqa: ARG002 - that of all claims
        """None: it states no ratio, whatever it compares."""
        return ()

    def program(self, analysis: Analysis) -> Recomputation | None:
        """The medians of both, or of the only one."""
        every = dict(zip(("quick", "slow"), self.starts_ms(analysis), strict=True))
        if self.quick.cell == self.slow.cell and every["quick"] == every["slow"]:
            every = {"starts": every["slow"]}
        if not all(every.values()):
            return None
        lines = [f"{name} = [{written(times)}]" for name, times in every.items()]
        lines[0] += "  # ms, every start"
        shown = printing(*(f"median({name})" for name in every))
        body = "\n".join(["from statistics import median", *lines, shown])
        prints = (self.quick.total_ns / 1e6, self.slow.total_ns / 1e6)
        return Recomputation(body=body, prints=prints[-len(every) :])

    def rows(self, t: Texts) -> tuple[EvidenceTable, ...]:
        """Every start of both."""
        every = dict(zip((self.quick.cell, self.slow.cell), self.starts_ms(t.analysis), strict=True))
        rows = [
            (str(place), *(t.numbers.fixed(ms, units.significant(ms, 4)) if ms else "–" for ms in row))
            for place, row in enumerate(zip_longest(*every.values()), start=1)
        ]
        caption = t.fill(msg("In {unit}; one start a round."), unit="ms")
        heads: list[Message | str] = [msg("start"), *(plain(t.full(cell)) for cell in every)]
        return (EvidenceTable(heads=tuple(heads), rows=tuple(rows), caption=plain(caption)),)


@dataclass(frozen=True, kw_only=True)
class OneStart(ByTimes):
    """The start-up of one configuration.

    Attributes:
        compile_ns: What of it went into compiling.
    """

    compile_ns: float

    def text(self, t: Texts) -> ClaimText:
        return t.claim_text(
            msg(
                "Once OpenVINO is loaded, the first answer takes {total} ({medians}), {compile} of it for "
                "compiling."
            ),
            msg("Once OpenVINO is loaded, the first answer takes {total}"),
            self.from_cache(t),
            total=key(self.slow.time(t)),
            medians=median(t, self.rounds),
            compile=t.told(Number(value=self.compile_ns, unit="ns")),
        )


@dataclass(frozen=True, kw_only=True)
class StartLevels(ByTimes):
    """Start-ups of too few rounds to compare them."""

    def text(self, t: Texts) -> ClaimText:
        return ClaimText(headline=self.levels(t), short=self.levels_short(t), context=self.from_cache(t))


@dataclass(frozen=True, kw_only=True)
class StartsOpen(ByTimes):
    """No configuration is shown to start later than another."""

    def text(self, t: Texts) -> ClaimText:
        """The claim in words, and what would settle it."""
        (contrast,) = self.contrasts
        return t.claim_text(
            msg(
                "Once OpenVINO is loaded, the first answer takes {span} ({medians}); no configuration is "
                "shown to start later than another."
            ),
            msg("Once OpenVINO is loaded, the first answer takes {span}"),
            t.together(way_out(t, contrast), self.from_cache(t)),
            span=self.span(t, key),
            medians=medians(t, self.rounds),
        )


@dataclass(frozen=True, kw_only=True)
class StartsAlike(StartUp):
    """No configuration starts later than another by more than counts."""

    def text(self, t: Texts) -> ClaimText:
        (contrast,) = self.contrasts
        return t.claim_text(
            msg("{every} configurations start alike: {apart} {proof}."),
            msg("Once OpenVINO is loaded, every configuration gives its first answer within {high}"),
            t.together(self.levels(t), self.from_cache(t)),
            every=t.locale.every(self.configurations),
            apart=apart(t, contrast),
            proof=proof(t, contrast),
            high=key(self.slow.time(t)),
        )


@dataclass(frozen=True, kw_only=True)
class StartsApart(StartUp):
    """One configuration is shown to start later than another."""

    place: Place = field(init=False, default=Place.STARTS_APART)

    def text(self, t: Texts) -> ClaimText:
        (contrast,) = self.contrasts
        more = estimated(t, estimate_of(contrast))
        headline = msg(
            "Once OpenVINO is loaded, the first answer takes {n} longer with {slow} than with {quick} "
            "{proof}: {high} against {low}."
        )
        if more.unit != "%":
            headline = msg(
                "Once OpenVINO is loaded, the first answer takes {n} as long with {slow} as with {quick} "
                "{proof}: {high} against {low}."
            )
        told = t.tell(
            headline,
            n=key(more),
            slow=t.cell(self.slow.cell),
            quick=t.cell(self.quick.cell),
            proof=proof(t, contrast),
            high=self.slow.time(t),
            low=self.quick.time(t),
        )
        return ClaimText(headline=told, short=self.levels_short(t), context=self.from_cache(t))


@dataclass(frozen=True, kw_only=True)
class BreakEven(StartUp):
    """The best configuration starts later than the quickest one, and its throughput earns that back.

    Attributes:
        best: The one with the best throughput.
        images: After so many.
    """

    place: Place = field(init=False, default=Place.BREAK_EVEN)
    best: Start
    images: float

    def text(self, t: Texts) -> ClaimText:
        (contrast,) = self.contrasts
        return t.claim_text(
            msg(
                "{best} {take} {extra} longer to the first answer than {quick}, {n} as long {proof}; its "
                "throughput earns that back after about {images} {amount_of}."
            ),
            msg("The longer start pays after about {images} {amount_of}"),
            t.together(self.levels(t), self.from_cache(t)),
            best=t.cell(self.best.cell),
            quick=t.cell(self.quick.cell),
            extra=number(t.numbers.latency(self.best.total_ns - self.quick.total_ns)),
            n=amount(t, estimate_of(contrast).ratio, times=True),
            proof=proof(t, contrast, times=True),
            images=key(t.numbers.fixed(self.images, min(units.significant(self.images, 2), 0))),
            **verbs_after(t, self.best.cell),
        )


def median(t: Texts, rounds: int) -> Text:
    """What a start-up time is: that of one round, or the median of several."""
    message = msgs_in("after one time", "one round", "median of {n} rounds")
    return t.fill(message.of(max(rounds, 1)), n=str(rounds))


def medians(t: Texts, rounds: int) -> Text:
    """What several start-up times are."""
    message = msgs_in("after a time", "one round", "medians of {n} rounds")
    return t.fill(message.of(max(rounds, 1)), n=str(rounds))


class Common(TypedDict):
    """What all claims about start-up have."""

    quick: Start
    slow: Start
    cached: int
    starts: int
    contrasts: tuple[Contrast, ...]
    verdict: Verdict | None
    cells: tuple[str, ...]
    records: tuple[str, ...]


def common(
    analysis: Analysis, quick: CellResult, slow: CellResult, contrast: Contrast | None, *more: str
) -> Common:
    """The starts of two cells, of which `contrast` compares two or one with another cell."""
    starts = starts_of(measured(analysis))
    cells = tuple(dict.fromkeys((quick.cell.id, slow.cell.id, *more)))
    return {
        "quick": start_of(quick),
        "slow": start_of(slow),
        "cached": sum(bool(start.from_cache) for start in starts),
        "starts": len(starts),
        "contrasts": () if contrast is None else (contrast,),
        "verdict": None if contrast is None else contrast.verdict,
        "cells": cells,
        "records": hashes(analysis, cells),
    }


def start_of(result: CellResult) -> Start:
    """The median start of a cell that has one."""
    return Start(cell=result.cell.id, total_ns=start_ns(result) or 0.0, rounds=rounds_of(result))


def startup(analysis: Analysis) -> StartUp | None:
    """The shortest and the longest start, compared, and the images that earn the difference back.

    Only starts that came about alike are compared: see `compiled_alike`.
    """
    alike = often_enough(compiled_alike(analysis))
    timed = [result for result in measured(alike) if start_ns(result) is not None]
    if not timed:
        return None
    quick, slow = (which(timed, key=lambda each: start_of(each).total_ns) for which in (min, max))
    begun, configurations = min(map(rounds_of, timed)), len(timed)
    if configurations == 1:
        start = middle(slow)
        told = common(analysis, quick, slow, None)
        compile_ns = 0.0 if start is None else float(start.compile_ns)
        return OneStart(id="startup", rounds=begun, configurations=1, compile_ns=compile_ns, **told)
    contrast = start_beside(alike, slow, quick, configurations)
    paid = (
        _paid(alike, quick, configurations) if contrast is not None and contrast.verdict in RESOLVED else None
    )
    if paid is not None:
        best, images, longer = paid
        told = common(analysis, quick, slow, longer, best.cell.id)
        return BreakEven(
            id="startup",
            rounds=begun,
            configurations=configurations,
            best=start_of(best),
            images=images,
            **told,
        )
    made: type[StartUp] = StartLevels
    if contrast is not None:
        found = {Verdict.EQUIVALENT: StartsAlike, Verdict.NOT_RESOLVED: StartsOpen}
        made = found.get(contrast.verdict, StartsApart)
    return made(
        id="startup", rounds=begun, configurations=configurations, **common(analysis, quick, slow, contrast)
    )


def start_beside(
    analysis: Analysis, slow: CellResult, quick: CellResult, configurations: int
) -> Contrast | None:
    """The longer start beside the shorter one; the two were picked among all pairs by their own data."""
    pairs = [(slow.cell.id, quick.cell.id)]
    several = math.comb(configurations, 2) * ASIDE
    (found,) = compare(analysis, "startup", pairs, "start-up", picked_from=several)
    return found if found.estimate is not None else None


def _paid(
    analysis: Analysis, quick: CellResult, configurations: int
) -> tuple[CellResult, float, Contrast] | None:
    """The best setting where its longer start is shown and earned back: after how many images."""
    chosen = best_of(analysis, "throughput")
    choices = {result.cell.id for result in candidates(analysis.cells)}
    if chosen is None or quick.cell.id in chosen.tied or quick.cell.id not in choices:
        return None
    best = analysis.cell(chosen.best)
    images = break_even(quick, best)
    contrast = start_beside(analysis, best, quick, configurations) if images is not None else None
    if images is None or contrast is None or contrast.verdict not in RESOLVED:
        return None
    return best, images, contrast


def break_even(slow: CellResult, fast: CellResult) -> float | None:
    """Images after which the longer start of `fast` is earned back by its throughput; `None` if never."""
    first, second = start_ns(slow), start_ns(fast)
    if first is None or second is None or slow.throughput is None or fast.throughput is None:
        return None
    saved_ns = 1e9 / slow.throughput.value - 1e9 / fast.throughput.value
    return (second - first) / saved_ns if saved_ns > 0 and second > first else None
