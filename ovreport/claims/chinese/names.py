"""Chinese words for cells, factors and levels."""

from __future__ import annotations

from collections.abc import Mapping

from ovreport.analysis import mismatches
from ovreport.analysis.results import CellResult, Counts, Status
from ovreport.claims.chinese.text import fill, joined
from ovreport.claims.counting import Counted
from ovreport.claims.naming import UNSET, Noun, asked_shapes, field_of, told_batch, told_by_setting
from ovreport.language.spans import Text, name, spans
from ovreport.plan import Factor, Setting
from ovreport.records import InForce

FACTORS = {
    "model": "网络",
    "device": "设备",
    "precision": "推理精度",
    "storage": "权重存储精度",
    "batch": "batch 大小",
    "requests": "推理并发数",
    "streams": "stream 数",
    "threads": "线程数",
    "hint": "性能提示（hint）",
    "mode": "调用方式",
    "state": "推理之间的状态",
    "disturbance": "干扰",
    "shapes": "输入形状",
    "layout": "输入布局",
}

DISTURBANCES = {"none": "无干扰", "cpu": "其他程序占满一个核", "memory": "其他程序频繁读写内存"}


def precision(label: str) -> str:
    """The spelling that Chinese texts use: FP16, FP32, BF16, INT8."""
    return {"f16": "FP16", "f32": "FP32", "bf16": "BF16", "int8": "INT8"}.get(label, label)


def ways(label: str) -> str:
    """Requests in flight: `单路`, `4 路并发`."""
    if label == "1":
        return "单路推理"
    if label.lower() == "auto":
        return "自动并发数"
    return f"{label} 路并发" if label.isdecimal() else "默认并发数"


def streams(label: str) -> str:
    """`2 个 stream`, `自动 stream`."""
    if label.isdecimal():
        return f"{label} 个 stream"
    return "自动 stream" if label.lower() == "auto" else "默认 stream"


def hint(label: str) -> str:
    """A performance hint by OpenVINO's own name."""
    return "不用 hint" if label == "none" else f"{label.upper()} hint"


def disturbance(value: str) -> str:
    """What runs beside the measurement."""
    if value.startswith("command:"):
        return f"同时运行“{value.removeprefix('command:').strip()}”"
    return DISTURBANCES.get(value, value)


SHORT_LABEL = 6
"""Chinese characters of a label that reads as one word of a sentence."""


def labelled(label: str) -> Text:
    """An author's label; in quotation marks where it would not read as one word of the sentence."""
    plain = label.isascii() and " " not in label and "," not in label
    chinese = sum(not letter.isascii() for letter in label)
    short = 0 < chinese <= SHORT_LABEL and not set(label) & set(",，、()（）")
    return (name(label),) if plain or short else fill("“{label}”", label=name(label))


def contracted(words: tuple[str, ...]) -> tuple[str, ...]:
    """Automatic streams and automatic requests as one piece."""
    both = ("自动并发数", "自动 stream")
    if not set(both) <= set(words):
        return words
    return tuple("自动并发" if word == both[0] else word for word in words if word != both[1])


class Chinese:
    """Chinese names; see `naming.Names`."""

    def word(self, field: str, setting: Setting) -> str:
        """A field of a setting, as a piece of a cell's name."""
        words = {
            "model": setting.model.name,
            "device": setting.device,
            "precision": precision(setting.precision) if setting.precision else "默认精度",
            "storage": f"{precision(setting.storage)} 文件" if setting.storage else "文件原样",
            "batch": f"batch={told_batch(setting)}" if told_batch(setting) else "导出时的 batch",
            "requests": "同步单路" if setting.mode == "sync" else ways(str(setting.requests)),
            "streams": streams(str(setting.streams)),
            "threads": f"{setting.threads} 线程" if setting.threads else "默认线程数",
            "hint": hint(setting.hint) if setting.hint else "默认 hint",
            "mode": "同步" if setting.mode == "sync" else "异步",
            "state": "保留状态" if setting.state == "keep" else "重置状态",
            "disturbance": disturbance(setting.disturbance),
        }
        return words[field]

    def short_word(self, field: str, setting: Setting) -> str:
        """The same in a few characters."""
        words = {
            "model": setting.model.name,
            "device": setting.device,
            "precision": precision(setting.precision) if setting.precision else "默认",
            "storage": f"{precision(setting.storage)} 文件" if setting.storage else "原文件",
            "batch": f"b{told_batch(setting)}" if told_batch(setting) else "原 batch",
            "requests": "自动并发" if setting.requests == "auto" else f"{setting.requests} 路",
            "streams": f"{setting.streams or '默认'} stream".replace("auto", "自动"),
            "threads": f"{setting.threads} 线程" if setting.threads else "默认线程数",
            "hint": setting.hint or "默认",
            "mode": "同步" if setting.mode == "sync" else "异步",
            "state": "保留" if setting.state == "keep" else "重置",
            "disturbance": "无干扰" if setting.disturbance == "none" else "有干扰",
        }
        return words[field]

    def compose(self, words: tuple[str, ...]) -> str:
        """Pieces as one name."""
        return "，".join(contracted(words))

    def begin(self, phrase: str) -> str:
        """A phrase where a sentence begins with it."""
        return phrase

    def phrase(self, words: tuple[str, ...]) -> str:
        """Pieces as a noun phrase inside a sentence."""
        if len(words) == 1:
            return self._alone(words[0])
        return "、".join(contracted(words))

    def _alone(self, word: str) -> str:
        """A piece that names no setting by itself with what makes it one."""
        if word in {"同步", "异步"}:
            return f"{word}推理"
        disturbed = word in DISTURBANCES.values() or word.startswith("同时运行")
        return f"{word}的配置" if disturbed else word

    def is_plural(self, phrase: str) -> bool:  # noqa: ARG002  English needs it
        """Chinese verbs know no number."""
        return False

    def capital(self, sentence: Text) -> Text:
        """A sentence at the beginning of a line: Chinese has no capitals, and `batch` keeps its spelling."""
        return sentence

    def level(self, factor: Factor, label: str) -> Noun:
        """A level as a noun phrase."""
        field = field_of(factor)
        if field == "property":
            return Noun((name(f"{factor.name}={label}"),))
        if label.lower() in UNSET and field == "batch":
            return Noun(spans("导出时的 batch"))
        if label.lower() in UNSET and field not in {"disturbance", "bundle", "hint"}:
            return Noun(fill("默认{what}", what=FACTORS[field]))
        words = {
            "precision": (name(precision(label)),),
            "storage": fill("{level}模型文件", level=name(precision(label))),
            "batch": spans(f"batch={label}"),
            "requests": spans(ways(label)),
            "streams": spans(streams(label)),
            "threads": spans(f"{label} 线程"),
            "hint": spans(hint(label)),
            "mode": spans("同步推理" if label == "sync" else "异步推理"),
            "state": spans("保留状态" if label == "keep" else "每次推理前重置状态"),
            "disturbance": spans(disturbance(label)),
        }
        return Noun(words.get(field, labelled(label) if field == "bundle" else (name(label),)))

    def condition(self, factor: Factor, label: str) -> Text:
        """A level as the circumstance of something else."""
        field = field_of(factor)
        words = self.level(factor, label).words
        after = {
            "device": "上",
            "requests": "时",
            "batch": "时",
            "disturbance": "时",
            "model": "上",
            "bundle": "时",
        }
        return fill("{words}{after}", words=words, after=after.get(field, "下"))

    def factor(self, name: str) -> str:
        """A factor's name in running text."""
        return FACTORS.get(name, name)

    def counted(self, counts: Counts, unit: str) -> Counted:
        """What throughput counts.

        A word of the author's of one character (帧, 句) follows a number by itself, a longer one after 个.
        """
        measure, noun = COUNTED.get(counts) or ("个" if len(unit) > 1 else unit, unit)
        noun = noun.partition("/")[0]
        amount = noun if measure == noun else f"{measure}{noun}"
        if counts == "request":
            amount = "次推理"
        rate = {"image": "FPS", "request": "次/秒"}.get(counts, f"{noun}/秒")
        return Counted(one=amount, many=noun, amount=amount, brief=measure, rate=rate)

    def setting(self, result: CellResult) -> Text:
        """What was asked for and what is in force, in sentences."""
        head = "公布的设置" if result.status is Status.PUBLISHED else "请求的设置"
        asked = fill("{head}：{words}。", head=head, words=joined(_asked(result), "，"))
        if result.in_force is None:
            return asked
        return fill(
            "{asked}实际生效：{given}。",
            asked=asked,
            given=joined(_given(result.in_force, result.cell.setting), "，"),
        )


COUNTED: Mapping[str, tuple[str, str]] = {
    "image": ("张", "图片"),
    "request": ("次", "推理请求"),
    "sample": ("个", "样本"),
}
"""Measure word and noun of what throughput counts."""

CHINESE = Chinese()


def _asked(result: CellResult) -> list[Text]:
    setting = result.cell.setting
    words: list[Text] = [(name(setting.device),)]
    words += [spans(told) for told in [_batch(result)] if told]
    words += [(name(f"{tensor or '输入'} {shape}"),) for tensor, shape in asked_shapes(setting)]
    if setting.precision:
        words.append((name(precision(setting.precision)),))
    if setting.storage:
        words.append(spans(CHINESE.word("storage", setting)))
    words.append(spans(streams(str(setting.streams)) if setting.streams else "stream 数由 OpenVINO 决定"))
    words.append(
        spans(
            "并发数按 OpenVINO 建议"
            if setting.requests == "auto" and setting.mode == "async"
            else CHINESE.word("requests", setting)
        )
    )
    if setting.threads:
        words.append(spans(f"{setting.threads} 线程"))
    if setting.hint:
        words.append(spans(hint(setting.hint)))
    words += [(name(f"{key}={value}"),) for key, value in setting.properties]
    words += [fill("输入 {input} 按给定内容", input=name(feed.input)) for feed in setting.inputs]
    if setting.state == "keep":
        words.append(spans(CHINESE.word("state", setting)))
    if setting.disturbance != "none":
        words.append(spans(disturbance(setting.disturbance)))
    return words


def _batch(result: CellResult) -> str:
    """What was asked for, or what the network was exported with, as far as that is known.

    Empty where shapes were asked for and nothing tells of a batch in them.
    """
    setting, number = result.cell.setting, f"batch={result.batch}"
    if told_batch(setting) is None and asked_shapes(setting) and result.batch == 1:
        return ""
    if told_by_setting(setting):
        return number
    return f"{number}（导出时的大小）" if result.batch_is_known else "batch 为导出时的大小"


def _given(given: InForce, setting: Setting) -> list[Text]:
    words = _devices(given) + _computed(given)
    if given.streams is not None:
        words.append(spans(streams(str(given.streams))))
    words.append(spans(ways(str(given.requests))))
    if given.threads is not None:
        words.append(spans(f"{given.threads} 线程"))
    for key, _ in setting.properties:
        found = mismatches.told(given, key)
        words.append(spans(f"设备没有报告 {key} 是否生效") if found is None else (name(f"{key}={found}"),))
    return words


def _devices(given: InForce) -> list[Text]:
    """The devices, each with its own precision and streams where they do not agree."""
    precisions, numbers = (
        dict(mismatches.beneath(given, key)) if agreed is None else {}
        for key, agreed in (("INFERENCE_PRECISION_HINT", given.precision), ("NUM_STREAMS", given.streams))
    )
    if not precisions and not numbers:
        return [(name("、".join(given.devices)),)] if given.devices else []
    told: list[Text] = []
    for device in given.devices:
        own: list[Text] = [(name(precision(precisions[device])),)] if device in precisions else []
        own += [spans(streams(numbers[device]))] if numbers.get(device, "").isdecimal() else []
        what = fill("（{own}）", own=joined(own, "、")) if own else ()
        told.append(fill("{device}{what}", device=name(device), what=what))
    return [joined(told, "、")]


def _computed(given: InForce) -> list[Text]:
    """The precision, and which of the layers that do the arithmetic compute in INT8 instead."""
    quantised, layers = given.int8
    how = "（模拟执行）" if given.emulated else ""
    plainly = (
        [fill("{level}{how}", level=name(precision(given.precision)), how=how)] if given.precision else []
    )
    if not quantised:
        return plainly
    present = {kind for kind, *_ in given.arithmetic or ()}
    kinds = [word for kind, word in ARITHMETIC.items() if kind in present]
    what = "和".join(filter(None, ("、".join(kinds[:-1]), *kinds[-1:]))) or "层"
    if quantised == layers:
        told = fill("{of} 个{what}全部用 {int8} 计算", of=str(layers), what=what, int8=name("INT8"))
        return [told, *(fill("其他层用 {level}", level=level) for level in plainly)]
    counted = fill("{of} 个{what}中有 {n} 个", of=str(layers), what=what, n=str(quantised))
    told = fill("{counted}用 {int8} 计算", counted=counted, int8=name("INT8"))
    return [told, *(fill("其余用 {level}", level=level) for level in plainly)]


ARITHMETIC = {"convolution": "卷积", "matmul": "矩阵乘法", "recurrent": "循环层"}
"""Layers that do the arithmetic."""
