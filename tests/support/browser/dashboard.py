"""Start, await and end a real dashboard on a free port, for tests that need a server."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.support.paths import ROOT

LOCAL = ("--server.address=127.0.0.1", "--server.headless=true", "--server.fileWatcherType=none")


@dataclass(frozen=True)
class Served:
    """A running dashboard: its address, its process and its log."""

    url: str
    process: subprocess.Popen[bytes]
    log: Path


@contextmanager
def dashboard(home: Path, data_folder: Path, *options: str, app: Path = ROOT / "app.py") -> Iterator[Served]:
    """Run the dashboard during a `with` block.

    Parameters
    ----------
    home : the home folder of its user; its log is written there.
    kept : the folder for its data.
    options : more options of Streamlit's command line.
    app : the script that is served.
    """
    log = home / "streamlit.log"

    def start(port: int) -> subprocess.Popen[bytes]:
        with log.open("wb") as written:
            return subprocess.Popen(
                [
                    sys.executable,
                    "-m",
                    "streamlit",
                    "run",
                    str(app),
                    f"--server.port={port}",
                    *LOCAL,
                    *options,
                ],
                cwd=ROOT,
                env={
                    **os.environ,
                    "HOME": str(home),
                    "LIBCOLLAB_HOME": str(data_folder),
                    "LIBCOLLAB_MODE": "",
                },
                stdin=subprocess.DEVNULL,
                stdout=written,
                stderr=subprocess.STDOUT,
            )

    server, port = on_a_free_port(start, log)
    try:
        yield Served(f"http://127.0.0.1:{port}", server, log)
    finally:
        server.terminate()
        try:
            server.wait(timeout=60)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def on_a_free_port(
    start: Callable[[int], subprocess.Popen[bytes]], log: Path
) -> tuple[subprocess.Popen[bytes], int]:
    """Start a server and wait until it answers.

    If another program took the port first, it tries another port.
    """
    for _ in range(5):
        port = free_port()
        server = start(port)
        try:
            wait_until_healthy(server, port, log)
        except RuntimeError:
            server.kill()
            server.wait()
            if "is not available" not in log.read_text(errors="replace"):
                raise
        else:
            return server, port
    raise RuntimeError("Every port tried was taken by another program.")


def free_port() -> int:
    """Return a port of this machine that no program listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def wait_until_healthy(server: subprocess.Popen[bytes], port: int, log: Path, seconds: float = 300) -> None:
    """Wait until the server answers.

    Raises
    ------
    RuntimeError : the server ended or did not answer in time; the message quotes its log.
    """
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=60) as answer:
                if answer.status == 200 and server.poll() is None:
                    return
        except (urllib.error.URLError, TimeoutError, ConnectionError):
            time.sleep(0.1)
    raise RuntimeError("The dashboard did not start:\n" + log.read_text(errors="replace")[-2000:])
