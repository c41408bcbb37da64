"""Accessible HTML tables: colors, signs and words of rows and cells, and maximum cell length."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape

from libcollab_metrics.model import SheetReading, column_letters, parse_reference
from pages.ui.translation import _, later

#: Classification of a row, in words; each has a color and words, so that color is never the only cue.
ROLES: Mapping[str, str] = {
    "title": later("title"),
    "header": later("headings"),
    "data": later("✓ used"),
    "total": later("total"),
    "left-out": later("row not used"),
}
#: Status of a cell: the sign shown in it and its meaning.
MARKS: Mapping[str, tuple[str, str]] = {
    "left-out": ("⊘", later("cell not used")),
    "assumed": ("≈", later("assumed")),
    "no-count": ("", later("no count")),
    "note": ("i", later("with a note")),
}
MAX_CELL_LENGTH = 60
#: Row of a preview: Excel row, role, cells, and the mark of each cell.
PreviewRow = tuple[int, str, tuple[str, ...], tuple[str, ...]]


def render_legend(sheet: SheetReading) -> str:
    """Return the HTML legend of the row colors and cell signs that occur in a sheet."""
    shown = [row for row in sheet.preview if row[1] in ROLES]
    roles = {role for _, role, _, _ in shown}
    marks = {mark for row in shown for mark in _mark_names(row, _count_columns(sheet))}
    rows = [
        f'<li><i class="lc-swatch lc-key-{role}"></i>{escape(_(words))}</li>'
        for role, words in ROLES.items()
        if role in roles and role in ("header", "total", "left-out")
    ]
    cells = [
        f'<li><i class="lc-swatch lc-key-mark-{mark}" aria-hidden="true">{sign}</i>{escape(_(words))}</li>'
        for mark, (sign, words) in MARKS.items()
        if mark in marks
    ]
    name = escape(_("Colors and signs"), quote=True)
    return f'<ul class="lc-signs" aria-label="{name}">{"".join((*rows, *cells))}</ul>'


def _count_columns(sheet: SheetReading) -> frozenset[int]:
    """Return the positions in a row of the preview whose columns hold the number of people."""
    first = parse_reference(sheet.first_cell)[1]
    return frozenset(m.column - first for m in sheet.mapping if m.field == "sessions.attended")


def _mark_names(row: PreviewRow, counts: frozenset[int]) -> list[str]:
    """Return the mark of each cell of a row; an empty cell for the number of people has its own."""
    role, cells, marks = row[1:]
    return [
        "no-count" if role == "data" and position in counts and not text.strip() else mark
        for position, (text, mark) in enumerate(zip(cells, marks, strict=True))
    ]


def render_sheet(sheet: SheetReading) -> str:
    """Render a sheet as typed, with Excel rows and columns, row roles and cell marks."""
    rows = [row for row in sheet.preview if row[1] in ROLES]
    width = max((len(cells) for _, _, cells, _ in rows), default=0)
    first = parse_reference(sheet.first_cell)[1]
    letters = "".join(f'<th scope="col">{column_letters(first + position)}</th>' for position in range(width))
    first_heads = "".join(f'<th scope="col">{escape(name)}</th>' for name in (_("Row"), _("Read as")))
    head = f"<tr>{first_heads}{letters}</tr>"
    counts = _count_columns(sheet)
    body = "".join(_render_row(row, width, counts) for row in sheet.preview)
    label = escape(_("{name} – your sheet", name=sheet.name), quote=True)
    table = f"<table><thead>{head}</thead><tbody>{body}</tbody></table>"
    return f'<div class="lc-box lc-tall" tabindex="0" role="region" aria-label="{label}">{table}</div>'


def _render_row(row: PreviewRow, width: int, counts: frozenset[int]) -> str:
    number, role, cells = row[:3]
    if role not in ROLES:
        words = (
            _("{count} more columns to the right.", count=cells[0])
            if role == "more-columns"
            else _gap_text(number, *cells)
        )
        return f'<tr class="lc-gap"><td colspan="{width + 2}">{escape(words)}</td></tr>'
    marked = list(zip(cells, _mark_names(row, counts), strict=True))
    marked += [("", "")] * (width - len(marked))
    span = 1
    while role == "title" and len(marked) > 1 and marked[-1] == ("", ""):
        marked.pop()
        span += 1
    last = len(marked) - 1
    shown = "".join(_render_cell(*cell, span if at == last else 1) for at, cell in enumerate(marked))
    named = escape(_(ROLES[role]))
    head = f'<th scope="row" class="lc-row-number">{number}</th><td class="lc-role">{named}</td>'
    return f'<tr class="lc-{role}">{head}{shown}</tr>'


def _gap_text(first: int, last: str, problems: str) -> str:
    if str(first) == last:
        where = _("Row {row} is not shown here.", row=first)
    else:
        where = _("Rows {first}–{last} are not shown here.", first=first, last=last)
    if problems == "0":
        return f"{where} {_('They look like those above.')}"
    return f"{where} {_('The notes below list their issues.')}"


def _render_cell(text: str, mark: str, span: int = 1) -> str:
    short = text if len(text) <= MAX_CELL_LENGTH else text[:MAX_CELL_LENGTH] + "…"
    columns = f' colspan="{span}"' if span > 1 else ""
    if not mark:
        return f'<td class="lc-cell"{columns}>{escape(short)}</td>'
    sign, words = MARKS[mark]
    sign_markup = (
        f'<span class="lc-sign" role="img" aria-label="{escape(_(words), quote=True)}">{sign}</span>'
    )
    return f'<td class="lc-cell lc-mark-{mark}"{columns}>{sign_markup} {escape(short)}</td>'


def render_table(
    label: str,
    headings: Sequence[str],
    rows: Iterable[Sequence[str]],
    numeric: Sequence[int] = (),
    *,
    is_tall: bool = False,
) -> str:
    """Render rows of text under headings; the first cell names the row.

    On a phone each row becomes a block, in which each value follows its heading.

    Parameters
    ----------
    label : str
        Name of the table.
    headings : sequence of str
        One per column.
    rows : iterable of sequence of str
        One cell per column.
    numeric : sequence of int, default ()
        Zero-based columns that are aligned right.
    is_tall : bool, default False
        Whether a long table scrolls in a box of its own.

    Returns
    -------
    str
        HTML.
    """
    kinds = ("lc-list", "lc-few" if len(headings) < 4 else "", "lc-long" if is_tall else "")
    marked_up = ([escape(cell) for cell in row] for row in rows)
    return render_marked_up_table(label, headings, marked_up, numeric, " ".join(filter(None, kinds)))


def render_marked_up_table(
    label: str,
    headings: Sequence[str],
    rows: Iterable[Sequence[str]],
    numeric: Sequence[int],
    classes: str = "",
) -> str:
    """Render a table as `render_table` does, of cells that are HTML; classes of its box.

    The roles keep it a table for screen readers when its parts are drawn as blocks.
    """
    head = "".join(
        f'<th scope="col" role="columnheader"{_alignment(column, numeric)}>{escape(text)}</th>'
        if text
        else "<td></td>"
        for column, text in enumerate(headings)
    )
    body = "".join(_row(headings, row, numeric) for row in rows)
    parts = f'<thead role="rowgroup"><tr role="row">{head}</tr></thead><tbody role="rowgroup">{body}</tbody>'
    named = escape(label, quote=True)
    return (
        f'<div class="lc-box lc-stack {classes}" tabindex="0" role="region" aria-label="{named}">'
        f'<table role="table" aria-label="{named}">{parts}</table></div>'
    )


def _row(headings: Sequence[str], row: Sequence[str], numeric: Sequence[int]) -> str:
    """Return a row; an empty first cell is a plain cell, because a heading needs words."""
    first = f'<th scope="row" role="rowheader">{row[0]}</th>' if row[0] else '<td role="cell"></td>'
    others = "".join(
        f'<td role="cell" data-label="{escape(heading, quote=True)}"{_alignment(column, numeric)}>{cell}</td>'
        for column, (heading, cell) in enumerate(zip(headings[1:], row[1:], strict=True), 1)
    )
    return f'<tr role="row">{first}{others}</tr>'


def _alignment(column: int, numeric: Sequence[int]) -> str:
    return ' class="r"' if column in numeric else ""
