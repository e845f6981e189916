"""The start that takes the compiled model from a cache, beside the one that compiles it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from ovreport.analysis.results import Analysis, CellResult, Verdict
from ovreport.claims.amounts import TAIL, estimated, left_open, proof
from ovreport.claims.basis import RESOLVED, measured
from ovreport.claims.intervals import estimate_of
from ovreport.claims.number import Number
from ovreport.claims.place import Place
from ovreport.claims.settling import way_out
from ovreport.claims.starts import of_kind, start_ns, starts_of
from ovreport.claims.startup import ByTimes, StartUp, common, median, start_beside
from ovreport.claims.texts import ClaimText, Texts
from ovreport.claims.wordings import WORDINGS
from ovreport.language.locale import Gap
from ovreport.language.messages import msg, msg_in
from ovreport.language.spans import Text, key

CACHING = "CACHE_"
"""What the names of OpenVINO's properties of its cache begin with."""


@dataclass(frozen=True, kw_only=True)
class CachedStart(StartUp):
    """A start from the cache (`quick`) and one that compiles the same model in the same setting (`slow`).

    Attributes:
        fill_ns: What the start took that filled the cache, where `slow` is a configuration without one.
    """

    fill_ns: float | None = None

    def starts_ms(self, analysis: Analysis) -> tuple[tuple[float, ...], tuple[float, ...]]:
        """Every start of the one from the cache, and of the other every one that compiles."""
        quick, slow = (
            tuple(
                start.total_ns / 1e6 for start in starts_of([of_kind(analysis.cell(one.cell), cached=cached)])
            )
            for one, cached in ((self.quick, True), (self.slow, False))
        )
        return quick, slow

    def pieces(self, t: Texts) -> dict[str, Gap]:
        """Both starts, each with its number of rounds."""
        return {
            "low": key(self.quick.time(t)),
            "high": key(self.slow.time(t)),
            "median": median(t, self.quick.rounds),
            "slow_median": median(t, self.slow.rounds),
            "quick": t.cell(self.quick.cell),
            "slow": t.cell(self.slow.cell),
        }

    def filled(self, t: Texts) -> Text:
        """What the start took that filled the cache."""
        if self.fill_ns is None:
            return ()
        fill = t.told(Number(value=self.fill_ns, unit="ns"))
        return t.tell(msg("The start that filled the cache took {fill}."), fill=fill)


@dataclass(frozen=True, kw_only=True)
class CachedApart(CachedStart):
    """A start from the cache is shown to be shorter, or longer, than one that compiles."""

    place: Place = field(init=False, default=Place.CACHED_START)

    def text(self, t: Texts) -> ClaimText:
        (contrast,) = self.contrasts
        more = estimated(t, estimate_of(contrast))
        takes = msg_in("compiling", "takes {n} as long")
        if more.unit == "%":
            longer = estimate_of(contrast).ratio >= 1
            takes = (
                msg_in("compiling", "takes {n} longer") if longer else msg_in("compiling", "takes {n} less")
            )
        return t.claim_text(
            msg(
                "With the compiled model from the cache the first answer takes {low} ({median}); compiling "
                "it, with {slow}, {takes} {proof}: {high} ({slow_median})."
            ),
            msg("From the cache the first answer takes {low} instead of {high}"),
            self.filled(t),
            takes=t.fill(takes, n=key(more)),
            proof=proof(t, contrast, times=more.unit != "%"),
            **self.pieces(t),
        )


@dataclass(frozen=True, kw_only=True)
class CacheFilled(CachedStart, ByTimes):
    """The start from the cache beside the one that filled it: other rounds, so they are not compared."""

    def text(self, t: Texts) -> ClaimText:
        return t.claim_text(
            msg(
                "With the compiled model from the cache the first answer takes {low} ({median}), the "
                "start that filled the cache {high} ({slow_median})."
            ),
            msg("From the cache the first answer takes {low}, filling it {high}"),
            (),
            **self.pieces(t),
        )


@dataclass(frozen=True, kw_only=True)
class CachedOpen(CachedStart, ByTimes):
    """The start from the cache beside one that compiles, without a difference that is shown."""

    def text(self, t: Texts) -> ClaimText:
        """The claim in words, and what would settle it."""
        known = [each for each in self.contrasts if each.verdict is Verdict.NOT_RESOLVED and each.estimate]
        left = [left_open(t, WORDINGS["latency"], each) for each in known]
        return t.claim_text(
            msg(
                "With the compiled model from the cache the first answer takes {low} ({median}); "
                "compiling it, with {slow}, takes {high} ({slow_median}){tail}."
            ),
            msg("From the cache the first answer takes {low}, compiling it {high}"),
            t.together(self.filled(t), *(way_out(t, each) for each in known)),
            **self.pieces(t),
            tail=t.fill(TAIL, span=left[0]) if left else (),
        )


def cached_starts(analysis: Analysis) -> CachedStart | None:
    """The start from the cache beside the one that compiles the same model in the same setting.

    That is one of the cell without a cache, round by round, or else the one that filled the cache. `None`
    where no start came from a cache or none compiled.
    """
    for result in measured(analysis):
        warm = of_kind(result, cached=True)
        cold = of_kind(without_cache(analysis, result), cached=False)
        if start_ns(warm) is not None and start_ns(cold) is not None:
            return _beside(analysis, warm, cold, of_kind(result, cached=False))
    return None


def without_cache(analysis: Analysis, result: CellResult) -> CellResult:
    """The first cell whose setting differs in properties of the cache alone; the cell itself else."""

    def bare(one: CellResult) -> object:
        setting = one.cell.setting
        kept = tuple(each for each in setting.properties if not each[0].startswith(CACHING))
        return replace(setting, properties=kept)

    others = (one for one in measured(analysis) if one is not result and bare(one) == bare(result))
    return next((one for one in others if not any(s.from_cache for s in starts_of([one]))), result)


def _beside(analysis: Analysis, warm: CellResult, cold: CellResult, filling: CellResult) -> CachedStart:
    if warm.cell.id == cold.cell.id:
        made: type[CachedStart] = CacheFilled
        contrast, fill_ns = None, None
    else:
        apart = {each.cell.id: each for each in (warm, cold)}
        cells = tuple(apart.get(each.cell.id, each) for each in analysis.cells)
        contrast = start_beside(replace(analysis, cells=cells), cold, warm, 2)
        made = CachedApart if contrast is not None and contrast.verdict in RESOLVED else CachedOpen
        fill_ns = start_ns(filling)
    told = common(analysis, warm, cold, contrast)
    rounds = told["quick"].rounds
    return made(id="startup/cache", rounds=rounds, configurations=len(told["cells"]), fill_ns=fill_ns, **told)
