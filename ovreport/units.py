"""Numbers as the reader sees them: one rounding rule, units, intervals and durations in every language.

**The rule** is that of the Particle Data Group (R. L. Workman et al., Review of Particle Physics, Progress of
Theoretical and Experimental Physics 2022, 083C01, introduction, section 5.3 "Rounding"): the three leading
digits of the uncertainty decide. 100 to 354: it keeps two digits; 355 to 949: one; 950 to 999: it is rounded
up to 1000 and keeps two.
The uncertainty is half the width of the 95 % interval, and estimate and bounds are cut at the same decimal.

Three things are ours. There are never more than four significant digits, three for ratios and percent (an
interval of zero width would print them all), but for bounds that would be printed as one and the same; never
fewer than one of an estimate whose interval leaves zero out; and three where there is no interval.

Between number and unit stands U+00A0; intervals are joined by U+2013, glued by U+2060, so that neither breaks
over a line. What a language sets otherwise is in `Numbers`.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

NO_BREAK = "\u00a0"
GLUE = "\u2060"
DASH = f"{GLUE}\u2013{GLUE}"
MINUS = "\u2212"
TIMES = "×"

MOST_DIGITS = 4
RATIO_DIGITS = 3
PLAIN_DIGITS = 3

TIME_UNITS: tuple[tuple[str, float], ...] = (("s", 1e9), ("ms", 1e6), ("µs", 1e3), ("ns", 1.0))
BYTE_PREFIXES: tuple[tuple[str, float], ...] = (("G", 1e9), ("M", 1e6), ("k", 1e3), ("", 1.0))


@dataclass(frozen=True)
class Quantity:
    """A rounded number, ready to print: its text, its unit, and the bounds of its interval.

    Attributes:
        value: The number alone.
        unit: `FPS`, `ms`, `×`, `%` or empty.
        gap: What stands between the number and the unit.
        low, high: Rounded like `value`; empty where there is no interval.
    """

    value: str
    unit: str = ""
    gap: str = NO_BREAK
    low: str = ""
    high: str = ""

    def __str__(self) -> str:
        """Number and unit: `91 FPS`."""
        return f"{self.value}{self.gap}{self.unit}" if self.unit else self.value

    @property
    def interval(self) -> str:
        """The bounds without the unit: `83–100`; empty where there is no interval."""
        return joined(self.low, self.high) if self.low else ""


BOUNDLESS = 1e12
"""No measured figure is that large; the bound of an interval that holds next to nothing may be."""


def decimals(half_width: float) -> int:
    """Digits after the decimal point that an uncertainty leaves; negative for tens, hundreds, ...

    Args:
        half_width: Half the width of the interval, above zero and finite.
    """
    exponent = math.floor(math.log10(half_width))
    leading = round(half_width / 10.0**exponent * 100)
    if leading >= 1000:  # 9.996 is 10.0
        exponent, leading = exponent + 1, leading // 10
    return 1 - exponent if leading <= 354 else -exponent  # 950 to 999 becomes 1000: two digits of that


def cut(
    value: float, low: float | None = None, high: float | None = None, *, digits: int = MOST_DIGITS
) -> int:
    """Decimals at which a number and the bounds of its interval are printed together.

    Bounds that are missing, not finite or equal count as no interval; `digits` is the most that are kept.
    """
    if low is None or high is None or not math.isfinite(low) or not math.isfinite(high) or high <= low:
        return significant(value, PLAIN_DIGITS)
    most = significant(max(abs(value), abs(low), abs(high)), digits)
    places = min(decimals((high - low) / 2), most)
    if low < 0 < high or value == 0:  # a difference may well be zero
        return places
    return max(places, min(significant(value, 1), most))


Shared = Mapping[int, int]
"""Decimals that numbers of one order of magnitude share, by that order (2 for 100 to 999)."""

FEWEST_SHARED_DIGITS = 2
MOST_SHARED_DIGITS = 3


def shared(levels: Iterable[tuple[float, float, float]]) -> Shared:
    """One rounding for the levels of a column, from estimates with the bounds of their intervals.

    Numbers of one order of magnitude are cut at the same place, so that none looks larger than another only
    because it is known less well. It is the place of the best known of them, but at most one digit beyond
    what the rule leaves the least known one, and two or three digits in all. Rounding keeps the order of the
    numbers, since 10, 100, ... are kept by all places.
    """
    found: dict[int, list[int]] = {}
    for value, low, high in levels:
        if value > 0 and math.isfinite(low) and math.isfinite(high) and high > low:
            found.setdefault(math.floor(math.log10(value)), []).append(cut(value, low, high))
    return {order: _shared(order, places) for order, places in found.items()}


def _shared(order: int, places: Sequence[int]) -> int:
    most = min(max(places), min(places) + 1, MOST_SHARED_DIGITS - 1 - order)
    return max(most, FEWEST_SHARED_DIGITS - 1 - order)


def shared_places(value: float, sharing: Shared | None, size: float = 1.0) -> int | None:
    """Decimals of a number in units of `size` by a shared rounding; `None` where its order has none."""
    if not sharing or value <= 0 or not math.isfinite(value):
        return None
    places = sharing.get(math.floor(math.log10(value)))
    return None if places is None else places + round(math.log10(size))


def significant(value: float, digits: int) -> int:
    """Decimals that leave so many significant digits; 0 for zero and for what is printed as boundless."""
    if value == 0 or math.isnan(value) or abs(value) >= BOUNDLESS:
        return 0
    places = digits - 1 - math.floor(math.log10(abs(value)))
    rounded = abs(round(value, places))
    if rounded >= 10.0 ** (digits - places):  # 99.96 has become 100.0
        places -= 1
    return places


def _told_apart(places: int, low: float, high: float) -> int:
    """Decimals at which the bounds of an interval are not one and the same, where one more tells them apart.

    "200 (200–200)" would say that nothing is left open.
    """
    more = (places, places + 1)
    return next((each for each in more if round(low, each) != round(high, each)), places)


def time_unit(values_ns: Iterable[float]) -> str:
    """The unit in which the smallest of these times is at least 1, for a shared column or axis."""
    smallest = min((value for value in values_ns if value > 0 and math.isfinite(value)), default=1e6)
    return next((name for name, size in TIME_UNITS if smallest >= size * 0.9995), "ns")


def joined(low: str, high: str) -> str:
    """Two bounds as one unbreakable interval: `24–26`."""
    return f"{low}{DASH}{high}"


@dataclass(frozen=True, kw_only=True)
class Numbers:
    """Numbers as one language writes them; English, unless it is told otherwise.

    Attributes:
        decimal, group: Between units and tenths, and between thousands.
        percent_gap: Between a number and `%`.
        times_word: After a ratio; `times_gap`: whether a blank stands before it.
        byte: After a number of bytes, and after the prefix of a multiple.
        hour, minute, second: After the numbers of a span; `whole_minutes`: of one that has nothing else.
        hours, minutes, seconds: In a forecast, for one and for more.
    """

    decimal: str = "."
    group: str = ","
    percent_gap: str = NO_BREAK
    times_word: str = "times"
    times_gap: bool = True
    byte: str = "B"
    hour: str = "h"
    minute: str = "min"
    whole_minutes: str = "min"
    second: str = "s"
    hours: tuple[str, str] = ("hour", "hours")
    minutes: tuple[str, str] = ("minute", "minutes")
    seconds: tuple[str, str] = ("second", "seconds")

    @property
    def times_unit(self) -> str:
        """What stands after a ratio in words, with its blank."""
        return f"{NO_BREAK if self.times_gap else ''}{self.times_word}"

    @property
    def marks(self) -> dict[int, str]:
        """What stands for the marks of Python's own numbers."""
        return {ord("."): self.decimal, ord(","): self.group}

    def fixed(self, value: float, places: int) -> str:
        """A number with so many decimals, its thousands apart, a true minus sign and no minus zero."""
        if not math.isfinite(value):
            return "–"
        if abs(value) >= BOUNDLESS:
            return "∞" if value > 0 else f"{MINUS}∞"
        text = f"{abs(round(value, places)):,.{max(places, 0)}f}"
        below = value < 0 and text.strip("0.,") != ""
        return f"{MINUS if below else ''}{text.translate(self.marks)}"

    def quantity(
        self,
        value: float,
        unit: str = "",
        low: float | None = None,
        high: float | None = None,
        *,
        gap: str = NO_BREAK,
        digits: int = MOST_DIGITS,
        places: int | None = None,
    ) -> Quantity:
        """Round a number by its interval, or at given `places`, and put its unit behind it."""
        if low is None or high is None or not math.isfinite(low) or not math.isfinite(high):
            return Quantity(
                self.fixed(value, cut(value, digits=digits) if places is None else places), unit, gap
            )
        if places is None:
            places = _told_apart(cut(value, low, high, digits=digits), low, high)
        return Quantity(
            self.fixed(value, places), unit, gap, self.fixed(low, places), self.fixed(high, places)
        )

    def ratio(self, value: float, low: float | None = None, high: float | None = None) -> Quantity:
        """A factor: `1.16×` (`1.06–1.27`)."""
        return self.quantity(value, TIMES, low, high, gap="", digits=RATIO_DIGITS)

    def times(self, value: float, low: float | None = None, high: float | None = None) -> Quantity:
        """A factor in words: `1.55 times`, `1.55 倍`."""
        gap = NO_BREAK if self.times_gap else ""
        return self.quantity(value, self.times_word, low, high, gap=gap, digits=RATIO_DIGITS)

    def percent(self, share: float, low: float | None = None, high: float | None = None) -> Quantity:
        """A share as percent: 0.07 is `7 %`, in Chinese `7%`; two digits without an interval."""
        gap = self.percent_gap
        if low is None or high is None:
            return Quantity(
                self.fixed(share * 100, significant(share * 100, 2 if abs(share) >= 0.01 else 1)), "%", gap
            )
        return self.quantity(share * 100, "%", low * 100, high * 100, gap=gap, digits=RATIO_DIGITS)

    def confidence(self, level: float) -> Quantity:
        """The level of an interval as percent, with the digits that matter to its bounds: `95 %`, `99.6 %`.

        What is missing to certainty is right to a tenth of it: an interval at 99 % is shorter than one at
        99.4 %.
        """
        gap = self.percent_gap
        missing = 100 - level * 100
        near = (
            places for places in range(7) if abs(level * 100 - round(level * 100, places)) <= missing / 10
        )
        places = next(near, None)
        return Quantity("100" if places is None else self.fixed(level * 100, places), "%", gap)

    def percent_as_given(self, share: float) -> Quantity:
        """A share that somebody set, with the digits that they gave: 0.03 is `3 %`."""
        return Quantity(self.as_given(share * 100, 6), "%", self.percent_gap)

    def as_given(self, value: float, digits: int = 10) -> str:
        """A number that somebody set or printed, with the digits that they gave."""
        return f"{value:,.{digits}g}".translate(self.marks).replace("-", MINUS)

    def percent_range(self, shares: Iterable[float]) -> tuple[str, str]:
        """The smallest and the largest of several shares in percent, cut where the largest has two digits."""
        ordered = sorted(abs(share) * 100 for share in shares)
        places = significant(ordered[-1], 2)
        return self.fixed(ordered[0], places), self.fixed(ordered[-1], places)

    def percent_at_most(self, share: float) -> Quantity:
        """A bound as percent, rounded away from zero so that "within 2 %" never says too much."""
        gap = self.percent_gap
        shown = abs(share) * 100
        places = 0 if shown >= 1 else 1 if shown >= 0.1 else 2
        scale = 10.0**places
        return Quantity(self.fixed(math.ceil(shown * scale - 1e-9) / scale, places), "%", gap)

    def throughput(
        self,
        rate: float,
        low: float | None = None,
        high: float | None = None,
        *,
        unit: str = "FPS",
        sharing: Shared | None = None,
    ) -> Quantity:
        """Images, or what else is counted, per second: `133 FPS`, `133 requests/s`."""
        return self.quantity(rate, unit, low, high, places=shared_places(rate, sharing))

    def latency(
        self,
        ns: float,
        low: float | None = None,
        high: float | None = None,
        *,
        unit: str | None = None,
        sharing: Shared | None = None,
    ) -> Quantity:
        """A time, given in nanoseconds: `7.5 ms`; in `unit` (`s`, `ms`, `µs`, `ns`) or the one that fits.

        A shared rounding is one of nanoseconds.
        """
        name = unit or time_unit([abs(ns)])
        size = dict(TIME_UNITS)[name]
        bounds = (None, None) if low is None or high is None else (low / size, high / size)
        return self.quantity(ns / size, name, *bounds, places=shared_places(ns, sharing, size))

    def size(self, number_of_bytes: float) -> Quantity:
        """Bytes in powers of 1000: `23.1 MB`."""
        fitting = (each for each in BYTE_PREFIXES if abs(number_of_bytes) >= each[1] * 0.9995)
        prefix, factor = next(fitting, BYTE_PREFIXES[-1])
        if factor == 1.0:
            return Quantity(self.count(number_of_bytes), self.byte)
        return self.quantity(number_of_bytes / factor, f"{prefix}{self.byte}")

    def count(self, number: float) -> str:
        """A whole number with its thousands separated: `4,487`."""
        return self.fixed(round(number), 0)

    def duration(self, seconds: float) -> str:
        """A span in at most two units: `5 min 19 s`, `2 h 5 min`, `0.4 s`, `0.05 s`."""
        if seconds < 9.95:
            places = 1 if seconds >= 0.095 else significant(seconds, 1)
            return f"{self.fixed(seconds, places)}{NO_BREAK}{self.second}"
        whole = round(seconds) if seconds < 3600 else round(seconds / 60) * 60
        hours, minutes, rest = whole // 3600, whole % 3600 // 60, whole % 60
        minute = self.minute if hours or rest else self.whole_minutes
        parts = ((hours, self.hour), (minutes, minute), (rest, self.second))
        return NO_BREAK.join(f"{number}{NO_BREAK}{name}" for number, name in parts if number)

    def about(self, seconds: float) -> str:
        """A span in round words for a forecast: `40 seconds`, `12 minutes`, `3 hours`."""
        step = 0 if seconds < 90 else 1 if seconds < 5400 else 2
        number = math.ceil(seconds / (1, 60, 3600)[step])
        if step == 0:
            number = max(math.ceil(seconds / 10) * 10, 10)
        one, many = (self.seconds, self.minutes, self.hours)[step]
        return f"{number}{NO_BREAK}{one if number == 1 else many}"


ENGLISH = Numbers()
"""Of the command line."""
