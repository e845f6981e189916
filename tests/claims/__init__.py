"""Claims and their sentences."""
