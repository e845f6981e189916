"""Pages made anew while they are looked at, when what they are made from changes (`serve`).

The system is not asked to tell of changes: looking at the times of files needs no library, works on network
file systems and takes milliseconds.
"""

from __future__ import annotations

import contextlib
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import typer

from ovreport.cli import experiments, places
from ovreport.errors import PACKAGE

POLL_SECONDS = 0.5
PATIENCE_SECONDS = 20.0
"""How long a page waits for news before it asks again."""

Stamps = dict[Path, int]


class Watcher:
    """Makes pages anew when something has changed, once it has stopped changing.

    Nothing is made while somebody measures, which it would disturb.

    Args:
        stamp: The times of everything that pages are made from.
        rebuild: Makes the pages, and tells whether it could.
        measuring: Who measures into the results now, in words; `None` where nobody does.
        say: Told why pages stay as they are.
    """

    def __init__(
        self,
        stamp: Callable[[], Stamps],
        rebuild: Callable[[], bool],
        measuring: Callable[[], str | None] = lambda: None,
        say: Callable[[str], object] = typer.echo,
    ) -> None:
        self._stamp, self._rebuild, self._measuring, self._say = stamp, rebuild, measuring, say
        self._made = self._seen = stamp()
        self._said_measuring = False
        self._state = str(time.time_ns())  # another one after a restart, and pages that are open follow
        self._news = threading.Condition()

    def look(self) -> None:
        """Make the pages anew if something is otherwise than then, and as it was at the last look."""
        now = self._stamp()
        settled, self._seen = now == self._seen, now
        if now == self._made or not settled:
            return
        if (who := self._measuring()) is not None:
            if not self._said_measuring:
                self._say(f"Measuring goes on ({who}): pages are made anew when it has ended.")
            self._said_measuring = True
            return
        self._made, self._said_measuring = now, False
        if not self._rebuild():
            self._say("The pages stay as they were until that is mended.")
            return
        with self._news:
            self._state = str(time.time_ns())
            self._news.notify_all()

    def keep_looking(self) -> None:
        """Look again and again, in a thread that ends with the program."""

        def watch() -> None:
            while True:
                time.sleep(POLL_SECONDS)
                self.look()

        threading.Thread(target=watch, daemon=True).start()

    def state(self, known: str) -> str:
        """Names the pages as they are; waits a while for others than those that are known."""
        with self._news:
            self._news.wait_for(lambda: known != self._state, PATIENCE_SECONDS if known else 0)
            return self._state


def watcher(
    site: Path, paths: Sequence[Path] | None, results: Path | None, templates: Path | None = None
) -> Watcher | None:
    """Of these experiment files or folders, else of those of the folder experiments that the site has.

    Without `paths` nothing comes into the site that is not there, and nothing leaves it. `None` where there
    is nothing to watch.

    Raises:
        SpecError: A path does not exist, or there is no experiment file at all.
    """
    if paths:
        experiments.files(paths)
    own_files = experiments.below(experiments.FOLDER) if experiments.FOLDER.is_dir() else []
    watched = list(paths) if paths else [path for path in own_files if (site / path.stem).is_dir()]
    if not watched:
        return None
    folders = {places.results(path if path.is_dir() else path.parent, results) for path in watched}

    def measuring() -> str | None:
        from ovreport.store import Store  # pyarrow is needed by few commands

        held = (Store(root=folder).holder() for folder in folders)
        return next((who for who in held if who is not None), None)

    own = [] if templates is None else [templates]
    return Watcher(
        lambda: stamps(watched, folders, own), lambda: _render(watched, site, results, templates), measuring
    )


def stamps(paths: Iterable[Path], results: Iterable[Path], templates: Iterable[Path] = ()) -> Stamps:
    """When everything that pages are made from was changed, in ns, by path; without what is not there."""
    found: Stamps = {}
    for path in _sources(paths, results, templates):
        with contextlib.suppress(OSError):
            found[path] = path.stat().st_mtime_ns
    return found


def _sources(paths: Iterable[Path], results: Iterable[Path], templates: Iterable[Path]) -> Iterator[Path]:
    """Experiment files with what lies beside them, folders of records, this program with its templates.

    A record is moved into its folder and never changed, so that the time of the folder tells of all in it.
    """
    for path in paths:
        yield from path.glob("*.y*ml") if path.is_dir() else (path, *path.parent.glob("site.y*ml"))
        yield from (path if path.is_dir() else path.parent).glob("replications/*/*.json")
    for root in results:
        yield from (folder for folder in (*root.glob("*"), *root.glob("*/*")) if folder.is_dir())
    for folder in (PACKAGE, PACKAGE.parent / "templates", *templates):
        yield from (file for file in folder.rglob("*.*") if file.suffix != ".pyc" and file.is_file())


def _render(paths: Iterable[Path], site: Path, results: Path | None, templates: Path | None) -> bool:
    """Write the site in a process of its own: it sees templates as they are now, and fails alone."""
    command: list[str | Path] = [sys.executable, "-m", "ovreport", "render", *paths, "--output", site]
    command += [] if results is None else ["--results", results]
    command += [] if templates is None else ["--templates", templates]
    return subprocess.run(command, stdin=subprocess.DEVNULL, check=False).returncode == 0  # noqa: S603 - our own program
