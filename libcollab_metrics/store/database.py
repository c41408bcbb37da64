"""The file a workspace lies in: made whole, opened with care, and every refusal of it as a sentence."""

from __future__ import annotations

import os
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Self

from libcollab_metrics.errors import LibCollabError
from libcollab_metrics.store.paths import name_once, sync_folder

#: Moves when the tables below change or a new kind of operation is kept; a file with a higher one is left alone, one
#: with a lower one is copied aside and brought to this one when it is opened (2: the operation `sent`, 3: `release`,
#: 4: codes for payees).
VERSION = 4
#: "libc", so that another program's file is not taken for a workspace.
APPLICATION = 0x6C696263
#: How long a writer waits for another one, in seconds (the durability rules ask for 10).
PATIENCE = 10.0
#: Stands in a sentence for the file or folder it is about.
FILE = "{file}"
#: What a sentence about damage begins with where no step is known.
WHOLE = "The workspace kept here"
#: Said to who sees a server's pages and not its disk.
ASK_THE_KEEPER = "Whoever looks after this server can help with that."

TABLES = """
CREATE TABLE head (
    id INTEGER PRIMARY KEY CHECK (id = 1), workspace TEXT NOT NULL, position INTEGER NOT NULL,
    change INTEGER NOT NULL, keep_notes INTEGER NOT NULL, key_mark TEXT NOT NULL, sha256 TEXT NOT NULL);
CREATE TABLE step (number INTEGER PRIMARY KEY, day TEXT NOT NULL, size INTEGER NOT NULL, sha256 TEXT NOT NULL);
CREATE TABLE operation (
    step INTEGER NOT NULL, place INTEGER NOT NULL, kind TEXT NOT NULL, file TEXT NOT NULL, body TEXT NOT NULL,
    sha256 TEXT NOT NULL, PRIMARY KEY (step, place));
CREATE TABLE sheet_table (
    step INTEGER NOT NULL, place INTEGER NOT NULL, name TEXT NOT NULL, arrow BLOB NOT NULL,
    PRIMARY KEY (step, place, name));
"""
RELEASES = """
CREATE TABLE release (number INTEGER PRIMARY KEY, day TEXT NOT NULL, body TEXT NOT NULL, sha256 TEXT NOT NULL);
"""


class Refusal(LibCollabError):
    """The family of what the store refuses.

    Parameters
    ----------
    sentence : what to say; `FILE` in it stands for the file.
    path : the file or folder it is about.
    """

    def __init__(self, sentence: str, path: Path = Path()) -> None:
        super().__init__(sentence.replace(FILE, str(path)))
        self._sentence, self._path = sentence, path

    def by_name(self) -> Self:
        """Return the same refusal for who has not this disk: with the file's name alone, and whom to turn to."""
        if self._path == Path() or self._sentence.endswith(ASK_THE_KEEPER):
            return self
        return type(self)(f"{self._sentence} {ASK_THE_KEEPER}", Path(self._path.name))


class CannotKeep(Refusal):
    """The workspace could not be written or read now; the text says why, and nothing was changed."""


class DamagedWorkspace(Refusal):
    """What is kept does not fit its check sums; the text names the step, and no figure comes from it."""


class NewerWorkspace(Refusal):
    """The file was written by a later version; it is left as it is."""


def make(path: Path, head: tuple[object, ...]) -> None:
    """Make an empty workspace under another name and give it its own once it is whole."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    made = path.with_name(f"{path.name}-{secrets.token_hex(4)}")
    os.close(os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        with closing(sqlite3.connect(made, isolation_level=None)) as connection:
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA synchronous=FULL")
            connection.executescript(f"BEGIN; {TABLES} {RELEASES} PRAGMA application_id={APPLICATION}; "
                                     f"PRAGMA user_version={VERSION}; COMMIT;")  # fmt: skip
            connection.execute("INSERT INTO head VALUES (1, ?, ?, ?, ?, ?, ?)", head)
        name_once(made, path)
    finally:
        for end in ("", "-wal", "-shm"):
            made.with_name(made.name + end).unlink(missing_ok=True)
    sync_folder(path.parent)


@contextmanager
def opened(path: Path) -> Iterator[sqlite3.Connection]:
    """Open an existing workspace for one piece of work; whatever goes wrong is told in a sentence.

    Raises
    ------
    NewerWorkspace, DamagedWorkspace : the file is not one this version can read; it was not touched.
    CannotKeep : the disk is full, the folder read-only, or another program holds the file too long.
    """
    with spoken(path):
        version_in_header(path)
        with closing(sqlite3.connect(path, timeout=PATIENCE, isolation_level=None)) as connection:
            with decoding(path):
                for setting in ("synchronous=FULL", "secure_delete=ON", "trusted_schema=OFF", "cell_size_check=ON"):
                    connection.execute(f"PRAGMA {setting}")
                _check_version(path, connection.execute("PRAGMA user_version").fetchone()[0])
            yield connection


@contextmanager
def writing(path: Path) -> Iterator[sqlite3.Connection]:
    """One transaction: all of it is kept when the block ends, or nothing."""
    with opened(path) as connection:
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield connection
        except BaseException:
            if connection.in_transaction:  # a full disk has rolled it back already
                connection.execute("ROLLBACK")
            raise
        connection.execute("COMMIT")


@contextmanager
def reading(path: Path) -> Iterator[sqlite3.Connection]:
    """One look at the whole workspace as it stood at one moment."""
    with opened(path) as connection:
        connection.execute("BEGIN")
        yield connection


@contextmanager
def spoken(path: Path) -> Iterator[None]:
    """Turn what the disk or the database refuses into a sentence for the librarian."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        raise _refusal(path, getattr(error, "sqlite_errorname", "")) from None
    except OSError as error:
        raise CannotKeep(
            f"Nothing could be kept in {FILE}: {error.strerror or 'the disk refuses'}. "
            "Your work is still here; free some space or allow writing there, then try again.",
            path.parent.parent,
        ) from None


@contextmanager
def decoding(path: Path, where: str = WHOLE) -> Iterator[None]:
    """Turn whatever reading a damaged file raises into a `DamagedWorkspace`; `where` names the step.

    One flipped bit can make SQLite, JSON and Arrow raise almost anything (UnicodeDecodeError, OverflowError,
    MemoryError, ...). Only what SQLite says of the disk itself stays a `CannotKeep`.
    """
    try:
        yield
    except Refusal:
        raise
    except sqlite3.Error as error:
        raise _refusal(path, getattr(error, "sqlite_errorname", ""), where) from None
    except Exception:  # noqa: BLE001 - see above; nothing but decoding runs in here
        raise damaged(path, where) from None


def _refusal(path: Path, name: str, where: str = WHOLE) -> LibCollabError:
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return CannotKeep("Another window has been saving for over ten seconds. Nothing was changed; try again.")
    if name.startswith("SQLITE_FULL"):
        return CannotKeep("The disk is full. Nothing was changed; free some space, then try again.", path)
    if name.startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM", "SQLITE_IOERR", "SQLITE_AUTH")):
        return CannotKeep(
            f"The file {FILE} cannot be written or read just now. Nothing was changed; allow writing there, "
            "or free the disk, then try again.",
            path,
        )
    return damaged(path, where)


def damaged(path: Path, where: str = WHOLE) -> DamagedWorkspace:
    """Return the sentence for what does not fit its check sum; `where` names the step."""
    return DamagedWorkspace(
        f"{where} is damaged: it is not what was written. No figure is shown from it, and {FILE} is left as it is. "
        "Put back a copy of that file, or set it aside on the page of your sheets and open saved work or start anew.",
        path,
    )


def version_in_header(path: Path) -> int:
    """Return the version the file says it has in its first 100 bytes, read before SQLite opens and so touches it.

    Raises
    ------
    NewerWorkspace, DamagedWorkspace : it is of a later version, or no workspace.
    """
    with path.open("rb") as file:
        header = file.read(100)
    if header[:16] != b"SQLite format 3\x00" or int.from_bytes(header[68:72], "big") != APPLICATION:
        raise damaged(path)
    version = int.from_bytes(header[60:64], "big")
    _check_version(path, version)
    return version


def _check_version(path: Path, version: int) -> None:
    if version > VERSION:
        raise later_version(path)


def later_version(path: Path) -> NewerWorkspace:
    """Return the sentence for a file of a later version."""
    return NewerWorkspace(
        f"The workspace in {FILE} was written by a later version of this program. It was not touched; "
        "use that version, or set the file aside on the page of your sheets and start anew.",
        path,
    )
