"""What sentences tell of what to choose."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from ovreport import units
from ovreport.analysis.results import Metric
from ovreport.claims.claim import ClaimKind
from ovreport.claims.intervals import estimate_of
from ovreport.claims.sentences import compare
from ovreport.claims.speech import Speech, Templates
from ovreport.claims.texts import ClaimText, Phrases
from ovreport.language.locale import Gaps
from ovreport.language.messages import Message
from ovreport.language.spans import Text, key

FAR_AHEAD = 1.25
"""A ratio of two estimates at which nobody would call them the same, though the rounds may not tell."""

MOST_NAMED = 4
"""Cells of a tied set or a front that a sentence names; more are only counted."""


@dataclass(frozen=True)
class MetricWords:
    """What a metric is called, and its best: `throughput`, `highest`."""

    noun: Message
    extreme: Message


@dataclass(frozen=True)
class Lead:
    """What a setting leads in.

    Attributes:
        level: With its interval where that is told.
        rivals: How many others may be as good.
    """

    words: MetricWords
    level: Text
    rivals: int


class Leading(Protocol):
    """What one setting leads in, after its name."""

    def __call__(self, leads: Sequence[Lead], *, plural: bool) -> Text:
        """`leads in throughput, 133 FPS`; `plural` where the name stands in the plural."""


@dataclass(frozen=True, kw_only=True)
class Recommendations:
    """A language's words for what to choose.

    Attributes:
        metrics: What each metric is called.
        between, more: Between names of cells, and after those told of `{all}`, when `{more}` are not.
        cell_level, levels_between, levels_last, more_levels: Cells with their levels.
        range_of_levels: The first and the last level of a number of settings, as one amount.
        best_throughput, best_latency: One setting is ahead.
        behind, its_throughput: What is told of it beside that.
        same_in_force: Others that are the very setting in force, and came out behind.
        undisturbed: That settings beside another program are no choice.
        tied: Settings that may be the best.
        ahead: The first has by far the best estimate, and the others cannot be ruled out.
        untold, untold_first: The rounds cannot tell them apart.
        alike_two, alike: No setting stands out in a metric.
        only_throughput, only_latency, nothing_compared: There is one setting only.
        leads: One setting is ahead in both metrics.
        lead: In what, and where others may be as good.
        behind_in_both, one_as_good, some_as_good: The others.
        none_leads_two, none_leads, highest_and_lowest: No setting stands out in anything.
        smallest, share_of_best, all_of_best, free_for_others: A smaller setting is good enough.
        smallest_itself: None is.
        front: Some settings are worth choosing between, by the number of the others.
        front_of_two, front_of_all: All of them are.
        front_short, front_ends: From the quickest to the fastest.
        different_work, fed_in: Settings do other work for each sample, so that none is recommended.
        single_front, leaders, highest: One setting or several are best in both metrics.
        no_front_of_two, no_front: None is.
        bound_kept, bound_tied, bound_untold: Settings that keep a latency bound.
        reached, reached_in_all, reached_in_some: What the best of them reached, over all and by rounds.
        unjudged: Those that cannot be judged.
        bound_open, open_too: None is shown to keep it and some may, and those that may beside one that does.
        bound_open_all, bound_open_alone: The same of all settings, and of the only one.
        bound_missed, bound_missed_of_one, bound_missed_of: None keeps it, of all or of those judged.
        bound_missed_by_it, bound_missed_by, bound_missed_by_lower: By what: the only one's percentile, the
            lowest of several, or now this and now that one.
        already: Where it is a lower one than that of the bound.
        bound_unsupported, measure_rounds, measure_longer: No setting can be judged.
    """

    metrics: Mapping[Metric, MetricWords]
    between: Message
    more: Message
    cell_level: Message
    levels_between: Message
    levels_last: Message
    more_levels: Message
    range_of_levels: Callable[[units.Quantity, units.Quantity, int], Text]
    best_throughput: Phrases
    best_latency: Phrases
    behind: Message
    its_throughput: Message
    same_in_force: Message
    undisturbed: Message
    tied: Phrases
    ahead: Phrases
    untold: Message
    untold_first: Message
    alike_two: Phrases
    alike: Phrases
    only_throughput: Phrases
    only_latency: Phrases
    nothing_compared: Message
    leads: Phrases
    lead: Leading
    behind_in_both: Message
    one_as_good: Message
    some_as_good: Message
    none_leads_two: Phrases
    none_leads: Phrases
    highest_and_lowest: Message
    smallest: Phrases
    share_of_best: Message
    all_of_best: Message
    free_for_others: Message
    smallest_itself: Phrases
    front: Message
    front_of_two: Message
    front_of_all: Message
    front_short: Message
    front_ends: Message
    different_work: Phrases
    fed_in: Message
    single_front: Phrases
    leaders: Phrases
    highest: Message
    no_front_of_two: Phrases
    no_front: Phrases
    bound_kept: Phrases
    reached: Message
    reached_in_all: Message
    reached_in_some: Message
    bound_tied: Phrases
    bound_untold: Message
    unjudged: Message
    bound_open: Phrases
    bound_open_all: Phrases
    bound_open_alone: Phrases
    open_too: Message
    bound_missed: Phrases
    bound_missed_of_one: Phrases
    bound_missed_of: Phrases
    bound_missed_by_it: Message
    bound_missed_by: Message
    bound_missed_by_lower: Message
    already: Message
    bound_unsupported: Phrases
    measure_rounds: Message
    measure_longer: Message


def choice_of(speech: Speech, *told: Text) -> Text:
    """What is told beside a choice: others that are the same in force, and that disturbed ones are none."""
    words, best = speech.words.recommendations, speech.text("best")
    twins = tuple(cell for name, cell in speech.claim.names if name.startswith("twin:"))
    same = words.same_in_force.of(len(twins))
    return speech.together(
        *told,
        speech.tell(same, n=len(twins), named=named(speech, twins), best=speech.cell(best)) if twins else (),
        speech.tell(words.undisturbed) if speech.has("disturbed") else (),
    )


def margin(speech: Speech) -> str:
    """The margin as it was given: `3 %`."""
    return str(speech.locale.percent_as_given(speech.value("margin")))


def levelled(speech: Speech, quantity: units.Quantity) -> Text:
    """A level with its interval: `133 FPS (95 % CI 128–138)`."""
    if not quantity.low:
        return (key(quantity),)
    proof = compare.interval(speech, quantity.interval)
    return speech.fill(speech.words.effects.proven, said=key(quantity), proof=proof)


def named(speech: Speech, cells: tuple[str, ...]) -> Text:
    """Cells by name, or the first few and how many more."""
    words = speech.words.recommendations
    told = speech.locale.joined([speech.cell(cell) for cell in cells[:MOST_NAMED]], words.between)
    if len(cells) <= MOST_NAMED:
        return told
    return speech.fill(words.more, told=told, more=len(cells) - MOST_NAMED, all=len(cells))


def best_throughput(speech: Speech) -> ClaimText:
    """One setting is the fastest."""
    words, fps, others = speech.words.recommendations, speech.quantity("fps"), speech.count("settings") - 1
    return speech.said(
        words.best_throughput,
        choice_of(speech, speech.tell(words.behind.of(others), n=others, latency=speech.quantity("latency"))),
        best=speech.cell(speech.text("best")),
        fps=levelled(speech, fps),
        level=key(fps),
    )


def best_latency(speech: Speech) -> ClaimText:
    """One setting is the quickest."""
    words, latency = speech.words.recommendations, speech.quantity("latency")
    return speech.said(
        words.best_latency,
        choice_of(speech, speech.tell(words.its_throughput, fps=speech.quantity("fps"))),
        best=speech.cell(speech.text("best")),
        latency=levelled(speech, latency),
        level=key(latency),
    )


def tied_throughput(speech: Speech) -> ClaimText:
    """Several settings may be the fastest."""
    return tied(speech, "throughput", speech.words.recommendations.untold_first)


def tied_latency(speech: Speech) -> ClaimText:
    """Several settings may be the quickest."""
    return tied(speech, "latency", speech.words.recommendations.untold)


def tied(speech: Speech, metric: Metric, untold: Message) -> ClaimText:
    """Settings that may be the best, each with its level; one by far ahead of the others by itself."""
    words, n = speech.words.recommendations, speech.count("tied")
    first, second = (speech.value(f"level:{place}") for place in (0, 1))
    if max(first / second, second / first) > FAR_AHEAD:
        return ahead(speech, metric)
    return speech.said(
        words.tied,
        choice_of(speech, speech.tell(untold, rounds=compare.rounds_told(speech, speech.count("rounds")))),
        n=n,
        margin=margin(speech),
        all=speech.count("settings"),
        metric=words.metrics[metric].noun,
        extreme=words.metrics[metric].extreme,
        named=with_levels(speech),
        levels=range_of_levels(speech),
    )


def ahead(speech: Speech, metric: Metric) -> ClaimText:
    """One setting has by far the best estimate, though others cannot be ruled out."""
    words, (best, *others) = speech.words.recommendations, speech.claim.cells
    return speech.said(
        words.ahead,
        choice_of(speech),
        metric=words.metrics[metric].noun,
        extreme=words.metrics[metric].extreme,
        best=speech.cell(best),
        level=key(speech.quantity("level:0")),
        rounds=compare.rounds_told(speech, speech.count("rounds")),
        others=named(speech, tuple(others)),
    )


def range_of_levels(speech: Speech) -> Text:
    """The levels of a tied set: `6.8 and 7.2 ms`, `6.8 to 7.5 ms`."""
    n = speech.count("tied")
    first, last = speech.quantity("level:0"), speech.quantity(f"level:{n - 1}")
    if n > 2 and speech.value("level:0") > speech.value(f"level:{n - 1}"):
        first, last = last, first
    if str(first) == str(last):
        return (key(first),)
    return speech.words.recommendations.range_of_levels(first, last, n)


def with_levels(speech: Speech) -> Text:
    """The cells of a tied set with their levels: `6.8 ms (batch 1 with one request) and 7.2 ms (...)`."""
    words, cells = speech.words.recommendations, speech.claim.cells
    told = [
        speech.fill(words.cell_level, level=key(speech.quantity(f"level:{place}")), cell=speech.cell(cell))
        for place, cell in enumerate(cells[:MOST_NAMED])
    ]
    if len(cells) > MOST_NAMED:
        told.append(speech.fill(words.more_levels, n=len(cells) - MOST_NAMED))
    return speech.locale.joined(told, words.levels_between, words.levels_last)


def all_throughput(speech: Speech) -> ClaimText:
    """No setting stands out in throughput."""
    return alike(speech, "throughput", speech.quantity("fps"))


def all_latency(speech: Speech) -> ClaimText:
    """No setting stands out in latency."""
    return alike(speech, "latency", speech.quantity("latency"))


def alike(speech: Speech, metric: Metric, best: units.Quantity) -> ClaimText:
    """No setting stands out in a metric."""
    words, n = speech.words.recommendations, speech.count("settings")
    return speech.said(
        words.alike_two if n == 2 else words.alike,
        choice_of(speech),
        n=n,
        margin=margin(speech),
        metric=words.metrics[metric].noun,
        extreme=words.metrics[metric].extreme,
        best=levelled(speech, best),
        level=key(best),
    )


def only_throughput(speech: Speech) -> ClaimText:
    """There is one setting only."""
    words, fps, latency = speech.words.recommendations, speech.quantity("fps"), speech.quantity("latency")
    return speech.said(
        words.only_throughput,
        speech.tell(words.nothing_compared),
        fps=levelled(speech, fps),
        latency=levelled(speech, latency),
        level=key(fps),
        wait=latency,
    )


def only_latency(speech: Speech) -> ClaimText:
    """There is one setting only."""
    latency = speech.quantity("latency")
    return speech.said(
        speech.words.recommendations.only_latency, latency=levelled(speech, latency), level=key(latency)
    )


def leads(speech: Speech) -> ClaimText:
    """One setting is ahead in throughput and in latency, in one of them perhaps beside others."""
    words, others = speech.words.recommendations, speech.count("settings") - 1
    context = speech.together(*(as_good(speech.about(note)) for note in speech.claim.notes))
    return speech.said(
        words.leads,
        choice_of(speech, context or speech.tell(words.behind_in_both.of(others), n=others)),
        best=speech.cell(speech.text("best")),
        leads=lead(speech, proven=True),
        brief=lead(speech),
    )


def lead(speech: Speech, *, proven: bool = False) -> Text:
    """What one setting leads in, and where others may be as good."""
    words, rivals = speech.words.recommendations, {note.kind: note.cells[1:] for note in speech.claim.notes}
    metrics: tuple[tuple[ClaimKind, Metric, str], ...] = (
        (ClaimKind.BEST_THROUGHPUT, "throughput", "fps"),
        (ClaimKind.BEST_LATENCY, "latency", "latency"),
    )
    told = []
    for kind, metric, number in metrics:
        best = speech.quantity(number)
        level = levelled(speech, best) if proven else (key(best),)
        told.append(Lead(words.metrics[metric], level, len(rivals.get(kind, ()))))
    return words.lead(told, plural=speech.is_plural(speech.text("best")))


def as_good(speech: Speech) -> Text:
    """Who cannot be told from the leader by one metric."""
    words, others = speech.words.recommendations, speech.claim.cells[1:]
    metric: Metric = "throughput" if speech.claim.kind is ClaimKind.BEST_THROUGHPUT else "latency"
    noun = words.metrics[metric].noun
    if len(others) == 1:
        level, cell = speech.quantity("level:1"), speech.cell(others[0])
        return speech.tell(
            words.one_as_good,
            metric=noun,
            cell=cell,
            level=level,
            margin=margin(speech),
            **compare.verbs_after(speech, others[0]),
        )
    told = named(speech, others)
    return speech.tell(words.some_as_good, metric=noun, n=len(others), named=told, margin=margin(speech))


def nothing_leads(speech: Speech) -> ClaimText:
    """No setting stands out in anything."""
    words, n = speech.words.recommendations, speech.count("settings")
    context = speech.tell(
        words.highest_and_lowest,
        fps=levelled(speech, speech.quantity("fps")),
        latency=levelled(speech, speech.quantity("latency:least")),
    )
    return speech.said(words.none_leads_two if n == 2 else words.none_leads, choice_of(speech, context), n=n)


def smallest(speech: Speech) -> ClaimText:
    """A smaller setting does nearly as well as the best."""
    words, estimate = speech.words.recommendations, estimate_of(speech.claim.contrasts[0])
    shown = speech.locale.percent(estimate.ratio, estimate.low, estimate.high)
    context = speech.tell(
        words.free_for_others,
        best=speech.cell(speech.text("best")),
        fps=speech.quantity("fps:best"),
        loss=speech.locale.percent_as_given(speech.value("good-enough")),
    )
    return speech.said(
        words.smallest,
        context,
        small=speech.cell(speech.text("smallest")),
        what=speech.fill(words.share_of_best if estimate.ratio < 1 else words.all_of_best, share=key(shown)),
        proof=compare.interval(speech, f"{shown.interval}{shown.gap}%", estimate.rounds),
        **compare.verbs_after(speech, speech.text("smallest")),
    )


def smallest_itself(speech: Speech) -> ClaimText:
    """No smaller setting is shown to be good enough; whether one is may be open."""
    return speech.said(
        speech.words.recommendations.smallest_itself,
        loss=key(speech.locale.percent_as_given(speech.value("good-enough"))),
        fps=levelled(speech, speech.quantity("fps")),
        best=speech.cell(speech.text("best")),
    )


def front(speech: Speech) -> ClaimText:
    """Several settings are worth choosing between."""
    words, n, settings = speech.words.recommendations, speech.count("front"), speech.count("settings")
    counts: Gaps = {
        "n": key(speech.locale.digits(n)),
        "all": speech.locale.digits(settings),
        "margin": margin(speech),
    }
    ends: Gaps = {
        "quick": speech.cell(speech.text("latency")),
        "low": speech.quantity("latency:latency"),
        "few": speech.quantity("fps:latency"),
        "fast": speech.cell(speech.text("throughput")),
        "high": speech.quantity("latency:throughput"),
        "many": speech.quantity("fps:throughput"),
    }
    if n < settings:
        headline, short = words.front.of(settings - n), words.front_short
    elif settings == 2:
        headline, short = words.front_of_two, words.no_front_of_two.short
    else:
        headline, short = words.front_of_all, words.no_front.short
    return ClaimText(
        headline=speech.tell(headline, **counts),
        short=speech.tell(short, **counts, **ends),
        context=choice_of(speech, speech.tell(words.front_ends, **ends)),
    )


def different_work(speech: Speech) -> ClaimText:
    """Settings whose requests do other work are not recommended against one another."""
    words = speech.words.recommendations
    return speech.said(words.different_work, speech.tell(words.fed_in, n=speech.count("shapes")))


def single_front(speech: Speech) -> ClaimText:
    """One setting is best in both."""
    return speech.said(
        speech.words.recommendations.single_front,
        choice_of(speech),
        best=speech.cell(speech.text("throughput")),
        fps=levelled(speech, speech.quantity("fps:throughput")),
        latency=levelled(speech, speech.quantity("latency:throughput")),
        **compare.verbs_after(speech, speech.text("throughput")),
    )


def leaders(speech: Speech) -> ClaimText:
    """Several settings lead in both, and cannot be told apart."""
    words = speech.words.recommendations
    return speech.said(
        words.leaders,
        choice_of(
            speech, speech.tell(words.highest, fps=levelled(speech, speech.quantity("fps:throughput")))
        ),
        n=key(speech.locale.digits(speech.count("front"))),
        all=speech.count("settings"),
        margin=margin(speech),
        named=named(speech, speech.claim.cells),
    )


def no_front(speech: Speech) -> ClaimText:
    """No setting is shown to lose against another."""
    n = speech.count("settings")
    words = speech.words.recommendations
    phrases = words.no_front_of_two if n == 2 else words.no_front
    return speech.said(phrases, choice_of(speech), n=n, margin=margin(speech))


def limit(speech: Speech) -> str:
    """The bound as it was asked for."""
    return f"{speech.value('bound') / 1e6:g}{units.NO_BREAK}ms"


def percentile(speech: Speech) -> str:
    """`p99`."""
    return f"p{speech.value('percentile'):g}"


def bound_kept(speech: Speech) -> ClaimText:
    """The best throughput under a latency bound."""
    words, p, fps = speech.words.recommendations, percentile(speech), speech.quantity("fps")
    reached: Text = ()
    if speech.has("reached"):
        kept, rounds = (speech.count(name) if speech.has(name) else 0 for name in ("kept", "rounds"))
        template = words.reached if kept == rounds else words.reached_in_some
        if kept == rounds > 1:
            template = words.reached_in_all
        level = levelled(speech, speech.quantity("reached"))
        reached = speech.tell(template, p=p, reached=level, kept=kept, rounds=rounds)
    return speech.said(
        words.bound_kept,
        choice_of(speech, reached, unjudged(speech)),
        p=p,
        bound=limit(speech),
        cell=speech.cell(speech.text("cell")),
        fps=levelled(speech, fps),
        level=key(fps),
    )


def bound_tied(speech: Speech) -> ClaimText:
    """Several settings keep a latency bound and may have the highest throughput."""
    words = speech.words.recommendations
    return speech.said(
        words.bound_tied,
        choice_of(speech, speech.tell(words.bound_untold), unjudged(speech)),
        p=percentile(speech),
        bound=limit(speech),
        n=speech.count("tied"),
        named=with_levels(speech),
        levels=range_of_levels(speech),
    )


def unjudged(speech: Speech) -> Text:
    """How many settings may keep the bound or not: too near to it, or with too few requests to tell."""
    words, n, near = speech.words.recommendations, speech.count("unjudged"), speech.count("open")
    near_it = speech.tell(words.open_too.of(near), n=near) if near else ()
    if not n:
        return near_it
    needed = units.count(speech.value("needed"))
    return speech.together(
        near_it, speech.tell(words.unjudged.of(n), n=n, p=percentile(speech), needed=needed)
    )


def bound_open(speech: Speech) -> ClaimText:
    """No setting is shown to keep a latency bound, and some may."""
    words, cells = speech.words.recommendations, speech.claim.cells
    level, settings = levelled(speech, speech.quantity("lowest")), speech.count("settings")
    phrases = words.bound_open
    if len(cells) == settings:
        phrases = words.bound_open_alone if settings == 1 else words.bound_open_all
    return speech.said(
        phrases,
        choice_of(speech),
        p=percentile(speech),
        bound=key(limit(speech)),
        n=len(cells),
        all=settings,
        named=named(speech, cells),
        level=level,
    )


def bound_missed(speech: Speech) -> ClaimText:
    """No setting keeps a latency bound, of those that have enough requests to tell."""
    words, n = speech.words.recommendations, speech.count("judged")
    phrases = words.bound_missed
    if speech.count("unjudged"):
        phrases = words.bound_missed_of_one if n == 1 else words.bound_missed_of
    return speech.said(
        phrases,
        choice_of(speech, unjudged(speech)),
        n=n,
        p=percentile(speech),
        bound=key(limit(speech)),
        why=missed_by(speech, n),
    )


def missed_by(speech: Speech, judged: int) -> Text:
    """What the settings reach that do not keep a bound."""
    words = speech.words.recommendations
    if not speech.has("shown"):
        return speech.fill(words.bound_missed_by_lower)
    shown = f"p{speech.value('shown'):g}"
    template = words.bound_missed_by_it if judged == 1 else words.bound_missed_by
    already = "" if shown == percentile(speech) else words.already
    return speech.fill(template, p=shown, least=speech.quantity("least"), already=already)


def bound_unsupported(speech: Speech) -> ClaimText:
    """Too few requests to say anything about the percentile."""
    words = speech.words.recommendations
    return speech.said(
        words.bound_unsupported,
        speech.tell(words.measure_rounds, n=speech.count("enough"))
        if speech.has("enough")
        else speech.tell(words.measure_longer),
        p=percentile(speech),
        bound=key(limit(speech)),
        needed=units.count(speech.value("needed")),
        most=units.count(speech.value("most")),
    )


TEMPLATES: Templates = {
    (ClaimKind.BEST_THROUGHPUT, "single"): best_throughput,
    (ClaimKind.BEST_THROUGHPUT, "tied"): tied_throughput,
    (ClaimKind.BEST_THROUGHPUT, "all"): all_throughput,
    (ClaimKind.BEST_THROUGHPUT, "only"): only_throughput,
    (ClaimKind.BEST_LATENCY, "single"): best_latency,
    (ClaimKind.BEST_LATENCY, "tied"): tied_latency,
    (ClaimKind.BEST_LATENCY, "all"): all_latency,
    (ClaimKind.BEST_LATENCY, "only"): only_latency,
    (ClaimKind.BEST_OVERALL, "leads"): leads,
    (ClaimKind.BEST_OVERALL, "none"): nothing_leads,
    (ClaimKind.SMALLEST, "smaller"): smallest,
    (ClaimKind.SMALLEST, "itself"): smallest_itself,
    (ClaimKind.DIFFERENT_WORK, ""): different_work,
    (ClaimKind.PARETO, "one"): single_front,
    (ClaimKind.PARETO, "several"): front,
    (ClaimKind.PARETO, "alike"): no_front,
    (ClaimKind.PARETO, "lead"): leaders,
    (ClaimKind.WITHIN_BOUND, "kept"): bound_kept,
    (ClaimKind.WITHIN_BOUND, "tied"): bound_tied,
    (ClaimKind.WITHIN_BOUND, "open"): bound_open,
    (ClaimKind.WITHIN_BOUND, "none"): bound_missed,
    (ClaimKind.WITHIN_BOUND, "unsupported"): bound_unsupported,
}
