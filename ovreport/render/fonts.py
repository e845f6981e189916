"""The site's typefaces: Source Serif and Source Sans, cut to Latin from installed packages, as woff2 files.

Both are under the SIL Open Font License 1.1, whose reserved name "Source" a changed copy must not bear: the
subsets are called `ovreport serif` and `ovreport sans`. Without the packages the pages fall back to the
reader's own typefaces.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import fontTools
from fontTools import subset

CODEPOINTS = (
    *range(0x20, 0x7F),
    *range(0xA0, 0x180),
    *(0x2009, 0x2013, 0x2014, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2026, 0x202F, 0x2032, 0x2060),
    *(0x2190, 0x2192, 0x2212, 0x2248, 0x2264, 0x2265, 0x3BC),
)
FEATURES = ["kern", "liga", "ccmp", "locl", "mark", "tnum", "lnum", "pnum"]
KEPT_NAMES = [0, 13, 14]  # copyright, licence, where the licence is


@dataclass(frozen=True)
class Face:
    """One style of a family, and the installed file it is cut from."""

    family: str
    weight: int
    style: str
    package: str
    file: str

    @property
    def stem(self) -> str:
        """Family, weight and style in short: `serif-400-italic`."""
        italic = "-italic" if self.style == "italic" else ""
        return f"{self.family.split()[-1]}-{self.weight}{italic}"

    @property
    def path(self) -> Path | None:
        """The installed file, or `None`."""
        found = find_spec(self.package)
        if found is None or found.origin is None:
            return None
        path = Path(found.origin).parent / "files" / self.file
        return path if path.is_file() else None


FACES = (
    Face("ovreport serif", 400, "normal", "font_source_serif_pro", "SourceSerifPro-Regular.ttf"),
    Face("ovreport serif", 600, "normal", "font_source_serif_pro", "SourceSerifPro-Semibold.ttf"),
    Face("ovreport serif", 400, "italic", "font_source_serif_pro", "SourceSerifPro-It.ttf"),
    Face("ovreport sans", 400, "normal", "font_source_sans_pro", "SourceSansPro-Regular.ttf"),
    Face("ovreport sans", 600, "normal", "font_source_sans_pro", "SourceSansPro-Semibold.ttf"),
)


@cache
def names() -> dict[Face, str]:
    """File names of the faces that are installed; a name changes with all that its content depends on."""
    recipe = repr((CODEPOINTS, FEATURES, KEPT_NAMES, fontTools.version)).encode()
    sources = {face: face.path.read_bytes() for face in FACES if face.path}
    return {
        face: f"{face.stem}-{hashlib.sha256(source + recipe).hexdigest()[:8]}.woff2"
        for face, source in sources.items()
    }


@cache
def content(face: Face) -> bytes:
    """The woff2 file of an installed face."""
    if face.path is None:
        raise FileNotFoundError(face.file)
    options = subset.Options(
        flavor="woff2", hinting=False, layout_features=FEATURES, name_IDs=KEPT_NAMES, notdef_outline=True
    )
    with subset.load_font(str(face.path), options) as font:
        subsetter = subset.Subsetter(options)
        subsetter.populate(unicodes=CODEPOINTS)
        subsetter.subset(font)
        target = io.BytesIO()
        subset.save_font(font, target, options)
    return target.getvalue()


def rules(addresses: Mapping[Face, str]) -> str:
    """The `@font-face` rules for faces at these addresses."""
    return "\n".join(
        f'@font-face{{font-family:"{face.family}";font-weight:{face.weight};font-style:{face.style};'
        f'font-display:swap;src:url({address}) format("woff2")}}'
        for face, address in addresses.items()
    )
