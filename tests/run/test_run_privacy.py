"""What must not be recorded."""

from pathlib import Path

import pytest

from ovreport.run.privacy import without_paths


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
