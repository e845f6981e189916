"""Chinese sentences about steadiness and start-up."""

from __future__ import annotations

from ovreport import units
from ovreport.conclusions.basis import takes_turns
from ovreport.conclusions.chinese.compare import ZH
from ovreport.conclusions.chinese.text import fill, sentence, together
from ovreport.conclusions.claims import ClaimKind, Said
from ovreport.conclusions.sentences import compare
from ovreport.conclusions.speech import Speech, Templates, estimate_of
from ovreport.conclusions.text import Parts, key, number, parts


def throttling(speech: Speech) -> Parts:
    """What is known about throttling."""
    if not speech.has("throttled"):
        return parts("本机读不到降频计数，所以对过热降频不作结论。")
    return parts("没有记录到降频。") if speech.count("throttled") == 0 else ()


def steady(speech: Speech) -> Said:
    """All rounds close to their setting's mean."""
    far = key(units.percent_at_most(speech.value("departure"), language=ZH))
    told = fill(
        "{rounds}轮测量中，单轮吞吐量偏离该配置平均值都不超过{far}",
        rounds=str(speech.count("rounds")),
        far=far,
    )
    return Said(headline=sentence(told), short=told, context=throttling(speech))


def moving(speech: Speech) -> Said:
    """Some round far from its setting's mean."""
    far = key(units.percent(speech.value("departure"), language=ZH))
    return Said(
        headline=fill(
            "单轮吞吐量偏离该配置平均值最多{far}，出现在第{round}轮的{cell}。",
            far=far,
            round=str(speech.count("round")),
            cell=speech.cell(speech.text("cell")),
        ),
        short=fill("单轮吞吐量偏离该配置平均值最多{far}", far=far),
        context=together(slow_moment(speech), throttling(speech)),
    )


def slow_moment(speech: Speech) -> Parts:
    """What a slow moment of the machine does to ratios."""
    if takes_turns(speech.plan):
        return parts("比值都在同一轮之内计算，机器变慢时各配置一起受影响。")
    return parts("同一轮里各配置是一个接一个测的，机器一时变慢只落在其中几种头上，也就混进了比值。")


def throttled(speech: Speech) -> Said:
    """The processor throttled."""
    n = units.count(speech.count("throttled"))
    told = fill("测试过程中处理器降频{n}次", n=key(n))
    return Said(
        headline=fill("{told}，这里的绝对数值属于一台发热的机器。", told=told),
        short=told,
        context=fill(
            "单轮吞吐量偏离该配置平均值最多{far}。改善散热，或者加长轮间停顿，再测一遍。",
            far=number(units.percent(speech.value("departure"), language=ZH)),
        ),
    )


def level(speech: Speech) -> Said:
    """No drift inside trials."""
    far = key(units.percent_at_most(speech.value("change"), language=ZH))
    told = fill("典型的一轮里延迟很平稳，各配置的漂移都不超过{far}", far=far)
    return Said(headline=sentence(told), short=told)


def drifting(speech: Speech) -> Said:
    """A drift inside trials."""
    change = speech.value("change")
    way = "上升" if change > 0 else "下降"
    far = key(units.percent(abs(change), language=ZH))
    return Said(
        headline=fill(
            "典型的一轮里，{cell}的延迟从头到尾漂移{far}（{way}）。",
            way=way,
            far=far,
            cell=speech.cell(speech.text("cell")),
        ),
        short=fill("典型的一轮里，漂移最大的配置延迟漂移{far}", far=far),
        context=whose_drift(speech),
    )


def whose_drift(speech: Speech) -> Parts:
    """Whom else a drift of the machine touches."""
    if takes_turns(speech.plan):
        return parts("各配置的时间片轮流进行，机器的漂移由大家分担。")
    return parts("每种配置都是一口气测完的，机器的漂移只落在当时在测的那一种头上。")


def windows(speech: Speech) -> Said:
    """Windows of a hundred requests."""
    span = units.joined(speech.quantity("lowest").value, str(speech.quantity("highest")))
    first = f"，每轮取前 {speech.count('first')} 个" if speech.has("first") else ""
    return Said(
        headline=fill(
            "{cell}：每 100 次推理统计一次，吞吐量在{span}之间（{n}个完整窗口{first}）。",
            first=first,
            cell=speech.cell(speech.text("cell")),
            n=str(speech.count("windows")),
            span=key(span),
        ),
        short=fill(
            "{cell}：每 100 次推理统计一次，吞吐量在{span}之间",
            cell=speech.cell(speech.text("cell")),
            span=key(span),
        ),
    )


def medians(speech: Speech) -> str:
    """What a start-up time is."""
    n = speech.count("rounds")
    return f"{n} 轮的中位数" if n > 1 else "只有一轮"


def from_cache(speech: Speech) -> Parts:
    """How many starts took the compiled network from a cache, and what that means for the times told."""
    if not speech.has("cached"):
        return ()
    n, of = speech.count("cached"), speech.count("starts")
    if n == of:
        return parts("每次启动都从缓存读取了编译好的网络，没有重新编译。")
    return parts(f"{of} 次启动中有 {n} 次从缓存读取了编译好的网络，这里的时间不含它们。")


def one_start(speech: Speech) -> Said:
    """Start-up of one setting."""
    total = key(speech.quantity("longest"))
    return Said(
        headline=fill(
            "导入 OpenVINO 之后，第一个结果需要{total}（{medians}），其中编译占{compile}。",
            total=total,
            medians=medians(speech),
            compile=number(speech.quantity("compile")),
        ),
        short=fill("导入 OpenVINO 之后，第一个结果需要{total}", total=total),
        context=from_cache(speech),
    )


def start_levels(speech: Speech) -> Parts:
    """The shortest and the longest start."""
    return fill(
        "导入 OpenVINO 之后，第一个结果需要{low}到{high}（{medians}）。",
        low=speech.quantity("shortest"),
        high=speech.quantity("longest"),
        medians=medians(speech),
    )


def starts_alike(speech: Speech) -> Said:
    """No setting starts later than another."""
    contrast, high = speech.claim.contrasts[0], speech.quantity("longest")
    return Said(
        headline=fill(
            "各配置的启动时间没有实际差别：{apart}{proof}。",
            apart=compare.apart(speech, contrast),
            proof=compare.proof(speech, contrast),
        ),
        short=fill("导入 OpenVINO 之后，各配置都能在{high}内给出第一个结果", high=key(high)),
        context=together(start_levels(speech), from_cache(speech)),
    )


def starts_open(speech: Speech) -> Said:
    """Whether a setting starts later cannot be told."""
    low, high = speech.quantity("shortest"), speech.quantity("longest")
    return Said(
        headline=fill(
            "看不出哪种配置启动更慢：导入 OpenVINO 之后，第一个结果需要{low}到{high}（{medians}）。",
            low=key(low),
            high=key(high),
            medians=medians(speech),
        ),
        short=parts("看不出哪种配置启动更慢"),
        context=together(compare.way_out(speech, speech.claim.contrasts[0]), from_cache(speech)),
    )


def starts_told(speech: Speech) -> Said:
    """Start-up times of too few rounds to compare them."""
    low, high = speech.quantity("shortest"), speech.quantity("longest")
    return Said(
        headline=start_levels(speech),
        short=fill("导入 OpenVINO 之后，第一个结果需要{low}到{high}", low=key(low), high=key(high)),
        context=from_cache(speech),
    )


def starts_apart(speech: Speech) -> Said:
    """Some setting starts later than another."""
    contrast = speech.claim.contrasts[0]
    more = compare.estimated(speech, estimate_of(contrast))
    longer = "{slow}比{quick}长{n}" if more.unit == "%" else "{slow}是{quick}的{n}"
    low, high = speech.quantity("shortest"), speech.quantity("longest")
    return Said(
        headline=fill(
            f"导入 OpenVINO 之后，第一个结果所需的时间，{longer}{{proof}}：{{high}}对{{low}}。",
            n=key(more),
            slow=speech.cell(speech.text("slow")),
            quick=speech.cell(speech.text("quick")),
            proof=compare.proof(speech, contrast),
            high=high,
            low=low,
        ),
        short=fill("导入 OpenVINO 之后，第一个结果需要{low}到{high}", low=key(low), high=key(high)),
        context=from_cache(speech),
    )


def break_even(speech: Speech) -> Said:
    """The longer start of the best setting is earned back."""
    contrast = speech.claim.contrasts[0]
    images = units.fixed(speech.value("images"), min(units.significant(speech.value("images"), 2), 0))
    extra = units.latency(speech.value("start") - speech.value("shortest"))
    return Said(
        headline=fill(
            "{best}的启动比{quick}慢{extra}，是它的{n}{proof}；大约处理{images}张图片之后就能靠吞吐量追回来。",
            best=speech.cell(speech.text("best")),
            quick=speech.cell(speech.text("quick")),
            extra=number(extra),
            n=compare.amount(speech, estimate_of(contrast).ratio, times=True),
            proof=compare.proof(speech, contrast, times=True),
            images=key(images),
        ),
        short=fill("启动多花的时间，大约{images}张图片之后追回", images=key(images)),
        context=together(start_levels(speech), from_cache(speech)),
    )


TEMPLATES: Templates = {
    (ClaimKind.STEADINESS, "steady"): steady,
    (ClaimKind.STEADINESS, "moving"): moving,
    (ClaimKind.STEADINESS, "throttled"): throttled,
    (ClaimKind.STEADINESS, "level"): level,
    (ClaimKind.STEADINESS, "drift"): drifting,
    (ClaimKind.STEADINESS, "windows"): windows,
    (ClaimKind.STARTUP, "single"): one_start,
    (ClaimKind.STARTUP, "levels"): starts_told,
    (ClaimKind.STARTUP, "open"): starts_open,
    (ClaimKind.STARTUP, "alike"): starts_alike,
    (ClaimKind.STARTUP, "apart"): starts_apart,
    (ClaimKind.STARTUP, "break-even"): break_even,
}
