"""Which trials belong together, and what is left to measure."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from typing import Any

from ovreport.plan import Block, Plan
from ovreport.records import FailureKind, LeftOut, Record
from ovreport.store import (
    Present,
    RecordHeader,
    belonging,
    done,
    header_of,
    left_out,
    measure_key,
    newest,
    permanent_failures,
    remaining,
)
from tests.simulated_plans import make_measure, make_plan
from tests.simulation import failed
from tests.store.records import records_of, small_plan

PLAN = small_plan(rounds=3)
RECORDS = records_of(PLAN)
NOW = Present(
    measure=measure_key(PLAN.measure),
    openvino={cell.id: RECORDS[0].openvino_version for cell in PLAN.cells},
    models={"mobilenet-ssd": RECORDS[0].model.sha256 if RECORDS[0].model else ""},
)
BLOCKS = tuple(Block(round=number, group=0, cells=PLAN.cells) for number in range(1, PLAN.measure.rounds + 1))
FIRST, SECOND, THIRD, FOURTH = (cell.id for cell in PLAN.cells)


def headers(records: Iterable[Record]) -> list[RecordHeader]:
    return [header_of(record, f"{record.round}-{record.group}-{record.cell_id}", "") for record in records]


def numbers(known: list[RecordHeader]) -> set[tuple[int, int]]:
    """Rounds and groups that are in use."""
    return {(header.round, header.group) for header in known}


def left(
    known: list[RecordHeader], plan: Plan = PLAN, now: Present = NOW
) -> list[tuple[int, int, list[str]]]:
    """Round, group and cells of the blocks that are left."""
    alike = belonging(plan, known, now)
    never = permanent_failures(alike)
    blocks = remaining(plan, BLOCKS, done(plan, alike), numbers(known), unmeasurable=never)
    return [(block.round, block.group, [cell.id for cell in block.cells]) for block in blocks]


def without(*missing: tuple[int, str]) -> list[RecordHeader]:
    return headers(record for record in RECORDS if (record.round, record.cell_id) not in missing)


def spoiled(kind: FailureKind, round_: int, cell_id: str) -> list[RecordHeader]:
    """All headers, of which one is a failure."""
    return headers(
        dataclasses.replace(failed(record, kind), network_sha256=NOW.models["mobilenet-ssd"])
        if (record.round, record.cell_id) == (round_, cell_id)
        else record
        for record in RECORDS
    )


def test_without_records_everything_is_left_as_planned() -> None:
    assert left([]) == [(number, 0, [FIRST, SECOND, THIRD, FOURTH]) for number in (1, 2, 3)]


def test_with_all_records_nothing_is_left() -> None:
    assert left(headers(RECORDS)) == []


def test_a_missing_cell_is_measured_in_a_further_group_beside_the_baseline() -> None:
    assert left(without((2, THIRD))) == [(2, 1, [FIRST, THIRD])]


def test_the_baseline_alone_is_measured_alone() -> None:
    assert left(without((2, FIRST))) == [(2, 1, [FIRST])]


def test_a_missing_round_is_measured_as_planned() -> None:
    missing = [(3, cell.id) for cell in PLAN.cells]
    assert left(without(*missing)) == [(3, 0, [FIRST, SECOND, THIRD, FOURTH])]


def test_more_rounds_leave_only_the_new_ones() -> None:
    more = dataclasses.replace(PLAN, measure=dataclasses.replace(PLAN.measure, rounds=4))
    fourth = Block(round=4, group=0, cells=PLAN.cells)
    known = headers(RECORDS)
    blocks = remaining(more, (*BLOCKS, fourth), done(more, belonging(more, known, NOW)), numbers(known))
    assert blocks == (fourth,)


def test_a_further_group_takes_the_next_free_number() -> None:
    again = [dataclasses.replace(record, group=4) for record in RECORDS if record.round == 2]
    known = headers(RECORDS) + headers(again)
    known = [header for header in known if header.cell_id != FOURTH or header.round != 2]
    assert left(known) == [(2, 5, [FIRST, FOURTH])]


def test_two_groups_of_one_round_get_two_numbers() -> None:
    split = (
        Block(round=1, group=0, cells=PLAN.cells[:2]),
        Block(round=1, group=1, cells=(PLAN.cells[0], *PLAN.cells[2:])),
    )
    known = headers(record for record in RECORDS if record.round == 1 and record.cell_id == FIRST)
    blocks = remaining(PLAN, split, done(PLAN, belonging(PLAN, known, NOW)), numbers(known))
    assert [block.group for block in blocks] == [1, 2]


def test_other_seconds_openvino_or_network_leave_everything() -> None:
    others = [
        dataclasses.replace(NOW, measure=measure_key(make_measure(seconds=9.0))),
        dataclasses.replace(NOW, openvino=dict.fromkeys(NOW.openvino, "1999.1.0")),
        dataclasses.replace(NOW, models={"mobilenet-ssd": "another"}),
    ]
    for other in others:
        found = left(headers(RECORDS), now=other)
        assert [(number, group) for number, group, _ in found] == [(1, 1), (2, 1), (3, 1)]


def test_rounds_and_time_outs_do_not_decide_how_a_trial_is_measured() -> None:
    measure = make_measure(rounds=5)
    longer = dataclasses.replace(
        measure, rounds=50, most_rounds=60, budget_seconds=5.0, timeout_seconds=1.0, memory_limit_mib=10
    )
    assert measure_key(longer) == measure_key(measure)


def test_everything_else_decides_how_a_trial_is_measured() -> None:
    measure = make_measure()
    changes = {
        "seconds": 1.0, "requests": 10, "warmup_requests": 9, "slice_seconds": 1.0,
        "slice_requests": 9, "schedule": "whole", "seed": 9,
    }  # fmt: skip
    keys = {measure_key(dataclasses.replace(measure, **{name: value})) for name, value in changes.items()}  # type: ignore[arg-type] # values of their fields' types
    assert len(keys | {measure_key(measure)}) == len(changes) + 1


def test_a_crash_is_tried_again() -> None:
    assert left(spoiled("crash", 2, THIRD)) == [(2, 1, [FIRST, THIRD])]


def test_a_setting_that_cannot_be_compiled_is_not_tried_again_in_any_round() -> None:
    known = [
        header for header in spoiled("compile", 1, THIRD) if header.cell_id != THIRD or header.round == 1
    ]
    assert left(known) == []


def test_a_setting_that_could_not_be_compiled_is_tried_with_another_openvino() -> None:
    found = left(
        spoiled("compile", 1, THIRD),
        now=dataclasses.replace(NOW, openvino=dict.fromkeys(NOW.openvino, "2030.1")),
    )
    assert THIRD in found[0][2]


def test_a_note_of_a_missing_device_keeps_its_number() -> None:
    note = [
        header for header in spoiled("no-device", 1, THIRD) if header.cell_id == THIRD and header.round == 1
    ]
    assert left(note)[0] == (1, 1, [FIRST, SECOND, THIRD, FOURTH])


def test_a_baseline_that_cannot_be_compiled_is_not_measured_beside_the_missing_cells() -> None:
    known = [
        header
        for header in spoiled("compile", 1, FIRST)
        if (header.round, header.cell_id) != (2, THIRD) and (header.round == 1 or header.cell_id != FIRST)
    ]
    assert left(known) == [(2, 1, [THIRD])]


def test_a_baseline_that_cannot_be_measured_now_is_not_measured_beside_the_missing_cells() -> None:
    blocks = remaining(PLAN, BLOCKS, done(PLAN, [], unmeasurable={FIRST}), (), unmeasurable={FIRST})
    assert [[cell.id for cell in block.cells] for block in blocks] == 3 * [[SECOND, THIRD, FOURTH]]


def test_cells_that_cannot_be_measured_now_do_not_drag_the_baseline_along() -> None:
    known = [header for header in headers(RECORDS) if header.cell_id != THIRD]
    finished = done(PLAN, belonging(PLAN, known, NOW), unmeasurable={THIRD})
    assert remaining(PLAN, BLOCKS, finished, numbers(known), unmeasurable={THIRD}) == ()


def test_a_failure_that_was_made_good_is_left_out_of_the_report() -> None:
    again = [dataclasses.replace(r, group=1) for r in RECORDS if (r.round, r.cell_id) == (2, THIRD)]
    known = spoiled("crash", 2, THIRD) + headers(again)
    alike = belonging(PLAN, known, NOW)
    assert [header for header in alike if header.failure] == []
    assert len(alike) == len(RECORDS)


def test_of_repeated_failures_the_last_one_stands() -> None:
    again = [header for header in spoiled("timeout", 2, THIRD) if header.failure]
    known = spoiled("crash", 2, THIRD) + [dataclasses.replace(header, group=1) for header in again]
    assert [header.failure for header in belonging(PLAN, known, NOW) if header.failure] == ["timeout"]


def test_a_note_of_a_missing_device_gives_way_to_a_measurement() -> None:
    note = [header for header in spoiled("no-device", 1, THIRD) if header.failure]
    alike = belonging(PLAN, note + without((1, THIRD)), NOW)
    assert [header for header in alike if header.failure] == []


def test_records_of_other_cells_do_not_belong() -> None:
    stranger = dataclasses.replace(headers(RECORDS)[0], cell_id="0" * 12)
    assert belonging(PLAN, [stranger], NOW) == ()


def test_rendering_takes_what_was_measured_as_planned() -> None:
    quick = dataclasses.replace(RECORDS[0], measure=make_measure(seconds=1.0), started_utc_ns=2**62)
    found = newest(PLAN, headers([*RECORDS, quick]))
    assert found is not None
    assert found.measure == measure_key(PLAN.measure)


def test_rendering_takes_what_was_measured_last_where_nothing_was_measured_as_planned() -> None:
    old = dataclasses.replace(RECORDS[0], measure=make_measure(seconds=1.0), started_utc_ns=1)
    new = dataclasses.replace(RECORDS[1], measure=make_measure(seconds=2.0), started_utc_ns=2)
    found = newest(PLAN, headers([new, old]))
    assert found is not None
    assert found.measure == measure_key(new.measure)


def test_rendering_does_not_mix_two_releases_of_openvino() -> None:
    new = [
        dataclasses.replace(r, openvino_version="2030.1", started_utc_ns=2**62, group=1) for r in RECORDS[:2]
    ]
    known = headers([*RECORDS, *new])
    found = newest(PLAN, known)
    assert found is not None
    assert {header.openvino_version for header in belonging(PLAN, known, found)} == {"2030.1"}


def test_rendering_takes_the_newest_version_of_each_release_that_cells_ask_for() -> None:
    plan = make_plan(factors={"openvino": ["installed", "2025.4"]}, rounds=2)
    numbered = {"installed": ("2026.3.0", "2026.4.1"), "2025.4": ("2025.4.0", "2025.4.0")}
    records = [
        dataclasses.replace(r, openvino_version=numbered[r.setting.openvino][r.round - 1])
        for r in records_of(plan)
    ]
    found = newest(plan, headers(records))
    assert found is not None
    assert found.openvino == {cell.id: numbered[cell.setting.openvino][1] for cell in plan.cells}
    assert [left.was for left in left_out(plan, headers(records), found)] == ["2026.3.0"]


def test_without_records_there_is_nothing_to_render_from() -> None:
    assert newest(PLAN, []) is None


def gone(**changes: Any) -> tuple[LeftOut, ...]:
    """What is left out where two trials of twelve are otherwise than those that are told of."""
    return left_out(
        PLAN, [dataclasses.replace(h, **changes) for h in headers(RECORDS)[:2]] + headers(RECORDS)[2:], NOW
    )


def test_what_belongs_is_not_left_out() -> None:
    assert left_out(PLAN, headers(RECORDS), NOW) == ()


def test_records_of_another_release_are_left_out_with_both_releases() -> None:
    assert gone(openvino_version="2020.1") == (
        LeftOut(why="openvino", records=2, was="2020.1", now=RECORDS[0].openvino_version),
    )


def test_records_of_another_file_of_the_network_are_left_out_with_both_hashes() -> None:
    now = NOW.models["mobilenet-ssd"][:12]
    expected = LeftOut(why="network", records=2, was="f" * 12, now=now, network="mobilenet-ssd")
    assert gone(model_sha256="f" * 64) == (expected,)


def test_records_that_were_measured_otherwise_are_left_out_with_the_keys_that_differ() -> None:
    other = dataclasses.replace(PLAN.measure, seconds=1.0, slice_seconds=0.15)
    assert gone(measure=measure_key(other)) == (
        LeftOut(why="measure", records=2, was="seconds: 1.0, slice: 0.15", now="seconds: 3.0, slice: 0.3"),
    )


def test_records_of_a_cell_that_the_file_does_not_have_are_left_out() -> None:
    assert gone(cell_id="0" * 12) == (LeftOut(why="cell", records=2),)
    assert left_out(PLAN, [dataclasses.replace(h, cell_id="0" * 12) for h in headers(RECORDS)], None) == (
        LeftOut(why="cell", records=len(RECORDS)),
    )


def test_a_network_that_is_not_at_hand_leaves_nothing_out() -> None:
    assert left_out(PLAN, headers(RECORDS), dataclasses.replace(NOW, models={})) == ()


def test_failures_are_not_counted_among_the_records_that_are_left_out() -> None:
    failures = [dataclasses.replace(h, failure="crash", openvino_version="2020.1") for h in headers(RECORDS)]
    assert left_out(PLAN, failures, NOW) == ()


def test_trials_that_were_fed_from_other_files_are_measured_anew() -> None:
    fed = [
        dataclasses.replace(header, data_sha256="old")
        for header in headers(RECORDS)
        if header.cell_id == FIRST
    ]
    others = [header for header in headers(RECORDS) if header.cell_id != FIRST]
    same = dataclasses.replace(NOW, data={FIRST: "old"})
    changed = dataclasses.replace(NOW, data={FIRST: "new"})
    assert left([*fed, *others], now=same) == []
    assert [cells for *_, cells in left([*fed, *others], now=changed)] == [[FIRST]] * 3


def test_without_the_files_the_last_trials_belong_to_what_they_were_fed_with() -> None:
    fed = [dataclasses.replace(header, data_sha256=f"{header.round}") for header in headers(RECORDS)]
    now = newest(PLAN, fed)
    assert now is not None
    assert {header.round for header in belonging(PLAN, fed, now)} == {3}


def test_trials_that_were_fed_from_other_files_are_left_out_with_both_hashes() -> None:
    fed = [dataclasses.replace(header, data_sha256="f" * 64) for header in headers(RECORDS)]
    now = dataclasses.replace(NOW, data={header.cell_id: "e" * 64 for header in fed})
    assert left_out(PLAN, fed, now) == (LeftOut(why="inputs", records=len(fed), was="f" * 12, now="e" * 12),)
