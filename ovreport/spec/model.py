"""What stands behind `model` in an experiment file."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Annotated, Any
from urllib.parse import unquote, urlsplit

from pydantic import Field, model_validator

from ovreport.model_sources import BUILTIN, FORMATS, SAVED_MODEL
from ovreport.spec import values as v
from ovreport.spec.kinds import InSchema, Keys, problem, spelled
from ovreport.spec.problems import closest


class ModelKeys(Keys):
    """A model: built in, a file, or a download; a built-in name or a path is short for it."""

    short = ({"type": "string", "examples": list(BUILTIN)},)

    name: v.Name = Field(default="", examples=["my detector"])
    """What the reader sees; by default the name of the file."""
    builtin: Annotated[str | None, InSchema({"enum": list(BUILTIN)})] = Field(
        default=None, examples=["mobilenet-ssd"]
    )
    """Name of a built-in model; `model: mobilenet-ssd` is short for it."""
    path: v.Name | None = Field(default=None, examples=["models/detector.xml"])
    """A file that OpenVINO reads, or the folder of a SavedModel, relative to the experiment file; the path
    alone is short for it, that of a folder with `/` at its end."""
    url: v.Name | None = Field(default=None, examples=["https://example.org/detector.onnx"])
    """Where to download it from, once; https or file."""
    sha256: v.Sha256 | None = Field(default=None, examples=["0123456789abcdef" * 4])
    """Demanded hash of the file; a download needs one."""
    weights_sha256: v.Sha256 | None = Field(default=None, examples=["0123456789abcdef" * 4])
    """Demanded hash of the `.bin` that is downloaded beside an `.xml`."""
    shapes: dict[v.Name, v.Shape] = Field(default={}, examples=[{"data": [1, 3, 300, 300]}])
    """Shapes of inputs by their names, for this model alone; what the file or a bundle says replaces it."""
    layout: dict[v.Name, v.Layout] = Field(default={}, examples=[{"state": "?NC"}])
    """What the dimensions of inputs are, for this model alone: N is the batch, `?` anything."""

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, value: Any) -> Any:
        """A built-in name or a path alone."""
        if isinstance(value, dict):
            return value
        if not isinstance(value, str) or not value.strip():
            raise problem(f"{spelled(value)} is no model; write a built-in name or the path of a file")
        if value in BUILTIN:
            return {"builtin": value}
        if PurePosixPath(value).suffix.lower() in FORMATS or value.endswith("/"):
            return {"path": value}
        raise problem(
            f"{spelled(value)} is neither a built-in model ({', '.join(BUILTIN)}) nor a file that ends in "
            f"{', '.join(FORMATS)}, nor the folder of a SavedModel, which ends in /",
            meant=closest(value, BUILTIN),
        )

    @model_validator(mode="after")
    def _one_origin(self) -> ModelKeys:
        origins = [key for key in ("builtin", "path", "url") if getattr(self, key) is not None]
        if len(origins) != 1:
            raise problem(
                f"needs exactly one of builtin, path and url, not {' and '.join(origins) or 'none'}"
            )
        if self.builtin is not None and self.builtin not in BUILTIN:
            raise problem(
                f"no built-in model is called {spelled(self.builtin)}", meant=closest(self.builtin, BUILTIN)
            )
        if self.url is not None:
            self._check_download()
        return self

    def _check_download(self) -> None:
        parts = urlsplit(str(self.url))
        if parts.scheme not in ("https", "file"):
            raise problem(f"{spelled(self.url)} is not fetched; a download begins with https:// or file://")
        if self.sha256 is None:
            raise problem("a download needs its sha256, so that nothing else is run in its place")
        suffix = PurePosixPath(unquote(parts.path)).suffix.lower()
        if suffix not in FORMATS or suffix in (".pdmodel", ".pbtxt"):
            raise problem(f"{spelled(self.url)} does not end in .xml, .onnx, .pb or .tflite")
        if suffix == ".xml" and self.weights_sha256 is None:
            raise problem("an .xml is downloaded with its .bin; give weights_sha256 too")

    @property
    def label(self) -> str:
        """The name that the reader sees."""
        location = self.builtin or self.path or unquote(urlsplit(str(self.url)).path)
        path = PurePosixPath(location.replace("\\", "/"))
        stem = path.parent.name if path.name == SAVED_MODEL else path.stem
        return self.name or stem or path.stem or location
