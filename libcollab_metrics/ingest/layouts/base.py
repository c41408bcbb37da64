"""Input and output types shared by all layout readers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from libcollab_metrics.ingest.tables.context import SheetContext
from libcollab_metrics.ingest.tables.grid import Grid
from libcollab_metrics.ingest.tables.rows import SheetRows
from libcollab_metrics.ingest.values.columns import ParseContext
from libcollab_metrics.ingest.values.table import RowsByTable
from libcollab_metrics.model.readings import ColumnMapping, Question, Reply

#: Fields of the columns with the names of people.
NAME_FIELDS = ("participation.person_key", "participation.first_name", "participation.last_name")


@dataclass(frozen=True)
class ReadTask:
    """Input of a layout reader.

    Attributes
    ----------
    grid : Grid
        Cells of the table.
    mapping : sequence of ColumnMapping
        Field proposed or chosen for each column.
    sheet_context : SheetContext
        Program, site, month and legend found outside the table.
    context : ParseContext
        Answers, default year and issue log.
    key : bytes
        Secret of the workspace, used to compute pseudonyms.
    """

    grid: Grid
    mapping: Sequence[ColumnMapping]
    sheet_context: SheetContext
    context: ParseContext
    key: bytes


@dataclass(frozen=True)
class ReadResult:
    """Output of a layout reader.

    Attributes
    ----------
    body : SheetRows
        Rows used and excluded.
    tables : Rows
        Parsed rows by table name.
    questions : tuple of Question
        Questions specific to the layout.
    replies : tuple of Reply
        Corrections and comments returned by a partner.
    """

    body: SheetRows
    tables: RowsByTable
    questions: tuple[Question, ...] = ()
    replies: tuple[Reply, ...] = ()
