"""Whether a device that is asked for is there."""

import pytest

from ovreport.run.hardware import Device, missing


@pytest.mark.parametrize(
    ("asked", "present", "expected"),
    [
        ("CPU", ("CPU",), None),
        ("GPU", ("CPU",), "GPU"),
        ("GPU", ("CPU", "GPU.0", "GPU.1"), None),
        ("GPU.0", ("CPU", "GPU"), None),
        ("GPU.1", ("CPU", "GPU"), "GPU.1"),
        ("GPU.1", ("CPU", "GPU.0", "GPU.1"), None),
        ("AUTO", ("CPU",), None),
        ("AUTO:GPU,CPU", ("CPU",), None),
        ("AUTO:GPU,NPU", ("CPU",), "GPU or NPU"),
        ("AUTO:-GPU,CPU", ("CPU",), None),
        ("MULTI:GPU,CPU", ("CPU",), "GPU"),
        ("MULTI:GPU,CPU", ("CPU", "GPU.0"), None),
        ("MULTI", ("CPU",), None),
        ("HETERO:GPU,CPU", ("CPU",), "GPU"),
        ("HETERO:CPU", ("CPU",), None),
        ("BATCH:CPU(4)", ("CPU",), None),
        ("BATCH:GPU(4)", ("CPU",), "GPU"),
        ("NPU", (), "NPU"),
        ("AUTO:GPU(,CPU", ("CPU",), None),
        ("HETERO:8x,CPU", ("CPU",), None),
    ],
)
def test_a_missing_device_is_named(asked: str, present: tuple[str, ...], expected: str | None) -> None:
    assert missing(asked, present) == expected


def test_a_device_tells_its_facts_under_its_own_name() -> None:
    device = Device(name="GPU.0", full_name="A GPU", properties=(("DEVICE_TYPE", "INTEGRATED"),))
    facts = {fact.key: fact.value for fact in device.facts()}
    assert facts == {"GPU.0.full_name": "A GPU", "GPU.0.device_type": "INTEGRATED"}
