"""Two results of one experiment beside one another: every configuration's own ratio, never pooled."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, replace

from ovreport.analysis import choice, stats, unpaired
from ovreport.analysis.cells import level
from ovreport.analysis.circumstances import Difference
from ovreport.analysis.metrics import CHOSEN_BY, METRICS, Metric
from ovreport.analysis.results import Analysis, CellResult, Status, Verdict
from ovreport.analysis.undisturbed import concurrency
from ovreport.plan import Cell, ModelSource, Plan, Setting
from ovreport.records import Interval

METRICS_COMPARED: tuple[Metric, ...] = (*CHOSEN_BY, "undisturbed")
"""The last one beside the others: on a busy machine it scatters far less from round to round, and it says
nothing of what a configuration does to itself."""
ANY_MODEL = ModelSource(name="", kind="file", location="")


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """A configuration of the second result beside the same one of the first.

    Attributes:
        first_cell, second_cell: Their ids.
        first, second: Levels in FPS or ns, geometric means over rounds with their 95 % intervals.
        ratio: Second to first, with Welch's 95 % interval; its ends are NaN where a side has one round.
        adjusted: The interval that the verdict can be read off, and `adjusted_level` its confidence.
        p: Of "the ratio lies within the margin", adjusted by Holm's procedure over all comparisons.
        rounds: Of both sides.
    """

    metric: Metric
    first_cell: str
    second_cell: str
    first: Interval
    second: Interval
    ratio: Interval
    adjusted: Interval
    adjusted_level: float
    p: float
    verdict: Verdict
    rounds: tuple[int, int]


@dataclass(frozen=True, kw_only=True, eq=False)
class Compared:
    """Two results that were not interleaved.

    Attributes:
        names: What tells the two apart, such as hosts or releases.
        margin: What a difference must exceed, and `alike` what equivalent sides differ by at most.
        comparisons: By metric, in the order of the second result's configurations.
        unmatched: Ids of measured configurations of either that the other did not measure.
    """

    first: Analysis
    second: Analysis
    names: tuple[str, str]
    margin: float
    alike: float
    differences: tuple[Difference, ...]
    comparisons: tuple[Comparison, ...]
    unmatched: tuple[tuple[str, ...], tuple[str, ...]]

    @property
    def floor(self) -> float:
        """The larger noise floor of both hosts, 0 where none is known."""
        return max((one.noise.floor for one in (self.first, self.second) if one.noise), default=0.0)


def compared(
    first: Analysis,
    second: Analysis,
    names: tuple[str, str],
    differences: tuple[Difference, ...],
    *,
    margin: float | None = None,
) -> Compared:
    """Compare two results.

    Args:
        first: What is compared with.
        second: What is compared.
        names: What to call them.
        differences: In what their circumstances differ.
        margin: What a difference must exceed in place of the experiments' own margins. A noise floor that is
            larger counts instead: below it, a host tells one configuration from itself.
    """
    bare = Compared(
        first=first,
        second=second,
        names=names,
        margin=0.0,
        alike=0.0,
        differences=differences,
        comparisons=(),
        unmatched=((), ()),
    )
    beyond = max(first.margin, second.margin) if margin is None else max(margin, bare.floor)
    alike = min(first.alike, second.alike, beyond)
    both = [(one.id, other.id) for one, other in _pairs(first.plan, second.plan)]
    both = [(one, other) for one, other in both if _measured(first, one) and _measured(second, other)]
    return replace(
        bare,
        margin=beyond,
        alike=alike,
        comparisons=_judged(first, second, both, stats.Limits(math.log1p(beyond), math.log1p(alike))),
        unmatched=(_left(first, {one for one, _ in both}), _left(second, {other for _, other in both})),
    )


def _measured(analysis: Analysis, cell: str) -> bool:
    return analysis.cell(cell).status is Status.MEASURED


def _left(analysis: Analysis, taken: set[str]) -> tuple[str, ...]:
    every = (each.cell.id for each in analysis.cells if each.status is Status.MEASURED)
    return tuple(cell for cell in every if cell not in taken)


def _pairs(first: Plan, second: Plan) -> list[tuple[Cell, Cell]]:
    """Cells that ask for the same, of the only model of each plan or of models with one name."""
    known = _by_setting(first)
    return [(known[key], cell) for key, cell in _by_setting(second).items() if key in known]


def _by_setting(plan: Plan) -> dict[tuple[Setting, int], Cell]:
    """Measured cells by their settings, models by their names alone, and a rank among equal ones."""
    cells = [cell for cell in plan.cells if cell.measured]
    several = len({cell.setting.model.name for cell in cells}) > 1
    seen: Counter[Setting] = Counter()
    found = {}
    for cell in cells:
        model = replace(ANY_MODEL, name=cell.setting.model.name if several else "")
        setting = replace(cell.setting.without_folders(), model=model)
        found[setting, seen[setting]] = cell
        seen[setting] += 1
    return found


def _judged(
    first: Analysis, second: Analysis, both: list[tuple[str, str]], limits: stats.Limits
) -> tuple[Comparison, ...]:
    bare, ratios = [], []
    for metric in METRICS_COMPARED:
        for one, other in both:
            sides = first.cell(one), second.cell(other)
            if metric == "undisturbed" and not _alike(*sides):
                continue
            logs = [unpaired.log_levels(side.trials, metric) for side in sides]
            ratios.append(unpaired.ratio(*logs))
            levels = level(sides[0].trials, metric), level(sides[1].trials, metric)
            bare.append(unjudged(metric, (one, other), levels, ratios[-1], (len(logs[0]), len(logs[1]))))
    return with_verdicts(bare, ratios, limits)


def unjudged(
    metric: Metric,
    cells: tuple[str, str],
    levels: tuple[Interval, Interval],
    ratio: unpaired.LogEstimate,
    rounds: tuple[int, int],
) -> Comparison:
    """A comparison that its family is yet to judge."""
    interval = ratio.interval()
    return Comparison(
        metric=metric,
        first_cell=cells[0],
        second_cell=cells[1],
        first=levels[0],
        second=levels[1],
        ratio=interval,
        adjusted=interval,
        adjusted_level=1 - stats.ALPHA,
        p=1.0,
        verdict=Verdict.NOT_RESOLVED,
        rounds=rounds,
    )


def _alike(one: CellResult, other: CellResult) -> bool:
    """Whether no request waits for a stream, and as much goes on at a time on either side."""
    known = concurrency(one)
    return known is not None and known == concurrency(other)


def with_verdicts(
    bare: list[Comparison], ratios: list[unpaired.LogEstimate], limits: stats.Limits
) -> tuple[Comparison, ...]:
    """All of them are one family; those with a single round on a side have no say in it."""
    places = [place for place, each in enumerate(bare) if min(each.rounds) > 1]
    if not places:
        return tuple(bare)
    family = unpaired.judge([ratios[at] for at in places], [min(bare[at].rounds) for at in places], limits)
    for row, at in enumerate(places):
        verdict, each = family.verdicts[row], bare[at]
        low, high = math.exp(family.adjusted_low[row]), math.exp(family.adjusted_high[row])
        bare[at] = replace(
            each,
            adjusted=Interval(value=each.ratio.value, low=low, high=high),
            adjusted_level=float(family.adjusted_level[row]),
            p=float(family.p[row]),
            verdict=verdict if METRICS[each.metric].larger_is_better else stats.turned(verdict),
        )
    return tuple(bare)


def missed(analysis: Analysis) -> tuple[tuple[float, float], ...]:
    """Percentile and ms of every latency bound of the experiment that all configurations are shown to break.

    That all of them break it is shown where each is: no adjustment is needed for a claim of all (Berger,
    Technometrics 24, 1982, pages 295-300, doi 10.2307/1267823). Those of `outcomes` are adjusted anyway.
    """
    found = []
    for percent, bound_ms in analysis.plan.latency_bounds_ms:
        told = choice.outcomes(analysis.cells, percent, bound_ms).values() if _any(analysis) else ()
        if told and all(each is choice.Outcome.BREAKS for each in told):
            found.append((percent, bound_ms))
    return tuple(found)


def _any(analysis: Analysis) -> bool:
    return any(each.status is Status.MEASURED for each in analysis.cells)
