"""One file that holds a workspace: data, what left, and the secret only under a passphrase; checked when made."""

from __future__ import annotations

import hashlib
import io
import json
import secrets
import sqlite3
import struct
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from libcollab_metrics.errors import LibCollabError
from libcollab_metrics.model import Workspace, with_codes
from libcollab_metrics.store.canonical import canonical_rows, kept_from
from libcollab_metrics.store.database import DamagedWorkspace, NewerWorkspace, decoding
from libcollab_metrics.store.in_memory import NOWHERE, as_bytes, is_database, made_in_memory, opened_in_memory
from libcollab_metrics.store.kept import Kept, read_kept
from libcollab_metrics.store.keys import SIZE, mark_of
from libcollab_metrics.store.log import Head, read_head
from libcollab_metrics.store.passphrases import locked, unlocked
from libcollab_metrics.store.releases import Release
from libcollab_metrics.store.saved_limits import MOST_ROWS, TooMuch, check_limits

if TYPE_CHECKING:
    from libcollab_metrics.store.canonical import Rows

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
