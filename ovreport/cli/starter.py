"""The first experiment file that `ovreport init` writes."""

from __future__ import annotations

STARTER = """\
# A first experiment. `ovreport build` measures it and writes site/index.html.
# `ovreport schema > experiments/schema.json` lets an editor complete and check this file:
# yaml-language-server: $schema=schema.json

title: How many requests does this processor need?
question: What do more requests in flight buy, and what do they cost?
description: |
  Write here what you want to find out and why. *Markdown* is welcome.
tags: [first steps]

# A built-in model (mobilenet-ssd), a file beside this one (model.xml, model.onnx),
# or a download: {url: https://..., sha256: ...}
model: mobilenet-ssd

# A list makes an axis of the matrix; every combination is measured.
device: CPU # ovreport devices lists those of this machine
streams: [1, 2]
requests: [1, 2]
# precision: [f32, bf16]
# batch: [1, 4]

# How thoroughly; the command line goes before: ovreport build --profile quick
measure:
  rounds: 5 # every round measures each combination in a fresh process
  seconds: 2 # of measuring in every round
"""
