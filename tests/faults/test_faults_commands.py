"""A command that an experiment file names runs only when the user allows it, whatever measures."""

from __future__ import annotations

from pathlib import Path

import pytest

from ovreport.errors import SpecError
from tests.cli.stand_in import TINY, Simulated, command, experiment, stored

WITH_COMMAND = TINY + 'disturbance: ["command: touch ran", none]\n'


@pytest.mark.parametrize("name", ["build", "run", "plan", "aa"])
def test_a_command_needs_leave_wherever_it_would_run(simulated: Simulated, name: str) -> None:
    path = experiment(WITH_COMMAND)
    ended = command(name, path)
    assert isinstance(ended.exception, SpecError), ended.output
    assert "--allow-commands" in str(ended.exception)
    assert simulated.calls == []
    assert not Path("ran").exists()


@pytest.mark.parametrize("name", ["check", "render", "list", "conclusions"])
def test_commands_that_only_look_run_nothing(simulated: Simulated, name: str) -> None:
    path = experiment(WITH_COMMAND)
    command(name, path)
    assert simulated.calls == []
    assert not Path("ran").exists()


def test_a_repeated_trial_that_fails_replaces_its_record_in_the_site(simulated: Simulated) -> None:
    path = experiment()
    assert command("build").exit_code == 0
    ids = {name.split("-")[2].removesuffix(".parquet") for name in stored()}
    simulated.failing = dict.fromkeys(ids, "crash")
    command("build", path, "--rerun")
    confirmed = command("verify", "site")
    assert confirmed.exit_code == 0, confirmed.exception
