"""Read and check experiment files: YAML in, a frozen `Experiment` out, or all its problems at once."""
