"""Text files in each encoding, delimiter and number style; only a guessed encoding is called a guess."""

from __future__ import annotations

import codecs
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from libcollab_metrics.ingest.files.workbook import read_sheets
from libcollab_metrics.ingest.limits import LAPTOP
from tests.support.builders.file_formats import text
from tests.support.sheets import codes, read

#: Letters and quotation marks whose bytes differ between encodings.
ROWS: list[list[object]] = [
    ["Fecha", "Taller", "Lugar", "Asistentes", "Observaciones"],
    ["2026-03-07", "Niños “y” lectura", "Peñablanca", 18, "lluvia"],
    ["2026-03-14", "Cuentos—tarde", "Biblioteca", 20, "dijo: «sí»"],
]
ENCODINGS = {
    "utf-8": False,
    "utf-8-sig": False,
    "utf-16": False,
    "utf-16-le": False,
    "utf-16-be": False,
    "cp1252": True,
}
BOMS = {"utf-16-le": codecs.BOM_UTF16_LE, "utf-16-be": codecs.BOM_UTF16_BE}


def sessions(data: bytes, name: str = "a.csv") -> list[tuple[Any, ...]]:
    return [(row["program_id"], row["site"], row["attended"]) for row in read(data, name).tables["sessions"]]


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_every_encoding_is_read_and_only_cp1252_is_guessed(encoding: str, delimiter: str) -> None:
    data = text(ROWS, delimiter, encoding)
    assert sessions(data) == [("Niños “y” lectura", "Peñablanca", 18), ("Cuentos—tarde", "Biblioteca", 20)]
    assert ("encoding-guessed" in codes(read(data, "a.csv"))) == ENCODINGS[encoding]


@pytest.mark.parametrize("encoding", BOMS)
def test_byte_order_mark_is_not_part_of_first_heading(encoding: str) -> None:
    data = BOMS[encoding] + text(ROWS, "\t", encoding)
    assert read(data, "a.txt").reading.sheets[0].mapping[0].heading == "Fecha"
    assert "encoding-guessed" not in codes(read(data, "a.txt"))


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_line_break_in_quotes_stays_inside_its_cell(delimiter: str, ending: str) -> None:
    rows = [
        ["Date", "Title", "Attendance", "Notes"],
        ["2026-03-07", "Story hour", 18, "rain\nand wind"],
        ["2026-03-14", 'The "big" one', 20, "one, two; three"],
    ]
    data = (
        text(rows, delimiter)
        .replace(b"\r\n", b"\x00")
        .replace(b"\n", ending.encode())
        .replace(b"\x00", b"\r\n")
    )
    result = read(data, "a.csv")
    assert [row["attended"] for row in result.tables["sessions"]] == [18, 20]
    assert result.reading.sheets[0].rows_read == 2
    assert [" ".join(row["text"].split()) for row in result.tables["notes"]] == [
        "rain and wind",
        "one, two; three",
    ]


@pytest.mark.parametrize("name", ["a.csv", "a.tsv", "a.txt"])
def test_tabs_are_detected_whatever_the_file_extension(name: str) -> None:
    assert len(sessions(text(ROWS, "\t"), name)) == 2


def test_semicolon_file_keeps_its_decimal_comma() -> None:
    rows = [
        ["Date", "Title", "Attendance", "Staff Hours"],
        ["2026-03-07", "Story", 1200, 2.5],
        ["2026-03-14", "A", 9, 0.75],
    ]
    data = text(rows, ";", decimal=",").replace(b"1200", b"1.200")
    result = read(data, "a.csv").tables["sessions"]
    assert [(row["attended"], row["staff_hours"]) for row in result] == [(1200, 2.5), (9, 0.75)]


plain_cells = st.text(
    st.characters(codec="utf-16", exclude_categories=("Cs", "Cc", "Cn", "Co")), min_size=1, max_size=8
)


@given(
    st.lists(st.lists(plain_cells, min_size=3, max_size=3), min_size=3, max_size=8),
    st.sampled_from(",;\t"),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_any_text_is_read_back_as_typed(rows: list[list[str]], delimiter: str, encoding: str) -> None:
    rows = [["Date", "Title", "Attendance"], *rows, ["2026-03-07", "Story hour", "18"]]
    (sheet,) = read_sheets(text(rows, delimiter, encoding), "a.csv", LAPTOP)
    typed = [[cell if cell.strip() else "" for cell in row] for row in rows]  # spaces alone are a blank cell
    assert [[cell or "" for cell in row] for row in sheet.rows] == typed


@pytest.mark.parametrize(
    ("title", "typed"),
    [
        ('"Story, hour"', ' "Story, hour"'),
        ('"The ""Big"" read, part 1"', '"The \\"Big\\" read, part 1"'),
        ("00012", '="00012"'),
    ],
    ids=["a space before the quotes", "a backslash before the quotes", "a formula that is a text"],
)
def test_other_quoting_styles_do_not_change_counts(title: str, typed: str) -> None:
    result = [
        sessions(
            "\n".join(
                ["Date,Title,Location,Attendance", *(f"2026-03-{d},{t},Main,{d}" for d in (12, 19))]
            ).encode()
        )
        for t in (title, typed)
    ]
    assert [count for _, _, count in result[1]] == [12, 19]
    assert result[0] == result[1]


def test_backslash_before_closing_quote_of_a_cell_is_preserved() -> None:
    rows = ["Date,Title,Location,Attendance", '2026-03-07,"Films in C:\\","Main, hall",18']
    assert sessions("\n".join(rows).encode()) == [("Films in C:\\", "Main, hall", 18)]
