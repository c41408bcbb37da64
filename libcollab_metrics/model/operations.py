"""What a person did to a workspace: imports, edits, renames, answers and settings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from libcollab_metrics.model.addresses import RowAddress
from libcollab_metrics.model.issues import Issue
from libcollab_metrics.model.readings import FileReading
from libcollab_metrics.model.scope import Scope

# What left the library: a document as it was sent, for whom, and the key figures printed on it.


@dataclass(frozen=True)
class Printed:
    """One key figure as a reader has it before her: the metric's id, the text printed, and the number behind it.

    `value` is None where the text is a range; a figure that was hidden or unknown is not among the printed ones.
    """

    metric: str
    text: str
    value: float | None = None


@dataclass(frozen=True)
class Sent:
    """A document that left: an entry in the librarian's list, and no data, so no figure moves with it.

    `to` is whom it is for, as typed, empty where nobody was named; `audience`, `fmt` and `language` say which
    document it is; `scope` and `as_of` which rows and which day it stands on, `day` when it was made; `fingerprint`
    is the one printed on it, `definitions` the version of the definitions, and `of_sample` tells one made of the
    invented sample.
    """

    to: str
    audience: str
    fmt: str
    language: str
    scope: Scope
    as_of: date
    day: date
    definitions: str
    fingerprint: str
    figures: tuple[Printed, ...] = ()
    of_sample: bool = False


@dataclass(frozen=True)
class Import:
    """A file read and confirmed: its tables as read, how it was read, and what departed from it.

    `tables` hold labels as typed (program names, not ids) and pseudonyms instead of people; `sha256` is the
    file's, so that the same file twice is noticed.
    """

    tables: Mapping[str, pd.DataFrame]
    reading: FileReading
    issues: tuple[Issue, ...]
    sha256: str


@dataclass(frozen=True)
class Edit:
    """Rows of one table typed in the dashboard, and rows of it changed or removed there.

    `changed` replaces those fields of the row at the address, None making a field unknown; `removed` takes rows out.
    Partners, programs and sites are one row a name: a row typed under a name that stands replaces its fields.
    `issues` say what was read otherwise than it was typed.
    """

    table: str
    rows: tuple[Mapping[str, Any], ...]
    changed: tuple[tuple[RowAddress, Mapping[str, Any]], ...] = ()
    removed: tuple[RowAddress, ...] = ()
    issues: tuple[Issue, ...] = ()


@dataclass(frozen=True)
class Merge:
    """Two spellings of one thing joined, in one column ("sessions.site"): `old` becomes `new` everywhere."""

    column: str
    old: str
    new: str


@dataclass(frozen=True)
class Answer:
    """Answers confirmed for a sheet with these headings, offered again when they come back."""

    fingerprint: str
    answers: Mapping[str, Any]


@dataclass(frozen=True)
class Setting:
    """Settings typed or given; the last one wins."""

    values: Mapping[str, Any]


Operation = Import | Edit | Merge | Answer | Setting | Sent


#: What one click did: an import and the answers confirmed with it are taken back together.
Step = tuple[Operation, ...]
