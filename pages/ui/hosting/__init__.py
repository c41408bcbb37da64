"""Shared server (multi-tenant): operating mode, preflight checks, and access list.

Nothing here draws or has state; `pages/ui/app_shell.py` shows the results and controls access.
"""

from pages.ui.hosting.libraries import LIBRARIES, folder_of, library_of, read_libraries
from pages.ui.hosting.mode import MODE, is_hosted
from pages.ui.hosting.preflight import Server, missing, running_server

__all__ = [
    "LIBRARIES", "MODE", "Server", "folder_of", "is_hosted", "library_of", "missing",
    "read_libraries", "running_server",
]  # fmt: skip
