"""A document as PDF: tagged for screen readers, in the bundled typeface, with vector charts."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
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
from libcollab_metrics.reports.pdf_tables import set_table
from libcollab_metrics.reports.picture import as_svg
from libcollab_metrics.wording import Language

Data = dict[str, Any]
#: Letters of a word that fit in the narrowest column; longer ones may break there.
LONGEST_WORD = 24
#: Letters of a piece of such a word in a title, in a key figure and in a definition, which have less room.
PIECE_OF_TITLE, PIECE_OF_FIGURE, PIECE_OF_DEFINITION = 16, 8, 16
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
        "title": clean(document.title, PIECE_OF_TITLE),
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


def clean(text: str, piece: int = LONGEST_WORD) -> str:
    """Make text fit to print: one line, no control characters, no percent sign alone, and no word that cannot break.

    A word longer than any of a language may break after so many letters each.
    """
    return _plain(text, lambda word: _breakable(word, piece))


def _plain(text: str, broken: Callable[[str], str] = str) -> str:
    """Text as `clean` makes it, with its words broken some other way, or not here."""
    return re.sub(r"(?<=\d) %", "\u00a0%", " ".join(broken(word) for word in printable(text).split()))


def _breakable(word: str, piece: int) -> str:
    if len(word) <= LONGEST_WORD:
        return word
    return "\u200b".join(word[i : i + piece] for i in range(0, len(word), piece))


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
        "figures": [
            {name: clean(getattr(figure, name), PIECE_OF_FIGURE) for name in names} for figure in block.figures
        ],
    }


@block_data.register
def _(block: Grid, language: Language) -> Data:
    told = [_plain(heading) for heading in block.headings]
    headings, rows, widths = set_table(told, [[_plain(cell) for cell in row] for row in block.rows], block.numeric)
    return {
        "kind": "grid",
        "title": clean(block.title),
        "note": clean(block.note),
        "headings": headings,
        "rows": rows,
        "numeric": list(block.numeric),
        "widths": widths,
    }


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
    items = [{name: clean(getattr(i, name), PIECE_OF_DEFINITION) for name in ("label", "text")} for i in block.items]
    ends = list(accumulate(len(item["label"]) + len(item["text"]) for item in items))
    middles = [end - (len(item["label"]) + len(item["text"])) / 2 for end, item in zip(ends, items, strict=True)]
    share = (ends[-1] if ends else 1) / DEFINITION_COLUMNS
    columns = [
        [item for item, middle in zip(items, middles, strict=True) if number <= middle / share < number + 1]
        for number in range(DEFINITION_COLUMNS)
    ]
    return {"kind": "definitions", "columns": columns, "together": bool(ends) and ends[-1] <= PAGE_OF_DEFINITIONS}
