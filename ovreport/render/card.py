"""The picture that a link to a page is shown with elsewhere: title, first conclusion, host.

Drawn with the typefaces of the site, so that it changes only with its words. Letters are set one by one, by
the widths that the typeface states: Pillow's plain layout has others, and its better one is not everywhere.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont
from PIL import Image, ImageDraw, ImageFont

from ovreport.render.fonts import FACES

WIDTH, HEIGHT = 1200, 630
"""What sites that show links ask for."""

PAPER, INK, FAINT, LINK = "#fcfbf8", "#1b1d21", "#565a62", "#0a5585"
MARGIN, ROOM = 80, 1040
LONGEST = 1000
"""Letters of which certainly no more are shown."""


@dataclass(frozen=True, kw_only=True)
class CardWords:
    """What stands on a card: a line at the top, the title large, a sentence, and a line at the bottom."""

    kicker: str
    title: str
    sentence: str
    foot: str


def spelled(*texts: str) -> str:
    """The first of these texts whose letters the typefaces have; empty where they lack some of each."""
    letters = [set(_widths(face.path)) for face in FACES if face.path]
    known = set.intersection(*letters) if letters else set()
    return next((text for text in texts if set(map(ord, "".join(text.split()))) <= known), "")


def draw(words: CardWords, accent: str | None) -> bytes | None:
    """The card as a PNG file, the same bytes for the same words and libraries.

    Args:
        words: What it says; what does not fit is cut.
        accent: Colour of the bar at its top, as `#0a5585`; that of links by default.

    Returns:
        `None` where a typeface is not installed or lacks a letter of the words.
    """
    top, bottom = 68, HEIGHT - 84
    texts = [
        (words.kicker, "sans-400", 30, 1, FAINT),
        (words.title, "serif-600", 60, 3, INK),
        (words.sentence, "serif-400", 38, 3, INK),
    ]
    picture = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 0, WIDTH, 14), fill=accent or LINK)
    try:
        for text, stem, size, most, ink in texts:
            face = _Type(stem, size)
            for line in face.lines(text, most):
                face.set(pen, top, line, ink)
                top += round(1.25 * size)
            top += 22
        face = _Type("sans-400", 30)
        for line in face.lines(words.foot, 1):
            face.set(pen, bottom, line, FAINT)
    except KeyError:
        return None
    file = io.BytesIO()
    picture.quantize(64, dither=Image.Dither.NONE).save(file, "PNG", optimize=True)
    return file.getvalue()


class _Type:
    """A typeface in a size. What it lacks, a letter or itself, is a KeyError."""

    def __init__(self, stem: str, size: int) -> None:
        path = next(face.path for face in FACES if face.stem == stem)
        if path is None:
            raise KeyError(stem)
        self.size, self.widths = size, _widths(path)
        self.font = ImageFont.truetype(str(path), size, layout_engine=ImageFont.Layout.BASIC)

    def width(self, text: str) -> float:
        return self.size * sum(self.widths[ord(letter)] for letter in text)

    def set(self, pen: ImageDraw.ImageDraw, top: int, line: str, ink: str) -> None:
        left = float(MARGIN)
        for letter in line:
            pen.text((left, top), letter, fill=ink, font=self.font)
            left += self.width(letter)

    def lines(self, text: str, most: int) -> Iterator[str]:
        """The text in lines that fit, broken between words where that can be; what is too long is cut."""
        left = " ".join(text[:LONGEST].split())
        for number in range(most):
            if not left:
                return
            cut = "…" if number == most - 1 else ""
            line = left if self.width(left) <= ROOM else self._beginning(left, cut)
            left = left[len(line) :].lstrip()
            yield line + cut * bool(left)

    def _beginning(self, text: str, cut: str) -> str:
        """As many words as a line has room for, or letters where that is not one."""
        room, end = ROOM - self.width(cut), 0
        while (room := room - self.width(text[end])) >= 0:
            end += 1
        return text[: max(text.rfind(" ", 0, end + 1), 0) or end]


@cache
def _widths(path: Path) -> Mapping[int, float]:
    """Widths of all letters of a typeface by codepoint, as parts of its size."""
    with TTFont(path, lazy=True) as font:
        size = font["head"].unitsPerEm
        return {code: font["hmtx"][glyph][0] / size for code, glyph in font.getBestCmap().items()}
