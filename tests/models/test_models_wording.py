"""What is said of a failure, and what must not be recorded."""

from pathlib import Path

import pytest

from ovreport.models.wording import shortened, without_paths


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("cannot open /home/ada/models/net.xml: no such file", "cannot open net.xml: no such file"),
        ("CACHE_DIR=/tmp/of/ada/cache", "CACHE_DIR=cache"),
        (r"cannot open C:\Users\ada\net.xml", "cannot open net.xml"),
        ("https://example.org/a/b", "https://example.org/a/b"),
        ("2 / 3 and yes/no", "2 / 3 and yes/no"),
        ("src/inference/core.cpp:117", "src/inference/core.cpp:117"),
    ],
)
def test_folders_are_cut_off_and_the_file_stays(text: str, expected: str) -> None:
    assert without_paths(text) == expected


def test_the_home_folder_is_never_spelled_out() -> None:
    home = str(Path.home())
    assert home not in without_paths(f"in {home}: and {home}/deep/er/net.xml")
    assert without_paths(f"{home}/deep/er/net.xml") == "net.xml"


def test_openvinos_words_come_without_places_in_its_sources_and_without_folders() -> None:
    error = RuntimeError(
        "Exception from src/inference/src/cpp/core.cpp:117:\n"
        "Check 'x' failed at src/plugins/a/plugin.cpp:559:\n"
        "[GPU] cannot use /home/ada/cache/blob\n\n"
    )
    assert shortened(error) == "[GPU] cannot use blob"


def test_long_words_are_shortened() -> None:
    assert len(shortened(RuntimeError("word " * 1000))) == 500
