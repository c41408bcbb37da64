"""Rows typed in the dashboard: every table, every refusal with what would be right, and printed as they are
read."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from libcollab_metrics.errors import LibCollabError
from libcollab_metrics.ingest import (
    TYPED_TABLES,
    TypingContext,
    format_typed_value,
    read_row_change,
    read_typed_rows,
)
from libcollab_metrics.model import SCHEMA, SHEET_TABLES, Edit, Workspace
from tests.support.sheets import KEY, imported, xlsx

METRICS = {
    "attendance_total": ("attendance_total", "visits"),
    "Program attendance": ("attendance_total", "visits"),
    "reach_rate": ("reach_rate", "share"),
    "Reach": ("reach_rate", "share"),
}
KNOWN = TypingContext(KEY, "PHP", METRICS)
#: The least that must be filled in each table, and something of every kind beside it.
ROWS: dict[str, dict[str, str]] = {
    "partners": {"name": "Hope", "network_size": "1,200"},
    "programs": {
        "name": "Story hour",
        "kind": "Reading session",
        "start": "7 March 2026",
        "partner_ids": "Hope; School",
        "target_low": "20",
        "official": "yes",
    },
    "sessions": {
        "program_id": "Story hour",
        "date": "2026-03-07",
        "start": "2:30 pm",
        "attended": "about 20",
        "format": "in person",
        "status": "done",
        "staff_hours": "2.5",
    },
    "ledger": {
        "program_id": "Story hour",
        "from_party": "Hope",
        "kind": "money",
        "value": "₱1,500.50",
        "status": "received",
        "note": "for *paper*",
    },
    "outcomes": {
        "program_id": "Story hour",
        "measure": "knowledge",
        "respondent_key": "Ana Cruz",
        "rating": "4",
    },
    "deliveries": {"program_id": "Book drive", "lot": "A", "shipped": "300", "received": "at least 290"},
    "perspectives": {"partner_id": "Hope", "item": "The exchange between us is fair", "rating": "3"},
    "criteria": {"program_id": "Story hour", "metric_id": "Reach", "low": "75 %"},
    "notes": {"program_id": "Story hour", "text": "<b>Typhoon</b>", "may_leave": "no"},
    "sites": {"site": "San Isidro", "languages": "Cebuano; Filipino"},
}


def accepted(table: str, **typed: str) -> dict[str, Any]:
    found = read_typed_rows(table, [typed], KNOWN)
    assert not found.rejected
    (row,) = found.accepted
    return dict(row)


def refusal(table: str, **changes: str) -> str:
    found = read_typed_rows(table, [ROWS[table] | changes], KNOWN)
    assert not found.accepted
    (row,) = found.rejected
    return row.message


@pytest.mark.parametrize("table", TYPED_TABLES)
def test_every_table_can_be_typed(table: str) -> None:
    row = accepted(table, **ROWS[table])
    made = Workspace().append(Edit(table, (row,))).dataset()
    assert len(made.tables[table]) == 1


def test_the_tables_typed_are_all_but_people_and_settings() -> None:
    assert set(ROWS) == set(TYPED_TABLES) == {t.name for t in SHEET_TABLES} - {"participation", "settings"}


def test_a_typed_row_is_the_row_that_the_sheet_of_the_template_would_make() -> None:
    """Field by field, in every table: what is typed and what is read from the template's sheet are the
    same."""
    for table, row in ROWS.items():
        heads = [SCHEMA[table].field(name).label for name in row]
        cells = list(row.values())
        sheet = xlsx(**{SCHEMA[table].label.replace(" ", "_"): [heads, cells]})
        read = Workspace().append(imported(sheet)).dataset().tables[table]
        typed = Workspace().append(Edit(table, (accepted(table, **row),))).dataset().tables[table]
        fields = [field.name for field in SCHEMA[table].fields if field.name != "metric_id"]
        assert read[fields].astype(object).equals(typed[fields].astype(object)), table


def test_estimates_and_lower_bounds_are_marked_and_told() -> None:
    row = accepted("sessions", **ROWS["sessions"])
    assert (row["attended"], row["attended_is_estimate"], row["attended_at_least"]) == (20, True, False)
    lot = accepted("deliveries", **ROWS["deliveries"])
    assert (lot["received"], lot["received_at_least"]) == (290, True)
    (issue,) = read_typed_rows("sessions", [ROWS["sessions"]], KNOWN).issues
    assert (issue.code, issue.sheet, issue.heading) == ("estimate-in-words", "Records", "Attendance")
    assert "read as 20" in issue.message


def test_the_issues_of_typed_rows_stay_with_the_data() -> None:
    found = read_typed_rows("sessions", [ROWS["sessions"]], KNOWN)
    made = Workspace().append(Edit("sessions", found.accepted, issues=found.issues)).dataset()
    assert [issue.heading for issue in made.issues if issue.code == "estimate-in-words"] == ["Attendance"]


def test_blank_means_one_session_and_a_number_that_is_not_known_stays_unknown() -> None:
    assert accepted("sessions", **ROWS["sessions"])["events"] == 1
    assert accepted("sessions", **ROWS["sessions"], events="n/a")["events"] is None
    assert accepted("sessions", **ROWS["sessions"] | {"attended": "0"})["attended"] == 0
    assert "attended" not in accepted("sessions", program_id="Craft", date="2026-03-07")


def test_a_month_stands_for_its_sessions() -> None:
    row = accepted("sessions", program_id="Craft", date="March 2026", attended="40")
    assert (row["date"], row["date_precision"]) == (datetime(2026, 3, 1), "month")


def test_a_person_is_a_code_and_the_name_goes_no_further() -> None:
    for table in ("outcomes", "perspectives"):
        found = read_typed_rows(table, [ROWS[table] | {"respondent_key": "Ana Cruz"}], KNOWN)
        assert len(found.accepted[0]["respondent_key"]) == 24
        assert "Cruz" not in repr(found)


def test_a_metric_is_kept_by_its_id_and_a_percentage_as_a_share() -> None:
    row = accepted("criteria", **ROWS["criteria"])
    assert (row["metric_id"], row["low"]) == ("reach_rate", 0.75)
    assert accepted("criteria", program_id="A", metric_id="REACH", low="0.5")["low"] == 0.5


def test_rows_without_a_word_are_no_rows() -> None:
    found = read_typed_rows("partners", [{"name": ""}, {"name": "  "}, {"name": "Hope", "kind": ""}], KNOWN)
    assert found.accepted == ({"name": "Hope"},)
    assert found.rejected == ()


REFUSED: list[tuple[str, dict[str, str], str]] = [
    ("sessions", {"date": ""}, "Date: this must be filled. For example: 2026-03-07"),
    ("sessions", {"program_id": " "}, "Program: this must be filled."),
    ("sessions", {"date": "the day after"}, "Write dates as 2026-03-07."),
    ("sessions", {"date": "7 March"}, "has no year"),
    ("sessions", {"date": "3/7/2026"}, "day and month could change places. Write it as 2026-03-07."),
    ("sessions", {"date": "31 February 2026"}, "Date: “31 February 2026”"),
    ("sessions", {"start": "all day"}, "Start time: “all day”: this is no time of day. Write it as 10:00."),
    ("sessions", {"attended": "-3"}, "below zero"),
    ("sessions", {"attended": "many"}, "Attendance: “many”"),
    ("sessions", {"attended": "80%"}, "is a percentage"),
    ("sessions", {"attended": "2.5"}, "whole number"),
    ("sessions", {"attended": "9999999999"}, "no count of people"),
    ("sessions", {"attended": "30/week × 52"}, "Type the sessions one by one."),
    ("sessions", {"format": "onsight"}, "Format: “onsight” is none of the choices. Did you mean “onsite”?"),
    ("sessions", {"format": "moon"}, "Use one of: onsite, offsite, live virtual, recorded."),
    ("sessions", {"status": "cancelled"}, "a cancelled session counts nobody"),
    ("sessions", {"site": "0"}, "0 is no word"),
    ("sessions", {"staff_hours": "-2"}, "below zero"),
    ("ledger", {"value": "$5"}, "is in USD, and everything here is counted in PHP. Convert it"),
    ("ledger", {"value": "-5"}, "below zero"),
    ("ledger", {"kind": "csh"}, "Did you mean “cash”?"),
    ("ledger", {"status": "recieved"}, "Did you mean “received”?"),
    ("ledger", {"status": "perhaps"}, "Use one of: pledged, received, spent, unclear."),
    (
        "outcomes",
        {"rating": "6"},
        "outside the scale. Ratings run from 1 to 5, or to the highest possible score.",
    ),
    ("outcomes", {"rating": "0"}, "outside the scale"),
    ("outcomes", {"measure": ""}, "Measure: this must be filled."),
    ("perspectives", {"rating": "5.5"}, "outside the scale"),
    ("perspectives", {"item": "The exchange is fair"}, "Did you mean “The exchange between us is fair”?"),
    ("perspectives", {"partner_id": "-"}, "Partner: this must be filled."),
    ("deliveries", {"lot": ""}, "Lot: this must be filled."),
    ("deliveries", {"unit": "sacks"}, "Use one of: books, boxes."),
    ("criteria", {"metric_id": "Reech"}, "there is no metric “Reech”. Did you mean “Reach”?"),
    ("criteria", {"low": "75"}, "this metric is a share. Write 75 % or 0.75."),
    ("criteria", {"metric_id": "attendance_total"}, "this metric is not a share."),
    ("criteria", {"low": "80 %", "high": "70 %"}, "“At least” is more than “At most”."),
    ("criteria", {"low": ""}, "needs a floor, an ideal or a ceiling"),
    ("criteria", {"declared_on": "soon"}, "Declared on: “soon”"),
    ("programs", {"target_high": "10"}, "“Target, at least” is more than “Target, at most”."),
    ("programs", {"kind": "bookdrive"}, "Did you mean “book drive”?"),
    ("programs", {"name": ""}, "Program: this must be filled."),
    ("partners", {"network_size": "lots"}, "People it can reach: “lots”"),
    ("notes", {"text": ""}, "Note: this must be filled."),
    ("notes", {"may_leave": "perhaps"}, "Use one of: yes, no, unknown."),
    ("sites", {"population": "few"}, "People living there: “few”"),
    ("sites", {"site": ""}, "Site: this must be filled."),
]


@pytest.mark.parametrize(("table", "changes", "said"), REFUSED, ids=lambda part: str(part)[:40])
def test_a_refusal_says_the_field_what_is_wrong_and_what_would_be_right(
    table: str, changes: dict[str, str], said: str
) -> None:
    assert said in refusal(table, **changes)


def test_every_table_has_a_refusal() -> None:
    assert {table for table, _, _ in REFUSED} == set(TYPED_TABLES)


def test_a_currency_is_refused_while_none_is_set() -> None:
    found = read_typed_rows("ledger", [ROWS["ledger"]], TypingContext(KEY))
    assert "none is set yet" in found.rejected[0].message
    assert (
        read_typed_rows("ledger", [ROWS["ledger"] | {"value": "1,500.50"}], TypingContext(KEY)).accepted[0][
            "value"
        ]
        == 1500.5
    )


def test_one_bad_row_keeps_the_others_and_all_that_was_typed() -> None:
    rows = [
        {"name": "Hope", "network_size": "3"},
        {"name": "School", "network_size": "lots", "kind": "school"},
    ]
    found = read_typed_rows("partners", rows, KNOWN)
    assert [row["name"] for row in found.accepted] == ["Hope"]
    assert [(row.position, row.typed) for row in found.rejected] == [(1, rows[1])]


def test_a_row_with_several_mistakes_tells_all_of_them() -> None:
    problems = read_typed_rows("sessions", [{"date": "soon", "attended": "many"}], KNOWN).rejected[0].problems
    assert [problem.label for problem in problems] == ["Date", "Attendance", "Program"]


def test_received_more_than_shipped_is_taken_and_told_as_from_a_sheet() -> None:
    row = accepted("deliveries", **ROWS["deliveries"] | {"received": "310"})
    made = Workspace().append(Edit("deliveries", (row,))).dataset()
    assert "stage-grows" in {issue.code for issue in made.issues}


def test_an_unknown_field_or_table_is_refused() -> None:
    with pytest.raises(LibCollabError, match='Did you mean "attended"'):
        read_typed_rows("sessions", [{"atended": "3"}], KNOWN)
    with pytest.raises(LibCollabError, match="table to type into"):
        read_typed_rows("participation", [{"person_key": "Ana"}], KNOWN)


def test_a_change_reads_only_what_was_changed() -> None:
    current = accepted("sessions", **ROWS["sessions"])
    found = read_row_change("sessions", {"attended": "25", "site": ""}, current, KNOWN)
    (values,) = found.accepted
    assert values == {"attended": 25, "attended_is_estimate": False, "attended_at_least": False, "site": None}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"date": ""}, "must be filled"),
        ({"attended": "lots"}, "Attendance"),
        ({"status": "cancelled"}, "counts nobody"),
    ],
)
def test_a_change_is_refused_like_a_new_row(changes: dict[str, str], said: str) -> None:
    found = read_row_change("sessions", changes, accepted("sessions", **ROWS["sessions"]), KNOWN)
    assert not found.accepted
    assert said in found.rejected[0].message


def test_a_change_is_not_held_up_by_what_was_read_before() -> None:
    current = {"program_id": None, "date": pd.Timestamp("2026-03-07")}
    assert read_row_change("sessions", {"attended": "3"}, current, KNOWN).accepted[0]["attended"] == 3


@pytest.mark.parametrize("table", TYPED_TABLES)
def test_what_is_shown_in_an_editor_and_kept_again_is_unchanged(table: str) -> None:
    row = accepted(table, **ROWS[table])
    shown = {field.name: format_typed_value(field, row) for field in SCHEMA[table].typed_fields}
    again = accepted(table, **shown)
    same = [
        name for name in row if not name.endswith("_key") and name != "currency"
    ]  # an amount alone is in the one
    assert {name: again.get(name) for name in same} == {name: row[name] for name in same}


@given(
    value=st.one_of(st.integers(0, 999_999).map(float), st.just(None)),
    estimate=st.booleans(),
    at_least=st.booleans(),
    minutes=st.one_of(st.integers(0, 1439).map(float), st.just(None)),
    hours=st.one_of(st.floats(0, 500).map(lambda h: round(h, 3)), st.just(None)),
    day=st.dates(date(1971, 1, 1), date(2069, 12, 31)).map(
        lambda day: datetime(day.year, day.month, day.day)
    ),
)
def test_any_session_is_read_as_it_was_printed(
    value: float | None,
    estimate: bool,
    at_least: bool,
    minutes: float | None,
    hours: float | None,
    day: datetime,
) -> None:
    row: dict[str, Any] = {
        "program_id": "Craft",
        "date": day,
        "date_precision": "day",
        "session_no": None,
        "start": minutes,
        "staff_hours": hours,
        "attended": value,
        "attended_is_estimate": value is not None and (estimate or at_least),
        "attended_at_least": value is not None and at_least,
        "events": 1.0,
    }
    shown = {field.name: format_typed_value(field, row) for field in SCHEMA["sessions"].typed_fields}
    found = read_typed_rows("sessions", [shown], KNOWN).accepted[0]
    kept = {
        name: found.get(name) or (False if name.startswith("attended_") else found.get(name)) for name in row
    }
    assert kept == row
