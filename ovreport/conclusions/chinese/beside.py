"""Chinese words for one configuration beside one that came before it."""

from __future__ import annotations

from ovreport.conclusions.grammar import Counted, Phrases
from ovreport.conclusions.sentences.beside import Beside, Throughput
from ovreport.conclusions.sentences.compare import Change

BESIDE = Beside(
    more_requests=Counted("比{b}多{n}路请求"),
    pair="与{b}相比",
    throughput=Throughput(
        times="吞吐量是其{n}",
        more="吞吐量提升{n}",
        less="吞吐量下降{n}",
        same="吞吐量相近，{apart}",
        unresolved="吞吐量尚无定论：{open}",
        manner="throughput",
    ),
    images=Throughput(
        times="每秒处理的{things}数是其{n}",
        more="每秒处理的{things}数提升{n}",
        less="每秒处理的{things}数下降{n}",
        same="每秒处理的{things}数相近，{apart}",
        unresolved="每秒处理的{things}数尚无定论：{open}",
        manner="images",
    ),
    latency=Change(times="单次推理延迟则是其{n}", more="单次推理延迟增加{n}", less="单次推理延迟缩短{n}"),
    told="{opening}，{gained}",
    told_latency="{told}，{price}",
    told_same_latency="{told}，单次推理延迟相近（{apart}）",
    published=Phrases("{told}。", "{told}"),
    published_marked=Phrases("按公布的数据，{told}。", "{told}"),
)
