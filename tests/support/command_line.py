"""Run the command line and read the metrics that it prints."""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from libcollab_metrics.cli import commands
from tests.support.paths import ROOT
from tests.support.sheets import xlsx

LOG = [
    ["Date", "Title", "Location", "Attendance"],
    ["2026-03-07", "Story hour", "Main", 18],
    ["2026-03-14", "Story hour", "Hall", 22],
    ["2026-03-21", "Craft", "Main", None],
]


def log_file(folder: Path) -> Path:
    """Write the log as a workbook into a folder and return its path."""
    path = folder / "log.xlsx"
    path.write_bytes(xlsx(Log=LOG))
    return path


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    """Run the command in this process: starting another and importing everything takes a second."""
    words = ["libcollab_metrics", *map(str, arguments)]
    status: object = 0
    with (
        redirect_stdout(StringIO()) as output,
        redirect_stderr(StringIO()) as errors,
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setattr(sys, "argv", words)
        try:
            commands.run()
        except SystemExit as exit_:
            status = exit_.code or 0
    assert isinstance(status, int)
    return subprocess.CompletedProcess(words, status, output.getvalue(), errors.getvalue())


def run_in_new_process(*arguments: object) -> subprocess.CompletedProcess[str]:
    """Run the command as a user does."""
    command = [sys.executable, "-m", "libcollab_metrics", *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=600, check=False)


def figures(*arguments: object) -> list[dict[str, Any]]:
    completed = run("metrics", *arguments, "--json")
    assert completed.returncode == 0, completed.stderr
    return json.loads(completed.stdout)


def one(metrics: list[dict[str, Any]], metric: str, **group: Any) -> dict[str, Any]:
    return next(v for v in metrics if v["metric"] == metric and v["group"] == group)
