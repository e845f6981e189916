"""Which conclusion holds on which host: what the reports of several hosts say to the same question.

Nothing is pooled. What a host's own rounds say, paired as they are, is counted; levels of different hosts are
compared unpaired. Words of a comparison are those of a single host, without its amount.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum

from ovreport.analysis.compared import Comparison
from ovreport.analysis.metrics import METRICS, ChosenBy, Metric
from ovreport.analysis.results import Contrast, Verdict
from ovreport.claims.amounts import interval
from ovreport.claims.best import words_for
from ovreport.claims.claim import Claim, ClaimKind
from ovreport.claims.compared import beside
from ovreport.claims.comparing import PROVEN, put, sides, wording
from ovreport.claims.place import Place
from ovreport.claims.texts import ClaimText, Texts
from ovreport.claims.truth import SLACK, Statement, Truth
from ovreport.claims.wordings import METRIC_WORDS, VERDICTS
from ovreport.language.messages import Message, msg, msg_in, msgs
from ovreport.language.spans import Text, key, name
from ovreport.records import Interval

MOST_NAMED = 3
"""Hosts that a sentence names; more are only counted."""


class Standing(Enum):
    """What the rounds of one host say to a question that all hosts were asked."""

    FASTER = "faster"
    SLOWER = "slower"
    EQUIVALENT = "equivalent"
    MIXED = "mixed"
    NOT_RESOLVED = "not-resolved"
    ONE_IN_FORCE = "one-in-force"
    NOT_MEASURED = "not-measured"


SETTLED = (Standing.FASTER, Standing.SLOWER, Standing.EQUIVALENT)
"""Those that a sentence about several hosts may lead with."""

STANDINGS: Mapping[Standing, Message] = {
    **{Standing(verdict.value): word for verdict, word in VERDICTS.items()},
    Standing.MIXED: msg("Depends on the configuration"),
    Standing.ONE_IN_FORCE: msg("One and the same in force"),
    Standing.NOT_MEASURED: msg("Not measured"),
}
"""As badges and tables have them."""

TWO_HOSTS: Mapping[Verdict, Message] = {
    Verdict.EQUIVALENT: msg("The two hosts are equivalent here."),
    Verdict.NOT_RESOLVED: msg("The rounds cannot tell the two hosts apart."),
}
"""Of two hosts none of which is shown to be faster."""

UNSETTLED: Mapping[Standing, Message] = {
    Standing.MIXED: msg("{where} it depends on the configuration"),
    Standing.NOT_RESOLVED: msg("{where} the rounds cannot tell"),
    Standing.ONE_IN_FORCE: msg("{where} both are one and the same in force"),
    Standing.NOT_MEASURED: msg("{where} it was not measured"),
}
"""As the end of a sentence."""


@dataclass(frozen=True, kw_only=True)
class HostStanding:
    """What one host says.

    Attributes:
        ratios: The least and the largest estimate over the conditions; `None` where there is none.
        margin, alike: What a difference must exceed on this host, and what equivalent sides differ by.
    """

    host: str
    standing: Standing
    ratios: tuple[float, float] | None = None
    margin: float = 0.0
    alike: float = 0.0


@dataclass(frozen=True, kw_only=True)
class HostsClaim(Claim):
    """A statement about several hosts."""

    kind: ClaimKind = field(init=False, default=ClaimKind.ON_HOSTS)
    place: Place = field(init=False, default=Place.ANSWER_SHOWN)

    def statements_on(self, truths: Mapping[str, Truth]) -> Iterator[Statement]:  # noqa: ARG002 - of some kinds
        """What it says about the machines, each true or false; nothing where it tells what may be."""
        yield from ()


@dataclass(frozen=True, kw_only=True)
class EffectOnHosts(HostsClaim):
    """On which hosts a level of a factor is faster than another one, and what the others say.

    Attributes:
        pairs: Cells that are compared, one pair a condition.
        standings: Of every host, by name.
    """

    factor: str
    level: str
    reference_level: str
    metric: Metric
    pairs: tuple[tuple[str, str], ...]
    standings: tuple[HostStanding, ...]

    @property
    def answers(self) -> str:
        return self.factor

    @property
    def by_standing(self) -> Mapping[Standing, tuple[HostStanding, ...]]:
        """The hosts by what they say: settled answers first, and of these the one that most hosts give."""
        found: dict[Standing, list[HostStanding]] = {}
        for each in self.standings:
            found.setdefault(each.standing, []).append(each)
        order = list(Standing)
        ranked = sorted(found, key=lambda one: (one not in SETTLED, -len(found[one]), order.index(one)))
        return {standing: tuple(found[standing]) for standing in ranked}

    @property
    def departing(self) -> frozenset[str]:
        """Hosts whose answer is not that of most; nobody's where no answer is settled or the most common."""
        (lead, most), *others = self.by_standing.items()
        own = {*SETTLED, Standing.MIXED} if lead in SETTLED else set()
        return frozenset(
            each.host
            for standing, hosts in others
            if standing in own and len(hosts) < len(most)
            for each in hosts
        )

    @property
    def unanimous(self) -> bool:
        """Whether all hosts say one thing."""
        return len({each.standing for each in self.standings}) == 1

    def text(self, t: Texts) -> ClaimText:
        """The claim in words: most hosts first, then the others by what they say."""
        (lead, first), *others = self.by_standing.items()
        metric, number = METRIC_WORDS[self.metric], len(self.standings)
        if lead not in SETTLED:
            where = on_all(t, number) if not others else on_hosts(t, [each.host for each in first])
            return t.claim_text(
                msg("{pair} ({metric}): {first}."),
                msg("{pair} ({metric}): shown on none of {n} hosts"),
                pair=self.pair(t),
                metric=metric,
                n=number,
                first=t.locale.joined(
                    [t.fill(UNSETTLED[lead], where=where), *self._rest(t, lead, others)], t.locale.semicolon
                ),
            )
        said = self._said(t, lead)
        if not others:
            every = (msg("On all {n} hosts, {said}."), msg("On all {n} hosts, {said}"))
            if number == 2:
                every = (msg("On both hosts, {said}.", also="n"), msg("On both hosts, {said}", also="n"))
            return t.claim_text(*every, self._spread(t, first), n=number, said=said)
        headline, short = msg("On {n} of {all} hosts, {said}; {rest}."), msg("On {n} of {all} hosts, {said}")
        if 2 * len(first) <= number and len(first) <= MOST_NAMED:  # few, so that it matters which
            headline, short = msg("{where}, {said}; {rest}."), msg("{where}, {said}")
        return t.claim_text(
            headline,
            short,
            self._spread(t, first),
            n=len(first),
            all=number,
            where=on_hosts(t, [each.host for each in first]),
            said=said,
            rest=t.locale.joined(self._rest(t, lead, others), t.locale.semicolon),
        )

    def pair(self, t: Texts) -> Text:
        """What is compared: `f16 beside f32`."""
        return put(t, msg_in("two sides", "{a} beside {b}"), sides(t, self._asked, asked=True))

    @property
    def _asked(self) -> Contrast:
        """The question as a comparison that nobody has made."""
        cell, reference = self.pairs[0]
        return Contrast(
            metric=self.metric,
            factor=self.factor,
            level=self.level,
            reference_level=self.reference_level,
            conditions=(),
            cell=cell,
            reference=reference,
            family="",
            estimate=None,
            verdict=Verdict.NOT_RESOLVED,
            margin=0.0,
            alike=0.0,
        )

    def _said(self, t: Texts, standing: Standing) -> Text:
        words = wording(t, self._asked)
        more = (standing is Standing.FASTER) == METRICS[self.metric].larger_is_better
        template = words.only_more if more else words.only_less
        if standing is Standing.EQUIVALENT:
            template = words.same
        return put(t, template, sides(t, self._asked, asked=True))

    def _rest(
        self, t: Texts, lead: Standing, others: Sequence[tuple[Standing, Sequence[HostStanding]]]
    ) -> list[Text]:
        """What the other hosts say, a clause for each thing."""
        turned = {Standing.FASTER: Standing.SLOWER, Standing.SLOWER: Standing.FASTER}.get(lead)
        clauses = []
        for standing, hosts in others:
            where = on_hosts(t, [each.host for each in hosts])
            if standing in UNSETTLED:
                clauses.append(t.fill(UNSETTLED[standing], where=where))
            elif standing is turned:
                clauses.append(t.fill(msg("{where} it is the other way round"), where=where))
            else:
                said = self._said(t, standing)
                clauses.append(t.fill(msg("{where}, {said}"), where=where, said=said))
        return clauses

    def _spread(self, t: Texts, hosts: Sequence[HostStanding]) -> Text:
        """How far the estimates of hosts that say the same lie apart."""
        known = [(each.ratios, each.host) for each in hosts if each.ratios]
        if len(known) < 2:
            return ()
        low, first = min((ratios[0], host) for ratios, host in known)
        high, last = max((ratios[1], host) for ratios, host in known)
        if first == last:
            return ()
        return t.tell(
            msg("By estimate, the ratio ({metric}) goes from {low} on {first} to {high} on {last}."),
            metric=METRIC_WORDS[self.metric],
            low=t.numbers.ratio(low),
            first=name(first),
            high=t.numbers.ratio(high),
            last=name(last),
        )

    def statements_on(self, truths: Mapping[str, Truth]) -> Iterator[Statement]:
        """On every host that it settles, under all conditions: beyond the margin, or within it."""
        for each in self.standings:
            if each.standing not in SETTLED:
                continue
            ahead = [truths[each.host].ahead(self.metric, *pair) for pair in self.pairs]
            beyond, within = (math.log1p(share) for share in (each.margin, each.alike))
            true = {
                Standing.FASTER: all(log > beyond - SLACK for log in ahead),
                Standing.SLOWER: all(-log > beyond - SLACK for log in ahead),
                Standing.EQUIVALENT: all(abs(log) <= within + SLACK for log in ahead),
            }
            what = f"{self.id} on {each.host}: {each.standing.value}"
            yield Statement("a conclusion on a host", what, true[each.standing])


@dataclass(frozen=True, kw_only=True)
class BestOnHosts(HostsClaim):
    """Which configuration may be the best on most hosts.

    Attributes:
        cell: The one that may be the best on most hosts; of several the one that leads on most.
        others: How many others may be on as many.
        behind: Hosts on which it is shown to be behind, each with its margin.
        of: How many hosts there are to choose on.
    """

    metric: ChosenBy
    cell: str
    others: int
    behind: tuple[tuple[str, float], ...]
    of: int


@dataclass(frozen=True, kw_only=True)
class CommonBest(BestOnHosts):
    """One may be the best on every host."""

    def text(self, t: Texts) -> ClaimText:
        """The claim in words."""
        also = msgs("The same is true of one other.", "The same is true of {n} others.").of(self.others)
        headline, short = (
            msg("On all {n} hosts, {cell} may have the {most}, or nearly.", also="metric extreme"),
            msg("On all {n} hosts, {cell} may have the {most}", also="metric extreme"),
        )
        if self.of == 2:
            headline, short = (
                msg("On both hosts, {cell} may have the {most}, or nearly.", also="n metric extreme"),
                msg("On both hosts, {cell} may have the {most}", also="n metric extreme"),
            )
        context = t.tell(also, n=self.others) if self.others else ()
        return t.claim_text(
            headline, short, context, **words_for(self.metric), n=self.of, cell=t.cell(self.cell)
        )


@dataclass(frozen=True, kw_only=True)
class NoCommonBest(BestOnHosts):
    """None may be the best on every host."""

    def text(self, t: Texts) -> ClaimText:
        """The claim in words, with the one that may be on most hosts."""
        return t.claim_text(
            msg(
                "No configuration may have the {most} on every host: {cell} may on {n} of {all}, and {there} "
                "it is shown to be behind.",
                also="metric extreme",
            ),
            msg("No configuration may have the {most} on every host", also="metric extreme"),
            (),
            **words_for(self.metric),
            cell=t.cell(self.cell),
            n=str(self.of - len(self.behind)),
            all=str(self.of),
            there=on_hosts(t, [host for host, _ in self.behind]),
        )

    def statements_on(self, truths: Mapping[str, Truth]) -> Iterator[Statement]:
        """Where it is said to be behind, another one is ahead by more than the margin."""
        for host, margin in self.behind:
            truth, limit = truths[host], math.log1p(margin) - SLACK
            true = any(truth.ahead(self.metric, other, self.cell) > limit for other in truth.log_fps)
            yield Statement("behind on a host", f"{self.cell} in {self.metric} on {host}", true)


@dataclass(frozen=True, kw_only=True)
class LevelsOnHosts(HostsClaim):
    """How far apart the throughput of one configuration lies between hosts, compared unpaired.

    Attributes:
        slowest, fastest: Hosts by their estimates, each with its level in FPS.
        reference: The host that all are compared with.
        compared: Every other host with its comparison.
        margin: What a difference exceeds where one is told.
    """

    cell: str
    slowest: tuple[str, Interval]
    fastest: tuple[str, Interval]
    reference: str
    compared: tuple[tuple[str, Comparison], ...]
    margin: float
    alike: float

    def text(self, t: Texts) -> ClaimText:
        """The claim in words: of two hosts the ratio, of several the range, and how the others compare."""
        host, only = self.compared[0]
        alone = len(self.compared) == 1
        if alone and only.verdict in (Verdict.FASTER, Verdict.SLOWER):
            told = beside(t, only, self.cell, (self.reference, host))
            return ClaimText(headline=told, short=told)
        context = t.tell(TWO_HOSTS[only.verdict]) if alone else self._counted(t)
        (slowest, low), (fastest, high) = self.slowest, self.fastest
        return t.claim_text(
            msg("{cell}: from {low} on {slowest} to {high} on {fastest}."),
            msg("{cell}: from {short_low} on {slowest} to {short_high} on {fastest}"),
            context,
            cell=t.full(self.cell),
            low=_level(t, low),
            high=_level(t, high),
            short_low=rate(t, low),
            short_high=key(rate(t, high)),
            slowest=name(slowest),
            fastest=name(fastest),
        )

    def _counted(self, t: Texts) -> Text:
        """How many hosts came out which way."""
        counted = Counter(each.verdict for _, each in self.compared)
        return t.tell(
            msg(
                "Of {n} others beside {reference}, {faster} are faster and {slower} slower, {same} are "
                "equivalent and {open} not resolved."
            ),
            n=str(len(self.compared)),
            reference=name(self.reference),
            faster=key(counted[Verdict.FASTER]),
            slower=key(counted[Verdict.SLOWER]),
            same=key(counted[Verdict.EQUIVALENT]),
            open=key(counted[Verdict.NOT_RESOLVED]),
        )

    def statements_on(self, truths: Mapping[str, Truth]) -> Iterator[Statement]:
        """Every verdict about two hosts."""
        beyond, within = math.log1p(self.margin) - SLACK, math.log1p(self.alike) + SLACK
        for host, each in self.compared:
            log = truths[host].log_fps[self.cell] - truths[self.reference].log_fps[self.cell]
            true = {
                Verdict.FASTER: log > beyond,
                Verdict.SLOWER: -log > beyond,
                Verdict.EQUIVALENT: abs(log) <= within,
                Verdict.NOT_RESOLVED: True,
            }
            if each.verdict is not Verdict.NOT_RESOLVED:
                what = f"{self.cell} on {host} beside {self.reference}: {each.verdict.value}"
                yield Statement("a host beside another", what, true[each.verdict])


def rate(t: Texts, level: Interval) -> str:
    """A throughput by its own interval, as tables of several hosts have it."""
    return str(t.numbers.throughput(level.value, level.low, level.high, unit=t.counted.rate))


def _level(t: Texts, level: Interval) -> Text:
    told = t.numbers.throughput(level.value, level.low, level.high, unit=t.counted.rate)
    return t.fill(PROVEN, said=key(told), proof=interval(t, told.interval)) if told.low else (key(told),)


def on_hosts(t: Texts, hosts: Sequence[str]) -> Text:
    """Where something holds: `on nuc-13 and atom`, `on twelve hosts`."""
    if len(hosts) > MOST_NAMED:
        return t.fill(msg("on {n} hosts"), n=len(hosts))
    names = t.locale.joined(
        [name(host) for host in hosts], msg_in("between hosts", ", "), msg_in("before the last host", " and ")
    )
    return t.fill(msg("on {hosts}"), hosts=names)


def on_all(t: Texts, number: int) -> Text:
    """Where something holds that holds everywhere."""
    return t.fill(msg("on both hosts", also="n") if number == 2 else msg("on all {n} hosts"), n=number)


def reservations(t: Texts, reference: str, margins: Text) -> tuple[Text, ...]:
    """What comparisons of hosts are, and what those within a host are."""
    unpaired = msg(
        "Hosts do not take turns: each interval between two of them is Welch’s, from the levels of the "
        "rounds of either side, and nothing is pooled. It covers what rounds of one session differ by, and "
        "nothing that lies between the sessions."
    )
    within = msg(
        "What is said of a single host is compared within its own rounds: its page has the intervals, the "
        "evidence, and the reasons to distrust."
    )
    first = msg(
        "All hosts are compared with {reference}, the first by name: what was measured has no say in that."
    )
    return t.tell(within), t.tell(unpaired), t.tell(first, reference=name(reference)), margins
