"""A server that several libraries share: whether this is one, what it needs to start, and who belongs to which library.

Nothing here draws or remembers; `pages/ui/app_shell.py` shows what is found here and lets people in.
"""

from pages.ui.hosting.libraries import LIBRARIES, folder_of, library_of, read_libraries
from pages.ui.hosting.mode import MODE, is_hosted
from pages.ui.hosting.preflight import Server, missing, running_server

__all__ = [
    "LIBRARIES", "MODE", "Server", "folder_of", "is_hosted", "library_of", "missing",
    "read_libraries", "running_server",
]  # fmt: skip
