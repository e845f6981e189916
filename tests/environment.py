"""Sets up what the browser tests need beside Python packages: `python tests/environment.py`.

Chromium, Node.js and a Chinese font come from the system, on Debian as root by its own packages; axe-core,
Biome, html-validate and Lighthouse go into the git-ignored `tests/node_modules`. What is there is kept.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
NODE_MODULES = HERE / "node_modules"


def chromium() -> str | None:
    """Path of the browser: `CHROME_PATH`, or the first one on the search path, or `None`."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    found = (shutil.which(name) for name in names)
    return os.environ.get("CHROME_PATH") or next(filter(None, found), None)


def has_chinese_font() -> bool:
    """Whether a page in Chinese can be drawn; True where nobody can tell."""
    if not shutil.which("fc-list"):
        return chromium() is not None
    return bool(subprocess.run(["fc-list", ":lang=zh"], capture_output=True, check=True).stdout)


def missing_system_packages() -> list[str]:
    """Names, as Debian has them, of what the system lacks."""
    present = {
        "chromium": chromium() is not None,
        "nodejs": shutil.which("node") is not None,
        "npm": shutil.which("npm") is not None,
        "fonts-noto-cjk": has_chinese_font(),
    }
    return [name for name, there in present.items() if not there]


def install_system_packages(names: list[str]) -> None:
    """Installs Debian packages as root; anybody else is told what to install."""
    if not names:
        return
    if not shutil.which("apt-get") or os.geteuid() != 0:
        sys.exit(f"The browser tests need {', '.join(names)}. Install them, or run this as root on Debian.")
    quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update", "-q"], ["install", "-qy", "--no-install-recommends", *names]):
        subprocess.run(["apt-get", *command], env=quiet, stdin=subprocess.DEVNULL, check=True)


def installed(package: str) -> str | None:
    """Version of an npm package in `tests/node_modules`, or `None`."""
    manifest = NODE_MODULES / package / "package.json"
    return str(json.loads(manifest.read_bytes())["version"]) if manifest.is_file() else None


def install_checkers() -> None:
    """Installs the npm packages of `tests/package.json` where their versions are not there yet."""
    wanted = json.loads((HERE / "package.json").read_bytes())["devDependencies"]
    if all(installed(name) == version for name, version in wanted.items()):
        return
    command = ["npm", "install", "--no-package-lock", "--no-audit", "--no-fund", "--ignore-scripts"]
    subprocess.run(command, cwd=HERE, stdin=subprocess.DEVNULL, check=True)


def main() -> None:
    """Sets everything up and says where the browser is."""
    install_system_packages(missing_system_packages())
    install_checkers()
    print(f"Browser tests will use {chromium()} and {NODE_MODULES.relative_to(HERE.parent)}")


if __name__ == "__main__":
    main()
