"""What stands behind `published` in an experiment file."""

from __future__ import annotations

from pydantic import ConfigDict, Field, model_validator

from ovreport.spec import values as v
from ovreport.spec.kinds import Keys, problem


class InForceKeys(Keys):
    """What a source says was in force where the configuration only says `auto`."""

    streams: v.Count | None = Field(default=None, examples=[2])
    """Streams."""
    requests: v.Count | None = Field(default=None, examples=[4])
    """Infer requests in flight."""


class FigureKeys(Keys):
    """What a source prints for one configuration: its factors by their names, and its numbers."""

    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[str, v.LevelName]

    latency_ms: v.Positive | None = Field(default=None, examples=[13.6])
    """Time of one request in milliseconds."""
    fps: v.Positive | None = Field(default=None, examples=[73])
    """Images per second."""
    note: v.Line = Field(default="", examples=["with background programs"])
    """A remark, shown beside the figure."""
    in_force: InForceKeys = Field(default=InForceKeys(), examples=[{"streams": 2, "requests": 4}])
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

    text: v.Name = Field(examples=["f16 doubles the throughput"])
    """The source's own words."""
    factor: v.Name = Field(examples=["precision"])
    """What is compared."""
    level: v.LevelName = Field(examples=["f16"])
    """The level that the words are about."""
    reference: v.LevelName = Field(examples=["f32"])
    """The level that it is compared with."""
    times: v.Positive = Field(examples=[2])
    """The ratio of throughput that the words claim; "doubles" is 2."""
    relation: v.Relation = Field(default="about", examples=["about"])
    """Whether the words say about, more than or less than `times`."""
    where: dict[v.Name, v.LevelName] = Field(default={}, examples=[{"batch": 1}])
    """The conditions that the words speak of; everywhere if left out."""


class PublicationKeys(Keys):
    """Figures that somebody else printed; shown beside measurements and never mixed with them."""

    source: v.Name = Field(examples=["the article that asked first"])
    """Who printed them."""
    url: v.WebAddress | None = Field(default=None, examples=["https://example.org/article"])
    """Where."""
    date: v.IsoDate = Field(default="", examples=["2019-12-15"])
    """When, as 2019-12-15."""
    platform: v.Line = Field(default="", examples=["i5-7440HQ, OpenVINO 2019 R3"])
    """The machine, as the source names it."""
    note: v.Line = Field(default="", examples=["No repeats are given."])
    """A remark on the whole set, shown where the page names the machine."""
    figures: tuple[FigureKeys, ...] = Field(default=(), examples=[[{"batch": 1, "fps": 73}]])
    """One entry a configuration."""
    statements: tuple[StatementKeys, ...] = Field(
        default=(),
        examples=[
            [{"text": "doubles", "factor": "precision", "level": "f16", "reference": "f32", "times": 2}]
        ],
    )
    """Comparisons in the source's words."""
