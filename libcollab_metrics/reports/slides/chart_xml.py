"""What of a native chart the library has no word for: labels that keep their signs, intervals, ranges as lines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from libcollab_metrics.figures import Point
from libcollab_metrics.figures.theme import OFFICE_FONT
from libcollab_metrics.wording import Language

_SPACE = (
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
)
#: Numbers of an axis, where they are not bare.
AXIS_FORMATS: Mapping[str, str] = MappingProxyType(
    {"share": r"0\ %", "balance": "+0.0;−0.0;0", "change": r"0%", "money": "#,##0"}
)
_SHOWN = (
    '<c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/><c:showSerName val="0"/>'
    '<c:showPercent val="0"/><c:showBubbleSize val="0"/>'
)
_MOST_DECIMALS = 2


def number_format(printed: str, value: float, unit: str, language: Language) -> str:
    """Return the format in which a spreadsheet writes a number as it is printed: "≥ ₱1,200", "63 %", "+0.52".

    The label then follows the number when somebody edits it; a number printed in words gets the words alone.

    Examples
    --------
    >>> from libcollab_metrics.wording import language
    >>> number_format("≥ 412", 412, "visits", language("en"))
    '"≥ "#,##0;"≥ "#,##0'
    >>> number_format("63 %", 0.634, "share", language("en"))
    '#,##0\\\\ %;#,##0\\\\ %'
    """
    scaled = abs(value) * (100 if unit == "share" else 1)
    cores = ((language.number(scaled, decimals), decimals) for decimals in range(_MOST_DECIMALS, -1, -1))
    core, decimals = next(((core, d) for core, d in cores if core in printed), ("", 0))
    if not core:
        return _literal(printed)
    before, after = printed.split(core, 1)
    number = "#,##0" + ("." + "0" * decimals if decimals else "")
    ending = r"\ %" if unit == "share" and after.strip() == "%" else _literal(after)
    if before in ("+", "−"):
        return f"{_literal('+')}{number}{ending};{_literal('−')}{number}{ending};{number}{ending}"
    return f"{_literal(before)}{number}{ending};{_literal(before)}{number}{ending}"


def _literal(text: str) -> str:
    return '"' + text.replace('"', "”") + '"' if text else ""


def label(series: Any, formats: Sequence[str], place: str, points: float) -> None:
    """Write the number at each mark of a series in its format; a mark with an empty one bears none."""
    from pptx.oxml import parse_xml

    look = _looks(points, "bg1" if place == "ctr" else "tx1", place)
    each = "".join(
        f'<c:dLbl><c:idx val="{i}"/>{_format(code)}{look}</c:dLbl>' if code
        else f'<c:dLbl><c:idx val="{i}"/><c:delete val="1"/></c:dLbl>'
        for i, code in enumerate(formats)
    )  # fmt: skip
    rest = look if any(formats) else '<c:delete val="1"/>'
    old = series.get_or_add_dLbls()
    series.replace(old, parse_xml(f"<c:dLbls {_SPACE}>{each}{rest}</c:dLbls>"))


def _format(code: str) -> str:
    from xml.sax.saxutils import quoteattr

    return f'<c:numFmt formatCode={quoteattr(code)} sourceLinked="0"/>'


def _looks(points: float, colour: str, place: str) -> str:
    return (
        "<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>"
        f'<c:txPr><a:bodyPr/><a:lstStyle/><a:p><a:pPr><a:defRPr sz="{round(points * 100)}" b="1"><a:solidFill>'
        f'<a:schemeClr val="{colour}"/></a:solidFill><a:latin typeface="{OFFICE_FONT}"/></a:defRPr></a:pPr>'
        "<a:endParaRPr/></a:p></c:txPr>"
        f'<c:dLblPos val="{place}"/>{_SHOWN}'
    )


def whiskers(series: Any, points: Sequence[Point], kind: str) -> None:
    """Draw the interval of each mark that has one as error bars that can be edited; of pairs, the way between."""
    from pptx.oxml import parse_xml
    from pptx.oxml.ns import qn

    ends = [(p.value, p.low, p.high) for p in points]
    if not any(None not in end for end in ends):
        return
    below = [0.0 if v is None or low is None else v - low for v, low, _ in ends]
    above = [0.0 if v is None or high is None else high - v for v, _, high in ends]
    direction = "" if kind in ("bars", "funnel", "stacked", "columns") else '<c:errDir val="y"/>'
    xml = (
        f'<c:errBars {_SPACE}>{direction}<c:errBarType val="both"/><c:errValType val="cust"/>'
        f'<c:noEndCap val="{int(kind == "pairs")}"/>'
        f"<c:plus>{_literals(above)}</c:plus><c:minus>{_literals(below)}</c:minus>"
        '<c:spPr><a:ln w="19050"><a:solidFill><a:schemeClr val="tx2"/></a:solidFill></a:ln></c:spPr></c:errBars>'
    )
    series.find(qn("c:cat")).addprevious(parse_xml(xml))


def _literals(numbers: Sequence[float]) -> str:
    each = "".join(f'<c:pt idx="{i}"><c:v>{number!r}</c:v></c:pt>' for i, number in enumerate(numbers))
    return f'<c:numLit><c:formatCode>General</c:formatCode><c:ptCount val="{len(numbers)}"/>{each}</c:numLit>'


def skip_labels(axis: Any, step: int) -> None:
    """Name every so many months only, so that the names stand level and whole."""
    from pptx.oxml import parse_xml
    from pptx.oxml.ns import qn

    following = axis.find(qn("c:noMultiLvlLbl"))
    skip = parse_xml(f'<c:tickLblSkip {_SPACE} val="{step}"/>')
    if following is None:
        axis.append(skip)
    else:
        following.addprevious(skip)


def turn_names(axis: Any, degrees: int) -> None:
    """Write the names under or beside an axis level, where they break into lines, or all turned by the same angle."""
    from pptx.oxml.ns import qn

    body = next(axis.iter(qn("a:bodyPr")), None)
    if body is not None:
        body.set("rot", str(degrees * 60_000))
        body.set("vert", "horz")


def turn_into_lines(space: Any, first: int) -> None:
    """Draw the columns from the `first` on as thin lines over the others, on the same axes."""
    from pptx.oxml import parse_xml
    from pptx.oxml.ns import qn

    columns = next(space.iter(qn("c:barChart")))
    over = parse_xml(f'<c:lineChart {_SPACE}><c:grouping val="standard"/><c:varyColors val="0"/></c:lineChart>')
    for series in columns.findall(qn("c:ser"))[first:]:
        for name in ("c:invertIfNegative", "c:spPr", "c:dLbls"):
            for old in series.findall(qn(name)):
                series.remove(old)
        line = '<a:ln w="15875"><a:solidFill><a:schemeClr val="tx2"/></a:solidFill><a:prstDash val="dash"/></a:ln>'
        series.find(qn("c:tx")).addnext(parse_xml(f"<c:spPr {_SPACE}>{line}</c:spPr>"))
        series.find(qn("c:spPr")).addnext(parse_xml(f'<c:marker {_SPACE}><c:symbol val="none"/></c:marker>'))
        over.append(series)
    over.append(parse_xml(f'<c:marker {_SPACE} val="1"/>'))
    for axis in columns.findall(qn("c:axId")):
        over.append(parse_xml(f'<c:axId {_SPACE} val="{axis.get("val")}"/>'))
    columns.addnext(over)
