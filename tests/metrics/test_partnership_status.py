"""The status of a partnership: one test for each branch of its rule, worked by hand."""

from __future__ import annotations

from datetime import date

import pytest

from libcollab_metrics.metrics import PartnerStatus, compute_alignment_dots, judge_partner_statuses
from libcollab_metrics.model import ALIGNMENT_ITEMS, Dataset, Edit, Workspace

TODAY = date(2026, 6, 30)
HOPE = Edit("partners", ({"name": "Hope", "kind": "sponsor"},))


def ratings(*marks: float, partner: str = "Hope", side: str | None = "partner") -> Edit:
    """Ratings of the first statements by one partner."""
    rows = zip(ALIGNMENT_ITEMS, marks, strict=False)
    return Edit(
        "perspectives",
        tuple({"partner_id": partner, "side": side, "item": item, "rating": mark} for item, mark in rows),
    )


def pledge(day: date | None, giver: str = "Hope", taker: str = "project", status: str = "pledged") -> Edit:
    row = {"program_id": "Story hour", "date": day, "from_party": giver, "to_party": taker, "kind": "cash"}
    return Edit("ledger", ({**row, "value": 500.0, "status": status},))


def library(*edits: Edit) -> Dataset:
    return Workspace().append(HOPE, *edits).dataset()


def judged(*edits: Edit) -> PartnerStatus:
    (status,) = judge_partner_statuses(library(*edits), ["Hope"], as_of=TODAY)
    return status


def test_overdue_pledge_means_talk_soon_even_with_high_ratings() -> None:
    """Promised for 29 June, still pledged on 30 June; ratings of 5 do not outweigh it."""
    found = judged(ratings(5, 5, 5, 5, 5), pledge(date(2026, 6, 29)))
    assert (found.name, found.rule) == ("talk-soon", "pledge-overdue")
    assert [line.value for line in found.overdue] == [500.0]


@pytest.mark.parametrize("day", [date(2026, 6, 30), date(2026, 7, 1), None])
def test_pledge_of_today_later_or_undated_is_not_overdue(day: date | None) -> None:
    assert judged(pledge(day)).rule == "none-applies"


def test_pledge_that_arrived_is_not_overdue() -> None:
    assert judged(pledge(date(2026, 6, 1), status="received")).name == "steady"


def test_overdue_benefit_for_the_partner_means_talk_soon() -> None:
    found = judged(pledge(date(2026, 6, 1), giver="library", taker="Hope"))
    assert (found.name, found.rule) == ("talk-soon", "benefit-overdue")


def test_overdue_pledge_of_another_partner_changes_nothing() -> None:
    assert judged(ratings(5), pledge(date(2026, 6, 1), giver="Rotary")).name == "strong"


def test_one_rating_of_two_and_a_half_means_talk_soon() -> None:
    """5, 5, 5, 5 and 2.5: a shared view of 4.5, but one statement is at the limit."""
    found = judged(ratings(5, 5, 5, 5, 2.5))
    assert (found.name, found.rule) == ("talk-soon", "low-rating")
    assert found.lowest is not None
    assert (found.lowest.item, found.lowest.mean) == (ALIGNMENT_ITEMS[4], 2.5)


def test_low_rating_by_the_library_is_not_the_partners() -> None:
    assert judged(ratings(5, 5), ratings(1, side="library")).name == "strong"


def test_shared_view_of_four_is_strong() -> None:
    """3, 4, 4, 4 and 5 are 20 points of 5 statements: 4.0."""
    found = judged(ratings(3, 4, 4, 4, 5))
    assert (found.name, found.rule, found.shared_view) == ("strong", "shared-view", 4.0)


def test_shared_view_below_four_is_steady() -> None:
    """3, 4, 4, 4 and 4 are 19 points of 5 statements: 3.8."""
    found = judged(ratings(3, 4, 4, 4, 4))
    assert (found.name, found.rule) == ("steady", "none-applies")
    assert found.shared_view == pytest.approx(3.8)


def test_partner_without_ratings_and_pledges_is_not_known() -> None:
    found = judged()
    assert (found.name, found.rule) == ("unknown", "no-data")
    assert found.lowest is found.shared_view is None


def test_strongest_partner_comes_first() -> None:
    names = ["Low", "Silent", "Good", "Best", "Fair"]
    edits = [
        Edit("partners", tuple({"name": name} for name in names)),
        *(ratings(mark, partner=name) for name, mark in {"Low": 2, "Good": 4, "Best": 5, "Fair": 3}.items()),
    ]
    found = judge_partner_statuses(library(*edits), names, as_of=TODAY)
    assert [status.partner for status in found] == ["Best", "Good", "Fair", "Low", "Silent"]


def test_dots_of_the_library_are_its_own_ratings() -> None:
    data = library(ratings(5, 5), ratings(3, side="library"), ratings(4, side=None, partner="Rotary"))
    assert [(dot.party, dot.mean) for dot in compute_alignment_dots(data, as_of=TODAY, by_library=True)] == [
        ("Hope", 3.0)
    ]
    assert len(compute_alignment_dots(data, as_of=TODAY)) == 3
