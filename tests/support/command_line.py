"""The command asked as a person asks it, and the figures it prints."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.support.paths import ROOT
from tests.support.sheets import xlsx

LOG = [
    ["Date", "Title", "Location", "Attendance"],
    ["2026-03-07", "Story hour", "Main", 18],
    ["2026-03-14", "Story hour", "Hall", 22],
    ["2026-03-21", "Craft", "Main", None],
]


def log_file(folder: Path) -> Path:
    """The log as a workbook in a folder."""
    path = folder / "log.xlsx"
    path.write_bytes(xlsx(Log=LOG))
    return path


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    words = [sys.executable, "-m", "libcollab_metrics", *map(str, arguments)]
    return subprocess.run(words, cwd=ROOT, capture_output=True, text=True, timeout=600, check=False)


def figures(*arguments: object) -> list[dict[str, Any]]:
    done = run("metrics", *arguments, "--json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def one(found: list[dict[str, Any]], metric: str, **group: Any) -> dict[str, Any]:
    return next(v for v in found if v["metric"] == metric and v["group"] == group)
