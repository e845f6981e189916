"""The dataclasses of a plan, which every later room reads.

A **factor** is something that is varied; its values are **levels**. A **cell** is one combination of levels,
that is one complete setting. A **round** measures every cell once. A plan has one **group** a round; further
groups come up while measuring, for cells that did not fit into memory beside the others or that an earlier
run left out, and each of them repeats the baseline cell. A **trial** is one cell in one group of one round,
in a fresh process.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

ModelKind = Literal["builtin", "file", "url"]
Precision = Literal["f32", "f16", "bf16", "int8"]
"""In what is computed; `int8` in cells that were only printed, since it is a property of a model's file."""
Storage = Literal["f32", "f16", "int8"]
Hint = Literal["latency", "throughput", "cumulative_throughput", "none"]
Mode = Literal["async", "sync"]
Schedule = Literal["slices", "whole"]
State = Literal["reset", "keep"]
INSTALLED = "installed"
"""The release of OpenVINO that is there, whichever it is."""

FeedKind = Literal["drawn", "constant", "uniform", "normal", "arrays", "images", "text", "lines"]

Shapes = tuple[tuple[str, tuple[int | str, ...]], ...]
"""Pairs of input name and shape. A dimension is a number, or text where it stays dynamic: `?`, or `1..8` with
its bounds. An empty name means the only input."""

Layouts = tuple[tuple[str, str], ...]
"""Pairs of input name and layout."""


@dataclass(frozen=True, kw_only=True)
class ModelSource:
    """Where a model comes from, and the input shapes that make it static.

    Attributes:
        name: What the reader sees; unique in an experiment.
        kind: A built-in name, a local file or a download.
        location: The built-in name, the absolute path, or the URL.
        sha256: Demanded hash of the file (the `.xml` or the single file); always set for a URL.
        weights_sha256: Demanded hash of the `.bin` beside a downloaded `.xml`.
        shapes: Pairs of input name and shape; an input that is not named keeps its own.
        layout: Pairs of input name and layout as OpenVINO spells it (`NCHW`, `?NC`); it tells which dimension
            is the batch.
    """

    name: str
    kind: ModelKind
    location: str
    sha256: str | None = None
    weights_sha256: str | None = None
    shapes: Shapes = ()
    layout: Layouts = ()


@dataclass(frozen=True, kw_only=True)
class Feed:
    """What an input is given in place of what would be drawn for it.

    Attributes:
        input: Its name; empty for the only input.
        kind: `drawn` leaves the values as they would be, in the shape that is given.
        numbers: Of `constant` the value; of `uniform` the lowest and the highest; of `normal` mean and
            standard deviation; of `images` what black and white become.
        text: Strings that fill the input in turn.
        paths: Files and patterns as the experiment file has them.
        files: Absolute paths of the files behind them, in the order in which they are fed. They are neither
            part of the setting's identity nor of a record; what they hold is, by its hash.
        array: Which array of an `.npz`; `None` for the one with the input's name, or the only one.
        shape: Of an input that stays dynamic.
    """

    input: str
    kind: FeedKind
    numbers: tuple[float, ...] = ()
    text: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    array: str | None = None
    shape: tuple[int, ...] | None = None


@dataclass(frozen=True, kw_only=True)
class Setting:
    """Everything that is asked for in one cell. `None` means: left to OpenVINO.

    Attributes:
        batch: Images of a request; `None` leaves the model as it was exported.
        streams: A number of streams, `"auto"` (OpenVINO's AUTO), or unset.
        requests: Infer requests in flight; `"auto"` takes OPTIMAL_NUMBER_OF_INFER_REQUESTS of the compiled
            model. Ignored (one) in `sync` mode.
        properties: Further OpenVINO properties by their own names, sorted by name, values as text.
        disturbance: What runs beside the measurement: `"none"`, `"cpu"`, `"memory"`, or `"command: ..."`.
        inputs: What inputs are fed with, sorted by their names; the others get what fits them.
        state: Of a model with variables: every request starts anew, or follows on those before it.
        shapes, layout: As those of the model, and before them.
        openvino: The release that is asked for: `INSTALLED`, `2025.4` for its newest patch, or `2025.4.1`.
    """

    model: ModelSource
    device: str
    precision: Precision | None = None
    storage: Storage | None = None
    batch: int | None = None
    streams: int | Literal["auto"] | None = None
    requests: int | Literal["auto"] = "auto"
    threads: int | None = None
    hint: Hint | None = None
    mode: Mode = "async"
    properties: tuple[tuple[str, str], ...] = ()
    disturbance: str = "none"
    inputs: tuple[Feed, ...] = ()
    state: State = "reset"
    shapes: Shapes = ()
    layout: Layouts = ()
    openvino: str = INSTALLED

    @property
    def images(self) -> int:
        """Images that a request carries as far as the setting tells: 1 where no batch is asked for."""
        return 1 if self.batch is None else self.batch

    def without_folders(self) -> Setting:
        """The same setting as records keep it, with the same id: of a local path only its last part."""
        inputs = tuple(
            replace(feed, paths=tuple(map(last_part, feed.paths)), files=()) for feed in self.inputs
        )
        local = self.model.kind == "file" or self.model.location.startswith("file:")
        location = last_part(self.model.location) if local else self.model.location
        return replace(self, inputs=inputs, model=replace(self.model, location=location))


def last_part(path: str) -> str:
    """The name of a file without its folders, whichever system wrote it."""
    return path.replace("\\", "/").rpartition("/")[2]


@dataclass(frozen=True, kw_only=True)
class Factor:
    """Something that is varied.

    Attributes:
        name: The key in the experiment file, or the name of a bundle.
        levels: Their labels, in the order of the file.
        bundled: The setting's fields that a bundle varies together; empty for a plain factor.
    """

    name: str
    levels: tuple[str, ...]
    bundled: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One combination of levels.

    Attributes:
        id: Twelve hexadecimal digits of the setting and of its rank among cells with the same setting; see
            `identity.cell_id`. Names of factors and levels do not count, so that renaming keeps records.
        levels: Pairs of factor name and level label, in the order of the factors.
        setting: What is asked for.
        measured: False where only published figures exist for this cell.
    """

    id: str
    levels: tuple[tuple[str, str], ...]
    setting: Setting
    measured: bool = True

    def level(self, factor: str) -> str:
        """The label of this cell's level of `factor`.

        Raises:
            KeyError: `factor` is not varied in this experiment.
        """
        return dict(self.levels)[factor]


@dataclass(frozen=True, kw_only=True)
class Measure:
    """How long and how often to measure.

    Attributes:
        rounds: Of every cell; where `most_rounds` is larger, the fewest.
        seconds: Counted measuring time of a trial; `None` where `requests` is given.
        requests: Counted infer requests of a trial; `None` where `seconds` is given.
        warmup_requests: Uncounted requests of every slot (one of the infer requests in flight) before the
            first slice.
        slice_seconds: Length of a slice; see `slice_requests`.
        slice_requests: Fewest counted requests of a slot in a slice; a slice is prolonged until it has them.
        schedule: `slices` interleaves the cells of a round, `whole` measures one cell after the other.
        timeout_seconds: Longest time that a worker may take for a step (compile, a slice) before it is
            ended and its trial becomes a failed row.
        memory_limit_mib: Bound of a worker's private data (RLIMIT_DATA), and of its resident memory after
            compiling and after a slice; a worker beyond it is ended. `None` for no limit.
        most_rounds: Of the cells whose questions are open after `rounds`, see `plan.looks`. Whatever is below
            `rounds` stands for as many: nothing is added.
        budget_seconds: Wall time of measuring after which no round is begun; `None` for no bound.
    """

    rounds: int
    seconds: float | None
    requests: int | None
    warmup_requests: int
    slice_seconds: float
    slice_requests: int
    schedule: Schedule
    seed: int
    timeout_seconds: float
    memory_limit_mib: int | None
    most_rounds: int = 0
    budget_seconds: float | None = None

    def __post_init__(self) -> None:
        """Fill in what older records, and plans with a fixed number of rounds, do not say."""
        object.__setattr__(self, "most_rounds", max(self.rounds, self.most_rounds))

    @property
    def fixed(self) -> bool:
        """Whether open questions get no further rounds."""
        return self.most_rounds == self.rounds


@dataclass(frozen=True, kw_only=True)
class PublishedFigure:
    """What a source prints for one cell; at least one of the two numbers is there.

    Attributes:
        latency_ms: Time of a request.
        throughput_fps: Images per second.
        note: A remark of the source, shown beside the figure.
        requests, streams: What was in force there, where the source tells (a cell may only say `auto`).
    """

    cell_id: str
    latency_ms: float | None
    throughput_fps: float | None
    note: str = ""
    requests: int | None = None
    streams: int | None = None


@dataclass(frozen=True, kw_only=True)
class PublishedSet:
    """Figures that one source prints for one platform. They have no interval and are never pooled.

    Attributes:
        source: Who printed them ("part 4 of the series by ...").
        platform: The machine they were measured on, as the source names it.
        date: ISO date, or empty.
        statements: Sentences of the source that its own figures can be held against.
        note: A remark on all of them, shown where the source is named.
    """

    source: str
    url: str
    date: str
    platform: str
    figures: tuple[PublishedFigure, ...]
    statements: tuple[PublishedStatement, ...] = ()
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class PublishedStatement:
    """A factor that a source puts in words: `level` is `times` as fast as `reference`.

    Attributes:
        text: The source's own words, quoted.
        times: The ratio of throughput that the words claim ("doubles" is 2).
        relation: Whether the words say about, more than or less than `times`.
        conditions: Pairs of factor and level that the words speak of; empty means everywhere.
    """

    text: str
    factor: str
    level: str
    reference: str
    times: float
    relation: Literal["about", "more", "less"] = "about"
    conditions: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Words:
    """The author's framing text in one language.

    Attributes:
        description: Markdown.
        labels: Pairs of a name in the experiment file (a factor, a level, a note) and how this language
            says it.
        unit: What throughput counts, in the singular; an irregular plural stands behind a slash. Empty where
            the author does not say.
    """

    language: str
    title: str
    question: str
    description: str
    labels: tuple[tuple[str, str], ...] = ()
    unit: str = ""

    def label(self, name: str) -> str:
        """How this language says a name of the experiment file; the name itself where nothing is given."""
        return dict(self.labels).get(name, name)


@dataclass(frozen=True, kw_only=True)
class Article:
    """What the author says around the numbers.

    Attributes:
        slug: The name of the experiment file without its ending; names folders and pages.
        source: The experiment file, byte for byte, for download.
        translations: The author's text, once for each language of the page; the first one is shown first.
    """

    slug: str
    author: str
    tags: tuple[str, ...]
    source: bytes
    translations: tuple[Words, ...]

    @property
    def languages(self) -> tuple[str, ...]:
        """BCP 47 tags of the page's languages."""
        return tuple(words.language for words in self.translations)

    def words(self, language: str) -> Words:
        """The author's text in `language`, or in the first language where there is none."""
        return next(
            (words for words in self.translations if words.language == language), self.translations[0]
        )


@dataclass(frozen=True, kw_only=True)
class WantedHosts:
    """Which hosts of a fleet measure an experiment: those that meet every condition.

    Attributes:
        names: What they are called; empty for any.
        has: Devices that OpenVINO is to see there, all of them.
        cores: The fewest and the most physical cores; `None` where nothing bounds them.
    """

    names: tuple[str, ...] = ()
    has: tuple[str, ...] = ()
    cores: tuple[int, int | None] = (0, None)


@dataclass(frozen=True, kw_only=True)
class Plan:
    """An experiment, spelled out.

    Attributes:
        factors: What has more than one level, in the order of the file; what is the same everywhere is only
            in the settings.
        cells: Measured cells in the order of the factors, then cells that only have published figures.
        baseline: Id of the cell that the others are compared with.
        discuss: Factor names whose effects the text discusses, in this order.
        margin: Smallest relative difference worth claiming (0.03 is 3 %); `None` leaves it to the larger of
            3 % and the noise floor of the host.
        good_enough: Share of the best throughput that may be given up for a smaller cell (0.02 is 2 %).
        latency_bounds_ms: Pairs of percentile and bound: `((99, 20.0),)` asks for p99 <= 20 ms.
        hosts: Where a fleet measures it.
    """

    article: Article
    factors: tuple[Factor, ...]
    cells: tuple[Cell, ...]
    baseline: str
    discuss: tuple[str, ...]
    measure: Measure
    margin: float | None
    good_enough: float
    latency_bounds_ms: tuple[tuple[float, float], ...]
    published: tuple[PublishedSet, ...]
    hosts: WantedHosts = WantedHosts()

    def __post_init__(self) -> None:
        """Refuse cells that could be mistaken for each other: records are found by a cell's id.

        Raises:
            ValueError: Two cells have one id, or two models that are measured have one name.
        """
        ids: set[str] = set()
        models: dict[str, ModelSource] = {}
        for cell in self.cells:
            if cell.id in ids:
                raise ValueError(f"two configurations have the id {cell.id}")
            ids.add(cell.id)
            model = cell.setting.model
            if cell.measured and models.setdefault(model.name, model) != model:
                raise ValueError(f"two models have the name {model.name}")

    @property
    def undisturbed(self) -> bool:
        """Whether no cell asks for a disturbance: where one does, what goes on elsewhere is the question."""
        return all(cell.setting.disturbance == "none" for cell in self.cells)

    @property
    def wants_quiet(self) -> bool:
        """Whether it is measured and compared as far as may be while nobody else is busy.

        Whole trials are what they are because the state of the machine goes into them.
        """
        return self.measure.schedule == "slices" and self.undisturbed

    @property
    def releases(self) -> tuple[str, ...]:
        """Releases of OpenVINO that measured cells ask for, in their order."""
        return tuple(dict.fromkeys(cell.setting.openvino for cell in self.cells if cell.measured))

    def cell(self, cell_id: str) -> Cell:
        """The cell with this id.

        Raises:
            KeyError: No such cell.
        """
        return self._by_id[cell_id]

    @cached_property
    def _by_id(self) -> dict[str, Cell]:
        return {cell.id: cell for cell in self.cells}
