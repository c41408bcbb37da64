"""Gifts: what each sponsor's cash became, by the numbers of a ledger worked by hand."""

from __future__ import annotations

from datetime import date

import pytest

from libcollab_metrics.errors import LibCollabError
from libcollab_metrics.model import Dataset, Scope
from libcollab_metrics.reports import collect_report_data, recipient_scope, sponsor_names
from libcollab_metrics.reports.gifts import Gift, find_gift
from tests.reports.conftest import DAY, MADE
from tests.support.builders.gift_library import OPEN_BILL, gift_library


def gift(data: Dataset, party: str) -> Gift:
    return find_gift(collect_report_data(data, Scope(), DAY, MADE), party)


def test_shared_program_is_split_in_proportion_to_the_gifts() -> None:
    """Story hour received 3,000 and 1,000 and spent 2,000 of it: three quarters are Hope's."""
    found = gift(gift_library(), "Hope Foundation")
    story = found.parts[0]
    assert (story.program, story.amount, story.spent, story.in_hand) == ("Story hour", 3000, 1500, 1500)
    assert story.is_shared


def test_overspent_program_has_nothing_in_hand() -> None:
    """The book club received 500 and spent 700."""
    club = gift(gift_library(), "Hope Foundation").parts[1]
    assert (club.program, club.amount, club.spent, club.in_hand) == ("Book club", 500, 500, 0)


def test_received_is_spent_and_in_hand() -> None:
    for party in ("Hope Foundation", "rotary club", ""):
        found = gift(gift_library(), party)
        assert found.spent is not None
        assert found.in_hand is not None
        assert found.amount == pytest.approx(found.spent + found.in_hand)


def test_share_is_of_all_cash_the_library_included() -> None:
    """3,500 of 4,600: 3,500 from Hope, 1,000 from Rotary, 100 from the library."""
    assert gift(gift_library(), "Hope Foundation").share == pytest.approx(3500 / 4600)


def test_share_is_not_printed_with_one_other_giver() -> None:
    assert not gift(gift_library(), "Hope Foundation").may_print_share
    third = ["Story hour", "2026-01-05", "Lions Club", "project", "cash", 200, "received"]
    assert gift(gift_library(third), "Hope Foundation").may_print_share


def test_pledge_is_apart_from_what_was_received() -> None:
    found = gift(gift_library(), "Hope Foundation")
    assert [(line.value, line.day) for line in found.pledges] == [(800, date(2026, 9, 1))]
    assert found.amount == 3500
    assert not gift(gift_library(), "Rotary Club").pledges


def test_open_bill_is_named_with_its_program() -> None:
    parts = gift(gift_library(OPEN_BILL), "Hope Foundation").parts
    assert {part.program: part.unsettled for part in parts} == {"Story hour": 350, "Book club": 0}


def test_gift_without_known_costs_has_no_balance() -> None:
    only_income = [["Story hour", "2026-01-02", "Hope Foundation", "project", "cash", "", "received"]]
    found = gift(gift_library(paid=only_income), "Hope Foundation")
    assert found.amount == 0
    assert found.parts == ()


def test_document_of_a_sponsor_covers_only_its_programs() -> None:
    scope = recipient_scope(gift_library(), "sponsor", "Rotary Club", Scope(), DAY)
    assert scope.where == (("program", ("Story hour",)),)
    assert recipient_scope(gift_library(), "sponsor", "Hope Foundation", Scope(), DAY) == Scope()
    assert recipient_scope(gift_library(), "board", "Rotary Club", Scope(), DAY) == Scope()


def test_unknown_sponsor_is_refused_with_the_known_names() -> None:
    with pytest.raises(LibCollabError, match="Hope Foundation"):
        recipient_scope(gift_library(), "sponsor", "Hop Foundation", Scope(), DAY)


def test_sponsors_are_listed_by_the_size_of_their_gifts() -> None:
    lines = collect_report_data(gift_library(), Scope(), DAY, MADE).lines
    assert sponsor_names(lines) == ("Hope Foundation", "Rotary Club")


def test_gift_without_an_amount_makes_the_gift_a_floor() -> None:
    """A second payment from Rotary has no amount: 1,000 is the least that was given."""
    unpriced = ["Story hour", "2026-03-03", "Rotary Club", "project", "cash", "", "received"]
    assert gift(gift_library(unpriced), "Rotary Club").is_floor
    assert not gift(gift_library(unpriced), "Hope Foundation").is_floor


def test_expense_without_an_amount_may_reduce_what_is_in_hand() -> None:
    unpriced = ["Story hour", "2026-03-03", "project", "Bookshop", "cash", "", "spent"]
    assert gift(gift_library(unpriced), "Rotary Club").parts[0].may_be_spent
    assert not gift(gift_library(), "Rotary Club").parts[0].may_be_spent
