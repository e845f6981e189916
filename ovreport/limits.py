"""Where a word begins: what a page calls equal, certain, far ahead, steady or even.

The method page tells each of these, with its number from here. What is no limit of a statement stands where
it is used: sizes of pages, and the thresholds of caveats, which are told with each of them.
"""

FEWEST_ROUNDS = 3
"""With fewer rounds no verdict is given: two differences always have some spread, and it says little."""

LEAST_MARGIN = 0.03
"""What a difference must exceed and equivalent sides stay within, unless the experiment says it."""

CERTAINLY = 0.01
"""p-value of "there is no difference" below which a difference of open size is told as one.

No margin guards such a statement, so it needs the smaller p-value.
"""

STALLING = 1.02
"""How far a ratio of totals must be shown, at `STALLING_ALPHA`, to lie from that of slices, to be judged."""
STALLING_ALPHA = 0.01

COSTLY = 0.01
"""By how much a level in slices may lie above the level alone before it counts."""
SLOWED = 0.02
"""p-value below which it does, and widens intervals: to miss what neighbours leave is the worse mistake."""
CONSISTENT = 0.01
"""p-value below which a trend over the trials of a configuration counts as more than chance."""

WIDE_LEVEL = 2.0
"""How many times the lower end of a level's interval its upper end is, from where on sentences tell the ends
and not the level between them, and tables mark it."""
FAR_AHEAD = 1.25
"""A ratio at which nobody would call two the same: of estimates, though the rounds may not tell.

An open comparison whose interval leaves it out to both sides is told as "about as much", if its estimate is
what equivalent sides may differ by.
"""
LONGER = 1.1
"""From which ratio a longer latency is told where a gain is open: less of it goes without saying."""
TIMES_FROM = 1.5
"""A ratio from here on is told in times, below it in percent: "1.5 times as much", "40 % more".

This is the one rule for amounts. What is less is told in percent whatever its size ("60 % less"), since "0.4
times as much" has to be turned around. Both ends of a range, and of an interval that stands alone, have the
unit of the larger one; an interval beside an amount has the amount's. A price (of more requests in flight, of
a longer start) is told in times whatever its size: it is what one multiplies by.
"""
NOTHING_TOLD = 10.0
"""An interval beyond that to both sides tells nothing, and its bounds say that no better."""
NEAR_MARGIN = 1 / 3
"""A ratio is near the margin if its distance to it is at most this share of it."""
PRACTICAL_ROUNDS = 100
PRACTICAL_SECONDS = 2 * 3600.0
"""Whoever asks how to settle a question is not helped by "782 rounds, some 10 hours"."""

DISTURBED = 0.5
"""Of one processor, what all other programs of the host together may take during a pass; beyond it the pass
is disturbed, and is repeated. The system counts in ticks, and a pass is short, so that a much lower bound
would go by the roll of dice."""
BURST = 0.25
"""Of one processor, by how much more than usual others must take beside a slice for it to be hit."""
TICK_NS = 10_000_000
"""How coarsely systems count processor time: so much more may be none."""
QUIET_PAIRS = 5
"""Pairs of slices of a round that must remain for those to be left out that others hit."""
QUIET_PASSES = 5
"""Quiet passes that a round needs to count for a level of quiet passes."""
SELDOM = 0.05
"""Share of a configuration's passes that must be disturbed before the level of the others is told as well."""
PROVOKED = 0.1
"""Of one processor, how much more others must be shown to take while one configuration is measured than while
the rest is, for it to count as what provokes them."""

STEADY = 0.05
"""Largest departure of a round from its cell's mean up to which throughput counts as steady."""
DRIFT = 0.03
"""Change of latency over a trial from which it is told as a drift."""
EVEN = 0.10
"""Largest minus smallest share of a request, relative to an equal share, up to which the work is even."""
SLIGHTLY_UNEVEN = 0.30
COARSE = 5.0
"""Counted requests of a slot in a slice below which shares are told as coarse: a slice cuts some off."""
LITTLE_TOLERANCE = 0.10
"""How far a latency may be from the predicted one, as a share of that, to agree with it."""

SAME_ANSWER = 0.01
"""Largest difference of outputs, relative to the largest output, up to which answers count as the same."""
CLOSE_ANSWER = 0.10

PRINTED_SAME = 0.03
"""Published ratios closer to 1 than this are told as no difference."""
PRINTED_BOUND = 0.001
"""What published figures that are alike differ by "at most", be they equal: nobody prints them finer."""
PRINTED_LOSS = 0.005
"""What published throughput must lose beyond its peak to be told as a loss."""
ABOUT = 0.10
"""Words of a source that claim "about" a ratio may be this far from its figures."""
MORE_OR_LESS = 0.01
"""Words that claim "more" or "less" may be: figures are rounded."""
NO_DOUBLING = (1.2, 1.9)
"""A ratio that is told as a clear gain and no doubling, where a source speaks of one."""
