"""What is said to someone who presses Ctrl-C."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import typer


@contextlib.contextmanager
def saying(words: str, at_once: str = "") -> Iterator[None]:
    """Inside, Ctrl-C ends the command with code 130 and `words`, or `at_once` if pressed again and again."""
    try:
        yield
    except KeyboardInterrupt as pressed:
        from ovreport.run import interrupts  # there already where it can be raised

        again = isinstance(pressed, interrupts.SecondInterrupt)
        typer.echo(f"\n{at_once if again and at_once else words}", err=True)
        raise typer.Exit(130) from None
