"""What a file is, told from its bytes and never from its name."""

from __future__ import annotations

import re
import unicodedata
from typing import Literal

from libcollab_metrics.errors import UnreadableFile
from libcollab_metrics.ingest.compound import SIGNATURE as OLD_OFFICE
from libcollab_metrics.ingest.compound import CompoundFile, DamagedContainer
from libcollab_metrics.ingest.container import BadContainer, Member, inflate, read_directory
from libcollab_metrics.ingest.other_files import (
    not_a_workbook,
    refuse_other_bytes,
    refuse_other_streams,
    refuse_other_texts,
)
from libcollab_metrics.ingest.refusal import (
    CHOOSE,
    container_refused,
    damaged,
    empty,
    locked,
    not_a_spreadsheet,
)

Format = Literal["xlsx", "xlsb", "xls", "ods", "csv"]

_LONGEST_NAME = 80
_PARTS = 20_000  # of any zip that is looked into; a workbook may hold fewer

_ODD = re.compile("[\0-\x08\x0e-\x19\x1b-\x1f\x7f-\x9f\ufffd]")
_HEAD = 1 << 16  # bytes by which a text is told from other things
_OPEN_DOCUMENTS = {"text": "a text document", "presentation": "a presentation", "graphics": "a drawing"}


def display_name(name: str) -> str:
    """Return a file name fit to stand in a sentence: no folder, no control characters, at most 80 letters.

    Examples
    --------
    >>> display_name("C:\\\\lists\\\\March\\x07.xlsx")
    'March.xlsx'
    """
    label = re.split(r"[/\\]", name)[-1]
    label = "".join(ch for ch in label if unicodedata.category(ch)[0] != "C")
    label = " ".join(label.split()) or "The file"
    return label if len(label) <= _LONGEST_NAME else label[: _LONGEST_NAME - 1] + "…"


def sniff(data: bytes, name: str) -> Format:
    """Return what the bytes are: xlsx, xlsb, xls, ods or csv.

    Parameters
    ----------
    data : the whole file.
    name : its name, used to tell a lock file and to name the file in the sentence; never to tell the format.

    Raises
    ------
    UnreadableFile : the file is empty, locked, damaged or something else; the text says what and what to do.
    """
    label = display_name(name)
    if re.split(r"[/\\]", name)[-1].startswith(".~lock."):
        raise UnreadableFile(
            f"{label} is a lock file of LibreOffice, not a workbook: close the workbook and choose the real one "
            "(the name without .~lock. and #)."
        )
    if re.split(r"[/\\]", name)[-1].startswith("~$") or _is_lock_file(data):
        raise UnreadableFile(
            f"{label} is an Excel lock file, not a workbook: close the workbook in Excel and choose the real one "
            "(the name without ~$)."
        )
    if not data.strip(b"\0 \t\r\n"):
        raise empty(label)
    if data.startswith(OLD_OFFICE):
        return _old_office(data, label)
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _zip(data, label)
    refuse_other_bytes(data, label)
    refuse_other_texts(decode_text(data[:_HEAD], name)[0], label)
    return "csv"


def decode_text(data: bytes, name: str) -> tuple[str, str, bool]:
    """Return a text file's text, the encoding used and whether that was a guess.

    UTF-8, UTF-16 and UTF-32 are recognised with or without their mark; anything else is read as Western
    European (cp1252), which is a guess.

    Raises
    ------
    UnreadableFile : the bytes are not text.
    """
    text, encoding, guessed = _decoded(data)
    if "\0" in text or _odd_share(text[:20_000]) > 0.02:
        raise UnreadableFile(f"{display_name(name)} is not a spreadsheet and not text. {CHOOSE}")
    return text, encoding, guessed


def _decoded(data: bytes) -> tuple[str, str, bool]:
    for mark, encoding in (
        (b"\xff\xfe\0\0", "utf-32"),
        (b"\0\0\xfe\xff", "utf-32"),
        (b"\xef\xbb\xbf", "utf-8-sig"),
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
    ):
        if data.startswith(mark):
            return data.decode(encoding, "replace"), encoding, False
    wide = _unmarked_utf32(data) or _unmarked_utf16(data)
    for encoding in (wide, "utf-8") if wide else ("utf-8",):
        try:
            return data.decode(encoding), encoding, False
        except UnicodeDecodeError:
            continue
    return data.decode("cp1252", "replace"), "cp1252", True


def _unmarked_utf32(data: bytes) -> str:
    """Tell UTF-32 by its zero bytes: of the four of every letter the upper two are almost always zero."""
    head = data[:4096]
    if len(head) < 8 or len(data) % 4:
        return ""
    zeros = [head[place::4].count(0) * 4 / len(head) for place in range(4)]
    if zeros[3] == 1 and zeros[2] > 0.9 and zeros[0] < 0.05:
        return "utf-32-le"
    return "utf-32-be" if zeros[0] == 1 and zeros[1] > 0.9 and zeros[3] < 0.05 else ""


def _unmarked_utf16(data: bytes) -> str:
    """Tell UTF-16 by where the zero bytes fall: Western text has one in every pair."""
    head = data[:4096]
    if len(head) < 4 or b"\0" not in head:
        return ""
    even, odd = head[0::2], head[1::2]
    if odd.count(0) > 0.4 * len(odd) and even.count(0) < 0.05 * len(even):
        return "utf-16-le"
    if even.count(0) > 0.4 * len(even) and odd.count(0) < 0.05 * len(odd):
        return "utf-16-be"
    return ""


def _odd_share(text: str) -> float:
    return len(_ODD.findall(text)) / max(len(text), 1)


def _is_lock_file(data: bytes) -> bool:
    """Excel's lock file is 165 bytes: the length of the user's name, the name, then the name again in UTF-16."""
    if len(data) != 165 or not 0 < data[0] <= 54:
        return False
    return data[55] == data[0] and data[56] == 0 and not data[1 + data[0] : 55].strip(b" \0")


def _old_office(data: bytes, label: str) -> Format:
    try:
        names = {name.casefold() for name in CompoundFile(data).names}
    except DamagedContainer:
        raise damaged(label) from None
    if "encryptedpackage" in names:
        raise locked(label)
    if names & {"workbook", "book"}:
        return "xls"
    refuse_other_streams(names, label)
    raise UnreadableFile(f"{label} is not a spreadsheet. {CHOOSE}")


def _zip(data: bytes, label: str) -> Format:
    try:
        members = read_directory(data, _PARTS)
    except BadContainer as bad:
        raise container_refused(bad.reason, label, _PARTS) from None
    by_key = {member.key: member for member in members}
    if any(member.encrypted for member in members):
        raise locked(label)
    if "xl/workbook.bin" in by_key:
        return "xlsb"
    if "mimetype" in by_key:
        return _open_document(data, by_key, label)
    if "[content_types].xml" in by_key and any(key.startswith("xl/") and key.endswith(".xml") for key in by_key):
        return "xlsx"
    raise not_a_workbook(by_key, label)


def _open_document(data: bytes, by_key: dict[str, Member], label: str) -> Format:
    try:
        mimetype = next(inflate(data, by_key["mimetype"]), b"")[:200].decode("ascii", "replace")
        manifest = b""
        if "meta-inf/manifest.xml" in by_key:
            manifest = next(inflate(data, by_key["meta-inf/manifest.xml"]), b"")
    except BadContainer as bad:
        raise container_refused(bad.reason, label, _PARTS) from None
    if b"encryption-data" in manifest or "encrypted-package" in by_key:
        raise locked(label)
    if "spreadsheet" in mimetype and "content.xml" in by_key:
        return "ods"
    kind = next((words for key, words in _OPEN_DOCUMENTS.items() if key in mimetype), "something else")
    raise not_a_spreadsheet(label, kind)
