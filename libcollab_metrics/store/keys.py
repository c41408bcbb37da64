"""The secret that turns names into codes: 32 random bytes in a file only this user may read."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from pathlib import Path

from libcollab_metrics.store.places import name_once, sync_folder

SIZE = 32


def read_key(path: Path) -> bytes | None:
    """Return the secret, or None when there is none or it is not whole."""
    try:
        found = path.read_bytes()
    except OSError:
        return None
    return found if len(found) == SIZE else None


def make_key(path: Path) -> bytes:
    """Return the secret, made now unless another process made it first.

    It is written whole under another name and then given its own, so that no half secret is ever seen; a
    file that is no secret is replaced.

    Raises
    ------
    OSError : the folder cannot be written.
    """
    made = _written(path, secrets.token_bytes(SIZE))
    try:
        if path.exists() and read_key(path) is None:
            os.replace(made, path)
        else:
            name_once(made, path)
    finally:
        made.unlink(missing_ok=True)
    sync_folder(path.parent)
    found = read_key(path)
    if found is None:
        raise OSError("the secret could not be read back")
    return found


def put_key(path: Path, key: bytes) -> None:
    """Put a secret in the place of the one there, whole or not at all.

    Raises
    ------
    OSError : the folder cannot be written.
    """
    os.replace(_written(path, key), path)
    sync_folder(path.parent)


def keep_aside(path: Path, key: bytes) -> None:
    """Keep a secret beside the one in use, once, under a name that says which it is."""
    aside = path.with_name(f"workspace-replaced-{mark_of(key)}.key")
    if not aside.exists():
        put_key(aside, key)


def _written(path: Path, key: bytes) -> Path:
    """Write a secret through to the disk under another name, which only this user may read."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    made = path.with_name(f"{path.name}-{secrets.token_hex(4)}")
    handle = os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    with os.fdopen(handle, "wb") as written:
        written.write(key)
        written.flush()
        os.fsync(written.fileno())
    return made


def mark_of(key: bytes) -> str:
    """Return a code by which the secret is recognised and from which it cannot be told."""
    return hmac.new(key, b"libcollab: which secret is this", hashlib.sha256).hexdigest()[:16]
