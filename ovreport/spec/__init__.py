"""Read and check experiment files: YAML in, a frozen `Experiment` out, or all its problems at once."""

from ovreport.spec.checks import percentile
from ovreport.spec.document import parse
from ovreport.spec.feeding import FeedKeys
from ovreport.spec.loading import (
    ENDINGS,
    MOST_READ,
    PROFILES,
    RESERVED,
    Experiment,
    Overrides,
    Profile,
    beside,
    check_name,
    json_schema,
    load,
    site_schema,
)
from ovreport.spec.matrix import Combination
from ovreport.spec.model import ModelKeys
from ovreport.spec.path_policy import matching, resolved
from ovreport.spec.problems import Location, Problems, shortened
from ovreport.spec.publication import PublicationKeys
from ovreport.spec.publishing import published_block, with_published
from ovreport.spec.schema import ByLanguage, ExperimentKeys
from ovreport.spec.site_file import NOTHING_SAID, SiteDescription, load_site, text_in

__all__ = [
    "ENDINGS",
    "MOST_READ",
    "NOTHING_SAID",
    "PROFILES",
    "RESERVED",
    "ByLanguage",
    "Combination",
    "Experiment",
    "ExperimentKeys",
    "FeedKeys",
    "Location",
    "ModelKeys",
    "Overrides",
    "Problems",
    "Profile",
    "PublicationKeys",
    "SiteDescription",
    "beside",
    "check_name",
    "json_schema",
    "load",
    "load_site",
    "matching",
    "parse",
    "percentile",
    "published_block",
    "resolved",
    "shortened",
    "site_schema",
    "text_in",
    "with_published",
]
