"""Cell comments and remarks sheet of an annotated workbook: wording, columns, maximum lengths.

Comments that the librarian wrote keep their text; our own text is appended below.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from xml.sax.saxutils import escape, quoteattr

from libcollab_metrics.ingest.files.xml_scan import strip_invalid_xml_chars
from libcollab_metrics.ingest.tables.own_workbooks import GENERATED_MARKER
from libcollab_metrics.ingest.writers.cell_styles import CellStyles, build_hyperlinks
from libcollab_metrics.ingest.writers.ooxml import (
    Edit,
    Element,
    Package,
    UnsupportedMarkup,
    append_child,
    apply_edits,
    build_start_tag,
    parse_outline,
    replace_attributes,
)
from libcollab_metrics.localization import LANGUAGES, Language, language
from libcollab_metrics.messages import Message
from libcollab_metrics.model.addresses import cell_reference, parse_reference
from libcollab_metrics.model.issues import Issue

CellPosition = tuple[int, int]
AUTHOR = "LibCollab Metrics"
#: Heading of our part of a comment; everything after it is ours and is replaced on each annotation.
COMMENT_HEADING = Message("How this cell was read")
COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
DRAWING_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_BLOCK = 1024  # size of a block of shape ids; each block belongs to one drawing
_LETTERS_A_LINE = 44
_LINE = 20  # default row height in pixels
_WIDTH = 330  # pixels
_EMPTY_DRAWING = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
    ' xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit"><o:idmap v:ext="edit"'
    ' data=""/></o:shapelayout></xml>'
)
_NOTE_TYPE = "_x0000_t202"
_NOTE_SHAPE = (
    '<v:shapetype xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_SHAPE = (
    '<v:shape xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel" id="_x0000_s{number}" type="#_x0000_t202" '
    'style="position:absolute;margin-left:60pt;margin-top:2pt;width:248pt;height:110pt;z-index:1;'
    'visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/>'
    '<v:shadow color="black" obscured="t"/><v:path o:connecttype="none"/><v:textbox'
    ' style="mso-direction-alt:auto">'
    '<div style="text-align:left"></div></v:textbox><x:ClientData ObjectType="Note"><x:MoveWithCells/>'
    "<x:SizeWithCells/><x:Anchor>{anchor}</x:Anchor><x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row>"
    "<x:Column>{column}</x:Column></x:ClientData></v:shape>"
)


def write_comments(
    xml: bytes | None, notes: Mapping[CellPosition, str], namespace: str, words: Language
) -> tuple[bytes, set[CellPosition], set[CellPosition]]:
    """Add our comments to a sheet's comments part.

    Existing comments keep their formatting runs. Our earlier text below them is replaced, or removed where
    there is nothing to report anymore.

    Returns
    -------
    tuple of (bytes, set, set)
        XML of the part, cells with a new comment, and cells whose comment was removed.
    """
    xml = (
        xml
        or (
            '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<comments'
            f' xmlns="{namespace}"><authors/><commentList/></comments>'
        ).encode()
    )
    root = parse_outline(xml)
    authors, listed = root.find_first("authors"), root.find_first("commentList")
    if authors is None or listed is None:
        raise UnsupportedMarkup
    names = [author.all_text() for author in authors.children]
    edits: list[Edit] = []
    if AUTHOR not in names:
        names.append(AUTHOR)
        edits.append(
            append_child(xml, authors, f"<{root.prefix}author>{AUTHOR}</{root.prefix}author>".encode())
        )
    there = {_comment_position(comment): comment for comment in listed.children if _comment_position(comment)}
    removed: set[CellPosition] = set()
    for position, comment in there.items():
        text = comment.find_first("text")
        if position is None or text is None:
            continue
        own_runs = _librarian_runs(xml, text)
        if own_runs or position in notes:
            inside = own_runs + (
                _program_run(root.prefix, notes[position], words, below=bool(own_runs))
                if position in notes
                else b""
            )
            edits.append((text.start, text.end, _enclose(text.tag, inside)))
        else:
            removed.add(position)
            edits.append((comment.start, comment.end, b""))
    new = sorted(set(notes) - set(there))
    author = names.index(AUTHOR)
    added = b"".join(
        _build_comment(root.prefix, position, author, notes[position], words) for position in new
    )
    if added:
        edits.append(append_child(xml, listed, added))
    return apply_edits(xml, edits), set(new), removed


def _comment_position(comment: Element) -> CellPosition | None:
    ref = comment.attributes.get("ref", "")
    return parse_reference(ref) if re.fullmatch(r"[A-Z]{1,3}\d{1,7}", ref) else None


def _librarian_runs(xml: bytes, text: Element) -> bytes:
    """Return the librarian's part of a comment as runs; a text without runs is converted to one."""
    runs = []
    for child in text.children:
        words, ours = _split_comment(child.all_text())
        piece = xml[child.start : child.end]
        if ours and words.strip():  # some programs merge all runs into one
            piece = _build_run(text.prefix, words.rstrip())
        elif ours:
            break
        elif child.name == "t":
            piece = _enclose(text.prefix + "r", piece)
        runs.append(piece)
        if ours:
            break
    return b"".join(runs)


def _split_comment(text: str) -> tuple[str, bool]:
    """Return what precedes our part of a comment, in any language, and whether there is such a part."""
    starts = [
        text.find(f"{_translated(COMMENT_HEADING, language(code))}\n")
        for code in LANGUAGES
        if f"{_translated(COMMENT_HEADING, language(code))}\n" in text
    ]
    return (text[: min(starts)], True) if starts else (text, False)


def _translated(text: str, words: Language) -> str:
    return words.translate(text, "screen")


def _program_run(prefix: str, text: str, words: Language, *, below: bool) -> bytes:
    heading = _translated(COMMENT_HEADING, words)
    return _build_run(prefix, ("\n\n" if below else "") + heading + "\n" + text)


def _build_run(prefix: str, text: str) -> bytes:
    look = (
        f'<{prefix}rPr><{prefix}sz val="9"/><{prefix}color indexed="81"/><{prefix}rFont'
        f' val="Tahoma"/></{prefix}rPr>'
    )
    escaped = escape(strip_invalid_xml_chars(text))
    return f'<{prefix}r>{look}<{prefix}t xml:space="preserve">{escaped}</{prefix}t></{prefix}r>'.encode()


def _build_comment(prefix: str, position: CellPosition, author: int, text: str, words: Language) -> bytes:
    opening = build_start_tag(prefix + "comment", {"ref": cell_reference(*position), "authorId": str(author)})
    inside = _enclose(prefix + "text", _program_run(prefix, text, words, below=False))
    return opening + inside + f"</{prefix}comment>".encode()


def _enclose(tag: str, inside: bytes) -> bytes:
    return f"<{tag}>".encode() + inside + f"</{tag}>".encode()


def first_free_block(package: Package) -> int:
    """Return the first block of shape ids that no drawing of the workbook uses."""
    used = [0]
    for path in package.paths():
        if path.endswith(".vml"):
            for data in re.findall(rb'idmap[^>]*?data\s*=\s*["\']([^"\']*)', package.read(path) or b""):
                used += [int(number) for number in data.split(b",") if number.strip().isdigit()]
    return max(used) + 1


def write_comment_shapes(
    xml: bytes | None,
    new: Mapping[CellPosition, str],
    removed: set[CellPosition],
    extended: Mapping[CellPosition, str],
    block: int,
    width: Callable[[int], int],
) -> tuple[bytes, int]:
    """Draw a box for each new comment, and enlarge the boxes of extended ones.

    Parameters
    ----------
    xml : bytes or None
        Drawing of the sheet; None when it has none.
    new, extended : mapping of (int, int) to str
        Text of new and of extended comments, by row and column.
    removed : set of (int, int)
        Cells whose comment was removed.
    block : int
        First free block of shape ids.
    width : callable
        Function returning the width of a column in pixels.

    Returns
    -------
    tuple of (bytes, int)
        XML of the drawing, and the next free block.
    """
    xml = xml or _EMPTY_DRAWING.encode()
    root = parse_outline(xml)
    edits = []
    for shape in root.find_all("shape"):
        position = _shape_position(shape)
        if position in removed:
            edits.append((shape.start, shape.end, b""))
        elif position is not None and position in extended:
            edits += _enlarge_shape(xml, shape, _count_lines(extended[position]))
    boxes = [
        _SHAPE.format(
            number=block * _BLOCK + 1 + at + at // (_BLOCK - 1),
            anchor=_comment_anchor(position, words, width),
            row=position[0] - 1,
            column=position[1] - 1,
        )
        for at, (position, words) in enumerate(sorted(new.items()))
    ]
    blocks = -(-len(new) // (_BLOCK - 1))
    if boxes and all(kind.attributes.get("id") != _NOTE_TYPE for kind in root.find_all("shapetype")):
        boxes.insert(0, _NOTE_SHAPE)
    edits.append(append_child(xml, root, "".join(boxes).encode()))
    edits += _reserve_blocks(xml, root, range(block, block + blocks))
    return apply_edits(xml, edits), block + blocks


def _reserve_blocks(xml: bytes, root: Element, blocks: range) -> list[Edit]:
    layout = root.find_first("shapelayout")
    claim = layout.find_first("idmap") if layout else None
    if claim is None or not blocks:
        return []
    data = [text for text in claim.attributes.get("data", "").split(",") if text]
    return [replace_attributes(xml, claim, {"data": ",".join([*data, *map(str, blocks)])})]


def _client_data(shape: Element) -> Element | None:
    return next((e for e in shape.find_all("ClientData") if e.attributes.get("ObjectType") == "Note"), None)


def _shape_position(shape: Element) -> CellPosition | None:
    data = _client_data(shape)
    row, column = (data.find_first("Row"), data.find_first("Column")) if data else (None, None)
    if row is None or column is None or not (row.text.strip() + column.text.strip()).isdigit():
        return None
    return int(row.text) + 1, int(column.text) + 1


def _enlarge_shape(xml: bytes, shape: Element, lines: int) -> list[Edit]:
    data = _client_data(shape)
    anchor = data.find_first("Anchor") if data else None
    numbers = anchor.text.split(",") if anchor else []
    if anchor is None or len(numbers) != 8 or not numbers[6].strip().isdigit():
        return []
    numbers[6] = str(int(numbers[6]) + lines)
    return [(anchor.start_tag_end, anchor.end_tag_start, ",".join(numbers).encode())]


def _count_lines(words: str) -> int:
    return sum(1 + len(line) // _LETTERS_A_LINE for line in (COMMENT_HEADING + "\n" + words).split("\n"))


def _comment_anchor(position: CellPosition, words: str, width: Callable[[int], int]) -> str:
    """Return the anchor of a comment box next to its cell, wide enough at any column widths."""
    row, column = position
    left = right = column + 1
    room = 0
    while room < _WIDTH and right < left + 60:
        room += width(right)
        right += 1
    top = max(row - 2, 0)
    bottom = top + -(-_count_lines(words) * 15 // _LINE) + 1
    return f"{left - 1}, 12, {top}, 4, {right - 1}, 4, {bottom}, 4"


# Text for each issue, in a comment on its cell and on the last sheet of an annotated workbook.

REMARKS_SHEET = Message("What we read")
REMARKS_TITLE = Message("What we read in this workbook")
SEVERITY_LABELS = {
    "left-out": (Message("Left out"), Message("this cell or row is not in the figures")),
    "assumption": (Message("Assumed"), Message("it counts, read as the remark says")),
    "note": (Message("Note"), Message("nothing is lost; good to know")),
}
REMARKS_HEADINGS = (
    Message("Sheet"),
    Message("Cell"),
    "",
    Message("What was found"),
    Message("What was read"),
    Message("What to do"),
    Message("Cells"),
)
REMARKS_WIDTHS = (20, 10, 12, 34, 52, 46, 30)
_MAX_LISTED_CELLS = 30
_MAX_COMMENT_LENGTH = 1200  # maximum characters of one comment
_MAX_CELL_LENGTH = 2000  # maximum characters of one cell on the sheet of remarks


def format_remark(issue: Issue, index: int, words: Language) -> str:
    """Format the comment for the n-th cell of an issue: severity, what was read, what to do."""
    message = issue.messages[index] if index < len(issue.messages) else issue.message
    weight, meaning = (_translated(text, words) for text in SEVERITY_LABELS[issue.severity])
    sentence = to_sentence(_translated(message, words)) or _translated(issue.kind.why, words)
    title = words.translate(issue.kind.title, "issue")
    return f"{weight} ({meaning}).\n{title}. {sentence}\n{format_advice(issue, words)}"


def format_advice(issue: Issue, words: Language) -> str:
    """Return the advice for an issue."""
    advice = _translated(issue.kind.advice, words)
    if issue.kind.advice.startswith("Nothing to do"):
        return advice
    return _translated(Message("What to do: {advice}", advice=advice), words)


def join_remarks(remarks: Sequence[str]) -> str:
    """Join the remarks on one cell into one comment, without duplicates and shortened if needed."""
    text = "\n\n".join(dict.fromkeys(remarks))
    return text if len(text) <= _MAX_COMMENT_LENGTH else text[: _MAX_COMMENT_LENGTH - 1] + "…"


def to_sentence(text: str) -> str:
    """Capitalize a text and end it with a period."""
    text = text.strip()
    return text and text[0].upper() + text[1:] + ("" if text[-1] in ".!?" else ".")


def build_remarks_sheet(
    issues: Sequence[Issue],
    styles: CellStyles,
    namespace: str,
    tops: Mapping[tuple[str, str], str],
    words: Language,
) -> bytes:
    """Build the sheet of remarks: a legend, then one row per issue, linked to its first cell.

    `tops` maps (sheet, cell) to the first cell of its merged range, where that is another cell. In another
    language than English, the English sentence by which the sheet is recognized follows in the last column.
    """
    bold, plain, link = styles.plain_style(bold=True), styles.plain_style(), styles.plain_style(link=True)
    line = styles.plain_style(wrap=False)
    rows = [
        _build_row(1, [(_translated(REMARKS_TITLE, words), styles.plain_style(bold=True, wrap=False))]),
        _build_row(2, _marker_cells(_translated(GENERATED_MARKER, words), line)),
    ]
    for number, (severity, (label, meaning)) in enumerate(SEVERITY_LABELS.items(), start=3):
        colored, text = styles.plain_style(severity=severity), to_sentence(_translated(meaning, words))
        rows.append(_build_row(number, [(_translated(label, words), colored), (text, line)]))
    rows.append(_build_row(7, [(_translated(heading, words), bold) for heading in REMARKS_HEADINGS]))
    links = []
    for number, issue in enumerate(_sort_by_severity(issues), start=8):
        if issue.cell:
            cell = tops.get((issue.sheet, issue.cell), issue.cell)
            links.append((cell_reference(number, 2), f"'{issue.sheet.replace(chr(39), chr(39) * 2)}'!{cell}"))
        weight = _translated(SEVERITY_LABELS[issue.severity][0], words)
        texts = (
            to_sentence(words.translate(issue.kind.title, "issue")),
            _format_finding(issue, words),
            _translated(issue.kind.advice, words),
            _format_cells(issue, words),
        )
        cells = [
            (issue.sheet, plain),
            (issue.cell, link),
            (weight, styles.plain_style(severity=issue.severity)),
            *((text, plain) for text in texts),
        ]
        rows.append(_build_row(number, cells))
    columns = "".join(
        f'<col min="{n}" max="{n}" width="{w}" customWidth="1"/>' for n, w in enumerate(REMARKS_WIDTHS, 1)
    )
    head = (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns={quoteattr(namespace)}>'
        '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews><sheetView workbookViewId="0">'
        '<pane ySplit="7" topLeftCell="A8" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
        f"<cols>{columns}</cols><sheetData>"
    )
    foot = '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/></worksheet>'
    return f"{head}{''.join(rows)}</sheetData>".encode() + build_hyperlinks("", links) + foot.encode()


def _sort_by_severity(issues: Sequence[Issue]) -> list[Issue]:
    """Sort issues by severity: excluded cells first, since the figures lack them."""
    weights = list(SEVERITY_LABELS)
    return sorted(issues, key=lambda issue: weights.index(issue.severity))


def _marker_cells(sentence: str, style: int) -> list[tuple[str, int]]:
    """Return the cells of the row by which the sheet is recognized when it is uploaded again."""
    if sentence == GENERATED_MARKER:
        return [(sentence, style)]
    return [(sentence, style), *[("", style)] * (len(REMARKS_HEADINGS) - 1), (GENERATED_MARKER, style)]


def _format_finding(issue: Issue, words: Language) -> str:
    read = to_sentence(_translated(issue.message, words)) or (f'"{issue.value}".' if issue.value else "")
    finding: str = read or _translated(issue.kind.why, words)
    if issue.heading and not issue.heading.startswith("mark "):
        finding = Message("Under “{heading}”: {finding}", heading=issue.heading, finding=finding)
    if issue.count > 1:
        finding = Message("{finding} And {count} more like it.", finding=finding, count=issue.count - 1)
    return _translated(finding, words)


def _format_cells(issue: Issue, words: Language) -> str:
    named = ", ".join(issue.cells[:_MAX_LISTED_CELLS])
    rest = issue.count - min(len(issue.cells), _MAX_LISTED_CELLS)
    if not named or rest <= 0:
        return named
    return _translated(Message("{cells} and {count} more", cells=named, count=rest), words)


def _build_row(number: int, cells: Sequence[tuple[str, int]]) -> str:
    written = [
        f'<c r="{cell_reference(number, column)}" s="{look}" t="inlineStr">'
        f'<is><t xml:space="preserve">{_escape_text(text)}</t></is>'
        "</c>"
        for column, (text, look) in enumerate(cells, 1)
        if text
    ]
    return f'<row r="{number}">{"".join(written)}</row>'


def _escape_text(text: str) -> str:
    shown = text if len(text) <= _MAX_CELL_LENGTH else text[: _MAX_CELL_LENGTH - 1] + "…"
    return escape(strip_invalid_xml_chars(shown))
