"""Measurements of the tool itself, run by hand: `python -m benchmarks` writes docs/benchmarks.md."""
