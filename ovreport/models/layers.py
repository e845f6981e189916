"""The layers of the built-in models as data: what is built, and what a built-in model's hash is made of.

mobilenet-ssd is the model of chuanqi305/MobileNet-SSD (Caffe, 20 VOC classes, 300x300) as Open Model Zoo
shipped it: 47 convolutions, 5,783,417 weights and biases, 1,148,479,168 multiply-accumulates an image.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Convolution:
    """A convolution with bias.

    Attributes:
        kernel, stride, pad: The same in height and width.
        depthwise: One group a channel; else one group in all.
    """

    name: str
    inputs: int
    outputs: int
    kernel: int = 1
    stride: int = 1
    pad: int = 0
    depthwise: bool = False

    @property
    def fan_in(self) -> int:
        """Products summed for one output value."""
        return (1 if self.depthwise else self.inputs) * self.kernel**2


@dataclass(frozen=True)
class Head:
    """A place where boxes are predicted: the layer it reads and the sizes of its priors in pixels."""

    source: str
    channels: int
    min_size: float
    max_size: float | None
    ratios: tuple[float, ...]

    @property
    def priors(self) -> int:
        """Priors of a grid cell: one a ratio and its inverse, one a size."""
        return 1 + 2 * len(self.ratios) + (self.max_size is not None)


def _separable(number: int, inputs: int, outputs: int, stride: int = 1) -> tuple[Convolution, Convolution]:
    return (
        Convolution(f"conv{number}/dw", inputs, inputs, 3, stride, 1, depthwise=True),
        Convolution(f"conv{number}", inputs, outputs),
    )


def _extra(number: int, inputs: int, middle: int, outputs: int) -> tuple[Convolution, Convolution]:
    return (
        Convolution(f"conv{number}_1", inputs, middle),
        Convolution(f"conv{number}_2", middle, outputs, 3, 2, 1),
    )


BACKBONE: tuple[Convolution, ...] = (
    Convolution("conv0", 3, 32, 3, 2, 1),
    *_separable(1, 32, 64),
    *_separable(2, 64, 128, 2),
    *_separable(3, 128, 128),
    *_separable(4, 128, 256, 2),
    *_separable(5, 256, 256),
    *_separable(6, 256, 512, 2),
    *_separable(7, 512, 512),
    *_separable(8, 512, 512),
    *_separable(9, 512, 512),
    *_separable(10, 512, 512),
    *_separable(11, 512, 512),
    *_separable(12, 512, 1024, 2),
    *_separable(13, 1024, 1024),
    *_extra(14, 1024, 256, 512),
    *_extra(15, 512, 128, 256),
    *_extra(16, 256, 128, 256),
    *_extra(17, 256, 64, 128),
)
"""A chain; every layer is followed by a ReLU."""

HEADS: tuple[Head, ...] = (
    Head("conv11", 512, 60.0, None, (2.0,)),
    Head("conv13", 1024, 105.0, 150.0, (2.0, 3.0)),
    Head("conv14_2", 512, 150.0, 195.0, (2.0, 3.0)),
    Head("conv15_2", 256, 195.0, 240.0, (2.0, 3.0)),
    Head("conv16_2", 256, 240.0, 285.0, (2.0, 3.0)),
    Head("conv17_2", 128, 285.0, 300.0, (2.0, 3.0)),
)
"""In the order of their concatenation."""

CLASSES = 21
"""20 VOC classes after the background, which is class 0."""


def location_layer(head: Head) -> Convolution:
    """The convolution that predicts four box numbers for every prior of `head`."""
    return Convolution(f"{head.source}_mbox_loc", head.channels, 4 * head.priors)


def class_layer(head: Head) -> Convolution:
    """The convolution that predicts a score of every class for every prior of `head`."""
    return Convolution(f"{head.source}_mbox_conf", head.channels, CLASSES * head.priors)


TINY: tuple[Convolution, ...] = (
    Convolution("conv1", 3, 8, 3, 2, 1),
    Convolution("conv2", 8, 16, 3, 2, 1),
    Convolution("classes", 16, 10),
)
"""The last one follows a global pooling; the others are followed by a ReLU."""
