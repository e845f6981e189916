"""Spell an experiment out: a cell for every combination, in the order of the file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from ovreport.plan.contract import (
    Article,
    Cell,
    Factor,
    Feed,
    FeedKind,
    Measure,
    ModelSource,
    Plan,
    PublishedFigure,
    PublishedSet,
    PublishedStatement,
    Setting,
    Words,
    cell_id,
    identity,
)
from ovreport.spec import (
    ByLanguage,
    Combination,
    Experiment,
    FeedKeys,
    FigureKeys,
    ModelKeys,
    PublicationKeys,
    StatementKeys,
    matching,
    percentile,
    resolved,
)

_PROPERTY = "properties."
_INPUT = "inputs."
_SHAPE = "shapes."
_LAYOUT = "layout."


def expand(experiment: Experiment) -> Plan:
    """The plan of an experiment; the same file gives the same plan.

    Cells come in the order of the file, those that only published figures have at the end. Cells with the
    same setting are told apart by their rank in this order.
    """
    cells = _cells(experiment)
    keys, matrix = experiment.keys, experiment.matrix
    return Plan(
        article=_article(experiment),
        factors=_factors(experiment),
        cells=tuple(cells.values()),
        baseline=cells[matrix.baseline].id,
        discuss=matrix.discuss,
        measure=Measure(**asdict(experiment.measure)),
        margin=keys.margin,
        good_enough=keys.good_enough,
        latency_bounds_ms=tuple((percentile(name) or 0.0, ms) for name, ms in keys.objective.items()),
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
            levels=_levels(experiment, combination),
            setting=setting,
            measured=len(cells) < len(matrix.measured),
        )
    return cells


def _levels(experiment: Experiment, combination: Combination) -> tuple[tuple[str, str], ...]:
    return tuple(
        (axis.name, label)
        for axis, label in zip(experiment.matrix.axes, combination, strict=True)
        if len(axis.levels) > 1
    )


def _factors(experiment: Experiment) -> tuple[Factor, ...]:
    return tuple(
        Factor(name=axis.name, levels=axis.labels, bundled=axis.bundled)
        for axis in experiment.matrix.axes
        if len(axis.levels) > 1
    )


def _setting(experiment: Experiment, combination: Combination) -> Setting:
    fields: dict[str, Any] = {"device": "", "model": "", **experiment.matrix.fields(combination)}
    properties = {
        name.removeprefix(_PROPERTY): value for name, value in fields.items() if name.startswith(_PROPERTY)
    }
    inputs = [
        _feed(name.removeprefix(_INPUT), value, experiment)
        for name, value in fields.items()
        if name.startswith(_INPUT)
    ]
    groups = (_PROPERTY, _INPUT, _SHAPE, _LAYOUT)
    plain = {name: value for name, value in fields.items() if not name.startswith(groups)}
    plain["model"] = _source(plain["model"], experiment)
    return Setting(
        **plain,
        properties=tuple(sorted(properties.items())),
        inputs=tuple(sorted(inputs, key=lambda feed: feed.input)),
        shapes=_of_inputs(_SHAPE, fields),
        layout=_of_inputs(_LAYOUT, fields),
    )


def _of_inputs(group: str, fields: Mapping[str, Any]) -> tuple[tuple[str, Any], ...]:
    """Pairs of input name and what is said of it, sorted by name."""
    return tuple(
        sorted((key.removeprefix(group), value) for key, value in fields.items() if key.startswith(group))
    )


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
    shapes, layout = tuple(model.shapes.items()), tuple(model.layout.items())
    if model.builtin is not None:
        return ModelSource(
            name=model.label, kind="builtin", location=model.builtin, shapes=shapes, layout=layout
        )
    location = str(resolved(model, experiment.folder)) if model.url is None else model.url
    return ModelSource(
        name=model.label,
        kind="file" if model.url is None else "url",
        location=location,
        sha256=model.sha256,
        weights_sha256=model.weights_sha256,
        shapes=shapes,
        layout=layout,
    )


def _article(experiment: Experiment) -> Article:
    keys = experiment.keys
    translations = tuple(_words(experiment, language) for language in keys.language)
    first = translations[0]
    return Article(
        slug=experiment.slug,
        title=first.title,
        question=first.question,
        description=first.description,
        languages=keys.language,
        author=keys.author,
        tags=keys.tags,
        source=experiment.source,
        translations=translations,
    )


def _words(experiment: Experiment, language: str) -> Words:
    keys = experiment.keys
    return Words(
        language=language,
        title=_in(keys.title, language),
        question=_in(keys.question, language),
        description=_in(keys.description, language),
        labels=tuple(keys.labels.get(language, {}).items()),
        unit=_unit(experiment, language),
    )


def _unit(experiment: Experiment, language: str) -> str:
    """What is counted, in this language or as it is said in another one."""
    keys = experiment.keys
    said = _in(keys.unit, language) or next(iter(keys.unit.values()), "")
    return keys.labels.get(language, {}).get(said, said)


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
            _figure(figure, cells[combination].id)
            for figure, combination in zip(one.figures, combinations, strict=True)
        ),
        statements=tuple(_statements(one.statements)),
        note=one.note,
    )


def _figure(figure: FigureKeys, cell: str) -> PublishedFigure:
    return PublishedFigure(
        cell_id=cell,
        latency_ms=figure.latency_ms,
        throughput_fps=figure.fps,
        note=figure.note,
        requests=figure.in_force.requests,
        streams=figure.in_force.streams,
    )


def _statements(statements: Sequence[StatementKeys]) -> Iterator[PublishedStatement]:
    for each in statements:
        yield PublishedStatement(
            text=each.text,
            factor=each.factor,
            level=each.level,
            reference=each.reference,
            times=each.times,
            relation=each.relation,
            conditions=tuple(each.where.items()),
        )
