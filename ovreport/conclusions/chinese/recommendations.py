"""Chinese sentences about what to choose."""

from __future__ import annotations

from ovreport import units
from ovreport.conclusions.chinese.compare import ZH
from ovreport.conclusions.chinese.text import fill, joined, sentence, together
from ovreport.conclusions.claims import ClaimKind, Said
from ovreport.conclusions.speech import Speech, Templates, estimate_of
from ovreport.conclusions.text import Parts, key, number, parts

MOST_NAMED = 4


def levelled(quantity: units.Quantity) -> Parts:
    """A level with its interval."""
    if not quantity.low:
        return (key(quantity),)
    return fill("{n}（95% 置信区间{interval}）", n=key(quantity), interval=number(quantity.interval))


def named(speech: Speech, cells: tuple[str, ...]) -> Parts:
    """Cells by name, or the first few and how many there are."""
    told = joined([speech.cell(cell) for cell in cells[:MOST_NAMED]], "；")
    return fill("{told}等{n}种", told=told, n=str(len(cells))) if len(cells) > MOST_NAMED else told


def best_throughput(speech: Speech) -> Said:
    """One setting is the fastest."""
    fps = speech.quantity("fps")
    best = speech.cell(speech.text("best"))
    return Said(
        headline=fill("要吞吐量，就用{best}：{fps}。", best=best, fps=levelled(fps)),
        short=fill("吞吐量最高的是{best}，{fps}", best=best, fps=key(fps)),
        context=fill(
            "其余 {n} 种配置都确实不如它；它的单次推理延迟为{latency}。",
            n=str(speech.count("settings") - 1),
            latency=number(speech.quantity("latency")),
        ),
    )


def tied_throughput(speech: Speech) -> Said:
    """Several settings may be the fastest."""
    context = parts(f"{speech.count('rounds')} 轮测量分不出高下；排在前面的只是估计值最高，并不等于最好。")
    return tied(speech, "吞吐量", "最高", context)


def tied(speech: Speech, metric: str, best: str, context: Parts) -> Said:
    """Settings that may be the best, each with its level."""
    n, settings = str(speech.count("tied")), str(speech.count("settings"))
    if n == "2":
        brief = fill("2 种配置的{metric}分不出高下：{levels}", metric=metric, levels=range_of_levels(speech))
        told = fill("2 种配置的{metric}分不出高下：{named}", metric=metric, named=with_levels(speech))
        return Said(headline=sentence(told), short=brief, context=context)
    brief = fill(
        "{n}种配置的{metric}都可能{best}：{levels}",
        n=n,
        metric=metric,
        best=best,
        levels=range_of_levels(speech),
    )
    told = fill(
        "{all}种配置中有{n}种的{metric}都可能{best}：{named}",
        all=settings,
        n=n,
        metric=metric,
        best=best,
        named=with_levels(speech),
    )
    return Said(headline=sentence(told), short=brief, context=context)


def range_of_levels(speech: Speech) -> Parts:
    """The levels of a tied set: `6.8 ms 与 7.2 ms`, `6.8 ms 到 7.5 ms`."""
    n = speech.count("tied")
    first, last = speech.quantity("level:0"), speech.quantity(f"level:{n - 1}")
    if str(first) == str(last):
        return (key(first),)
    return fill("{first}与{last}" if n == 2 else "{first}到{last}", first=key(first), last=key(last))


def with_levels(speech: Speech) -> Parts:
    """The cells of a tied set with their levels."""
    told = [
        fill("{level}（{cell}）", level=key(speech.quantity(f"level:{place}")), cell=speech.cell(cell))
        for place, cell in enumerate(speech.claim.cells[:MOST_NAMED])
    ]
    left = len(speech.claim.cells) - MOST_NAMED
    return joined([*told, parts(f"另外 {left} 种")] if left > 0 else told, "，")


def all_throughput(speech: Speech) -> Said:
    """No setting stands out."""
    fps = speech.quantity("fps")
    n = str(speech.count("settings"))
    return Said(
        headline=fill("{n}种配置的吞吐量分不出高下，估计值最高的是{fps}。", n=n, fps=levelled(fps)),
        short=fill("{n}种配置的吞吐量分不出高下，都在{fps}上下", n=n, fps=key(fps)),
    )


def only_throughput(speech: Speech) -> Said:
    """There is one setting only."""
    fps, latency = speech.quantity("fps"), speech.quantity("latency")
    return Said(
        headline=fill(
            "吞吐量为{fps}，单次推理延迟为{latency}。", fps=levelled(fps), latency=levelled(latency)
        ),
        short=fill("{fps}，单次推理{latency}", fps=key(fps), latency=number(latency)),
        context=parts("只测了一种配置，没有比较对象。"),
    )


def best_latency(speech: Speech) -> Said:
    """One setting is the quickest."""
    latency = speech.quantity("latency")
    best = speech.cell(speech.text("best"))
    return Said(
        headline=fill("要低延迟，就用{best}：单次推理{latency}。", best=best, latency=levelled(latency)),
        short=fill("延迟最低的是{best}，{latency}", best=best, latency=key(latency)),
        context=fill("它的吞吐量为{fps}。", fps=number(speech.quantity("fps"))),
    )


def tied_latency(speech: Speech) -> Said:
    """Several settings may be the quickest."""
    return tied(speech, "延迟", "最低", parts(f"{speech.count('rounds')} 轮测量分不出高下。"))


def leads(speech: Speech) -> Said:
    """One setting is ahead in throughput and in latency, in one of them perhaps beside others."""
    best = speech.cell(speech.text("best"))
    others = fill("其余{n}种配置的吞吐量和延迟都确实不如它。", n=str(speech.count("settings") - 1))
    return Said(
        headline=fill("{best}的{leads}。", best=best, leads=lead(speech, proven=True)),
        short=fill("{best}的{leads}", best=best, leads=lead(speech)),
        context=together(*(as_good(speech.about(note)) for note in speech.claim.notes)) or others,
    )


def lead(speech: Speech, *, proven: bool = False) -> Parts:
    """What one setting leads in, and where others may be as good."""
    rivals = {note.kind: len(note.cells) - 1 for note in speech.claim.notes}
    shown = (
        (ClaimKind.BEST_THROUGHPUT, "吞吐量", "最高", speech.quantity("fps")),
        (ClaimKind.BEST_LATENCY, "延迟", "最低", speech.quantity("latency")),
    )
    told = []
    for kind, metric, best, quantity in shown:
        level = levelled(quantity) if proven else (key(quantity),)
        if kind in rivals:
            template = "{metric}估计值{best}，{level}，另有 {n} 种可能同样好"
            told.append(fill(template, metric=metric, best=best, level=level, n=str(rivals[kind])))
        else:
            told.append(fill("{metric}{best}，{level}", metric=metric, best=best, level=level))
    return joined(told, "；")


def as_good(speech: Speech) -> Parts:
    """Who cannot be told from the leader by one metric."""
    metric = "吞吐量" if speech.claim.kind is ClaimKind.BEST_THROUGHPUT else "延迟"
    others = speech.claim.cells[1:]
    if len(others) == 1:
        return fill(
            "{metric}上，{cell}（{level}）与它分不出高下。",
            metric=metric,
            cell=speech.cell(others[0]),
            level=number(speech.quantity("level:1")),
        )
    return fill("{metric}上，与它分不出高下的还有：{named}。", metric=metric, named=named(speech, others))


def nothing_leads(speech: Speech) -> Said:
    """No setting stands out in anything."""
    told = fill("{n}种配置的吞吐量和延迟都分不出高下", n=str(speech.count("settings")))
    return Said(
        headline=sentence(told),
        short=told,
        context=fill(
            "吞吐量的估计值最高为{fps}，延迟的估计值最低为{latency}。",
            fps=levelled(speech.quantity("fps")),
            latency=levelled(speech.quantity("latency:least")),
        ),
    )


def all_latency(speech: Speech) -> Said:
    """No setting stands out."""
    latency = speech.quantity("latency")
    n = str(speech.count("settings"))
    return Said(
        headline=fill("{n}种配置的延迟分不出高下，估计值最低的是{latency}。", n=n, latency=levelled(latency)),
        short=fill("{n}种配置的延迟分不出高下，都在{latency}上下", n=n, latency=key(latency)),
    )


def only_latency(speech: Speech) -> Said:
    """There is one setting only."""
    latency = speech.quantity("latency")
    return Said(
        headline=fill("单次推理延迟为{latency}。", latency=levelled(latency)),
        short=fill("单次推理{latency}", latency=key(latency)),
    )


def smallest(speech: Speech) -> Said:
    """A smaller setting does nearly as well as the best."""
    estimate = estimate_of(speech.claim.contrasts[0])
    small, best = speech.cell(speech.text("smallest")), speech.cell(speech.text("best"))
    shown = units.percent(estimate.ratio, estimate.low, estimate.high, language=ZH)
    what = (
        fill("达到最好成绩的{share}", share=key(shown)) if estimate.ratio < 1 else parts("就达到了最好成绩")
    )
    return Said(
        headline=fill(
            "小一点的配置也够用：{small}已经{what}（95% 置信区间{interval}，{rounds}轮）。",
            small=small,
            what=what,
            interval=number(f"{shown.interval}%"),
            rounds=str(estimate.rounds),
        ),
        short=fill("{small}已经{what}", small=small, what=what),
        context=fill(
            "最好成绩来自{best}，{fps}。按实验设定，吞吐量低{loss}以内都算够用，省下的资源可以留给系统里的其他程序。",
            best=best,
            fps=number(speech.quantity("fps:best")),
            loss=number(units.percent_as_given(speech.value("good-enough"), language=ZH)),
        ),
    )


def smallest_itself(speech: Speech) -> Said:
    """No smaller setting is shown to be good enough; whether one is may be open."""
    best = speech.cell(speech.text("best"))
    loss = units.percent_as_given(speech.value("good-enough"), language=ZH)
    return Said(
        headline=fill(
            "没有哪个更小的配置能确认与最高吞吐量相差{loss}以内；最高的是{best}，{fps}。",
            loss=key(loss),
            best=best,
            fps=levelled(speech.quantity("fps")),
        ),
        short=fill("没有哪个更小的配置能确认与最高吞吐量相差{loss}以内", loss=key(loss)),
    )


def front(speech: Speech) -> Said:
    """Several settings are worth choosing between."""
    n, settings = speech.count("front"), speech.count("settings")
    told = fill("{all}种配置中有{n}种值得取舍，其余的吞吐量和延迟都不占优", all=str(settings), n=key(n))
    if n == settings:
        told = fill("{n}种配置各有取舍：没有哪一种两头都落后", n=key(n))
    ends = fill(
        "延迟最低的是{quick}（{low}，{few}），吞吐量最高的是{fast}（{high}，{many}）。",
        quick=speech.cell(speech.text("latency")),
        low=speech.quantity("latency:latency"),
        few=speech.quantity("fps:latency"),
        fast=speech.cell(speech.text("throughput")),
        high=speech.quantity("latency:throughput"),
        many=speech.quantity("fps:throughput"),
    )
    brief = fill(
        "从{low}、{few}到{high}、{many}：{all}种配置中有{n}种值得取舍",
        low=speech.quantity("latency:latency"),
        few=speech.quantity("fps:latency"),
        high=speech.quantity("latency:throughput"),
        many=speech.quantity("fps:throughput"),
        all=str(settings),
        n=key(n),
    )
    return Said(headline=sentence(told), short=brief, context=ends)


def single_front(speech: Speech) -> Said:
    """One setting is best in both."""
    best = speech.cell(speech.text("throughput"))
    return Said(
        headline=fill(
            "{best}的吞吐量估计值最高，延迟估计值也最低：{fps}，{latency}。",
            best=best,
            fps=levelled(speech.quantity("fps:throughput")),
            latency=levelled(speech.quantity("latency:throughput")),
        ),
        short=fill("{best}的吞吐量和延迟都领先", best=best),
    )


def leaders(speech: Speech) -> Said:
    """Several settings lead in both, and cannot be told apart."""
    told = fill(
        "{all}种配置中有{n}种在吞吐量和延迟上都领先",
        all=str(speech.count("settings")),
        n=key(str(speech.count("front"))),
    )
    return Said(
        headline=fill(
            "{told}，彼此分不出高下：{named}。", told=told, named=named(speech, speech.claim.cells)
        ),
        short=told,
        context=fill("估计值最高的是{fps}。", fps=levelled(speech.quantity("fps:throughput"))),
    )


def no_front(speech: Speech) -> Said:
    """No setting is shown to lose against another."""
    n = str(speech.count("settings"))
    return Said(
        headline=fill("{n}种配置里，没有哪一种的吞吐量和延迟都确实不如另一种。", n=n),
        short=parts("没有哪种配置的吞吐量和延迟都确实落后"),
    )


def limit(speech: Speech) -> str:
    """The bound as it was asked for."""
    return f"{speech.value('bound') / 1e6:g}{units.NO_BREAK}ms"


def percentile(speech: Speech) -> str:
    """`p99`."""
    return f"p{speech.value('percentile'):g}"


def bound_kept(speech: Speech) -> Said:
    """The best throughput under a latency bound."""
    cell, fps = speech.cell(speech.text("cell")), speech.quantity("fps")
    reached: Parts = ()
    if speech.has("reached"):
        reached = fill(
            "它的{p}为{reached}。", p=percentile(speech), reached=number(speech.quantity("reached"))
        )
    return Said(
        headline=fill(
            "{p}不超过{bound}的前提下，吞吐量最高的是{cell}：{fps}。",
            p=percentile(speech),
            bound=limit(speech),
            cell=cell,
            fps=levelled(fps),
        ),
        short=fill(
            "{p}不超过{bound}时用{cell}，{fps}",
            p=percentile(speech),
            bound=limit(speech),
            cell=cell,
            fps=key(fps),
        ),
        context=together(reached, unjudged(speech)),
    )


def bound_tied(speech: Speech) -> Said:
    """Several settings keep a latency bound and may have the highest throughput."""
    told = {"p": percentile(speech), "bound": limit(speech), "n": str(speech.count("tied"))}
    return Said(
        headline=fill(
            "{p}不超过{bound}的前提下，{n}种配置的吞吐量都可能最高：{named}。",
            **told,
            named=with_levels(speech),
        ),
        short=fill(
            "{p}不超过{bound}时，{n}种配置的吞吐量都可能最高：{levels}",
            **told,
            levels=range_of_levels(speech),
        ),
        context=together(
            parts("现有轮次分不出高下；排在前面的只是估计值最高，并不等于最好。"), unjudged(speech)
        ),
    )


def unjudged(speech: Speech) -> Parts:
    """How many settings may keep the bound or not: they have too few requests to tell."""
    n = speech.count("unjudged")
    if not n:
        return ()
    return fill(
        "另有{n}种配置无法判断：{p}至少需要{needed}个有效请求。",
        n=str(n),
        p=percentile(speech),
        needed=number(units.count(speech.value("needed"))),
    )


def bound_missed(speech: Speech) -> Said:
    """No setting keeps a latency bound, of those that have enough requests to tell."""
    n = speech.count("judged")
    told = fill("没有哪种配置的{p}能保持在{bound}以内", p=percentile(speech), bound=key(limit(speech)))
    if speech.count("unjudged"):
        told = fill(
            "能判断的{n}种配置中，没有哪种的{p}能保持在{bound}以内",
            n=str(n),
            p=percentile(speech),
            bound=key(limit(speech)),
        )
    least = fill("{told}，最低的是{least}。", told=told, least=number(speech.quantity("least")))
    return Said(headline=least, short=told, context=unjudged(speech))


def bound_unsupported(speech: Speech) -> Said:
    """Too few requests to say anything about the percentile."""
    return Said(
        headline=fill(
            "是否有配置能把{p}控制在{bound}以内，本次测量无法判断：{p}至少需要{needed}个有效请求，最多的配置也只有{most}个。",
            p=percentile(speech),
            bound=key(limit(speech)),
            needed=number(units.count(speech.value("needed"))),
            most=number(units.count(speech.value("most"))),
        ),
        short=fill("本次测量不足以给出{p}", p=percentile(speech)),
        context=parts("延长测量时间，或者改用较低的百分位。"),
    )


TEMPLATES: Templates = {
    (ClaimKind.BEST_THROUGHPUT, "single"): best_throughput,
    (ClaimKind.BEST_THROUGHPUT, "tied"): tied_throughput,
    (ClaimKind.BEST_THROUGHPUT, "all"): all_throughput,
    (ClaimKind.BEST_THROUGHPUT, "only"): only_throughput,
    (ClaimKind.BEST_LATENCY, "single"): best_latency,
    (ClaimKind.BEST_LATENCY, "tied"): tied_latency,
    (ClaimKind.BEST_LATENCY, "all"): all_latency,
    (ClaimKind.BEST_LATENCY, "only"): only_latency,
    (ClaimKind.BEST_OVERALL, "leads"): leads,
    (ClaimKind.BEST_OVERALL, "none"): nothing_leads,
    (ClaimKind.SMALLEST, "smaller"): smallest,
    (ClaimKind.SMALLEST, "itself"): smallest_itself,
    (ClaimKind.PARETO, "one"): single_front,
    (ClaimKind.PARETO, "several"): front,
    (ClaimKind.PARETO, "alike"): no_front,
    (ClaimKind.PARETO, "lead"): leaders,
    (ClaimKind.WITHIN_BOUND, "kept"): bound_kept,
    (ClaimKind.WITHIN_BOUND, "tied"): bound_tied,
    (ClaimKind.WITHIN_BOUND, "none"): bound_missed,
    (ClaimKind.WITHIN_BOUND, "unsupported"): bound_unsupported,
}
