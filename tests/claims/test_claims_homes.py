"""A claim lives in one file: what it is, what it says and how it is proved stand together."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

import ovreport
from ovreport.claims.claim import ClaimKind
from tests.claims.samples import samples
from tests.claims.samples.caveats import CAVEATS

PACKAGE = Path(ovreport.__file__).parent

MOST_FILES = 4
"""Its own, the one that decides when it is told, and two that treat it specially."""


def names(tree: ast.Module) -> Iterator[str]:
    """Every name that a module defines, imports or uses, kinds of claims with their enumeration."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.ImportFrom):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.Attribute):
            owner = node.value.id if isinstance(node.value, ast.Name) else ""
            yield f"{owner}.{node.attr}" if owner == ClaimKind.__name__ else node.attr


@pytest.mark.slow
def test_a_claim_or_a_caveat_is_named_in_few_files() -> None:
    """Classes that say something, and kinds; what several families share may be known everywhere."""
    files: defaultdict[str, set[str]] = defaultdict(set)
    for module in PACKAGE.rglob("*.py"):
        for name in names(ast.parse(module.read_text(encoding="utf-8"))):
            files[name].add(module.relative_to(PACKAGE).as_posix())
    told: set[type] = {*(type(sample.claim) for sample in samples()), *(type(caveat) for caveat in CAVEATS)}
    claims = {*(made.__name__ for made in told), *(f"ClaimKind.{kind.name}" for kind in ClaimKind)}
    assert all(files[name] for name in claims)
    assert {name: sorted(files[name]) for name in claims if len(files[name]) > MOST_FILES} == {}
