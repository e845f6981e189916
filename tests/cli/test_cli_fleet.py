"""What the command line says of fleets, where none is there."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from ovreport.cli import fleet_desk
from ovreport.cli.fleet_desk import FleetDisplay
from ovreport.errors import FleetError
from ovreport.fleet import desk, local
from ovreport.fleet.choosing import FleetHost
from ovreport.fleet.desk import RunState
from ovreport.workflow import Job
from tests.cli.stand_in import Simulated, command, experiment


def test_certificates_are_made_and_the_commands_that_take_them_are_told(tmp_path: Path) -> None:
    ended = command("fleet", "certificates", tmp_path / "own")
    assert ended.exit_code == 0
    assert sorted(path.name for path in (tmp_path / "own").iterdir()) == ["ca.pem", "fleet.key", "fleet.pem"]
    for told in (
        "good until 20",
        "dask scheduler --protocol tls",
        "ovreport worker tls://",
        "--scheduler tls://",
    ):
        assert told in ended.output


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--hosts", "nuc-13"), "need --scheduler"),
        (("--attach",), "need --scheduler"),
        (("--scheduler", "tls://desk:8786", "--local", "2"), "not both"),
        (("--local", "2", "--attach", "--rerun"), "give one"),
    ],
)
def test_options_of_a_fleet_that_contradict_each_other_are_told(
    simulated: Simulated, arguments: Sequence[str], told: str
) -> None:
    experiment()
    ended = command("run", "experiments", *arguments)
    assert ended.exit_code == 2
    assert told in " ".join(ended.output.replace("│", " ").split())
    assert simulated.calls == []


def test_a_worker_goes_to_no_other_machine_unencrypted() -> None:
    ended = command("worker", "tcp://desk:8786", "--name", "nuc-13")
    assert isinstance(ended.exception, FleetError)


def test_a_fleet_without_its_extra_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(FleetError, match=r"pip install '\.\[fleet\]'"), fleet_desk.extra():
        raise ModuleNotFoundError("No module named 'distributed'", name="distributed")


class NoDesk:
    """Stands in for a desk; keeps what it is asked for."""

    asked: dict[str, Any]

    def __init__(self, client: object, listener: FleetDisplay) -> None:
        self.listener = listener

    def hosts(self, *, fewest: int) -> tuple[FleetHost, ...]:
        NoDesk.asked = {"fewest": fewest}
        return tuple(FleetHost(name=f"local-{place}", cores=1, devices=("CPU",)) for place in (1, 2))

    def measure(
        self, jobs: Sequence[Job], there: Sequence[FleetHost], named: Sequence[str], **how: bool
    ) -> list[str]:
        NoDesk.asked |= {"jobs": [job.slug for job in jobs], "named": named, **how}
        self.listener.runs([RunState(host="local-1", experiment="tiny", round=1, of="3", said="measuring")])
        return ["local-1: tiny: crash"]


def test_the_command_says_which_hosts_measure_and_ends_with_what_failed(
    simulated: Simulated, monkeypatch: pytest.MonkeyPatch
) -> None:
    @contextmanager
    def nothing(*_: object, **__: object) -> Iterator[str]:
        yield "tcp://127.0.0.1:8786"

    for module, name in ((local, "started"), (desk, "connected"), (desk, "held")):
        monkeypatch.setattr(module, name, nothing)
    monkeypatch.setattr(desk, "Desk", NoDesk)
    experiment()
    ended = command(
        "run", "experiments", "--local", "2", "--hosts", "local-1,local-2", "--no-wait", "--rerun"
    )
    assert "local-1, local-2." in ended.output
    assert "round 1 of 3" in ended.output
    assert "local-1: tiny: crash" in str(ended.exception)
    assert NoDesk.asked == {
        "fewest": 2,
        "jobs": ["tiny"],
        "named": ("local-1", "local-2"),
        "await_quiet": False,
        "rerun": True,
    }
    assert simulated.calls == []


def state(said: str, number: int = 0) -> RunState:
    return RunState(host="nuc-13", experiment="tiny", round=number, of="3", said=said)


def test_a_log_gets_a_line_for_every_change_and_is_told_of_hosts_that_come_back() -> None:
    told = io.StringIO()
    display = FleetDisplay(quiet=False, console=Console(file=told))
    for each in (
        state("waiting"), state("measuring", 1), state("measuring", 1), state("silent for 12 s", 1),
        state("silent for 13 s", 1), state("measuring", 1), state("lost", 1), state("measuring", 2),
    ):  # fmt: skip
        display.runs([each])
    assert told.getvalue().splitlines() == [
        "nuc-13: tiny: waiting",
        "nuc-13: tiny: round 1 of 3",
        "nuc-13: tiny: silent",
        "nuc-13: back.",
        "nuc-13: tiny: round 1 of 3",
        "nuc-13: tiny: lost",
        "nuc-13: back.",
        "nuc-13: tiny: round 2 of 3",
    ]


def test_a_terminal_gets_one_table_of_all_hosts() -> None:
    told = io.StringIO()
    display = FleetDisplay(quiet=False, console=Console(file=told, force_terminal=True, width=100))
    with display.live():
        display.runs([state("done", 3), *[state("measuring", 2)] * 40])
    assert "2 of 3" in told.getvalue()
    assert "and 11 more" in told.getvalue()
