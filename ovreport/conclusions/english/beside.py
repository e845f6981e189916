"""English words for one configuration beside one that came before it."""

from __future__ import annotations

from ovreport.conclusions.grammar import Counted, Phrases
from ovreport.conclusions.sentences.beside import Beside, Throughput
from ovreport.conclusions.sentences.compare import Change

BESIDE = Beside(
    more_requests=Counted("{n} more request", "{n} more requests"),
    pair="{a} beside {b}",
    throughput=Throughput(
        times="{n} the throughput",
        more="{n} more throughput",
        less="{n} less throughput",
        same="about the same throughput, {apart}",
        unresolved="throughput not resolved, {open}",
        manner="throughput",
    ),
    images=Throughput(
        times="{n} the {things} per second",
        more="{n} more {things} per second",
        less="{n} fewer {things} per second",
        same="about the same {things} per second, {apart}",
        unresolved="{things} per second not resolved, {open}",
        manner="images",
    ),
    latency=Change(
        times="a request takes {n} as long",
        more="a request takes {n} longer",
        less="a request takes {n} less time",
    ),
    told="{opening}: {gained}",
    told_latency="{told}; {price}",
    told_same_latency="{told}; latency stays {apart}",
    published=Phrases("{told}.", "{told}"),
    published_marked=Phrases("{told}, by the source’s figures.", "{told}"),
)
