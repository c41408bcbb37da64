"""Valid workbooks as many programs write them; all must be read with the same result."""

from __future__ import annotations

import re

from tests.support.attackers import raw_files
from tests.support.attackers.hostile_files.kind import (
    TABLE,
    Kind,
    changed,
    counts,
    lines,
    parts,
    read,
    refused,
    typed,
)
from tests.support.attackers.raw_files import HEAD, MAIN, RELATIONS, number, row

BOOK = "March.xlsx"
SHEET, WORKBOOK, LINKS, ROOT = (
    "xl/worksheets/sheet1.xml",
    "xl/workbook.xml",
    "xl/_rels/workbook.xml.rels",
    "_rels/.rels",
)
STRICT = {
    MAIN: "http://purl.oclc.org/ooxml/spreadsheetml/main",
    RELATIONS: "http://purl.oclc.org/ooxml/officeDocument/relationships",
}
NEWER = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" mc:Ignorable="x14ac" xmlns:x14ac="http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac"'


def _every(*swaps: tuple[str, str], of: dict[str, bytes | str] | None = None) -> bytes:
    """Return the valid workbook with texts replaced in all its parts."""
    replaced = {}
    for name, content in (of or parts()).items():
        words = str(content)
        for old, new in swaps:
            words = words.replace(old, new)
        replaced[name] = words
    return raw_files.zipped(replaced)


def _prefixed() -> bytes:
    contents = parts()
    for name in (SHEET, WORKBOOK):
        words = re.sub(r"<(/?)(?=[a-zA-Z])", r"<\1x:", str(contents[name]))
        contents[name] = words.replace(f'xmlns="{MAIN}"', f'xmlns:x="{MAIN}"')
    return raw_files.zipped(contents)


def _shared(*items: str) -> bytes:
    """Return the valid list with the given shared strings for its second title and its headings."""
    rows = lines().replace(typed("B3", "Craft"), '<c r="B3" t="s"><v>0</v></c>')
    return raw_files.workbook(rows, f'{HEAD}<sst xmlns="{MAIN}">{"".join(items)}</sst>')


def _moved(old: str, new: str, *swaps: tuple[str, str]) -> bytes:
    contents = {new if name == old else name: content for name, content in parts().items()}
    return _every(*swaps, of=contents)


def _book_at(path: str) -> bytes:
    """Return the valid workbook with its workbook part at another path."""
    folder, _, name = path.rpartition("/")
    places = {WORKBOOK: path, LINKS: f"{folder}/_rels/{name}.rels".lstrip("/")}
    return raw_files.zipped(
        {places.get(n, n): str(c).replace("xl/workbook.xml", path) for n, c in parts().items()}
    )


def _indented() -> bytes:
    contents = parts()
    contents[SHEET] = (
        str(contents[SHEET])
        .replace("><row", ">\r\n  <row")
        .replace("><c", ">\r\n    <c")
        .replace("</row>", "\r\n  </row>")
    )
    return raw_files.zipped(contents)


def _bare(words: str) -> str:
    """Return rows and cells without their addresses."""
    return re.sub(r' r="[A-Z]*\d+"', "", words)


def _days(kind: str) -> bytes:
    """Return the valid list with its days as a program writes them."""
    cells = {
        "iso": '<c r="A{n}" t="d"><v>2026-03-{d:02d}</v></c>',
        "serial": '<c r="A{n}" s="1"><v>{s}</v></c>',
        "serial with a time": '<c r="A{n}" s="1"><v>{s}.75</v></c>',
    }
    rows = row(1, *(typed(f"{letter}1", word) for letter, word in zip("ABC", TABLE[0], strict=True)))
    for n, (day, title, count) in enumerate(((7, "Story hour", 18), (14, "Craft", 21)), 2):
        rows += row(
            n,
            cells[kind].format(n=n, d=day, s=46081 + day),
            typed(f"B{n}", title),
            number(f"C{n}", str(count)),
        )
    styles = f'{HEAD}<styleSheet xmlns="{MAIN}"><cellXfs><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>'
    return raw_files.zipped(raw_files.package({"Log": raw_files.sheet_xml(rows)}) | {"xl/styles.xml": styles})


BOM = "\ufeff"
KINDS: list[Kind] = [
    read("strict OOXML, as Excel offers it", BOOK, lambda: _every(*STRICT.items())),
    read("a prefix before every name", BOOK, _prefixed),
    read("absolute paths in the relations", BOOK, lambda: changed(LINKS, 'Target="', 'Target="/xl/')),
    refused(
        "relations that go up and down again",
        BOOK,
        lambda: changed(LINKS, 'Target="worksheets', 'Target="./../xl/worksheets'),
        "damaged",
    ),
    read(
        "sheets in another folder",
        BOOK,
        lambda: _moved(SHEET, "xl/pages/first.xml", ("worksheets/sheet1.xml", "pages/first.xml")),
    ),
    read(
        "the sheet outside the xl folder",
        BOOK,
        lambda: _moved(SHEET, "data/sheet.xml", ("worksheets/sheet1.xml", "/data/sheet.xml")),
    ),
    read(
        "letters of the sheet's path in another case",
        BOOK,
        lambda: changed(LINKS, "worksheets/sheet1.xml", "Worksheets/Sheet1.xml"),
    ),
    read("the workbook part by another name", BOOK, lambda: _book_at("xl/book.xml")),
    refused("the workbook part in the root", BOOK, lambda: _book_at("workbook.xml"), "damaged"),
    read("no addresses in rows and cells", BOOK, lambda: raw_files.workbook(_bare(lines()))),
    read(
        "no addresses in cells", BOOK, lambda: raw_files.workbook(re.sub(r'<c r="[A-Z]+\d+"', "<c", lines()))
    ),
    read(
        "addresses in small letters",
        BOOK,
        lambda: raw_files.workbook(re.sub(r'<c r="([A-Z])', lambda m: f'<c r="{m[1].lower()}', lines())),
    ),
    read(
        "spans and looks of newer programs",
        BOOK,
        lambda: _every(
            ("<row ", '<row spans="1:3" x14ac:dyDescent="0.25" '), ("<worksheet ", f"<worksheet {NEWER} ")
        ),
    ),
    read(
        "single quotation marks",
        BOOK,
        lambda: raw_files.zipped({n: str(c).replace('"', "'") for n, c in parts().items()}),
    ),
    read("indented by hand", BOOK, _indented),
    read(
        "a mark before every part",
        BOOK,
        lambda: raw_files.zipped({n: BOM + str(c) for n, c in parts().items()}),
    ),
    read("no first line in any part", BOOK, lambda: _every((HEAD, ""))),
    read(
        "comments between the rows",
        BOOK,
        lambda: raw_files.workbook(lines().replace("<row", "<!-- row --><row")),
    ),
    read("no shared strings where they are announced", BOOK, lambda: raw_files.workbook(lines())),
    read(
        "rich text",
        BOOK,
        lambda: _shared('<si><r><rPr><b/></rPr><t>Cr</t></r><r><t xml:space="preserve">aft </t></r></si>'),
    ),
    read(
        "phonetic hints",
        BOOK,
        lambda: _shared(
            '<si><t>図書館</t><rPh sb="0" eb="3"><t>トショカン</t></rPh><phoneticPr fontId="1"/></si>'
        ),
    ),
    read("spaces kept", BOOK, lambda: _shared('<si><t xml:space="preserve">  Craft  </t></si>')),
    read("a string without letters", BOOK, lambda: _shared("<si/>")),
    read("a string of lines", BOOK, lambda: _shared("<si><t>Craft_x000D_\nand glue&#10;and paint</t></si>")),
    read("strings in CDATA between their parts", BOOK, lambda: _shared("<si><t>Craft</t></si><!-- last -->")),
    read(
        "texts of formulas",
        BOOK,
        lambda: raw_files.workbook(
            lines().replace(typed("B3", "Craft"), '<c r="B3" t="str"><f>"Cra"&amp;"ft"</f><v>Craft</v></c>')
        ),
    ),
    read(
        "shared formulas",
        BOOK,
        lambda: raw_files.workbook(
            counts(
                '<c r="@"><f t="shared" ref="C2:C3" si="0">9*2</f><v>18</v></c>',
                '<c r="@"><f t="shared" si="0"/><v>21</v></c>',
            )
        ),
    ),
    read(
        "an array formula",
        BOOK,
        lambda: raw_files.workbook(
            counts('<c r="@" cm="1"><f t="array" ref="C2">SUM({9,9})</f><v>18</v></c>', number("@", "21"))
        ),
    ),
    read(
        "numbers said to be numbers",
        BOOK,
        lambda: raw_files.workbook(counts(number("@", "18", ' t="n"'), number("@", "21", ' t="n"'))),
    ),
    read(
        "numbers written as text",
        BOOK,
        lambda: raw_files.workbook(counts(typed("@", "18"), typed("@", " 21 "))),
        issues=["number-from-text"],
    ),
    read(
        "yes and no for counts",
        BOOK,
        lambda: raw_files.workbook(counts(number("@", "1", ' t="b"'), number("@", "21"))),
        [None, 21],
    ),
    read(
        "blank cells of every kind",
        BOOK,
        lambda: raw_files.workbook(
            counts(
                '<c r="@"/>',
                '<c r="@"><v/></c>',
                '<c r="@" t="inlineStr"><is><t/></is></c>',
                '<c r="@" t="str"><v></v></c>',
                number("@", "21"),
            )
        ),
        [None, None, None, None, 21],
    ),
    read("days in words of the standard", BOOK, lambda: _days("iso")),
    read("days by number", BOOK, lambda: _days("serial")),
    read("days with an hour", BOOK, lambda: _days("serial with a time")),
    read(
        "days since 1904",
        BOOK,
        lambda: changed(WORKBOOK, "<sheets>", '<workbookPr date1904="1"/><sheets>', {**parts()}),
    ),
    read("a template", "March.xltx", lambda: raw_files.workbook(lines())),
    read(
        "what newer programs add",
        BOOK,
        lambda: raw_files.zipped(
            parts()
            | {
                "xl/metadata.xml": f'<metadata xmlns="{MAIN}"/>',
                "xl/persons/person.xml": "<p/>",
                "xl/threadedComments/threadedComment1.xml": "<t/>",
                "docProps/app.xml": "<a/>",
                "customXml/item1.xml": "<i/>",
                "xl/printerSettings/printerSettings1.bin": b"\0" * 900,
                "xl/theme/theme1.xml": "<t/>",
                "xl/calcChain.xml": "<c/>",
                "xl/pivotCache/pivotCacheRecords1.xml": "<p/>",
            }
        ),
    ),
    read(
        "an alternative for older programs",
        BOOK,
        lambda: raw_files.workbook(
            lines(),
            after='<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:Choice Requires="x14"/></mc:AlternateContent><extLst><ext uri="{x}"/></extLst>',
        ),
    ),
    read("a chart sheet before the list", BOOK, lambda: _with_chart_sheet()),
    read(
        "a list that begins at E9",
        BOOK,
        lambda: raw_files.workbook(
            re.sub(
                r'r="([A-C]?)(\d)"',
                lambda m: f'r="{chr(ord(m[1]) + 4) if m[1] else ""}{int(m[2]) + 8}"',
                lines(),
            )
        ),
    ),
]


def _with_chart_sheet() -> bytes:
    contents = raw_files.package({"Chart": "x", "Log": raw_files.sheet_xml(lines())})
    contents["xl/chartsheets/sheet1.xml"] = f'{HEAD}<chartsheet xmlns="{MAIN}"><sheetViews/></chartsheet>'
    del contents[SHEET]
    contents[LINKS] = str(contents[LINKS]).replace(
        '/worksheet" Target="worksheets/sheet1', '/chartsheet" Target="chartsheets/sheet1'
    )
    return raw_files.zipped(contents)
