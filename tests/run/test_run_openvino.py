"""The real OpenVINO on small networks, from a plan to records."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pytest

from ovreport.models import ModelFiles, obtain, reading
from ovreport.plan import ModelSource, Setting
from ovreport.records import Phase, Record
from ovreport.run.engine import StepError, Task
from ovreport.run.openvino_engine import OpenVINOEngine
from ovreport.run.session import devices, measure
from ovreport.run.trial import Trial
from tests.run.plans import MEASURE, TINY, Remembering, blocks_of, by_number, plan_of, setting

pytestmark = pytest.mark.openvino


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> ModelFiles:
    return obtain(TINY, cache=tmp_path_factory.mktemp("cache"))


def measured(
    settings: Iterable[Setting], files: ModelFiles, progress: Remembering | None = None, **changes: object
) -> dict[int, Record]:
    plan = plan_of(settings, **changes)
    session = measure(
        plan,
        blocks_of(plan),
        host="here",
        files={files.name: files},
        progress=progress if progress is not None else Remembering(),
        session="s",
        experiments=Path(__file__).parent,
    )
    return by_number(list(session))


@pytest.fixture(scope="module")
def records(tiny: ModelFiles) -> dict[int, Record]:
    """One session that many rules are held against."""
    asked = [
        setting(precision="f32"),
        setting(precision="f32", streams=2, requests=4, batch=3),
        setting(precision="f32", mode="sync"),
        setting(streams=None, requests="auto", hint="throughput"),
        setting(device="AUTO:GPU,CPU", streams=None),
        setting(properties=(("NO_SUCH_PROPERTY", "1"),)),
        setting(device="NPU"),
    ]
    return measured(asked, tiny)


def skip_where_auto_cannot_look(record: Record) -> None:
    """Without OpenCL's library the GPU plugin cannot be loaded, and AUTO does not compile at all."""
    if record.failure is not None and "Cannot load library" in record.failure.message:
        pytest.skip(f"OpenVINO's AUTO cannot look for a GPU here: {record.failure.message[-80:]}")


@pytest.mark.parametrize("number", range(5))
def test_every_request_has_a_plausible_latency(number: int, records: dict[int, Record]) -> None:
    skip_where_auto_cannot_look(records[number])
    assert records[number].failure is None
    rows = records[number].requests
    assert np.count_nonzero(rows.phase == Phase.MEASURED) > 20
    assert rows.latency_ns.min() > 1_000
    assert np.mean(rows.suspect) < 0.01


def test_the_record_holds_what_is_in_force(records: dict[int, Record]) -> None:
    force = records[1].in_force
    assert force is not None
    assert (force.devices, force.precision, force.requests) == (("CPU",), "f32", 4)
    assert force.streams is not None
    assert force.streams >= 1
    assert dict(force.primitives)["f32"] > 0
    assert dict(force.properties)["PERFORMANCE_HINT_NUM_REQUESTS"] == "0"


def test_automatic_requests_are_those_that_openvino_advises(records: dict[int, Record]) -> None:
    force = records[3].in_force
    assert force is not None
    assert force.requests == force.advised_requests
    assert force.hint == "THROUGHPUT"


def test_a_fallback_shows_in_the_devices_that_execute(records: dict[int, Record]) -> None:
    if "GPU" in {device.name.partition(".")[0] for device in devices()}:
        pytest.skip("this machine has a GPU, so nothing falls back")
    skip_where_auto_cannot_look(records[4])
    assert records[4].in_force is not None
    assert records[4].in_force.devices == ("CPU",)


def test_the_first_image_of_a_batch_gives_the_same_output(records: dict[int, Record]) -> None:
    (one,), (three,) = records[0].outputs, records[1].outputs
    assert three.shape == (3, *one.shape[1:])
    np.testing.assert_allclose(three.values[: len(one.values)], one.values, rtol=1e-5)


def test_both_modes_compute_the_same(records: dict[int, Record]) -> None:
    assert records[0].outputs[0].sha256 == records[2].outputs[0].sha256


def test_a_rejected_property_fails_its_cell_in_openvinos_words(records: dict[int, Record]) -> None:
    failure = records[5].failure
    assert failure is not None
    assert failure.kind == "compile"
    assert "NO_SUCH_PROPERTY" in failure.message
    assert ".cpp" not in failure.message


def test_a_device_that_is_not_here_is_said(records: dict[int, Record]) -> None:
    failure = records[6].failure
    assert failure is not None
    assert failure.kind == "no-device"
    assert "CPU" in failure.message


def test_the_network_is_counted(records: dict[int, Record]) -> None:
    one, three = records[0].model, records[1].model
    assert one is not None
    assert three is not None
    assert one.macs == three.macs
    assert three.inputs[0].shape[0] == 3


def test_memory_and_start_up_are_recorded(records: dict[int, Record]) -> None:
    memory, startup = records[0].memory, records[0].startup
    assert memory is not None
    assert startup is not None
    assert memory.peak_bytes is not None
    assert memory.compiled_bytes is not None
    assert memory.end_bytes is not None
    assert memory.peak_bytes >= memory.compiled_bytes > 0
    assert memory.end_bytes > 0
    assert min(startup.import_ns, startup.read_ns, startup.compile_ns, startup.first_inference_ns) > 0


def test_the_floor_of_each_cell_is_measured_with_as_many_requests_in_flight(
    records: dict[int, Record],
) -> None:
    for number in (0, 1, 2):
        record = records[number]
        assert record.in_force is not None
        assert record.floor_ns is not None
        assert 1_000 < record.floor_ns < 1_000_000_000
        assert record.floor_requests == record.in_force.requests


def test_nothing_recorded_names_a_folder_of_this_machine(records: dict[int, Record]) -> None:
    for record in records.values():
        said = repr((record.facts, record.in_force, record.failure, record.model))
        assert str(Path.home()) not in said
        assert not re.search(r"/(home|root|tmp|Users)/", said)


def test_the_runner_and_the_waiting_workers_use_less_than_two_percent(tiny: ModelFiles) -> None:
    asked = [setting(precision="f32", streams=2, requests=2) for _ in range(3)]
    records = measured(asked, tiny, seconds=0.5, slice_seconds=0.1)
    other = sum(int(record.slices.other_cpu_ns.sum()) for record in records.values())
    length = sum(int((r.slices.end_ns - r.slices.begin_ns).sum()) for r in records.values())
    assert other / length < 0.02


def test_a_file_that_is_no_network_fails_its_cell(tmp_path: Path) -> None:
    path = tmp_path / "broken.onnx"
    path.write_bytes(b"no network")
    source = ModelSource(name="broken", kind="file", location=str(path))
    files = obtain(source, cache=tmp_path)
    records = measured([setting(model=source)], files)
    failure = records[0].failure
    assert failure is not None
    assert failure.kind == "model"
    assert "broken.onnx" in failure.message
    assert str(tmp_path) not in failure.message


def test_a_second_stream_shows_where_it_was_given(tiny: ModelFiles) -> None:
    records = measured([setting(streams=1000, requests=2)], tiny)
    force = records[0].in_force
    assert force is not None
    assert force.streams is not None
    assert force.streams < 1000


def test_a_network_that_needs_more_memory_than_allowed_fails_for_that_reason(tmp_path: Path) -> None:
    source = ModelSource(name="large", kind="builtin", location="mobilenet-ssd")
    files = obtain(source, cache=tmp_path)
    records = measured([setting(model=source, batch=8)], files, memory_limit_mib=200)
    assert records[0].failure is not None
    assert records[0].failure.kind == "memory"


def test_a_stored_copy_of_a_built_in_network_computes_the_same(tiny: ModelFiles, tmp_path: Path) -> None:
    engine = OpenVINOEngine()
    kept = engine.keep(tiny, None, tmp_path)
    assert kept.builtin is None
    assert (kept.name, kept.sha256) == (tiny.name, tiny.sha256)
    answers = []
    for files in (tiny, kept):
        trial = Trial(OpenVINOEngine(), Task(setting=setting(), measure=MEASURE, files=files), import_ns=0)
        trial.prepare()
        answers.append(trial.finish()[0].samples[0].sha256)
    assert answers[0] == answers[1]


def test_a_file_in_another_storage_is_written_once_and_workers_only_read_it(
    tiny: ModelFiles, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = OpenVINOEngine()
    given = engine.keep(tiny, None, tmp_path)
    kept = engine.keep(given, "f16", tmp_path)
    assert kept.stored == "f16"
    assert kept.sha256 == tiny.sha256
    assert kept.paths != given.paths
    assert all(path.is_file() for path in kept.paths)

    def converting(*_: object) -> None:
        raise AssertionError("converted while start-up is timed")

    monkeypatch.setattr(reading, "_stored_as_f16", converting)
    engine.read(Task(setting=setting(storage="f16"), measure=MEASURE, files=kept))


def test_a_file_that_cannot_be_converted_is_left_to_its_workers_to_say_so(tmp_path: Path) -> None:
    path = tmp_path / "net.xml"
    path.write_text("no network")
    files = ModelFiles(name="net", paths=(path,), sha256="0" * 64)
    assert OpenVINOEngine().keep(files, "f16", tmp_path) == files
    with pytest.raises(StepError) as failed:
        OpenVINOEngine().read(Task(setting=setting(storage="f16"), measure=MEASURE, files=files))
    assert failed.value.kind == "model"
