"""OpenDocument spreadsheets: endless repeats, hidden programs, and what real programs write."""

from __future__ import annotations

from tests.support.attackers import raw_files
from tests.support.attackers.hostile_files.kind import TABLE, Kind, read, refused
from tests.support.attackers.raw_files import ods_table
from tests.support.builders.file_formats import ods

BOOK = "March.ods"
CONTENT = "content.xml"
CELL = "<table:table-cell/>"


def _whole() -> str:
    return str(raw_files.parts_of(ods(TABLE))[CONTENT], "utf-8")


def _edited(*swaps: tuple[str, str]) -> bytes:
    """Return the valid list with texts of its content replaced; the old texts must exist."""
    words = _whole()
    for old, new in swaps:
        assert old in words
        words = words.replace(old, new)
    return raw_files.zipped(raw_files.parts_of(ods(TABLE)) | {CONTENT: words})


def _before_end(xml: str) -> bytes:
    return _edited(("</table:table>", xml + "</table:table>"))


def _repeated(rows: int, columns: int = 1, cells: int = 1) -> bytes:
    cell = raw_files.ods_cell("1", f' table:number-columns-repeated="{columns}"') * cells
    return _before_end(f'<table:table-row table:number-rows-repeated="{rows}">{cell}</table:table-row>')


def _count(cell: str) -> bytes:
    return _edited((raw_files.ods_cell("21"), cell))


def _valued(value: str, kind: str = "float") -> bytes:
    return _count(
        f'<table:table-cell office:value-type="{kind}" office:value="{value}"><text:p>{value}</text:p></table:table-cell>'
    )


def _other_prefix() -> bytes:
    return _edited(("table:", "t:"), ("xmlns:table=", "xmlns:t="))


KINDS: list[Kind] = [
    refused("one cell 16,384 times across", BOOK, lambda: _repeated(1, 16_384), "16,384 columns"),
    refused("twenty cells a million times down", BOOK, lambda: _repeated(1_048_573, 1, 20), "cells"),
    refused("more times than there are columns", BOOK, lambda: _repeated(1, 99_999_999), "beyond the edge"),
    refused("fewer times than none", BOOK, lambda: _repeated(-5), "beyond the edge"),
    refused("a million rows, and one more", BOOK, lambda: _repeated(1_048_576), "repeats one filled cell"),
    refused(
        "a document type in the content",
        BOOK,
        lambda: _edited(
            ("<office:document-content", '<!DOCTYPE x [<!ENTITY a "b">]><office:document-content')
        ),
        "document type",
    ),
    refused("nested 41 deep", BOOK, lambda: _before_end("<a>" * 41 + "</a>" * 41), "nests"),
    refused(
        "61 tables",
        BOOK,
        lambda: _edited(("</office:spreadsheet>", ods_table() * 60 + "</office:spreadsheet>")),
        "60 sheets",
    ),
    refused(
        "a content in UTF-16",
        BOOK,
        lambda: raw_files.zipped(
            raw_files.parts_of(ods(TABLE)) | {CONTENT: _whole().replace("UTF-8", "UTF-16").encode("utf-16")}
        ),
        "encoding",
    ),
    refused(
        "locked with a password",
        BOOK,
        lambda: raw_files.opendocument("", manifest="<m:encryption-data/>"),
        "protected with a password",
    ),
    refused(
        "locked as a whole",
        BOOK,
        lambda: raw_files.zipped(
            {"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "encrypted-package": b"x" * 900}
        ),
        "protected with a password",
    ),
    refused(
        "no content",
        BOOK,
        lambda: raw_files.zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}),
        "not a spreadsheet",
    ),
    refused(
        "a content that stops in the middle",
        BOOK,
        lambda: raw_files.zipped(raw_files.parts_of(ods(TABLE)) | {CONTENT: _whole()[:-60]}),
        "damaged",
    ),
    refused(
        "four billion spaces by a count",
        BOOK,
        lambda: _edited(("Craft", 'Craft<text:s text:c="4000000000"/>x')),
        "damaged",
    ),
    refused(
        "a chart of its own", BOOK, lambda: raw_files.opendocument("", mimetype="chart"), "not a spreadsheet"
    ),
    refused("one column a million times down", BOOK, lambda: _repeated(1_048_573), "repeats one filled cell"),
    read(
        "blanks to the last corner",
        BOOK,
        lambda: _before_end(
            f'<table:table-row table:number-rows-repeated="1048573">{CELL.replace("/", " table:number-columns-repeated=" + chr(34) + "16384" + chr(34) + "/")}</table:table-row>'
        ),
    ),
    read(
        "looks to the last corner",
        BOOK,
        lambda: _before_end(
            '<table:table-row table:number-rows-repeated="1048573" table:style-name="ro1"><table:table-cell table:style-name="ce1" table:number-columns-repeated="16384"/></table:table-row>'
        ),
    ),
    refused("other prefixes", BOOK, _other_prefix, "No table was found"),
    read(
        "the newest way to write a number",
        BOOK,
        lambda: _edited(
            ('office:value-type="float"', 'office:value-type="float" calcext:value-type="float"')
        ),
    ),
    read("a number too large to be one", BOOK, lambda: _valued("1E400"), [18, None]),
    read("not a number", BOOK, lambda: _valued("NaN"), [18, None]),
    refused("a number in words", BOOK, lambda: _valued("twenty-one"), "damaged"),
    read("a share for a count", BOOK, lambda: _valued("0.21", "percentage"), [18, None]),
    read("money for a count", BOOK, lambda: _valued("21", "currency")),
    read(
        "yes for a count",
        BOOK,
        lambda: _count(
            '<table:table-cell office:value-type="boolean" office:boolean-value="true"><text:p>TRUE</text:p></table:table-cell>'
        ),
        [18, None],
    ),
    read(
        "a formula without its result",
        BOOK,
        lambda: _count('<table:table-cell table:formula="of:=[.C2]+3"/>'),
        [18, None],
        ["formula-without-value"],
    ),
    read(
        "a formula with its result",
        BOOK,
        lambda: _count(
            '<table:table-cell table:formula="of:=[.C2]+3" office:value-type="float" office:value="21"><text:p>21</text:p></table:table-cell>'
        ),
    ),
    read(
        "an error for a count",
        BOOK,
        lambda: _count(
            '<table:table-cell table:formula="of:=1/0" office:value-type="string" office:string-value="" calcext:value-type="error"><text:p>#DIV/0!</text:p></table:table-cell>'
        ),
        [18, None],
        ["formula-error"],
    ),
    read(
        "a formula that starts a program",
        BOOK,
        lambda: _count(
            '<table:table-cell table:formula="of:=DDE(&quot;cmd&quot;;&quot;/C calc&quot;;&quot;x&quot;)" office:value-type="float" office:value="21"><text:p>21</text:p></table:table-cell>'
        ),
    ),
    read(
        "a remark beside a count",
        BOOK,
        lambda: _count(
            '<table:table-cell office:value-type="float" office:value="21"><office:annotation><text:p>99 said Ana</text:p></office:annotation><text:p>21</text:p></table:table-cell>'
        ),
    ),
    read(
        "words in parts",
        BOOK,
        lambda: _edited(
            ("Craft", "<text:span>Cr</text:span>aft<text:s text:c='2'/><text:line-break/><text:tab/>")
        ),
    ),
    read(
        "two paragraphs in a cell",
        BOOK,
        lambda: _edited(("<text:p>Craft</text:p>", "<text:p>Craft</text:p><text:p>and glue</text:p>")),
    ),
    read(
        "rows in groups and heads",
        BOOK,
        lambda: _edited(
            ("<table:table-row>", "<table:table-row-group><table:table-row>"),
            ("</table:table-row>", "</table:table-row></table:table-row-group>"),
        ),
    ),
    refused(
        "a table within a cell",
        BOOK,
        lambda: _before_end(
            f"<table:table-row><table:table-cell>{ods_table(raw_files.ods_cell('7'))}</table:table-cell></table:table-row>"
        ),
        "holds a table inside a cell, whose rows a reader would mix with those around it (A4)",
    ),
    read(
        "empty settings of the program, and styles that are no XML",
        BOOK,
        lambda: raw_files.zipped(
            raw_files.parts_of(ods(TABLE))
            | {"Configurations2/accelerator/current.xml": b"", "styles.xml": b"<a"}
        ),
    ),
    read(
        "covered cells",
        BOOK,
        lambda: _edited(
            (
                "</table:table-row>",
                '<table:covered-table-cell table:number-columns-repeated="3"/></table:table-row>',
            )
        ),
    ),
    read(
        "a day with an hour",
        BOOK,
        lambda: _edited(
            (
                '<table:table-cell office:value-type="string"><text:p>2026-03-07</text:p>',
                '<table:table-cell office:value-type="date" office:date-value="2026-03-07T10:30:00"><text:p>7 March</text:p>',
            )
        ),
    ),
    read(
        "a day that is none",
        BOOK,
        lambda: _edited(
            (
                '<table:table-cell office:value-type="string"><text:p>2026-03-07</text:p>',
                '<table:table-cell office:value-type="date" office:date-value="99999-99-99"><text:p>99</text:p>',
            )
        ),
    ),
    read(
        "programs of its own",
        BOOK,
        lambda: raw_files.zipped(
            raw_files.parts_of(ods(TABLE))
            | {
                "Basic/Standard/Module1.xml": "<x/>",
                "Scripts/python/x.py": "import os",
                "Object 1/content.xml": "<x/>",
                "Thumbnails/thumbnail.png": b"\x89PNG",
            }
        ),
    ),
    read(
        "the mark of its kind last and packed",
        BOOK,
        lambda: raw_files.zipped(dict(reversed(raw_files.parts_of(ods(TABLE)).items()))),
    ),
    read(
        "a template",
        "March.ots",
        lambda: raw_files.zipped(
            raw_files.parts_of(ods(TABLE))
            | {"mimetype": "application/vnd.oasis.opendocument.spreadsheet-template"}
        ),
    ),
]
