"""Lots of books: yields, acceptance, days in transit, sites and languages, and what a book cost."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd

from libcollab_metrics.metrics import list_lots, lots_in_transit
from libcollab_metrics.metrics.listings import list_boxed_lots
from libcollab_metrics.model.scope import Scope
from tests.support.builders.datasets import AS_OF, by_group, dataset, value, values

CASH = {"kind": "cash", "status": "spent", "from_party": "project", "to_party": "shop"}


def day(text: str) -> pd.Timestamp:
    return pd.Timestamp(text)


def yields(lots: list[dict[str, Any]], **options: Any) -> dict[str | None, Any]:
    """Stage → yield."""
    return by_group(values(dataset(deliveries=lots), "stage_yield", **options), "stage")


def test_yield_uses_lots_with_both_numbers() -> None:
    """
    lot  collected  usable  shipped
    A          420     300      280
    B          200       –      150
    usable: 300 ÷ 420 = 71%, never 300 ÷ 620; shipped: 280 ÷ 300, never 430 ÷ 300
    """
    lots = [
        {"lot": "A", "collected": 420, "usable": 300, "shipped": 280},
        {"lot": "B", "collected": 200, "shipped": 150},
    ]
    result = {v.groups["stage"]: v for v in values(dataset(deliveries=lots), "stage_yield")}
    assert list(result) == ["collected", "usable", "shipped", "received", "in_hands"]
    usable, shipped = result["usable"], result["shipped"]
    assert (usable.value, usable.numerator, usable.denominator, usable.n) == (300 / 420, 300, 420, 1)
    assert (usable.coverage, shipped.value) == (0.5, 280 / 300)
    assert (result["collected"].reason, result["received"].reason) == ("no-field", "no-field")
    assert result["received"].reason_values["field"] == "books shipped and books received"


def test_yield_may_exceed_one_or_be_zero() -> None:
    lots = [{"lot": "A", "pledged": 100, "collected": 120, "usable": 0, "shipped": 0}]
    result = yields(lots)
    assert (result["collected"], result["usable"], result["shipped"]) == (1.2, 0, None)


def test_lower_bounds_of_counts_bound_the_yield() -> None:
    lots = [{"lot": "A", "pledged": 100, "collected": 80, "usable": 60, "shipped": 50}]
    lots[0] |= {"collected_at_least": True, "shipped_at_least": True}
    result = {v.groups["stage"]: v.certainty for v in values(dataset(deliveries=lots), "stage_yield")}
    assert (result["collected"], result["usable"], result["shipped"]) == ("at_least", "at_most", "at_least")
    both = [lots[0] | {"usable_at_least": True}]
    assert {v.groups["stage"]: v.reason for v in values(dataset(deliveries=both), "stage_yield")}[
        "usable"
    ] == "undecided"


def test_boxes_have_no_yield_without_books_per_box() -> None:
    boxes = {"lot": "C", "unit": "boxes", "pledged": 9, "collected": 6}
    assert value(dataset(deliveries=[boxes]), "stage_yield").reason == "no-field"
    result = values(dataset(deliveries=[boxes | {"books_per_unit": 20}]), "stage_yield")[0]
    assert (result.value, result.numerator, result.estimated) == (6 / 9, 120, True)


def test_lot_received_later_has_no_yield_yet() -> None:
    lot = {"lot": "A", "shipped": 90, "received": 80, "received_on": day("2026-07-02")}
    assert value(dataset(deliveries=[lot]), "stage_yield").reason == "no-field"
    assert yields([lot], as_of=date(2026, 7, 2))["received"] == 80 / 90


ROAD = [
    {
        "lot": "A",
        "shipped": 90,
        "received": 80,
        "dispatched_on": day("2026-03-01"),
        "received_on": day("2026-03-09"),
    },
    {
        "lot": "B",
        "shipped": 50,
        "received": 0,
        "dispatched_on": day("2026-03-01"),
        "received_on": day("2026-03-05"),
    },
    {"lot": "C", "shipped": 50, "dispatched_on": day("2026-06-10"), "site": "Hall", "language": "Waray"},
    {
        "lot": "D",
        "shipped": 40,
        "received": 40,
        "dispatched_on": day("2026-03-01"),
        "received_on": day("2026-04-20"),
    },
    {"lot": "E", "shipped": 40, "received": 35},
    {
        "lot": "F",
        "shipped": 10,
        "dispatched_on": day("2026-05-01"),
        "received_on": day("2026-07-04"),
        "received": 9,
    },
    {
        "lot": "G",
        "shipped": 20,
        "received": 20,
        "dispatched_on": day("2026-05-01"),
        "received_on": day("2026-04-01"),
    },
    {"lot": "H", "pledged": 20, "received": 20},
]


def test_median_delivery_days_names_lots_in_transit() -> None:
    """A 8, B 4, D 50 days: median 8; C and F are in transit, E has no days, G has its dates reversed."""
    result = value(dataset(deliveries=ROAD), "days_to_deliver")
    assert (result.value, result.n, result.left_out) == (8, 3, ("C", "F"))
    assert result.coverage == 3 / 6
    assert value(dataset(deliveries=ROAD), "days_to_deliver", as_of=date(2026, 7, 4)).value == (8 + 50) / 2


def test_lots_in_transit_have_an_age() -> None:
    """On 30 June: F left on 1 May, 60 days; C on 10 June, 20 days."""
    data = dataset(deliveries=ROAD)
    result = lots_in_transit(data, as_of=AS_OF)
    assert [(lot.name, lot.days, lot.books, lot.site, lot.language) for lot in result] == [
        ("F", 60, 10, None, None),
        ("C", 20, 50, "Hall", "Waray"),
    ]
    assert (result[0].program, result[0].sent_on) == ("Story hour", date(2026, 5, 1))
    assert [lot.name for lot in lots_in_transit(data, Scope((("site", ("hall",)),)), as_of=AS_OF)] == ["C"]
    assert [lot.name for lot in lots_in_transit(data, as_of=date(2026, 3, 3))] == ["A", "B", "D"]
    assert lots_in_transit(dataset(), as_of=AS_OF) == ()


def test_lot_with_nothing_received_is_not_accepted() -> None:
    """Shipped and known: A, B (nothing), D, E, G: 4 of 5; C and F are not known yet, H was never shipped."""
    result = value(dataset(deliveries=ROAD), "lot_acceptance")
    assert (result.value, result.numerator, result.denominator, result.coverage) == (0.8, 4, 5, 5 / 7)


def test_boxed_lots_without_book_counts_are_listed() -> None:
    lots = [
        {"lot": "B", "unit": "boxes", "pledged": 9},
        {"lot": "A", "unit": "boxes", "pledged": 9},
        {"lot": "C", "unit": "boxes", "books_per_unit": 20, "pledged": 9},
        {"lot": "D", "pledged": 9},
    ]
    assert list_boxed_lots(dataset(deliveries=lots)) == ("A", "B")
    assert list_boxed_lots(dataset()) == ()


SITES = [
    {"site": "Main", "population": 100, "languages": "Filipino; Cebuano"},
    {"site": "Hall", "population": 400, "languages": "Waray"},
    {"site": "School", "languages": "Waray"},
]
PLACES = [
    {"lot": "A", "site": "MAIN", "language": "Filipino", "received": 60},
    {"lot": "B", "site": "Main", "language": "English", "received": 30},
    {"lot": "C", "site": "Hall", "language": "waray", "received": 110},
    {"lot": "D", "site": "School", "language": "Waray", "received": 50},
    {"lot": "E", "site": "Nowhere", "language": "Waray", "received": 70},
    {"lot": "F", "site": "Main", "language": None, "received": 20},
    {"lot": "G", "site": "Main", "language": "Filipino; English", "received": 10},
    {"lot": "H", "site": "Main", "language": "Cebuano and Filipino", "received": 40},
]


def test_books_per_child_counts_each_site_population_once() -> None:
    """Main 60 + 30 + 20 + 10 + 40 = 160 books for 100 people, Hall 110 for 400: 270 ÷ 500 = 0.54.

    The mean of 1.6 and 0.275 would be 0.94. School and Nowhere have no population and are named.
    """
    result = value(dataset(deliveries=PLACES, sites=SITES), "books_per_child")
    assert (result.value, result.numerator, result.denominator) == (0.54, 270, 500)
    assert (result.left_out, result.certainty) == (("Nowhere", "School"), "exact")
    by_site = by_group(values(dataset(deliveries=PLACES, sites=SITES), "books_per_child", by="site"), "site")
    assert (by_site["Hall"], by_site["School"]) == (110 / 400, None)


def test_program_population_replaces_missing_site_population() -> None:
    lot = {"lot": "A", "received": 300}
    programs = [{"name": "Story hour", "population": 500}]
    assert value(dataset(deliveries=[lot], programs=programs), "books_per_child").value == 0.6
    partial = value(dataset(deliveries=[lot, {"lot": "B"}], programs=programs), "books_per_child")
    assert (partial.value, partial.certainty, partial.coverage) == (0.6, "at_least", 0.5)
    two = [{"p": "A", "lot": "A", "received": 9}, {"p": "B", "lot": "B", "received": 9}]
    two_programs = dataset(
        deliveries=two, programs=[{"name": "A", "population": 50}, {"name": "B", "population": 60}]
    )
    assert value(two_programs, "books_per_child").reason == "no-population"


def test_book_languages_are_matched_with_site_languages() -> None:
    """Match: A 60, C 110, D 50, G 10 (one of two read), H 40 (both) = 270; no match: B 30; not known: E, F.

    270 ÷ 300.
    """
    result = value(dataset(deliveries=PLACES, sites=SITES), "book_language_match")
    assert (result.value, result.numerator, result.denominator) == (270 / 300, 270, 300)
    assert result.coverage == 300 / 390
    assert value(dataset(deliveries=PLACES), "book_language_match").reason == "no-field"


def test_one_boxed_lot_makes_language_match_an_estimate() -> None:
    """A box holds about 20 books: 40 in 2 boxes that the site reads, 60 it does not: 40 ÷ 100."""
    lots = [
        {
            "lot": "A",
            "site": "Hall",
            "language": "Waray",
            "unit": "boxes",
            "books_per_unit": 20,
            "received": 2,
        },
        {"lot": "B", "site": "Hall", "language": "English", "received": 60},
    ]
    result = value(dataset(deliveries=lots, sites=SITES), "book_language_match")
    assert (result.value, result.estimated) == (0.4, True)
    assert not value(dataset(deliveries=lots[1:], sites=SITES), "book_language_match").estimated


def test_book_cost_is_spending_divided_by_received_books() -> None:
    """
    program  cash   received           certainty
    A        600    200 and 100        600 ÷ 300 = 2.00
    B        –      500                excluded
    C        90     30 and –           (600 + 90) ÷ 330 at most
    """
    lots = [
        {"p": "A", "lot": "1", "received": 200},
        {"p": "A", "lot": "2", "received": 100},
        {"p": "B", "lot": "3", "received": 500},
    ]
    paid = [CASH | {"p": "A", "value": 600}]
    result = value(dataset(deliveries=lots, ledger=paid), "cost_per_book")
    assert (result.value, result.denominator, result.certainty, result.left_out) == (2, 300, "exact", ("B",))
    assert result.groups == {"level": "cash"}
    more = dataset(
        deliveries=[*lots, {"p": "C", "lot": "4", "received": 30}, {"p": "C", "lot": "5"}],
        ledger=[*paid, CASH | {"p": "C", "value": 90}],
    )
    both = value(more, "cost_per_book")
    assert (both.value, both.certainty, both.n) == (690 / 330, "at_most", 330)


def test_partner_book_costs_overlap_and_do_not_add_up() -> None:
    data = dataset(
        deliveries=[{"p": "A", "lot": "1", "received": 200}, {"p": "B", "lot": "2", "received": 100}],
        ledger=[CASH | {"p": "A", "value": 600}, CASH | {"p": "B", "value": 900}],
        programs=[{"name": "A", "partners": ["Hope", "School"]}, {"name": "B", "partners": ["Hope"]}],
    )
    assert by_group(values(data, "cost_per_book", by="partner"), "partner") == {"Hope": 5, "School": 3}


def test_lots_are_listed_with_counts_in_their_unit() -> None:
    """B has 3 boxes of 20 books, an estimate of 60; C has 4 boxes of unknown size; D comes after the day."""
    lots = [
        {
            "lot": "A",
            "site": "Hall",
            "language": "Waray",
            "shipped": 50,
            "received": 48,
            "received_at_least": True,
        },
        {"lot": "B", "unit": "boxes", "books_per_unit": 20, "shipped": 3},
        {"lot": "C", "unit": "boxes", "shipped": 4, "dispatched_on": day("2026-06-10")},
        {"lot": "D", "collected": 9, "shipped": 7, "dispatched_on": day("2026-07-10")},
    ]
    a, b, c, d = list_lots(dataset(deliveries=lots), as_of=AS_OF)
    assert (a.unit, dict(a.counts), a.floors, a.site, a.language) == (
        "books",
        {"shipped": 50, "received": 48},
        {"received"},
        "Hall",
        "Waray",
    )
    assert (b.unit, dict(b.counts), b.estimated) == ("books", {"shipped": 60}, {"shipped"})
    assert (c.unit, dict(c.counts), c.is_in_transit, c.sent_on) == (
        "boxes",
        {"shipped": 4},
        True,
        date(2026, 6, 10),
    )
    assert (dict(d.counts), d.sent_on, d.is_in_transit) == ({"collected": 9}, None, False)
    assert list_lots(dataset(), as_of=AS_OF) == ()
