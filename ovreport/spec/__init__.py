"""Read and check experiment files: YAML in, a frozen `Experiment` out, or all its problems at once."""

from ovreport.spec.loading import Experiment, check_name, json_schema, load
from ovreport.spec.measuring import PROFILES, Overrides, Profile

__all__ = ["PROFILES", "Experiment", "Overrides", "Profile", "check_name", "json_schema", "load"]
