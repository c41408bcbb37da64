"""One file that holds a workspace: data, what left, and the secret only under a passphrase; checked when made."""

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


# A workspace's file in memory only: made from steps, or opened from bytes of which nothing is trusted.

#: What stands for the place of a file that is nowhere but in memory.
NOWHERE = Path("the file")
_MAGIC, _JOURNAL = b"SQLite format 3\x00", slice(18, 20)


def is_database(data: bytes) -> bool:
    """Return whether the bytes begin as a database does."""
    return data[:16] == _MAGIC


def made_in_memory(
    workspace: Workspace, releases: Sequence[Release], head: Head, day: date, key: bytes
) -> sqlite3.Connection:
    """Return the file these steps and releases make, as it would be kept on a disk: codes, and notes if so wished.

    `key` is the secret under which names of payees become codes.

    Raises
    ------
    CannotKeep : a person stands in it who is not a code.
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
    """Return the file a connection has open, whole and without freed pages, whatever is kept beside it on a disk."""
    memory = _connected()
    connection.backup(memory)
    memory.execute("VACUUM")
    return _plain_journal(memory.serialize())


def opened_in_memory(data: bytes) -> sqlite3.Connection:
    """Open a file from its bytes, brought to this version; its tables are ours to the letter or it is refused.

    What it holds is counted before any of it is decoded.

    Raises
    ------
    DamagedWorkspace : it is no workspace, holds anything but our tables or more than is ever written, or SQLite
        finds it broken.
    NewerWorkspace : it was written by a later version.
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
    """Say in the header that nothing lies beside the file, as is true of one in memory."""
    return data[: _JOURNAL.start] + b"\x01\x01" + data[_JOURNAL.stop :]


def _schema(connection: sqlite3.Connection) -> set[tuple[str, ...]]:
    return set(connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_master"))


def _schema_of(version: int) -> set[tuple[str, ...]]:
    made = _connected()
    made.executescript(TABLES + (RELEASES if version >= 3 else ""))
    return _schema(made)


#: What a file of saved work is called behind its dot.
ENDING = "libcollab"
#: Moves when the parts below change.
FORM = 1
MANIFEST, DATABASE, SECRET = "about.json", "workspace.sqlite", "secret.json"
#: The most bytes read of each part, inflated; more was never written here.
LIMITS = {MANIFEST: 4096, SECRET: 4096, DATABASE: 256 * 2**20}
#: The most bytes of the file itself.
LARGEST = 100 * 2**20
#: The works of a throw-away process: say what is in a file of saved work, or hand over what is in it.
PROOF, OPENING = f"{__name__}:answer_proof", f"{__name__}:answer_opening"
#: What unpacking the file raises when it is not what `packed` writes.
_BROKEN = (zipfile.BadZipFile, zlib.error, struct.error, RuntimeError, EOFError, LookupError, TypeError, ValueError,
           AttributeError, ArithmeticError, OSError)  # fmt: skip
_END_SIZE = 22


class CannotOpen(LibCollabError):
    """A file of saved work is not one, damaged, or of a later version; nothing was changed."""


@dataclass(frozen=True)
class Contents:
    """What is said of a file of saved work before it is opened.

    `steps` counts those that hold, `releases` the documents that left; `has_people` says whether a file was read into
    it, `has_secret` whether a secret is in it, `opens_secret` whether the passphrase given opens that.
    """

    steps: int
    releases: int
    has_people: bool
    has_secret: bool
    opens_secret: bool


@dataclass(frozen=True)
class SavedWork:
    """A file of saved work, opened and proved, in memory only: its rows as this program's own writer writes them.

    `secret` is None where none is in the file or no passphrase was given.
    """

    contents: Contents
    head: Head
    rows: Rows
    secret: bytes | None = None

    @property
    def kept(self) -> Kept:
        """The workspace, decoded anew at every call."""
        return kept_from(self.head, self.rows)

    @property
    def has_secret(self) -> bool:
        """Whether a secret is in the file."""
        return self.contents.has_secret

    @staticmethod
    def from_answer(words: Mapping[str, Any], tables: Rows) -> SavedWork:
        """Return the saved work that `answer_opening` handed over."""
        secret = bytes.fromhex(words["secret"]) or None
        return SavedWork(Contents(**words["contents"]), Head(**words["head"]), tables, secret)


def packed(connection: sqlite3.Connection, day: date, secret: bytes | None = None, passphrase: str = "") -> bytes:
    """Return the workspace a connection has open as one file; the secret is in it only under a passphrase.

    Raises
    ------
    LibCollabError : the passphrase is too short, or what was made does not read back as what it was made of.
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
    """Return a workspace that lies on no disk as one file: nothing is written but what a disk would hold."""
    mark = mark_of(secret) if secret else ""
    head = Head(secrets.token_hex(8), len(workspace.steps), 0, keep_notes, mark)
    key = secret or secrets.token_bytes(SIZE)
    return packed(made_in_memory(workspace, releases, head, day, key), day, secret, passphrase)


def unpacked(data: bytes, passphrase: str = "") -> SavedWork:
    """Open a file of saved work, or a workspace's own file, and prove all of it before anything is done with it.

    A file that may come from anybody is opened in a process apart, by `answer_proof` and `answer_opening`.

    Raises
    ------
    CannotOpen : it is none, damaged, of a later version, or holds more than is ever written.
    WrongPassphrase : the secret is in it and these are not its words.
    """
    opened = _opened(data, passphrase)
    # A file of a former version may name payees. Under a throwaway key they are not known again on later sheets.
    workspace = with_codes(opened.kept.workspace, opened.secret or secrets.token_bytes(SIZE))
    rows = canonical_rows(workspace, opened.kept.releases, opened.days)
    return SavedWork(opened.contents, opened.head, rows, opened.secret)


def answer_proof(header: dict[str, Any], data: bytes, key: bytes) -> tuple[dict[str, Any], dict[str, Any]]:
    """Open a file of saved work where it can do no harm, and answer with its `Contents`.

    For the throw-away process that uploads are read in, which names it as its work; `key` is the passphrase.

    Raises
    ------
    CannotOpen, WrongPassphrase : as of `unpacked`.
    """
    return asdict(_opened(data, key.decode()).contents), {}


def answer_opening(header: dict[str, Any], data: bytes, key: bytes) -> tuple[dict[str, Any], dict[str, Any]]:
    """Open a file of saved work where it can do no harm, and answer with its rows, written anew.

    `SavedWork.from_answer` reads the answer; `key` is the passphrase.

    Raises
    ------
    CannotOpen, WrongPassphrase : as of `unpacked`.
    """
    work = unpacked(data, key.decode())
    secret = (work.secret or b"").hex()
    return {"contents": asdict(work.contents), "head": asdict(work.head), "secret": secret}, dict(work.rows)


@dataclass(frozen=True)
class _Opened:
    """A file of saved work as it was written; `days` are those of all its steps."""

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
    """Read one part, and never more of it than was ever written here."""
    limit = LIMITS.get(member.filename, 0)
    if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise _damaged()
    with file.open(member) as opened:
        data = opened.read(limit + 1)
    if len(data) > limit:
        raise _damaged()
    return data


def _is_small_zip(data: bytes) -> bool:
    """Look at the zip's last lines before the zip is opened: few parts, a short list, no 64-bit list, no comment."""
    end = data[-_END_SIZE:]
    few = int.from_bytes(end[10:12], "little") <= len(LIMITS) and int.from_bytes(end[12:16], "little") <= 1024
    return len(data) <= LARGEST and end[:4] == b"PK\x05\x06" and few and b"PK\x06\x07" not in data[-64:-_END_SIZE]


def _proved(database: bytes) -> tuple[Head, Kept, tuple[date, ...]]:
    """Open the file in memory, check every check sum, and make its dataset once."""
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


# A workspace put in the place of another: rows for rows in one transaction, the one replaced kept aside.


def name_aside(places: Places, why: str, day: date) -> Path:
    """Return a name nothing has yet, under which a file is kept beside the workspace."""
    return places.data.with_name(f"workspace-{why}-{day.isoformat()}-{secrets.token_hex(2)}.sqlite")


def set_aside(places: Places, day: date) -> Path:
    """Give the workspace's file another name, unchanged, with the files SQLite wrote next to it; return its path."""
    aside = name_aside(places, "set-aside", day)
    for file in places.data_files:
        if file.exists():
            os.replace(file, aside.with_name(aside.name + file.name[len(places.data.name) :]))
    return aside


def replaced(connection: sqlite3.Connection, places: Places, work: SavedWork, day: date) -> Path | None:
    """Put saved work in the place of what an open transaction sees; return where that is kept, None if it was empty.

    Raises
    ------
    DamagedWorkspace : what was written would not read back as the saved work.
    OSError, sqlite3.Error : there is no room, or nothing can be written there.
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
    # Past both, so that every window sees that something was kept.
    write_head(connection, replace(work.head, change=before.change + work.head.change + 1))
    return aside


def bring_secret(places: Places, work: SavedWork) -> None:
    """Put the secret that the saved work's people were read under in its place; the one there is kept aside.

    It is the one in the file, or one kept aside here that fits; without either, the one there stays.

    Raises
    ------
    OSError : it cannot be written.
    """
    wanted = work.secret or _fitting(places, work.head.key_mark)
    if wanted is not None and wanted != read_key(places.key):
        put_key(places.key, wanted)


def put_back(places: Places, data: bytes, mark: str) -> None:
    """Put a key file's secret in its place if it is the one of this mark; the one there is kept aside.

    Raises
    ------
    CannotKeep : it is no whole secret, or another one; nothing was changed.
    OSError : it cannot be written.
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
