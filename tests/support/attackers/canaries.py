"""Unique names (canaries), a workbook that contains them everywhere, and a search for them.

The search finds a name in any spelling, encoding or compression.
"""

from __future__ import annotations

import base64
import io
import json
import re
import unicodedata
import zlib
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import count, cycle
from pathlib import Path
from typing import Any
from urllib.parse import quote

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.workbook.defined_name import DefinedName

from tests.support.documents.packages import members
from tests.support.sheets import xlsx

#: The text in every first and last name of a child, and the text in every name in a note.
PERSON, NOTED = ("zyqñex", "wuxqób"), ("vyzqárk",)
_SYLLABLES = ("an", "el", "is", "or", "un", "ay", "em", "il", "os", "ur", "ach", "eth", "ing", "olm", "usk")


def names(many: int) -> list[str]:
    """Return names of children, spelled in turn as typed, in capitals, decomposed and as typed."""
    spellings = cycle((str, str.upper, lambda name: unicodedata.normalize("NFD", name), str))
    plain = (f"Zyqñex{first} Wuxqób{last}" for first in _SYLLABLES for last in _SYLLABLES)
    return [spell(name) for spell, name, _ in zip(spellings, plain, range(many), strict=False)]


def workbook(people: Sequence[str], encoded: bool = True) -> bytes:
    """Return a library's workbook with these people wherever a name can be, visible or hidden."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in _sheets(people, encoded).items():
        page = book.create_sheet(name)
        for row in rows:
            page.append(row)
    next_person = cycle(people)
    log = book["Log"]
    log["B2"].comment = Comment(f"{next(next_person)} was there", next(next_person))
    log.oddHeader.center.text = next(next_person)
    log.evenFooter.left.text = next(next_person)
    log.row_dimensions[4].hidden = True
    log.column_dimensions["F"].hidden = True
    for sheet, state in (("Hidden", "hidden"), ("Deep", "veryHidden")):
        book[sheet].sheet_state = state
    book.defined_names["Room"] = DefinedName(
        "Room", attr_text=f'"{next(next_person)}"', comment=next(next_person)
    )
    properties = book.properties
    properties.creator, properties.lastModifiedBy, properties.title, properties.subject = (
        next(next_person) for _ in range(4)
    )
    properties.description, properties.keywords, properties.category = (next(next_person) for _ in range(3))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _sheets(people: Sequence[str], encoded: bool) -> dict[str, list[list[Any]]]:
    everyone, noted = cycle(people), (f"Vyzqárk{n}" for n in count())
    person = lambda: next(everyone)  # noqa: E731
    base = (
        {"base64": base64.b64encode(people[0].encode()).decode(), "reversed": people[0][::-1]}
        if encoded
        else {}
    )
    days = [f"2026-03-{day:02d}" for day in range(2, 26, 2)]
    roster = [["No.", "Name", "Guardian", *days[:6]]] + [
        [n, name, person(), *("x" if (n + k) % 3 else None for k in range(6))]
        for n, name in enumerate(people, 1)
    ]
    return {
        "Log": [
            ["Date", "Title", "Location", "Attendance", "Notes", "Helper"],
            *(
                [day, "Story hour", "Main", 20 + n, f"{next(noted)} came", person()]
                for n, day in enumerate(days)
            ),
            ["2026-03-28", "Craft", "Main", f"{person()} and 3 more", next(noted), person()],
            [person(), "Craft", "Main", 12, None, person()],
            [None, None, None, None, None, None],
            [f"Checked by {person()}"],
        ],
        "Roster": [["Story hour"], *roster, [None, f"Signed: {person()}"]],
        people[0][:28]: [
            ["Date", "Activity", "Name", "Status", "Phone"],
            *([day, "Story hour", person(), "Present", "0917"] for day in days),
            ["", "", person(), person()],
        ],
        "Sign-up": [
            ["Date", "Program", "First name", "Last name", "Email"],
            *([day, "Craft", *person().split(" ", 1), f"{person()}@x.ph"] for day in days),
        ],
        "Scores": [
            ["Program", "Name or code", "Measure", "Before", "After", "Highest possible score"],
            *(
                ["Story hour", name, "reading score", 4 + n % 5, 8 + n % 6, 20]
                for n, name in enumerate(people)
            ),
            ["Story hour", person(), "reading score", person(), 9, 20],
        ],
        "Form": [
            ["Timestamp", "Your name", "Which session?", "I learned something new", "What else?"],
            *(["3/14/2026 16:27:59", person(), "Story hour", "Agree", next(noted)] for _ in range(12)),
        ],
        "Perspectives": [
            ["Partner", "Side", "Respondent", "Item", "Rating"],
            *(
                ["School", side, person(), "We would do it again together", 4]
                for side in ("partner", "library")
                for _ in range(3)
            ),
        ],
        "Partners": [["Partner", "Kind of partner", "Strengths"], ["School", "school", "classrooms"]],
        "Ledger": [
            ["Program", "Date", "From", "To", "Kind", "Value", "Status", "Note"],
            *(["Story hour", day, "School", "library", "cash", 900, "received", next(noted)] for day in days),
            ["Story hour", person(), "School", "library", "cash", person(), person(), next(noted)],
        ],
        "Deliveries": [
            ["Program", "Lot", "Site", "Unit", "Pledged", "Received", "Received by"],
            ["Book drive", "Lot A", "Main", "books", 500, 480, person()],
            ["Book drive", "Lot B", "Main", "books", person(), 300, person()],
        ],
        "Notes": [["Program", "Date", "Note", "Tag"], ["Story hour", days[0], next(noted), "weather"]],
        "Odd": [
            [person(), person()],
            [person(), "b"],
            ["c", person()],
            *([text, text] for text in base.values()),
        ],
        "Hidden": [["Name", *days[:3]], *([person(), "x", "x", None] for _ in range(6))],
        "Deep": [[person()], [person()]],
    }


def broken_file() -> bytes:
    """Return a file that no program can read: the first half of a valid one."""
    return xlsx(Log=[["Date"], ["2026-03-07"]])[:700]


@cache
def forms(word: str) -> tuple[bytes, ...]:
    """Return the bytes that a word may be stored or sent as.

    That is other spellings and encodings, and the escapes of pages and files.
    """
    bare = "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))
    spelled = {word, word.upper(), word.casefold(), word.capitalize(), bare, bare.upper(), bare.capitalize()}
    spelled |= {unicodedata.normalize("NFD", text) for text in spelled} | {text[::-1] for text in spelled}
    encodings: set[bytes] = set()
    for text in spelled:
        encodings |= {text.encode(code, "replace") for code in ("utf-8", "utf-16-le", "utf-16-be", "latin-1")}
        encodings |= {
            quote(text).encode(),
            text.encode("ascii", "xmlcharrefreplace"),
            text.encode("ascii", "backslashreplace"),
            json.dumps(text).strip('"').encode(),
        }
        encodings |= {_in_base64(text.encode(), shift) for shift in range(3)}
    return tuple(form for form in encodings if b"?" not in form)


def _in_base64(word: bytes, shift: int) -> bytes:
    """Return the base64 of a word that does not depend on its surroundings, at this byte offset."""
    first, last = -(-8 * shift // 6), 8 * (shift + len(word)) // 6
    return base64.b64encode(b"\0" * shift + word + b"\0\0")[first:last]


def found(data: bytes, words: Iterable[str] = (*PERSON, *NOTED), place: str = "") -> list[str]:
    """Return where in some bytes a name is, with every part of every file inside unpacked."""
    hits = []
    for location, part in _unpacked(data, place):
        hits += [f"{location}: {form!r}" for word in words for form in forms(word) if form in part]
    return hits


def _unpacked(data: bytes, place: str) -> Iterator[tuple[str, bytes]]:
    yield place, data
    if data.startswith(b"PK"):
        for name, part in members(data):
            yield from _unpacked(part, f"{place}/{name}")
            yield f"{place}/{name} (its name)", name.encode()
    elif data.startswith(b"%PDF"):
        yield from (
            (f"{place} stream", _inflated(stream))
            for stream in re.findall(rb"stream\r?\n(.*?)endstream", data, re.S)
        )
        yield f"{place} text", _pdf_text(data).encode("utf-8", "replace")


def _inflated(stream: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(stream)
    except zlib.error:
        return stream


def _pdf_text(data: bytes) -> str:
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(data))
    return "".join(page.extract_text() for page in reader.pages) + str(reader.metadata)


def on_disk(*folders: Path, words: Iterable[str] = (*PERSON, *NOTED)) -> list[str]:
    """Return where below some folders a name is: in a file or in the name of one."""
    hits = []
    for file in (file for folder in folders for file in sorted(folder.rglob("*"))):
        hits += found(str(file.name).encode(), words, f"{file} (its name)")
        if file.is_file() and not file.is_symlink():
            hits += found(file.read_bytes(), words, str(file))
    return hits
