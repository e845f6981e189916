"""Turn numbers into claims, and claims into sentences."""
