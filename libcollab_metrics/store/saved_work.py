"""One file that holds a workspace: data, what left, and the secret only under a passphrase; checked when made."""

from __future__ import annotations

import hashlib
import io
import json
import secrets
import sqlite3
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from libcollab_metrics.errors import LibCollabError
from libcollab_metrics.model import Workspace
from libcollab_metrics.store.database import DamagedWorkspace, NewerWorkspace
from libcollab_metrics.store.in_memory import NOWHERE, as_bytes, is_database, made_in_memory, opened_in_memory
from libcollab_metrics.store.kept import Kept, read_kept
from libcollab_metrics.store.keys import mark_of
from libcollab_metrics.store.log import UNREADABLE, Head
from libcollab_metrics.store.passphrases import locked, unlocked
from libcollab_metrics.store.releases import Release

#: What a file of saved work is called behind its dot.
ENDING = "libcollab"
#: Moves when the parts below change.
FORM = 1
MANIFEST, DATABASE, SECRET = "about.json", "workspace.sqlite", "secret.json"
#: The most bytes read of each part, inflated; more was never written here.
LIMITS = {MANIFEST: 4096, SECRET: 4096, DATABASE: 256 * 2**20}
#: The most bytes of the file itself.
LARGEST = 100 * 2**20
#: The work of a throw-away process that opens a file of saved work before this one does.
PROOF = f"{__name__}:answer_proof"
_BROKEN = (zipfile.BadZipFile, zlib.error, RuntimeError, EOFError, *UNREADABLE)
_END_SIZE = 22


class CannotOpen(LibCollabError):
    """A file of saved work is not one, damaged, or of a later version; nothing was changed."""


@dataclass(frozen=True)
class SavedWork:
    """A file of saved work, opened and proved, in memory only.

    `database` is the workspace's file; `secret` is None where none is in the file or no passphrase was given, and
    `has_secret` says whether one is in it.
    """

    kept: Kept
    database: bytes
    secret: bytes | None = None
    has_secret: bool = False


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
    if len(made) > LARGEST or len(database) > LIMITS[DATABASE]:
        raise LibCollabError(f"Your work is larger than one file may be ({LARGEST // 2**20} MB). Nothing was saved.")
    if unpacked(made, passphrase).database != database:
        raise LibCollabError("The file made is not what was to be saved. Try again; nothing was changed.")
    return made


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
    return packed(made_in_memory(workspace, releases, head, day), day, secret, passphrase)


def unpacked(data: bytes, passphrase: str = "") -> SavedWork:
    """Open a file of saved work, or a workspace's own file, and prove all of it before anything is done with it.

    Raises
    ------
    CannotOpen : it is none, damaged, or of a later version.
    WrongPassphrase : the secret is in it and these are not its words.
    """
    parts = {DATABASE: data} if is_database(data) and len(data) <= LIMITS[DATABASE] else _parts(data)
    database = parts[DATABASE]
    kept = _proved(database)
    text = parts.get(SECRET)
    try:
        secret = unlocked(text, passphrase, hashlib.sha256(database).digest()) if text and passphrase else None
    except _BROKEN:
        raise _damaged() from None
    return SavedWork(kept, database, secret, text is not None)


def answer_proof(header: dict[str, Any], data: bytes, key: bytes) -> tuple[dict[str, Any], dict[str, Any]]:
    """Open a file of saved work where it can do no harm, and answer how many steps are in it.

    For the throw-away process that uploads are read in, which it names as its work.

    Raises
    ------
    CannotOpen : as of `unpacked`.
    """
    return {"steps": len(unpacked(data).kept.ids)}, {}


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


def _proved(database: bytes) -> Kept:
    """Open the file in memory, check every check sum, and make its dataset once."""
    try:
        kept = read_kept(opened_in_memory(database), NOWHERE)
        kept.workspace.dataset()
    except NewerWorkspace:
        raise CannotOpen(
            "This file was saved by a later version of this program; open it there. Nothing was changed."
        ) from None
    except DamagedWorkspace:
        raise _damaged() from None
    except _BROKEN:
        raise _damaged() from None
    return kept


def _damaged() -> CannotOpen:
    return CannotOpen(
        "This file is damaged or was not made by “Save my work”: it is not what was written. "
        "Nothing was changed; use another copy of it."
    )
