"""`ovreport` whose hosts have a fake engine: `python -m tests.fleet.faked worker ADDRESS --name NAME`.

Everything but inference is real: schedulers, connections, processes, locks, files. The engine counts time
instead of waiting for it, so that a trial takes as long as its worker needs to start.
"""

from __future__ import annotations

import functools
import sys

from ovreport.cli import main
from ovreport.fleet import host, local
from ovreport.run import session
from ovreport.run.hardware import Device
from ovreport.workflow import pending
from tests.run.plans import FAKE


def fake() -> None:
    """Put the fake engine into this process."""
    vars(session)["measure"] = functools.partial(session.measure, command=FAKE)
    vars(session)["devices"] = lambda: (Device(name="CPU", full_name="A fake processor"),)
    vars(pending)["openvino_version"] = lambda: "0.fake"
    vars(host)["MEASURER"] = (sys.executable, "-m", "tests.fleet.fake_measuring")
    vars(local)["WORKER"] = (sys.executable, "-m", "tests.fleet.faked", "worker")


if __name__ == "__main__":
    fake()
    main()
