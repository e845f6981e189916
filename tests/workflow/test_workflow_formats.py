"""Every record format ever released stays readable, and what it holds is still judged and told.

`tests/store/fixtures` has the experiment `tiny.yaml` and what `ovreport run tiny.yaml --host fixture` of a
release made of it, on a machine with OpenVINO and without a GPU: `format-1` by 0.1.0 (2ab6199),
`format-2-first` by the first commit that wrote format 2 (ce3eb99), `format-2` by the last one that changed
what is in it. Whoever writes a new format adds a folder, and replaces none of an earlier one.
"""

from __future__ import annotations

from pathlib import Path

import pyarrow.parquet as pq
import pytest

from ovreport import plan, spec
from ovreport.analysis.results import Status
from ovreport.claims import say, say_caveat
from ovreport.claims.claim import Report
from ovreport.language.registry import LANGUAGES
from ovreport.language.spans import plain
from ovreport.records import Unreadable
from ovreport.store.format import FORMAT_VERSION, READABLE
from ovreport.workflow import Job, report

FIXTURES = Path(__file__).parents[1] / "store" / "fixtures"
RELEASES = sorted(path.name for path in FIXTURES.iterdir() if path.is_dir())


def written_in(release: str) -> set[int]:
    """The formats of a release's records, as the files themselves say."""
    files = (FIXTURES / release).rglob("*.parquet")
    return {int(pq.read_schema(path).metadata[b"ovreport.format"]) for path in files}


@pytest.fixture(params=RELEASES)
def told(request: pytest.FixtureRequest) -> Report:
    """What is made today of the records of a release."""
    path = FIXTURES / "tiny.yaml"
    job = Job(path=path, plan=plan.expand(spec.load(path)), results=FIXTURES / request.param)
    (inputs,) = report.inputs(job)
    return report.build(job, inputs)


def test_records_are_kept_of_every_format_that_is_read() -> None:
    formats = [written_in(release) for release in RELEASES]
    assert set().union(*formats) == set(READABLE)
    assert max(READABLE) == FORMAT_VERSION


def test_all_records_of_a_release_are_read(told: Report) -> None:
    left: tuple[Unreadable, ...] = told.analysis.unreadable
    assert (left, told.analysis.left_out) == ((), ())
    assert [(cell.status, len(cell.trials)) for cell in told.analysis.cells] == [
        (Status.MEASURED, 2),
        (Status.MEASURED, 2),
        (Status.NO_DEVICE, 0),
    ]


def test_records_of_a_release_are_judged(told: Report) -> None:
    (asked,) = (each for each in told.analysis.effects if each.metric == "throughput")
    (contrast,) = asked.contrasts
    assert contrast.estimate is not None
    assert contrast.estimate.rounds == 2
    assert contrast.estimate.low < contrast.estimate.ratio < contrast.estimate.high
    cells = [told.analysis.cell(cell) for cell in (contrast.cell, contrast.reference)]
    assert contrast.records == tuple(trial.sha256 for cell in cells for trial in cell.trials)


@pytest.mark.parametrize("language", LANGUAGES)
def test_records_of_a_release_are_told(told: Report, language: str) -> None:
    assert told.conclusions
    for claim in told.conclusions:
        assert plain(say(claim, told, language).headline)
    for touched in told.caveats:
        assert plain(say_caveat(touched.caveat, told, language).headline)
