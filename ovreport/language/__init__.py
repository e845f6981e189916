"""The languages of the pages: their catalogues, and sentences in pieces."""
