"""Writing reports up as a static site; `write_site` is the door.

`write_experiment` and `write_front` are its two halves, for a caller that knows what has not changed.
"""

from ovreport.render.cards import Entry
from ovreport.render.places import languages_of
from ovreport.render.site import write_experiment, write_front, write_site

__all__ = ["Entry", "languages_of", "write_experiment", "write_front", "write_site"]
