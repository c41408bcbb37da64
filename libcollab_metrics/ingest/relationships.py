"""The relationships of a workbook's parts: which part each sheet is in, and under which names readers look for it."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable
from typing import Any

from libcollab_metrics.ingest.sheetscan import Refused, parse_piece, watching_parser

_MOST = 10_000  # elements of one name in one part


def elements(pieces: Iterable[bytes], wanted: str) -> list[dict[str, str]]:
    """Return the attributes of every element of one name, given without its prefix, in a part.

    Raises
    ------
    Refused : the part is not sound XML, or holds more than 10,000 such elements.
    """
    found: list[dict[str, str]] = []

    def note(tag: str, attributes: dict[str, str]) -> None:
        if tag.rpartition(":")[2] == wanted:
            found.append(attributes)
        if len(found) > _MOST:
            raise Refused("damaged")

    parser: Any = watching_parser()
    parser.StartElementHandler = note
    for piece in pieces:
        parse_piece(parser, piece)
    return found


def relation_id(attributes: dict[str, str]) -> str:
    """Return the id of the relationship that a sheet of workbook.xml names; empty when it names none."""
    return next((value for key, value in attributes.items() if key.rpartition(":")[2] == "id"), "")


def is_book(link: dict[str, str]) -> bool:
    """Whether a relationship of the package leads to its workbook part."""
    return link.get("Type", "").endswith("/officeDocument")


def paths_of(target: str) -> tuple[str, ...]:
    """Return the keys of the parts that the target of a relationship of the workbook may mean, likeliest first.

    A target that begins with "xl/" is relative to the workbook for some readers and a whole path for others.

    Examples
    --------
    >>> paths_of("worksheets/Sheet1.xml"), paths_of("/xl/a.xml"), paths_of("xl/a.xml")
    (('xl/worksheets/sheet1.xml',), ('xl/a.xml',), ('xl/xl/a.xml', 'xl/a.xml'))
    """
    path = target.lstrip("/") if target.startswith("/") else posixpath.normpath("xl/" + target)
    whole = (target.casefold(),) if target.casefold().startswith("xl/") else ()
    return path.casefold(), *whole
