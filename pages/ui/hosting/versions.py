"""Versions of what stands between a stranger and the data, below which a weakness is published.

Each line names what was mended in the version it gives, with the advisory. Reviewed with every release; an
administrator who wants more runs `pip-audit` on the server.
"""

from __future__ import annotations

import pyexpat
from collections.abc import Callable
from functools import cache
from importlib import metadata
from types import MappingProxyType

from packaging.version import InvalidVersion, Version

from libcollab_metrics.ingest import OLDEST_EXPAT

#: Distribution → the oldest version without a published weakness that could matter here, and where that is said.
OLDEST = MappingProxyType(
    {
        "streamlit": ("1.54.0", "CVE-2026-33682"),  # a request made the server call out
        "starlette": ("1.3.1", "CVE-2026-48710, CVE-2026-54282, CVE-2025-62727"),  # host, path and range of a request
        "python-multipart": ("0.0.30", "CVE-2026-53539, CVE-2026-42561"),  # uploads that cost much or write elsewhere
        "h11": ("0.16.0", "CVE-2025-43859"),  # two readings of one request behind a proxy
        "authlib": ("1.6.9", "CVE-2026-28498, CVE-2026-27962, CVE-2026-28802"),  # forged sign-ins
        "lxml": ("6.1.0", "CVE-2026-41066"),  # files of the server in a document
        "pillow": ("12.2.0", "CVE-2026-40192, CVE-2026-25990"),  # pictures that swell or write elsewhere
        "openpyxl": ("2.4.2", "CVE-2017-5992"),  # files of the server in a workbook
        "jinja2": ("3.1.6", "CVE-2025-27516"),  # code in a template
        "pyarrow": ("14.0.1", "CVE-2023-47248"),  # code in a table
    }
)


def installed_version(name: str) -> str | None:
    """Return the version of an installed distribution; None where there is none."""
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


@cache
def weaknesses_here() -> tuple[str, ...]:
    """Return the same of what is installed here; it changes with a new start only."""
    return known_vulnerable()


def known_vulnerable(
    installed: Callable[[str], str | None] = installed_version, expat: tuple[int, ...] = pyexpat.version_info
) -> tuple[str, ...]:
    """Return a sentence for each part that is missing or too old."""
    told = []
    for name, (oldest, said) in OLDEST.items():
        version = installed(name)
        if version is None:
            told.append(f"{name} is not installed; version {oldest} or later is needed.")
        elif _below(version, oldest):
            told.append(f"{name} {version} has a published weakness ({said}); install {oldest} or later.")
    if expat < OLDEST_EXPAT:
        told.append("Python's reader of XML (expat) is older than 2.4.1 (CVE-2013-0340); install a newer Python.")
    return tuple(told)


def _below(version: str, oldest: str) -> bool:
    try:
        return Version(version) < Version(oldest)
    except InvalidVersion:
        return True
