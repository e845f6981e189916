"""How the tool writes in Chinese (simplified)."""
