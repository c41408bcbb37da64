"""What is said of each departure, in a comment on its cell and on the last sheet of a workbook given back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape, quoteattr

from libcollab_metrics.ingest.fills import Looks
from libcollab_metrics.ingest.returned import OWN_WORDS
from libcollab_metrics.ingest.sheet_marks import link_list
from libcollab_metrics.ingest.xmltext import sound
from libcollab_metrics.model.addresses import address
from libcollab_metrics.model.issues import Issue

SHEET = "What we read"
TITLE = "What we read in this workbook"
WEIGHTS = {
    "left-out": ("Left out", "this cell or row is not in the figures"),
    "assumption": ("Assumed", "it counts, read as the remark says"),
    "note": ("Note", "nothing is lost; good to know"),
}
HEADINGS = ("Sheet", "Cell", "", "What was found", "What was read", "What to do", "Cells")
WIDTHS = (20, 10, 12, 34, 52, 46, 30)
_CELLS_NAMED = 30
_LONGEST = 1200  # letters of one comment
_MOST_LETTERS = 2000  # of one cell of ours


def remark(issue: Issue, place: int) -> str:
    """Return what a comment says of one cell: how much it weighs, what was read, what to do."""
    told = issue.told[place] if place < len(issue.told) else issue.message
    weight, meaning = WEIGHTS[issue.severity]
    said = sentence(told) or issue.kind.why
    return f"{weight} ({meaning}).\n{issue.kind.title}. {said}\n{to_do(issue)}"


def to_do(issue: Issue) -> str:
    """Return what the librarian may do about a departure."""
    advice = issue.kind.advice
    return advice if advice.startswith("Nothing to do") else f"What to do: {advice}"


def joined(remarks: Sequence[str]) -> str:
    """Return several remarks on one cell as one comment."""
    text = "\n\n".join(dict.fromkeys(remarks))
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def sentence(text: str) -> str:
    """Return words with a capital and a full stop."""
    text = text.strip()
    return text and text[0].upper() + text[1:] + ("" if text[-1] in ".!?" else ".")


def remarks_sheet(issues: Sequence[Issue], looks: Looks, namespace: str, tops: Mapping[tuple[str, str], str]) -> bytes:
    """Return our own sheet: a legend, then a row for each departure with a link to its first cell.

    `tops` gives the first cell of a merged range for (sheet, cell) where that is another.
    """
    bold, plain, link = looks.plain(bold=True), looks.plain(), looks.plain(link=True)
    line = looks.plain(wrap=False)
    rows = [_row(1, [(TITLE, looks.plain(bold=True, wrap=False))]), _row(2, [(OWN_WORDS, line)])]
    rows += [
        _row(3 + n, [(word, looks.plain(severity=severity)), (sentence(meaning), line)])
        for n, (severity, (word, meaning)) in enumerate(WEIGHTS.items())
    ]
    rows.append(_row(7, [(heading, bold) for heading in HEADINGS]))
    links = []
    for number, issue in enumerate(_ordered(issues), start=8):
        if issue.cell:
            cell = tops.get((issue.sheet, issue.cell), issue.cell)
            links.append((address(number, 2), f"'{issue.sheet.replace(chr(39), chr(39) * 2)}'!{cell}"))
        weight = (WEIGHTS[issue.severity][0], looks.plain(severity=issue.severity))
        words = [(sentence(issue.kind.title), plain), (_found(issue), plain), (issue.kind.advice, plain)]
        place = [(issue.sheet, plain), (issue.cell, link)]
        rows.append(_row(number, [*place, weight, *words, (_cells(issue), plain)]))
    columns = "".join(f'<col min="{n}" max="{n}" width="{w}" customWidth="1"/>' for n, w in enumerate(WIDTHS, 1))
    head = (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns={quoteattr(namespace)}>'
        '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews><sheetView workbookViewId="0">'
        '<pane ySplit="7" topLeftCell="A8" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
        f"<cols>{columns}</cols><sheetData>"
    )
    foot = '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/></worksheet>'
    return f"{head}{''.join(rows)}</sheetData>".encode() + link_list("", links) + foot.encode()


def _ordered(issues: Sequence[Issue]) -> list[Issue]:
    """What was left out comes first: it is what the figures lack."""
    weights = list(WEIGHTS)
    return sorted(issues, key=lambda issue: weights.index(issue.severity))


def _found(issue: Issue) -> str:
    said = sentence(issue.message) or (f'"{issue.value}".' if issue.value else "")
    heading = f"Under “{issue.heading}”: " if issue.heading and not issue.heading.startswith("mark ") else ""
    more = f" And {issue.count - 1:,} more like it." if issue.count > 1 else ""
    return f"{heading}{said or issue.kind.why}{more}"


def _cells(issue: Issue) -> str:
    named = ", ".join(issue.cells[:_CELLS_NAMED])
    rest = issue.count - min(len(issue.cells), _CELLS_NAMED)
    return f"{named} and {rest:,} more" if named and rest > 0 else named


def _row(number: int, cells: Sequence[tuple[str, int]]) -> str:
    written = [
        f'<c r="{address(number, column)}" s="{look}" t="inlineStr"><is><t xml:space="preserve">{_text(text)}</t></is>'
        "</c>"
        for column, (text, look) in enumerate(cells, 1)
        if text
    ]
    return f'<row r="{number}">{"".join(written)}</row>'


def _text(text: str) -> str:
    shown = text if len(text) <= _MOST_LETTERS else text[: _MOST_LETTERS - 1] + "…"
    return escape(sound(shown))
