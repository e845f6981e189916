"""What the schema cannot say: checks that need several keys, the folder, or a list of OpenVINO's names."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator

from ovreport.spec.feeding import FeedKeys
from ovreport.spec.model import ModelKeys
from ovreport.spec.path_policy import PathPolicy, matching
from ovreport.spec.problems import Location, Problems, closest
from ovreport.spec.schema import ExperimentKeys, SettingKeys

_OWN_KEYS = {
    "NUM_STREAMS": "streams",
    "INFERENCE_NUM_THREADS": "threads",
    "INFERENCE_PRECISION_HINT": "precision",
    "PERFORMANCE_HINT": "hint",
}
_REFUSED = {
    "PERFORMANCE_HINT_NUM_REQUESTS": "changes the number of streams behind the scenes; write `requests`",
    "PERF_COUNT": "slows the measurement; it stays off",
}
MOST_FILES = 256
"""That one input is fed from: all of them are held in memory by every worker."""

_NAME = re.compile(r"[A-Z][A-Z0-9_]*")
_OF_FILES = re.compile(r"(^|_)(BLOB|DIR|DUMP|EXTENSIONS?|FILE|FOLDER|LIBRARY|PATH)(_|$)")
"""In the names of properties that make OpenVINO read or write a file: CACHE_DIR, CONFIG_FILE, ..."""


def check(keys: ExperimentKeys, problems: Problems, policy: PathPolicy, *, faulty: Collection[str]) -> None:
    """Note everything that does not fit together.

    Args:
        keys: What passed the schema.
        problems: Receives the mistakes.
        policy: Which files may be read.
        faulty: Top-level keys that did not pass the schema.
    """
    for run, needed in _CHECKS.items():
        if needed.isdisjoint(faulty):
            run(keys, problems, policy)


def _check_budget(keys: ExperimentKeys, problems: Problems, _policy: PathPolicy) -> None:
    rounds, budget = keys.measure.rounds, keys.measure.budget
    if rounds is not None and rounds.fixed and isinstance(budget, float):
        problems.add(
            ("measure", "budget"),
            f"bounds nothing, since `rounds: {rounds}` is one number; give the fewest and the most, such as "
            f"`rounds: {rounds}..{max(30, 2 * rounds.fewest)}`, or leave `budget` out",
        )


def _check_languages(keys: ExperimentKeys, problems: Problems, _policy: PathPolicy) -> None:
    for index, language in enumerate(keys.language):
        if language in keys.language[:index]:
            problems.add(("language", index), f"{language} is given twice")
    for key in ("title", "question", "description"):
        words: dict[str, str] = getattr(keys, key)
        if "" in words:
            continue
        for language in words:
            _known_language((key, language), language, keys.language, problems)
        for language in keys.language:
            if language not in words:
                problems.add((key,), f"has no text in {language}, which `language` promises")
    if not any(words.strip() for words in keys.title.values()):
        problems.add(("title",), "is empty")
    for labelled in keys.labels:
        _known_language(("labels", labelled), labelled, keys.language, problems)


def _known_language(at: Location, language: str, languages: Collection[str], problems: Problems) -> None:
    if language not in languages:
        problems.add(at, "is none of the languages of `language`", meant=closest(language, languages))


def _bundled(keys: ExperimentKeys) -> Iterator[tuple[Location, SettingKeys]]:
    """What levels of bundles set, each with its place."""
    for name, levels in keys.bundles.items():
        for label, level in levels.items():
            yield ("bundles", name, label), level


def _check_models(keys: ExperimentKeys, problems: Problems, policy: PathPolicy) -> None:
    """Models that the file lists; `Axes` looks at those that an included configuration brings."""
    listed: list[tuple[Location, ModelKeys | None]] = [
        *((("model", index), model) for index, model in enumerate(keys.model)),
        *(((*at, "model"), level.model) for at, level in _bundled(keys)),
    ]
    for at, model in listed:
        if model is not None and (objection := policy.objection(model)):
            problems.add((*at, "url" if model.path is None else "path"), objection)


def _check_inputs(keys: ExperimentKeys, problems: Problems, policy: PathPolicy) -> None:
    """Files that inputs are fed from; whether they are there is looked at where they are needed."""
    places: list[tuple[Location, ExperimentKeys | SettingKeys]] = [((), keys), *_bundled(keys)]
    for at, level in places:
        for name, feed in level.inputs.items():
            _check_fed(feed, (*at, "inputs", name), problems, policy)


def _check_fed(feed: FeedKeys, at: Location, problems: Problems, policy: PathPolicy) -> None:
    for path in feed.paths:
        if objection := policy.objection_to_files(path):
            problems.add(at, objection)
            return
    found = sum(len(matching(path, policy.folder)) for path in feed.paths)
    if found > MOST_FILES:
        problems.add(at, f"{found:,} files; at most {MOST_FILES} are fed in turn")


def _check_properties(keys: ExperimentKeys, problems: Problems, policy: PathPolicy) -> None:
    for name, values in keys.properties.items():
        _check_property(name, values, ("properties", name), problems, policy.allow_outside)
    for at, level in _bundled(keys):
        for name, value in level.properties.items():
            _check_property(name, (value,), (*at, "properties", name), problems, policy.allow_outside)


def _check_property(
    name: str, values: Iterable[str], at: Location, problems: Problems, allow_outside: bool
) -> None:
    if not re.fullmatch(r"[A-Z][A-Z0-9_]{0,99}", name):
        meant = name.upper() if re.fullmatch(r"[A-Za-z][A-Za-z0-9_]{0,99}", name) else None
        problems.add(at, "is no name of an OpenVINO property, which has capitals only", meant=meant)
    elif name in _OWN_KEYS:
        problems.add(at, f"has a key of its own; write `{_OWN_KEYS[name]}`")
    elif name in _REFUSED:
        problems.add(at, _REFUSED[name])
    elif not allow_outside and _OF_FILES.search(name):
        problems.add(at, "makes OpenVINO use a file; allow it with --allow-outside")
    else:
        for inner in sorted({inner for value in values for inner in _NAME.findall(value)}):
            # in a value, as DEVICE_PROPERTIES has them: {GPU:{CONFIG_FILE:kernels.xml}}
            if inner in _REFUSED:
                problems.add(at, f"sets {inner}, which {_REFUSED[inner]}")
            elif not allow_outside and _OF_FILES.search(inner):
                problems.add(
                    at, f"sets {inner}, which makes OpenVINO use a file; allow it with --allow-outside"
                )


def _check_objective(keys: ExperimentKeys, problems: Problems, _policy: PathPolicy) -> None:
    for name in keys.objective:
        if percentile(name) is None:
            problems.add(("objective", name), "is no bound; bounds are for example p50_ms, p99_ms, p99.9_ms")


def percentile(name: str) -> float | None:
    """99 for `p99_ms`; `None` for anything else."""
    match = re.fullmatch(r"p([0-9]{1,2}(?:\.[0-9]{1,3})?)_ms", name)
    return float(match[1]) if match and 0 < float(match[1]) < 100 else None


_CHECKS = {
    _check_budget: frozenset({"measure"}),
    _check_languages: frozenset({"title", "question", "description", "language", "labels"}),
    _check_models: frozenset({"model", "bundles"}),
    _check_inputs: frozenset({"inputs", "bundles"}),
    _check_properties: frozenset({"properties", "bundles"}),
    _check_objective: frozenset({"objective"}),
}
"""Checks, each with the keys that it rests on; it is left out where one of them did not pass the schema."""
