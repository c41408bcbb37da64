"""The Linux starter: opens the dashboard, makes its environment, and asks before it installs Python."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.support.paths import ROOT

STARTER = ROOT / "start" / "start.sh"
#: Tools that the starter uses besides Python and uv.
TOOLS = ("sh", "dirname", "cksum", "cat", "mkdir")


@contextmanager
def started(home: Path, **environment: str) -> Iterator[int]:
    """Run the starter without opening a browser; yield the port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    process = subprocess.Popen(
        ["sh", str(STARTER), "--server.headless=true", f"--server.port={port}"],
        env={"PATH": os.environ["PATH"], "HOME": str(home), **environment},
        cwd=home,
        start_new_session=True,
    )
    try:
        yield port
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=60)


def wait_until_healthy(port: int, seconds: float) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=5) as answer:
                return bool(answer.status == 200)
        except OSError:
            time.sleep(0.5)
    return False


@pytest.mark.browser
def test_starter_opens_the_dashboard_from_any_folder(tmp_path: Path) -> None:
    with started(tmp_path, LIBCOLLAB_ENVIRONMENT=str(Path(sys.prefix))) as port:
        assert wait_until_healthy(port, 120)
    assert not (tmp_path / ".local").exists()  # an environment that is given is used as it is


@pytest.mark.long
def test_starter_makes_its_environment_in_an_empty_home(tmp_path: Path) -> None:
    stamp = tmp_path / ".local" / "share" / "libcollab-start" / "environment" / "installed"
    with started(tmp_path) as port:
        assert wait_until_healthy(port, 900)
        made = stamp.stat().st_mtime_ns
    with started(tmp_path) as port:
        assert wait_until_healthy(port, 120)
    assert stamp.stat().st_mtime_ns == made  # the second start installs nothing


def test_starter_without_python_asks_before_it_installs(tmp_path: Path) -> None:
    tools = tmp_path / "tools"
    tools.mkdir()
    for name in TOOLS:
        found = shutil.which(name)
        assert found
        (tools / name).symlink_to(found)
    ended = subprocess.run(
        ["sh", str(STARTER)],
        env={"PATH": str(tools), "HOME": str(tmp_path)},
        input="n\n",
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 1
    assert "Install Python now?" in ended.stderr
    assert "Install Python 3.13 from python.org" in ended.stderr


def test_starters_and_container_install_from_the_lock_file() -> None:
    for name in ("start.sh", "windows.bat", "Containerfile"):
        text = (ROOT / "start" / name).read_text(encoding="utf-8")
        assert "--require-hashes -r requirements.lock" in text, name
    assert "USER libcollab" in (ROOT / "start" / "Containerfile").read_text(encoding="utf-8")
