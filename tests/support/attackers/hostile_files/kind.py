"""A kind of hostile or merely suspicious file, and the expected result of reading it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from tests.support.attackers import raw_files

#: The valid list that most kinds contain or resemble.
TABLE: Sequence[Sequence[object]] = (
    ("Date", "Title", "Attendance"),
    ("2026-03-07", "Story hour", 18),
    ("2026-03-14", "Craft", 21),
)
ATTENDED: tuple[float | None, ...] = (18, 21)
Make = Callable[[], bytes]


@dataclass(frozen=True)
class Kind:
    """A file and the expected result.

    Either `refused` is part of the sentence that rejects it, or the file is read: then `attended` are the
    head counts of its sessions in the order of the sheet (None if unknown), and `issues` are codes that must
    be among those reported.
    """

    name: str
    file: str
    make: Make
    refused: str = ""
    attended: tuple[float | None, ...] = ()
    issues: tuple[str, ...] = ()


def refused(name: str, file: str, make: Make, sentence: str) -> Kind:
    """Return a kind of file that is rejected."""
    return Kind(name, file, make, refused=sentence)


def read(
    name: str, file: str, make: Make, attended: Sequence[float | None] = ATTENDED, issues: Sequence[str] = ()
) -> Kind:
    """Return a kind of file that is read correctly."""
    return Kind(name, file, make, attended=tuple(attended), issues=tuple(issues))


def typed(where: str, value: object) -> str:
    """Return one cell of a worksheet: a number, or an inline string."""
    if isinstance(value, str):
        return f'<c r="{where}" t="inlineStr"><is><t>{escape(value)}</t></is></c>'
    return raw_files.number(where, str(value))


def lines(table: Sequence[Sequence[object]] = TABLE) -> str:
    """Return the rows of a worksheet."""
    return "".join(
        raw_files.row(
            n,
            *(
                typed(f"{chr(65 + column)}{n}", value)
                for column, value in enumerate(line)
                if value is not None
            ),
        )
        for n, line in enumerate(table, 1)
    )


def counts(*cells: str) -> str:
    """Return the rows of the valid list with other attendance cells, in which `@` is the address."""
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
    """Return the valid list as a workbook; `before` and `after` as in `raw_files.workbook`."""
    return raw_files.workbook(lines(), **more)


def parts(**more: str) -> dict[str, bytes | str]:
    """Return the parts of the valid workbook."""
    return raw_files.package({"Log": raw_files.sheet_xml(lines(), **more)})


def changed(part: str, old: str, new: str, of: Mapping[str, bytes | str] | None = None) -> bytes:
    """Return the valid workbook with a text in one part replaced; the old text must exist."""
    contents = dict(of or parts())
    content = contents[part]
    text = content if isinstance(content, str) else content.decode()
    assert old in text
    return raw_files.zipped(contents | {part: text.replace(old, new)})


def with_parts(**named: bytes | str) -> bytes:
    """Return the valid workbook with more parts; a double underscore in a keyword means a slash."""
    return raw_files.zipped(parts() | {name.replace("__", "/"): content for name, content in named.items()})


def text(table: Sequence[Sequence[object]] = TABLE, delimiter: str = ",", end: str = "\n") -> str:
    """Return a table as plain text; its cells must not need quotation marks."""
    return "".join(delimiter.join("" if cell is None else str(cell) for cell in line) + end for line in table)
