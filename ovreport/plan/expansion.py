"""Spell an experiment out: a cell for every combination, in the order of the file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from operator import itemgetter
from typing import Any

from ovreport.plan.contract import (
    Article,
    Cell,
    Factor,
    Feed,
    FeedKind,
    ModelSource,
    Plan,
    PublishedFigure,
    PublishedSet,
    PublishedStatement,
    Setting,
    WantedHosts,
    Words,
)
from ovreport.plan.identity import cell_id, identity
from ovreport.plan.measuring import settled
from ovreport.spec import (
    ByLanguage,
    Combination,
    Experiment,
    ExperimentKeys,
    FeedKeys,
    ModelKeys,
    PublicationKeys,
    matching,
    percentile,
    resolved,
)


def expand(experiment: Experiment) -> Plan:
    """The plan of an experiment; the same file gives the same plan.

    Cells come in the order of the file, those that only published figures have at the end. Cells with the
    same setting are told apart by their rank in this order.
    """
    cells = _cells(experiment)
    keys, matrix = experiment.keys, experiment.matrix
    return Plan(
        article=Article(
            slug=experiment.slug,
            author=keys.author,
            tags=keys.tags,
            source=experiment.source,
            translations=tuple(_words(keys, language) for language in keys.language),
        ),
        factors=tuple(
            Factor(name=axis.name, levels=axis.labels, bundled=axis.bundled)
            for axis in matrix.axes
            if len(axis.levels) > 1
        ),
        cells=tuple(cells.values()),
        baseline=cells[matrix.baseline].id,
        discuss=matrix.discuss,
        measure=settled(experiment),
        margin=keys.margin,
        good_enough=keys.good_enough,
        latency_bounds_ms=tuple((percentile(name) or 0.0, ms) for name, ms in keys.objective.items()),
        hosts=WantedHosts(names=keys.hosts.names, has=keys.hosts.has, cores=keys.hosts.cores or (0, None)),
        published=tuple(
            _published(one, combinations, cells)
            for one, combinations in zip(keys.published, matrix.printed, strict=True)
        ),
    )


def _cells(experiment: Experiment) -> dict[Combination, Cell]:
    """Every cell by its combination: the measured ones, then those that are only printed."""
    matrix = experiment.matrix
    cells: dict[Combination, Cell] = {}
    ranks: dict[str, int] = {}
    for combination in (*matrix.measured, *(each for one in matrix.printed for each in one)):
        if combination in cells:
            continue
        setting = _setting(experiment, combination)
        known = identity(setting)
        rank = ranks[known] = ranks.get(known, -1) + 1
        cells[combination] = Cell(
            id=cell_id(setting, rank),
            levels=tuple(
                (axis.name, label)
                for axis, label in zip(matrix.axes, combination, strict=True)
                if len(axis.levels) > 1
            ),
            setting=setting,
            measured=len(cells) < len(matrix.measured),
        )
    return cells


def _setting(experiment: Experiment, combination: Combination) -> Setting:
    fields: dict[str, Any] = {"device": "", "model": ""}
    named: dict[str, list[tuple[str, Any]]] = defaultdict(list)
    for key, value in experiment.matrix.fields(combination).items():
        group, dot, name = key.partition(".")  # properties.NAME, inputs.NAME, ...
        if dot:
            named[group].append((name, value))
        else:
            fields[key] = value
    fields["model"] = _source(fields["model"], experiment)
    fields |= {group: tuple(sorted(pairs, key=itemgetter(0))) for group, pairs in named.items()}
    fields["inputs"] = tuple(_feed(name, keys, experiment) for name, keys in fields.get("inputs", ()))
    return Setting(**fields)


def _feed(name: str, keys: FeedKeys, experiment: Experiment) -> Feed:
    """What an input is fed with, and the files behind it that are there now."""
    kind, numbers = _kind(keys)
    return Feed(
        input=name,
        kind=kind,
        numbers=numbers,
        text=keys.text,
        paths=keys.paths,
        files=tuple(file for path in keys.paths for file in matching(path, experiment.folder)),
        array=keys.array,
        shape=keys.shape,
    )


def _kind(keys: FeedKeys) -> tuple[FeedKind, tuple[float, ...]]:
    """How values are made, and the numbers that it takes."""
    if keys.images:
        return "images", (keys.low or 0.0, 255.0 if keys.high is None else keys.high)
    if keys.value is not None:
        return "constant", (keys.value,)
    if keys.low is not None and keys.high is not None:
        return "uniform", (keys.low, keys.high)
    if keys.normal:
        return "normal", keys.normal
    kinds: dict[FeedKind, tuple[str, ...]] = {"arrays": keys.file, "text": keys.text, "lines": keys.lines}
    return next((kind for kind, given in kinds.items() if given), "drawn"), ()


def _source(model: ModelKeys | str, experiment: Experiment) -> ModelSource:
    """Where a model comes from; one that only a published figure names has nothing but its name."""
    if isinstance(model, str):
        return ModelSource(name=model, kind="builtin", location=model)
    named: dict[str, Any] = {
        "name": model.label,
        "shapes": tuple(model.shapes.items()),
        "layout": tuple(model.layout.items()),
    }
    if model.builtin is not None:
        return ModelSource(kind="builtin", location=model.builtin, **named)
    return ModelSource(
        kind="file" if model.url is None else "url",
        location=str(resolved(model, experiment.folder)) if model.url is None else model.url,
        sha256=model.sha256,
        weights_sha256=model.weights_sha256,
        **named,
    )


def _words(keys: ExperimentKeys, language: str) -> Words:
    labels = keys.labels.get(language, {})
    unit = _in(keys.unit, language) or next(iter(keys.unit.values()), "")
    return Words(
        language=language,
        title=_in(keys.title, language),
        question=_in(keys.question, language),
        description=_in(keys.description, language),
        labels=tuple(labels.items()),
        unit=labels.get(unit, unit),  # in this language, or as it is said in another one
    )


def _in(words: ByLanguage, language: str) -> str:
    return words.get(language, words.get("", ""))


def _published(
    one: PublicationKeys, combinations: Sequence[Combination], cells: Mapping[Combination, Cell]
) -> PublishedSet:
    return PublishedSet(
        source=one.source,
        url=one.url or "",
        date=one.date,
        platform=one.platform,
        figures=tuple(
            PublishedFigure(
                cell_id=cells[combination].id,
                latency_ms=figure.latency_ms,
                throughput_fps=figure.fps,
                note=figure.note,
                requests=figure.in_force.requests,
                streams=figure.in_force.streams,
            )
            for figure, combination in zip(one.figures, combinations, strict=True)
        ),
        statements=tuple(
            PublishedStatement(**each.model_dump(exclude={"where"}), conditions=tuple(each.where.items()))
            for each in one.statements
        ),
        note=one.note,
    )
