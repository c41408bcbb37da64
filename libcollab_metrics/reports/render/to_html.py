"""HTML renderer: one file without scripts and requests; drawings, dark colors, long words."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Sequence
from functools import cache, singledispatch
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from libcollab_metrics.figures import ChartTable, chart_table
from libcollab_metrics.figures.theme import DARK, FONT_STACK, LIGHT
from libcollab_metrics.figures.to_vega import to_svg
from libcollab_metrics.localization import Language
from libcollab_metrics.reports.brand import DARK_GROUND
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
from libcollab_metrics.reports.render.office import picture_address
from libcollab_metrics.reports.render.plain import block_texts, simplify
from libcollab_metrics.reports.render.text import (
    printable,
)
from libcollab_metrics.reports.render.to_pdf import recolour

if TYPE_CHECKING:
    from jinja2 import Template

Data = dict[str, Any]
#: Characters of a word that fit the narrowest column.
MAX_WORD_LENGTH = 24
#: Share of a target at the end of the track of its bar.
MAX_SHARE = 1.5
#: Colors of a drawing on a dark screen, by those it is drawn with; the accent follows the brand. Squares of a
#: calendar and numbers inside marks have colors that match each other, and are not replaced.
DARK_COLOURS = MappingProxyType(
    {
        LIGHT.ink: DARK.ink,
        LIGHT.quiet: DARK.quiet,
        LIGHT.grid: DARK.grid,
        LIGHT.ground: DARK_GROUND,
        "#B8B2AE": "#7A736E",
        "#D6D3D1": "#44403C",
        **dict(zip(LIGHT.series[1:], DARK.series[1:], strict=True)),
    }
)


def to_html(document: Document, language: Language) -> bytes:
    """Render the document as one HTML file without scripts; equal documents give equal bytes.

    All typed text is escaped, and charts are drawings inside the page. On paper, the file prints like the
    PDF: on the paper of the brand, in its light colors.

    Parameters
    ----------
    document : Document
        Document to render.
    language : Language
        Language of the text.

    Returns
    -------
    bytes
        HTML file in UTF-8.
    """
    sections = [_section(n, title, blocks, language) for n, (title, blocks) in enumerate(document.topics)]
    _assign_chart_ids(sections)
    letterhead, brand = document.letterhead, document.brand
    notes = (document.scope, document.coverage, document.issues, document.caution, document.footer)
    text = _template().render(
        lang=language.code,
        title=printable(document.title),
        addressee=printable(document.addressee or document.subtitle),
        subtitle=printable(document.subtitle),
        period=printable(document.period),
        about=printable(document.about),
        about_heading=language.message("about-heading"),
        notes=[printable(sentence) for sentence in notes if sentence],
        method=block_data(document.method, language)["definitions"] if document.is_one_page else [],
        one_page=document.is_one_page,
        library=printable(letterhead.library),
        contact=printable(letterhead.contact),
        logo=base64.b64encode(letterhead.logo).decode(),
        logo_alt=language.message("logo-of", contact=printable(letterhead.library or letterhead.contact)),
        sections=recolour(sections, brand.accent),
        say={name.replace("-", "_"): language.message(f"html-{name}") for name in _MESSAGES},
        brand=brand,
        dark_ground=DARK_GROUND,
        drawing_colours=[*DARK_COLOURS.items(), (brand.accent, brand.on_dark)],
        fonts=FONT_STACK,
    )
    return text.encode()


_MESSAGES = ("contents", "skip", "table", "meaning", "definitions", "method")


@cache
def _template() -> Template:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    loader = PackageLoader("libcollab_metrics", "assets/html")
    environment = Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.tests["crowded"] = _is_crowded
    return environment.get_template("document.html")


def _is_crowded(text: str) -> bool:
    """Return whether a text has a word longer than any column; other texts break between words."""
    return any(len(word) > MAX_WORD_LENGTH for word in text.split())


def _mark_safe(text: str) -> str:
    """Mark trusted text as safe, so that the template does not escape it."""
    from markupsafe import Markup

    return Markup(text)


def _section(number: int, title: str, blocks: Sequence[Block], language: Language) -> Data:
    drawn = list(_group_half_charts([block_data(block, language) for block in blocks]))
    return {"id": f"part-{number}", "title": printable(title), "blocks": drawn}


def _group_half_charts(blocks: Iterable[Data]) -> Iterable[Data]:
    """Yield the blocks, with consecutive half-width charts grouped in rows."""
    row: list[Data] = []
    for block in blocks:
        if block.get("half"):
            row.append(block)
            continue
        if row:
            yield {"kind": "halves", "charts": row}
            row = []
        yield block
    if row:
        yield {"kind": "halves", "charts": row}


def _assign_chart_ids(sections: Sequence[Data]) -> None:
    """Assign an id to each chart, in reading order."""
    blocks = [block for section in sections for block in section["blocks"]]
    for number, chart in enumerate(_charts(blocks), start=1):
        chart["id"] = f"chart-{number}"


def _charts(blocks: Iterable[Data]) -> Iterable[Data]:
    for block in blocks:
        if block["kind"] == "chart":
            yield block
        elif block["kind"] == "halves":
            yield from block["charts"]
        elif block["kind"] == "columns":
            yield from _charts(inner for column in block["columns"] for inner in column)


@singledispatch
def block_data(block: Block, language: Language) -> Data:
    """Convert a block to template data."""
    raise NotImplementedError(type(block).__name__)


@block_data.register
def _(block: Heading, language: Language) -> Data:
    return {"kind": "heading", "text": printable(block.text), "starts_page": block.has_page_break}


@block_data.register
def _(block: Text, language: Language) -> Data:
    return {"kind": "text", "text": printable(block.text)}


@block_data.register
def _(block: KeyFigures, language: Language) -> Data:
    names = ("label", "value", "worked", "qualifier", "meaning")
    figures = [{name: printable(getattr(figure, name)) for name in names} for figure in block.figures]
    return {"kind": "key-figures", "figures": figures}


@block_data.register
def _(block: Grid, language: Language) -> Data:
    return {"kind": "grid", "title": printable(block.title), "note": printable(block.note), **_table(block)}


@block_data.register
def _(block: ChartBlock, language: Language) -> Data:
    chart = block.chart
    return {
        "kind": "chart",
        "half": block.is_half_width,
        "shape": chart.kind,
        **{name: printable(getattr(chart, name)) for name in ("title", "caption", "source", "alt")},
        "meaning": [printable(line) for line in block.meaning],
        "table": _table(chart_table(chart, language)),
        "drawings": [] if chart.is_empty else _drawings(block, language),
    }


def _drawings(block: ChartBlock, language: Language) -> list[Data]:
    """Draw a chart for a wide and for a narrow screen; a half-width chart is narrow on both."""
    widths, more = (True,) if block.is_half_width else (False, True), block.extra_height
    return [
        {"narrow": narrow, "svg": _mark_safe(to_svg(block.chart, language, narrow=narrow, extra_height=more))}
        for narrow in widths
    ]


@block_data.register
def _(block: Quote, language: Language) -> Data:
    return {"kind": "quote", "text": printable(block.text), "source": printable(block.source)}


@block_data.register
def _(block: Photo, language: Language) -> Data:
    texts = {name: printable(getattr(block, name)) for name in ("caption", "alt", "source")}
    return {"kind": "photo", "address": picture_address(block.picture), **texts}


@block_data.register
def _(block: Callout, language: Language) -> Data:
    lines = [printable(line) for line in block.text.splitlines()]
    return {"kind": "callout", "title": printable(block.title), "lines": lines}


@block_data.register
def _(block: Definitions, language: Language) -> Data:
    items = [{"label": printable(item.label), "text": printable(item.text)} for item in block.items]
    return {"kind": "definitions", "definitions": items}


@block_data.register(Lead)
@block_data.register(Heroes)
@block_data.register(GiftRows)
@block_data.register(Request)
@block_data.register(Counters)
@block_data.register(Decisions)
@block_data.register(Points)
@block_data.register(Strip)
@block_data.register(ReplySlip)
def _(block: Any, language: Language) -> Data:
    return block_texts(block, printable)


@block_data.register
def _(block: TargetBars, language: Language) -> Data:
    """Add the width of each bar in percent of its track; the mark of the target is at two thirds."""
    drawn = block_texts(block, printable)
    for bar in drawn["bars"]:
        bar["width"] = round(100 * min(max(bar["share"] or 0.0, 0.0), MAX_SHARE) / MAX_SHARE, 1)
    return drawn


@block_data.register(Bars)
@block_data.register(Pictogram)
def _(block: Any, language: Language) -> Data:
    return block_data(simplify(block)[0], language)


@block_data.register
def _(block: Columns, language: Language) -> Data:
    columns = [[block_data(inner, language) for inner in column] for column in block.columns]
    return {"kind": "columns", "columns": columns, "widths": block.widths}


def _table(table: Grid | ChartTable) -> Data:
    return {
        "headings": [printable(heading) for heading in table.headings],
        "rows": [[printable(cell) for cell in row] for row in table.rows],
        "numeric": table.numeric,
    }
