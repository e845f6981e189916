"""Every mistake is reported at once, with its line, its key and what was probably meant."""

import time
from pathlib import Path

import pytest

from ovreport import spec
from ovreport.errors import SpecError
from ovreport.language.registry import LANGUAGES
from tests.spec.writing import load, minimal, problems


def test_all_problems_come_in_one_report_in_the_order_of_the_file(tmp_path: Path) -> None:
    text = "titel: x\nmodel: mobilnet-ssd\ndevice: cpu\nbatchs: [1, 3]\nmeasure: {rounds: -1, secods: 3}\n"
    lines = problems(tmp_path, text)
    assert [line.split(":")[0] for line in lines] == ["1", "1", "2", "3", "4", "5", "5"]
    assert lines[0] == "1: titel: unknown key (did you mean title?)"
    assert lines[1] == "1: title: is missing"
    assert lines[2].endswith("(did you mean mobilenet-ssd?)")
    assert lines[3].endswith("(did you mean CPU?)")
    assert lines[4] == "4: batchs: unknown key (did you mean batch?)"
    assert lines[5].startswith("5: measure.rounds: -1 is not a whole number from 1 to 1,000")
    assert lines[6] == "5: measure.secods: unknown key (did you mean seconds?)"


def test_a_problem_names_the_file_as_the_user_did(tmp_path: Path) -> None:
    path = tmp_path / "study.yaml"
    path.write_text("nothing: 1\n")
    with pytest.raises(SpecError, match=r"study\.yaml:1: nothing: unknown key"):
        spec.load(path)


@pytest.mark.parametrize(
    ("key", "meant"),
    [
        ("nireq", "requests"),
        ("nstreams", "streams"),
        ("rounds", "measure.rounds"),
        ("seconds", "measure.seconds"),
        ("precission", "precision"),
        ("Batch", "batch"),
    ],
)
def test_what_other_tools_call_it_and_where_it_belongs_is_known(tmp_path: Path, key: str, meant: str) -> None:
    assert problems(tmp_path, minimal(f"{key}: 2")) == [f"4: {key}: unknown key (did you mean {meant}?)"]


def test_a_key_that_resembles_nothing_gets_no_guess(tmp_path: Path) -> None:
    assert problems(tmp_path, minimal("xyzzy: 2")) == ["4: xyzzy: unknown key"]


def test_an_item_of_a_list_is_named_by_its_place_and_line(tmp_path: Path) -> None:
    lines = problems(tmp_path, minimal("batch:", "  - 1", "  - three"))
    assert lines == ["6: batch[1]: three is not a whole number from 1 to 4,096 or unset"]


def test_a_key_deep_in_a_bundle_is_named(tmp_path: Path) -> None:
    lines = problems(tmp_path, minimal("bundles:", "  kind:", "    a: {stream: 1}"))
    assert lines == ["6: bundles.kind.a.stream: unknown key (did you mean streams?)"]


def test_what_passes_the_schema_is_checked_further_beside_a_mistake(tmp_path: Path) -> None:
    lines = problems(tmp_path, minimal("batch: none", "objective: {p990: 3}", "properties: {num_streams: 1}"))
    assert [line.split(": ")[1] for line in lines] == ["batch", "objective.p990", "properties.num_streams"]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("batch: 0", "0 is not a whole number from 1"),
        ("batch: true", "true is not a whole number"),
        ("batch: '3'", "is not a whole number"),
        ("batch: []", "an empty list"),
        ("streams: atuo", "did you mean auto?"),
        ("requests: unset", "is not a whole number from 1 to 4,096 or auto"),
        ("precision: f61", "did you mean f16?"),
        ("hint: thruput", "did you mean throughput?"),
        ("mode: asynch", "did you mean async?"),
        ("device: gpu.1", "did you mean GPU.1?"),
        ("device: 1", "1 is no device"),
        ("tags: [' ']", "is empty"),
        ("device: GPUU", "did you mean GPU?"),
        ("device: 'CPU; rm'", "is no device"),
        ("margin: 3", "is no share; write 0.03 or 3 %"),
        ("good_enough: 150 %", "is no share"),
        ("disturbance: noise", "is none of none, cpu, memory"),
        ("tags: [1]", "is no text"),
        ("language: xx", f"is none of {', '.join(LANGUAGES)}"),
        ("discuss: [bath]", "is no factor of this file"),
        ("measure: {seconds: 3, requests: 10}", "give seconds or requests, not both"),
        ("measure: {seconds: 3 weeks}", "is no number of seconds; units are s, ms, min, h"),
        ("measure: {memory_limit: 1}", "is not from 256"),
        ("measure: 3", "must be a mapping of keys"),
        ("published: 3", "must be a list"),
        ("published: [{source: s, figures: [{fps: -1}]}]", "is not a number from"),
        ("published: [{source: s, url: 'javascript:alert(1)'}]", "is no web address"),
        ("published: [{source: s, date: yesterday}]", "is no date"),
        ("published: [{source: s, figures: [{batch: 1}]}]", "needs latency_ms or fps"),
        (
            "published: [{source: s, figures: [{fps: 1}, {fps: 2}]}]",
            "a second figure for the same configuration",
        ),
        ("published: [{source: s, figures: [{bach: 1, fps: 2}]}]", "did you mean batch?"),
        ("published: [{source: s, figures: [{batch: no, fps: 2}]}]", "no is not a whole number"),
        ("published: [{source: s, figures: [{batch: [1], fps: 2}]}]", "a list names no level"),
        (
            "published: [{source: s, statements: [{text: t, factor: f, level: 1, reference: 2, times: 2}]}]",
            "f is no factor of this file",
        ),
        ("model: 3", "3 is no model"),
        ("language: [en, en]", "en is given twice"),
        ("title: ''", "is empty"),
        ("title: 3", ": title: 3 is no text; put quotes around it"),
        ("properties: {X: []}", "an empty list"),
        ("properties: {X: [[]]}", "is no value of a property"),
        ("bundles: {kind: {a: {properties: {num_streams: 1}}}}", "did you mean NUM_STREAMS?"),
        ("bundles: {kind: {a: {model: ../x.onnx}}}", "leaves the folder"),
        ('model: {path: "a\\0.onnx"}', "no null character"),
        ("baseline: {kind: 1}", "is no factor of this file"),
        ("labels: {xx: {a: b}}", "is none of the languages"),
        ("measure: {seconds: [1]}", "is no number of seconds"),
        ("properties: {NUM_STREAMS: 2}", "write `streams`"),
        ("properties: {PERFORMANCE_HINT_NUM_REQUESTS: 2}", "write `requests`"),
        ("properties: {ENABLE_CPU_PINNING: [1, 1]}", "given twice"),
        ("bundles: {batch: {a: {}}}", "cannot be called batch"),
        ("bundles: {kind: {}}", "has no levels"),
        ("baseline: {batch: 1}", "is not varied in this file"),
        ("exclude: [{device: CPU}]", "is not varied in this file"),
        ("model: [tiny, tiny]", "a bundle with two empty levels"),
        ("model: {path: a.onnx, url: b}", "exactly one of builtin, path and url"),
        ("model: {builtin: tinny}", "did you mean tiny?"),
        ("model: {}", "exactly one of builtin, path and url"),
        ("model: {path: a.onnx, shapes: {x: [-2]}}", "is no dimension; write a number, ? for any"),
    ],
)
def test_a_mistake_is_explained(tmp_path: Path, line: str, words: str) -> None:
    key = line.split(":")[0]
    text = "\n".join([each for each in minimal().splitlines() if not each.startswith(f"{key}:")] + [line])
    assert words in "\n".join(problems(tmp_path, text))


def test_a_conflict_between_a_bundle_and_an_axis_is_refused(tmp_path: Path) -> None:
    lines = problems(tmp_path, minimal("requests: [1, 2]", "bundles: {kind: {a: {requests: 1}}}"))
    assert lines == ["5: bundles.kind: sets requests, which the file varies already; give requests one value"]


def test_a_conflict_between_two_bundles_is_refused(tmp_path: Path) -> None:
    lines = problems(tmp_path, minimal("bundles:", "  a: {x: {batch: 1}}", "  b: {y: {batch: 2}}"))
    assert lines == ["6: bundles.b: sets batch, which the bundle a sets already"]


def test_a_setting_may_not_name_what_a_bundle_sets(tmp_path: Path) -> None:
    lines = problems(tmp_path, minimal("bundles: {a: {x: {batch: 1}}}", "include: [{batch: 2}]"))
    assert lines == ["5: include[0].batch: is set by the bundle a; name one of its levels"]


def test_a_level_that_does_not_exist_is_listed_with_those_that_do(tmp_path: Path) -> None:
    lines = problems(tmp_path, minimal("bundles: {kind: {one: {}, two: {}}}", "baseline: {kind: tow}"))
    assert lines == ["5: baseline.kind: tow is no level of it; there are one, two (did you mean two?)"]


def test_a_baseline_outside_the_matrix_is_refused(tmp_path: Path) -> None:
    text = minimal("batch: [1, 2]", "streams: [1, 2]", "exclude: [{batch: 2, streams: 2}]")
    assert problems(tmp_path, text + "baseline: {batch: 2, streams: 2}\n") == [
        "7: baseline: no configuration has these levels"
    ]


def test_a_conflict_is_found_wherever_the_keys_stand(tmp_path: Path) -> None:
    lines = problems(tmp_path, minimal("bundles: {kind: {a: {requests: 1}}}", "requests: [1, 2]"))
    assert lines == ["4: bundles.kind: sets requests, which the file varies already; give requests one value"]


def test_a_bundle_may_not_set_a_property_that_the_file_varies(tmp_path: Path) -> None:
    text = minimal("properties: {X: [1, 2]}", "bundles: {kind: {a: {properties: {X: 1}}}}")
    assert "sets properties.X, which the file varies already" in problems(tmp_path, text)[0]


def test_a_figure_must_say_which_level_it_is_for(tmp_path: Path) -> None:
    text = minimal("batch: [1, 2]", "published: [{source: s, figures: [{fps: 2}]}]")
    assert problems(tmp_path, text) == ["5: published[0].figures[0]: does not say which batch it is for"]


def test_two_figures_that_mean_one_setting_are_refused(tmp_path: Path) -> None:
    text = minimal("published: [{source: s, figures: [{batch: 1, fps: 2}, {fps: 3}]}]")
    assert problems(tmp_path, text) == [
        "4: published[0].figures[1]: a second figure for the same configuration"
    ]


def test_a_statement_must_name_levels_that_exist(tmp_path: Path) -> None:
    statement = "{text: t, factor: batch, level: 1, reference: 4, times: 2, where: {streams: 1}}"
    text = minimal("batch: [1, 2]", f"published: [{{source: s, statements: [{statement}]}}]")
    assert problems(tmp_path, text) == [
        "5: published[0].statements[0].reference: 4 is no level of it; there are 1, 2",
        "5: published[0].statements[0].where.streams: is not varied in this file",
    ]


def test_a_figure_with_an_unknown_level_of_a_bundle_is_refused(tmp_path: Path) -> None:
    text = minimal(
        "bundles: {kind: {a: {}, b: {}}}", "published: [{source: s, figures: [{kind: c, fps: 1}]}]"
    )
    assert problems(tmp_path, text) == [
        "5: published[0].figures[0].kind: c is no level of it; there are a, b"
    ]


def test_a_published_figure_with_a_wrong_device_is_explained(tmp_path: Path) -> None:
    text = "title: T\npublished: [{source: s, figures: [{model: m, device: gpu, fps: 1}]}]\n"
    (line,) = problems(tmp_path, text)
    assert line.startswith("2: published[0].figures[0].device: gpu is no device")
    assert line.endswith("(did you mean GPU?)")


def test_text_beyond_its_bound_is_refused(tmp_path: Path) -> None:
    assert problems(tmp_path, minimal(f"author: {'x' * 10_001}")) == [
        "4: author: 10,001 characters; at most 10,000 are allowed"
    ]


def test_a_setting_in_a_file_that_measures_nothing_is_refused(tmp_path: Path) -> None:
    text = (
        "title: T\ninclude: [{batch: 2}]\n"
        "published: [{source: s, figures: [{model: m, device: GPU, batch: 1, fps: 2}]}]\n"
    )
    assert problems(tmp_path, text) == ["2: include[0]: a file without model and device measures nothing"]


def test_excluding_everything_is_refused(tmp_path: Path) -> None:
    assert problems(tmp_path, minimal("batch: [1, 2]", "exclude: [{batch: [1, 2]}]")) == [
        "5: exclude: leaves nothing to measure"
    ]


def test_including_what_is_there_already_is_refused(tmp_path: Path) -> None:
    assert problems(tmp_path, minimal("batch: [1, 2]", "include: [{batch: 2}]")) == [
        "5: include[0]: is in the matrix already"
    ]


def test_a_matrix_beyond_all_reason_is_refused_without_being_built(tmp_path: Path) -> None:
    axes = [f"{key}: [{', '.join(map(str, range(1, 101)))}]" for key in ("batch", "streams", "threads")]
    assert problems(tmp_path, minimal(*axes)) == [
        "1: 1,000,000 configurations, at most 1,000 are measured; add exclude or raise --max-cells"
    ]


def test_the_bound_counts_what_exclude_leaves(tmp_path: Path) -> None:
    text = minimal("batch: [1, 2, 3, 4]", "exclude: [{batch: [3, 4]}]")
    assert len(load(tmp_path, text, max_cells=2).matrix.measured) == 2
    assert "4 configurations, at most 2" in problems(tmp_path, minimal("batch: [1, 2, 3, 4]"), max_cells=2)[0]


def test_a_file_without_anything_to_measure_or_show_is_refused(tmp_path: Path) -> None:
    assert problems(tmp_path, "title: T\n") == ["1: nothing to measure: give model and device, or published"]


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(SpecError, match=r"nowhere.yaml: cannot be read: No such file"):
        spec.load(tmp_path / "nowhere.yaml")


def test_an_empty_file_is_explained(tmp_path: Path) -> None:
    assert problems(tmp_path, "") == ["1: the file is empty; `ovreport init` writes a first one"]


def test_a_list_at_the_top_is_explained(tmp_path: Path) -> None:
    assert problems(tmp_path, "- title\n") == ["1: the file must be a mapping of keys, such as `title: ...`"]


def test_a_file_name_that_cannot_name_a_page_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SpecError, match="use letters, digits"):
        spec.load(tmp_path / "my study.yaml")


def test_absurdly_long_names_are_shortened_in_messages(tmp_path: Path) -> None:
    (line,) = problems(tmp_path, minimal(f"{'x' * 5000}: 1"))
    assert len(line) < 200


def test_a_flood_of_problems_is_cut_with_their_number(tmp_path: Path) -> None:
    lines = problems(tmp_path, minimal(*(f"x{i:03}: 1" for i in range(150))))
    assert len(lines) == 101
    assert lines[-1].endswith("and 50 more problems")


@pytest.mark.parametrize(
    "lines",
    [
        [f"x{i}: 1" for i in range(9000)],
        ["batch: [" + "x," * 15_000 + "]"],
        ["discuss: [" + ",".join(f"x{i}" for i in range(9000)) + "]"],
        ["include:", *(f"  - {{batch: {i}}}" for i in range(2, 1500))],
        [
            "batch: [" + ",".join(map(str, range(1, 400))) + "]",
            "streams: [" + ",".join(map(str, range(1, 400))) + "]",
            "exclude:",
            *(f"  - {{batch: {i}}}" for i in range(1, 400)),
        ],
    ],
    ids=["unknown keys", "wrong values", "unknown factors", "settings", "exclusions"],
)
def test_a_file_full_of_mistakes_is_explained_within_seconds(tmp_path: Path, lines: list[str]) -> None:
    started = time.process_time()  # other processes do not count
    assert problems(tmp_path, minimal(*lines))
    assert time.process_time() - started < 5


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("2025.4", "2025.4 is a number to YAML, which takes 2025.10 for 2025.1; put it in quotation marks"),
        ("new", "new is no release of OpenVINO; write installed, or one in quotation marks such as '2025.4'"),
    ],
)
def test_a_release_is_written_as_text(tmp_path: Path, written: str, told: str) -> None:
    (line,) = problems(tmp_path, minimal(f"openvino: [installed, {written}]"))
    assert line == f"4: openvino[1]: {told}"


@pytest.mark.parametrize("key", ["precision", "storage"])
def test_int8_is_told_where_it_lies(tmp_path: Path, key: str) -> None:
    (line,) = problems(tmp_path, minimal(f"{key}: [f32, int8]"))
    assert line == (
        f"4: {key}[1]: int8 lies in the model's file and cannot be asked for; "
        "give the quantised file as `model`"
    )


@pytest.mark.parametrize("key", ["precision", "storage"])
def test_printed_figures_may_name_int8(tmp_path: Path, key: str) -> None:
    figures = ", ".join(f"{{{key}: {level}, fps: 3}}" for level in ("f32", "f16", "int8"))
    loaded = load(tmp_path, minimal(f"published: [{{source: s, figures: [{figures}]}}]"))
    (axis,) = (axis for axis in loaded.matrix.axes if axis.name == key)
    assert "int8" in axis.labels


def test_every_level_without_the_model_or_device_that_the_others_set_is_named(tmp_path: Path) -> None:
    text = "title: T\nbundles:\n  n:\n    a: {model: tiny, device: CPU}\n    b: {model: no-op}\n    c: {}\n"
    lines = problems(tmp_path, text)
    assert [line.split(", as")[0] for line in lines] == [
        "5: bundles.n.b: sets no device",
        "6: bundles.n.c: sets no model and no device",
    ]
