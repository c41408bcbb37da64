"""What leaves: a finished file, and the record of its release."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import PurePath

from libcollab_metrics.model import Scope
from libcollab_metrics.protection import Numbers
from libcollab_metrics.reports.sealed import LONG_AGO


@dataclass(frozen=True)
class Release:
    """What left: for whom, in which form, over which selection, by which definitions, and the file's digest.

    `dataset` is the version of the dataset, `fingerprint` that of the protected numbers printed on the document,
    `hidden` how many numbers were hidden.
    """

    audience: str
    fmt: str
    scope: Scope
    as_of: date
    generated_at: datetime
    definitions: str
    dataset: str
    hidden: int
    accepted_unclear: bool
    sha256: str
    fingerprint: str = ""


@dataclass(frozen=True)
class Published:
    """A finished file: its proposed name, its bytes, and the record of its release.

    `beside` are the files that belong with it, each a name to stand beside the first and its bytes. `numbers` are the
    counts it tells or hides, which the list of what left keeps.
    """

    filename: str
    data: bytes
    record: Release
    beside: tuple[tuple[str, bytes], ...] = ()
    numbers: Numbers = ()

    def as_one_file(self) -> tuple[str, bytes]:
        """Return a name and bytes to hand over: the file itself, or a zip of it and what belongs beside it."""
        if not self.beside:
            return self.filename, self.data
        held = io.BytesIO()
        with zipfile.ZipFile(held, "w") as archive:
            for name, data in ((self.filename, self.data), *self.beside):
                member = zipfile.ZipInfo(name, max(LONG_AGO, self.record.generated_at.timetuple()[:6]))
                archive.writestr(member, data, zipfile.ZIP_DEFLATED)
        return f"{PurePath(self.filename).stem}.zip", held.getvalue()
