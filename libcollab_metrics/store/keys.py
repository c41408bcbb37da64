"""The secret that turns names into codes: 32 random bytes in a file only this user may read.

No secret, and no file in its place, is ever overwritten: what is there is set aside first, under a name
that says what it is. Only one process at a time changes what the folder holds.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from libcollab_metrics.errors import LibCollabError
from libcollab_metrics.store.paths import name_once, sync_folder

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

SIZE = 32
#: What an editor, or a program that copies text, may leave behind the secret.
_ENDS_OF_LINE = (b"\n", b"\r\n")


def key_in(data: bytes) -> bytes | None:
    """Return the secret in a key file's bytes, one end of line behind it left out; None when it is not whole.

    Examples
    --------
    >>> key_in(b"k" * 31 + b"\\n") == b"k" * 31 + b"\\n", key_in(b"k" * 32 + b"\\r\\n") == b"k" * 32, key_in(b"k" * 31)
    (True, True, None)
    """
    behind = data[SIZE:]
    return data[:SIZE] if len(data) >= SIZE and (not behind or behind in _ENDS_OF_LINE) else None


def read_key(path: Path) -> bytes | None:
    """Return the secret, or None when there is none or it is not whole.

    Raises
    ------
    OSError : there is a file that cannot be read now.
    """
    try:
        return key_in(path.read_bytes())
    except FileNotFoundError:
        return None


def make_key(path: Path) -> bytes:
    """Return the secret, made now unless another process made it first.

    It is written whole under another name and then given its own, so that no half secret is ever seen; a
    file that is no secret is set aside unchanged.

    Raises
    ------
    OSError : the folder cannot be written, or the file there not be read.
    """
    made = _written(path, secrets.token_bytes(SIZE))
    try:
        with _alone(path.parent):
            if read_key(path) is None:
                _set_aside(path)
                name_once(made, path)
            found = read_key(path)
    finally:
        made.unlink(missing_ok=True)
    sync_folder(path.parent)
    if found is None:
        raise OSError("the secret could not be read back")
    return found


def put_key(path: Path, key: bytes) -> None:
    """Put a secret in the place of the one there, whole or not at all; what was there is kept aside.

    Raises
    ------
    OSError : the folder cannot be written, or the file there not be read.
    """
    made = _written(path, key)
    try:
        with _alone(path.parent):
            here = read_key(path)
            if here is None:
                _set_aside(path)
            elif here != key:
                _keep_aside(path, here)
            os.replace(made, path)
    finally:
        made.unlink(missing_ok=True)
    sync_folder(path.parent)


def set_aside_not_whole(path: Path) -> None:
    """Give a file that is in the secret's place and is not a whole secret a name that says so; no new one is made.

    Raises
    ------
    OSError : the folder cannot be written, or the file there not be read.
    """
    if path.exists() and read_key(path) is None:
        with _alone(path.parent):
            if read_key(path) is None:
                _set_aside(path)


def not_whole(path: Path) -> tuple[Path, ...]:
    """Return the files that were set aside because they are not a whole secret, under their present names."""
    return tuple(sorted(path.parent.glob("workspace-not-a-key-*.key")))


def _set_aside(path: Path) -> None:
    """Give a file that is no secret a name that says so, if there is one."""
    with suppress(FileNotFoundError):
        path.rename(path.with_name(f"workspace-not-a-key-{secrets.token_hex(4)}.key"))


def _keep_aside(path: Path, key: bytes) -> None:
    """Keep a secret beside the one in use, once, under a name that says which it is."""
    aside = path.with_name(f"workspace-replaced-{mark_of(key)}.key")
    if not aside.exists():
        os.replace(_written(aside, key), aside)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Let no other process, and no other thread, change the folder's secret meanwhile; one that ends lets go."""
    if sys.platform == "win32":
        import msvcrt

        place = folder / "key.lock"
        handle = os.open(place, os.O_RDWR | os.O_CREAT)
        try:
            msvcrt.locking(handle, msvcrt.LK_LOCK, 1)  # waits ten seconds, then raises an OSError
            yield
        finally:
            os.close(handle)
            with suppress(OSError):  # another process has it open
                place.unlink()
    else:
        import fcntl

        handle = os.open(folder, os.O_RDONLY)
        try:
            with suppress(OSError):  # a file system that knows no locks
                fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)


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


# The secret locked with words only the librarian knows: scrypt makes a key of them, AES-GCM locks and proves.

#: Letters a passphrase has at least.
SHORTEST = 8
#: scrypt's work, 32 MB and a third of a second: what OWASP gives as the equal of 2^17, 8, 1 (password storage, 2024).
#: Never read from a file, so that no file can ask for more.
_WORK = {"n": 2**15, "r": 8, "p": 3, "maxmem": 64 * 2**20}
_SALT, _NONCE = 16, 12


class WrongPassphrase(LibCollabError):
    """The words do not open the secret; nothing was changed."""


def strength(passphrase: str) -> str:
    """Return in words how hard a passphrase is to guess; what is too short is told how long it must be.

    Examples
    --------
    >>> strength("books"), strength("12345678"), strength("library2026"), strength("seven brown carabaos read")
    ('too short: at least 8 letters', 'weak: easily guessed', 'fair: longer is better', 'strong')
    """
    if len(passphrase) < SHORTEST:
        return f"too short: at least {SHORTEST} letters"
    kinds = sum(
        any(map(kind, passphrase)) for kind in (str.islower, str.isupper, str.isdigit, lambda c: not c.isalnum())
    )
    if len(set(passphrase)) < 6 or (kinds == 1 and len(passphrase) < 12):
        return "weak: easily guessed"
    return "strong" if len(passphrase) >= 16 and len(set(passphrase)) >= 8 else "fair: longer is better"


def locked(secret: bytes, passphrase: str, belongs_to: bytes) -> bytes:
    """Return the secret locked under the passphrase, as JSON; it opens only beside what it belongs to.

    Raises
    ------
    LibCollabError : the passphrase is too short.
    """
    if len(passphrase) < SHORTEST:
        raise LibCollabError(f"The passphrase is too short: it needs at least {SHORTEST} letters. Nothing was saved.")
    salt, nonce = secrets.token_bytes(_SALT), secrets.token_bytes(_NONCE)
    sealed = _cipher(passphrase, salt).encrypt(nonce, secret, belongs_to)
    return json.dumps({"salt": salt.hex(), "nonce": nonce.hex(), "locked": sealed.hex()}).encode()


def unlocked(text: bytes, passphrase: str, belongs_to: bytes) -> bytes:
    """Return the secret.

    Raises
    ------
    WrongPassphrase : these are not the words it was locked with, or it was locked beside something else.
    ValueError, KeyError, TypeError : the text is not what `locked` writes.
    """
    from cryptography.exceptions import InvalidTag

    words = json.loads(text)
    salt, nonce, sealed = (bytes.fromhex(words[name]) for name in ("salt", "nonce", "locked"))
    try:
        return bytes(_cipher(passphrase, salt).decrypt(nonce, sealed, belongs_to))
    except InvalidTag:
        raise WrongPassphrase(
            "This is not the passphrase the file was saved with. Nothing was changed; try again, or open it without: "
            "everything counts, only later sheets cannot recognise the people of earlier ones."
        ) from None


def _cipher(passphrase: str, salt: bytes) -> AESGCM:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    return AESGCM(hashlib.scrypt(passphrase.encode(), salt=salt, dklen=32, **_WORK))
