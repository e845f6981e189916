"""The map of the rooms: who may import whom, and which room owns which library."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import ovreport

PACKAGE = Path(ovreport.__file__).parent

# From the first to the last room of the pipeline; a room imports only rooms above it.
# `run`, `store` and `analysis` meet in time but not in code: `records` is what they share.
ROOMS: dict[str, set[str]] = {
    "errors": set(),
    "units": set(),
    "spec": {"errors", "units"},
    "plan": {"errors", "spec"},
    "records": {"plan"},
    "models": {"errors", "plan", "records"},
    "run": {"errors", "units", "plan", "records", "models"},
    "store": {"errors", "plan", "records"},
    "analysis": {"errors", "plan", "records"},
    "conclusions": {"units", "plan", "records", "analysis"},
    "render": {"errors", "units", "plan", "records", "analysis", "conclusions"},
}
ROOMS["cli"] = set(ROOMS)
ROOMS["__main__"] = {"cli"}

OWNERS: dict[str, set[str]] = {
    "openvino": {"run", "models"},
    "psutil": {"run"},
    "pydantic": {"spec"},
    "yaml": {"spec"},
    "pyarrow": {"store"},
    "pandas": {"analysis", "render"},
    "scipy": {"analysis"},
    "jinja2": {"render"},
    "plotly": {"render"},
    "markdown_it": {"render"},
    "nh3": {"render"},
    "babel": {"units", "conclusions", "render"},
    "typer": {"cli"},
    "click": {"cli"},
    "rich": {"cli"},
}


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


@pytest.mark.parametrize("library", OWNERS)
def test_a_heavy_library_is_imported_by_its_owners_only(library: str) -> None:
    users = {
        room_of(module)
        for module in modules()
        if any(name == library or name.startswith(f"{library}.") for name in imports(module))
    }
    assert users <= OWNERS[library]
