"""English sentences about what to choose."""

from __future__ import annotations

from ovreport import units
from ovreport.conclusions.claims import ClaimKind, Said
from ovreport.conclusions.english.names import capital, counted, digits
from ovreport.conclusions.english.text import sentence
from ovreport.conclusions.speech import Speech, Templates, estimate_of
from ovreport.conclusions.text import Parts, fill, joined, key, number, parts, together

MOST_NAMED = 4
"""Cells of a tied set or a front that a sentence names; more are only counted."""


def levelled(quantity: units.Quantity) -> Parts:
    """A level with its interval: `133 FPS (95 % CI 128–138)`."""
    if not quantity.low:
        return (key(quantity),)
    return fill(
        "{n} (95{gap}% CI {interval})",
        n=key(quantity),
        gap=units.NO_BREAK,
        interval=number(quantity.interval),
    )


def named(speech: Speech, cells: tuple[str, ...]) -> Parts:
    """Cells by name, or the first few and how many more."""
    told = [speech.cell(cell) for cell in cells[:MOST_NAMED]]
    if len(cells) > MOST_NAMED:
        return fill("{told}; and {n} more", told=joined(told, "; "), n=digits(len(cells) - MOST_NAMED))
    return joined(told, "; ")


def best_throughput(speech: Speech) -> Said:
    """One setting is the fastest."""
    fps, latency = speech.quantity("fps"), speech.quantity("latency")
    best = speech.cell(speech.text("best"))
    return Said(
        headline=fill("For throughput, use {best}: {fps}.", best=best, fps=levelled(fps)),
        short=fill("Most throughput: {fps}, from {best}", best=best, fps=key(fps)),
        context=fill(
            "{others} shown to be behind. A request takes {latency} in it.",
            others=all_others(speech.count("settings")),
            latency=latency,
        ),
    )


def all_others(settings: int) -> str:
    """The settings beside the best one."""
    return "The other setting is" if settings == 2 else f"The other {digits(settings - 1)} settings are"


def tied_throughput(speech: Speech) -> Said:
    """Several settings may be the fastest."""
    context = fill(
        "{rounds} cannot tell them apart; the first has the highest estimate, which does not make it best.",
        rounds=counted(speech.count("rounds"), "round").capitalize(),
    )
    return tied(speech, "throughput", "the highest throughput", context)


def tied(speech: Speech, metric: str, best: str, context: Parts) -> Said:
    """Settings that may be the best, each with its level."""
    n, settings = speech.count("tied"), speech.count("settings")
    brief = fill(
        "{n} settings may have {best}: {levels}", n=digits(n), best=best, levels=range_of_levels(speech)
    )
    if n == 2:
        brief = fill(
            "two settings cannot be told apart in {metric}: {levels}",
            metric=metric,
            levels=range_of_levels(speech),
        )
        told = fill(
            "two settings cannot be told apart in {metric}: {named}", metric=metric, named=with_levels(speech)
        )
    else:
        told = fill(
            "{n} of {all} settings may have {best}: {named}",
            n=digits(n),
            all=digits(settings),
            best=best,
            named=with_levels(speech),
        )
    return Said(headline=sentence(told), short=capital(brief), context=context)


def range_of_levels(speech: Speech) -> Parts:
    """The levels of a tied set: `6.8 and 7.2 ms`, `6.8 to 7.5 ms`."""
    n = speech.count("tied")
    first, last = speech.quantity("level:0"), speech.quantity(f"level:{n - 1}")
    if str(first) == str(last):
        return (key(first),)
    between = " and " if n == 2 else " to "
    return (key(f"{first if first.unit != last.unit else first.value}{between}{last}"),)


def with_levels(speech: Speech) -> Parts:
    """The cells of a tied set with their levels: `6.8 ms (batch 1 with one request) and 7.2 ms (...)`."""
    told = [
        fill("{level} ({cell})", level=key(speech.quantity(f"level:{place}")), cell=speech.cell(cell))
        for place, cell in enumerate(speech.claim.cells[:MOST_NAMED])
    ]
    left = len(speech.claim.cells) - MOST_NAMED
    if left > 0:
        told.append(parts(f"{digits(left)} more"))
    return joined(told, ", ", " and ")


def all_throughput(speech: Speech) -> Said:
    """No setting stands out."""
    fps = speech.quantity("fps")
    settings = speech.count("settings")
    return Said(
        headline=fill(
            "No setting stands out in throughput: {any} may be the best. The highest estimate is {fps}.",
            any=any_of(settings),
            fps=levelled(fps),
        ),
        short=fill(
            "No setting stands out in throughput: {all} near {fps}", all=all_of(settings), fps=key(fps)
        ),
    )


def any_of(settings: int) -> str:
    """`either`, `any of the five`."""
    return "either" if settings == 2 else f"any of the {digits(settings)}"


def all_of(settings: int) -> str:
    """`both`, `all five`."""
    return "both" if settings == 2 else f"all {digits(settings)}"


def only_throughput(speech: Speech) -> Said:
    """There is one setting only."""
    fps, latency = speech.quantity("fps"), speech.quantity("latency")
    return Said(
        headline=fill(
            "Throughput is {fps}, and a request takes {latency}.",
            fps=levelled(fps),
            latency=levelled(latency),
        ),
        short=fill("{fps}, {latency} a request", fps=key(fps), latency=latency),
        context=parts("One setting was measured, so nothing is compared here."),
    )


def best_latency(speech: Speech) -> Said:
    """One setting is the quickest."""
    latency, fps = speech.quantity("latency"), speech.quantity("fps")
    best = speech.cell(speech.text("best"))
    return Said(
        headline=fill("For latency, use {best}: {latency} a request.", best=best, latency=levelled(latency)),
        short=fill("Least latency: {latency}, with {best}", best=best, latency=key(latency)),
        context=fill("Its throughput is {fps}.", fps=fps),
    )


def tied_latency(speech: Speech) -> Said:
    """Several settings may be the quickest."""
    context = parts(f"{counted(speech.count('rounds'), 'round').capitalize()} cannot tell them apart.")
    return tied(speech, "latency", "the lowest latency", context)


def leads(speech: Speech) -> Said:
    """One setting is ahead in throughput and in latency, in one of them perhaps beside others."""
    best = speech.start(speech.text("best"))
    context = together(*(as_good(speech.about(note)) for note in speech.claim.notes))
    return Said(
        headline=fill("{best} {leads}.", best=best, leads=lead(speech, proven=True)),
        short=fill("{best} {leads}", best=best, leads=lead(speech)),
        context=context or parts(f"{all_others(speech.count('settings'))} shown to be behind in both."),
    )


def lead(speech: Speech, *, proven: bool = False) -> Parts:
    """What one setting leads in, and where it shares the lead."""
    shown = {
        ClaimKind.BEST_THROUGHPUT: ("throughput", speech.quantity("fps")),
        ClaimKind.BEST_LATENCY: ("latency", speech.quantity("latency")),
    }
    told = {
        kind: fill("{metric}, {level}", metric=metric, level=levelled(level) if proven else (key(level),))
        for kind, (metric, level) in shown.items()
    }
    rivals = {note.kind: len(note.cells) - 1 for note in speech.claim.notes}
    alone = [told[kind] for kind in told if kind not in rivals]
    if not alone:
        best = joined([told[kind] for kind in told], ", and of ")
        return fill("has the best estimates of {best}", best=best)
    leads = fill("leads in {alone}", alone=joined(alone, ", and in "))
    shared = [
        fill("in {told}, {others} may be as good", told=told[kind], others=other_settings(rivals[kind]))
        for kind in rivals
    ]
    return joined([leads, *shared], "; ")


def other_settings(number_of: int) -> str:
    """`one other`, `three others`."""
    return f"{digits(number_of)} other{'' if number_of == 1 else 's'}"


def as_good(speech: Speech) -> Parts:
    """Who cannot be told from the leader by one metric."""
    metric = "throughput" if speech.claim.kind is ClaimKind.BEST_THROUGHPUT else "latency"
    others = speech.claim.cells[1:]
    if len(others) == 1:
        return fill(
            "In {metric}, {cell} cannot be told from it, with {level}.",
            metric=metric,
            cell=speech.cell(others[0]),
            level=number(speech.quantity("level:1")),
        )
    return fill(
        "In {metric}, {n} others cannot be told from it: {named}.",
        metric=metric,
        n=digits(len(others)),
        named=named(speech, others),
    )


def nothing_leads(speech: Speech) -> Said:
    """No setting stands out in anything."""
    settings = speech.count("settings")
    told = fill(
        "No setting stands out in throughput or in latency: {any} may be the best in both",
        any=any_of(settings),
    )
    return Said(
        headline=fill("{told}.", told=told),
        short=parts("No setting stands out in throughput or in latency"),
        context=fill(
            "The highest estimate of throughput is {fps}, the lowest of latency {latency}.",
            fps=levelled(speech.quantity("fps")),
            latency=levelled(speech.quantity("latency:least")),
        ),
    )


def all_latency(speech: Speech) -> Said:
    """No setting stands out."""
    latency = speech.quantity("latency")
    settings = speech.count("settings")
    return Said(
        headline=fill(
            "No setting stands out in latency: {any} may be the best. The lowest estimate is {latency}.",
            any=any_of(settings),
            latency=levelled(latency),
        ),
        short=fill(
            "No setting stands out in latency: {all} near {latency}",
            all=all_of(settings),
            latency=key(latency),
        ),
    )


def only_latency(speech: Speech) -> Said:
    """There is one setting only."""
    latency = speech.quantity("latency")
    return Said(
        headline=fill("A request takes {latency}.", latency=levelled(latency)),
        short=fill("{latency} a request", latency=key(latency)),
    )


def smallest(speech: Speech) -> Said:
    """A smaller setting does nearly as well as the best."""
    estimate = estimate_of(speech.claim.contrasts[0])
    reached = units.percent(min(estimate.ratio, 1.0)) if estimate.ratio < 1 else None
    small, best = speech.cell(speech.text("smallest")), speech.cell(speech.text("best"))
    share = key(units.percent(estimate.ratio, estimate.low, estimate.high))
    what = fill("{share} of the best throughput", share=share) if reached else parts("the best throughput")
    shown = units.percent(estimate.ratio, estimate.low, estimate.high)
    told = fill(
        "a smaller setting is good enough: {small} reaches {what} (95{gap}% CI {interval}{gap}%, {rounds})",
        small=small,
        what=what,
        gap=units.NO_BREAK,
        interval=number(shown.interval),
        rounds=f"{estimate.rounds} rounds",
    )
    return Said(
        headline=sentence(told),
        short=fill("{small} reaches {what}", small=speech.start(speech.text("smallest")), what=what),
        context=fill(
            "The best is {best}, with {fps}. Up to {loss} may be given up by the experiment's own "
            "rule; what the "
            "smaller setting leaves over is free for the rest of the system.",
            best=best,
            fps=speech.quantity("fps:best"),
            loss=units.percent_as_given(speech.value("good-enough")),
        ),
    )


def smallest_itself(speech: Speech) -> Said:
    """No smaller setting is shown to be good enough; whether one is may be open."""
    best = speech.cell(speech.text("best"))
    loss = units.percent_as_given(speech.value("good-enough"))
    return Said(
        headline=fill(
            "No smaller setting is shown to come within {loss} of the best throughput, {fps} with {best}.",
            loss=key(loss),
            fps=levelled(speech.quantity("fps")),
            best=best,
        ),
        short=fill("No smaller setting is shown to come within {loss} of the best", loss=key(loss)),
    )


def front(speech: Speech) -> Said:
    """Several settings are worth choosing between."""
    n, settings = speech.count("front"), speech.count("settings")
    fast, quick = speech.text("throughput"), speech.text("latency")
    told = fill(
        "{n} of {all} settings are worth choosing between; {others} in both throughput and latency",
        n=key(digits(n)),
        all=digits(settings),
        others="the other loses" if settings - n == 1 else "the others lose",
    )
    if n == settings:
        told = fill(
            "each of the {n} settings trades latency for throughput: none loses in both", n=key(digits(n))
        )
    ends = fill(
        "they run from {quick} ({low}, {few}) to {fast} ({high}, {many}).",
        quick=speech.cell(quick),
        low=speech.quantity("latency:latency"),
        few=speech.quantity("fps:latency"),
        fast=speech.cell(fast),
        high=speech.quantity("latency:throughput"),
        many=speech.quantity("fps:throughput"),
    )
    brief = fill(
        "From {low} at {few} to {high} at {many}: {n} of {all} settings are worth choosing between",
        low=speech.quantity("latency:latency"),
        few=speech.quantity("fps:latency"),
        high=speech.quantity("latency:throughput"),
        many=speech.quantity("fps:throughput"),
        n=key(digits(n)),
        all=digits(settings),
    )
    return Said(headline=sentence(told), short=brief, context=capital(ends))


def single_front(speech: Speech) -> Said:
    """One setting is best in both."""
    best = speech.start(speech.text("throughput"))
    fps, latency = speech.quantity("fps:throughput"), speech.quantity("latency:throughput")
    return Said(
        headline=fill(
            "{best} has both the highest estimate of throughput and the lowest of latency: {fps}, {latency}.",
            best=best,
            fps=levelled(fps),
            latency=levelled(latency),
        ),
        short=fill("{best} leads in both throughput and latency", best=best),
    )


def leaders(speech: Speech) -> Said:
    """Several settings lead in both, and cannot be told apart."""
    told = fill(
        "{n} of {all} settings lead in both throughput and latency",
        n=key(digits(speech.count("front"))),
        all=digits(speech.count("settings")),
    )
    headline = fill(
        "{told}, and none of them is shown to be behind another: {named}.",
        told=told,
        named=named(speech, speech.claim.cells),
    )
    highest = fill("The highest estimate is {fps}.", fps=levelled(speech.quantity("fps:throughput")))
    return Said(headline=capital(headline), short=capital(told), context=highest)


def no_front(speech: Speech) -> Said:
    """No setting is shown to lose against another."""
    n = digits(speech.count("settings"))
    return Said(
        headline=fill(
            "None of the {n} settings is shown to be worse than another in both throughput and latency.", n=n
        ),
        short=parts("No setting is shown to lose in both throughput and latency"),
    )


def bound_kept(speech: Speech) -> Said:
    """The best throughput under a latency bound."""
    percentile = f"p{speech.value('percentile'):g}"
    bound = limit(speech)
    cell = speech.cell(speech.text("cell"))
    reached: Parts = ()
    if speech.has("reached"):
        reached = fill("Its {p} is {reached}.", p=percentile, reached=speech.quantity("reached"))
    return Said(
        headline=fill(
            "With {p} held to {bound}, the most throughput comes from {cell}: {fps}.",
            p=percentile,
            bound=bound,
            cell=cell,
            fps=levelled(speech.quantity("fps")),
        ),
        short=fill(
            "Within {bound} at {p}: {cell}, {fps}",
            p=percentile,
            bound=bound,
            cell=cell,
            fps=key(speech.quantity("fps")),
        ),
        context=together(reached, unjudged(speech)),
    )


def bound_tied(speech: Speech) -> Said:
    """Several settings keep a latency bound and may have the highest throughput."""
    percentile, bound, n = f"p{speech.value('percentile'):g}", limit(speech), digits(speech.count("tied"))
    return Said(
        headline=fill(
            "With {p} held to {bound}, {n} settings may have the highest throughput: {named}.",
            p=percentile,
            bound=bound,
            n=n,
            named=with_levels(speech),
        ),
        short=fill(
            "Within {bound} at {p}, {n} settings may be the best: {levels}",
            p=percentile,
            bound=bound,
            n=n,
            levels=range_of_levels(speech),
        ),
        context=together(
            parts("The rounds cannot tell them apart; the first has the highest estimate."),
            unjudged(speech),
        ),
    )


def unjudged(speech: Speech) -> Parts:
    """How many settings may keep the bound or not: they have too few requests to tell."""
    n = speech.count("unjudged")
    if not n:
        return ()
    return fill(
        "{n} could not be judged: {p} needs {needed} effective requests.",
        n=counted(n, "other setting").capitalize(),
        p=f"p{speech.value('percentile'):g}",
        needed=number(units.count(speech.value("needed"))),
    )


def bound_missed(speech: Speech) -> Said:
    """No setting keeps a latency bound, of those that have enough requests to tell."""
    percentile, n = f"p{speech.value('percentile'):g}", speech.count("judged")
    bound, least = key(limit(speech)), number(speech.quantity("least"))
    if not speech.count("unjudged"):
        return Said(
            headline=fill(
                "No setting keeps its {p} within {bound}: the lowest is {least}.",
                p=percentile,
                bound=bound,
                least=least,
            ),
            short=fill("No setting keeps {p} within {bound}", p=percentile, bound=bound),
        )
    of = (
        "The one setting that could be judged does not keep"
        if n == 1
        else f"None of the {digits(n)} settings that could be judged keeps"
    )
    lowest = "it is" if n == 1 else "the lowest is"
    return Said(
        headline=fill(
            "{of} its {p} within {bound}: {lowest} {least}.",
            of=of,
            p=percentile,
            bound=bound,
            lowest=lowest,
            least=least,
        ),
        short=fill("{of} {p} within {bound}", of=of, p=percentile, bound=bound),
        context=unjudged(speech),
    )


def bound_unsupported(speech: Speech) -> Said:
    """Too few requests to say anything about the percentile."""
    percentile = f"p{speech.value('percentile'):g}"
    return Said(
        headline=fill(
            "Whether any setting keeps its {p} within {bound} is not known: {p} needs {needed} "
            "effective requests, and "
            "no setting has more than {most}.",
            p=percentile,
            bound=key(limit(speech)),
            needed=number(units.count(speech.value("needed"))),
            most=number(units.count(speech.value("most"))),
        ),
        short=fill("This run does not support {p}", p=percentile),
        context=parts("Measure longer, or ask for a lower percentile."),
    )


def limit(speech: Speech) -> str:
    """The bound as it was asked for."""
    return f"{speech.value('bound') / 1e6:g}{units.NO_BREAK}ms"


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
    (ClaimKind.PARETO, "one"): single_front,
    (ClaimKind.PARETO, "several"): front,
    (ClaimKind.PARETO, "alike"): no_front,
    (ClaimKind.PARETO, "lead"): leaders,
    (ClaimKind.WITHIN_BOUND, "kept"): bound_kept,
    (ClaimKind.WITHIN_BOUND, "tied"): bound_tied,
    (ClaimKind.WITHIN_BOUND, "none"): bound_missed,
    (ClaimKind.WITHIN_BOUND, "unsupported"): bound_unsupported,
}
