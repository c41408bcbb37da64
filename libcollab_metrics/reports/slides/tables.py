"""A table as the presentation's own: quiet lines, headings that are headings, numbers to the right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from libcollab_metrics.reports.columns import BESIDE
from libcollab_metrics.reports.fit import bound
from libcollab_metrics.reports.printable import is_turned, printable
from libcollab_metrics.reports.slides.rows import ABOVE, TablePage
from libcollab_metrics.reports.slides.template import EMU, filled

_SPACE = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
#: The program's own style "no style, no grid": what is drawn is said cell by cell.
NO_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"


def draw(place: Any, page: TablePage, code: str) -> None:
    """Put a table into its place on a slide; its first row is marked as the headings of the columns."""
    frame = place.insert_table(rows=len(page.rows) + 1, cols=len(page.headings))
    frame._element.nvGraphicFramePr.cNvPr.set("descr", printable(page.title))
    table = frame.table
    table.horz_banding = False
    table._tbl.tblPr.find("{*}tableStyleId").text = NO_STYLE
    for column, width in zip(table.columns, page.widths, strict=True):
        column.width = round(width * EMU)
    for row, height in zip(table.rows, page.heights, strict=True):
        row.height = round(height * EMU)
    frame.height = round(sum(page.heights) * EMU)
    for row, cells in zip(table._tbl.tr_lst, (page.headings, *page.rows), strict=True):
        _write_row(row, cells, page, code, is_heading=row is table._tbl.tr_lst[0])


def _write_row(row: Any, cells: Sequence[str], page: TablePage, code: str, is_heading: bool) -> None:
    from pptx.oxml import parse_xml

    for column, (old, text) in enumerate(zip(row.tc_lst, cells, strict=True)):
        row.replace(old, parse_xml(_cell(text, column in page.numeric, is_heading, page.points, code)))


def _cell(text: str, is_number: bool, is_heading: bool, points: float, code: str) -> str:
    side = "r" if is_number or is_turned(text) else "l"
    turned = ' rtl="1"' if is_turned(text) else ""
    colour, bold, line, width = ("tx2", 1, "tx1", 15875) if is_heading else ("tx1", 0, "accent5", 6350)
    none = "".join(f"<a:{edge}><a:noFill/></a:{edge}>" for edge in ("lnL", "lnR", "lnT"))
    beside, above = round(BESIDE * EMU), round(ABOVE * EMU)
    return (
        f'<a:tc {_SPACE}><a:txBody><a:bodyPr/><a:lstStyle/><a:p><a:pPr algn="{side}"{turned}/>'
        f'<a:r><a:rPr lang={quoteattr(code)} sz="{round(points * 100)}" b="{bold}" dirty="0">{filled(colour)}</a:rPr>'
        f'<a:t>{escape(bound(text))}</a:t></a:r><a:endParaRPr sz="{round(points * 100)}"/></a:p></a:txBody>'
        f'<a:tcPr marL="{beside}" marR="{beside}" marT="{above}" marB="{above}" anchor="{"b" if is_heading else "t"}">'
        f'{none}<a:lnB w="{width}">{filled(line)}</a:lnB><a:noFill/></a:tcPr></a:tc>'
    )
