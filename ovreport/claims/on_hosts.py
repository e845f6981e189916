"""From the reports of several hosts to what they say together, one report at a time.

Of each report only what is told beside others is kept, so that the trials of hundreds of hosts never are in
memory at once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ovreport.analysis import choice, circumstances, hosts
from ovreport.analysis.hosts import BesideReference, HostLevels
from ovreport.analysis.metrics import CHOSEN_BY, METRICS, ChosenBy, Metric
from ovreport.analysis.results import Analysis, Effect, Verdict
from ovreport.claims.anchors import PREFIX, questions, slugs
from ovreport.claims.basis import measured
from ovreport.claims.choosing import is_choice
from ovreport.claims.claim import Report
from ovreport.claims.hosts import (
    BestOnHosts,
    EffectOnHosts,
    HostsClaim,
    HostStanding,
    LevelsOnHosts,
    Standing,
)
from ovreport.records import Fact

MOST_CONCLUSIONS = 9

HostQuestion = tuple[str, str, str, Metric]
"""Factor, level, reference level and metric: the question of an effect."""


@dataclass(frozen=True, kw_only=True, eq=False)
class OnHost:
    """What is kept of one host's report.

    Attributes:
        facts: Of the host and the devices that were asked for.
        rounds: The most that a configuration has; 0 where nothing was measured.
        standings: What it says to every question that it was asked.
        records: SHA-256 of all records of its trials, by cell.
        choices: The configurations that there are to choose between.
        tied: By metric those that may be the best, where there is a choice.
    """

    host: str
    facts: tuple[Fact, ...]
    openvino_version: str
    started_utc_ns: int
    rounds: int
    levels: HostLevels
    standings: Mapping[HostQuestion, HostStanding]
    records: Mapping[str, tuple[str, ...]]
    choices: tuple[str, ...]
    tied: Mapping[ChosenBy, tuple[str, ...]]


@dataclass(frozen=True, kw_only=True, eq=False)
class HostsReport:
    """One experiment on several hosts.

    Attributes:
        about: What one of them measured, without trials: the plan, names and units.
        hosts: Those that contradict most others first, then by name.
        departures: By host, to how many questions it has another answer than most.
        beside: Levels of the hosts beside those of one of them; `None` where fewer than two measured.
        effects: The answers to all questions, in the order of the plan.
        conclusions: The numbered summary.
        further: What found no room in it.
        permalinks: By the id of a claim.
        answers: What pages of single hosts call their answers, by factor.
    """

    about: Analysis
    hosts: tuple[OnHost, ...]
    departures: Mapping[str, int]
    beside: BesideReference | None
    effects: tuple[EffectOnHosts, ...]
    conclusions: tuple[HostsClaim, ...]
    further: tuple[HostsClaim, ...]
    permalinks: Mapping[str, str]
    answers: Mapping[str, str]


class HostsGathered:
    """Takes the reports of hosts one after another."""

    def __init__(self) -> None:
        self.hosts: list[OnHost] = []
        self.about: Analysis | None = None

    def add(self, report: Report) -> None:
        """Keep what is told of one host beside others."""
        self.hosts.append(on_host(report))
        if self.about is None or (measured(report.analysis) and not measured(self.about)):
            self.about = without_trials(report.analysis)

    def report(self) -> HostsReport | None:
        """What all of them say; `None` of fewer than two."""
        return conclude_hosts(self.about, self.hosts) if self.about and len(self.hosts) > 1 else None


def without_trials(analysis: Analysis) -> Analysis:
    """What names, units and settings in force are told by, and no more."""
    cells = (
        replace(each, trials=(), quiet=None, latency_grid_ns=None, percentiles=(), outputs=(), failures=())
        for each in analysis.cells
    )
    return replace(
        analysis, cells=tuple(cells), effects=(), contrasts=(), outputs=(), caveats=(), unreadable=()
    )


def on_host(report: Report) -> OnHost:
    """What is kept of a report."""
    analysis = report.analysis
    return OnHost(
        host=analysis.host,
        facts=circumstances.asked(analysis.facts, analysis.plan),
        openvino_version=analysis.openvino_version,
        started_utc_ns=analysis.started_utc_ns,
        rounds=analysis.rounds,
        levels=hosts.levels(analysis),
        standings={_question(each): _standing(analysis, each) for each in analysis.effects},
        records={each.cell.id: tuple(trial.sha256 for trial in each.trials) for each in analysis.cells},
        choices=tuple(each.cell.id for each in choice.candidates(analysis.cells)),
        tied={each.metric: each.tied for each in analysis.best} if is_choice(analysis) else {},
    )


def _question(effect: Effect) -> HostQuestion:
    return effect.factor, effect.level, effect.reference_level, effect.metric


def _standing(analysis: Analysis, effect: Effect) -> HostStanding:
    """What the comparisons of an effect say together, where there were rounds enough.

    Sides that are one and the same in force under some conditions do not differ there, whatever came out.
    """
    told = [each for each in effect.contrasts if each.estimate or each.same_in_force] or effect.contrasts
    verdicts = {Verdict.EQUIVALENT if each.same_in_force else each.verdict for each in told}
    if all(each.same_in_force for each in told):
        standing = Standing.ONE_IN_FORCE
    elif len(verdicts) == 1:
        standing = Standing(verdicts.pop().value)
    else:
        is_mixed = len(verdicts - {Verdict.NOT_RESOLVED}) > 1
        standing = Standing.MIXED if is_mixed else Standing.PARTLY_RESOLVED
    ratios = [each.estimate.ratio for each in told if each.estimate]
    return HostStanding(
        host=analysis.host,
        standing=standing,
        pairs=tuple((each.cell, each.reference) for each in told),
        ratios=(min(ratios), max(ratios)) if ratios else None,
        margin=analysis.margin,
        alike=analysis.alike,
    )


def conclude_hosts(about: Analysis, found: Sequence[OnHost]) -> HostsReport:
    """What the hosts say together.

    The answers about throughput come first, those that hosts do not agree on before all others, then how far
    the hosts lie apart, and which configuration may be the best on all of them.
    """
    named = sorted(found, key=lambda one: one.host)
    beside = hosts.beside_reference([each.levels for each in named])
    effects = tuple(_effects(about, named))
    leading = [each for each in effects if each.metric == "throughput"]
    leading.sort(key=lambda one: one.unanimous)
    levels = levels_on_hosts(about, named, beside) if beside else None
    bests = (best_on_hosts(about, named, metric) for metric in CHOSEN_BY)
    told = [*leading, *(each for each in (levels, *bests) if each)]
    told += [each for each in effects if each.metric != "throughput"]
    room = sum(not isinstance(each, EffectOnHosts) or each.metric == "throughput" for each in told)
    conclusions = tuple(told[: min(room, MOST_CONCLUSIONS)])
    departures = Counter(host for each in effects for host in each.departing)
    answers = slugs(dict.fromkeys(questions(about)))
    names = slugs([each.topic for each in told])
    return HostsReport(
        about=about,
        hosts=tuple(sorted(named, key=lambda one: -departures[one.host])),
        departures=departures,
        beside=beside,
        effects=effects,
        conclusions=conclusions,
        further=tuple(told[len(conclusions) :]),
        permalinks={each.id: f"{PREFIX}{names[each.topic]}" for each in told},
        answers={
            factor: f"{PREFIX}{answers[f'effect/{factor}']}" for factor in {each.factor for each in effects}
        },
    )


def _effects(about: Analysis, named: Sequence[OnHost]) -> Iterator[EffectOnHosts]:
    """An answer of all hosts to every question that any of them was asked, in the order of the plan."""
    places = {name: place for place, name in enumerate(about.plan.discuss)}
    levels = {each.name: each.levels for each in about.plan.factors}
    asked = {question: None for each in named for question in each.standings if question[0] in places}
    for question in sorted(
        asked, key=lambda one: (places[one[0]], levels[one[0]].index(one[1]), [*METRICS].index(one[3]))
    ):
        factor, level, reference, metric = question
        standings = tuple(
            each.standings.get(question, HostStanding(host=each.host, standing=Standing.NOT_MEASURED))
            for each in named
        )
        cells = tuple(dict.fromkeys(cell for each in standings for pair in each.pairs for cell in pair))
        yield EffectOnHosts(
            id=f"hosts/{factor}/{level}-{reference}/{metric}",
            factor=factor,
            level=level,
            reference_level=reference,
            metric=metric,
            standings=standings,
            cells=cells,
            records=_records(named, set(cells)),
            figure="" if metric == "undisturbed" else metric,
        )


def levels_on_hosts(
    about: Analysis, named: Sequence[OnHost], beside: BesideReference
) -> LevelsOnHosts | None:
    """How far the hosts lie apart with the baseline, or with the first configuration that two have."""
    order = (about.plan.baseline, *(each.id for each in about.plan.cells))
    compared = {cell for _, cell in beside.comparisons}
    cell = next((each for each in order if each in compared), None)
    if cell is None:
        return None
    levels = {each.host: each.levels.throughput[cell] for each in named if cell in each.levels.throughput}
    ranked = sorted(levels, key=lambda host: levels[host].value)
    return LevelsOnHosts(
        id="hosts/levels",
        cell=cell,
        slowest=(ranked[0], levels[ranked[0]]),
        fastest=(ranked[-1], levels[ranked[-1]]),
        reference=beside.reference,
        compared=tuple((host, each) for (host, of), each in beside.comparisons.items() if of == cell),
        margin=beside.margin,
        alike=beside.alike,
        cells=(cell,),
        records=_records(named, {cell}),
        figure="throughput",
    )


def best_on_hosts(about: Analysis, named: Sequence[OnHost], metric: ChosenBy) -> BestOnHosts | None:
    """Which configuration may be the best on most hosts; `None` where no host excludes any."""
    choosing = {each: each.tied[metric] for each in named if metric in each.tied}
    if len(choosing) < 2 or all(len(tied) == len(each.choices) for each, tied in choosing.items()):
        return None
    on = Counter(cell for tied in choosing.values() for cell in tied)
    leads = Counter(tied[0] for tied in choosing.values())
    chosen = max((each.id for each in about.plan.cells), key=lambda cell: (on[cell], leads[cell]))
    there = [each for each in named if chosen in each.choices]
    return BestOnHosts(
        id=f"hosts/best/{metric}",
        metric=metric,
        cell=chosen,
        others=sum(number == on[chosen] for number in on.values()) - 1,
        on=tuple(each.host for each in there if chosen in choosing.get(each, ())),
        behind=tuple(
            (each.host, each.levels.margin) for each in there if chosen not in choosing.get(each, (chosen,))
        ),
        unmeasured=tuple(each.host for each in named if each not in there),
        no_choice=tuple(each.host for each in there if each not in choosing),
        cells=(chosen,),
        records=_records(named, set(on)),
        figure=metric,
    )


def _records(named: Sequence[OnHost], cells: set[str]) -> tuple[str, ...]:
    found = (sha for each in named for cell, every in each.records.items() if cell in cells for sha in every)
    return tuple(dict.fromkeys(found))
