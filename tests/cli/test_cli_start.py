"""The command line starts fast, explains itself and ends with the right code."""

from __future__ import annotations

import dataclasses
import json
import os
import re
import shutil
import subprocess
import sys
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

import pytest

from ovreport import codec
from ovreport.claims.claim import Claim
from ovreport.cli import app, experiments
from ovreport.errors import FileError, ProgramError, SpecError, StoreError
from ovreport.run.hardware import Device
from ovreport.run.health import Diagnosis
from ovreport.workflow import estimate
from ovreport.workflow.report import build, inputs
from tests.cli.stand_in import PRINTED, TINY, Simulated, command, experiment
from tests.commandline import PATIENCE_SECONDS

COMMANDS = (
    "build", "run", "render", "check", "list", "schema", "devices", "init", "conclusions", "verify",
    "publish", "export", "import", "aa", "plan", "doctor", "serve", "compare", "history", "replicate",
    "worker",
)  # fmt: skip
MANY = """\
title: Many
model: tiny
device: CPU
requests: [1, 2]
batch: [1, 2]
threads: [1, 2]
storage: [f32, f16]
streams: 1
mode: [async, sync]
exclude: [{mode: sync, requests: 2}]
objective: {p50_ms: 1000}
measure: {rounds: 2, seconds: 0.1}
"""
ROOT = Path(__file__).parents[2]
HEAVY = (
    "distributed",
    "openvino",
    "pandas",
    "numpy",
    "scipy",
    "pyarrow",
    "pydantic",
    "jinja2",
    "plotly",
    "rich",
    "yaml",
)


def python(*arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE_SECONDS,
    )


def test_help_imports_no_heavy_library(tmp_path: Path) -> None:
    code = (
        "import sys\nfrom ovreport.cli import main\nsys.argv = ['ovreport', '--help']\n"
        "try:\n    main()\nexcept SystemExit as ended:\n    assert not ended.code\n"
        f"print('heavy:', [name for name in {HEAVY} if name in sys.modules])"
    )
    ended = python("-c", code, folder=tmp_path)
    assert ended.stdout.endswith("heavy: []\n"), ended.stdout + ended.stderr


def test_a_shell_completes_commands_without_loading_what_they_need(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Typer itself may load pydantic for it."""
    monkeypatch.setenv("_OVREPORT_COMPLETE", "complete_bash")
    monkeypatch.setenv("COMP_WORDS", "ovreport pl")
    monkeypatch.setenv("COMP_CWORD", "1")
    code = (
        "import sys\nfrom ovreport.cli import main\nsys.argv = ['ovreport']\n"
        "try:\n    main()\nexcept SystemExit as ended:\n    assert not ended.code\n"
        f"print('heavy:', [name for name in {HEAVY} if name in sys.modules and name != 'pydantic'])"
    )
    ended = python("-c", code, folder=tmp_path)
    assert ended.stdout.splitlines() == ["plan", "heavy: []"], ended.stdout + ended.stderr


def test_measuring_imports_nothing_that_judges_or_tells(tmp_path: Path) -> None:
    """It would cost most of a second, and memory beside a measurement."""
    (tmp_path / "tiny.yaml").write_text(TINY, encoding="utf-8")
    code = (
        f"import runpy, sys\nsys.path.insert(0, {str(ROOT)!r})\nsys.argv = ['ovreport', 'run', 'tiny.yaml']\n"
        "try:\n    runpy.run_module('tests.faults.faked', run_name='__main__')\n"
        "except SystemExit as ended:\n    assert not ended.code\n"
        "print('judging:', [name for name in ('scipy', 'jinja2', 'plotly') if name in sys.modules])"
    )
    ended = python("-c", code, folder=tmp_path)
    assert ended.stdout.endswith("judging: []\n"), ended.stdout + ended.stderr
    assert len(list(tmp_path.rglob("*.parquet"))) == 6


@pytest.mark.parametrize("name", COMMANDS)
def test_the_help_of_every_command_shows_an_example(name: str) -> None:
    assert f"Example: ovreport {name}" in " ".join(command(name, "--help").output.split())


def test_every_command_is_listed_and_tested() -> None:
    names = {
        each.name or (each.callback.__name__ if each.callback else "") for each in app.registered_commands
    }
    assert names == set(COMMANDS)


def test_python_m_ovreport_is_the_command_line(tmp_path: Path) -> None:
    ended = python("-m", "ovreport", "--help", folder=tmp_path)
    assert ended.returncode == 0
    assert "ovreport init && ovreport build" in ended.stdout


@pytest.mark.parametrize("place", ["typer.Typer.__call__", "ovreport.cli.places.results"])
def test_ctrl_c_at_any_moment_ends_without_a_traceback(
    place: str, simulated: Simulated, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ovreport.cli import main

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    experiment()
    monkeypatch.setattr(place, interrupted)
    monkeypatch.setattr(sys, "argv", ["ovreport", "list"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 130


def test_a_command_computes_on_one_thread_unless_it_is_told_another_number(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from ovreport.cli import main

    for told, found in ((None, "1"), ("4", "4")):
        monkeypatch.delenv("OPENBLAS_NUM_THREADS", raising=False)
        if told:
            monkeypatch.setenv("OPENBLAS_NUM_THREADS", told)
        monkeypatch.setattr(sys, "argv", ["ovreport", "--version"])
        with pytest.raises(SystemExit):
            main()
        assert os.environ["OPENBLAS_NUM_THREADS"] == found


def test_the_installed_command_is_the_same_command_line() -> None:
    from ovreport.cli import main

    (command,) = entry_points(group="console_scripts", name="ovreport")
    assert command.load() is main


def test_an_error_ends_with_its_code_and_without_a_traceback(tmp_path: Path) -> None:
    ended = python("-m", "ovreport", "check", "missing.yaml", folder=tmp_path)
    assert ended.returncode == SpecError.exit_code
    assert ended.stdout == ""
    assert ended.stderr == "ovreport: missing.yaml: there is no such file or folder.\n"


def test_a_fault_of_the_program_ends_with_a_line_and_keeps_its_traceback_in_a_file(
    simulated: Simulated,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    from ovreport.cli import main

    def broken(*_: object) -> None:
        raise ZeroDivisionError("a fault of ours")

    monkeypatch.setattr("ovreport.cli.places.results", broken)
    monkeypatch.setattr(sys, "argv", ["ovreport", "list"])
    experiment()
    with pytest.raises(SystemExit) as ended:
        main()
    told, kept = capsys.readouterr(), tmp_path / "cache" / "ovreport" / "failure.txt"
    assert ended.value.code == ProgramError.exit_code
    assert told.out == ""
    assert told.err.startswith("ovreport: ovreport list: ovreport itself failed here: ZeroDivisionError")
    assert str(kept) in told.err
    assert "Traceback" not in told.err
    assert "Traceback" in kept.read_text(encoding="utf-8")


def test_an_unknown_option_ends_with_code_two() -> None:
    assert command("build", "--nonsense").exit_code == 2


def test_a_host_without_a_given_name_gets_one_that_stays(
    simulated: Simulated, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("OVREPORT_HOST")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    experiment()
    command("run")
    command("run")
    (folder,) = Path("experiments/results/tiny").iterdir()
    assert folder.name.startswith("host-")
    assert len(simulated.calls) == 1


def test_without_a_named_place_caches_lie_where_the_system_keeps_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ovreport.cli import places

    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    (tmp_path / ".cache").mkdir()
    assert places.cache() == tmp_path / ".cache" / "ovreport"


# ---------------------------------------------------------------- looking without measuring


def test_init_writes_a_file_that_check_finds_sound(simulated: Simulated) -> None:
    assert command("init").exit_code == 0
    ended = command("check")
    assert ended.exit_code == 0, ended.exception
    assert "4 configurations in 5 to 20 rounds: at least 20 trials, about " in ended.output


def test_init_overwrites_nothing(simulated: Simulated) -> None:
    command("init", "mine")
    Path("experiments/mine.yaml").write_text("mine")
    ended = command("init", "mine")
    assert isinstance(ended.exception, FileError)
    assert Path("experiments/mine.yaml").read_text() == "mine"


def test_init_says_what_stands_in_its_way(simulated: Simulated) -> None:
    Path("experiments").write_text("a file")
    ended = command("init")
    assert isinstance(ended.exception, FileError)
    assert "first.yaml: cannot be written: " in str(ended.exception)


def test_init_stays_in_its_folder(simulated: Simulated) -> None:
    assert isinstance(command("init", "../elsewhere").exception, FileError)
    assert not Path("elsewhere.yaml").exists()


@pytest.mark.parametrize("name", ["face detection", ".hidden", "-x", "", "x" * 101])
def test_init_refuses_a_name_that_check_would_refuse(name: str, simulated: Simulated) -> None:
    ended = command("init", "--", name)
    assert isinstance(ended.exception, SpecError)
    assert "use letters, digits, - _ and . only" in str(ended.exception)
    assert not Path("experiments").exists()


def test_init_takes_the_name_of_a_file_too(simulated: Simulated) -> None:
    assert command("init", "mine.yaml").exit_code == 0
    assert [path.name for path in Path("experiments").iterdir()] == ["mine.yaml"]


def test_check_measures_and_writes_nothing(simulated: Simulated) -> None:
    path = experiment()

    def about(trials: int, seconds: float) -> str:
        each = seconds * estimate.OVER_TIME + estimate.START_SECONDS
        return f"about {estimate.SURVEY_SECONDS + trials * each:.0f} s"

    assert f"2 configurations in 3 rounds: 6 trials, {about(6, 0.3)}" in command("check").output
    assert about(10, 1.2) in command("check", "--rounds", "5", "--seconds", "1.2").output
    assert simulated.calls == []
    assert [each for each in Path().rglob("*") if each.is_file()] == [path]


def test_check_tells_trials_counted_by_requests(simulated: Simulated) -> None:
    experiment(TINY.replace("seconds: 0.3", "requests: 500"))
    assert "500 requests each" in command("check").output


def test_check_of_published_figures_says_that_nothing_is_measured(simulated: Simulated) -> None:
    experiment(PRINTED, "printed")
    assert "sound. Published figures of 2 configurations; nothing to measure." in command("check").output
    assert "published figures only" in command("list").output


def test_list_says_what_failed_and_what_is_left_out(
    simulated: Simulated, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ovreport import plan, spec

    monkeypatch.setenv("COLUMNS", "200")
    path = experiment()
    simulated.failing = {plan.expand(spec.load(path)).cells[1].id: "crash"}
    command("run")
    next(Path("experiments/results/tiny/bench").glob("r02-*.parquet")).write_bytes(b"PAR1")
    told = " ".join(command("list").output.split())
    assert "1 configuration failed or lacks its device" in told
    assert "1 file left out (ovreport doctor)" in told


def test_list_shows_what_was_measured_where(simulated: Simulated) -> None:
    experiment()
    assert "not measured yet" in command("list").output
    simulated.interrupt_after = 3
    command("run")
    told = " ".join(command("list").output.split())
    assert "tiny bench 3 of 6 trials" in told


def test_list_counts_the_trials_of_further_rounds(simulated: Simulated) -> None:
    experiment()
    command("run", "--rounds", "24")
    assert "6 of 6 trials, 42 more of further rounds" in command("list").output


def test_list_breaks_no_text_where_no_terminal_bounds_it(
    simulated: Simulated, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    name, title = "a-name-of-an-experiment-that-is-quite-long", "长" * 30 + " title" * 20
    experiment(TINY.replace("Tiny", title), name)
    experiment(TINY)
    lines = command("list").output.splitlines()
    assert len(lines) == 3
    assert lines[1] == f"{name}  -     not measured yet  -              {title}"
    assert lines[2].index("not measured yet") == lines[1].index("not measured yet")


def test_the_table_of_a_terminal_breaks_no_name(
    simulated: Simulated, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from rich.console import Console

    from ovreport.cli import listing

    experiment(TINY.replace("Tiny", "Tiny title" * 20), "mobilenet-ssd-cpu")
    monkeypatch.setattr(listing, "Console", lambda: Console(force_terminal=True, width=60, color_system=None))
    listing.show(experiments.load(None))
    told = capsys.readouterr().out
    assert "mobilenet-ssd-cpu " in told
    assert max(len(line) for line in told.splitlines()) <= 60


def test_the_schema_is_json() -> None:
    assert "model" in json.loads(command("schema").output)["properties"]


def test_devices_are_listed(simulated: Simulated) -> None:
    assert command("devices").output.startswith("CPU      Any processor")


def test_details_of_devices_are_listed_when_asked_for(simulated: Simulated) -> None:
    described = Device(name="GPU", full_name="Any graphics", properties=(("DEVICE_TYPE", "INTEGRATED"),))
    simulated.devices = (described,)
    assert "DEVICE_TYPE" not in command("devices").output
    assert command("devices", "--details").output.endswith("         DEVICE_TYPE: INTEGRATED\n")


def test_doctor_explains_a_spoiled_record(simulated: Simulated) -> None:
    experiment()
    command("run")
    path = next(Path("experiments/results/tiny/bench").glob("*.parquet"))
    path.write_bytes(path.read_bytes()[:100])
    ended = command("doctor")
    assert f"{path}: left out: it ends in the middle" in ended.output
    assert "5 records are sound, 1 file needs a look" in ended.output
    assert ended.exit_code == 1
    assert path.stat().st_size == 100


def test_doctor_is_content_where_every_record_can_be_used(simulated: Simulated) -> None:
    experiment()
    command("run")
    command("run", "--rerun")
    ended = command("doctor")
    assert "6 records are sound, 1 file needs a look" in ended.output  # those that were moved aside
    assert ended.exit_code == 0


def test_doctor_says_of_a_copy_that_its_trial_is_sound_and_of_a_renamed_record_where_it_counts(
    simulated: Simulated,
) -> None:
    experiment()
    command("run")
    path = next(Path("experiments/results/tiny/bench").glob("r01-*.parquet"))
    copy = path.with_name(path.name.replace("r01", "r07"))
    shutil.copy(path, copy)
    place = f"tiny/bench/{path.name}"
    assert f"Its trial lies at {place}. Move this one away." in command("doctor").output
    path.unlink()
    assert f"Moved to {place}, it counts." in command("doctor").output
    copy.rename(path)
    assert command("doctor").exit_code == 0


def test_doctor_finds_the_results_of_a_folder_of_experiments(simulated: Simulated) -> None:
    experiment()
    command("run")
    (count,) = {
        command("doctor", *paths).output for paths in ((), ("experiments",), ("experiments/results",))
    }
    assert "sound, 0 files need a look" in count


def test_doctor_says_what_disturbs_on_this_host_and_how_to_mend_it(simulated: Simulated) -> None:
    simulated.health = (
        Diagnosis(about="governor", found="powersave", mend="Set another one."),
        Diagnosis(about="load", found="nobody"),
        Diagnosis(about="battery"),
    )
    ended = command("doctor")
    assert ended.output.splitlines() == [
        "governor: powersave",
        "    Set another one.",
        "load: nobody",
        "battery: cannot be read here",
        "This host: 1 thing will disturb measurements, 1 cannot be read.",
    ]
    assert ended.exit_code == 0


def test_doctor_needs_no_results(simulated: Simulated) -> None:
    assert command("doctor").output == "This host: nothing disturbs.\n"


def test_doctor_refuses_a_folder_that_is_not_there(simulated: Simulated) -> None:
    Path("here").mkdir()
    ended = command("doctor", "here", "nowhere")
    assert isinstance(ended.exception, StoreError)
    assert "nowhere: there is no such folder" in str(ended.exception)


def test_printed_conclusions_have_plain_spaces_and_nothing_invisible(simulated: Simulated) -> None:
    experiment(MANY)
    told = command("build").output + command("conclusions").output + command("conclusions", "--json").output
    assert "95 %" in told
    assert set(re.findall(r"[\u00a0\u2000-\u200f\u202f\u2060\ufeff]", told)) == set()


def test_claims_are_printed_as_text_and_as_json(simulated: Simulated) -> None:
    experiment()
    command("run")
    claims = json.loads(command("conclusions", "--json").output)
    told = command("conclusions").output
    numbered = [claim for claim in claims if claim["place"]["part"] == "conclusions"]
    assert [claim["place"]["number"] for claim in numbered] == list(range(1, len(numbered) + 1))
    assert all(f"{claim['place']['number']}. {claim['sentence']}" in told for claim in numbered)
    comparison = next(claim for claim in claims if claim["contrasts"])
    wanted = {"id", "kind", "verdict", "records", "figure", "host", "experiment"}
    assert wanted <= comparison.keys()
    contrast = comparison["contrasts"][0]
    assert {"family", "margin", "rounds_needed", "records", "estimate"} <= contrast.keys()
    assert {"ratio", "low", "high", "p", "rounds", "adjusted_low"} <= contrast["estimate"].keys()


def test_claims_and_caveats_are_printed_with_the_name_under_which_the_document_of_sentences_has_them(
    simulated: Simulated,
) -> None:
    experiment()
    command("run")
    printed = json.loads(command("conclusions", "--json").output)
    sentences = (ROOT / "tests" / "claims" / "golden" / "en.md").read_text(encoding="utf-8")
    headings = [("Caveat " if each["kind"] == "caveat" else "") + each["variant"] for each in printed]
    assert len(set(headings)) > 5
    assert [heading for heading in headings if f"\n## {heading}\n" not in sentences] == []


def test_every_field_that_all_objects_have_is_described(simulated: Simulated) -> None:
    experiment()
    command("run")
    described = (ROOT / "docs" / "conclusions.md").read_text(encoding="utf-8")
    printed = json.loads(command("conclusions", "--json").output)
    shared = set.intersection(*(set(each) for each in printed))
    fields = shared | {field.name for field in dataclasses.fields(Claim)}
    assert sorted(field for field in fields if f"`{field}`" not in described) == []


def test_every_claim_of_a_report_and_every_caveat_is_printed_with_where_it_stands(
    simulated: Simulated,
) -> None:
    experiment(MANY)
    command("run")
    job = experiments.load(None)[0]
    report = build(job, *inputs(job))
    assert report.further, "the experiment is to have more to say than nine conclusions"
    assert report.caveats
    printed = json.loads(command("conclusions", "--json").output)

    def of(part: str) -> list[dict[str, Any]]:
        return [each for each in printed if each["place"]["part"] == part]

    for part in ("conclusions", "further"):
        assert [each["id"] for each in of(part)] == [claim.id for claim in getattr(report, part)]
    assert [(each["place"]["cell"], each["id"]) for each in of("commentary")] == [
        (cell, claim.id) for cell, claims in report.commentary for claim in claims
    ]
    assert [(each["place"]["picture"], each["id"]) for each in of("captions")] == [
        (picture, claim.id) for picture, claim in report.captions
    ]
    for each, touched in zip(of("caveats"), report.caveats, strict=True):
        assert codec.to_json(touched.caveat).items() <= each.items()
    assert "NoNoiseFloor" in {each["variant"] for each in of("caveats")}
    assert [each["place"]["conclusions"] for each in of("caveats")] == [
        list(one.conclusions) for one in report.caveats
    ]
    assert all(each["sentence"] for each in printed)


def test_the_notes_of_a_claim_are_printed_with_their_sentences(simulated: Simulated) -> None:
    experiment(MANY)
    command("run")
    printed = json.loads(command("conclusions", "--json").output)
    claim = next(each for each in printed if each["notes"])
    assert [note["place"] for note in claim["notes"]] == [{"part": "notes", "of": claim["id"]}] * len(
        claim["notes"]
    )
    assert all(note["sentence"] for note in claim["notes"])


def test_a_host_name_that_is_no_folder_is_refused(simulated: Simulated) -> None:
    experiment()
    ended = command("run", "--host", "a/b")
    assert isinstance(ended.exception, StoreError)
    assert str(ended.exception).startswith("--host 'a/b': ")
    assert simulated.calls == []


def test_a_host_name_of_the_environment_is_refused_under_the_name_of_its_variable(
    simulated: Simulated, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OVREPORT_HOST", "a/b")
    experiment()
    assert str(command("run").exception).startswith("OVREPORT_HOST 'a/b': ")


def test_the_version_is_printed() -> None:
    from ovreport import __version__

    ended = command("--version")
    assert (ended.exit_code, ended.output) == (0, f"ovreport {__version__}\n")
