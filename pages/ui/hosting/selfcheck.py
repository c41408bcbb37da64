"""What a shared server must have before it shows anything to anybody, each point looked at as it runs."""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import MappingProxyType
from urllib.parse import urlsplit

import streamlit as st

from libcollab_metrics.errors import LibCollabError
from libcollab_metrics.ingest import limits_in, readers_in
from libcollab_metrics.store import home
from pages.ui.hosting.addresses import check_addresses
from pages.ui.hosting.libraries import read_libraries
from pages.ui.hosting.versions import weaknesses_here

#: Settings of the server that must be just so.
REQUIRED = MappingProxyType(
    {
        "server.headless": True,
        "server.enableCORS": True,
        "server.enableXsrfProtection": True,
        "server.xsrfCookieSameSite": "strict",
        "server.enableStaticServing": False,
        "server.enableAgentApi": False,
        "server.fileWatcherType": "none",
        "server.trustedUserHeaders": {},  # a header of the visitor's own would say who he is
        "client.showErrorDetails": "none",
        "client.showErrorLinks": False,
        "client.toolbarMode": "viewer",
        "client.disableDataExport": True,
        "browser.gatherUsageStats": False,
        "runner.magicEnabled": False,
        "logger.enableRich": False,  # it prints values past every log
        "global.developmentMode": False,
    }
)
#: Settings of the server with a largest value: MB, MB, seconds.
AT_MOST = MappingProxyType(
    {"server.maxUploadSize": 25, "server.maxMessageSize": 50, "server.disconnectedSessionTTL": 60}
)
#: What sign-in needs in `.streamlit/secrets.toml`.
AUTH = ("redirect_uri", "cookie_secret", "client_id", "client_secret", "server_metadata_url")
SHORTEST_SECRET = 32
HERE = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True)
class Server:
    """What is looked at: settings by name, the environment, the section `auth` of the secrets, versions, addresses."""

    option: Callable[[str], object]
    environment: Mapping[str, str]
    auth: Mapping[str, object]
    weak_versions: Callable[[], tuple[str, ...]] = weaknesses_here
    check_addresses: Callable[[], None] = check_addresses


def running_server() -> Server:
    """Return this server as it runs."""
    try:
        auth = dict(st.secrets["auth"])
    except (FileNotFoundError, KeyError):  # no file of secrets, or one without this section
        auth = {}
    return Server(st.get_option, os.environ, auth)


def missing(server: Server) -> tuple[str, ...]:
    """Return a sentence for each point that is not as it must be; empty when the server may start.

    No sentence holds a secret, an address on the list or a value of anybody's data.
    """
    return (
        *_settings(server), *_sign_in(server), *_read(server), *_folder(server), *server.weak_versions(),
        *_addresses(server),
    )  # fmt: skip


def _settings(server: Server) -> list[str]:
    told = [
        f"The setting {name} must be {_written(wanted)}."
        for name, wanted in REQUIRED.items()
        if (server.option(name) or None) != (wanted or None)
    ]
    for name, most in AT_MOST.items():
        found = server.option(name)
        if not isinstance(found, int | float) or not 0 < found <= most:
            told.append(f"The setting {name} must be {most} or less.")
    if not _hosts(server):
        told.append("The setting server.allowedHosts must list the names people type for this site, without *.")
    if "*" in str(server.option("server.corsAllowedOrigins") or ""):
        told.append("The setting server.corsAllowedOrigins must not hold *.")
    if str(server.option("logger.level")).casefold() == "debug":
        told.append("The setting logger.level must not be debug.")
    return told


def _hosts(server: Server) -> list[str]:
    """The names the server answers to; none when it answers to any."""
    found = server.option("server.allowedHosts")
    named = [str(host) for host in found] if isinstance(found, list | tuple) else []
    return [] if any("*" in host for host in named) else named


def _written(wanted: object) -> str:
    if isinstance(wanted, bool):
        return str(wanted).lower()
    return f'"{wanted}"' if wanted else "empty"


def _sign_in(server: Server) -> list[str]:
    gone = [name for name in AUTH if not str(server.auth.get(name) or "").strip()]
    if gone:
        return [f"Sign-in is not set up: the section [auth] of the secrets lacks {', '.join(gone)}."]
    told = []
    if len(str(server.auth["cookie_secret"])) < SHORTEST_SECRET:
        told.append(f"The cookie_secret of the secrets must have at least {SHORTEST_SECRET} letters, drawn by chance.")
    if server.auth.get("expose_tokens"):
        told.append("The secrets must not set expose_tokens.")
    for name in ("redirect_uri", "server_metadata_url"):
        parts = urlsplit(str(server.auth[name]))
        if parts.scheme != "https" and parts.hostname not in HERE:
            told.append(f"The {name} of the secrets must begin with https://.")
    comes_back = urlsplit(str(server.auth["redirect_uri"]))
    if not comes_back.path.endswith("/oauth2callback"):
        told.append("The redirect_uri of the secrets must end with /oauth2callback.")
    if _hosts(server) and comes_back.hostname not in _hosts(server):
        told.append("The name in redirect_uri must stand in server.allowedHosts.")
    return told


def _read(server: Server) -> list[str]:
    """What is wrong with the list of libraries and with the limits on files that the environment gives."""
    told = []
    for read in (read_libraries, partial(limits_in, hosted=True), readers_in):
        try:
            read(server.environment)
        except LibCollabError as refusal:
            told.append(str(refusal))
    return told


def _folder(server: Server) -> list[str]:
    """Whether the folder of the data is this user's alone and can be written; it is made if it is not there."""
    folder = home(server.environment)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if os.name == "posix" and not _is_private(folder):
            return ["The folder of the data (LIBCOLLAB_HOME) must be open to its own user only (chmod 700)."]
        with tempfile.TemporaryFile(dir=folder):
            return []
    except OSError:
        return ["The folder of the data (LIBCOLLAB_HOME) cannot be written."]


def _addresses(server: Server) -> list[str]:
    """Whether the addresses that must be closed are."""
    try:
        server.check_addresses()
    except LibCollabError as refusal:
        return [str(refusal)]
    return []


def _is_private(folder: Path) -> bool:
    found = folder.stat()
    return found.st_uid == os.geteuid() and not stat.S_IMODE(found.st_mode) & 0o077
