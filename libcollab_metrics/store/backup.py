"""Backup of a workspace in one file: its parts and maximum size, verification, and restoring.

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
from libcollab_metrics.messages import Message
from libcollab_metrics.model import Workspace, encode_workspace
from libcollab_metrics.store.database import (
    APPLICATION_ID,
    DATABASE_VERSION,
    RELEASES_SQL,
    TABLES_SQL,
    DamagedWorkspace,
    NewerWorkspace,
    StorageError,
    damaged_error,
    newer_version_error,
    translate_decoding_errors,
)
from libcollab_metrics.store.keys import (
    KEY_BYTES,
    decrypt_key,
    encrypt_key,
    key_fingerprint,
    parse_key,
    read_key,
    replace_key,
)
from libcollab_metrics.store.log import (
    Head,
    Release,
    Snapshot,
    drop_releases,
    drop_steps_after,
    encode_head,
    encode_operation,
    last_step_number,
    read_head,
    read_snapshot,
    write_head,
    write_release,
    write_step,
)
from libcollab_metrics.store.migration import backup_database, check_structure, migrate_connection
from libcollab_metrics.store.paths import WorkspacePaths
from libcollab_metrics.store.redaction import redact_for_disk
from libcollab_metrics.store.saved_content import (
    MAX_ROWS,
    LimitExceededError,
    check_limits,
    decode_snapshot,
    encode_workspace_rows,
    write_rows,
)

if TYPE_CHECKING:
    from libcollab_metrics.store.saved_content import Rows


# In-memory databases: built from steps, or opened from untrusted bytes.

#: Path used in messages about a database that is in memory only.
IN_MEMORY_PATH = Path("the file")
_MAGIC, _JOURNAL = b"SQLite format 3\x00", slice(18, 20)


def is_database(data: bytes) -> bool:
    """Return whether the bytes begin with the SQLite signature."""
    return data[:16] == _MAGIC


def build_database(
    workspace: Workspace, releases: Sequence[Release], head: Head, day: date, key: bytes
) -> sqlite3.Connection:
    """Build the database of the given steps and releases in memory, redacted as on disk.

    Names of payees become codes under the secret `key`; notes are included if the head says so.

    Raises
    ------
    StorageError
        If a person is identified by anything but a pseudonym.
    """
    workspace = encode_workspace(workspace, key)
    connection = _connect_memory()
    connection.executescript(
        f"{TABLES_SQL} {RELEASES_SQL} PRAGMA application_id={APPLICATION_ID}; PRAGMA"
        f" user_version={DATABASE_VERSION};"
    )
    connection.execute("BEGIN")
    connection.execute("INSERT INTO head VALUES (1, ?, ?, ?, ?, ?, ?)", encode_head(head))
    for step in (*workspace.steps, *workspace.undone_steps[::-1]):
        write_step(
            connection,
            day,
            [encode_operation(redact_for_disk(operation, day, head.keep_notes)) for operation in step],
        )
    for release in releases:
        write_release(connection, release.day, release.body)
    write_head(connection, head)
    connection.execute("COMMIT")
    return connection


def serialize_database(connection: sqlite3.Connection) -> bytes:
    """Return a complete database as bytes, without free pages, with its write-ahead log merged."""
    memory = _connect_memory()
    connection.backup(memory)
    memory.execute("VACUUM")
    return _disable_wal(memory.serialize())


def open_untrusted(data: bytes) -> sqlite3.Connection:
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
    connection = _connect_memory()
    with translate_decoding_errors(IN_MEMORY_PATH):
        connection.deserialize(_disable_wal(data))
        for setting in ("trusted_schema=OFF", "cell_size_check=ON"):
            connection.execute(f"PRAGMA {setting}")
        if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
            raise damaged_error(IN_MEMORY_PATH)
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        if version > DATABASE_VERSION:
            raise newer_version_error(IN_MEMORY_PATH)
        # before any row is read: a view or trigger could run
        if _read_schema(connection) != _expected_schema(version):
            raise damaged_error(IN_MEMORY_PATH)
        check_structure(connection, IN_MEMORY_PATH)
        check_limits(connection)
        if version < DATABASE_VERSION:
            migrate_connection(connection, IN_MEMORY_PATH)
    return connection


def _connect_memory() -> sqlite3.Connection:
    return sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)


def _disable_wal(data: bytes) -> bytes:
    """Set the header to "no write-ahead log", as an in-memory database requires."""
    return data[: _JOURNAL.start] + b"\x01\x01" + data[_JOURNAL.stop :]


def _read_schema(connection: sqlite3.Connection) -> set[tuple[str, ...]]:
    return set(connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_master"))


def _expected_schema(version: int) -> set[tuple[str, ...]]:
    made = _connect_memory()
    made.executescript(TABLES_SQL + (RELEASES_SQL if version >= 3 else ""))
    return _read_schema(made)


#: File extension of saved work.
FILE_EXTENSION = "libcollab"
#: Format version; changes when the parts below change.
FORMAT_VERSION = 1
MANIFEST_PART, DATABASE_PART, SECRET_PART = "about.json", "workspace.sqlite", "secret.json"
#: Maximum uncompressed bytes of each part; this program never writes more.
MAX_PART_BYTES = {MANIFEST_PART: 4096, SECRET_PART: 4096, DATABASE_PART: 256 * 2**20}
#: Maximum bytes of the file.
MAX_FILE_BYTES = 100 * 2**20
#: Tasks of the disposable worker process: describe a file of saved work, or return its content.
VERIFY_TASK, OPEN_TASK = f"{__name__}:answer_proof", f"{__name__}:answer_opening"
#: Exceptions raised by unpacking a file that `packed` did not write.
_UNPACK_ERRORS = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    RuntimeError,
    EOFError,
    LookupError,
    TypeError,
    ValueError,
    AttributeError,
    ArithmeticError,
    OSError,
)
_END_SIZE = 22


class OpenError(LibCollabError):
    """A file of saved work is invalid, damaged or of a later version; nothing was changed."""

    log_code = "cannot-open"


@dataclass(frozen=True)
class BackupSummary:
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
    contents : BackupSummary
        Summary.
    head : Head
        Head of the workspace.
    rows : Mapping[str, pyarrow.Table]
        Rows by table of the database.
    secret : bytes or None
        Secret key; None if the file has none or no passphrase was given.
    """

    contents: BackupSummary
    head: Head
    rows: Rows
    secret: bytes | None = None

    @property
    def snapshot(self) -> Snapshot:
        """Snapshot of the workspace, decoded on every access."""
        return decode_snapshot(self.head, self.rows)

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
        return SavedWork(BackupSummary(**words["contents"]), Head(**words["head"]), tables, secret)


def pack_workspace(
    connection: sqlite3.Connection, day: date, secret: bytes | None = None, passphrase: str = ""
) -> bytes:
    """Pack a workspace into one file; the secret key is included only under a passphrase.

    Raises
    ------
    LibCollabError
        If the passphrase is too short, the workspace exceeds a limit, or the file does not read back
        identically.
    """
    database = serialize_database(connection)
    parts = {DATABASE_PART: database}
    if passphrase and secret:
        parts[SECRET_PART] = encrypt_key(secret, passphrase, hashlib.sha256(database).digest())
    about = {
        "made by": "libcollab, Save my work",
        "form": FORMAT_VERSION,
        "day": day.isoformat(),
        "sha256": {name: hashlib.sha256(data).hexdigest() for name, data in parts.items()},
    }
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in {MANIFEST_PART: json.dumps(about, indent=1).encode(), **parts}.items():
            file.writestr(
                zipfile.ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0)), data, zipfile.ZIP_DEFLATED
            )
    made = target.getvalue()
    if (
        len(made) > MAX_FILE_BYTES
        or len(database) > MAX_PART_BYTES[DATABASE_PART]
        or _is_over_limit(connection)
    ):
        raise LibCollabError(
            Message(
                "Your work is larger than one file may be ({size} MB, and {tables} tables read from sheets)."
                " Nothing was saved; what is kept on this computer is as it was.",
                size=MAX_FILE_BYTES // 2**20,
                tables=MAX_ROWS["sheet_table"],
            )
        )
    if _open_backup(made, passphrase).database != database:
        raise LibCollabError("The file made is not what was to be saved. Try again; nothing was changed.")
    return made


def _is_over_limit(connection: sqlite3.Connection) -> bool:
    try:
        check_limits(connection)
    except LimitExceededError:
        return True
    return False


def pack_from_memory(
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
    mark = key_fingerprint(secret) if secret else ""
    head = Head(secrets.token_hex(8), len(workspace.steps), 0, keep_notes, mark)
    key = secret or secrets.token_bytes(KEY_BYTES)
    return pack_workspace(build_database(workspace, releases, head, day, key), day, secret, passphrase)


def unpack_workspace(data: bytes, passphrase: str = "") -> SavedWork:
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
    OpenError
        If the file is invalid, damaged, of a later version, or exceeds a limit.
    WrongPassphrase
        If the passphrase does not decrypt the secret key.
    """
    opened = _open_backup(data, passphrase)
    # A file of an earlier version may contain names of payees. Without its secret they get codes under a
    # random key, and later sheets do not match them.
    workspace = encode_workspace(opened.snapshot.workspace, opened.secret or secrets.token_bytes(KEY_BYTES))
    rows = encode_workspace_rows(workspace, opened.snapshot.releases, opened.days)
    return SavedWork(opened.contents, opened.head, rows, opened.secret)


def answer_proof(header: dict[str, Any], data: bytes, key: bytes) -> tuple[dict[str, Any], dict[str, Any]]:
    """Verify a file of saved work in the worker process, and return its `BackupSummary`.

    Task of the disposable process that reads uploads (`VERIFY_TASK`); `key` is the passphrase.

    Raises
    ------
    OpenError, WrongPassphrase
        As in `unpack_workspace`.
    """
    return asdict(_open_backup(data, key.decode()).contents), {}


def answer_opening(header: dict[str, Any], data: bytes, key: bytes) -> tuple[dict[str, Any], dict[str, Any]]:
    """Open a file of saved work in the worker process, and return its rows, written anew.

    Task of the disposable process that reads uploads (`OPEN_TASK`); `key` is the passphrase.
    `SavedWork.from_answer` reads the result.

    Raises
    ------
    OpenError, WrongPassphrase
        As in `unpack_workspace`.
    """
    work = unpack_workspace(data, key.decode())
    secret = (work.secret or b"").hex()
    return {"contents": asdict(work.contents), "head": asdict(work.head), "secret": secret}, dict(work.rows)


@dataclass(frozen=True)
class _OpenedBackup:
    """Content of a file of saved work as it was written; `days` has one entry per step."""

    head: Head
    snapshot: Snapshot
    days: tuple[date, ...]
    database: bytes
    secret: bytes | None
    contents: BackupSummary


def _open_backup(data: bytes, passphrase: str) -> _OpenedBackup:
    parts = (
        {DATABASE_PART: data}
        if is_database(data) and len(data) <= MAX_PART_BYTES[DATABASE_PART]
        else _read_parts(data)
    )
    database, text = parts[DATABASE_PART], parts.get(SECRET_PART)
    head, snapshot, days = _verify_database(database)
    try:
        secret = (
            decrypt_key(text, passphrase, hashlib.sha256(database).digest()) if text and passphrase else None
        )
    except _UNPACK_ERRORS:
        raise _damaged_error() from None
    contents = BackupSummary(
        len(snapshot.ids), len(snapshot.releases), snapshot.has_people, text is not None, secret is not None
    )
    return _OpenedBackup(head, snapshot, days, database, secret, contents)


def _read_parts(data: bytes) -> dict[str, bytes]:
    if not _is_small_zip(data):
        raise OpenError(
            Message(
                "This file was not made by “Create a backup”. Choose one that ends in .{ending}; a sheet goes"
                " in at the top of the page. Nothing was changed.",
                ending=FILE_EXTENSION,
            )
        )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            members = file.infolist()
            parts = {member.filename: _read_part(file, member) for member in members}
        about = json.loads(parts[MANIFEST_PART])
        if about["form"] > FORMAT_VERSION:
            raise OpenError(
                "This file was saved by a later version of this program; open it there. Nothing was changed."
            )
        sums = {
            name: hashlib.sha256(part).hexdigest() for name, part in parts.items() if name != MANIFEST_PART
        }
        if sums != about["sha256"] or len(parts) != len(members) or DATABASE_PART not in parts:
            raise _damaged_error()
    except _UNPACK_ERRORS:
        raise _damaged_error() from None
    return parts


def _read_part(file: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    """Read one part of the archive, up to its size limit."""
    limit = MAX_PART_BYTES.get(member.filename, 0)
    if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise _damaged_error()
    with file.open(member) as opened:
        data = opened.read(limit + 1)
    if len(data) > limit:
        raise _damaged_error()
    return data


def _is_small_zip(data: bytes) -> bool:
    """Check the end record before the archive is opened: few members, no zip64, no comment."""
    end = data[-_END_SIZE:]
    few = (
        int.from_bytes(end[10:12], "little") <= len(MAX_PART_BYTES)
        and int.from_bytes(end[12:16], "little") <= 1024
    )
    return (
        len(data) <= MAX_FILE_BYTES
        and end[:4] == b"PK\x05\x06"
        and few
        and b"PK\x06\x07" not in data[-64:-_END_SIZE]
    )


def _verify_database(database: bytes) -> tuple[Head, Snapshot, tuple[date, ...]]:
    """Open the database in memory, verify all checksums, and replay it once."""
    try:
        with closing(open_untrusted(database)) as connection, translate_decoding_errors(IN_MEMORY_PATH):
            head, snapshot = read_head(connection, IN_MEMORY_PATH), read_snapshot(connection, IN_MEMORY_PATH)
            days = tuple(
                date.fromisoformat(day)
                for (day,) in connection.execute("SELECT day FROM step ORDER BY number")
            )
            if head.position > len(days):
                raise _damaged_error()
            snapshot.workspace.dataset()
    except NewerWorkspace:
        raise OpenError(
            "This file was saved by a later version of this program; open it there. Nothing was changed."
        ) from None
    except DamagedWorkspace:
        raise _damaged_error() from None
    return head, snapshot, days


def _damaged_error() -> OpenError:
    return OpenError(
        Message(
            "This file is damaged or was not made by “Create a backup”: it is not what was written."
            " Nothing was changed; use another copy of it."
        )
    )


# Restore: replace a workspace by saved work in one transaction, and store the previous one as a backup.


def backup_path(paths: WorkspacePaths, reason: str, day: date) -> Path:
    """Return an unused path for a backup in the workspace's folder."""
    return paths.database.with_name(f"workspace-{reason}-{day.isoformat()}-{secrets.token_hex(2)}.sqlite")


def set_database_aside(paths: WorkspacePaths, day: date) -> Path:
    """Rename the database and its SQLite side files unchanged, and return the new path."""
    aside = backup_path(paths, "set-aside", day)
    for file in paths.data_files:
        if file.exists():
            os.replace(file, aside.with_name(aside.name + file.name[len(paths.database.name) :]))
    return aside


def replace_workspace(
    connection: sqlite3.Connection, paths: WorkspacePaths, work: SavedWork, day: date
) -> Path | None:
    """Replace the workspace in an open transaction, and return the path of its backup.

    An empty workspace is not backed up, and None is returned.

    Raises
    ------
    DamagedWorkspace
        If the rows written do not read back identically.
    OSError, sqlite3.Error
        If there is not enough space, or the folder is not writable.
    """
    before = read_head(connection, paths.database)
    aside = None
    if last_step_number(connection) or connection.execute("SELECT count(*) FROM release").fetchone()[0]:
        aside = backup_path(paths, "replaced", day)
        backup_database(paths.database, aside)
    drop_steps_after(connection, 0)
    drop_releases(connection)
    try:
        write_rows(connection, work.rows)
    except ValueError:
        raise damaged_error(paths.database) from None
    # Larger than both change counters, so that every window detects the change.
    write_head(connection, replace(work.head, change=before.change + work.head.change + 1))
    return aside


def install_secret(paths: WorkspacePaths, work: SavedWork) -> None:
    """Install the secret key under which the saved work's people were read.

    The key comes from the file or from a matching backup in the key folder; without either, the current key
    stays. A replaced key is stored as a backup.

    Raises
    ------
    OSError
        If it cannot be written.
    """
    wanted = work.secret or _find_matching_key(paths, work.head.key_mark)
    if wanted is not None and wanted != read_key(paths.key):
        replace_key(paths.key, wanted)


def install_key_file(paths: WorkspacePaths, data: bytes, mark: str) -> None:
    """Install the secret key of a key file if it has this mark; the replaced key is backed up.

    Raises
    ------
    StorageError
        If the file is not a complete key, or the key of another workspace; nothing was changed.
    OSError
        If it cannot be written.
    """
    key = parse_key(data)
    if key is None:
        raise StorageError(
            Message(
                "This is not a key file: it must hold {size} bytes, and this one holds {held}. Choose another"
                " file. Nothing was changed.",
                size=KEY_BYTES,
                held=len(data),
            )
        )
    if key_fingerprint(key) != mark:
        raise StorageError(
            "This is the key file of another workspace: the people kept here were not read under it. "
            "Choose another file. Nothing was changed."
        )
    replace_key(paths.key, key)


def _find_matching_key(paths: WorkspacePaths, mark: str) -> bytes | None:
    files = sorted(paths.key.parent.glob("workspace*.key"), key=os.fspath) if mark else []
    keys = (read_key(file) for file in files)
    return next((key for key in keys if key is not None and key_fingerprint(key) == mark), None)
