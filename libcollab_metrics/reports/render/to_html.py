"""HTML renderer: one interactive file without external requests; long words, exported pictures."""

from __future__ import annotations

import base64
import hashlib
import html
import json
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, singledispatch
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from libcollab_metrics.figures import PLOTLY_CONFIG, Chart, ChartTable, chart_table, to_plotly
from libcollab_metrics.figures.layout import wrap_label
from libcollab_metrics.figures.theme import DARK, FONT_STACK, LIGHT, SIZES, theme
from libcollab_metrics.localization import Language
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
from libcollab_metrics.reports.render.text import printable

if TYPE_CHECKING:
    from jinja2 import Template

Data = dict[str, Any]
#: Marks the page before rendering when scripts run; without it, the page says that charts are missing.
SCRIPT_MARKER = 'document.documentElement.classList.add("scripted")'
#: Characters of a word that fit the narrowest column.
MAX_WORD_LENGTH = 24
#: Exported picture: width in pixels, characters per line of title and small print, line heights, margin.
PICTURE_WIDTH, TITLE_CHARACTERS, SMALL_CHARACTERS = 900, 95, 130
TITLE_LINE, SMALL_LINE, PICTURE_MARGIN = 20, 17, 24


def to_html(document: Document, language: Language) -> bytes:
    """Render the document as one HTML file; equal documents give equal bytes.

    All typed text is escaped. The content security policy allows only the scripts in the file.

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
    charts = _assign_chart_ids(sections)
    scripts = _scripts() if charts else []
    text = _template().render(
        lang=language.code,
        title=printable(document.title),
        subtitle=printable(document.subtitle),
        scope=printable(document.scope),
        said=[printable(sentence) for sentence in (document.coverage, document.issues) if sentence],
        footer=printable(document.footer),
        contact=printable(document.letterhead.contact),
        logo=base64.b64encode(document.letterhead.logo).decode(),
        logo_alt=language.message("logo-of", contact=printable(document.letterhead.contact)),
        sections=sections,
        drawings=_as_script_data({"config": _config(), "charts": charts}) if charts else "",
        scripts=[_mark_safe(script) for script in scripts],
        trusted=[_script_hash(script) for script in scripts] or ["'none'"],
        say={name.replace("-", "_"): language.message(f"html-{name}") for name in _MESSAGES},
        light=LIGHT,
        dark=DARK,
        fonts=FONT_STACK,
    )
    return text.encode()


_MESSAGES = ("contents", "skip", "table", "meaning", "definitions", "png", "svg", "no-script")


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


def _scripts() -> list[str]:
    """Return the scripts: marker, chart library and own code.

    Their line endings are those a browser uses to compute the hash.
    """
    from plotly.offline import get_plotlyjs

    own = (files("libcollab_metrics") / "assets" / "html" / "document.js").read_text(encoding="utf-8")
    return [
        script.replace("\r\n", "\n").replace("\r", "\n") for script in (SCRIPT_MARKER, get_plotlyjs(), own)
    ]


def _script_hash(script: str) -> str:
    """Return the hash source of a script for the content security policy."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"


def _mark_safe(text: str) -> str:
    """Mark trusted text as safe, so that the template does not escape it."""
    from markupsafe import Markup

    return Markup(text)


def _as_script_data(data: Data) -> str:
    """Serialize data for a script element; "<" is escaped, so the element cannot be closed."""
    return _mark_safe(json.dumps(data, separators=(",", ":"), allow_nan=False).replace("<", "\\u003c"))


def _config() -> Data:
    """Return the chart library's settings, without its toolbar.

    Export buttons of the page replace it, because they are reachable by keyboard.
    """
    return {**PLOTLY_CONFIG, "displayModeBar": False}


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


def _assign_chart_ids(sections: Sequence[Data]) -> list[Data]:
    """Assign an id to each chart, and return the data to draw."""
    blocks = [block for section in sections for block in section["blocks"]]
    charts = [chart for block in blocks for chart in block.get("charts", [block]) if chart["kind"] == "chart"]
    for number, chart in enumerate(charts, start=1):
        chart["id"] = f"chart-{number}"
    return [
        {"id": chart["id"], "name": chart["name"], **chart["drawn"]} for chart in charts if chart["drawn"]
    ]


@singledispatch
def block_data(block: Block, language: Language) -> Data:
    """Convert a block to template data."""
    raise NotImplementedError(type(block).__name__)


@block_data.register
def _(block: Heading, language: Language) -> Data:
    return {"kind": "heading", "text": printable(block.text)}


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
    drawn = {} if chart.is_empty else _drawings(chart, language)
    return {
        "kind": "chart",
        "half": block.is_half_width,
        "name": chart.key,
        **{name: printable(getattr(chart, name)) for name in ("title", "caption", "source", "alt")},
        "meaning": [printable(line) for line in block.meaning],
        "table": _table(chart_table(chart, language)),
        "drawn": drawn,
        "height": drawn["light"]["layout"]["height"] if drawn else 0,
    }


@block_data.register
def _(block: Quote, language: Language) -> Data:
    return {"kind": "quote", "text": printable(block.text), "source": printable(block.source)}


@block_data.register
def _(block: Callout, language: Language) -> Data:
    lines = [printable(line) for line in block.text.splitlines()]
    return {"kind": "callout", "title": printable(block.title), "lines": lines}


@block_data.register
def _(block: Definitions, language: Language) -> Data:
    items = [{"label": printable(item.label), "text": printable(item.text)} for item in block.items]
    return {"kind": "definitions", "definitions": items}


def _table(table: Grid | ChartTable) -> Data:
    return {
        "headings": [printable(heading) for heading in table.headings],
        "rows": [[printable(cell) for cell in row] for row in table.rows],
        "numeric": table.numeric,
    }


def _drawings(chart: Chart, language: Language) -> Data:
    """Return a chart for light and dark backgrounds, and as an exportable picture."""
    light, dark = (_drawing(chart, language, is_dark) for is_dark in (False, True))
    return {"light": light, "dark": dark, "picture": _picture(chart, light)}


def _drawing(chart: Chart, language: Language, is_dark: bool) -> Data:
    """Return the chart as Plotly JSON, without the default template."""
    drawn = to_plotly(chart, language, theme(is_dark)).to_plotly_json()
    return {
        "data": _strip_unprintable(drawn["data"]),
        "layout": _strip_unprintable(
            {name: part for name, part in drawn["layout"].items() if name != "template"}
        ),
    }


def _strip_unprintable(part: Any) -> Any:
    """Remove characters that an exported picture cannot contain."""
    if isinstance(part, Mapping):
        return {name: _strip_unprintable(each) for name, each in part.items()}
    if isinstance(part, list | tuple):
        return [_strip_unprintable(each) for each in part]
    return "".join(c for c in part if c == " " or printable(c)) if isinstance(part, str) else part


def _picture(chart: Chart, light: Data) -> Data:
    """Return the chart on white with title, caption and source, for use outside the document."""
    title = wrap_label(printable(chart.title), TITLE_CHARACTERS)
    small = [
        line
        for text in (chart.caption, chart.source)
        for line in wrap_label(printable(text), SMALL_CHARACTERS)
    ]
    top = PICTURE_MARGIN + TITLE_LINE * len(title) + SMALL_LINE * len(small)
    layout = light["layout"]
    return {
        "data": light["data"],
        "layout": {
            **layout,
            "title": _picture_title(title, small),
            "width": PICTURE_WIDTH,
            "height": layout["height"] + top,
            "margin": {**layout["margin"], "t": layout["margin"]["t"] + top},
            "paper_bgcolor": LIGHT.ground,
        },
    }


def _picture_title(title: Sequence[str], small: Sequence[str]) -> Data:
    lines = [f"<b>{html.escape(line, quote=False)}</b>" for line in title]
    quiet = "<br>".join(html.escape(line, quote=False) for line in small)
    lines.append(f'<span style="font-size:{SIZES["label"]}px;color:{LIGHT.quiet}">{quiet}</span>')
    return {
        "text": "<br>".join(lines),
        "font": {"size": SIZES["title"], "color": LIGHT.ink},
        "x": 0,
        "xref": "container",
        "y": 1,
        "yref": "container",
        "yanchor": "top",
        "pad": {"l": PICTURE_MARGIN / 2, "t": PICTURE_MARGIN},
    }
