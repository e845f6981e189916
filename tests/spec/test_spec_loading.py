"""What a file may leave out, say in several ways, and not do."""

from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest
from pydantic import ValidationError

from ovreport import spec
from ovreport.bounds import RoundNumbers
from ovreport.plan import Measure, expand
from tests.spec.writing import load, minimal, problems


def measured(folder: Path, text: str, overrides: spec.Overrides | None = None) -> Measure:
    """How long and how often the plan of an experiment measures."""
    return expand(load(folder, text, overrides=overrides or spec.Overrides())).measure


def test_three_lines_make_an_experiment(tmp_path: Path) -> None:
    experiment = load(tmp_path, "title: T\nmodel: mobilenet-ssd\ndevice: CPU\n")
    assert experiment.slug == "study"
    assert experiment.source == b"title: T\nmodel: mobilenet-ssd\ndevice: CPU\n"
    assert experiment.matrix.measured == ((),)
    assert experiment.keys.language == ("en",)


def test_an_experiment_cannot_be_changed(tmp_path: Path) -> None:
    experiment = load(tmp_path, minimal())
    with pytest.raises(FrozenInstanceError):
        experiment.slug = "other"  # type: ignore[misc]  # that is the mistake
    with pytest.raises(ValidationError):
        experiment.keys.author = "other"


def rounds(measure: Measure) -> tuple[int, int, float | None]:
    """The fewest and the most, and the budget in seconds."""
    return measure.rounds, measure.most_rounds, measure.budget_seconds


def test_the_default_profile_measures_from_five_rounds_of_three_seconds_on_within_a_budget(
    tmp_path: Path,
) -> None:
    measure = measured(tmp_path, minimal())
    assert (measure.rounds, measure.seconds, measure.requests) == (5, 3.0, None)
    assert measure.most_rounds > 5
    assert measure.budget_seconds is not None
    assert (measure.slice_seconds, measure.schedule) == (0.05, "slices")


def test_the_file_goes_before_the_default_profile(tmp_path: Path) -> None:
    measure = measured(tmp_path, minimal("measure: {rounds: 7, requests: 100, slice: 300 ms, seed: 4}"))
    assert (measure.rounds, measure.seconds, measure.requests) == (7, None, 100)
    assert (measure.slice_seconds, measure.seed) == (0.3, 4)


@pytest.mark.parametrize(("profile", "rounds", "seconds"), [("quick", 3, 1.0), ("publish", 10, 5.0)])
def test_a_profile_on_the_command_line_goes_before_the_file(
    tmp_path: Path, profile: spec.Profile, rounds: int, seconds: float
) -> None:
    measure = measured(
        tmp_path, minimal("measure: {rounds: 7, requests: 9}"), overrides=spec.Overrides(profile=profile)
    )
    assert (measure.rounds, measure.seconds, measure.requests) == (rounds, seconds, None)


def test_single_options_go_before_profile_and_file(tmp_path: Path) -> None:
    overrides = spec.Overrides(profile="quick", rounds=RoundNumbers(2, 2), seconds=0.5, seed=3)
    measure = measured(tmp_path, minimal("measure: {rounds: 4, seconds: 9, seed: 1}"), overrides=overrides)
    assert (measure.rounds, measure.seconds, measure.seed) == (2, 0.5, 3)


def test_seconds_on_the_command_line_replace_requests_of_the_file(tmp_path: Path) -> None:
    measure = measured(tmp_path, minimal("measure: {requests: 9}"), overrides=spec.Overrides(seconds=0.5))
    assert (measure.seconds, measure.requests) == (0.5, None)


def test_memory_is_bounded_by_default_on_the_cpu_only(tmp_path: Path) -> None:
    assert measured(tmp_path, minimal()).memory_limit_mib is not None
    assert measured(tmp_path, "title: T\nmodel: tiny\ndevice: [CPU, GPU]\n").memory_limit_mib is None
    assert measured(tmp_path, minimal("measure: {memory_limit: 2 GiB}")).memory_limit_mib == 2048
    assert measured(tmp_path, minimal("measure: {memory_limit: none}")).memory_limit_mib is None


@pytest.mark.parametrize(
    ("text", "bounded"),
    [
        (minimal("bundles: {where: {a: {}, b: {device: GPU}}}"), False),
        (minimal("include: [{device: GPU}]"), False),
        (minimal("bundles: {where: {a: {device: CPU}, b: {batch: 2}}}"), True),
        ("title: T\nmodel: tiny\ndevice: GPU\nbundles: {where: {a: {device: CPU}}}\n", True),
        ("title: T\nmodel: tiny\ndevice: [CPU, GPU]\nexclude: [{device: GPU}]\n", True),
        (minimal("published: [{source: s, figures: [{device: GPU, fps: 3}]}]"), True),
    ],
    ids=["bundle", "setting", "bundle on the CPU", "never on its device", "left out", "only printed"],
)
def test_memory_is_bounded_by_default_where_every_cell_that_is_measured_is_on_the_cpu(
    tmp_path: Path, text: str, bounded: bool
) -> None:
    assert (measured(tmp_path, text).memory_limit_mib is not None) == bounded


@pytest.mark.parametrize("margin", ["0.03", "3 %", "3%"])
def test_a_share_may_be_written_in_percent(tmp_path: Path, margin: str) -> None:
    assert load(tmp_path, minimal(f"margin: {margin}")).keys.margin == 0.03


def test_a_title_may_have_a_text_for_every_language(tmp_path: Path) -> None:
    keys = load(
        tmp_path, "title: {en: T, zh-Hans: 题}\nlanguage: [zh-Hans, en]\nmodel: tiny\ndevice: CPU\n"
    ).keys
    assert keys.title == {"en": "T", "zh-Hans": "题"}


def test_a_promised_language_without_text_is_a_problem(tmp_path: Path) -> None:
    text = "title: {en: T}\nlanguage: [zh-Hans, en]\nmodel: tiny\ndevice: CPU\n"
    assert problems(tmp_path, text) == ["1: title: has no text in zh-Hans, which `language` promises"]


def test_text_in_a_language_that_the_page_lacks_is_a_problem(tmp_path: Path) -> None:
    text = "title: {en: T, zh-Hans: 题}\nmodel: tiny\ndevice: CPU\n"
    assert problems(tmp_path, text) == ["1: title.zh-Hans: is none of the languages of `language`"]


@pytest.mark.parametrize("path", ["../x.onnx", "/etc/x.onnx", "a/../../x.onnx"])
def test_a_path_that_leaves_the_folder_is_refused_unless_allowed(tmp_path: Path, path: str) -> None:
    text = f"title: T\nmodel: {path}\ndevice: CPU\n"
    (line,) = problems(tmp_path, text)
    assert "leaves the folder of the experiment file" in line
    assert load(tmp_path, text, allow_outside=True).matrix.measured


def test_a_link_that_leads_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    inside = tmp_path / "inside"
    inside.mkdir()
    (inside / "x.onnx").symlink_to(tmp_path / "secret.onnx")
    assert "leaves the folder" in problems(inside, "title: T\nmodel: x.onnx\ndevice: CPU\n")[0]


def test_a_file_address_outside_the_folder_is_refused(tmp_path: Path) -> None:
    text = f"title: T\nmodel: {{url: 'file:///etc/x.onnx', sha256: '{'0' * 64}'}}\ndevice: CPU\n"
    assert "leaves the folder" in problems(tmp_path, text)[0]


@pytest.mark.parametrize(
    ("model", "words"),
    [
        ("{url: 'https://example.org/x.onnx'}", "needs its sha256"),
        (f"{{url: 'http://example.org/x.onnx', sha256: '{'0' * 64}'}}", "begins with https://"),
        (f"{{url: 'https://example.org/x.zip', sha256: '{'0' * 64}'}}", "does not end in"),
        (f"{{url: 'https://example.org/x.xml', sha256: '{'0' * 64}'}}", "weights_sha256"),
        ("{url: 'https://example.org/x.onnx', sha256: abc}", "64 hexadecimal digits"),
    ],
)
def test_a_download_that_cannot_be_trusted_is_refused(tmp_path: Path, model: str, words: str) -> None:
    assert words in problems(tmp_path, f"title: T\nmodel: {model}\ndevice: CPU\n")[0]


@pytest.mark.parametrize(
    "name",
    ["CACHE_DIR", "CONFIG_FILE", "WEIGHTS_PATH", "GPU_CONV_LOOKUP_TABLE_PATH", "NPUW_DUMP_SUBS_DIR",
     "NPU_EXPORT_RAW_BLOB", "CPU_EXTENSION", "NPU_PROFILING_OUTPUT_FILE"],
)  # fmt: skip
def test_a_property_that_names_a_file_needs_leave(tmp_path: Path, name: str) -> None:
    text = minimal(f"properties: {{{name}: x}}")
    assert "--allow-outside" in problems(tmp_path, text)[0]
    assert load(tmp_path, text, allow_outside=True).matrix.constants


@pytest.mark.parametrize(
    "text",
    [
        'properties: {DEVICE_PROPERTIES: "{GPU:{CONFIG_FILE:kernels.xml}}"}',
        'properties: {DEVICE_PROPERTIES: ["{CPU:{X:1}}", "{CPU:{X:1},GPU:{ \'CONFIG_FILE\' : x}}"]}',
        'bundles: {kind: {a: {}, b: {properties: {DEVICE_PROPERTIES: "{GPU:{CONFIG_FILE:x}}"}}}}',
    ],
)
def test_a_property_inside_of_a_value_that_names_a_file_needs_leave(tmp_path: Path, text: str) -> None:
    (line,) = problems(tmp_path, minimal(text))
    assert "DEVICE_PROPERTIES: sets CONFIG_FILE, which makes OpenVINO use a file" in line
    assert "--allow-outside" in line
    assert load(tmp_path, minimal(text), allow_outside=True).matrix.measured


def test_a_property_inside_of_a_value_that_would_spoil_the_measurement_is_refused(tmp_path: Path) -> None:
    text = minimal('properties: {DEVICE_PROPERTIES: "{CPU:{PERF_COUNT:YES}}"}')
    for allowed in (False, True):
        (line,) = problems(tmp_path, text, allow_outside=allowed)
        assert "sets PERF_COUNT, which slows the measurement" in line


def test_other_properties_inside_of_a_value_are_the_devices_own_matter(tmp_path: Path) -> None:
    text = minimal('properties: {DEVICE_PROPERTIES: "{CPU:{NUM_STREAMS:2,PROFILE_X:1}}", INDIRECT_FILED: x}')
    assert load(tmp_path, text).matrix.constants


def test_booleans_of_properties_are_spelled_as_openvino_does(tmp_path: Path) -> None:
    experiment = load(tmp_path, minimal("properties: {ENABLE_CPU_PINNING: [true, false]}"))
    (axis,) = experiment.matrix.axes
    assert axis.labels == ("YES", "NO")


def test_a_command_beside_the_measurement_may_be_written_as_a_mapping(tmp_path: Path) -> None:
    experiment = load(tmp_path, minimal("disturbance: [none, {command: stress --cpu 1}]"))
    assert experiment.matrix.axes[0].labels == ("none", "command: stress --cpu 1")


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        (
            "device: CPU\nbundles: {n: {a: {model: tiny}, b: {model: no-op}}}",
            [("tiny", "CPU"), ("no-op", "CPU")],
        ),
        (
            "model: tiny\nbundles: {n: {a: {device: CPU}, b: {device: GPU}}}",
            [("tiny", "CPU"), ("tiny", "GPU")],
        ),
        ("bundles: {n: {a: {model: tiny, device: GPU}}}", [("tiny", "GPU")]),
        (
            "bundles: {n: {a: {model: tiny}, b: {model: no-op}}, d: {x: {device: CPU}}}\n"
            "include: [{n: b, d: x}]\nexclude: [{n: b}]",
            [("tiny", "CPU"), ("no-op", "CPU")],
        ),
    ],
    ids=["model", "device", "both", "in two bundles"],
)
def test_model_and_device_may_stand_in_the_levels_of_a_bundle_alone(
    tmp_path: Path, text: str, asked: list[tuple[str, str]]
) -> None:
    cells = expand(load(tmp_path, f"title: T\n{text}\n")).cells
    assert [(cell.setting.model.name, cell.setting.device) for cell in cells if cell.measured] == asked


def test_a_bundle_that_says_for_published_figures_alone_what_was_used_measures_nothing(
    tmp_path: Path,
) -> None:
    text = (
        "title: T\nbundles: {d: {x: {device: CPU}, y: {}}}\n"
        "published: [{source: s, figures: [{d: x, fps: 3}, {d: y, fps: 4}]}]\n"
    )
    assert not any(cell.measured for cell in expand(load(tmp_path, text)).cells)


@pytest.mark.parametrize(
    ("said", "overrides", "found"),
    [
        ("rounds: 7", spec.Overrides(), (7, 7, None)),
        ("rounds: 5..30", spec.Overrides(), (5, 30, None)),
        ("{rounds: 5..30, budget: 10 min}", spec.Overrides(), (5, 30, 600.0)),
        ("{rounds: 5..30, budget: none}", spec.Overrides(), (5, 30, None)),
        ("{rounds: 5..30, budget: 10 min}", spec.Overrides(budget=60.0), (5, 30, 60.0)),
        ("{rounds: 5..30, budget: 10 min}", spec.Overrides(rounds=RoundNumbers(4, 8)), (4, 8, 600.0)),
        ("{rounds: 5..30, budget: 10 min}", spec.Overrides(rounds=RoundNumbers(4, 4)), (4, 4, None)),
        ("rounds: 7", spec.Overrides(rounds=RoundNumbers(4, 8)), (4, 8, None)),
        ("rounds: 7", spec.Overrides(budget=60.0), (7, 7, None)),
        ("{rounds: 5..30, budget: 10 min}", spec.Overrides(profile="quick"), (3, 3, None)),
    ],
)
def test_rounds_and_budget_of_the_command_line_go_before_those_of_the_file(
    tmp_path: Path, said: str, overrides: spec.Overrides, found: tuple[int, int, float | None]
) -> None:
    text = minimal(f"measure: {said}" if said.startswith("{") else f"measure: {{{said}}}")
    assert rounds(measured(tmp_path, text, overrides)) == found


def test_a_budget_alone_bounds_the_rounds_of_the_default_profile(tmp_path: Path) -> None:
    measure = measured(tmp_path, minimal("measure: {budget: 90 s}"))
    assert rounds(measure) == (5, measured(tmp_path, minimal()).most_rounds, 90.0)


@pytest.mark.parametrize("budget", ["90 s", "1.5 min", "90", "0.025 h"])
def test_a_budget_is_a_number_of_seconds_or_has_a_unit(tmp_path: Path, budget: str) -> None:
    text = minimal(f"measure: {{rounds: 5..30, budget: {budget}}}")
    assert measured(tmp_path, text).budget_seconds == 90.0


def test_a_budget_beside_a_fixed_number_of_rounds_is_a_mistake(tmp_path: Path) -> None:
    (found,) = problems(tmp_path, minimal("measure: {rounds: 5, budget: 10 min}"))
    assert "measure.budget" in found


@pytest.mark.parametrize(
    "rounds", ["0", "30..5", "5..", "..5", "5-30", "5.5", "1..100000", "true", "[5, 30]"]
)
def test_what_is_neither_a_number_of_rounds_nor_a_range_is_a_mistake(tmp_path: Path, rounds: str) -> None:
    (found,) = problems(tmp_path, minimal(f"measure: {{rounds: {rounds}}}"))
    assert "measure.rounds" in found
