"""Encoding of a text file: byte order marks, zero bytes, and Western European as the fallback."""

from __future__ import annotations

import re

from libcollab_metrics.errors import UnreadableFileError
from libcollab_metrics.ingest.files.refusals import CHOOSE, display_name
from libcollab_metrics.messages import Message

_CONTROL_CHARACTERS = re.compile("[\0-\x08\x0e-\x19\x1b-\x1f\x7f-\x9f\ufffd]")


def decode_text(data: bytes, name: str) -> tuple[str, str, bool]:
    """Decode a text file; return its text, its encoding, and whether the encoding is a guess.

    UTF-8, UTF-16 and UTF-32 are recognized with or without a byte order mark. Anything else is decoded as
    Western European (cp1252), which is a guess.

    Raises
    ------
    UnreadableFileError
        If the bytes are not text.
    """
    text, encoding, guessed = _decode(data)
    if "\0" in text or _control_character_share(text[:20_000]) > 0.02:
        raise UnreadableFileError(
            Message(
                "{file} is not a spreadsheet and not text. {advice}", file=display_name(name), advice=CHOOSE
            )
        )
    return text, encoding, guessed


def _decode(data: bytes) -> tuple[str, str, bool]:
    for mark, encoding in (
        (b"\xff\xfe\0\0", "utf-32"),
        (b"\0\0\xfe\xff", "utf-32"),
        (b"\xef\xbb\xbf", "utf-8-sig"),
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
    ):
        if data.startswith(mark):
            return data.decode(encoding, "replace"), encoding, False
    wide = _detect_utf32(data) or _detect_utf16(data)
    for encoding in (wide, "utf-8") if wide else ("utf-8",):
        try:
            return data.decode(encoding), encoding, False
        except UnicodeDecodeError:
            continue
    return data.decode("cp1252", "replace"), "cp1252", True


def _detect_utf32(data: bytes) -> str:
    """Detect UTF-32 by its zero bytes: the upper two of every four are almost always zero."""
    head = data[:4096]
    if len(head) < 8 or len(data) % 4:
        return ""
    zeros = [head[offset::4].count(0) * 4 / len(head) for offset in range(4)]
    if zeros[3] == 1 and zeros[2] > 0.9 and zeros[0] < 0.05:
        return "utf-32-le"
    return "utf-32-be" if zeros[0] == 1 and zeros[1] > 0.9 and zeros[3] < 0.05 else ""


def _detect_utf16(data: bytes) -> str:
    """Detect UTF-16 by its zero bytes: Western text has one in every pair."""
    head = data[:4096]
    if len(head) < 4 or b"\0" not in head:
        return ""
    even, odd = head[0::2], head[1::2]
    if odd.count(0) > 0.4 * len(odd) and even.count(0) < 0.05 * len(even):
        return "utf-16-le"
    if even.count(0) > 0.4 * len(even) and odd.count(0) < 0.05 * len(odd):
        return "utf-16-be"
    return ""


def _control_character_share(text: str) -> float:
    return len(_CONTROL_CHARACTERS.findall(text)) / max(len(text), 1)
