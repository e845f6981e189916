"""Reproducible write-ups of OpenVINO inference performance.

The rooms of the package form a one-way pipeline, and each imports only rooms before it:

    spec -> plan -> run -> store -> analysis -> claims -> render -> publish

`spec` reads the YAML file, `plan` turns it into cells and rounds, `run` measures them with OpenVINO,
`store` keeps the records, `analysis` computes numbers from them, `claims` turns numbers into claims
and sentences, `render` writes pages, and `publish` keeps the folder of a site. `workflow` calls the rooms in
this order, and `cli` reads arguments and prints what it returns; `models` provides the models; `records` is
the contract between measuring and judging; `errors` and `units` are leaves.
"""

__version__ = "0.1.0"
