"""A worker with another release of OpenVINO: `python -I -S beside.py FOLDER`.

It imports what lies in the folder (OpenVINO and NumPy), Python's own modules, and this package, which it
finds by its own place. Nothing that is installed beside the package can be imported.
"""

from __future__ import annotations

import runpy
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path


def main() -> None:
    """Run the worker."""
    sys.path.insert(0, sys.argv[1])
    package = Path(__file__).parents[1]
    spec = spec_from_file_location(
        "ovreport", package / "__init__.py", submodule_search_locations=[str(package)]
    )
    assert spec is not None, "this file lies in the package"
    assert spec.loader is not None, "it is loaded from a file"
    module = sys.modules["ovreport"] = module_from_spec(spec)
    spec.loader.exec_module(module)
    runpy.run_module("ovreport.run.worker", run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
