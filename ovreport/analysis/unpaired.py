"""Ratios of two results that were not interleaved: of two hosts, two releases, two days, two models.

Where configurations take turns, `pairing` compares them round by round, and what a round does to both
cancels. Two results have no rounds in common. What is left are the logarithms of their levels, one a round of
fresh processes, and Welch's interval for two means with unequal variances (Biometrika 34, 1947, pages 28-35,
doi 10.1093/biomet/34.1-2.28), with the degrees of freedom of Satterthwaite (Biometrics Bulletin 2, 1946,
pages 110-114, doi 10.2307/3002019). Results are never pooled.

Far out in the tails, where several configurations are judged together, those degrees of freedom are too many
if one side has but three rounds: with three noisy rounds beside ten, 0.6 % become 1.7 %. Verdicts therefore
go by the fewest that there can be, the smaller number of rounds less one, which no variances make too many
(Mickey & Brown, Annals of Mathematical Statistics 37, 1966, pages 639-642, doi 10.1214/aoms/1177699517).

The interval knows what rounds of one session differ by, and nothing else. What lies between the sessions (a
warmer room, another placement in memory, an update of the kernel) is no noise to it but part of the ratio;
`benchmarks/unpaired.py` counts how much of the coverage that costs. Who wants it covered measures several
sessions on each side (`history`), or one interleaved experiment.

All values are natural logarithms.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ovreport.analysis import stats
from ovreport.analysis.metrics import METRICS, Metric
from ovreport.analysis.summaries import TrialSummary, by_round
from ovreport.records import Interval

Floats = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class LogEstimate:
    """A logarithm that is known with an error: of a level, of a ratio, or of a ratio of ratios.

    Attributes:
        value: Natural logarithm.
        standard_error: NaN where a single value tells nothing of it.
        df: Degrees of freedom of that.
    """

    value: float
    standard_error: float
    df: float

    def interval(self, alpha: float = stats.ALPHA) -> Interval:
        """The ratio or level itself with its interval of confidence 1 - `alpha`; NaN ends where unknown."""
        reach = float(stats.t_quantile(1 - alpha / 2, self.df)) * self.standard_error
        low, high = (math.exp(self.value + way * reach) for way in (-1, 1))
        return Interval(value=math.exp(self.value), low=low, high=high)


def of_rounds(logs: Floats) -> LogEstimate:
    """Mean of log levels of rounds. Shape `(rounds,)`.

    Raises:
        ValueError: There is none.
    """
    if not len(logs):
        raise ValueError("no round has a level")
    error = float(logs.std(ddof=1)) / math.sqrt(len(logs)) if len(logs) > 1 else math.nan
    return LogEstimate(value=float(logs.mean()), standard_error=error, df=max(len(logs) - 1.0, 1.0))


def difference(first: LogEstimate, second: LogEstimate) -> LogEstimate:
    """Log ratio of `second` to `first`, which know nothing of one another.

    se^2 = a + b for the squared standard errors a and b; df = (a + b)^2 / (a^2 / df_a + b^2 / df_b), or the
    smaller of both where neither has any spread.
    """
    a, b = first.standard_error**2, second.standard_error**2
    df = (a + b) ** 2 / (a**2 / first.df + b**2 / second.df) if a + b > 0 else min(first.df, second.df)
    return LogEstimate(value=second.value - first.value, standard_error=math.sqrt(a + b), df=df)


def ratio(first: Floats, second: Floats) -> LogEstimate:
    """Log ratio of `second` to `first` by Welch's test, from the log levels of their rounds.

    Args:
        first: One a round. Shape `(rounds,)`; at least two for an interval.
        second: As many or another number. Shape `(rounds,)`.

    Raises:
        ValueError: One of them has no round.
    """
    return difference(of_rounds(first), of_rounds(second))


def log_levels(trials: Sequence[TrialSummary], metric: Metric) -> Floats:
    """Logarithm of a configuration's level in every round that knows it. Shape `(rounds,)`."""
    found = np.log(list(by_round(trials, METRICS[metric].of_trial).values()))
    return np.asarray(found[np.isfinite(found)])


def judge(ratios: Sequence[LogEstimate], rounds: Sequence[int], limits: stats.Limits) -> stats.Family:
    """Verdicts about ratios as one family: Holm's procedure for differences, Hochberg's for equivalence.

    Args:
        ratios: At least one, each with a standard error.
        rounds: How many rounds the side of each that has fewer has.
        limits: What differences must exceed, and what equivalent sides differ by at most.
    """
    means, standard_errors, df = (
        np.array([getattr(each, name) for each in ratios]) for name in ("value", "standard_error", "df")
    )
    count = np.array(rounds)
    fewest = stats.Errors(standard_errors, count - 1.0)
    return stats.judge(means, stats.Errors(standard_errors, df), fewest, limits, count)
