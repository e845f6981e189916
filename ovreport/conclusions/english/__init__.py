"""How the tool writes in English."""
