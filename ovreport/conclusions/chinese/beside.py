"""Chinese sentences about one configuration beside one that came before it."""

from __future__ import annotations

from ovreport.analysis.results import Contrast, Verdict
from ovreport.conclusions.chinese.published import compared
from ovreport.conclusions.chinese.text import fill, sentence
from ovreport.conclusions.claims import ClaimKind, Said
from ovreport.conclusions.sentences import compare
from ovreport.conclusions.speech import Speech, Templates, estimate_of
from ovreport.conclusions.text import Parts, key, number


def beside(speech: Speech) -> Said:
    """Throughput and latency beside the other configuration's."""
    throughput, *rest = speech.claim.contrasts
    latency = next((each for each in rest if each.metric == "latency"), None)
    brief = fill("{opening}，{gained}", opening=opening(speech), gained=gained(speech, throughput))
    told = brief
    if latency is not None and latency.verdict in {Verdict.FASTER, Verdict.SLOWER}:
        told = fill("{told}，{price}", told=told, price=price(speech, latency))
    elif latency is not None and latency.verdict is Verdict.EQUIVALENT:
        told = fill("{told}，单次推理延迟持平（{apart}）", told=told, apart=compare.apart(speech, latency))
    return Said(headline=sentence(told), short=brief)


def opening(speech: Speech) -> Parts:
    """What changed: "多 3 路请求", "与 batch=1 相比"."""
    factor, level, reference = speech.told_levels()
    counted = level.isdecimal() and reference.isdecimal()
    if speech.field(factor) == "requests" and counted and int(level) > int(reference):
        return fill(
            "比{b}多{n}路请求", b=speech.level(factor, reference).words, n=str(int(level) - int(reference))
        )
    if speech.field(factor) == "disturbance" and reference == "none":
        return speech.condition(factor, level)
    return fill("与{b}相比", b=speech.level(factor, reference).words)


def gained(speech: Speech, contrast: Contrast) -> Parts:
    """What throughput does."""
    estimate = estimate_of(contrast)
    what = "每秒处理的图片数" if speech.field(speech.text("factor")) == "batch" else "吞吐量"
    proof = compare.proof(speech, contrast, rounds=False)
    if contrast.verdict is Verdict.EQUIVALENT:
        return fill(
            "{what}持平，{apart}{proof}", what=what, apart=compare.apart(speech, contrast), proof=proof
        )
    if contrast.verdict is Verdict.NOT_RESOLVED:
        return fill(
            "{what}的差别未能分辨：{open}",
            what=what,
            open=compare.left_open(speech, speech.words.comparing.wordings["throughput"], contrast),
        )
    amount = key(compare.estimated(speech, estimate))
    if estimate.ratio >= compare.TIMES_FROM:
        return fill("{what}是其{n}{proof}", what=what, n=amount, proof=proof)
    way = "提升" if estimate.ratio >= 1 else "下降"
    return fill("{what}{way}{n}{proof}", what=what, way=way, n=amount, proof=proof)


def price(speech: Speech, contrast: Contrast) -> Parts:
    """What a request's latency does."""
    estimate = estimate_of(contrast)
    amount = number(compare.estimated(speech, estimate))
    if estimate.ratio >= compare.TIMES_FROM:
        return fill("单次推理延迟则是其{n}", n=amount)
    return fill("单次推理延迟{way}{n}", way="增加" if estimate.ratio >= 1 else "缩短", n=amount)


def published_beside(speech: Speech) -> Said:
    """The same by published figures."""
    told = compared(speech, 0)
    whose = "按公布的数据，" if speech.beside_measurements else ""
    return Said(headline=fill("{whose}{told}。", told=told, whose=whose), short=told)


TEMPLATES: Templates = {
    (ClaimKind.EFFECT, "beside"): beside,
    (ClaimKind.PUBLISHED_EFFECT, "beside"): published_beside,
}
