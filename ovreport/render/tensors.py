"""Inputs and outputs of the measured models with every shape that each had, and how a batch is known."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from ovreport.analysis.results import CellResult
from ovreport.language.locale import Locale
from ovreport.records import ModelFacts, Tensor
from ovreport.render.context import Context


def rows(context: Context) -> tuple[tuple[str, str], ...]:
    """Label and text of the rows of the platform table."""
    locale = context.locale
    return (
        (locale("Inputs"), _tensors(context, lambda model: model.inputs, locale("{shape} fed {fed}"))),
        (locale("Outputs"), _tensors(context, lambda model: model.outputs, "{shape}")),
        (locale("Batch"), _batches(context)),
    )


def _by_network(context: Context) -> dict[str, list[CellResult]]:
    found: dict[str, list[CellResult]] = {}
    for result in context.analysis.cells:
        if result.model is not None:
            found.setdefault(result.model.name, []).append(result)
    return dict(sorted(found.items()))


def _named(context: Context, texts: dict[str, str]) -> str:
    """What is told of each model, under its name where there are several."""
    told = {name: text for name, text in texts.items() if text}
    if len(_by_network(context)) < 2:
        return "".join(told.values())
    colon = context.locale.colon
    return context.locale.semicolon.join(f"{name}{colon}{text}" for name, text in told.items())


def _tensors(context: Context, side: Callable[[ModelFacts], Iterable[Tensor]], dynamic: str) -> str:
    texts = {}
    for name, results in _by_network(context).items():
        shapes: dict[tuple[str, str], dict[str, None]] = {}
        for tensor in (each for result in results if result.model for each in side(result.model)):
            shapes.setdefault((tensor.name, tensor.type), {})[_shape(tensor, dynamic)] = None
        texts[name] = context.locale.list(
            [f"{tensor} {kind} {' / '.join(each)}" for (tensor, kind), each in shapes.items()]
        )
    return _named(context, texts)


def _shape(tensor: Tensor, dynamic: str) -> str:
    fed = f"[{', '.join(map(str, tensor.shape))}]"
    return dynamic.format(shape=tensor.dynamic, fed=fed) if tensor.dynamic else fed


def _batches(context: Context) -> str:
    texts = {}
    for name, results in _by_network(context).items():
        told = [_batch(result, context.locale) for result in results]
        texts[name] = context.locale.list(list(dict.fromkeys(filter(None, told))))
    return _named(context, texts)


def _batch(result: CellResult, locale: Locale) -> str:
    """How the batch is known that nobody asked for; empty where that goes without saying."""
    model = result.model
    if model is None or model.batch_source == "asked":
        return ""
    if model.batch_source == "layout" and result.batch > 1:
        return locale("{number} as exported, by the layout of the inputs", number=result.batch)
    if model.batch_source == "reshaped":
        return locale(
            "{number} as exported: the outputs share this first dimension with an input, and it follows a "
            "reshape",
            number=result.batch,
        )
    if result.batch == 1 and any(tensor.shape and tensor.shape[0] > 1 for tensor in model.inputs):
        return locale("not known: a request counts as one sample")
    return ""
