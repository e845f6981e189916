"""`ovreport` on a host that sleeps at a signal: `python -m tests.faults.asleep SECONDS ARGUMENT...`.

Every signal is a sleep of so many seconds. To a process a suspend is a step between two clocks of the kernel:
`CLOCK_BOOTTIME` has gone on, the monotonic one has not. SIGUSR1 makes this very step: the process moves into
a time namespace whose boot time lies ahead (time_namespaces(7)). Needs Linux 5.6, the right to do so (root),
and a process of a single thread, which the runner is with `ONE_THREAD` until it writes its first record.
Where the kernel refuses, the command ends with `AWAKE`.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from pathlib import Path

NEW_TIME = 0x80
"""`CLONE_NEWTIME` of <sched.h>."""

AWAKE = 77
"""Exit code where nobody can sleep."""

ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "JE_ARROW_MALLOC_CONF": "background_thread:false"}
"""What keeps numpy and pyarrow from starting threads of their own."""

SPACE = Path("/proc/self/ns/time_for_children")


def sleep(seconds: int) -> None:
    """Lets the boot time of this process and of those that it starts lie ahead by `seconds`.

    Raises:
        OSError: The kernel refuses it.
    """
    library = ctypes.CDLL(None, use_errno=True)
    if library.unshare(NEW_TIME):
        raise OSError(ctypes.get_errno(), "no time namespace")
    Path("/proc/self/timens_offsets").write_text(f"boottime {seconds} 0\n", encoding="ascii")
    space = os.open(SPACE, os.O_RDONLY)
    try:
        if library.setns(space, NEW_TIME):
            raise OSError(ctypes.get_errno(), "no way into the time namespace")
    finally:
        os.close(space)


def sleep_or_end(length: int, slept: list[int]) -> None:
    """One more sleep; who could not sleep even once ends. Threads that come up later keep it awake."""
    try:
        sleep(sum(slept) + length)
        slept.append(length)
    except OSError as error:
        if not slept:
            print(f"this host cannot be made to sleep: {error}", flush=True)
            os._exit(AWAKE)  # not an exception, which would be one of the command's own


if __name__ == "__main__":
    os.environ.update(ONE_THREAD)
    from ovreport.cli import main  # only now, since numpy and pyarrow start their threads when they load

    length = int(sys.argv.pop(1))
    sleeps: list[int] = []
    signal.signal(signal.SIGUSR1, lambda *_: sleep_or_end(length, sleeps))
    main()
