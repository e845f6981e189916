"""The map of the rooms: who may import whom, and which room owns which library."""

import ast
import importlib.metadata
import re
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import ModuleType

import pytest

import ovreport.cli.commands

PACKAGE = Path(ovreport.__file__).parent
ROOT = Path(__file__).parents[1]

# From the first to the last room of the pipeline; a room imports the rooms named here, all of them above it.
# `run`, `store` and `analysis` meet in time but not in code: `records` is what they share.
ROOMS: dict[str, set[str]] = {
    "errors": set(),
    "units": set(),
    "model_sources": set(),
    "bounds": set(),
    "limits": set(),
    "codec": set(),
    "language": {"units"},
    "spec": {"errors", "model_sources", "bounds", "language"},
    "plan": {"spec"},
    "records": {"codec", "plan"},
    "models": {"errors", "model_sources", "codec", "plan", "records"},
    "run": {"errors", "limits", "codec", "plan", "records", "models"},
    "store": {"errors", "bounds", "codec", "plan", "records"},
    "analysis": {"limits", "plan", "records"},
    "naming": {"language", "plan"},
    "claims": {"units", "limits", "language", "naming", "plan", "records", "analysis"},
    "render": {
        "errors",
        "units",
        "bounds",
        "limits",
        "language",
        "spec",
        "plan",
        "records",
        "analysis",
        "naming",
        "claims",
    },
}
ROOMS["workflow"] = set(ROOMS) - {"units", "language", "model_sources", "bounds", "codec", "render"}
ROOMS["publish"] = set(ROOMS) - {
    "units",
    "naming",
    "model_sources",
    "limits",
    "models",
    "run",
}
ROOMS["frames"] = {
    "errors",
    "language",
    "spec",
    "plan",
    "records",
    "store",
    "analysis",
    "naming",
    "claims",
    "workflow",
    "publish",
}
ROOMS["fleet"] = {"errors", "plan", "records", "models", "run", "store", "workflow"}
ROOMS["cli"] = set(ROOMS) - {"model_sources", "models", "render"}
ROOMS["__main__"] = {"cli"}

OWNERS: dict[str, set[str]] = {
    "openvino": {"run", "models"},
    "psutil": {"run"},
    "pydantic": {"spec"},
    "pydantic_core": {"spec"},
    "yaml": {"spec"},
    "pyarrow": {"store"},
    "scipy": {"analysis"},
    "babel": {"language"},
    "cryptography": {"fleet"},
    "dask": {"fleet"},
    "distributed": {"fleet"},
    "pandas": {"frames"},
    "fontTools": {"render"},
    "ghp_import": {"publish"},
    "jinja2": {"render"},
    "markdown_it": {"render"},
    "markupsafe": {"render"},
    "nh3": {"render"},
    "PIL": {"run", "render"},
    "plotly": {"render"},
    "rich": {"cli"},
    "typer": {"cli"},
}
EVERYWHERE = {"numpy"}
"""Every room may have arrays."""

UNIMPORTED = {"brotli", "font-source-sans-pro", "font-source-serif-pro"}
"""Dependencies that are no import: fontTools loads brotli by itself, and the typefaces are files."""

PART_OF = {"pydantic_core": "pydantic", "markupsafe": "jinja2"}
"""Libraries that come with another one and are not named beside it."""

DOORS = {
    r'"/(proc|sys)\b': "run/kernel.py",
    r"fs/cgroup": "run/quota.py",
    r"import resource|RLIMIT_\w+,": "run/usage.py",
    r"\.prctl|import ctypes|signal\.SIG(STOP|CONT|KILL|ALRM)|\bkillpg|setitimer": "run/signals.py",
    r"signal\.SIGINT": "run/interrupts.py",
    r"import fcntl|import msvcrt": "store/lock.py",
}
"""Where the package reaches for what not every system has; each door has a plain answer for the others."""

WITHOUT_DOOR = "claims"
"""A room whose door is yet to be made: pages reach past it. Nothing else may."""

BEHIND_DOORS = {
    *(f"claims -> analysis.{name}" for name in ("cells", "choice", "same_work", "stats")),
    *(f"render -> analysis.{name}" for name in ("choice", "stats")),
}
"""Rooms that reach past a door. Nothing may be added."""


def room_of(module: Path) -> str:
    """The room that a module file belongs to: its folder, or the module itself at the top."""
    return module.relative_to(PACKAGE).parts[0].removesuffix(".py")


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def imports(module: Path) -> Iterator[str]:
    """Full dotted names of everything that a module imports, also inside functions."""
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module}: write the full name of what is imported"
            assert node.module is not None
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def files_imported(module: Path) -> set[Path]:
    """The files of the package that a module imports by name; a package's own file only where it is named."""
    names = [name for name in imports(module) if re.match(r"ovreport\.(?!__version__)", name)]
    found = {_file(name) or _file(name.rpartition(".")[0]) for name in names}
    return {file for file in found if file is not None and file != module}


def _file(name: str) -> Path | None:
    """The file of a dotted name, if it is a module's."""
    path = ROOT.joinpath(*name.split("."))
    return next((file for file in (path.with_suffix(".py"), path / "__init__.py") if file.is_file()), None)


def rooms_imported(module: Path) -> set[str]:
    names = [name.split(".") for name in imports(module) if name.startswith("ovreport.")]
    return {parts[1] for parts in names if not parts[1].startswith("__version")}


def test_the_map_lists_the_rooms_that_exist() -> None:
    existing = {room_of(module) for module in modules()} - {"__init__"}
    assert existing == set(ROOMS)


def test_the_map_points_upwards_only() -> None:
    order = list(ROOMS)
    downwards = [
        (room, other) for room in order for other in ROOMS[room] if order.index(other) >= order.index(room)
    ]
    assert downwards == []


@pytest.mark.parametrize("module", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_imports_only_rooms_before_its_own(module: Path) -> None:
    room = room_of(module)
    if room != "__init__":
        assert rooms_imported(module) <= ROOMS[room] | {room}


def test_contributing_lists_the_rooms_in_the_order_of_the_map() -> None:
    told = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    table = told[told.index("| room | does") :].partition("\n\n")[0]
    rooms = [line.split("`")[1] for line in table.splitlines() if line.startswith("| `")]
    assert rooms == [room for room in ROOMS if (PACKAGE / room).is_dir()]


@pytest.mark.parametrize("room", ROOMS)
def test_the_map_names_no_room_that_is_not_imported(room: str) -> None:
    imported = {name for module in modules() if room_of(module) == room for name in rooms_imported(module)}
    assert imported - {room} == ROOMS[room]


def test_a_class_has_a_name_of_its_own() -> None:
    """One word for each concept."""
    homes: dict[str, list[str]] = {}
    for module in modules():
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                homes.setdefault(node.name, []).append(module.relative_to(PACKAGE).as_posix())
    assert {name: files for name, files in homes.items() if len(files) > 1} == {}


def test_a_file_is_read_in_one_sitting() -> None:
    """450 lines are the most."""
    lengths = {module: module.read_text(encoding="utf-8").count("\n") for module in modules()}
    assert {module.name: lines for module, lines in lengths.items() if lines > 450} == {}


def circular() -> set[str]:
    """Files that import themselves by way of others."""
    imported = {module: files_imported(module) for module in modules()}

    def reached(module: Path) -> set[Path]:
        found: set[Path] = set()
        coming = [module]
        while coming:
            fresh = imported[coming.pop()] - found
            found |= fresh
            coming += fresh
        return found

    return {module.relative_to(PACKAGE).as_posix() for module in modules() if module in reached(module)}


def test_no_file_imports_itself_by_way_of_others() -> None:
    """Also where an import is inside a function or for type checkers alone: such a file cannot be understood
    without all the others of its circle."""
    assert circular() == set()


@pytest.mark.parametrize("module", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_room_is_entered_by_its_door(module: Path) -> None:
    """What others may use stands in a room's `__all__`: names, or modules that are used by themselves."""
    inner = (name.split(".")[1:3] for name in imports(module) if re.match(r"ovreport\.\w+\.", name))
    behind = {
        f"{room_of(module)} -> {room}.{name}"
        for room, name in inner
        if room not in {room_of(module), WITHOUT_DOOR}
        and (PACKAGE / room).is_dir()
        and name not in _door(room)
    }
    assert behind <= BEHIND_DOORS


@cache
def _door(room: str) -> set[str]:
    told = (PACKAGE / room / "__init__.py").read_text(encoding="utf-8")
    (names,) = re.findall(r"^__all__ = (\[.*?\])", told, re.MULTILINE | re.DOTALL)
    return set(ast.literal_eval(names))


@pytest.mark.parametrize("package", [ovreport.cli, ovreport.cli.commands], ids=lambda each: each.__name__)
def test_the_command_line_says_what_each_of_its_modules_is_for(package: ModuleType) -> None:
    told = re.findall(r"^- `(\w+)`: ", package.__doc__ or "", re.MULTILINE)
    existing = {path.stem for path in Path(package.__path__[0]).glob("*.py")} - {"__init__"}
    assert sorted(told) == sorted(existing)


@pytest.mark.parametrize(("reached", "door"), DOORS.items(), ids=DOORS.values())
def test_what_not_every_system_has_has_one_door(reached: str, door: str) -> None:
    users = [each for each in modules() if re.search(reached, each.read_text(encoding="utf-8"))]
    assert [user.relative_to(PACKAGE).as_posix() for user in users] == [door]


def libraries() -> dict[str, set[str]]:
    """Rooms by the library that they import; Python's own are left out."""
    found: dict[str, set[str]] = {}
    for module in modules():
        for library in {name.partition(".")[0] for name in imports(module)}:
            if library not in {"ovreport", *sys.stdlib_module_names}:
                found.setdefault(library, set()).add(room_of(module))
    return found


def test_a_library_is_imported_by_its_owners_and_by_all_of_them() -> None:
    assert {library: users for library, users in libraries().items() if library not in EVERYWHERE} == OWNERS


def test_every_dependency_is_used_and_everything_that_is_used_is_a_dependency() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lines = [*project["dependencies"], *project["optional-dependencies"]["fleet"]]
    asked = {re.split(r"[<>=]", each)[0] for each in lines}
    distributions = importlib.metadata.packages_distributions()
    used = {distributions[PART_OF.get(library, library)][0].lower() for library in libraries()}
    assert asked == used | UNIMPORTED


def test_contributors_are_told_the_same_owners_and_leaves() -> None:
    told = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| `(\w+)` \| .* \| (.*)\|$", told, re.MULTILINE))
    spelled = {
        "pyyaml": "yaml",
        "markdown-it-py": "markdown_it",
        "fonttools": "fontTools",
        "pillow": "PIL",
        "ghp-import": "ghp_import",
    }
    owned = {
        room: {spelled.get(each.lower(), each.lower()) for each in re.findall(r"[\w-]+", names)}
        for room, names in rows.items()
    }
    assert owned == {
        room: {library for library, rooms in OWNERS.items() if room in rooms and library not in PART_OF}
        for room in rows
    }
    (leaves,) = re.findall(r"^(.*\w) +leaves$", told, re.MULTILINE)
    assert leaves.split() == [room for room, others in ROOMS.items() if not others]
    assert set(rows) | set(leaves.split()) == set(ROOMS) - {"__main__"}
