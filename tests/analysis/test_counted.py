"""What a throughput counts is an image only where a network takes one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ovreport.analysis.report import analyse
from ovreport.plan import Plan, Words
from ovreport.records import Fed, FedHow, Tensor
from tests import simulation
from tests.simulated_plans import make_plan, published_plan

PLAN = make_plan(factors={"batch": [1, 3]}, rounds=1)


def counts(plan: Plan, *shapes: tuple[int, ...]) -> str:
    """What is counted where a network has inputs of these shapes behind the batch."""
    records = []
    for record, sha in simulation.measure(plan):
        assert record.model is not None
        inputs = tuple(
            Tensor(name=f"x{place}", type="f32", shape=(record.setting.images, *shape))
            for place, shape in enumerate(shapes)
        )
        records.append((replace(record, model=replace(record.model, inputs=inputs)), sha))
    return analyse(plan, "bench", records).counts


def one_batch(number: int) -> Plan:
    return make_plan(factors={"batch": [number], "mode": ["sync", "async"]}, rounds=1)


@pytest.mark.parametrize("shapes", [[(3, 224, 224)], [(224, 224, 3)], [(1, 28, 28)], [(4,), (3, 64, 64)]])
def test_a_network_with_an_image_among_its_inputs_counts_images(shapes: list[tuple[int, ...]]) -> None:
    assert counts(PLAN, *shapes) == "image"


@pytest.mark.parametrize("shape", [(), (128,), (16, 64, 64), (80, 300)])
def test_any_other_network_counts_requests(shape: tuple[int, ...]) -> None:
    assert counts(one_batch(1), shape) == "request"


def test_requests_that_carry_several_are_counted_by_samples() -> None:
    assert counts(one_batch(3), (128,)) == "sample"


def test_pictures_that_are_one_sample_together_are_not_counted_as_images() -> None:
    records = []
    for record, sha in simulation.measure(one_batch(1)):
        assert record.model is not None
        inputs = (Tensor(name="cameras", type="f32", shape=(6, 3, 64, 64)),)
        records.append((replace(record, model=replace(record.model, inputs=inputs)), sha))
    assert analyse(one_batch(1), "bench", records).counts == "request"


def test_a_picture_without_a_batch_is_an_image_where_it_is_fed_with_one() -> None:
    cases: tuple[tuple[FedHow, str], ...] = (("images", "image"), ("uniform", "request"))
    for how, expected in cases:
        records = []
        for record, sha in simulation.measure(one_batch(1)):
            assert record.model is not None
            inputs = (Tensor(name="picture", type="f32", shape=(3, 64, 64)),)
            fed = (Fed(input="picture", how=how, numbers=(0.0, 1.0)),)
            records.append((replace(record, model=replace(record.model, inputs=inputs, fed=fed)), sha))
        assert analyse(one_batch(1), "bench", records).counts == expected


def test_one_network_without_an_image_makes_all_of_them_requests() -> None:
    plan = make_plan(factors={"mode": ["sync", "async"]}, rounds=1)
    records = []
    for record, sha in simulation.measure(plan):
        assert record.model is not None
        inputs = (Tensor(name="ids", type="i64", shape=(1, 16)),)
        other = replace(record.model, inputs=inputs) if record.setting.mode == "sync" else record.model
        records.append((replace(record, model=other), sha))
    assert analyse(plan, "bench", records).counts == "request"


def test_figures_of_a_source_alone_count_images() -> None:
    assert analyse(published_plan(), "", []).counts == "image"


def test_the_authors_word_counts_before_anything_else() -> None:
    words = Words(language="en", title="T", question="", description="", unit="frame")
    named = replace(PLAN, article=replace(PLAN.article, translations=(words,)))
    assert counts(named, (3, 224, 224)) == "named"
