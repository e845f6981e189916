"""Results that lie in sites, and the pages about two results and about several over time."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from ovreport import render
from ovreport.errors import FileError
from ovreport.publish import staging
from ovreport.spec import NOTHING_SAID
from ovreport.workflow import comparing

if TYPE_CHECKING:
    from ovreport.analysis.compared import Compared
    from ovreport.analysis.history import History
    from ovreport.spec import SiteDescription
    from ovreport.workflow.comparing import HostResults


def results_in(path: Path, when: str, folder: Path) -> list[HostResults]:
    """All results in a folder: of results, or of a site, an experiment of it or a host's data.

    Args:
        path: The folder.
        when: See `HostResults`.
        folder: An empty one, in which what lies in a site is laid out, its site.yaml too.

    Raises:
        OvreportError: A site's data are not what its pages were made from.
    """
    here = path.resolve()
    for site in (here, *here.parents[:3]):
        homes, inside = staging.homes(site), here.relative_to(site).parts
        if homes and (not inside or site / inside[0] in homes):
            for _ in staging.laid_out(site, folder):
                pass  # each is checked while it is laid out
            if (said := site / render.SITE_FILE).is_file():
                shutil.copyfile(said, folder / said.name)
            found = comparing.found_in(folder / "results", when)
            return [each for each in found if _place(each)[: len(inside)] == inside]
    return comparing.found_in(path, when)


def _place(found: HostResults) -> tuple[str, str, str]:
    """Where a site has the records of a host."""
    return render.folder_name(found.experiment), "data", render.folder_name(found.host)


def write_compared(
    found: Compared, output: Path, *, about: SiteDescription = NOTHING_SAID
) -> tuple[Path, ...]:
    """Write the page about two results, one in each language of the experiment.

    Raises:
        FileError: It cannot be written, or the folder is a site.
    """
    with _explained(output):
        return tuple(output / name for name in render.write_compared(found, output, about=about))


def write_history(found: History, output: Path, *, about: SiteDescription = NOTHING_SAID) -> tuple[Path, ...]:
    """Write the page about several results over time, one in each language of the experiment.

    Raises:
        FileError: It cannot be written, or the folder is a site.
    """
    with _explained(output):
        return tuple(output / name for name in render.write_history(found, output, about=about))


@contextlib.contextmanager
def _explained(output: Path) -> Iterator[None]:
    if staging.homes(output):
        raise FileError(
            f"{output}: is a site, and `ovreport verify` would refuse a page that its records do not give. "
            "Name another folder with --output."
        )
    try:
        yield
    except OSError as error:
        raise FileError(
            f"{output}: the page cannot be written: {error.strerror or error}. "
            "Make room or name another folder with --output."
        ) from error
