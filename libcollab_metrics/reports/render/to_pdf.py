"""PDF renderer: column widths of tables, breaking of long words, definitions, and preview of page 1."""

from __future__ import annotations

import json
import re
import textwrap
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from functools import singledispatch
from importlib.resources import as_file, files
from typing import Any

from libcollab_metrics.figures.layout import strip_unprintable
from libcollab_metrics.figures.theme import ACCENT
from libcollab_metrics.figures.to_vega import to_svg
from libcollab_metrics.localization import Language
from libcollab_metrics.reports.document import (
    Bars,
    Block,
    Callout,
    ChartBlock,
    Columns,
    Counters,
    Decisions,
    Definitions,
    Document,
    GiftRows,
    Grid,
    Heading,
    Heroes,
    KeyFigures,
    Lead,
    Photo,
    Pictogram,
    Points,
    Quote,
    ReplySlip,
    Request,
    Strip,
    TargetBars,
    Text,
)
from libcollab_metrics.reports.render.office import picture_svg
from libcollab_metrics.reports.render.plain import block_texts, simplify
from libcollab_metrics.reports.render.text import text_width_em

# Printed tables: columns share the page width, and text never overlaps the next cell.

Cells = Sequence[str]
#: Points: width between the margins, horizontal padding of a cell, and font size of a table.
PAGE, CELL_PADDING, SIZE = 498.0, 7.0, 8.0
#: Minimum width in points left for text columns before wide number columns must shrink.
MIN_TEXT_WIDTH = 40.0
#: Points by which a word may exceed its column before it is broken: headings are measured bolder than they
#: are set.
TOLERANCE = 2.0
#: Maximum characters of a word for which its column is widened.
MAX_ORDINARY_WORD = 16
#: Minimum and maximum relative width of a text column.
MIN_SHARE, MAX_SHARE = 0.75, 2.6
#: Characters of cells that fit one line, including the spaces between them.
LINE_OF_CELLS = 118
#: Characters for the space between two cells; minimum characters per line of a heading over numbers; and its
#: approximate maximum of lines.
BETWEEN_CELLS, MIN_HEADING_CHARACTERS, MAX_HEADING_LINES = 2, 10, 3


def typeset_table(
    headings: Cells, rows: Sequence[Cells], numeric: Sequence[int]
) -> tuple[list[str], list[list[str]], list[float]]:
    """Return headings and rows with break opportunities, and each column's share of the width.

    A share of 0 means the natural width of the column.
    """
    shown_headings = _headings(headings, rows, numeric)
    natural = [max(map(_natural_width, column)) for column in _columns(shown_headings, rows)]
    shares = _fit_to_page(
        _shares(rows, shown_headings, numeric), natural, _longest_lines(rows, shown_headings)
    )
    shares = _widen_for_words(
        shares, natural, [max(map(_longest_word, column)) for column in _columns(shown_headings, rows)]
    )
    rooms = _text_widths(shares, natural)
    broken = [
        [_break_wide_words(cell, room, False) for cell, room in zip(row, rooms, strict=True)] for row in rows
    ]
    return (
        [_break_wide_words(heading, room, True) for heading, room in zip(shown_headings, rooms, strict=True)],
        broken,
        shares,
    )


def _headings(headings: Cells, rows: Sequence[Cells], numeric: Sequence[int]) -> list[str]:
    """Return headings on one line or, in a wide table, wrapped to the width of their numbers."""
    if sum(_longest_lines(rows, headings)) + len(headings) * BETWEEN_CELLS <= LINE_OF_CELLS:
        return list(headings)
    columns = [[row[number] for row in rows] for number in range(len(headings))]
    return [_wrap_heading(h, columns[n]) if n in numeric else h for n, h in enumerate(headings)]


def _wrap_heading(heading: str, numbers: Cells) -> str:
    letters = max(MIN_HEADING_CHARACTERS, -(-len(heading) // MAX_HEADING_LINES), *map(len, numbers))
    return "\n".join(textwrap.wrap(heading, letters, break_long_words=False, break_on_hyphens=False))


def _longest_lines(rows: Sequence[Cells], headings: Cells) -> list[int]:
    """Return the characters of the longest line of each column."""
    return [
        max(len(line) for cell in column for line in cell.split("\n"))
        for column in zip(headings, *rows, strict=True)
    ]


def _shares(rows: Sequence[Cells], headings: Cells, numeric: Sequence[int]) -> list[float]:
    """Return each column's share of the width; 0 for the natural width.

    Where every cell fits its line, only the widest text column grows. In a wider table, text columns share
    the width by their longest cell.
    """
    longest = _longest_lines(rows, headings)
    words = [number for number in range(len(longest)) if number not in numeric]
    if sum(longest) <= LINE_OF_CELLS:
        widest = max(words, key=lambda number: longest[number], default=-1)
        return [float(number == widest) for number in range(len(longest))]
    return [_share(letters) if number in words else 0.0 for number, letters in enumerate(longest)]


def _share(letters: int) -> float:
    return min(MAX_SHARE, max(MIN_SHARE, letters / 14))


def _columns(headings: Cells, rows: Sequence[Cells]) -> list[list[tuple[str, bool]]]:
    """Return the cells of each column, each with whether it is a heading."""
    cells = [[(heading, True) for heading in headings], *([(cell, False) for cell in row] for row in rows)]
    return [list(column) for column in zip(*cells, strict=True)]


def _natural_width(cell: tuple[str, bool]) -> float:
    """Return the width of a column in points for a cell without breaks."""
    text, is_heading = cell
    return max(text_width_em(line, is_heading) for line in text.split("\n")) * SIZE + CELL_PADDING


def _fit_to_page(shares: Sequence[float], natural: Sequence[float], longest: Sequence[int]) -> list[float]:
    """Make the widest natural-width columns share too, where too little width is left."""
    used = sum(points for share, points in zip(shares, natural, strict=True) if not share)
    if used + MIN_TEXT_WIDTH * sum(map(bool, shares)) <= PAGE:
        return list(shares)
    fair = PAGE / len(shares)
    return [
        share or (_share(letters) if points > fair else 0.0)
        for share, points, letters in zip(shares, natural, longest, strict=True)
    ]


def _widen_for_words(
    shares: Sequence[float], natural: Sequence[float], word_widths: Sequence[float]
) -> list[float]:
    """Convert shares to points where a column is too narrow for an ordinary word.

    The widened columns get the width of that word, and the others share the rest.
    """
    fixed: dict[int, float] = {}
    while True:
        rest = [number for number, share in enumerate(shares) if share and number not in fixed]
        free = _shared_width(shares, natural) - sum(fixed.values())
        unit = free / sum(shares[number] for number in rest) if rest else 0.0
        lacking = {
            number: word_widths[number]
            for number in rest
            if shares[number] * unit < word_widths[number] - TOLERANCE
        }
        if free < 0 or not (fixed or lacking):
            return list(shares)
        if not lacking:
            return [fixed.get(number, share * unit) for number, share in enumerate(shares)]
        fixed |= lacking


def _longest_word(cell: tuple[str, bool]) -> float:
    """Return the width of a column in points for the ordinary words of a cell."""
    text, is_heading = cell
    return (
        max(
            (text_width_em(word, is_heading) for word in text.split() if len(word) <= MAX_ORDINARY_WORD),
            default=0.0,
        )
        * SIZE
        + CELL_PADDING
    )


def _shared_width(shares: Sequence[float], natural: Sequence[float]) -> float:
    """Return the points of the page width that columns share."""
    return PAGE - sum(points for share, points in zip(shares, natural, strict=True) if not share)


def _text_widths(shares: Sequence[float], natural: Sequence[float]) -> list[float]:
    """Return the width of each column's text in points."""
    free, every = _shared_width(shares, natural), sum(shares)
    return [
        (free * share / every if share else points) - CELL_PADDING
        for share, points in zip(shares, natural, strict=True)
    ]


def _break_wide_words(cell: str, room: float, is_heading: bool) -> str:
    """Add break opportunities to each word wider than its column."""

    def breaking(word: re.Match[str]) -> str:
        is_wide = text_width_em(word[0], is_heading) * SIZE > room + TOLERANCE
        return _break_anywhere(word[0]) if is_wide else word[0]

    return re.sub(r"[^ \n]+", breaking, cell)


def _break_anywhere(word: str) -> str:
    """Add a break opportunity after each letter, but none before a combining mark."""
    joins = ("\u200d", "\ufe0f")
    letters: list[str] = []
    for character in word:
        if letters and (
            unicodedata.category(character)[0] == "M" or character in joins or letters[-1][-1] == joins[0]
        ):
            letters[-1] += character
        else:
            letters.append(character)
    return "\u200b".join(letters)


Data = dict[str, Any]
#: Characters of a word that fit the narrowest column; longer words may break.
MAX_WORD_LENGTH = 24
#: Characters per piece of a long word in a title, key figure or definition, which have less room.
TITLE_PIECE, FIGURE_PIECE, DEFINITION_PIECE = 16, 8, 16
#: Pixels per inch of the preview: sharp on a screen, and small.
PREVIEW_PPI = 110


def to_pdf(document: Document, language: Language) -> bytes:
    """Render the document as PDF/UA-1; equal documents give equal bytes.

    Letters missing in the bundled font are taken from system fonts, and a note below the title says so. If
    they are missing there too, the PDF is created without the standard, with another note.

    Parameters
    ----------
    document : Document
        Document to render.
    language : Language
        Language of the text.

    Returns
    -------
    bytes
        PDF file.
    """
    import typst

    blocks = list(_blocks(document.blocks, language))
    attempts: tuple[tuple[bool, bool, str], ...] = (
        (True, True, ""),
        (False, True, language.message("pdf-other-typeface")),
        (False, False, language.message("pdf-not-tagged")),
    )
    failure: Exception | None = None
    for own_fonts_only, tagged, note in attempts:
        try:
            standards = ["ua-1"] if tagged else []
            pdf: bytes = compile_template(
                template_data(document, blocks, language, note),
                own_fonts_only,
                format="pdf",
                pdf_standards=standards,
                timestamp=int(document.generated_at.timestamp()),
            )
            return pdf
        except typst.TypstError as error:  # not compliant with the standard: the next attempt requires less
            failure = error
    raise AssertionError("The template does not compile without the standard either.") from failure


def first_page(document: Document, language: Language) -> bytes:
    """Render the first page of the document as PNG."""
    data = template_data(document, list(_blocks(document.blocks, language)), language)
    pages: bytes | list[bytes] = compile_template(data, False, format="png", ppi=PREVIEW_PPI)
    return pages if isinstance(pages, bytes) else pages[0]


def compile_template(data: Data, own_fonts_only: bool, template: str = "document.typ", **options: Any) -> Any:
    """Compile a template of `assets/typst` with the data of a document."""
    import typst

    assets = files("libcollab_metrics") / "assets"
    with as_file(assets / "typst") as root, as_file(assets / "fonts") as fonts:
        return typst.compile(
            str(root / template),
            root=str(root),
            font_paths=[str(fonts)],
            ignore_system_fonts=own_fonts_only,
            sys_inputs={"document": json.dumps(data)},
            **options,
        )


def template_data(document: Document, blocks: list[Data], language: Language, note: str = "") -> Data:
    """Convert a document to template data, with the data of its blocks."""
    letterhead, brand = document.letterhead, document.brand
    library = clean_text(letterhead.library)
    return {
        "lang": language.code,
        "fonts": ["Inter"],
        "title": clean_text(document.title, TITLE_PIECE),
        "description": describe_document(document),
        "addressee": clean_text(document.addressee or document.subtitle),
        "period": clean_text(document.period),
        "about": clean_text(document.about),
        "about_heading": language.message("about-heading"),
        "running": " · ".join(filter(None, (library, clean_text(document.subtitle)))),
        "note": note,
        "library": library,
        "contact": clean_text(letterhead.contact),
        "logo": picture_svg(letterhead.logo),
        "logo_alt": language.message("logo-of", contact=library or clean_text(letterhead.contact)),
        "page": language.message("page-of", page="{page}", pages="{pages}"),
        "brand": {"accent": brand.accent, "text": brand.text, "tint": brand.tint, "paper": brand.paper},
        "one_page": document.is_one_page,
        "shelf": document.audience == "pitch" and not _has_cover(document),
        "letter": document.is_letter,
        "day": language.day(document.generated_at.date()),
        "blocks": recolour(blocks, brand.accent),
    }


def _has_cover(document: Document) -> bool:
    return any(isinstance(block, Photo) and block.is_cover for block in document.blocks)


def recolour(data: Any, accent: str) -> Any:
    """Return template data whose drawings have the accent color of the brand."""
    if isinstance(data, list):
        return [recolour(item, accent) for item in data]
    if isinstance(data, dict):
        return {
            key: item.replace(ACCENT, accent) if key == "svg" else recolour(item, accent)
            for key, item in data.items()
        }
    return data


def describe_document(document: Document) -> str:
    """Return scope, coverage, codes and definitions of a document, for the properties of a file."""
    method = (f"{item.label}: {item.text}" for item in document.method.items)
    parts = (document.scope, document.coverage, document.issues, document.caution, document.footer, *method)
    return clean_text(" ".join(filter(None, parts)))


def clean_text(text: str, piece: int = MAX_WORD_LENGTH) -> str:
    """Prepare text for printing: one line, printable, and with breakable long words.

    A number and its percent sign are not separated. A word longer than `MAX_WORD_LENGTH` may break after
    every `piece` characters.
    """
    return _clean_words(text, lambda word: _break_long_word(word, piece))


def _clean_words(text: str, break_word: Callable[[str], str] = str) -> str:
    """Prepare text as `clean_text` does, with another word breaker or none."""
    return re.sub(
        r"(?<=\d) %", "\u00a0%", " ".join(break_word(word) for word in strip_unprintable(text).split())
    )


def _break_long_word(word: str, piece: int) -> str:
    if len(word) <= MAX_WORD_LENGTH:
        return word
    return "\u200b".join(word[i : i + piece] for i in range(0, len(word), piece))


def _blocks(blocks: Iterable[Block], language: Language) -> Iterable[Data]:
    """Yield the blocks as data, with half-width charts in pairs."""
    waiting: list[Data] = []
    for block in blocks:
        drawn = block_data(block, language)
        if isinstance(block, ChartBlock) and block.is_half_width:
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
    """Convert a block to template data."""
    raise NotImplementedError(type(block).__name__)


@block_data.register
def _(block: Heading, language: Language) -> Data:
    return {
        "kind": "heading",
        "level": block.level,
        "text": clean_text(block.text),
        "starts_page": block.has_page_break,
        "may_share_page": block.may_share_page,
    }


@block_data.register
def _(block: Text, language: Language) -> Data:
    return {"kind": "small" if block.is_small else "text", "text": clean_text(block.text)}


@block_data.register
def _(block: KeyFigures, language: Language) -> Data:
    names = ("label", "value", "worked", "qualifier")
    return {
        "kind": "key-figures",
        "figures": [
            {name: clean_text(getattr(figure, name), FIGURE_PIECE) for name in names}
            for figure in block.figures
        ],
    }


@block_data.register
def _(block: Grid, language: Language) -> Data:
    cleaned = [_clean_words(heading) for heading in block.headings]
    headings, rows, widths = typeset_table(
        cleaned, [[_clean_words(cell) for cell in row] for row in block.rows], block.numeric
    )
    return {
        "kind": "grid",
        "title": clean_text(block.title),
        "note": clean_text(block.note),
        "headings": headings,
        "rows": rows,
        "numeric": list(block.numeric),
        "bold_columns": list(block.bold_columns),
        "bold_rows": list(block.bold_rows),
        "widths": _with_room(widths, rows) if block.is_form else widths,
        "form": block.is_form,
    }


def _with_room(widths: Sequence[float], rows: Sequence[Cells]) -> list[float]:
    """Return column widths in which the columns to fill in share the rest of the page."""
    filled = [all(row[number] for row in rows) for number in range(len(widths))]
    return [width if is_filled else max(width, 1.0) for width, is_filled in zip(widths, filled, strict=True)]


@block_data.register
def _(block: ChartBlock, language: Language) -> Data:
    chart = block.chart
    return {
        "kind": "chart",
        "title": clean_text(chart.title),
        "caption": clean_text(chart.caption),
        "alt": clean_text(chart.alt),
        "svg": to_svg(chart, language, narrow=block.is_half_width, extra_height=block.extra_height),
    }


@block_data.register
def _(block: Quote, language: Language) -> Data:
    return {"kind": "quote", "text": clean_text(block.text), "source": clean_text(block.source)}


@block_data.register
def _(block: Photo, language: Language) -> Data:
    texts = {name: clean_text(getattr(block, name)) for name in ("caption", "alt", "source")}
    return {"kind": "photo", "svg": picture_svg(block.picture), "cover": block.is_cover, **texts}


@block_data.register
def _(block: Callout, language: Language) -> Data:
    return {
        "kind": "callout",
        "title": clean_text(block.title),
        "lines": [clean_text(line) for line in block.text.splitlines()],
    }


@block_data.register(Lead)
@block_data.register(Heroes)
@block_data.register(GiftRows)
@block_data.register(Request)
@block_data.register(Counters)
@block_data.register(Decisions)
@block_data.register(TargetBars)
@block_data.register(Bars)
@block_data.register(Points)
@block_data.register(Strip)
@block_data.register(ReplySlip)
def _(block: Any, language: Language) -> Data:
    return block_texts(block, lambda text: clean_text(text, FIGURE_PIECE))


@block_data.register
def _(block: Pictogram, language: Language) -> Data:
    return block_data(simplify(block)[0], language)


@block_data.register
def _(block: Columns, language: Language) -> Data:
    columns = [[block_data(inner, language) for inner in column] for column in block.columns]
    return {"kind": "columns", "columns": columns, "widths": list(block.widths)}


@block_data.register
def _(block: Definitions, language: Language) -> Data:
    items = [
        {name: clean_text(getattr(item, name), DEFINITION_PIECE) for name in ("label", "text")}
        for item in block.items
    ]
    return {"kind": "definitions", "items": items}
