"""Payees on the pages are shown as labels in every session, and their sheet is recognized again."""

from __future__ import annotations

from pathlib import Path

from streamlit.testing.v1 import AppTest

from pages.ui.session.recent_uploads import recent_uploads
from tests.pages.test_canaries_typed import type_in
from tests.pages.test_pages import add_file, open_page, texts, upload
from tests.pages.workspace.test_history import used
from tests.support.attackers import canaries
from tests.support.builders.payee_sheets import HEADS, PAID, paid
from tests.support.sheets import csv_text, xlsx

LINES = [HEADS, *paid(*PAID, PAID[0])]
WORDS = [word for name in PAID for word in name.split()]


def tables(app: AppTest) -> str:
    return "".join(frame.value.to_csv() for frame in app.dataframe)


def test_typed_payee_is_shown_and_stored_as_a_label(data_folder: Path) -> None:
    app = open_page("records")
    row = {
        "program_id": "Story hour",
        "from_party": "library",
        "kind": "cash",
        "value": "80",
        "status": "spent",
    }
    type_in(app, "ledger", *({**row, "to_party": name} for name in PAID))
    assert "Saved as payee 1, payee 2, payee 3" in texts(app)
    again = open_page("records", table="Ledger")
    for window in (app, again):
        assert all(f"payee {number}" in tables(window) for number in (1, 2, 3))
        assert canaries.found(tables(window).encode(), WORDS) == []
    type_in(again, "ledger", {**row, "to_party": "payee 2"})
    assert "Kept as" not in texts(again)
    assert tables(again).count("payee 2") == 2
    assert canaries.on_disk(data_folder, words=WORDS) == []


def test_sheet_in_use_is_recognized_although_its_payees_are_codes(data_folder: Path) -> None:
    used("Money.xlsx", LINES)
    assert canaries.on_disk(data_folder, words=WORDS) == []
    assert "You added these rows before" in texts(upload(open_page("add"), "again.csv", csv_text(LINES)))
    recent_uploads.clear()
    other_sheet = upload(
        open_page("add"), "other.xlsx", xlsx(Log=[HEADS, *paid(PAID[1], PAID[0], PAID[2], PAID[0])])
    )
    assert "You added these rows before" not in texts(other_sheet)
    add_file(other_sheet)
    assert canaries.on_disk(data_folder, words=WORDS) == []
