"""Which passes are measured again: by what everybody else did meanwhile, never by what was measured.

A pass is one slice of every cell of a block. The rule looks at the surroundings of all of them together, and
repeats a pass for all of them, so that no cell comes out better or worse for it, whatever a disturbance does
to which of them. A disturbance that a cell brings about by itself is another thing: leaving out the passes
with it would spare that cell what it costs. So others must have taken too much also without that cell in
whose slices they took most. And that the processor throttles is no disturbance: it is the cells that heat it.
"""

from __future__ import annotations

from collections.abc import Iterable

from ovreport.limits import DISTURBED

EARNED = 1 / 3
"""Repeats that a pass without disturbance allows for; so a block takes about a third longer at most."""

SPELL = 3
"""Disturbed passes in a row that are more than a burst: it is better to wait than to repeat them."""


def disturbed(cells: Iterable[tuple[float, float]]) -> bool:
    """Whether others took more than `DISTURBED` in a pass, also without the cell beside which they took most.

    A cell that is left alone is compared with nobody: its passes are not disturbed.

    Args:
        cells: Of every cell in the pass the CPU time that others took during its slices, and how long these
            took, both in ns.
    """
    others = sorted(cells)[:-1]
    return sum(taken for taken, _ in others) > DISTURBED * sum(length for _, length in others)


class Gate:
    """What a block may still repeat.

    The first repeat is free, and each pass without disturbance earns a part of a further one. So a block goes
    on as if there were no gate on a machine that never gets quiet, and waits where that often is worth it.

    Attributes:
        in_a_row: Passes that others disturbed, up to the last one.
    """

    def __init__(self) -> None:
        self.in_a_row = 0
        self._allowance = 1.0

    def repeats(self, cells: Iterable[tuple[float, float]]) -> bool:
        """Whether the pass that has just ended is to be repeated for all of its cells; see `disturbed`."""
        if not disturbed(cells):
            self.in_a_row = 0
            self._allowance += EARNED
            return False
        self.in_a_row += 1
        if self._allowance < 1:
            return False
        self._allowance -= 1
        return True
