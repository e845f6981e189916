"""What sentences about reasons to distrust tell, in any language: a bold claim, its number, the remedy."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ovreport import units
from ovreport.analysis.results import Analysis, Doubt, DoubtKind
from ovreport.claims.claim import SaidDoubt
from ovreport.claims.naming import cell_phrase
from ovreport.language.locale import Gaps, Locale
from ovreport.language.messages import Message
from ovreport.language.spans import Text, name, number

MOST_NAMED = 3
"""Cells that a sentence names; more are only counted."""

LEAST_WHOLE = 0.995
"""A share from here on is all of it: as a percentage it would be told as 100 % or more."""

NO_VERB = Message("")


@dataclass(frozen=True)
class DoubtPhrases:
    """The templates of one doubt; `{where}` is the cells that it touches.

    Attributes:
        headline: A bold claim.
        context: Its number, and what follows from it.
        remedy: What to do about it.
        verb: For the gap `{verb}`, by the number that the doubt is about.
    """

    headline: Message
    context: Message
    remedy: Message
    verb: Message = NO_VERB


@dataclass(frozen=True, kw_only=True)
class Doubts:
    """A language's words for all doubts.

    Attributes:
        only, both, every: Where a doubt touches all cells, by how many there are.
        some: `{n}` cells, too many to name.
        between, last: Between the names of cells, and before the last one.
        every_noisy, some_noisy: Where levels move.
        rises, falls: Which way latency drifts.
        only_trial, all_trials, some_trials: In how many trials, of one, of all that there are, of more.
        only_failed, all_failed, some_failed: The same of trials that failed.
        all_of_it: A share that nothing is left beside.
        most_modes: The most groups of latencies, where not all settings must have as many.
        failures: Reasons of failed trials; those that are missing are told as they are.
        settings: What was asked for and not given; under the empty word any other.
        left_out: Why records are not told of, by `LeftOut.why`.
        margins: Whose the margin is that no noise floor bears out.
        phrases: The templates of every doubt.
    """

    only: Message
    both: Message
    every: Message
    some: Message
    between: Message
    last: Message
    every_noisy: Message
    some_noisy: Message
    rises: Message
    falls: Message
    only_trial: Message
    all_trials: Message
    some_trials: Message
    only_failed: Message
    all_failed: Message
    some_failed: Message
    all_of_it: Message
    most_modes: Message
    failures: Mapping[str, Message]
    settings: Mapping[str, Message]
    left_out: Mapping[str, Message]
    margins: Mapping[str, Message]
    phrases: Mapping[DoubtKind, DoubtPhrases]


@dataclass(frozen=True)
class Doubting:
    """A doubt to be said in one language."""

    doubt: Doubt
    analysis: Analysis
    language: str
    locale: Locale
    words: Doubts

    def value(self, key: str) -> float:
        """A number; 0 where the doubt has none of this name."""
        return dict(self.doubt.numbers).get(key, 0.0)

    def count(self, key: str) -> int:
        """A counting number."""
        return round(self.value(key))

    def counted(self, key: str, noun: str) -> str:
        """A counting number with its noun."""
        return self.locale.counted(self.count(key), noun)

    def share(self, key: str) -> units.Quantity:
        """A share as percent, whichever way it goes."""
        return self.locale.percent(abs(self.value(key)))

    def duration(self, key: str) -> str:
        """A span of seconds."""
        return units.duration(self.value(key), language=self.locale.tag)

    def word(self, key: str) -> str:
        """A word, or the empty string."""
        return dict(self.doubt.names).get(key, "")

    def precision(self, key: str) -> Text:
        """A word that may be a precision."""
        return (name(self.locale.precision(self.word(key))),)

    @property
    def everywhere(self) -> bool:
        """Whether it touches all cells."""
        return not self.doubt.cells or len(self.doubt.cells) == len(self.analysis.cells)

    @property
    def where(self) -> Text:
        """The cells that it touches."""
        if self.everywhere:
            words = {1: self.words.only, 2: self.words.both}
            return self.locale.fill(words.get(len(self.analysis.cells), self.words.every))
        if len(self.doubt.cells) > MOST_NAMED:
            return self.locale.fill(self.words.some, n=len(self.doubt.cells))
        plan = self.analysis.plan
        names = [name(cell_phrase(plan.cell(cell), plan, self.language)) for cell in self.doubt.cells]
        return self.locale.joined(names, self.words.between, self.words.last)


def trials(doubt: Doubting) -> Text:
    """Some of the trials, or all that there are."""
    words, n, of = doubt.words, doubt.count("trials"), doubt.count("of")
    template = words.some_trials if n < of else words.all_trials if of > 1 else words.only_trial
    return doubt.locale.fill(template, n=n, of=doubt.counted("of", "trial"))


def failed(doubt: Doubting) -> Gaps:
    """Trials without timings."""
    words, kind, n, of = doubt.words, doubt.word("kind"), doubt.count("failed"), doubt.count("trials")
    template = words.some_failed if n < of else words.all_failed if of > 1 else words.only_failed
    return {
        "trials": doubt.locale.fill(template, n=n, of=doubt.counted("trials", "trial")),
        "kind": doubt.words.failures.get(kind) or name(kind),
    }


def fallback(doubt: Doubting) -> Gaps:
    """Asked for and not given."""
    what = doubt.words.settings.get(doubt.word("what")) or doubt.words.settings[""]
    return {"what": what, "asked": doubt.precision("asked"), "given": doubt.precision("given")}


def left_out(doubt: Doubting) -> Gaps:
    """Records that are not told of, and why."""
    words = {gap: name(doubt.word(gap)) for gap in ("was", "now", "network")}
    return {
        "records": doubt.counted("records", "record"),
        "n": units.count(doubt.value("records")),
        "verb": verb(doubt, doubt.count("records")),
        "why": doubt.locale.tell(doubt.words.left_out[doubt.word("why") or "cell"], **words),
    }


def noisy(doubt: Doubting) -> Gaps:
    """Levels move from round to round."""
    scope = doubt.words.every_noisy if doubt.everywhere else doubt.words.some_noisy
    return {"share": doubt.share("deviation"), "scope": doubt.locale.fill(scope, where=doubt.where)}


def floor(doubt: Doubting) -> Gaps:
    """The recorder's share of the time; where it is all that limits, the two come out alike, give or take."""
    whole = doubt.value("share") >= LEAST_WHOLE
    return {"share": doubt.words.all_of_it if whole else doubt.share("share")}


def modes(doubt: Doubting) -> Gaps:
    """How many groups latencies fall into; two are the fewest, so all settings have them."""
    n = doubt.count("modes")
    return {"modes": n if n <= FEWEST_MODES else doubt.locale.fill(doubt.words.most_modes, n=n)}


FEWEST_MODES = 2
"""Fewer are no groups."""


def frequency(doubt: Doubting) -> Gaps:
    """The processor did not always run at the same clock, in MHz."""
    return {end: number(f"{doubt.value(end):,.0f}") for end in ("lowest", "highest")}


def percentiles(doubt: Doubting) -> Gaps:
    """Too few requests for a percentile."""
    percentile = f"p{doubt.value('percent'):g}"
    return {
        "p": name(percentile),
        "percentile": percentile,
        "needed": units.count(doubt.value("needed")),
        "n": units.count(doubt.value("effective")),
        "verb": verb(doubt, len(doubt.doubt.cells)),
    }


def verb(doubt: Doubting, count: int) -> Message:
    """The verb of the doubt's sentence after a count."""
    return doubt.words.phrases[doubt.doubt.kind].verb.of(count)


PIECES: Mapping[DoubtKind, Callable[[Doubting], Gaps]] = {
    DoubtKind.FAILED: failed,
    DoubtKind.SUSPEND: lambda doubt: {"seconds": doubt.duration("seconds")},
    DoubtKind.STANDSTILL: lambda doubt: {
        "round": str(doubt.count("round")),
        "seconds": doubt.duration("seconds"),
        "usual": units.latency(doubt.value("usual_ns")),
    },
    DoubtKind.CLOCK: lambda doubt: {
        "latencies": doubt.counted("requests", "latency"),
        "n": units.count(doubt.value("requests")),
        "share": doubt.share("share"),
    },
    DoubtKind.NOT_NUMBERS: lambda doubt: {
        "n": units.count(doubt.value("values")),
        "of": units.count(doubt.value("of")),
    },
    DoubtKind.OUTPUTS: lambda doubt: {"share": doubt.share("relative")},
    DoubtKind.SATURATED: lambda doubt: {
        "share": doubt.share("share"),
        "output": name(doubt.word("output")),
    },
    DoubtKind.STATEFUL: lambda _: {},
    DoubtKind.DENORMALS: lambda doubt: {"share": doubt.share("share")},
    DoubtKind.THROTTLED: lambda doubt: {
        "events": doubt.counted("events", "event"),
        "n": units.count(doubt.value("events")),
    },
    DoubtKind.QUOTA: lambda doubt: {
        "periods": doubt.counted("periods", "period"),
        "n": units.count(doubt.value("periods")),
        "seconds": doubt.duration("seconds"),
        "granted": number(doubt.word("granted") or "?"),
    },
    DoubtKind.FEW_ROUNDS: lambda doubt: {
        "rounds": doubt.counted("rounds", "round"),
        "wanted": doubt.count("wanted"),
        "verb": verb(doubt, doubt.count("rounds")),
    },
    DoubtKind.UNEQUAL_ROUNDS: lambda doubt: {
        "rounds": doubt.counted("rounds", "round"),
        "n": doubt.count("fewest"),
        "verb": verb(doubt, len(doubt.doubt.cells)),
    },
    DoubtKind.SINGLE_SESSION_SPLIT: lambda doubt: {
        "n": doubt.count("rounds"),
        "of": doubt.counted("of", "round"),
        "verb": verb(doubt, doubt.count("rounds")),
    },
    DoubtKind.MEMORY: lambda doubt: {
        "rounds": doubt.count("rounds"),
        "correlation": number(units.fixed(doubt.value("correlation"), 2)),
        "p": number(units.fixed(doubt.value("p"), units.significant(doubt.value("p"), 1))),
    },
    DoubtKind.FALLBACK: fallback,
    DoubtKind.EMULATED: lambda doubt: {"precision": doubt.precision("precision")},
    DoubtKind.FLOOR: floor,
    DoubtKind.STEAL: lambda doubt: {"share": doubt.share("share")},
    DoubtKind.OWN_CPU: lambda doubt: {"share": doubt.share("share")},
    DoubtKind.LOAD: lambda doubt: {
        "load": units.fixed(doubt.value("load"), units.significant(doubt.value("load"), 2))
    },
    DoubtKind.DRIFT: lambda doubt: {
        "moves": doubt.words.rises if doubt.value("change") > 0 else doubt.words.falls,
        "share": doubt.share("change"),
    },
    DoubtKind.SHIFT: lambda doubt: {
        "change": doubt.locale.percent(abs(doubt.value("ratio") - 1)),
        "trials": trials(doubt),
    },
    DoubtKind.MODES: modes,
    DoubtKind.OUTLIERS: lambda doubt: {"share": doubt.share("share")},
    DoubtKind.NOISY: noisy,
    DoubtKind.NO_SPREAD: lambda doubt: {"rounds": doubt.counted("rounds", "round")},
    DoubtKind.SHORT_SLICES: lambda doubt: {"n": f"{doubt.value('requests'):.2g}"},
    DoubtKind.NEIGHBOURS: lambda doubt: {"share": doubt.locale.percent(doubt.value("ratio") - 1)},
    DoubtKind.FREQUENCY: frequency,
    DoubtKind.PERCENTILES: percentiles,
    DoubtKind.NO_FREQUENCY: lambda _: {},
    DoubtKind.NO_FLOOR: lambda doubt: {
        "share": doubt.locale.percent_as_given(doubt.value("margin")),
        "source": doubt.words.margins[doubt.word("source") or "default"],
    },
    DoubtKind.LEFT_OUT: left_out,
    DoubtKind.UNREADABLE: lambda doubt: {
        "files": doubt.counted("files", "file"),
        "path": name(doubt.word("path")),
        "reason": name(doubt.word("reason")),
    },
}
"""What goes into the gaps of a doubt's phrases, beside `{where}`."""


def say(doubt: Doubting) -> SaidDoubt:
    """A doubt in words."""
    phrases, pieces = doubt.words.phrases[doubt.doubt.kind], PIECES[doubt.doubt.kind](doubt)
    headline, context, remedy = (
        doubt.locale.tell(template, **{"where": doubt.where, **pieces})
        for template in (phrases.headline, phrases.context, phrases.remedy)
    )
    return SaidDoubt(headline=headline, context=context, remedy=remedy)
