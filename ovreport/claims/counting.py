"""What throughput counts, in words: images, requests, samples, or what the author calls it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Counted:
    """A language's words for the things that are counted.

    Attributes:
        one: After "per": `image`; `张图片` after 每.
        many: Alone: `images`, `图片`.
        amount: After a number: `images`, `张图片`.
        brief: The same where it is known what they are: `images`, `张`.
        rate: The unit of throughput: `FPS`, `requests/s`, `次/秒`.
    """

    one: str
    many: str
    amount: str
    brief: str
    rate: str
