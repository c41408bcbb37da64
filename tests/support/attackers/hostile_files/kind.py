"""A kind of file that means harm or only looks as if it did, and what must happen to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from tests.support.attackers import raw_files

#: The honest list that most kinds hide in or stand beside.
TABLE: Sequence[Sequence[object]] = (
    ("Date", "Title", "Attendance"),
    ("2026-03-07", "Story hour", 18),
    ("2026-03-14", "Craft", 21),
)
ATTENDED: tuple[float | None, ...] = (18, 21)
Make = Callable[[], bytes]


@dataclass(frozen=True)
class Kind:
    """A file and its fate.

    Either `refused` is a part of the one sentence that turns it away, or the file is read: `attended` are then the
    head counts of its sessions in the order of the sheet (None where it is unknown), `issues` kinds of departure that
    must be among those told.
    """

    name: str
    file: str
    make: Make
    refused: str = ""
    attended: tuple[float | None, ...] = ()
    issues: tuple[str, ...] = ()


def refused(name: str, file: str, make: Make, sentence: str) -> Kind:
    """A file that is turned away."""
    return Kind(name, file, make, refused=sentence)


def read(
    name: str, file: str, make: Make, attended: Sequence[float | None] = ATTENDED, issues: Sequence[str] = ()
) -> Kind:
    """A file that is read right."""
    return Kind(name, file, make, attended=tuple(attended), issues=tuple(issues))


def typed(where: str, value: object) -> str:
    """One cell of a worksheet: a number, or words beside it in the sheet."""
    if isinstance(value, str):
        return f'<c r="{where}" t="inlineStr"><is><t>{escape(value)}</t></is></c>'
    return raw_files.number(where, str(value))


def lines(table: Sequence[Sequence[object]] = TABLE) -> str:
    """The rows of a worksheet."""
    return "".join(
        raw_files.row(
            n,
            *(typed(f"{chr(65 + place)}{n}", value) for place, value in enumerate(line) if value is not None),
        )
        for n, line in enumerate(table, 1)
    )


def counts(*cells: str) -> str:
    """The rows of the honest list with other cells for its head counts, each with `@` for its address."""
    heads = raw_files.row(
        1, *(typed(f"{letter}1", word) for letter, word in zip("ABC", TABLE[0], strict=True))
    )
    rows = (
        raw_files.row(
            n, typed(f"A{n}", f"2026-03-{n:02d}"), typed(f"B{n}", "Story hour"), cell.replace("@", f"C{n}")
        )
        for n, cell in enumerate(cells, 2)
    )
    return heads + "".join(rows)


def honest(**more: str) -> bytes:
    """The honest list as a workbook; `before` and `after` the rows as in `raw_files.workbook`."""
    return raw_files.workbook(lines(), **more)


def parts(**more: str) -> dict[str, bytes | str]:
    """The parts of the honest workbook."""
    return raw_files.package({"Log": raw_files.sheet_xml(lines(), **more)})


def changed(part: str, old: str, new: str, of: Mapping[str, bytes | str] | None = None) -> bytes:
    """The honest workbook with words of one part replaced; the old words must be there."""
    found = dict(of or parts())
    content = found[part]
    text = content if isinstance(content, str) else content.decode()
    assert old in text
    return raw_files.zipped(found | {part: text.replace(old, new)})


def with_parts(**named: bytes | str) -> bytes:
    """The honest workbook with more parts; a double underscore in a keyword stands for a slash."""
    return raw_files.zipped(parts() | {name.replace("__", "/"): content for name, content in named.items()})


def text(table: Sequence[Sequence[object]] = TABLE, delimiter: str = ",", end: str = "\n") -> str:
    """A table as plain text, no cell of which needs quotation marks."""
    return "".join(delimiter.join("" if cell is None else str(cell) for cell in line) + end for line in table)
