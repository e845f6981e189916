"""What a model says of its inputs: names, types, dimensions, layout. OpenVINO is not needed."""

from __future__ import annotations

from dataclasses import dataclass

from ovreport.records import BatchSource

Dimension = tuple[int, int | None]
"""Least and most of a dimension; they are equal where it is fixed, and the most is `None` without a bound."""

_IMAGE_CHANNELS = (1, 3, 4)


@dataclass(frozen=True, kw_only=True)
class Port:
    """An input of a model.

    Attributes:
        names: All that it is known by, the one that is told first.
        type: Element type as OpenVINO spells it.
        dimensions: `None` where not even their number is known.
        layout: As OpenVINO spells it; empty where there is none.
    """

    names: tuple[str, ...]
    type: str
    dimensions: tuple[Dimension, ...] | None
    layout: str = ""

    @property
    def name(self) -> str:
        """What a message calls it."""
        return self.names[0] if self.names else "(unnamed)"

    @property
    def told(self) -> str:
        """Name and shape: `input_ids [?, ?]`."""
        return f"{self.name} {spelled(self.dimensions)}"

    @property
    def batch_place(self) -> int | None:
        """Which dimension is the batch, as far as the layout or else the shape tells.

        The layout decides alone where there is one. Without it the first dimension is taken for the batch of
        an image (four dimensions), and of anything else whose first dimension is 1 or open.
        """
        dimensions = self.dimensions
        if not dimensions:
            return None
        if self.layout:
            return batch_in(self.layout, len(dimensions))
        least, most = dimensions[0]
        return 0 if len(dimensions) == 4 or (least, most) == (1, 1) or is_open(dimensions[0]) else None

    @property
    def has_no_batch(self) -> bool:
        """Whether it is known that no dimension is the batch: there is none, or the layout says so."""
        if self.dimensions is None:
            return False
        if not self.dimensions:
            return True
        return bool(self.layout) and batch_in(self.layout, len(self.dimensions)) is None

    @property
    def sizes(self) -> tuple[int, ...]:
        """The dimensions of an image that are its height and width; empty for anything else."""
        dimensions = self.dimensions
        if dimensions is None or len(dimensions) != 4:
            return ()
        for channels, places in ((1, (2, 3)), (3, (1, 2))):
            if dimensions[channels] in {(each, each) for each in _IMAGE_CHANNELS}:
                return places
        return ()


@dataclass(frozen=True, kw_only=True)
class Batch:
    """Images of a request.

    Attributes:
        images: 1 where nothing tells: then a request is one sample, whatever its shape.
        source: See `BatchSource`.
        places: For every input which of its dimensions is the batch; `None` where none is known to be.
    """

    images: int
    source: BatchSource
    places: tuple[int | None, ...]


def is_open(dimension: Dimension) -> bool:
    """Whether a dimension is not fixed."""
    return dimension[0] != dimension[1]


def spelled(dimensions: tuple[Dimension, ...] | None) -> str:
    """A shape: `[1, ?, ..100, 4]`, or `[...]` where not even the number of dimensions is known."""
    return "[...]" if dimensions is None else f"[{', '.join(map(_spelled, dimensions))}]"


def _spelled(dimension: Dimension) -> str:
    least, most = dimension
    if least == most:
        return str(least)
    if most is None:
        return f"{least}.." if least > 0 else "?"
    return f"{least}..{most}" if least > 0 else f"..{most}"


def dimension_of(given: int | str) -> Dimension:
    """A dimension as the experiment has it: a number, `?`, or bounds such as `1..8`."""
    if isinstance(given, int):
        return given, given
    if given == "?":
        return 0, None
    least, _, most = given.partition("..")
    return int(least or 0), int(most) if most else None


def batch_in(layout: str, rank: int) -> int | None:
    """The place of N in a layout such as `NCHW`, `?NC`, `[N,C,...]` or `...N`; `None` where it has none."""
    names = places_of(layout)
    if "N" not in names:
        return None
    place = names.index("N")
    return place + rank - len(names) if "..." in names[:place] else place


def places_of(layout: str) -> list[str]:
    """The dimensions that a layout names, in capitals; `...` stands for any number of them."""
    text = layout.strip().upper()
    if text.startswith("["):
        return [each.strip() for each in text.strip("[]").split(",")]
    before, dots, after = text.partition("...")
    return [*before, *([dots] if dots else []), *after]
