"""Rows typed on the records page: every table, every refusal with its remedy, and the printed form."""

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
#: The required fields of each table, and some optional fields of every kind.
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
    result = read_typed_rows(table, [typed], KNOWN)
    assert not result.rejected
    (row,) = result.accepted
    return dict(row)


def refusal(table: str, **changes: str) -> str:
    result = read_typed_rows(table, [ROWS[table] | changes], KNOWN)
    assert not result.accepted
    (row,) = result.rejected
    return row.message


@pytest.mark.parametrize("table", TYPED_TABLES)
def test_every_table_can_be_typed(table: str) -> None:
    row = accepted(table, **ROWS[table])
    loaded = Workspace().append(Edit(table, (row,))).dataset()
    assert len(loaded.tables[table]) == 1


def test_typed_tables_are_all_but_people_and_settings() -> None:
    assert set(ROWS) == set(TYPED_TABLES) == {t.name for t in SHEET_TABLES} - {"participation", "settings"}


def test_typed_row_equals_the_row_read_from_the_template() -> None:
    """Field by field, in every table: the typed row equals the row read from the template's sheet."""
    for table, row in ROWS.items():
        headings = [SCHEMA[table].field(name).label for name in row]
        cells = list(row.values())
        sheet = xlsx(**{SCHEMA[table].label.replace(" ", "_"): [headings, cells]})
        read = Workspace().append(imported(sheet)).dataset().tables[table]
        typed = Workspace().append(Edit(table, (accepted(table, **row),))).dataset().tables[table]
        fields = [field.name for field in SCHEMA[table].fields if field.name != "metric_id"]
        assert read[fields].astype(object).equals(typed[fields].astype(object)), table


def test_estimates_and_lower_bounds_are_marked_and_reported() -> None:
    row = accepted("sessions", **ROWS["sessions"])
    assert (row["attended"], row["attended_is_estimate"], row["attended_at_least"]) == (20, True, False)
    delivery = accepted("deliveries", **ROWS["deliveries"])
    assert (delivery["received"], delivery["received_at_least"]) == (290, True)
    (issue,) = read_typed_rows("sessions", [ROWS["sessions"]], KNOWN).issues
    assert (issue.code, issue.sheet, issue.heading) == ("estimate-in-words", "Records", "Attendance")
    assert "read as 20" in issue.message


def test_issues_of_typed_rows_are_stored_with_the_data() -> None:
    result = read_typed_rows("sessions", [ROWS["sessions"]], KNOWN)
    loaded = Workspace().append(Edit("sessions", result.accepted, issues=result.issues)).dataset()
    assert [issue.heading for issue in loaded.issues if issue.code == "estimate-in-words"] == ["Attendance"]


def test_blank_means_one_session_and_unknown_number_stays_unknown() -> None:
    assert accepted("sessions", **ROWS["sessions"])["events"] == 1
    assert accepted("sessions", **ROWS["sessions"], events="n/a")["events"] is None
    assert accepted("sessions", **ROWS["sessions"] | {"attended": "0"})["attended"] == 0
    assert "attended" not in accepted("sessions", program_id="Craft", date="2026-03-07")


def test_month_instead_of_a_date_has_month_precision() -> None:
    row = accepted("sessions", program_id="Craft", date="March 2026", attended="40")
    assert (row["date"], row["date_precision"]) == (datetime(2026, 3, 1), "month")


def test_person_becomes_a_pseudonym_and_the_name_is_dropped() -> None:
    for table in ("outcomes", "perspectives"):
        result = read_typed_rows(table, [ROWS[table] | {"respondent_key": "Ana Cruz"}], KNOWN)
        assert len(result.accepted[0]["respondent_key"]) == 24
        assert "Cruz" not in repr(result)


def test_metric_is_stored_by_id_and_percentage_as_a_share() -> None:
    row = accepted("criteria", **ROWS["criteria"])
    assert (row["metric_id"], row["low"]) == ("reach_rate", 0.75)
    assert accepted("criteria", program_id="A", metric_id="REACH", low="0.5")["low"] == 0.5


def test_blank_rows_are_ignored() -> None:
    result = read_typed_rows("partners", [{"name": ""}, {"name": "  "}, {"name": "Hope", "kind": ""}], KNOWN)
    assert result.accepted == ({"name": "Hope"},)
    assert result.rejected == ()


REFUSED: list[tuple[str, dict[str, str], str]] = [
    ("sessions", {"date": ""}, "Date: this must be filled. For example: 2026-03-07"),
    ("sessions", {"program_id": " "}, "Program: this must be filled."),
    ("sessions", {"date": "the day after"}, "Write dates as 2026-03-07."),
    ("sessions", {"date": "7 March"}, "has no year"),
    ("sessions", {"date": "3/7/2026"}, "day and month could change places. Write it as 2026-03-07."),
    ("sessions", {"date": "31 February 2026"}, 'Date: "31 February 2026" is not a date.'),
    ("sessions", {"start": "all day"}, "Start time: “all day”: this is no time of day. Write it as 10:00."),
    ("sessions", {"attended": "-3"}, "below zero"),
    ("sessions", {"attended": "many"}, "Attendance: “many”"),
    ("sessions", {"attended": "80%"}, "is a percentage"),
    ("sessions", {"attended": "2.5"}, "whole number"),
    ("sessions", {"attended": "9999999999"}, "no count of people"),
    ("sessions", {"attended": "30/week × 52"}, "Type the sessions one by one."),
    ("sessions", {"format": "onsight"}, "Format: “onsight” is none of the choices. Did you mean “onsite”?"),
    ("sessions", {"format": "moon"}, "Use one of: onsite, offsite, live virtual, recorded."),
    ("sessions", {"status": "cancelled"}, "a cancelled session counts no one"),
    ("sessions", {"site": "0"}, "0 is no word"),
    ("sessions", {"staff_hours": "-2"}, "below zero"),
    ("ledger", {"value": "$5"}, "is in $, and everything here is counted in PHP. Convert it"),
    ("ledger", {"value": "-5"}, "below zero"),
    ("ledger", {"kind": "csh"}, "Did you mean “cash”?"),
    ("ledger", {"status": "recieved"}, "Did you mean “received”?"),
    ("ledger", {"status": "perhaps"}, "Use one of: pledged, received, spent, budgeted, unclear."),
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
    ("criteria", {"low": "75"}, "this metric is a share. Write 75% or 0.75."),
    ("criteria", {"metric_id": "attendance_total"}, "this metric is not a share."),
    ("criteria", {"low": "80 %", "high": "70 %"}, "“At least” is more than “At most”."),
    ("criteria", {"low": ""}, "needs a floor, an ideal or a ceiling"),
    ("criteria", {"declared_on": "soon"}, 'Declared on: "soon" is not a date.'),
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
def test_refusal_names_the_field_the_problem_and_the_remedy(
    table: str, changes: dict[str, str], said: str
) -> None:
    assert said in refusal(table, **changes)


def test_every_table_has_a_refusal() -> None:
    assert {table for table, _, _ in REFUSED} == set(TYPED_TABLES)


def test_currency_is_refused_while_none_is_set() -> None:
    result = read_typed_rows("ledger", [ROWS["ledger"]], TypingContext(KEY))
    assert "none is set yet" in result.rejected[0].message
    assert (
        read_typed_rows("ledger", [ROWS["ledger"] | {"value": "1,500.50"}], TypingContext(KEY)).accepted[0][
            "value"
        ]
        == 1500.5
    )


def test_invalid_row_does_not_reject_the_others_and_is_returned() -> None:
    rows = [
        {"name": "Hope", "network_size": "3"},
        {"name": "School", "network_size": "lots", "kind": "school"},
    ]
    result = read_typed_rows("partners", rows, KNOWN)
    assert [row["name"] for row in result.accepted] == ["Hope"]
    assert [(row.position, row.typed) for row in result.rejected] == [(1, rows[1])]


def test_row_with_several_mistakes_reports_all_of_them() -> None:
    problems = read_typed_rows("sessions", [{"date": "soon", "attended": "many"}], KNOWN).rejected[0].problems
    assert [problem.label for problem in problems] == ["Date", "Attendance", "Program"]


def test_received_more_than_shipped_is_accepted_and_reported() -> None:
    row = accepted("deliveries", **ROWS["deliveries"] | {"received": "310"})
    loaded = Workspace().append(Edit("deliveries", (row,))).dataset()
    assert "stage-grows" in {issue.code for issue in loaded.issues}


def test_unknown_field_or_table_is_refused() -> None:
    with pytest.raises(LibCollabError, match='Did you mean "attended"'):
        read_typed_rows("sessions", [{"atended": "3"}], KNOWN)
    with pytest.raises(LibCollabError, match="table to type into"):
        read_typed_rows("participation", [{"person_key": "Ana"}], KNOWN)


def test_row_change_reads_only_the_changed_fields() -> None:
    current = accepted("sessions", **ROWS["sessions"])
    result = read_row_change("sessions", {"attended": "25", "site": ""}, current, KNOWN)
    (values,) = result.accepted
    assert values == {"attended": 25, "attended_is_estimate": False, "attended_at_least": False, "site": None}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"date": ""}, "must be filled"),
        ({"attended": "lots"}, "Attendance"),
        ({"status": "cancelled"}, "counts no one"),
    ],
)
def test_row_change_is_refused_like_a_new_row(changes: dict[str, str], said: str) -> None:
    result = read_row_change("sessions", changes, accepted("sessions", **ROWS["sessions"]), KNOWN)
    assert not result.accepted
    assert said in result.rejected[0].message


def test_row_change_ignores_missing_fields_of_the_current_row() -> None:
    current = {"program_id": None, "date": pd.Timestamp("2026-03-07")}
    assert read_row_change("sessions", {"attended": "3"}, current, KNOWN).accepted[0]["attended"] == 3


@pytest.mark.parametrize("table", TYPED_TABLES)
def test_row_shown_in_an_editor_and_saved_again_is_unchanged(table: str) -> None:
    row = accepted(table, **ROWS[table])
    shown = {field.name: format_typed_value(field, row) for field in SCHEMA[table].typed_fields}
    again = accepted(table, **shown)
    stored_fields = [
        name for name in row if not name.endswith("_key") and name != "currency"
    ]  # an amount without a currency is in the workspace's currency
    assert {name: again.get(name) for name in stored_fields} == {name: row[name] for name in stored_fields}


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
    result = read_typed_rows("sessions", [shown], KNOWN).accepted[0]
    normalized = {
        name: result.get(name) or (False if name.startswith("attended_") else result.get(name))
        for name in row
    }
    assert normalized == row
