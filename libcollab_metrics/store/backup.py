"""Backup of a workspace in one file: pack, verify, open untrusted bytes, and restore.

The file is a zip archive of the database and, only under a passphrase, the secret key.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import secrets
import sqlite3
import struct
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from libcollab_metrics.errors import LibCollabError
from libcollab_metrics.model import Workspace, with_codes
from libcollab_metrics.store.database import (
    APPLICATION,
    RELEASES,
    TABLES,
    VERSION,
    CannotKeep,
    DamagedWorkspace,
    NewerWorkspace,
    damaged,
    decoding,
    later_version,
)
from libcollab_metrics.store.keys import SIZE, key_in, locked, mark_of, put_key, read_key, unlocked
from libcollab_metrics.store.log import (
    Head,
    Kept,
    Release,
    drop_after,
    drop_releases,
    encoded,
    head_row,
    last_step,
    read_head,
    read_kept,
    write_head,
    write_release,
    write_step,
)
from libcollab_metrics.store.migration import bring_up, check_structure, copied
from libcollab_metrics.store.paths import Places
from libcollab_metrics.store.redaction import as_kept
from libcollab_metrics.store.saved_content import (
    MOST_ROWS,
    TooMuch,
    canonical_rows,
    check_limits,
    kept_from,
    write_rows,
)

if TYPE_CHECKING:
    from libcollab_metrics.store.saved_content import Rows


# In-memory databases: built from steps, or opened from untrusted bytes.

#: Path used in messages about a database that is in memory only.
NOWHERE = Path("the file")
_MAGIC, _JOURNAL = b"SQLite format 3\x00", slice(18, 20)


def is_database(data: bytes) -> bool:
    """Return whether the bytes begin with the SQLite signature."""
    return data[:16] == _MAGIC


def made_in_memory(
    workspace: Workspace, releases: Sequence[Release], head: Head, day: date, key: bytes
) -> sqlite3.Connection:
    """Build the database of the given steps and releases in memory, redacted as on disk.

    Names of payees become codes under the secret `key`; notes are included if the head says so.

    Raises
    ------
    CannotKeep
        If a person is identified by anything but a pseudonym.
    """
    workspace = with_codes(workspace, key)
    connection = _connected()
    connection.executescript(f"{TABLES} {RELEASES} PRAGMA application_id={APPLICATION}; PRAGMA user_version={VERSION};")
    connection.execute("BEGIN")
    connection.execute("INSERT INTO head VALUES (1, ?, ?, ?, ?, ?, ?)", head_row(head))
    for step in (*workspace.steps, *workspace.taken_back[::-1]):
        write_step(connection, day, [encoded(as_kept(operation, day, head.keep_notes)) for operation in step])
    for release in releases:
        write_release(connection, release.day, release.body)
    write_head(connection, head)
    connection.execute("COMMIT")
    return connection


def as_bytes(connection: sqlite3.Connection) -> bytes:
    """Return a complete database as bytes, without free pages, with its write-ahead log merged."""
    memory = _connected()
    connection.backup(memory)
    memory.execute("VACUUM")
    return _plain_journal(memory.serialize())


def opened_in_memory(data: bytes) -> sqlite3.Connection:
    """Open a database from untrusted bytes, and migrate it to the current version.

    SECURITY: the schema must match this program's exactly, and the amount of content is checked before any of
    it is decoded.

    Raises
    ------
    DamagedWorkspace
        If it is not a workspace, has another schema, exceeds a limit, or SQLite finds it corrupt.
    NewerWorkspace
        If it was written by a later version.
    """
    connection = _connected()
    with decoding(NOWHERE):
        connection.deserialize(_plain_journal(data))
        for setting in ("trusted_schema=OFF", "cell_size_check=ON"):
            connection.execute(f"PRAGMA {setting}")
        if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION:
            raise damaged(NOWHERE)
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        if version > VERSION:
            raise later_version(NOWHERE)
        if _schema(connection) != _schema_of(version):  # before any row is read: a view or trigger could run
            raise damaged(NOWHERE)
        check_structure(connection, NOWHERE)
        check_limits(connection)
        if version < VERSION:
            bring_up(connection, NOWHERE)
    return connection


def _connected() -> sqlite3.Connection:
    return sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)


def _plain_journal(data: bytes) -> bytes:
    """Set the header to "no write-ahead log", as an in-memory database requires."""
    return data[: _JOURNAL.start] + b"\x01\x01" + data[_JOURNAL.stop :]


def _schema(connection: sqlite3.Connection) -> set[tuple[str, ...]]:
    return set(connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_master"))


def _schema_of(version: int) -> set[tuple[str, ...]]:
    made = _connected()
    made.executescript(TABLES + (RELEASES if version >= 3 else ""))
    return _schema(made)


#: File extension of saved work.
ENDING = "libcollab"
#: Format version; changes when the parts below change.
FORM = 1
MANIFEST, DATABASE, SECRET = "about.json", "workspace.sqlite", "secret.json"
#: Maximum uncompressed bytes of each part; this program never writes more.
LIMITS = {MANIFEST: 4096, SECRET: 4096, DATABASE: 256 * 2**20}
#: Maximum bytes of the file.
LARGEST = 100 * 2**20
#: Tasks of the disposable worker process: describe a file of saved work, or return its content.
PROOF, OPENING = f"{__name__}:answer_proof", f"{__name__}:answer_opening"
#: Exceptions raised by unpacking a file that `packed` did not write.
_BROKEN = (zipfile.BadZipFile, zlib.error, struct.error, RuntimeError, EOFError, LookupError, TypeError, ValueError,
           AttributeError, ArithmeticError, OSError)  # fmt: skip
_END_SIZE = 22


class CannotOpen(LibCollabError):
    """A file of saved work is invalid, damaged or of a later version; nothing was changed."""


@dataclass(frozen=True)
class Contents:
    """Summary of a file of saved work, shown before it is opened.

    Attributes
    ----------
    steps : int
        Number of steps in effect.
    releases : int
        Number of documents that were released.
    has_people : bool
        Whether a file was imported into the workspace.
    has_secret : bool
        Whether the file contains the secret key.
    opens_secret : bool
        Whether the given passphrase decrypts the secret key.
    """

    steps: int
    releases: int
    has_people: bool
    has_secret: bool
    opens_secret: bool


@dataclass(frozen=True)
class SavedWork:
    """Verified content of a file of saved work, as rows encoded by this program.

    Attributes
    ----------
    contents : Contents
        Summary.
    head : Head
        Head of the workspace.
    rows : Mapping[str, pyarrow.Table]
        Rows by table of the database.
    secret : bytes or None
        Secret key; None if the file has none or no passphrase was given.
    """

    contents: Contents
    head: Head
    rows: Rows
    secret: bytes | None = None

    @property
    def kept(self) -> Kept:
        """Snapshot of the workspace, decoded on every access."""
        return kept_from(self.head, self.rows)

    @property
    def has_secret(self) -> bool:
        """Whether the file contains the secret key."""
        return self.contents.has_secret

    @staticmethod
    def from_answer(words: Mapping[str, Any], tables: Rows) -> SavedWork:
        """Create the saved work from the result of `answer_opening`.

        Parameters
        ----------
        words : Mapping[str, Any]
            Header of the result, as JSON values.
        tables : Mapping[str, pyarrow.Table]
            Rows by table.

        Returns
        -------
        SavedWork
        """
        secret = bytes.fromhex(words["secret"]) or None
        return SavedWork(Contents(**words["contents"]), Head(**words["head"]), tables, secret)


def packed(connection: sqlite3.Connection, day: date, secret: bytes | None = None, passphrase: str = "") -> bytes:
    """Pack a workspace into one file; the secret key is included only under a passphrase.

    Raises
    ------
    LibCollabError
        If the passphrase is too short, the workspace exceeds a limit, or the file does not read back
        identically.
    """
    database = as_bytes(connection)
    parts = {DATABASE: database}
    if passphrase and secret:
        parts[SECRET] = locked(secret, passphrase, hashlib.sha256(database).digest())
    about = {"made by": "libcollab, Save my work", "form": FORM, "day": day.isoformat(),
             "sha256": {name: hashlib.sha256(data).hexdigest() for name, data in parts.items()}}  # fmt: skip
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in {MANIFEST: json.dumps(about, indent=1).encode(), **parts}.items():
            file.writestr(zipfile.ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)
    made = target.getvalue()
    if len(made) > LARGEST or len(database) > LIMITS[DATABASE] or _is_too_much(connection):
        raise LibCollabError(
            f"Your work is larger than one file may be ({LARGEST // 2**20} MB, and {MOST_ROWS['sheet_table']:,} tables "
            "read from sheets). Nothing was saved; what is kept on this computer is as it was."
        )
    if _opened(made, passphrase).database != database:
        raise LibCollabError("The file made is not what was to be saved. Try again; nothing was changed.")
    return made


def _is_too_much(connection: sqlite3.Connection) -> bool:
    try:
        check_limits(connection)
    except TooMuch:
        return True
    return False


def packed_from_memory(
    workspace: Workspace,
    releases: Sequence[Release],
    *,
    day: date,
    keep_notes: bool = False,
    secret: bytes | None = None,
    passphrase: str = "",
) -> bytes:
    """Pack a workspace that is in memory only into one file, redacted as on disk.

    Parameters
    ----------
    workspace : Workspace
        Workspace to save.
    releases : sequence of Release
        Documents that were released.
    day : date
        Day of saving.
    keep_notes : bool
        Whether notes and other free text are included.
    secret : bytes, optional
        Secret key of the pseudonyms, 32 bytes.
    passphrase : str
        Passphrase that encrypts the secret key; if empty, the key is not included.

    Returns
    -------
    bytes

    Raises
    ------
    LibCollabError
        If the passphrase is too short, the workspace exceeds a limit, or the file does not read back
        identically.
    """
    mark = mark_of(secret) if secret else ""
    head = Head(secrets.token_hex(8), len(workspace.steps), 0, keep_notes, mark)
    key = secret or secrets.token_bytes(SIZE)
    return packed(made_in_memory(workspace, releases, head, day, key), day, secret, passphrase)


def unpacked(data: bytes, passphrase: str = "") -> SavedWork:
    """Open and verify a file of saved work, or a workspace's own database.

    SECURITY: open a file of unknown origin only in the worker process, by `answer_proof` or `answer_opening`.

    Parameters
    ----------
    data : bytes
        Content of the file.
    passphrase : str
        Passphrase of the secret key; if empty, the key is not decrypted.

    Returns
    -------
    SavedWork

    Raises
    ------
    CannotOpen
        If the file is invalid, damaged, of a later version, or exceeds a limit.
    WrongPassphrase
        If the passphrase does not decrypt the secret key.
    """
    opened = _opened(data, passphrase)
    # A file of an earlier version may contain names of payees. Without its secret they get codes under a
    # random key, and later sheets do not match them.
    workspace = with_codes(opened.kept.workspace, opened.secret or secrets.token_bytes(SIZE))
    rows = canonical_rows(workspace, opened.kept.releases, opened.days)
    return SavedWork(opened.contents, opened.head, rows, opened.secret)


def answer_proof(header: dict[str, Any], data: bytes, key: bytes) -> tuple[dict[str, Any], dict[str, Any]]:
    """Verify a file of saved work in the worker process, and return its `Contents`.

    Task of the disposable process that reads uploads (`PROOF`); `key` is the passphrase.

    Raises
    ------
    CannotOpen, WrongPassphrase
        As in `unpacked`.
    """
    return asdict(_opened(data, key.decode()).contents), {}


def answer_opening(header: dict[str, Any], data: bytes, key: bytes) -> tuple[dict[str, Any], dict[str, Any]]:
    """Open a file of saved work in the worker process, and return its rows, written anew.

    Task of the disposable process that reads uploads (`OPENING`); `key` is the passphrase.
    `SavedWork.from_answer` reads the result.

    Raises
    ------
    CannotOpen, WrongPassphrase
        As in `unpacked`.
    """
    work = unpacked(data, key.decode())
    secret = (work.secret or b"").hex()
    return {"contents": asdict(work.contents), "head": asdict(work.head), "secret": secret}, dict(work.rows)


@dataclass(frozen=True)
class _Opened:
    """Content of a file of saved work as it was written; `days` has one entry per step."""

    head: Head
    kept: Kept
    days: tuple[date, ...]
    database: bytes
    secret: bytes | None
    contents: Contents


def _opened(data: bytes, passphrase: str) -> _Opened:
    parts = {DATABASE: data} if is_database(data) and len(data) <= LIMITS[DATABASE] else _parts(data)
    database, text = parts[DATABASE], parts.get(SECRET)
    head, kept, days = _proved(database)
    try:
        secret = unlocked(text, passphrase, hashlib.sha256(database).digest()) if text and passphrase else None
    except _BROKEN:
        raise _damaged() from None
    contents = Contents(len(kept.ids), len(kept.releases), kept.has_people, text is not None, secret is not None)
    return _Opened(head, kept, days, database, secret, contents)


def _parts(data: bytes) -> dict[str, bytes]:
    if not _is_small_zip(data):
        raise CannotOpen(
            "This file was not made by “Save my work”. Choose one that ends in "
            f".{ENDING}; a sheet goes in at the top of the page. Nothing was changed."
        )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            members = file.infolist()
            parts = {member.filename: _part(file, member) for member in members}
        about = json.loads(parts[MANIFEST])
        if about["form"] > FORM:
            raise CannotOpen(
                "This file was saved by a later version of this program; open it there. Nothing was changed."
            )
        sums = {name: hashlib.sha256(part).hexdigest() for name, part in parts.items() if name != MANIFEST}
        if sums != about["sha256"] or len(parts) != len(members) or DATABASE not in parts:
            raise _damaged()
    except _BROKEN:
        raise _damaged() from None
    return parts


def _part(file: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    """Read one part of the archive, up to its size limit."""
    limit = LIMITS.get(member.filename, 0)
    if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise _damaged()
    with file.open(member) as opened:
        data = opened.read(limit + 1)
    if len(data) > limit:
        raise _damaged()
    return data


def _is_small_zip(data: bytes) -> bool:
    """Check the end record before the archive is opened: few members, no zip64, no comment."""
    end = data[-_END_SIZE:]
    few = int.from_bytes(end[10:12], "little") <= len(LIMITS) and int.from_bytes(end[12:16], "little") <= 1024
    return len(data) <= LARGEST and end[:4] == b"PK\x05\x06" and few and b"PK\x06\x07" not in data[-64:-_END_SIZE]


def _proved(database: bytes) -> tuple[Head, Kept, tuple[date, ...]]:
    """Open the database in memory, verify all checksums, and replay it once."""
    try:
        with closing(opened_in_memory(database)) as connection, decoding(NOWHERE):
            head, kept = read_head(connection, NOWHERE), read_kept(connection, NOWHERE)
            days = tuple(
                date.fromisoformat(day) for (day,) in connection.execute("SELECT day FROM step ORDER BY number")
            )
            if head.position > len(days):
                raise _damaged()
            kept.workspace.dataset()
    except NewerWorkspace:
        raise CannotOpen(
            "This file was saved by a later version of this program; open it there. Nothing was changed."
        ) from None
    except DamagedWorkspace:
        raise _damaged() from None
    return head, kept, days


def _damaged() -> CannotOpen:
    return CannotOpen(
        "This file is damaged or was not made by “Save my work”: it is not what was written. "
        "Nothing was changed; use another copy of it."
    )


# Restore: replace a workspace by saved work in one transaction, and store the previous one as a backup.


def name_aside(places: Places, why: str, day: date) -> Path:
    """Return an unused path for a backup in the workspace's folder."""
    return places.data.with_name(f"workspace-{why}-{day.isoformat()}-{secrets.token_hex(2)}.sqlite")


def set_aside(places: Places, day: date) -> Path:
    """Rename the database and its SQLite side files unchanged, and return the new path."""
    aside = name_aside(places, "set-aside", day)
    for file in places.data_files:
        if file.exists():
            os.replace(file, aside.with_name(aside.name + file.name[len(places.data.name) :]))
    return aside


def replaced(connection: sqlite3.Connection, places: Places, work: SavedWork, day: date) -> Path | None:
    """Replace the workspace in an open transaction, and return the path of its backup.

    An empty workspace is not backed up, and None is returned.

    Raises
    ------
    DamagedWorkspace
        If the rows written do not read back identically.
    OSError, sqlite3.Error
        If there is not enough space, or the folder is not writable.
    """
    before = read_head(connection, places.data)
    aside = None
    if last_step(connection) or connection.execute("SELECT count(*) FROM release").fetchone()[0]:
        aside = name_aside(places, "replaced", day)
        copied(places.data, aside)
    drop_after(connection, 0)
    drop_releases(connection)
    try:
        write_rows(connection, work.rows)
    except ValueError:
        raise damaged(places.data) from None
    # Larger than both change counters, so that every window detects the change.
    write_head(connection, replace(work.head, change=before.change + work.head.change + 1))
    return aside


def bring_secret(places: Places, work: SavedWork) -> None:
    """Install the secret key under which the saved work's people were read.

    The key comes from the file or from a matching backup in the key folder; without either, the current key
    stays. A replaced key is stored as a backup.

    Raises
    ------
    OSError
        If it cannot be written.
    """
    wanted = work.secret or _fitting(places, work.head.key_mark)
    if wanted is not None and wanted != read_key(places.key):
        put_key(places.key, wanted)


def put_back(places: Places, data: bytes, mark: str) -> None:
    """Install the secret key of a key file if it has this mark; the replaced key is backed up.

    Raises
    ------
    CannotKeep
        If the file is not a complete key, or the key of another workspace; nothing was changed.
    OSError
        If it cannot be written.
    """
    key = key_in(data)
    if key is None:
        raise CannotKeep(f"This is not a key file: it must hold {SIZE} bytes, and this one holds {len(data)}. "
                         "Choose another file. Nothing was changed.")  # fmt: skip
    if mark_of(key) != mark:
        raise CannotKeep("This is the key file of another workspace: the people kept here were not read under it. "
                         "Choose another file. Nothing was changed.")  # fmt: skip
    put_key(places.key, key)


def _fitting(places: Places, mark: str) -> bytes | None:
    files = sorted(places.key.parent.glob("workspace*.key"), key=os.fspath) if mark else []
    found = (read_key(file) for file in files)
    return next((key for key in found if key is not None and mark_of(key) == mark), None)
