"""The experiment file as a schema: every key with its kind, its meaning and an example."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Annotated, Any
from urllib.parse import unquote, urlsplit

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    WithJsonSchema,
    model_validator,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from ovreport.spec import values as v
from ovreport.spec.kinds import Several, problem, spelled
from ovreport.spec.networks import BUILTIN, FORMATS
from ovreport.spec.problems import closest


class Keys(BaseModel):
    """A mapping of the file: unknown keys are refused, nothing changes after reading."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


class ModelKeys(Keys):
    """A network: built in, a file, or a download."""

    name: v.Name = Field(default="", examples=["my detector"])
    """What the reader sees; by default the name of the file."""
    builtin: Annotated[str | None, WithJsonSchema({"enum": list(BUILTIN)})] = None
    """Name of a built-in network; `model: mobilenet-ssd` is short for it."""
    path: v.Name | None = Field(default=None, examples=["models/detector.xml"])
    """A file that OpenVINO reads, relative to the experiment file; its path alone is short for it."""
    url: v.Name | None = Field(default=None, examples=["https://example.org/detector.onnx"])
    """Where to download it from, once; https or file."""
    sha256: v.Sha256 | None = None
    """Demanded hash of the file; a download needs one."""
    weights_sha256: v.Sha256 | None = None
    """Demanded hash of the `.bin` that is downloaded beside an `.xml`."""
    shapes: dict[v.Name, tuple[v.Dimension, ...]] = Field(default={}, examples=[{"data": [1, 3, 300, 300]}])
    """Shapes of dynamic inputs by the input's name; the first dimension follows `batch`."""

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """A built-in name, a path, or a mapping."""
        mapping = handler.resolve_ref_schema(handler(schema))
        return {"anyOf": [{"type": "string", "examples": list(BUILTIN)}, mapping]}

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, value: Any) -> Any:
        """A built-in name or a path alone."""
        if isinstance(value, dict):
            return value
        if not isinstance(value, str) or not value.strip():
            raise problem(f"{spelled(value)} is no network; write a built-in name or the path of a file")
        if value in BUILTIN:
            return {"builtin": value}
        if PurePosixPath(value).suffix.lower() in FORMATS:
            return {"path": value}
        raise problem(
            f"{spelled(value)} is neither a built-in network ({', '.join(BUILTIN)}) nor a file that ends in "
            f"{', '.join(FORMATS)}",
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
                f"no built-in network is called {spelled(self.builtin)}", meant=closest(self.builtin, BUILTIN)
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
        if suffix not in FORMATS or suffix == ".pdmodel":
            raise problem(f"{spelled(self.url)} does not end in .xml, .onnx, .pb or .tflite")
        if suffix == ".xml" and self.weights_sha256 is None:
            raise problem("an .xml is downloaded with its .bin; give weights_sha256 too")

    @property
    def label(self) -> str:
        """The name that the reader sees."""
        location = self.builtin or self.path or unquote(urlsplit(str(self.url)).path)
        return self.name or PurePosixPath(location.replace("\\", "/")).stem or location


class SettingKeys(Keys):
    """What a level of a bundle sets; every key as at the top of the file, with one value."""

    model: ModelKeys | None = None
    device: v.Device = "CPU"
    precision: v.Precision = None
    storage: v.Storage = None
    batch: v.Batch = 1
    streams: v.Streams = None
    requests: v.Requests = "auto"
    threads: v.Threads = None
    hint: v.Hint = None
    mode: v.Mode = "async"
    properties: dict[v.Name, v.PropertyValue] = {}
    disturbance: v.Disturbance = "none"


class MeasureKeys(Keys):
    """How long and how often to measure; the command line and `--profile` go before."""

    rounds: v.Rounds | None = Field(default=None, examples=[5])
    """Rounds; each measures every cell once, in a fresh process. 5 by default."""
    seconds: v.TrialSeconds | None = Field(default=None, examples=[3, "1 min"])
    """Measuring time of a cell in a round: a number of seconds, or `500 ms`, `1 min`. 3 by default."""
    requests: v.Count | None = Field(default=None, examples=[1000])
    """Infer requests of a cell in a round, instead of `seconds`."""
    warmup: v.Warmup | None = Field(default=None, examples=[5])
    """Uncounted requests of every slot before the first slice. 5 by default."""
    slice: v.SliceSeconds | None = Field(default=None, examples=["150 ms"])
    """How long a cell is measured before the next cell's turn. 0.15 s by default."""
    slice_requests: v.Count | None = Field(default=None, examples=[3])
    """Fewest counted requests of a slot in a slice. 3 by default."""
    schedule: v.Schedule | None = Field(default=None, examples=["slices"])
    """`slices` lets cells take turns; `whole` measures one after the other, for questions about heat."""
    seed: v.Seed | None = Field(default=None, examples=[0])
    """Decides the order of cells and the contents of the inputs. 0 by default."""
    timeout: v.TimeoutSeconds | None = Field(default=None, examples=["2 min"])
    """Longest time of a step (compiling, a slice). 2 minutes by default."""
    memory_limit: v.MemoryMib | None = Field(default=None, examples=["8 GiB", "none"])
    """Address space of a worker in MiB, or with a unit, or `none`."""

    @model_validator(mode="after")
    def _one_length(self) -> MeasureKeys:
        if self.seconds is not None and self.requests is not None:
            raise problem("give seconds or requests, not both")
        return self


class InForceKeys(Keys):
    """What a source says was in force where the setting only says `auto`."""

    streams: v.Count | None = None
    requests: v.Count | None = None


class FigureKeys(Keys):
    """What a source prints for one setting: its factors by their names, and its numbers."""

    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[str, v.LevelName]

    latency_ms: v.Positive | None = Field(default=None, examples=[13.6])
    """Time of one request in milliseconds."""
    fps: v.Positive | None = Field(default=None, examples=[73])
    """Images per second."""
    note: v.Line = ""
    """A remark, shown beside the figure."""
    in_force: InForceKeys = InForceKeys()
    """Streams and requests that the source states."""

    @model_validator(mode="after")
    def _some_number(self) -> FigureKeys:
        if self.latency_ms is None and self.fps is None:
            raise problem("needs latency_ms or fps")
        return self

    @property
    def levels(self) -> dict[str, str]:
        """Factor names and the labels of their levels."""
        return dict(self.__pydantic_extra__ or {})


class StatementKeys(Keys):
    """A comparison that a source puts in words, to be held against its own numbers."""

    text: v.Name
    """The source's own words."""
    factor: v.Name
    """What is compared."""
    level: v.LevelName
    """The level that the words are about."""
    reference: v.LevelName
    """The level that it is compared with."""
    times: v.Positive = Field(examples=[2])
    """The ratio of throughput that the words claim; "doubles" is 2."""
    relation: v.Relation = "about"
    """Whether the words say about, more than or less than `times`."""
    where: dict[v.Name, v.LevelName] = {}
    """The conditions that the words speak of; everywhere if left out."""


class PublicationKeys(Keys):
    """Figures that somebody else printed; shown beside measurements and never mixed with them."""

    source: v.Name
    """Who printed them."""
    url: v.WebAddress | None = None
    """Where."""
    date: v.IsoDate = ""
    """When, as 2019-12-15."""
    platform: v.Line = ""
    """The machine, as the source names it."""
    note: v.Line = ""
    """A remark on the whole set; kept in the file only."""
    figures: tuple[FigureKeys, ...] = ()
    """One entry a setting."""
    statements: tuple[StatementKeys, ...] = ()
    """Comparisons in the source's words."""


def _by_language(value: Any) -> Any:
    return value if isinstance(value, dict) else {"": value}


_TRANSLATED = {"anyOf": [{"type": "string"}, {"type": "object", "additionalProperties": {"type": "string"}}]}
ByLanguage = Annotated[dict[str, v.Prose], BeforeValidator(_by_language), WithJsonSchema(_TRANSLATED)]
"""One text, or one a language (`{en: ..., zh-Hans: ...}`); a single text stands under the key ""."""

Choice = dict[v.Name, Annotated[tuple[v.LevelName, ...], Several()]]
"""Levels by factor name; several levels of a factor mean any of them."""


class ExperimentKeys(Keys):
    """An experiment file of ovreport."""

    title: ByLanguage = Field(examples=["Four requests or one?"])
    """What the page is called; one text, or one a language."""
    question: ByLanguage = {"": ""}
    """The question that the experiment answers, in one sentence."""
    description: ByLanguage = {"": ""}
    """Markdown that stands before the results."""
    language: Annotated[tuple[v.Language, ...], Several()] = ("en",)
    """Languages of the page, the first one shown first."""
    author: v.Line = ""
    """Who asks."""
    tags: Annotated[tuple[v.Name, ...], Several()] = ()
    """Words to find the experiment by."""
    labels: dict[v.Name, dict[v.Name, v.Name]] = Field(
        default={}, examples=[{"zh-Hans": {"one request": "一路推理"}}]
    )
    """How another language says the file's own names: language, then name, then words."""

    model: Annotated[tuple[ModelKeys, ...], Several()] = Field(default=(), examples=["mobilenet-ssd"])
    """Networks: a built-in name, a path, or a mapping. A list is an axis, as for all keys below."""
    device: Annotated[tuple[v.Device, ...], Several()] = Field(default=(), examples=["CPU", ["CPU", "GPU"]])
    """Devices by OpenVINO's names."""
    precision: Annotated[tuple[v.Precision, ...], Several()] = Field(
        default=(None,), examples=[["f32", "f16"]]
    )
    """In what the device is asked to compute (INFERENCE_PRECISION_HINT)."""
    storage: Annotated[tuple[v.Storage, ...], Several()] = (None,)
    """How the weights are stored; `unset` leaves them as in the file."""
    batch: Annotated[tuple[v.Batch, ...], Several()] = Field(default=(1,), examples=[[1, 3]])
    """Images of a request."""
    streams: Annotated[tuple[v.Streams, ...], Several()] = Field(default=(None,), examples=[["auto", 1]])
    """Streams (NUM_STREAMS): a number, `auto`, or `unset` to leave them to OpenVINO."""
    requests: Annotated[tuple[v.Requests, ...], Several()] = Field(
        default=("auto",), examples=[[1, 4, "auto"]]
    )
    """Infer requests in flight; `auto` takes the number that the device advises."""
    threads: Annotated[tuple[v.Threads, ...], Several()] = (None,)
    """Threads of the CPU (INFERENCE_NUM_THREADS)."""
    hint: Annotated[tuple[v.Hint, ...], Several()] = (None,)
    """Performance hint."""
    mode: Annotated[tuple[v.Mode, ...], Several()] = ("async",)
    """`async` keeps requests in flight; `sync` makes one at a time with `infer()`."""
    properties: dict[v.Name, Annotated[tuple[v.PropertyValue, ...], Several()]] = Field(
        default={}, examples=[{"ENABLE_CPU_PINNING": [True, False]}]
    )
    """Further OpenVINO properties by their own names."""
    disturbance: Annotated[tuple[v.Disturbance, ...], Several()] = ("none",)
    """What runs beside the measurement; a command only runs with --allow-commands."""
    bundles: dict[v.Name, dict[v.Name, SettingKeys]] = Field(
        default={},
        examples=[{"concurrency": {"one request": {"streams": 1, "requests": 1}, "automatic": {}}}],
    )
    """Factors that vary several keys together: factor, then level, then what the level sets."""

    include: tuple[dict[v.Name, v.LevelName], ...] = ()
    """Settings beside the matrix; a factor that is left out takes its first level."""
    exclude: tuple[Choice, ...] = ()
    """Settings to leave out of the matrix."""
    baseline: dict[v.Name, v.LevelName] = {}
    """The setting that the others are compared with; the first one by default."""
    discuss: Annotated[tuple[v.Name, ...], Several()] | None = None
    """Factors whose effects the text discusses; all of them by default, in the order of the file."""

    measure: MeasureKeys = MeasureKeys()
    """How long and how often."""
    margin: v.Share | None = Field(default=None, examples=["3 %"])
    """Smallest difference worth claiming; by default the larger of 3 % and the host's noise floor."""
    good_enough: v.Share = Field(default=0.02, examples=["2 %"])
    """Share of the best throughput that may be given up for a smaller setting."""
    objective: dict[v.Name, v.Milliseconds] = Field(default={}, examples=[{"p99_ms": 20}])
    """Bounds of latency in milliseconds: p50_ms, p90_ms, p95_ms, p99_ms, p99.9_ms."""
    published: tuple[PublicationKeys, ...] = ()
    """Figures from elsewhere."""
