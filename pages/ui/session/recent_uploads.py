"""Uploads that a reloaded page finds again: for how long, whose, and how much memory they may use."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import streamlit as st

#: Seconds after its last review after which an upload that was neither added nor removed is forgotten.
RETENTION_SECONDS = 15 * 60
#: Most bytes of all uploads together; beyond, the oldest are forgotten.
MAX_BYTES = 500 << 20


@dataclass(frozen=True)
class _Upload:
    owner: str
    session: str
    sha256: str
    name: str
    data: bytes
    until: float
    #: What the review of the file has so far, written by the window in which it is open.
    review: dict[str, Any] = field(default_factory=dict)


class RecentUploads:
    """Pending uploads by owner, in memory only; thread-safe.

    An upload is found again under the name of its owner only, never by an address, and only once the window
    in which it was uploaded is gone. It is forgotten when it is added or removed.

    Parameters
    ----------
    clock : callable
        Returns the time in seconds; for tests.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._uploads: list[_Upload] = []

    def add(
        self, owner: str, session: str, sha256: str, name: str, data: bytes, review: dict[str, Any]
    ) -> None:
        """Remember an upload of a session and its review; one without an owner ("") is not remembered."""
        if not owner:
            return
        with self._lock:
            self._forget_old(owner, sha256)
            self._uploads.append(
                _Upload(owner, session, sha256, name, data, self._clock() + RETENTION_SECONDS, review)
            )
            while sum(len(upload.data) for upload in self._uploads) > MAX_BYTES:
                self._uploads.pop(0)

    def renew(self, owner: str, sha256: str) -> None:
        """Remember an upload for the whole time again, because it is under review."""
        until = self._clock() + RETENTION_SECONDS
        with self._lock:
            self._uploads = [
                replace(u, until=until) if (u.owner, u.sha256) == (owner, sha256) else u
                for u in self._uploads
            ]

    def remove(self, owner: str, sha256: str) -> None:
        """Forget an upload."""
        with self._lock:
            self._forget_old(owner, sha256)

    def remove_all(self, owner: str) -> None:
        """Forget all uploads of an owner."""
        with self._lock:
            self._uploads = [upload for upload in self._uploads if upload.owner != owner]

    def restore(
        self, owner: str, session: str, is_open_elsewhere: Callable[[str], bool]
    ) -> dict[str, tuple[str, bytes, dict[str, Any]]]:
        """Return the name, content and review of the owner's uploads by SHA-256, oldest first.

        Uploads of a session that is open in another window stay there; the others belong to this one.
        """
        with self._lock:
            self._forget_old()
            found = [u for u in self._uploads if u.owner == owner and not is_open_elsewhere(u.session)]
            self._uploads = [replace(u, session=session) if u in found else u for u in self._uploads]
            return {u.sha256: (u.name, u.data, u.review) for u in found}

    def _forget_old(self, owner: str = "", sha256: str = "") -> None:
        now = self._clock()
        self._uploads = [u for u in self._uploads if u.until > now and (u.owner, u.sha256) != (owner, sha256)]


@st.cache_resource(show_spinner=False)
def recent_uploads() -> RecentUploads:
    """Return the uploads of all users of this server; in memory only.

    Returns
    -------
    RecentUploads
    """
    return RecentUploads()
