"""What a measuring process tells its worker."""

from __future__ import annotations

import json

import pytest

from ovreport.fleet.measuring import Telling


def test_what_is_installed_first_is_told_as_it_is(capfd: pytest.CaptureFixture[str]) -> None:
    Telling().waiting("Installing OpenVINO 2025.4.1 into cache.")
    assert json.loads(capfd.readouterr().out) == {"doing": "Installing OpenVINO 2025.4.1 into cache."}
