"""The command line: arguments, printing and exit codes. `workflow` and `publish` compute what is printed.

Heavy rooms are imported inside the commands: `ovreport --help` and shell completion then need neither
OpenVINO nor pydantic, which take most of a second.

The commands are in `commands`, and what several of them or their longer parts need lies beside it:

- `app`: registers the commands; here errors become messages and exit codes
- `options`: arguments and options that several commands share
- `places`: folders of this user and of the current command
- `experiments`: from paths on the command line to jobs
- `fleet_desk`: measures on the hosts of a fleet, and shows how they stand (`build`, `run`)
- `display`: what the terminal shows while measuring (`build`, `run`, `aa`, `plan`)
- `stopping`: what Ctrl-C says
- `findings`: what this host and results folders suffer from, in words (`doctor`)
- `left_out`: says which records do not belong to an experiment any more (`build`, `run`, `check`, `list`)
- `listing`: the table of `list`
- `planning`: how many rounds each question needs, in words (`plan`)
- `speaking`: claims for the console and for other programs (`build`, `conclusions`)
- `side_by_side`: results beside one another and over time (`compare`, `history`)
- `differences`: where pages and records differ, in words (`verify`, `publish`)
- `pages_server`: the file server of `serve`
- `watching`: pages made anew while they are looked at (`serve`)
"""

from ovreport.cli.app import app, main

__all__ = ["app", "main"]
