"""The package builds as a wheel that works in an empty environment, with its data files."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

import pytest

from tests.support.paths import ROOT

USE = """
import sys
from datetime import date
import libcollab_metrics as lc
assert not lc.__file__.startswith(sys.argv[1]), lc.__file__
lc.write_template("blank.xlsx")
library = lc.read("log.csv")
results = library.evaluate("attendance_total", by="program", as_of=date(2026, 12, 31))
print(results.to_pandas()[["program", "value"]].values.tolist())
for name in ("board.pdf", "board.pptx", "board.docx", "board.html", "planning.xlsx"):
    library.report(name, as_of=date(2026, 12, 31), language="es")
"""


def run(*command: str | Path, cwd: Path) -> str:
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(
        [str(part) for part in command], cwd=cwd, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


@pytest.mark.long
def test_wheel_works_in_an_empty_environment(tmp_path: Path) -> None:
    pip = ("-m", "pip", "--disable-pip-version-check", "--quiet")
    source = tmp_path / "source"
    ignored = shutil.ignore_patterns(".*", "tests", "__pycache__", "build", "*.egg-info")
    shutil.copytree(ROOT, source, ignore=ignored)
    run(sys.executable, *pip, "wheel", "--no-deps", "--wheel-dir", tmp_path, source, cwd=tmp_path)
    (wheel,) = tmp_path.glob("*.whl")
    venv.create(tmp_path / "empty", with_pip=True)
    python = tmp_path / "empty" / ("Scripts" if os.name == "nt" else "bin") / "python"
    lock = ROOT / "requirements.lock"
    run(python, *pip, "install", "--require-hashes", "-r", lock, cwd=tmp_path)
    run(python, *pip, "install", "--no-deps", wheel, cwd=tmp_path)
    (tmp_path / "log.csv").write_text("Date,Title,Attendance\n2026-03-07,Story hour,18\n", encoding="utf-8")
    assert run(python, "-c", USE, ROOT, cwd=tmp_path).strip() == "[['Story hour', 18.0]]"
