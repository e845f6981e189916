"""Provide the networks: built-in ones, files and downloads, each with its hash."""
