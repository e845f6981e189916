"""Take out of a site what this program wrote earlier and the site no longer has; leave all else alone."""

from __future__ import annotations

import contextlib
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from ovreport.errors import OvreportError
from ovreport.language.registry import LANGUAGES
from ovreport.publish import downloads, staging
from ovreport.render import CARDS, FEED, SITE_FILE, SITEMAP

OURS = b'<header class="mast">'
"""What every page of this program has, and a page that somebody else put there has not."""

OURS_OF_XML = b"<!-- written by ovreport -->"


def experiments_of(site: Path, *, spared: Collection[str] = ()) -> set[str]:
    """Names of the experiments whose data lie in a site, but for those in the folders `spared`."""
    found = set()
    for home in staging.homes(site):
        with contextlib.suppress(OvreportError):  # what cannot be read is no experiment of ours
            if home.name not in spared:
                found.add(staging.stated_in(home)[0].experiment)
    return found


def sweep(site: Path, kept: Collection[str], *, spared: Collection[str] = ()) -> None:
    """Remove pages, data and records of experiments, languages and hosts that are gone.

    Args:
        site: Folder of the site.
        kept: Paths below the site of all files that it has now.
        spared: Folders of experiments that are left as they are.
    """
    remove(site, [path for path in _written(site, spared) if path not in kept])


def remove(site: Path, paths: Iterable[str]) -> None:
    """Remove files, and the folders that are empty without them."""
    for path in paths:
        (site / path).unlink(missing_ok=True)
        for folder in (site / path).parents:
            if folder == site:
                break
            with contextlib.suppress(OSError):  # it has other files, or is gone already
                folder.rmdir()


def _written(site: Path, spared: Collection[str]) -> Iterator[str]:
    """Files of a site that this program has written, but for pages that lie at its top."""
    homes = [home for home in staging.homes(site) if any(home.glob(f"data/*/{downloads.NAME}"))]
    found = [path for home in homes if home.name not in spared for path in _of_home(home)]
    for tag in LANGUAGES:
        found += [path for path in (site / tag).rglob("*.html") if _is_ours(path)]
    found += [path for name in (FEED, SITEMAP) if _is_ours(path := site / name, OURS_OF_XML)]
    found += [path for name in (SITE_FILE, *CARDS) if (path := site / name).is_file()]
    for path in found:
        name = path.relative_to(site).as_posix()
        if not set(name.split("/")) & set(spared):
            yield name


def _of_home(home: Path) -> Iterator[Path]:
    yield home / "experiment.yaml"
    yield from home.rglob("figures.js")
    for tag in LANGUAGES:
        yield from (*home.rglob(f"words.{tag}.js"), *home.rglob(f"*card.{tag}.png"))
    yield from home.glob(f"data/*/{downloads.NAME}")
    yield from (path for path in home.glob("data/*/*.parquet") if downloads.is_record(path.name))
    yield from (path for path in home.rglob("*.html") if _is_ours(path))


def _is_ours(page: Path, mark: bytes = OURS) -> bool:
    return page.is_file() and mark in page.read_bytes()
