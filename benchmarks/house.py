"""What can be counted of the code: its size by rooms, its functions, what is typed and documented.

Run it from the root of a checkout: `python -m benchmarks.house`. CONTRIBUTING.md keeps one run of it. Lengths
of functions are lines without the docstring; a comment line holds nothing else.
"""

from __future__ import annotations

import ast
import statistics
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.tables import Table

PACKAGE = Path(__file__).parents[1] / "ovreport"

Function = ast.FunctionDef | ast.AsyncFunctionDef
MOST_FILES = 5
"""Largest files that are named."""


def sources() -> dict[Path, str]:
    """The text of every module of the package."""
    return {path: path.read_text(encoding="utf-8") for path in sorted(PACKAGE.rglob("*.py"))}


def room(path: Path) -> str:
    """The room that a module belongs to."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def functions(tree: ast.Module) -> Iterator[Function]:
    """Every function and method of a module."""
    return (node for node in ast.walk(tree) if isinstance(node, Function))


def length(function: Function) -> int:
    """Lines of a function, decorators and docstring left out."""
    lines = (function.end_lineno or function.lineno) - function.lineno + 1
    first = function.body[0]
    if ast.get_docstring(function, clean=False) is None:
        return lines
    return lines - ((first.end_lineno or first.lineno) - first.lineno + 1)


def is_typed(function: Function) -> bool:
    """Whether the result and every argument but `self` and `cls` has a type."""
    every = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
    named = [each for each in every if each.arg not in {"self", "cls"}]
    returns = function.returns is not None or function.name == "__init__"
    return returns and all(each.annotation is not None for each in named)


def documented(nodes: Sequence[ast.Module | ast.ClassDef | Function]) -> str:
    """How many of these have a docstring."""
    return share(sum(ast.get_docstring(node) is not None for node in nodes), len(nodes))


def share(part: int, whole: int) -> str:
    """A part as percent."""
    return f"{100 * part / max(whole, 1):.0f} %"


def tables() -> list[Table]:
    """The rooms by their size, and what holds for all of the code."""
    texts = sources()
    trees = {path: ast.parse(text) for path, text in texts.items()}
    lines = {path: text.count("\n") for path, text in texts.items()}
    every = [function for tree in trees.values() for function in functions(tree)]
    lengths = sorted(length(function) for function in every)
    public = [
        node
        for tree in trees.values()
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef | Function) and not node.name.startswith("_")
    ]
    comments = sum(line.lstrip().startswith("#") for text in texts.values() for line in text.splitlines())
    sizes: Counter[str] = Counter()
    files: Counter[str] = Counter()
    for path, many in lines.items():
        sizes[room(path)] += many
        files[room(path)] += 1
    whole = Table(
        title="The code by numbers",
        columns=("what", "found"),
        rows=[
            ("files / lines", f"{len(texts)} / {sum(lines.values()):,}"),
            (
                "lines of a function: median / p90 / longest",
                f"{statistics.median(lengths):.0f} / {lengths[int(0.9 * len(lengths))]} / {lengths[-1]}",
            ),
            ("functions that are typed", share(sum(map(is_typed, every)), len(every))),
            ("modules with a docstring", documented(list(trees.values()))),
            ("public classes and functions with one", documented(public)),
            ("comment lines", f"{100 * comments / sum(lines.values()):.1f} %"),
            (
                "largest files",
                ", ".join(
                    f"{path.relative_to(PACKAGE).as_posix()} {many}"
                    for path, many in sorted(lines.items(), key=lambda pair: -pair[1])[:MOST_FILES]
                ),
            ),
        ],
    )
    rooms = Table(
        title="The rooms by their size",
        columns=("room", "files", "lines"),
        rows=[(name, str(files[name]), f"{many:,}") for name, many in sizes.most_common()],
    )
    return [whole, rooms]


def main() -> None:
    """Print the tables."""
    for table in tables():
        print(table.markdown())


if __name__ == "__main__":
    main()
