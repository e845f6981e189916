"""The experiment file as a schema: every key with its kind, its meaning and an example."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, Field, model_validator

from ovreport.spec import values as v
from ovreport.spec.feeding import FeedKeys
from ovreport.spec.fleet_hosts import HostKeys
from ovreport.spec.kinds import InSchema, Keys, Listed, problem
from ovreport.spec.model import ModelKeys
from ovreport.spec.publication import PublicationKeys


class SettingKeys(Keys):
    """What a level of a bundle sets; every key as at the top of the file, with one value."""

    model: ModelKeys | None = None
    device: v.Device = "CPU"
    openvino: v.Release = "installed"
    precision: v.Precision = None
    storage: v.Storage = None
    batch: v.Batch = None
    streams: v.Streams = None
    requests: v.Requests = "auto"
    threads: v.Threads = None
    hint: v.Hint = None
    mode: v.Mode = "async"
    state: v.State = "reset"
    inputs: dict[v.Name, FeedKeys] = Field(default={})
    shapes: dict[v.Name, v.Shape] = Field(default={})
    layout: dict[v.Name, v.Layout] = Field(default={})
    properties: dict[v.Name, v.PropertyValue] = Field(default={})
    disturbance: v.Disturbance = "none"


class MeasureKeys(Keys):
    """How long and how often to measure; options of the command line, such as `--profile`, override it."""

    rounds: v.Rounds | None = Field(default=None, examples=[5, "5..30"])
    """Rounds; each measures every configuration once, in a fresh process. `5..30`: 5, then up to 30 of the
    configurations whose questions are open and can be answered. 5..12 by default."""
    budget: v.Budget | None = Field(default=None, examples=["10 min", "none"])
    """Time of measuring, all rounds together, after which none beyond the first three is begun: seconds, or
    `90 s`, `10 min`, `1 h`. 5 minutes by default, none where `rounds` is given."""
    seconds: v.TrialSeconds | None = Field(default=None, examples=[3, "1 min"])
    """Measuring time of a configuration in a round: seconds, or `500 ms`, `1 min`. 3 by default."""
    requests: v.Count | None = Field(default=None, examples=[1000])
    """Infer requests of a configuration in a round, instead of `seconds`."""
    warmup: v.Warmup | None = Field(default=None, examples=[5])
    """Uncounted requests of every slot before the first slice. 5 by default."""
    slice: v.SliceSeconds | None = Field(default=None, examples=["50 ms"])
    """How long a configuration is measured before the next one. 0.05 s by default."""
    slice_requests: v.Count | None = Field(default=None, examples=[3])
    """Fewest counted requests of a slot in a slice. 3 by default."""
    schedule: v.Schedule | None = Field(default=None, examples=["slices"])
    """`slices`: configurations take turns; `whole`: one is measured after the other, as heat asks for."""
    seed: v.Seed | None = Field(default=None, examples=[0])
    """Decides the order of configurations and the contents of the inputs. 0 by default."""
    timeout: v.TimeoutSeconds | None = Field(default=None, examples=["2 min"])
    """Longest time of a step (compiling, a slice). 2 minutes by default."""
    memory_limit: v.MemoryMib | None = Field(default=None, examples=["8 GiB", "none"])
    """Memory that a worker may take, private or resident, in MiB or with a unit, or `none`. 32 GiB by default
    if every configuration is measured on the CPU, else none."""

    @model_validator(mode="after")
    def _one_length(self) -> MeasureKeys:
        if self.seconds is not None and self.requests is not None:
            raise problem("give seconds or requests, not both")
        return self


def _by_language(value: Any) -> Any:
    return value if isinstance(value, dict) else {"": value}


_TRANSLATED = {"anyOf": [{"type": "string"}, {"type": "object", "additionalProperties": {"type": "string"}}]}
ByLanguage = Annotated[dict[str, v.Prose], BeforeValidator(_by_language), InSchema(_TRANSLATED)]
"""One text, or one a language (`{en: ..., zh-Hans: ...}`); a single text stands under the key ""."""

AnyOf = dict[v.Name, Listed[v.LevelName]]
"""Levels by factor name; several levels of a factor mean any of them."""


class ExperimentKeys(Keys):
    """An experiment file of ovreport."""

    title: ByLanguage = Field(examples=["Four requests or one?"])
    """What the page is called; one text, or one a language."""
    question: ByLanguage = Field(default={"": ""}, examples=["Does batch 3 pay?"])
    """The question that the experiment answers, in one sentence."""
    description: ByLanguage = Field(default={"": ""}, examples=["Measured on a *quiet* machine."])
    """Markdown that stands before the results."""
    language: Listed[v.Language] = Field(default=("en",), examples=[["en", "zh-Hans"]])
    """Languages of the page, the first one shown first."""
    unit: Annotated[dict[str, v.Name], BeforeValidator(_by_language), InSchema(_TRANSLATED)] = Field(
        default={}, examples=["frame", {"en": "frame", "zh-Hans": "帧"}]
    )
    """What throughput counts, in the singular (`index/indices` with a plural that has no s); one text, or one
    a language. Images where an input is one, else requests, by default."""
    author: v.Line = Field(default="", examples=["A. Reader"])
    """Who asks."""
    tags: Listed[v.Name] = Field(default=(), examples=[["GPU", "precision"]])
    """Words to find the experiment by."""
    labels: dict[v.Name, dict[v.Name, v.Name]] = Field(
        default={}, examples=[{"zh-Hans": {"one request": "一路推理"}}]
    )
    """How another language says the file's own names: language, then name, then words."""

    model: Listed[ModelKeys] = Field(default=(), examples=["mobilenet-ssd"])
    """Models: a built-in name, a path, or a mapping. A list is an axis, as for all keys below."""
    device: Listed[v.Device] = Field(default=(), examples=["CPU", ["CPU", "GPU"]])
    """Devices by OpenVINO's names."""
    openvino: Listed[v.Release] = Field(default=("installed",), examples=[["2025.4", "2026.4"]])
    """Releases of OpenVINO, in quotation marks: `2025.4` is the newest 2025.4.x, `2025.4.0` that one;
    `installed` is the one that is here. Others are installed beside it, for these measurements alone."""
    precision: Listed[v.Precision] = Field(default=(None,), examples=[["f32", "f16"]])
    """In what the device is asked to compute (INFERENCE_PRECISION_HINT)."""
    storage: Listed[v.Storage] = Field(default=(None,), examples=[["f32", "f16"]])
    """How the weights are stored; `unset` leaves them as in the file."""
    batch: Listed[v.Batch] = Field(default=(None,), examples=[[1, 3]])
    """Images of a request; `unset` leaves the model as it was exported."""
    streams: Listed[v.Streams] = Field(default=(None,), examples=[["auto", 1]])
    """Streams (NUM_STREAMS): a number, `auto`, or `unset` to leave them to OpenVINO."""
    requests: Listed[v.Requests] = Field(default=("auto",), examples=[[1, 4, "auto"]])
    """Infer requests in flight; `auto` takes the number that the device advises."""
    threads: Listed[v.Threads] = Field(default=(None,), examples=[[1, 2, 4]])
    """Threads of the CPU (INFERENCE_NUM_THREADS)."""
    hint: Listed[v.Hint] = Field(default=(None,), examples=[["latency", "throughput"]])
    """Performance hint."""
    mode: Listed[v.Mode] = Field(default=("async",), examples=[["async", "sync"]])
    """`async` keeps requests in flight; `sync` makes one at a time with `infer()`."""
    state: Listed[v.State] = Field(default=("reset",), examples=[["reset", "keep"]])
    """Of a model with variables: `reset` starts each request anew, `keep` lets it follow on others."""
    inputs: dict[v.Name, FeedKeys] = Field(
        default={}, examples=[{"ids": {"low": 0, "high": 30521}, "image": {"images": "pictures/*.jpg"}}]
    )
    """What the inputs are fed with, by their names; the others get what fits them. A bundle may vary it."""
    shapes: dict[v.Name, v.Shape] = Field(default={}, examples=[{"input_ids": [1, 128]}])
    """Shapes of inputs by their names: for each dimension a number, `?`, or bounds such as `1..8`. A bundle
    may vary it."""
    layout: dict[v.Name, v.Layout] = Field(default={}, examples=[{"state": "?NC"}])
    """What the dimensions of inputs are, by the inputs' names: N is the batch, `?` anything. A bundle may
    vary it."""
    properties: dict[v.Name, Listed[v.PropertyValue]] = Field(
        default={}, examples=[{"ENABLE_CPU_PINNING": [True, False]}]
    )
    """Further OpenVINO properties by their own names."""
    disturbance: Listed[v.Disturbance] = Field(default=("none",), examples=[["none", "cpu"]])
    """What runs beside the measurement; a command only runs with --allow-commands."""
    bundles: dict[v.Name, dict[v.Name, SettingKeys]] = Field(
        default={},
        examples=[{"concurrency": {"one request": {"streams": 1, "requests": 1}, "automatic": {}}}],
    )
    """Factors that vary several keys together: factor, then level, then what the level sets."""

    include: tuple[dict[v.Name, v.LevelName], ...] = Field(
        default=(), examples=[[{"streams": 8, "requests": 16}]]
    )
    """Configurations beside the matrix; a factor that is left out takes its first level."""
    exclude: tuple[AnyOf, ...] = Field(default=(), examples=[[{"batch": 3, "streams": [2, 4]}]])
    """Configurations to leave out of the matrix."""
    baseline: dict[v.Name, v.LevelName] = Field(default={}, examples=[{"batch": 1}])
    """The configuration that the others are compared with; the first one by default."""
    discuss: Listed[v.Name] | None = Field(default=None, examples=[["precision"]])
    """Factors whose effects the text discusses; all of them by default, in the order of the file."""

    hosts: HostKeys = Field(
        default=HostKeys(), examples=["all", ["nuc-13", "nuc-14"], {"has": "GPU", "cores": ">= 8"}]
    )
    """Which hosts of a fleet measure it (`--scheduler`); without one it changes nothing."""
    measure: MeasureKeys = Field(default=MeasureKeys(), examples=[{"rounds": 10, "seconds": 5}])
    """How long and how often."""
    margin: v.Share | None = Field(default=None, examples=["3 %"])
    """Smallest difference worth claiming; by default the larger of 3 % and the host's noise floor."""
    good_enough: v.Share = Field(default=0.02, examples=["2 %"])
    """Share of the best throughput that may be given up for a smaller configuration."""
    objective: dict[v.Name, v.Milliseconds] = Field(default={}, examples=[{"p99_ms": 20}])
    """Bounds of latency in milliseconds: p50_ms, p90_ms, p95_ms, p99_ms, p99.9_ms."""
    published: tuple[PublicationKeys, ...] = Field(
        default=(), examples=[[{"source": "an article", "figures": [{"batch": 1, "fps": 73}]}]]
    )
    """Figures from elsewhere."""
