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
over a line. Chinese sets `%` without a space.
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
BYTE_UNITS: tuple[tuple[str, float], ...] = (("GB", 1e9), ("MB", 1e6), ("kB", 1e3), ("B", 1.0))


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
        if not self.low:
            return ""
        return f"{self.low}{DASH}{self.high}"

    @property
    def full(self) -> str:
        """Number, unit and interval: `91 FPS (83–100)`."""
        return f"{self} ({self.interval})" if self.low else str(self)


BOUNDLESS = 1e12
"""No measured figure is that large; the bound of an interval that holds next to nothing may be."""


def is_chinese(language: str) -> bool:
    """Whether a BCP 47 tag means Chinese (`zh`, `zh-Hans`, ...); everything else is read as English."""
    return language.lower().split("-")[0] == "zh"


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


def fixed(value: float, places: int) -> str:
    """A number with so many decimals, thousands separated by commas, a true minus sign and no minus zero."""
    if not math.isfinite(value):
        return "–"
    if abs(value) >= BOUNDLESS:
        return "∞" if value > 0 else f"{MINUS}∞"
    text = f"{round(value, places):,.{max(places, 0)}f}"
    if float(text.replace(",", "")) == 0:
        text = text.lstrip("-")
    return text.replace("-", MINUS)


def quantity(
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
        return Quantity(fixed(value, cut(value, digits=digits) if places is None else places), unit, gap)
    if places is None:
        places = _told_apart(cut(value, low, high, digits=digits), low, high)
    return Quantity(fixed(value, places), unit, gap, fixed(low, places), fixed(high, places))


def _told_apart(places: int, low: float, high: float) -> int:
    """Decimals at which the bounds of an interval are not one and the same, where one more tells them apart.

    "200 (200–200)" would say that nothing is left open.
    """
    more = (places, places + 1)
    return next((each for each in more if fixed(low, each) != fixed(high, each)), places)


def ratio(value: float, low: float | None = None, high: float | None = None) -> Quantity:
    """A factor: `1.16×` (`1.06–1.27`)."""
    return quantity(value, TIMES, low, high, gap="", digits=RATIO_DIGITS)


def times(
    value: float, low: float | None = None, high: float | None = None, *, word: str = "times"
) -> Quantity:
    """A factor in words: `1.55 times`, `1.55 倍`."""
    return quantity(value, word, low, high, digits=RATIO_DIGITS)


def percent(
    share: float, low: float | None = None, high: float | None = None, *, language: str = "en"
) -> Quantity:
    """A share as percent: 0.07 is `7 %` in English and `7%` in Chinese; two digits without an interval."""
    gap = "" if is_chinese(language) else NO_BREAK
    if low is None or high is None:
        return Quantity(
            fixed(share * 100, significant(share * 100, 2 if abs(share) >= 0.01 else 1)), "%", gap
        )
    return quantity(share * 100, "%", low * 100, high * 100, gap=gap, digits=RATIO_DIGITS)


def confidence(level: float, *, language: str = "en") -> Quantity:
    """The level of an interval as percent, with the digits that matter to its bounds: `95 %`, `99.6 %`.

    What is missing to certainty is right to a tenth of it: an interval at 99 % is shorter than one at 99.4 %.
    """
    gap = "" if is_chinese(language) else NO_BREAK
    shown, missing = (fixed(level * 100, places) for places in range(7)), 100 - level * 100
    near = (text for text in shown if abs(100 - float(text) - missing) <= missing / 10)
    return Quantity(next(near, "100"), "%", gap)


def percent_as_given(share: float, *, language: str = "en") -> Quantity:
    """A share that somebody set, with the digits that they gave: 0.03 is `3 %`."""
    return Quantity(f"{share * 100:.6g}", "%", "" if is_chinese(language) else NO_BREAK)


def percent_range(shares: Iterable[float]) -> tuple[str, str]:
    """The smallest and the largest of several shares in percent, cut where the largest has two digits."""
    ordered = sorted(abs(share) * 100 for share in shares)
    places = significant(ordered[-1], 2)
    return fixed(ordered[0], places), fixed(ordered[-1], places)


def percent_at_most(share: float, *, language: str = "en") -> Quantity:
    """A bound as percent, rounded away from zero so that "within 2 %" never says too much."""
    gap = "" if is_chinese(language) else NO_BREAK
    shown = abs(share) * 100
    places = 0 if shown >= 1 else 1 if shown >= 0.1 else 2
    scale = 10.0**places
    return Quantity(fixed(math.ceil(shown * scale - 1e-9) / scale, places), "%", gap)


def throughput(
    rate: float,
    low: float | None = None,
    high: float | None = None,
    *,
    unit: str = "FPS",
    sharing: Shared | None = None,
) -> Quantity:
    """Images, or what else is counted, per second: `133 FPS`, `133 requests/s`."""
    return quantity(rate, unit, low, high, places=shared_places(rate, sharing))


def time_unit(values_ns: Iterable[float]) -> str:
    """The unit in which the smallest of these times is at least 1, for a shared column or axis."""
    smallest = min((value for value in values_ns if value > 0 and math.isfinite(value)), default=1e6)
    return next((name for name, size in TIME_UNITS if smallest >= size * 0.9995), "ns")


def latency(
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
    return quantity(ns / size, name, *bounds, places=shared_places(ns, sharing, size))


def size(number_of_bytes: float) -> Quantity:
    """Bytes in powers of 1000: `23.1 MB`."""
    name, factor = next((u for u in BYTE_UNITS if abs(number_of_bytes) >= u[1] * 0.9995), BYTE_UNITS[-1])
    if factor == 1.0:
        return Quantity(count(number_of_bytes), name)
    return quantity(number_of_bytes / factor, name)


def count(number: float) -> str:
    """A whole number with its thousands separated: `4,487`."""
    return fixed(round(number), 0)


def duration(seconds: float, *, language: str = "en") -> str:
    """A span in at most two units: `5 min 19 s`, `2 h 5 min`, `0.4 s`, `0.05 s`; `5 分 19 秒` in Chinese."""
    hours_name, minutes_name, seconds_name = (
        ("小时", "分", "秒") if is_chinese(language) else ("h", "min", "s")
    )
    if seconds < 9.95:
        places = 1 if seconds >= 0.095 else significant(seconds, 1)
        return f"{fixed(seconds, places)}{NO_BREAK}{seconds_name}"
    whole = round(seconds) if seconds < 3600 else round(seconds / 60) * 60
    hours, minutes, rest = whole // 3600, whole % 3600 // 60, whole % 60
    if is_chinese(language) and not hours and not rest:
        minutes_name = "分钟"
    parts = ((hours, hours_name), (minutes, minutes_name), (rest, seconds_name))
    return NO_BREAK.join(f"{number}{NO_BREAK}{name}" for number, name in parts if number)


def about(seconds: float, *, language: str = "en") -> str:
    """A span in round words for a forecast: `40 seconds`, `12 minutes`, `3 hours`; `12 分钟`."""
    names = ("秒", "分钟", "小时") if is_chinese(language) else ("second", "minute", "hour")
    sizes = (1, 60, 3600)
    step = 0 if seconds < 90 else 1 if seconds < 5400 else 2
    number = math.ceil(seconds / sizes[step])
    if step == 0:
        number = max(math.ceil(seconds / 10) * 10, 10)
    plural = "s" if number != 1 and not is_chinese(language) else ""
    return f"{number}{NO_BREAK}{names[step]}{plural}"


def joined(low: str, high: str) -> str:
    """Two bounds as one unbreakable interval: `24–26`."""
    return f"{low}{DASH}{high}"


def of(
    value: float, unit: str, low: float | None = None, high: float | None = None, *, language: str = "en"
) -> Quantity:
    """A number in one of the base units of the claims.

    Args:
        value: In `unit`.
        unit: `ratio`, `share` (0.07 is 7 %), `ns`, `fps`, `count`, `seconds`, `bytes` or `plain`.
        low: Lower bound of the interval in the same unit.
        high: Upper bound.
        language: BCP 47 tag.

    Raises:
        KeyError: No such unit.
    """
    if unit == "share":
        return percent(value, low, high, language=language)
    makers = {
        "ratio": lambda: ratio(value, low, high),
        "ns": lambda: latency(value, low, high),
        "fps": lambda: throughput(value, low, high),
        "count": lambda: Quantity(count(value)),
        "seconds": lambda: Quantity(duration(value, language=language)),
        "bytes": lambda: size(value),
        "plain": lambda: quantity(value, "", low, high),
    }
    return makers[unit]()
