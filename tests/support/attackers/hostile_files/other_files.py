"""Files that are not spreadsheets, whatever their names say."""

from __future__ import annotations

import gzip
import io
import plistlib
import sqlite3
import struct
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa
from pyarrow import feather, parquet

from tests.support.attackers import raw_files
from tests.support.attackers.hostile_files.kind import Kind, honest, parts, refused, text

OLD_XML = (
    '<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n<Workbook xmlns="urn:schemas-microsoft-com:'
    'office:spreadsheet"><Worksheet Name="A"><Table><Row><Cell><Data>1</Data></Cell></Row></Table></Worksheet></Workbook>'
)


def _database() -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "a.db"
        with sqlite3.connect(path) as database:
            database.execute("create table log (day text, attended integer)")
        database.close()
        return path.read_bytes()


def _parquet() -> bytes:
    out = io.BytesIO()
    parquet.write_table(pa.table({"Attendance": [18, 21]}), out)
    return out.getvalue()


def _arrow() -> bytes:
    out = io.BytesIO()
    feather.write_feather(pa.table({"Attendance": [18, 21]}), out)
    return out.getvalue()


def _other(folder: str) -> bytes:
    return raw_files.zipped({"[Content_Types].xml": "<Types/>", f"{folder}/document.xml": "<w/>"})


KINDS: list[Kind] = [
    refused("nothing", "March.xlsx", lambda: b"", "is empty"),
    refused("one byte", "March.xlsx", lambda: b"\xff", "No table was found"),
    refused("one letter", "March.csv", lambda: b"x", "No table was found"),
    refused("half a zip mark", "March.xlsx", lambda: b"PK", "No table was found"),
    refused("only a zip mark", "March.xlsx", lambda: b"PK\x03\x04", "damaged"),
    refused("a million zeros", "March.xlsx", lambda: bytes(1 << 20), "is empty"),
    refused("spaces and lines", "March.csv", lambda: b" \r\n\t" * 1000, "is empty"),
    refused("only a mark of UTF-8", "March.csv", lambda: b"\xef\xbb\xbf", "is empty"),
    refused("only a mark of UTF-16", "March.csv", lambda: b"\xff\xfe", "is empty"),
    refused(
        "noise", "March.xlsx", lambda: bytes((n * n * 31 + n * 7 + 11) % 256 for n in range(5000)), "not text"
    ),
    refused("a lock file by its bytes", "March.xlsx", raw_files.lock_file, "lock file"),
    refused("a lock file by its name", "~$March.xlsx", honest, "lock file"),
    refused(
        "a lock file of LibreOffice",
        ".~lock.March.ods#",
        lambda: b",librarian,desk,07.03.2026 10:15,file:///home/x;",
        "lock file",
    ),
    refused(
        "a companion file of a Mac",
        "._March.xlsx",
        lambda: b"\x00\x05\x16\x07\x00\x02\x00\x00Mac OS X" + bytes(4000),
        "a companion file of a Mac",
    ),
    refused("a PDF", "March.xlsx", lambda: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "is a PDF"),
    refused("a picture", "March.xlsx", lambda: b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "is a picture"),
    refused(
        "a photograph", "March.xlsx", lambda: b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(200), "is a picture"
    ),
    refused(
        "an iPhone's photograph", "March.xlsx", lambda: b"\0\0\0\x18ftypheic" + bytes(200), "is a picture"
    ),
    refused("a Word document", "March.xlsx", lambda: _other("word"), "is a Word document"),
    refused("slides", "March.xlsx", lambda: _other("ppt"), "is a PowerPoint"),
    refused(
        "an old Word document",
        "March.xls",
        lambda: raw_files.compound({"WordDocument": b"x"}),
        "is a Word document",
    ),
    refused("an empty old container", "March.xls", lambda: raw_files.compound({}), "not a spreadsheet"),
    refused(
        "a Numbers document",
        "March.numbers",
        lambda: raw_files.zipped({"Index/Document.iwa": b"x", "Data/a.jpg": b"y"}),
        "is an Apple Numbers file: in Numbers choose File, Export To, Excel",
    ),
    refused(
        "a Pages document",
        "March.pages",
        lambda: raw_files.zipped({"Index/Document.iwa": b"x", "preview.jpg": b"y"}),
        "is a document of Apple Pages, not a spreadsheet",
    ),
    refused(
        "a Keynote document",
        "March.xlsx",
        lambda: raw_files.zipped({"Index/Document.iwa": b"x", "Index/Slide-1.iwa": b"y"}),
        "is a document of Apple Keynote, not a spreadsheet",
    ),
    refused(
        "a zip with a workbook in it",
        "March.zip",
        lambda: raw_files.zipped({"Lists/March.xlsx": honest(), "Lists/read me.txt": "x"}),
        "is a zip archive with a spreadsheet in it: unpack it first",
    ),
    refused(
        "a zip with only what a Mac keeps beside a workbook",
        "March.zip",
        lambda: raw_files.zipped({"__MACOSX/._March.xlsx": b"x"}),
        "is a zip archive without a workbook in it",
    ),
    refused(
        "a book",
        "March.xlsx",
        lambda: raw_files.zipped({"mimetype": "application/epub+zip", "content.opf": ""}),
        "not a spreadsheet",
    ),
    refused(
        "a program of a phone",
        "March.xlsx",
        lambda: raw_files.zipped({"AndroidManifest.xml": "x", "classes.dex": "y"}),
        "zip archive",
    ),
    refused(
        "a text document",
        "March.ods",
        lambda: raw_files.opendocument("", mimetype="text"),
        "is a text document",
    ),
    refused("XML of Excel 2003", "March.xls", lambda: OLD_XML.encode(), "is an XML document"),
    refused(
        "XML of Excel 2003 in UTF-16", "March.xml", lambda: OLD_XML.encode("utf-16"), "is an XML document"
    ),
    refused(
        "a flat OpenDocument",
        "March.fods",
        lambda: b'<?xml version="1.0"?><office:document xmlns:office="x"/>',
        "is an XML document",
    ),
    refused(
        "ten thousand laughs in a flat file",
        "March.xml",
        lambda: b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>',
        "is an XML document",
    ),
    refused("JSON", "March.csv", lambda: b'{"rows": [{"Date": "2026-03-07", "Attendance": 18}]}', "JSON"),
    refused("a list in JSON", "March.csv", lambda: b'[{"Date": "2026-03-07", "Attendance": 18}]', "JSON"),
    refused(
        "settings of a Mac, in bytes",
        "March.plist",
        lambda: plistlib.dumps({"Rows": 3}, fmt=plistlib.FMT_BINARY),
        "is a file of settings of a Mac",
    ),
    refused("SYLK", "March.slk", lambda: b'ID;PWXL;N;E\nC;Y1;X1;K"Date"\nC;Y2;X1;K18\nE\n', "SYLK"),
    refused(
        "DIF",
        "March.dif",
        lambda: b'TABLE\n0,1\n"EXCEL"\nVECTORS\n0,2\n""\nTUPLES\n0,2\n""\nDATA\n0,0\n""\n-1,0\nBOT\n',
        "DIF",
    ),
    refused("a database", "March.xlsx", _database, "is a database"),
    refused(
        "an Access database",
        "March.xlsx",
        lambda: b"\0\1\0\0Standard ACE DB\0" + bytes(4000),
        "is a database",
    ),
    refused(
        "a dBase table",
        "March.dbf",
        lambda: b"\x03\x7e\x03\x07" + struct.pack("<IHH", 2, 65, 20) + bytes(400),
        "not a spreadsheet",
    ),
    refused("Parquet", "March.parquet", _parquet, "is a table of another program"),
    refused("Arrow", "March.arrow", _arrow, "is a table of another program"),
    refused(
        "a workbook of before 1995",
        "March.xls",
        lambda: b"\x09\x04\x06\x00\x00\x00\x10\x00" + bytes(400),
        "before 1995",
    ),
    refused(
        "a workbook of 1987",
        "March.xls",
        lambda: b"\x09\x00\x04\x00\x02\x00\x10\x00" + bytes(400),
        "before 1995",
    ),
    refused("Lotus 1-2-3", "March.wk1", lambda: b"\0\0\2\0\6\4\6\0\10\0" + bytes(400), "not a spreadsheet"),
    refused(
        "text, packed",
        "March.csv.gz",
        lambda: gzip.compress(text().encode()),
        "is an archive of files: unpack it first",
    ),
    refused("a program", "March.xlsx", lambda: b"MZ\x90\0" + bytes(600), "is a program"),
    refused("a script", "March.csv", lambda: b"#!/bin/sh\nrm -rf x\n", "No table was found"),
    refused(
        "a letter in rich text", "March.doc", lambda: b"{\\rtf1\\ansi Dear librarian}", "is a text document"
    ),
    refused("PostScript", "March.xlsx", lambda: b"%!PS-Adobe-3.0\nshowpage\n", "is a print file"),
    refused(
        "a calendar",
        "March.csv",
        lambda: b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n",
        "is a calendar",
    ),
    refused("a picture of shapes", "March.xlsx", lambda: b'<svg xmlns="http://www.w3.org/2000/svg"/>', "XML"),
    refused(
        "a pickle",
        "March.xlsx",
        lambda: b"\x80\x04\x95\x1d\0\0\0\0\0\0\0\x8c\x05posix\x94\x8c\x06system\x94\x93\x94.",
        "not a spreadsheet",
    ),
    refused(
        "the parts of a workbook without a list of types",
        "March.xlsx",
        lambda: raw_files.zipped({"sheet1.xml": parts()["xl/worksheets/sheet1.xml"]}),
        "zip archive",
    ),
    refused(
        "a workbook locked with a password",
        "March.xlsx",
        lambda: raw_files.compound({"EncryptionInfo": b"x", "EncryptedPackage": b"y" * 5000}),
        "protected with a password",
    ),
    refused(
        "a workbook under a label of rights",
        "March.xlsx",
        lambda: raw_files.compound({"EncryptedPackage": b"y", "DataSpaces": b"z"}),
        "protected with a password",
    ),
]
