"""Import results: layout, column mapping, row counts, questions and replies of each sheet."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

#: Rows of a sheet as typed: (Excel row, role, cells, mark of each cell).
SheetPreview = tuple[tuple[int, str, tuple[str, ...], tuple[str, ...]], ...]
#: Rows that could not be used: (Excel row, reason, cells), headings first.
RejectedRows = tuple[tuple[int, str, tuple[str, ...]], ...]
#: Reasons for unused rows: (reason, number of rows, first Excel rows).
Reasons = tuple[tuple[str, int, tuple[int, ...]], ...]
#: Spellings that may be one person: (sheet of the first if not the same, Excel row, name, Excel row, name).
NearNames = tuple[tuple[str, int, str, int, str], ...]
#: Fields with rows as typed or names: for the review screen, in memory only, never stored.
TRANSIENT_FIELDS = ("preview", "rejected", "near_names")
#: Layouts of the two forms a partner fills in: recorded facts, and statements to rate.
PARTNER_FACTS, PARTNER_RATINGS = "partner_facts", "partner_ratings"
PARTNER_FORMS = frozenset((PARTNER_FACTS, PARTNER_RATINGS))


@dataclass(frozen=True)
class ColumnMapping:
    """Mapping of one column of a sheet.

    Attributes
    ----------
    heading : str
        Heading of the column.
    field : str
        Field it fills ("table.column"); empty if not used.
    reason : str
        How the mapping was chosen: exact, near, by hand, not used…
    column : int
        Column number, counted from 1; 0 where unknown.
    """

    heading: str
    field: str
    reason: str
    column: int = 0


#: Answer if each of several columns counts the people of a session of its own.
EACH_COLUMN = "each"


@dataclass(frozen=True)
class Question:
    """Question that only the user can answer.

    Attributes
    ----------
    id : str
        Path of the answer ("sheets.March.marks.x").
    text : str
        Question shown to the user.
    options : tuple of (str, str)
        Stored value and displayed text of each option.
    default : str
        Value assumed without an answer.
    likely : str
        Answer that the screen proposes as chosen; nothing assumes it. "" for none.
    """

    id: str
    text: str
    options: tuple[tuple[str, str], ...]
    default: str
    likely: str = field(default="", repr=False)


@dataclass(frozen=True)
class Reply:
    """Partner's reply about one recorded fact, line or statement; it changes nothing by itself.

    Attributes
    ----------
    partner : str
        Name of the partner.
    ref : str
        Code of the fact ("LK7QM2XKA-value"), of a whole line, or of a statement ("S3").
    recorded : str
        Value recorded when the sheet was made, as canonical text.
    right : str
        Answer under "Right?": "yes" or "no"; empty without one.
    typed : str
        Text in the partner's own words.
    value : str
        Proposed value as canonical text; empty for a question or remark.
    estimate, at_least : bool
        Whether the proposed value is an estimate or a lower bound.
    """

    partner: str
    ref: str
    recorded: str = ""
    right: str = ""
    typed: str = ""
    value: str = ""
    estimate: bool = False
    at_least: bool = False


@dataclass(frozen=True)
class SheetReading:
    """Result of reading one sheet.

    Attributes
    ----------
    name, layout, table : str
        Name of the sheet, detected layout, and the table it fills.
    header_row : int
        Excel row of the headings.
    rows_read, rows_used, rows_left_out : int
        Rows below the headings; `rows_read` = `rows_used` + `rows_left_out`.
    mapping : tuple of ColumnMapping
        Mapping of the columns.
    questions : tuple of Question
        Questions for the user.
    fingerprint : str
        Fingerprint of the headings.
    saw : str
        Reason why the sheet was not read, or what was found on a sheet of unknown layout.
    first_cell : str
        Top left cell of the used range or block that was read ("A1").
    reasons : tuple
        Reasons for unused rows.
    replies : tuple of Reply
        Replies of a partner, each to be accepted or declined later.
    is_requested : bool
        Whether the user asked to read the sheet, next to the others of its file.
    preview : tuple
        Rows as typed, with their role (title, header, data, total, left-out) and marks; never stored.
    rejected : tuple
        Rows that could not be used; never stored.
    near_names : tuple
        Pairs of names that may be one person; never stored.
    """

    name: str
    layout: str
    table: str = ""
    header_row: int = 0
    rows_read: int = 0
    rows_used: int = 0
    rows_left_out: int = 0
    mapping: tuple[ColumnMapping, ...] = ()
    questions: tuple[Question, ...] = ()
    fingerprint: str = ""
    saw: str = ""
    first_cell: str = "A1"
    reasons: Reasons = ()
    replies: tuple[Reply, ...] = ()
    is_requested: bool = False
    preview: SheetPreview = field(default=(), repr=False)
    rejected: RejectedRows = field(default=(), repr=False)
    near_names: NearNames = field(default=(), repr=False)


@dataclass(frozen=True)
class FileReading:
    """Result of reading one file.

    Attributes
    ----------
    name : str
        Name of the file.
    sheets : tuple of SheetReading
        Sheets of the file.
    """

    name: str
    sheets: tuple[SheetReading, ...]

    @property
    def is_partner_file(self) -> bool:
        """Whether the file is a returned partner sheet: all sheets read are forms of this program."""
        layouts = {sheet.layout for sheet in self.sheets} - {"skipped"}
        return bool(layouts) and layouts <= PARTNER_FORMS

    def without_rows(self) -> FileReading:
        """Return the reading without typed rows: the part that may be stored after confirmation.

        Returns
        -------
        FileReading
            Without the fields in `TRANSIENT_FIELDS`.
        """
        bare: list[SheetReading] = []
        for sheet in self.sheets:
            stored: dict[str, Any] = {k: v for k, v in vars(sheet).items() if k not in TRANSIENT_FIELDS}
            bare.append(SheetReading(**stored))
        return FileReading(self.name, tuple(bare))
