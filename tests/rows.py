"""Tables of requests of which a test names what it is about."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ovreport.records import REQUEST_COLUMNS, Requests


def requests_of(**columns: NDArray[Any]) -> Requests:
    """Requests with these columns, in the types of a record; every other column holds zeros."""
    assert columns.keys() <= REQUEST_COLUMNS.keys()
    zeros = np.zeros(len(next(iter(columns.values()))))
    return Requests(
        **{name: np.asarray(columns.get(name, zeros), kind) for name, kind in REQUEST_COLUMNS.items()}
    )
