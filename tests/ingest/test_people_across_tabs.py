"""People of several tabs: one number is one person, and similar names of two tabs are asked about."""

from __future__ import annotations

from datetime import date

from libcollab_metrics.ingest import collect_questions
from libcollab_metrics.metrics import evaluate
from tests.support.sheets import Rows, codes, dataset, imported, xlsx

DAYS = ("2026-05-07", "2026-05-14")


def tabs(*lists: Rows, headings: tuple[str, ...] = ("Name", "DNI", "Signature")) -> bytes:
    """Return a workbook with one signed list a tab, on a day each."""
    sheets = {
        f"Session_{number}": [["Digital skills"], ["Date:", day], [], list(headings), *rows]
        for number, (day, rows) in enumerate(zip(DAYS, lists, strict=True), 1)
    }
    return xlsx(**sheets)


def people(data: bytes, **answers: object) -> tuple[float | None, str]:
    found = evaluate(
        dataset(data, **answers), as_of=date(2026, 6, 1), metrics=["participants_unique"]
    ).values_for("participants_unique")
    return found[0].value, found[0].certainty


FIRST = [["Iker Quispe Huerta", "48414107", "signed"], ["Paola Luque", "59255016", "signed"]]


def test_number_joins_similar_names_of_two_tabs() -> None:
    later = [["Quispe H., Iker", "48414107", "signed"], ["PAOLA LUQUE", "59255016", "signed"]]
    data = tabs(FIRST, later)
    assert people(data) == (2, "at_least")
    assert "spelling-joined" in codes(dataset(data))


def test_number_of_a_family_joins_no_other_name() -> None:
    later = [["Rosa Quispe Huerta", "48414107", "signed"], ["Paola Luque", "59255016", "signed"]]
    assert people(tabs(FIRST, later))[0] == 3


def test_numbers_within_a_tab_join_no_first_names() -> None:
    headings = ("Name", "ID", "Signature")
    lists = ([["Ana", "12", "x"], ["Ben", "13", "x"]], [["Ana Cruz", "12", "x"], ["Ben Diaz", "13", "x"]])
    assert people(tabs(*lists, headings=headings))[0] == 4


def test_similar_names_of_two_tabs_are_asked_about() -> None:
    first = [["Anna Reyes", None, "signed"], ["Ben Diaz", None, "signed"]]
    later = [["Ana Reyes", None, "signed"], ["Ben Diaz", None, "signed"]]
    data = tabs(first, later)
    assert people(data) == (3, "partial")
    asked = [q for q in collect_questions(imported(data).reading) if q.key == "same_person"]
    assert [q.confirmed_value for q in asked] == [["Anna Reyes", "Ana Reyes"]]
    assert "(row 5 of Session 1)" in asked[0].text
    assert people(data, same_person=[["Anna Reyes", "Ana Reyes"]]) == (2, "at_least")
    assert people(data, different_people=[["Anna Reyes", "Ana Reyes"]]) == (3, "at_least")


def test_similar_names_in_one_tab_are_asked_about_once() -> None:
    both = [["Anna Reyes", None, "signed"], ["Ana Reyes", None, "signed"]]
    asked = collect_questions(imported(tabs(both, both)).reading)
    assert [q.key for q in asked].count("same_person") == 1


def test_codes_of_places_join_no_names() -> None:
    lists = ([["Ana Cruz Lim", "48414", "x"], ["Ben Diaz", "48415", "x"]], [["Ana Cruz", "48414", "x"]])
    for heading in ("Zip code", "School code"):
        assert people(tabs(*lists, headings=("Name", heading, "Signature")))[0] == 3
    for heading in ("Member code", "Library card no.", "Barangay ID"):
        assert people(tabs(*lists, headings=("Name", heading, "Signature")))[0] == 2
