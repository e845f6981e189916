"""The command line: calls the rooms in their order and prints what they return.

Heavy rooms are imported inside the commands: `ovreport --help` and shell completion then need neither
OpenVINO nor pydantic, which take most of a second.
"""

from ovreport.cli.app import app, main

__all__ = ["app", "main"]
