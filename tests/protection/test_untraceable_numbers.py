"""Numbers released before a name or a row was corrected still restrict later releases."""

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


def release(data: Dataset, scope: Scope, *by: str, after: tuple[Numbers, ...] = ()) -> AuditedRelease:
    evaluator = Evaluator(data, DAY)
    evaluations = [evaluator.evaluate(metrics=["attendance_total"], scope=scope, by=field) for field in by]
    return audit_release(evaluations, evaluator, data.settings, programs_by_partner(data), after)


def visits(audited: AuditedRelease) -> dict[str, float | None]:
    return {
        " ".join(part or "?" for _, part in value.group): value.value
        for public in audited.evaluations
        for value in public.values
    }


@pytest.mark.parametrize(
    ("field", "old", "now"),
    [
        ("program", "Story", library(story="Storytime")),
        ("site", "Main", library(site="Main library")),
    ],
)
def test_corrected_name_does_not_release_a_restricted_number(field: str, old: str, now: Dataset) -> None:
    """147 up to 15 June left under the old name; 150 under the new one would disclose 3 on 20 June."""
    scope = Scope(((field, (old,)),), end=UNTIL_15_JUNE)
    first = release(library(), scope, "")
    assert visits(first) == {"": 147}
    without_history = visits(release(now, Scope(), "", field))
    (new,) = (name for name, count in without_history.items() if count == 150)
    second = release(now, Scope(), "", field, "month", after=(first.numbers,))
    counts = visits(second)
    assert counts[new] is None
    assert None in (counts[""], counts["Craft" if field == "program" else "Hall"]), "288 - 138 is 150 again"
    assert counts["2026-03"] == 40, "what tells nothing stays"
    assert all(releases == (0,) for _, releases in second.suppressed_for_history)
    assert second.suppressed_for_history


def test_same_number_under_another_name_is_shown() -> None:
    """With the rows of the first release nothing new is disclosed, whatever the name."""
    first = release(library(visits=STORY[:6]), Scope(), "", "program")
    renamed = release(library("Storytime", visits=STORY[:6]), Scope(), "", "program", after=(first.numbers,))
    assert visits(renamed) == {"": 285, "Craft": 138, "Storytime": 147}


def test_total_minus_earlier_numbers_discloses_nothing() -> None:
    """Craft's 138 and Story's 147 left; the total 288 alone would disclose 3 more, under any name."""
    first = release(library(), Scope((("program", ("Story",)),), end=UNTIL_15_JUNE), "")
    second = release(library(), Scope((("program", ("Craft",)),)), "")
    now = library("Storytime")
    assert visits(release(now, Scope(), "")) == {"": 288}
    assert visits(release(now, Scope(), "", after=(first.numbers, second.numbers))) == {"": None}


def test_number_unrelated_to_an_earlier_one_is_shown() -> None:
    """April's 38 cannot be March's 40 minus two."""
    april = Scope((("program", ("Story",)),), start=date(2026, 4, 1), end=date(2026, 4, 30))
    counts = (22, 26, 17, 38, 22, 30)
    first = release(library(visits=counts), april, "")
    assert visits(first) == {"": 38}
    now = release(library("Storytime", visits=counts), Scope(), "month", after=(first.numbers,))
    assert visits(now)["2026-03"] == 40
    assert now.suppressed_for_history == ()


def test_removed_row_is_not_disclosed() -> None:
    first = release(library(), Scope(), "", "program")
    less = release(library(visits=STORY[:6]), Scope(), "", "program", after=(first.numbers,))
    assert visits(first)["Story"] == 150
    assert visits(less)["Story"] is None
    assert visits(less)[""] is None


@pytest.fixture
def merged() -> tuple[Dataset, Dataset]:
    """A workspace before and after two spellings of a program were merged."""
    names = (("Story", 20), ("Craft", 30), ("Story", 41), ("Storie", 3), ("Craft", 40))
    log = [["Date", "Program", "Site", "Attended"]]
    log += [[f"2026-0{month}-05", name, "Hall", n] for month, (name, n) in enumerate(names, 1)]
    workspace = Workspace().append(imported(xlsx(Log=log)))
    return workspace.dataset(), workspace.append(Merge("programs.name", "Storie", "Story")).dataset()


def test_merged_names_do_not_disclose_the_hidden_one(
    merged: tuple[Dataset, Dataset],
) -> None:
    """Story had 61 and was released; merged with Storie it has 64."""
    before, after = merged
    first = release(before, Scope((("program", ("Story",)),)), "")
    assert visits(first) == {"": 61}
    assert visits(release(after, Scope(), "program"))["Story"] == 64
    assert visits(release(after, Scope(), "program", after=(first.numbers,)))["Story"] is None


def test_number_under_a_merged_name_applies_to_the_new_name() -> None:
    """Main is now Main library: the number released up to 15 June is compared with the rows of today."""
    first = release(library(), Scope((("site", ("Main",)),), end=UNTIL_15_JUNE), "")
    now = replace(library(site="Main library"), renames=(Merge("sessions.site", "Main", "Main library"),))
    until_may = Scope((("site", ("Main library",)),), end=date(2026, 6, 20))
    assert visits(release(now, until_may, "")) == {"": 150}
    assert visits(release(now, until_may, "", after=(first.numbers,))) == {"": None}
    assert visits(release(now, replace(until_may, end=UNTIL_15_JUNE), "", after=(first.numbers,))) == {
        "": 147
    }
