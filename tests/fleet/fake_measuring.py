"""`ovreport.fleet.measuring` with the fake engine."""

from __future__ import annotations

from ovreport.fleet import measuring
from tests.fleet.faked import fake

if __name__ == "__main__":
    fake()
    measuring.main()
