"""What more requests in flight buy along a chain of configurations, and how long a request takes then."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from ovreport import units
from ovreport.analysis.choice import is_small
from ovreport.analysis.results import Contrast
from ovreport.claims.amounts import (
    apart,
    estimated,
    interval,
    openly,
    proof,
    size_open,
    small,
    span,
    unproven,
)
from ovreport.claims.basis import of_estimate
from ovreport.claims.claim import Claim, ClaimKind
from ovreport.claims.comparing import circumstances, placed
from ovreport.claims.comparing import stalling as stalling_of
from ovreport.claims.in_flight import Stage
from ovreport.claims.intervals import estimate_of
from ovreport.claims.place import Place
from ovreport.claims.settling import way_out
from ovreport.claims.texts import ClaimText, Texts
from ovreport.claims.truth import SLACK, Statement, Truth
from ovreport.claims.wordings import WORDINGS, Bounded
from ovreport.language.messages import msg, msg_in, msgs, msgs_in
from ovreport.language.spans import Text, key, number
from ovreport.limits import LONGER, TIMES_FROM
from ovreport.naming import is_quiet

DELIVER = Bounded(
    times=msg("{last} in flight deliver {n} the throughput of {first}"),
    more=msg("{last} in flight deliver {n} more throughput than {first}"),
    less=msg("{last} in flight deliver {n} less throughput than {first}"),
    about=msg("{last} in flight deliver about as much throughput as {first}"),
    between=msg("{last} in flight deliver between {low} less and {high} more throughput than {first}"),
)

AT_SHORT = msg_in("after a throughput in percent", " for {n} the latency")


@dataclass(frozen=True, kw_only=True)
class Saturation(Claim):
    """What the requests at the end of a chain deliver beside fewer.

    Attributes:
        first, last: What is compared.
        gain, slower: Their comparison in throughput and, where it could be made, in latency.
    """

    kind: ClaimKind = field(init=False, default=ClaimKind.SATURATION)
    figure: str = field(init=False, default="trade")
    place: Place = field(init=False, default=Place.ANSWER_SHOWN)
    factor: str
    first: Stage
    last: Stage
    gain: Contrast
    slower: Contrast | None

    @property
    def answers(self) -> str:
        """The factor whose question it answers."""
        return self.factor

    @property
    def topic(self) -> str:
        """The question of its factor, whichever levels or requests lead the answer."""
        return f"effect/{self.factor}"

    @property
    def added(self) -> int:
        """Requests at the end beyond those at the beginning."""
        return self.last.requests - self.first.requests

    def where(self, t: Texts) -> Text:
        """What the cells of the chain share, as it stands beside a clause."""
        first, *others = (t.plan.cell(cell).levels for cell in self.cells)
        shared = [level for level in first if all(level in each for each in others)]
        return placed(t, circumstances(t, [level for level in shared if not is_quiet(t.plan, *level)]))

    def ends(self, t: Texts) -> dict[str, Text]:
        """The requests at both ends, as gaps."""
        return {"last": self.last.told(t), "first": self.first.again(t)}

    def proven(self, t: Texts, what: Text, cost: Text = ()) -> Text:
        """A clause under its conditions, with its proof and the cost, as a sentence."""
        template = msg("{what}{where} {proof}{cost}")
        told = t.fill(template, what=what, where=self.where(t), proof=proof(t, self.gain), cost=cost)
        return t.locale.sentence(told)

    def remarks(self, t: Texts, there: Text = ()) -> Text:
        """Who stalls by itself, what a claim tells then, Little's law, and whether streams change along."""
        streams = (self.first.streams, self.last.streams)
        along: Text = ()
        if None not in streams and streams[0] != streams[1]:
            along = t.tell(msg("Streams change along with the requests, so the two are not told apart here."))
        return t.together(self.stalling(t), there, self.last.little(t), along)

    def stalling(self, t: Texts) -> Text:
        """Which setting stalls by itself, where one does, by the factor of the chain."""
        told = []
        for each in self.contrasts:
            cell, reference = (t.plan.cell(one).level(self.factor) for one in (each.cell, each.reference))
            levels = replace(each, factor=self.factor, level=cell, reference_level=reference, conditions=())
            told.append(levels)
        return stalling_of(t, told)

    def longer(self, t: Texts) -> Text:
        """How much longer a request takes at the end: it only waits where each has as much of the device."""
        first, last = self.first, self.last
        alike = first.streams is not None and (first.streams, first.threads) == (last.streams, last.threads)
        if first.latency_ns is None or last.latency_ns is None:
            return t.fill(msg("a request only waits longer") if alike else msg("a request takes longer"))
        wait = last.latency_ns - first.latency_ns
        told = msg("a request only waits {wait} longer") if alike else msg("a request takes {wait} longer")
        return t.fill(told, wait=key(t.numbers.latency(wait)))


def in_times(t: Texts, contrast: Contrast) -> units.Quantity:
    """How many times as long a request takes, with its interval."""
    found = of_estimate(estimate_of(contrast))
    return t.numbers.times(found.value, found.low, found.high)


@dataclass(frozen=True, kw_only=True)
class Grows(Saturation):
    """Throughput is higher at the end."""

    def text(self, t: Texts) -> ClaimText:
        """The claim in words: how much, and at what price."""
        n = key(estimated(t, estimate_of(self.gain)))
        if estimate_of(self.gain).ratio >= TIMES_FROM:
            what = t.fill(DELIVER.times, n=n, **self.ends(t))
            at, at_short = (
                msg(", at {n} the latency {ci}"),
                msg_in("after a throughput in times", " for {n} the latency"),
            )
        else:
            buys = msgs_in(
                "measured",
                "{n} more request in flight buys {gain} throughput",
                "{n} more requests in flight buy {gain} throughput",
            )
            what = t.fill(buys.of(self.added), n=self.added, gain=n)
            at = msgs(" and costs {n} the latency {ci}", " and cost {n} the latency {ci}").of(self.added)
            at_short = AT_SHORT
        cost: Text = ()
        brief: Text = ()
        if self.slower is not None:
            ratio = in_times(t, self.slower)
            cost = t.fill(at, n=key(ratio), ci=interval(t, ratio.interval))
            brief = t.fill(at_short, n=number(ratio))
        return ClaimText(
            headline=self.proven(t, what, cost),
            short=t.locale.capital(t.together_closely(what, brief)),
            context=self.remarks(t),
        )


@dataclass(frozen=True, kw_only=True)
class LevelsOff(Saturation):
    """The gain is there before the last requests are added; what those add is open.

    Attributes:
        middle: Where it is there; `gain` and `slower` compare it with the beginning.
        further, wait: The end beside the middle, in throughput and in latency.
    """

    middle: Stage
    further: Contrast
    wait: Contrast | None

    def text(self, t: Texts) -> ClaimText:
        what, tail = self.levelled(t), self.tail(t)
        told = t.fill(
            msg("{what}{where} {proof}; {tail} {also}"),
            what=what,
            where=self.where(t),
            proof=proof(t, self.gain),
            tail=tail,
            also=unproven(t, self.further, rounds=False),
        )
        there: Text = ()
        if self.slower is not None:
            ratio = in_times(t, self.slower)
            there = t.tell(
                msg("With {middle}, the latency is {n} that of {first} {ci}."),
                middle=self.middle.again(t),
                first=self.first.again(t),
                n=number(ratio),
                ci=interval(t, ratio.interval),
            )
        settle = way_out(t, self.further)
        return ClaimText(
            headline=t.locale.sentence(told),
            short=t.tell(msg("{what}; {tail}"), what=what, tail=tail),
            context=t.together(settle, self.remarks(t, there)),
        )

    def levelled(self, t: Texts) -> Text:
        """What the requests in the middle deliver."""
        requests, n = self.middle.requests, estimated(t, estimate_of(self.gain))
        who = t.fill(msg("{requests} in flight"), requests=self.middle.told(t))
        streams = self.middle.streams
        if streams is not None and streams != self.first.streams:
            told = t.fill(msgs("{n} stream", "{n} streams").of(streams), n=streams)
            who = t.fill(msg("{requests} on {streams}"), requests=self.middle.told(t), streams=told)
        deliver = msgs(
            "{who} delivers {n} more throughput than {first}",
            "{who} deliver {n} more throughput than {first}",
        )
        if estimate_of(self.gain).ratio >= TIMES_FROM:
            deliver = msgs(
                "{who} delivers {n} the throughput of {first}", "{who} deliver {n} the throughput of {first}"
            )
        first = self.first.again(t)
        return t.fill(deliver.of(requests), who=who, n=key(n), first=first)

    def tail(self, t: Texts) -> Text:
        """What the requests beyond the middle do."""
        added = self.last.requests - self.middle.requests
        wait: Text = ()
        if self.wait is not None:
            wait = t.fill(msg(", at {n} the latency,"), n=number(in_times(t, self.wait)))
        estimate = estimate_of(self.further)
        low, high = estimate.adjusted_low, estimate.adjusted_high
        template = msgs(
            "whether one more{wait} gains anything worth having is open: {span}",
            "whether {n} more{wait} gain anything worth having is open: {span}",
        )
        return t.fill(
            template.of(added),
            n=added,
            wait=wait,
            span=span(t, WORDINGS["throughput"], low, high, estimate.ratio),
        )


@dataclass(frozen=True, kw_only=True)
class Saturated(Saturation):
    """From some number of requests on, throughput does not grow by more than the margin."""

    def text(self, t: Texts) -> ClaimText:
        return t.claim_text(
            msg(
                "Beyond {first}{where}, more of them gain less than the margin of {margin}: with {last}, "
                "throughput stays {apart} {proof}, and {longer}.",
                also="n",
            ),
            msg(
                "Beyond {first}{where}, more of them gain less than {margin}: with {last}, {longer}", also="n"
            ),
            self.remarks(t),
            where=self.where(t),
            first=self.first.told(t),
            n=self.first.requests,
            last=self.last.again(t),
            margin=t.numbers.percent_as_given(self.gain.alike),
            apart=apart(t, self.gain),
            proof=proof(t, self.gain),
            longer=self.longer(t),
        )

    def statements(self, truth: Truth) -> Iterator[Statement]:
        """Its verdicts, and that no configuration beyond the knee gains as much as the margin."""
        yield from super().statements(truth)
        beyond = self.cells[self.cells.index(self.first.cell) + 1 :]
        limit = math.log1p(self.gain.alike) + SLACK
        so = all(truth.ratio("throughput", cell, self.first.cell) <= limit for cell in beyond)
        yield Statement("more requests gain less than the margin", self.id, so)


@dataclass(frozen=True, kw_only=True)
class Falls(Saturation):
    """More requests cost throughput."""

    def text(self, t: Texts) -> ClaimText:
        what = t.fill(DELIVER.less, n=key(estimated(t, estimate_of(self.gain))), **self.ends(t))
        return ClaimText(
            headline=self.proven(t, what),
            short=t.locale.capital(what),
            context=t.together(t.locale.sentence(self.longer(t)), self.remarks(t)),
        )


@dataclass(frozen=True, kw_only=True)
class Flat:
    """Up to where throughput is that of the fewest requests.

    Attributes:
        same, slower: Its comparison with them in throughput and, where it could be made, in latency.
    """

    until: Stage
    same: Contrast
    slower: Contrast | None


@dataclass(frozen=True, kw_only=True)
class OpenGain(Saturation):
    """Whether more requests buy anything, or anything that matters, is open."""

    place: Place = field(init=False, default=Place.ANSWER_OPEN)
    flat: Flat | None = None

    def text(self, t: Texts) -> ClaimText:
        """The claim in words, with what is certain, and what would settle it."""
        slower, sure = self.slower, Text()
        told = None if slower is None else of_estimate(estimate_of(slower))
        if slower is not None and told is not None and told.value > LONGER and (told.low or 0.0) > 1:
            ratio = in_times(t, slower)
            certain = msg("A request takes {n} as long {ci}.")
            sure = t.tell(certain, n=key(ratio), ci=interval(t, ratio.interval))
        context = t.together(
            sure, self.stays(t), way_out(t, self.gain), self.stalling(t), self.last.little(t)
        )
        where = self.where(t)
        if is_small(self.gain):
            template, n = small(t, self.gain, DELIVER)
            what = t.fill(template, n=n, **self.ends(t))
            cost = t.fill(AT_SHORT, n=number(in_times(t, slower))) if sure and slower else ()
            return ClaimText(
                headline=t.locale.sentence(size_open(t, self.gain, what, where)),
                short=t.locale.capital(t.together_closely(what, cost)),
                context=context,
            )
        headline, short = (
            (t.fill(found.template, **self.ends(t), **found.gaps), found.tail)
            for found in (
                openly(t, DELIVER, WORDINGS["throughput"], self.gain, short=short) for short in (False, True)
            )
        )
        return t.claim_text(
            msg("{what}{where}{tail} {proof}."),
            msg("{brief}{short_tail}"),
            context,
            what=headline[0],
            where=where,
            tail=headline[1],
            proof=unproven(t, self.gain),
            brief=short[0],
            short_tail=short[1],
        )

    def stays(self, t: Texts) -> Text:
        """Up to how many requests throughput is that of the fewest, and what they cost in latency."""
        if self.flat is None:
            return ()
        at: Text = ()
        if self.flat.slower is not None:
            at = t.fill(msg(", at {n} the latency"), n=number(in_times(t, self.flat.slower)))
        return t.tell(
            msg("With {middle}, throughput stays {apart} of that with {first} {proof}{at}."),
            middle=self.flat.until.told(t),
            first=self.first.again(t),
            apart=apart(t, self.flat.same),
            proof=proof(t, self.flat.same, rounds=False),
            at=at,
        )
