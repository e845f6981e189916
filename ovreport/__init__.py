"""Reproducible write-ups of OpenVINO inference performance.

The rooms of the package form a one-way pipeline, and each imports only rooms before it. CONTRIBUTING.md tells
them in their order, with what each does and which library it owns; the docstring of each says more. For other
programs there is `open`.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ovreport.frames import Results

__all__ = ["__version__", "open"]

__version__ = "0.1.0"


def open(path: str | os.PathLike[str]) -> Results:  # noqa: A001 - as in `ovreport.open`
    """Open measured results, to be read as pandas frames.

    Args:
        path: A folder of results, such as `experiments/results`, or the folder of a site.

    Returns:
        `Results`, with the frames `requests`, `trials`, `comparisons` and `claims`.

    Raises:
        ovreport.errors.OvreportError: There are no results, or what lies there cannot be read.
    """
    from ovreport.frames import open_results  # pandas and the analysis, which few need who import a version

    return open_results(path)
