"""A worker that ends at once if anything in it reaches for the network or for telemetry.

`python -m tests.faults.listening` is a worker like `python -m ovreport.run.worker`; its audit hook sees every
connection and every import of its process.
"""

from __future__ import annotations

import os
import sys

REACHING = ("socket.connect", "socket.getaddrinfo", "socket.sendto", "urllib.Request", "http.client.connect")
TELEMETRY = "openvino_telemetry"
EXIT_CODE = 77


def refuse(event: str, arguments: tuple[object, ...]) -> None:
    # OpenVINO tries to import it; an entry of None is how that is forbidden
    forbidden = sys.modules.get(TELEMETRY, sys) is None
    telemetry = event == "import" and str(arguments[0]).startswith(TELEMETRY) and not forbidden
    if event in REACHING or telemetry:
        print("reached out:", event, arguments, file=sys.stderr, flush=True)
        os._exit(EXIT_CODE)


if __name__ == "__main__":
    sys.addaudithook(refuse)
    from ovreport.run import worker

    worker.serve(worker._openvino)
