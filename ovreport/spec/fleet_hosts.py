"""What stands behind `hosts` in an experiment file."""

from __future__ import annotations

from typing import Any, ClassVar

from pydantic import Field, model_validator

from ovreport.spec import values as v
from ovreport.spec.kinds import Keys, Listed, problem, spelled

ALL = "all"


class HostKeys(Keys):
    """Hosts of a fleet, by their names or by what they have; `all` or names alone are short for it."""

    short: ClassVar = (
        {"type": "string"},
        {"type": "array", "items": {"type": "string"}, "minItems": 1},
    )

    names: Listed[v.Name] = Field(default=(), examples=[["nuc-13", "nuc-14"]])
    """Names of workers; every host by default."""
    has: Listed[v.Device] = Field(default=(), examples=["GPU"])
    """Devices that OpenVINO sees there, all of them."""
    cores: v.Cores | None = Field(default=None, examples=[">= 8"])
    """How many physical cores a host has: `>= 8`, `< 4`, or a number."""

    @model_validator(mode="before")
    @classmethod
    def _from_names(cls, value: Any) -> Any:
        """Names alone."""
        if isinstance(value, dict):
            return value
        if value == ALL:
            return {}
        if not isinstance(value, str | list) or not value:
            raise problem(f"{spelled(value)} names no hosts; write all, names, or conditions")
        return {"names": value}
