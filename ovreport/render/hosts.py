"""The page about several hosts: what they say together, which conclusion holds where, and their levels.

It stays readable and light however many hosts there are: those that contradict most come first, what is alike
is told once, and of many levels the outermost have rows while all are drawn.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from ovreport.claims import Texts
from ovreport.claims import hosts as words
from ovreport.claims.compared import reservations_of_hosts
from ovreport.claims.hosts import EffectOnHosts, HostStanding, Standing
from ovreport.claims.on_hosts import HostsReport, OnHost
from ovreport.claims.wordings import METRIC_WORDS
from ovreport.language.locale import Locale
from ovreport.language.spans import Text
from ovreport.naming import cell_name
from ovreport.records import Fact, Interval
from ovreport.render import platform
from ovreport.render.encoding import encode
from ovreport.render.evidence import badge
from ovreport.render.places import link
from ovreport.render.scales import Scale, decades, linear
from ovreport.render.views import Badge, Column, Key, Link, NumberCell, Strip, Table, Tick
from ovreport.units import Quantity

MOST_ROWS = 12
"""Hosts that a table shows at once; the others open in place."""
MOST_NAMED = 8
"""Hosts named beside an answer; the others are counted."""
OUTERMOST = 5
"""Of more than `MOST_ROWS` hosts, so many of the fastest and of the slowest have a row."""
MOST_CELLS = 8
"""Configurations whose levels have rows: of more, the baseline and those that may be best somewhere."""
LOG_FROM = 20.0
"""From here on the slowest level would be lost on a linear axis."""


@dataclass(frozen=True, kw_only=True)
class HostsConclusion:
    """A numbered conclusion about several hosts."""

    anchor: str
    headline: Text
    context: Text


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What some hosts say: how many and which; `more` counts those that are not named."""

    badge: Badge
    count: str
    hosts: tuple[Link, ...]
    more: str


@dataclass(frozen=True, kw_only=True)
class QuestionRow:
    """A question, and the hosts by their answers."""

    pair: Text
    metric: str
    answers: tuple[Answer, ...]


@dataclass(frozen=True, kw_only=True)
class HostLevelRow:
    """A host's level of one configuration, and its ratio to that of the reference."""

    host: Link
    level: Quantity
    ratio: Quantity | None
    rounds: str
    badge: Badge | None
    strip: Strip


@dataclass(frozen=True, kw_only=True)
class LevelGroup:
    """A configuration on all hosts.

    Attributes:
        every: Where the levels of all hosts lie, in percent; empty where each has a row.
        note: How many hosts have no row; empty where all have one.
    """

    name: str
    key: Key
    rows: tuple[HostLevelRow, ...]
    every: tuple[float, ...] = ()
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class HostRow:
    """A host and what it is."""

    host: Link
    facts: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class HostsPage:
    """What stands on the page.

    Attributes:
        alike: What is the same on all hosts.
        heads: Columns of `hosts`, what differs between them.
        folded: Hosts that open in place.
        matrix: The levels of all hosts, where not all have a row.
    """

    title: str
    question: str
    extent: str
    conclusions: tuple[HostsConclusion, ...]
    further: tuple[tuple[str, Text], ...]
    questions: tuple[QuestionRow, ...]
    reference: str
    levels: tuple[LevelGroup, ...]
    ticks: tuple[Tick, ...]
    matrix: Table | None
    alike: str
    heads: tuple[str, ...]
    hosts: tuple[HostRow, ...]
    folded: tuple[HostRow, ...]
    reservations: tuple[Text, ...]


@dataclass(frozen=True)
class HostsContext:
    """The page in the making; `pages` are the paths of the hosts’ own."""

    found: HostsReport
    locale: Locale
    path: str
    pages: Mapping[str, str]

    @cached_property
    def t(self) -> Texts:
        """The words."""
        return Texts(self.found.about, self.locale.tag)

    @cached_property
    def name(self) -> Mapping[str, str]:
        """Configurations by id."""
        plan = self.found.about.plan
        return {cell.id: cell_name(cell, plan, self.locale.tag) for cell in plan.cells}

    @cached_property
    def levels(self) -> Mapping[str, Mapping[str, Interval]]:
        """Throughput of every configuration that was measured, by host, the fastest first."""
        found = {}
        for cell in self.found.about.plan.cells:
            told = ((each.host, each.levels.throughput.get(cell.id)) for each in self.found.hosts)
            known = [(host, level) for host, level in told if level]
            if known:
                found[cell.id] = dict(sorted(known, key=lambda one: (-one[1].value, one[0])))
        return found

    def host(self, host: str, anchor: str = "") -> Link:
        """A host with the way to its own page."""
        page = link(self.path, self.pages[host])
        return Link(text=host, href=f"{page}#{anchor}" if anchor else page)


def page(context: HostsContext) -> HostsPage:
    """All that stands on the page."""
    found, locale, t = context.found, context.locale, context.t
    article = found.about.plan.article.words(locale.tag)
    said = [(each, each.text(t)) for each in found.conclusions]
    heads, rows, alike = _hosts(context)
    groups, scale, is_whole = _levels(context)
    beside = found.beside
    return HostsPage(
        title=article.title,
        question=article.question,
        extent=_extent(context),
        conclusions=tuple(
            HostsConclusion(
                anchor=found.permalinks[claim.id],
                headline=locale.capital(text.headline),
                context=text.context,
            )
            for claim, text in said
        ),
        further=tuple(
            (found.permalinks[each.id], locale.capital(each.text(t).headline)) for each in found.further
        ),
        questions=tuple(
            _question(context, each) for each in sorted(found.effects, key=lambda one: one.unanimous)
        ),
        reference=beside.reference if beside else "",
        levels=groups,
        ticks=scale.marks(t.numbers),
        matrix=None if is_whole else _matrix(context),
        alike=alike,
        heads=heads,
        hosts=rows[:MOST_ROWS],
        folded=rows[MOST_ROWS:],
        reservations=reservations_of_hosts(t, beside.reference, beside.margin, beside.alike)
        if beside
        else (),
    )


def _extent(context: HostsContext) -> str:
    locale, hosts = context.locale, context.found.hosts
    days = sorted(each.started_utc_ns for each in hosts if each.started_utc_ns)
    parts = [
        locale.plural("One host", "{number} hosts", len(hosts)),
        locale.plural("One configuration", "{number} configurations", len(context.found.about.cells)),
    ]
    dates = dict.fromkeys(locale.date(day) for day in (days[:1] + days[-1:]))
    return locale.list([*parts, *dates])


# ---------------------------------------------------------------- answers


def _question(context: HostsContext, effect: EffectOnHosts) -> QuestionRow:
    anchor = context.found.answers[effect.factor]
    return QuestionRow(
        pair=effect.pair(context.t),
        metric=context.locale.word(METRIC_WORDS[effect.metric]),
        answers=tuple(
            _answer(context, standing, hosts, anchor) for standing, hosts in effect.by_standing.items()
        ),
    )


def _answer(context: HostsContext, standing: Standing, hosts: Sequence[HostStanding], anchor: str) -> Answer:
    locale, left = context.locale, len(hosts) - MOST_NAMED
    return Answer(
        badge=Badge(kind=standing.value, word=locale.word(words.STANDINGS[standing])),
        count=locale.plural("One host", "{number} hosts", len(hosts)),
        hosts=tuple(context.host(each.host, anchor) for each in hosts[:MOST_NAMED]),
        more=locale("and {number} more", number=left) if left > 0 else "",
    )


# ---------------------------------------------------------------- levels


def _levels(context: HostsContext) -> tuple[tuple[LevelGroup, ...], Scale, bool]:
    """Groups, their one scale, and whether they hold all levels there are."""
    every = [each for each in context.found.about.plan.cells if each.id in context.levels]
    chosen = every
    if len(every) > MOST_CELLS:
        wanted = {context.found.about.plan.baseline}
        wanted |= {cell for each in context.found.hosts for tied in each.tied.values() for cell in tied[:1]}
        chosen = [each for each in every if each.id in wanted][:MOST_CELLS]
    levels = [level for cell in chosen for level in context.levels[cell.id].values()]
    low, high = (end([each.value for each in levels] or [1.0]) for end in (min, max))
    ends = [end for each in levels for end in (each.value, each.low, each.high)]
    scale = decades(low * 0.9, high) if high / low > LOG_FROM else linear(ends, zero=True)
    keys = encode(context.found.about.plan)
    groups = tuple(_group(context, cell.id, keys.key(cell), scale) for cell in chosen)
    return groups, scale, len(chosen) == len(every) and not any(group.every for group in groups)


def _group(context: HostsContext, cell: str, key: Key, scale: Scale) -> LevelGroup:
    levels = context.levels[cell]
    names = list(levels)
    shown = names
    if len(names) > MOST_ROWS:
        outer = {*names[:OUTERMOST], *names[-OUTERMOST:]}
        if context.found.beside:
            outer.add(context.found.beside.reference)
        shown = [host for host in names if host in outer]
    left = len(names) - len(shown)
    note = context.locale.plural(
        "One host in between has no row; all are drawn.",
        "{number} hosts in between have no row; all are drawn.",
        left,
    )
    return LevelGroup(
        name=context.name[cell],
        key=key,
        rows=tuple(_row(context, cell, host, levels[host], scale) for host in shown),
        every=tuple(scale.at(each.value) for each in levels.values()) if left else (),
        note=note if left else "",
    )


def _row(context: HostsContext, cell: str, host: str, level: Interval, scale: Scale) -> HostLevelRow:
    numbers, beside = context.t.numbers, context.found.beside
    found = beside.comparisons.get((host, cell)) if beside else None
    rate = context.t.counted.rate
    return HostLevelRow(
        host=context.host(host),
        level=numbers.throughput(level.value, level.low, level.high, unit=rate),
        ratio=numbers.ratio(found.ratio.value, found.ratio.low, found.ratio.high) if found else None,
        rounds=context.locale("{first} and {second} rounds", first=found.rounds[1], second=found.rounds[0])
        if found
        else "",
        badge=badge(found.verdict, context.locale) if found else None,
        strip=scale.strip(level.value, level.low, level.high),
    )


def _matrix(context: HostsContext) -> Table:
    """Throughput of all hosts, without intervals: those stand on their own pages."""
    numbers, rows = context.t.numbers, []
    for each in context.found.hosts:
        levels = [each.levels.throughput.get(cell) for cell in context.levels]
        told = [
            NumberCell(text=numbers.throughput(one.value, one.low, one.high).value, value=one.value)
            if one
            else "–"
            for one in levels
        ]
        rows.append((each.host, *told))
    heads = (context.locale("Host"), *(context.name[cell] for cell in context.levels))
    columns = tuple(Column(head=head, words=not place) for place, head in enumerate(heads))
    return Table(columns=columns, rows=tuple(rows))


# ---------------------------------------------------------------- what the hosts are


def _hosts(context: HostsContext) -> tuple[tuple[str, ...], tuple[HostRow, ...], str]:
    """Heads, a row for each host, and what is the same on all of them, in words."""
    locale, found = context.locale, context.found
    columns: dict[str, Callable[[OnHost], str]] = {
        locale("Answers unlike most"): lambda one: str(found.departures[one.host] or "–"),
        locale("Processor"): lambda one: _fact(one, "processor", "model", locale),
        locale("Cores"): lambda one: _fact(one, "processor", "physical_cores", locale),
        locale("Hardware threads"): lambda one: _fact(one, "processor", "logical_processors", locale),
        locale("Memory"): lambda one: _fact(one, "memory", "total", locale),
        locale("Devices"): lambda one: _devices(one, locale),
        locale("System"): lambda one: _fact(one, "system", "os", locale),
        "OpenVINO": lambda one: one.openvino_version or "–",
        locale("Measured on"): lambda one: locale.date(one.started_utc_ns) or "–",
        locale("Rounds"): lambda one: str(one.rounds or "–"),
    }
    values = {head: [tell(each) for each in found.hosts] for head, tell in columns.items()}
    differing = [head for head, column in values.items() if len(set(column)) > 1]
    same = [
        f"{head}{locale.colon}{column[0]}"
        for head, column in values.items()
        if head not in differing and column[0] != "–"
    ]
    rows = tuple(
        HostRow(host=context.host(each.host), facts=tuple(values[head][place] for head in differing))
        for place, each in enumerate(found.hosts)
    )
    alike = locale("The same on all hosts: {facts}.", facts=locale.semicolon.join(same)) if same else ""
    return tuple(differing), rows, alike


def _fact(one: OnHost, group: str, key: str, locale: Locale) -> str:
    found = next((fact for fact in one.facts if (fact.group, fact.key) == (group, key)), None)
    return platform.fact_value(found, locale) if found else "–"


def _devices(one: OnHost, locale: Locale) -> str:
    """The devices that were asked for, by their full names."""
    named: list[Fact] = [
        fact for fact in one.facts if fact.group == "device" and fact.key.endswith(".full_name")
    ]
    told = (f"{fact.key.rpartition('.')[0]}{locale.colon}{fact.value}" for fact in named)
    return locale.semicolon.join(told) or "–"
