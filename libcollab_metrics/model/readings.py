"""How a file was read, sheet by sheet: layout, headings, rows used, and what had to be asked."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

#: A sheet as typed: (Excel row, role, cells, mark of each cell).
Picture = tuple[tuple[int, str, tuple[str, ...], tuple[str, ...]], ...]
#: Rows that could not be used: (Excel row, reason, cells), headings first.
RejectedRows = tuple[tuple[int, str, tuple[str, ...]], ...]
#: Why rows are not used: (reason, how many, the first Excel rows).
Reasons = tuple[tuple[str, int, tuple[int, ...]], ...]
#: Two spellings that may be one person: (Excel row, name, Excel row, name).
NearNames = tuple[tuple[int, str, int, str], ...]
#: What holds rows as typed, or names: for the review screen, in memory, never kept.
AS_TYPED = ("preview", "rejected", "near_names")
#: The layouts of the two forms a partner fills in: what is recorded, and the statements to rate.
PARTNER_FACTS, PARTNER_RATINGS = "partner_facts", "partner_ratings"
PARTNER_FORMS = frozenset((PARTNER_FACTS, PARTNER_RATINGS))


@dataclass(frozen=True)
class Mapped:
    """A heading, the `table.column` it fills (empty: not used), and why: exact, near, by hand, not used…"""

    heading: str
    field: str
    reason: str
    column: int = 0


@dataclass(frozen=True)
class Question:
    """Something only the library knows; `id` is the path of its answer ("sheets.March.marks.x").

    `options` pairs what is stored with what is read; `default` is what is assumed when nobody answers.
    """

    id: str
    text: str
    options: tuple[tuple[str, str], ...]
    default: str


@dataclass(frozen=True)
class Reply:
    """What a partner said on its sheet of one thing recorded, or of one statement; nothing is changed by it.

    `ref` is the code of the fact ("LK7QM2XKA-value"), of a line as a whole, or of a statement ("S3"). `recorded` is
    what the sheet said was recorded and `value` what was read under Should be, both as plain as a day in ISO; an
    empty `value` is a question, not a correction. `typed` is what was written, in the partner's words.
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
    """One sheet as it was read; `rows_read` = `rows_used` + `rows_left_out`, counted below the headings.

    `reasons` say why rows are not used. Three more are for the review screen and never kept: `preview` holds
    rows as typed, each with its role (title, header, data, total, left-out) and a mark a cell; `rejected` the
    rows that could not be used; `near_names` pairs of names that may be one person's. `replies` are what a partner
    said of what is recorded, each to be accepted or turned down later.
    """

    name: str
    layout: str
    table: str = ""
    header_row: int = 0
    rows_read: int = 0
    rows_used: int = 0
    rows_left_out: int = 0
    mapping: tuple[Mapped, ...] = ()
    questions: tuple[Question, ...] = ()
    fingerprint: str = ""
    saw: str = ""
    first_cell: str = "A1"
    reasons: Reasons = ()
    replies: tuple[Reply, ...] = ()
    preview: Picture = field(default=(), repr=False)
    rejected: RejectedRows = field(default=(), repr=False)
    near_names: NearNames = field(default=(), repr=False)


@dataclass(frozen=True)
class FileReading:
    """One file as it was read."""

    name: str
    sheets: tuple[SheetReading, ...]

    @property
    def is_a_partners(self) -> bool:
        """True for a partner's sheet come back: nothing was read in it but the forms this program made."""
        layouts = {sheet.layout for sheet in self.sheets} - {"skipped"}
        return bool(layouts) and layouts <= PARTNER_FORMS

    def without_rows(self) -> FileReading:
        """Return the reading without any typed row: what may be kept once the librarian has confirmed."""
        bare: list[SheetReading] = []
        for sheet in self.sheets:
            kept: dict[str, Any] = {k: v for k, v in vars(sheet).items() if k not in AS_TYPED}
            bare.append(SheetReading(**kept))
        return FileReading(self.name, tuple(bare))
