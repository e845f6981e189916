"""Results as frames."""
