"""Reproducible write-ups of OpenVINO inference performance.

The rooms of the package form a one-way pipeline, and each imports only rooms before it:

    spec -> plan -> run -> store -> analysis -> conclusions -> reports -> render -> publish

`spec` reads the YAML file, `plan` turns it into cells and rounds, `run` measures them with OpenVINO,
`store` keeps the records, `analysis` computes numbers from them, `conclusions` turns numbers into claims
and sentences, `reports` calls these three for an experiment, `render` writes pages, and `publish` keeps the
folder of a site. `cli` calls the rooms in this order; `models` provides the networks; `records` is the
contract between measuring and judging; `errors` and `units` are leaves.
"""

__version__ = "0.1.0"
