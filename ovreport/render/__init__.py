"""Writing reports up: a static site by `write_experiment` and `write_front`, or single files.

The halves of a site are apart for a caller that knows what has not changed.
"""

from ovreport.render.cards import Entry
from ovreport.render.compared import write_compared
from ovreport.render.over_time import write_history
from ovreport.render.pages import read_anew
from ovreport.render.places import CARDS, FEED, SITE_FILE, SITEMAP, data_folder, folder_name, languages_of
from ovreport.render.replicated import write_replication
from ovreport.render.site import (
    copy_file,
    write_experiment,
    write_front,
    write_single_files,
)

__all__ = [
    "CARDS",
    "FEED",
    "SITEMAP",
    "SITE_FILE",
    "Entry",
    "assets",
    "copy_file",
    "data_folder",
    "folder_name",
    "languages_of",
    "read_anew",
    "write_compared",
    "write_experiment",
    "write_front",
    "write_history",
    "write_replication",
    "write_single_files",
]
