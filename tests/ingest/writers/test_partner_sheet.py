"""The partner sheet: what it contains and what it must not contain."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import pytest
from openpyxl import load_workbook

from libcollab_metrics.errors import LibCollabError
from libcollab_metrics.ingest.tables.own_workbooks import load_sheet_texts
from libcollab_metrics.ingest.writers.partner_sheet import (
    ABOUT_NAME,
    FACTS_NAME,
    RATINGS_NAME,
    build_partner_sheet,
)
from libcollab_metrics.ingest.writers.template import LANGUAGES
from libcollab_metrics.metrics import list_partners
from libcollab_metrics.model import Edit
from libcollab_metrics.model.partners import list_partner_lines, partner_names
from libcollab_metrics.model.schema import ALIGNMENT_ITEMS
from tests.support.builders.partner_library import (
    CANARIES,
    DAY,
    FUND,
    LEDGER,
    LEDGER_HEADS,
    PROGRAMS,
    SCHOOL,
    library,
    made,
)


def _text(data: bytes) -> str:
    """Every part of a workbook, unzipped."""
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        return "\n".join(parts.read(name).decode("utf-8", "replace") for name in parts.namelist())


def test_partner_sheet_lists_programs_ledger_lines_and_lots_by_fact() -> None:
    lines = list_partner_lines(library().dataset(), SCHOOL)
    assert [(line.table, line.title) for line in lines] == [
        ("programs", "Story hour"),
        ("ledger", f"{SCHOOL} → the project · Story hour"),
        ("ledger", f"another party → {SCHOOL} · Story hour"),
        ("deliveries", "Lot A to San Isidro · Story hour"),
    ]
    assert [(fact.label, fact.recorded) for fact in lines[1].facts] == [
        ("Date", "18 February 2026"),
        ("Kind", "staff hours"),
        ("Quantity (hours)", "40"),
        ("Value", ""),
        ("Status", "received"),
    ]
    assert [(fact.label, fact.recorded) for fact in lines[2].facts][2:] == [
        ("Value", "15,000"),
        ("Status", "pledged"),
    ]


def test_partner_sheet_holds_nothing_of_other_partners_or_people() -> None:
    workspace = library()
    text = _text(made(workspace.dataset()))
    assert SCHOOL in text
    assert [word for word in CANARIES if word.casefold() in text.casefold()] == []
    tables = workspace.dataset().tables
    keys = [*tables["participation"]["person_key"], *tables["perspectives"]["respondent_key"]]
    assert len(keys) == 2
    assert not [key for key in keys if key in text]
    assert "attend" not in text.casefold()


def test_other_parties_in_typed_text_are_not_named() -> None:
    """
    lot                  to             expected, for the school's shared program
    Lot A                San Isidro     stays
    Lot of secret fund   San Isidro     left out: names the other partner, although the program is shared
    Lot B                Hope's hall    left out: goes to another party of the ledger
    Malinaw School set   San Isidro     stays: "School" is also a party, but here part of the school's name
    """
    ledger = [
        LEDGER_HEADS,
        [
            "Story hour",
            "2026-02-18",
            SCHOOL,
            "project",
            "in_kind",
            40,
            f"books of  {FUND.upper()}",
            9,
            "received",
            None,
        ],
        [
            "Secret Fund days",
            "2026-02-19",
            SCHOOL,
            "project",
            "in_kind",
            4,
            "SecretFunds",
            9,
            "received",
            None,
        ],
        ["Vault drive", "2026-02-20", "Hope", "School", "in_kind", 4, "x", 9, "received", None],
    ]
    lots = [
        ["Program", "Lot", "Site", "Unit", "Pledged", "Received"],
        ["Story hour", "Lot A", "San Isidro", "books", 500, 290],
        ["Story hour", "Lot of secret fund", "San Isidro", "books", 77777, 5],
        ["Story hour", "Lot B", "Hope's hall", "books", 77777, 5],
        ["Story hour", f"{SCHOOL} set", "San Isidro", "books", 10, 10],
    ]
    dataset = library(Ledger=ledger, Deliveries=lots).dataset()
    lines = list_partner_lines(dataset, SCHOOL)
    assert [line.title for line in lines] == [
        "Story hour",
        f"{SCHOOL} → the project · Story hour",
        f"{SCHOOL} → the project · another party days",
        "Lot A to San Isidro · Story hour",
        f"{SCHOOL} set to San Isidro · Story hour",
    ]
    units = [fact.label for line in lines[1:3] for fact in line.facts if fact.label.startswith("Quantity")]
    assert units == ["Quantity (books of another party)", "Quantity (SecretFunds)"]
    text = _text(made(dataset)).casefold()
    assert not [word for word in (FUND.casefold(), "77,777", "hope") if word in text]


def test_same_records_make_the_same_bytes() -> None:
    dataset = library().dataset()
    assert made(dataset) == made(dataset)


def test_unknown_partner_is_refused_with_the_nearest_name() -> None:
    with pytest.raises(LibCollabError, match=SCHOOL):
        made(partner="Malinaw Schol")


def test_partner_known_only_by_ratings_gets_a_sheet() -> None:
    dataset = (
        library()
        .append(Edit("perspectives", ({"partner_id": "Tulay Circle", "item": ALIGNMENT_ITEMS[0]},)))
        .dataset()
    )
    assert set(list_partners(dataset)) == {SCHOOL, FUND, "Tulay Circle"} == set(partner_names(dataset))
    assert "Tulay Circle" in _text(made(dataset, "tulay circle".title()))


def test_partner_without_records_gets_a_message_and_the_statements() -> None:
    data = made(library(Programs=PROGRAMS[:1], Ledger=LEDGER[:1], Deliveries=[["Lot", "Program"]]).dataset())
    book = load_workbook(io.BytesIO(data))
    assert "Nothing is recorded yet" in str(book[FACTS_NAME]["B6"].value)
    assert [str(book[RATINGS_NAME].cell(8 + index, 2).value).split("\n")[0] for index in range(5)] == [
        *ALIGNMENT_ITEMS
    ]


def test_guide_has_the_same_parts_in_every_language() -> None:
    assert {len(load_sheet_texts(code)["steps"]) for code in LANGUAGES} == {4}
    assert {len(load_sheet_texts(code)["statements"]) for code in ("fil", "es")} == {len(ALIGNMENT_ITEMS)}
    book = load_workbook(io.BytesIO(made()))
    assert book.sheetnames == [ABOUT_NAME, FACTS_NAME, RATINGS_NAME]
    text = "\n".join(str(row[0]) for row in book[ABOUT_NAME].iter_rows(values_only=True))
    for code in LANGUAGES:
        assert load_sheet_texts(code)["title"] in text
    assert all(page.sheet_properties.pageSetUpPr.fitToPage for page in book)
    assert {page.page_setup.fitToWidth for page in book} <= {None, 1}  # the default is 1


def test_yes_no_and_the_scale_are_offered_as_lists() -> None:
    book = load_workbook(io.BytesIO(made()))
    offered = {rule.formula1 for page in book for rule in page.data_validations.dataValidation}
    assert {'"yes,no"', '"1,2,3,4,5"'} <= offered


def test_date_of_the_sheet_is_written_on_it() -> None:
    assert f"{DAY:%-d %B %Y}" in _text(made())
    assert FUND not in _text(made())


def test_guide_writes_its_day_in_each_language() -> None:
    sheet = build_partner_sheet(library().dataset(), SCHOOL, date(2026, 3, 7))
    for day in ("7 March 2026", "7 de marzo de 2026", "Marso 7, 2026"):
        assert day in _text(sheet)
