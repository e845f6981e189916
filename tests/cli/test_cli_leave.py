"""What may be run and read is asked for wherever an experiment file says it, not only at its top."""

from __future__ import annotations

from pathlib import Path

import pytest

from ovreport.errors import SpecError
from tests.cli.stand_in import TINY, Simulated, command, experiment

RAN = '"command: touch ran"'


@pytest.mark.parametrize("name", ["build", "run", "plan", "aa"])
@pytest.mark.parametrize(
    "given",
    [f"include: [{{disturbance: {RAN}}}]\n", f"bundles: {{load: {{a: {{}}, b: {{disturbance: {RAN}}}}}}}\n"],
    ids=["include", "bundles"],
)
def test_a_command_of_a_setting_or_bundle_needs_leave(simulated: Simulated, name: str, given: str) -> None:
    ended = command(name, experiment(TINY + given))
    assert isinstance(ended.exception, SpecError), ended.output
    assert "--allow-commands" in str(ended.exception)
    assert simulated.calls == []
    assert not Path("ran").exists()


@pytest.mark.parametrize("name", ["build", "run", "plan", "aa", "check"])
@pytest.mark.parametrize(
    "given",
    ["include: [{model: ../net.xml}]\n", "bundles: {net: {a: {}, b: {model: ../net.xml}}}\n"],
    ids=["include", "bundles"],
)
def test_a_network_of_a_setting_or_bundle_outside_of_the_folder_needs_leave(
    simulated: Simulated, name: str, given: str
) -> None:
    ended = command(name, experiment(TINY + given))
    assert isinstance(ended.exception, SpecError), ended.output
    assert "--allow-outside" in str(ended.exception)
    assert simulated.calls == []
