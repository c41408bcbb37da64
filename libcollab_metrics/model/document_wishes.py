"""The setting `documents`: what a library wants on the papers it gives away, checked when it is typed."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from libcollab_metrics.model.setting_readers import (
    ANY,
    Reader,
    a_day,
    a_list,
    a_list_of_names,
    a_number,
    a_record,
    a_text,
    a_word,
    refused,
)

#: Whom a document is for, in the order they are offered.
PURPOSES = ("sponsor", "board", "planning", "school", "official")
#: How a picture begins that every format can print.
PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")
#: Bytes of a logo; entries of a list; tiers.
MOST_BYTES, MOST_ENTRIES, MOST_TIERS = 300_000, 12, 6

_LINE = a_text("a line of at most 200 letters", "[^\n\r]{0,200}", "too long for a line")
_NAME = a_text("a line of at most 200 letters", "[^\n\r]{1,200}", "empty or too long for a line")
_PARAGRAPH = a_text("a text of at most 2,000 letters", ".{0,2000}", "too long")


def read_document_wishes(place: str, typed: Any) -> Mapping[str, Any]:
    """Return the setting as it is kept; LibCollabError says what cannot be used.

    Shape: `{"contact": "...", "logo": "base64 of a PNG or JPEG", "sponsor": {...}, "board": {...}, ...}`; each of
    `PURPOSES` holds any of `need`, `ask` (texts), `offers` (what is offered in return, a list of texts), `tiers`
    (`[{"name": "Friend", "amount": 5000}]`), `notes` (fingerprints of notes that may leave), `language`, `format`,
    and the selection: `from`, `to` (days), `program`, `partner`, `site` (lists of names).

    Examples
    --------
    >>> read_document_wishes("documents", {"contact": " Main Library, 555-0100 "})
    {'contact': 'Main Library, 555-0100'}
    """
    return dict(_WISHES(place, typed))


def _logo(place: str, value: Any) -> str:
    """The picture as it was given, if it is one that every format prints."""
    try:
        picture = base64.b64decode(value, validate=True)
    except (binascii.Error, TypeError, ValueError):
        raise refused(place, value, "no picture in base64", "the text a PNG or JPEG file becomes in base64") from None
    if picture and not picture.startswith(PICTURES):
        raise refused(place, "a picture", "no PNG or JPEG", "one of these two")
    if len(picture) > MOST_BYTES:
        raise refused(place, f"{len(picture):,} bytes", "too large a picture", f"one of at most {MOST_BYTES:,} bytes")
    return str(value)


_TIER: Mapping[str, Reader] = MappingProxyType({"name": _NAME, "amount": a_number(0.01, ANY, "5000")})
_TIER_EXAMPLE = '{"name": "Friend", "amount": 5000}'


def _tier(place: str, value: Any) -> Mapping[str, Any]:
    read: Mapping[str, Any] = a_record("part of a tier", _TIER, (), _TIER_EXAMPLE)(place, value)
    if any(read.get(part) is None for part in _TIER):
        raise refused(place, value, "no name with an amount", f"both, like {_TIER_EXAMPLE}")
    return read


_PURPOSE: Mapping[str, Reader] = MappingProxyType(
    {
        "need": _PARAGRAPH,
        "ask": _PARAGRAPH,
        "offers": a_list(_NAME, MOST_ENTRIES, '["Your logo on every poster"]'),
        "tiers": a_list(_tier, MOST_TIERS, f"[{_TIER_EXAMPLE}]"),
        "notes": a_list(_NAME, MOST_ENTRIES, '["3f2a9c1b"]'),
        "language": a_word("en", "fil", "es"),
        "format": a_word("pdf", "pptx", "xlsx", "html", "csv", "docx"),
        "from": a_day,
        "to": a_day,
        "program": a_list_of_names('["Story hour"]'),
        "partner": a_list_of_names('["Hope Foundation"]'),
        "site": a_list_of_names('["Main"]'),
    }
)  # fmt: skip
_WISHES = a_record(
    "part of documents",
    {"contact": _LINE, "logo": _logo}
    | {purpose: a_record(f"part of the wishes for {purpose}", _PURPOSE, ("from", "to"), '{"ask": "…"}')
       for purpose in PURPOSES},
    (),
    '{"contact": "Main Library, 555-0100", "sponsor": {"ask": "…"}}',
)  # fmt: skip
