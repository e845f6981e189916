"""The command line with a fake engine: `python -m tests.faults.faked run ...`.

Everything but inference is real: processes, pipes, locks, files, signals. The engine counts time instead of
waiting for it, so that a trial takes as long as its worker needs to start.

`OVREPORT_TEST_DISK_SECONDS` makes the disk as slow: so long does it take to make sure of a file or a folder.
"""

from __future__ import annotations

import functools
import os
import sys
import time

from ovreport.cli import main
from ovreport.run import session
from ovreport.workflow import pending

FAKE = (sys.executable, "-m", "tests.run.fake_worker")


def slow_disk(seconds: float) -> None:
    sync = os.fsync

    def slowly(handle: int) -> None:
        time.sleep(seconds)  # as a signal does not wake up a disk, it does not end this either
        sync(handle)

    vars(os)["fsync"] = slowly


if __name__ == "__main__":
    slow_disk(float(os.environ.get("OVREPORT_TEST_DISK_SECONDS", "0")))
    vars(session)["measure"] = functools.partial(session.measure, command=FAKE)
    vars(pending)["openvino_version"] = lambda: "0.fake"
    main()
