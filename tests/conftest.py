"""What all tests share: a home of their own, and reproducible property tests."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

# Two processes of tests leave no processor idle: threads of NumPy that spin for one another take a hundred
# times as long for a matrix of a hundred columns. It is read when NumPy is loaded.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

settings.register_profile(
    "suite", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("suite")

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # As a shell without job control leaves it to what it runs in the background, and that to its children:
    # commands under test would not hear Ctrl-C.
    signal.signal(signal.SIGINT, signal.default_int_handler)

ROOT = Path(__file__).parents[1]

TOGETHER = ("tests/site/", "tests/test_gpu_on_cpu.py")
"""Tests that share what takes long to make, beside those of a file: the sites, the GPU."""


class Together(LoadScopeScheduling):  # type: ignore[misc]  # xdist ships no types
    """Gives tests that belong together to one process, the most of them first.

    xdist's own groups say nothing with pytest 9.2, which keeps a test's id where xdist does not write it.
    """

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        alone = file if makes_once(file) else nodeid
        return next((place for place in TOGETHER if nodeid.startswith(place)), alone)


@cache
def makes_once(file: str) -> bool:
    """Whether a fixture of a file is made once for all of its tests."""
    return 'scope="module"' in (ROOT / file).read_text(encoding="utf-8")


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
