"""The command line: calls the rooms in their order and prints what they return.

Heavy rooms are imported inside the commands: `ovreport --help` and shell completion then need neither
OpenVINO nor pydantic, which take most of a second.

The commands are in `commands`, and what several of them or their longer parts need lies beside it:

- `app`: registers the commands; here errors become messages and exit codes
- `options`: arguments and options that several commands share
- `places`: folders of this user and of the current command
- `experiments`: from paths on the command line to plans
- `fed`: the files that inputs are fed from
- `obstacles`: what keeps an experiment from being measured here (`check`)
- `expectation`: how much work an experiment asks for, and how much is left (`check`)
- `left_out`: records that do not belong to an experiment any more (`build`, `run`, `check`, `list`)
- `doctoring`: what experiment files tell `doctor` of records
- `states`: the table of `list`
- `starter`: the file that `init` writes
- `measuring`: measures what is missing and keeps it (`build`, `run`, `aa`, `plan`)
- `display`: what the terminal shows meanwhile
- `stopping`: what Ctrl-C says
- `noise`: one setting under two labels (`aa`)
- `forecast`: how many rounds each question needs (`plan`)
- `speaking`: claims for the console and for other programs (`build`, `conclusions`)
- `mismatches`: where pages and records differ (`verify`)
- `pages_server`: the file server of `serve`
- `words`: durations and counts as people say them
"""

from ovreport.cli.app import app, main

__all__ = ["app", "main"]
