"""What is said of two results that were not interleaved, and of several over time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from ovreport.analysis.compared import Compared, Comparison
from ovreport.analysis.history import FEWEST_SESSIONS, History, LevelChange
from ovreport.analysis.metrics import Metric
from ovreport.analysis.results import Verdict
from ovreport.claims.amounts import amount, bounds
from ovreport.claims.texts import Texts
from ovreport.claims.wordings import Change
from ovreport.language.locale import Locale
from ovreport.language.messages import msg, msgs
from ovreport.language.spans import Text, key, name, number
from ovreport.limits import TIMES_FROM
from ovreport.naming import cell_name

BESIDE: Mapping[Metric, Change] = {
    "throughput": Change(
        times=msg("{cell}: {second} delivers {n} the throughput of {first} ({proof})."),
        more=msg("{cell}: {second} delivers {n} more throughput than {first} ({proof})."),
        less=msg("{cell}: {second} delivers {n} less throughput than {first} ({proof})."),
    ),
    "latency": Change(
        times=msg("{cell}: a request takes {n} as long with {second} as with {first} ({proof})."),
        more=msg("{cell}: a request takes {n} longer with {second} than with {first} ({proof})."),
        less=msg("{cell}: a request takes {n} less time with {second} than with {first} ({proof})."),
    ),
    "undisturbed": Change(
        times=msg(
            "{cell}: an undisturbed request takes {n} as long with {second} as with {first} ({proof})."
        ),
        more=msg(
            "{cell}: an undisturbed request takes {n} longer with {second} than with {first} ({proof})."
        ),
        less=msg(
            "{cell}: an undisturbed request takes {n} less time with {second} than with {first} ({proof})."
        ),
    ),
}
SINCE = Change(
    times=msg("{cell}: since {when} {n} the throughput of before ({proof})."),
    more=msg("{cell}: since {when} {n} more throughput than before ({proof})."),
    less=msg("{cell}: since {when} {n} less throughput than before ({proof})."),
)
PROOF = msg("{level} CI {interval}, {before} and {after} rounds")
PROOF_OF_RESULTS = msg("{level} CI {interval}, {before} and {after} results")


def headline(found: Compared, t: Texts) -> Text:
    """How many comparisons came out which way."""
    counted = Counter(each.verdict for each in found.comparisons)
    return t.tell(
        msg(
            "Comparisons of {second} with {first}: {faster} of {all} faster, {slower} slower, {same} "
            "equivalent, {open} not resolved."
        ),
        all=number(len(found.comparisons)),
        first=name(found.names[0]),
        second=name(found.names[1]),
        faster=key(counted[Verdict.FASTER]),
        slower=key(counted[Verdict.SLOWER]),
        same=key(counted[Verdict.EQUIVALENT]),
        open=key(counted[Verdict.NOT_RESOLVED]),
    )


def sentence(found: Compared, one: Comparison, t: Texts) -> Text:
    """A comparison in words, of which a difference is shown."""
    return beside(t, one, one.second_cell, found.names)


def beside(t: Texts, one: Comparison, cell: str, names: tuple[str, str]) -> Text:
    """A comparison of two results in words, of which a difference is shown; `names` are those of the two."""
    told = amount(t, one.ratio.value, one.ratio.low, one.ratio.high)
    return t.tell(
        BESIDE[one.metric].of(one.ratio.value),
        cell=t.full(cell),
        first=name(names[0]),
        second=name(names[1]),
        n=key(told),
        proof=t.fill(
            PROOF,
            level=t.numbers.confidence(0.95),
            interval=number(bounds(t, told)),
            before=number(one.rounds[0]),
            after=number(one.rounds[1]),
        ),
    )


def reservations(found: Compared, t: Texts) -> tuple[Text, ...]:
    """What the intervals do not cover, and what a difference had to exceed."""
    unpaired = t.tell(
        msg(
            "The two results did not take turns: each interval is Welch’s, from the levels of the rounds of "
            "either side. It covers what rounds of one session differ by, and nothing that lies between the "
            "sessions: heat, an update, where memory happened to lie."
        )
    )
    floor = (
        msg(
            "One configuration under two names came out up to {floor} apart on these hosts (the noise floor)."
        )
        if found.floor
        else msg("The noise floor of neither host is known: run “ovreport aa” there.")
    )
    told = t.tell(floor, floor=t.numbers.percent_at_most(found.floor))
    return unpaired, margins(t, found.margin, found.alike), told


def margins(t: Texts, margin: float, alike: float) -> Text:
    """What a difference has to exceed, and what equivalent results differ by."""
    return t.tell(
        msg(
            "Faster and slower are said of differences beyond {margin}, adjusted over all comparisons "
            "(Holm); equivalent is what differs by less than {alike}."
        ),
        margin=t.numbers.percent_as_given(round(margin, 4)),
        alike=t.numbers.percent_as_given(round(alike, 4)),
    )


def reservations_of_hosts(t: Texts, reference: str, margin: float, alike: float) -> tuple[Text, ...]:
    """What comparisons of hosts are, and what those within a host are."""
    within = msg(
        "What is said of a single host is compared within its own rounds: its page has the intervals, the "
        "evidence, and the reasons to distrust. Nothing of that is adjusted over hosts: by chance, up to one "
        "in twenty may answer a question wrongly."
    )
    unpaired = msg(
        "Hosts do not take turns: each interval between two of them is Welch’s, from the levels of the "
        "rounds of either side, and nothing is pooled. It covers what rounds of one session differ by, and "
        "nothing that lies between the sessions."
    )
    first = msg(
        "Levels are compared with those of {reference}, the first by name: what was measured has no say in "
        "that."
    )
    told = t.tell(first, reference=name(reference))
    return t.tell(within), t.tell(unpaired), told, margins(t, margin, alike)


def changed(found: History, one: LevelChange, when: str, locale: Locale) -> Text:
    """A change over time in words; `when` names the first result after it."""
    ratio, numbers = one.point.ratio, locale.numbers
    if ratio.value >= TIMES_FROM:
        told = numbers.times(ratio.value, ratio.low, ratio.high)
    else:
        ends = (ratio.low - 1, ratio.high - 1) if ratio.value >= 1 else (1 - ratio.high, 1 - ratio.low)
        told = numbers.percent(abs(ratio.value - 1), *ends)
    before, after = one.point.sessions
    return locale.tell(
        SINCE.of(ratio.value),
        cell=name(cell_name(found.plan.cell(one.cell), found.plan, locale.tag)),
        when=name(when),
        n=key(told),
        proof=locale.fill(
            PROOF_OF_RESULTS,
            level=numbers.confidence(0.95),
            interval=number(f"{told.interval}{f'{told.gap}%' if told.unit == '%' else ''}"),
            before=number(before),
            after=number(after),
        ),
    )


def stable(found: History, locale: Locale) -> Text:
    """That no change is shown, and whether any could have been."""
    if len(found.points) < FEWEST_SESSIONS:
        few = msgs(
            "One result is too few to show a change: at least {least} are needed.",
            "{n} results are too few to show a change: at least {least} are needed.",
        )
        return locale.tell(
            few.of(len(found.points)),
            n=number(len(found.points)),
            least=number(FEWEST_SESSIONS),
        )
    return locale.tell(msg("No change of throughput is shown in {n} results."), n=number(len(found.points)))


def reservations_over_time(found: History, locale: Locale) -> Text:
    """What a change is, and what looks like one."""
    return locale.tell(
        msg(
            "A change is a step beyond {margin} that hardly any other order of these results has (5 % over "
            "all configurations). Slow drift and machines that remember yesterday look like steps, too."
        ),
        margin=locale.numbers.percent_as_given(round(found.margin, 4)),
    )
