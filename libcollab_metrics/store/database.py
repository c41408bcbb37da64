"""SQLite database of a workspace: version, tables, lock timeout, and errors as user messages."""

from __future__ import annotations

import os
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Self

from libcollab_metrics.errors import LibCollabError
from libcollab_metrics.messages import Message, join_messages
from libcollab_metrics.store.paths import link_exclusive, sync_folder

#: Version of the database; changes with the tables below or with a new kind of operation (2: `sent`, 3:
#: `release`, 4: codes for payees). A newer file is not touched; an older one is backed up and migrated when
#: it is opened.
DATABASE_VERSION = 4
#: Application id "libc", so that another program's SQLite file is not taken for a workspace.
APPLICATION_ID = 0x6C696263
#: Timeout in seconds for another writer's lock (the durability rules require 10).
LOCK_TIMEOUT = 10.0
#: Placeholder in messages for the file or folder concerned.
FILE_PLACEHOLDER = "{file}"
#: Subject of a message about damage where the step is unknown.
WHOLE_WORKSPACE = Message("The workspace kept here")
#: Added to messages for users of a server, who do not have access to its disk.
ASK_ADMINISTRATOR = Message("The server’s administrator can help with that.")

TABLES_SQL = """
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
"""  # noqa: E501 (SQLite stores this text as it is)
RELEASES_SQL = """
CREATE TABLE release (number INTEGER PRIMARY KEY, day TEXT NOT NULL, body TEXT NOT NULL, sha256 TEXT NOT NULL);
"""  # noqa: E501 (SQLite stores this text as it is)


class StoreError(LibCollabError):
    """Base class of the errors raised by the store.

    Parameters
    ----------
    message : str
        Message; `FILE_PLACEHOLDER` in it is replaced by the path.
    path : Path
        File or folder concerned.
    """

    log_code = "refusal"

    def __init__(self, message: str, path: Path = Path()) -> None:
        super().__init__(_name_file(message, path))
        self._sentence, self._path = message, path

    def without_path(self) -> Self:
        """Return the error with the file's name instead of its path, and a hint on who can help.

        For users of a server, who do not have access to its disk.

        Returns
        -------
        StoreError
        """
        if self._path == Path():
            return self
        return type(self)(
            join_messages(" ", (_name_file(self._sentence, Path(self._path.name)), ASK_ADMINISTRATOR))
        )


def _name_file(message: str, path: Path) -> str:
    """Return a message with the path in the place of `FILE_PLACEHOLDER`."""
    if isinstance(message, Message):
        return Message(message.phrase, **{**message.values, "file": str(path)})
    return message.replace(FILE_PLACEHOLDER, str(path))


class StorageError(StoreError):
    """The workspace cannot be written or read now; the message says why, nothing was changed."""

    log_code = "cannot-keep"


class DamagedWorkspace(StoreError):
    """Stored data does not match its checksums; the message names the step, no figure is shown."""


class NewerWorkspace(StoreError):
    """The file was written by a later version; it was not changed."""


def create_database(path: Path, head: tuple[object, ...]) -> None:
    """Create an empty workspace under a temporary name, and rename it when it is complete."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    made = path.with_name(f"{path.name}-{secrets.token_hex(4)}")
    os.close(os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        with closing(sqlite3.connect(made, isolation_level=None)) as connection:
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA synchronous=FULL")
            connection.executescript(
                f"BEGIN; {TABLES_SQL} {RELEASES_SQL} PRAGMA application_id={APPLICATION_ID}; "
                f"PRAGMA user_version={DATABASE_VERSION}; COMMIT;"
            )
            connection.execute("INSERT INTO head VALUES (1, ?, ?, ?, ?, ?, ?)", head)
        link_exclusive(made, path)
    finally:
        for end in ("", "-wal", "-shm"):
            made.with_name(made.name + end).unlink(missing_ok=True)
    sync_folder(path.parent)


@contextmanager
def open_database(path: Path) -> Iterator[sqlite3.Connection]:
    """Open an existing workspace; errors become messages for the user.

    Raises
    ------
    NewerWorkspace, DamagedWorkspace
        If this version cannot read the file; it was not changed.
    StorageError
        If the disk is full, the folder is read-only, or another program holds the lock too long.
    """
    with translate_errors(path):
        read_header_version(path)
        with closing(sqlite3.connect(path, timeout=LOCK_TIMEOUT, isolation_level=None)) as connection:
            with translate_decoding_errors(path):
                for setting in (
                    "synchronous=FULL",
                    "secure_delete=ON",
                    "trusted_schema=OFF",
                    "cell_size_check=ON",
                ):
                    connection.execute(f"PRAGMA {setting}")
                _check_version(path, connection.execute("PRAGMA user_version").fetchone()[0])
            yield connection


@contextmanager
def write_transaction(path: Path) -> Iterator[sqlite3.Connection]:
    """Open a write transaction: committed when the block ends, rolled back on an error."""
    with open_database(path) as connection:
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield connection
        except BaseException:
            if connection.in_transaction:  # SQLite has already rolled back if the disk is full
                connection.execute("ROLLBACK")
            raise
        connection.execute("COMMIT")


@contextmanager
def read_transaction(path: Path) -> Iterator[sqlite3.Connection]:
    """Open a read transaction: a consistent snapshot of the whole workspace."""
    with open_database(path) as connection:
        connection.execute("BEGIN")
        yield connection


@contextmanager
def translate_errors(path: Path) -> Iterator[None]:
    """Convert errors of the disk or database into messages for the user."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        raise _storage_error(path, getattr(error, "sqlite_errorname", "")) from None
    except OSError as error:
        raise StorageError(
            Message(
                "Nothing could be kept in {file}: {reason}. Your work is still here; free some space or allow"
                " writing there, then try again.",
                reason=error.strerror or Message("the disk refuses"),
            ),
            path.parent.parent,
        ) from None


@contextmanager
def translate_decoding_errors(path: Path, subject: str = WHOLE_WORKSPACE) -> Iterator[None]:
    """Convert any error of decoding a file into `DamagedWorkspace`; `subject` names the step.

    A single flipped bit can make SQLite, JSON and Arrow raise almost anything (UnicodeDecodeError,
    OverflowError, MemoryError, ...). Only SQLite errors about the disk itself become `StorageError`.
    """
    try:
        yield
    except StoreError:
        raise
    except sqlite3.Error as error:
        raise _storage_error(path, getattr(error, "sqlite_errorname", ""), subject) from None
    except Exception:  # noqa: BLE001 - see above; nothing but decoding runs in here
        raise damaged_error(path, subject) from None


def _storage_error(path: Path, name: str, subject: str = WHOLE_WORKSPACE) -> LibCollabError:
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return StorageError(
            Message("Another window has been saving for over ten seconds. Nothing was changed; try again.")
        )
    if name.startswith("SQLITE_FULL"):
        return StorageError(
            Message("The disk is full. Nothing was changed; free some space, then try again."), path
        )
    if name.startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM", "SQLITE_IOERR", "SQLITE_AUTH")):
        return StorageError(
            Message(
                "The file {file} cannot be written or read just now. Nothing was changed; allow writing"
                " there, or free the disk, then try again."
            ),
            path,
        )
    return damaged_error(path, subject)


def damaged_error(path: Path, subject: str = WHOLE_WORKSPACE) -> DamagedWorkspace:
    """Return the error for data that does not match its checksum; `subject` names the step."""
    return DamagedWorkspace(
        Message(
            "{subject} is damaged: it is not what was written. No figure is shown from it, and {file} is"
            " left as it is. Put back a copy of that file, or set it aside on the page of your sheets and"
            " open saved work or start anew.",
            subject=subject,
        ),
        path,
    )


def read_header_version(path: Path) -> int:
    """Read the version from the first 100 bytes of the file.

    SQLite would modify a file by opening it.

    Raises
    ------
    NewerWorkspace, DamagedWorkspace
        If it is of a later version, or not a workspace.
    """
    with path.open("rb") as file:
        header = file.read(100)
    if header[:16] != b"SQLite format 3\x00" or int.from_bytes(header[68:72], "big") != APPLICATION_ID:
        raise damaged_error(path)
    version = int.from_bytes(header[60:64], "big")
    _check_version(path, version)
    return version


def _check_version(path: Path, version: int) -> None:
    if version > DATABASE_VERSION:
        raise newer_version_error(path)


def newer_version_error(path: Path) -> NewerWorkspace:
    """Return the error for a file of a later version."""
    return NewerWorkspace(
        Message(
            "The workspace in {file} was written by a later version of this program. It was not touched; use"
            " that version, or set the file aside on the page of your sheets and start anew."
        ),
        path,
    )
