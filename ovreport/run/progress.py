"""What the runner tells while it measures; the command line shows it, tests count it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ovreport.plan import Block, Cell
from ovreport.records import Record


@dataclass(frozen=True, kw_only=True)
class Running:
    """Where a block stands after a slice.

    Attributes:
        share: Of the cell's counted time (or requests) that is done, 0..1.
        block_share: Of the whole block's counted time that is done, 0..1.
        throughput_fps: Images per second in this slice.
        measured_seconds: Counted time of the session so far.
    """

    block: Block
    cell: Cell
    turn: int
    share: float
    block_share: float
    throughput_fps: float
    measured_seconds: float


@dataclass(frozen=True, kw_only=True)
class Taker:
    """Somebody who takes processor time while a quiet moment is waited for.

    Attributes:
        name: Of a program, all of its processes together; empty for all who cannot be named.
        share: Of one processor.
    """

    name: str
    share: float


@dataclass(frozen=True, kw_only=True)
class Summary:
    """Where the time of a session went.

    Attributes:
        slices_seconds: In slices, their warm-up and tail included.
        warmup_seconds: In first inferences and warm-up before the first slice.
        trials, failed: Records that were yielded, and those among them without timings.
        waited_seconds: For a quiet moment of this host; nothing was measured then.
    """

    wall_seconds: float
    slices_seconds: float
    warmup_seconds: float
    trials: int
    failed: int
    waited_seconds: float = 0.0

    def and_then(self, other: Summary) -> Summary:
        """Both sessions, one after the other."""
        return Summary(
            wall_seconds=self.wall_seconds + other.wall_seconds,
            slices_seconds=self.slices_seconds + other.slices_seconds,
            warmup_seconds=self.warmup_seconds + other.warmup_seconds,
            trials=self.trials + other.trials,
            failed=self.failed + other.failed,
            waited_seconds=self.waited_seconds + other.waited_seconds,
        )

    @property
    def measuring_share(self) -> float:
        """Share of the wall time that was measuring or warming up, 0..1."""
        return min((self.slices_seconds + self.warmup_seconds) / max(self.wall_seconds, 1e-9), 1.0)


class Progress:
    """Called by the runner between slices, never inside one; shows nothing by itself.

    A display should draw in these calls alone and keep no thread awake: what it does here costs wall time,
    what it does elsewhere would disturb a slice.
    """

    def session_started(self, blocks: int, trials: int, seconds: float) -> None:
        """Blocks and trials to come, and the counted seconds in them (0 where requests are counted)."""

    def block_started(self, block: Block) -> None:
        """The workers of a block are being started."""

    def cell_prepared(self, block: Block, cell: Cell) -> None:
        """A cell is compiled and warm."""

    def waiting(self, takers: Sequence[Taker]) -> None:
        """Nothing is measured until all others on this host are quiet; who is not, busiest first.

        Called again and again until `waited`.
        """

    def waited(self, *, quiet: bool) -> None:
        """It goes on after `waiting`; unless `quiet`, since there is no time to wait any longer."""

    def slice_done(self, running: Running) -> None:
        """A slice was measured."""

    def trial_done(self, record: Record) -> None:
        """A record is about to be yielded; `record.failure` says whether it failed."""

    def session_done(self, summary: Summary) -> None:
        """Everything was yielded."""
