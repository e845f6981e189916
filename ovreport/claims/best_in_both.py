"""The configuration that is best in throughput and in latency alike, or that nothing stands out in either."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from ovreport.analysis.metrics import CHOSEN_BY, ChosenBy
from ovreport.analysis.results import Analysis
from ovreport.claims.basis import hashes
from ovreport.claims.best import Best, are_behind, behind_tables, best
from ovreport.claims.choosing import Choice, best_of, candidates, one_in_force
from ovreport.claims.claim import ClaimKind
from ovreport.claims.comparing import verbs_after
from ovreport.claims.evidence import EvidenceTable, Level
from ovreport.claims.levels import CellLevels, levels_of, levels_table
from ovreport.claims.place import Place
from ovreport.claims.texts import ClaimText, Texts
from ovreport.claims.truth import Statement, Truth
from ovreport.language.messages import msg, msgs
from ovreport.language.spans import Text, key


@dataclass(frozen=True, kw_only=True)
class BestInBoth(Choice):
    """What is best in throughput and in latency alike.

    Attributes:
        fastest, quickest: The best estimates of throughput and of latency.
    """

    kind: ClaimKind = field(init=False, default=ClaimKind.BEST_OVERALL)
    place: Place = field(init=False, default=Place.LEADS_IN_BOTH)
    figure: str = field(init=False, default="trade")
    fastest: CellLevels
    quickest: CellLevels

    def leading(self, analysis: Analysis) -> Level | None:
        """The throughput of the fastest one."""
        return Level(analysis.cell(self.fastest.cell), "throughput")

    def rows(self, t: Texts) -> tuple[EvidenceTable, ...]:
        """The levels of those that may be the best, and who is behind in each metric."""
        return (levels_table(t, self.cells), *behind_tables(t, CHOSEN_BY))


@dataclass(frozen=True, kw_only=True)
class LeadsInBoth(BestInBoth):
    """One configuration has the best estimate of both metrics; its notes tell who may be as good in one."""

    def rivals(self, metric: ChosenBy) -> tuple[CellLevels, ...]:
        """Those that may be as good by a metric."""
        notes = (note for note in self.notes if isinstance(note, Best) and note.metric == metric)
        return next((note.tied[1:] for note in notes), ())

    def statements(self, truth: Truth) -> Iterator[Statement]:
        """In each metric all others but those named as its rivals are behind."""
        for metric in CHOSEN_BY:
            apart = (self.fastest.cell, *(each.cell for each in self.rivals(metric)))
            yield are_behind("leads", metric, apart, truth, self.among.margin)

    def text(self, t: Texts) -> ClaimText:
        """The claim in words, and who may be as good."""
        others = self.among.configurations - 1
        behind = msgs(
            "The other configuration is shown to be behind in both.",
            "The other {n} configurations are shown to be behind in both.",
        ).of(others)
        as_good = t.together(*(note.as_good(t) for note in self.notes if isinstance(note, Best)))
        throughput, latency = self.fastest.throughput, self.fastest.latency
        return ClaimText(
            headline=t.locale.sentence(self.lead(t, self.level(t, throughput), self.level(t, latency))),
            short=t.locale.capital(self.lead(t, (key(t.told(throughput)),), (key(t.told(latency)),))),
            context=self.told_with(t, as_good or t.tell(behind, n=others)),
        )

    def lead(self, t: Texts, fps: Text, latency: Text) -> Text:
        """What it leads in, and in what others may be as good, as a clause."""
        fast, quick = (len(self.rivals(metric)) for metric in CHOSEN_BY)
        message = msg("{best} {lead} in throughput, {fps}, and in latency, {latency}")
        if fast and quick:
            message = msg(
                "{best} {has} the best estimates of throughput, {fps}, and of latency, {latency}",
                also="fast quick",
            )
        elif quick:
            message = msgs(
                "{best} {lead} in throughput, {fps}; in latency, {latency}, {quick} other may be as good",
                "{best} {lead} in throughput, {fps}; in latency, {latency}, {quick} others may be as good",
            ).of(quick)
        elif fast:
            message = msgs(
                "{best} {lead} in latency, {latency}; in throughput, {fps}, {fast} other may be as good",
                "{best} {lead} in latency, {latency}; in throughput, {fps}, {fast} others may be as good",
            ).of(fast)
        return t.fill(
            message,
            best=t.cell(self.fastest.cell),
            fps=fps,
            latency=latency,
            fast=fast,
            quick=quick,
            **verbs_after(t, self.fastest.cell),
        )


@dataclass(frozen=True, kw_only=True)
class NothingLeads(BestInBoth):
    """Any of the configurations may be the best in both metrics."""

    place: Place = field(init=False, default=Place.NO_LEADER)

    def text(self, t: Texts) -> ClaimText:
        """The claim in words, with the best estimates."""
        estimates = t.tell(
            msg("The highest estimate of throughput is {fps}, the lowest of latency {latency}."),
            fps=self.level(t, self.fastest.throughput),
            latency=self.level(t, self.quickest.latency),
        )
        headline = msg(
            "No configuration is shown to stand out in throughput or in latency: any of the {n} may be "
            "the best in both, or within {margin} of it."
        )
        short = msg("No configuration is shown to stand out in throughput or in latency", also="n")
        if self.among.configurations == 2:
            headline = msg(
                "Neither configuration is shown to stand out in throughput or in latency: either may be "
                "the best in both, or within {margin} of it.",
                also="n",
            )
            short = msg("Neither configuration is shown to stand out in throughput or in latency", also="n")
        return t.claim_text(
            headline,
            short,
            self.told_with(t, estimates),
            n=self.among.configurations,
            margin=self.margin(t),
        )


def best_in_both(analysis: Analysis) -> BestInBoth | None:
    """One cell that leads in throughput and in latency alike, or none that leads in either.

    `None` where the two metrics have different leaders. Cells of one metric's set that may be as good are the
    claim's notes.
    """
    throughput, latency = (best_of(analysis, metric) for metric in CHOSEN_BY)
    among = candidates(analysis)
    if throughput is None or latency is None or among.configurations < 2:
        return None
    nothing = all(len(each.tied) == among.configurations for each in (throughput, latency))
    if not nothing and throughput.best != latency.best:
        return None
    tied = tuple(dict.fromkeys((*throughput.tied, *latency.tied)))
    made: type[BestInBoth] = NothingLeads if nothing else LeadsInBoth
    return made(
        id=ClaimKind.BEST_OVERALL.value,
        fastest=levels_of(analysis, throughput.best),
        quickest=levels_of(analysis, latency.best),
        among=among,
        one_in_force=one_in_force(analysis, throughput.best, tied),
        cells=tied,
        records=hashes(analysis, tied),
        notes=tuple(best(analysis, each) for each in (throughput, latency) if len(each.tied) > 1),
    )
