"""The shape that every input of a model is to have: as exported, as asked for, or why that cannot be.

Pure: what is known of the inputs comes in, so that a file can be checked without OpenVINO.
"""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from ovreport.errors import ModelError
from ovreport.models.ports import Dimension, Port, dimension_of, is_open, places_of, spelled
from ovreport.plan import Layouts, Shapes
from ovreport.records import is_state

Given = TypeVar("Given")

_TOKENS, _SAMPLES, _PIXELS, _STEPS = 128, 16_000, 224, 16
_PLAIN = re.compile(r"[^\W\d][\w./-]*(:+[\w./-]+)*")
_WORDS = frozenset({"null", "true", "false", "yes", "no", "on", "off", "y", "n"})
"""What YAML, or an older reader of it, takes for something else than text."""

_FLOATS = ("f64", "f32", "f16", "bf16")


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """An input as it is to be.

    Attributes:
        port: With the dimensions and the layout that it is to have.
        batch_place: Which of its dimensions is the batch; `None` where none is known to be.
    """

    port: Port
    batch_place: int | None


def shaped(
    ports: Sequence[Port], *, name: str, shapes: Shapes = (), layout: Layouts = (), batch: int | None = None
) -> tuple[Wanted, ...]:
    """Every input with the dimensions and the layout that it is to have.

    A dimension that the experiment leaves open stays open. One that the model leaves open becomes 1 where
    it is the batch and nothing is asked for.

    Args:
        ports: As the model declares them.
        name: Of the model, for messages.
        shapes: Later entries replace earlier ones of the same input; an empty name means the only input.
        layout: As `shapes`.
        batch: What is put where the batch is; `None` leaves it as it is.

    Raises:
        ModelError: All that does not fit: names, fixed dimensions, layouts, a batch that nobody can place,
            and inputs that need a shape.
    """
    problems = [
        *_unknown(ports, "shapes", [each for each, _ in shapes]),
        *_unknown(ports, "layout", [each for each, _ in layout]),
    ]
    of_shapes, of_layout = dict(shapes), dict(layout)
    laid_out, found, needing = [], [], []
    for each in ports:
        port = _laid_out(each, _for(each, ports, of_layout), problems)
        given = _for(each, ports, of_shapes)
        wanted = _wanted(port, given, batch, problems)
        laid_out.append(port)
        found.append(wanted)
        if given is None and (wanted.port.dimensions is None or any(map(is_open, wanted.port.dimensions))):
            needing.append(port)
    if batch not in (None, 1) and not problems and all(port.has_no_batch for port in laid_out):
        problems.append(f"none of its inputs ({_listed(ports)}) has a batch; batch {batch} cannot be set")
    if needing:
        problems.append(_how_to_shape(needing))
    if problems:
        raise ModelError(f"model {name}: {'; '.join(problems)}")
    return tuple(found)


def _laid_out(port: Port, layout: str | None, problems: list[str]) -> Port:
    """An input with the layout of the experiment, where it fits."""
    if layout is None:
        return port
    names, dimensions = places_of(layout), port.dimensions
    if dimensions is not None and "..." not in names and len(names) != len(dimensions):
        problems.append(
            f"input {port.told} has {len(dimensions)} dimensions, `layout` names {len(names)} ({layout})"
        )
        return port
    return replace(port, layout=layout)


def _wanted(
    port: Port, given: tuple[int | str, ...] | None, batch: int | None, problems: list[str]
) -> Wanted:
    """An input with the shape of the experiment and the batch."""
    sized = port if given is None else _with_given(port, tuple(map(dimension_of, given)), problems)
    place = (sized if port.dimensions is None else port).batch_place
    if place is not None and given is None and batch is None:
        batch = _only_batch_is_open(sized, place)
    elif place is None and batch not in (None, 1) and sized.dimensions and not port.has_no_batch:
        problems.append(_where_is_the_batch(sized, batch))
    return Wanted(port=_with_batch(sized, place, batch), batch_place=place)


def _for(port: Port, ports: Sequence[Port], given: Mapping[str, Given]) -> Given | None:
    aliases = (*port.names, *([""] if len(ports) == 1 else []))
    return next((given[alias] for alias in aliases if alias in given), None)


def _unknown(ports: Sequence[Port], key: str, given: Sequence[str]) -> list[str]:
    known = [alias for port in ports for alias in port.names]
    found = []
    for alias in given:
        if alias in known or (alias == "" and len(ports) == 1):
            continue
        meant = difflib.get_close_matches(alias, known, n=1)
        hint = f" (did you mean {meant[0]}?)" if meant else ""
        found.append(
            f"`{key}` names {alias or 'an input without a name'}, but there is no such input{hint}; "
            f"it has {_listed(ports)}"
        )
    return found


def _listed(ports: Sequence[Port]) -> str:
    return ", ".join(port.told for port in ports)


def _with_given(port: Port, given: tuple[Dimension, ...], problems: list[str]) -> Port:
    """The shape of the experiment, where it fits.

    What a model fixes may be changed in three places only: its batch, and the height and width of an image.
    Anything else (channels, layers of a state, features) has a meaning of its own inside the model, and a
    request with another number would read beyond its data.
    """
    own = port.dimensions
    if own is None:
        return replace(port, dimensions=given)
    if len(own) != len(given):
        problems.append(
            f"input {port.told} has {len(own)} dimensions; the experiment gives it {spelled(given)}"
        )
        return port
    free = {port.batch_place, *port.sizes}
    wrong = [
        place
        for place, (mine, asked) in enumerate(zip(own, given, strict=True))
        if not (_within(asked, mine) or (place in free and not is_open(mine)))
    ]
    if wrong:
        told = " and ".join(f"dimension {place + 1} ({_bounds(own[place])})" for place in wrong)
        problems.append(
            f"input {port.told}: the experiment gives it {spelled(given)}, which contradicts {told}"
        )
        return port
    return replace(port, dimensions=given)


def _bounds(dimension: Dimension) -> str:
    least, most = dimension
    return f"fixed at {least}" if least == most else f"bounds {spelled((dimension,)).strip('[]')}"


def _within(asked: Dimension, own: Dimension) -> bool:
    """Whether what is asked for is allowed by what the model says; `?` takes on its bounds."""
    least, most = own
    if asked == (0, None):
        return is_open(own)
    return asked[0] >= least and (most is None or (asked[1] is not None and asked[1] <= most))


def _only_batch_is_open(port: Port, place: int) -> int | None:
    """What an open batch becomes where nothing else is open; `None` where it is not that."""
    dimensions = port.dimensions or ()
    if [each for each, one in enumerate(dimensions) if is_open(one)] != [place]:
        return None
    return max(1, dimensions[place][0])


def _with_batch(port: Port, place: int | None, batch: int | None) -> Port:
    if place is None or batch is None or port.dimensions is None:
        return port
    before, after = port.dimensions[:place], port.dimensions[place + 1 :]
    return replace(port, dimensions=(*before, (batch, batch), *after))


def _where_is_the_batch(port: Port, batch: int | None) -> str:
    marks = "?" * len(port.dimensions or ())
    return (
        f"input {port.told} does not say which dimension is the batch, so that batch {batch} cannot be set; "
        f'name it by N, as in `layout: {{{_as_key(port)}: "N{marks[1:]}"}}`, or say with '
        f'`layout: {{{_as_key(port)}: "{marks}"}}` that it has none'
    )


def _how_to_shape(needing: Sequence[Port]) -> str:
    """All inputs that need a shape, and a line of YAML to paste."""
    continues = any(map(_is_past, needing))
    guesses = ", ".join(
        f"{_as_key(port)}: [{', '.join(map(str, _guess(port, continues)))}]" for port in needing
    )
    told = _listed(needing)
    subject = (
        f"inputs {told} have dynamic shapes" if len(needing) > 1 else f"input {told} has a dynamic shape"
    )
    return (
        f"{subject}; give {'each of them' if len(needing) > 1 else 'it'} one in the experiment file, for "
        f"example (these numbers are guesses):\nshapes: {{{guesses}}}"
    )


def _as_key(port: Port) -> str:
    """The name of an input as YAML takes it for text, quoted where it looks like something else."""
    name = port.name
    plain = _PLAIN.fullmatch(name) and name.lower() not in _WORDS
    return name if plain else json.dumps(name, ensure_ascii=False)


def _is_past(port: Port) -> bool:
    """Whether it holds the keys or values of the tokens before: `[batch, heads, tokens, size]`."""
    return is_state(port.name) and len(port.dimensions or ()) == 4


def _guess(port: Port, continues: bool) -> tuple[int, ...]:
    """A shape that a user may start from: what the model fixes, and a guess for everything else.

    Args:
        port: An input that leaves something open.
        continues: Whether the model goes on after earlier tokens: then it is fed one token more, and a mask
            that covers all of them.
    """
    dimensions = port.dimensions
    if dimensions is None:
        return (1, 3, _PIXELS, _PIXELS) if port.type in _FLOATS else (1,)
    return tuple(
        (_guess_at(port, place, dimension, continues) if is_open(dimension) else dimension[0])
        for place, dimension in enumerate(dimensions)
    )


def _guess_at(port: Port, place: int, dimension: Dimension, continues: bool) -> int:
    least, most = dimension
    if place == port.batch_place:
        value = 1
    elif is_state(port.name):
        value = _TOKENS if _is_past(port) else 1
    elif place in port.sizes:
        value = _PIXELS
    elif port.type in ("i64", "i32"):
        value = _tokens(port.name) if continues else _TOKENS
    elif port.dimensions is not None and len(port.dimensions) <= 2:
        value = _SAMPLES
    else:
        value = _STEPS
    return max(least, min(value, most if most is not None else value))


def _tokens(name: str) -> int:
    """How many tokens an input of a model is about that goes on after `_TOKENS` earlier ones."""
    if "encoder" in name:
        return _TOKENS
    return _TOKENS + 1 if "mask" in name else 1
