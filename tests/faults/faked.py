"""The command line with a fake engine: `python -m tests.faults.faked run ...`.

Everything but inference is real: processes, pipes, locks, files, signals. The engine counts time instead of
waiting for it, so that a trial takes as long as its worker needs to start.
"""

from __future__ import annotations

import functools
import sys

from ovreport import run
from ovreport.cli import main, measuring

FAKE = (sys.executable, "-m", "tests.run.fake_worker")

if __name__ == "__main__":
    # the attributes of a module that finds its members when asked are not known to a type checker
    vars(run)["measure"] = functools.partial(run.measure, command=FAKE)
    vars(measuring)["openvino_version"] = lambda: "0.fake"
    main()
