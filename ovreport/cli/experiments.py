"""From the command line's paths to plans."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ovreport.bounds import MOST_CELLS
from ovreport.cli import places
from ovreport.errors import SpecError

if TYPE_CHECKING:
    from ovreport.spec import Overrides, SiteDescription
    from ovreport.workflow import Job

FOLDER = Path("experiments")
SITE_FILES = ("site.yaml", "site.yml")
"""What lies beside experiment files and is none: it says what all pages share."""


def files(paths: Sequence[Path] | None) -> list[Path]:
    """The experiment files in `paths`: files as they are given, folders sorted by name.

    Raises:
        SpecError: A path does not exist, or there is no experiment file at all.
    """
    if not paths:
        if not FOLDER.is_dir():
            raise SpecError("There is no folder experiments here. `ovreport init` writes a first experiment.")
        paths = [FOLDER]
    found = [file for path in paths for file in _files_in(path)]
    if not found:
        raise SpecError(
            f"{', '.join(map(str, paths))}: no experiment file (*.yaml) in it. `ovreport init` writes one."
        )
    return list(dict.fromkeys(found))


def below(folder: Path) -> list[Path]:
    """The experiment files in a folder, sorted by name."""
    from ovreport.spec import ENDINGS  # pydantic takes 0.2 s to import

    named = (each for each in folder.iterdir() if each.suffix in ENDINGS and each.name not in SITE_FILES)
    return sorted(each for each in named if each.is_file())


def site(paths: Sequence[Path] | None, templates: Path | None = None) -> SiteDescription:
    """What the site.yaml beside the experiment files says of the whole site, if there is one.

    Raises:
        SpecError: It has problems, or there are several.
    """
    from ovreport import spec  # pydantic takes 0.2 s to import

    folders = dict.fromkeys(path if path.is_dir() else path.parent for path in paths or [FOLDER])
    found = [file for folder in folders for name in SITE_FILES if (file := folder / name).is_file()]
    if len(found) > 1:
        raise SpecError(
            f"{', '.join(map(str, found))}: a site has one of these. Write a site for each with --output, or "
            "keep one of the files."
        )
    return spec.load_site(found[0] if found else None, templates=templates)


def whole(paths: Sequence[Path] | None) -> bool:
    """Whether these paths say what all experiments are: a folder does, or no path; files do not."""
    return not paths or any(path.is_dir() for path in paths)


def load(
    paths: Sequence[Path] | None,
    *,
    overrides: Overrides | None = None,
    results: Path | None = None,
    allow_outside: bool = False,
    allow_commands: bool = True,
    max_cells: int = MOST_CELLS,
    further: Callable[[Job], Iterable[str]] = lambda _: (),
) -> list[Job]:
    """All experiments that a command is about, each with its plan; `further` may find more problems.

    Raises:
        SpecError: Problems in any of the files; the message lists all of them.
    """
    from ovreport import plan, spec  # pydantic takes 0.2 s to import
    from ovreport.workflow import Job

    jobs: list[Job] = []
    problems = []
    for path in files(paths):
        try:
            experiment = spec.load(
                path, overrides=overrides, allow_outside=allow_outside, max_cells=max_cells
            )
            jobs.append(
                Job(
                    path=path,
                    plan=plan.expand(experiment),
                    results=places.results(path.parent, results),
                    cache=places.cache(),
                    called=path.name if path.is_absolute() or ".." in path.parts else path.as_posix(),
                )
            )
        except SpecError as error:
            problems.append(str(error))
    problems += _same_names(jobs)
    problems += [problem for each in jobs for problem in further(each)]
    if not allow_commands:
        problems += [
            f"{each.path}: disturbance: {one!r} would be run on this machine. "
            "Read it, then add --allow-commands if it may."
            for each in jobs
            for one in each.commands
        ]
    if problems:
        raise SpecError("\n".join(problems))
    return jobs


def _files_in(path: Path) -> Iterable[Path]:
    if path.is_dir():
        return below(path)
    if not path.exists():
        raise SpecError(f"{path}: there is no such file or folder.")
    if path.name in SITE_FILES:
        raise SpecError(
            f"{path}: this file says what all pages of a site share, and is no experiment. Name the others, "
            f"or the folder {path.parent}."
        )
    return [path]


def _same_names(jobs: Iterable[Job]) -> list[str]:
    first: dict[str, Path] = {}
    return [
        f"{each.path}: {first[each.slug.lower()]} has the same name, and so would their pages. Rename one."
        for each in jobs
        if first.setdefault(each.slug.lower(), each.path) != each.path
    ]
