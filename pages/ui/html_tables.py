"""Accessible HTML tables: colors, signs and words of rows and cells, and maximum cell length."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape

from libcollab_metrics.model import SheetReading, column_letters, parse_reference

#: Classification of a row, in words; each has a color and words, so that color is never the only cue.
ROLES: Mapping[str, str] = {
    "title": "not data",
    "header": "headings",
    "data": "used",
    "total": "total, compared only",
    "left-out": "left out",
}
#: Status of a cell: the sign shown in it and its meaning.
MARKS: Mapping[str, tuple[str, str]] = {
    "left-out": ("⊘", "not used"),
    "assumed": ("≈", "assumed"),
    "note": ("i", "with a note"),
}
MAX_CELL_LENGTH = 60


def render_legend() -> str:
    """Return the HTML legend of row colors and cell signs."""
    rows = [f'<li class="lc-key-{role}">row: {escape(words)}</li>' for role, words in ROLES.items()]
    cells = [
        f'<li class="lc-key-mark-{mark}"><span aria-hidden="true">{sign}</span> cell: {escape(words)}</li>'
        for mark, (sign, words) in MARKS.items()
    ]
    return f'<ul class="lc-signs" aria-label="What the colours and signs say">{"".join((*rows, *cells))}</ul>'


def render_sheet(sheet: SheetReading) -> str:
    """Render a sheet as typed, with Excel rows and columns, row roles and cell marks."""
    rows = [row for row in sheet.preview if row[1] not in ("gap", "more-columns")]
    width = max((len(cells) for _, _, cells, _ in rows), default=0)
    first = parse_reference(sheet.first_cell)[1]
    letters = "".join(f'<th scope="col">{column_letters(first + position)}</th>' for position in range(width))
    head = f'<tr><th scope="col">Row</th><th scope="col">Read as</th>{letters}</tr>'
    body = "".join(_render_row(row, width) for row in sheet.preview)
    label = escape(f"{sheet.name} as it was typed", quote=True)
    table = f"<table><thead>{head}</thead><tbody>{body}</tbody></table>"
    return f'<div class="lc-box lc-tall" tabindex="0" role="region" aria-label="{label}">{table}</div>'


def _render_row(row: tuple[int, str, tuple[str, ...], tuple[str, ...]], width: int) -> str:
    number, role, cells, marks = row
    if role in ("gap", "more-columns"):
        words = (
            f"{cells[0]} more columns stand to the right."
            if role == "more-columns"
            else _gap_text(number, *cells)
        )
        return f'<tr class="lc-gap"><td colspan="{width + 2}">{escape(words)}</td></tr>'
    empty = "<td></td>" * (width - len(cells))
    shown = "".join(_render_cell(text, mark) for text, mark in zip(cells, marks, strict=True))
    head = f'<th scope="row" class="lc-row-number">{number}</th><td>{escape(ROLES[role])}</td>'
    return f'<tr class="lc-{role}">{head}{shown}{empty}</tr>'


def _gap_text(first: int, last: str, problems: str) -> str:
    where = f"Row {first} is" if str(first) == last else f"Rows {first}–{last} are"
    explanation = (
        "They look like those above."
        if problems == "0"
        else "The tables below name the cells in them that matter."
    )
    return f"{where} not shown here. {explanation}"


def _render_cell(text: str, mark: str) -> str:
    short = text if len(text) <= MAX_CELL_LENGTH else text[:MAX_CELL_LENGTH] + "…"
    if not mark:
        return f'<td class="lc-cell">{escape(short)}</td>'
    sign, words = MARKS[mark]
    sign_markup = f'<span class="lc-sign" role="img" aria-label="{words}">{sign}</span>'
    return f'<td class="lc-cell lc-mark-{mark}">{sign_markup}{escape(short)}</td>'


def render_table(label: str, headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Render rows of text under headings in a scrollable box; the first cell names the row."""
    head = "".join(_heading_cell(text, "col") for text in headings)
    body = "".join(
        f"<tr>{_heading_cell(row[0], 'row')}{''.join(f'<td>{escape(text)}</td>' for text in row[1:])}</tr>"
        for row in rows
    )
    table = f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    named = escape(label, quote=True)
    few = " lc-few" if len(headings) < 4 else ""
    return f'<div class="lc-box lc-list{few}" tabindex="0" role="region" aria-label="{named}">{table}</div>'


def _heading_cell(text: str, scope: str) -> str:
    """Return a heading; an empty one is a plain cell, because a heading needs words."""
    return f'<th scope="{scope}">{escape(text)}</th>' if text else "<td></td>"
