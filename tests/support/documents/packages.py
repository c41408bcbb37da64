"""Read the parts of zipped documents, including the workbooks inside them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

ZIPPED = b"PK"


def members(data: bytes, folder: str = "") -> Iterator[tuple[str, bytes]]:
    """Yield every part of a file by its name, and every part of the files inside it."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            part = archive.read(name)
            if part.startswith(ZIPPED):
                yield from members(part, f"{folder}{name}/")
            else:
                yield folder + name, part


def times(data: bytes) -> set[tuple[int, ...]]:
    """Return the modification times of every part, including those of files inside it."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        modified = {tuple(member.date_time) for member in archive.infolist()}
        inner = [archive.read(name) for name in archive.namelist()]
    return modified.union(*(times(part) for part in inner if part.startswith(ZIPPED)))
