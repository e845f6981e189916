"""The networks of the benchmarks: built-in ones as files, and real ones that lie next to the checkout."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import openvino as ov

from ovreport import models
from ovreport.models import ModelFiles, reading
from ovreport.plan import ModelSource, Setting

SHARED = Path(__file__).parents[2] / "shared" / "models"
"""Where the real networks may lie; rows without them are left out and named."""

REAL = (
    "face-detection-adas-0001/FP16",
    "face-detection-adas-0001/FP16-INT8",
    "landmarks-regression-retail-0009/FP32",
    "landmarks-regression-retail-0009/FP16",
    "landmarks-regression-retail-0009/FP16-INT8",
)


@dataclass(frozen=True, kw_only=True)
class Network:
    """A network that both tools read from the same file."""

    name: str
    xml: Path
    files: ModelFiles
    source: ModelSource

    def setting(self, streams: int, requests: int, batch: int = 1) -> Setting:
        """What both tools are asked for; f32 everywhere, since some processors would choose bf16."""
        return Setting(
            model=self.source, device="CPU", precision="f32", batch=batch, streams=streams, requests=requests
        )


def built_in(name: str, folder: Path) -> Network:
    """A built-in network, written to a file without compression."""
    source = ModelSource(name=name, kind="builtin", location=name)
    xml = folder / f"{name}.xml"
    ov.save_model(reading.read(models.obtain(source, cache=folder)), xml, compress_to_fp16=False)
    return from_file(name, xml)


def real() -> list[Network]:
    """The real networks that are there."""
    found = [next((SHARED / place).glob("*.xml"), None) for place in REAL]
    return [from_file(f"{xml.stem} {xml.parent.name}", xml) for xml in found if xml is not None]


def from_file(name: str, xml: Path) -> Network:
    """A network in a file."""
    source = ModelSource(name=name, kind="file", location=str(xml))
    return Network(name=name, xml=xml, files=models.obtain(source, cache=xml.parent), source=source)
