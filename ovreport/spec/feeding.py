"""What stands behind the name of an input under `inputs` in an experiment file."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Any

from pydantic import Field, model_validator

from ovreport.spec import values as v
from ovreport.spec.kinds import Keys, Listed, problem, spelled

ARRAYS = (".npy", ".npz")
PICTURES = (".bmp", ".gif", ".jpeg", ".jpg", ".png", ".ppm", ".tif", ".tiff", ".webp")

_EXAMPLES = "0.5, zeros, {low: 0, high: 1}, {normal: [0, 1]}, data.npy, {images: pictures/*.jpg}, {text: ...}"
_SOURCES = ("value", "low", "normal", "file", "images", "text", "lines")
_WORDS = {"zeros": 0.0, "ones": 1.0}


class FeedKeys(Keys):
    """What one input is fed with: a mapping, or a number, a word or paths that are short for it."""

    short = (
        {"type": ["number", "boolean", "string"], "examples": [0.5, "zeros", "ones", "data.npy"]},
        {"type": "array", "items": {"type": "string"}, "minItems": 1},
    )

    value: v.Finite | None = Field(default=None, examples=[0.5])
    """One number everywhere; `0.5`, `zeros`, `ones`, `true` and `false` alone are short for it."""
    low: v.Finite | None = Field(default=None, examples=[0])
    """Uniform values from `low` to `high`, whole ones for an input of whole numbers; with `images`, what
    black becomes."""
    high: v.Finite | None = Field(default=None, examples=[255])
    """The largest value; with `images`, what white becomes."""
    normal: tuple[v.Finite, ...] = Field(default=(), examples=[[0, 1]])
    """Normally distributed values: mean and standard deviation."""
    file: Listed[v.Name] = Field(default=(), examples=["data/ids.npy", ["a.npy", "b.npy"]])
    """Files `.npy` or `.npz`, relative to the experiment file; several, or a pattern, are fed in turn. Paths
    alone are short for it."""
    array: v.Name | None = Field(default=None, examples=["ids"])
    """Which array of an `.npz`; by default the one with the input's name, or the only one."""
    images: Listed[v.Name] = Field(default=(), examples=["pictures/*.jpg"])
    """Pictures, resized to the input; several are fed in turn."""
    text: Listed[v.Prose] = Field(default=(), examples=["a sentence"])
    """For an input of strings: one, or several that fill it in turn."""
    lines: Listed[v.Name] = Field(default=(), examples=["sentences.txt"])
    """For an input of strings: text files, a string a line."""
    shape: tuple[v.Count, ...] | None = Field(default=None, examples=[[1, 16]])
    """The shape that a dynamic input is given."""

    @model_validator(mode="before")
    @classmethod
    def _from_plain(cls, value: Any) -> Any:
        """A number, a word, a path, or several paths alone."""
        match value:
            case dict():
                return value
            case bool() | int() | float():
                return {"value": float(value)}
            case str() if value in _WORDS:
                return {"value": _WORDS[value]}
            case str() | [str(), *_]:
                first = value if isinstance(value, str) else value[0]
                if _ending(first) in ARRAYS:
                    return {"file": value}
                if _ending(first) in PICTURES:
                    return {"images": value}
                raise problem(
                    f"{spelled(first)} is neither zeros, ones nor a file that ends in {', '.join(ARRAYS)}; a "
                    "string that is fed itself is written {text: ...}"
                )
        raise problem(f"{spelled(value)} feeds no input; write for example {_EXAMPLES}")

    @model_validator(mode="after")
    def _one_source(self) -> FeedKeys:
        given = [each for each in _SOURCES if getattr(self, each) not in (None, ())]
        if self.images and "low" in given:
            given.remove("low")
        if len(given) > 1:
            raise problem(f"needs one of {', '.join(_SOURCES)}, not {' and '.join(given)}")
        if not given and self.shape is None:
            raise problem(f"says nothing; write for example {_EXAMPLES}")
        if (self.low is None) != (self.high is None):
            raise problem("needs both low and high")
        if self.low is not None and self.high is not None and self.low >= self.high:
            raise problem(f"low must be less than high, not {self.low:g} and {self.high:g}")
        if self.normal and (len(self.normal) != 2 or self.normal[1] <= 0):
            raise problem("normal needs a mean and a standard deviation above 0, such as [0, 1]")
        self._check_files()
        return self

    def _check_files(self) -> None:
        for path in self.file:
            if _ending(path) not in ARRAYS:
                raise problem(f"{spelled(path)} does not end in {' or '.join(ARRAYS)}")
        for path in self.images:
            if _ending(path) not in PICTURES:
                raise problem(f"{spelled(path)} does not end in {', '.join(PICTURES)}")
        if self.array is not None and not any(_ending(path) == ".npz" for path in self.file):
            raise problem("array chooses from an .npz; `file` names none")

    @property
    def paths(self) -> tuple[str, ...]:
        """Files and patterns, as they are written."""
        return self.file or self.images or self.lines


def _ending(path: str) -> str:
    return PurePosixPath(path.replace("\\", "/")).suffix.lower()
