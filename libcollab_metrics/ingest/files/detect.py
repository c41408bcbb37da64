"""Detect the format of a file from its content, and recognize web pages, e-mails and other files."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Literal

from libcollab_metrics.errors import UnreadableFileError
from libcollab_metrics.ingest.files.refusals import (
    CHOOSE,
    RESAVE,
    apple_file_error,
    archive_error,
    damaged_file_error,
    display_name,
    drive_link_error,
    email_error,
    empty_file_error,
    invalid_container_error,
    not_a_spreadsheet_error,
    password_error,
    shortcut_error,
    sign_in_page_error,
    web_page_error,
)
from libcollab_metrics.ingest.files.text_encoding import decode_text
from libcollab_metrics.ingest.files.xls_scan import SIGNATURE as OLD_OFFICE
from libcollab_metrics.ingest.files.xls_scan import CompoundFile, CompoundFileError
from libcollab_metrics.ingest.files.zip_container import Member, ZipError, inflate, read_zip_directory
from libcollab_metrics.messages import Message

# Files that are not spreadsheets: recognized by content, and rejected with advice.

_ARCHIVE = Message("an archive of files")
_SIGNATURES: tuple[tuple[bytes, Message], ...] = (
    (b"%PDF-", Message("a PDF")),
    (b"\x89PNG", Message("a picture")),
    (b"\xff\xd8\xff", Message("a picture")),
    (b"GIF8", Message("a picture")),
    (b"BM", Message("a picture")),
    (b"II*\0", Message("a picture")),
    (b"MM\0*", Message("a picture")),
    (b"{\\rtf", Message("a text document")),
    (b"Rar!\x1a\x07", _ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c", _ARCHIVE),
    (b"\x1f\x8b", _ARCHIVE),
    (b"SQLite format 3\0", Message("a database")),
    (b"PAR1", Message("a table of another program")),
    (b"ARROW1", Message("a table of another program")),
    (b"\x89HDF", Message("a table of another program")),
    (b"\0\x05\x16\x07", Message("a companion file of a Mac")),
    (b"MZ", Message("a program")),
    (b"\x7fELF", Message("a program")),
)
_BINARY_ONLY = {b"BM", b"MZ"}  # may also begin a text, so they require a zero byte in the file

#: Beginnings of texts that are not tables, in lower case.
_PAGE_PREFIXES = ("<!doctype html", "<html", "<head", "<table", "<meta", "mime-version:", "from: <saved by")
_XML_PREFIXES = ("<?xml", "<workbook", "<svg", "<!doctype plist", "<plist")
_SHORTCUT_PREFIXES = ("[internetshortcut]", "[desktop entry]")
_TEXT_PREFIXES: tuple[tuple[str, Message], ...] = (
    ("{", Message("a JSON document")),
    ("[{", Message("a JSON document")),
    ("id;p", Message("a SYLK file")),
    ("table\n0,1", Message("a DIF file")),
    ("table\r\n0,1", Message("a DIF file")),
    ("begin:v", Message("a calendar or an address book")),
    ("%!ps", Message("a print file")),
)
_MARKUP_REMARKS = re.compile(r"\A\s*(?:<!--(?:[^-]|-(?!->))*-->\s*)+")
#: A sign-in page: recognized by a password field; without a table, also by its title or its link targets.
_PASSWORD = re.compile(r"type\s*=\s*[\"']?password")
_SIGN_IN = re.compile(
    r"//(?:accounts\.google|login\.microsoftonline|login\.live)\.com/"
    r"|<(?:title|h1|body)[^>]*>[^<]{0,60}\b(?:sign|log)[ -]?in\b"
)
#: Header line of an e-mail. A saved web page has some of them too, but no transport headers.
_MAIL_LINE = re.compile(
    r"^(received|return-path|delivered-to|message-id|from|to|subject|date|mime-version|x-[\w-]+):", re.M
)
_SAVED_PAGE = ("from: <saved by", "\nsnapshot-content-location:", "x-document-type:")
#: Content of the small file that Google Drive stores on disk for a document.
_DRIVE = re.compile(r'"doc_id"|"resource_id"|//(?:docs|drive|sheets)\.google\.com/')

_OFFICE_FOLDERS = {
    "word/": Message("a Word document"),
    "ppt/": Message("a PowerPoint presentation"),
    "visio/": Message("a Visio drawing"),
}
_SHEET_EXTENSIONS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".csv", ".tsv")
#: Stream name prefixes in a mail saved by Outlook.
_OUTLOOK_PREFIXES = ("__properties_version", "__nameid_version", "__substg1.0")


def reject_other_binaries(data: bytes, label: str) -> None:
    """Reject binary files that are not workbooks, by their first bytes."""
    if data[4:12] in (b"ftypheic", b"ftypmif1", b"ftypavif") or (
        data[:4] == b"RIFF" and data[8:12] == b"WEBP"
    ):
        raise not_a_spreadsheet_error(label, Message("a picture"))
    if data[4:16] in (b"Standard Jet", b"Standard ACE"):
        raise not_a_spreadsheet_error(label, Message("a database"))
    if data[:1] == b"\x09" and data[1:2] in (b"\0", b"\2", b"\4") and data[2:4] in (b"\4\0", b"\6\0"):
        raise UnreadableFileError(
            Message("{file} is a workbook of before 1995. {advice}", file=label, advice=RESAVE)
        )
    if data.startswith(b"bplist0"):
        raise (
            shortcut_error(label)
            if b"SURL" in data[:64]
            else not_a_spreadsheet_error(label, Message("a file of settings of a Mac"))
        )
    for signature, kind in _SIGNATURES:
        if data.startswith(signature) and (signature not in _BINARY_ONLY or b"\0" in data[:512]):
            raise archive_error(label, kind) if kind == _ARCHIVE else not_a_spreadsheet_error(label, kind)


def reject_other_texts(text: str, label: str) -> None:
    """Reject texts that are not tables, by their first words."""
    begin = _MARKUP_REMARKS.sub("", text.lstrip("\ufeff")).lstrip().lower()
    if not begin.strip("\0\ufeff"):
        raise empty_file_error(label)
    if begin.startswith(_SHORTCUT_PREFIXES) or (
        begin.startswith(_XML_PREFIXES) and "<plist" in begin and "<key>url</key>" in begin
    ):
        raise shortcut_error(label)
    if _is_mail(begin):
        raise email_error(label)
    if begin.startswith(_PAGE_PREFIXES) or "<html" in begin[:512]:
        raise sign_in_page_error(label) if _is_sign_in_page(begin) else web_page_error(label)
    if begin.startswith(_XML_PREFIXES):
        raise UnreadableFileError(
            Message("{file} is an XML document, not a workbook. {advice}", file=label, advice=RESAVE)
        )
    if begin.startswith("{") and _DRIVE.search(begin):
        raise drive_link_error(label)
    for opening, kind in _TEXT_PREFIXES:
        if begin.startswith(opening):
            raise not_a_spreadsheet_error(label, kind)


def _is_sign_in_page(page: str) -> bool:
    """Return whether a page is a sign-in page.

    A page with a table may just be a list of people who signed in.
    """
    return _PASSWORD.search(page) is not None or ("<td" not in page and _SIGN_IN.search(page) is not None)


def _is_mail(begin: str) -> bool:
    """Return whether the first block of lines is an e-mail header.

    Such a header has a sender and at least two other fields.
    """
    if not _MAIL_LINE.match(begin) or any(mark in begin for mark in _SAVED_PAGE):
        return False
    head = re.split(r"\r?\n\r?\n", begin, maxsplit=1)[0]
    names = set(_MAIL_LINE.findall(head))
    return "from" in names and len(names & {"received", "message-id", "to", "subject", "date"}) >= 2


def not_a_workbook_error(keys: Collection[str], label: str) -> UnreadableFileError:
    """Build the error for a ZIP file that is not a workbook, from its casefolded part names."""
    for folder, kind in _OFFICE_FOLDERS.items():
        if any(key.startswith(folder) for key in keys):
            return not_a_spreadsheet_error(label, kind)
    if any(
        key == "index/document.iwa" or key.endswith((".numbers/index.zip", ".pages/index.zip"))
        for key in keys
    ):
        slides = any(key.startswith("index/slide") for key in keys)
        return apple_file_error(label, slides)
    sheets = [key for key in keys if key.endswith(_SHEET_EXTENSIONS) and not key.startswith("__macosx/")]
    return archive_error(label, Message("a zip archive"), has_spreadsheet=bool(sheets))


def reject_other_streams(names: Collection[str], label: str) -> None:
    """Reject legacy Office files that are not workbooks, by their casefolded stream names."""
    if "worddocument" in names:
        raise not_a_spreadsheet_error(label, Message("a Word document"))
    if "powerpoint document" in names:
        raise not_a_spreadsheet_error(label, Message("a PowerPoint presentation"))
    if any(name.startswith(_OUTLOOK_PREFIXES) for name in names):
        raise email_error(label)


Format = Literal["xlsx", "xlsb", "xls", "ods", "csv"]

_MAX_PARTS = 20_000  # maximum number of parts in any ZIP file; workbooks may be limited further

_TEXT_HEAD_BYTES = 1 << 16  # bytes examined to recognize a text
_OPEN_DOCUMENTS = {
    "text": Message("a text document"),
    "presentation": Message("a presentation"),
    "graphics": Message("a drawing"),
}


def detect_format(data: bytes, name: str) -> Format:
    """Detect the format of a file: xlsx, xlsb, xls, ods or csv.

    Parameters
    ----------
    data : bytes
        Content of the file.
    name : str
        Name of the file; used to recognize lock files and in error messages, never to detect the format.

    Returns
    -------
    {"xlsx", "xlsb", "xls", "ods", "csv"}
        Format of the file.

    Raises
    ------
    UnreadableFileError
        If the file is empty, encrypted, damaged or of another type; the message says which, and what to do.
    """
    label = display_name(name)
    if re.split(r"[/\\]", name)[-1].startswith(".~lock."):
        raise UnreadableFileError(
            Message(
                "{file} is a lock file of LibreOffice, not a workbook: close the workbook and choose the "
                "real one (the name without .~lock. and #).",
                file=label,
            )
        )
    if re.split(r"[/\\]", name)[-1].startswith("~$") or _is_lock_file(data):
        raise UnreadableFileError(
            Message(
                "{file} is an Excel lock file, not a workbook: close the workbook in Excel and choose the "
                "real one (the name without ~$).",
                file=label,
            )
        )
    if not data.strip(b"\0 \t\r\n"):
        raise empty_file_error(label)
    if data.startswith(OLD_OFFICE):
        return _detect_legacy_office(data, label)
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _detect_zip(data, label)
    reject_other_binaries(data, label)
    reject_other_texts(decode_text(data[:_TEXT_HEAD_BYTES], name)[0], label)
    return "csv"


def _is_lock_file(data: bytes) -> bool:
    """Return whether the data is an Excel lock file.

    Such a file has 165 bytes: the length of the user's name, the name, and the name again in UTF-16.
    """
    if len(data) != 165 or not 0 < data[0] <= 54:
        return False
    return data[55] == data[0] and data[56] == 0 and not data[1 + data[0] : 55].strip(b" \0")


def _detect_legacy_office(data: bytes, label: str) -> Format:
    try:
        names = {name.casefold() for name in CompoundFile(data).names}
    except CompoundFileError:
        raise damaged_file_error(label) from None
    if "encryptedpackage" in names:
        raise password_error(label)
    if names & {"workbook", "book"}:
        return "xls"
    reject_other_streams(names, label)
    raise UnreadableFileError(Message("{file} is not a spreadsheet. {advice}", file=label, advice=CHOOSE))


def _detect_zip(data: bytes, label: str) -> Format:
    try:
        members = read_zip_directory(data, _MAX_PARTS)
    except ZipError as bad:
        raise invalid_container_error(bad.reason, label, _MAX_PARTS) from None
    by_key = {member.key: member for member in members}
    if any(member.is_encrypted for member in members):
        raise password_error(label)
    if "xl/workbook.bin" in by_key:
        return "xlsb"
    if "mimetype" in by_key:
        return _detect_open_document(data, by_key, label)
    if "[content_types].xml" in by_key and any(
        key.startswith("xl/") and key.endswith(".xml") for key in by_key
    ):
        return "xlsx"
    raise not_a_workbook_error(by_key, label)


def _detect_open_document(data: bytes, by_key: dict[str, Member], label: str) -> Format:
    try:
        mimetype = next(inflate(data, by_key["mimetype"]), b"")[:200].decode("ascii", "replace")
        manifest = b""
        if "meta-inf/manifest.xml" in by_key:
            manifest = next(inflate(data, by_key["meta-inf/manifest.xml"]), b"")
    except ZipError as bad:
        raise invalid_container_error(bad.reason, label, _MAX_PARTS) from None
    if b"encryption-data" in manifest or "encrypted-package" in by_key:
        raise password_error(label)
    if "spreadsheet" in mimetype and "content.xml" in by_key:
        return "ods"
    kind = next(
        (words for key, words in _OPEN_DOCUMENTS.items() if key in mimetype), Message("something else")
    )
    raise not_a_spreadsheet_error(label, kind)
