"""How a comparison is put: in time, throughput, images, speed, or by what disturbances cost.

The gaps of a wording are both sides in the forms that languages want (see `comparing.sides`), the amount
`{n}`, and `{all}` where something holds in all configurations.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ovreport.analysis.metrics import Metric
from ovreport.analysis.results import Verdict
from ovreport.claims.texts import Manner
from ovreport.language.messages import Message, msg, msg_in, msgs, msgs_in
from ovreport.limits import TIMES_FROM


@dataclass(frozen=True, kw_only=True)
class Change:
    """How a change of something is put.

    Attributes:
        times: For a ratio of 1.5 or more.
        more, less: For smaller changes, in percent.
    """

    times: Message
    more: Message
    less: Message

    def of(self, ratio: float) -> Message:
        """The template that fits a ratio."""
        return self.times if ratio >= TIMES_FROM else self.more if ratio >= 1 else self.less


@dataclass(frozen=True, kw_only=True)
class Bounded(Change):
    """How a change of something is put, be it open.

    Attributes:
        about: Near no difference by the estimate, and not shown to be equivalent: its bounds follow.
        between: An interval around no difference, from `{low}` less to `{high}` more.
    """

    about: Message
    between: Message


@dataclass(frozen=True, kw_only=True)
class Wording(Bounded):
    """How a kind of comparison is put.

    Attributes:
        only_more, only_less: The way of a change, without its amount.
        again: The same when both sides have been named just before.
        same: The two sides are equivalent.
        up, down: The word for the way of a change, beside a percentage.
    """

    only_more: Message
    only_less: Message
    again: Change
    same: Message
    up: Message
    down: Message


THROUGHPUT_AGAIN = Change(
    times=msg_in("after another amount", "{n} the throughput"),
    more=msg_in("throughput", "{n} more"),
    less=msg_in("throughput", "{n} less"),
)
WORDINGS: Mapping[Manner, Wording] = {
    "fast": Wording(
        times=msg("{a} {is} {n} as fast as {b}", also="all"),
        more=msg("{a} {is} {n} faster than {b}", also="all"),
        less=msg("{a} {is} {n} slower than {b}", also="all"),
        only_more=msg("{a} {is} faster than {b}", also="all"),
        only_less=msg("{a} {is} slower than {b}", also="all"),
        again=Change(times=msg("{n} as fast"), more=msg("{n} faster"), less=msg("{n} slower")),
        about=msg("{a} {is} about as fast as {b}", also="all"),
        between=msg("{a} {is} between {low} slower and {high} faster than {b}", also="all"),
        same=msg("{a} and {b} are equivalent", also="all"),
        up=msg("faster"),
        down=msg("slower"),
    ),
    "throughput": Wording(
        times=msg("{a} {deliver} {n} the throughput of {b}", also="all"),
        more=msg("{a} {deliver} {n} more throughput than {b}", also="all"),
        less=msg("{a} {deliver} {n} less throughput than {b}", also="all"),
        only_more=msg("{a} {deliver} more throughput than {b}", also="all"),
        only_less=msg("{a} {deliver} less throughput than {b}", also="all"),
        again=THROUGHPUT_AGAIN,
        about=msg("{a} {deliver} about as much throughput as {b}", also="all"),
        between=msg("{a} {deliver} between {low} less and {high} more throughput than {b}", also="all"),
        same=msg("{a} and {b} are equivalent in throughput", also="all"),
        up=msg_in("throughput", "more"),
        down=msg_in("throughput", "less"),
    ),
    "images": Wording(
        times=msg("{a} {deliver} {n} the {things} per second of {b}", also="all"),
        more=msg("{a} {deliver} {n} more {things} per second than {b}", also="all"),
        less=msg("{a} {deliver} {n} fewer {things} per second than {b}", also="all"),
        only_more=msg("{a} {deliver} more {things} per second than {b}", also="all"),
        only_less=msg("{a} {deliver} fewer {things} per second than {b}", also="all"),
        again=Change(times=msg("{n} the {things}"), more=msg_in("images", "{n} more"), less=msg("{n} fewer")),
        about=msg("{a} {deliver} about as many {things} per second as {b}", also="all"),
        between=msg(
            "{a} {deliver} between {low} fewer and {high} more {things} per second than {b}", also="all"
        ),
        same=msg("{a} and {b} are equivalent in {things} per second", also="all"),
        up=msg_in("images", "more"),
        down=msg("fewer"),
    ),
    "latency": Wording(
        times=msg("a request takes {n} as long {with_a} as {with_b}", also="all of_a of_b"),
        more=msg("a request takes {n} longer {with_a} than {with_b}", also="all of_a of_b"),
        less=msg("a request takes {n} less time {with_a} than {with_b}", also="all of_a of_b"),
        only_more=msg("a request takes longer {with_a} than {with_b}", also="all of_a of_b"),
        only_less=msg("a request takes less time {with_a} than {with_b}", also="all of_a of_b"),
        again=Change(times=msg("{n} as long"), more=msg("{n} longer"), less=msg("{n} less time")),
        about=msg("a request takes about as long {with_a} as {with_b}", also="all of_a of_b"),
        between=msg(
            "a request takes between {low} less and {high} more time {with_a} than {with_b}",
            also="all of_a of_b",
        ),
        same=msg("a request takes as long {with_a} as {with_b}", also="all of_a of_b"),
        up=msg("longer"),
        down=msg("shorter"),
    ),
    "undisturbed": Wording(
        times=msg("an undisturbed request takes {n} as long {with_a} as {with_b}", also="all of_a of_b"),
        more=msg("an undisturbed request takes {n} longer {with_a} than {with_b}", also="all of_a of_b"),
        less=msg("an undisturbed request takes {n} less time {with_a} than {with_b}", also="all of_a of_b"),
        only_more=msg("an undisturbed request takes longer {with_a} than {with_b}", also="all of_a of_b"),
        only_less=msg("an undisturbed request takes less time {with_a} than {with_b}", also="all of_a of_b"),
        again=Change(times=msg("{n} as long"), more=msg("{n} longer"), less=msg("{n} less time")),
        about=msg("an undisturbed request takes about as long {with_a} as {with_b}", also="all of_a of_b"),
        between=msg(
            "an undisturbed request takes between {low} less and {high} more time {with_a} than {with_b}",
            also="all of_a of_b",
        ),
        same=msg("an undisturbed request takes as long {with_a} as {with_b}", also="all of_a of_b"),
        up=msg("longer"),
        down=msg("shorter"),
    ),
    "disturbed": Wording(
        times=msg("with {a}, throughput is {n} that of {b}", also="all"),
        more=msg("with {a}, throughput rises by {n}", also="all"),
        less=msg("with {a}, throughput falls by {n}", also="all"),
        only_more=msg("with {a}, throughput rises", also="all"),
        only_less=msg("with {a}, throughput falls", also="all"),
        again=Change(
            times=msg_in("after another amount", "{n} the throughput"),
            more=msg_in("disturbed", "{n} more"),
            less=msg_in("disturbed", "{n} less"),
        ),
        about=msg("with {a}, throughput stays about the same", also="all"),
        between=msg("with {a}, there is between {low} less and {high} more throughput", also="all"),
        same=msg("{a} changes throughput by less than the margin", also="all"),
        up=msg_in("disturbed", "more"),
        down=msg_in("disturbed", "less"),
    ),
    "beside": Wording(
        times=msg("throughput {with_a} is {n} that {with_b}", also="all of_a of_b"),
        more=msg("throughput is {n} higher {with_a} than {with_b}", also="all of_a of_b"),
        less=msg("throughput is {n} lower {with_a} than {with_b}", also="all of_a of_b"),
        only_more=msg("throughput is higher {with_a} than {with_b}", also="all of_a of_b"),
        only_less=msg("throughput is lower {with_a} than {with_b}", also="all of_a of_b"),
        again=THROUGHPUT_AGAIN,
        about=msg("throughput is about the same {with_a} as {with_b}", also="all of_a of_b"),
        between=msg(
            "there is between {low} less and {high} more throughput {with_a} than {with_b}",
            also="all of_a of_b",
        ),
        same=msg("throughput is the same {with_a} as {with_b}", also="all of_a of_b"),
        up=msg_in("throughput", "more"),
        down=msg_in("throughput", "less"),
    ),
}
"""By what a comparison is told."""

VERBS: Mapping[str, Message] = {
    "has": msgs_in("a verb", "has", "have"),
    "lead": msgs_in("a verb", "leads", "lead"),
    "reach": msgs("reaches", "reach"),
    "take": msgs("takes", "take"),
    "is": msgs_in("a verb", "is", "are"),
    "deliver": msgs("delivers", "deliver"),
}
"""Gaps for a verb that goes with its subject."""

METRIC_WORDS: Mapping[Metric, Message] = {
    "throughput": msg("throughput"),
    "latency": msg("latency"),
    "undisturbed": msg("undisturbed latency"),
    "startup": msg("start-up"),
}
"""What is compared, in a table."""

VERDICTS: Mapping[Verdict, Message] = {
    Verdict.FASTER: msg("Faster"),
    Verdict.SLOWER: msg("Slower"),
    Verdict.EQUIVALENT: msg("Equivalent"),
    Verdict.NOT_RESOLVED: msg("Not resolved"),
}
"""Verdicts as badges and tables have them."""
