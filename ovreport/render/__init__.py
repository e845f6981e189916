"""Writing reports up: a static site by `write_experiment` and `write_front`, or single files.

The halves of a site are apart for a caller that knows what has not changed.

- `site` writes a site's files, `places` says where they lie; `layout` surrounds every page, `pages` fills its
  template; beside pages there are `assets` with `fonts`, `atom`, and the pictures of links (`card`)
- `page` is that of an experiment: `glance`, `platform` (`fed`, `tensors`), `blocks` (`request_plot`,
  `details`, `unmeasured`), `figures`, `evidence` of the conclusions, `footer`, `citation`
- `hosts`, `compared`, `over_time` and `replicated` are pages about several results, `cards` is the index
- `context` is what all parts of a page need to know, `views` what templates print; `encoding` and `legend`
  tell configurations apart, `scales` are axes, `markdown` is the author's text
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
