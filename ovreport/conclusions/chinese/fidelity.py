"""Chinese sentences about what was asked, given, answered and left out."""

from __future__ import annotations

from ovreport import units
from ovreport.conclusions.chinese.compare import ZH
from ovreport.conclusions.chinese.names import precision
from ovreport.conclusions.chinese.text import fill, joined, sentence, together
from ovreport.conclusions.claims import ClaimKind, Said
from ovreport.conclusions.sentences import compare
from ovreport.conclusions.sentences.compare import proofs
from ovreport.conclusions.sentences.recommendations import named
from ovreport.conclusions.speech import Speech, Templates, estimate_of
from ovreport.conclusions.text import Parts, key, name, number, parts

WISHES = {
    "precision": ("请求的是{asked}，设备实际用{given}计算", "请求{asked}，实际用{given}计算"),
    "emulated": ("请求的是{asked}，设备并不支持，只是模拟执行", "{asked}在这个设备上是模拟执行的"),
    "device": ("请求的是{asked}，实际在{given}上执行", "请求{asked}，实际在{given}上执行"),
    "streams": ("请求了{asked}，实际生效的是{given}", "请求{asked}，实际{given}"),
    "threads": ("请求了{asked}，实际生效的是{given}", "请求{asked}，实际{given}"),
}

CONSEQUENCES = {
    "precision": "因此这里看不出所请求的精度有多快。",
    "emulated": "它的速度不能说明真正支持这种精度的设备。",
    "device": "因此这里看不出所请求的设备有多快。",
}


def not_granted(speech: Speech) -> Said:
    """What was asked for comes first, what the device did second."""
    what = speech.claim.variant
    asked, given = (told(what, speech.text(side)) for side in ("asked", "given"))
    long, short = WISHES[what]
    said = fill(long, asked=asked, given=given)
    many = scope(speech.count("cells"), speech.count("settings"))
    return Said(
        headline=fill("{said}（{many}）。", said=said, many=many) if many else sentence(said),
        short=fill(short, asked=asked, given=given),
        context=parts(CONSEQUENCES.get(what, "数据属于实际生效的设置。")),
    )


def told(what: str, value: str) -> Parts:
    """A wish in words."""
    if what in {"streams", "threads"} and value.isdecimal():
        return parts(f"{value} 个 stream" if what == "streams" else f"{value} 个线程")
    return (name(precision(value)),)


def scope(cells: int, settings: int) -> str:
    """In how many settings."""
    if settings == 1:
        return ""
    return f"全部 {settings} 种配置" if cells == settings else f"{settings} 种配置中的 {cells} 种"


def same(speech: Speech) -> Parts:
    """How many settings are one."""
    n = speech.count("cells")
    told = f"有 {n} 种配置实际生效的设置完全相同，等于同一个配置测了 {n} 次"
    return fill("{wish}，所以{told}", wish=wish(speech), told=told) if speech.claim.notes else parts(told)


def wish(speech: Speech) -> Parts:
    """What was asked for and not given, where that made settings one."""
    note = speech.about(speech.claim.notes[0])
    what = note.claim.variant
    return fill(WISHES[what][0], **{side: told(what, note.text(side)) for side in ("asked", "given")})


def short_same(speech: Speech) -> Parts:
    """The same in half a line."""
    told = f"有 {speech.count('cells')} 种配置实际上是同一个配置"
    return fill("{wish}，所以{told}", wish=wish(speech), told=told) if speech.claim.notes else parts(told)


def cells(speech: Speech) -> Parts:
    """The names of the cells."""
    return fill("它们是：{named}。", named=joined([speech.full(cell) for cell in speech.claim.cells], "；"))


def same_in_force(speech: Speech) -> Said:
    """Cells that are one setting, and agree."""
    contrast = speech.claim.contrasts[0]
    return Said(
        headline=fill(
            "{what}，结果{apart}{proof}。",
            what=same(speech),
            apart=compare.apart(speech, contrast),
            proof=compare.proof(speech, contrast),
        ),
        short=short_same(speech),
        context=cells(speech),
    )


def same_groups(speech: Speech) -> Said:
    """Several groups of cells, each one setting, and all agree."""
    told = fill(
        "{cells}种配置实际上只有{groups}种",
        cells=str(speech.count("cells")),
        groups=str(speech.count("groups")),
    )
    contrasts = speech.claim.contrasts
    return Said(
        headline=fill(
            "{told}，设置相同的几种结果一致：{apart}{proof}。",
            told=told,
            apart=compare.apart(speech, *contrasts),
            proof=proofs(speech, contrasts),
        ),
        short=told,
    )


def same_but_apart(speech: Speech) -> Said:
    """One setting, two results: a warning."""
    estimate = estimate_of(speech.claim.contrasts[0])
    return Said(
        headline=fill(
            "{what}，结果却相差{n}{proof}：本次测量里这么大的差别不可信。",
            what=same(speech),
            n=key(compare.estimated(speech, estimate)),
            proof=compare.proof(speech, speech.claim.contrasts[0]),
        ),
        short=fill("{same}，结果却不一致", same=short_same(speech)),
        context=cells(speech),
    )


def same_unresolved(speech: Speech) -> Said:
    """One setting, and an interval wider than the margin."""
    estimate = estimate_of(speech.claim.contrasts[0])
    return Said(
        headline=fill(
            "{what}，差别只是偶然：{span}（95% 置信区间，{rounds}轮）。",
            what=same(speech),
            span=compare.span(
                speech,
                speech.words.comparing.wordings["throughput"],
                estimate.low,
                estimate.high,
                estimate.ratio,
            ),
            rounds=str(estimate.rounds),
        ),
        short=short_same(speech),
        context=cells(speech),
    )


def same_silent(speech: Speech) -> Said:
    """One setting, too few rounds to compare."""
    return Said(headline=sentence(same(speech)), short=short_same(speech), context=cells(speech))


def sampled(speech: Speech) -> Parts:
    """How many values were compared."""
    compared, total = speech.count("sampled"), speech.count("total")
    if compared >= total:
        return fill("比较了全部{n}个输出值。", n=number(units.count(total)))
    return fill("比较了{total}个输出值中的{n}个。", total=units.count(total), n=number(units.count(compared)))


def pair(speech: Speech) -> tuple[Parts, Parts]:
    """The cells that differ most."""
    return speech.cell(speech.text("cell")), speech.cell(speech.text("reference"))


def identical(_speech: Speech) -> Said:
    """All bytes equal."""
    return Said(headline=parts("同样的输入，各配置的输出逐字节相同。"), short=parts("各配置的输出完全相同"))


def agree(speech: Speech) -> Said:
    """Different bytes, the same for practical purposes."""
    n = key(units.quantity(speech.value("largest")))
    share = units.percent_at_most(speech.value("relative"), language=ZH)
    first, second = pair(speech)
    return Said(
        headline=fill(
            "各配置的输出最多相差{n}，不到最大输出值的{share}，结果实际上是一样的。", n=n, share=number(share)
        ),
        short=fill("各配置的输出最多相差{n}，结果实际上是一样的", n=n),
        context=together(fill("差别最大的是{a}和{b}。", a=first, b=second), sampled(speech)),
    )


def close(speech: Speech) -> Said:
    """Answers that differ enough to ask for an accuracy check."""
    first, second = pair(speech)
    share = key(units.percent(speech.value("relative"), language=ZH))
    return Said(
        headline=fill(
            "输出最多相差{share}（相对于最大输出值），差别最大的是{a}和{b}。", share=share, a=first, b=second
        ),
        short=fill("各配置的输出最多相差{share}", share=share),
        context=together(parts("这是否影响精度，本次没有测量。"), sampled(speech)),
    )


def differ(speech: Speech) -> Said:
    """Settings that compute something else."""
    first, second = pair(speech)
    share = key(units.percent(speech.value("relative"), language=ZH))
    return Said(
        headline=fill(
            "同样的输入，{a}和{b}的输出不同：相差达到最大输出值的{share}。", a=first, b=second, share=share
        ),
        short=fill("各配置的输出最多相差{share}，并不一致", share=share),
        context=fill(
            "有{n}组输出对不上；在那里比较速度，比的是两种不同的计算。",
            n=number(str(speech.count("different"))),
        ),
    )


def uninformative(_speech: Speech) -> Said:
    """Agreement that proves nothing."""
    return Said(
        headline=parts("各配置的输出一致，但这说明不了什么：这个网络对任何输入都给出同样的输出。"),
        short=parts("输出一致，但说明不了什么"),
        context=parts("应当比较更靠前的一层，或者换一个有检测结果的输入。"),
    )


def no_device(speech: Speech) -> Said:
    """A device that this machine lacks."""
    n, published = speech.count("cells"), speech.count("published")
    device = name(speech.text("device"))
    shown = "没有测量"
    if published == n:
        shown = "只列出公布的数据"
    elif published:
        shown = f"没有测量，其中 {published} 个有公布的数据"
    return Said(
        headline=fill("本机没有{device}，这{n}个{device}配置{shown}。", device=device, n=str(n), shown=shown),
        short=fill("本机没有{device}", device=device),
    )


def failed(speech: Speech) -> Said:
    """Settings that failed."""
    n, reason = str(speech.count("cells")), speech.text("reason")
    return Said(
        headline=fill("有{n}种配置没能测成：{named}。", n=key(n), named=named(speech, speech.claim.cells)),
        short=fill("有{n}种配置测量失败", n=key(n)),
        context=fill("最先报告的原因：{reason}", reason=name(reason)) if reason else (),
    )


def pending(speech: Speech) -> Said:
    """Settings without records yet."""
    told = parts(f"{speech.count('settings')} 种配置中还有 {speech.count('cells')} 种没有记录")
    return Said(headline=sentence(told), short=told, context=parts("再运行一次，只会补测缺少的部分。"))


def steadiness_open(_speech: Speech) -> Said:
    """What published figures say nothing about: steadiness."""
    return Said(
        headline=parts(
            "发热降频和后台程序对这些数据有没有影响，从数据里看不出来：来源没有重复测量，也没有相关读数。"
        ),
        short=parts("稳定性没有数据支持"),
        context=parts(
            "要回答这个问题，需要以“whole”方式多轮重复测量，前后读取降频计数，并设置取值为 none 和 "
            "cpu 的“disturbance”因素。"
        ),
    )


def graphics_open(_speech: Speech) -> Said:
    """What published figures say nothing about: other programs on the GPU."""
    return Said(
        headline=parts("其他图形程序占用 GPU 时推理会不会变慢，同样没有数据：来源没有给出有无干扰的对比。"),
        short=parts("其他程序占用 GPU 的情况没有测"),
        context=parts("要回答这个问题，需要一个“disturbance”因素，其中一个取值是在同一块 GPU 上绘图的命令。"),
    )


TEMPLATES: Templates = {
    **{(ClaimKind.NOT_GRANTED, what): not_granted for what in WISHES},
    (ClaimKind.SAME_IN_FORCE, "agree"): same_in_force,
    (ClaimKind.SAME_IN_FORCE, "groups"): same_groups,
    (ClaimKind.SAME_IN_FORCE, "apart"): same_but_apart,
    (ClaimKind.SAME_IN_FORCE, "unresolved"): same_unresolved,
    (ClaimKind.SAME_IN_FORCE, "silent"): same_silent,
    (ClaimKind.OUTPUTS, "identical"): identical,
    (ClaimKind.OUTPUTS, "agree"): agree,
    (ClaimKind.OUTPUTS, "close"): close,
    (ClaimKind.OUTPUTS, "differ"): differ,
    (ClaimKind.OUTPUTS, "uninformative"): uninformative,
    (ClaimKind.NOT_MEASURED, "device"): no_device,
    (ClaimKind.NOT_MEASURED, "failed"): failed,
    (ClaimKind.NOT_MEASURED, "pending"): pending,
    (ClaimKind.NOT_MEASURED, "steadiness"): steadiness_open,
    (ClaimKind.NOT_MEASURED, "graphics"): graphics_open,
}
