"""Results as pandas frames: the public interface beside the command line. This room alone knows pandas.

`open_results` is what users call as `ovreport.open`; `Results` is what it returns. Inside, `sources` finds
the records of results folders, sites and experiment files; `columns` lists the columns of every frame and
their types, and `tables` fills them. `exporting` writes them into files.
"""

from ovreport.frames.exporting import Format, export
from ovreport.frames.results import Results, of_jobs, open_results

__all__ = ["Format", "Results", "export", "of_jobs", "open_results"]
