"""What left before a name or a row was corrected still binds what leaves after."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from libcollab_metrics.metrics import Evaluator, programs_by_partner
from libcollab_metrics.model import Dataset, Merge, Scope, Workspace
from libcollab_metrics.protection import AuditedRelease, Numbers, audit_release
from tests.support.builders.datasets import dataset
from tests.support.sheets import imported, xlsx

DAY = date(2026, 6, 30)
UNTIL_15_JUNE = date(2026, 6, 15)
#: Visits from January on, on the 5th of each month; the last on 20 June.
STORY, CRAFT = (22, 26, 17, 30, 22, 30, 3), (20, 25, 23, 24, 21, 25)


def library(story: str = "Story", site: str = "Main", visits: tuple[int, ...] = STORY) -> Dataset:
    days = [*(f"2026-{month:02d}-05" for month in range(1, 7)), "2026-06-20"]
    rows = [
        {"p": story, "site": site, "on": day, "attended": n} for day, n in zip(days, visits, strict=False)
    ]
    rows += [
        {"p": "Craft", "site": "Hall", "on": day, "attended": n} for day, n in zip(days, CRAFT, strict=False)
    ]
    return dataset(rows)


def leaving(made: Dataset, scope: Scope, *by: str, after: tuple[Numbers, ...] = ()) -> AuditedRelease:
    counted = Evaluator(made, DAY)
    found = [counted.evaluate(metrics=["attendance_total"], scope=scope, by=field) for field in by]
    return audit_release(found, counted, made.settings, programs_by_partner(made), after)


def visits(left: AuditedRelease) -> dict[str, float | None]:
    return {
        " ".join(part or "?" for _, part in value.group): value.value
        for public in left.evaluations
        for value in public.values
    }


@pytest.mark.parametrize(
    ("field", "old", "now"),
    [
        ("program", "Story", library(story="Storytime")),
        ("site", "Main", library(site="Main library")),
    ],
)
def test_a_name_spelled_otherwise_since_does_not_free_what_was_told(
    field: str, old: str, now: Dataset
) -> None:
    """147 up to 15 June left under the old name; 150 under the new one would tell of 3 on 20 June."""
    scope = Scope(((field, (old,)),), end=UNTIL_15_JUNE)
    first = leaving(library(), scope, "")
    assert visits(first) == {"": 147}
    alone = visits(leaving(now, Scope(), "", field))
    (new,) = (name for name, count in alone.items() if count == 150)
    beside = leaving(now, Scope(), "", field, "month", after=(first.numbers,))
    told = visits(beside)
    assert told[new] is None
    assert None in (told[""], told["Craft" if field == "program" else "Hall"]), "288 - 138 is 150 again"
    assert told["2026-03"] == 40, "what tells nothing stays"
    assert all(places == (0,) for _, places in beside.suppressed_for_history)
    assert beside.suppressed_for_history


def test_the_same_number_under_another_name_stays() -> None:
    """With the very rows of then nothing is told, whatever they are called."""
    first = leaving(library(visits=STORY[:6]), Scope(), "", "program")
    renamed = leaving(library("Storytime", visits=STORY[:6]), Scope(), "", "program", after=(first.numbers,))
    assert visits(renamed) == {"": 285, "Craft": 138, "Storytime": 147}


def test_a_total_less_what_left_of_the_others_tells_nothing_either() -> None:
    """Craft's 138 and Story's 147 left; the total 288 alone would tell of 3 more, under whatever name."""
    first = leaving(library(), Scope((("program", ("Story",)),), end=UNTIL_15_JUNE), "")
    second = leaving(library(), Scope((("program", ("Craft",)),)), "")
    now = library("Storytime")
    assert visits(leaving(now, Scope(), "")) == {"": 288}
    assert visits(leaving(now, Scope(), "", after=(first.numbers, second.numbers))) == {"": None}


def test_what_a_lost_number_cannot_have_counted_stays() -> None:
    """38 of April cannot be the 40 of March but for two."""
    april = Scope((("program", ("Story",)),), start=date(2026, 4, 1), end=date(2026, 4, 30))
    counts = (22, 26, 17, 38, 22, 30)
    first = leaving(library(visits=counts), april, "")
    assert visits(first) == {"": 38}
    now = leaving(library("Storytime", visits=counts), Scope(), "month", after=(first.numbers,))
    assert visits(now)["2026-03"] == 40
    assert now.suppressed_for_history == ()


def test_a_row_taken_out_since_is_not_told() -> None:
    first = leaving(library(), Scope(), "", "program")
    less = leaving(library(visits=STORY[:6]), Scope(), "", "program", after=(first.numbers,))
    assert visits(first)["Story"] == 150
    assert visits(less)["Story"] is None
    assert visits(less)[""] is None


@pytest.fixture
def joined() -> tuple[Dataset, Dataset]:
    """A workspace before and after two spellings of a program were joined."""
    names = (("Story", 20), ("Craft", 30), ("Story", 41), ("Storie", 3), ("Craft", 40))
    log = [["Date", "Program", "Site", "Attended"]]
    log += [[f"2026-0{month}-05", name, "Hall", n] for month, (name, n) in enumerate(names, 1)]
    workspace = Workspace().append(imported(xlsx(Log=log)))
    return workspace.dataset(), workspace.append(Merge("programs.name", "Storie", "Story")).dataset()


def test_two_names_joined_since_do_not_tell_of_the_one_that_was_hidden(
    joined: tuple[Dataset, Dataset],
) -> None:
    """Story had 61 and left; with Storie it has 64."""
    before, after = joined
    first = leaving(before, Scope((("program", ("Story",)),)), "")
    assert visits(first) == {"": 61}
    assert visits(leaving(after, Scope(), "program"))["Story"] == 64
    assert visits(leaving(after, Scope(), "program", after=(first.numbers,)))["Story"] is None


def test_a_number_under_a_joined_name_is_found_under_the_new_one() -> None:
    """Main is Main library now: what left of Main up to 15 June is held beside its rows of today."""
    first = leaving(library(), Scope((("site", ("Main",)),), end=UNTIL_15_JUNE), "")
    now = replace(library(site="Main library"), renames=(Merge("sessions.site", "Main", "Main library"),))
    until_may = Scope((("site", ("Main library",)),), end=date(2026, 6, 20))
    assert visits(leaving(now, until_may, "")) == {"": 150}
    assert visits(leaving(now, until_may, "", after=(first.numbers,))) == {"": None}
    assert visits(leaving(now, replace(until_may, end=UNTIL_15_JUNE), "", after=(first.numbers,))) == {
        "": 147
    }
