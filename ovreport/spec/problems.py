"""What is wrong with an experiment file: every problem with its line, its key and the likely meaning."""

from __future__ import annotations

import difflib
import functools
import itertools
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from ovreport.errors import SpecError

Step = str | int
Location = tuple[Step, ...]
"""Keys and list indices from the top of the file."""

_SHOWN_CHARACTERS = 80
_MOST_PROBLEMS = 100
_MOST_WORDS = 200


@dataclass(frozen=True, order=True)
class Problem:
    """One mistake. `key` is empty where the file as a whole is wrong."""

    line: int
    key: str
    message: str


@dataclass
class Problems:
    """Mistakes found so far in one file, and where its keys stand.

    Attributes:
        file: As the user named it.
        lines: Line (from 1) of every key and list item.
        found: One problem for a line and key, or message where there is no key.
    """

    file: Path
    lines: dict[Location, int] = field(default_factory=dict)
    found: dict[tuple[int, str], Problem] = field(default_factory=dict)

    def add(self, location: Location, message: str, *, meant: str | None = None) -> None:
        """Note a mistake at a key, the first one there; `meant` is what was probably meant."""
        line, known = self._place(location)
        hint = f" (did you mean {meant}?)" if meant else ""
        problem = Problem(line, dotted(known), message + hint)
        self.found.setdefault((line, problem.key or message), problem)

    def name(self, location: Location) -> str:
        """What a message calls a key: its deepest part that stands in the file."""
        return dotted(self._place(location)[1])

    def raise_any(self) -> None:
        """Report all mistakes at once.

        Raises:
            SpecError: There are some; see `described`.
        """
        if self.found:
            raise SpecError("\n".join(self.described()))

    def described(self) -> list[str]:
        """A line for each mistake, in the order of the file."""
        problems = sorted(self.found.values())
        lines = [
            f"{self.file}:{each.line}: " + (f"{each.key}: " if each.key else "") + each.message
            for each in problems[:_MOST_PROBLEMS]
        ]
        if len(problems) > _MOST_PROBLEMS:
            lines.append(f"{self.file}: and {len(problems) - _MOST_PROBLEMS} more problems")
        return lines

    def _place(self, location: Location) -> tuple[int, Location]:
        """The line of the deepest part of `location` that stands in the file, and that part.

        Steps that the file does not have are skipped: a single value is checked as a list of one. A key that
        is missing is named although it has no line.
        """
        at: Location = ()
        for step in location:
            if (*at, step) in self.lines:
                at = (*at, step)
        last = location[-1] if location else ""
        missing = (last,) if last and isinstance(last, str) else ()
        named = at if at[-1:] == missing else (*at, *missing)
        return self.lines.get(at, 1), named


def dotted(location: Location) -> str:
    """`published[0].figures[2].fps` for a location, shortened where a key is absurdly long."""
    text = "".join(f"[{step}]" if isinstance(step, int) else f".{shortened(step)}" for step in location)
    return text.removeprefix(".")


def shortened(text: str) -> str:
    """At most 80 characters of a stranger's text, on one line."""
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN_CHARACTERS else line[: _SHOWN_CHARACTERS - 1] + "…"


def closest(word: str, known: Iterable[str]) -> str | None:
    """The known word that `word` probably means, whatever its case."""
    return _closest(word[:_SHOWN_CHARACTERS], tuple(itertools.islice(known, _MOST_WORDS)))


@functools.lru_cache(maxsize=1024)
def _closest(word: str, known: tuple[str, ...]) -> str | None:
    by_lower = {each.lower(): each for each in known}
    matches = difflib.get_close_matches(word.lower(), by_lower, n=1, cutoff=0.6)
    return by_lower[matches[0]] if matches else None
