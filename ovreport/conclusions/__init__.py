"""Turn numbers into claims, and claims into sentences."""

from ovreport.conclusions.naming import cell_name, factor_name, level_name, setting_sentence, short_name

__all__ = ["cell_name", "factor_name", "level_name", "setting_sentence", "short_name"]
