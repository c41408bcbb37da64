"""Where a workspace lies on this computer: the data in one folder, the secret for its codes in another."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

#: Names the folder to be used instead of the user's own data folder.
HOME = "LIBCOLLAB_HOME"
#: Folders that a service copies to other computers while they are written; a database does not bear that.
SYNCED = (
    "onedrive", "dropbox", "google drive", "googledrive", "my drive", "icloud", "mobile documents", "cloudstorage",
    "nextcloud", "owncloud", "seafile", "syncthing", "pcloud", "megasync", "box sync",
)  # fmt: skip


def home(environment: Mapping[str, str]) -> Path:
    """Return the folder everything kept lies in; nothing is made yet.

    Parameters
    ----------
    environment : as `os.environ`; `LIBCOLLAB_HOME` outranks the user's own data folder.
    """
    if environment.get(HOME):
        return Path(environment[HOME]).expanduser().absolute()
    import platformdirs

    return platformdirs.user_data_path("libcollab", appauthor=False)


@dataclass(frozen=True)
class Places:
    """The files of one workspace below `home`."""

    home: Path

    @property
    def data(self) -> Path:
        """The database."""
        return self.home / "data" / "workspace.sqlite"

    @property
    def key(self) -> Path:
        """The secret for pseudonyms, in a folder of its own, so that the data can be copied without it."""
        return self.home / "key" / "workspace.key"

    @property
    def data_files(self) -> tuple[Path, ...]:
        """The database and what SQLite writes beside it."""
        return tuple(self.data.with_name(self.data.name + end) for end in ("", "-wal", "-shm", "-journal"))

    @property
    def synced_by(self) -> str:
        """The folder of the way there that a service seems to copy to other computers; empty when none does."""
        ways = (self.home, self.home.resolve())  # a folder may be a link into one that is copied
        parts = (part for way in ways for part in way.parts if part.casefold().startswith(SYNCED))
        return next(parts, "")


def name_once(made: Path, path: Path) -> None:
    """Give a finished file its name unless the name is taken: of two processes the first wins."""
    try:
        os.link(made, path)
    except FileExistsError:
        return
    except OSError:  # a file system without links, such as a memory stick's
        if not path.exists():
            os.replace(made, path)


def sync_folder(folder: Path) -> None:
    """Write the folder's list of names through to the disk, where the system knows how."""
    with contextlib.suppress(OSError):  # Windows opens no folder
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
