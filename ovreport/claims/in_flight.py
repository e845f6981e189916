"""Requests in flight and what they deliver, told beside Little's law.

Little's law (J. D. C. Little, Operations Research 9, 1961, doi 10.1287/opre.9.3.383): with a full queue,
mean latency = requests in flight x images per request / throughput. It holds for any order of service, so
agreement shows that a request's latency is its share of the queue.
"""

from __future__ import annotations

from dataclasses import dataclass

from ovreport.analysis.results import CellResult
from ovreport.claims.number import is_wide
from ovreport.claims.texts import Texts
from ovreport.language.messages import msg, msgs, msgs_in
from ovreport.language.spans import Text
from ovreport.limits import LITTLE_TOLERANCE

REQUESTS = msgs("{n} request", "{n} requests")
REQUESTS_AGAIN = msgs_in("requests after others", "{n}", "{n}")


def requests_of(result: CellResult) -> int | None:
    """Requests in flight: those in force, or else those asked for."""
    if result.in_force is not None:
        return result.in_force.requests
    setting = result.cell.setting
    return setting.requests if isinstance(setting.requests, int) else None


@dataclass(frozen=True, kw_only=True)
class Stage:
    """A number of requests in flight, as a configuration has it, and what they deliver.

    Attributes:
        streams, threads: In force, where the device tells.
        batch: Images of a request.
        throughput_fps, latency_ns: `None` where they are not known, or too badly to be told.
    """

    cell: str
    requests: int
    streams: int | None
    threads: int | None
    batch: int
    throughput_fps: float | None
    latency_ns: float | None

    def told(self, t: Texts) -> Text:
        """The requests: `four requests`."""
        return t.fill(REQUESTS.of(self.requests), n=self.requests)

    def again(self, t: Texts) -> Text:
        """The requests after others have been named: `four`."""
        return t.fill(REQUESTS_AGAIN.of(self.requests), n=self.requests)

    @property
    def predicted_ns(self) -> float | None:
        """Mean latency by Little's law."""
        return self.requests * self.batch / self.throughput_fps * 1e9 if self.throughput_fps else None

    def little(self, t: Texts) -> Text:
        """Little's law beside the measured latency, where it predicts one.

        A latency below the predicted one tells that slots lay idle until they were submitted anew.
        """
        predicted = self.predicted_ns
        if predicted is None or self.throughput_fps is None or self.latency_ns is None:
            return ()
        fps = t.numbers.throughput(self.throughput_fps, unit=t.counted.rate)
        served = self.latency_ns / predicted
        load = msg("{requests}")
        if self.batch != 1:
            load = msg("{requests} of {batch} {amount_of}", also="brief_of")
        law = msg(
            "Little’s law {verb}: {load} in flight at {fps} make {predicted} a request, and {measured} were "
            "measured.",
            also="brief_of rate",
        )
        if served < 1 - LITTLE_TOLERANCE:
            law = msg(
                "By Little’s law {fps} at {measured} a request make {n} in flight on average, not {load}: "
                "the others waited to be submitted anew.",
                also="brief_of rate",
            )
        return t.tell(
            law,
            verb=msg("agrees") if served <= 1 + LITTLE_TOLERANCE else msg("does not fit"),
            n=t.numbers.quantity(self.requests * served, places=1),
            load=t.fill(load, requests=t.locale.counted(self.requests, "request"), batch=self.batch),
            fps=fps,
            rate=fps.value,
            predicted=t.numbers.latency(predicted),
            measured=t.numbers.latency(self.latency_ns),
        )


def stage(result: CellResult) -> Stage:
    """What a measured configuration has in flight, and delivers."""
    force, levels = result.in_force, (result.throughput, result.latency)
    fps, ns = (None if level is None or is_wide(level.low, level.high) else level.value for level in levels)
    return Stage(
        cell=result.cell.id,
        requests=requests_of(result) or 0,
        streams=None if force is None else force.streams,
        threads=None if force is None else force.threads,
        batch=result.batch,
        throughput_fps=fps,
        latency_ns=ns,
    )
