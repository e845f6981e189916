"""Chinese sentences about published words, figures that fit or do not, and measurements beside them."""

from __future__ import annotations

from ovreport import units
from ovreport.conclusions.chinese.compare import ZH
from ovreport.conclusions.chinese.published import NO_INTERVAL, basis, check, given, quoted, sides
from ovreport.conclusions.chinese.text import fill, together
from ovreport.conclusions.claims import ClaimKind, Said
from ovreport.conclusions.sentences import compare
from ovreport.conclusions.speech import Speech, Templates
from ovreport.conclusions.text import Parts, key, name, number, parts, quote


def smallest_by_figures(speech: Speech) -> Said:
    """Fewer requests are nearly as good, by the figures."""
    small, best = speech.cell(speech.text("smallest")), speech.cell(speech.text("best"))
    share = key(units.percent(speech.value("ratio"), language=ZH))
    return Said(
        headline=fill(
            "{by}小一点的配置也够用：{small}已经达到{best}的{share}（{none}）。",
            by="按公布的数据，" if speech.beside_measurements else "",
            small=small,
            best=best,
            share=share,
            none=NO_INTERVAL,
        ),
        short=fill("{small}已经达到公布的最好成绩的{share}", small=small, share=share),
        context=parts("省下的资源对其他程序有多大好处，没有测量。"),
    )


def smallest_by_words(speech: Speech) -> Said:
    """Fewer requests are nearly as good, by the source's words alone."""
    first, second = sides(speech)
    loss = key(units.percent_at_most(1 - speech.value("ratio"), language=ZH))
    brief = fill("按原文的说法，{a}与{b}相差不到{loss}", a=first.words, b=second.words, loss=loss)
    return Said(
        headline=fill("{brief}：{text}。", brief=brief, text=quoted(speech)),
        short=brief,
        context=parts("原文没有给出具体数字，无从核对；省下的资源对其他程序有多大好处，也没有测量。"),
    )


def statement(speech: Speech) -> Said:
    """Words that the source's own figures do not bear out."""
    text = quote(speech.text("text"))
    return Said(
        headline=check(speech),
        short=fill("“{text}”按原文自己的数据是{given}", text=text, given=given(speech)),
        context=basis(speech),
    )


def statement_holds(speech: Speech) -> Said:
    """Words that the source's own figures bear out."""
    text = quote(speech.text("text"))
    return Said(
        headline=check(speech), short=fill("“{text}”与原文数据相符", text=text), context=basis(speech)
    )


def statement_open(speech: Speech) -> Said:
    """Words without figures."""
    text = quote(speech.text("text"))
    return Said(
        headline=fill("原文说{text}，但没有给出可以对照的数据。", text=quoted(speech)),
        short=fill("“{text}”没有数据可以对照", text=text),
    )


def little_agrees(speech: Speech) -> Said:
    """Printed latency and throughput fit together."""
    off = key(units.percent_at_most(speech.value("off"), language=ZH))
    return Said(
        headline=fill(
            "公布的延迟与吞吐量彼此吻合：在同时给出两者的{rows}行里，并发数 × 图片数 ÷ FPS "
            "与所给延迟相差不到{off}。",
            rows=str(speech.count("rows")),
            off=off,
        ),
        short=fill("公布的延迟与吞吐量彼此吻合，相差不到{off}", off=off),
    )


def little_contradicts(speech: Speech) -> Said:
    """Printed latency and throughput cannot both be right."""
    cell = speech.cell(speech.text("cell"))
    return Said(
        headline=fill(
            "公布的延迟与吞吐量互相矛盾：按 FPS 推算（利特尔法则），{cell}单次推理应为{predicted}，"
            "给出的却是{printed}。",
            cell=cell,
            predicted=key(speech.quantity("predicted")),
            printed=number(speech.quantity("printed")),
        ),
        short=fill("{cell}公布的延迟与吞吐量对不上", cell=cell),
        context=parts("可能是按请求而不是按图片计数，也可能两者来自不同的测试。"),
    )


def beside(speech: Speech) -> Said:
    """Measured throughput over published."""
    first, last = (units.quantity(speech.value(end)).value for end in ("lowest", "highest"))
    shown = key(first if first == last else units.joined(first, last))
    where: Parts = (name(speech.translated("source")),)
    machine: Parts = ()
    if speech.text("platform"):
        machine = fill("对方的机器：{platform}。", platform=name(speech.translated("platform")))
    context: Parts = ()
    if speech.claim.variant == "several":
        context = fill(
            "比值最低的是{low}，最高的是{high}。",
            low=speech.cell(speech.text("lowest")),
            high=speech.cell(speech.text("highest")),
        )
    return Said(
        headline=fill(
            "本机的吞吐量是来源（{where}）所给数据的{n}倍。来源没有重复测量，因此无法给出误差范围。",
            where=where,
            n=shown,
        ),
        short=fill("本机的吞吐量是公布数据的{n}倍", n=shown),
        context=together(
            there_and_here(speech),
            machine,
            context,
            parts("机器和软件都不同，这个比值不能单独说明其中任何一个。"),
        ),
    )


def there_and_here(speech: Speech) -> Parts:
    """What a change did by the source's figures, and what it does here."""
    if not speech.has("there"):
        return ()
    words = speech.words.comparing.wordings[speech.manner_of(speech.text("factor"))]
    found, ratio = speech.claim.number("here"), speech.value("there")
    here = compare.amount(speech, found.value, found.low, found.high)
    return fill(
        "在对方的机器上，{said}；在这里{again}（95% 置信区间{interval}）。",
        said=compare.put(
            speech, compare.changed(words, ratio), sides(speech), n=key(compare.amount(speech, ratio))
        ),
        again=compare.put(
            speech, compare.changed(words, found.value, again=True), sides(speech), n=key(here)
        ),
        interval=number(compare.bounds(speech, here)),
    )


TEMPLATES: Templates = {
    (ClaimKind.PUBLISHED_SMALLEST, "figures"): smallest_by_figures,
    (ClaimKind.PUBLISHED_SMALLEST, "words"): smallest_by_words,
    (ClaimKind.PUBLISHED_CONTRADICTION, "statement"): statement,
    (ClaimKind.PUBLISHED_CONTRADICTION, "statement-holds"): statement_holds,
    (ClaimKind.PUBLISHED_CONTRADICTION, "statement-open"): statement_open,
    (ClaimKind.PUBLISHED_CONTRADICTION, "little"): little_contradicts,
    (ClaimKind.PUBLISHED_CONTRADICTION, "little-agrees"): little_agrees,
    (ClaimKind.BESIDE_PUBLISHED, "single"): beside,
    (ClaimKind.BESIDE_PUBLISHED, "several"): beside,
}
