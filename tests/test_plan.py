"""A plan spells an experiment out: the same file gives the same cells, in the order of the file."""

import json
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, reject
from hypothesis import strategies as st

from ovreport import plan, spec
from ovreport.errors import SpecError
from ovreport.plan import Plan, PublishedFigure
from ovreport.spec.axes import Axes
from tests.simulated_plans import make_measure

EXPERIMENTS = Path(__file__).parents[1] / "experiments"


def planned(folder: Path, text: str) -> Plan:
    path = folder / "study.yaml"
    path.write_text(text, encoding="utf-8")
    return plan.expand(spec.load(path))


def minimal(*lines: str) -> str:
    return "\n".join(["title: T", "model: tiny", "device: CPU", *lines]) + "\n"


def levels(expanded: Plan, *factors: str) -> list[tuple[str, ...]]:
    return [tuple(cell.level(factor) for factor in factors) for cell in expanded.cells]


def test_lists_become_axes_in_the_order_of_the_file(tmp_path: Path) -> None:
    expanded = planned(tmp_path, minimal("streams: [auto, 1]", "batch: [1, 3]"))
    assert [factor.name for factor in expanded.factors] == ["streams", "batch"]
    assert levels(expanded, "streams", "batch") == [("auto", "1"), ("auto", "3"), ("1", "1"), ("1", "3")]
    assert expanded.discuss == ("streams", "batch")
    assert expanded.cells[0].id == expanded.baseline


def test_the_order_of_keys_decides_the_order_of_factors(tmp_path: Path) -> None:
    expanded = planned(tmp_path, minimal("batch: [1, 3]", "streams: [auto, 1]"))
    assert [factor.name for factor in expanded.factors] == ["batch", "streams"]


def test_one_value_is_no_factor_but_part_of_every_setting(tmp_path: Path) -> None:
    expanded = planned(
        tmp_path,
        minimal("precision: f16", "storage: [f32]", "threads: 2", "hint: latency", "properties: {X: 1}"),
    )
    (cell,) = expanded.cells
    assert expanded.factors == ()
    assert cell.levels == ()
    assert (cell.setting.precision, cell.setting.storage) == ("f16", "f32")
    assert (cell.setting.threads, cell.setting.hint, cell.setting.properties) == (2, "latency", (("X", "1"),))


def test_what_is_left_out_is_left_to_openvino(tmp_path: Path) -> None:
    setting = planned(tmp_path, minimal()).cells[0].setting
    assert (setting.precision, setting.storage, setting.streams, setting.threads) == (None, None, None, None)
    assert (setting.batch, setting.requests, setting.mode, setting.disturbance) == (
        None,
        "auto",
        "async",
        "none",
    )


def test_releases_of_openvino_are_a_factor_and_the_installed_one_needs_no_key(tmp_path: Path) -> None:
    expanded = planned(tmp_path, minimal("openvino: [installed, '2025.4']"))
    assert expanded.factors[0].levels == ("installed", "2025.4")
    assert expanded.releases == ("installed", "2025.4")
    assert expanded.cells[0].id == planned(tmp_path, minimal()).cells[0].id
    assert planned(tmp_path, minimal("openvino: '2025.4'")).releases == ("2025.4",)
    bundled = "bundles: {b: {old: {openvino: '2025.4', hint: latency}, new: {}}}"
    assert planned(tmp_path, minimal(bundled)).releases == ("2025.4", "installed")


def test_unset_is_a_level_like_any_other(tmp_path: Path) -> None:
    expanded = planned(tmp_path, minimal("streams: [unset, 2]"))
    assert levels(expanded, "streams") == [("unset",), ("2",)]
    assert [cell.setting.streams for cell in expanded.cells] == [None, 2]


def test_a_bundle_varies_its_keys_together(tmp_path: Path) -> None:
    text = minimal("bundles:", "  load:", "    one: {streams: 1, requests: 1}", "    many: {requests: 8}")
    expanded = planned(tmp_path, text)
    (factor,) = expanded.factors
    assert (factor.name, factor.levels, factor.bundled) == ("load", ("one", "many"), ("streams", "requests"))
    assert [(c.setting.streams, c.setting.requests) for c in expanded.cells] == [(1, 1), (None, 8)]


def test_a_bundle_goes_before_the_single_value_of_a_key(tmp_path: Path) -> None:
    text = minimal("requests: 4", "bundles: {load: {one: {requests: 1}, usual: {}}}")
    assert [cell.setting.requests for cell in planned(tmp_path, text).cells] == [1, 4]


def test_properties_are_factors_by_their_own_names(tmp_path: Path) -> None:
    text = minimal("properties: {ENABLE_CPU_PINNING: [true, false], LOG_LEVEL: LOG_NONE}")
    expanded = planned(tmp_path, text)
    assert [factor.name for factor in expanded.factors] == ["ENABLE_CPU_PINNING"]
    assert [dict(cell.setting.properties) for cell in expanded.cells] == [
        {"ENABLE_CPU_PINNING": "YES", "LOG_LEVEL": "LOG_NONE"},
        {"ENABLE_CPU_PINNING": "NO", "LOG_LEVEL": "LOG_NONE"},
    ]


def test_excluded_combinations_are_left_out(tmp_path: Path) -> None:
    text = minimal("batch: [1, 3]", "streams: [1, 2, 4]", "exclude: [{batch: 3, streams: [2, 4]}]")
    expected = [("1", "1"), ("1", "2"), ("1", "4"), ("3", "1")]
    assert levels(planned(tmp_path, text), "batch", "streams") == expected


def test_an_included_setting_takes_first_levels_for_what_it_leaves_out(tmp_path: Path) -> None:
    text = minimal("batch: [3, 1]", "streams: [2, 1]", "include: [{streams: 8}]")
    expanded = planned(tmp_path, text)
    assert levels(expanded, "batch", "streams")[-1] == ("3", "8")
    assert expanded.cells[-1].setting.streams == 8
    assert len(expanded.cells) == 5


def test_an_included_setting_can_make_a_factor_of_a_single_value(tmp_path: Path) -> None:
    expanded = planned(tmp_path, minimal("storage: f32", "include: [{storage: f16}]"))
    assert [cell.setting.storage for cell in expanded.cells] == ["f32", "f16"]
    assert expanded.factors[0].levels == ("f32", "f16")


def test_the_baseline_is_the_first_setting_with_its_levels(tmp_path: Path) -> None:
    expanded = planned(tmp_path, minimal("batch: [1, 3]", "streams: [1, 2]", "baseline: {streams: 2}"))
    assert expanded.cell(expanded.baseline).levels == (("batch", "1"), ("streams", "2"))


def test_the_text_discusses_what_the_file_says(tmp_path: Path) -> None:
    expanded = planned(tmp_path, minimal("batch: [1, 3]", "streams: [1, 2]", "discuss: streams"))
    assert expanded.discuss == ("streams",)


def test_two_names_of_one_setting_are_two_cells(tmp_path: Path) -> None:
    expanded = planned(tmp_path, minimal("bundles: {label: {first: {}, second: {}}}"))
    first, second = expanded.cells
    assert first.setting == second.setting
    assert first.id != second.id
    assert expanded.factors[0].bundled == ()


def test_a_plan_whose_cells_could_be_mistaken_for_each_other_cannot_be_made(tmp_path: Path) -> None:
    expanded = planned(tmp_path, minimal("batch: [1, 3]"))
    first, second = expanded.cells
    with pytest.raises(ValueError, match=f"two configurations have the id {first.id}"):
        replace(expanded, cells=(first, replace(second, id=first.id)))
    other = replace(second.setting.model, location="no-op")
    with pytest.raises(ValueError, match="two models have the name tiny"):
        replace(expanded, cells=(first, replace(second, setting=replace(second.setting, model=other))))


def test_settings_that_hash_alike_have_ranks_of_their_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where a file lies does not count in an id, so it must not count in the rank either."""
    monkeypatch.setattr(Axes, "_one_model", lambda *_: True)
    monkeypatch.setattr(Plan, "__post_init__", lambda _: None)
    text = minimal("bundles: {net: {small: {model: a/net.xml}, big: {model: b/net.xml}}}")
    first, second = planned(tmp_path, text).cells
    assert first.id != second.id


_NETWORKS = ["tiny", "no-op", "net.xml", "a/net.xml", "./a/net.xml", "b/net.xml", "b/tiny.onnx"]
_SPELLED: list[object] = [
    {"path": "a/net.xml", "sha256": "a" * 64},
    {"path": "a/net.xml", "sha256": "A" * 64},
    {"path": "a/net.xml", "shapes": {"x": [1], "y": [2]}},
    {"path": "a/net.xml", "shapes": {"y": [2], "x": [1]}},
    {"path": "b/net.xml", "name": "other"},
]
_SETTINGS = st.fixed_dictionaries(
    {},
    optional={
        "model": st.sampled_from([*_NETWORKS, *_SPELLED]),
        "device": st.sampled_from(["CPU", "GPU"]),
        "batch": st.sampled_from([1, 3]),
        "streams": st.sampled_from([None, "auto", 1]),
        "properties": st.just({"X": 1}),
    },
)
_CHOICES = st.fixed_dictionaries(
    {},
    optional={
        "model": st.sampled_from(_NETWORKS),
        "batch": st.sampled_from([1, 2]),
        "threads": st.sampled_from(["1", "01", "unset"]),
        "kind": st.sampled_from(["x", "y"]),
    },
)


@given(
    models=st.lists(st.sampled_from(_NETWORKS), min_size=1, max_size=3, unique=True),
    kinds=st.fixed_dictionaries({}, optional={"x": _SETTINGS, "y": _SETTINGS, "z": _SETTINGS}),
    batches=st.sampled_from([1, [1, 3]]),
    included=st.lists(_CHOICES, max_size=3),
    figures=st.lists(_CHOICES, max_size=3),
)
def test_every_file_that_is_sound_gives_every_cell_an_id_and_every_network_a_name_of_its_own(
    tmp_path_factory: pytest.TempPathFactory,
    models: list[str],
    kinds: dict[str, object],
    batches: object,
    included: list[dict[str, object]],
    figures: list[dict[str, object]],
) -> None:
    mapping: dict[str, object] = {"title": "T", "model": models, "device": "CPU", "batch": batches}
    mapping |= {"bundles": {"kind": kinds}} if kinds else {}
    mapping |= {"include": included} if included else {}
    if figures:
        mapping["published"] = [{"source": "s", "figures": [{**each, "fps": 1} for each in figures]}]
    try:
        expanded = planned(tmp_path_factory.getbasetemp(), json.dumps(mapping))
    except SpecError:
        reject()
    assert len({cell.id for cell in expanded.cells}) == len(expanded.cells)
    sources = {cell.setting.model for cell in expanded.cells if cell.measured}
    assert len({source.name for source in sources}) == len(sources)


def test_renaming_a_level_keeps_the_ids(tmp_path: Path) -> None:
    before = planned(tmp_path, minimal("bundles: {load: {one: {requests: 1}, two: {requests: 2}}}"))
    after = planned(tmp_path, minimal("bundles: {work: {single: {requests: 1}, double: {requests: 2}}}"))
    assert [cell.id for cell in before.cells] == [cell.id for cell in after.cells]


@pytest.mark.parametrize(
    ("before", "after", "kept"),
    [
        ("a/net.onnx", "b/net.onnx", True),
        ("a/net.onnx", "a/renamed.onnx", False),
        ("{path: a/net.onnx, name: mine}", "{path: b/renamed.onnx, name: mine}", True),
        ("{path: net.onnx, name: mine}", "{path: net.onnx, name: yours}", False),
    ],
    ids=["moved", "renamed", "renamed below a name", "another name"],
)
def test_a_network_counts_in_an_id_by_its_name_and_not_by_its_folder(
    tmp_path: Path, before: str, after: str, kept: bool
) -> None:
    one, other = (
        planned(tmp_path, f"title: T\nmodel: {model}\ndevice: CPU\n").cells[0].id for model in (before, after)
    )
    assert (one == other) == kept


def test_the_folder_of_a_checkout_does_not_change_the_ids(tmp_path: Path) -> None:
    text = "title: T\nmodel: net.onnx\ndevice: CPU\n"
    ids = []
    for name in ("here", "there"):
        (tmp_path / name).mkdir()
        ids.append(planned(tmp_path / name, text).cells[0].id)
    assert ids[0] == ids[1]


def test_a_model_file_is_found_from_the_folder_of_the_experiment(tmp_path: Path) -> None:
    source = planned(tmp_path, "title: T\nmodel: nets/net.onnx\ndevice: CPU\n").cells[0].setting.model
    assert (source.kind, source.name) == ("file", "net")
    assert source.location == str((tmp_path / "nets/net.onnx").resolve())


@pytest.mark.parametrize(
    "model", ["nets/net.onnx", f"{{url: 'file:///somewhere/net.onnx', sha256: '{'0' * 64}'}}"]
)
def test_a_setting_for_a_record_does_not_tell_where_a_user_works(tmp_path: Path, model: str) -> None:
    path = tmp_path / "study.yaml"
    path.write_text(f"title: T\nmodel: {model}\ndevice: CPU\n", encoding="utf-8")
    cell = plan.expand(spec.load(path, allow_outside=True)).cells[0]
    public = cell.setting.without_folders()
    assert public.model.location == "net.onnx"
    assert plan.cell_id(public, 0) == cell.id


def test_a_setting_without_local_files_stays_as_it_is(tmp_path: Path) -> None:
    setting = planned(tmp_path, minimal()).cells[0].setting
    assert setting.without_folders() == setting


def test_a_download_keeps_its_address_hash_and_shapes(tmp_path: Path) -> None:
    hash_ = "A" * 64
    model = f"{{name: det, url: 'https://example.org/a%20b.onnx', sha256: '{hash_}', shapes: {{x: [1, 8]}}}}"
    source = planned(tmp_path, f"title: T\nmodel: {model}\ndevice: CPU\n").cells[0].setting.model
    assert (source.kind, source.name) == ("url", "det")
    assert source.location == "https://example.org/a%20b.onnx"
    assert source.sha256 == "A" * 64
    assert source.shapes == (("x", (1, 8)),)


def test_bounds_of_latency_become_percentiles(tmp_path: Path) -> None:
    expanded = planned(tmp_path, minimal("objective: {p99_ms: 20, p99.9_ms: 40}"))
    assert expanded.latency_bounds_ms == ((99.0, 20.0), (99.9, 40.0))


def test_every_language_gets_its_words(tmp_path: Path) -> None:
    text = (
        "title: {en: T, zh-Hans: 题}\nlanguage: [zh-Hans, en]\nquestion: Why?\nmodel: tiny\ndevice: CPU\n"
        "labels: {zh-Hans: {one: 一}}\n"
    )
    article = planned(tmp_path, text).article
    assert (article.translations[0].title, article.languages) == ("题", ("zh-Hans", "en"))
    assert article.words("en").title == "T"
    assert article.words("en").question == article.words("zh-Hans").question == "Why?"
    assert article.words("zh-Hans").label("one") == "一"
    assert article.words("en").label("one") == "one"


PUBLISHED = """
published:
  - source: somebody
    figures:
      - {batch: 3, fps: 63}
      - {batch: 8, device: NPU, latency_ms: 4, note: hm, in_force: {requests: 4, streams: 2}}
"""


def test_a_published_figure_joins_the_cell_that_it_is_for(tmp_path: Path) -> None:
    expanded = planned(tmp_path, minimal("batch: [1, 3]") + PUBLISHED)
    figure = expanded.published[0].figures[0]
    assert figure == PublishedFigure(cell_id=expanded.cells[1].id, latency_ms=None, throughput_fps=63.0)
    assert expanded.cell(figure.cell_id).measured


def test_a_published_figure_outside_the_matrix_gets_a_cell_that_is_not_measured(tmp_path: Path) -> None:
    expanded = planned(tmp_path, minimal("batch: [1, 3]") + PUBLISHED)
    figure = expanded.published[0].figures[1]
    cell = expanded.cell(figure.cell_id)
    assert not cell.measured
    assert (cell.setting.device, cell.setting.batch) == ("NPU", 8)
    assert (figure.requests, figure.streams, figure.note) == (4, 2, "hm")
    assert [factor.levels for factor in expanded.factors] == [("CPU", "NPU"), ("1", "3", "8")]
    assert all(cell not in block.cells for block in plan.blocks(expanded))


def test_a_file_may_consist_of_published_figures_alone(tmp_path: Path) -> None:
    text = (
        "title: T\npublished:\n  - source: s\n    figures:\n"
        "      - {model: some-net, device: GPU, precision: f32, fps: 10}\n"
        "      - {model: some-net, device: GPU, precision: f16, fps: 15}\n"
    )
    expanded = planned(tmp_path, text)
    assert not any(cell.measured for cell in expanded.cells)
    assert [cell.setting.precision for cell in expanded.cells] == ["f32", "f16"]
    assert expanded.cells[0].setting.model.name == "some-net"
    assert expanded.baseline == expanded.cells[0].id
    assert plan.blocks(expanded) == ()


def test_a_block_is_a_round_with_every_measured_cell(tmp_path: Path) -> None:
    expanded = planned(tmp_path, minimal("batch: [1, 2, 3]", "measure: {rounds: 2}"))
    made = plan.blocks(expanded)
    assert [(block.round, block.group, block.cells) for block in made] == [
        (1, 0, expanded.cells),
        (2, 0, expanded.cells),
    ]


def test_the_gpu_study_has_the_seven_settings_of_the_article() -> None:
    expanded = plan.expand(spec.load(EXPERIMENTS / "mobilenet-ssd-gpu.yaml"))
    measured = [cell.levels for cell in expanded.cells if cell.measured]
    assert [dict(each)["precision"] + "/" + dict(each)["batch"] for each in measured] == [
        "f32/1", "f32/1", "f32/3", "f16/1", "f16/1", "f16/1", "f16/3",
    ]  # fmt: skip
    assert {cell.setting.device for cell in expanded.cells if cell.measured} == {"GPU"}
    assert {cell.setting.device for cell in expanded.cells if not cell.measured} == {"CPU"}


def test_same_twice_asks_for_one_setting_twice() -> None:
    expanded = plan.expand(spec.load(EXPERIMENTS / "same-twice.yaml"))
    assert len(expanded.cells) == 2
    assert len({cell.setting for cell in expanded.cells}) == 1


def test_the_shipped_experiments_fit_in_six_minutes() -> None:
    """A worker takes about 1.5 s a cell and round beside its measuring time."""
    total = 0.0
    for path in EXPERIMENTS.glob("*.yaml"):
        expanded = plan.expand(spec.load(path))
        if all(cell.setting.device == "CPU" for cell in expanded.cells):
            cells = sum(len(block.cells) for block in plan.blocks(expanded))
            total += cells * ((expanded.measure.seconds or 0) + 1.5)
    assert 0 < total < 330


@pytest.mark.parametrize("path", sorted(EXPERIMENTS.glob("*.yaml")), ids=lambda path: path.stem)
def test_a_shipped_experiment_says_all_its_names_in_chinese(path: Path) -> None:
    expanded = plan.expand(spec.load(path))
    words = expanded.article.words("zh-Hans")
    named = [(f.name, *f.levels) for f in expanded.factors if f.bundled or f.name == "label"]
    assert all(words.label(name) != name for names in named for name in names)
    assert words.title != expanded.article.words("en").title


def test_what_is_counted_is_said_once_or_in_each_language(tmp_path: Path) -> None:
    both = "language: [en, zh-Hans]"
    for unit, chinese in (
        ("unit: {en: frame, zh-Hans: 帧}", "帧"),
        ("unit: frame", "frame"),
        ("unit: frame\nlabels: {zh-Hans: {frame: 帧}}", "帧"),
        ("unit: {en: frame}", "frame"),
    ):
        article = planned(tmp_path, minimal(both, unit)).article
        assert [words.unit for words in article.translations] == ["frame", chinese]
    assert planned(tmp_path, minimal()).article.words("en").unit == ""


def test_what_is_counted_is_no_part_of_a_setting(tmp_path: Path) -> None:
    assert planned(tmp_path, minimal("unit: frame")).cells == planned(tmp_path, minimal()).cells


@pytest.mark.parametrize("rounds", [1, 5])
def test_a_fixed_number_of_rounds_is_looked_at_once(rounds: int) -> None:
    assert plan.looks(make_measure(rounds=rounds)) == (rounds,)


@given(st.integers(1, 50), st.integers(1, 200))
def test_looks_begin_with_the_fewest_rounds_end_with_the_most_and_are_few(fewest: int, more: int) -> None:
    looks = plan.looks(make_measure(rounds=fewest, most_rounds=fewest + more))
    assert (looks[0], looks[-1]) == (fewest, fewest + more)
    assert list(looks) == sorted(set(looks))
    assert len(looks) <= 13
    assert all(later <= 2.1 * earlier + 1 for earlier, later in pairwise(looks))


def test_less_than_the_fewest_rounds_is_not_the_most() -> None:
    assert make_measure(rounds=5, most_rounds=3).most_rounds == 5
