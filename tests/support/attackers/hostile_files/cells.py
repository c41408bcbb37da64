"""Hostile cells: formulas, errors, invalid numbers, days out of range and endless texts."""

from __future__ import annotations

from tests.support.attackers import raw_files
from tests.support.attackers.hostile_files.kind import TABLE, Kind, counts, lines, read, refused
from tests.support.attackers.raw_files import number

BOOK = "March.xlsx"
KINDS: list[Kind] = [
    read(
        "a formula that starts a program",
        BOOK,
        lambda: raw_files.workbook(lines([*TABLE[:2], ("2026-03-14", "=cmd|'/C calc'!A0", 21)])),
    ),
    read(
        "a formula that starts a program, with its result",
        BOOK,
        lambda: raw_files.workbook(
            counts("<c r=\"@\"><f>cmd|'/C calc'!A0</f><v>18</v></c>", number("@", "21"))
        ),
    ),
    read(
        "formulas without a result",
        BOOK,
        lambda: raw_files.workbook(
            counts(number("@", "18"), '<c r="@"><f>1+1</f></c>', '<c r="@"><f>2</f><v></v></c>')
        ),
        [18, None, None],
        ["formula-without-value"],
    ),
    read(
        "errors for counts",
        BOOK,
        lambda: raw_files.workbook(
            counts(number("@", "#REF!", ' t="e"'), number("@", "#DIV/0!", ' t="e"'), number("@", "21"))
        ),
        [None, None, 21],
        ["formula-error"],
    ),
    read(
        "a number too large to be one",
        BOOK,
        lambda: raw_files.workbook(counts(number("@", "1E400"), number("@", "-1E400"), number("@", "21"))),
        [None, None, 21],
    ),
    read(
        "NaN and infinity for numbers",
        BOOK,
        lambda: raw_files.workbook(
            counts(number("@", "NaN"), number("@", "INF"), number("@", "-inf"), number("@", "21"))
        ),
        [None, None, None, 21],
    ),
    read(
        "words said to be a number",
        BOOK,
        lambda: raw_files.workbook(counts(number("@", "eighteen"), number("@", "21"))),
        [18, 21],
    ),
    read(
        "numbers with spaces and lines around them",
        BOOK,
        lambda: raw_files.workbook(counts(number("@", " 18 "), number("@", "\n21\n"))),
    ),
    read(
        "numbers in a computer's hand",
        BOOK,
        lambda: raw_files.workbook(
            counts(number("@", "1.8E1"), number("@", "18.000000000000004"), number("@", "2.1e+01"))
        ),
        [18, 18, 21],
    ),
    read(
        "dates beyond the calendar",
        BOOK,
        lambda: raw_files.workbook(
            lines([*TABLE, (2958466, "Craft", 5), (-1, "Craft", 6), (1e300, "Craft", 7)])
        ),
        [18, 21, 5, 6, 7],
    ),
    refused(
        "the same cell twice",
        BOOK,
        lambda: raw_files.workbook(counts(number("@", "99") + number("@", "18"), number("@", "21"))),
        "contains one row or cell twice",
    ),
    read(
        "rows out of order",
        BOOK,
        lambda: raw_files.workbook("".join(reversed(lines().replace("<row", "\0<row").split("\0")))),
    ),
    read(
        "a text of two million letters",
        BOOK,
        lambda: raw_files.workbook(lines([*TABLE[:2], ("2026-03-14", "x" * 2_000_000, 21)])),
    ),
    read(
        "half a million spaces in a title",
        BOOK,
        lambda: raw_files.workbook(lines([*TABLE[:2], ("2026-03-14", "a" + " " * 500_000 + "b", 21)])),
    ),
    read(
        "control characters written out",
        BOOK,
        lambda: raw_files.workbook(lines([*TABLE[:2], ("2026-03-14", "Cr_x0000__x0007_aft_x000D_", 21)])),
    ),
    read(
        "letters that turn the writing round",
        BOOK,
        lambda: raw_files.workbook(lines([*TABLE[:2], ("2026-03-14", "\u202etfarC\u200b\u2066", 21)])),
    ),
]
