"""Hostile and tricky files, made in code: each kind of file and the expected result."""

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

#: Every kind, by the names of its module and of the kind.
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
