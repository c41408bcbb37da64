"""A document as PDF: tagged for screen readers, in the bundled typeface, with vector charts."""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Iterable, Sequence
from functools import singledispatch
from importlib.resources import as_file, files
from itertools import accumulate
from typing import Any

from libcollab_metrics.figures.layout import printable
from libcollab_metrics.figures.to_vega import to_svg
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
from libcollab_metrics.reports.picture import as_svg
from libcollab_metrics.wording import Language

Data = dict[str, Any]
#: Letters of a word that fit in the narrowest column; longer ones may break there.
LONGEST_WORD = 24
#: Relative widths of a table's columns of words are kept within these, whatever stands in them.
NARROWEST, WIDEST = 0.75, 2.6
#: Letters of a table's cells that surely fit one line, with the space between them.
LINE_OF_CELLS = 118
#: Letters that the space between two cells takes, and those of a line of a heading over numbers, at least; about how
#: many lines such a heading may have.
BETWEEN_CELLS, NARROWEST_HEADING, MOST_HEADING_LINES = 2, 10, 3
#: Columns of definitions, and their letters that surely fit one page, on which they are kept together.
DEFINITION_COLUMNS, PAGE_OF_DEFINITIONS = 3, 9_000
#: Of the picture of a page: sharp on a screen, and small.
POINTS_AN_INCH = 110


def to_pdf(document: Document, language: Language) -> bytes:
    """Return the document as PDF/UA-1, the same bytes for the same document.

    A letter the bundled typeface lacks is looked for in the system's fonts, and the document says so under its
    title; where none has it the document is made without the standard, and says that.
    """
    import typst

    blocks = list(_blocks(document.blocks, language))
    attempts: tuple[tuple[bool, bool, str], ...] = (
        (True, True, ""),
        (False, True, language.say("pdf-other-typeface")),
        (False, False, language.say("pdf-not-tagged")),
    )
    failure: Exception | None = None
    for own_fonts_only, tagged, note in attempts:
        try:
            standards = ["ua-1"] if tagged else []
            pdf: bytes = _compiled(
                _data(document, blocks, language, note), own_fonts_only, format="pdf", pdf_standards=standards,
                timestamp=int(document.generated_at.timestamp()),
            )  # fmt: skip
            return pdf
        except typst.TypstError as error:  # the standard refuses; the next attempt asks for less
            failure = error
    raise AssertionError("The template does not compile without the standard either.") from failure


def first_page(document: Document, language: Language) -> bytes:
    """Return a picture of the first page of `to_pdf`, as PNG."""
    data = _data(document, list(_blocks(document.blocks, language)), language, "")
    pages: bytes | list[bytes] = _compiled(data, False, format="png", ppi=POINTS_AN_INCH)
    return pages if isinstance(pages, bytes) else pages[0]


def _compiled(data: Data, own_fonts_only: bool, **how: Any) -> Any:
    import typst

    assets = files("libcollab_metrics") / "assets"
    with as_file(assets / "typst") as root, as_file(assets / "fonts") as fonts:
        return typst.compile(
            str(root / "document.typ"),
            root=str(root),
            font_paths=[str(fonts)],
            ignore_system_fonts=own_fonts_only,
            sys_inputs={"document": json.dumps(data)},
            **how,
        )


def _data(document: Document, blocks: list[Data], language: Language, note: str) -> Data:
    return {
        "lang": language.code,
        "fonts": ["Inter"],
        "title": clean(document.title),
        "subtitle": clean(document.subtitle),
        "scope": clean(document.scope),
        "coverage": clean(document.coverage),
        "issues": clean(document.issues),
        "footer": clean(document.footer),
        "note": note,
        "contact": clean(document.letterhead.contact),
        "logo": as_svg(document.letterhead.logo),
        "logo_alt": language.say("logo-of", contact=clean(document.letterhead.contact)),
        "page": language.say("page-of", page="{page}", pages="{pages}"),
        "blocks": blocks,
    }


def clean(text: str) -> str:
    """Make text fit to print: one line, no control characters, long words that may break, and no percent sign alone."""
    words = (_breakable(word) for word in printable(text).split())
    return re.sub(r"(?<=\d) %", "\u00a0%", " ".join(words))


def _breakable(word: str) -> str:
    pieces = [word[i : i + LONGEST_WORD] for i in range(0, len(word), LONGEST_WORD)]
    return "\u200b".join(pieces)


def _blocks(blocks: Iterable[Block], language: Language) -> Iterable[Data]:
    """The blocks as data; charts of half a width stand in pairs."""
    waiting: list[Data] = []
    for block in blocks:
        drawn = block_data(block, language)
        if isinstance(block, ChartBlock) and block.half:
            waiting.append(drawn)
            if len(waiting) < 2:
                continue
            drawn, waiting = {"kind": "pair", "charts": waiting}, []
        elif waiting:
            yield {"kind": "pair", "charts": waiting}
            waiting = []
        yield drawn
    if waiting:
        yield {"kind": "pair", "charts": waiting}


@singledispatch
def block_data(block: Block, language: Language) -> Data:
    """Return one block as the template reads it."""
    raise NotImplementedError(type(block).__name__)


@block_data.register
def _(block: Heading, language: Language) -> Data:
    return {"kind": "heading", "level": block.level, "text": clean(block.text), "starts_page": block.starts_page}


@block_data.register
def _(block: Text, language: Language) -> Data:
    return {"kind": "text", "text": clean(block.text)}


@block_data.register
def _(block: KeyFigures, language: Language) -> Data:
    names = ("label", "value", "worked", "qualifier")
    return {
        "kind": "key-figures",
        "figures": [{name: clean(getattr(figure, name)) for name in names} for figure in block.figures],
    }


@block_data.register
def _(block: Grid, language: Language) -> Data:
    rows = [[clean(cell) for cell in row] for row in block.rows]
    headings = _headings([clean(heading) for heading in block.headings], rows, block.numeric)
    return {
        "kind": "grid",
        "title": clean(block.title),
        "note": clean(block.note),
        "headings": headings,
        "rows": rows,
        "numeric": list(block.numeric),
        "widths": _widths(rows, headings, block.numeric),
    }


def _headings(headings: Sequence[str], rows: Sequence[Sequence[str]], numeric: Sequence[int]) -> list[str]:
    """Headings in one line or, in a table too wide for it, over numbers in lines about as narrow as these."""
    if sum(_longest(rows, headings)) + len(headings) * BETWEEN_CELLS <= LINE_OF_CELLS:
        return list(headings)
    columns = [[row[number] for row in rows] for number in range(len(headings))]
    return [_wrapped(h, columns[n]) if n in numeric else h for n, h in enumerate(headings)]


def _wrapped(heading: str, numbers: Sequence[str]) -> str:
    letters = max(NARROWEST_HEADING, -(-len(heading) // MOST_HEADING_LINES), *map(len, numbers))
    return "\n".join(textwrap.wrap(heading, letters, break_long_words=False, break_on_hyphens=False))


def _longest(rows: Sequence[Sequence[str]], headings: Sequence[str]) -> list[int]:
    """Letters of the longest line of each column."""
    return [
        max(len(line) for cell in column for line in cell.split("\n")) for column in zip(headings, *rows, strict=True)
    ]


def _widths(rows: Sequence[Sequence[str]], headings: Sequence[str], numeric: Sequence[int]) -> list[float]:
    """Each column's share of the width, 0 for just what its cells need.

    Where every cell fits its line only the widest column of words grows; in a wider table columns share by their
    longest cell.
    """
    longest = _longest(rows, headings)
    if sum(longest) <= LINE_OF_CELLS:
        words = [number for number in range(len(longest)) if number not in numeric]
        widest = max(words, key=lambda number: longest[number], default=0)
        return [float(number == widest) for number in range(len(longest))]
    return [min(WIDEST, max(NARROWEST, letters / 14)) for letters in longest]


@block_data.register
def _(block: ChartBlock, language: Language) -> Data:
    chart = block.chart
    return {
        "kind": "chart",
        "title": clean(chart.title),
        "caption": clean(chart.caption),
        "alt": clean(chart.alt),
        "svg": to_svg(chart, language, narrow=block.half),
    }


@block_data.register
def _(block: Quote, language: Language) -> Data:
    return {"kind": "quote", "text": clean(block.text), "source": clean(block.source)}


@block_data.register
def _(block: Callout, language: Language) -> Data:
    return {"kind": "callout", "title": clean(block.title), "lines": [clean(line) for line in block.text.splitlines()]}


@block_data.register
def _(block: Definitions, language: Language) -> Data:
    """Three columns of about the same height, read one after the other."""
    items = [{"label": clean(i.label), "text": clean(i.text)} for i in block.items]
    ends = list(accumulate(len(item["label"]) + len(item["text"]) for item in items))
    middles = [end - (len(item["label"]) + len(item["text"])) / 2 for end, item in zip(ends, items, strict=True)]
    share = (ends[-1] if ends else 1) / DEFINITION_COLUMNS
    columns = [
        [item for item, middle in zip(items, middles, strict=True) if number <= middle / share < number + 1]
        for number in range(DEFINITION_COLUMNS)
    ]
    return {"kind": "definitions", "columns": columns, "together": bool(ends) and ends[-1] <= PAGE_OF_DEFINITIONS}
