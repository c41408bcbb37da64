"""Files that are no spreadsheet, known by what is in them and turned away with what to do instead."""

from __future__ import annotations

import re
from collections.abc import Collection

from libcollab_metrics.errors import UnreadableFile
from libcollab_metrics.ingest.refusal import (
    RESAVE,
    behind_a_sign_in,
    drive_link,
    empty,
    mail,
    not_a_spreadsheet,
    of_apple,
    packed,
    shortcut,
    web_page,
)

_ARCHIVE = "an archive of files"
_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "a PDF"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"BM", "a picture"),
    (b"II*\0", "a picture"),
    (b"MM\0*", "a picture"),
    (b"{\\rtf", "a text document"),
    (b"Rar!\x1a\x07", _ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c", _ARCHIVE),
    (b"\x1f\x8b", _ARCHIVE),
    (b"SQLite format 3\0", "a database"),
    (b"PAR1", "a table of another program"),
    (b"ARROW1", "a table of another program"),
    (b"\x89HDF", "a table of another program"),
    (b"\0\x05\x16\x07", "what a Mac keeps beside a file"),
    (b"MZ", "a program"),
    (b"\x7fELF", "a program"),
)
_BINARY_ONLY = {b"BM", b"MZ"}  # two letters a list could also begin with: believed only if the rest is not text

#: How texts begin that are no tables, in small letters.
_PAGE = ("<!doctype html", "<html", "<head", "<table", "<meta", "mime-version:", "from: <saved by")
_XML = ("<?xml", "<workbook", "<svg", "<!doctype plist", "<plist")
_SHORTCUTS = ("[internetshortcut]", "[desktop entry]")
_TEXTS: tuple[tuple[str, str], ...] = (
    ("{", "a JSON document"),
    ("[{", "a JSON document"),
    ("id;p", "a SYLK file"),
    ("table\n0,1", "a DIF file"),
    ("table\r\n0,1", "a DIF file"),
    ("begin:v", "a calendar or an address book"),
    ("%!ps", "a print file"),
)
_MARKUP_REMARKS = re.compile(r"\A\s*(?:<!--(?:[^-]|-(?!->))*-->\s*)+")
#: A page that asks who somebody is: by a field for a password; without a table, by its title or where it leads.
_PASSWORD = re.compile(r"type\s*=\s*[\"']?password")
_SIGN_IN = re.compile(
    r"//(?:accounts\.google|login\.microsoftonline|login\.live)\.com/"
    r"|<(?:title|h1|body)[^>]*>[^<]{0,60}\b(?:sign|log)[ -]?in\b"
)
#: A line above the text of an e-mail; a page saved from the web has some of them too, but no way it came.
_MAIL_LINE = re.compile(
    r"^(received|return-path|delivered-to|message-id|from|to|subject|date|mime-version|x-[\w-]+):", re.M
)
_SAVED_PAGE = ("from: <saved by", "\nsnapshot-content-location:", "x-document-type:")
#: What the small file of a Google document on a disk holds.
_DRIVE = re.compile(r'"doc_id"|"resource_id"|//(?:docs|drive|sheets)\.google\.com/')

_RECIPES = {"word/": "a Word document", "ppt/": "a PowerPoint presentation", "visio/": "a Visio drawing"}
_SHEETS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".csv", ".tsv")
#: What Outlook calls the parts of a mail it saves.
_OUTLOOK = ("__properties_version", "__nameid_version", "__substg1.0")


def refuse_other_bytes(data: bytes, label: str) -> None:
    """Turn away what its first bytes say is no text and no workbook."""
    if data[4:12] in (b"ftypheic", b"ftypmif1", b"ftypavif") or (data[:4] == b"RIFF" and data[8:12] == b"WEBP"):
        raise not_a_spreadsheet(label, "a picture")
    if data[4:16] in (b"Standard Jet", b"Standard ACE"):
        raise not_a_spreadsheet(label, "a database")
    if data[:1] == b"\x09" and data[1:2] in (b"\0", b"\2", b"\4") and data[2:4] in (b"\4\0", b"\6\0"):
        raise UnreadableFile(f"{label} is a workbook of before 1995. {RESAVE}")
    if data.startswith(b"bplist0"):
        raise shortcut(label) if b"SURL" in data[:64] else not_a_spreadsheet(label, "a file of settings of a Mac")
    for signature, kind in _SIGNATURES:
        if data.startswith(signature) and (signature not in _BINARY_ONLY or b"\0" in data[:512]):
            raise packed(label, kind) if kind == _ARCHIVE else not_a_spreadsheet(label, kind)


def refuse_other_texts(text: str, label: str) -> None:
    """Turn away a text whose first words say that it is no table."""
    begin = _MARKUP_REMARKS.sub("", text.lstrip("\ufeff")).lstrip().lower()
    if not begin.strip("\0\ufeff"):
        raise empty(label)
    if begin.startswith(_SHORTCUTS) or (begin.startswith(_XML) and "<plist" in begin and "<key>url</key>" in begin):
        raise shortcut(label)
    if _is_mail(begin):
        raise mail(label)
    if begin.startswith(_PAGE) or "<html" in begin[:512]:
        raise behind_a_sign_in(label) if _asks_to_sign_in(begin) else web_page(label)
    if begin.startswith(_XML):
        raise UnreadableFile(f"{label} is an XML document, not a workbook. {RESAVE}")
    if begin.startswith("{") and _DRIVE.search(begin):
        raise drive_link(label)
    for opening, kind in _TEXTS:
        if begin.startswith(opening):
            raise not_a_spreadsheet(label, kind)


def _asks_to_sign_in(page: str) -> bool:
    """Whether a page asks who somebody is; one with a table may be a list of those who signed in."""
    return _PASSWORD.search(page) is not None or ("<td" not in page and _SIGN_IN.search(page) is not None)


def _is_mail(begin: str) -> bool:
    """Whether the lines up to the first blank one are those of an e-mail: from whom, and how or when it came."""
    if not _MAIL_LINE.match(begin) or any(mark in begin for mark in _SAVED_PAGE):
        return False
    head = re.split(r"\r?\n\r?\n", begin, maxsplit=1)[0]
    names = set(_MAIL_LINE.findall(head))
    return "from" in names and len(names & {"received", "message-id", "to", "subject", "date"}) >= 2


def not_a_workbook(keys: Collection[str], label: str) -> UnreadableFile:
    """Return the refusal for a zip that is no workbook; `keys` are the names of its parts in small letters."""
    for folder, kind in _RECIPES.items():
        if any(key.startswith(folder) for key in keys):
            return not_a_spreadsheet(label, kind)
    if any(key == "index/document.iwa" or key.endswith((".numbers/index.zip", ".pages/index.zip")) for key in keys):
        slides = any(key.startswith("index/slide") for key in keys)
        return of_apple(label, slides)
    sheets = [key for key in keys if key.endswith(_SHEETS) and not key.startswith("__macosx/")]
    return packed(label, "a zip archive", holds_a_sheet=bool(sheets))


def refuse_other_streams(names: Collection[str], label: str) -> None:
    """Turn away a file of old Office that is no workbook; `names` are those of its streams in small letters."""
    if "worddocument" in names:
        raise not_a_spreadsheet(label, "a Word document")
    if "powerpoint document" in names:
        raise not_a_spreadsheet(label, "a PowerPoint presentation")
    if any(name.startswith(_OUTLOOK) for name in names):
        raise mail(label)
