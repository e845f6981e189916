"""Chinese words for requests in flight."""

from __future__ import annotations

from ovreport.conclusions.grammar import Counted, Phrases
from ovreport.conclusions.sentences.compare import Change
from ovreport.conclusions.sentences.concurrency import Concurrency, Evenness

WAYS = Counted("单路推理", "{n}路并发")

CONCURRENCY = Concurrency(
    requests=WAYS,
    again=WAYS,
    streams=Counted("{n}个 stream"),
    little="与利特尔法则{verb}：{load} ÷ 每秒{rate}{brief_of} = {predicted}，实测{measured}。",
    fits="相符",
    fits_not="不符",
    fewer="按利特尔法则，每秒{rate}{brief_of} × {measured} 相当于平均{n}路同时在途，而不是{load}："
    "其余的在等待再次提交。",
    load="{requests}路",
    load_of_images="{requests}路 × {batch}{brief_of}",
    proven="{where}{what}{proof}{cost}",
    times_more="{last}的吞吐量是{first}的{n}",
    more=Counted("多出来的{n}路请求换来{gain}的吞吐量"),
    at_times="，单次推理延迟是其{n}{ci}",
    at=Counted("，单次推理却要等{n}的时间{ci}"),
    at_times_short="，单次推理延迟是其{n}",
    at_short="，单次推理却要等{n}的时间",
    who="{requests}",
    who_on_streams="{streams}、{requests}",
    levels_times=Counted("{who}的吞吐量是{first}的{n}"),
    levels=Counted("{who}的吞吐量比{first}高{n}"),
    further=Counted("再加{n}路，{wait}吞吐量是否提升尚无定论"),
    waits="单次推理延迟变为原来的{n}，",
    levels_off="{where}{what}{proof}；{tail}：{open}",
    levels_off_short="{what}；{tail}",
    latency_there="{middle}的单次推理延迟是{first}的{n}{ci}。",
    whether="",
    saturated=Phrases(
        "{where}超过{n}路以后，吞吐量的增长不到 {margin} 的界限：{last}与之{apart}{proof}，{longer}。",
        "{where}超过{n}路以后，吞吐量的增长不到 {margin}，{last}时{longer}",
    ),
    ends=Change(
        times="{last}的吞吐量是{first}的{n}",
        more="{last}的吞吐量比{first}高{n}",
        less="{last}的吞吐量反而比{first}低{n}",
    ),
    unresolved=Phrases(
        "{where}{rounds}轮测量还看不出{last}的吞吐量是否比{first}高：{open}。",
        "{rounds}轮测量还看不出{last}的吞吐量是否比{first}高",
    ),
    takes_longer="单次推理延迟增加{wait}",
    only_waits="多出来的请求只是在排队，每个多等{wait}",
    certain="单次推理延迟则是其{n}{ci}。",
    stays="{middle}的吞吐量与{first}{apart}{proof}{at}。",
    stays_at="，单次推理延迟是其{n}",
    bundled="这里 stream 数与并发数一起变化，两者的作用没有分开。",
    share="{low}%",
    shares="{low}% 到 {high}%",
    each="全程各占{n}",
    evenness={
        "even": Evenness("工作量基本一致", "，一致性不错"),
        "slightly": Evenness("工作量略有不均"),
        "uneven": Evenness("工作量不均", "，一致性较差"),
    },
    even="{n}路请求的{verb}：{shares}{comment}",
    even_in_both="两个多路并发的配置里，各路请求的{verb}：差别最大的是{cell}，{shares}{comment}",
    even_in_all="全部{settings}个多路并发的配置里，各路请求的{verb}：差别最大的是{cell}，{shares}{comment}",
    alike="{n}路请求的{verb}：占比相差不超过均等份额的{far}{comment}",
    alike_of="{cell}中，{n}路请求的{verb}：占比相差不超过均等份额的{far}{comment}",
    alike_in_both="两个多路并发的配置里，各路请求的{verb}：占比相差不超过均等份额的{far}{comment}",
    alike_in_all="全部{settings}个多路并发的配置里，各路请求的{verb}：占比相差不超过均等份额的{far}{comment}",
    equal_in_both="两个多路并发的配置里，各路请求的{verb}：完成的次数全都一样{comment}",
    equal_in_all="全部{settings}个多路并发的配置里，各路请求的{verb}：完成的次数全都一样{comment}",
    uneven_in="{cell}中，{n}路请求的{verb}：{shares}{comment}",
    worst="各路请求的{verb}：差别最大时{shares}",
    coarse="一个时间片里只有大约{requests}个请求，占比比较粗略。",
    in_order="{there}{share}的推理按提交的先后完成。",
    there="其中",
    there_of="{cell}中，",
)
