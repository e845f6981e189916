"""Shorthand for tests about networks."""

from pathlib import Path

from ovreport import models
from ovreport.models import ModelFiles
from ovreport.plan import ModelSource

SHARED_MODELS = Path(__file__).parents[2] / ".." / "shared" / "models"


def builtin(name: str) -> ModelFiles:
    """A built-in network."""
    return models.obtain(ModelSource(name=name, kind="builtin", location=name), cache=Path("unused"))


def in_file(path: Path) -> ModelFiles:
    """A network in a file."""
    return models.obtain(ModelSource(name="net", kind="file", location=str(path)), cache=Path("unused"))
