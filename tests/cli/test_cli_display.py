"""What is shown while measuring."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from ovreport.cli import display
from ovreport.plan import blocks
from ovreport.run.progress import Running, Taker
from tests.simulated_plans import make_plan
from tests.simulation import failed, measure

PLAN = make_plan(factors={"requests": [1, 4]}, rounds=3)


def shown(*, terminal: bool, message: str = "the worker ended") -> str:
    """What a first round looks like, with one slice and a failed trial."""
    block = blocks(PLAN)[0]
    screen = io.StringIO()
    console = Console(file=screen, force_terminal=terminal, width=120, color_system=None)
    progress = display.Display(PLAN, console)
    with progress.bar:
        progress.session_started(3, 6, 12.0)
        progress.block_started(block)
        progress.cell_prepared(block, block.cells[0])
        progress.slice_done(
            Running(
                block=block,
                cell=block.cells[0],
                turn=0,
                share=0.5,
                block_share=0.25,
                throughput_fps=1234.5,
                measured_seconds=1.0,
            )
        )
        progress.trial_done(failed(next(measure(PLAN))[0], message=message))
    return screen.getvalue()


@pytest.fixture(autouse=True)
def _every_step(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(display, "REDRAW_SECONDS", -1.0)


def test_a_terminal_shows_the_running_figure_of_the_cell_whose_turn_it_is() -> None:
    told = shown(terminal=True)
    assert "round 1 of 3, trial 1 of 6: " in told
    assert "1,234 FPS" in told
    assert "round 1 of 3 ...\n" not in told


def test_a_log_gets_a_line_for_every_round_and_none_for_a_slice() -> None:
    told = shown(terminal=False)
    assert told.startswith("sample: 6 trials to measure, at least 12 s of measuring.\n  round 1 of 3 ...\n")
    assert "FPS" not in told


@pytest.mark.parametrize("terminal", [False, True])
def test_a_failed_trial_is_told_at_once_in_one_line(terminal: bool) -> None:
    assert "round 1: out of [red] memory\n" in shown(terminal=terminal, message="out of [red] memory\nmore")
    assert "round 1: crash\n" in shown(terminal=terminal, message="")


def waits(*, terminal: bool) -> str:
    """Two rounds on a host that is waited for in vain in both of them."""
    screen = io.StringIO()
    console = Console(file=screen, force_terminal=terminal, width=120, color_system=None)
    progress = display.Display(PLAN, console)
    takers = [Taker(name="[red]", share=1.4), Taker(name="", share=0.6)]
    with progress.bar:
        for block in blocks(PLAN)[:2]:
            progress.block_started(block)
            for _ in range(3):
                progress.waiting(takers)
                progress.waiting(takers[:1])
                progress.waited(quiet=False)
    return screen.getvalue()


def test_a_terminal_shows_who_is_waited_for_and_a_log_says_it_once_a_round() -> None:
    said = "waiting for a quiet moment: [red] 140 %, others 60 %"
    assert said in waits(terminal=True)
    assert f"{said}\n" not in waits(terminal=True)
    assert waits(terminal=False).count(f"  {said}\n") == 2


@pytest.mark.parametrize("terminal", [False, True])
def test_waiting_in_vain_is_said_once(terminal: bool) -> None:
    assert waits(terminal=terminal).count("no quiet moment came") == 1
