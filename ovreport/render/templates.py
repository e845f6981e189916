"""Where the templates are."""

from __future__ import annotations

from pathlib import Path


def templates() -> Path:
    """The template folder: inside the package once installed, beside it in a checkout."""
    package = Path(__file__).parents[1]
    installed = package / "templates"
    return installed if installed.is_dir() else package.parent / "templates"
