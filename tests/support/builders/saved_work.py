"""Make backup files of saved work, and take them apart and reassemble them."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

from libcollab_metrics.model import Answer, Merge, Setting
from libcollab_metrics.store import Store
from tests.support.builders.store_steps import DAY, sheet_file

WORDS = "seven brown carabaos"


def worked(folder: Path) -> Store:
    """Return a store with two sheets, a merged name, an undone step and a released document."""
    store = Store(folder)
    store.append(sheet_file(1), Answer("abc", {"year": 2026}), day=DAY)
    store.append(sheet_file(2), day=DAY)
    store.append(Merge("sessions.site", "Hall", "Main"), day=DAY)
    store.append(Setting({"population": 90}), day=DAY)
    store.undo()
    store.add_release('{"attendance_total": 12}', DAY)
    return store


def members(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return {name: file.read(name) for name in file.namelist()}


def zipped(parts: dict[str, bytes], **more: bytes) -> bytes:
    """Return a backup file of these parts with correct check sums."""
    import hashlib

    manifest = json.loads(parts["about.json"])
    contents = {**{name: data for name, data in parts.items() if name != "about.json"}, **more}
    manifest["sha256"] = {name: hashlib.sha256(data).hexdigest() for name, data in contents.items()}
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in {"about.json": json.dumps(manifest).encode(), **contents}.items():
            file.writestr(name, data)
    return stream.getvalue()
