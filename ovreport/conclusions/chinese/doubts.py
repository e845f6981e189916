"""Chinese sentences about reasons to distrust: a bold claim, its number, what to do about it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ovreport import units
from ovreport.analysis.results import Analysis, Doubt, DoubtKind
from ovreport.conclusions.chinese.compare import ZH
from ovreport.conclusions.chinese.names import precision
from ovreport.conclusions.chinese.text import fill, joined
from ovreport.conclusions.claims import SaidDoubt
from ovreport.conclusions.doubting import MOST_NAMED, Lines, Template, Words
from ovreport.conclusions.text import Parts, name, number, parts

FAILURES = {
    "no-device": "没有设备",
    "model": "网络读取失败",
    "compile": "编译失败",
    "crash": "进程崩溃",
    "timeout": "超时",
    "memory": "内存不足",
    "inference": "推理出错",
}

WHATS = {"device": "设备", "precision": "精度", "streams": "stream 数"}


def where(words: Words) -> Parts:
    """The cells that a doubt touches."""
    if words.everywhere:
        return parts("所有配置" if len(words.analysis.cells) > 1 else "这个配置")
    if len(words.cells) > MOST_NAMED:
        return parts(f"{len(words.cells)} 种配置")
    return joined([(name(cell),) for cell in words.cells], "；")


def failed(words: Words) -> Lines:
    """Trials without timings."""
    kind = words.word("kind")
    return (
        "有些测量失败了。",
        fill(
            "{trials}次测量中有{failed}次失败（{where}），主要原因：{kind}。",
            trials=str(words.count("trials")),
            failed=number(str(words.count("failed"))),
            where=where(words),
            kind=FAILURES.get(kind, kind),
        ),
        "看失败行里的提示，然后再运行一次，只会补测缺少的部分。",
    )


def suspend(words: Words) -> Lines:
    """The host slept."""
    seconds = number(units.duration(words.value("seconds"), language=ZH))
    return (
        "测量期间主机休眠过。",
        fill("{where}的测量中，最长有{seconds}处于休眠。", where=where(words), seconds=seconds),
        "关闭休眠，重测这几次。",
    )


def standstill(words: Words) -> Lines:
    """Something held the process."""
    return (
        "测量中途停顿过。",
        fill(
            "第{round}轮有一次请求用了{seconds}，而平时只要{usual}（{where}）；它照常计入。",
            round=str(words.count("round")),
            seconds=number(units.duration(words.value("seconds"), language=ZH)),
            usual=number(units.latency(words.value("usual_ns"))),
            where=where(words),
        ),
        "测量时不要挂起程序，也不要让机器休眠；用“--rerun”重新测量。",
    )


def clock(words: Words) -> Lines:
    """Latencies that contradict the recorder's clock."""
    return (
        "测量期间系统时钟被调整过。",
        fill(
            "有{n}个延迟（{share}）与记录程序自己的时钟矛盾；它们照常显示，但不计入任何平均值。",
            n=number(units.count(words.value("requests"))),
            share=words.share("share"),
        ),
        "测量时关闭时间同步。",
    )


def outputs(words: Words) -> Lines:
    """Different answers."""
    return (
        "各配置算出的结果并不都一样。",
        fill(
            "同样的输入，{where}的输出最多相差{share}（相对于最大输出值）。",
            where=where(words),
            share=words.share("relative"),
        ),
        "先核对这些配置的精度，再看速度。",
    )


def denormals(words: Words) -> Lines:
    """Denormal numbers slow some processors down."""
    return (
        "输出里有非规格化数。",
        fill(
            "{where}的输出中最多占{share}；中间各层没有检查。有些处理器处理这类数要慢很多倍。",
            where=where(words),
            share=words.share("share"),
        ),
        "打开 CPU_DENORMALS_OPTIMIZATION，或换用数值正常的权重和输入。",
    )


def throttled(words: Words) -> Lines:
    """The processor throttled."""
    return (
        "处理器降频了。",
        fill(
            "{where}的测量中记录到{n}次降频。",
            where=where(words),
            n=number(units.count(words.value("events"))),
        ),
        "改善散热，或者在各轮之间留出停顿。",
    )


def few_rounds(words: Words) -> Lines:
    """Fewer rounds than intervals deserve."""
    return (
        "轮次偏少。",
        fill("只测了{n}轮，置信区间很宽；只有一轮时根本给不出区间。", n=number(str(words.count("rounds")))),
        fill("至少测{n}轮。", n=str(words.count("wanted"))),
    )


def unequal_rounds(words: Words) -> Lines:
    """Some cells have fewer rounds."""
    return (
        "有的配置缺少轮次。",
        fill(
            "共{rounds}轮，{where}最少的只有{n}轮。",
            rounds=str(words.count("rounds")),
            where=where(words),
            n=number(str(words.count("fewest"))),
        ),
        "再运行一次，只会补测缺少的部分。",
    )


def split(words: Words) -> Lines:
    """Rounds measured in several sessions."""
    return (
        "有的轮次是分几次测完的。",
        fill(
            "{of}轮中有{n}轮如此，各配置在时间上并不相邻，比值里混入了其间的变化。",
            of=str(words.count("of")),
            n=number(str(words.count("rounds"))),
        ),
        "把这几轮一口气重测一遍。",
    )


def fallback(words: Words) -> Lines:
    """Asked for and not given."""
    what = WHATS.get(words.word("what"), "设置")
    return (
        f"请求的{what}与实际生效的不一致。",
        fill(
            "请求{asked}，实际{given}（{where}）。",
            asked=(name(precision(words.word("asked"))),),
            given=(name(precision(words.word("given"))),),
            where=where(words),
        ),
        fill("这些行按实际生效的{what}来读，或者换一台支持的设备。", what=what),
    )


def emulated(words: Words) -> Lines:
    """A precision without hardware."""
    return (
        "有一种精度是模拟执行的。",
        fill(
            "设备不支持{precision}，改用其他方式计算（{where}）。",
            precision=(name(precision(words.word("precision"))),),
            where=where(words),
        ),
        "不要把这里的速度套用到真正支持它的设备上。",
    )


def floor(words: Words) -> Lines:
    """The recorder is part of what is measured."""
    return (
        "记录程序本身占了一部分时间。",
        fill("{where}中最多占单次推理时间的{share}。", where=where(words), share=words.share("share")),
        "换更大的网络或 batch，或者把这些数字看作延迟的上限。",
    )


def steal(words: Words) -> Lines:
    """The hypervisor gave time to others."""
    return (
        "这台机器是共享的。",
        fill(
            "{where}的测量中，虚拟化层最多把{share}的 CPU 时间分给了别人。",
            where=where(words),
            share=words.share("share"),
        ),
        "多测几轮，或者换一台独占的主机。",
    )


def own_cpu(words: Words) -> Lines:
    """Waiting workers were not idle."""
    return (
        "测量工具自己占用了 CPU。",
        fill(
            "{where}运行时，调度进程和等待中的进程最多占{share}。",
            where=where(words),
            share=words.share("share"),
        ),
        "改用“whole”方式，或者减少同时测量的配置。",
    )


def load(words: Words) -> Lines:
    """Other programs ran."""
    return (
        "机器并不空闲。",
        fill("第一次测量之前，系统平均负载为{load}。", load=number(units.quantity(words.value("load")))),
        "关掉其他程序，或者多测几轮。",
    )


def drift(words: Words) -> Lines:
    """Latency moves in one direction within trials."""
    return (
        "延迟在测量过程中有漂移。",
        fill(
            "各轮平均，从头到尾最多{way}{share}（{where}）。",
            way="上升" if words.value("change") > 0 else "下降",
            share=words.share("change"),
            where=where(words),
        ),
        "加长预热，并查看温度和频率。",
    )


def shift(words: Words) -> Lines:
    """The level steps inside trials."""
    return (
        "有些测量中途出现了台阶。",
        fill(
            "{of}次测量中有{n}次，最大{change}（{where}）。",
            of=str(words.count("of")),
            n=number(str(words.count("trials"))),
            change=number(units.percent(abs(words.value("ratio") - 1), language=ZH)),
            where=where(words),
        ),
        "看延迟随时间变化的图；多测几轮。",
    )


def modes(words: Words) -> Lines:
    """Latencies come in groups."""
    return (
        "延迟分成了几堆。",
        fill(
            "{where}有{n}个峰，平均值哪一个也代表不了。",
            where=where(words),
            n=number(str(words.count("modes"))),
        ),
        "看分布，不要只看平均值；如果几堆对应不同种类的核，可以绑核。",
    )


def outliers(words: Words) -> Lines:
    """Many slow requests."""
    return (
        "离群的请求较多。",
        fill(
            "{where}中最多占{share}；它们照常计入和显示，没有剔除。",
            where=where(words),
            share=words.share("share"),
        ),
        "让机器安静下来，或者在平均值之外再看百分位。",
    )


def noisy(words: Words) -> Lines:
    """Levels move from round to round."""
    return (
        "各轮之间的水平不稳。",
        fill(
            "标准差最大达到{share}（{where}）；同一轮内的比值要稳得多。",
            where="每种配置都受影响" if words.everywhere else where(words),
            share=words.share("deviation"),
        ),
        "多看比值，少看绝对数值，或者换一台安静的主机。",
    )


def no_spread(words: Words) -> Lines:
    """Ratios repeat exactly."""
    return (
        "有些比值每一轮都分毫不差。",
        fill(
            "{rounds}轮的比值完全相同（{where}）。真实的时钟做不到这一点，所以不据此下结论。",
            rounds=str(words.count("rounds")),
            where=where(words),
        ),
        "查一查这些记录的来源。",
    )


def short_slices(words: Words) -> Lines:
    """Few requests fit in a slice."""
    return (
        "有的配置时间片太短。",
        fill(
            "{where}的一个时间片里，每路最少只有{n}个计数请求，首尾的影响偏大。",
            where=where(words),
            n=number(units.quantity(words.value("requests"))),
        ),
        "加长时间片。",
    )


def frequency(words: Words) -> Lines:
    """The processor did not always run at the same clock."""
    return (
        "处理器的频率有变化。",
        fill(
            "各轮测量刚结束时，频率在 {lowest} 到 {highest} MHz 之间。",
            lowest=number(f"{words.value('lowest'):,.0f}"),
            highest=number(f"{words.value('highest'):,.0f}"),
        ),
        "固定频率，给机器降温，或者引用比值而不是绝对数值。",
    )


def neighbours(words: Words) -> Lines:
    """Coming back costs something."""
    return (
        "轮流测量本身有代价。",
        fill(
            "{where}在其他配置之后的时间片里，单次推理比紧接着的第二个时间片最多慢{share}：缓存被其他配置占用过。",
            where=where(words),
            share=number(units.percent(words.value("ratio") - 1, language=ZH)),
        ),
        "加长时间片，或者改用“whole”方式。",
    )


def percentiles(words: Words) -> Lines:
    """Too few requests for a percentile."""
    percent = f"p{words.value('percent'):g}"
    return (
        "请求数不足以给出靠后的百分位。",
        fill(
            "{p}至少需要{needed}个有效请求，{where}最少的只有{n}个。",
            p=percent,
            needed=number(units.count(words.value("needed"))),
            where=where(words),
            n=number(units.count(words.value("effective"))),
        ),
        fill("如果关心{p}，就测得更久一些。", p=percent),
    )


def no_frequency(_: Words) -> Lines:
    """The host does not tell its frequency."""
    return (
        "没有记录频率。",
        "主机不提供频率读数，所以对睿频和过热降频不作结论。",
        "换一台能读到频率的主机，用“whole”方式测量。",
    )


def no_floor(words: Words) -> Lines:
    """No A/A comparison of this host."""
    return (
        "本机的噪声水平未知。",
        fill(
            "{share}的判断界限是默认值，不是本机用同一配置两个名字实测出来的。",
            share=number(units.percent_as_given(words.value("margin"), language=ZH)),
        ),
        "在本机运行一次“ovreport aa”。",
    )


def unreadable(words: Words) -> Lines:
    """Files that were left out."""
    return (
        fill("有{n}个文件没法用。", n=str(words.count("files"))),
        fill("第一个是{path}：{reason}", path=words.text("path"), reason=words.text("reason")),
        "删除或替换它，再运行一次。",
    )


SENTENCES: Mapping[DoubtKind, Template] = {
    DoubtKind.FAILED: failed,
    DoubtKind.SUSPEND: suspend,
    DoubtKind.STANDSTILL: standstill,
    DoubtKind.CLOCK: clock,
    DoubtKind.OUTPUTS: outputs,
    DoubtKind.DENORMALS: denormals,
    DoubtKind.THROTTLED: throttled,
    DoubtKind.FEW_ROUNDS: few_rounds,
    DoubtKind.UNEQUAL_ROUNDS: unequal_rounds,
    DoubtKind.SINGLE_SESSION_SPLIT: split,
    DoubtKind.FALLBACK: fallback,
    DoubtKind.EMULATED: emulated,
    DoubtKind.FLOOR: floor,
    DoubtKind.STEAL: steal,
    DoubtKind.OWN_CPU: own_cpu,
    DoubtKind.LOAD: load,
    DoubtKind.DRIFT: drift,
    DoubtKind.SHIFT: shift,
    DoubtKind.MODES: modes,
    DoubtKind.OUTLIERS: outliers,
    DoubtKind.NOISY: noisy,
    DoubtKind.NO_SPREAD: no_spread,
    DoubtKind.SHORT_SLICES: short_slices,
    DoubtKind.NEIGHBOURS: neighbours,
    DoubtKind.FREQUENCY: frequency,
    DoubtKind.PERCENTILES: percentiles,
    DoubtKind.NO_FREQUENCY: no_frequency,
    DoubtKind.NO_FLOOR: no_floor,
    DoubtKind.UNREADABLE: unreadable,
}


def said(template: Template) -> Callable[[Doubt, Analysis], SaidDoubt]:
    """A template as a function of the doubt."""

    def tell(doubt: Doubt, analysis: Analysis) -> SaidDoubt:
        headline, context, remedy = (
            parts(piece) if isinstance(piece, str) else piece
            for piece in template(Words(doubt, analysis, ZH))
        )
        return SaidDoubt(headline=headline, context=context, remedy=remedy)

    return tell


DOUBTS = {kind: said(template) for kind, template in SENTENCES.items()}
