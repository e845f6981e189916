"""Read and check experiment files: YAML in, a frozen `Experiment` out, or all its problems at once."""

from ovreport.spec.checks import percentile
from ovreport.spec.document import parse
from ovreport.spec.feeding import FeedKeys
from ovreport.spec.loading import (
    PROFILES,
    Experiment,
    Overrides,
    Profile,
    check_name,
    json_schema,
    load,
)
from ovreport.spec.matrix import Combination
from ovreport.spec.network import ModelKeys
from ovreport.spec.path_policy import matching, resolved
from ovreport.spec.problems import Location, Problems, shortened
from ovreport.spec.publication import FigureKeys, PublicationKeys, StatementKeys
from ovreport.spec.schema import ByLanguage

__all__ = [
    "PROFILES",
    "ByLanguage",
    "Combination",
    "Experiment",
    "FeedKeys",
    "FigureKeys",
    "Location",
    "ModelKeys",
    "Overrides",
    "Problems",
    "Profile",
    "PublicationKeys",
    "StatementKeys",
    "check_name",
    "json_schema",
    "load",
    "matching",
    "parse",
    "percentile",
    "resolved",
    "shortened",
]
