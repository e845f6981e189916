"""Results that lie in folders, two of them beside one another or several over time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from ovreport import plan as plans
from ovreport import spec, store
from ovreport.analysis import circumstances, compared, history
from ovreport.errors import SpecError, StoreError
from ovreport.records import Record
from ovreport.store import RECORD_NAME, RecordHeader, Store
from ovreport.workflow import report
from ovreport.workflow.job import Job
from ovreport.workflow.report import ReportInputs

if TYPE_CHECKING:
    from ovreport.analysis.compared import Compared
    from ovreport.analysis.history import By, History
    from ovreport.analysis.results import Analysis
    from ovreport.plan import Plan

MOST_NAMED = 8
"""Of several results that an argument may mean."""


@dataclass(frozen=True, kw_only=True)
class HostResults:
    """What one host measured of one experiment, as it lies in a folder.

    Attributes:
        experiment: Name of the experiment's folder.
        results: The results folder.
        file: The experiment file that goes with it; `None` where none lies beside the results.
        when: Only records of an OpenVINO release or of a day (UTC) that begins so; empty for all that belong.
    """

    experiment: str
    host: str
    results: Path
    file: Path | None
    when: str = ""

    def headers(self, *, set_aside: bool) -> tuple[RecordHeader, ...]:
        """Of its records, those among them that later ones have replaced where they are asked for."""
        found = Store(root=self.results).scan(self.experiment, set_aside=set_aside).of(self.host).headers
        return tuple(
            header
            for header in found
            if header.openvino_version.startswith(self.when) or _day(header).startswith(self.when)
        )


def _day(begun: RecordHeader | Analysis) -> str:
    return datetime.fromtimestamp(begun.started_utc_ns // 1_000_000_000, tz=UTC).date().isoformat()


def named(text: str) -> tuple[Path, str]:
    """An argument as a path and what follows its last `@`: an OpenVINO release or a day, or nothing."""
    path, _, when = text.rpartition("@")
    return (Path(path), when) if path and when and not Path(text).exists() else (Path(text), "")


def found_in(folder: Path, when: str = "", file: Path | None = None) -> list[HostResults]:
    """All results in a results folder, in an experiment's folder of one, or in that of a host.

    Args:
        folder: One of the three.
        when: See `HostResults`.
        file: The experiment file; without it one of the right name is looked for beside the results folder.
    """
    path = folder.resolve()
    above = [path, *path.parents]
    for depth, pattern in ((2, "*.parquet"), (1, "*/*.parquet"), (0, "*/*/*.parquet")):
        homes = {each.parent for each in path.glob(pattern) if RECORD_NAME.fullmatch(each.name)}
        if homes and len(above) > depth:
            return [
                HostResults(
                    experiment=home.parent.name,
                    host=home.name,
                    results=above[depth],
                    file=file or spec.beside(above[depth], home.parent.name),
                    when=when,
                )
                for home in sorted(homes)
            ]
    return []


def the_one(found: Sequence[HostResults], argument: str) -> HostResults:
    """The only results that an argument may mean.

    Raises:
        SpecError: There are none, or several.
    """
    if not found:
        raise SpecError(
            f"{argument}: there are no records in it. Name an experiment file, a folder of results "
            "(experiments/results, or below it that of an experiment or of a host), or a site."
        )
    if len(found) > 1:
        names = [f"{each.experiment}/{each.host}" for each in found]
        more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
        raise SpecError(
            f"{argument}: holds several results: {', '.join(names[:MOST_NAMED])}{more}. Name the folder of "
            "one host, such as experiments/results/EXPERIMENT/HOST, or an experiment with --experiment."
        )
    return found[0]


def compare(first: HostResults, second: HostResults, *, margin: float | None = None) -> Compared:
    """Two results beside one another.

    Args:
        first: What is compared with.
        second: What is compared.
        margin: See `analysis.compared`.

    Raises:
        SpecError: An experiment file is missing or wrong, or the two have no configuration in common.
        StoreError: Either has no record of its experiment, or one changed while it was read.
    """
    files = (first.file or second.file, second.file or first.file)
    sides = [_Side(one, _plan(file, one)) for one, file in zip((first, second), files, strict=True)]
    names = _names(first, second, *(side.analysis for side in sides))
    differing = circumstances.differing(*(side.circumstances for side in sides))
    found = compared.compared(sides[0].analysis, sides[1].analysis, names, differing, margin=margin)
    if not found.comparisons:
        raise SpecError(
            f"{first.experiment}/{first.host} and {second.experiment}/{second.host} have measured no "
            "configuration in common. Compare results of one experiment, or of experiments that differ in "
            "nothing but their model."
        )
    return found


class _Side:
    """One of two results, read and analysed."""

    def __init__(self, found: HostResults, plan: Plan) -> None:
        records = Store(root=found.results)
        headers = found.headers(set_aside=bool(found.when))
        now = store.newest(plan, headers)
        if now is None:
            of = f" of {found.when}" if found.when else ""
            raise StoreError(
                f"{found.results / found.experiment / found.host}: holds no record{of} of the configurations "
                "in the experiment file. Name its own experiment file with --experiment."
            )
        inputs = ReportInputs(
            host=found.host,
            headers=store.belonging(plan, headers, now),
            noise=records.noise(found.host),
            unreadable=(),
        )
        job = Job(path=found.file or found.results, plan=plan, results=found.results)
        as_measured = report.as_measured(plan, records, inputs)
        self.analysis: Analysis = report.analysed(job, inputs, as_measured)
        fed = frozenset(each.data_sha256 for each in inputs.headers if each.data_sha256)
        self.circumstances = circumstances.of(self.analysis, fed)


def _plan(file: Path | None, found: HostResults) -> Plan:
    if file is None:
        raise SpecError(
            f"{found.results}: no {found.experiment}.yaml lies beside it. Name the experiment file with "
            "--experiment."
        )
    # neither models nor commands are touched, so nothing has to be allowed
    return plans.expand(spec.load(file, allow_outside=True, max_cells=spec.MOST_READ))


def _names(first: HostResults, second: HostResults, one: Analysis, other: Analysis) -> tuple[str, str]:
    """What tells two results apart: hosts, releases, experiments or days; else which one is which."""
    candidates = (
        (first.host, second.host),
        (f"OpenVINO {one.openvino_version}", f"OpenVINO {other.openvino_version}"),
        (first.experiment, second.experiment),
        (_day(one), _day(other)),
        (first.results.parent.name, second.results.parent.name),
    )
    return next((pair for pair in candidates if pair[0] != pair[1]), ("A", "B"))


def over_time(found: Iterable[HostResults], *, by: By) -> tuple[History, ...]:
    """Results of one experiment over time, a history for each host.

    Args:
        found: Of one experiment; what several folders hold of one host is told together.
        by: What makes a point.

    Raises:
        SpecError: An experiment file is missing or wrong, or the results are of several experiments.
        StoreError: A record changed while it was read.
    """
    every = list(found)
    if len({each.experiment for each in every}) > 1:
        names = ", ".join(sorted({each.experiment for each in every}))
        raise SpecError(f"holds several experiments: {names}. Name one of them with --experiment.")
    file = next((each.file for each in every if each.file), None)
    hosts: dict[str, list[HostResults]] = {}
    for each in every:
        hosts.setdefault(each.host, []).append(each)
    return tuple(_history(_plan(file, mine[0]), mine, by) for mine in hosts.values())


def _history(plan: Plan, found: Sequence[HostResults], by: By) -> History:
    from ovreport.analysis.report import margin

    seen: set[str] = set()

    def records() -> Iterable[tuple[Record, str]]:
        for each in found:
            headers = [one for one in each.headers(set_aside=True) if one.sha256 not in seen]
            seen.update(one.sha256 for one in headers)  # a copy of a record is no second measurement
            yield from report.opened(Store(root=each.results), headers)

    noise = next((floor for each in found if (floor := Store(root=each.results).noise(each.host))), None)
    return history.history(plan, found[0].host, records(), by=by, margin=margin(plan, noise))
