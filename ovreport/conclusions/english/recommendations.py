"""English words for what to choose."""

from __future__ import annotations

from collections.abc import Sequence

from ovreport import units
from ovreport.conclusions.english.names import digits
from ovreport.conclusions.grammar import Counted, Phrases
from ovreport.conclusions.sentences.recommendations import Lead, MetricWords, Recommendations
from ovreport.conclusions.text import Parts, fill, joined, key


def range_of_levels(first: units.Quantity, last: units.Quantity, settings: int) -> Parts:
    """`6.8 and 7.2 ms`, `6.8 to 7.5 ms`."""
    between = " and " if settings == 2 else " to "
    return (key(f"{first if first.unit != last.unit else first.value}{between}{last}"),)


def lead(leads: Sequence[Lead], *, plural: bool) -> Parts:
    """`leads in throughput, 133 FPS; in latency, 7.5 ms, one other may be as good`."""
    told = [(fill("{metric}, {level}", metric=each.words.noun, level=each.level), each) for each in leads]
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
    return f"{digits(number_of)} other{'' if number_of == 1 else 's'}"


RECOMMENDATIONS = Recommendations(
    metrics={
        "throughput": MetricWords("throughput", "highest"),
        "latency": MetricWords("latency", "lowest"),
    },
    between="; ",
    more="{told}; and {more} more",
    cell_level="{level} ({cell})",
    levels_between=", ",
    levels_last=" and ",
    more_levels="{n} more",
    range_of_levels=range_of_levels,
    best_throughput=Phrases("For throughput, use {best}: {fps}.", "Most throughput: {level}, from {best}"),
    best_latency=Phrases(
        "For latency, use {best}: {latency} a request.", "Least latency: {level}, from {best}"
    ),
    behind=Counted(
        "The other setting is shown to be behind. A request takes {latency}.",
        "The other {n} settings are shown to be behind. A request takes {latency}.",
    ),
    its_throughput="Its throughput is {fps}.",
    same_in_force=Counted(
        "In force, {named} and {best} are one and the same: what sets the two apart is no reason to choose.",
        "In force, {n} others are one and the same with {best}: what sets them apart is no reason to choose.",
    ),
    undisturbed="Only undisturbed settings are chosen between.",
    tied=Phrases(
        "{n} of {all} settings may have the {extreme} {metric}, or come within {margin} of it: {named}.",
        "{n} of {all} settings may have the {extreme} {metric}, or nearly: {levels}",
    ),
    ahead=Phrases(
        "The {extreme} {metric} by estimate is that of {best}, {level}, but {rounds} cannot rule out "
        "{others}.",
        "{extreme} {metric} by estimate: {level}, from {best}",
    ),
    untold="{rounds} show none of them to be farther behind.",
    untold_first="{rounds} show none of them to be farther behind; the first has the highest estimate, which "
    "does not make it best.",
    alike_two=Phrases(
        "Neither setting is shown to stand out in {metric} by more than {margin}: either may be the best. "
        "The {extreme} estimate is {best}.",
        "Neither setting is shown to stand out in {metric}, with {level} at best",
    ),
    alike=Phrases(
        "No setting is shown to stand out in {metric}: any of the {n} may be the best, or within {margin} of "
        "it. The {extreme} estimate is {best}.",
        "None of {n} settings is shown to stand out in {metric}, with {level} at best",
    ),
    only_throughput=Phrases(
        "Throughput is {fps}, and a request takes {latency}.", "{level}, {wait} a request"
    ),
    only_latency=Phrases("A request takes {latency}.", "{level} a request"),
    nothing_compared="One setting was measured, so nothing is compared here.",
    leads=Phrases("{best} {leads}.", "{best} {brief}"),
    lead=lead,
    behind_in_both=Counted(
        "The other setting is shown to be behind in both.",
        "The other {n} settings are shown to be behind in both.",
    ),
    one_as_good="In {metric}, {cell} {is} not shown to be more than {margin} behind, with {level}.",
    some_as_good="In {metric}, {n} others are not shown to be more than {margin} behind: {named}.",
    none_leads_two=Phrases(
        "Neither setting is shown to stand out in throughput or in latency: either may be the best in both.",
        "Neither setting is shown to stand out in throughput or in latency",
    ),
    none_leads=Phrases(
        "No setting is shown to stand out in throughput or in latency: any of the {n} may be the best in "
        "both.",
        "No setting is shown to stand out in throughput or in latency",
    ),
    highest_and_lowest="The highest estimate of throughput is {fps}, the lowest of latency {latency}.",
    smallest=Phrases(
        "A smaller setting is good enough: {small} {reach} {what} {proof}.", "{small} {reach} {what}"
    ),
    share_of_best="{share} of the best throughput",
    all_of_best="the best throughput",
    free_for_others="The best is {best}, with {fps}. Up to {loss} may be given up by the experiment's own "
    "rule; what the smaller setting leaves over is free for the rest of the system.",
    smallest_itself=Phrases(
        "No smaller setting is shown to come within {loss} of the best throughput, {fps} with {best}.",
        "No smaller setting is shown to come within {loss} of the best",
    ),
    front=Counted(
        "{n} of {all} settings are worth choosing between; the other is behind another one in throughput or "
        "latency, and not ahead of it by {margin} in the other.",
        "{n} of {all} settings are worth choosing between; each of the others is behind another one in "
        "throughput or latency, and not ahead of it by {margin} in the other.",
    ),
    front_of_two="Neither setting is shown to be the lesser choice: what one loses in latency it may gain in "
    "throughput.",
    front_of_all="Of the {n} settings none is shown to be the lesser choice: what one loses in latency it "
    "may gain in throughput.",
    front_short="From {low} at {few} to {high} at {many}: {n} of {all} settings are worth choosing between",
    front_ends="They run from {quick} ({low}, {few}) to {fast} ({high}, {many}).",
    different_work=Phrases(
        "A request does other work in other settings, so none of them is recommended over another.",
        "A request does other work in other settings",
    ),
    fed_in="Inputs were fed in {n} different shapes; compared is how long a request takes, and how many "
    "complete a second.",
    single_front=Phrases(
        "{best} {has} both the highest estimate of throughput and the lowest of latency: {fps}, {latency}.",
        "{best} {has} the best estimates of throughput and latency",
    ),
    leaders=Phrases(
        "{n} of {all} settings may be the best choice for throughput and for latency: {named}. Each of the "
        "others is behind another one in one of them, and not ahead of it by {margin} in the other.",
        "{n} of {all} settings may be the best choice for throughput and for latency",
    ),
    highest="The highest estimate is {fps}.",
    no_front_of_two=Phrases(
        "Neither setting is shown to be the lesser choice: behind the other one in throughput or latency, "
        "and not ahead of it by {margin} in the other.",
        "Neither setting is shown to be the lesser choice",
    ),
    no_front=Phrases(
        "Of the {n} settings none is shown to be the lesser choice: behind another one in throughput or "
        "latency, and not ahead of it by {margin} in the other.",
        "No setting is shown to be the lesser choice",
    ),
    bound_kept=Phrases(
        "With {p} held to {bound}, the most throughput comes from {cell}: {fps}.",
        "Within {bound} at {p}: {cell}, {level}",
    ),
    reached="Its {p} is {reached}.",
    reached_in_all="Its {p} is {reached}, and each of the {rounds} rounds keeps the bound by itself.",
    reached_in_some="Its {p} is {reached} over all rounds; {kept} of {rounds} rounds keep the bound by "
    "themselves.",
    bound_tied=Phrases(
        "With {p} held to {bound}, {n} settings may have the highest throughput: {named}.",
        "Within {bound} at {p}, {n} settings may be the best: {levels}",
    ),
    bound_untold="The rounds cannot tell them apart; the first has the highest estimate.",
    unjudged=Counted(
        "{n} other setting could not be judged: {p} needs {needed} effective requests.",
        "{n} other settings could not be judged: {p} needs {needed} effective requests.",
    ),
    bound_open=Phrases(
        "No setting is shown to keep its {p} within {bound}, but {n} of {all} may: {named}. The lowest {p} "
        "of these is {level}.",
        "Whether any setting keeps {p} within {bound} is open",
    ),
    bound_open_all=Phrases(
        "No setting is shown to keep its {p} within {bound}, but each of the {n} may. The lowest {p} is "
        "{level}.",
        "Whether any setting keeps {p} within {bound} is open",
    ),
    bound_open_alone=Phrases(
        "Whether {p} stays within {bound} is open: it is {level}.", "Whether {p} stays within {bound} is open"
    ),
    open_too=Counted(
        "Whether {n} other setting keeps the bound is open.",
        "Whether {n} other settings keep the bound is open.",
    ),
    bound_missed=Phrases(
        "No setting keeps its {p} within {bound}: {why}.",
        "No setting keeps {p} within {bound}",
    ),
    bound_missed_of_one=Phrases(
        "The one setting that could be judged does not keep its {p} within {bound}: {why}.",
        "The one setting that could be judged does not keep {p} within {bound}",
    ),
    bound_missed_of=Phrases(
        "Of the {n} settings that could be judged none keeps its {p} within {bound}: {why}.",
        "Of the {n} settings that could be judged none keeps {p} within {bound}",
    ),
    bound_unsupported=Phrases(
        "Whether any setting keeps its {p} within {bound} is not known: {p} needs {needed} effective "
        "requests, and no setting has more than {most}.",
        "This run does not support {p}",
    ),
    bound_missed_by_it="its {p} is {least}{already}",
    bound_missed_by="the lowest {p} is {least}{already}",
    bound_missed_by_lower="some lower percentile takes longer already",
    already=" already",
    measure_rounds="About {n} such rounds would tell for every setting; or ask for a lower percentile.",
    measure_longer="Measure longer, or ask for a lower percentile.",
)
