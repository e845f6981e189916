"""Shorthand for tests about experiment files."""

from pathlib import Path

import pytest

from ovreport import spec
from ovreport.errors import SpecError
from ovreport.spec import Experiment


def load(folder: Path, text: str, **options: bool | int | spec.Overrides) -> Experiment:
    """Writes `text` as an experiment file and loads it."""
    path = folder / "study.yaml"
    path.write_text(text, encoding="utf-8")
    return spec.load(path, **options)  # type: ignore[arg-type]  # tests pass what they want to try


def problems(folder: Path, text: str, **options: bool | int | spec.Overrides) -> list[str]:
    """The lines of the error that `text` gets, without the file's folder."""
    with pytest.raises(SpecError) as caught:
        load(folder, text, **options)
    return [line.removeprefix(f"{folder}/study.yaml:") for line in str(caught.value).splitlines()]


def minimal(*lines: str) -> str:
    """The smallest experiment with further lines."""
    return "\n".join(["title: T", "model: tiny", "device: CPU", *lines]) + "\n"
