"""Run a shared server with a sign-in service on this machine for the time of a block."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from oidc_provider_mock import User, run_server_in_thread

from tests.support.browser.dashboard import ROOT, on_a_free_port

PEOPLE = {
    "ana": User(sub="ana", claims={"email": "Head@San-Isidro.example", "email_verified": True}),
    "ben": User(sub="ben", claims={"email": "desk@mabini.example", "email_verified": True}),
    "eve": User(sub="eve", claims={"email": "eve@elsewhere.example", "email_verified": True}),
    "mal": User(sub="mal", claims={"email": "desk@mabini.example", "email_verified": False}),
}
LIBRARIES = 'san-isidro = ["head@san-isidro.example"]\nmabini = ["desk@mabini.example"]\n'
SECRETS = """[auth]
redirect_uri = "http://127.0.0.1:{port}/oauth2callback"
cookie_secret = "{secret}"
client_id = "libcollab"
client_secret = "of the tests alone"
server_metadata_url = "http://localhost:{provider}/.well-known/openid-configuration"
"""


@dataclass(frozen=True)
class Site:
    """A running server: its address, its data folder and its log."""

    url: str
    data: Path
    log: Path


@contextmanager
def running(folder: Path, **environment: str) -> Iterator[Site]:
    """Run the module that `make serve` runs, with all it needs; `environment` overrides variables."""
    data, log = folder / "data", folder / "server.log"
    with run_server_in_thread(user_claims=list(PEOPLE.values())) as provider:

        def start(port: int) -> subprocess.Popen[bytes]:
            _write(folder, port, provider.server_port)
            with log.open("wb") as written:
                return subprocess.Popen(
                    [sys.executable, "-m", "pages.ui.hosting.serve"],
                    cwd=ROOT,
                    env=_environment(folder, port, environment),
                    stdin=subprocess.DEVNULL,
                    stdout=written,
                    stderr=subprocess.STDOUT,
                )

        server, port = on_a_free_port(start, log)
        try:
            yield Site(f"http://127.0.0.1:{port}", data, log)
        finally:
            server.terminate()
            server.wait(timeout=300)


def _write(folder: Path, port: int, provider: int) -> None:
    (folder / ".streamlit").mkdir(exist_ok=True)
    (folder / "data").mkdir(mode=0o700, exist_ok=True)
    secrets = SECRETS.format(port=port, provider=provider, secret="of the tests alone, " * 3)
    (folder / ".streamlit" / "secrets.toml").write_text(secrets, encoding="utf-8")
    (folder / "libraries.toml").write_text(LIBRARIES, encoding="utf-8")


def _environment(folder: Path, port: int, changed: Mapping[str, str]) -> dict[str, str]:
    return {
        **os.environ,
        "HOME": str(folder),
        "LIBCOLLAB_HOME": str(folder / "data"),
        "LIBCOLLAB_LIBRARIES": str(folder / "libraries.toml"),
        "STREAMLIT_SERVER_PORT": str(port),
        "STREAMLIT_SERVER_ALLOWED_HOSTS": "127.0.0.1",
        **changed,
    }
