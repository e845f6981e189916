"""build, run and render: what is missing is measured, what has changed is rendered."""

from __future__ import annotations

import dataclasses
import shutil
from pathlib import Path

import pytest

from ovreport import plan, spec
from ovreport.errors import BusyError, FileError, OvreportError, RunError, SpecError, StoreError
from ovreport.records import FailureKind, Interval, NoiseFloor
from ovreport.run.hardware import Device
from ovreport.store import Store, reading
from ovreport.store.format import FORMAT_VERSION
from tests.cli.stand_in import PRINTED, TINY, Simulated, command, experiment, stored
from tests.store.records import rewrite


def cells_of(path: Path) -> list[str]:
    return [cell.id for cell in plan.expand(spec.load(path)).cells]


def test_build_measures_every_cell_in_every_round_and_writes_the_site(simulated: Simulated) -> None:
    experiment()
    ended = command("build")
    assert ended.exit_code == 0, ended.output
    assert len(stored()) == 6
    assert Path("site/index.html").is_file()
    assert Path("site/tiny/index.html").is_file()


def test_the_load_that_one_experiment_leaves_is_not_held_against_the_next(simulated: Simulated) -> None:
    experiment()
    command("build")
    experiment(TINY.replace("Tiny", "Second"), "second")
    experiment(TINY.replace("Tiny", "Third"), "third")
    command("build")
    assert simulated.own_load == [False, False, True]


@pytest.mark.parametrize("asked", [True, False])
def test_a_quiet_moment_is_waited_for_unless_told_otherwise(
    asked: bool, simulated: Simulated, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("OVREPORT_NO_WAIT")
    path = experiment()
    more = [] if asked else ["--no-wait"]
    for words in (["build"], ["run", "--rerun"], ["aa"], ["plan", path, "--results", "others"]):
        ended = command(*words, *more)
        assert ended.exit_code == 0, ended.output
    assert simulated.await_quiet == [asked] * 4


def test_the_time_that_was_waited_is_told_when_all_is_measured(
    simulated: Simulated, monkeypatch: pytest.MonkeyPatch
) -> None:
    experiment()
    assert "waited" not in command("run").output
    monkeypatch.setattr(simulated, "waited_seconds", 40.0)
    assert "; waited 40 s for a quiet moment.\n" in command("run", "--rerun").output


def test_build_prints_the_conclusions_of_each_experiment(simulated: Simulated) -> None:
    experiment()
    assert "tiny on bench\n  1. " in command("build").output


def test_build_measures_nothing_twice(simulated: Simulated) -> None:
    experiment()
    command("build")
    ended = command("build")
    assert ended.exit_code == 0
    assert len(simulated.calls) == 1
    assert "nothing is left to measure" in ended.output


def test_more_rounds_measure_only_the_new_ones(simulated: Simulated) -> None:
    experiment()
    command("run")
    command("run", "--rounds", "5")
    assert [block.round for block in simulated.calls[1]] == [4, 5]


def test_other_seconds_measure_everything_again_and_keep_the_earlier_records(simulated: Simulated) -> None:
    experiment()
    command("run")
    command("run", "--seconds", "0.2")
    assert [(block.round, block.group) for block in simulated.calls[1]] == [(1, 1), (2, 1), (3, 1)]
    assert len(stored()) == 12


def test_another_openvino_measures_everything_again(
    simulated: Simulated, monkeypatch: pytest.MonkeyPatch
) -> None:
    experiment()
    command("run")
    monkeypatch.setattr("ovreport.workflow.pending.openvino_version", lambda: "2099.1")
    simulated.version = "2099.1"
    command("run")
    assert len(simulated.calls) == 2


def test_rerun_moves_the_earlier_records_aside(simulated: Simulated) -> None:
    experiment()
    command("run")
    ended = command("run", "--rerun")
    assert "6 earlier records moved to" in ended.output
    assert len(stored()) == 6
    assert len(list(Path("experiments/results/tiny/bench/replaced").rglob("*.parquet"))) == 6


def test_an_interrupt_keeps_the_finished_trials_and_says_how_to_go_on(simulated: Simulated) -> None:
    experiment()
    simulated.interrupt_after = 3
    ended = command("build")
    assert ended.exit_code == 130
    assert "Every finished trial of tiny is kept" in ended.output
    assert len(stored()) == 3
    simulated.interrupt_after = None
    assert command("build").exit_code == 0
    assert [(block.round, block.group, len(block.cells)) for block in simulated.calls[1]] == [
        (2, 1, 2),
        (3, 0, 2),
    ]


def test_a_failed_cell_ends_with_code_one_and_its_name_after_the_site_is_written(
    simulated: Simulated,
) -> None:
    path = experiment()
    simulated.failing = {cells_of(path)[1]: "crash"}
    ended = command("build")
    assert isinstance(ended.exception, OvreportError)
    assert ended.exception.exit_code == 1
    assert "tiny: Two requests: crash: stopped by the test" in str(ended.exception)
    assert Path("site/tiny/index.html").is_file()


def test_a_crashed_cell_is_tried_again_and_one_that_does_not_compile_is_not(simulated: Simulated) -> None:
    path = experiment()
    attempts: dict[FailureKind, int] = {"crash": 2, "compile": 1}
    for kind, calls in attempts.items():
        simulated.failing = {cells_of(path)[1]: kind}
        simulated.calls.clear()
        command("run", "--rerun")
        command("run")
        assert len(simulated.calls) == calls, kind


def test_a_cell_that_failed_for_good_is_named_with_code_one_by_every_build(simulated: Simulated) -> None:
    path = experiment()
    simulated.failing = {cells_of(path)[1]: "compile"}
    first, second, anew = command("build"), command("build", "--quiet"), command("build", "--rerun")
    for ended in (first, second, anew):
        assert isinstance(ended.exception, OvreportError)
        assert ended.exception.exit_code == 1
    assert "tiny: Two requests: failed before and was not tried again; --rerun" in str(second.exception)
    assert "tiny: Two requests: compile: stopped by the test" in str(anew.exception)
    simulated.failing = {}
    assert command("build", "--rerun").exit_code == 0


def test_a_missing_device_is_no_failure_and_is_asked_for_again_when_it_comes(simulated: Simulated) -> None:
    path = experiment(TINY.replace("device: CPU", "device: [CPU, GPU]"))
    gpu = [cell for cell in plan.expand(spec.load(path)).cells if cell.setting.device == "GPU"]
    simulated.failing = {cell.id: "no-device" for cell in gpu}
    assert command("build").exit_code == 0
    assert command("build").exit_code == 0
    assert len(simulated.calls) == 1
    simulated.failing = {}
    simulated.devices = (*simulated.devices, Device(name="GPU", full_name="Any graphics"))
    assert command("build").exit_code == 0
    wanted = {cell.id for cell in gpu} | {cells_of(path)[0]}
    assert {cell.id for block in simulated.calls[1] for cell in block.cells} == wanted


def test_a_network_that_cannot_be_had_is_named_and_the_others_are_measured(simulated: Simulated) -> None:
    Path("experiments").mkdir()
    Path("experiments/broken.xml").write_text("<net/>")
    experiment(TINY.replace("model: tiny", "model: [tiny, broken.xml]"))
    ended = command("build")
    assert isinstance(ended.exception, OvreportError), ended.output
    assert "broken.bin" in str(ended.exception)
    assert len(stored()) == 6


def test_a_baseline_whose_network_cannot_be_had_is_named_and_the_others_are_measured(
    simulated: Simulated,
) -> None:
    Path("experiments").mkdir()
    Path("experiments/broken.xml").write_text("<net/>")
    experiment(TINY.replace("model: tiny", "model: [broken.xml, tiny]"))
    ended = command("build")
    assert isinstance(ended.exception, OvreportError), ended.output
    assert "broken.bin" in str(ended.exception)
    assert len(stored()) == 6
    assert Path("site/tiny/index.html").is_file()


@pytest.mark.parametrize("spoil", ["newer", "damaged"])
def test_a_record_that_cannot_be_read_is_measured_again_and_stays_as_it_is(
    spoil: str, simulated: Simulated
) -> None:
    experiment()
    command("run")
    paths = list(Path("experiments/results/tiny/bench").glob("r03-*.parquet"))
    for path in paths:
        if spoil == "newer":
            rewrite(path, entries={"ovreport.format": str(FORMAT_VERSION + 1)})
        else:
            path.write_bytes(path.read_bytes()[:-100])
    before = [path.read_bytes() for path in paths]
    assert command("run").exit_code == 0
    assert [(block.round, block.group) for block in simulated.calls[1]] == [(3, 1)]
    assert [path.read_bytes() for path in paths] == before
    assert len(stored()) == 8


@pytest.mark.parametrize("deleted", [False, True])
def test_an_experiment_file_changed_during_the_run_is_said(
    deleted: bool, simulated: Simulated, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = experiment()
    measure = simulated.measure

    def change(*arguments: object, **options: object):  # type: ignore[no-untyped-def] # passes all on
        path.write_text(TINY + "tags: [changed]\n")
        if deleted:
            path.unlink()
        return measure(*arguments, **options)  # type: ignore[arg-type] # as above

    monkeypatch.setattr("ovreport.run.session.measure", change)
    assert "was changed while it was being measured" in command("run").output


def test_records_that_vanish_during_the_run_are_said(
    simulated: Simulated, monkeypatch: pytest.MonkeyPatch
) -> None:
    experiment()
    measure = simulated.measure

    def vanishing(*arguments: object, **options: object):  # type: ignore[no-untyped-def] # passes all on
        for record in measure(*arguments, **options):  # type: ignore[arg-type] # as above
            for path in Path("experiments/results").rglob("*.parquet"):
                path.unlink()
            yield record

    monkeypatch.setattr("ovreport.run.session.measure", vanishing)
    ended = command("run")
    assert isinstance(ended.exception, StoreError)
    assert "5 records vanished" in str(ended.exception)


def test_a_trial_that_the_format_has_no_room_for_is_named_and_everything_else_is_kept(
    simulated: Simulated, monkeypatch: pytest.MonkeyPatch
) -> None:
    cell = cells_of(experiment())[1]
    experiment(TINY.replace("Tiny", "Other"), "other")
    measure = simulated.measure

    def broken(*arguments: object, **options: object):  # type: ignore[no-untyped-def] # passes all on
        for record in measure(*arguments, **options):  # type: ignore[arg-type] # as above
            misfit = record.experiment == "tiny" and record.cell_id == cell
            yield dataclasses.replace(record, started_utc_ns=-1) if misfit else record

    monkeypatch.setattr("ovreport.run.session.measure", broken)
    ended = command("build")
    assert isinstance(ended.exception, OvreportError)
    assert ended.exception.exit_code == 1
    assert str(ended.exception).count("this trial cannot be kept: it claims to begin before 1970") == 1
    assert len(stored()) == 3 + 6
    assert Path("site/tiny/index.html").is_file()
    assert Path("site/other/index.html").is_file()


def test_an_openvino_that_does_not_load_ends_the_command_at_the_first_experiment(
    simulated: Simulated, monkeypatch: pytest.MonkeyPatch
) -> None:
    experiment()
    experiment(TINY.replace("Tiny", "Other"), "other")
    asked: list[object] = []

    def unusable(*arguments: object, **options: object) -> None:
        asked.append(arguments)
        raise RunError("OpenVINO cannot be used here")

    monkeypatch.setattr("ovreport.run.session.measure", unusable)
    ended = command("build")
    assert isinstance(ended.exception, RunError)
    assert len(asked) == 1
    assert not Path("site").exists()


def test_a_busy_results_folder_stops_the_second_build(simulated: Simulated) -> None:
    experiment()
    with Store(root=Path("experiments/results")).lock(host="other"):
        ended = command("run")
    assert isinstance(ended.exception, BusyError)
    assert simulated.calls == []


def test_all_problems_of_all_files_are_said_and_nothing_is_written(simulated: Simulated) -> None:
    experiment("title: One\nmodel: tiny\ndevice: CPU\nbatchs: 3\n", "one")
    experiment("title: Two\nmodel: tiny\ndevise: CPU\n", "two")
    ended = command("build")
    assert isinstance(ended.exception, SpecError)
    assert "one.yaml" in str(ended.exception)
    assert "two.yaml" in str(ended.exception)
    assert not Path("site").exists()
    assert not Path("experiments/results").exists()


def test_two_files_of_one_name_are_refused(simulated: Simulated) -> None:
    experiment()
    Path("experiments/tiny.yml").write_text(TINY)
    ended = command("check")
    assert isinstance(ended.exception, SpecError)
    assert "same name" in str(ended.exception)


def test_a_command_of_the_file_runs_only_when_allowed(simulated: Simulated) -> None:
    experiment(TINY + 'disturbance: [none, "command: sleep 5"]\n')
    ended = command("run")
    assert isinstance(ended.exception, SpecError), ended.output
    assert "--allow-commands" in str(ended.exception)
    assert simulated.calls == []
    assert command("run", "--allow-commands").exit_code == 0


def test_a_folder_without_experiments_says_how_to_begin(simulated: Simulated) -> None:
    for arguments in ((), ("experiments",), ("nothing.yaml",)):
        ended = command("build", *arguments)
        assert isinstance(ended.exception, SpecError)
    Path("experiments").mkdir()
    ended = command("build")
    assert "ovreport init" in str(ended.exception)


def test_run_writes_no_pages_and_says_how_much_was_measuring(simulated: Simulated) -> None:
    experiment()
    assert "80% of that time was measuring or warming up" in command("run").output
    assert not Path("site").exists()


def test_quiet_prints_nothing(simulated: Simulated) -> None:
    experiment()
    assert command("build", "--quiet").output == ""
    assert command("build", "--quiet").output == ""  # with nothing left to measure
    assert len(simulated.calls) == 1


# ---------------------------------------------------------------- rendering


def test_rendering_again_opens_no_record(simulated: Simulated, monkeypatch: pytest.MonkeyPatch) -> None:
    experiment()
    command("build")

    def refuse(content: bytes, *, vouched: bool = False) -> None:
        raise AssertionError("a record was opened")

    monkeypatch.setattr(reading, "read", refuse)
    ended = command("render")
    assert ended.exit_code == 0, ended.exception
    assert "0 of them new" in ended.output


def test_what_is_remembered_of_a_site_is_not_read_at_any_length(
    simulated: Simulated, monkeypatch: pytest.MonkeyPatch
) -> None:
    experiment()
    command("build")
    monkeypatch.setattr("ovreport.publish.manifest.MAX_MANIFEST_BYTES", 10)
    assert "all new" in command("render").output


def test_without_a_place_to_remember_everything_is_rendered_each_time(
    simulated: Simulated, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    experiment()
    for arguments in (("build",), ("render",)):
        ended = command(*arguments)
        assert ended.exit_code == 0, ended.exception
        assert "all new" in ended.output


def test_only_what_changed_is_rendered(simulated: Simulated) -> None:
    experiment()
    experiment(TINY.replace("Tiny", "Other"), "other")
    command("build")
    before = Path("site/other/index.html").stat().st_mtime_ns
    experiment(TINY.replace("Tiny", "Renamed"))
    assert "1 of them new" in command("render").output
    assert Path("site/other/index.html").stat().st_mtime_ns == before
    assert "Renamed" in Path("site/tiny/index.html").read_text()
    assert "Renamed" in Path("site/index.html").read_text()


def test_a_page_that_was_removed_is_rendered_again(simulated: Simulated) -> None:
    experiment()
    command("build")
    Path("site/tiny/index.html").unlink()
    command("render")
    assert Path("site/tiny/index.html").is_file()


def test_a_new_noise_floor_is_a_change(simulated: Simulated) -> None:
    experiment()
    command("build")
    ratio = Interval(value=1.0, low=0.9, high=1.1)
    floor = NoiseFloor(ratio=ratio, floor=0.1, rounds=5, measured_utc_ns=1)
    Store(root=Path("experiments/results")).save_noise("bench", floor)
    assert "all new" in command("render").output


def test_rendering_twice_gives_the_same_bytes(simulated: Simulated) -> None:
    experiment()
    command("build")
    command("render", "--output", "again")
    for path in Path("site").rglob("*"):
        if path.is_file():
            assert path.read_bytes() == (Path("again") / path.relative_to("site")).read_bytes(), path


def test_rendering_says_the_same_whatever_options_measured(simulated: Simulated) -> None:
    experiment()
    command("build", "--seconds", "0.2", "--rounds", "4")
    command("render", "--output", "again")
    assert Path("site/tiny/index.html").read_bytes() == Path("again/tiny/index.html").read_bytes()


def test_an_unreadable_record_is_left_out_and_measured_again(simulated: Simulated) -> None:
    experiment()
    command("build")
    path = next(Path("experiments/results/tiny/bench").glob("r02-*.parquet"))
    path.write_bytes(path.read_bytes()[:500])
    assert command("render").exit_code == 0
    command("run")
    assert [block.round for block in simulated.calls[1]] == [2]


def test_a_stray_folder_of_records_ends_nothing(simulated: Simulated) -> None:
    experiment()
    command("build")
    shutil.copytree("experiments/results/tiny/bench", "experiments/results/tiny/old backup")
    ended = command("render")
    assert ended.exit_code == 0, ended.output
    assert Path("site/tiny/index.html").is_file()


def test_several_hosts_have_pages_side_by_side(simulated: Simulated) -> None:
    experiment()
    command("build")
    command("build", "--host", "second")
    pages = [path.as_posix() for path in Path("site/tiny").rglob("index.html")]
    assert len(pages) == 2


def test_a_single_file_needs_nothing_beside_it(simulated: Simulated) -> None:
    experiment()
    command("build", "--single-file", "--output", "single")
    assert [path.name for path in Path("single").iterdir()] == ["tiny.html"]


def test_a_site_that_cannot_be_written_is_named(simulated: Simulated) -> None:
    experiment()
    Path("taken").write_text("")
    ended = command("build", "--output", "taken")
    assert isinstance(ended.exception, FileError)
    assert "--output" in str(ended.exception)


def test_published_figures_alone_make_a_page(simulated: Simulated) -> None:
    experiment(PRINTED, "printed")
    ended = command("build")
    assert ended.exit_code == 0, ended.exception
    assert simulated.calls == []


def test_single_files_beside_a_site_leave_the_site_alone(simulated: Simulated) -> None:
    experiment()
    command("build")
    command("render", "--single-file")
    assert Path("site/tiny.html").is_file()
    assert Path("site/tiny/index.html").is_file()
