"""Operations on a workspace: imports, edits, merges, answers, settings and sent documents."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from types import MappingProxyType
from typing import Any

import pandas as pd

from libcollab_metrics.model.addresses import RowAddress
from libcollab_metrics.model.dataset import conform_frame
from libcollab_metrics.model.issues import Issue
from libcollab_metrics.model.readings import FileReading
from libcollab_metrics.model.scope import Scope
from libcollab_metrics.model.stacked_rows import RowStack

# Documents that left the library, with the key figures printed in them.


@dataclass(frozen=True)
class SentFigure:
    """Key figure as printed in a document that was sent.

    Hidden and unknown figures are not included.

    Attributes
    ----------
    metric : str
        Metric id.
    text : str
        Text as printed.
    value : float or None
        Number behind the text; None where the text is a range.
    """

    metric: str
    text: str
    value: float | None = None


@dataclass(frozen=True)
class Sent:
    """Record that a document was sent; it holds no data, so it changes no figure.

    Attributes
    ----------
    to : str
        Recipient as typed; empty if none was named.
    audience, fmt, language : str
        Kind of document, its file format and its language.
    scope : Scope
        Filter the document was made with.
    as_of : date
        Day up to which the figures are computed.
    day : date
        Day the document was made.
    definitions : str
        Version of the metric definitions.
    fingerprint : str
        Fingerprint printed on the document.
    figures : tuple of SentFigure
        Key figures printed in the document.
    of_sample : bool
        Whether the document was made from the fictional sample data.
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
    figures: tuple[SentFigure, ...] = ()
    of_sample: bool = False


@dataclass(frozen=True)
class Import:
    """File that was read and confirmed by the user.

    Attributes
    ----------
    tables : Mapping[str, DataFrame]
        Tables as read, with labels as typed (program names, not ids) and pseudonyms instead of people.
    reading : FileReading
        How the file was read.
    issues : tuple of Issue
        Departures from the file as typed.
    sha256 : str
        SHA-256 of the file, used to detect a second import of the same file.
    replaces : str
        SHA-256 of an earlier version of the file, which no longer counts; empty for none.
    """

    tables: Mapping[str, pd.DataFrame]
    reading: FileReading
    issues: tuple[Issue, ...]
    sha256: str
    replaces: str = ""

    @cached_property
    def conformed_tables(self) -> Mapping[str, pd.DataFrame]:
        """Tables with exactly the columns of the schema, typed once and not at every replay."""
        return MappingProxyType({name: conform_frame(name, frame) for name, frame in self.tables.items()})

    @cached_property
    def row_stacks(self) -> dict[str, RowStack]:
        """Rows of this and later imports by table, stored for the next replay."""
        return {}

    @cached_property
    def identity(self) -> bytes:
        """Text that identifies the file and how it was read, for the version of a workspace."""
        return repr(("import", self.sha256, self.reading, self.issues)).encode()

    @cached_property
    def _unique_texts(self) -> dict[tuple[str, str], tuple[str, ...]]:
        return {}

    def unique_texts(self, table: str, column: str) -> tuple[str, ...]:
        """Return the different texts in one column, found once and not at every replay.

        Parameters
        ----------
        table, column : str
            Names of the table and the column; without them in the file, there are no texts.

        Returns
        -------
        tuple of str
            In order of first appearance.
        """
        key = table, column
        if key not in self._unique_texts:
            frame = self.tables.get(table)
            found = () if frame is None or column not in frame else frame[column].dropna().unique()
            self._unique_texts[key] = tuple(value for value in found if isinstance(value, str))
        return self._unique_texts[key]


@dataclass(frozen=True)
class Edit:
    """Rows of one table that were typed, changed or removed in the dashboard.

    Partners, programs and sites have one row per name: a typed row with an existing name updates its fields.

    Attributes
    ----------
    table : str
        Name of the table.
    rows : tuple of Mapping[str, Any]
        Typed rows.
    changed : tuple of (RowAddress, Mapping[str, Any])
        New values of fields by row; None makes a field unknown.
    removed : tuple of RowAddress
        Rows to remove.
    issues : tuple of Issue
        Values that were read differently from how they were typed.
    """

    table: str
    rows: tuple[Mapping[str, Any], ...]
    changed: tuple[tuple[RowAddress, Mapping[str, Any]], ...] = ()
    removed: tuple[RowAddress, ...] = ()
    issues: tuple[Issue, ...] = ()


@dataclass(frozen=True)
class Merge:
    """Merge of two spellings of one name.

    Attributes
    ----------
    column : str
        Column of the name ("sessions.site"); the merge applies to every column with that kind of name.
    old, new : str
        Spelling to replace, and its replacement.
    """

    column: str
    old: str
    new: str


@dataclass(frozen=True)
class Answer:
    """Confirmed answers for a sheet, suggested again for later sheets with the same headings.

    Attributes
    ----------
    fingerprint : str
        Fingerprint of the sheet's headings; also used as a key for other stored decisions.
    answers : Mapping[str, Any]
        Question → answer.
    """

    fingerprint: str
    answers: Mapping[str, Any]


@dataclass(frozen=True)
class Setting:
    """Settings entered by the user; later values override earlier ones.

    Attributes
    ----------
    values : Mapping[str, Any]
        Setting → value; None resets a setting to its default.
    """

    values: Mapping[str, Any]


Operation = Import | Edit | Merge | Answer | Setting | Sent


#: Operations of one user action, such as an import and the answers confirmed with it; they are undone
#: together.
Step = tuple[Operation, ...]
