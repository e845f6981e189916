"""What a level of a factor does beside another one: under one condition, or the same under all of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ovreport.analysis.metrics import Metric
from ovreport.analysis.results import Analysis, Contrast, Verdict
from ovreport.claims.amounts import (
    AT_MOST,
    TAIL,
    apart,
    bounded,
    estimated,
    is_near,
    proof,
    range_of,
    unproven,
)
from ovreport.claims.basis import RESOLVED, Computed, computed_apart, refused_precision
from ovreport.claims.claim import Claim, ClaimKind
from ovreport.claims.comparing import (
    PROVEN,
    brief,
    clause,
    ends_of,
    in_cases,
    plainly,
    put,
    same,
    scoped,
    sides,
    spans_of,
    stalling,
    wording,
)
from ovreport.claims.excluded import LevelsWithin
from ovreport.claims.intervals import estimate_of
from ovreport.claims.settling import WHAT_IS_OPEN, still_open, way_out
from ovreport.claims.texts import ClaimText, Texts
from ovreport.language.locale import Gaps
from ovreport.language.messages import Message, msg, msg_in
from ovreport.language.spans import Text, key, name

MOST_OTHERS = 3
"""Levels beside the leading one that a conclusion's context tells."""

Said = tuple[Text, Text]
"""A clause with its proof, and the same in half a line."""


@dataclass(frozen=True, kw_only=True)
class FactorEffect(Claim):
    """What a level of a factor does beside another one, in one metric.

    Its comparisons are in `contrasts`, the strongest first. Of the strongest level the others are notes.

    Attributes:
        factor: By its name.
        level, reference_level: Labels of the levels that are compared.
    """

    factor: str
    level: str
    reference_level: str
    metric: Metric

    @property
    def answers(self) -> str:
        return self.factor

    @property
    def topic(self) -> str:
        """The question of its factor, whichever levels or requests lead the answer."""
        return f"effect/{self.factor}"

    def said(self, t: Texts) -> Said:
        """The comparisons in words, without the conditions that they share."""
        raise NotImplementedError(f"{self.id}: {t.language}")

    def text(self, t: Texts) -> ClaimText:
        """The claim in words, after the precisions that were computed where they were not asked for."""
        told, short = self.said(t)
        headline = t.locale.sentence(scoped(t, told, self.contrasts))
        short = t.locale.capital(scoped(t, short, self.contrasts))
        context = self.context(t)
        refused = refused_precision(self.contrasts, t.analysis)
        if refused is None:
            return ClaimText(
                headline=self._computing(t, headline), short=self._computing(t, short), context=context
            )
        wanted, given = (name(t.locale.precision(label)) for label in refused)
        device = t.level("device", t.plan.cell(self.contrasts[0].cell).setting.device).words
        frame = msg("asked for {asked}, {device} computes in {given}: {rest}")
        headline, short = (
            t.tell(frame, asked=wanted, given=given, device=device, rest=t.locale.continued(rest))
            for rest in (headline, short)
        )
        caveat = t.tell(msg("Nothing here says how fast {asked} itself would be."), asked=wanted)
        return ClaimText(headline=headline, short=short, context=t.together(context, caveat))

    def _computing(self, t: Texts, said: Text) -> Text:
        """What is said of devices, after the precisions that they compute in where these differ."""
        found = computed_apart(self.contrasts, t.analysis)
        if found is None:
            return said
        first, second = (_precisions(t, each) for each in found)
        a, b = (t.level(self.factor, label).words for label in (self.level, self.reference_level))
        frame = msg("with {first} on {a} and {second} on {b}, {rest}")
        return t.tell(frame, first=first, second=second, a=a, b=b, rest=t.locale.continued(said))

    def context(self, t: Texts) -> Text:
        """What it adds: the way out, the price in latency, and what the other levels do.

        Where undisturbed requests are told, the same number of them is in flight, and latency says what
        throughput does.
        """
        judged = stalling(t, self.contrasts, self.contrasts)
        beside = self._in_total(t) or self._undisturbed(t) or self._latency(t)
        levels = (note.text(t).headline for note in self.notes if isinstance(note, LevelsWithin))
        return t.together(*levels, _ways_out(t, self.contrasts), judged, beside, self._others(t))

    def _note(self, metric: Metric) -> FactorEffect | None:
        """What another metric says of the level that the headline is about."""
        notes = (note for note in self.notes if isinstance(note, FactorEffect))
        return next((each for each in notes if (each.metric, each.level) == (metric, self.level)), None)

    def _in_total(self, t: Texts) -> Text:
        """What is known of throughput where a headline about undisturbed requests leads."""
        note = self._note("throughput") if self.metric == "undisturbed" else None
        if note is None:
            return ()
        return t.together(note.whole(t), _ways_out(t, note.contrasts))

    def _undisturbed(self, t: Texts) -> Text:
        """What undisturbed requests say beside a headline about throughput, where they leave nothing open."""
        note = self._note("undisturbed") if self.metric == "throughput" else None
        if note is None or any(each.verdict is Verdict.NOT_RESOLVED for each in note.contrasts):
            return ()
        return note.whole(t)

    def whole(self, t: Texts) -> Text:
        """The comparisons as a sentence of their own."""
        return t.locale.sentence(scoped(t, self.said(t)[0], self.contrasts))

    def _latency(self, t: Texts) -> Text:
        """The latency of the level that the headline is about, where it was resolved or is equivalent."""
        note = self._note("latency")
        if note is None:
            return ()
        first, *others = among = note.contrasts
        if not others:
            is_open = first.verdict is Verdict.NOT_RESOLVED
            return () if is_open else t.locale.sentence(brief(t, first))
        resolved = all(each.verdict in RESOLVED for each in among)
        one_way = resolved and len({ratio > 1 for ratio in ratios(among)}) == 1
        return t.locale.sentence(ranged(t, among, among)) if one_way else ()

    def _others(self, t: Texts) -> Text:
        """What the other levels of the factor do, shortly, the strongest first."""
        told = [
            _other(t, note)
            for note in self.notes
            if isinstance(note, FactorEffect)
            and (note.metric, note.reference_level) == (self.metric, self.reference_level)
            and note.contrasts[0].verdict in RESOLVED
        ]
        if not told:
            return ()
        listed = t.locale.joined(told[:MOST_OTHERS], msg_in("between levels", "; "))
        if t.manner(self.contrasts[0]) == "disturbed":
            return t.locale.sentence(listed)
        beside = t.level(self.factor, self.reference_level).words
        return t.tell(msg("also beside {beside}: {told}."), beside=beside, told=listed)


@dataclass(frozen=True, kw_only=True)
class SingleEffect(FactorEffect):
    """One comparison, under one condition."""

    def said(self, t: Texts) -> Said:
        """The comparison with its conditions."""
        (contrast,) = self.contrasts
        return clause(t, contrast), brief(t, contrast)


@dataclass(frozen=True, kw_only=True)
class UniformEffect(FactorEffect):
    """One verdict and one size under all conditions: one sentence for all of them."""

    def stated(self, analysis: Analysis) -> tuple[Contrast, ...]:  # noqa: ARG002 - of some kinds
        """All comparisons, as one range."""
        return self.contrasts

    def said(self, t: Texts) -> Said:
        """One range for all comparisons."""
        lead, *_ = among = self.contrasts
        told = ranged(t, among, among)
        if lead.verdict is Verdict.EQUIVALENT:
            alike = same(t, lead, among, everywhere=True)
            told = t.fill(msg("{same}: {apart}"), same=alike, apart=apart(t, *among))
        short = self.everywhere(t, told)
        return t.fill(PROVEN, said=short, proof=proof(t, *among)), short

    def everywhere(self, t: Texts, said: Text) -> Text:
        """What is said of all cases, after how many these are."""
        comma = msg("{everywhere}, {said}", also="sentence")
        frame = comma if self.kind is ClaimKind.DISTURBANCE else EVERYWHERE
        return in_every_case(t, len(self.contrasts), said, frame)


@dataclass(frozen=True, kw_only=True)
class OpenEffect(UniformEffect):
    """A question that is open under every condition."""

    def states_ratio(self, contrast: Contrast) -> bool:  # noqa: ARG002 - that of all claims
        """Never: it tells what all its intervals leave open together."""
        return False

    def said(self, t: Texts) -> Said:
        """What all its intervals leave open together."""
        lead, *_ = among = self.contrasts
        words, near = wording(t, lead), all(map(is_near, among))
        gaps: Gaps = {}
        template = words.about
        if not near:
            template, gaps = bounded(t, words, *ends_of(among))
        said = put(t, template, {**sides(t, lead, among), **gaps}, everywhere=True)
        short = t.fill(
            msg("{said}{tail}"),
            said=self.everywhere(t, said),
            tail=t.fill(TAIL, span=spans_of(t, among)) if near else (),
        )
        return t.fill(PROVEN, said=short, proof=unproven(t, *among)), short


@dataclass(frozen=True, kw_only=True)
class UnmeasuredEffect(FactorEffect):
    """Too few rounds have both sides."""

    def said(self, t: Texts) -> Said:
        """That there is no comparison."""
        beside = msg_in("two sides", "{a} beside {b}")
        pair = put(t, beside, sides(t, self.contrasts[0], self.contrasts))
        told = msg(
            "{pair} was not measured in enough rounds: a comparison needs at least two that have both sides"
        )
        return t.fill(told, pair=pair), t.fill(msg("{pair}: too few rounds"), pair=pair)

    def context(self, t: Texts) -> Text:  # noqa: ARG002 - of the others
        """Nothing."""
        return ()


EVERYWHERE = msg("{everywhere} {said}", also="sentence")


def in_every_case(t: Texts, cases: int, said: Text, frame: Message = EVERYWHERE) -> Text:
    """What is said of all cases, after how many these are."""
    everywhere = in_cases(t, cases, cases)
    return t.fill(frame, everywhere=everywhere, said=said, sentence=t.locale.capital(said))


def ranged(
    t: Texts, contrasts: Sequence[Contrast], among: Sequence[Contrast], *, everywhere: bool = True
) -> Text:
    """A comparison with the smallest and the largest of several ratios."""
    lead = contrasts[0]
    template = wording(t, lead).of(estimate_of(lead).ratio)
    n = key(range_of(t, ratios(contrasts)))
    return put(t, template, sides(t, lead, among), everywhere=everywhere, n=n)


def ratios(contrasts: Sequence[Contrast]) -> list[float]:
    """The ratio of every comparison."""
    return [estimate_of(contrast).ratio for contrast in contrasts]


def _precisions(t: Texts, computed: Computed) -> Text:
    """Precisions as they are told of a device: `f16 (emulated)`."""
    told = [
        t.fill(msg("{precision} (emulated)"), precision=name(t.locale.precision(label)))
        if emulated
        else (name(t.locale.precision(label)),)
        for label, emulated in computed
    ]
    return t.locale.joined(told, msg_in("between precisions", " and "))


def _ways_out(t: Texts, contrasts: Sequence[Contrast]) -> Text:
    """What would settle the comparisons that are open; empty where none is."""
    found = still_open(t, contrasts)
    if found is None:
        return ()
    if 0 < found.settled < found.number:
        some = t.fill(msg("{n} of these {of}"), n=found.settled, of=found.number)
        return way_out(t, found.longest, some)
    if found.of == 1:
        return way_out(t, found.longest)
    return way_out(
        t, found.longest, WHAT_IS_OPEN.of(found.number) if found.number < found.of else msg("all of it")
    )


def _other(t: Texts, note: FactorEffect) -> Text:
    """What another level does, and of a disturbance in a clause of its own: "27 % less" would be of what?"""
    among, contrast = note.contrasts, note.contrasts[0]
    if t.manner(contrast) == "disturbed":
        estimate = estimate_of(contrast)
        n: Text = (key(estimated(t, estimate)),)
        most = t.fill(AT_MOST, high=n) if len(among) > 1 else n
        return put(t, wording(t, contrast).of(estimate.ratio), sides(t, contrast, among), n=most)
    level, apart = t.level(contrast.factor, contrast.level).words, computed_apart(among, t.analysis)
    if apart is not None:
        level = t.fill(msg("{level} in {precision}"), level=level, precision=_precisions(t, apart[0]))
    return t.fill(
        msg("{level} {up_to}{again}"),
        level=level,
        up_to=msg("up to ") if len(among) > 1 else "",
        again=plainly(t, contrast, among, again=True),
    )
