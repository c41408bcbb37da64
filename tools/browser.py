"""Find a Chrome or Chromium for the browser tests, or install one: `python tools/browser.py`."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

#: The headless shell first: a visit takes it a third less processor time than a browser that has windows.
NAMES = (
    "chromium-headless-shell",
    "google-chrome",
    "google-chrome-stable",
    "chromium",
    "chromium-browser",
    "chrome",
)
#: Debian's packages, the first that can be installed.
PACKAGES = ("chromium-headless-shell", "chromium")
PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Google\Chrome\Application\chrome.exe",
)


def find_browser() -> str | None:
    """Return the path of an installed browser, or None if there is none.

    LIBCOLLAB_BROWSER, if set, names the only path that is tried.
    """
    named = os.environ.get("LIBCOLLAB_BROWSER")
    candidates = [named] if named else [shutil.which(name) for name in NAMES] + list(PLACES)
    return next((path for path in candidates if path and Path(path).exists() and _starts(path)), None)


def _starts(path: str) -> bool:
    """Return whether the browser at this path can be started.

    On Linux a name may belong to a stub without a browser behind it, so the browser must print its version.
    """
    if not sys.platform.startswith("linux"):
        return True
    try:
        return subprocess.run([path, "--version"], capture_output=True, timeout=60).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def _is_playwright_browser_installed() -> bool:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        return Path(playwright.chromium.executable_path).exists()


def install_browser() -> None:
    """Install Chromium: with apt-get on Debian as root, otherwise Playwright's own."""
    if Path("/etc/debian_version").exists() and os.geteuid() == 0:
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "update", "-q"], check=True, env=environment)
        for package in PACKAGES:
            subprocess.run(["apt-get", "install", "-y", "-q", package], check=False, env=environment)
            if find_browser():
                return
    subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=True)


if __name__ == "__main__":
    if not find_browser() and not _is_playwright_browser_installed():
        install_browser()
    print("Browser for the journeys:", find_browser() or "Playwright's own Chromium")
