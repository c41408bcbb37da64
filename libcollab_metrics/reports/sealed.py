"""The same bytes for the same document: what a library stamps with today's time is taken out of a zipped file."""

from __future__ import annotations

import io
import zipfile

#: The earliest day a zipped file can name.
LONG_AGO = (1980, 1, 1, 0, 0, 0)


def sealed(data: bytes) -> bytes:
    """Return the same members in the same order, each without the time it was written."""
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as given, zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as kept:
        for name in given.namelist():
            member = zipfile.ZipInfo(name, LONG_AGO)
            member.external_attr = 0o600 << 16
            kept.writestr(member, given.read(name), zipfile.ZIP_DEFLATED)
    return held.getvalue()
