"""Hostile and tricky files, a kind each, made by code: what they are and what must happen to them."""

from __future__ import annotations

from tests.support.attackers.hostile_files import (
    binary,
    cells,
    containers,
    dialects,
    opendocument,
    other_files,
    plain_text,
    web_and_mail,
    worksheets,
)
from tests.support.attackers.hostile_files.kind import Kind

#: Every kind, under the name of its module and its own.
KINDS: dict[str, Kind] = {
    f"{module.__name__.rpartition('.')[2]}: {kind.name}": kind
    for module in (
        containers,
        worksheets,
        cells,
        dialects,
        binary,
        opendocument,
        plain_text,
        other_files,
        web_and_mail,
    )
    for kind in module.KINDS
}
