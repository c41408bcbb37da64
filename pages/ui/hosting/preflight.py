"""Preflight checks of a shared server: minimum versions, required settings, sign-in, data folder."""

from __future__ import annotations

import os
import pyexpat
import stat
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, partial
from importlib import metadata
from pathlib import Path
from types import MappingProxyType
from urllib.parse import urlsplit

import streamlit as st
from packaging.version import InvalidVersion, Version

from libcollab_metrics.errors import LibCollabError
from libcollab_metrics.ingest import OLDEST_EXPAT, load_limits, load_reader_count
from libcollab_metrics.store import workspace_home
from pages.ui.hosting.addresses import check_endpoints
from pages.ui.hosting.libraries import read_libraries

# Minimum versions of security-relevant dependencies, with the flaw fixed and its advisory; reviewed with
# every release. Administrators can run `pip-audit` on the server for a complete check.

#: Minimum version by distribution, and the advisories fixed in it.
MIN_VERSIONS = MappingProxyType(
    {
        "streamlit": ("1.54.0", "CVE-2026-33682"),  # server-side request forgery
        # host, path and range of a request
        "starlette": (
            "1.3.1",
            "CVE-2026-48710, CVE-2026-54282, CVE-2025-62727",
        ),
        "python-multipart": ("0.0.30", "CVE-2026-53539, CVE-2026-42561"),  # costly uploads, path traversal
        "h11": ("0.16.0", "CVE-2025-43859"),  # request smuggling behind a proxy
        "authlib": ("1.6.9", "CVE-2026-28498, CVE-2026-27962, CVE-2026-28802"),  # forged sign-ins
        "lxml": ("6.1.0", "CVE-2026-41066"),  # server files read through a document
        "pillow": ("12.2.0", "CVE-2026-40192, CVE-2026-25990"),  # decompression bombs, path traversal
        "openpyxl": ("2.4.2", "CVE-2017-5992"),  # server files read through a workbook
        "jinja2": ("3.1.6", "CVE-2025-27516"),  # code execution in a template
        "pyarrow": ("14.0.1", "CVE-2023-47248"),  # code execution in a table
    }
)


def installed_version(name: str) -> str | None:
    """Return the version of an installed distribution; None if it is not installed."""
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


@cache
def installed_vulnerabilities() -> tuple[str, ...]:
    """Return the vulnerabilities of the installed versions; cached until the server restarts."""
    return find_vulnerable_versions()


def find_vulnerable_versions(
    installed: Callable[[str], str | None] = installed_version, expat: tuple[int, ...] = pyexpat.version_info
) -> tuple[str, ...]:
    """Return a sentence for each dependency that is missing or too old."""
    problems = []
    for name, (oldest, weakness) in MIN_VERSIONS.items():
        version = installed(name)
        if version is None:
            problems.append(f"{name} is not installed; version {oldest} or later is needed.")
        elif _is_below(version, oldest):
            problems.append(
                f"{name} {version} has a published weakness ({weakness}); install {oldest} or later."
            )
    if expat < OLDEST_EXPAT:
        problems.append(
            "Python's reader of XML (expat) is older than 2.4.1 (CVE-2013-0340); install a newer Python."
        )
    return tuple(problems)


def _is_below(version: str, oldest: str) -> bool:
    try:
        return Version(version) < Version(oldest)
    except InvalidVersion:
        return True


#: Settings of the server that must have these values.
REQUIRED = MappingProxyType(
    {
        "server.headless": True,
        "server.enableCORS": True,
        "server.enableXsrfProtection": True,
        "server.xsrfCookieSameSite": "strict",
        "server.enableStaticServing": False,
        "server.enableAgentApi": False,
        "server.fileWatcherType": "none",
        "server.trustedUserHeaders": {},  # otherwise a visitor's own header could set the identity
        "client.showErrorDetails": "none",
        "client.showErrorLinks": False,
        "client.toolbarMode": "viewer",
        "client.disableDataExport": True,
        "browser.gatherUsageStats": False,
        "runner.magicEnabled": False,
        "logger.enableRich": False,  # it prints values that bypass the logs
        "global.developmentMode": False,
    }
)
#: Maximum values of settings: MB, MB, seconds.
MAX_SETTINGS = MappingProxyType(
    {"server.maxUploadSize": 25, "server.maxMessageSize": 50, "server.disconnectedSessionTTL": 60}
)
#: Keys required in the section `auth` of `.streamlit/secrets.toml`.
REQUIRED_AUTH_KEYS = ("redirect_uri", "cookie_secret", "client_id", "client_secret", "server_metadata_url")
MIN_SECRET_LENGTH = 32
LOCAL_HOSTS = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True)
class ServerChecks:
    """Inputs of the preflight checks.

    Attributes
    ----------
    option : callable
        Returns a setting by name.
    environment : mapping of str to str
        Environment.
    auth : mapping
        Section `auth` of the secrets.
    weak_versions : callable
        Returns a sentence per vulnerable dependency.
    check_addresses : callable
        Raises LibCollabError if an endpoint is open that must be closed.
    """

    option: Callable[[str], object]
    environment: Mapping[str, str]
    auth: Mapping[str, object]
    weak_versions: Callable[[], tuple[str, ...]] = installed_vulnerabilities
    check_addresses: Callable[[], None] = check_endpoints


def running_server() -> ServerChecks:
    """Return the inputs of the running server.

    Returns
    -------
    ServerChecks
        Inputs for `find_failures`.
    """
    try:
        auth = dict(st.secrets["auth"])
    except (FileNotFoundError, KeyError):  # no secrets file, or no such section
        auth = {}
    return ServerChecks(st.get_option, os.environ, auth)


def find_failures(server: ServerChecks) -> tuple[str, ...]:
    """Run all checks and return a sentence for each failure.

    The sentences contain no secrets, listed addresses or data.

    Parameters
    ----------
    server : ServerChecks
        Inputs of the checks.

    Returns
    -------
    tuple of str
        Failures, empty if the server may start.
    """
    return (
        *_check_settings(server),
        *_check_sign_in(server),
        *_check_environment(server),
        *_check_folder(server),
        *server.weak_versions(),
        *_check_endpoints(server),
    )


def _check_settings(server: ServerChecks) -> list[str]:
    problems = [
        f"The setting {name} must be {_format_setting(wanted)}."
        for name, wanted in REQUIRED.items()
        if (server.option(name) or None) != (wanted or None)
    ]
    for name, most in MAX_SETTINGS.items():
        value = server.option(name)
        if not isinstance(value, int | float) or not 0 < value <= most:
            problems.append(f"The setting {name} must be {most} or less.")
    if not _allowed_hosts(server):
        problems.append(
            "The setting server.allowedHosts must list the names people type for this site, without *."
        )
    if "*" in str(server.option("server.corsAllowedOrigins") or ""):
        problems.append("The setting server.corsAllowedOrigins must not hold *.")
    if str(server.option("logger.level")).casefold() == "debug":
        problems.append("The setting logger.level must not be debug.")
    return problems


def _allowed_hosts(server: ServerChecks) -> list[str]:
    """Return the host names the server answers to; empty if it answers to any."""
    value = server.option("server.allowedHosts")
    named = [str(host) for host in value] if isinstance(value, list | tuple) else []
    return [] if any("*" in host for host in named) else named


def _format_setting(wanted: object) -> str:
    if isinstance(wanted, bool):
        return str(wanted).lower()
    return f'"{wanted}"' if wanted else "empty"


def _check_sign_in(server: ServerChecks) -> list[str]:
    missing = [name for name in REQUIRED_AUTH_KEYS if not str(server.auth.get(name) or "").strip()]
    if missing:
        return [f"Sign-in is not set up: the section [auth] of the secrets lacks {', '.join(missing)}."]
    problems = []
    if len(str(server.auth["cookie_secret"])) < MIN_SECRET_LENGTH:
        problems.append(
            f"The cookie_secret of the secrets must have at least {MIN_SECRET_LENGTH} letters, drawn by"
            " chance."
        )
    if server.auth.get("expose_tokens"):
        problems.append("The secrets must not set expose_tokens.")
    for name in ("redirect_uri", "server_metadata_url"):
        parts = urlsplit(str(server.auth[name]))
        if parts.scheme != "https" and parts.hostname not in LOCAL_HOSTS:
            problems.append(f"The {name} of the secrets must begin with https://.")
    comes_back = urlsplit(str(server.auth["redirect_uri"]))
    if not comes_back.path.endswith("/oauth2callback"):
        problems.append("The redirect_uri of the secrets must end with /oauth2callback.")
    if _allowed_hosts(server) and comes_back.hostname not in _allowed_hosts(server):
        problems.append("The name in redirect_uri must stand in server.allowedHosts.")
    return problems


def _check_environment(server: ServerChecks) -> list[str]:
    """Check the list of libraries, the file limits and that no folder is opened in the environment."""
    problems = []
    for read in (read_libraries, partial(load_limits, hosted=True), load_reader_count):
        try:
            read(server.environment)
        except LibCollabError as refusal:
            problems.append(str(refusal))
    if server.environment.get("LIBCOLLAB_DATASET", "").strip():
        problems.append("LIBCOLLAB_DATASET must not be set: every library would see the figures of one.")
    return problems


def _check_folder(server: ServerChecks) -> list[str]:
    """Check that the data folder is private to this user and writable; create it if missing."""
    folder = workspace_home(server.environment)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if os.name == "posix" and not _is_private(folder):
            return ["The folder of the data (LIBCOLLAB_HOME) must be open to its own user only (chmod 700)."]
        with tempfile.TemporaryFile(dir=folder):
            return []
    except OSError:
        return ["The folder of the data (LIBCOLLAB_HOME) cannot be written."]


def _check_endpoints(server: ServerChecks) -> list[str]:
    """Check that the endpoints that must be closed are closed."""
    try:
        server.check_addresses()
    except LibCollabError as refusal:
        return [str(refusal)]
    return []


def _is_private(folder: Path) -> bool:
    status = folder.stat()
    return status.st_uid == os.geteuid() and not stat.S_IMODE(status.st_mode) & 0o077
