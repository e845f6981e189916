"""English words for what to choose."""

from __future__ import annotations

from collections.abc import Sequence

from ovreport import units
from ovreport.claims.sentences.recommendations import Lead, MetricWords, Recommendations
from ovreport.claims.texts import Phrases
from ovreport.language.locale import Locale
from ovreport.language.messages import msg, msg_in, msgs
from ovreport.language.spans import Text, fill, joined, key


def range_of_levels(first: units.Quantity, last: units.Quantity, settings: int) -> Text:
    """`6.8 and 7.2 ms`, `6.8 to 7.5 ms`."""
    between = " and " if settings == 2 else " to "
    return (key(f"{first if first.unit != last.unit else first.value}{between}{last}"),)


def lead(leads: Sequence[Lead], *, plural: bool) -> Text:
    """`leads in throughput, 133 FPS; in latency, 7.5 ms, one other may be as good`."""
    told = [(fill("{metric}, {level}", metric=each.words.noun.id, level=each.level), each) for each in leads]
    alone = [level for level, each in told if not each.rivals]
    if not alone:
        return fill(
            "{have} the best estimates of {best}",
            have="have" if plural else "has",
            best=joined([level for level, _ in told], ", and of "),
        )
    shared = [
        fill("in {told}, {others} may be as good", told=level, others=other_settings(each.rivals))
        for level, each in told
        if each.rivals
    ]
    return joined(
        [
            fill("{lead} in {alone}", lead="lead" if plural else "leads", alone=joined(alone, ", and in ")),
            *shared,
        ],
        "; ",
    )


def other_settings(number_of: int) -> str:
    """`one other`, `three others`."""
    number = Locale("en").digits(number_of)
    return f"{number} other{'' if number_of == 1 else 's'}"


RECOMMENDATIONS = Recommendations(
    metrics={
        "throughput": MetricWords(
            msg_in("recommendations metrics throughput noun", "throughput"), msg("highest")
        ),
        "latency": MetricWords(msg("latency"), msg("lowest")),
    },
    between=msg_in("recommendations between", "; "),
    more=msg("{told}; and {more} more", also="all"),
    cell_level=msg("{level} ({cell})"),
    levels_between=msg_in("recommendations levels between", ", "),
    levels_last=msg_in("recommendations levels last", " and "),
    more_levels=msg_in("recommendations more levels", "{n} more"),
    range_of_levels=range_of_levels,
    best_throughput=Phrases(
        msg("For throughput, use {best}: {fps}."), msg("Most throughput: {level}, from {best}")
    ),
    best_latency=Phrases(
        msg("For latency, use {best}: {latency} a request."), msg("Least latency: {level}, from {best}")
    ),
    behind=msgs(
        "The other setting is shown to be behind. A request takes {latency}.",
        "The other {n} settings are shown to be behind. A request takes {latency}.",
    ),
    its_throughput=msg("Its throughput is {fps}."),
    same_in_force=msgs(
        "In force, {named} and {best} are one and the same: what sets the two apart is no reason to choose.",
        "In force, {n} others are one and the same with {best}: what sets them apart is no reason to choose.",
    ),
    undisturbed=msg("Only undisturbed settings are chosen between."),
    tied=Phrases(
        msg("{n} of {all} settings may have the {extreme} {metric}, or come within {margin} of it: {named}."),
        msg("{n} of {all} settings may have the {extreme} {metric}, or nearly: {levels}"),
    ),
    ahead=Phrases(
        msg(
            "The {extreme} {metric} by estimate is that of {best}, {level}, but {rounds} cannot rule out "
            "{others}."
        ),
        msg("{extreme} {metric} by estimate: {level}, from {best}"),
    ),
    untold=msg("{rounds} show none of them to be farther behind."),
    untold_first=msg(
        "{rounds} show none of them to be farther behind; the first has the highest estimate, which "
        "does not make it best."
    ),
    alike_two=Phrases(
        msg(
            "Neither setting is shown to stand out in {metric} by more than {margin}: either may be the "
            "best. The {extreme} estimate is {best}.",
            also="n",
        ),
        msg("Neither setting is shown to stand out in {metric}, with {level} at best", also="n"),
    ),
    alike=Phrases(
        msg(
            "No setting is shown to stand out in {metric}: any of the {n} may be the best, or within "
            "{margin} of it. The {extreme} estimate is {best}."
        ),
        msg("None of {n} settings is shown to stand out in {metric}, with {level} at best"),
    ),
    only_throughput=Phrases(
        msg("Throughput is {fps}, and a request takes {latency}."), msg("{level}, {wait} a request")
    ),
    only_latency=Phrases(msg("A request takes {latency}."), msg("{level} a request")),
    nothing_compared=msg("One setting was measured, so nothing is compared here."),
    leads=Phrases(msg("{best} {leads}."), msg("{best} {brief}")),
    lead=lead,
    behind_in_both=msgs(
        "The other setting is shown to be behind in both.",
        "The other {n} settings are shown to be behind in both.",
    ),
    one_as_good=msg("In {metric}, {cell} {is} not shown to be more than {margin} behind, with {level}."),
    some_as_good=msg("In {metric}, {n} others are not shown to be more than {margin} behind: {named}."),
    none_leads_two=Phrases(
        msg(
            "Neither setting is shown to stand out in throughput or in latency: either may be the best in "
            "both.",
            also="n",
        ),
        msg("Neither setting is shown to stand out in throughput or in latency", also="n"),
    ),
    none_leads=Phrases(
        msg(
            "No setting is shown to stand out in throughput or in latency: any of the {n} may be the best in "
            "both."
        ),
        msg("No setting is shown to stand out in throughput or in latency", also="n"),
    ),
    highest_and_lowest=msg("The highest estimate of throughput is {fps}, the lowest of latency {latency}."),
    smallest=Phrases(
        msg("A smaller setting is good enough: {small} {reach} {what} {proof}."),
        msg("{small} {reach} {what}"),
    ),
    share_of_best=msg("{share} of the best throughput"),
    all_of_best=msg("the best throughput"),
    free_for_others=msg(
        "The best is {best}, with {fps}. Up to {loss} may be given up by the experiment's own "
        "rule; what the smaller setting leaves over is free for the rest of the system."
    ),
    smallest_itself=Phrases(
        msg("No smaller setting is shown to come within {loss} of the best throughput, {fps} with {best}."),
        msg("No smaller setting is shown to come within {loss} of the best"),
    ),
    front=msgs(
        "{n} of {all} settings are worth choosing between; the other is behind another one in throughput or "
        "latency, and not ahead of it by {margin} in the other.",
        "{n} of {all} settings are worth choosing between; each of the others is behind another one in "
        "throughput or latency, and not ahead of it by {margin} in the other.",
    ),
    front_of_two=msg(
        "Neither setting is shown to be the lesser choice: what one loses in latency it may gain in "
        "throughput."
    ),
    front_of_all=msg(
        "Of the {n} settings none is shown to be the lesser choice: what one loses in latency it "
        "may gain in throughput."
    ),
    front_short=msg(
        "From {low} at {few} to {high} at {many}: {n} of {all} settings are worth choosing between"
    ),
    front_ends=msg("They run from {quick} ({low}, {few}) to {fast} ({high}, {many})."),
    different_work=Phrases(
        msg("A request does other work in other settings, so none of them is recommended over another."),
        msg("A request does other work in other settings"),
    ),
    fed_in=msg(
        "Inputs were fed in {n} different shapes; compared is how long a request takes, and how many "
        "complete a second."
    ),
    single_front=Phrases(
        msg(
            "{best} {has} both the highest estimate of throughput and the lowest of latency: {fps}, "
            "{latency}."
        ),
        msg("{best} {has} the best estimates of throughput and latency"),
    ),
    leaders=Phrases(
        msg(
            "{n} of {all} settings may be the best choice for throughput and for latency: {named}. Each of "
            "the others is behind another one in one of them, and not ahead of it by {margin} in the other."
        ),
        msg("{n} of {all} settings may be the best choice for throughput and for latency"),
    ),
    highest=msg("The highest estimate is {fps}."),
    no_front_of_two=Phrases(
        msg(
            "Neither setting is shown to be the lesser choice: behind the other one in throughput or "
            "latency, and not ahead of it by {margin} in the other."
        ),
        msg("Neither setting is shown to be the lesser choice"),
    ),
    no_front=Phrases(
        msg(
            "Of the {n} settings none is shown to be the lesser choice: behind another one in throughput or "
            "latency, and not ahead of it by {margin} in the other."
        ),
        msg("No setting is shown to be the lesser choice"),
    ),
    bound_kept=Phrases(
        msg("With {p} held to {bound}, the most throughput comes from {cell}: {fps}."),
        msg("Within {bound} at {p}: {cell}, {level}"),
    ),
    reached=msg("Its {p} is {reached}."),
    reached_in_all=msg("Its {p} is {reached}, and each of the {rounds} rounds keeps the bound by itself."),
    reached_in_some=msg(
        "Its {p} is {reached} over all rounds; {kept} of {rounds} rounds keep the bound by themselves."
    ),
    bound_tied=Phrases(
        msg("With {p} held to {bound}, {n} settings may have the highest throughput: {named}."),
        msg("Within {bound} at {p}, {n} settings may be the best: {levels}"),
    ),
    bound_untold=msg("The rounds cannot tell them apart; the first has the highest estimate."),
    unjudged=msgs(
        "{n} other setting could not be judged: {p} needs {needed} effective requests.",
        "{n} other settings could not be judged: {p} needs {needed} effective requests.",
    ),
    bound_open=Phrases(
        msg(
            "No setting is shown to keep its {p} within {bound}, but {n} of {all} may: {named}. The lowest "
            "{p} of these is {level}."
        ),
        msg("Whether any setting keeps {p} within {bound} is open"),
    ),
    bound_open_all=Phrases(
        msg(
            "No setting is shown to keep its {p} within {bound}, but each of the {n} may. The lowest {p} is "
            "{level}."
        ),
        msg("Whether any setting keeps {p} within {bound} is open"),
    ),
    bound_open_alone=Phrases(
        msg("Whether {p} stays within {bound} is open: it is {level}."),
        msg("Whether {p} stays within {bound} is open"),
    ),
    open_too=msgs(
        "Whether {n} other setting keeps the bound is open.",
        "Whether {n} other settings keep the bound is open.",
    ),
    bound_missed=Phrases(
        msg("No setting keeps its {p} within {bound}: {why}."),
        msg("No setting keeps {p} within {bound}"),
    ),
    bound_missed_of_one=Phrases(
        msg("The one setting that could be judged does not keep its {p} within {bound}: {why}."),
        msg("The one setting that could be judged does not keep {p} within {bound}"),
    ),
    bound_missed_of=Phrases(
        msg("Of the {n} settings that could be judged none keeps its {p} within {bound}: {why}."),
        msg("Of the {n} settings that could be judged none keeps {p} within {bound}"),
    ),
    bound_unsupported=Phrases(
        msg(
            "Whether any setting keeps its {p} within {bound} is not known: {p} needs {needed} effective "
            "requests, and no setting has more than {most}."
        ),
        msg("This run does not support {p}"),
    ),
    bound_missed_by_it=msg("its {p} is {least}{already}"),
    bound_missed_by=msg("the lowest {p} is {least}{already}"),
    bound_missed_by_lower=msg("some lower percentile takes longer already"),
    already=msg(" already"),
    measure_rounds=msg("About {n} such rounds would tell for every setting; or ask for a lower percentile."),
    measure_longer=msg("Measure longer, or ask for a lower percentile."),
)
