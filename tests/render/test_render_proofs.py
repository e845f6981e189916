"""Evidence: what the page offers to check a conclusion with is true."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest
from scipy import stats

from ovreport.analysis.results import Contrast, Estimate, Verdict
from ovreport.conclusions.claims import Report
from ovreport.render.context import Context
from ovreport.render.proofs import badge, conclusions_of, program, ruler
from ovreport.render.tongue import Tongue
from tests.render.conftest import context_of


def contrasts(report: Report) -> list[tuple[Contrast, Estimate]]:
    found = [contrast for claim in report.conclusions for contrast in claim.contrasts]
    return [(contrast, contrast.estimate) for contrast in found if contrast.estimate]


def test_the_program_prints_what_its_last_line_says(article: Report) -> None:
    code = program(contrasts(article)[0][1])
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip().splitlines()[-1] == code.splitlines()[-1].removeprefix("# ")


def test_a_program_from_pairs_alone_computes_its_interval(article: Report) -> None:
    logs = np.array([0.10, 0.12, 0.08, 0.11])
    low, high = np.exp(stats.t.interval(0.95, 3, logs.mean(), stats.sem(logs)))
    paired = replace(
        contrasts(article)[0][1],
        method="paired",
        log_ratios=tuple(logs.tolist()),
        ratio=float(np.exp(logs.mean())),
        low=float(low),
        high=float(high),
    )
    code = program(paired)
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "own" not in code
    assert ran.stdout.strip() == code.splitlines()[-1].removeprefix("# ")


def test_a_single_round_gives_a_program_without_an_interval(article: Report) -> None:
    one = replace(
        contrasts(article)[0][1], log_ratios=(0.5,), low=float("nan"), high=float("nan"), ratio=1.6487
    )
    assert program(one).endswith("# 1.649")


def test_a_verdict_can_be_seen_on_its_ruler(article: Report) -> None:
    seen = 0
    for contrast, estimate in contrasts(article):
        drawn = ruler(estimate, contrast.margin)
        assert drawn
        assert drawn.band.low is not None
        assert drawn.band.width is not None
        assert drawn.adjusted.low is not None
        assert drawn.adjusted.width is not None
        left, right = drawn.adjusted.low, drawn.adjusted.low + drawn.adjusted.width
        outside = right < drawn.band.low or left > drawn.band.low + drawn.band.width
        if contrast.verdict in {Verdict.FASTER, Verdict.SLOWER}:
            assert outside
            seen += 1
    assert seen


def test_an_estimate_without_an_interval_has_no_ruler(article: Report) -> None:
    bare = replace(contrasts(article)[0][1], low=float("nan"))
    assert ruler(bare, 0.03) is None


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
def test_verdicts_have_different_words_and_shapes(language: str) -> None:
    marks = [badge(verdict, Tongue(language)) for verdict in Verdict]
    assert len({mark.word for mark in marks if mark}) == len(Verdict)
    assert len({mark.kind for mark in marks if mark}) == len(Verdict)
    assert badge(None, Tongue(language)) is None


def test_every_measured_comparison_shows_values_per_round_and_records(article: Report) -> None:
    context: Context = context_of(article)
    for claim, shown in zip(article.conclusions, conclusions_of(context), strict=True):
        if any(contrast.estimate for contrast in claim.contrasts):
            assert shown.evidence
            assert shown.evidence.tables[0].rows
            assert shown.evidence.hashes
            assert all(re.fullmatch(r"[0-9a-f]{8}", sha) for sha in shown.evidence.hashes[:10])


def test_conclusions_from_published_figures_are_marked(published: Report) -> None:
    shown = conclusions_of(context_of(published))
    assert any(conclusion.published for conclusion in shown)
    assert all(conclusion.ruler is None for conclusion in shown)
