"""Compute numbers from records: summaries, comparisons with intervals, reasons to distrust."""
