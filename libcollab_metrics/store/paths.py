"""Paths of a workspace: data in one folder, secret key in another; known sync services."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

#: Variables that the user's data folder depends on, and most folders that are cached.
FOLDER_VARIABLES, MAX_FOLDERS = ("HOME", "XDG_DATA_HOME", "LOCALAPPDATA", "APPDATA", "USERPROFILE"), 16
#: Environment variable with the folder to use instead of the user's data folder.
HOME_VARIABLE = "LIBCOLLAB_HOME"
#: Folders of services that copy files while they are written, which can corrupt a database.
SYNC_SERVICES = (
    "onedrive",
    "dropbox",
    "google drive",
    "googledrive",
    "my drive",
    "icloud",
    "mobile documents",
    "cloudstorage",
    "nextcloud",
    "owncloud",
    "seafile",
    "syncthing",
    "pcloud",
    "megasync",
    "box sync",
)


def workspace_home(environment: Mapping[str, str]) -> Path:
    """Return the folder of the workspace; it is not created.

    Parameters
    ----------
    environment : Mapping[str, str]
        Environment variables, as in `os.environ`; `LIBCOLLAB_HOME` overrides the user's data folder.

    Returns
    -------
    Path
    """
    if environment.get(HOME_VARIABLE):
        path = Path(environment[HOME_VARIABLE])
        return path if path.is_absolute() else path.expanduser().absolute()
    return _find_data_folder(tuple(map(environment.get, FOLDER_VARIABLES)))


@lru_cache(MAX_FOLDERS)
def _find_data_folder(_: tuple[str | None, ...]) -> Path:
    """Return the user's data folder, which depends on these values; cached, as pages ask for it often."""
    import platformdirs

    return platformdirs.user_data_path("libcollab", appauthor=False)


@dataclass(frozen=True)
class WorkspacePaths:
    """Files of one workspace below the folder `workspace_home`."""

    home: Path

    @property
    def database(self) -> Path:
        """Path of the database."""
        return self.home / "data" / "workspace.sqlite"

    @property
    def key(self) -> Path:
        """Path of the secret key, in its own folder, so that the data can be copied without it."""
        return self.home / "key" / "workspace.key"

    @property
    def data_files(self) -> tuple[Path, ...]:
        """Paths of the database and its SQLite side files."""
        return tuple(
            self.database.with_name(self.database.name + end) for end in ("", "-wal", "-shm", "-journal")
        )

    @property
    def synced_by(self) -> str:
        """First folder in the path that a sync service seems to copy; empty if none does."""
        ways = (self.home, self.home.resolve())  # the folder may be a symbolic link into a synced one
        parts = (part for way in ways for part in way.parts if part.casefold().startswith(SYNC_SERVICES))
        return next(parts, "")


def link_exclusive(temporary: Path, path: Path) -> None:
    """Rename a complete file unless the name is taken: of two processes, the first one wins."""
    try:
        os.link(temporary, path)
    except FileExistsError:
        return
    except OSError:  # file systems without hard links, such as those of memory sticks
        if not path.exists():
            os.replace(temporary, path)


def sync_folder(folder: Path) -> None:
    """Sync the folder's directory entries to the disk, where the system supports it."""
    with contextlib.suppress(OSError):  # Windows cannot open folders
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
