"""Parsing of cells as numbers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from libcollab_metrics.ingest.values.currencies import find_currency
from libcollab_metrics.ingest.values.numbers import detect_decimal_mark, parse_number


@pytest.mark.parametrize(
    ("typed", "value", "code"),
    [
        ("18", 18, ""),
        ("0", 0, ""),
        ("1,234", 1234, "number-from-text"),
        ("35.262", 35262, "number-from-text"),
        ("20 pax", 20, "number-from-text"),
        ("about 20", 20, "estimate-in-words"),
        ("almost 3,289", 3289, "estimate-in-words"),
        ("mga 30", 30, "estimate-in-words"),
        ("abt 20", 20, "estimate-in-words"),
        ("7 (approx)", 7, "estimate-in-words"),
        ("15+", 15, "estimate-in-words"),
        ("15-20", 15, "range-lower-end"),
        ("35.262+2557+8.264= 46.083", 46083, "sum-in-cell"),
        ("3+4=9", None, "number-unreadable"),
        ("18*", 18, "footnote-dropped"),
        ("18 **", 18, "footnote-dropped"),
        ("0*", 0, "footnote-dropped"),
        ("33 [1]", 33, "footnote-dropped"),
        ("33[b]", 33, "footnote-dropped"),
        ("18¹", 18, "footnote-dropped"),
        ("1,234 †", 1234, "footnote-dropped"),
        ("20 pax (*)", 20, "footnote-dropped"),
        ("18 (est.)", 18, "estimate-in-words"),
        ("18 (a)", None, "number-unreadable"),
        ("18 (3)", None, "number-unreadable"),
        ("18 21*", None, "number-unreadable"),
        ("-7*", None, "number-unreadable"),
        ("9999999999*", None, "sentinel-number"),
        ("*", None, "number-unreadable"),
        ("[1]", None, "number-unreadable"),
        ("18*2", 36, "estimate-scaled"),
        ("N/A", None, "missing-code"),
        ("M", None, "missing-code"),
        ("-1", None, "missing-code"),
        ("-", None, "missing-code"),
        ("X", None, "missing-code"),
        ("39%", None, "percent-not-count"),
        ("-7", None, "number-unreadable"),
        ("many", None, "number-unreadable"),
        ("'18", 18, "number-from-text"),
        ("18 21", None, "number-unreadable"),
        ("18\n21", None, "number-unreadable"),
        ("18\n210", None, "number-unreadable"),
        ("5'8", None, "number-unreadable"),
        ("1 234", 1234, "number-from-text"),
        ("9999999999", None, "sentinel-number"),
        ("2000000", None, "sentinel-number"),
    ],
)
def test_count_is_parsed_as_it_was_meant(typed: str, value: float | None, code: str) -> None:
    parsed = parse_number(typed)
    assert (parsed.value, parsed.code) == (value, code)


def test_blank_is_unknown_without_an_issue() -> None:
    assert parse_number("  ").value is None
    assert parse_number("").code == ""


def test_estimate_and_lower_bound_are_flagged() -> None:
    assert (parse_number("about 20").is_estimate, parse_number("about 20").is_lower_bound) == (True, False)
    assert (parse_number("15+").is_estimate, parse_number("15+").is_lower_bound) == (True, True)


def test_footnote_is_reported_and_makes_no_estimate() -> None:
    parsed = parse_number("33 [1]")
    assert (parsed.is_estimate, parsed.is_lower_bound, parsed.message) == (
        False,
        False,
        '"33 [1]" read as 33, without its mark',
    )


def test_upper_end_of_a_range_is_used_only_when_asked() -> None:
    assert parse_number("15-20", ranges="high").value == 20


@pytest.mark.parametrize(
    ("column", "mark"), [(["12,50", "3,75"], ","), (["12.50"], "."), (["1.234,50"], ","), ([], ".")]
)
def test_decimal_mark_is_decided_by_the_column(column: list[str], mark: str) -> None:
    assert detect_decimal_mark(column) == mark


def test_money_with_a_decimal_comma_is_parsed_correctly() -> None:
    assert parse_number("1.234,50", ",", is_count=False).value == 1234.5
    assert parse_number("₱15,000.00", ".", is_count=False).value == 15000


def test_percentage_is_a_share_where_shares_are_allowed() -> None:
    assert parse_number("75 %", is_count=False, allow_share=True).value == 0.75
    assert parse_number("75 %", is_count=False).code == "percent-not-count"


@given(st.integers(min_value=0, max_value=999_999))
def test_printed_count_parses_back(count: int) -> None:
    assert parse_number(str(count)).value == count
    assert parse_number(f"{count:,}").value == count
    assert parse_number(f"about {count}").value == count


@given(st.text(max_size=40))
def test_no_text_gives_a_negative_or_huge_count(text: str) -> None:
    value = parse_number(text).value
    assert value is None or 0 <= value <= 1_000_000


@pytest.mark.parametrize(
    ("texts", "is_money", "decimal"),
    [
        (["1.250.000", "32.300"], False, ","),
        (["$ 900.000", "$ 0"], True, ","),
        (["900.000"], False, "."),
        (["$1,250.00", "$32.50"], True, "."),
        (["1.250,00", "32,5"], True, ","),
        (["0.125"], True, "."),
    ],
)
def test_points_before_three_digits_separate_thousands_of_money(
    texts: list[str], is_money: bool, decimal: str
) -> None:
    assert detect_decimal_mark(texts, is_money=is_money) == decimal


@pytest.mark.parametrize(
    ("text", "value", "currency"),
    [
        ("Q 1,001.65", 1001.65, "GTQ"),
        ("S/. 25.50", 25.5, "PEN"),
        ("Bs. 20", 20, "Bs"),
        ("Rs. 250", 250, "Rs"),
        ("CHF 40", 40, "CHF"),
        ("R$ 12,50", 12.5, "BRL"),
        ("$50 CAD", 50, "CAD"),
        ("1,200 BRL", 1200, "BRL"),
        ("$50", 50, "$"),
        ("500 pesos", 500, "pesos"),
        ("R 150.00", 150, "ZAR"),
        ("GH₵ 40", 40, "GHS"),
        ("RD$ 1,200", 1200, "DOP"),
        ("Q1", None, ""),
        ("R12", None, ""),
    ],
)
def test_currency_before_an_amount_is_known(text: str, value: float | None, currency: str) -> None:
    assert (parse_number(text, is_count=False).value, find_currency(text)) == (value, currency)


@pytest.mark.parametrize(
    ("typed", "value"),
    [("12 (full)", 12), ("10 [rain]", 10), ("12 (planned)", None), ("5 (boys only)", None), ("18 (a)", None)],
)
def test_remark_in_brackets_does_not_change_a_count(typed: str, value: float | None) -> None:
    assert parse_number(typed).value == value


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("quince", 15),
        ("apatnapu", 40),
        ("Twenty", 20),
        ("twenty went home", None),
        ("29 (no 92)", 29),
        ("52 (hindi 25)", 52),
        ("38 (2 bebés incluidos)", 38),
        ("44 (with 5 vendors)", 44),
        ("34 (plus 2 volunteers)", 34),
        ("34 (plus 2 babies)", None),
        ("11 (eran 13 pero 2 venían a otra cosa)", None),
    ],
)
def test_count_in_words_or_with_a_note_is_read(typed: str, value: float | None) -> None:
    assert parse_number(typed).value == value


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("900.00 paid", 900),
        ("£75 (trade price)", 75),
        ("KSh 1,500 (M-Pesa)", 1500),
        ("bayad 300", 300),
        ("200 (no receipt)", 200),
        ("waived", 0),
        ("libre (c/o barangay)", 0),
        ("500 no pagado", None),
        ("500 (pledged)", None),
        ("900 unpaid", None),
        ("no 300", None),
    ],
)
def test_amount_with_how_it_was_paid(text: str, amount: float | None) -> None:
    assert parse_number(text, is_count=False).value == amount
