"""What keeps an experiment whose file is sound from being measured on this machine."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ovreport import models, spec
from ovreport.errors import ModelError, OvreportError
from ovreport.plan import INSTALLED
from ovreport.spec import Location, Problems, shortened
from ovreport.workflow import feeds, releases
from ovreport.workflow.words import counted

if TYPE_CHECKING:
    from ovreport.models import ModelFiles, Wanted
    from ovreport.plan import Cell, Layouts, ModelSource, Shapes
    from ovreport.workflow.job import Job

Place = tuple[Location, Any]


@dataclass(frozen=True, kw_only=True)
class PreflightResult:
    """What was found beside mistakes of the file itself.

    Attributes:
        problems: Nothing can be measured before they are mended; with file, line and key.
        notes: What will be otherwise than the file seems to ask for; with file, line and key.
        files: Models that are at hand, by name.
        absent: Ids of cells whose device is not here.
    """

    problems: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    files: Mapping[str, ModelFiles] = field(default_factory=dict)
    absent: frozenset[str] = frozenset()


def devices() -> tuple[str, ...] | None:
    """Names of the devices that OpenVINO sees here, asked in a process of its own; `None`: not known."""
    from ovreport.run import session  # the runner is needed by few commands

    try:
        return tuple(device.name for device in session.devices())
    except OvreportError:
        return None


class PreflightChecks:
    """Looks at one experiment after the other; devices are asked for once, and only if one may be absent.

    A CPU is everywhere, and what a model said of its inputs is remembered: a file with no other device and
    no model that is new here is checked without loading OpenVINO, which takes half a second.
    """

    def __init__(self) -> None:
        self.present = cache(devices)
        self.packages = cache(releases.installer)
        self.found: dict[Path, PreflightResult] = {}

    def __call__(self, job: Job) -> tuple[str, ...]:
        """The problems of an experiment; everything that was found is kept."""
        file = _File(job)
        files = dict(_networks(file))
        _shapes(file, files)
        feeds.data_of(job.plan, lambda error: file.fed(str(error)))
        absent = self._absent(file)
        self._releases(file)
        _commands(file)
        _one_at_a_time(file)
        self.found[job.path] = PreflightResult(
            problems=tuple(file.problems.described()),
            notes=tuple(file.notes.described()),
            files=files,
            absent=absent,
        )
        return self.found[job.path].problems

    def _absent(self, file: _File) -> frozenset[str]:
        from ovreport.run.hardware import missing

        others = [cell for cell in file.cells if missing(cell.setting.device, ("CPU",))]
        present = self.present() if others else None
        if present is None:
            return frozenset()
        absent = [cell for cell in others if missing(cell.setting.device, present)]
        for device in dict.fromkeys(cell.setting.device for cell in absent):
            trials = sum(cell.setting.device == device for cell in absent) * file.job.plan.measure.rounds
            file.note(
                "device",
                device.__eq__,
                f"there is no {missing(device, present)} here (OpenVINO sees {', '.join(present)}), so that "
                f"{counted(trials, 'trial')} cannot be measured on this machine",
            )
        return frozenset(cell.id for cell in absent)

    def _releases(self, file: _File) -> None:
        """Releases of OpenVINO that there are not, and those that measuring would install."""
        folder = file.job.cached(releases.FOLDER)
        for asked in file.job.plan.releases:
            if asked == INSTALLED or releases.made_version(asked, folder):
                continue
            found = self.packages().find(asked)
            if why := releases.refusal(asked, found):
                file.problems.add(file.place("openvino", asked.__eq__), why)
            else:
                told = releases.announced(found) if found.version else releases.unfound(asked, found)
                file.note("openvino", asked.__eq__, told)


class _File:
    """An experiment file with the lines of its keys."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.cells: tuple[Cell, ...] = tuple(cell for cell in job.plan.cells if cell.measured)
        self.problems = Problems(job.path)
        self.data: dict[str, Any] = spec.parse(job.plan.article.source, self.problems) or {}
        self.notes = Problems(job.path, lines=self.problems.lines)

    def note(self, key: str, meant: Callable[[Any], bool], message: str) -> None:
        """Note something about the places of a key whose value is meant."""
        self.notes.add(self.place(key, meant), message)

    def fed(self, message: str) -> None:
        """Note what is wrong with the files that an input is fed from; the message begins with its place."""
        place, _, said = message.partition(": ")
        at: Location = ("inputs", place.removeprefix("inputs.").removesuffix(".shape"))
        if not place.startswith("inputs."):
            at, said = ("inputs",), message
        self.problems.add(at if at in self.problems.lines else ("bundles",), said)

    def place(self, key: str, meant: Callable[[Any], bool]) -> Location:
        """The first place of a key whose value is meant; its place at the top if there is none."""
        return next((at for at, value in self._values(key) if meant(value)), (key,))

    def _values(self, key: str) -> Iterator[Place]:
        yield from _each((key,), self.data.get(key))
        for name, levels in _mapping(self.data.get("bundles")).items():
            for label, level in _mapping(levels).items():
                yield from _each(("bundles", name, label, key), _mapping(level).get(key))
        included = self.data.get("include")
        for index, one in enumerate(included if isinstance(included, list) else []):
            yield from _each(("include", index, key), _mapping(one).get(key))


def _each(at: Location, value: Any) -> Iterator[Place]:
    if isinstance(value, list):
        yield from (((*at, index), one) for index, one in enumerate(value))
    elif value is not None:
        yield at, value


def _mapping(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _networks(file: _File) -> Iterator[tuple[str, ModelFiles]]:
    """The models that are at hand; those that cannot be had are problems, downloads are left alone."""
    folder = file.job.cached("models")
    for source in dict.fromkeys(cell.setting.model for cell in file.cells):
        try:
            if models.at_hand(source, cache=folder):
                yield source.name, models.obtain(source, cache=folder)
        except ModelError as error:
            message = str(error).removeprefix(f"model {source.name}: ")
            file.problems.add(file.place("model", _naming(source, file.job.path.parent)), message)


def _shapes(file: _File, files: Mapping[str, ModelFiles]) -> None:
    """Inputs that need a shape, and shapes, layouts and batches that a model does not take."""
    asked = {cell.setting: None for cell in file.cells if cell.setting.model.name in files}
    tried: set[object] = set()
    for setting in asked:
        source = setting.model
        shapes, layout = (*source.shapes, *setting.shapes), (*source.layout, *setting.layout)
        if source.kind == "builtin" and not shapes and not layout:
            continue
        what = (source, shapes, layout, setting.batch, setting.inputs)
        if what in tried:
            continue
        tried.add(what)
        try:
            wanted = _as_asked(
                files[source.name], shapes, layout, setting.batch, cache=file.job.cached("inputs")
            )
        except ModelError as error:
            message = str(error).removeprefix(f"model {source.name}: ")
            of_shapes = any(each in message for each in ("`shapes`", "the experiment gives it"))
            about = "shapes" if setting.shapes and of_shapes else "model"
            meant = _naming(source, file.job.path.parent) if about == "model" else bool
            file.problems.add(file.place(about, meant), message)
            continue
        if (wrong := feeds.unfillable(wanted)) is not None:
            file.problems.add(file.place("model", _naming(source, file.job.path.parent)), wrong)
            continue
        there = all(feed.files for feed in setting.inputs if feed.paths)
        if setting.inputs and there:
            wrong = feeds.objection(setting, wanted, seed=file.job.plan.measure.seed)
            if wrong is not None:
                file.fed(wrong)


def _as_asked(
    files: ModelFiles, shapes: Shapes, layout: Layouts, batch: int | None, *, cache: Path
) -> tuple[Wanted, ...]:
    """The inputs of a model as they are to be, once it was seen to take them.

    Raises:
        ModelError: It does not, or cannot be read.
    """
    ports = models.look(files, cache=cache)
    wanted = models.shaped(ports, name=files.name, shapes=shapes, layout=layout, batch=batch)
    if any(one.port.dimensions != port.dimensions for one, port in zip(wanted, ports, strict=True)):
        models.attempt(files, shapes=shapes, layout=layout, batch=batch, cache=cache)
    return wanted


def _naming(source: ModelSource, folder: Path) -> Callable[[Any], bool]:
    """Whether a value of the key `model` is this model."""

    def meant(value: Any) -> bool:
        if isinstance(value, dict):
            value = value.get("path") or value.get("url")
        if not isinstance(value, str):
            return False
        return source.location in (value, os.path.realpath(folder / value))

    return meant


def _commands(file: _File) -> None:
    if named := file.job.commands:
        file.note(
            "disturbance",
            lambda value: isinstance(value, dict) or str(value).startswith("command:"),
            f"{shortened(named[0])!r} is run on this machine while measuring; read it, then add "
            "--allow-commands to what measures",
        )


def _one_at_a_time(file: _File) -> None:
    cells = [
        cell
        for cell in file.cells
        if cell.setting.mode == "sync" and cell.setting.requests not in ("auto", 1)
    ]
    if cells:
        file.note(
            "requests",
            lambda value: value not in ("auto", 1),
            f"`mode: sync` makes one request at a time, whatever `requests` says: in "
            f"{counted(len(cells), 'configuration')} it says more. Exclude them, or give them `requests: 1`",
        )
