"""Find a Chrome or Chromium for the browser journeys, or install one: `python tools/browser.py`."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("google-chrome", "google-chrome-stable", "chromium", "chromium-browser", "chrome")
PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Google\Chrome\Application\chrome.exe",
)


def find_browser() -> str | None:
    """Return the path of an installed browser, named by LIBCOLLAB_BROWSER or found; None when there is
    none."""
    named = os.environ.get("LIBCOLLAB_BROWSER")
    candidates = [named] if named else [shutil.which(name) for name in NAMES] + list(PLACES)
    return next((path for path in candidates if path and Path(path).exists() and _starts(path)), None)


def _starts(path: str) -> bool:
    """On Linux a name may be an empty shell of a package that was never unpacked: it must tell its
    version."""
    if not sys.platform.startswith("linux"):
        return True
    try:
        return subprocess.run([path, "--version"], capture_output=True, timeout=60).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def _playwright_has_its_own() -> bool:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        return Path(playwright.chromium.executable_path).exists()


def install_browser() -> None:
    """Install Chromium: by the system's packages on Debian as root, else Playwright's own."""
    if Path("/etc/debian_version").exists() and os.geteuid() == 0:
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "update", "-q"], check=True, env=quiet)
        subprocess.run(["apt-get", "install", "-y", "-q", "chromium"], check=True, env=quiet)
        if find_browser():
            return
    subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=True)


if __name__ == "__main__":
    if not find_browser() and not _playwright_has_its_own():
        install_browser()
    print("Browser for the journeys:", find_browser() or "Playwright's own Chromium")
