"""The secret locked with words only the librarian knows: scrypt makes a key of them, AES-GCM locks and proves."""

from __future__ import annotations

import hashlib
import json
import secrets
from typing import TYPE_CHECKING

from libcollab_metrics.errors import LibCollabError

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

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
