"""A fleet of real processes: what one command brings back, and what survives when parts of it are killed."""

from __future__ import annotations

import contextlib
import os
import random
import re
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from ovreport import plan, spec
from ovreport.fleet import certificates
from ovreport.records import Record
from ovreport.store import read_file
from tests.commandline import PATIENCE_SECONDS
from tests.fleet import hostile
from tests.fleet.fleets import TINY, Fleet, end, fleet, wait_for

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(os.name == "nt", reason="measuring needs signals of POSIX systems"),
]

HOSTS = ("nuc-1", "nuc-2", "nuc-3", "nuc-4")
KILLS = int(os.environ.get("OVREPORT_KILLS", "4"))
LONGEST_SECONDS = 3.0


def records(found: Fleet) -> dict[str, bytes]:
    """All records at the desk, by their places."""
    return {
        path.relative_to(found.results).as_posix(): path.read_bytes()
        for path in sorted(found.results.glob("*/*/r*.parquet"))
    }


def measured(found: Fleet) -> list[Record]:
    return [read_file(path) for path in sorted(found.results.glob("*/*/r*.parquet"))]


def assert_measured_once(found: Fleet) -> None:
    """Every configuration in every round on every host; only the baseline may be repeated beside others."""
    asked = plan.expand(spec.load(found.folder / "experiments" / "tiny.yaml"))
    trials = Counter((each.host, each.round, each.cell_id) for each in measured(found) if not each.failure)
    rounds = range(1, asked.measure.rounds + 1)
    assert set(trials) == {(name, at, cell.id) for name in HOSTS for at in rounds for cell in asked.cells}
    assert {key for key, number in trials.items() if number > 1 and key[2] != asked.baseline} == set()


def assert_never_together(found: Fleet) -> None:
    """That no two hosts, which are one machine here, measured at once, by their records' own times."""
    spans: dict[tuple[str, str], tuple[int, int]] = {}
    for each in measured(found):
        key = (each.host, each.session)
        first, last = spans.get(key, (each.started_utc_ns, each.after.utc_ns))
        spans[key] = min(first, each.started_utc_ns), max(last, each.after.utc_ns)
    for (_, before), (after, _) in pairwise(sorted(spans.values())):
        assert before <= after


def pages(found: Fleet) -> list[str]:
    """The pages of the site, whichever host each is about."""
    site = found.folder / "site"
    paths = (path.relative_to(site).as_posix() for path in site.rglob("*.html"))
    return sorted(re.sub("|".join(HOSTS), "HOST", path) for path in paths)


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Fleet]:
    """Four hosts that one command has measured on, over TLS, with pages."""
    with fleet(tmp_path_factory.mktemp("undisturbed"), *HOSTS) as found:
        found.ended(found.start_desk(command="build"))
        yield found


def test_one_command_brings_back_the_very_records_of_all_hosts(undisturbed: Fleet) -> None:
    assert_measured_once(undisturbed)
    kept = undisturbed.folder / "homes"
    for place, content in records(undisturbed).items():
        name = place.split("/")[1]
        own = kept / name / "DATA" / "ovreport" / "hosts" / name / "results" / place
        assert own.read_bytes() == content


def test_two_measurements_never_meet_on_a_machine(undisturbed: Fleet) -> None:
    assert_never_together(undisturbed)


def test_a_worker_says_what_it_does(undisturbed: Fleet) -> None:
    told = undisturbed.log("nuc-1").read_text(encoding="utf-8")
    assert re.search(r"nuc-1: tiny: round 1\n(.*\n)*nuc-1: tiny: round 3\nnuc-1: tiny: done\n", told)


def test_every_host_has_its_page(undisturbed: Fleet) -> None:
    site = undisturbed.folder / "site"
    told = "".join(path.read_text(encoding="utf-8") for path in site.rglob("*.html"))
    assert all(name in told for name in HOSTS)


def test_what_is_there_is_not_measured_again(undisturbed: Fleet) -> None:
    before = records(undisturbed)
    undisturbed.ended(undisturbed.start_desk())
    assert records(undisturbed) == before


@contextlib.contextmanager
def busy() -> Iterator[None]:
    """A program that wants a processor all the time."""
    taking = subprocess.Popen([sys.executable, "-c", "while True: pass"], text=True)
    try:
        yield
    finally:
        end(taking)


def test_of_two_desks_at_once_one_is_told_who_holds_the_fleet_and_no_two_measurements_meet(
    tmp_path: Path,
) -> None:
    with fleet(tmp_path, "nuc-1", "nuc-2") as found, busy():
        (tmp_path / "others").mkdir()
        (tmp_path / "others" / "other.yaml").write_text(TINY, encoding="utf-8")
        desks = [
            found.start_desk("--wait"),
            found.start_desk("--wait", "--results", found.results, experiments="others"),
        ]
        told = "".join(found.ended(each) for each in desks)
        (holder,) = re.findall(
            r"Waiting for the fleet, in use by process (\d+) on .*, at work since 20", told
        )
        assert int(holder) in [each.pid for each in desks]
        assert {each.experiment for each in measured(found)} == {"tiny", "other"}
        assert_never_together(found)


def test_a_run_whose_desk_was_closed_goes_on_and_is_collected_by_another(tmp_path: Path) -> None:
    with fleet(tmp_path, "nuc-1", text=TINY.replace("rounds: 3", "rounds: 30")) as found:
        first = found.start_desk()
        wait_for(lambda: records(found), "a record")
        first.kill()
        first.wait()
        assert "--attach" in found.ended(found.start_desk(), 5)
        found.ended(found.start_desk("--attach"))
        trials = measured(found)
        assert len(trials) == 60
        assert len({each.session for each in trials}) == 1  # nothing was begun anew


def test_ctrl_c_at_the_desk_ends_the_hosts_and_keeps_what_is_finished(tmp_path: Path) -> None:
    with fleet(tmp_path, "nuc-1", text=TINY.replace("rounds: 3", "rounds: 200")) as found:
        desk = found.start_desk()
        wait_for(lambda: records(found), "a record")
        desk.send_signal(signal.SIGINT)
        assert "Every finished trial is kept" in found.ended(desk, 130)
        own = tmp_path / "homes" / "nuc-1" / "DATA" / "ovreport" / "hosts" / "nuc-1" / "results"
        at_host = {path.relative_to(own).as_posix() for path in own.glob("*/*/r*.parquet")}
        assert at_host == set(records(found))


def test_a_scheduler_that_dies_is_told_at_the_desk_and_the_same_command_goes_on(tmp_path: Path) -> None:
    with fleet(tmp_path, "nuc-1") as found:
        desk = found.start_desk()
        wait_for(lambda: records(found), "a record")
        assert found.scheduler
        found.scheduler.kill()
        found.scheduler.wait()
        assert "the scheduler is gone" in found.ended(desk, 10)
        wait_for(lambda: not found.ready("nuc-1"), "that the worker says so")
        found.start_scheduler()
        wait_for(lambda: found.ready("nuc-1"), "the worker")
        found.ended(found.start_desk())
        assert len(records(found)) >= 6


def test_a_worker_that_another_authority_vouches_for_gets_no_further(tmp_path: Path) -> None:
    with fleet(tmp_path) as found:
        certificates.make(tmp_path / "others")
        stranger = found.started(
            "stranger",
            "tests.fleet.faked",
            *("worker", found.address, "--name", "nuc-9", "--certificates", tmp_path / "others", "--once"),
        )
        assert stranger.wait(PATIENCE_SECONDS) == 10
        assert "certificate verify failed" in found.log("stranger").read_text(encoding="utf-8")


def test_a_hostile_worker_is_named_and_the_pages_are_those_of_honest_ones(tmp_path: Path) -> None:
    with fleet(tmp_path, hostile.VICTIM) as found:
        found.start_worker("nuc-2", "tests.fleet.hostile")
        wait_for(lambda: found.ready("nuc-2"), "the hostile worker")
        told = found.ended(found.start_desk(command="build"), 1)
        for why in ("truncated", f"it was measured on '{hostile.VICTIM}'", "is not its configuration"):
            assert re.search(rf"nuc-2: tiny: a record was left out: r0\d.*{why}", told)
        kept = found.results / "tiny" / hostile.VICTIM
        assert {path.parent for path in found.results.rglob("*.parquet")} == {kept}
        own = tmp_path / "homes" / hostile.VICTIM / "DATA" / "ovreport" / "hosts" / hostile.VICTIM
        at_host = {path.read_bytes() for path in own.rglob("*.parquet")}
        assert {path.read_bytes() for path in kept.iterdir()} == at_host
        pages = "".join(path.read_text(encoding="utf-8") for path in (tmp_path / "site").rglob("*.html"))
        assert hostile.VICTIM in pages
        assert "nuc-2" not in pages


def test_killed_at_random_a_fleet_loses_nothing_and_measures_nothing_twice(
    tmp_path: Path, undisturbed: Fleet
) -> None:
    """Workers, the scheduler or the desk; `OVREPORT_KILLS=20` kills as many as were promised."""
    rng, kept, victims = random.Random(14), dict[str, bytes](), Counter[str]()
    with fleet(tmp_path, *HOSTS) as found:
        for _ in range(KILLS):
            desk = found.start_desk("--attach", "--wait")
            strike(found, desk, rng.choice(["worker", "worker", "scheduler", "desk"]), rng, victims)
            now = records(found)
            assert kept.items() <= now.items()
            kept = now
        for name in HOSTS:
            wait_for(lambda name=name: found.ready(name), name)  # type: ignore[misc]
        found.ended(found.start_desk("--attach", "--wait", command="build"))
        assert kept.items() <= records(found).items()
        assert_measured_once(found)
        assert_never_together(found)
        assert pages(found) == pages(undisturbed)
    print(f"killed: {dict(victims)}")


def strike(
    found: Fleet, desk: subprocess.Popen[str], victim: str, rng: random.Random, victims: Counter[str]
) -> None:
    """Kill one of a fleet after a while, and start it again; a while later the desk is killed in any case."""
    passed(desk, rng.uniform(0, LONGEST_SECONDS))
    victims[victim] += 1
    if victim == "worker":
        name = rng.choice(HOSTS)
        found.workers[name].kill()
        found.workers[name].wait()
        found.start_worker(name)
    elif victim == "scheduler":
        assert found.scheduler
        found.scheduler.kill()
        found.scheduler.wait()
        found.start_scheduler()
    passed(desk, rng.uniform(0, LONGEST_SECONDS))
    desk.kill()
    desk.wait()


def passed(desk: subprocess.Popen[str], seconds: float) -> None:
    """So long a desk works, or less if it ends."""
    with contextlib.suppress(subprocess.TimeoutExpired):
        desk.wait(seconds)
