"""Secret key of the pseudonyms in its own file, and minimum length and strength of a passphrase.

A key, or any other file in its place, is never overwritten: it is first renamed to a name that describes it.
Only one process at a time changes the folder. In a backup the key is encrypted with a passphrase.
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
from libcollab_metrics.messages import Message
from libcollab_metrics.store.paths import link_exclusive, sync_folder

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES = 32
#: Line endings that an editor, or a program that copies text, may append to the key.
_LINE_ENDINGS = (b"\n", b"\r\n")


def parse_key(data: bytes) -> bytes | None:
    r"""Parse a key file and return the key; None if it is incomplete. One line ending is ignored.

    Examples
    --------
    >>> (parse_key(b"k" * 31 + b"\n") == b"k" * 31 + b"\n",
    ...  parse_key(b"k" * 32 + b"\r\n") == b"k" * 32, parse_key(b"k" * 31))
    (True, True, None)
    """
    behind = data[KEY_BYTES:]
    return data[:KEY_BYTES] if len(data) >= KEY_BYTES and (not behind or behind in _LINE_ENDINGS) else None


def read_key(path: Path) -> bytes | None:
    """Return the key; None if the file is missing or incomplete.

    Raises
    ------
    OSError
        If the file exists but cannot be read.
    """
    try:
        return parse_key(path.read_bytes())
    except FileNotFoundError:
        return None


def get_or_create_key(path: Path) -> bytes:
    """Return the key, and create it unless another process already has.

    It is written completely under a temporary name and then linked, so that no process sees an incomplete
    key. A file that is not a key is set aside unchanged.

    Raises
    ------
    OSError
        If the folder cannot be written, or the existing file cannot be read.
    """
    made = _write_temporary_key(path, secrets.token_bytes(KEY_BYTES))
    try:
        with _lock_folder(path.parent):
            if read_key(path) is None:
                _set_aside(path)
                link_exclusive(made, path)
            key = read_key(path)
    finally:
        made.unlink(missing_ok=True)
    sync_folder(path.parent)
    if key is None:
        raise OSError("the secret could not be read back")
    return key


def replace_key(path: Path, key: bytes) -> None:
    """Replace the key atomically; the previous one is stored as a backup.

    Raises
    ------
    OSError
        If the folder cannot be written, or the existing file cannot be read.
    """
    made = _write_temporary_key(path, key)
    try:
        with _lock_folder(path.parent):
            here = read_key(path)
            if here is None:
                _set_aside(path)
            elif here != key:
                _back_up_key(path, here)
            os.replace(made, path)
    finally:
        made.unlink(missing_ok=True)
    sync_folder(path.parent)


def set_incomplete_key_aside(path: Path) -> None:
    """Rename an incomplete key file to a name that says so; a new key is not created.

    Raises
    ------
    OSError
        If the folder cannot be written, or the existing file cannot be read.
    """
    if path.exists() and read_key(path) is None:
        with _lock_folder(path.parent):
            if read_key(path) is None:
                _set_aside(path)


def list_incomplete_keys(path: Path) -> tuple[Path, ...]:
    """Return the incomplete key files that were set aside, under their current names."""
    return tuple(sorted(path.parent.glob("workspace-not-a-key-*.key")))


def _set_aside(path: Path) -> None:
    """Rename a file that is not a key to a name that says so, if it exists."""
    with suppress(FileNotFoundError):
        path.rename(path.with_name(f"workspace-not-a-key-{secrets.token_hex(4)}.key"))


def _back_up_key(path: Path, key: bytes) -> None:
    """Store one backup of a key in the folder, under a name that contains its mark."""
    aside = path.with_name(f"workspace-replaced-{key_fingerprint(key)}.key")
    if not aside.exists():
        os.replace(_write_temporary_key(aside, key), aside)


@contextmanager
def _lock_folder(folder: Path) -> Iterator[None]:
    """Lock the folder of the key against other processes and threads; released on exit or crash."""
    if sys.platform == "win32":
        import msvcrt

        lock_path = folder / "key.lock"
        handle = os.open(lock_path, os.O_RDWR | os.O_CREAT)
        try:
            msvcrt.locking(handle, msvcrt.LK_LOCK, 1)  # waits ten seconds, then raises an OSError
            yield
        finally:
            os.close(handle)
            with suppress(OSError):  # another process has the file open
                lock_path.unlink()
    else:
        import fcntl

        handle = os.open(folder, os.O_RDONLY)
        try:
            with suppress(OSError):  # file systems without locks
                fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)


def _write_temporary_key(path: Path, key: bytes) -> Path:
    """Write a key to a temporary file readable by this user only, and sync it to the disk."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    made = path.with_name(f"{path.name}-{secrets.token_hex(4)}")
    handle = os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    with os.fdopen(handle, "wb") as written:
        written.write(key)
        written.flush()
        os.fsync(written.fileno())
    return made


def key_fingerprint(key: bytes) -> str:
    """Return a fingerprint of the key that does not reveal the key."""
    return hmac.new(key, b"libcollab: which secret is this", hashlib.sha256).hexdigest()[:16]


# The key in a backup: scrypt derives a key from the passphrase, AES-GCM encrypts and authenticates.

#: Minimum length of a passphrase, in characters.
MIN_PASSPHRASE_LENGTH = 8
#: scrypt cost: 32 MB and a third of a second, which OWASP lists as equivalent to N=2^17, r=8, p=1 (Password
#: Storage Cheat Sheet, 2024). Never read from a file, so that a file cannot demand more.
_SCRYPT_PARAMETERS = {"n": 2**15, "r": 8, "p": 3, "maxmem": 64 * 2**20}
_SALT_BYTES, _NONCE_BYTES = 16, 12


class WrongPassphrase(LibCollabError):
    """The passphrase does not decrypt the secret key; nothing was changed."""


def describe_strength(passphrase: str) -> str:
    """Describe how hard a passphrase is to guess, or the required length if it is too short.

    Parameters
    ----------
    passphrase : str
        Passphrase as typed.

    Returns
    -------
    str
        "too short…", "weak…", "fair…" or "strong".

    Examples
    --------
    >>> (describe_strength("books"), describe_strength("12345678"),
    ...  describe_strength("library2026"), describe_strength("seven brown carabaos read"))
    ('too short: at least 8 letters', 'weak: easily guessed', 'fair: longer is better', 'strong')
    """
    if len(passphrase) < MIN_PASSPHRASE_LENGTH:
        return f"too short: at least {MIN_PASSPHRASE_LENGTH} letters"
    kinds = sum(
        any(map(kind, passphrase))
        for kind in (str.islower, str.isupper, str.isdigit, lambda c: not c.isalnum())
    )
    if len(set(passphrase)) < 6 or (kinds == 1 and len(passphrase) < 12):
        return "weak: easily guessed"
    return "strong" if len(passphrase) >= 16 and len(set(passphrase)) >= 8 else "fair: longer is better"


def encrypt_key(secret: bytes, passphrase: str, associated_data: bytes) -> bytes:
    """Encrypt the key with a passphrase, as JSON; `associated_data` is authenticated with it.

    Raises
    ------
    LibCollabError
        If the passphrase is too short.
    """
    if len(passphrase) < MIN_PASSPHRASE_LENGTH:
        raise LibCollabError(
            Message(
                "The passphrase is too short: it needs at least {count} letters. Nothing was saved.",
                count=MIN_PASSPHRASE_LENGTH,
            )
        )
    salt, nonce = secrets.token_bytes(_SALT_BYTES), secrets.token_bytes(_NONCE_BYTES)
    sealed = _create_cipher(passphrase, salt).encrypt(nonce, secret, associated_data)
    return json.dumps({"salt": salt.hex(), "nonce": nonce.hex(), "locked": sealed.hex()}).encode()


def decrypt_key(text: bytes, passphrase: str, associated_data: bytes) -> bytes:
    """Decrypt the key.

    Raises
    ------
    WrongPassphrase
        If the passphrase is wrong, or the key was encrypted with another `associated_data`.
    ValueError, KeyError, TypeError
        If `encrypt_key` did not write the text.
    """
    from cryptography.exceptions import InvalidTag

    words = json.loads(text)
    salt, nonce, sealed = (bytes.fromhex(words[name]) for name in ("salt", "nonce", "locked"))
    try:
        return bytes(_create_cipher(passphrase, salt).decrypt(nonce, sealed, associated_data))
    except InvalidTag:
        raise WrongPassphrase(
            "This is not the passphrase the file was saved with. Nothing was changed; try again, or open it"
            " without: everything counts, only later sheets cannot recognize the people of earlier ones."
        ) from None


def _create_cipher(passphrase: str, salt: bytes) -> AESGCM:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    return AESGCM(hashlib.scrypt(passphrase.encode(), salt=salt, dklen=32, **_SCRYPT_PARAMETERS))
