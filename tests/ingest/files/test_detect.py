"""The format of a file is detected from its bytes."""

from __future__ import annotations

import struct

import pytest

from libcollab_metrics.errors import UnreadableFileError
from libcollab_metrics.ingest.files.detect import detect_format
from libcollab_metrics.ingest.files.refusals import display_name
from libcollab_metrics.ingest.files.text_encoding import decode_text
from tests.support.attackers import raw_files

WORD = raw_files.zipped({"[Content_Types].xml": "<Types/>", "word/document.xml": "<w/>"})
SLIDES = raw_files.zipped({"[Content_Types].xml": "<Types/>", "ppt/presentation.xml": "<p/>"})
PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(range(256))
OLD_WORD = raw_files.compound({"WordDocument": b"x"})
LOCKED_XLSX = raw_files.compound({"EncryptionInfo": b"x", "EncryptedPackage": b"y"})
LOCKED_ODS = raw_files.opendocument(
    raw_files.ods_table(raw_files.ods_cell("1")), manifest="<encryption-data/>"
)
WORKBOOK = raw_files.workbook(raw_files.SMALL)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (WORKBOOK, "xlsx"),
        (raw_files.xlsb(raw_files.xlsb_row(0), raw_files.xlsb_number(0, 1)), "xlsb"),
        (raw_files.xls(raw_files.xls_number(0, 0, 1)), "xls"),
        (raw_files.opendocument(raw_files.ods_table(raw_files.ods_cell("1"))), "ods"),
        (b"Date,Visits\n2026-03-01,18\n", "csv"),
        ("Título\tVisitas\n".encode("utf-16"), "csv"),
        (b"BMW club,12\nMZ,3\n", "csv"),
    ],
)
@pytest.mark.parametrize("name", ["March.xlsx", "March.csv", "March", "March.pdf"])
def test_format_is_detected_from_bytes_whatever_the_name(data: bytes, expected: str, name: str) -> None:
    assert detect_format(data, name) == expected


@pytest.mark.parametrize(
    ("data", "what", "advice"),
    [
        (b"", "is empty", "choose it again"),
        (b"\0" * 5000, "is empty", "choose it again"),
        (b" \r\n\t", "is empty", "choose it again"),
        (raw_files.lock_file(), "Excel lock file", "close the workbook"),
        (LOCKED_XLSX, "protected with a password", "remove the password"),
        (LOCKED_ODS, "protected with a password", "remove the password"),
        (raw_files.encrypted_flag(), "protected with a password", "remove the password"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "is a PDF", "Choose an Excel"),
        (WORD, "is a Word document", "Choose an Excel"),
        (OLD_WORD, "is a Word document", "Choose an Excel"),
        (SLIDES, "is a PowerPoint presentation", "Choose an Excel"),
        (raw_files.opendocument("", mimetype="text"), "is a text document", "Choose an Excel"),
        (PICTURE, "is a picture", "Choose an Excel"),
        (
            b"<html><body><table><tr><td>1</td></tr></table></body></html>",
            "is a web page",
            "save it as .xlsx",
        ),
        (b"<?xml version='1.0'?><Workbook/>", "is an XML document", "save it as .xlsx"),
        (raw_files.zipped({"notes.txt": "hello"}), "zip archive without a workbook", "Choose an Excel"),
        (WORKBOOK[:-40], "damaged or only partly downloaded", "Download or copy it again"),
        (WORKBOOK[: len(WORKBOOK) // 2], "damaged or only partly downloaded", "Download or copy it again"),
        (
            raw_files.compound({"Workbook": b"x"})[:700],
            "damaged or only partly downloaded",
            "Download or copy it again",
        ),
        (bytes((i * 37 + 11) % 256 for i in range(3000)), "not text", "Choose an Excel"),
        (b"a,b\n1,\0\n", "not text", "Choose an Excel"),
        (raw_files.repeated_member(), "the same part twice", "save it as .xlsx"),
        (raw_files.overlapping_members(), "lie over one another", "save it as .xlsx"),
        (raw_files.odd_packing(), "packed in a way", "save it as .xlsx"),
    ],
)
def test_other_files_are_refused_with_their_kind_named(data: bytes, what: str, advice: str) -> None:
    assert_refused(data, what, advice)


def test_archive_of_too_many_parts_is_refused() -> None:
    archive = raw_files.zipped({f"p{i}": "" for i in range(20_001)})
    assert_refused(archive, "more than 20,000 parts", "into a new workbook")


def assert_refused(data: bytes, what: str, advice: str) -> None:
    """The file is refused in one sentence with what it is and what to do."""
    with pytest.raises(UnreadableFileError) as caught:
        detect_format(data, "March list.xlsx")
    message = str(caught.value)
    assert what in message
    assert advice in message
    assert "March list.xlsx" in message
    assert "Error" not in message
    assert "Traceback" not in message
    assert "\n" not in message


def test_lock_file_is_recognized_by_name_alone() -> None:
    with pytest.raises(UnreadableFileError, match="lock file"):
        detect_format(WORKBOOK, "~$March.xlsx")


def test_display_name_drops_folders_and_control_characters_and_is_cut() -> None:
    assert display_name("/home/someone/lists/March.xlsx") == "March.xlsx"
    assert display_name("..\\..\\a\u202eb\x00\nc.xlsx") == "abc.xlsx"
    assert display_name("") == "The file"
    assert len(display_name("x" * 500)) == 80


@pytest.mark.parametrize(
    ("encoding", "reported", "guessed"),
    [
        ("utf-8", "utf-8", False),
        ("utf-8-sig", "utf-8-sig", False),
        ("utf-16", "utf-16", False),
        ("utf-16-le", "utf-16-le", False),
        ("utf-16-be", "utf-16-be", False),
        ("utf-32", "utf-32", False),
        ("utf-32-le", "utf-32-le", False),
        ("utf-32-be", "utf-32-be", False),
        ("cp1252", "cp1252", True),
    ],
)
def test_only_western_fallback_encoding_counts_as_a_guess(
    encoding: str, reported: str, guessed: bool
) -> None:
    text = "Niño,Biblioteca,Año\nÑ,Peñablanca,18\n"
    assert decode_text(text.encode(encoding), "a.csv") == (text, reported, guessed)


def test_old_workbook_with_circular_sectors_is_refused_as_damaged() -> None:
    data = bytearray(raw_files.xls(raw_files.xls_number(0, 0, 1)))
    (directory,) = struct.unpack_from("<I", data, 48)
    struct.pack_into("<I", data, 512 + directory * 4, directory)
    with pytest.raises(UnreadableFileError, match="damaged"):
        detect_format(bytes(data), "a.xls")
