"""A document as a workbook: a summary to print, a sheet a topic with live charts, the data, and what it means."""

from __future__ import annotations

import io
from collections.abc import Sequence
from functools import singledispatch

from libcollab_metrics.protection import PublicEvaluation
from libcollab_metrics.reports.document import (
    Block,
    Callout,
    ChartBlock,
    Definitions,
    Document,
    Grid,
    Heading,
    KeyFigures,
    Quote,
    Text,
)
from libcollab_metrics.reports.tidy import COLUMNS, tidy_rows
from libcollab_metrics.reports.workbook_charts import draw_chart
from libcollab_metrics.reports.workbook_sheets import COLUMN_WIDTHS, LINE_HEIGHT, WIDE, Book, Page
from libcollab_metrics.reports.workbook_tables import widths_for, write_table
from libcollab_metrics.wording import Language

#: Of a document's blocks, those that stand on the summary sheet.
SUMMARISED = (Text, KeyFigures, Quote, Callout)


def to_xlsx(document: Document, language: Language) -> bytes:
    """Return the document as a workbook; the same document gives the same bytes.

    Texts are written as texts and never as formulas or links. Charts are the spreadsheet's own and point to the
    ranges beside them.
    """
    import xlsxwriter

    held = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(held, options) as workbook:
        created = document.generated_at.replace(tzinfo=None)
        workbook.set_properties({"title": document.title, "subject": document.scope, "author": "", "created": created})
        book = Book(workbook, language)
        _write_summary(book, document, language)
        for topic, blocks in filter(lambda found: found[0], _topics(document, language)):
            page = book.sheet(topic, landscape=_is_wide(blocks), widths=widths_for(blocks))
            page.title(topic, document.scope)
            for block in blocks:
                write_block(block, page)
            page.footer(document.footer)
        _write_data(book, document.evaluations, language)
        _write_definitions(book, document, language)
        _write_about(book, document, language)
    return held.getvalue()


def _topics(document: Document, language: Language) -> list[tuple[str, list[Block]]]:
    """The topics that have a sheet: what they say beside the definitions, and how the sheets were read, in full."""
    topics: list[tuple[str, list[Block]]] = [
        (title, [_in_full(b, document) for b in blocks if not isinstance(b, Definitions)])
        for title, blocks in document.topics
    ]
    kept = [(title, blocks) for title, blocks in topics if any(not isinstance(b, Heading) for b in blocks)]
    if document.departures and not any(document.departures in blocks for _, blocks in kept):
        kept.append((language.say("section-read"), [document.departures]))
    return kept


def _in_full(block: Block, document: Document) -> Block:
    """The departures from the sheets, whole where a document printed on paper tells the first of them only."""
    whole = document.departures
    return whole if whole and isinstance(block, Grid) and block.title == whole.title else block


def _is_wide(blocks: Sequence[Block]) -> bool:
    """True where a table has more columns than an upright page holds at a readable size."""
    return any(isinstance(block, Grid) and len(block.headings) > len(COLUMN_WIDTHS) for block in blocks)


def _write_summary(book: Book, document: Document, language: Language) -> None:
    """One page: what it covers, the key figures, each figure's finding, and what must not be missed."""
    page = book.sheet(language.say("sheet-summary"), landscape=False, one_page=True)
    page.letterhead(document.letterhead.logo, document.letterhead.contact)
    page.title(document.title, document.subtitle)
    for sentence in (document.scope, document.coverage, document.issues):
        page.line(sentence, "quiet")
    page.space()
    for title, blocks in _topics(document, language):
        page.heading(title)
        for block in blocks:
            if isinstance(block, SUMMARISED):
                write_block(block, page)
            elif isinstance(block, ChartBlock):
                page.line(f"• {block.chart.title}", "body")
            elif isinstance(block, Grid):
                page.line(language.say("see-table", title=block.title, sheet=title), "quiet")
    page.footer(document.footer)


def _write_data(book: Book, evaluations: Sequence[PublicEvaluation], language: Language) -> None:
    page = book.sheet(language.say("sheet-data"), landscape=True)
    page.tidy(COLUMNS, tidy_rows(evaluations, language))


def _write_definitions(book: Book, document: Document, language: Language) -> None:
    page = book.sheet(language.say("sheet-definitions"), landscape=False)
    page.title(language.say("sheet-definitions"), document.footer)
    for block in document.blocks:
        if isinstance(block, Definitions):
            write_block(block, page)


def _write_about(book: Book, document: Document, language: Language) -> None:
    page = book.sheet(language.say("sheet-about"), landscape=False)
    page.title(language.say("sheet-about"), document.title)
    for sentence in (document.scope, document.coverage, document.issues, document.footer, language.say("about-file")):
        page.line(sentence, "body")


@singledispatch
def write_block(block: Block, page: Page) -> None:
    """Write one block below what stands on the page."""
    raise TypeError(f"The workbook has no way to write {block!r}.")


@write_block.register
def _(block: Heading, page: Page) -> None:
    page.heading(block.text)


@write_block.register
def _(block: Text, page: Page) -> None:
    page.line(block.text, "body")


@write_block.register
def _(block: KeyFigures, page: Page) -> None:
    page.keep_together(2 * LINE_HEIGHT * len(block.figures))
    for figure in block.figures:
        page.figure(figure.label, figure.value, figure.worked, figure.qualifier)
    page.space()


@write_block.register
def _(block: Grid, page: Page) -> None:
    write_table(block, page)


@write_block.register
def _(block: ChartBlock, page: Page) -> None:
    draw_chart(block.chart, page)


@write_block.register
def _(block: Quote, page: Page) -> None:
    page.line(f"“{block.text}”", "body")
    page.line(block.source, "quiet")


@write_block.register
def _(block: Callout, page: Page) -> None:
    for line in (block.title, *block.text.splitlines()):
        page.line(line, "callout-title" if line == block.title else "callout")


@write_block.register
def _(block: Definitions, page: Page) -> None:
    for item in block.items:
        page.pair(item.label, item.text, WIDE)
