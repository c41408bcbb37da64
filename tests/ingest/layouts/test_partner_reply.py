"""The partner sheet when it comes back: ratings, corrections and questions, read as typed and reported."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook

from libcollab_metrics.errors import LibCollabError
from libcollab_metrics.ingest import LAYOUTS
from libcollab_metrics.ingest.writers.partner_sheet import FACTS_NAME, RATINGS_NAME
from libcollab_metrics.model import Edit
from libcollab_metrics.model.readings import Reply
from libcollab_metrics.model.schema import ALIGNMENT_ITEMS
from tests.support.builders.partner_library import SCHOOL, filled, library, made, ref_of
from tests.support.sheets import codes, csv_text, read, sheet


def _replies(data: bytes, name: str = "back.xlsx") -> tuple[Reply, ...]:
    return tuple(reply for item in read(data, name).reading.sheets for reply in item.replies)


def test_formula_like_text_is_written_and_read_as_text() -> None:
    bad = '=HYPERLINK("http://x","<b>hi</b>")'
    workspace = library().append(
        Edit("partners", ({"name": bad, "kind": "+1+1"},)),
        Edit("programs", ({"name": "@SUM(1)", "partner_ids": bad, "start": date(2026, 1, 10)},)),
        Edit(
            "ledger",
            (
                {
                    "program_id": "@SUM(1)",
                    "from_party": bad,
                    "to_party": "project",
                    "kind": "in_kind",
                    "quantity": 3,
                    "unit": "http://y",
                    "value": 20,
                    "status": "received",
                },
            ),
        ),
    )
    data = made(workspace.dataset(), bad)
    book = load_workbook(io.BytesIO(data))
    kinds = {cell.data_type for page in book for row in page.iter_rows() for cell in row}
    assert "f" not in kinds
    assert not any(page._hyperlinks for page in book)
    ref = ref_of(data, "@SUM(1)", "Start")
    result = _replies(filled(data, {ref: ("no", "2026-01-11")}))
    assert [(item.partner, item.value) for item in result] == [(bad, "2026-01-11")]


def test_unfilled_sheet_has_no_replies_and_reports_only_blank_lines() -> None:
    result = read(made(), "back.xlsx")
    assert [item.layout for item in result.reading.sheets] == ["skipped", "partner_facts", "partner_ratings"]
    assert not any(item.replies or item.rows_used for item in result.reading.sheets)
    assert not result.tables
    assert codes(result) == {"blank-rows-skipped"}


def test_ratings_become_partner_perspectives_with_the_typed_date() -> None:
    result = read(filled(made(), {}, {1: 4, 2: 5, 5: 1}), "back.xlsx")
    rows = result.tables["perspectives"]
    assert [(row["partner_id"], row["side"], row["item"], row["rating"], row["date"]) for row in rows] == [
        (SCHOOL, "partner", ALIGNMENT_ITEMS[number - 1], rating, datetime(2026, 7, 2))
        for number, rating in ((1, 4.0), (2, 5.0), (5, 1.0))
    ]
    assert len({row["respondent_key"] for row in rows}) == 1
    assert "Coordinator" not in str(rows)
    assert codes(result) == {"blank-rows-skipped"}


def test_rating_outside_the_scale_is_reported_and_unknown() -> None:
    result = read(filled(made(), {}, {1: 4.5, 2: 6, 3: "good", 4: "4", 5: 0}), "back.xlsx")
    assert [row["rating"] for row in result.tables["perspectives"]] == [None, None, None, 4.0, None]
    reported = {
        issue.code: (issue.cells, issue.value) for issue in result.issues if issue.sheet == RATINGS_NAME
    }
    assert reported["outside-scale"] == (("C8", "C9", "C12"), "4.5")
    assert reported["number-unreadable"] == (("C10",), "good")


def test_ratings_without_a_date_are_reported() -> None:
    result = read(filled(made(), {}, {1: 4}, role=None, day=None), "back.xlsx")
    assert [row["date"] for row in result.tables["perspectives"]] == [None]
    assert "date-missing" in codes(result)


def test_respondents_are_distinguished_and_a_resaved_sheet_is_the_same() -> None:
    first, second = filled(made(), {}, {1: 4, 2: 4}), filled(made(), {}, {1: 4, 2: 2})
    other_role = filled(made(), {}, {1: 4, 2: 4}, role="Principal")
    again = io.BytesIO()
    load_workbook(io.BytesIO(first)).save(again)
    keys = [
        read(d, "b.xlsx").tables["perspectives"][0]["respondent_key"] for d in (first, second, other_role)
    ]
    assert len(set(keys)) == 3
    assert read(again.getvalue(), "b.xlsx").tables["perspectives"][0]["respondent_key"] == keys[0]


def test_correction_is_parsed_as_a_value_and_changes_no_table() -> None:
    data = made()
    money = ref_of(data, "another party", "Value")
    hours = ref_of(data, f"{SCHOOL} →", "Quantity")
    kind = ref_of(data, f"{SCHOOL} →", "Kind")
    start = ref_of(data, "Story hour", "Start")
    received = ref_of(data, "Lot A", "Received")
    result = _replies(
        filled(
            data,
            {
                money: ("no", "about 12,000"),
                hours: (None, 35),
                kind: ("hindi", "boluntaryo"),
                start: ("no", date(2026, 1, 12)),
                received: ("no", "290"),
            },
        )
    )
    assert {(item.ref, item.recorded, item.right, item.value, item.estimate) for item in result} == {
        (money, "15000", "no", "12000", True),
        (hours, "40", "", "35", False),
        (kind, "staff_hours", "no", "volunteer_hours", False),
        (start, "2026-01-10", "no", "2026-01-12", False),
        (received, "290", "no", "290", False),
    }
    assert read(filled(data, {money: ("no", 12000)}), "back.xlsx").tables == {}


def test_yes_and_repeated_values_are_ignored_but_no_asks() -> None:
    data = made()
    money, status = ref_of(data, "another party", "Value"), ref_of(data, "another party", "Status")
    line = ref_of(data, "Lot A")
    result = _replies(
        filled(data, {money: ("yes", "15,000"), status: ("no", None), line: ("no", "never came")})
    )
    assert [(item.ref, item.value, item.typed) for item in result] == [
        (status, "", ""),
        (line, "", "never came"),
    ]


def test_unreadable_correction_is_reported_and_becomes_a_question() -> None:
    data = made()
    status, money = ref_of(data, "another party", "Status"), ref_of(data, "another party", "Value")
    back = filled(data, {status: ("no", "perhaps"), money: ("maybe", "a lot")})
    assert [(item.ref, item.value, item.typed) for item in _replies(back)] == [
        (money, "", "a lot"),
        (status, "", "perhaps"),
    ]
    reported = {(issue.code, issue.value) for issue in read(back, "back.xlsx").issues}
    assert {
        ("choice-unknown", "perhaps"),
        ("choice-unknown", "maybe"),
        ("number-unreadable", "a lot"),
    } <= reported


def test_line_with_a_changed_code_is_left_out_and_reported() -> None:
    data = filled(made(), {})
    book = load_workbook(io.BytesIO(data))
    book[FACTS_NAME]["A8"], book[FACTS_NAME]["E8"] = "L3-value", "12"
    stream = io.BytesIO()
    book.save(stream)
    result = read(stream.getvalue(), "back.xlsx")
    assert not sheet(result, FACTS_NAME).replies
    assert [issue.cell for issue in result.issues if issue.code == "row-left-out"] == ["A8"]


def test_comment_is_a_reply_and_is_stored_in_no_table() -> None:
    result = read(filled(made(), {}, {}, {3: "We pay the bus"}), "back.xlsx")
    assert [(item.ref, item.typed) for item in sheet(result, RATINGS_NAME).replies] == [
        ("S3", "We pay the bus")
    ]
    assert not result.tables


def _as_csv(data: bytes, name: str) -> bytes:
    rows = load_workbook(io.BytesIO(data))[name].iter_rows(values_only=True)
    return csv_text([["" if cell is None else cell for cell in row] for row in rows])


def test_both_sheets_are_read_from_csv() -> None:
    data = made()
    money = ref_of(data, "another party", "Value")
    back = filled(data, {money: ("no", "12,000")}, {1: 3})
    assert [(r.ref, r.value) for r in _replies(_as_csv(back, FACTS_NAME), "facts.csv")] == [(money, "12000")]
    rated = read(_as_csv(back, RATINGS_NAME), "ratings.csv").tables["perspectives"]
    assert [(row["partner_id"], row["rating"]) for row in rated] == [(SCHOOL, 3.0)]


def test_ratings_without_a_partner_are_left_out_and_reported() -> None:
    rows = list(csv.reader(io.StringIO(_as_csv(filled(made(), {}, {1: 3}), RATINGS_NAME).decode())))
    result = read(csv_text(rows[5:]), "ratings.csv")
    assert not result.tables
    assert "row-left-out" in codes(result)


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not here")
@pytest.mark.parametrize("ending", ["xlsx", "ods"])
def test_sheet_saved_by_libreoffice_gives_the_same_replies(tmp_path: Path, ending: str) -> None:
    data = made()
    money = ref_of(data, "another party", "Value")
    back = filled(data, {money: ("no", "about 12,000")}, {1: 3, 5: 5}, {2: "Salamat"})
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "back.xlsx").write_bytes(back)
    subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation=file://{tmp_path}/profile",
            "--headless",
            "--convert-to",
            ending,
            "--outdir",
            str(tmp_path),
            str(tmp_path / "in" / "back.xlsx"),
        ],
        check=True,
        capture_output=True,
        timeout=600,
    )
    again = (tmp_path / f"back.{ending}").read_bytes()
    assert _replies(again, f"back.{ending}") == _replies(back)
    ratings = [row["rating"] for row in read(again, f"back.{ending}").tables["perspectives"]]
    assert ratings == [3.0, 5.0]


def test_partner_layouts_are_not_offered_as_a_choice() -> None:
    assert {"partner_facts", "partner_ratings"} <= set(LAYOUTS)
    asked = read(csv_text([["Alpha", "Beta"], ["one", "two"]]), "x.csv").reading.sheets[0].questions[0]
    assert not {"partner_facts", "partner_ratings", "template"} & {value for value, _ in asked.options}


def test_layout_answered_by_hand_is_checked_against_its_headings() -> None:
    data = filled(made(), {}, {1: 4})
    answers = {RATINGS_NAME: {"layout": "partner_ratings"}}
    assert len(read(data, "b.xlsx", sheets=answers).tables["perspectives"]) == 1
    with pytest.raises(LibCollabError, match="is no sheet for a partner"):
        read(csv_text([["Date", "Attendance"], ["2026-03-01", 4]]), "x.csv", layout="partner_facts")
