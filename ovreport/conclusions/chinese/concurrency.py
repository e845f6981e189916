"""Chinese sentences about requests in flight."""

from __future__ import annotations

from ovreport import units
from ovreport.conclusions.chinese.compare import ZH
from ovreport.conclusions.chinese.text import after, fill, sentence, together
from ovreport.conclusions.claims import ClaimKind, Said
from ovreport.conclusions.sentences import compare
from ovreport.conclusions.speech import Speech, Templates, estimate_of, open_pair
from ovreport.conclusions.text import Parts, key, number, parts


def ways(number_of: int) -> str:
    """`单路`, `4 路并发`."""
    return "单路推理" if number_of == 1 else f"{number_of} 路并发"


def conditions(speech: Speech) -> Parts:
    """What the cells of the chain share."""
    return compare.circumstances(speech, speech.shared_by_cells())


def gain(speech: Speech) -> units.Quantity:
    """What the last setting has over the first, in times or percent."""
    return compare.estimated(speech, estimate_of(speech.claim.contrasts[0]))


def price(speech: Speech) -> units.Quantity | None:
    """A request's latency in times of the first setting's, where it was compared."""
    if not speech.has("latency-ratio"):
        return None
    found = speech.claim.number("latency-ratio")
    return units.times(found.value, found.low, found.high, word="倍")


def interval(ratio: units.Quantity) -> Parts:
    """The interval of a ratio in parentheses."""
    return fill("（95% 置信区间{interval}）", interval=number(ratio.interval))


def little(speech: Speech) -> Parts:
    """Little's law beside the measured latency, where it predicts one."""
    if not speech.has("predicted") or not speech.has("latency:last"):
        return ()
    measured, predicted = speech.value("latency:last"), speech.value("predicted")
    batch = speech.count("batch")
    load = f"{speech.count('requests:last')} 路" + ("" if batch == 1 else f" × {batch} 张")
    return fill(
        "与利特尔法则{verb}：{load} ÷ 每秒{fps}张 = {predicted}，实测{measured}。",
        verb="相符" if abs(measured / predicted - 1) <= 0.1 else "不符",
        load=load,
        fps=number(units.throughput(speech.value("fps:last")).value),
        predicted=number(units.latency(predicted)),
        measured=number(units.latency(measured)),
    )


def grows(speech: Speech) -> Said:
    """Throughput is higher at the end; how much, and at what price."""
    first, last = speech.count("requests:first"), speech.count("requests:last")
    estimate = estimate_of(speech.claim.contrasts[0])
    cost = price(speech)
    if estimate.ratio >= compare.TIMES_FROM:
        what = fill("{last}的吞吐量是{first}的{n}", last=ways(last), first=ways(first), n=key(gain(speech)))
        link, brief_link = "，单次推理延迟是{n}{ci}", "，单次推理延迟是{n}"
    else:
        what = fill("多出来的{n}路请求换来{gain}的吞吐量", n=str(last - first), gain=key(gain(speech)))
        link, brief_link = "，单次推理却要等{n}的时间{ci}", "，单次推理却要等{n}的时间"
    told = fill("{what}{proof}", what=what, proof=compare.proof(speech, speech.claim.contrasts[0]))
    brief = what
    if cost is not None:
        told = fill("{told}{cost}", told=told, cost=fill(link, n=key(cost), ci=interval(cost)))
        brief = fill("{what}{cost}", what=what, cost=fill(brief_link, n=number(cost)))
    return Said(
        headline=sentence(after(conditions(speech), told)),
        short=brief,
        context=together(little(speech), bundled(speech)),
    )


def levels_off(speech: Speech) -> Said:
    """The gain is there before the last requests are added; those only take longer, as far as is shown."""
    gain_contrast, open_contrast = open_pair(speech)
    middle, last, first = (speech.count(f"requests:{end}") for end in ("middle", "last", "first"))
    streams = f"{speech.count('streams:middle')} 个 stream、" if speech.has("streams:middle") else ""
    estimate = estimate_of(gain_contrast)
    template = (
        "{who}的吞吐量比{first}高{n}"
        if estimate.ratio < compare.TIMES_FROM
        else "{who}的吞吐量是{first}的{n}"
    )
    what = fill(
        template,
        who=f"{streams}{ways(middle)}",
        first=ways(first),
        n=key(compare.estimated(speech, estimate)),
    )
    wait: Parts = ()
    if speech.has("wait-ratio"):
        found = speech.claim.number("wait-ratio")
        ratio = units.times(found.value, found.low, found.high, word="倍")
        wait = fill("单次推理延迟变为{n}，", n=number(ratio))
    tail = fill("再加 {n} 路，{wait}却看不出吞吐量有提升", n=str(last - middle), wait=wait)
    told = fill(
        "{what}{proof}；{tail}：{open}",
        what=what,
        proof=compare.proof(speech, gain_contrast),
        tail=tail,
        open=compare.left_open(speech, speech.words.comparing.wordings["throughput"], open_contrast),
    )
    cost: Parts = ()
    if speech.has("latency-ratio"):
        found = speech.claim.number("latency-ratio")
        ratio = units.times(found.value, found.low, found.high, word="倍")
        cost = fill(
            "{who}的单次推理延迟是{first}的{n}{ci}。",
            who=ways(middle),
            first=ways(first),
            n=number(ratio),
            ci=interval(ratio),
        )
    return Said(
        headline=sentence(after(conditions(speech), told)),
        short=fill("{what}；{tail}", what=what, tail=tail),
        context=together(compare.way_out(speech, open_contrast), cost, little(speech), bundled(speech)),
    )


def saturated(speech: Speech) -> Said:
    """From some number of requests on, throughput does not grow any more."""
    first, last = speech.count("requests:first"), speech.count("requests:last")
    contrast = speech.claim.contrasts[0]
    wait = key(units.latency(speech.value("wait")))
    start = f"从 {first} 路开始吞吐量不再增长"
    told = fill(
        "{start}：{last}与之持平，{apart}{proof}，多出来的请求只是在排队，每个多等{wait}",
        start=start,
        last=ways(last),
        apart=compare.apart(speech, contrast),
        proof=compare.proof(speech, contrast),
        wait=wait,
    )
    return Said(
        headline=sentence(after(conditions(speech), told)),
        short=fill("{start}，{last}时每个请求多等{wait}", start=start, last=ways(last), wait=wait),
        context=together(little(speech), bundled(speech)),
    )


def falls(speech: Speech) -> Said:
    """More requests cost throughput."""
    first, last = speech.count("requests:first"), speech.count("requests:last")
    what = fill("{last}的吞吐量反而比{first}低{n}", last=ways(last), first=ways(first), n=key(gain(speech)))
    told = fill("{what}{proof}", what=what, proof=compare.proof(speech, speech.claim.contrasts[0]))
    wait = fill("每个请求多等{wait}。", wait=number(units.latency(speech.value("wait"))))
    return Said(
        headline=sentence(after(conditions(speech), told)),
        short=what,
        context=together(wait, little(speech), bundled(speech)),
    )


def unresolved(speech: Speech) -> Said:
    """The rounds cannot tell whether more requests buy anything."""
    first, last = speech.count("requests:first"), speech.count("requests:last")
    contrast = speech.claim.contrasts[0]
    estimate = estimate_of(contrast)
    brief = fill(
        "{rounds}还看不出{last}的吞吐量是否比{first}高",
        rounds=f"{estimate.rounds} 轮测量",
        last=ways(last),
        first=ways(first),
    )
    told = fill(
        "{brief}{beyond}：{open}",
        brief=brief,
        beyond=compare.beyond(speech, contrast),
        open=compare.left_open(speech, speech.words.comparing.wordings["throughput"], contrast),
    )
    cost = price(speech)
    sure: Parts = ()
    if cost is not None and speech.value("latency-ratio") > 1.1:
        sure = fill("单次推理延迟则肯定变长：是{n}{ci}。", n=key(cost), ci=interval(cost))
    return Said(
        headline=sentence(after(conditions(speech), told)),
        short=brief,
        context=together(compare.way_out(speech, contrast), sure, little(speech)),
    )


def bundled(speech: Speech) -> Parts:
    """A warning where streams change together with the requests."""
    first, last = (speech.analysis.cell(speech.text(end)) for end in ("first", "last"))
    if first.in_force is None or last.in_force is None or first.in_force.streams == last.in_force.streams:
        return ()
    return parts("这里 stream 数与并发数一起变化，两者的作用没有分开。")


def shares_told(speech: Speech) -> str:
    """The smallest and the largest share over all rounds: `24% 到 26%`."""
    low, high = (round(speech.value(bound) * 100) for bound in ("lowest", "highest"))
    return f"{low}%" if low == high else f"{low}% 到 {high}%"


def evenness(speech: Speech) -> Said:
    """How evenly the requests share the work."""
    n = str(speech.count("requests"))
    verdicts = {
        "even": ("工作量基本一致", "，一致性不错"),
        "slightly": ("工作量略有不均", ""),
        "uneven": ("工作量不均", "，一致性较差"),
    }
    verb, comment = verdicts[speech.claim.variant]
    settings = speech.count("settings")
    shares = fill("全程各占{n}", n=key(shares_told(speech)))
    what = fill("{n}路请求的{verb}：{shares}{comment}", n=n, verb=verb, shares=shares, comment=comment)
    if settings == 1 or "到" not in shares_told(speech):
        return Said(headline=sentence(what), short=what, context=order(speech))
    cell = speech.cell(speech.text("cell"))
    if speech.claim.variant == "even":
        told = fill(
            "{all}多路并发的配置里，各路请求的{verb}：差别最大的是{cell}，{shares}{comment}",
            all="两种" if settings == 2 else f"全部 {settings} 种",
            verb=verb,
            cell=cell,
            shares=shares,
            comment=comment,
        )
    else:
        told = fill("{cell}：{what}", cell=cell, what=what)
    brief = fill("各路请求的{verb}：差别最大时{shares}", verb=verb, shares=shares)
    return Said(headline=sentence(told), short=brief, context=order(speech))


def order(speech: Speech) -> Parts:
    """How many requests completed in the order in which they were submitted."""
    coarse: Parts = ()
    if speech.has("per-slice"):
        coarse = fill("一个时间片里只有大约{n}个请求，占比比较粗略。", n=str(speech.count("per-slice")))
    if not speech.has("in-order"):
        return coarse
    share = units.percent(speech.value("in-order"), language=ZH)
    there: Parts = ()
    if speech.count("settings") > 1:
        named = "到" in shares_told(speech)
        there = parts("其中 ") if named else fill("{cell}：", cell=speech.cell(speech.text("cell")))
    return together(fill("{there}{share}的请求先开始先结束。", there=there, share=number(share)), coarse)


TEMPLATES: Templates = {
    (ClaimKind.SATURATION, "grows"): grows,
    (ClaimKind.SATURATION, "levels-off"): levels_off,
    (ClaimKind.SATURATION, "saturated"): saturated,
    (ClaimKind.SATURATION, "falls"): falls,
    (ClaimKind.SATURATION, "unresolved"): unresolved,
    (ClaimKind.EVENNESS, "even"): evenness,
    (ClaimKind.EVENNESS, "slightly"): evenness,
    (ClaimKind.EVENNESS, "uneven"): evenness,
}
