"""English words for one configuration beside one that came before it."""

from __future__ import annotations

from ovreport.claims.sentences.beside import Beside, Throughput
from ovreport.claims.sentences.compare import Change
from ovreport.language.messages import msg, msg_in, msgs

BESIDE = Beside(
    more_requests=msgs("{n} more request", "{n} more requests", also="b"),
    pair=msg_in("beside pair", "{a} beside {b}"),
    throughput=Throughput(
        times=msg_in("beside throughput times", "{n} the throughput"),
        more=msg("{n} more throughput"),
        less=msg("{n} less throughput"),
        same=msg("about the same throughput, {apart}"),
        unresolved=msg("throughput not resolved, {open}"),
        manner="throughput",
    ),
    images=Throughput(
        times=msg("{n} the {things} per second"),
        more=msg("{n} more {things} per second"),
        less=msg("{n} fewer {things} per second"),
        same=msg("about the same {things} per second, {apart}"),
        unresolved=msg("{things} per second not resolved, {open}"),
        manner="images",
    ),
    latency=Change(
        times=msg("a request takes {n} as long"),
        more=msg("a request takes {n} longer"),
        less=msg("a request takes {n} less time"),
    ),
    told=msg("{opening}: {gained}"),
    told_latency=msg("{told}; {price}"),
    told_same_latency=msg("{told}; latency stays {apart}"),
)
