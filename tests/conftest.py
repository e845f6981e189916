"""What all tests share: a home of their own, and reproducible property tests."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

settings.register_profile(
    "suite", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("suite")

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # As a shell without job control leaves it to what it runs in the background, and that to its children:
    # commands under test would not hear Ctrl-C.
    signal.signal(signal.SIGINT, signal.default_int_handler)

TOGETHER = ("tests/site/", "tests/test_gpu_on_cpu.py")
"""Tests that share what takes long to make: the sites, the GPU."""


class Together(LoadScopeScheduling):  # type: ignore[misc]  # xdist ships no types
    """Gives tests that belong together to one process, the most of them first.

    xdist's own groups say nothing with pytest 9.2, which keeps a test's id where xdist does not write it.
    """

    def _split_scope(self, nodeid: str) -> str:
        return next((place for place in TOGETHER if nodeid.startswith(place)), nodeid)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Together:
    return Together(config, log)


USER_CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "ovreport-tests"
"""For what is too large to make anew in every run; outside the repository and outside the tests' home."""


@pytest.fixture(scope="session", autouse=True)
def _own_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Caches, settings and state of the tool go to a temporary folder, also those of child processes.

    No command waits for a quiet moment: the machine is busy with tests.
    """
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        for kind in ("CACHE", "CONFIG", "DATA", "STATE"):
            patch.setenv(f"XDG_{kind}_HOME", str(home / kind.lower()))
        patch.setenv("OVREPORT_NO_WAIT", "1")
        yield
