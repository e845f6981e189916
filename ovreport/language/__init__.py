"""The languages of the pages: their catalogues, and sentences in pieces. Each module is used by itself."""

__all__ = ["catalogue", "han", "locale", "messages", "registry", "spans"]
