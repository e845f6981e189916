"""How many rounds each question needs, from the records that are there or from a short pilot."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ovreport.analysis.metrics import METRICS
from ovreport.analysis.report import margin
from ovreport.analysis.results import Analysis, Contrast, Verdict
from ovreport.analysis.sample_size import RequiredRounds, required_rounds
from ovreport.errors import OvreportError
from ovreport.plan import Measure
from ovreport.records import NoiseFloor
from ovreport.workflow import measure, report
from ovreport.workflow.job import Job

PILOT_ROUNDS = 3
SPREAD_ROUNDS = 2
"""Fewer have no spread to go by."""


@dataclass(frozen=True, kw_only=True)
class Margins:
    """By which margin a plan goes, and by which one the page will judge.

    Attributes:
        wanted: With --resolve; `None` leaves it to the page.
        page: See `analysis.report.margin`.
        in_file: Whether the experiment file sets the page's margin.
        noise: What `ovreport aa` found on this host.
    """

    wanted: float | None
    page: float
    in_file: bool = False
    noise: NoiseFloor | None = None

    @property
    def margin(self) -> float:
        """Never below the page's: no number of rounds would make the page claim less than its margin."""
        return max(self.page, self.wanted or 0.0)


@dataclass(frozen=True, kw_only=True)
class Question:
    """A comparison, and what would answer it.

    Attributes:
        open: Whether the rounds that are there leave it unresolved.
        need: Of an open one; `None` where the rounds show no spread to go by.
    """

    contrast: Contrast
    open: bool
    need: RequiredRounds | None = None

    @property
    def rounds(self) -> int | None:
        """In all that will probably answer an open question; `None` where that cannot be said."""
        return self.need.rounds if self.need else None


@dataclass(frozen=True, kw_only=True)
class Bought:
    """What a budget of time buys.

    Attributes:
        more: Further rounds, never more than the open questions need.
        total: Rounds in all.
        remaining: Questions that will probably remain open all the same.
    """

    more: int
    total: int
    remaining: tuple[Question, ...]


@dataclass(frozen=True, kw_only=True)
class Forecast:
    """What each comparison needs.

    Attributes:
        rounds: That are there now.
        seconds_per_round: On this host, start-up included; NaN where unknown.
        unmeasured: How many cells have no two rounds.
    """

    margins: Margins
    analysis: Analysis
    questions: tuple[Question, ...]
    rounds: int
    seconds_per_round: float
    unmeasured: int = 0

    @property
    def open(self) -> tuple[Question, ...]:
        """The questions that the rounds do not answer."""
        return tuple(each for each in self.questions if each.open)

    def within(self, budget: float) -> Bought:
        """What so many seconds buy."""
        more = int(budget / self.seconds_per_round) if self.seconds_per_round > 0 else 0
        enough = max((each.rounds for each in self.open if each.rounds), default=self.rounds + more)
        total = min(self.rounds + more, enough)
        remaining = tuple(each for each in self.open if each.rounds is None or each.rounds > total)
        return Bought(more=total - self.rounds, total=total, remaining=remaining)


def forecasts(
    jobs: Sequence[Job],
    host: str,
    *,
    wanted: float | None,
    wait: bool,
    listener: measure.Listener,
    await_quiet: bool = False,
) -> Iterator[tuple[Job, Forecast]]:
    """What each comparison needs to be told apart; measures a pilot where records are missing.

    All pilots are measured first, while nobody else is let into the results folders.

    Raises:
        OvreportError: Even then there is nothing to go by.
    """
    margins = [_margins(each, host, wanted) for each in jobs]
    planned = [
        replace(each, plan=replace(each.plan, margin=one.margin))
        for each, one in zip(jobs, margins, strict=True)
    ]
    known = [_analysed(each, host) for each in planned]
    pilots = [  # a few rounds of the same plan, so that a later build goes on from them
        measure.prepare(
            replace(each, plan=replace(each.plan, measure=_pilot(each))), host=host, say=listener.waiting
        )
        for each, one in zip(planned, known, strict=True)
        if _few(one)
    ]
    unmeasured = [pilot.job for pilot in pilots if pilot.open]
    with measure.lock(unmeasured, host=host, wait=wait, waiting=listener.waiting):
        for pilot in pilots:
            measure.execute(pilot, host=host, listener=listener, await_quiet=await_quiet)
        for each, margin_, one in zip(planned, margins, known, strict=True):
            yield each, _forecast(each, margin_, _analysed(each, host) if _few(one) else one)


def _pilot(job: Job) -> Measure:
    return replace(job.plan.measure, rounds=PILOT_ROUNDS, most_rounds=PILOT_ROUNDS, budget_seconds=None)


def _margins(job: Job, host: str, wanted: float | None) -> Margins:
    noise = job.store().noise(host)
    in_file = job.plan.margin is not None
    return Margins(wanted=wanted, page=margin(job.plan, noise), in_file=in_file, noise=noise)


def _analysed(job: Job, host: str) -> Analysis | None:
    found = report.inputs_of(job, host)
    return report.build(job, found).analysis if found else None


def _few(analysis: Analysis | None) -> bool:
    """Whether some comparison has fewer rounds than a pilot; an interrupted pilot leaves such."""
    if analysis is None or analysis.rounds < PILOT_ROUNDS:
        return True
    rounds = [each.estimate.rounds if each.estimate else 0 for each in _contrasts(analysis)]
    return min(rounds, default=0) < PILOT_ROUNDS


def _forecast(job: Job, margins: Margins, analysis: Analysis | None) -> Forecast:
    if analysis is None or analysis.rounds < SPREAD_ROUNDS:
        raise OvreportError(f"{job.slug}: the pilot gave no two rounds to go by; `ovreport run` says why.")
    bare = [cell for cell in analysis.cells if cell.cell.measured and len(cell.trials) < SPREAD_ROUNDS]
    return Forecast(
        margins=margins,
        analysis=analysis,
        questions=tuple(question(each) for each in _contrasts(analysis) if each.estimate),
        rounds=analysis.rounds,
        seconds_per_round=analysis.measured_seconds / analysis.rounds,
        unmeasured=len(bare),
    )


def _contrasts(analysis: Analysis) -> tuple[Contrast, ...]:
    """What is asked about throughput, then about latency, then about undisturbed requests.

    Each pair of cells counts once a metric: in its first family, that is a factor's own.
    """
    first: dict[tuple[str, frozenset[str]], Contrast] = {}
    for contrast in analysis.contrasts:
        pair = frozenset((contrast.cell, contrast.reference))
        first.setdefault((contrast.metric, pair), contrast)
    metrics = tuple(METRICS)
    return tuple(sorted(first.values(), key=lambda contrast: metrics.index(contrast.metric)))


def question(contrast: Contrast) -> Question:
    """Whether a comparison is open, and how many rounds would then answer it."""
    is_open = contrast.verdict is Verdict.NOT_RESOLVED
    return Question(contrast=contrast, open=is_open, need=required_rounds(contrast) if is_open else None)
