"""Which conclusion holds on which host: what the reports of several hosts say to the same question.

Nothing is pooled. What a host's own rounds say, paired as they are, is counted; levels of different hosts are
compared unpaired. Words of a comparison are those of a single host, without its amount.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum

from ovreport.analysis.compared import Comparison
from ovreport.analysis.metrics import METRICS, ChosenBy, Metric
from ovreport.analysis.results import Contrast, Verdict
from ovreport.claims.amounts import interval
from ovreport.claims.basis import RESOLVED
from ovreport.claims.best import words_for
from ovreport.claims.claim import Claim, ClaimKind
from ovreport.claims.compared import beside
from ovreport.claims.comparing import PROVEN, put, sides, wording
from ovreport.claims.place import Place
from ovreport.claims.texts import ClaimText, Texts
from ovreport.claims.truth import SLACK, Statement, Truth
from ovreport.claims.wordings import METRIC_WORDS, VERDICTS
from ovreport.language.locale import Locale
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
    PARTLY_RESOLVED = "partly-resolved"
    NOT_RESOLVED = "not-resolved"
    ONE_IN_FORCE = "one-in-force"
    NOT_MEASURED = "not-measured"


SETTLED = (Standing.FASTER, Standing.SLOWER, Standing.EQUIVALENT)
"""Those that a sentence about several hosts may lead with."""

STANDINGS: Mapping[Standing, Message] = {
    **{Standing(verdict.value): word for verdict, word in VERDICTS.items()},
    Standing.MIXED: msg("Depends on the configuration"),
    Standing.PARTLY_RESOLVED: msg("Partly resolved"),
    Standing.ONE_IN_FORCE: msg("One and the same in force"),
    Standing.NOT_MEASURED: msg("Not measured"),
}
"""As badges and tables have them."""

UNSETTLED: Mapping[Standing, Message] = {
    Standing.MIXED: msg("{where} it depends on the configuration"),
    Standing.PARTLY_RESOLVED: msg("{where} the rounds settle it for some configurations only"),
    Standing.NOT_RESOLVED: msg("{where} the rounds do not settle it"),
    Standing.ONE_IN_FORCE: msg("{where} both are one and the same in force"),
    Standing.NOT_MEASURED: msg("{where} it was not measured"),
}
"""As the end of a sentence."""

COUNTED: Mapping[Verdict, Message] = {
    Verdict.FASTER: msgs("{hosts} is faster", "{hosts} are faster"),
    Verdict.SLOWER: msgs("{hosts} is slower", "{hosts} are slower"),
    Verdict.EQUIVALENT: msgs("{hosts} is equivalent", "{hosts} are equivalent"),
    Verdict.NOT_RESOLVED: msgs("{hosts} is left open", "{hosts} are left open"),
}
"""How many hosts came out which way."""

COUNT_COMMA = msg_in("between counts of hosts", ", ")
LAST_COUNT = msg_in("before the last count of hosts", " and ")


@dataclass(frozen=True, kw_only=True)
class HostStanding:
    """What one host says.

    Attributes:
        pairs: Cells that it compared, one pair a condition.
        ratios: The least and the largest estimate over the conditions; `None` where there is none.
        margin, alike: What a difference must exceed on this host, and what equivalent sides differ by.
    """

    host: str
    standing: Standing
    pairs: tuple[tuple[str, str], ...] = ()
    ratios: tuple[float, float] | None = None
    margin: float = 0.0
    alike: float = 0.0


@dataclass(frozen=True, kw_only=True)
class HostsClaim(Claim):
    """A statement about several hosts."""

    kind: ClaimKind = field(init=False, default=ClaimKind.ON_HOSTS)
    place: Place = field(init=False, default=Place.ANSWER_SHOWN)

    def statements_on(self, truths: Mapping[str, Truth]) -> Iterator[Statement]:
        """What it says about the machines, each true or false; what may be is no statement."""
        raise NotImplementedError(f"{self.id} of {', '.join(truths)}")


@dataclass(frozen=True, kw_only=True)
class EffectOnHosts(HostsClaim):
    """On which hosts a level of a factor is faster than another one, and what the others say.

    Attributes:
        standings: Of every host, by name; one at least was asked.
    """

    factor: str
    level: str
    reference_level: str
    metric: Metric
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
        """Hosts that answer otherwise than most that have an answer; nobody's where most do not agree."""
        lead, most = next(iter(self.by_standing.items()))
        answered = {each.host for each in self.standings if each.standing in (*SETTLED, Standing.MIXED)}
        unlike = answered - {each.host for each in most}
        return frozenset(unlike) if lead in SETTLED and len(unlike) < len(most) else frozenset()

    @property
    def unanimous(self) -> bool:
        """Whether all hosts say one thing."""
        return len({each.standing for each in self.standings}) == 1

    def text(self, t: Texts) -> ClaimText:
        """The claim in words: most hosts first, then the others by what they say."""
        (lead, first), *others = self.by_standing.items()
        names, rest = [each.host for each in first], self._rest(t, lead, others)
        if lead not in SETTLED:
            where = on_hosts(t, names) if others else on_some(t, names, len(names))
            told = t.fill(UNSETTLED[lead], where=where)
            return t.claim_text(
                msg("{pair} ({metric}): {every}."),
                msg("{pair} ({metric}): {first}"),
                pair=self.pair(t),
                metric=METRIC_WORDS[self.metric],
                first=told,
                every=t.locale.joined([told, *rest], t.locale.semicolon),
            )
        headline = msg("{where}, {said}; {rest}.") if rest else msg("{where}, {said}.")
        return t.claim_text(
            headline,
            msg("{where}, {said}"),
            self._spread(t, first),
            where=on_some(t, names, len(self.standings)),
            said=self._said(t, lead),
            rest=t.locale.joined(rest, t.locale.semicolon),
        )

    def pair(self, t: Texts) -> Text:
        """What is compared: `f16 beside f32`."""
        return put(t, msg_in("two sides", "{a} beside {b}"), sides(t, self._asked, asked=True))

    @property
    def _asked(self) -> Contrast:
        """The question as a comparison that nobody has made."""
        cell, reference = next(pair for each in self.standings for pair in each.pairs)
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
        """On every host that answers: beyond the margin or within it wherever it measured, or not alike."""
        for each in self.standings:
            if each.standing not in (*SETTLED, Standing.MIXED):
                continue
            ahead = [truths[each.host].ahead(self.metric, *pair) for pair in each.pairs]
            beyond, within = math.log1p(each.margin) - SLACK, math.log1p(each.alike) + SLACK
            true = {
                Standing.FASTER: min(ahead) > beyond,
                Standing.SLOWER: -max(ahead) > beyond,
                Standing.EQUIVALENT: max(map(abs, ahead)) <= within,
                Standing.MIXED: max(ahead) - min(ahead) > SLACK,
            }
            what = f"{self.id} on {each.host}: {each.standing.value}"
            yield Statement("a conclusion on a host", what, true[each.standing])


@dataclass(frozen=True, kw_only=True)
class BestOnHosts(HostsClaim):
    """Which configuration may be the best on most hosts, and what the others say of it.

    Attributes:
        cell: The one that may be the best on most hosts; of several the one that leads on most.
        others: How many others may be on as many.
        on: Hosts on which it may be.
        behind: Hosts on which it is shown to be behind, each with its margin.
        unmeasured: Hosts that did not measure it.
        no_choice: Hosts on which there is nothing to choose between.
    """

    metric: ChosenBy
    cell: str
    others: int
    on: tuple[str, ...]
    behind: tuple[tuple[str, float], ...] = ()
    unmeasured: tuple[str, ...] = ()
    no_choice: tuple[str, ...] = ()

    def text(self, t: Texts) -> ClaimText:
        """The claim in words: where it may be the best, where not, and whether others may on as many."""
        behind = tuple(host for host, _ in self.behind)
        rest = [
            t.fill(message, where=on_hosts(t, hosts))
            for hosts, message in (
                (behind, msg("{where} this configuration is shown to be behind")),
                (self.unmeasured, UNSETTLED[Standing.NOT_MEASURED]),
                (self.no_choice, msg("{where} there is nothing to choose between")),
            )
            if hosts
        ]
        headline = (
            msg("{place}, {cell} may have the {most}, or nearly; {rest}.", also="metric extreme")
            if rest
            else msg("{place}, {cell} may have the {most}, or nearly.", also="metric extreme")
        )
        also = msgs("One other may on as many hosts.", "{n} others may on as many hosts.").of(self.others)
        return t.claim_text(
            headline,
            msg("{place}, {cell} may have the {most}", also="metric extreme"),
            t.tell(also if self.others else msg("No other may on as many hosts."), n=self.others),
            **words_for(self.metric),
            place=on_some(t, self.on, sum(map(len, (self.on, behind, self.unmeasured, self.no_choice)))),
            cell=t.cell(self.cell),
            rest=t.locale.joined(rest, t.locale.semicolon),
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
        (slowest, low), (fastest, high) = self.slowest, self.fastest
        told = t.claim_text(
            msg("{cell}: from {low} on {slowest} to {high} on {fastest}."),
            msg("{cell}: from {short_low} on {slowest} to {short_high} on {fastest}"),
            self._compared(t),
            cell=t.full(self.cell),
            low=_level(t, low),
            high=_level(t, high),
            short_low=rate(t, low),
            short_high=key(rate(t, high)),
            slowest=name(slowest),
            fastest=name(fastest),
        )
        (host, one), *others = self.compared
        if others or one.verdict not in (Verdict.FASTER, Verdict.SLOWER):
            return told
        return replace(told, headline=beside(t, one, self.cell, (self.reference, host)), context=())

    def _compared(self, t: Texts) -> Text:
        """How others came out beside the reference: of one what is not shown, of several how many."""
        counted = Counter(each.verdict for _, each in self.compared)
        if self.compared[1:]:
            row = [
                t.fill(message.of(counted[verdict]), hosts=_part(t, counted[verdict], len(self.compared)))
                for verdict, message in COUNTED.items()
                if counted[verdict]
            ]
            return t.tell(
                msg("Of {n} others beside {reference}, {row}."),
                n=len(self.compared),
                reference=name(self.reference),
                row=t.locale.joined(row, COUNT_COMMA, LAST_COUNT),
            )
        if Verdict.EQUIVALENT in counted:
            return t.tell(msg("The two hosts are equivalent here."))
        margin = t.numbers.percent_as_given(round(self.margin, 4))
        open_ = msg("The rounds do not settle whether the two hosts differ by more than {margin}.")
        return t.tell(open_, margin=margin)

    def statements_on(self, truths: Mapping[str, Truth]) -> Iterator[Statement]:
        """Every verdict about two hosts."""
        beyond, within = math.log1p(self.margin) - SLACK, math.log1p(self.alike) + SLACK
        for host, each in self.compared:
            log = truths[host].log_fps[self.cell] - truths[self.reference].log_fps[self.cell]
            true = {
                Verdict.FASTER: log > beyond,
                Verdict.SLOWER: -log > beyond,
                Verdict.EQUIVALENT: abs(log) <= within,
            }
            if each.verdict in RESOLVED:
                what = f"{self.cell} on {host} beside {self.reference}: {each.verdict.value}"
                yield Statement("a host beside another", what, true[each.verdict])


def _part(t: Texts, number: int, of: int) -> Text:
    """How many hosts of those beside another."""
    if number < of:
        return t.fill(msg_in("hosts beside another", "{n}"), n=number)
    both, every = msg_in("hosts beside another", "both"), msg_in("hosts beside another", "all")
    return t.fill(both if of == 2 else every)


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


def on_some(t: Texts, hosts: Sequence[str], number: int) -> Text:
    """Where something holds, of so many: `on both hosts`, `on three of four hosts`, few of many by name."""
    if len(hosts) == number:
        return t.fill(msg("on both hosts", also="n") if number == 2 else msg("on all {n} hosts"), n=number)
    if 2 * len(hosts) <= number and len(hosts) <= MOST_NAMED:
        return on_hosts(t, hosts)
    return t.fill(msg("on {n} of {all} hosts"), n=len(hosts), all=number)


def all_together(locale: Locale, number: int) -> str:
    """What a link to the page about all hosts is called."""
    told = msg("both hosts together", also="n") if number == 2 else msg("all {n} hosts together")
    return locale.format(told, n=locale.digits(number))
