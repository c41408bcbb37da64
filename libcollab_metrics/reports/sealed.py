"""What a file made of zipped parts says of itself: its document's time and nobody's name, the same bytes each time."""

from __future__ import annotations

import io
import zipfile
from typing import Any

from libcollab_metrics.reports.document import Document
from libcollab_metrics.reports.printable import printable

#: The earliest day a zipped file can name.
LONG_AGO = (1980, 1, 1, 0, 0, 0)
#: The most letters a property of such a file may have.
MOST_LETTERS = 255


def sign(properties: Any, document: Document) -> None:
    """Write title, scope, language and time of a document into a file's properties, and nobody as its author."""
    moment = document.generated_at.replace(tzinfo=None)
    properties.title, properties.subject = _short(document.title), _short(document.scope)
    properties.language = document.language
    properties.author = properties.last_modified_by = properties.keywords = properties.comments = ""
    properties.created = properties.modified = properties.last_printed = moment
    properties.revision = 1


def unpictured(relations: Any) -> None:
    """Take out of a file's relations the small picture its library's empty file bears: it shows another document."""
    for key, relation in list(relations.items()):
        if relation.reltype.endswith("/thumbnail"):
            relations.pop(key)


def _short(text: str) -> str:
    """A text as a property holds it; the whole one stands in the document."""
    words = printable(text)
    return words if len(words) <= MOST_LETTERS else f"{words[: MOST_LETTERS - 1]}…"


def sealed(data: bytes) -> bytes:
    """Return the same members in the same order, each without the time it was written."""
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as given, zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as kept:
        for name in given.namelist():
            member = zipfile.ZipInfo(name, LONG_AGO)
            member.external_attr = 0o600 << 16
            kept.writestr(member, given.read(name), zipfile.ZIP_DEFLATED)
    return held.getvalue()
