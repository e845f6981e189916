"""What a throughput counts: images only where models take images, else samples or requests."""

from __future__ import annotations

from collections.abc import Sequence

from ovreport.analysis.results import CellResult, Counts
from ovreport.plan import Plan
from ovreport.records import ModelFacts, is_image


def counts(plan: Plan, cells: Sequence[CellResult]) -> Counts:
    """What the cells have in common.

    - What the experiment file says, where it does (`unit`).
    - Images where each model that was measured has an input of so many images as a request has samples.
      Where nothing was measured, figures are those of a source, which count images.
    - Else requests, or samples where any request carries several.
    """
    if any(words.unit for words in plan.article.translations):
        return "named"
    known = [cell for cell in cells if cell.model is not None and cell.trials]
    if all(_takes_images(cell.model, cell.batch) for cell in known if cell.model):
        return "image"
    return "sample" if any(cell.batch > 1 for cell in known) else "request"


def _takes_images(model: ModelFacts, batch: int) -> bool:
    fed = {each.input for each in model.fed if each.how == "images"}
    return any(
        tensor.shape[tensor.batch_place or 0] == batch
        if is_image(tensor)
        else tensor.name in fed and len(tensor.shape) == 3 and batch == 1
        for tensor in model.inputs
    )
