"""An experiment that a command is about, and how several of them are tried one after the other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from ovreport.errors import FileError, OvreportError, explained

if TYPE_CHECKING:
    from ovreport.plan import Plan
    from ovreport.store import Store

Value = TypeVar("Value")


@dataclass(frozen=True, kw_only=True)
class Job:
    """An experiment that a command is about.

    Attributes:
        path: The experiment file.
        results: Folder of its records and of others'.
        cache: Where later commands find what this one downloads or finds out; `None` keeps nothing, and then
            nothing can be measured.
        called: How a command names the file where a reader repeats it: the way below the working folder, or
            the mere name of a file that is named otherwise, for folders above are nobody's business.
    """

    path: Path
    plan: Plan
    results: Path
    cache: Path | None = None
    called: str = ""

    @property
    def slug(self) -> str:
        """Short name of the experiment."""
        return self.plan.article.slug

    @property
    def commands(self) -> list[str]:
        """What its cells run on this machine beside the measurement, sorted."""
        wanted = {cell.setting.disturbance for cell in self.plan.cells if cell.measured}
        return sorted(each for each in wanted if each.startswith("command:"))

    def store(self) -> Store:
        """Its records."""
        from ovreport.store import Store  # pyarrow is needed by few commands

        return Store(root=self.results, cache=self.cache)

    def cached(self, what: str) -> Path:
        """The folder of the cache for `what`."""
        assert self.cache is not None, "a command that measures has a cache"
        return self.cache / what


def attempt(job: Job, task: Callable[[Job], Value]) -> Value | OvreportError:
    """What `task` gives for one of several experiments, or why it cannot be had, so that the others can.

    Raises:
        FileError: A site cannot be written, which would befall the next experiment as well.
    """
    try:
        return task(job)
    except FileError:
        raise
    except Exception as error:
        return explained(error, str(job.path), job.cache, job.slug)
