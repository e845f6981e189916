"""The workflow of a user's own repository: GitHub renders, verifies and shows the records that lie in it."""

from __future__ import annotations

import importlib.metadata
import json
import re
import subprocess
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

from ovreport import __version__

PATH = Path(".github/workflows/report.yml")

_WORKFLOW = """\
# Renders the records that are committed under experiments/results/, and shows the site on GitHub Pages.
# It measures nothing, so it needs none of the hardware: measure at home with `ovreport run`, commit, push.
# Once, by hand: Settings > Pages > Source: GitHub Actions.
name: report

on:
  push:
    branches: [main, master]
  workflow_dispatch:

permissions:
  contents: read

concurrency:
  group: pages
  cancel-in-progress: false

jobs:
  render:
    runs-on: ubuntu-latest
    timeout-minutes: 20
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-python@v5
        with:
          python-version: "3.13"
      - run: python -m pip install "@REQUIREMENT@"
      - run: ovreport render experiments/ --output site
      - run: ovreport verify site
      - uses: actions/upload-pages-artifact@v3
        with:
          path: site

  publish:
    needs: render
    runs-on: ubuntu-latest
    timeout-minutes: 20
    permissions:
      pages: write
      id-token: write
    environment:
      name: github-pages
      url: ${{ steps.deployment.outputs.page_url }}
    steps:
      - id: deployment
        uses: actions/deploy-pages@v4
"""


def workflow() -> str:
    """The content of `PATH`, with the release or the commit of ovreport that is installed here."""
    try:
        origin = importlib.metadata.distribution("ovreport").read_text("direct_url.json")
    except importlib.metadata.PackageNotFoundError:  # a checkout on the search path
        origin = None
    return _WORKFLOW.replace("@REQUIREMENT@", requirement(origin))


def requirement(origin: str | None) -> str:
    """What pip is to install so that it is this program.

    Args:
        origin: Where it was installed from (PEP 610, `direct_url.json`); `None`: a release of an index.

    Returns:
        A commit of a public address, where it was installed from one or from a clone of it; else the release.
    """
    found = json.loads(origin) if origin else {}
    address, commit = found.get("url", ""), found.get("vcs_info", {}).get("commit_id", "")
    if "dir_info" in found:
        clone = url2pathname(urlsplit(address).path)
        address, commit = _git(clone, "remote", "get-url", "origin"), _git(clone, "rev-parse", "HEAD")
    address = re.sub(r"^(?:ssh://)?git@([^:/]+)[:/]", r"https://\1/", address)
    address = re.sub(r"^https://[^/@]*@", "https://", address)  # a token is nobody's business
    public = commit and address.startswith("https://")
    return f"ovreport @ git+{address}@{commit}" if public else f"ovreport=={__version__}"


def _git(clone: str, *arguments: str) -> str:
    """What git prints about a clone; nothing where there is none any more, or no git."""
    try:
        done = subprocess.run(  # noqa: S603 - fixed arguments, no shell
            ["git", "-C", clone, *arguments],  # noqa: S607 - the user's own git
            capture_output=True,
            text=True,
            check=False,
        )
    except OSError:
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""
