"""Which of Lighthouse's runs counts."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.site import lighthouse


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, int, int]]:
    """Scores that runs will give, in this order; each leaves its number as its report."""
    planned: list[tuple[int, int, int]] = []
    done: list[int] = []

    def audit(url: str, report: Path) -> dict[str, int]:
        report.write_text(str(len(done)), encoding="utf-8")
        done.append(len(done))
        return dict(zip(lighthouse.CATEGORIES, planned[done[-1]], strict=True))

    monkeypatch.setattr(lighthouse, "audit", audit)
    return planned


def test_the_best_run_is_the_one_whose_worst_category_is_best(
    runs: list[tuple[int, int, int]], tmp_path: Path
) -> None:
    runs += [(99, 99, 80), (90, 91, 92), (80, 99, 99)]
    report = tmp_path / "report.json"
    scores = lighthouse.best_of("", report, enough=95, attempts=3)
    assert tuple(scores.values()) == (90, 91, 92)
    assert report.read_text(encoding="utf-8") == "1"
    assert list(tmp_path.iterdir()) == [report]


def test_no_further_run_follows_one_that_is_good_enough(
    runs: list[tuple[int, int, int]], tmp_path: Path
) -> None:
    runs += [(94, 100, 100), (95, 95, 96)]
    scores = lighthouse.best_of("", tmp_path / "report.json", enough=95)
    assert tuple(scores.values()) == (95, 95, 96)
