"""A caveat of every kind about two of four configurations, or about the whole run."""

from __future__ import annotations

from ovreport.analysis.autocorrelation import Carryover
from ovreport.analysis.caveats import elsewhere, machine, records, rounds
from ovreport.analysis.mismatches import SettingMismatch
from ovreport.analysis.results import Analysis, Caveat
from ovreport.records import LeftOut, Unreadable
from tests.claims.handmade import analysis
from tests.simulated_plans import make_plan

PLAN = make_plan(factors={"batch": [1, 3], "requests": [1, 4]})
TWO = tuple(cell.id for cell in PLAN.cells[:2])

CAVEATS: tuple[Caveat, ...] = (
    records.FailedTrials(cells=TWO, why="timeout", failed=2, trials=14),
    machine.Suspend(cells=TWO, seconds=40),
    machine.Standstill(cells=TWO, round=3, seconds=12, usual_ns=2.1e7),
    machine.Clock(cells=TWO, requests=17, share=0.002),
    records.NotNumbers(cells=TWO, values=3, of=700),
    records.OutputsDiffer(cells=TWO, largest=0.1, relative=0.34),
    records.SaturatedOutputs(cells=TWO, output="boxes", share=0.98),
    records.Stateful(cells=TWO),
    records.Denormals(cells=TWO, share=0.2),
    machine.Throttling(cells=TWO, events=12),
    machine.Quota(cells=TWO, granted="1.5", periods=31, seconds=2.5),
    machine.Frequency(lowest_mhz=2100, highest_mhz=3400),
    machine.Frequency(lowest_mhz=2100, highest_mhz=3400, within=True),
    elsewhere.Provoked(cells=TWO[:1], own=0.82, rest=0.06, p=0.001),
    elsewhere.Provoked(cells=TWO, own=0.82, rest=0.11, p=0.001),
    rounds.FewRounds(rounds=2),
    rounds.UnequalRounds(cells=TWO, fewest=5, of=6),
    rounds.SessionSplit(rounds=2, of=7),
    records.Fallback(
        cells=TWO, mismatch=SettingMismatch(what="precision", requested="bf16", effective="f32")
    ),
    records.Emulated(cells=TWO, precision="bf16"),
    machine.Floor(cells=TWO, share=0.3),
    machine.Floor(cells=TWO, share=1.0),
    machine.Steal(cells=TWO, share=0.04),
    elsewhere.NeverQuiet(rounds=2, of=7, disturbed=31, passes=420),
    elsewhere.Busy(cells=TWO, share=0.64),
    machine.OwnCpu(cells=TWO, share=0.06),
    machine.Load(load=1.7),
    rounds.Drift(cells=TWO, change=-0.05),
    rounds.Drift(cells=TWO, change=0.05),
    *(rounds.Shift(cells=TWO, ratio=1.12, trials=n, of=of) for n, of in ((3, 14), (2, 2), (1, 1))),
    rounds.Modes(cells=TWO, modes=3),
    rounds.Outliers(cells=TWO, share=0.07),
    rounds.Noisy(cells=TWO, share=0.11),
    rounds.Remembered(carryover=Carryover(correlation=0.53, p=0.004, rounds=20)),
    rounds.NoSpread(cells=TWO),
    rounds.ShortSlices(cells=TWO, requests=2.4),
    rounds.Neighbours(cells=TWO, ratio=1.08),
    rounds.Percentiles(cells=TWO, percent=99, effective=120, needed=662),
    machine.NoFrequency(),
    machine.NoNoiseFloor(),
    records.RecordsLeftOut(left_out=LeftOut(why="openvino", records=3, was="2025.3", now="2026.1")),
    records.RecordsLeftOut(left_out=LeftOut(why="network", records=1, was="1a2b", now="3c4d", network="net")),
    *(
        records.RecordsLeftOut(left_out=LeftOut(why=why, records=3, was="1a2b", now="3c4d"))
        for why in ("inputs", "measure")
    ),
    records.RecordsLeftOut(left_out=LeftOut(why="cell", records=3)),
    records.UnreadableFiles(
        files=2, first=Unreadable(path="results/a.parquet", reason="it ends in the middle.")
    ),
)


def caveats() -> tuple[Analysis, tuple[Caveat, ...]]:
    """The analysis that they are about, and one of every kind, from the most to the least serious."""
    return analysis(PLAN), CAVEATS
