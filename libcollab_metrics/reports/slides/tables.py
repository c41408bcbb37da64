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
    for number, (row, cells) in enumerate(zip(table._tbl.tr_lst, (page.headings, *page.rows), strict=True)):
        _write_row(row, cells, number - 1, page, code)


def _write_row(row: Any, cells: Sequence[str], number: int, page: TablePage, code: str) -> None:
    """Write the headings, whose number is −1, or one of the rows."""
    from pptx.oxml import parse_xml

    for column, (old, text) in enumerate(zip(row.tc_lst, cells, strict=True)):
        tint = page.tints.get((number, column))
        row.replace(old, parse_xml(_cell(text, column in page.numeric, number < 0, page.points, code, tint)))


def _cell(text: str, is_number: bool, is_heading: bool, points: float, code: str, tint: tuple[str, str] | None) -> str:
    side = "r" if is_number or is_turned(text) else "l"
    turned = ' rtl="1"' if is_turned(text) else ""
    colour, bold, line, width = ("tx2", 1, "tx1", 15875) if is_heading else ("tx1", 0, "accent5", 6350)
    none = "".join(f"<a:{edge}><a:noFill/></a:{edge}>" for edge in ("lnL", "lnR", "lnT"))
    size = f'sz="{round(points * 100)}"'  # an empty cell has one too, so that it makes no row higher
    ink, ground = (_plain(tint[1]), _plain(tint[0])) if tint else (filled(colour), "<a:noFill/>")
    look = f'<a:rPr lang={quoteattr(code)} {size} b="{bold}" dirty="0">{ink}</a:rPr>'
    run = f"<a:r>{look}<a:t>{escape(bound(text))}</a:t></a:r>"
    beside, above = round(BESIDE * EMU), round(ABOVE * EMU)
    return (
        f'<a:tc {_SPACE}><a:txBody><a:bodyPr/><a:lstStyle/><a:p><a:pPr algn="{side}"{turned}/>'
        f"{run if text else ''}<a:endParaRPr {size}/></a:p></a:txBody>"
        f'<a:tcPr marL="{beside}" marR="{beside}" marT="{above}" marB="{above}" anchor="{"b" if is_heading else "t"}">'
        f'{none}<a:lnB w="{width}">{filled(line)}</a:lnB>{ground}</a:tcPr></a:tc>'
    )


def _plain(colour: str) -> str:
    """A fill in a colour that is none of the theme's."""
    return f'<a:solidFill><a:srgbClr val="{colour.lstrip("#").upper()}"/></a:solidFill>'
