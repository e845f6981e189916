"""What can be counted of the code: its size by rooms, its functions, what is typed and documented.

Run it from the root of a checkout: `python -m benchmarks.house`. CONTRIBUTING.md keeps one run of its first
table, which `--write` renews there. Lengths of functions are lines without the docstring; a comment line
holds nothing else; a place is a use of a function's name anywhere in the package.
"""

from __future__ import annotations

import ast
import re
import statistics
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from benchmarks.tables import Table
from tests.test_layers import circular

PACKAGE = Path(__file__).parents[1] / "ovreport"
KEPT = PACKAGE.with_name("CONTRIBUTING.md")

Function = ast.FunctionDef | ast.AsyncFunctionDef
SHORT = 4
"""Lines up to which a function that one place uses may not need its name."""


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


def used_once(trees: Iterable[ast.Module], every: Iterable[Function]) -> str:
    """How many functions one place alone uses, and how many of these are short."""
    uses: Counter[str] = Counter()
    for tree in trees:
        for node in ast.walk(tree):
            if isinstance(node, ast.Name):
                uses[node.id] += 1
            elif isinstance(node, ast.Attribute):
                uses[node.attr] += 1
    lonely = [function for function in every if uses[function.name] == 1]
    return f"{len(lonely)} / {sum(length(function) <= SHORT for function in lonely)}"


def whole() -> Table:
    """What holds for all of the code."""
    texts = sources()
    trees = [ast.parse(text) for text in texts.values()]
    lines = [text.count("\n") for text in texts.values()]
    every = [function for tree in trees for function in functions(tree)]
    lengths = sorted(length(function) for function in every)
    nodes = (node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.ClassDef | Function))
    public = [node for node in nodes if not node.name.startswith("_")]
    comments = sum(line.lstrip().startswith("#") for text in texts.values() for line in text.splitlines())
    return Table(
        title="The code by numbers",
        columns=("what", "ovreport"),
        rows=[
            ("files / lines", f"{len(texts)} / {sum(lines):,}"),
            (
                "lines of a function: median / p90 / longest",
                f"{statistics.median(lengths):.0f} / {lengths[int(0.9 * len(lengths))]} / {lengths[-1]}",
            ),
            ("functions that are typed", share(sum(map(is_typed, every)), len(every))),
            (
                "modules / public classes and functions with a docstring",
                f"{documented(trees)} / {documented(public)}",
            ),
            ("comment lines", f"{100 * comments / sum(lines):.1f} %"),
            ("files that import themselves by way of others", str(len(circular()))),
            (f"functions that one place uses / of {SHORT} lines or fewer", used_once(trees, every)),
            ("longest file", f"{max(lines)}"),
        ],
    )


def rooms() -> Table:
    """The rooms by their size."""
    sizes: Counter[str] = Counter()
    files: Counter[str] = Counter()
    for path, text in sources().items():
        sizes[room(path)] += text.count("\n")
        files[room(path)] += 1
    return Table(
        title="The rooms by their size",
        columns=("room", "files", "lines"),
        rows=[(name, str(files[name]), f"{many:,}") for name, many in sizes.most_common()],
    )


def renewed(text: str) -> str:
    """A document with the column of ovreport as it is now, the second one of the table with these rows."""
    for what, found in whole().rows:
        text = re.sub(rf"(?m)^(\| {re.escape(what)} \| )[^|]*( \|)", rf"\g<1>{found}\g<2>", text)
    return text


def main(arguments: Sequence[str]) -> None:
    """Print the tables, or write the first one to where it is kept."""
    if "--write" in arguments:
        KEPT.write_text(renewed(KEPT.read_text(encoding="utf-8")), encoding="utf-8")
    for table in (whole(), rooms()):
        print(table.markdown())


if __name__ == "__main__":
    main(sys.argv[1:])
