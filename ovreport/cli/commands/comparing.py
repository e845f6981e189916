"""The commands that put results beside one another: compare, history."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ovreport.cli import experiments, options, places
from ovreport.errors import ShownError, SpecError

if TYPE_CHECKING:
    from ovreport.analysis.compared import Compared
    from ovreport.spec import SiteDescription
    from ovreport.workflow.comparing import HostResults


class By(StrEnum):
    """What makes a point of a history."""

    session = "session"
    day = "day"
    release = "release"


@dataclass(frozen=True)
class FailOn:
    """What makes `compare` fail: a share by which anything is slower, or a missed objective (`None`)."""

    slower: float | None


def _fail_on(text: str) -> FailOn:
    """`slower:5%` or `objective`.

    Raises:
        BadParameter: It is neither.
    """
    if text.strip() == "objective":
        return FailOn(None)
    if found := re.fullmatch(r"\s*slower:(.+)", text):
        return FailOn(options.share(found[1]))
    raise typer.BadParameter(f"{text!r}: give slower:5% (or another share), or objective.")


RESULT = (
    "An experiment file, a folder of results (or in it that of an experiment or of a host), or a site; "
    "@2026.1 or @2026-11-30 behind it takes only records of that OpenVINO release or that day."
)
Experiment = Annotated[
    str | None,
    typer.Option(
        "--experiment",
        metavar="FILE|NAME",
        help="The experiment file, where none lies beside the results, or the name of one of several.",
    ),
]
Page = Annotated[
    Path | None,
    typer.Option("--output", "-o", help="Folder for a page that needs nothing else.", show_default=False),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print all numbers, unrounded.")]


def compare(
    first: Annotated[str, typer.Argument(metavar="A", help=RESULT, show_default=False)],
    second: Annotated[str, typer.Argument(metavar="B", help="The same.", show_default=False)],
    experiment: Experiment = None,
    fail_on: Annotated[
        list[FailOn] | None,
        typer.Option(
            "--fail-on",
            parser=_fail_on,
            metavar="slower:SHARE|objective",
            help="End with code 1 where any configuration of B is shown to be slower by more than this, or "
            "all of them are shown to miss an objective of the experiment.",
        ),
    ] = None,
    output: Page = None,
    as_json: AsJson = False,
) -> None:
    """Compare result B with result A: of one experiment, or of two that differ in their model.

    Every configuration has a ratio of its own, B to A, with an interval; what differs about the two hosts,
    releases and models is named first.

    Example: ovreport compare old/results/resnet experiments/results/resnet --fail-on slower:5%
    """
    from ovreport.cli import side_by_side  # the analysis is needed by few commands
    from ovreport.workflow import comparing

    with tempfile.TemporaryDirectory() as folder:
        sides = ((first, Path(folder) / "a"), (second, Path(folder) / "b"))
        one, other = (comparing.the_one(list(_found(text, experiment, place)), text) for text, place in sides)
        found = comparing.compare(one, other)
        about = _about(output, [other, one])
    shown = [told for each in fail_on or () if (told := _shown(each, found))]
    if as_json:
        options.print_json(side_by_side.as_json(found, shown))
    else:
        typer.echo(side_by_side.told(found))
    if output:
        from ovreport import publish

        typer.echo(f"{publish.write_compared(found, output, about=about)[0]}: written.", err=as_json)
    if shown:
        raise ShownError("\n".join(shown))


def _shown(wanted: FailOn, found: Compared) -> str:
    """What is shown of that which was to fail on, in words; empty where nothing is.

    Raises:
        SpecError: The experiment has no objective.
    """
    from ovreport.analysis import compared
    from ovreport.cli import side_by_side

    if wanted.slower is not None:
        judged = compared.compared(
            found.first, found.second, found.names, found.differences, margin=wanted.slower
        )
        return side_by_side.slower(judged)
    if not found.second.plan.latency_bounds_ms:
        raise SpecError(
            "--fail-on objective: the experiment has no objective. Add one, such as `objective: "
            "{p99_ms: 20}`, or leave the option out."
        )
    return side_by_side.missed(found)


def history(
    paths: Annotated[
        list[str],
        typer.Argument(
            metavar="RESULT...",
            help="Experiment files, folders of results, or sites, all of one experiment. What later records "
            "have replaced counts, too.",
            show_default=False,
        ),
    ],
    experiment: Experiment = None,
    by: Annotated[By, typer.Option("--by", help="What makes a point: a session, a day or a release.")] = (
        By.session
    ),
    output: Page = None,
    as_json: AsJson = False,
) -> None:
    """Show results of one experiment over time, and where the throughput of a configuration changed.

    Example: ovreport history experiments/resnet.yaml --output history
    """
    from ovreport.cli import side_by_side  # the analysis is needed by few commands
    from ovreport.workflow import comparing

    with tempfile.TemporaryDirectory() as folder:
        found = [
            each
            for number, text in enumerate(paths)
            for each in _found(text, experiment, Path(folder) / str(number))
        ]
        if not found:
            raise SpecError(f"{', '.join(paths)}: there are no records in it.")
        histories = comparing.over_time(found, by=by.value)
        about = _about(output, found)
    if as_json:
        options.print_json([side_by_side.history_as_json(each) for each in histories])
    else:
        typer.echo("\n\n".join(map(side_by_side.history_told, histories)))
    if output:
        from ovreport import publish

        for each in histories:
            typer.echo(f"{publish.write_history(each, output, about=about)[0]}: written.", err=as_json)


def _about(output: Path | None, found: Sequence[HostResults]) -> SiteDescription:
    """What the site.yaml beside the first of their experiment files says, where a page is to be written.

    Raises:
        SpecError: It has problems.
    """
    from ovreport import spec  # pydantic takes 0.2 s to import

    return experiments.site([each.file for each in found if each.file][:1]) if output else spec.NOTHING_SAID


def _found(text: str, experiment: str | None, folder: Path) -> Iterator[HostResults]:
    """All results that an argument may mean, those in a site laid out in `folder`.

    Raises:
        SpecError: There is no such file or folder.
    """
    from ovreport import publish
    from ovreport.workflow import comparing

    path, when = comparing.named(text)
    file = Path(experiment) if experiment and Path(experiment).is_file() else None
    if not path.exists():
        raise SpecError(f"{path}: there is no such file or folder.")
    if path.is_file():
        found = comparing.found_in(places.results(path.parent) / path.stem, when, path)
    else:
        folder.mkdir()
        found = publish.results_in(path, when, folder)
    name = file.stem if file else experiment
    mine = [each for each in found if name in (None, each.experiment)]
    for each in mine or (found if file else []):
        yield replace(each, file=file or each.file)
