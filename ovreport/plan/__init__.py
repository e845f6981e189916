"""From an experiment to what will be measured: cells, rounds and blocks. Pure and ordered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ovreport.plan.contract import (
    INSTALLED,
    Article,
    Cell,
    Factor,
    Feed,
    FeedKind,
    Hint,
    Layouts,
    Measure,
    Mode,
    ModelKind,
    ModelSource,
    Plan,
    Precision,
    PublishedFigure,
    PublishedSet,
    PublishedStatement,
    Schedule,
    Setting,
    Shapes,
    State,
    Storage,
    WantedHosts,
    Words,
)
from ovreport.plan.identity import cell_id
from ovreport.plan.rounds import Block, blocks, looks

if TYPE_CHECKING:
    from ovreport.spec import Experiment

__all__ = [
    "INSTALLED",
    "Article",
    "Block",
    "Cell",
    "Factor",
    "Feed",
    "FeedKind",
    "Hint",
    "Layouts",
    "Measure",
    "Mode",
    "ModelKind",
    "ModelSource",
    "Plan",
    "Precision",
    "PublishedFigure",
    "PublishedSet",
    "PublishedStatement",
    "Schedule",
    "Setting",
    "Shapes",
    "State",
    "Storage",
    "WantedHosts",
    "Words",
    "blocks",
    "cell_id",
    "expand",
    "looks",
]


def expand(experiment: Experiment) -> Plan:
    """The plan of an experiment; see `expansion.expand`."""
    # a measuring process needs the dataclasses, but neither pydantic nor yaml
    from ovreport.plan import expansion

    return expansion.expand(experiment)
