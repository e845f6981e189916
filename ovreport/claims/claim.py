"""Claims: statements that the tool itself makes, as objects. Sentences are made from them, never the reverse.

A claim names what is compared, carries every number that its sentence may state, its verdict, and the records
behind it. The page, the console and `ovreport conclusions --json` print the same claims.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum
from typing import Literal

from ovreport.analysis.results import Analysis, Caveat, Contrast, Verdict
from ovreport.claims.amounts import tells_estimate
from ovreport.claims.basis import RESOLVED
from ovreport.claims.evidence import EvidenceTable, Level, Recomputation
from ovreport.claims.intervals import Stated, interval_of, verdict_interval
from ovreport.claims.place import Place
from ovreport.claims.texts import ClaimText, Texts
from ovreport.claims.truth import Statement, Truth
from ovreport.language.spans import Text
from ovreport.records import StatedReplication

Provenance = Literal["measured", "printed"]
"""Whether a claim rests on records, or on what a source printed alone."""


class ClaimKind(Enum):
    """The statements that the tool knows how to make."""

    EFFECT = "effect"
    UNDISTURBED = "undisturbed"
    SATURATION = "saturation"
    SMALLEST = "smallest"
    BEST_THROUGHPUT = "best-throughput"
    BEST_LATENCY = "best-latency"
    BEST_OVERALL = "best-overall"
    NONE_FAR_BEHIND = "none-far-behind"
    PARETO = "pareto"
    WITHIN_BOUND = "within-bound"
    DIFFERENT_WORK = "different-work"
    EVENNESS = "evenness"
    STEADINESS = "steadiness"
    DISTURBANCE = "disturbance"
    NOT_GRANTED = "not-granted"
    SAME_IN_FORCE = "same-in-force"
    OUTPUTS = "outputs"
    STARTUP = "startup"
    BESIDE_PUBLISHED = "beside-published"
    PUBLISHED_EFFECT = "published-effect"
    PUBLISHED_SATURATION = "published-saturation"
    PUBLISHED_CONTRADICTION = "published-contradiction"
    PUBLISHED_SMALLEST = "published-smallest"
    NOT_MEASURED = "not-measured"
    ON_HOSTS = "on-hosts"


@dataclass(frozen=True, kw_only=True)
class Claim:
    """One statement. Each family of claims is a module with a class for each thing that it can say.

    A class has the numbers and names that its sentence needs as fields of their own, sets `kind` and `place`,
    and tells itself (`text`), its truth condition (`statements`) and its evidence (`program`, `rows`).

    Attributes:
        id: Stable and readable, unique in a report: `effect/precision/f16-f32/throughput`.
        place: Where it is told in the summary, were it told there.
        verdict: Where the claim is a comparison.
        contrasts: The comparisons behind the claim; the first one is drawn as its ruler.
        cells: Ids of the cells it speaks of.
        provenance: What it rests on: printed figures have no interval, and no records.
        records: SHA-256 of the exact records behind it; empty for printed figures.
        figure: Kind of the figure it belongs to (`trade`), or empty.
        size: Of claims of one kind the larger is told first: the log ratio of what it compares.
        aside: Whether it is about something beside the page's subject, or too coarse to be told early.
        notes: Claims that belong to this one and are told with it.
    """

    id: str
    kind: ClaimKind
    place: Place
    verdict: Verdict | None = None
    contrasts: tuple[Contrast, ...] = ()
    cells: tuple[str, ...] = ()
    records: tuple[str, ...] = ()
    provenance: Provenance = "measured"
    figure: str = ""
    size: float = 0.0
    aside: bool = False
    notes: tuple[Claim, ...] = field(default=())

    @property
    def rank(self) -> tuple[Place, float]:
        """To sort claims by the order in which they are told: by place, and the larger first within one."""
        return self.place, -self.size

    @property
    def answers(self) -> str:
        """The factor whose question it answers; empty where it answers none."""
        return ""

    @property
    def topic(self) -> str:
        """What it is about, whatever the records say of it: its permalink is made of that."""
        return self.id

    def text(self, t: Texts) -> ClaimText:
        """The claim in words.

        Raises:
            NotImplementedError: Its class does not say how.
        """
        raise NotImplementedError(f"{self.id}: {t.language}")

    def statements(self, truth: Truth) -> Iterator[Statement]:
        """What it says about the machine, each true or false; nothing where it tells what records hold."""
        for contrast in self.contrasts:
            yield from truth.of_verdict(contrast)

    def stated(self, analysis: Analysis) -> tuple[Contrast, ...]:  # noqa: ARG002 - of some kinds
        """The comparisons whose ratios the headline states as one number or one range."""
        return tuple(contrast for contrast in self.contrasts if contrast.estimate is not None)[:1]

    def interval(self, contrast: Contrast) -> Stated:
        """The interval that its sentence states: the verdict's own where rounds cannot tell."""
        is_open = contrast.verdict is Verdict.NOT_RESOLVED
        return verdict_interval(contrast) if is_open else interval_of(contrast)

    def states_ratio(self, contrast: Contrast) -> bool:
        """Whether its sentence states the ratio itself: not of equivalent sides, nor near none where open."""
        return contrast.verdict in RESOLVED or tells_estimate(contrast)

    def leading(self, analysis: Analysis) -> Level | None:  # noqa: ARG002 - of the kinds that have one
        """The cell and the metric whose mean over rounds it leads with; `None` where that is no level."""
        return None

    def program(self, analysis: Analysis) -> Recomputation | None:  # noqa: ARG002 - as above
        """The program that computes its numbers again; `None` where there is none."""
        return None

    def rows(self, t: Texts) -> tuple[EvidenceTable, ...]:  # noqa: ARG002 - as above
        """The values behind it, as tables."""
        return ()


@dataclass(frozen=True, kw_only=True)
class CaveatText:
    """A reason to distrust in one language.

    Attributes:
        headline: A bold claim.
        context: Its number, and what follows from it.
        remedy: What to do about it.
    """

    headline: Text
    context: Text
    remedy: Text


@dataclass(frozen=True, kw_only=True)
class TouchedCaveat:
    """A reason to distrust and the conclusions (numbered from 1) that it touches; empty means none."""

    caveat: Caveat
    conclusions: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class PlacedClaim:
    """A claim at a place where a report tells it.

    Attributes:
        number: Among the conclusions, from 1; `None` elsewhere.
        of: Id of the configuration whose block tells it, or kind of the picture whose question it answers.
    """

    part: Literal["conclusions", "further", "commentary", "captions"]
    claim: Claim
    number: int | None = None
    of: str = ""


@dataclass(frozen=True, kw_only=True, eq=False)
class Report:
    """One experiment on one host, concluded: what the renderer writes up.

    Attributes:
        conclusions: The numbered summary: warnings, an answer for every factor discussed, the rest.
        abstract: Indices into `conclusions` of the three to five that the abstract tells, in its order.
        commentary: For every cell id the claims that its block tells, comparing it with what came before.
        captions: For every kind of figure the claim that answers its question.
        further: What might have been a conclusion and found no room among them.
        caveats: From the most to the least serious.
        repeated: What others say who measured the same again; nothing of it was checked.
    """

    analysis: Analysis
    conclusions: tuple[Claim, ...]
    abstract: tuple[int, ...]
    commentary: tuple[tuple[str, tuple[Claim, ...]], ...]
    captions: tuple[tuple[str, Claim], ...]
    caveats: tuple[TouchedCaveat, ...]
    further: tuple[Claim, ...] = ()
    repeated: tuple[StatedReplication, ...] = ()

    @property
    def told(self) -> Iterator[PlacedClaim]:
        """Every claim wherever it is told, in the order of the page."""
        for number, claim in enumerate(self.conclusions, 1):
            yield PlacedClaim(part="conclusions", claim=claim, number=number)
        for claim in self.further:
            yield PlacedClaim(part="further", claim=claim)
        for cell, claims in self.commentary:
            for claim in claims:
                yield PlacedClaim(part="commentary", claim=claim, of=cell)
        for picture, claim in self.captions:
            yield PlacedClaim(part="captions", claim=claim, of=picture)
