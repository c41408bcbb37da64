"""Shared server (multi-tenant): operating mode, preflight checks, and access list.

Nothing here draws or has state; `pages/ui/app_shell.py` shows the results and controls access.
"""

from pages.ui.hosting.libraries import LIBRARIES, create_library_folder, find_library, read_libraries
from pages.ui.hosting.mode import MODE, is_hosted
from pages.ui.hosting.preflight import ServerChecks, find_failures, running_server

__all__ = [
    "LIBRARIES",
    "MODE",
    "ServerChecks",
    "create_library_folder",
    "find_failures",
    "find_library",
    "is_hosted",
    "read_libraries",
    "running_server",
]
