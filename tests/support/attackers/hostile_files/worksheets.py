"""Hostile worksheets: cells far away, false counts, hidden markup, and a million of anything."""

from __future__ import annotations

from tests.support.attackers import raw_files
from tests.support.attackers.hostile_files.kind import (
    TABLE,
    Kind,
    changed,
    honest,
    lines,
    parts,
    read,
    refused,
    typed,
)
from tests.support.attackers.raw_files import HEAD, MAIN, number, row

BOOK = "March.xlsx"
SHEET, WORKBOOK, LINKS = "xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
ENTITIES = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
LAUGHS = f'<!DOCTYPE worksheet [<!ENTITY l0 "ha">{ENTITIES}]>'
OUTSIDE = '<!DOCTYPE worksheet [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
MERGED = '<mergeCell ref="E5:F6"/>'
LINK = '<hyperlink ref="A1" location="B2"/>'
PARAMETERS = '<!DOCTYPE worksheet [<!ENTITY % x SYSTEM "http://127.0.0.1:9/x.dtd"> %x;]>'


def _with_cell(*cells: str) -> bytes:
    """Return the valid list and more cells below or next to it, each in a row of its own."""
    rows = "".join(
        f'<row r="{"".join(c for c in cell.split(chr(34))[1] if c.isdigit())}">{cell}</row>' for cell in cells
    )
    return raw_files.workbook(lines() + rows)


def _declared(prolog: str) -> bytes:
    return changed(SHEET, "<worksheet", prolog + "<worksheet")


def _strings(*, attributes: str = "", index: int = 0, inside: str = "<si><t>Date</t></si>") -> bytes:
    """Return the valid list whose first heading is a shared string."""
    rows = lines().replace(typed("A1", "Date"), f'<c r="A1" t="s"><v>{index}</v></c>')
    return raw_files.workbook(rows, f'{HEAD}<sst xmlns="{MAIN}" {attributes}>{inside}</sst>')


def _many_strings(number_of: int) -> bytes:
    return raw_files.zipped(
        raw_files.package(
            {"Log": raw_files.sheet_xml(lines())},
            f'{HEAD}<sst xmlns="{MAIN}">{"<si><t>x</t></si>" * number_of}</sst>',
        ),
        1,
    )


def _sheets(names: list[str]) -> bytes:
    return raw_files.zipped(
        raw_files.package(
            {name: raw_files.sheet_xml(lines() if n == 0 else "") for n, name in enumerate(names)}
        )
    )


def _same_part_sixty_times() -> bytes:
    many = [list(TABLE[0]), *([*TABLE[1]] for _ in range(3000))]
    contents = raw_files.package({"A": raw_files.sheet_xml(lines(many))})
    sheets = "".join(f'<sheet name="S{n}" sheetId="{n}" r:id="rId1"/>' for n in range(1, 61))
    book = str(contents[WORKBOOK])
    return raw_files.zipped(
        contents | {WORKBOOK: book.replace('<sheet name="A" sheetId="1" r:id="rId1"/>', sheets)}
    )


def _looks(number_of: int) -> bytes:
    """Return the valid list and a styles part with a given number of cell formats."""
    look = '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    inside = f"<cellXfs>{look * number_of}</cellXfs>"
    return raw_files.zipped(
        parts() | {"xl/styles.xml": f'{HEAD}<styleSheet xmlns="{MAIN}">{inside}</styleSheet>'}
    )


def _names(names: str) -> bytes:
    return changed(WORKBOOK, "</sheets>", f"</sheets><definedNames>{names}</definedNames>")


def _linked() -> bytes:
    """Return the valid list with a link to a workbook on a local disk."""
    link = '<Relationship Id="rId1" TargetMode="External" Target="file:///C:/x.xlsx"/>'
    return raw_files.zipped(
        parts()
        | {
            "xl/externalLinks/externalLink1.xml": f'<externalLink xmlns="{MAIN}"/>',
            "xl/externalLinks/_rels/externalLink1.xml.rels": f"<Relationships>{link}</Relationships>",
        }
    )


def _two_of_one_name() -> bytes:
    contents = raw_files.package({"A": raw_files.sheet_xml(lines()), "B": raw_files.sheet_xml("")})
    return changed(WORKBOOK, 'name="B"', 'name="A"', contents)


def _hidden() -> bytes:
    contents = raw_files.package({"Log": raw_files.sheet_xml(lines()), "Old": raw_files.sheet_xml(lines())})
    return changed(WORKBOOK, 'sheetId="2"', 'state="veryHidden" sheetId="2"', contents)


def _after(xml: str) -> bytes:
    return honest(after=xml)


def _deep(levels: int) -> bytes:
    return _after("<a>" * levels + "</a>" * levels)


def _spread(table_rows: int) -> bytes:
    """Return the valid list and one cell so far away that the box between is nearly the whole sheet."""
    return raw_files.workbook(lines() + row(table_rows, number(f"O{table_rows}")))


KINDS: list[Kind] = [
    refused("a cell in the last corner", BOOK, lambda: raw_files.stray_cell("XFD1048576"), "XFD1048576"),
    refused("a cell beyond the last column", BOOK, lambda: _with_cell(number("XFE9")), "beyond the edge"),
    refused("a cell beyond the last row", BOOK, lambda: _with_cell(number("A1048577")), "beyond the edge"),
    refused(
        "a row of twenty digits", BOOK, lambda: _with_cell(number("A99999999999999999999")), "beyond the edge"
    ),
    refused(
        "a cell without a row", BOOK, lambda: _with_cell(number("A9").replace("A9", "AA")), "beyond the edge"
    ),
    refused(
        "2,001 columns",
        BOOK,
        lambda: raw_files.workbook(lines() + row(4, number("A4"), number("BXY4"))),
        "2,000",
    ),
    refused("61 sheets", BOOK, lambda: _sheets([f"S{n}" for n in range(61)]), "60 sheets"),
    refused("a million and one strings", BOOK, lambda: _many_strings(1_000_001), "1,000,000 different texts"),
    refused("ten thousand laughs", BOOK, lambda: _declared(LAUGHS), "document type"),
    refused("an entity that is a file", BOOK, lambda: _declared(OUTSIDE), "document type"),
    refused("an entity on the network", BOOK, lambda: _declared(PARAMETERS), "document type"),
    refused("nested 41 deep", BOOK, lambda: _deep(41), "nests"),
    refused("nested half a million deep", BOOK, lambda: _deep(500_000), "nests"),
    refused(
        "a sheet in UTF-16",
        BOOK,
        lambda: raw_files.zipped(
            parts() | {SHEET: str(parts()[SHEET]).replace("UTF-8", "UTF-16").encode("utf-16")}
        ),
        "encoding",
    ),
    refused(
        "a sheet in an encoding nobody knows", BOOK, lambda: changed(SHEET, "UTF-8", "x-klingon"), "encoding"
    ),
    refused("a sheet that stops in the middle", BOOK, lambda: changed(SHEET, "</sheetData>", ""), "damaged"),
    refused(
        "letters that are not UTF-8",
        BOOK,
        lambda: raw_files.zipped(
            parts() | {SHEET: str(parts()[SHEET]).encode().replace(b"Craft", b"Cr\xff\xfet")}
        ),
        "damaged",
    ),
    refused(
        "a comment inside a number", BOOK, lambda: changed(SHEET, "<v>18", "<v>1<!-- -->8"), "hidden markup"
    ),
    refused(
        "an instruction inside a number", BOOK, lambda: changed(SHEET, "<v>18", "<v>1<?x?>8"), "hidden markup"
    ),
    refused("a string that is not there", BOOK, lambda: _strings(index=7), "damaged"),
    refused("a string before the first", BOOK, lambda: _strings(index=-1), "damaged"),
    refused("a string of twenty digits", BOOK, lambda: _strings(index=10**20), "damaged"),
    refused("no sheet at all", BOOK, lambda: raw_files.zipped(raw_files.package({})), "No table was found"),
    refused(
        "a sheet whose part is missing", BOOK, lambda: changed(LINKS, "sheet1.xml", "sheet7.xml"), "damaged"
    ),
    refused(
        "a sheet on another machine",
        BOOK,
        lambda: changed(LINKS, "worksheets/sheet1.xml", "http://127.0.0.1:9/s.xml"),
        "damaged",
    ),
    refused(
        "a sheet outside the file",
        BOOK,
        lambda: changed(LINKS, "worksheets/sheet1.xml", "../../../etc/hostname"),
        "damaged",
    ),
    refused(
        "no list of relations",
        BOOK,
        lambda: raw_files.zipped({k: v for k, v in parts().items() if k != LINKS}),
        "damaged",
    ),
    refused(
        "a list of relations that is no XML",
        BOOK,
        lambda: raw_files.zipped(parts() | {LINKS: "rId1=sheet1"}),
        "damaged",
    ),
    refused(
        "200 MB in one attribute",
        BOOK,
        lambda: honest(before=f'<x a="{"a" * (200 << 20)}"/>'),
        "one line or cell",
    ),
    read("a cell far down", BOOK, lambda: _with_cell(number("C900000")), [18, 21]),
    read("a cell so far out that the box is 15 million cells", BOOK, lambda: _spread(1_000_000), [18, 21]),
    read(
        "a size said to be the whole sheet", BOOK, lambda: honest(before='<dimension ref="A1:XFD1048576"/>')
    ),
    read("a size said to be one cell", BOOK, lambda: honest(before='<dimension ref="A1"/>')),
    refused(
        "a size said to be nonsense",
        BOOK,
        lambda: honest(before='<dimension ref="XFD1048576:A1:B2"/>'),
        "damaged",
    ),
    read(
        "four billion strings announced",
        BOOK,
        lambda: _strings(attributes='uniqueCount="4294967295" count="4294967295"'),
    ),
    read("fewer than no strings announced", BOOK, lambda: _strings(attributes='uniqueCount="-1"')),
    read(
        "a merged range over everything",
        BOOK,
        lambda: _after('<mergeCells><mergeCell ref="E5:XFD1048576"/></mergeCells>'),
    ),
    refused(
        "merged ranges that are none",
        BOOK,
        lambda: _after(
            '<mergeCells><mergeCell ref="?"/><mergeCell ref="ZZZZZZ9:A1"/><mergeCell/></mergeCells>'
        ),
        "damaged",
    ),
    refused(
        "a million merged ranges",
        BOOK,
        lambda: _after(f"<mergeCells>{MERGED * 1_000_000}</mergeCells>"),
        "100,000 merged ranges",
    ),
    read("a million looks", BOOK, lambda: _looks(1_000_000)),
    read(
        "a million empty rows",
        BOOK,
        lambda: raw_files.workbook(lines() + "".join(f'<row r="{n}" ht="15"/>' for n in range(4, 1_000_004))),
    ),
    read(
        "two million cells with a look and nothing else",
        BOOK,
        lambda: raw_files.workbook(
            lines()
            + "".join(
                f'<row r="{n}"><c r="A{n}" s="0"/><c r="B{n}" s="0"/></row>' for n in range(4, 1_000_004)
            )
        ),
    ),
    read("cells with a look in the last corner", BOOK, lambda: _with_cell('<c r="XFD1048576" s="0"/>')),
    read("a million links", BOOK, lambda: _after(f"<hyperlinks>{LINK * 1_000_000}</hyperlinks>")),
    read(
        "a hundred thousand names",
        BOOK,
        lambda: _names("".join(f'<definedName name="n{n}">Log!$A$1</definedName>' for n in range(100_000))),
    ),
    read(
        "a name that means itself",
        BOOK,
        lambda: _names('<definedName name="a">b</definedName><definedName name="b">a</definedName>'),
    ),
    read(
        "ten thousand attributes",
        BOOK,
        lambda: _after("<x " + " ".join(f'a{n}="1"' for n in range(10_000)) + "/>"),
    ),
    read(
        "ten thousand namespaces",
        BOOK,
        lambda: _after("<x " + " ".join(f'xmlns:a{n}="u{n}"' for n in range(10_000)) + "/>"),
    ),
    read("sixty sheets that are one part", BOOK, _same_part_sixty_times, [18] * 3000 * 60),
    read("links to other workbooks", BOOK, _linked),
    read(
        "macros",
        "March.xlsm",
        lambda: raw_files.zipped(parts() | {"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0" + bytes(5000)}),
    ),
    read("markup in the sheet's name", BOOK, lambda: _sheets(["&lt;img src=x&gt;![a](http://127.0.0.1)"])),
    read("a sheet's name of five thousand letters", BOOK, lambda: _sheets(["x" * 5000])),
    read("a sheet without a name", BOOK, lambda: _sheets([""])),
    refused("two sheets of one name", BOOK, _two_of_one_name, "two sheets named"),
    read("sixty sheets, one of them filled", BOOK, lambda: _sheets([f"S{n}" for n in range(60)])),
    read("a hidden sheet", BOOK, _hidden, issues=["sheet-skipped"]),
]
