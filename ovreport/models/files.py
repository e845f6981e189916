"""From a model source to files that lie on this machine, known by their hash. OpenVINO is not needed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ovreport.errors import ModelError
from ovreport.model_sources import BUILTIN, FORMATS, SAVED_MODEL
from ovreport.models import onnx_data
from ovreport.models.builtin import definition_hash
from ovreport.models.download import downloaded, hash_of, is_cached
from ovreport.plan import ModelSource, Storage


@dataclass(frozen=True, kw_only=True)
class ModelFiles:
    """A model that can be read.

    Attributes:
        builtin: Name of a built-in model; then there are no files.
        paths: The file that is handed to OpenVINO first, then the files that lie beside it and belong to it.
        sha256: Of the contents of all files in the order of their names, or of the built-in definition.
        size_bytes: Of all files together; `None` for a built-in model.
        stored: How the weights were stored anew in files of this session; hash and size stay those of the
            model that was given.
    """

    name: str
    builtin: str | None = None
    paths: tuple[Path, ...] = ()
    sha256: str
    size_bytes: int | None = None
    stored: Storage | None = None


def obtain(source: ModelSource, *, cache: Path) -> ModelFiles:
    """Find, download where needed, and hash the files of a model.

    Args:
        source: Where it comes from.
        cache: Folder for downloads, made when needed. A download whose hash fits is not repeated.

    Raises:
        ModelError: It is not there, has another hash than demanded, or cannot be downloaded.
    """
    if source.kind == "builtin":
        return _builtin(source)
    path = downloaded(source, cache) if source.kind == "url" else _existing(source)
    paths = (path, *_companions(path, source))
    if source.kind == "file" and source.sha256 is not None:
        actual, demanded = hash_of(path), source.sha256.lower()
        if actual != demanded:
            raise ModelError(
                f"model {source.name}: {path.name} has the hash {actual}, the experiment demands {demanded}; "
                "correct `sha256` if this file is meant"
            )
    return ModelFiles(
        name=source.name,
        paths=paths,
        sha256=hash_of(*sorted(paths, key=lambda each: each.name)),
        size_bytes=sum(each.stat().st_size for each in paths),
    )


def at_hand(source: ModelSource, *, cache: Path) -> bool:
    """Whether `obtain` would need no download. A file that is missing is at hand: no download helps it."""
    return source.kind != "url" or is_cached(source, cache)


def _builtin(source: ModelSource) -> ModelFiles:
    if source.location not in BUILTIN:
        raise ModelError(
            f"model {source.name}: no built-in model is called {source.location}; "
            f"there are {', '.join(BUILTIN)}"
        )
    return ModelFiles(name=source.name, builtin=source.location, sha256=definition_hash(source.location))


def _existing(source: ModelSource) -> Path:
    path = Path(source.location)
    if path.is_dir():
        path /= SAVED_MODEL
    if path.suffix.lower() not in FORMATS:
        raise ModelError(
            f"model {source.name}: OpenVINO does not read {path.suffix or 'files without an ending'}; "
            f"it reads {', '.join(FORMATS)}"
        )
    if not path.is_file():
        raise ModelError(f"model {source.name}: there is no file {path}")
    return path


def _companions(path: Path, source: ModelSource) -> tuple[Path, ...]:
    """Weights that lie beside the file: of OpenVINO and Paddle by their name, of ONNX as it names them."""
    weights = {".xml": ".bin", ".pdmodel": ".pdiparams"}
    match path.suffix.lower():
        case ".xml" | ".pdmodel" as suffix:
            beside = path.with_suffix(weights[suffix])
            if beside.is_file():
                return (beside,)
            if source.kind == "file":
                raise ModelError(
                    f"model {source.name}: {path.name} needs its weights {beside.name} beside it"
                )
        case ".pb" if path.name == SAVED_MODEL:
            return tuple(sorted(each for each in (path.parent / "variables").glob("*") if each.is_file()))
        case ".onnx":
            return _external(path, source.name)
    return ()


def _external(path: Path, name: str) -> tuple[Path, ...]:
    """Files that an ONNX file keeps weights in, and those that are usually called so where they are there."""
    named = onnx_data.locations(path)
    if outside := [each for each in named if Path(each).is_absolute() or ".." in Path(each).parts]:
        raise ModelError(
            f"model {name}: {path.name} keeps weights in {outside[0]}, outside of its own folder; "
            "store it anew with its weights beside it"
        )
    wanted = [path.parent / each for each in named]
    if missing := [each for each in wanted if not each.is_file()]:
        others = f" and {len(missing) - 1} more" if len(missing) > 1 else ""
        raise ModelError(
            f"model {name}: {path.name} keeps weights in {missing[0].relative_to(path.parent)}{others}, "
            "which must lie beside it and does not; copy it there from where the model comes from"
        )
    usual = [path.with_name(path.name + end) for end in (".data", "_data")]
    return tuple(dict.fromkeys((*wanted, *(each for each in usual if each.is_file()))))
